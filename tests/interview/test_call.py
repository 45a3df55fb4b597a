"""A call from the first word to the card that sums it up."""

from datetime import timedelta

import pytest

from leadqual_gui.domain.answers import AnswerState
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.interview_states import Known
from leadqual_gui.services import commands as c
from leadqual_gui.services.calling.summary import summary_markdown, summary_text
from leadqual_gui.services.calling.values import Done, Ending, Saved, WrapUp
from leadqual_gui.services.handlers.calls import OUTCOMES
from leadqual_gui.services.operations import Refusal
from tests.builders import a_stakeholder


def test_before_the_first_word_all_that_matters_is_there(phone, office, ines):
    office.happened(ines, "call_no_answer", 3)
    office.happened(ines, "quote_requested", 2)
    office.do(c.EditLeads((ines,), {"do_not_contact": True, "unsubscribed": True}))
    told = phone.call(ines).briefing
    assert (told.lead.name, told.lead.company, told.lead.job_title) == (
        "Ines Carvalho",
        "Norbrook",
        "Head of Operations",
    )
    assert (told.last_contact.kind, told.last_sign.kind) == ("call_no_answer", "quote_requested")
    assert (told.do_not_call, told.lead.unsubscribed) == (True, True)
    assert str(told.persona.approach) == "Help to make the case to the person who signs."
    assert abs(told.reasons[0].tenths) >= abs(told.reasons[-1].tenths) > 0
    assert told.gaps


def test_an_answer_is_durable_scored_and_one_step_to_take_back(phone, office, ines):
    call = phone.call(ines)
    before = call.outlook.shown
    call.jump("b")
    done = call.answer(3)
    assert isinstance(done, Done)
    stored = office.workspace.store.answers(ines)[0]
    assert (stored.element, stored.level, stored.said_by) == ("budget", 3, "Ines Carvalho")
    assert call.outlook.shown == office.score(ines) == before + 10
    assert [o.operation for o in phone.accepted] == [done.operation]
    assert [(s.kind, s.change) for s in call.steps] == [("answer", 100)]
    office.do(c.Undo(done.operation))
    call.refresh()
    assert (call.outlook.shown, call.steps) == (before, ())


def test_an_inferred_answer_is_confirmed_by_one_key(phone, office, ines):
    call = phone.call(ines)
    assert call.jump("a").state.known is Known.INFERRED
    assert office.workspace.store.answers(ines) == []
    call.confirm()
    stored = office.workspace.store.answers(ines)[0]
    assert (stored.level, stored.confirmed) == (2, True)
    assert stored.evidence == "The job title says that they lead a department."
    assert call.interview.state.known is Known.CONFIRMED


def test_the_next_best_question_follows_the_swing(phone, ines):
    call = phone.call(ines)
    asked = []
    while (best := call.outlook.best) is not None:
        asked.append(best.element.id)
        assert call.jump(best.element.id).at == best.element.id
        call.answer_unknown()
    assert sorted(asked) == ["authority", "budget", "need", "timeline"]
    assert call.interview.done


@pytest.mark.parametrize("line", ["#b costs 9 k a year", "/b costs 9 k a year", "#budget costs 9 k a year"])
def test_a_line_can_be_filed_under_an_element_and_becomes_evidence(phone, office, ines, line):
    call = phone.call(ines)
    call.add_note(line)
    assert [(n.text, n.element) for n in call.notes] == [("costs 9 k a year", "budget")]
    assert office.workspace.store.activities(ines)[0].topic == "Budget: costs 9 k a year"
    call.jump("budget")
    call.answer(2)
    assert office.workspace.store.answers(ines)[0].evidence == "costs 9 k a year"
    call.add_note("#b it is for this year")
    assert office.workspace.store.answers(ines)[0].evidence == "costs 9 k a year\nit is for this year"
    assert [s.level for s in call.interview.states if s.element.id == "budget"] == [2]


def test_a_line_that_only_looks_filed_is_a_note_like_any_other(phone, ines):
    call = phone.call(ines)
    call.add_note("#4711 is the number of their order")
    call.add_note("and/or both")
    assert [(n.text, n.element) for n in call.notes] == [
        ("#4711 is the number of their order", ""),
        ("and/or both", ""),
    ]
    assert isinstance(call.add_note("   "), Refusal)


