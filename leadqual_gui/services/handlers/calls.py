"""Calls and what was promised: a call that is over is one step, with its activity, follow-up and new stage."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType

from leadqual_gui.domain.activities import Activity
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.leads import Lead
from leadqual_gui.services.commands import EndCall, FieldValue, FinishFollowUp, PutFollowUp, RemoveFollowUp
from leadqual_gui.services.handlers.checks import LONGEST_TEXT, checked_moment
from leadqual_gui.services.operations import Changes, Refusal, Said
from leadqual_gui.services.plans import Plan, Planned, Situation, refusal
from leadqual_gui.services.ports import UnitOfWork

LONGEST_WAIT = timedelta(days=3660)
JUST_NOW = timedelta(minutes=5)
"""A promise for so long ago is one for now."""
CALL, CALL_BACK = "call", "call_back"


@dataclass(frozen=True, slots=True)
class CallOutcome:
    """How a call can end: the kind of activity it becomes, whether a person was spoken to, whether it needs a reason,
    and the way out of the funnel that it leads to."""

    kind: str
    spoken: bool = False
    needs_reason: bool = False
    exit: str = ""


OUTCOMES: Mapping[str, CallOutcome] = MappingProxyType(
    {
        "reached": CallOutcome("call_reached", spoken=True),
        "no_answer": CallOutcome("call_no_answer"),
        "voicemail": CallOutcome("voicemail_left"),
        "call_back": CallOutcome("call_reached", spoken=True),
        "wrong_number": CallOutcome("call_no_answer"),
        "not_interested": CallOutcome("call_reached", spoken=True, needs_reason=True, exit="nurture"),
        "qualified": CallOutcome("call_reached", spoken=True),
        "disqualified": CallOutcome("call_reached", spoken=True, needs_reason=True, exit="disqualified"),
    }
)
"""The outcomes of a call."""


def end_call(command: EndCall, situation: Situation) -> Planned:
    """Put a call on the time line, with all that follows from its outcome."""
    lead = situation.store.lead(command.lead_id)
    if lead is None:
        return refusal("lead_gone", missing=1)
    outcome = OUTCOMES.get(command.outcome)
    if outcome is None:
        return refusal("no_such_outcome", "outcome", outcome=command.outcome, outcomes=", ".join(OUTCOMES))
    if refused := _unfit(command, outcome, situation):
        return refused
    activity = Activity(0, lead.id, outcome.kind, command.started_at, _topic(command))
    fields = _consequences(command, outcome, lead)
    kept = [f for f in situation.store.follow_ups(lead.id) if f.done_at is None and _keeps(command, outcome, f)]
    promise = _promise(command)

    def carry_out(unit: UnitOfWork) -> Activity:
        for follow_up in kept:
            unit.put_follow_up(replace(follow_up, done_at=command.ended_at))
        if promise is not None:
            unit.put_follow_up(promise)
        if fields:
            unit.set_fields([lead.id], fields)
        return unit.add_activity(activity)

    changes = Changes.ACTIVITY | (Changes.LEAD if fields else Changes.NOTHING)
    if promise is not None or kept:
        changes |= Changes.FOLLOW_UP
    if "stage" in fields:
        changes |= Changes.STAGE
    said = {"name": lead.name, "outcome": command.outcome, "kind": outcome.kind}
    cause = Said("call_ended", {"outcome": command.outcome, "kind": outcome.kind})
    return Plan(Said("call_ended", said), changes, (lead.id,), carry_out, cause)


def put_follow_up(command: PutFollowUp, situation: Situation) -> Planned:
    """Promise something, or change what was promised."""
    promise = command.follow_up
    if not promise.action.strip():
        return refusal("action_needed", "action")
    if promise.due_at > situation.now + LONGEST_WAIT:
        return refusal("follow_up_too_far", "due_at", date=promise.due_at.date().isoformat())
    if promise.done_at is None and promise.due_at < situation.now - JUST_NOW:
        return refusal("follow_up_in_past", "due_at", date=promise.due_at.date().isoformat())
    if promise.id and situation.store.follow_up(promise.id) is None:
        return refusal("follow_up_gone")
    code = "follow_up_changed" if promise.id else "follow_up_added"
    return _planned(code, promise, situation, lambda unit: unit.put_follow_up(promise))


def finish_follow_up(command: FinishFollowUp, situation: Situation) -> Planned:
    """What was promised is done."""
    promise = situation.store.follow_up(command.follow_up_id)
    if promise is None:
        return refusal("follow_up_gone")
    done = replace(promise, done_at=situation.now)
    return _planned("follow_up_done", done, situation, lambda unit: unit.put_follow_up(done))


def remove_follow_up(command: RemoveFollowUp, situation: Situation) -> Planned:
    """What was promised is off."""
    promise = situation.store.follow_up(command.follow_up_id)
    if promise is None:
        return refusal("follow_up_gone")
    return _planned("follow_up_removed", promise, situation, lambda unit: unit.remove_follow_up(promise.id))


def _planned(code: str, promise: FollowUp, situation: Situation, do: Callable[[UnitOfWork], object]) -> Planned:
    name = situation.name_of(promise.lead_id)
    if name is None:
        return refusal("lead_gone", missing=1)
    said = Said(code, {"name": name, "action": promise.action, "date": promise.due_at.date().isoformat()})
    return Plan(said, Changes.FOLLOW_UP, (promise.lead_id,), do)


def _unfit(command: EndCall, outcome: CallOutcome, situation: Situation) -> Refusal | None:
    if outcome.needs_reason and not (command.reason or "").strip():
        return refusal("call_reason_needed", "reason", outcome=command.outcome)
    if command.stage and situation.rules.funnel.stages and situation.rules.funnel.stage(command.stage) is None:
        return refusal("no_such_stage", "stage", field="stage", value=command.stage)
    for text in (command.topic, command.reason, command.follow_up_note):
        if text and len(text) > LONGEST_TEXT:
            return refusal("text_too_long", "topic", field="topic", longest=LONGEST_TEXT)
    for moment in (command.started_at, command.ended_at):
        if isinstance(checked := checked_moment(moment, situation.now), Refusal):
            return checked
    if command.ended_at < command.started_at:
        return refusal("call_ends_before_it_began", "ended_at")
    if command.follow_up_at is None:
        return None
    if not command.started_at <= command.follow_up_at <= situation.now + LONGEST_WAIT:
        return refusal("follow_up_out_of_range", "follow_up_at", date=command.follow_up_at.date().isoformat())
    return None


def _consequences(command: EndCall, outcome: CallOutcome, lead: Lead) -> dict[str, FieldValue]:
    """Whoever was spoken to is real; who is out of the market leaves it, with the reason."""
    fields: dict[str, FieldValue] = {}
    if outcome.spoken:
        fields["verified"] = command.ended_at
    if command.stage and command.stage != lead.stage:
        fields["stage"] = command.stage
    if outcome.exit == "disqualified" and command.reason:
        fields["lost_reason"] = command.reason.strip()
    return fields


def _keeps(command: EndCall, outcome: CallOutcome, promise: FollowUp) -> bool:
    """Whether a call keeps a promise: what was due by then, and a call promised for later that day."""
    if not outcome.spoken:
        return False
    later_today = command.day_ends is not None and promise.due_at < command.day_ends
    return promise.due_at <= command.ended_at or (
        later_today and promise.action == CALL and command.outcome != CALL_BACK
    )


def _topic(command: EndCall) -> str | None:
    return (command.topic or "").strip() or None


def _promise(command: EndCall) -> FollowUp | None:
    if command.follow_up_at is None:
        return None
    return FollowUp(0, command.lead_id, CALL, command.follow_up_at, (command.follow_up_note or "").strip() or None)
