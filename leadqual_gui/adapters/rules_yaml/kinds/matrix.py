"""matrix.yaml: criteria, points, caps, decay, tiers, grades, and scenarios that it must get right."""

from __future__ import annotations

from dataclasses import replace

from leadqual_gui.adapters.rules_yaml.kinds.common import FORMAT, unique
from leadqual_gui.adapters.rules_yaml.kinds.criteria import AXIS, CRITERION
from leadqual_gui.adapters.rules_yaml.kinds.scenario import SCENARIO
from leadqual_gui.adapters.rules_yaml.kinds.tiers import GRADES, TIERS
from leadqual_gui.adapters.rules_yaml.many import ListOf, MapOf
from leadqual_gui.adapters.rules_yaml.record import Field, Record, Values
from leadqual_gui.adapters.rules_yaml.shapes import ID_PATTERN, Identifier, Label, Reading, Tenths, Whole
from leadqual_gui.domain.matrix import Group, Matrix

_LOWEST, _HIGHEST = 0, 100


def _check_range(values: Values, reading: Reading) -> None:
    score, tiers = values.get("score", (_LOWEST * 10, _HIGHEST * 10)), values.get("tiers")
    if not tiers:
        return
    low, high = (bound / 10 for bound in score)
    if tiers[0].lower_edge > low:
        message = f"the lowest tier begins at {tiers[0].lower_edge}, and scores begin at {low:g}"
        reading.problems.error(values.place("tiers"), message, f"write {tiers[0].id}: {low:g}")
    if tiers[-1].lower_edge > high:
        message = f"no score reaches '{tiers[-1].id}' ({tiers[-1].lower_edge}): scores end at {high:g}"
        reading.problems.error(values.place("tiers"), message, "lower its edge, or raise score.max")


def _check_group_limits(values: Values, reading: Reading) -> None:
    low, high = values.get("min"), values.get("max")
    if low is not None and high is not None and low > high:
        reading.problems.error(values.place("max"), "max is below min", "swap them")


def _check_score(values: Values, reading: Reading) -> None:
    if values.get("min", _LOWEST) >= values.get("max", _HIGHEST):
        reading.problems.error(values.node, "min is not below max", "write {min: 0, max: 100}")


def _bounds(values: Values, reading: Reading) -> tuple[int, int]:
    return values.get("min", _LOWEST) * 10, values.get("max", _HIGHEST) * 10


def _group(values: Values, reading: Reading) -> Group:
    return Group("", values["label"], values.get("axis", ""), values.get("max"), values.get("min"))


def _matrix(values: Values, reading: Reading) -> Matrix:
    minimum, maximum = values.get("score", (_LOWEST * 10, _HIGHEST * 10))
    groups = tuple(replace(group, id=name) for name, group in values.get("groups", {}).items())
    given = values.given(("name", "tiers", "criteria", "grades", "scenarios"))
    return Matrix(groups=groups, minimum=minimum, maximum=maximum, **given)


SCORE = Record(
    "score range",
    "Where scores begin and end.",
    (
        Field("min", Whole(-1000, 1000), "The least score; 0 if left out."),
        Field("max", Whole(-1000, 1000), "The greatest score; 100 if left out."),
    ),
    _bounds,
    checks=(_check_score,),
)

GROUP = Record(
    "group",
    "Criteria that share a heading and perhaps a cap.",
    (
        Field("label", Label(), "What people see.", required=True),
        Field("axis", AXIS, "The axis of its criteria; if left out, each names its own."),
        Field("max", Tenths(), "The most that its criteria give together."),
        Field("min", Tenths(), "The least that its criteria give together."),
    ),
    _group,
    checks=(_check_group_limits,),
)

MATRIX = Record(
    "matrix file",
    "How points are given.",
    (
        FORMAT,
        Field("name", Label(), "What people call this matrix.", required=True),
        Field("score", SCORE, "Where scores begin and end: {min: 0, max: 100}."),
        Field(
            "tiers",
            TIERS,
            "Names and the lowest score of each, ascending: {cold: 0, warm: 40, hot: 70}.",
            required=True,
        ),
        Field("grades", GRADES, "Letter = fit, digit = engagement.", required=True),
        Field("groups", MapOf(Identifier(), GROUP, key_pattern=ID_PATTERN), "Headings by id."),
        Field("criteria", ListOf(CRITERION, fewest=1), "The rows.", required=True),
        Field("scenarios", ListOf(SCENARIO), "Examples that it must get right."),
    ),
    _matrix,
    checks=(unique("criteria", "id", "criterion"), _check_range),
)