def test_a_decision_maker_moves_the_score_while_the_call_lasts(phone, ines):
    call = phone.call(ines)
    before = call.outlook.exact
    call.put_stakeholder(a_stakeholder("decision_maker", "Rui Prata"))
    assert call.outlook.exact > before
    assert [p.name for p in call.stakeholders] == ["Rui Prata"]
    assert [(s.kind, s.change) for s in call.steps] == [("stakeholder", call.outlook.exact - before)]


def test_do_not_call_again_is_one_key_and_one_step(phone, office, ines):
    call = phone.call(ines)
    call.do_not_call()
    assert office.workspace.store.lead(ines).do_not_contact
    assert call.briefing.do_not_call
    call.do_not_call(False)
    assert not office.workspace.store.lead(ines).do_not_contact


def test_the_whole_call_from_the_first_question_to_the_card(phone, office, ines):
    office.do(c.EditLeads((ines,), {"expected_value": 20000}))
    call = phone.call(ines)
    for letter, level in (("b", 3), ("a", 2), ("n", 2)):
        call.jump(letter)
        call.answer(level)
    call.write_draft("They leave the old contract in March")
    office.clock.moment += timedelta(minutes=4, seconds=12)
    due = office.clock.now() + timedelta(days=3)
    wrap = call.end(Ending("reached", follow_up_at=due))
    assert isinstance(wrap, WrapUp)
    assert (wrap.before.exact, wrap.after.exact) == (call.before.exact, office.workspace.card(ines).exact)
    assert [(s.said.params["label"], s.change) for s in wrap.moved] == [
        ("Budget", 100),
        ("Need", 60),
        ("Authority", wrap.moved[2].change),
    ]
    assert [q.element.id for q in wrap.agenda] == ["timeline"]
    assert [n.text for n in wrap.notes] == ["They leave the old contract in March"]
    assert (wrap.gate.stage, wrap.gate.met, wrap.gate.total) == ("sql", 3, 3)
    assert (wrap.action.id, wrap.follow_up.due_at, wrap.seconds) == ("promised", due, 252)
    newest = next(a for a in office.workspace.store.activities(ines) if a.kind == "call_reached")
    assert newest.topic == "Reached (BANT, 4:12)"
    assert office.workspace.store.lead(ines).verified_at is not None
    assert phone.desk.unfinished() == ()
    assert call.closed
    assert isinstance(call.end(Ending("reached")), Refusal)


def test_what_moved_the_score_in_a_call_adds_up(phone, office, ines):
    call = phone.call(ines)
    call.answer(3)
    wrap = call.end(Ending("reached"))
    assert wrap.of_the_call, "a call that reached somebody is a sign of its own in these rules"
    assert wrap.before.exact + sum(s.change for s in wrap.moved) + wrap.of_the_call == wrap.after.exact
    assert f"{wrap.of_the_call / 10:+.1f} The call itself" in summary_text(wrap)


@pytest.mark.parametrize(
    ("outcome", "action", "kept"),
    [
        ("reached", "call", True),
        ("reached", "email", False),
        ("call_back", "call", False),
        ("no_answer", "call", False),
    ],
)
def test_a_call_made_early_keeps_the_call_promised_for_later_that_day(phone, office, ines, outcome, action, kept):
    office.clock.moment = office.clock.moment.replace(hour=9)
    promised = office.do(c.PutFollowUp(FollowUp(0, ines, action, office.clock.now() + timedelta(hours=5)))).value
    tomorrow = office.do(c.PutFollowUp(FollowUp(0, ines, "call", office.clock.now() + timedelta(days=1)))).value
    wrap = phone.call(ines).end(Ending(outcome))
    assert (office.workspace.store.follow_up(promised.id).done_at is not None) == kept
    assert office.workspace.store.follow_up(tomorrow.id).done_at is None
    office.do(c.Undo(wrap.operation))
    assert office.workspace.store.follow_up(promised.id) == promised


def test_the_card_tells_what_was_promised_now_and_what_else_is_open(phone, office, ines):
    open_still = office.do(c.PutFollowUp(FollowUp(0, ines, "email", office.clock.now() + timedelta(days=1)))).value
    due = office.clock.now() + timedelta(days=3)
    wrap = phone.call(ines).end(Ending("reached", follow_up_at=due))
    assert wrap.follow_up.due_at == due
    assert wrap.also_promised == (open_still,)


