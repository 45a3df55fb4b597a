"""The interview as a value: any order, back, jump by letter, change at any time, what is skipped and why."""

from dataclasses import replace

import pytest

from leadqual_gui.domain.answers import AnswerState
from leadqual_gui.domain.conditions import Not
from leadqual_gui.domain.interview import Interview, begin
from leadqual_gui.domain.interview_states import Known
from tests.builders import NOW, a_lead, a_record, an_activity, an_answer, bant, days_ago, is_, some_rules


def interview(*parts, framework="bant", rules=None, **lead) -> Interview:
    """An interview with Ines, of whom these things are known."""
    rules = rules or some_rules()
    return begin(rules.framework(framework), a_record(a_lead(**lead), *parts), rules, NOW)


def test_it_begins_with_the_first_open_question():
    assert interview().at == "budget"
    assert interview(an_answer("bant.budget", 2)).at == "authority"


def test_next_and_back_walk_through_all_questions():
    here = interview().next().next()
    assert here.at == "need"
    assert here.next().at == "need"
    assert here.back().at == "authority"
    assert here.back().back().at == "budget"
    assert here.back().back().back().at == "budget"


def test_back_returns_to_where_we_were_and_not_to_the_neighbour():
    assert interview().jump("need").back().at == "budget"


def test_an_answer_is_known_at_once_and_the_old_one_stays_as_history():
    first = interview().answer(1).answer(3, evidence="the board agreed")
    state = first.of("budget")
    assert (state.known, state.level, [a.level for a in state.earlier]) == (Known.HEARD, 3, [1])
    assert first.share == pytest.approx(1 / 3)
    assert first.next_open().at == "authority"


def test_a_value_is_never_changed():
    before = interview()
    before.answer(3)
    assert (before.share, before.of("budget").answer) == (0.0, None)


@pytest.mark.parametrize("state", [AnswerState.UNKNOWN, AnswerState.REFUSED])
def test_who_does_not_know_or_would_not_say_is_not_asked_again_in_this_call(state):
    asked = interview().answer(None, state)
    assert "budget" not in [s.element.id for s in asked.open]
    assert "budget" in [s.element.id for s in asked.unknown]
    assert asked.of("budget").known is (Known.REFUSED if state is AnswerState.REFUSED else Known.UNKNOWN)


def test_when_all_is_answered_it_is_done_and_stays_where_it_is():
    here = interview()
    for _ in range(3):
        here = here.answer(2).next_open()
    assert here.done
    assert (here.share, here.next_open().at, here.at) == (1.0, here.at, "need")


def test_letters_that_several_elements_share_take_turns(shipped):
    here = begin(shipped.framework("meddic"), a_record(), shipped, NOW)
    assert [(here := here.jump("d")).at for _ in range(3)] == [
        "decision_criteria",
        "decision_process",
        "decision_criteria",
    ]
    assert here.jump("z") is here


def test_a_question_whose_condition_does_not_hold_is_skipped_and_says_by_which():
    only_if = Not(is_("answer.bant.budget", 0.0))
    framework = bant()
    elements = tuple(replace(e, ask_if=only_if) if e.id == "authority" else e for e in framework.elements)
    rules = some_rules(frameworks=(replace(framework, elements=elements),))
    here = interview(rules=rules)
    assert here.skipped == ()
    after = here.answer(0)
    assert [(s.element.id, s.skipped_by) for s in after.skipped] == [("authority", only_if)]
    assert after.next().at == "need"
    assert after.share == pytest.approx(1 / 2)
    assert after.jump("a").at == "authority"
    assert after.answer(2).skipped == ()


def test_what_the_data_propose_is_inferred_and_never_heard_before_it_is_confirmed(shipped):
    here = interview(an_activity("quote_requested"), rules=shipped, job_title="Head of Operations")
    budget, authority = here.of("budget"), here.of("authority")
    assert (budget.known, budget.proposal.level) == (Known.INFERRED, 1)
    assert (authority.proposal.level, str(authority.proposal.because)) == (
        2,
        "The job title says that they lead a department.",
    )
    assert here.share == 0.0
    confirmed = here.answer(1, confirmed=True)
    assert (confirmed.of("budget").known, confirmed.of("budget").proposal) == (Known.CONFIRMED, None)


def test_an_old_answer_is_stale_and_asked_again():
    here = interview(an_answer("bant.budget", 3, ago=200), an_answer("bant.need", 2, ago=100))
    assert [s.known for s in here.states] == [Known.STALE, Known.UNKNOWN, Known.HEARD]
    assert here.at == "budget"


def test_a_level_that_the_new_version_dropped_is_asked_again_and_stays_in_the_history():
    framework = bant()
    short = tuple(replace(e, levels=e.levels[:3]) if e.id == "budget" else e for e in framework.elements)
    rules = some_rules(frameworks=(replace(framework, elements=short),))
    state = interview(an_answer("bant.budget", 3), rules=rules).of("budget")
    assert (state.level_gone, state.known, state.level) == (True, Known.STALE, 3)


def test_where_the_element_at_hand_is_gone_the_interview_goes_on_at_an_open_one():
    rules = some_rules()
    here = interview().jump("need")
    less = replace(rules.frameworks[0], elements=rules.frameworks[0].elements[:2])
    seen = here.seen(here.record, here.plan, here.as_of, less)
    assert (seen.at, len(seen.states)) == ("budget", 2)


def test_an_answer_said_before_the_call_does_not_count_as_asked_in_it():
    here = interview(an_answer("bant.budget", None, at=days_ago(1)))
    assert not here.of("budget").asked
    assert here.at == "budget"
