"""Texts that somebody is typing, in the table of settings: ciphered, copied, moved and shredded with everything else.

Keys read `typed.<what>.<lead id>`. They are no settings: nothing else looks at them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from leadqual_gui.adapters.db.connections import Connections
from leadqual_gui.adapters.db.erasing import family
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.half_typed import TypingPlace

EVERY = "typed.*"
"""The keys of all of them, for GLOB."""


class SqliteHalfTyped:
    """The texts that are not finished (a services.half_typed.HalfTyped)."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def text(self, place: TypingPlace) -> str:
        """What was typed there; what was typed about a lead that was merged into this one moves here."""
        with self._connections.reading() as connection:
            found = _texts(connection, place.what)
            others = _merged_away(connection, place.lead_id, found)
        mine = found.get(place.lead_id, "")
        if not others:
            return mine
        text = "\n".join(part for part in (mine, *(found[lead] for lead in others)) if part)
        with suppress(LeadQualError):  # a full disk: both stay where they are, and are put together when next asked for
            self._move_here(place, text, others)
        return text

    def _move_here(self, place: TypingPlace, text: str, others: Sequence[int]) -> None:
        with self._connections.transaction() as transaction:
            for lead in others:
                _put(transaction.connection, TypingPlace(place.what, lead), "")
            _put(transaction.connection, place, text)
            transaction.commit()

    def keep(self, place: TypingPlace, text: str) -> None:
        """Put this in place of what was there; nothing of a lead that is gone for good."""
        with self._connections.transaction() as transaction:
            _put(transaction.connection, place, text)
            transaction.commit()

    def of_lead(self, lead_id: int) -> Mapping[str, str]:
        """All that was typed about a lead, by what it will be."""
        with self._connections.reading() as connection:
            rows = connection.execute(
                "SELECT key, value FROM setting WHERE key GLOB ? ORDER BY key", (f"{EVERY}.{lead_id}",)
            ).fetchall()
        return {_what(key): value for key, value in rows}

    def leads(self) -> Sequence[int]:
        """The leads about which something was typed."""
        with self._connections.reading() as connection:
            rows = connection.execute("SELECT key FROM setting WHERE key GLOB ?", (EVERY,)).fetchall()
        return sorted({_lead_of(key) for (key,) in rows} - {0})


def forget(connection: sqlite3.Connection, lead_ids: Iterable[int]) -> None:
    """Take away what was typed about leads, in the transaction under way."""
    keys = [(f"{EVERY}.{lead_id}",) for lead_id in lead_ids]
    connection.executemany("DELETE FROM setting WHERE key GLOB ?", keys)


def _texts(connection: sqlite3.Connection, what: str) -> dict[int, str]:
    rows = connection.execute("SELECT key, value FROM setting WHERE key GLOB ?", (EVERY,))
    return {_lead_of(key): value for key, value in rows if _what(key) == what}


def _merged_away(connection: sqlite3.Connection, lead_id: int, texts: Mapping[int, str]) -> Sequence[int]:
    """Of these leads, those that were merged into this one and are out of sight since."""
    if not texts.keys() - {lead_id, 0}:
        return ()
    return [other for other in family(connection, (lead_id,)) if other != lead_id and other in texts]


def _put(connection: sqlite3.Connection, place: TypingPlace, text: str) -> None:
    key = f"typed.{place.what}.{place.lead_id}"
    connection.execute("DELETE FROM setting WHERE key = ?", (key,))
    if text.strip():
        connection.execute(
            "INSERT INTO setting (key, value) SELECT :key, :text"
            " WHERE :lead = 0 OR EXISTS (SELECT 1 FROM lead WHERE id = :lead)",
            {"key": key, "text": text.encode("utf-8", "replace").decode(), "lead": place.lead_id},
        )


def _what(key: str) -> str:
    return key.partition(".")[2].rpartition(".")[0]


def _lead_of(key: str) -> int:
    return int(key.rpartition(".")[2])