def test_the_end_of_a_call_is_one_step_to_take_back(phone, office, ines):
    before = office.workspace.store.record(ines)
    wrap = phone.call(ines).end(Ending("disqualified", "Outside our market", office.clock.now() + timedelta(days=7)))
    assert office.workspace.store.lead(ines).stage == "disqualified"
    assert office.workspace.store.lead(ines).lost_reason == "Outside our market"
    office.do(c.Undo(wrap.operation))
    assert office.workspace.store.record(ines) == before
    assert office.workspace.store.follow_ups(ines) == []


@pytest.mark.parametrize("outcome", sorted(OUTCOMES))
def test_every_outcome_is_an_activity_of_its_kind(phone, office, ines, outcome):
    reason = "Not now" if OUTCOMES[outcome].needs_reason else ""
    wrap = phone.call(ines).end(Ending(outcome, reason))
    assert isinstance(wrap, WrapUp)
    assert office.workspace.store.activities(ines)[0].kind == OUTCOMES[outcome].kind
    reached = office.workspace.store.lead(ines).verified_at is not None
    assert reached == OUTCOMES[outcome].spoken


@pytest.mark.parametrize("outcome", ["not_interested", "disqualified"])
def test_no_without_a_reason_is_refused_and_the_call_goes_on(phone, ines, outcome):
    call = phone.call(ines)
    refused = call.end(Ending(outcome))
    assert isinstance(refused, Refusal)
    assert refused.reason.code == "call_reason_needed"
    assert not call.closed
    assert isinstance(call.answer(1), Done)


def test_qualified_moves_the_lead_only_if_the_gates_are_open(phone, office, ines):
    wrap = phone.call(ines).end(Ending("qualified"))
    assert (office.workspace.store.lead(ines).stage, wrap.gate.met < wrap.gate.total) == ("new", True)
    office.do(c.EditLeads((ines,), {"expected_value": 5000}))
    call = phone.call(ines)
    for letter in "bant":
        call.jump(letter)
        call.answer(3)
    call.end(Ending("qualified"))
    assert office.workspace.store.lead(ines).stage == "sql"


def test_a_call_that_reached_somebody_keeps_the_promise_that_was_due(phone, office, ines):
    phone.call(ines).end(Ending("no_answer", follow_up_at=office.clock.now() + timedelta(days=1)))
    office.clock.pass_days(2)
    phone.call(ines).end(Ending("voicemail"))
    assert [f.lead_id for f in office.workspace.store.open_follow_ups(office.clock.now())] == [ines]
    phone.call(ines).end(Ending("reached"))
    assert office.workspace.store.open_follow_ups() == []


def test_the_summary_reads_well_as_text_and_cannot_be_forged_as_markdown(phone, office, ines):
    call = phone.call(ines)
    call.jump("b")
    call.answer(3)
    call.add_note("# free *beer* <script>")
    wrap = call.end(Ending("call_back"))
    text, marked = summary_text(wrap), summary_markdown(wrap)
    assert text.startswith(f"Call with Ines Carvalho, Norbrook, {wrap.started_at:%Y-%m-%d}\n")
    assert "+10.0 Budget: Granted" in text
    assert "# free *beer* <script>" in text
    assert "\\# free \\*beer\\* \\<script\\>" in marked
    assert "SQL: " in text


def test_another_framework_in_the_same_call_keeps_what_was_said(phone, office, ines):
    call = phone.call(ines)
    call.answer(2)
    call.switch("meddic")
    call.jump("metrics")
    call.answer(1)
    assert {(a.framework, a.level) for a in office.workspace.store.answers(ines)} == {("bant", 2), ("meddic", 1)}
    call.switch("bant")
    assert call.interview.of("budget").answered


def test_would_not_say_scores_as_unknown(phone, ines):
    call = phone.call(ines)
    before = call.outlook.exact
    call.answer_refused()
    assert call.interview.state.answer.state is AnswerState.REFUSED
    assert call.outlook.exact == before
    assert call.saved is Saved.DATABASE
