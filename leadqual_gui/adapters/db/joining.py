"""Two leads become one: what hangs on the one is hung on the other, each row noted in the log so that undo returns it.

What both have alike (the same activity in the same second, the same answer, the same promise) is not moved: it stays on
the lead that goes, out of sight, and does not count twice.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from leadqual_gui.adapters.db.codec import dumps
from leadqual_gui.adapters.db.log import NOTE_FIELD, Entry
from leadqual_gui.services.operations import Changes

_ALIKE = {
    "activity": "kind IS o.kind AND t.at = o.at AND t.topic IS o.topic AND t.note IS o.note",
    "answer": "framework = o.framework AND t.element = o.element AND t.heard_at = o.heard_at AND t.level IS o.level",
    "stakeholder": "name = o.name COLLATE NOCASE AND t.role = o.role OR t.lead_id = :keep AND t.is_lead AND o.is_lead",
    "adjustment": "tenths = o.tenths AND t.axis = o.axis AND t.reason = o.reason AND t.starts_at = o.starts_at",
    "follow_up": "action = o.action AND t.due_at = o.due_at AND (t.done_at IS NULL) = (o.done_at IS NULL)",
    "verdict": "at = o.at AND t.verdict = o.verdict",
}
"""When a row `t` of the lead that stays says the same as a row `o` of the one that goes."""
_TOUCHED = {
    "activity": Changes.ACTIVITY,
    "answer": Changes.ANSWER,
    "stakeholder": Changes.STAKEHOLDER,
    "adjustment": Changes.ADJUSTMENT,
    "follow_up": Changes.FOLLOW_UP,
    "verdict": Changes.VERDICT,
}


def join(connection: sqlite3.Connection, entry: Entry, keep: int, gone: int) -> Changes:
    """Hang what hangs on `gone` on `keep`; what was touched."""
    touched = Changes.NOTHING
    _take_over_acquaintances(connection, entry, keep, gone)
    for table, alike in _ALIKE.items():
        rows = connection.execute(
            f"SELECT o.id FROM {table} AS o WHERE o.lead_id = :gone AND o.gone_by IS NULL AND NOT EXISTS "
            f"(SELECT 1 FROM {table} AS t WHERE t.lead_id = :keep AND t.gone_by IS NULL AND (t.{alike}))",
            {"gone": gone, "keep": keep},
        ).fetchall()
        if rows:
            _move(connection, entry, table, [row[0] for row in rows], keep, gone)
            touched |= _TOUCHED[table]
    return touched


def _move(connection: sqlite3.Connection, entry: Entry, table: str, rows: Sequence[int], keep: int, gone: int) -> None:
    step = entry.begin()
    connection.executemany(NOTE_FIELD, [(step, table, "lead_id", row, keep, gone, keep) for row in rows])
    connection.execute(
        f"UPDATE {table} SET lead_id = ? WHERE id IN (SELECT value FROM json_each(?))", (keep, dumps(list(rows)))
    )


def _take_over_acquaintances(connection: sqlite3.Connection, entry: Entry, keep: int, gone: int) -> None:
    """Who of the one group knows a person that both groups have knows that person's row in the other group now."""
    same: dict[int, int] = dict(
        connection.execute(
            "SELECT o.id, min(t.id) FROM stakeholder AS o JOIN stakeholder AS t ON t.lead_id = :keep "
            f"AND t.gone_by IS NULL AND (t.{_ALIKE['stakeholder']}) "
            "WHERE o.lead_id = :gone AND o.gone_by IS NULL GROUP BY o.id",
            {"keep": keep, "gone": gone},
        ).fetchall()
    )
    if not same:
        return
    rows: list[tuple[int, Any]] = connection.execute(
        "SELECT id, knows FROM stakeholder WHERE lead_id = ? AND gone_by IS NULL AND knows IS NOT NULL", (gone,)
    ).fetchall()
    for row, knows in rows:
        new = dumps([same.get(person, person) for person in json.loads(knows)])
        if row not in same and new != knows:
            entry.field("stakeholder", "knows", row, keep, knows, new)
            connection.execute("UPDATE stakeholder SET knows = ? WHERE id = ?", (new, row))


def keep_apart(connection: sqlite3.Connection, step: int, pair: tuple[int, int]) -> int:
    """Remember that two leads are two people; the new row, or 0 if that is known."""
    known = connection.execute(
        "SELECT 1 FROM distinct_pair WHERE lead_id = ? AND other_id = ? AND gone_by IS NULL", pair
    ).fetchone()
    if known:
        return 0
    made = connection.execute("INSERT INTO distinct_pair (made_by, lead_id, other_id) VALUES (?, ?, ?)", (step, *pair))
    return made.lastrowid or 0
