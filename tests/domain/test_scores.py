"""How single leads earn their scores: ledger, range, gaps, evidence, and what lies ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given

from leadqual_gui.domain.activities import Activity
from leadqual_gui.domain.answers import AnswerState
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.conditions import Operator, Test
from leadqual_gui.domain.framework import AnswerLevel
from leadqual_gui.domain.ledger import LineKind, ScoreCard
from leadqual_gui.domain.matrix import ActivityRule, Criterion, InactiveRule, Scenario, ScenarioActivity
from leadqual_gui.domain.profiles import Disqualifier, Profiles
from leadqual_gui.domain.records import LeadRecord
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.scenarios import check_scenario
from leadqual_gui.domain.scoring import score_many, score_one
from leadqual_gui.domain.text import Text
from leadqual_gui.domain.truth import FALSE, TRUE, UNKNOWN
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
    an_adjustment,
    an_answer,
    at_least,
    bant,
    days_ago,
    is_,
    some_rules,
)
from tests.domain.asking import judged
from tests.domain.strategies import worlds


def points(card: ScoreCard) -> list[tuple[str, str, float]]:
    return [(line.criterion, line.kind.value, line.tenths / 10) for line in card.lines]


def test_an_unknown_budget_widens_the_range_and_costs_nothing() -> None:
    matrix = a_matrix(a_criterion("size", 50, when=at_least("employees", 10)), _budget(8))
    card = score_one(a_record(a_lead(employees=50.0)), matrix, NOW)
    assert (card.shown, card.least, card.greatest) == (50, 500, 580)


def test_a_refused_answer_scores_as_unknown() -> None:
    told = an_answer("bant.budget", None, state=AnswerState.REFUSED)
    card = score_one(a_record(a_lead(), told), a_matrix(_budget(8)), NOW)
    assert (card.exact, card.greatest, card.gaps[0].element) == (0, 80, "budget")


def test_the_newest_answer_counts_and_one_heard_later_does_not() -> None:
    told = [an_answer(level=0, ago=9), an_answer(level=3, ago=5), an_answer(level=1, ago=-1)]
    assert score_one(a_record(a_lead(), *told), a_matrix(_budget(8)), NOW).exact == 80


def test_a_later_level_counts_though_an_earlier_one_is_unknown() -> None:
    levels = (a_level(10, at_least("employees", 50)), a_level(4, is_("industry", "Logistics")))
    card = score_one(a_record(a_lead(industry="logistics ")), a_matrix(a_criterion("who", levels=levels)), NOW)
    assert (card.exact, card.least, card.greatest) == (40, 40, 100)


def test_a_line_rests_on_the_number_that_was_entered_and_a_little_is_not_nothing() -> None:
    levels = (a_level(4, at_least("custom.margin", 0.03)),)
    card = score_one(a_record(a_lead(custom={"margin": 0.045})), a_matrix(a_criterion("m", levels=levels)), NOW)
    evidence = card.lines[0].evidence
    assert (evidence.number, evidence.value, evidence.text) == (0.045, "0.045", "margin: 0.045")


def test_three_webinars_fade_and_say_when_the_newest_was() -> None:
    rule = ActivityRule(("webinar_attended",), within=180.0, at_most=3, half_life=60.0)
    visits = [an_activity(ago=days) for days in (10, 60, 120, 150, 200)]
    card = score_one(a_record(a_lead(), *visits), some_rules(a_matrix(a_criterion("w", 5, activity=rule))), NOW)
    evidence = card.lines[0].evidence
    assert card.exact == 82  # 5 * (0.891 + 0.5 + 0.25)
    assert (evidence.count, evidence.newest, evidence.oldest) == (3, days_ago(10), days_ago(120))
    assert evidence.text == "3 × Attended a webinar, newest 10 days ago"


def test_half_a_tenth_is_rounded_away_from_zero_on_both_sides() -> None:
    rule = ActivityRule(("demo_requested",), half_life=1.0)
    lead = a_record(a_lead(), an_activity("demo_requested", ago=1))
    up = score_one(lead, a_matrix(a_criterion("up", 0.5, activity=rule)), NOW)
    down = score_one(lead, a_matrix(a_criterion("down", -0.5, activity=rule), minimum=-100), NOW)
    assert (up.exact, down.exact) == (3, -3)


def test_kinds_beyond_the_seventh_count_as_well() -> None:
    kinds = [f"kind_{n}" for n in range(300)]
    matrix = a_matrix(*(a_criterion(kind, 1, activity=kind) for kind in kinds), maximum=10_000)
    card = score_one(a_record(a_lead(), *(an_activity(kind) for kind in kinds)), matrix, NOW)
    assert card.exact == 3000


def test_our_own_calls_do_not_end_a_silence() -> None:
    rules = some_rules(a_matrix(a_criterion("silent", -6, inactive=30), minimum=-100))
    called = a_record(a_lead(), an_activity(ago=31), an_activity("call_attempted", ago=2))
    answered = a_record(a_lead(), an_activity(ago=31), an_activity("call_answered", ago=30))
    assert score_one(called, rules, NOW).lines[0].evidence.text == "silent for 31 days"
    assert score_one(answered, rules, NOW).exact == 0


def test_silence_of_a_lead_without_activities_counts_from_its_creation() -> None:
    matrix = a_matrix(a_criterion("silent", -6, inactive=30), minimum=-100)
    assert score_one(a_record(a_lead(created_at=days_ago(31))), matrix, NOW).exact == -60
    nobody_knows = score_one(a_record(a_lead(created_at=None)), matrix, NOW)
    assert (nobody_knows.exact, nobody_knows.least) == (0, -60)


def test_caps_are_lines_of_their_own_and_the_ledger_sums_to_the_score() -> None:
    matrix = a_matrix(
        a_criterion("size", 30, when=at_least("employees", 10), group="company", maximum=250),
        a_criterion("sector", 20, when=is_("industry", "Logistics"), group="company"),
        groups=(a_group("company", 35, axis="fit"),),
    )
    card = score_one(a_record(a_lead(employees=50.0, industry="Logistics"), an_adjustment(80)), matrix, NOW)
    assert points(card) == [
        ("size", "criterion", 30),
        ("size", "cap", -5),
        ("sector", "criterion", 20),
        ("company", "cap", -10),
        ("", "adjustment", 80),
        ("", "limit", -15),
    ]
    assert (card.exact, card.fit, card.engagement) == (1000, 1000, 0)


def test_a_cut_without_an_axis_is_shared_in_proportion() -> None:
    matrix = a_matrix(
        a_criterion("sector", 20, when=is_("industry", "Logistics"), group="mixed"),
        a_criterion("demo", 10, activity="demo_requested", group="mixed"),
        groups=(a_group("mixed", 20),),
    )
    card = score_one(a_record(a_lead(industry="Logistics"), an_activity("demo_requested")), matrix, NOW)
    cut = next(line for line in card.lines if line.kind is LineKind.CAP)
    assert (cut.fit, cut.engagement, cut.tenths) == (-67, -33, -100)


def test_an_adjustment_counts_until_its_end() -> None:
    record = a_record(a_lead(), an_adjustment(5, starts_at=days_ago(10), ends_at=NOW + timedelta(days=1)))
    matrix = a_matrix(_budget(8))
    scores = [score_one(record, matrix, NOW + timedelta(days=d)).exact for d in (-11, -10, 0, 1)]
    assert scores == [0, 50, 50, 0]


def test_the_largest_gap_comes_first_and_names_the_question() -> None:
    matrix = a_matrix(_budget(8), a_criterion("need", 20, when=at_least("answer.bant.need", 2)))
    card = score_one(a_record(a_lead()), some_rules(matrix), NOW)
    assert [(g.criterion, g.framework, g.element, g.swing) for g in card.gaps] == [
        ("need", "bant", "need", 200),
        ("budget", "bant", "budget", 80),
    ]


def test_what_can_no_longer_move_the_score_is_no_gap() -> None:
    full = a_criterion("size", 30, when=at_least("employees", 10), group="company")
    open_ = a_criterion("sector", 20, when=is_("industry", "Logistics"), group="company")
    matrix = a_matrix(full, open_, groups=(a_group("company", 30, axis="fit"),))
    card = score_one(a_record(a_lead(employees=50.0)), matrix, NOW)
    assert (card.gaps, card.decided) == ((), True)


def test_a_disqualified_lead_keeps_its_score_and_says_why() -> None:
    rules = some_rules(a_matrix(a_criterion("size", 30, when=at_least("employees", 10))))
    card = score_one(a_record(a_lead(employees=50.0, job_title="student")), rules, NOW)
    assert (card.disqualified, card.shown) == ("A student", 30)


def test_an_answer_that_disqualifies_is_asked_for_though_it_gives_no_points() -> None:
    framework = bant()
    fatal = AnswerLevel(0, Text("There is none."), disqualifies=Text("No need at all"))
    need = replace(framework.elements[2], levels=(fatal, *framework.elements[2].levels[1:]))
    rules = some_rules(a_matrix(_budget(8)), frameworks=(replace(framework, elements=(need,)),))
    unasked = score_one(a_record(a_lead()), rules, NOW)
    assert [(g.element, g.can_disqualify) for g in unasked.gaps] == [("budget", False), ("need", True)]
    told = score_one(a_record(a_lead(), an_answer("bant.need", 0)), rules, NOW)
    assert told.disqualified == "No need at all"


@pytest.mark.parametrize("at", [0, 30, 44, 46, 90, 200, 800])
def test_any_moment_can_be_asked_for(at: int) -> None:
    demo = a_criterion("demo", 60, activity=ActivityRule(("demo_requested",), within=45.0))
    record = a_record(a_lead(created_at=days_ago(100)), an_activity("demo_requested", ago=100))
    card = score_one(record, a_matrix(demo), days_ago(100) + timedelta(days=at))
    assert card.exact == (600 if at <= 45 else 0)


@pytest.mark.parametrize(("seconds_more", "tenths"), [(-1, 600), (0, 600), (1, 0)])
def test_a_window_holds_to_its_last_second(seconds_more: int, tenths: int) -> None:
    demo = a_criterion("demo", 60, activity=ActivityRule(("demo_requested",), within=45.0))
    record = a_record(a_lead(), an_activity("demo_requested", ago=45))
    table = score_many(Columns.of([record]), a_matrix(demo), NOW + timedelta(seconds=seconds_more))
    assert (int(table.exact[0]), table.card(0).exact) == (tenths, tenths)
    table.rescore([0])
    assert table.exact[0] == tenths


@pytest.mark.parametrize(("seconds_more", "tenths"), [(0, 0), (1, -60)])
def test_a_silence_begins_after_its_last_second(seconds_more: int, tenths: int) -> None:
    matrix = a_matrix(a_criterion("silent", -6, inactive=30), minimum=-100)
    record = a_record(a_lead(), an_activity(ago=30))
    assert score_one(record, matrix, NOW + timedelta(seconds=seconds_more)).exact == tenths


def test_an_activity_dated_ahead_counts_from_its_moment_on() -> None:
    demo = a_criterion("demo", 50, activity=ActivityRule(("demo_requested",), within=10.0))
    record = a_record(a_lead(), an_activity("demo_requested", ago=-5))
    card = score_one(record, a_matrix(demo), NOW)
    assert (card.exact, card.next_change and card.next_change.at) == (0, NOW + timedelta(days=5))


def test_a_hot_lead_says_when_it_cools() -> None:
    demo = a_criterion("demo", 80, activity=ActivityRule(("demo_requested",), half_life=30.0))
    record = a_record(a_lead(), an_activity("demo_requested", ago=0))
    change = score_one(record, a_matrix(demo), NOW).next_change
    assert change is not None
    assert change.tier == "warm"
    assert score_one(record, a_matrix(demo), change.at).tier == "warm"
    assert score_one(record, a_matrix(demo), change.at - timedelta(minutes=1)).tier == "hot"


def test_a_lead_whose_penalties_fade_warms_up_and_cools_again_later() -> None:
    good = a_criterion("good", 60, activity=ActivityRule(("demo_requested",), within=100.0))
    bad = a_criterion("bad", -40, activity=ActivityRule(("website_visit",), half_life=5.0))
    record = a_record(a_lead(), an_activity("demo_requested", ago=0), an_activity("website_visit", ago=0))
    first = score_one(record, a_matrix(good, bad), NOW).next_change
    assert first is not None
    assert first.tier == "warm"
    second = score_one(record, a_matrix(good, bad), first.at).next_change
    assert second is not None
    assert (second.tier, second.at) == ("cold", NOW + timedelta(days=100, minutes=1))


_COOLS = a_criterion("demo", 45, activity=ActivityRule(("demo_requested",), half_life=30.0))
_FORGIVEN = a_criterion("visit", -45, activity=ActivityRule(("website_visit",), within=10.0))
_ENDS = NOW + timedelta(days=3)


@pytest.mark.parametrize(
    ("criterion", "parts"),
    [
        (_COOLS, (an_activity("demo_requested"),)),
        (_COOLS, (an_activity("demo_requested", ago=-5),)),
        (_FORGIVEN, (an_activity("website_visit"),)),
        (a_criterion("silent", -45, inactive=30), (an_activity(),)),
        (a_criterion("old", 45, when=Test("created_at", Operator.OLDER_THAN, 400.0)), ()),
        (a_criterion("known", 45, when=at_least("days_since_created", 400.0)), ()),
        (a_criterion("none", 0, when=is_("company", "nobody")), (an_adjustment(45, ends_at=_ENDS),)),
        (a_criterion("none", 0, when=is_("company", "nobody")), (an_adjustment(45, starts_at=_ENDS),)),
    ],
)
def test_whoever_will_change_is_looked_at_ahead_among_many(criterion: Criterion, parts: tuple[Activity, ...]) -> None:
    matrix = a_matrix(a_criterion("size", 41, when=at_least("employees", 10)), criterion, minimum=-1000)
    records = [a_record(a_lead(n, employees=50.0, created_at=days_ago(399)), *parts) for n in (1, 2)]
    table = score_many(Columns.of(records), matrix, NOW)
    cards = list(table.cards([1, 0]))
    assert [card.next_change for card in cards] == [table.next_change(1), table.next_change(0)]
    assert cards[0].next_change is not None


@given(worlds(most=1))
def test_the_tier_holds_until_the_moment_foretold_and_changes_then(
    world: tuple[Rules, list[LeadRecord], datetime],
) -> None:
    rules, records, as_of = world
    columns = Columns.of(records, as_of=as_of)
    table = score_many(columns, rules, as_of)
    now, change = table.tiers[table.tier[0]], table.next_change(0)
    last = as_of + timedelta(days=729) if change is None else change.at - timedelta(minutes=1)
    span = (last - as_of).total_seconds()
    for share in [*np.linspace(0, 1, 40), *np.geomspace(1e-7, 1, 20)]:
        table.refresh(as_of + timedelta(seconds=float(share) * span))
        assert table.tiers[table.tier[0]] == now
    if change is not None:
        table.refresh(change.at)
        assert table.tiers[table.tier[0]] == change.tier != now


def test_a_lead_scored_again_after_an_activity_has_its_card_of_that_moment() -> None:
    rules = some_rules(a_matrix(a_criterion("demo", 25, activity="demo_requested")))
    columns = Columns.of([a_record(a_lead(1)), a_record(a_lead(2))])
    table = score_many(columns, rules, NOW)
    later = NOW + timedelta(minutes=5)
    columns.put_activity(0, an_activity("demo_requested", at=later))
    table.rescore([0], later, kind="demo_requested")
    card = table.card(0)
    assert (card.exact, card.as_of, card.lines[0].evidence.text) == (250, later, "Asked for a demo, today")
    assert (table.exact.tolist(), table.card(1).as_of) == ([250, 0], NOW)


@pytest.mark.parametrize("shown_before", [True, False], ids=["ranges shown before", "ranges not asked for yet"])
def test_ranges_and_reasons_hold_for_the_moment_at_which_a_lead_was_scored_again(shown_before: bool) -> None:
    matrix = a_matrix(a_criterion("size", 10, when=at_least("employees", 10)))
    gone_old = Disqualifier("old", Test("verified_at", Operator.OLDER_THAN, 1.0), Text("No word for a day"))
    rules = replace(some_rules(matrix), profiles=Profiles(disqualifiers=(gone_old,)))
    columns = Columns.of([a_record(a_lead(1, verified_at=days_ago(0.5))), a_record(a_lead(2))])
    table = score_many(columns, rules, NOW)
    if shown_before:
        assert (table.ranges()[0].tolist(), table.disqualified.tolist()) == ([0, 0], [-1, -1])
    later = NOW + timedelta(days=1)
    columns.put_adjustments(0, [an_adjustment(5, starts_at=later)])
    table.rescore([0], later)
    columns.append(a_lead(3))
    table.rescore([2], later)
    assert [side.tolist() for side in table.ranges()] == [[50, 0, 0], [150, 100, 100]]
    assert [table.reasons[code] if code >= 0 else "" for code in table.disqualified] == ["No word for a day", "", ""]


def test_funnel_rules_see_the_score_and_the_interview() -> None:
    rules = some_rules(a_matrix(a_criterion("size", 75, when=at_least("employees", 10))))
    records = [
        a_record(
            a_lead(1, employees=50.0, stage_since=days_ago(8)), an_answer("bant.need"), an_activity("demo_requested")
        ),
        a_record(a_lead(2)),
    ]
    table = score_many(Columns.of(records), rules, NOW)
    assert judged(is_("tier", "hot"), table) == [TRUE, FALSE]
    assert judged(at_least("score", 75), table) == [TRUE, FALSE]
    assert judged(at_least("interview.bant", 0.3), table) == [TRUE, FALSE]
    assert judged(at_least("activities.intent", 1), table) == [TRUE, FALSE]
    assert judged(at_least("days_in_stage", 8), table) == [TRUE, UNKNOWN]
    assert judged(is_("open_follow_up", True), table) == [UNKNOWN, UNKNOWN]
    assert judged(is_("open_follow_up", True), table, np.array([True, False])) == [TRUE, FALSE]
    assert judged(is_("grade", "A3"), table) == [TRUE, FALSE]


def test_a_scenario_is_a_lead_in_a_few_words() -> None:
    usual = Scenario(
        Text("Keen"),
        expect="hot",
        facts={"industry": "Logistics", "employees": 60, "verified": True, "email_kind": "work"},
        answers={"bant.budget": 3},
        activities=(ScenarioActivity("demo_requested", 2), ScenarioActivity("webinar_attended", 0, count=2)),
        stakeholders={"champion": 1},
    )
    passed, card = check_scenario(usual, some_rules())
    assert (passed, card.shown) == (True, 94)
    assert not check_scenario(replace(usual, expect="cold"), some_rules())[0]


def test_a_group_of_stakeholders_is_counted_by_role() -> None:
    matrix = a_matrix(a_criterion("champions", 10, when=at_least("stakeholders.champion", 2)))
    both = a_record(a_lead(), a_stakeholder(), a_stakeholder(name="Oda"), a_stakeholder("blocker"))
    assert score_one(both, matrix, NOW).exact == 100
    assert score_one(a_record(a_lead()), matrix, NOW).gaps == ()


def test_a_rule_on_a_fact_that_is_not_held_is_said_so() -> None:
    columns = Columns.of([a_record()], facts=[])
    with pytest.raises(ValueError, match="employees"):
        score_many(columns, a_matrix(a_criterion("size", 10, when=at_least("employees", 10))), NOW)


def test_no_leads_make_an_empty_table() -> None:
    table = score_many(Columns.of([]), some_rules(), NOW)
    assert (len(table), len(table.least), len(table.disqualified), len(table.decided)) == (0, 0, 0, 0)


def test_a_disabled_criterion_gives_nothing() -> None:
    off = a_criterion("size", 30, when=at_least("employees", 10), enabled=False)
    assert score_one(a_record(a_lead(employees=50.0)), a_matrix(off), NOW).lines == ()


def test_dates_grow_old() -> None:
    fresh = a_criterion("fresh", 10, when=Test("created_at", Operator.WITHIN, 30.0))
    record = a_record(a_lead(created_at=days_ago(30)))
    scores = [score_one(record, a_matrix(fresh), NOW + timedelta(seconds=s)).exact for s in (0, 1)]
    assert scores == [100, 0]


def test_silence_of_one_kind_only() -> None:
    rule = a_criterion("quiet", -5, inactive=30)
    only = replace(rule, inactive=InactiveRule(30.0, ("webinar_attended",)))
    record = a_record(a_lead(), an_activity("demo_requested", ago=1), an_activity(ago=40))
    assert score_one(record, a_matrix(only, minimum=-100), NOW).exact == -50


def _budget(worth: float) -> Criterion:
    return a_criterion("budget", worth, when=at_least("answer.bant.budget", 2))


def test_an_interview_that_gives_no_points_is_not_asked_for_though_it_can_disqualify() -> None:
    framework = bant()
    fatal = AnswerLevel(0, Text("There is none."), disqualifies=Text("No need at all"))
    need = replace(framework.elements[2], levels=(fatal, *framework.elements[2].levels[1:]))
    other = replace(framework, id="other", elements=(need,))
    rules = some_rules(a_matrix(_budget(8)), frameworks=(framework, other))
    card = score_one(a_record(a_lead()), rules, NOW)
    assert [(gap.framework, gap.element) for gap in card.gaps] == [("bant", "budget")]
