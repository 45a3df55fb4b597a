"""What happened to a lead: the lines of its change log, newest first, as people read them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from leadqual_gui.adapters.db.codec import FLAGS, TIMES
from leadqual_gui.adapters.db.log import TAKEN_BACK, WENT
from leadqual_gui.domain.moments import moment_of
from leadqual_gui.services.operations import Said
from leadqual_gui.services.ports import Change

_LOG = "o.id, o.at, o.code, o.params, o.state"
_FIELDS = (
    f'SELECT {_LOG}, c.tbl, c.field, c."before", c."after" FROM change AS c '
    "JOIN operation AS o ON o.id = c.operation WHERE c.lead_id = :lead AND c.field <> 'lead_id' "
    "ORDER BY c.operation DESC LIMIT :limit"
)
_CAME = (
    f"SELECT {_LOG}, :table, '+', NULL, {{text}} "
    "FROM (SELECT * FROM {table} WHERE {key} = :lead ORDER BY made_by DESC LIMIT :limit) AS t "
    "JOIN operation AS o ON o.id = t.made_by"
)
_WENT_ROWS = (
    f"SELECT {_LOG}, :table, '-', {{text}}, NULL FROM {{table}} AS t "
    "JOIN operation AS o ON o.id = t.gone_by AND t.gone_by <> t.made_by WHERE t.{key} = :lead"
)
_TEXTS = {
    "lead": "NULL",
    "activity": "(SELECT text FROM word WHERE id = t.kind)",
    "answer": "t.framework || '.' || t.element || ' = ' || coalesce(t.level, t.state)",
    "stakeholder": "t.name",
    "adjustment": "t.reason",
    "verdict": "t.verdict",
}
_MOMENTS = TIMES | {"at", "heard_at", "starts_at", "ends_at", "due_at", "done_at", "snoozed_until"}
_WORDS = frozenset({"kind", "topic"})
_TOLD_AS = {"at": "occurred_at", "note": "topic"}


def changes(connection: sqlite3.Connection, lead_id: int, limit: int) -> Sequence[Change]:
    """The lead's change log, newest first. Rows that came or went have the field "+" or "-"."""
    asked = {"lead": lead_id, "limit": 2 * limit}  # some were taken away and back
    rows = connection.execute(_FIELDS, asked).fetchall()
    for table, text in _TEXTS.items():
        key = "id" if table == "lead" else "lead_id"
        for query in (_CAME, _WENT_ROWS):
            sql = query.format(table=table, text=text, key=key)
            rows += connection.execute(sql, {**asked, "table": table}).fetchall()
    rows.sort(key=lambda row: row[0], reverse=True)
    return [_change(connection, row) for row in rows[:limit] if row[6] != WENT or row[4] != TAKEN_BACK]


def _change(connection: sqlite3.Connection, row: Sequence[Any]) -> Change:
    operation, at, code, params, state, table, field, before, after = row
    told = [_told(connection, field, value) for value in (before, after)]
    name = _TOLD_AS.get(field, field) if table == "activity" else field
    label = Said(code, json.loads(params))
    return Change(operation, moment_of(at), label, table, name, told[0], told[1], state == TAKEN_BACK)


def _told(connection: sqlite3.Connection, field: str, value: Any) -> str | None:
    """A stored value as text."""
    if value is None:
        return None
    if field in _MOMENTS:
        return moment_of(value).isoformat()
    if field in _WORDS and isinstance(value, int):
        found = connection.execute("SELECT text FROM word WHERE id = ?", (value,)).fetchone()
        return str(found[0]) if found else None
    if field in FLAGS:
        return "yes" if value else "no"
    if field == "tags":
        return ", ".join(json.loads(value))
    if field.startswith("custom."):
        return _custom_text(json.loads(value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _custom_text(value: Any) -> str:
    if isinstance(value, dict):
        return moment_of(value["at"]).isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
