"""Reads values of the domain from a connection, the writing one within a step or a reading one outside.

Only living rows are seen: what was deleted or taken back does not exist here.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from leadqual_gui.adapters.db.codec import SELECT_LEAD, dumps, email_key, lead_value, some_moment
from leadqual_gui.domain.activities import Activity
from leadqual_gui.domain.adjustments import Adjustment
from leadqual_gui.domain.answers import Answer, AnswerState
from leadqual_gui.domain.duplicates import Identity
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.moments import moment_of, seconds
from leadqual_gui.domain.records import LeadRecord
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.domain.verdicts import Judgement, Verdict

if TYPE_CHECKING:
    from leadqual_gui.domain.quality import Contact

_ACTIVITY = (
    "SELECT a.id, a.lead_id, k.text, a.at, coalesce(a.note, t.text) FROM activity AS a "
    "JOIN word AS k ON k.id = a.kind LEFT JOIN word AS t ON t.id = a.topic WHERE a.gone_by IS NULL AND "
)
_ANSWER = (
    "SELECT id, lead_id, framework, element, state, level, heard_at, said_by, evidence, confirmed "
    "FROM answer WHERE gone_by IS NULL AND "
)
_STAKEHOLDER = (
    "SELECT id, lead_id, name, role, job_title, influence, stance, cares_about, knows, is_lead "
    "FROM stakeholder WHERE gone_by IS NULL AND "
)
_ADJUSTMENT = (
    "SELECT id, lead_id, tenths, axis, reason, author, starts_at, ends_at FROM adjustment WHERE gone_by IS NULL AND "
)
_IDENTITY = f"SELECT {', '.join(field.name for field in fields(Identity))} FROM lead"
_CONTACT = (
    "SELECT id, full_name, first_name, last_name, company, job_title, email, phone, mobile, country, "
    "verified_at IS NOT NULL FROM lead"
)
_VERDICT = (
    "SELECT v.id, v.lead_id, v.at, v.verdict, v.tenths, v.rules_version, v.reason FROM verdict AS v "
    "WHERE v.gone_by IS NULL AND "
)
_FOLLOW_UP = (
    "SELECT f.id, f.lead_id, f.action, f.due_at, f.note, f.done_at FROM follow_up AS f WHERE f.gone_by IS NULL AND "
)


def lead(connection: sqlite3.Connection, lead_id: int) -> Lead | None:
    """One lead; None if it is not there."""
    row = connection.execute(f"{SELECT_LEAD} WHERE id = ? AND gone_by IS NULL", (lead_id,)).fetchone()
    return lead_value(row) if row else None


def leads(connection: sqlite3.Connection, lead_ids: Sequence[int]) -> Sequence[Lead]:
    """Leads in the order asked for, without those that are not there."""
    rows = connection.execute(
        f"{SELECT_LEAD} WHERE id IN (SELECT value FROM json_each(?)) AND gone_by IS NULL", (dumps(list(lead_ids)),)
    )
    found = {row[0]: row for row in rows}
    return [lead_value(found[lead_id]) for lead_id in lead_ids if lead_id in found]


def find(connection: sqlite3.Connection, key: str) -> int | None:
    """The row id of a lead by external_id, e-mail or row id."""
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 19 else -1
    for condition, value in (("external_id = ?", key), ("email_key = ?", email_key(key)), ("id = ?", number)):
        found = connection.execute(
            f"SELECT id FROM lead WHERE gone_by IS NULL AND {condition} ORDER BY id LIMIT 1",
            (value,),
        ).fetchone()
        if found:
            return int(found[0])
    return None


def activity(connection: sqlite3.Connection, activity_id: int) -> Activity | None:
    """One activity; None if it is not there."""
    return next(iter(_activities(connection.execute(f"{_ACTIVITY} a.id = ?", (activity_id,)))), None)


def activities(connection: sqlite3.Connection, lead_id: int) -> Sequence[Activity]:
    """What a lead did, newest first."""
    return _activities(connection.execute(f"{_ACTIVITY} a.lead_id = ? ORDER BY a.at DESC, a.id DESC", (lead_id,)))


def answers(connection: sqlite3.Connection, lead_id: int) -> Sequence[Answer]:
    """All answers of a lead, newest first."""
    rows = connection.execute(f"{_ANSWER} lead_id = ? ORDER BY heard_at DESC, id DESC", (lead_id,))
    return [answer_value(row) for row in rows]


def stakeholders(connection: sqlite3.Connection, lead_id: int) -> Sequence[Stakeholder]:
    """The buying group of a lead, in the order in which it was told."""
    rows = connection.execute(f"{_STAKEHOLDER} lead_id = ? ORDER BY id", (lead_id,))
    return [stakeholder_value(row) for row in rows]


def stakeholder(connection: sqlite3.Connection, stakeholder_id: int) -> Stakeholder | None:
    """One person of a buying group; None if not there."""
    row = connection.execute(f"{_STAKEHOLDER} id = ?", (stakeholder_id,)).fetchone()
    return stakeholder_value(row) if row else None


def adjustments(connection: sqlite3.Connection, lead_id: int) -> Sequence[Adjustment]:
    """The corrections by hand of a lead's score."""
    rows = connection.execute(f"{_ADJUSTMENT} lead_id = ? ORDER BY id", (lead_id,))
    return [adjustment_value(row) for row in rows]


def follow_up(connection: sqlite3.Connection, follow_up_id: int) -> FollowUp | None:
    """One promise; None if it is not there."""
    row = connection.execute(f"{_FOLLOW_UP} f.id = ?", (follow_up_id,)).fetchone()
    return follow_up_value(row) if row else None


