"""When each lead did something last, kept for each set of kinds that was asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from leadqual_gui.domain.columns_fields import Array, Blobs, BlobSource, Buffer
from leadqual_gui.domain.columns_slices import NEVER

_END = 2**31 - 1
Kinds = tuple[tuple[str, ...], frozenset[str]]
"""Some kinds, or (if these are none) all but some."""
Find = Callable[[tuple[str, ...], frozenset[str], int, int], Array]
"""Finds the times anew: of which kinds, all but which, until when, for how many leads."""


class NewestTimes:
    """The time of each lead's newest activity. Asking again costs nothing as long as only new ones come."""

    def __init__(self) -> None:
        self._kept: dict[Kinds, tuple[Buffer, int]] = {}

    def of(self, kinds: tuple[str, ...], but: frozenset[str], until: int, leads: int, find: Find) -> Array:
        """The times not after `until`, or NEVER."""
        kept = self._kept.get((kinds, but))
        if kept is None:
            found = find(kinds, but, _END, leads)
            kept = self._kept[kinds, but] = (Buffer(found), int(found.max(initial=NEVER)))
        buffer, latest = kept
        if latest > until:
            return find(kinds, but, until, leads)
        if len(buffer) < leads:
            buffer.extend(np.full(leads - len(buffer), NEVER, np.int32))
        return buffer.array

    def note(self, position: int, kind: str, time: int) -> None:
        """One more activity."""
        for (kinds, but), (buffer, latest) in self._kept.items():
            if (kind in kinds) if kinds else (kind not in but):
                if position >= len(buffer):
                    buffer.extend(np.full(position + 1 - len(buffer), NEVER, np.int32))
                if time > buffer.array[position]:
                    buffer.put(position, time)
                    self._kept[kinds, but] = (buffer, max(latest, time))

    def clear(self) -> None:
        """Find everything anew when it is asked for."""
        self._kept.clear()

    def write(self, blobs: Blobs) -> list[Any]:
        """Add what has to be kept to `blobs`, and return what describes it."""
        described = []
        for number, ((kinds, but), (buffer, latest)) in enumerate(self._kept.items()):
            blobs[f"activities/newest/{number}"] = buffer.array.tobytes()
            described.append([list(kinds), sorted(but), latest])
        return described

    @classmethod
    def read(cls, described: list[Any], blobs: BlobSource) -> NewestTimes:
        """What `write` kept."""
        made = cls()
        for number, (kinds, but, latest) in enumerate(described):
            buffer = Buffer(np.frombuffer(blobs[f"activities/newest/{number}"], np.int32))
            made._kept[tuple(kinds), frozenset(but)] = (buffer, latest)
        return made
