"""Keeps the search index beside the leads: one text a lead, of its fields and the notes on its time line."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from leadqual_gui.adapters.db.codec import SEARCHED
from leadqual_gui.adapters.db.search_text import digits, indexed

_PHONES = (SEARCHED.index("phone"), SEARCHED.index("mobile"))
_FIELDS = ", ".join(f"l.{column}" for column in SEARCHED)
_NOTES = (
    "(SELECT group_concat(a.note, ' ') FROM activity AS a "
    "WHERE a.lead_id = l.id AND a.note IS NOT NULL AND a.gone_by IS NULL)"
)
_CHUNK = 2000


def index_leads(connection: sqlite3.Connection, lead_ids: Sequence[int], new: bool = False) -> None:
    """Put these leads into the index as they are now. `new`: none of them is in it, or has notes on its time line."""
    notes = "NULL" if new else _NOTES
    verb = "INSERT" if new else "INSERT OR REPLACE"
    for start in range(0, len(lead_ids), _CHUNK):
        ids = ",".join(map(str, lead_ids[start : start + _CHUNK]))
        rows = connection.execute(f"SELECT l.id, {notes}, {_FIELDS} FROM lead AS l WHERE l.id IN ({ids})")
        connection.executemany(
            f"{verb} INTO lead_text (rowid, text) VALUES (?, ?)",
            [(row[0], _text(row[1], row[2:])) for row in rows],
        )


def _text(notes: str | None, fields: Sequence[str | None]) -> str:
    numbers = [digits(fields[at]) for at in _PHONES]
    return indexed((*fields, *numbers, notes))
