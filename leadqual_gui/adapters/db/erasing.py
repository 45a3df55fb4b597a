"""Takes a person out of the file for good: rows, the log's values before and after, the search, every free page.

What a step was called is cleaned of the person's name as well. Steps that concerned nobody else leave the history.
Nothing of it can be undone, and a backup made from then on holds nothing of it.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Sequence

from leadqual_gui.adapters.db.codec import SELECT_LEAD, dumps, lead_value
from leadqual_gui.adapters.db.log import CANCELLED
from leadqual_gui.adapters.db.noted_rows import CHILDREN
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.moments import moment_of, seconds
from leadqual_gui.domain.privacy import PrivacyAct, PrivacyEntry

ERASED = "…"
"""What stands where a name stood."""
_SHORTEST = 4
"""Shorter texts than this say nothing about anybody, and stand everywhere."""
_BESIDE = ("score", "score_history", "alert", "watch")
_WORDS = (("activity", "kind"), ("activity", "topic"), ("score_history", "cause"), ("alert", "cause"))


def family(connection: sqlite3.Connection, lead_ids: Iterable[int]) -> list[int]:
    """Leads, and those that were merged into them and are out of sight since."""
    known = set(lead_ids)
    rows = connection.execute("SELECT params FROM operation WHERE code = 'leads_merged'")
    merges = [json.loads(params) for (params,) in rows]
    before = -1
    while len(known) != before:
        before = len(known)
        for told in merges:
            if told.get("lead") in known:
                known.update(_hidden(connection, told.get("gone", ())))
    return sorted(known)


def _hidden(connection: sqlite3.Connection, lead_ids: Sequence[int]) -> list[int]:
    rows = connection.execute(
        "SELECT id FROM lead WHERE gone_by IS NOT NULL AND id IN (SELECT value FROM json_each(?))",
        (dumps(list(lead_ids)),),
    )
    return [row[0] for row in rows]


def hidden_leads(connection: sqlite3.Connection) -> list[Lead]:
    """Leads that were deleted or merged away and are still held, so that undo can bring them back."""
    return [lead_value(row) for row in connection.execute(f"{SELECT_LEAD} WHERE gone_by IS NOT NULL ORDER BY id")]


def erase(connection: sqlite3.Connection, lead_ids: Sequence[int]) -> int:
    """Take these leads out, in the transaction under way; how many rows went."""
    ids = dumps(list(lead_ids))
    rows = connection.execute(f"{SELECT_LEAD} WHERE id IN (SELECT value FROM json_each(?))", (ids,)).fetchall()
    texts = _telling([lead_value(row) for row in rows], _people(connection, ids))
    words = _words_of(connection, ids)
    own = _steps_of_nobody_else(connection, ids)
    gone = _delete_rows(connection, ids)
    _forget_search(connection, lead_ids)
    _drop_words(connection, words)
    _clean(connection, texts, own)
    connection.execute("DELETE FROM column_snapshot")
    return gone


def _people(connection: sqlite3.Connection, ids: str) -> list[str]:
    """Whom the steps name beside the lead: the people of its buying group."""
    rows = connection.execute(
        "SELECT DISTINCT name FROM stakeholder WHERE lead_id IN (SELECT value FROM json_each(?))", (ids,)
    )
    return [row[0] for row in rows]


def _telling(leads: Sequence[Lead], people: Sequence[str]) -> list[str]:
    """The texts by which anybody could tell who it was, longest first."""
    found: set[str | None] = set(people)
    for lead in leads:
        found |= {lead.name, lead.full_name, lead.email, lead.email_2, lead.phone, lead.mobile, lead.linkedin}
    return sorted((text for text in found if text and len(text) >= _SHORTEST), key=len, reverse=True)


def _words_of(connection: sqlite3.Connection, ids: str) -> set[int]:
    found: set[int] = set()
    for table, column in _WORDS:
        rows = connection.execute(
            f"SELECT DISTINCT {column} FROM {table} WHERE lead_id IN (SELECT value FROM json_each(?))", (ids,)
        )
        found.update(row[0] for row in rows if row[0] is not None)
    return found


def _steps_of_nobody_else(connection: sqlite3.Connection, ids: str) -> list[int]:
    """Steps that touched these leads only."""
    inside = "(SELECT value FROM json_each(:ids))"
    parts = [f"SELECT operation AS step FROM change WHERE lead_id IN {inside}"]
    for table in ("lead", *CHILDREN):
        key = "id" if table == "lead" else "lead_id"
        for mark in ("made_by", "gone_by"):
            parts.append(f"SELECT {mark} FROM {table} WHERE {key} IN {inside} AND {mark} IS NOT NULL")
    steps = [row[0] for row in connection.execute(" UNION ".join(parts), {"ids": ids})]
    return [step for step in steps if not _concerns_others(connection, step, ids)]


def _concerns_others(connection: sqlite3.Connection, step: int, ids: str) -> bool:
    inside = "(SELECT value FROM json_each(:ids))"
    others = f"SELECT 1 FROM change WHERE operation = :step AND lead_id IS NOT NULL AND lead_id NOT IN {inside} LIMIT 1"
    if connection.execute(others, {"ids": ids, "step": step}).fetchone():
        return True
    ranges = connection.execute(
        """SELECT tbl, "row", "after" FROM change WHERE operation = ? AND field IN ('+', '-')""", (step,)
    ).fetchall()
    for table, first, last in ranges:
        key = "id" if table == "lead" else "lead_id"
        found = connection.execute(
            f"SELECT 1 FROM {table} WHERE id BETWEEN :first AND :last AND {key} NOT IN {inside} LIMIT 1",
            {"first": first, "last": last, "ids": ids},
        )
        if found.fetchone():
            return True
    return False


def _delete_rows(connection: sqlite3.Connection, ids: str) -> int:
    inside = "IN (SELECT value FROM json_each(?))"
    gone = connection.execute(f"DELETE FROM distinct_pair WHERE other_id {inside}", (ids,)).rowcount
    for table in (*CHILDREN, *_BESIDE, "change"):
        gone += connection.execute(f"DELETE FROM {table} WHERE lead_id {inside}", (ids,)).rowcount
    return gone + connection.execute(f"DELETE FROM lead WHERE id {inside}", (ids,)).rowcount


def _forget_search(connection: sqlite3.Connection, lead_ids: Sequence[int]) -> None:
    """Out of the index. What it still holds of earlier texts goes when it is made one piece (see `shredding`)."""
    connection.executemany("DELETE FROM lead_text WHERE rowid = ?", [(lead_id,) for lead_id in lead_ids])


def _drop_words(connection: sqlite3.Connection, words: set[int]) -> None:
    for word in words:
        used = (f"EXISTS (SELECT 1 FROM {table} WHERE {column} = :word)" for table, column in _WORDS)
        connection.execute(f"DELETE FROM word WHERE id = :word AND NOT ({' OR '.join(used)})", {"word": word})


def _clean(connection: sqlite3.Connection, texts: Sequence[str], own: Sequence[int]) -> None:
    """Names of steps and causes without the person."""
    connection.executemany(
        "UPDATE operation SET params = '{}', state = ? WHERE id = ?", [(CANCELLED, step) for step in own]
    )
    for text in texts:
        told = dumps(text)[1:-1]
        connection.execute(
            "UPDATE operation SET params = replace(params, ?, ?) WHERE instr(params, ?)", (told, ERASED, told)
        )
        for word, old in connection.execute("SELECT id, text FROM word WHERE instr(text, ?)", (told,)).fetchall():
            _rename_word(connection, word, old.replace(told, ERASED))
    _clean_settings(connection, texts)


def _rename_word(connection: sqlite3.Connection, word: int, new: str) -> None:
    """Another text for a word; if there is one with that text, its rows are given to it."""
    there = connection.execute("SELECT id FROM word WHERE text = ?", (new,)).fetchone()
    if there is None:
        connection.execute("UPDATE word SET text = ? WHERE id = ?", (new, word))
        return
    for table, column in _WORDS:
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (there[0], word))
    connection.execute("DELETE FROM word WHERE id = ?", (word,))


def _clean_settings(connection: sqlite3.Connection, texts: Sequence[str]) -> None:
    """Remembered searches and the like. What is being typed about other leads is theirs, as their notes are."""
    rows = connection.execute("SELECT key, value FROM setting WHERE key NOT GLOB 'typed.*.[1-9]*'").fetchall()
    try:
        for key, value in rows:
            new = value
            for text in texts:
                new = re.sub(re.escape(text), "", new, flags=re.IGNORECASE)
            if new != value:
                connection.execute("UPDATE setting SET value = ? WHERE key = ?", (new, key))
    finally:
        re.purge()  # Python keeps patterns, and these are names


def note(connection: sqlite3.Connection, entry: PrivacyEntry) -> None:
    """Write down that something was done, and to how much."""
    connection.execute(
        'INSERT INTO privacy_log (at, what, leads, "rows") VALUES (?, ?, ?, ?)',
        (seconds(entry.at), entry.act.value, entry.leads, entry.rows),
    )


def entries(connection: sqlite3.Connection) -> list[PrivacyEntry]:
    """What was done, newest first."""
    rows = connection.execute('SELECT at, what, leads, "rows" FROM privacy_log ORDER BY id DESC')
    return [PrivacyEntry(moment_of(at), PrivacyAct(what), leads, count) for at, what, leads, count in rows]
