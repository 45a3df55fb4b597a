"""Keeping what is resident in step with what is stored: only what changed is touched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from leadqual_gui.domain.activities import Activity
from leadqual_gui.domain.answers import Answer
from leadqual_gui.domain.columns import Columns, newest_answers
from leadqual_gui.domain.columns_activities import NEVER, NO_TOPIC
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.moments import ACTIVITY_EPOCH, activity_time, moment_of
from leadqual_gui.domain.records import LeadRecord
from leadqual_gui.services.operations import Changes
from leadqual_gui.services.plans import Move
from leadqual_gui.services.ports import UnitOfWork

LATEST = 2**31 - 1
ONLY_FIELDS = Changes.LEAD | Changes.STAGE | Changes.MEMBERSHIP
"""What is done to the fields of leads alone."""
_ANSWER = "answer."


def follow_leads(columns: Columns, leads: Iterable[Lead]) -> None:
    """Take over the fields of leads; new ones are appended, deleted ones that came back are shown again."""
    for lead in leads:
        position = columns.position(lead.id)
        if position is None:
            columns.append(lead)
            continue
        columns.put_lead(position, lead)
        if not columns.alive[position]:
            columns.set_alive([position], True)


def follow_moves(columns: Columns, lead_id: int, moves: Sequence[Move]) -> None:
    """Take over what happened to single activities of one lead."""
    position = columns.position(lead_id)
    if position is None:
        return
    for before, after in moves:
        if before is not None:
            columns.remove_activity(position, before)
        if after is not None:
            columns.put_activity(position, after)


def follow_record(columns: Columns, record: LeadRecord, changes: Changes) -> None:
    """Take over whatever of one lead `changes` names."""
    position = columns.position(record.lead.id)
    if position is None or changes & (Changes.LEAD | Changes.STAGE | Changes.MEMBERSHIP):
        fresh = position is None or not columns.alive[position]  # out of sight nobody followed what became of it
        follow_leads(columns, [record.lead])
        position = columns.position(record.lead.id)
        assert position is not None
        changes = ~Changes.NOTHING if fresh else changes
    if changes & Changes.ANSWER:
        _follow_answers(columns, position, record)
    if changes & Changes.STAKEHOLDER:
        columns.put_stakeholders(position, record.stakeholders)
    if changes & Changes.ADJUSTMENT:
        columns.put_adjustments(position, record.adjustments)
    if changes & (Changes.ACTIVITY | Changes.IMPORT):
        _follow_activities(columns, position, record.activities)


def follow_in(
    unit: UnitOfWork, columns: Columns, lead_ids: Sequence[int], changes: Changes, moves: Sequence[Move]
) -> None:
    """Take over what a step changes, before it is committed."""
    if moves:
        follow_moves(columns, lead_ids[0], moves)
        changes &= ~Changes.ACTIVITY
    for lead_id in lead_ids if changes else ():
        if changes & ~ONLY_FIELDS:
            record = unit.record(lead_id)
            if record is None:
                hide(columns, [lead_id])
            else:
                follow_record(columns, record, changes)
            continue
        lead = unit.lead(lead_id)
        if lead is None:
            hide(columns, [lead_id])
        else:
            follow_leads(columns, [lead])


def hide(columns: Columns, lead_ids: Iterable[int]) -> None:
    """Leads that were deleted disappear from every list."""
    columns.set_alive([at for at in map(columns.position, lead_ids) if at is not None], False)


def follow_stored(
    columns: Columns, lead_ids: Sequence[int], changes: Changes, record_of: Callable[[int], LeadRecord | None]
) -> None:
    """Take leads over as they are stored now, whatever happened to them."""
    for lead_id in sorted(lead_ids):
        record = record_of(lead_id)
        if record is None:
            hide(columns, [lead_id])
        else:
            follow_record(columns, record, changes)


def forget_later_answers(columns: Columns, lead_id: int, answers: Sequence[Answer], as_of: datetime) -> None:
    """Look at a lead as of a moment: only what had been heard by then counts."""
    position = columns.position(lead_id)
    if position is None:
        return
    heard = newest_answers(answers, as_of)
    for framework, element in {(a.framework, a.element) for a in answers}:
        columns.put_answer(position, heard.get((framework, element)), framework, element)


def _follow_answers(columns: Columns, position: int, record: LeadRecord) -> None:
    newest = newest_answers(record.answers)
    held = {_element(fact) for fact in columns.fields if fact.startswith(_ANSWER)}
    for framework, element in {*held, *newest}:
        columns.put_answer(position, newest.get((framework, element)), framework, element)


def _element(fact: str) -> tuple[str, str]:
    framework, _, element = fact.removeprefix(_ANSWER).partition(".")
    return framework, element


def _follow_activities(columns: Columns, position: int, activities: Sequence[Activity]) -> None:
    """Add what is new and take away what is gone, comparing kind, time and topic."""
    stored = {_key(a): a for a in activities}
    wanted = Counter(_key(a) for a in activities)
    resident = Counter(_resident_keys(columns, position))
    for key, count in (resident - wanted).items():
        kind, time, topic = key
        for _ in range(count):
            columns.remove_activity(position, Activity(0, 0, kind, moment_of(time + ACTIVITY_EPOCH), topic))
    for key, count in (wanted - resident).items():
        for _ in range(count):
            columns.put_activity(position, stored[key])


_Key = tuple[str, int, str | None]


def _key(activity: Activity) -> _Key:
    return activity.kind, activity_time(activity.occurred_at), activity.topic


def _resident_keys(columns: Columns, position: int) -> Iterator[_Key]:
    topics = columns.activities.topics
    for kind in columns.activities.kinds:
        found = columns.activities.of_lead(position, (kind,), NEVER, LATEST)
        for time, topic in zip(found.times.tolist(), found.topics.tolist(), strict=True):
            yield kind, time, None if topic == NO_TOPIC else topics.values[topic]
