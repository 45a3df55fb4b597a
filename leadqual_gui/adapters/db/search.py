"""Finds leads by what was typed: words in the index, digits inside telephone numbers, best score first."""

from __future__ import annotations

import sqlite3
import threading
from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.adapters.db.ranks import Ranks, numbers
from leadqual_gui.adapters.db.search_text import sought

_BETWEEN = "\n"
_MANY = 20_000
"""So many matches of a piece of a number are enough."""


class Search:
    """The search of one store. `forget_numbers` when telephone numbers or leads changed."""

    def __init__(self, ranks: Ranks) -> None:
        self._ranks = ranks
        self._lock = threading.Lock()
        self._numbers: _Numbers | None = None

    def forget_numbers(self) -> None:
        """Read the telephone numbers again when next asked for one."""
        with self._lock:
            self._numbers = None

    def find(self, connection: sqlite3.Connection, text: str, limit: int | None) -> Sequence[int]:
        """Row ids of the leads that match, best score first."""
        wanted = sought(text)
        found = _by_words(connection, wanted.match)
        if wanted.number:
            found = np.union1d(found, self._known_numbers(connection).holding(wanted.number))
        return self._ranks.ordered(connection, found, limit) if len(found) else []

    def _known_numbers(self, connection: sqlite3.Connection) -> _Numbers:
        with self._lock:
            if self._numbers is None:
                self._numbers = _Numbers(connection)
            return self._numbers


def _by_words(connection: sqlite3.Connection, match: str) -> NDArray[np.int64]:
    """Who has these words, as one value: tens of thousands of rows, found by a single letter, take much longer."""
    if not match:
        return numbers(None)
    found = connection.execute("SELECT group_concat(rowid) FROM lead_text WHERE lead_text MATCH ?", (match,))
    return numbers(found.fetchone()[0])


class _Numbers:
    """All telephone numbers as one text: a piece of one is found in it in less than a millisecond."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        rows = connection.execute(
            "SELECT id, phone, mobile FROM lead "
            "WHERE gone_by IS NULL AND (phone IS NOT NULL OR mobile IS NOT NULL) ORDER BY id"
        ).fetchall()
        told = _BETWEEN.join(f"{phone or ''}\t{mobile or ''}" for _, phone, mobile in rows)
        self._text = _only_digits(told)
        self._ids = [row[0] for row in rows]
        self._starts = [0]
        at = self._text.find(_BETWEEN)
        while at >= 0:
            self._starts.append(at + 1)
            at = self._text.find(_BETWEEN, at + 1)

    def holding(self, number: str) -> list[int]:
        """Leads with a number that holds these digits."""
        found: list[int] = []
        at = self._text.find(number)
        while at >= 0 and len(found) < _MANY:
            line = bisect_right(self._starts, at) - 1
            found.append(self._ids[line])
            at = self._text.find(number, self._starts[line + 1]) if line + 1 < len(self._starts) else -1
        return found


class _KeepDigits(dict[int, str | None]):
    """A translation that keeps digits and what stands between numbers, and drops all else."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        kept = character if character in "0123456789\t\n" else None
        self[code] = kept
        return kept


def _only_digits(text: str) -> str:
    return text.translate(_KeepDigits())
