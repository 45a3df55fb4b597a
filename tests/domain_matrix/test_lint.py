"""What is doubtful about a matrix is found before it judges anybody."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from leadqual_gui.adapters.rules_yaml.folder import load_rules
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.conditions import All, Condition, Operator, Test
from leadqual_gui.domain.conditions import Any as Either
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.lint import lint_draft
from leadqual_gui.domain.lint_structure import structural
from leadqual_gui.domain.lint_values import LintFinding, Severity
from leadqual_gui.domain.lint_words import WORDS, plain
from leadqual_gui.domain.matrix import ActivityRule, Criterion, Matrix, Scenario, Tier
from leadqual_gui.domain.matrix_editing import apply_all
from leadqual_gui.domain.rules import CustomField, Rules
from leadqual_gui.domain.text import Text
from leadqual_gui.domain.whatif import WhatIf
from tests.builders import (
    NOW,
    a_criterion,
    a_group,
    a_lead,
    a_level,
    a_matrix,
    a_record,
    an_activity,
    at_least,
    days_ago,
    is_,
    some_rules,
)

RULES = Path(__file__).resolve().parents[2] / "rules"
SHIPPED = [RULES, *sorted((RULES / "templates").iterdir())]


def found(*criteria: Criterion, **more: Any) -> dict[str, LintFinding]:
    """What is found about these criteria beside some that reach every tier, by code."""
    rest = a_criterion("rest", 100, when=is_("company", "Norbrook"))
    return {f.code: f for f in structural(some_rules(a_matrix(*criteria, rest, **more))) if f.place.name != "rest"}


def between(fact: str, low: float, high: float) -> Condition:
    return Test(fact, Operator.BETWEEN, (float(low), float(high)))


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_every_matrix_that_is_shipped_is_clean(folder: Path) -> None:
    rules = load_rules(folder, scenarios=False).rules
    assert rules is not None
    assert [plain(finding) for finding in structural(rules)] == []


def test_an_ordinary_matrix_is_clean() -> None:
    size = a_criterion("size", 10, when=at_least("employees", 50))
    assert list(structural(some_rules(a_matrix(size, tiers=(Tier("cold", 0),))))) == []


def test_a_level_in_the_shadow_of_another_is_found_and_can_be_taken_out() -> None:
    size = a_criterion(
        "size", levels=(a_level(5, at_least("employees", 10), "all"), a_level(9, between("employees", 50, 60), "some"))
    )
    matrix = a_matrix(size)
    finding = found(size)["level_shadowed"]
    assert (finding.place.name, finding.place.index, finding.params["first"]) == ("size", 1, 0)
    assert finding.fix is not None
    assert len(apply_all(matrix, finding.fix).criteria[0].levels) == 1


def test_steps_from_the_top_down_are_no_overlap() -> None:
    steps = tuple(a_level(p, at_least("answer.bant.need", n), str(n)) for p, n in ((10, 3), (6, 2), (2, 1)))
    assert found(a_criterion("need", levels=steps)) == {}


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ((10, 60), (50, 250), "levels_overlap"),
        ((10, 49), (50, 250), None),
        ((10, 50), (50, 250), None),
        ((10, 40), (50, 250), "levels_gap"),
    ],
)
def test_levels_that_overlap_or_leave_a_gap(first: tuple[int, int], second: tuple[int, int], code: str | None) -> None:
    levels = (a_level(6, between("employees", *first), "few"), a_level(9, between("employees", *second), "many"))
    assert list(found(a_criterion("size", levels=levels))) == ([code] if code else [])


def test_a_gap_around_nothing_is_meant_so() -> None:
    levels = (a_level(-5, is_("answer.bant.budget", 0.0), "none"), a_level(7, is_("answer.bant.budget", 2.0), "range"))
    assert found(a_criterion("budget", levels=levels)) == {}


@pytest.mark.parametrize(
    "when",
    [
        between("employees", 250, 50),
        Test("industry", Operator.IN, ()),
        All((is_("industry", "Food"), is_("industry", "Retail"))),
        All((at_least("employees", 50), Test("employees", Operator.AT_MOST, 10.0))),
        All((is_("industry", "Food"), Test("industry", Operator.UNKNOWN, True))),
        is_("email_kind", "private"),
        at_least("answer.bant.budget", 4),
        Test("unsubscribed", Operator.UNKNOWN, True),
        Either(()),
    ],
    ids=str,
)
def test_what_can_hold_for_nobody_is_an_error(when: Condition) -> None:
    finding = found(a_criterion("odd", 5, when=when))["never_matches"]
    assert finding.severity is Severity.ERROR
    assert finding.fix is not None


def test_what_may_hold_is_left_alone() -> None:
    several = All((at_least("employees", 50), Test("employees", Operator.AT_MOST, 90.0)))
    texts = All((Test("job_title", Operator.CONTAINS, ("head",)), Test("job_title", Operator.CONTAINS, ("sales",))))
    tags = All((is_("tags", "vip"), is_("tags", "fair")))
    for when in (several, texts, tags):
        assert found(a_criterion("fine", 5, when=when)) == {}


@pytest.mark.parametrize(
    "when",
    [
        All(()),
        Test("unsubscribed", Operator.KNOWN, True),
        Either((Test("industry", Operator.KNOWN, True), Test("industry", Operator.UNKNOWN, True))),
    ],
    ids=str,
)
def test_what_holds_for_everybody_ranks_nobody(when: Condition) -> None:
    assert list(found(a_criterion("all", 5, when=when))) == ["always_matches"]


def test_a_tier_that_nobody_can_reach_is_an_error() -> None:
    findings = structural(some_rules(a_matrix(a_criterion("size", 10, when=at_least("employees", 50)))))
    assert [(f.code, f.place.name, f.params["most"]) for f in findings] == [
        ("tier_unreachable", "warm", 10),
        ("tier_unreachable", "hot", 10),
    ]


def test_a_cap_of_nothing_silences_a_criterion() -> None:
    capped = a_criterion("size", 10, when=at_least("employees", 50), group="company")
    assert found(capped, groups=(a_group("company", 0),))["cap_silences"].params["by"] == "company"
    own = a_criterion("size", 10, when=at_least("employees", 50), maximum=0)
    assert found(own)["cap_silences"].params["by"] == "size"


def test_a_cap_below_the_points_of_one_criterion_is_found() -> None:
    one = a_criterion("size", 10, when=at_least("employees", 50), group="company")
    assert found(one, groups=(a_group("company", 6),))["cap_below_points"].params["name"] == "size"


def test_the_same_question_asked_twice_counts_twice_or_against_itself() -> None:
    first = a_criterion("size", 10, when=at_least("employees", 50))
    assert found(first, replace(first, id="again"))["duplicates"].params["other"] == "size"
    against = a_criterion("again", -5, when=at_least("employees", 50))
    assert found(first, against)["contradicts"].fix is None


def test_points_off_the_scale_are_a_remark_and_beyond_the_range_an_error() -> None:
    assert (
        found(a_criterion("size", 11, when=at_least("employees", 50)))["points_off_scale"].severity is Severity.REMARK
    )
    demo = a_criterion("demo", 15, activity="demo_requested")
    assert found(demo) == {}, "what shows intent may count more"
    assert (
        found(a_criterion("size", 101, when=at_least("employees", 50)))["points_off_range"].severity is Severity.ERROR
    )


def test_a_missing_label_is_made_from_the_id() -> None:
    finding = found(replace(a_criterion("company_size", 5, when=at_least("employees", 50)), label=Text("")))[
        "label_missing"
    ]
    assert finding.fix is not None
    assert str(finding.fix[0].label) == "Company size"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("key", "label", "attribute"),
    [
        ("age_group", "Group", "age"),
        ("f1", "Geschlecht", "gender"),
        ("estado_civil", "Estado", "marital status"),
        ("f2", "الديانة", "religion"),
        ("f3", "年龄", "age"),
        ("sprache", "Sprache", None),
        ("stage", "Job stage", None),
    ],
)
def test_scoring_on_a_protected_attribute_never_goes_unnoticed(key: str, label: str, attribute: str | None) -> None:
    row = a_criterion("person", 5, when=Test(f"custom.{key}", Operator.KNOWN, True), label="Person")
    rules = some_rules(a_matrix(row, tiers=(Tier("cold", 0),)), fields=(CustomField(key, Text(label), FactType.TEXT),))
    assert [f.params["attribute"] for f in structural(rules)] == ([attribute] if attribute else [])
    off = replace(rules, matrix=a_matrix(replace(row, enabled=False), tiers=(Tier("cold", 0),)))
    assert list(structural(off)) == []


def test_a_kind_of_activity_that_nobody_named_is_found() -> None:
    assert found(a_criterion("odd", 5, activity="danced"))["never_matches"].params["name"] == "danced"
    both = a_criterion("odd", 5, activity=ActivityRule(("danced", "demo_requested"), at_most=1))
    assert found(both)["no_such_kind"].severity is Severity.WARNING


def test_a_scenario_that_expects_no_tier_is_found() -> None:
    assert found(scenarios=(Scenario(Text("Odd"), "boiling"),))["scenario_without_tier"].place.index == 0


def test_every_finding_can_be_said() -> None:
    odd = a_criterion("odd", 5, when=Either(()))
    assert plain(found(odd)["never_matches"]).startswith("odd: can hold for nobody")
    assert all(words for words in WORDS.values())


# --- with leads ---
def some_leads(count: int = 100) -> Columns:
    """Leads numbered from 1: large ones are in logistics too; all are in Germany; every third asked for a demo."""
    records = []
    for n in range(1, count + 1):
        large = n % 4 == 0
        lead = a_lead(
            n, employees=100.0 if large else 5.0, industry="Logistics" if large else "Food", country="Germany"
        )
        did = (an_activity("demo_requested", 3, n),) if n % 3 == 0 else ()
        records.append(a_record(replace(lead, created_at=days_ago(10)), *did))
    return Columns.of(records)


def with_leads(*criteria: Criterion, **more: Any) -> dict[str, LintFinding]:
    matrix: Matrix = a_matrix(*criteria, tiers=(Tier("cold", 0),), **more)
    rules: Rules = some_rules(matrix)
    return {f.code: f for f in lint_draft(WhatIf(some_leads(), rules, NOW), matrix)}


def test_a_criterion_that_holds_for_nearly_all_leads_ranks_nobody() -> None:
    assert (
        with_leads(a_criterion("country", 5, when=is_("country", "Germany")))["always_matches"].params["share"] == 1.0
    )


def test_a_criterion_that_holds_for_no_lead_is_told_with_how_many_are_unknown() -> None:
    finding = with_leads(a_criterion("rich", 5, when=at_least("annual_revenue", 1e6)))["reaches_nobody"]
    assert (finding.params["leads"], finding.params["unknown"]) == (100, 1.0)


def test_criteria_that_hold_for_the_same_leads_count_twice() -> None:
    size, industry = (
        a_criterion("size", 5, when=at_least("employees", 50)),
        a_criterion("branch", 5, when=is_("industry", "Logistics")),
    )
    assert with_leads(size, industry) == {}, "25 leads tell nothing"
    small, food = (
        a_criterion("small", 5, when=Test("employees", Operator.AT_MOST, 9.0)),
        a_criterion("food", 5, when=is_("industry", "Food")),
    )
    assert with_leads(small, food)["duplicates"].params["leads"] == 75
    assert (
        with_leads(small, replace(food, tenths=-50, kind="negative", axis="fit"))["contradicts"].params["other"]
        == "small"
    )


def test_a_criterion_behind_a_full_group_never_counts() -> None:
    food = a_criterion("food", 10, when=is_("industry", "Food"), group="company")
    small = a_criterion("small", 4, when=Test("employees", Operator.AT_MOST, 9.0), group="company")
    found = with_leads(food, small, groups=(a_group("company", 10),))
    assert (found["cap_silences"].place.name, found["cap_silences"].params["by"]) == ("small", "company")
