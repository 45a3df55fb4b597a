"""Activities of one block of leads: what a criterion looks at, and the newest of each lead among them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leadqual_gui.domain.columns_fields import Array

BLOCK = 1 << 17
"""Leads in a block."""
NO_TOPIC = -1
NEVER = -(2**31)
"""The time of the newest activity of a lead that has none."""
Happened = tuple[int, int, int]
"""What a lead did: time, kind code, topic code."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Activities of some kinds of one block: lead position within the block, time, topic code; `ordered` if by time."""

    leads: Array
    times: Array
    topics: Array
    ordered: bool

    def __len__(self) -> int:
        return len(self.leads)

    def where(self, mask: Array) -> Slice:
        """Those that `mask` picks."""
        return Slice(self.leads[mask], self.times[mask], self.topics[mask], self.ordered)

    def since(self, time: int) -> Slice:
        """Those not before a time, if they are in order."""
        first = int(np.searchsorted(self.times, np.int32(max(time, NEVER))))
        return Slice(self.leads[first:], self.times[first:], self.topics[first:], True)

    def by_time(self) -> Slice:
        """The same, oldest first."""
        if self.ordered:
            return self
        order = np.argsort(self.times, kind="stable")
        return Slice(self.leads[order], self.times[order], self.topics[order], True)


def newest_of_each(found: Slice, most: int, size: int) -> Slice:
    """At most so many activities of each lead, the newest ones."""
    crowded = np.bincount(found.leads, minlength=size) > most
    if not crowded.any():
        return found
    found = found.by_time()
    busy = np.flatnonzero(crowded[found.leads])
    keep = np.ones(len(found), np.bool_)
    keep[busy] = False
    keep[busy[_newest_places(found.leads[busy], most, size)]] = True
    return found.where(keep)


def _newest_places(leads: Array, most: int, size: int) -> Array:
    """Places of the last `most` occurrences of each lead: the last written to a cell is the one that stays."""
    places = np.arange(len(leads), dtype=np.int32)
    cell = np.empty(size, np.int32)
    kept = []
    for _ in range(most):
        mine = leads[places]
        cell[mine] = places
        last = cell[mine] == places
        kept.append(places[last])
        places = places[~last]
        if not len(places):
            break
    return np.concatenate(kept)
