"""Keeps the search index beside the leads: one text a lead, of its fields and the notes on its time line.

SQLite keeps the index in pieces and merges them as it goes. An import writes large pieces and lets them stand: a few
dozen cost a search a tenth, merging them half as much again as writing them. Only when they are many are they merged.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from leadqual_gui.adapters.db.codec import SEARCHED
from leadqual_gui.adapters.db.search_text import indexed

_FIELDS = ", ".join(f"iif(typeof(l.{column}) = 'text', l.{column}, NULL)" for column in SEARCHED)
"""Of a damaged file, what can be read."""
_NOTES = (
    "(SELECT group_concat(a.note, ' ') FROM activity AS a "
    "WHERE a.lead_id = l.id AND a.note IS NOT NULL AND a.gone_by IS NULL)"
)
_CHUNK = 2000
_MERGED_AT_ONCE = 100
"""Pages of the index that one step of merging writes."""
_TEXTS_AT_ONCE = 2000
"""Texts of one piece: written in some 15 ms, which is what a click may have to wait."""
_PIECE_BYTES = 8 << 20
"""What may be held in memory before a piece is written: more than _TEXTS_AT_ONCE need."""
_PIECES = 60
"""So many pieces are let stand."""
FEW_PIECES = 8
"""So many stay when somebody finds the time to merge them."""
_PIECES_IN_DAILY_USE = 150
"""At so many, the next edit would have to merge all of one level before it is done: out of reach."""


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


class NewTexts:
    """Texts of new leads on their way into the index, many at once.

    `turns` counts what others wrote. Did somebody write since the texts were made, then a lead may have been edited,
    and is looked at again.
    """

    def __init__(self, turns: int) -> None:
        self._ids: list[int] = []
        self._texts: list[str] = []
        self._turns = turns

    @property
    def are_many(self) -> bool:
        """Are there enough for a piece of the index?"""
        return len(self._ids) >= _TEXTS_AT_ONCE

    def add(self, ids: Iterable[int], texts: Iterable[str]) -> None:
        """Texts of leads that were never in the index."""
        self._ids += ids
        self._texts += texts

    def write(self, connection: sqlite3.Connection, turns: int) -> None:
        """Put them into the index."""
        if turns == self._turns:
            rows = zip(self._ids, self._texts, strict=True)
            connection.executemany("INSERT INTO lead_text (rowid, text) VALUES (?, ?)", rows)
        else:
            index_leads(connection, self._ids)
        self._ids, self._texts, self._turns = [], [], turns


def text_maker(fields: Sequence[str]) -> Callable[[Sequence[Any], str | None], str]:
    """What makes the text of a lead, for the index, from a row of these fields and the notes on its time line."""
    texts = texts_maker(fields)

    def text(row: Sequence[Any], notes: str | None = None) -> str:
        own = texts([row])[0]
        return f"{own} {indexed(notes)}" if notes else own

    return text


def texts_maker(fields: Sequence[str]) -> Callable[[Sequence[Sequence[Any]]], list[str]]:
    """What makes the texts of leads from rows of these fields; what the full name says is not said twice."""
    told = [at for at, field in enumerate(fields) if field in SEARCHED]
    full = fields.index("full_name") if "full_name" in fields else None
    parts = [at for at in told if full is not None and fields[at] in ("first_name", "last_name")]

    def texts(rows: Sequence[Sequence[Any]]) -> list[str]:
        columns = list(zip(*rows, strict=True))
        said = [_said(columns[at], columns[full] if at in parts and full is not None else None) for at in told]
        found = list(map(" ".join, zip(*said, strict=True))) if said else [""] * len(rows)
        return found if "".join(found).isascii() else [indexed(text) for text in found]

    return texts


def _said(values: Sequence[str | None], within: Sequence[str | None] | None) -> Sequence[str]:
    """A column of texts, empty where nothing is known or where the column `within` says it already."""
    if within is not None:
        return ["" if not v or (w and v in w) else v for v, w in zip(values, within, strict=True)]
    return [value or "" for value in values]


def postpone_merging(connection: sqlite3.Connection) -> None:
    """From now on pieces of the index are left as they are."""
    connection.execute("INSERT INTO lead_text (lead_text, rank) VALUES ('automerge', 0)")
    connection.execute("INSERT INTO lead_text (lead_text, rank) VALUES ('crisismerge', 2000)")
    connection.execute("INSERT INTO lead_text (lead_text, rank) VALUES ('hashsize', ?)", (_PIECE_BYTES,))


def resume_merging(connection: sqlite3.Connection) -> None:
    """Pieces are merged as they come again."""
    connection.execute("INSERT INTO lead_text (lead_text, rank) VALUES ('automerge', 4)")
    connection.execute("INSERT INTO lead_text (lead_text, rank) VALUES ('crisismerge', ?)", (_PIECES_IN_DAILY_USE,))


def should_merge(connection: sqlite3.Connection, most: int = _PIECES) -> bool:
    """Is the index in more pieces than that?"""
    pieces: int = connection.execute("SELECT count(DISTINCT segid) FROM lead_text_idx").fetchone()[0]
    return pieces > most


def merge_some(connection: sqlite3.Connection, first: bool) -> bool:
    """One step of making one piece of all; False when there is nothing left to do. `first`: this begins it."""
    before = connection.total_changes
    pages = -_MERGED_AT_ONCE if first else _MERGED_AT_ONCE
    connection.execute("INSERT INTO lead_text (lead_text, rank) VALUES ('merge', ?)", (pages,))
    return connection.total_changes - before >= 2
