"""What all leads did, sorted so that one criterion is one slice.

Activities are kept by (block of leads, kind, time). A criterion looks at the slice of its kinds in its time window; a
block is small enough that what is summed up per lead stays in the processor's cache, so that a million leads cost no
more each than a hundred thousand. New activities wait in a short unsorted tail, which is merged when it grows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

import numpy as np

from leadqual_gui.domain.columns_fields import Array, Blobs, BlobSource, Vocabulary
from leadqual_gui.domain.columns_newest import NewestTimes
from leadqual_gui.domain.columns_slices import BLOCK, NEVER, NO_TOPIC, Happened, Slice, newest_of_each
from leadqual_gui.domain.columns_tail import Tail
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.moments import activity_time

__all__ = ["BLOCK", "NEVER", "NO_TOPIC", "ActivityColumns", "Slice", "newest_of_each"]

_TAIL_SHARE = 0.02
_TAIL_LEAST = 256


class ActivityColumns:
    """All activities. `leads`, `times`, `topics` are int32: lead position, seconds since 2000, topic code."""

    def __init__(self, kinds: Sequence[str] = (), topics: Vocabulary | None = None) -> None:
        empty = np.empty(0, np.int32)
        self.kinds: dict[str, int] = {kind: code for code, kind in enumerate(kinds)}
        self.topics = topics or Vocabulary(FactType.TEXT)
        self._leads, self._times, self._topics = empty, empty, empty
        self._starts = np.zeros(1, np.int64)  # of (block, kind), and the end
        self._sorted_kinds = 0
        self._tail = Tail()
        self._singles: dict[int, list[Happened]] = {}
        self._by_kind: dict[int, tuple[list[Happened], dict[int, list[int]]]] = {}
        self._kept: dict[tuple[int, tuple[str, ...], int | None], Slice] = {}
        self._newest = NewestTimes()

    @classmethod
    def of_arrays(
        cls, kinds: Sequence[str], kind_codes: Array, leads: Array, times: Array, topics: Array, topic_texts: list[str]
    ) -> ActivityColumns:
        """From one array for each property, in any order. `times` in seconds since 2000; topic -1: none."""
        made = cls(kinds, Vocabulary(FactType.TEXT, topic_texts))
        made._sort_in(kind_codes, leads, times, topics)
        return made

    def __len__(self) -> int:
        return len(self._leads) + len(self._tail)

    def slice(self, block: int, kinds: Iterable[str] | None, since: int, until: int) -> Slice:
        """Activities of these kinds (None: all) in one block, from `since` to `until`, both included."""
        codes = (
            range(len(self.kinds))
            if kinds is None
            else [self.kinds[k] for k in dict.fromkeys(kinds) if k in self.kinds]
        )
        parts = [part for code in codes if len(part := self._sorted_part(block, code, since, until))]
        if len(self._tail) and len(part := self._tail.part(block, codes, since, until)):
            parts.append(part)
        if len(parts) == 1:
            return parts[0]
        if not parts:
            none = self._leads[:0]
            return Slice(none, none, none, True)
        leads, times, topics = (np.concatenate([getattr(p, n) for p in parts]) for n in ("leads", "times", "topics"))
        return Slice(leads, times, topics, False)

    def newest_of_each(
        self, block: int, kinds: tuple[str, ...], most: int | None, since: int, until: int
    ) -> Slice | None:
        """As `slice`, but of each lead only its `most` newest activities, and without topics.

        Kept, so that asking again costs little.

        None if there are activities after `until`: then others are the newest.
        """
        kept = self._kept.get((block, kinds, most))
        if kept is None:
            found = self.slice(block, kinds, NEVER, 2**31 - 1)
            found = (found if most is None else newest_of_each(found, most, BLOCK)).by_time()
            kept = self._kept[block, kinds, most] = Slice(found.leads, found.times, found.topics[:0], True)
        if len(kept) and int(kept.times[-1]) > until:
            return None
        return kept.since(since)

    def newest(self, kinds: tuple[str, ...], but: frozenset[str], until: int, leads: int) -> Array:
        """The time of each lead's newest activity not after `until`, or NEVER.

        Of these kinds, or of all `but` some if `kinds` is empty. Kept, so that asking again costs nothing.
        """
        return self._newest.of(kinds, but, until, leads, self._newest_until)

    def of_lead(self, position: int, kinds: Iterable[str] | None, since: int, until: int) -> Slice:
        """Activities of one lead, of these kinds (None: all), oldest first."""
        block, local = divmod(position, BLOCK)
        found = self.slice(block, kinds, since, until)
        return found.where(np.flatnonzero(found.leads == local)).by_time()

    def of_one(self, position: int) -> list[Happened]:
        """Everything that one lead did, newest first: (time, kind code, topic code). The last few are remembered."""
        sorted_in = self._singles.get(position)
        if sorted_in is None:
            if len(self._singles) > 64:
                self._singles.clear()
            sorted_in = self._singles[position] = self._find_sorted(position)
        if not len(self._tail):
            return sorted_in
        known = self._tail.known.get(position)
        if known is None or known[0] is not sorted_in:
            waiting = self._tail.of_one(position)
            both = sorted([*sorted_in, *waiting], reverse=True) if waiting else sorted_in
            known = self._tail.known[position] = (sorted_in, both)
        return known[1]

    def times_of_one(self, position: int, codes: Sequence[int]) -> Sequence[int]:
        """When one lead did something of these kinds (codes), newest first. Not to be changed."""
        happened = self.of_one(position)
        kept = self._by_kind.get(position)
        if kept is None or kept[0] is not happened:
            if len(self._by_kind) > 64:
                self._by_kind.clear()
            times: dict[int, list[int]] = {}
            for time, code, _ in happened:
                times.setdefault(code, []).append(time)
            kept = self._by_kind[position] = (happened, times)
        found = [kept[1][code] for code in codes if code in kept[1]]
        return found[0] if len(found) == 1 else sorted(chain.from_iterable(found), reverse=True)

    def add(self, position: int, kind: str, occurred_at: datetime, topic: str | None) -> None:
        """One more activity."""
        code = self.kinds.setdefault(kind, len(self.kinds))
        time = activity_time(occurred_at)
        self._tail.add(code, position, time, NO_TOPIC if topic is None else self.topics.code_of(topic))
        self._newest.note(position, kind, time)
        self._forget(kind)
        if len(self._tail) > max(_TAIL_LEAST, _TAIL_SHARE * len(self._leads)):
            self.merge()

    def remove(self, position: int, kind: str, occurred_at: datetime, topic: str | None) -> bool:
        """Take one activity away again; False if there is none like it."""
        if kind not in self.kinds:
            return False
        code, time = self.kinds[kind], activity_time(occurred_at)
        topic_code = NO_TOPIC if topic is None else self.topics.code_of(topic)
        self._newest.clear()
        self._forget(kind)
        if self._tail.remove(code, position, time, topic_code):
            return True
        return self._remove_sorted(code, position, time, topic_code)

    def extend(self, kind_codes: Array, leads: Array, times: Array, topics: Array) -> None:
        """Many more activities at once (kinds as codes of `kinds`, topics as codes of `topics`)."""
        self._newest.clear()
        self._kept.clear()
        self._sort_in(kind_codes, leads, times, topics)

    def merge(self) -> None:
        """Sort the tail in."""
        if len(self._tail):
            tail, self._tail = self._tail, Tail()
            self._sort_in(*tail.arrays)

    def write(self, blobs: Blobs) -> dict[str, Any]:
        """Add what has to be kept to `blobs`, and return what describes it."""
        self.merge()
        blobs |= {f"activities/{n}": getattr(self, f"_{n}").tobytes() for n in ("leads", "times", "topics", "starts")}
        blobs["topics/text"], blobs["topics/ends"] = self.topics.blobs()
        return {"newest": self._newest.write(blobs), "kinds": list(self.kinds), "sorted_kinds": self._sorted_kinds}

    @classmethod
    def read(cls, described: dict[str, Any], blobs: BlobSource) -> ActivityColumns:
        """The activities that `write` kept."""
        topics = Vocabulary.stored(FactType.TEXT, blobs["topics/text"], blobs["topics/ends"])
        made = cls(described["kinds"], topics)
        for name in ("leads", "times", "topics"):
            setattr(made, f"_{name}", np.frombuffer(blobs[f"activities/{name}"], np.int32))
        made._starts = np.frombuffer(blobs["activities/starts"], np.int64)
        made._sorted_kinds = described["sorted_kinds"]
        made._newest = NewestTimes.read(described["newest"], blobs)
        return made

    def _sorted_part(self, block: int, code: int, since: int, until: int) -> Slice:
        cell = block * self._sorted_kinds + code
        if code >= self._sorted_kinds or cell + 1 >= len(self._starts):
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

    def _find_sorted(self, position: int) -> list[Happened]:
        first = position // BLOCK * self._sorted_kinds
        if first >= len(self._starts) - 1:
            return []
        lo, hi = int(self._starts[first]), int(self._starts[first + self._sorted_kinds])
        at = np.flatnonzero(self._leads[lo:hi] == position) + lo
        kinds = np.searchsorted(self._starts, at, "right") - 1 - first
        found = zip(self._times[at].tolist(), kinds.tolist(), self._topics[at].tolist(), strict=True)
        return sorted(found, reverse=True)

    def _sort_in(self, kind_codes: Array, leads: Array, times: Array, topics: Array) -> None:
        self._singles.clear()
        if len(self.kinds) != self._sorted_kinds:
            self._rekind(len(self.kinds))
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
        cells = np.asarray(leads, np.int64) // BLOCK * self._sorted_kinds + np.asarray(kind_codes, np.int64)
        self._count_in(cells)

    def _count_in(self, cells: Array) -> None:
        known = len(self._starts) - 1
        blocks = int(cells.max(initial=-1)) // max(1, self._sorted_kinds) + 1
        counts = np.zeros(max(known, blocks * self._sorted_kinds), np.int64)
        counts[:known] = np.diff(self._starts)
        counts += np.bincount(cells, minlength=len(counts))
        self._starts = np.concatenate([[0], np.cumsum(counts)])

    def _rekind(self, kinds: int) -> None:
        """Make room for kinds that are new: the table of starts has one column a kind."""
        blocks = (len(self._starts) - 1) // max(1, self._sorted_kinds)
        counts = np.zeros((blocks, kinds), np.int64)
        if blocks:
            counts[:, : self._sorted_kinds] = np.diff(self._starts).reshape(blocks, self._sorted_kinds)
        self._starts = np.concatenate([[0], np.cumsum(counts.ravel())]).astype(np.int64)
        self._sorted_kinds = kinds

    def _kind_codes(self) -> Array:
        cells = np.repeat(np.arange(len(self._starts) - 1), np.diff(self._starts))
        return cells % max(1, self._sorted_kinds)

    def _keys(self, kind_codes: Array, leads: Array, times: Array) -> Array:
        cells = np.asarray(leads, np.int64) // BLOCK * self._sorted_kinds + np.asarray(kind_codes, np.int64)
        return (cells << 32) + (np.asarray(times, np.int64) + 2**31)

    def _remove_sorted(self, code: int, position: int, time: int, topic: int) -> bool:
        cell = position // BLOCK * self._sorted_kinds + code
        if code >= self._sorted_kinds or cell + 1 >= len(self._starts):
            return False
        lo, hi = int(self._starts[cell]), int(self._starts[cell + 1])
        alike = (self._leads[lo:hi] == position) & (self._times[lo:hi] == time) & (self._topics[lo:hi] == topic)
        if not alike.any():
            return False
        self._singles.clear()
        at = lo + int(alike.argmax())
        self._leads, self._times, self._topics = (np.delete(a, at) for a in (self._leads, self._times, self._topics))
        starts = self._starts.copy()
        starts[cell + 1 :] -= 1
        self._starts = starts
        return True

    def _forget(self, kind: str) -> None:
        for key in [key for key in self._kept if kind in key[1]]:
            del self._kept[key]

    def _newest_until(self, kinds: tuple[str, ...], but: frozenset[str], until: int, leads: int) -> Array:
        found = np.full(leads, NEVER, np.int32)
        for block in range(-(-leads // BLOCK)):
            view = found[block * BLOCK : (block + 1) * BLOCK]
            for kind in kinds or [k for k in self.kinds if k not in but]:
                part = self.slice(block, (kind,), NEVER, until).by_time()
                # Sorted by time: the last of several values for one lead is the newest, and the last one stays.
                view[part.leads] = np.maximum(view[part.leads], part.times)
        return found
