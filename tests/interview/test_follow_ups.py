"""What was promised: kept, changed, done, and taken back."""

from dataclasses import replace
from datetime import timedelta

from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.services import commands as c
from leadqual_gui.services.operations import Changes


def promised(office, lead_id, days, action="call"):
    """Something promised to a lead in so many days."""
    due = office.clock.now() + timedelta(days=days)
    return office.do(c.PutFollowUp(FollowUp(0, lead_id, action, due))).value


def test_promises_come_back_the_soonest_first_also_after_a_restart(office, ines):
    promised(office, ines, 7)
    promised(office, ines, 1, "email")
    office.open_again()
    assert [f.action for f in office.workspace.store.follow_ups(ines)] == ["email", "call"]
    soon = office.workspace.store.open_follow_ups(office.clock.now() + timedelta(days=2))
    assert [f.action for f in soon] == ["email"]


def test_a_promise_can_be_moved_done_and_called_off_each_a_step(office, ines):
    first = promised(office, ines, 1)
    later = replace(first, due_at=first.due_at + timedelta(days=3))
    moved = office.do(c.PutFollowUp(later))
    assert moved.changes == Changes.FOLLOW_UP
    assert office.workspace.store.follow_up(first.id) == later
    office.do(c.Undo(moved.operation))
    assert office.workspace.store.follow_up(first.id) == first
    done = office.do(c.FinishFollowUp(first.id))
    assert office.workspace.store.open_follow_ups() == []
    office.do(c.Undo(done.operation))
    office.do(c.RemoveFollowUp(first.id))
    assert office.workspace.store.follow_ups(ines) == []
    assert office.refusal(c.FinishFollowUp(first.id)) == "follow_up_gone"


def test_a_deleted_lead_is_promised_nothing(office, ines):
    promised(office, ines, 1)
    gone = office.do(c.DeleteLeads((ines,)))
    assert office.workspace.store.open_follow_ups() == []
    office.do(c.Undo(gone.operation))
    assert len(office.workspace.store.open_follow_ups()) == 1


def test_promises_that_make_no_sense_are_refused(office, ines):
    assert office.refusal(c.PutFollowUp(FollowUp(0, ines, " ", office.clock.now()))) == "action_needed"
    far = office.clock.now() + timedelta(days=9000)
    assert office.refusal(c.PutFollowUp(FollowUp(0, ines, "call", far))) == "follow_up_too_far"
    assert office.refusal(c.PutFollowUp(FollowUp(0, 99, "call", office.clock.now()))) == "lead_gone"
    now = office.clock.now()
    assert office.refusal(c.EndCall(ines, "shouted", now, now)) == "no_such_outcome"
    assert office.refusal(c.EndCall(ines, "reached", now, now - timedelta(hours=1))) == "call_ends_before_it_began"
