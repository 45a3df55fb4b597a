"""Two versions side by side; edits by name; a lead made into a scenario."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadqual_gui.domain.matrix import Grades, Group, Level, Scenario
from leadqual_gui.domain.matrix_diff import matrix_diff
from leadqual_gui.domain.matrix_editing import EditError, apply, free_id
from leadqual_gui.domain.matrix_edits import (
    AddCriterion,
    AddLevel,
    AddScenario,
    MatrixEdit,
    MoveCriterion,
    MoveLevel,
    PutGroup,
    RemoveCriterion,
    RemoveGroup,
    RemoveLevel,
    RemoveScenario,
    ReplaceCriterion,
    ReplaceScenario,
    SetActivityRule,
    SetAxis,
    SetCap,
    SetCondition,
    SetEnabled,
    SetGrades,
    SetInactive,
    SetLabel,
    SetName,
    SetPoints,
    SetTierEdge,
)
from leadqual_gui.domain.scenario_of import scenario_of
from leadqual_gui.domain.scenarios import check_scenario
from leadqual_gui.domain.scoring import score_one
from leadqual_gui.domain.text import Text
from tests.builders import (
    NOW,
    a_criterion,
    a_group,
    a_lead,
    a_level,
    a_matrix,
    a_record,
    a_stakeholder,
    an_activity,
    an_answer,
    at_least,
    days_ago,
    is_,
    some_rules,
)
from tests.domain.strategies import worlds
from tests.domain_matrix.edits import edited

MATRIX = a_matrix(groups=(a_group("company", 40),))


def rows(*edits: MatrixEdit) -> list[tuple[str, str, str, object, object]]:
    matrix = MATRIX
    for edit in edits:
        matrix = apply(matrix, edit)
    return [(r.what, r.where, r.property, r.before, r.after) for r in matrix_diff(MATRIX, matrix)]


@pytest.mark.parametrize(
    ("edit", "row"),
    [
        (SetPoints("industry", 250), ("criterion", "industry", "tenths", 200, 250)),
        (SetPoints("size", 90, 0), ("level", "size", "tenths", 100, 90)),
        (SetEnabled("demo", False), ("criterion", "demo", "enabled", True, False)),
        (SetTierEdge("hot", 75), ("tier", "hot", "lower_edge", 70, 75)),
        (PutGroup(a_group("company", 50)), ("group", "company", "maximum", 400, 500)),
        (
            MoveCriterion("demo", 0),
            (
                "criterion",
                "",
                "order",
                ("industry", "size", "budget", "webinar", "demo", "silent"),
                ("demo", "industry", "size", "budget", "webinar", "silent"),
            ),
        ),
        (SetName(Text("Ours")), ("matrix", "", "name", Text("Examples"), Text("Ours"))),
        (SetCap("webinar", 200, None), ("criterion", "webinar", "maximum", None, 200)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_edit_is_one_row_of_the_table(edit: MatrixEdit, row: tuple[object, ...]) -> None:
    assert rows(edit) == [row]


def test_what_comes_and_goes_is_told_as_a_whole() -> None:
    new = a_criterion("new", 3, when=is_("city", "Porto"))
    assert rows(AddCriterion(new), RemoveCriterion("demo")) == [
        ("criterion", "demo", "", next(c for c in MATRIX.criteria if c.id == "demo"), None),
        ("criterion", "new", "", None, new),
    ]
    level = a_level(4, at_least("employees", 10), "some")
    assert rows(AddLevel("size", 1, level)) == [("level", "size", "", None, level)]
    assert rows(AddScenario(Scenario(Text("One"), "hot")))[0][:3] == ("scenario", "One", "")


@given(st.data())
@settings(max_examples=60)
def test_two_matrices_are_the_same_if_and_only_if_no_row_tells_otherwise(data: st.DataObject) -> None:
    judged, _, _ = data.draw(worlds(most=1))
    matrix = judged.matrix
    for _ in range(3):
        matrix = edited(data.draw, matrix)
    assert (matrix_diff(judged.matrix, matrix) == ()) == (judged.matrix == matrix)


# --- edits ---
def test_edits_give_a_new_matrix_and_leave_the_old_one() -> None:
    level = Level(Text("new"), at_least("employees", 10), 30)
    matrix = apply(apply(MATRIX, AddLevel("size", 5, level)), MoveLevel("size", 1, 0))
    assert [lv.tenths for lv in matrix.criteria[1].levels] == [30, 100]
    assert len(MATRIX.criteria[1].levels) == 1
    matrix = apply(matrix, RemoveLevel("size", 0))
    assert matrix.criteria == MATRIX.criteria
    grades = Grades((("A", 100), ("B", 0)), (("1", 50), ("2", 0)))
    assert apply(MATRIX, SetGrades(grades)).grades == grades
    assert apply(MATRIX, SetLabel("size", Text("Staff"), 0)).criteria[1].levels[0].label == Text("Staff")
    assert apply(MATRIX, SetAxis("silent", "fit")).criteria[-1].axis == "fit"
    assert free_id(MATRIX, "size") == "size_2"


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (SetPoints("size", 10), "points_are_in_levels"),
        (SetPoints("nothing", 10), "no_such_criterion"),
        (SetPoints("size", 10, 7), "no_such_level"),
        (SetCondition("demo", is_("city", "Porto")), "criterion_of_another_form"),
        (SetActivityRule("size", MATRIX.criteria[4].activity), "criterion_of_another_form"),  # type: ignore[arg-type]
        (SetInactive("size", MATRIX.criteria[5].inactive), "criterion_of_another_form"),  # type: ignore[arg-type]
        (AddCriterion(MATRIX.criteria[0]), "id_is_taken"),
        (ReplaceCriterion("size", MATRIX.criteria[0]), "id_is_taken"),
        (RemoveLevel("size", 0), "last_level"),
        (MoveCriterion("size", 0, "nowhere"), "no_such_group"),
        (RemoveGroup("nowhere"), "no_such_group"),
        (SetTierEdge("cold", 5), "lowest_tier_is_fixed"),
        (SetTierEdge("warm", 70), "edge_passes_its_neighbour"),
        (SetTierEdge("hot", 101), "edge_passes_its_neighbour"),
        (SetTierEdge("boiling", 80), "no_such_tier"),
        (RemoveScenario(0), "no_such_item"),
        (ReplaceScenario(3, Scenario(Text("x"), "hot")), "no_such_item"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_an_edit_that_makes_no_sense_is_refused_with_its_reason(edit: MatrixEdit, code: str) -> None:
    with pytest.raises(EditError) as refusal:
        apply(MATRIX, edit)
    assert refusal.value.code == code


def test_a_group_in_use_is_not_taken_out() -> None:
    used = apply(MATRIX, MoveCriterion("size", 0, "company"))
    with pytest.raises(EditError, match="group_is_in_use"):
        apply(used, RemoveGroup("company"))
    assert apply(apply(used, MoveCriterion("size", 1, "")), RemoveGroup("company")).groups == ()
    assert apply(MATRIX, PutGroup(Group("new", Text("New")))).groups[-1].id == "new"


# --- a scenario of a lead ---
def test_a_scenario_of_a_lead_fares_as_the_lead_does_and_names_nobody() -> None:
    lead = a_lead(7, industry="Logistics", employees=80.0, company="Norbrook", created_at=days_ago(40.4))
    record = a_record(
        lead,
        an_activity("demo_requested", 3.2, 7),
        an_activity("webinar_attended", 60.1, 7),
        an_activity("webinar_attended", 60.2, 7),
        an_activity("note", 1, 7),
        an_answer("bant.budget", 3, 7),
        a_stakeholder("champion", lead_id=7),
    )
    rules = some_rules()
    made = scenario_of(record, rules, NOW)
    card = check_scenario(made, rules)[1]
    assert (card.exact, made.expect) == (score_one(record, rules, NOW).exact, card.tier)
    assert dict(made.facts) == {"industry": "Logistics", "employees": 80.0}
    assert dict(made.answers) == {"bant.budget": 3}
    assert next((a.kind, a.days_ago, a.count) for a in made.activities) == ("demo_requested", 3, 1)
    assert "Carvalho" not in repr(made)
    assert (str(made.name), made.stakeholders) == ("Norbrook", MappingProxyType({}))


@given(worlds(most=1))
def test_any_lead_made_a_scenario_keeps_its_score(world) -> None:  # type: ignore[no-untyped-def]
    rules, (record,), as_of = world
    record = replace(record, adjustments=())
    if record.lead.created_at is None or record.lead.created_at > as_of or record.lead.verified_at is not None:
        return
    if any(
        "before" in str(c) or "after" in str(c) or "closed_at" in str(c) or "renewal" in str(c)
        for c in rules.matrix.criteria
    ):
        return
    whole = as_of.replace(microsecond=0)
    made = scenario_of(record, rules, whole)
    assert abs(check_scenario(made, rules)[1].exact - score_one(record, rules, whole).exact) <= 1
