"""Keeps the search index beside the leads: one text a lead, of its fields and the notes on its time line.

SQLite keeps the index in pieces and merges them as it goes. An import leaves that until its end (`Postponed`), which
takes half the time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from leadqual_gui.adapters.db.codec import SEARCHED
from leadqual_gui.adapters.db.search_text import indexed

_FIELDS = ", ".join(f"l.{column}" for column in SEARCHED)
_NOTES = (
    "(SELECT group_concat(a.note, ' ') FROM activity AS a "
    "WHERE a.lead_id = l.id AND a.note IS NOT NULL AND a.gone_by IS NULL)"
)
_CHUNK = 2000
_MERGED_AT_ONCE = 100
"""Pages of the index that one step of merging writes."""


def index_leads(connection: sqlite3.Connection, lead_ids: Sequence[int]) -> None:
    """Put these leads into the index as they are now."""
    text = text_maker(SEARCHED)
    for start in range(0, len(lead_ids), _CHUNK):
        ids = ",".join(map(str, lead_ids[start : start + _CHUNK]))
        rows = connection.execute(f"SELECT l.id, {_NOTES}, {_FIELDS} FROM lead AS l WHERE l.id IN ({ids})").fetchall()
        connection.executemany(
            "INSERT OR REPLACE INTO lead_text (rowid, text) VALUES (?, ?)",
            [(row[0], text(row[2:], row[1])) for row in rows],
        )


def index_new(connection: sqlite3.Connection, texts: Iterable[tuple[int, str]]) -> None:
    """Put leads into the index that were never in it."""
    connection.executemany("INSERT INTO lead_text (rowid, text) VALUES (?, ?)", texts)


def text_maker(fields: Sequence[str]) -> Callable[[Sequence[Any], str | None], str]:
    """What makes the text of a lead, for the index, from a row of these fields and the notes on its time line."""
    told = [at for at, field in enumerate(fields) if field in SEARCHED]
    names = ("full_name", "first_name", "last_name")
    full, first, last = (fields.index(name) if name in fields else None for name in names)
    others = [at for at in told if at not in (first, last)]
    said_twice = full is not None and (first is not None or last is not None)

    def text(row: Sequence[Any], notes: str | None = None) -> str:
        name = row[full] if said_twice and full is not None else None
        known = name and (first is None or (row[first] or "") in name) and (last is None or (row[last] or "") in name)
        parts = [row[at] for at in (others if known else told) if row[at]]
        if notes:
            parts.append(notes)
        return indexed(" ".join(parts))

    return text


def postpone_merging(connection: sqlite3.Connection) -> None:
    """From now on pieces of the index are left as they are."""
    connection.execute("INSERT INTO lead_text (lead_text, rank) VALUES ('automerge', 0)")
    connection.execute("INSERT INTO lead_text (lead_text, rank) VALUES ('crisismerge', 2000)")


def resume_merging(connection: sqlite3.Connection) -> None:
    """Pieces are merged as they come again."""
    connection.execute("INSERT INTO lead_text (lead_text, rank) VALUES ('automerge', 4)")
    connection.execute("INSERT INTO lead_text (lead_text, rank) VALUES ('crisismerge', 16)")


def merge_some(connection: sqlite3.Connection, first: bool) -> bool:
    """One step of making one piece of all; False when there is nothing left to do. `first`: this begins it."""
    before = connection.total_changes
    pages = -_MERGED_AT_ONCE if first else _MERGED_AT_ONCE
    connection.execute("INSERT INTO lead_text (lead_text, rank) VALUES ('merge', ?)", (pages,))
    return connection.total_changes - before >= 2
