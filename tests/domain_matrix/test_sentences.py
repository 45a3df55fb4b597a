"""Conditions read as sentences, and change where somebody clicks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadqual_gui.domain.conditions import All, Condition, Not, Operator, Test
from leadqual_gui.domain.conditions import Any as Either
from leadqual_gui.domain.conditions import tests_of as comparisons_of
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.matrix import ActivityRule, Criterion, InactiveRule
from leadqual_gui.domain.sentences import (
    Phrase,
    joined,
    part_at,
    phrase_of,
    phrase_of_activity,
    phrase_of_inactive,
    with_part,
    without_part,
)
from tests.builders import a_criterion, a_level, at_least, is_, some_rules
from tests.domain.strategies import activity_rules, conditions
from tests.domain_matrix.plain_sentences import sentences

SIZE = Test("employees", Operator.BETWEEN, (50.0, 250.0))
BOTH = All((SIZE, Either((is_("industry", "Food"), Not(is_("country", "Norway"))))))


@pytest.mark.parametrize(
    ("criterion", "sentence"),
    [
        (a_criterion("size", 5, when=SIZE), "Employees is between 50 and 250"),
        (a_criterion("budget", 5, when=at_least("answer.bant.budget", 2)), "Budget is at least 2"),
        (
            a_criterion("new", 5, when=Test("created_at", Operator.WITHIN, 30.0)),
            "Created at was within the last 1 month",
        ),
        (
            a_criterion("free", 5, when=Test("email_kind", Operator.IN, ("free", "disposable"))),
            "Email kind is free or disposable",
        ),
        (a_criterion("known", 5, when=Test("company", Operator.KNOWN, False)), "Company is not known"),
        (
            a_criterion("both", 5, when=BOTH),
            "Employees is between 50 and 250 and (industry is Food or not (country is Norway))",
        ),
        (
            a_criterion(
                "webinar", 5, activity=ActivityRule(("webinar_attended",), 180.0, 3, half_life=60.0, floor=0.2)
            ),
            "Attended a webinar, in the last 6 months, counted at most 3 times, half its weight after 2 months,"
            " never below 20%",
        ),
        (a_criterion("silent", -5, inactive=InactiveRule(30.0)), "Silent for 1 month"),
        (a_criterion("all", 5, when=All(())), "Always"),
    ],
    ids=lambda value: value.id if isinstance(value, Criterion) else "",
)
def test_a_criterion_reads_as_a_sentence(criterion: Criterion, sentence: str) -> None:
    assert sentences(criterion, some_rules()) == (sentence,)


def test_each_level_has_a_sentence() -> None:
    steps = a_criterion("size", levels=(a_level(9, at_least("employees", 100)), a_level(4, at_least("employees", 10))))
    assert sentences(steps, some_rules()) == ("Employees is at least 100", "Employees is at least 10")


def test_values_know_what_they_are_and_where_they_stand() -> None:
    phrase = phrase_of(BOTH, {"employees": FactType.NUMBER, "industry": FactType.TEXT})
    size, either = phrase.parts
    assert [(v.kind, v.value, v.index) for v in size.values] == [("number", 50.0, 0), ("number", 250.0, 1)]
    assert (either.kind, either.parts[1].parts[0].path) == ("any", (1, 1, 0))
    assert part_at(BOTH, either.parts[1].parts[0].path) == is_("country", "Norway")


def test_a_part_can_be_added_and_taken_away() -> None:
    more = joined(BOTH, (), is_("verified", True))
    assert without_part(more, (2,)) == BOTH
    assert without_part(BOTH, (0,)) == BOTH.parts[1]
    assert without_part(BOTH, (1, 1, 0)) == All((SIZE, is_("industry", "Food")))
    assert without_part(SIZE, ()) is None
    assert joined(SIZE, (), is_("verified", True), Either) == Either((SIZE, is_("verified", True)))


def test_a_rule_on_activities_tells_what_is_given_and_no_more() -> None:
    phrase = phrase_of_activity(ActivityRule(("demo_requested", "quote"), within=90.0, at_most=2))
    assert {(v.key, v.kind, v.value) for v in phrase.values} == {
        ("kinds", "activity", "demo_requested"),
        ("kinds", "activity", "quote"),
        ("within", "days", 90.0),
        ("at_most", "count", 2.0),
    }
    assert [v.value for v in phrase_of_inactive(InactiveRule(30.0, ("call",))).of("kinds")] == ["call"]


def _tests(phrase: Phrase) -> list[Phrase]:
    return [phrase] if phrase.kind == "test" else [test for part in phrase.parts for test in _tests(part)]


@given(conditions)
def test_every_comparison_is_found_where_its_phrase_says(condition: Condition) -> None:
    found = _tests(phrase_of(condition))
    assert tuple(part_at(condition, phrase.path) for phrase in found) == comparisons_of(condition)
    for phrase in found:
        assert with_part(condition, phrase.path, part_at(condition, phrase.path)) == condition


@given(conditions, activity_rules(), st.integers(1, 800))
def test_everything_can_be_said(condition: Condition, rule: ActivityRule, silence: int) -> None:
    rules = some_rules()
    for criterion in (
        a_criterion("a", 1, when=condition),
        a_criterion("b", 1, activity=rule),
        a_criterion("c", 1, inactive=silence),
    ):
        (sentence,) = sentences(criterion, rules)
        assert sentence[0] == sentence[0].upper()
        assert "{" not in sentence
