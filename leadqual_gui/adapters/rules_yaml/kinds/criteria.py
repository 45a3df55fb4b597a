"""Criteria of a matrix: explicit, implicit and negative."""

from __future__ import annotations

from leadqual_gui.adapters.rules_yaml.conditions import ConditionShape, conditions_in
from leadqual_gui.adapters.rules_yaml.kinds.common import ACTIVITY_KIND, GROUP
from leadqual_gui.adapters.rules_yaml.many import ListOf
from leadqual_gui.adapters.rules_yaml.nodes import Sequence
from leadqual_gui.adapters.rules_yaml.record import Field, Record, Values
from leadqual_gui.adapters.rules_yaml.shapes import (
    Choice,
    Duration,
    Identifier,
    Label,
    Number,
    Reading,
    Tenths,
    Whole,
    Words,
    YesNo,
)
from leadqual_gui.domain.matrix import ActivityRule, Criterion, InactiveRule, Level
from leadqual_gui.domain.protected import protected_attribute

AXIS = Choice(("fit", "engagement"))
KINDS = Choice(("explicit", "implicit", "negative"))
_RULE_OF = ("levels", "when", "activity", "inactive")


def _level(values: Values, reading: Reading) -> Level:
    return Level(values["label"], values["when"], values["points"])


def _activity(values: Values, reading: Reading) -> ActivityRule:
    return ActivityRule(
        **values.given(
            ("kinds", "within", "at_most", "at_least", "half_life", "linear", "per", "grace", "floor", "topics")
        )
    )


def _inactive(values: Values, reading: Reading) -> InactiveRule:
    return InactiveRule(values["for"], values.get("kinds", ()))


def _check_decay(values: Values, reading: Reading) -> None:
    for name in ("grace", "floor"):
        if name in values and "half_life" not in values and "linear" not in values:
            hint = f"add half_life or linear, or delete {name}"
            reading.problems.error(values.key_place(name), f"'{name}' means nothing without a decay", hint)


def _check_points(values: Values, reading: Reading) -> None:
    if "levels" in values:
        if "points" in values:
            hint = "delete it: each level has its own points"
            reading.problems.error(values.key_place("points"), "'points' beside 'levels'", hint)
    elif "points" not in values and any(name in values for name in _RULE_OF):
        reading.problems.error(values.node, "the criterion lacks 'points'", "add points: 5")


def _check_sign(values: Values, reading: Reading) -> None:
    if values.get("kind") == "negative":
        levels = values.get("levels", ())
        if values.get("points", 0) > 0 or any(level.tenths > 0 for level in levels):
            hint = "write points below zero, such as -6, or another kind"
            reading.problems.error(values.place("points"), "a negative criterion gives points", hint)


def _check_axis(values: Values, reading: Reading) -> None:
    if values.get("kind") != "negative" or "axis" in values or reading.world.groups is None:
        return
    if "group" not in values or values.get("group") in reading.world.groups_without_axis:
        message = "a negative criterion needs an axis, and its group has none"
        reading.problems.error(values.node, message, "add axis: engagement, or axis: fit")


def _check_limits(values: Values, reading: Reading) -> None:
    low, high = values.get("min"), values.get("max")
    if low is not None and high is not None and low > high:
        reading.problems.error(values.place("max"), "max is below min", "swap them")


def _warn_of_protected(values: Values, reading: Reading) -> None:
    if values.get("enabled") is False:
        return
    levels = values.child("levels")
    whens = [values.get("when"), *(level.when for level in values.get("levels", ()))]
    facts = {test.fact for when in whens if when is not None for test in conditions_in(when)}
    for fact in sorted(facts):
        if attribute := protected_attribute(fact):
            at = values.key_place("levels" if isinstance(levels, Sequence) else "when")
            message = f"{fact} is a protected attribute ({attribute}): scoring people on it is unlawful in many places"
            reading.problems.warn(at, message, "ask a lawyer first, or write enabled: false")


def _criterion(values: Values, reading: Reading) -> Criterion:
    given = values.given(
        ("id", "kind", "label", "group", "axis", "levels", "when", "activity", "inactive", "enabled", "why")
    )
    return Criterion(tenths=values.get("points", 0), maximum=values.get("max"), minimum=values.get("min"), **given)


LEVEL = Record(
    "level",
    "The first level that holds gives its points.",
    (
        Field("label", Label(), "What people see.", required=True),
        Field("when", ConditionShape(), "When it holds.", required=True),
        Field("points", Tenths(), "Its points; a level may also cost points.", required=True),
    ),
    _level,
)

ACTIVITY = Record(
    "activity rule",
    "Which activities count, and how their weight falls with age.",
    (
        Field("kinds", ListOf(ACTIVITY_KIND, fewest=1, or_one=True), "Kinds that count.", required=True),
        Field("within", Duration(), "Older ones do not count."),
        Field("at_most", Whole(1, 1000), "Only so many count, the heaviest."),
        Field("at_least", Whole(1, 1000), "Yes or no instead: so many activities give the points once."),
        Field("half_life", Duration(), "The weight halves in this time."),
        Field("linear", Number(0, 100), "The weight falls by this much in each 'per'."),
        Field("per", Duration(), "The time in which 'linear' falls."),
        Field("grace", Duration(), "For so long the weight stays 1."),
        Field("floor", Number(0, 1), "The weight never falls below this."),
        Field("topics", ListOf(Words(), or_one=True), "The topic must contain one of these."),
    ),
    _activity,
    needs=(("linear", "per"), ("per", "linear")),
    apart=(("half_life", "linear"), ("at_least", "at_most"), ("at_least", "half_life"), ("at_least", "linear")),
    checks=(_check_decay,),
)

INACTIVE = Record(
    "silence rule",
    "Holds when nothing has happened for a time.",
    (
        Field("for", Duration(), "For how long.", required=True),
        Field("kinds", ListOf(ACTIVITY_KIND, fewest=1, or_one=True), "Kinds that end it; else all that leads do."),
    ),
    _inactive,
)

CRITERION = Record(
    "criterion",
    "One row of the matrix.",
    (
        Field("id", Identifier(), "Its name in the ledger and in JSON.", required=True),
        Field(
            "kind", KINDS, "explicit (stated), implicit (behaviour) or negative (counted below zero).", required=True
        ),
        Field("label", Label(), "What people see.", required=True),
        Field("group", GROUP, "The group under which it stands."),
        Field("axis", AXIS, "The axis it counts on; its group's, else by its kind, if left out."),
        Field("levels", ListOf(LEVEL, fewest=1), "From an attribute, by level."),
        Field("when", ConditionShape(), "From an attribute or an answer: points if it holds."),
        Field("activity", ACTIVITY, "From what the lead does."),
        Field("inactive", INACTIVE, "From silence."),
        Field("points", Tenths(), "Points (times the weights of activities); at most one decimal."),
        Field("max", Tenths(), "The most that it gives."),
        Field("min", Tenths(), "The least that it gives."),
        Field("enabled", YesNo(), "false switches it off."),
        Field("why", Label(), "Why it counts, for people."),
    ),
    _criterion,
    exactly_one=_RULE_OF,
    checks=(_check_points, _check_sign, _check_axis, _check_limits, _warn_of_protected),
)
