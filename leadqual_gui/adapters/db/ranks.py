"""The order of all leads by score, in memory: a search asks the index who, and this in which order.

Ordering in SQL would read a row of scores for each hit of a short word; here it is one look into an array.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.adapters.db.meaning import LAST_LEAD

GONE = -(2**31)
"""The rank of a lead that is not there."""
UNSCORED = -(2**30)
_STEP = 50_000
_ID_BITS = 31
"""Row ids are smaller than 2 to this, as their index into memory has to be."""


class Ranks:
    """The exact score of each living lead by row id. Read from the file when first asked, then kept up to date."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._exact: NDArray[np.int32] | None = None

    def forget(self) -> None:
        """Many leads came, went or changed: read again when next asked."""
        with self._lock:
            self._exact = None

    def put(self, scores: Iterable[tuple[int, int]]) -> None:
        """These leads have these scores now (those that are gone stay gone)."""
        with self._lock:
            if self._exact is not None:
                for lead_id, exact in scores:
                    if lead_id < len(self._exact) and self._exact[lead_id] != GONE:
                        self._exact[lead_id] = exact

    def ordered(
        self, connection: sqlite3.Connection, lead_ids: Sequence[int] | NDArray[np.int64], limit: int | None
    ) -> list[int]:
        """Those of these leads that are there, best first; equally good ones in the order of their ids."""
        with self._lock:
            if self._exact is None:
                self._exact = _read(connection)
            exact = self._exact
        ids = np.asarray(lead_ids, np.int64)
        ids = ids[ids < len(exact)]
        ranks = exact[ids]
        there = ranks != GONE
        ids, ranks = ids[there], ranks[there]
        if limit is not None and len(ids) > 4 * limit > 0:
            cut = np.partition(ranks, len(ranks) - limit)[len(ranks) - limit]
            ids, ranks = ids[ranks >= cut], ranks[ranks >= cut]
        keys = np.sort((-ranks.astype(np.int64) << _ID_BITS) | ids)  # one sort of one number: by rank, then by id
        best: list[int] = (keys[:limit] & ((1 << _ID_BITS) - 1)).tolist()
        return best


def _read(connection: sqlite3.Connection) -> NDArray[np.int32]:
    last = connection.execute("SELECT coalesce(max(id), 0) FROM lead").fetchone()[0]
    held_to_leads(np.asarray([last], np.int64))
    exact = np.full(last + 1, GONE, np.int32)
    for start in range(0, last + 1, _STEP):
        end = (start, start + _STEP - 1)
        alive = connection.execute(
            "SELECT group_concat(id) FROM lead WHERE gone_by IS NULL AND id BETWEEN ? AND ?", end
        ).fetchone()[0]
        living = numbers(alive)
        exact[living] = UNSCORED
        ids, scores = connection.execute(
            "SELECT group_concat(lead_id), group_concat(exact) FROM score WHERE lead_id BETWEEN ? AND ?", end
        ).fetchone()
        scored = numbers(ids)
        exact[scored] = np.where(exact[scored] == GONE, GONE, numbers(scores))
    return exact


def held_to_leads(ids: NDArray[np.int64]) -> None:
    """Raises ValueError for numbers of rows that no laptop has: memory is made for each number up to the last."""
    if len(ids) and not 0 <= int(ids.min()) <= int(ids.max()) <= LAST_LEAD:
        raise ValueError("a number of a row that is not there")


def numbers(joined: str | None) -> NDArray[np.int64]:
    """Whole numbers that SQLite joined with commas: several times quicker than a row each."""
    return np.fromstring(joined, np.int64, sep=",") if joined else np.empty(0, np.int64)
