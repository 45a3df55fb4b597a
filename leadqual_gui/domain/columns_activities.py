"""What all leads did, sorted so that one criterion is one slice.

Activities are kept by (block of leads, kind, time): `Sorted`. A criterion looks at the slice of its kinds in its time
window; a block is small enough that what is summed up per lead stays in the processor's cache, so that a million leads
cost no more each than a hundred thousand. New activities wait in a short unsorted `Tail`, which is merged as it grows.
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
from leadqual_gui.domain.columns_sorted import Sorted
from leadqual_gui.domain.columns_tail import Tail
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.moments import activity_time

__all__ = ["BLOCK", "NEVER", "NO_TOPIC", "ActivityColumns", "Slice", "newest_of_each"]

_TAIL_SHARE = 0.02
_TAIL_LEAST = 256


class ActivityColumns:
    """All activities. `leads`, `times`, `topics` are int32: lead position, seconds since 2000, topic code."""

    def __init__(self, kinds: Sequence[str] = (), topics: Vocabulary | None = None) -> None:
        self.kinds: dict[str, int] = {kind: code for code, kind in enumerate(kinds)}
        self.topics = topics or Vocabulary(FactType.TEXT)
        self._sorted = Sorted()
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
        return len(self._sorted) + len(self._tail)

    def slice(self, block: int, kinds: Iterable[str] | None, since: int, until: int) -> Slice:
        """Activities of these kinds (None: all) in one block, from `since` to `until`, both included."""
        codes = (
            range(len(self.kinds))
            if kinds is None
            else [self.kinds[k] for k in dict.fromkeys(kinds) if k in self.kinds]
        )
        parts = [part for code in codes if len(part := self._sorted.part(block, code, since, until))]
        if len(self._tail) and len(part := self._tail.part(block, codes, since, until)):
            parts.append(part)
        if len(parts) == 1:
            return parts[0]
        if not parts:
            none = np.empty(0, np.int32)
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
            sorted_in = self._singles[position] = self._sorted.of_one(position)
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
        if len(self._tail) > max(_TAIL_LEAST, _TAIL_SHARE * len(self._sorted)):
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
        if not self._sorted.remove(code, position, time, topic_code):
            return False
        self._singles.clear()
        return True

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
        sorted_kinds = self._sorted.write(blobs)
        blobs["topics/text"], blobs["topics/ends"] = self.topics.blobs()
        return {"newest": self._newest.write(blobs), "kinds": list(self.kinds), "sorted_kinds": sorted_kinds}

    @classmethod
    def read(cls, described: dict[str, Any], blobs: BlobSource) -> ActivityColumns:
        """The activities that `write` kept."""
        topics = Vocabulary.stored(FactType.TEXT, blobs["topics/text"], blobs["topics/ends"])
        made = cls(described["kinds"], topics)
        made._sorted = Sorted.read(described["sorted_kinds"], blobs)
        made._newest = NewestTimes.read(described["newest"], blobs)
        return made

    def _sort_in(self, kind_codes: Array, leads: Array, times: Array, topics: Array) -> None:
        self._singles.clear()
        if len(self.kinds) != self._sorted.kinds:
            self._sorted.make_room(len(self.kinds))
        self._sorted.add(kind_codes, leads, times, topics)

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
