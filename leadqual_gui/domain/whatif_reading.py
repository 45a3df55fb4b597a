"""From counts to the effect that is shown: bars, tiers, cells, movements, the median of won leads."""

from __future__ import annotations

from collections.abc import Callable, Sequence

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


TierCounts = dict[str, tuple[int, int, int]]
Cells = dict[tuple[str, str], int]


def tier_effects(before: TierCounts, after: TierCounts) -> tuple[TierEffect, ...]:
    """Each tier of the draft."""
    nobody = (0, 0, 0)
    found = []
    for tier, (leads, won, lost) in after.items():
        was = before.get(tier, nobody)
        found.append(TierEffect(tier, was[0], leads, was[1], won, was[2], lost))
    return tuple(found)


def tier_counts(matrix: Matrix, ruler: Ruler, counts: Counts, closed: tuple[int, int]) -> TierCounts:
    """Leads, won and lost ones in each tier. `closed`: how many were won and lost in all."""
    return {tier.id: found for tier, found in zip(matrix.tiers, _tier_counts(ruler, counts, closed), strict=True)}


def _tier_counts(ruler: Ruler, counts: Counts, closed: tuple[int, int]) -> list[tuple[int, int, int]]:
    bins = counts.bins.tolist()
    reached = [sum(bins), *(sum(bins[max(0, edge - ruler.first) :]) for edge in ruler.tiers), 0]
    won, lost = [closed[0], *counts.won, 0], [closed[1], *counts.lost, 0]
    return [
        (reached[i] - reached[i + 1], won[i] - won[i + 1], lost[i] - lost[i + 1]) for i in range(len(ruler.tiers) + 1)
    ]


def grade_effects(before: Cells, after: Cells) -> tuple[GradeEffect, ...]:
    """Each cell of the grid of the draft, row by row."""
    return tuple(GradeEffect(*names, before.get(names, 0), leads) for names, leads in after.items())


def cells(grades: Grades, counts: Counts) -> Cells:
    """How many leads are in each cell: those that reach its edges less those that reach better ones."""
    reach = counts.grades.tolist()
    found = {}
    above = [0] * len(grades.engagement)
    for (letter, _), row in zip(grades.fit, reach, strict=True):
        here = [a - b for a, b in zip(row, above, strict=True)]
        for column, (digit, _) in enumerate(grades.engagement):
            found[letter, digit] = here[column] - (here[column - 1] if column else 0)
        above = row
    return found


def moves(tiers: tuple[Sequence[Tier], Sequence[Tier]], was: Array, becomes: Array) -> tuple[tuple[str, str, int], ...]:
    """How many leads go from which tier to which."""
    if not len(was):
        return ()
    width = len(tiers[1])
    every = len(tiers[0]) * width
    if len(was) > 2000 and every <= 16:  # comparing small numbers is quicker than counting them
        ways = was * np.int8(width) + becomes
        counts = [int(np.count_nonzero(ways == way)) for way in range(every)]
    else:
        counts = np.bincount(was.astype(np.int16) * np.int16(width) + becomes, minlength=every).tolist()
    return tuple(
        (tiers[0][way // width].id, tiers[1][way % width].id, leads) for way, leads in enumerate(counts) if leads
    )


def median(bins: Array, first: int) -> float | None:
    """The median of scores that were counted."""
    if not bins.any():
        return None
    total = int(bins.sum())
    below = bins.cumsum()
    middle = [int(np.searchsorted(below, place, "right")) for place in ((total - 1) // 2, total // 2)]
    return first + sum(middle) / 2


def highest(values: Array, rows_of: Callable[[Array], Array], most: int) -> Array:
    """The places of the largest values, the largest first, of equal ones the one with the lowest row first."""
    if len(values) <= 4 * most:
        places: Array = np.arange(len(values))
    else:
        threshold = np.partition(values, len(values) - most)[len(values) - most]
        places = (values >= threshold).nonzero()[0]
    return places[np.lexsort((rows_of(places), -values[places].astype(np.int64)))[:most]]
