"""Finds the pairs among very many identities: who shares a key is compared, nobody else.

Keys are kept as numbers, sorted, so that a hundred thousand leads with two million keys need some 40 MB. Of those who
share one, only those are compared who have something else in common (employer, mailbox, number): all that is told from
whole arrays. Who shares a key with very many others is told apart by the circumstances as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.duplicates import LIKELY, Identity, Pair
from leadqual_gui.domain.duplicates_letters import latin, light, skeleton
from leadqual_gui.domain.duplicates_names import Comparer, company_words, name_of
from leadqual_gui.domain.duplicates_phones import e164, region_of_domain
from leadqual_gui.domain.duplicates_traits import (
    CIRCUMSTANCES,
    WORDS,
    Traits,
    circumstances_of,
    keys_of,
    mailbox_of,
    traits_of,
    website_domain,
)
from leadqual_gui.domain.duplicates_weighing import Scales

Array = NDArray[np.int64]
Progress = Callable[[float], bool]
MOST_AT_A_KEY = 60
"""So many at most are compared with one another because of one key."""
_AT_ONCE = 2000
_GATHERING = 0.15
"""The share of the work that finding out whom to compare is."""
_PAIRS_AT_ONCE = 1 << 20
_MIXER = 0x9E3779B97F4A7C15
_COMPARED_WITH = {4: (4, 5), 5: (4, 5), 6: (6, 7), 7: (6, 7), 8: (8, 9), 9: (8, 9)}
"""Of two domains, mailboxes and numbers, either may be the same as either."""
_COMMON = 6
"""So often in 100,000 names a word comes that people are called, and that is no mistake for another."""


class Finder:
    """All identities of a list, ready to be compared with one another and with rows that are to come."""

    def __init__(self, traits: Sequence[Traits]) -> None:
        self._traits = traits
        words = Counter(chain.from_iterable(each.name.light for each in traits))
        least = max(_COMMON, len(traits) * _COMMON // 100_000)
        common = frozenset(word for word, times in words.items() if times >= least)
        self._scales = Scales(
            Comparer(common), Counter(each.name.light for each in traits), Counter(each.company for each in traits)
        )
        self._keys: Array = np.empty(0, np.int64)
        self._owners: Array = np.empty(0, np.int64)
        self._between = 0
        self._shares: Array = np.empty((0, CIRCUMSTANCES + WORDS), np.int64)

    @classmethod
    def of(
        cls, told: Iterable[Identity], count: int = 0, country: str = "", progress: Progress | None = None
    ) -> Finder:
        """A finder over these identities; empty if `progress` says to stop."""
        traits: list[Traits] = []
        keys: list[NDArray[np.int64]] = []
        owners: list[NDArray[np.int64]] = []
        shares: list[NDArray[np.int64]] = []
        for part in _parts(told):
            ready = [traits_of(each, country) for each in part]
            found = [[hash(key) for key in keys_of(each)] for each in ready]
            keys.append(np.fromiter(chain.from_iterable(found), np.int64))
            owners.append(np.repeat(np.arange(len(traits), len(traits) + len(ready)), list(map(len, found))))
            shares.append(np.asarray([circumstances_of(each) for each in ready], np.int64))
            traits += ready
            if progress and not progress(len(traits) / max(count, len(traits))):
                return cls([])
        made = cls(traits)
        made._put(keys, owners, shares)
        return made

    def __len__(self) -> int:
        return len(self._traits)

    def _put(self, keys: list[Array], owners: list[Array], shares: list[Array]) -> None:
        if not keys:
            return
        every, whose = np.concatenate(keys), np.concatenate(owners)
        order = np.argsort(every, kind="stable")
        self._keys, self._owners = every[order], whose[order]
        self._shares = np.concatenate(shares)

    def pairs(self, least: float = LIKELY, progress: Progress | None = None, between: int = 0) -> Sequence[Pair]:
        """All pairs that score so much, the best first; none if `progress` says to stop.

        `between`: only pairs of one of the first so many identities with one of the others.
        """
        self._between = between
        comparing = within(progress, _GATHERING, 1.0)
        near = self._candidates(within(progress, 0.0, _GATHERING))
        found: list[Pair] = []
        for start in range(0, len(near), _AT_ONCE):
            for ours, theirs in near[start : start + _AT_ONCE].tolist():
                pair = self._weighed(self._traits[ours], self._traits[theirs], least)
                if pair is not None:
                    found.append(pair)
            if comparing and not comparing(min(1.0, (start + _AT_ONCE) / len(near))):
                return ()
        return sorted(found, key=lambda pair: (-pair.score, pair.ids))

    def like(self, told: Identity, least: float = LIKELY, country: str = "") -> Sequence[Pair]:
        """Who of the list may be this person (a row of a file, a lead that is typed in); the best first."""
        ready = traits_of(told, country)
        near = {at for key in keys_of(ready) for at in self._at(hash(key))}
        weighed = (self._weighed(ready, self._traits[at], least) for at in near if self._traits[at].id != told.id)
        return sorted(filter(None, weighed), key=lambda pair: (-pair.score, pair.other_id))

    def _at(self, key: int) -> list[int]:
        first, last = np.searchsorted(self._keys, key, "left"), np.searchsorted(self._keys, key, "right")
        return self._owners[first:last].tolist() if last - first <= 4 * MOST_AT_A_KEY else []

    def _weighed(self, ours: Traits, theirs: Traits, least: float) -> Pair | None:
        score, why = self._scales.weigh(ours, theirs)
        return Pair(ours.id, theirs.id, round(score, 3), why) if score >= least else None

    def _candidates(self, progress: Progress | None = None) -> Array:
        """Positions that are to be compared, the smaller first, each pair once."""
        pairs, crowds = self._sharing(self._keys, self._owners, progress)
        if crowds:
            members = np.concatenate(crowds)
            numbers = np.repeat(np.arange(1, len(crowds) + 1, dtype=np.int64), list(map(len, crowds)))
            mixed = self._shares[members] ^ (numbers[:, None] * np.uint64(_MIXER).astype(np.int64))
            at, which = np.nonzero(self._shares[members])
            narrower = mixed[at, which]
            order = np.argsort(narrower, kind="stable")
            fewer, _ = self._sharing(narrower[order], members[at][order])
            pairs = np.concatenate([pairs, fewer])
        return np.unique(pairs, axis=0) if len(pairs) else pairs

    def _sharing(self, keys: Array, owners: Array, progress: Progress | None = None) -> tuple[Array, list[Array]]:
        """Pairs of those who share one of the sorted keys and more, and the crowds that share one with too many."""
        found: list[Array] = [np.empty((0, 2), np.int64)]
        if not len(keys):
            return found[0], []
        starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
        sizes = np.diff(np.append(starts, len(keys)))
        for size in range(2, MOST_AT_A_KEY + 1):
            found += self._of_groups(owners, starts[sizes == size], size)
            if progress and not progress(size / MOST_AT_A_KEY):
                return np.empty((0, 2), np.int64), []
        large = sizes > MOST_AT_A_KEY
        crowds = [np.unique(owners[at : at + size]) for at, size in zip(starts[large], sizes[large], strict=True)]
        return np.concatenate(found), crowds

    def _of_groups(self, owners: Array, starts: Array, size: int) -> Iterator[Array]:
        """The pairs worth comparing in groups of one size."""
        first, second = np.triu_indices(size, 1)
        at_once = max(1, _PAIRS_AT_ONCE // len(first))
        for begin in range(0, len(starts), at_once):
            at = starts[begin : begin + at_once]
            members = np.sort(owners[at[:, None] + np.arange(size)], axis=1)
            ours, theirs = members[:, first].ravel(), members[:, second].ravel()
            apart = (ours < self._between) & (theirs >= self._between) if self._between else ours != theirs
            ours, theirs = ours[apart], theirs[apart]
            worth = self._has_more(ours, theirs)
            yield np.stack([ours[worth], theirs[worth]], axis=1)

    def _has_more(self, ours: Array, theirs: Array) -> NDArray[np.bool_]:
        """Whether two have anything in common but their names."""
        found = np.zeros(len(ours), np.bool_)
        for column in range(CIRCUMSTANCES):
            for other in _COMPARED_WITH.get(column, (column,)):
                mine = self._shares[ours, column]
                found |= (mine == self._shares[theirs, other]) & (mine != 0)
        return found


def forget_texts() -> None:
    """Let go of what was remembered of single names and numbers while a list was looked through."""
    for remembered in (
        latin,
        light,
        skeleton,
        name_of,
        company_words,
        mailbox_of,
        website_domain,
        e164,
        region_of_domain,
    ):
        remembered.cache_clear()


def within(progress: Progress | None, start: float, end: float) -> Progress | None:
    """The progress of a part of the work."""
    return None if progress is None else lambda share: progress(start + (end - start) * share)


def _parts(told: Iterable[Identity]) -> Iterator[list[Identity]]:
    part: list[Identity] = []
    for each in told:
        part.append(each)
        if len(part) == _AT_ONCE:
            yield part
            part = []
    if part:
        yield part
