"""Generated edits of a matrix, of every kind there is, and what of a text belongs to which item."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st

from leadqual_gui.adapters.rules_yaml import nodes
from leadqual_gui.adapters.rules_yaml.problems import Problems
from leadqual_gui.adapters.rules_yaml.render import render_block
from leadqual_gui.adapters.rules_yaml.source import Source
from leadqual_gui.adapters.rules_yaml.strict import parse_source
from leadqual_gui.adapters.rules_yaml.world import World
from leadqual_gui.adapters.rules_yaml.writer import matrix_data
from leadqual_gui.domain import matrix_edits as e
from leadqual_gui.domain.conditions import All, Condition, Not, Operator, Test
from leadqual_gui.domain.conditions import Any as AnyOf
from leadqual_gui.domain.matrix import (
    ActivityRule,
    Criterion,
    Grades,
    Group,
    InactiveRule,
    Level,
    Matrix,
    Scenario,
    ScenarioActivity,
)
from leadqual_gui.domain.matrix_editing import EditError, apply
from leadqual_gui.domain.text import Text
from tests.rules.matrix_file import read_matrix

texts = st.sampled_from(
    [
        "Large",
        "50 to 250",
        "NO",
        "a: b",
        "# not a comment",
        "- dash",
        "it's",
        'say "yes"',
        "Größe",
        "12",
        "[x]",
        "x" * 90,
    ]
)
labels = st.one_of(texts.map(Text), texts.map(lambda one: Text(one, {"en": one, "de": f"{one}!"})))
points = st.integers(-30, 30).map(lambda whole: whole * 10) | st.sampled_from([5, 25, -5, 333])
simple: st.SearchStrategy[Condition] = st.sampled_from(
    [
        Test("country", Operator.IS, "NO"),
        Test("employees", Operator.AT_LEAST, 50.0),
        Test("employees", Operator.BETWEEN, (10.0, 49.5)),
        Test("tags", Operator.CONTAINS, ("fair", "a, b")),
        Test("verified", Operator.IS, True),
        Test("industry", Operator.IN, ("food", "on", "12")),
        Test("email", Operator.UNKNOWN, True),
    ]
)
conditions = simple | st.builds(
    lambda one, other, wrap: wrap((one, other)) if wrap is not Not else Not(one),
    simple,
    simple,
    st.sampled_from([All, AnyOf, Not]),
)


def activity_rules(kinds: tuple[str, ...]) -> st.SearchStrategy[ActivityRule]:
    """Rules over these kinds of activity."""
    return st.builds(
        ActivityRule,
        kinds=st.lists(st.sampled_from(kinds), min_size=1, max_size=3, unique=True).map(tuple),
        within=st.sampled_from([None, 30.0, 180.0]),
        at_most=st.sampled_from([None, 1, 3]),
        half_life=st.sampled_from([None, 7.0, 60.0]),
        topics=st.sampled_from([(), ("prices",), ("a: b", "#c")]),
    )


def levels() -> st.SearchStrategy[Level]:
    """Any level."""
    return st.builds(Level, labels, conditions, points)


NEW_GROUPS = st.builds(
    Group,
    st.sampled_from(["company", "checks", "content", "fresh"]),
    labels,
    st.sampled_from(["", "fit", "engagement"]),
    st.sampled_from([None, 200, 355]),
    st.sampled_from([None, -200]),
)


def new_criteria(taken: str, groups: st.SearchStrategy[str], kinds: tuple[str, ...]) -> st.SearchStrategy[Criterion]:
    """Criteria of every form, perhaps with an id that is taken."""
    forms: st.SearchStrategy[dict[str, Any]] = st.one_of(
        conditions.map(lambda when: {"when": when}),
        st.lists(levels(), min_size=1, max_size=3).map(lambda some: {"levels": tuple(some)}),
        activity_rules(kinds).map(lambda rule: {"activity": rule}),
        st.sampled_from([30.0, 90.0]).map(lambda days: {"inactive": InactiveRule(days)}),
    )
    return st.builds(
        lambda name, label, group, form, tenths, why: Criterion(
            name, "implicit", label, group, tenths=0 if form.get("levels") else tenths, why=why, **form
        ),
        st.sampled_from(["fresh", "fresh_2", "extra", taken]),
        labels,
        groups,
        forms,
        points,
        st.just(Text("")) | labels,
    )


def new_scenarios(tiers: st.SearchStrategy[str], kinds: tuple[str, ...]) -> st.SearchStrategy[Scenario]:
    """Examples, with and without facts and activities."""
    happened = st.builds(ScenarioActivity, st.sampled_from(kinds), st.sampled_from([1.0, 2.5]))
    facts = st.sampled_from([{}, {"employees": 120.0}, {"country": "NO", "verified": True}])
    return st.builds(Scenario, labels, tiers, facts, activities=st.lists(happened, max_size=2).map(tuple))


KINDS_OF_EDITS = sorted(e.MatrixEdit.__args__, key=lambda kind: kind.__name__)


@st.composite
def edits(draw: st.DrawFn, matrix: Matrix, kinds: tuple[str, ...]) -> e.MatrixEdit:
    """Any edit, of something that is there or nearly."""
    row = draw(st.sampled_from(matrix.criteria))
    level = draw(st.integers(0, len(row.levels) - 1)) if row.levels else None
    place = st.integers(0, 9)
    groups = st.sampled_from(["", *(group.id for group in matrix.groups)])
    tiers = st.sampled_from([tier.id for tier in matrix.tiers])
    name = st.just(row.id)
    choices: dict[type, Callable[[], st.SearchStrategy[Any]]] = {
        e.SetPoints: lambda: st.builds(e.SetPoints, name, points, st.just(level)),
        e.SetEnabled: lambda: st.builds(e.SetEnabled, name, st.booleans()),
        e.SetLabel: lambda: st.builds(e.SetLabel, name, labels, st.sampled_from([None, level])),
        e.SetCondition: lambda: st.builds(e.SetCondition, name, conditions, st.just(level)),
        e.SetActivityRule: lambda: st.builds(e.SetActivityRule, name, activity_rules(kinds)),
        e.SetInactive: lambda: st.builds(e.SetInactive, name, st.builds(InactiveRule, st.sampled_from([14.0, 60.0]))),
        e.SetCap: lambda: st.builds(e.SetCap, name, st.sampled_from([None, 100, 125]), st.sampled_from([None, -100])),
        e.SetAxis: lambda: st.builds(e.SetAxis, name, st.sampled_from(["", "fit", "engagement"])),
        e.AddCriterion: lambda: st.builds(e.AddCriterion, new_criteria(row.id, groups, kinds), st.none() | place),
        e.ReplaceCriterion: lambda: st.builds(e.ReplaceCriterion, name, new_criteria(row.id, groups, kinds)),
        e.RemoveCriterion: lambda: st.builds(e.RemoveCriterion, name),
        e.MoveCriterion: lambda: st.builds(e.MoveCriterion, name, place, st.none() | groups),
        e.AddLevel: lambda: st.builds(e.AddLevel, name, place, levels()),
        e.RemoveLevel: lambda: st.builds(e.RemoveLevel, name, st.just(level or 0)),
        e.MoveLevel: lambda: st.builds(e.MoveLevel, name, st.just(level or 0), place),
        e.PutGroup: lambda: st.builds(e.PutGroup, NEW_GROUPS),
        e.RemoveGroup: lambda: st.builds(e.RemoveGroup, groups),
        e.SetTierEdge: lambda: st.builds(e.SetTierEdge, tiers, st.integers(1, 99)),
        e.SetGrades: lambda: st.builds(
            lambda a, one: e.SetGrades(Grades((("A", a), ("B", 0)), (("1", one), ("2", 0)))),
            st.integers(1, 500),
            st.integers(1, 500),
        ),
        e.SetName: lambda: st.builds(e.SetName, labels),
        e.AddScenario: lambda: st.builds(e.AddScenario, new_scenarios(tiers, kinds), st.none() | place),
        e.ReplaceScenario: lambda: st.builds(e.ReplaceScenario, st.integers(0, 2), new_scenarios(tiers, kinds)),
        e.RemoveScenario: lambda: st.builds(e.RemoveScenario, st.integers(0, 2)),
    }
    assert set(choices) == set(e.MatrixEdit.__args__), "an edit of a new kind needs a line here"
    return draw(choices[draw(st.sampled_from(KINDS_OF_EDITS))]())


def after_some(draw: Any, matrix: Matrix, kinds: tuple[str, ...], world: World, most: int) -> tuple[Matrix, int]:
    """The matrix after up to `most` edits that can be said in the grammar, and how many took place."""
    done = 0
    for _ in range(draw(st.integers(1, most))):
        try:
            changed = apply(matrix, draw(edits(matrix, kinds)))
        except EditError:
            continue
        if changed != matrix and can_be_said(changed, world):
            matrix, done = changed, done + 1
    return matrix, done


def can_be_said(matrix: Matrix, world: World) -> bool:
    """Whether the grammar has words for it (no negative criterion that gives points, no cap below its floor)."""
    return read_matrix(Source("matrix.yaml", render_block(matrix_data(matrix), 0) + "\n"), world) == matrix


Regions = Mapping[tuple[str, str], str]


def items_of(matrix: Matrix) -> dict[tuple[str, str], object]:
    """What a matrix holds, item by item."""
    found: dict[tuple[str, str], object] = {("name", ""): matrix.name}
    found |= {("tiers", tier.id): tier for tier in matrix.tiers}
    found |= {("grades", axis): getattr(matrix.grades, axis) for axis in ("fit", "engagement")}
    found |= {("groups", group.id): group for group in matrix.groups}
    found |= {("criteria", row.id): row for row in matrix.criteria}
    return found


_REMARK = re.compile(r",?[ \t]*(#[^\r\n]*)")


def regions_of(text: str) -> tuple[Regions, str]:
    """The exact text of each item (with a remark at the end of its line), and what stands between the items."""
    document = parse_source(Source("matrix.yaml", text), Problems("matrix.yaml"))
    assert document is not None
    assert isinstance(document.root, nodes.Mapping)
    spans: dict[tuple[str, str], tuple[int, int]] = {}
    for entry in document.root:
        part, value = entry.key.text, entry.value
        if part in ("tiers", "grades", "groups") and isinstance(value, nodes.Mapping):
            spans |= {(part, one.key.text): (one.key.place.index, _end(text, one.value)) for one in value}
        elif part in ("criteria", "scenarios") and isinstance(value, nodes.Sequence):
            for number, row in enumerate(value.items):
                name = row.get("id") if isinstance(row, nodes.Mapping) else None
                key = name.text if isinstance(name, nodes.Scalar) else str(number)
                spans[part, key] = (row.place.index, _end(text, row))
        else:
            spans[part, ""] = (entry.key.place.index, _end(text, value))
    found, between, at = {}, [], 0
    for key, (start, end) in sorted(spans.items(), key=lambda span: span[1]):
        between.append(text[at:start])
        remark = _REMARK.match(text, end)
        found[key] = text[start:end] + (remark[1] if remark and not document.root.flow else "")
        at = remark.end() if remark else end
    return found, "".join([*between, text[at:]])


def _end(text: str, node: nodes.Node) -> int:
    if isinstance(node, nodes.Scalar) or node.flow:
        return node.place.index + len(text[node.place.index : node.end].rstrip())
    children = [entry.value for entry in node] if isinstance(node, nodes.Mapping) else list(node.items)
    return _end(text, children[-1]) if children else node.end


def comments_of(text: str) -> list[str]:
    """All comments (and what looks like one at a glance)."""
    return re.findall(r"(?<!\S)#[^\r\n]*", text)
