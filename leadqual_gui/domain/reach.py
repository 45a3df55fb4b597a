"""Whom the criteria reach: how many leads each holds for, how often those are won, and which two hold for the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.columns_fields import Array
from leadqual_gui.domain.matrix import Criterion
from leadqual_gui.domain.overlap import Overlap
from leadqual_gui.domain.whatif_basis import LevelBasis
from leadqual_gui.domain.whatif_population import Population


@dataclass(frozen=True, slots=True)
class LevelReach:
    """How many leads a level counts for (the first that holds), and how often those are won."""

    leads: int
    closed: CloseRate


@dataclass(frozen=True, slots=True)
class Reach:
    """How many of `all_leads` a criterion holds for, for how many that is unknown, and how often the former are won."""

    criterion: str
    all_leads: int
    leads: int
    unknown: int
    closed: CloseRate
    levels: tuple[LevelReach, ...] = ()

    @property
    def share(self) -> float:
        """The share of all leads, 0 to 1."""
        return self.leads / self.all_leads if self.all_leads else 0.0


def control_rate(leads: Population) -> CloseRate:
    """How often leads are won at all: what every other rate is compared with."""
    return CloseRate(*leads.body.closed)


def reach_of(leads: Population, criterion: Criterion) -> Reach:
    """Whom a criterion reaches, switched on or not."""
    basis, won, lost = leads.basis(criterion), leads.body.won, leads.body.lost
    if isinstance(basis, LevelBasis):
        size = basis.levels + 2
        counts, w, n = (
            np.bincount(p, minlength=size).tolist() for p in (basis.place, basis.place[won], basis.place[lost])
        )
        levels = tuple(LevelReach(counts[i], CloseRate(w[i], n[i])) for i in range(basis.levels))
        reached, closed = sum(counts[: basis.levels]), CloseRate(sum(w[: basis.levels]), sum(n[: basis.levels]))
        return Reach(criterion.id, leads.size, reached, counts[-1], closed, levels if criterion.levels else ())
    did = basis.reach
    closed = CloseRate(int(np.count_nonzero(did[won])), int(np.count_nonzero(did[lost])))
    return Reach(criterion.id, leads.size, int(np.count_nonzero(did)), 0, closed)


class Overlaps:
    """How much criteria overlap, pair by pair, counted on one bit a lead."""

    def __init__(self, leads: Population, criteria: Sequence[Criterion]) -> None:
        self.criteria = tuple(c.id for c in criteria)
        bits = _bits([leads.basis(c).reach for c in criteria], leads.size)
        self._both = np.zeros((len(criteria), len(criteria)), np.int64)
        for row in range(len(criteria)):
            together = np.bitwise_count(bits[row:] & bits[row]).sum(1, dtype=np.int64)
            self._both[row, row:] = self._both[row:, row] = together

    def between(self, first: str, second: str) -> Overlap:
        """The overlap of two criteria."""
        return self._overlap(self.criteria.index(first), self.criteria.index(second))

    def leads(self, criterion: str) -> int:
        """How many leads a criterion holds for."""
        place = self.criteria.index(criterion)
        return int(self._both[place, place])

    def above(self, share: float, least: int = 1) -> list[Overlap]:
        """All pairs that overlap by more than a share, of at least so many leads, the most alike first."""
        alone = self._both.diagonal()
        either = alone[:, None] + alone[None, :] - self._both
        alike = np.triu((self._both > share * either) & (self._both >= least), 1)
        found = [self._overlap(a, b) for a, b in np.argwhere(alike).tolist()]
        return sorted(found, key=lambda overlap: -overlap.share)

    def _overlap(self, a: int, b: int) -> Overlap:
        both = int(self._both[a, b])
        either = int(self._both[a, a] + self._both[b, b]) - both
        return Overlap(self.criteria[a], self.criteria[b], both, either)


def _bits(reaches: Sequence[Array], leads: int) -> Array:
    words = -(-leads // 64)
    bits = np.zeros((len(reaches), words * 8), np.uint8)
    for row, reach in enumerate(reaches):
        packed = np.packbits(reach)
        bits[row, : len(packed)] = packed
    return bits.view(np.uint64)
