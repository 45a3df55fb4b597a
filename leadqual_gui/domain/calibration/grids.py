"""The fine bins of a fact, before anything is learned from them.

Bin 0 is "not known". Numbers are cut so that about as many leads lie in each bin, at the roundest number between two
values that were seen; words with too few leads behind them share one bin, which stands for words never seen, too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.results import Part
from leadqual_gui.domain.calibration.values import Feature, FeatureKind

Codes = NDArray[np.intp]
Floats = NDArray[np.float64]

MOST_BINS = 24
MOST_WORDS = 100
LONG_LIST = 12
"""More words than this are told by those that are not meant."""
LEAST_LEADS = 5
"""Behind each bin; a bin with fewer says nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """The bins of one fact.

    Numbers and ordered words: bin i holds `edges[i-2]` <= value < `edges[i-1]`. Words and flags: `bins[position]` is
    the bin of a word, and the last bin is that of all others.
    """

    key: str
    kind: FeatureKind
    size: int
    edges: Floats
    bins: Codes
    words: tuple[str, ...] = ()

    @property
    def has_order(self) -> bool:
        """Whether neighbouring bins resemble one another."""
        return self.kind in (FeatureKind.NUMBER, FeatureKind.ORDERED)

    def codes(self, values: Floats) -> Codes:
        """The bin of each value."""
        known = ~np.isnan(values)
        plain = np.where(known, values, 0.0)
        if self.has_order:
            found = 1 + np.searchsorted(self.edges, plain, side="right")
        else:
            position = plain.astype(np.intp)
            inside = (position >= 0) & (position < len(self.bins))
            found = np.where(inside, self.bins[np.where(inside, position, 0)], self.size - 1)
        return np.where(known, found, 0).astype(np.intp)

    def part(self, bins: Sequence[int]) -> Part:
        """What a level asks that holds for these bins: neighbours, any words, or "not known" alone."""
        if bins[0] == 0:
            return Part(self.key, unknown=True)
        if self.has_order:
            low = float(self.edges[bins[0] - 2]) if bins[0] > 1 else None
            high = float(self.edges[bins[-1] - 1]) if bins[-1] - 1 < len(self.edges) else None
            return Part(self.key, low, high)
        inside = np.isin(self.bins, np.asarray(bins))
        if self.size - 1 not in bins or (~inside).sum() > inside.sum() <= LONG_LIST:
            return Part(self.key, words=tuple(self.words[p] for p in np.flatnonzero(inside)))
        return Part(self.key, without=tuple(self.words[p] for p in np.flatnonzero(~inside)))


def grid_of(feature: Feature, rows: NDArray[np.bool_] | None = None, most: int = MOST_BINS) -> Grid | None:
    """The bins of a fact as some of the leads show them; None if it says nothing (constant, all words rare)."""
    values = feature.values if rows is None else feature.values[rows]
    known = values[np.isfinite(values)]
    if not len(known):
        return None
    if feature.kind is FeatureKind.NUMBER:
        made = _numbers(feature, known, most)
    elif feature.kind is FeatureKind.ORDERED:
        made = _ordered(feature, known)
    else:
        made = _words(feature, known)
    counts = np.bincount(made.codes(values), minlength=made.size)
    return made if np.count_nonzero(counts) > 1 and len(values) - counts.max() >= LEAST_LEADS else None


def _numbers(feature: Feature, known: Floats, most: int) -> Grid:
    seen, counts = np.unique(known, return_counts=True)
    wanted = min(most, max(2, len(known) // LEAST_LEADS))
    up_to = np.cumsum(counts)
    cuts = np.unique(np.searchsorted(up_to, np.arange(1, wanted) * len(known) / wanted, side="left"))
    heavy = np.flatnonzero(counts >= len(known) / wanted)  # a value that many have is a bin of its own
    cuts = np.unique(np.concatenate((cuts, heavy, heavy - 1)))
    cuts = cuts[(cuts >= 0) & (cuts < len(seen) - 1)]
    cuts = _thinned(cuts, up_to)
    edges = np.array([roundest(float(seen[c]), float(seen[c + 1])) for c in cuts], dtype=np.float64)
    return Grid(feature.key, feature.kind, len(edges) + 2, edges, np.zeros(0, np.intp))


def _thinned(cuts: Codes, up_to: NDArray[np.int64]) -> Codes:
    """Cuts with at least a few leads between them and at both ends."""
    kept: list[int] = []
    before = 0
    for cut in cuts:
        if up_to[cut] - before >= LEAST_LEADS and up_to[-1] - up_to[cut] >= LEAST_LEADS:
            kept.append(int(cut))
            before = int(up_to[cut])
    return np.array(kept, dtype=np.intp)


def _ordered(feature: Feature, known: Floats) -> Grid:
    seen = np.unique(known)
    return Grid(feature.key, feature.kind, len(seen) + 1, seen[1:], np.zeros(0, np.intp), feature.words)


def _words(feature: Feature, known: Floats) -> Grid:
    words = feature.words or ("0", "1")
    counts = np.bincount(known.astype(np.intp), minlength=len(words))[: len(words)]
    common = np.argsort(-counts, kind="stable")[:MOST_WORDS]
    common = np.sort(common[counts[common] >= LEAST_LEADS])
    bins = np.full(len(counts), len(common) + 1, np.intp)
    bins[common] = np.arange(1, len(common) + 1)
    return Grid(feature.key, feature.kind, len(common) + 2, np.zeros(0), bins, words)


def roundest(low: float, high: float) -> float:
    """The number with the fewest digits that is above `low` and not above `high`: a cut a person would choose."""
    if not (math.isfinite(low) and math.isfinite(high)) or low >= high:
        return high
    if low < 0.0 <= high:
        return 0.0
    start = math.floor(math.log10(max(abs(low), abs(high))))
    for digits in range(18):
        for share in (5.0, 2.0, 1.0):
            step = share * 10.0 ** (start - digits)
            if step > high - low and digits < 17 and math.floor(high / step) * step <= low:
                continue
            found = _tidy(math.floor(high / step) * step, start - digits)
            if low < found <= high:
                return found
    return high


def _tidy(value: float, power: int) -> float:
    return round(value, -power) if -300 < power < 300 else value


def same_facts(codes: Sequence[Codes]) -> Codes:
    """A number for each lead, the same for leads that look alike in everything."""
    together = np.zeros(len(codes[0]) if len(codes) else 0, np.int64)
    for column in codes:
        _, together = np.unique(together * (int(column.max(initial=0)) + 1) + column, return_inverse=True)
    return together.astype(np.intp)
