"""What the matrix editor does to the text of matrix.yaml: what was meant, and nothing else."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadqual_gui.adapters.rules_yaml.render import render_block
from leadqual_gui.adapters.rules_yaml.source import Source
from leadqual_gui.adapters.rules_yaml.world import World
from leadqual_gui.adapters.rules_yaml.writer import matrix_data
from leadqual_gui.domain.conditions import Operator, Test
from leadqual_gui.domain.matrix import Criterion, InactiveRule, Level, Matrix, Scenario
from leadqual_gui.domain.matrix_editing import apply
from leadqual_gui.domain.matrix_edits import (
    AddCriterion,
    AddLevel,
    AddScenario,
    MatrixEdit,
    MoveCriterion,
    MoveLevel,
    RemoveCriterion,
    RemoveLevel,
    RemoveScenario,
    SetCap,
    SetCondition,
    SetEnabled,
    SetInactive,
    SetLabel,
    SetPoints,
    SetTierEdge,
)
from leadqual_gui.domain.text import Text
from tests.rules.builders import MATRIX, SHIPPED, world_of
from tests.rules.matrix_file import read_matrix, rewrite_matrix
from tests.rules.strategies import WORLD, matrices
from tests.rules.test_edit import changed_lines

COMMENTED = MATRIX.replace("  - id: webinar\n", "  # Webinars work for us.\n  - id: webinar   # since 2024\n").replace(
    "  - id: silent\n", "\n  # ---- Negative ----\n  - id: silent\n"
)
LARGE = Test("employees", Operator.AT_LEAST, 500.0)


def as_text(matrix: Matrix) -> Source:
    return Source("matrix.yaml", render_block(matrix_data(matrix), 0) + "\n")


def edited(edit: MatrixEdit, text: str = COMMENTED, world: World | None = None) -> tuple[list[str], list[str]]:
    """The lines that an edit takes out and puts in; reading them again gives what the edit means."""
    source = Source("matrix.yaml", text, world)
    before = read_matrix(source, world)
    assert before is not None
    after = rewrite_matrix(source, before, apply(before, edit), world)
    assert read_matrix(after, world) == apply(before, edit)
    return changed_lines(source, after)


@given(matrices())
def test_a_matrix_written_and_read_again_is_the_same(matrix):
    assert read_matrix(as_text(matrix), WORLD) == matrix


@given(matrices(), matrices())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_any_matrix_can_become_any_other(before, after):
    assert read_matrix(rewrite_matrix(as_text(before), before, after, WORLD), WORLD) == after


@given(matrices(), st.data())
def test_a_matrix_in_another_order_keeps_every_row_as_it_is(matrix, data):
    source = as_text(matrix)
    order = data.draw(st.permutations(matrix.criteria))
    moved = Matrix(**{name: getattr(matrix, name) for name in matrix.__slots__} | {"criteria": tuple(order)})
    after = rewrite_matrix(source, matrix, moved, WORLD)
    assert sorted(after.text.splitlines()) == sorted(source.text.splitlines())


@pytest.mark.parametrize(
    ("edit", "gone", "come"),
    [
        (SetPoints("webinar", 75), ["    points: 5"], ["    points: 7.5"]),
        (
            SetPoints("company_size", 50, level=1),
            ["      - {label: more, when: {employees: {at_least: 251}}, points: 4}"],
            ["      - {label: more, when: {employees: {at_least: 251}}, points: 5}"],
        ),
        (SetEnabled("webinar", False), [], ["    enabled: false"]),
        (SetLabel("webinar", Text("Webinar")), ["    label: Attended a webinar"], ["    label: Webinar"]),
        (
            SetLabel("silent", Text("Ruhe", {"de": "Ruhe"})),
            ["    label: Silent for a month"],
            ["    label: {de: Ruhe}"],
        ),
        (
            SetCondition("company_size", LARGE, level=1),
            ["      - {label: more, when: {employees: {at_least: 251}}, points: 4}"],
            ["      - {label: more, when: {employees: {at_least: 500}}, points: 4}"],
        ),
        (SetInactive("silent", InactiveRule(60.0)), ["    inactive: {for: 30d}"], ["    inactive: {for: 60d}"]),
        (SetCap("webinar", 100, None), [], ["    max: 10"]),
        (
            SetTierEdge("hot", 75),
            ["tiers: {cold: 0, warm: 40, hot: 70}"],
            ["tiers: {cold: 0, warm: 40, hot: 75}"],
        ),
        (
            AddLevel("company_size", 0, Level(Text("huge"), LARGE, 20)),
            [],
            ["      - {label: huge, when: {employees: {at_least: 500}}, points: 2}"],
        ),
        (
            RemoveLevel("company_size", 1),
            ["      - {label: more, when: {employees: {at_least: 251}}, points: 4}"],
            [],
        ),
        (
            MoveLevel("company_size", 0, 1),
            ["      - {label: more, when: {employees: {at_least: 251}}, points: 4}"],
            ["      - {label: more, when: {employees: {at_least: 251}}, points: 4}"],
        ),
        (
            AddScenario(Scenario(Text("Busy baker"), "cold", {"employees": 12.0})),
            [],
            ["scenarios:", "  - name: Busy baker", "    facts: {employees: 12}", "    expect: cold"],
        ),
        (
            AddCriterion(Criterion("new", "explicit", Text("New"), when=LARGE, tenths=30), 1),
            [],
            [
                "  - id: new",
                "    kind: explicit",
                "    label: New",
                "    when:",
                "      employees: {at_least: 500}",
                "    points: 3",
            ],
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_edit_changes_its_own_lines_only(edit, gone, come):
    assert edited(edit) == (gone, come)


def test_a_moved_criterion_takes_its_comments_along_and_leaves_headings():
    source = Source("matrix.yaml", COMMENTED)
    before = read_matrix(source)
    assert before is not None
    after = rewrite_matrix(source, before, apply(before, MoveCriterion("webinar", 0)))
    assert "criteria:\n  # Webinars work for us.\n  - id: webinar   # since 2024\n" in after.text
    assert "\n  # ---- Negative ----\n  - id: silent\n" in after.text
    assert sorted(after.text) == sorted(source.text)


def test_a_removed_criterion_leaves_the_others_as_they_are():
    gone, come = edited(RemoveCriterion("silent"))
    assert (len(gone), come) == (7, [])


SHIPPED_MATRICES = sorted(SHIPPED.rglob("matrix.yaml"))


@pytest.mark.parametrize("path", SHIPPED_MATRICES, ids=lambda path: path.parent.name)
def test_every_row_of_the_shipped_rules_can_be_edited(path):
    """Points, switch and removal of each criterion: one line, one line, its own lines; never anything else."""
    text = path.read_text(encoding="utf-8")
    world = world_of(path.parent)
    matrix = read_matrix(Source("matrix.yaml", text), world)
    assert matrix is not None
    for criterion in matrix.criteria[:: max(len(matrix.criteria) // 8, 1)]:
        level = 0 if criterion.levels else None
        points = -333 if criterion.kind == "negative" else 333
        gone, come = edited(SetPoints(criterion.id, points, level), text, world)
        assert len(gone) == len(come) == 1
        gone, come = edited(SetEnabled(criterion.id, not criterion.enabled), text, world)
        assert max(len(gone), len(come)) == 1
        assert edited(RemoveCriterion(criterion.id), text, world)[1] == []
    if matrix.scenarios:
        assert edited(RemoveScenario(0), text, world)[1] in ([], ["scenarios: []"])