def follow_ups(connection: sqlite3.Connection, lead_id: int) -> Sequence[FollowUp]:
    """What was promised to a lead, the soonest first."""
    rows = connection.execute(f"{_FOLLOW_UP} f.lead_id = ? ORDER BY f.due_at, f.id", (lead_id,))
    return [follow_up_value(row) for row in rows]


def open_follow_ups(connection: sqlite3.Connection, until: datetime | None) -> Sequence[FollowUp]:
    """What was promised to anybody and is not done, the soonest first; of deleted leads, nothing."""
    latest = 2**62 if until is None else seconds(until)
    rows = connection.execute(
        f"{_FOLLOW_UP} f.done_at IS NULL AND f.due_at <= ? "
        "AND EXISTS (SELECT 1 FROM lead AS l WHERE l.id = f.lead_id AND l.gone_by IS NULL) ORDER BY f.due_at, f.id",
        (latest,),
    )
    return [follow_up_value(row) for row in rows]


def verdicts(connection: sqlite3.Connection, lead_id: int) -> Sequence[Verdict]:
    """What people thought of a lead's score, newest first."""
    rows = connection.execute(f"{_VERDICT} v.lead_id = ? ORDER BY v.at DESC, v.id DESC", (lead_id,))
    return [verdict_value(row) for row in rows]


def all_verdicts(connection: sqlite3.Connection) -> Sequence[Verdict]:
    """What people thought of anybody's score, newest first; of deleted leads, nothing."""
    rows = connection.execute(
        f"{_VERDICT} EXISTS (SELECT 1 FROM lead AS l WHERE l.id = v.lead_id AND l.gone_by IS NULL) "
        "ORDER BY v.at DESC, v.id DESC"
    )
    return [verdict_value(row) for row in rows]


def identities(connection: sqlite3.Connection, lead_ids: Sequence[int] | None) -> Sequence[Identity]:
    """What tells who leads are, in ascending order of their row ids."""
    which = "" if lead_ids is None else " AND id IN (SELECT value FROM json_each(?))"
    given = () if lead_ids is None else (dumps(list(lead_ids)),)
    rows = connection.execute(f"{_IDENTITY} WHERE gone_by IS NULL{which} ORDER BY id", given)
    return [Identity(*row) for row in rows]


def contacts(connection: sqlite3.Connection, lead_ids: Sequence[int] | None) -> Sequence[Contact]:
    """What the quality of leads' data rests on, in ascending order of their row ids."""
    from leadqual_gui.domain.quality import Contact  # not before the first paint

    which = "" if lead_ids is None else " AND id IN (SELECT value FROM json_each(?))"
    given = () if lead_ids is None else (dumps(list(lead_ids)),)
    rows = connection.execute(f"{_CONTACT} WHERE gone_by IS NULL{which} ORDER BY id", given)
    return [Contact(*row) for row in rows]


def kept_apart(connection: sqlite3.Connection) -> frozenset[tuple[int, int]]:
    """Pairs that are two people."""
    return frozenset(connection.execute("SELECT lead_id, other_id FROM distinct_pair WHERE gone_by IS NULL"))


def record(connection: sqlite3.Connection, lead_id: int) -> LeadRecord | None:
    """Everything about one lead that a score may rest on."""
    found = lead(connection, lead_id)
    if found is None:
        return None
    return LeadRecord(
        found,
        tuple(activities(connection, lead_id)),
        tuple(answers(connection, lead_id)),
        tuple(stakeholders(connection, lead_id)),
        tuple(adjustments(connection, lead_id)),
    )


def heard_after(connection: sqlite3.Connection, moment: datetime) -> Sequence[int]:
    """Row ids of leads with an answer heard after this moment, ascending."""
    rows = connection.execute(
        "SELECT DISTINCT l.id FROM answer AS a JOIN lead AS l ON l.id = a.lead_id AND l.gone_by IS NULL "
        "WHERE a.heard_at > ? AND a.gone_by IS NULL ORDER BY l.id",
        (seconds(moment),),
    )
    return [row[0] for row in rows]


def _activities(rows: Iterable[Sequence[Any]]) -> list[Activity]:
    return [Activity(number, lead_id, kind, moment_of(at), topic) for number, lead_id, kind, at, topic in rows]


def answer_value(row: Sequence[Any]) -> Answer:
    """A row of answers as a value."""
    number, lead_id, framework, element, state, level, heard_at, said_by, evidence, confirmed = row
    heard = moment_of(heard_at)
    known = AnswerState(state)
    return Answer(number, lead_id, framework, element, known, level, heard, said_by, evidence, bool(confirmed))


def stakeholder_value(row: Sequence[Any]) -> Stakeholder:
    """A row of stakeholders as a value."""
    number, lead_id, name, role, job_title, influence, stance, cares_about, knows, is_lead = row
    cares, known = (tuple(json.loads(text)) if text else () for text in (cares_about, knows))
    return Stakeholder(number, lead_id, name, role, job_title, influence, stance, cares, known, bool(is_lead))


def verdict_value(row: Sequence[Any]) -> Verdict:
    """A row of verdicts as a value."""
    number, lead_id, at, judgement, tenths, version, reason = row
    return Verdict(number, lead_id, moment_of(at), Judgement(judgement), tenths, version, reason)


def follow_up_value(row: Sequence[Any]) -> FollowUp:
    """A row of promises as a value."""
    number, lead_id, action, due_at, note, done_at = row
    return FollowUp(number, lead_id, action, moment_of(due_at), note, some_moment(done_at))


def adjustment_value(row: Sequence[Any]) -> Adjustment:
    """A row of adjustments as a value."""
    number, lead_id, tenths, axis, reason, author, start, end = row
    return Adjustment(number, lead_id, tenths, axis, reason, author, moment_of(start), some_moment(end))
