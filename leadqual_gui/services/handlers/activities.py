"""The time line: what a lead did, what was done, and notes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from leadqual_gui.domain.activities import Activity
from leadqual_gui.services.commands import AddActivity, AddNote, EditActivity, RemoveActivity
from leadqual_gui.services.handlers.checks import LONGEST_TEXT, checked_moment
from leadqual_gui.services.operations import Changes, Refusal, Said
from leadqual_gui.services.plans import Plan, Planned, Situation, refusal
from leadqual_gui.services.ports import UnitOfWork

NOTE = "note"
_Do = Callable[[UnitOfWork], object]


def add_activity(command: AddActivity, situation: Situation) -> Planned:
    """Something happened with a lead."""
    activity = _checked(command.lead_id, command.kind, command.occurred_at, command.topic, situation)
    if isinstance(activity, Refusal):
        return activity
    return _planned("activity_added", activity, situation, lambda unit: unit.add_activity(activity))


def add_note(command: AddNote, situation: Situation) -> Planned:
    """A note is an activity of kind "note" whose topic is its text."""
    text = command.text.strip()
    if not text:
        return refusal("note_empty", "text")
    note = _checked(command.lead_id, NOTE, command.occurred_at or situation.now, text, situation)
    if isinstance(note, Refusal):
        return note
    return _planned("note_added", note, situation, lambda unit: unit.add_activity(note))


def edit_activity(command: EditActivity, situation: Situation) -> Planned:
    """Correct what is on the time line."""
    before = situation.store.activity(command.activity_id)
    if before is None:
        return refusal("activity_gone")
    checked = _checked(before.lead_id, command.kind, command.occurred_at, command.topic, situation)
    if isinstance(checked, Refusal):
        return checked
    after = Activity(before.id, before.lead_id, checked.kind, checked.occurred_at, checked.topic)

    def carry_out(unit: UnitOfWork) -> Activity:
        unit.put_activity(after)
        return after

    return _planned("activity_edited", after, situation, carry_out, before)


def remove_activity(command: RemoveActivity, situation: Situation) -> Planned:
    """Take something off the time line."""
    before = situation.store.activity(command.activity_id)
    if before is None:
        return refusal("activity_gone")
    return _planned("activity_removed", before, situation, lambda unit: unit.remove_activity(before.id), before)


def _checked(
    lead_id: int, kind: str, occurred_at: datetime, topic: str | None, situation: Situation
) -> Activity | Refusal:
    moment = checked_moment(occurred_at, situation.now)
    if isinstance(moment, Refusal):
        return moment
    if not kind.strip():
        return refusal("kind_needed", "kind")
    if topic and len(topic) > LONGEST_TEXT:
        return refusal("text_too_long", "topic", field="topic", longest=LONGEST_TEXT)
    return Activity(0, lead_id, kind.strip(), moment, (topic or "").strip() or None)


def _planned(code: str, activity: Activity, situation: Situation, do: _Do, before: Activity | None = None) -> Planned:
    name = situation.name_of(activity.lead_id)
    if name is None:
        return refusal("lead_gone", missing=1)
    known = situation.rules.kind(activity.kind)
    label = known.label.default if known else activity.kind
    said = Said(code, {"name": name, "kind": activity.kind, "label": label})
    cause = Said(code, {"kind": activity.kind, "label": label})
    return Plan(said, Changes.ACTIVITY, (activity.lead_id,), do, cause, before)
