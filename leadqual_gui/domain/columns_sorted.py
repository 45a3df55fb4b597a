"""Activities sorted by (block of leads, kind, time): what is asked for of one kind and block is one stretch of them."""

from __future__ import annotations

import numpy as np

from leadqual_gui.domain.columns_fields import Array, Blobs, BlobSource
from leadqual_gui.domain.columns_slices import BLOCK, NEVER, Happened, Slice


class Sorted:
    """Lead position, time and topic of each activity; `kinds` is how many kinds there is room for.

    `_starts` says where each kind of each block begins, and where the last one ends.
    """

    def __init__(self) -> None:
        empty = np.empty(0, np.int32)
        self._leads, self._times, self._topics = empty, empty, empty
        self._starts = np.zeros(1, np.int64)
        self.kinds = 0

    def __len__(self) -> int:
        return len(self._leads)

    def part(self, block: int, code: int, since: int, until: int) -> Slice:
        """Activities of one kind (code) in one block, from `since` to `until`, by time."""
        cell = block * self.kinds + code
        if code >= self.kinds or cell + 1 >= len(self._starts):
            lo = hi = 0
        else:
            lo, hi = int(self._starts[cell]), int(self._starts[cell + 1])
        if lo < hi:
            times = self._times[lo:hi]
            hi = lo + int(np.searchsorted(times, np.int32(min(until, 2**31 - 1)), "right"))
            lo += int(np.searchsorted(times, np.int32(max(since, NEVER)), "left"))
        leads = self._leads[lo : max(lo, hi)]
        if block:
            leads = leads - np.int32(block * BLOCK)
        return Slice(leads, self._times[lo:hi], self._topics[lo:hi], True)

    def of_one(self, position: int) -> list[Happened]:
        """What one lead did, newest first: found by going through its block."""
        first = position // BLOCK * self.kinds
        if first >= len(self._starts) - 1:
            return []
        lo, hi = int(self._starts[first]), int(self._starts[first + self.kinds])
        at = np.flatnonzero(self._leads[lo:hi] == position) + lo
        kinds = np.searchsorted(self._starts, at, "right") - 1 - first
        found = zip(self._times[at].tolist(), kinds.tolist(), self._topics[at].tolist(), strict=True)
        return sorted(found, reverse=True)

    def add(self, kind_codes: Array, leads: Array, times: Array, topics: Array) -> None:
        """Sort more activities in, which come in any order. Their kinds have room already."""
        new_keys = self._keys(kind_codes, leads, times)
        order = np.argsort(new_keys, kind="stable")
        new = [np.asarray(a, np.int32)[order] for a in (leads, times, topics)]
        if len(self._leads):
            old_kinds = self._kind_codes()
            places = np.searchsorted(self._keys(old_kinds, self._leads, self._times), new_keys[order], "right")
            olds = (self._leads, self._times, self._topics)
            self._leads, self._times, self._topics = (np.insert(o, places, n) for o, n in zip(olds, new, strict=True))
        else:
            self._leads, self._times, self._topics = new
        cells = np.asarray(leads, np.int64) // BLOCK * self.kinds + np.asarray(kind_codes, np.int64)
        self._count_in(cells)

    def make_room(self, kinds: int) -> None:
        """Make room for kinds that are new: the table of starts has one column a kind."""
        blocks = (len(self._starts) - 1) // max(1, self.kinds)
        counts = np.zeros((blocks, kinds), np.int64)
        if blocks:
            counts[:, : self.kinds] = np.diff(self._starts).reshape(blocks, self.kinds)
        self._starts = np.concatenate([[0], np.cumsum(counts.ravel())]).astype(np.int64)
        self.kinds = kinds

    def remove(self, code: int, position: int, time: int, topic: int) -> bool:
        """Take one activity like this away; False if there is none."""
        cell = position // BLOCK * self.kinds + code
        if code >= self.kinds or cell + 1 >= len(self._starts):
            return False
        lo, hi = int(self._starts[cell]), int(self._starts[cell + 1])
        alike = (self._leads[lo:hi] == position) & (self._times[lo:hi] == time) & (self._topics[lo:hi] == topic)
        if not alike.any():
            return False
        at = lo + int(alike.argmax())
        self._leads, self._times, self._topics = (np.delete(a, at) for a in (self._leads, self._times, self._topics))
        starts = self._starts.copy()
        starts[cell + 1 :] -= 1
        self._starts = starts
        return True

    def write(self, blobs: Blobs) -> int:
        """Add what has to be kept to `blobs`; for how many kinds there is room."""
        blobs |= {f"activities/{n}": getattr(self, f"_{n}").tobytes() for n in ("leads", "times", "topics", "starts")}
        return self.kinds

    @classmethod
    def read(cls, kinds: int, blobs: BlobSource) -> Sorted:
        """The activities that `write` kept."""
        made = cls()
        for name in ("leads", "times", "topics"):
            setattr(made, f"_{name}", np.frombuffer(blobs[f"activities/{name}"], np.int32))
        made._starts = np.frombuffer(blobs["activities/starts"], np.int64)
        made.kinds = kinds
        return made

    def _count_in(self, cells: Array) -> None:
        known = len(self._starts) - 1
        blocks = int(cells.max(initial=-1)) // max(1, self.kinds) + 1
        counts = np.zeros(max(known, blocks * self.kinds), np.int64)
        counts[:known] = np.diff(self._starts)
        counts += np.bincount(cells, minlength=len(counts))
        self._starts = np.concatenate([[0], np.cumsum(counts)])

    def _kind_codes(self) -> Array:
        cells = np.repeat(np.arange(len(self._starts) - 1), np.diff(self._starts))
        return cells % max(1, self.kinds)

    def _keys(self, kind_codes: Array, leads: Array, times: Array) -> Array:
        cells = np.asarray(leads, np.int64) // BLOCK * self.kinds + np.asarray(kind_codes, np.int64)
        return (cells << 32) + (np.asarray(times, np.int64) + 2**31)
