"""Brings a snapshot of the columns up to date with the few steps that were made after it.

After a crash, or a headless command, the snapshot is older than the leads. When only a few leads were touched they are
read again; anything that cannot be told so (an import, an activity that was corrected) means reading everything.
"""

from __future__ import annotations

import sqlite3

from leadqual_gui.adapters.db import reading
from leadqual_gui.adapters.db.log import CAME, STANDS
from leadqual_gui.adapters.db.undo import FEW, touched_leads
from leadqual_gui.domain.columns import Columns, newest_answers

_STEPS = 500


def patched(connection: sqlite3.Connection, columns: Columns, version: int, last_step: int) -> Columns | None:
    """The columns as they are now, made of those of an older version; None if reading everything is better.

    `last_step`: the newest step of that version. An older one with activities was taken back or done again since.
    """
    steps = connection.execute(
        "SELECT id, state FROM operation WHERE version > ? ORDER BY id LIMIT ?", (version, _STEPS + 1)
    ).fetchall()
    if len(steps) > _STEPS or any(state != STANDS for _, state in steps):
        return None
    leads: set[int] = set()
    for operation, _ in steps:
        if _changes_activities(connection, operation, any_at_all=operation <= last_step):
            return None
        leads.update(touched_leads(connection, operation))
        if len(leads) > FEW:
            return None
    for lead_id in sorted(leads):
        _put(connection, columns, lead_id)
    for operation, _ in steps:
        _put_new_activities(connection, columns, operation)
    return columns


def _changes_activities(connection: sqlite3.Connection, operation: int, any_at_all: bool) -> bool:
    found = connection.execute(
        "SELECT 1 FROM change WHERE operation = ? AND tbl = 'activity' AND (? OR field <> ?) LIMIT 1",
        (operation, any_at_all, CAME),
    )
    return found.fetchone() is not None


def _put(connection: sqlite3.Connection, columns: Columns, lead_id: int) -> None:
    position = columns.position(lead_id)
    lead = reading.lead(connection, lead_id)
    if lead is None:
        if position is not None:
            columns.set_alive([position], False)
        return
    if position is None:
        position = columns.append(lead)
    else:
        columns.put_lead(position, lead)
        columns.set_alive([position], True)
        for fact in columns.fields:
            if fact.startswith("custom.") and fact[7:] not in lead.custom:
                columns.put_field(position, fact, None)
    for (framework, element), answer in newest_answers(reading.answers(connection, lead_id)).items():
        columns.put_answer(position, answer, framework, element)
    columns.put_stakeholders(position, reading.stakeholders(connection, lead_id))
    columns.put_adjustments(position, reading.adjustments(connection, lead_id))


def _put_new_activities(connection: sqlite3.Connection, columns: Columns, operation: int) -> None:
    made = connection.execute(
        'SELECT a.id FROM change AS c JOIN activity AS a ON a.id BETWEEN c."row" AND c."after" AND a.made_by = ? '
        "WHERE c.operation = ? AND c.tbl = 'activity' AND c.field = ? AND a.gone_by IS NULL ORDER BY a.id",
        (operation, operation, CAME),
    ).fetchall()
    for (number,) in made:
        activity = reading.activity(connection, number)
        position = columns.position(activity.lead_id) if activity else None
        if activity is not None and position is not None:
            columns.put_activity(position, activity)
