"""From counts to the effect that is shown: bars, tiers, cells, movements, the median of won leads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from leadqual_gui.domain.columns_fields import Array
from leadqual_gui.domain.matrix import Grades, Matrix, Tier
from leadqual_gui.domain.whatif_body import Counts, Ruler
from leadqual_gui.domain.whatif_values import GradeEffect, Histogram, TierEffect

_BARS = 101


def bars(before: tuple[Ruler, Array], after: tuple[Ruler, Array]) -> Histogram:
    """Two counts of shown scores side by side, in at most 101 bars of whole points."""
    low = min(before[0].first, after[0].first)
    size = max(ruler.first + ruler.bins for ruler, _ in (before, after)) - low
    step = -(-size // _BARS)
    told = [_in_bars(ruler, bins, low, size, step) for ruler, bins in (before, after)]
    return Histogram(low, step, told[0], told[1])


def _in_bars(ruler: Ruler, bins: Array, low: int, size: int, step: int) -> tuple[int, ...]:
    if ruler.first == low and len(bins) == size and step == 1:
        return tuple(bins.tolist())
    whole = np.zeros(-(-size // step) * step, np.int64)
    whole[ruler.first - low : ruler.first - low + len(bins)] = bins
    return tuple(whole.reshape(-1, step).sum(1).tolist())


def tier_effects(
    before: tuple[Matrix, Ruler, Counts], after: tuple[Matrix, Ruler, Counts], closed: tuple[int, int]
) -> tuple[TierEffect, ...]:
    """Each tier of the draft. `closed`: how many leads were won and lost in all."""
    old = {tier.id: counts for tier, counts in zip(before[0].tiers, _tier_counts(*before[1:], closed), strict=True)}
    found = []
    for tier, (leads, won, lost) in zip(after[0].tiers, _tier_counts(*after[1:], closed), strict=True):
        was = old.get(tier.id, (0, 0, 0))
        found.append(TierEffect(tier.id, was[0], leads, was[1], won, was[2], lost))
    return tuple(found)


def _tier_counts(ruler: Ruler, counts: Counts, closed: tuple[int, int]) -> list[tuple[int, int, int]]:
    total = int(counts.bins.sum())
    reached = [total, *(int(counts.bins[max(0, edge - ruler.first) :].sum()) for edge in ruler.tiers), 0]
    won, lost = [closed[0], *counts.won, 0], [closed[1], *counts.lost, 0]
    return [
        (reached[i] - reached[i + 1], won[i] - won[i + 1], lost[i] - lost[i + 1]) for i in range(len(ruler.tiers) + 1)
    ]


def grade_effects(before: tuple[Grades, Counts], after: tuple[Grades, Counts]) -> tuple[GradeEffect, ...]:
    """Each cell of the grid of the draft, row by row."""
    old = _cells(*before)
    return tuple(GradeEffect(*names, old.get(names, 0), leads) for names, leads in _cells(*after).items())


def _cells(grades: Grades, counts: Counts) -> dict[tuple[str, str], int]:
    reach = np.zeros((counts.grades.shape[0] + 1, counts.grades.shape[1] + 1), np.int64)
    reach[1:, 1:] = counts.grades
    inside = (reach[1:, 1:] - reach[:-1, 1:] - reach[1:, :-1] + reach[:-1, :-1]).tolist()
    return {
        (letter, digit): inside[row][column]
        for row, (letter, _) in enumerate(grades.fit)
        for column, (digit, _) in enumerate(grades.engagement)
    }


def moves(tiers: tuple[Sequence[Tier], Sequence[Tier]], was: Array, becomes: Array) -> tuple[tuple[str, str, int], ...]:
    """How many leads go from which tier to which."""
    width = len(tiers[1])
    counts = np.bincount(was.astype(np.int16) * np.int16(width) + becomes, minlength=len(tiers[0]) * width)
    return tuple(
        (tiers[0][place // width].id, tiers[1][place % width].id, int(counts[place]))
        for place in np.flatnonzero(counts).tolist()
    )


def median(bins: Array, first: int) -> float | None:
    """The median of scores that were counted."""
    total = int(bins.sum())
    if not total:
        return None
    below = bins.cumsum()
    middle = [int(np.searchsorted(below, place, "right")) for place in ((total - 1) // 2, total // 2)]
    return first + sum(middle) / 2


def highest(values: Array, rows: Array, most: int) -> Array:
    """The places of the largest values, the largest first, of equal ones the one with the lowest row first."""
    if len(values) <= 4 * most:
        return np.lexsort((rows, -values.astype(np.int64)))[:most]
    threshold = np.partition(values, len(values) - most)[len(values) - most]
    places = np.flatnonzero(values >= threshold)
    return places[np.lexsort((rows[places], -values[places].astype(np.int64)))[:most]]
