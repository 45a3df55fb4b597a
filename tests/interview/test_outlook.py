"""What each answer would do is what scoring anew says, and the question that tells most comes first."""

import time
from dataclasses import replace

import pytest

from leadqual_gui.domain.answers import AnswerState
from leadqual_gui.domain.interview import begin
from leadqual_gui.domain.interview_outlook import card_of, outcomes, outlook, without_answer
from leadqual_gui.domain.scoring import score_one
from tests.builders import NOW, a_lead, a_record, an_activity, an_answer

FRAMEWORKS = ("bant", "champ", "gpctba_ci", "meddic", "meddpicc", "spiced", "anum", "faint")


def known_of_ines(*more):
    """A record with a few signs and answers."""
    lead = a_lead(job_title="Head of Operations", employees=120.0, industry="Logistics")
    parts = (an_activity("quote_requested", 2), an_activity("webinar_attended", 9), an_answer("bant.need", 2, id=1))
    return a_record(lead, *parts, *more)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_every_outcome_is_what_scoring_that_answer_anew_would_say(shipped, framework):
    here = begin(shipped.framework(framework), known_of_ines(), shipped, NOW)
    now = score_one(here.record, shipped, NOW)
    for state in here.states:
        told = (*outcomes(here, state.element.id), without_answer(here, state.element.id))
        for outcome in told:
            kind = AnswerState.UNKNOWN if outcome.level is None else AnswerState.LEVEL
            answered = here.jump(state.element.id).answer(outcome.level, kind)
            card = score_one(answered.record, shipped, NOW)
            expected = (card.exact - now.exact, card.exact, card.shown, card.tier, card.least, card.greatest)
            found = (outcome.change, outcome.exact, outcome.shown, outcome.tier, outcome.least, outcome.greatest)
            assert found == expected
            if outcome.level is not None:
                assert outcome.disqualifies == card.disqualified or state.element.id not in ("need", "pain")


def test_looking_ahead_leaves_nothing_behind(shipped):
    here = begin(shipped.framework("bant"), known_of_ines(), shipped, NOW)
    before = card_of(here)
    outcomes(here)
    outlook(here)
    here.table.fill()
    assert card_of(here) == before == score_one(here.record, shipped, NOW)


def test_the_best_question_is_the_one_with_the_largest_swing(shipped):
    look = outlook(begin(shipped.framework("bant"), known_of_ines(), shipped, NOW))
    swings = [(q.element.id, q.least, q.greatest) for q in look.remaining]
    assert [name for name, _, _ in swings][-1] == "timeline"
    assert sorted((high - low for _, low, high in swings), reverse=True) == [high - low for _, low, high in swings]
    assert look.best == look.remaining[0]


def test_decided_means_that_no_answers_left_lead_to_another_tier(shipped):
    """Every combination of the answers left is scored; the reach and the verdict must agree with them."""
    here = begin(shipped.framework("bant"), known_of_ines(), shipped, NOW)
    look = outlook(here)
    ends = [here]
    for state in here.open:
        ends = [
            end.jump(state.element.id).answer(level, AnswerState.UNKNOWN if level is None else AnswerState.LEVEL)
            for end in ends
            for level in (None, 0, 1, 2, 3)
        ]
    scores = [score_one(end.record, shipped, NOW) for end in ends]
    assert look.reach == (min(c.exact for c in scores), max(c.exact for c in scores))
    assert look.decided == (len({c.tier for c in scores}) == 1)


def test_once_all_is_answered_the_score_is_decided(shipped):
    here = begin(shipped.framework("bant"), known_of_ines(), shipped, NOW)
    while not here.done:
        here = here.answer(1).next_open()
    look = outlook(here)
    assert (look.decided, look.remaining, look.best) == (True, (), None)
    assert look.reach == (look.exact, look.exact)


def test_an_answer_that_disqualifies_says_why_before_it_is_given(shipped):
    here = begin(shipped.framework("bant"), a_record(), shipped, NOW)
    reasons = [o.disqualifies for o in outcomes(here, "need")]
    assert reasons == ["We do not solve a problem that they have", None, None, None]
    assert [q.can_disqualify for q in outlook(here).remaining if q.element.id == "need"] == [True]


def test_in_a_framework_without_points_the_question_that_can_disqualify_comes_first(shipped):
    matrix = replace(shipped.matrix, criteria=shipped.matrix.criteria[:3])
    rules = replace(shipped, matrix=matrix)
    look = outlook(begin(rules.framework("meddic"), a_record(), rules, NOW))
    assert (look.best.element.id, look.best.can_disqualify, look.decided) == ("pain", True, True)


def test_a_stale_answer_is_still_counted_but_may_change(shipped):
    here = begin(shipped.framework("bant"), known_of_ines(an_answer("bant.budget", 3, ago=300, id=2)), shipped, NOW)
    look = outlook(here)
    budget = next(q for q in look.remaining if q.element.id == "budget")
    assert (budget.least, budget.greatest) == (-150, 0)
    assert look.reach[0] <= look.exact - 150


def test_all_outcomes_of_a_question_are_there_in_well_under_five_milliseconds(shipped):
    here = begin(shipped.framework("bant"), known_of_ines(), shipped, NOW)
    outcomes(here)
    times = []
    for _ in range(20):
        start = time.perf_counter()
        outcomes(here)
        times.append(time.perf_counter() - start)
    assert sorted(times)[10] < 0.005
