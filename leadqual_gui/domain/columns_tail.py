"""The activities that came last, until they are sorted in among all the others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from leadqual_gui.domain.columns_fields import Array, Buffer
from leadqual_gui.domain.columns_slices import BLOCK, Happened, Slice


class Tail:
    """New activities, unsorted."""

    def __init__(self) -> None:
        self._rows = [Buffer(np.empty(0, np.int32)) for _ in range(4)]
        self.known: dict[int, tuple[list[Happened], list[Happened]]] = {}
        """By lead: what it did before, and that with what waits here; as long as nothing more comes."""

    def __len__(self) -> int:
        return len(self._rows[0])

    @property
    def arrays(self) -> tuple[Array, Array, Array, Array]:
        """Kinds, leads, times, topics."""
        kinds, leads, times, topics = (row.array for row in self._rows)
        return kinds, leads, times, topics

    def of_one(self, position: int) -> list[Happened]:
        """What waits here of one lead: (time, kind code, topic code)."""
        kinds, leads, times, topics = self.arrays
        at = np.flatnonzero(leads == position)
        return list(zip(times[at].tolist(), kinds[at].tolist(), topics[at].tolist(), strict=True))

    def add(self, *values: int) -> None:
        """One more: kind, lead, time, topic."""
        self.known.clear()
        for row, value in zip(self._rows, values, strict=True):
            row.extend(np.asarray([value], np.int32))

    def remove(self, *values: int) -> bool:
        """Take one like this away; False if there is none."""
        self.known.clear()
        alike = np.logical_and.reduce([row.array == value for row, value in zip(self._rows, values, strict=True)])
        if not alike.any():
            return False
        self._rows = [Buffer(np.delete(row.array, int(alike.argmax()))) for row in self._rows]
        return True

    def part(self, block: int, codes: Sequence[int] | range, since: int, until: int) -> Slice:
        """What waits here of these kinds (codes) in one block, from `since` to `until`."""
        kinds, leads, times, topics = self.arrays
        picked = (times >= since) & (times <= until)
        picked &= kinds == codes[0] if len(codes) == 1 else np.isin(kinds, list(codes))
        if block or int(leads.max(initial=0)) >= BLOCK:
            picked &= leads // BLOCK == block
        at = np.flatnonzero(picked)
        return Slice(leads[at] - np.int32(block * BLOCK), times[at], topics[at], len(at) < 2)
