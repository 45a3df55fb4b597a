"""From fine tables to few levels with whole points.

Neighbouring bins are fused where that loses next to nothing; a table that as good as rises or falls all the way is
made to; then all tables are brought to one scale on which the leads that were seen lie between 0 and 100.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.grids import Codes, Floats

MOST_LEVELS = 8
LOST = 0.02
"""Share of a table's spread (variance) that fusing its bins may cost."""
MOST_EXCEPTIONS = 16
"""Cells of two facts that get points of their own..."""
MATTERS = 0.95
"""... or fewer, if they make up this share of what the pair says."""
RANGE = 100.0
"""Whole points between the least and the greatest score."""


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """One criterion on its way: the effect of each bin (or cell), how many leads are in it, and where each lead is.

    `exceptions`: only what differs from the usual gets points, and the usual gets none.
    """

    codes: Codes
    counts: Floats
    effects: Floats
    exceptions: bool = False


def fused(effects: Floats, counts: Floats, spread: Floats) -> Floats:
    """The effects of ordered bins (bin 0 is "not known" and stays), flat within few levels."""
    inside, weight = effects[1:], counts[1:] + 0.1
    if len(inside) < 2:
        return effects
    straight = _straightened(inside, weight, spread[1:])
    return np.concatenate((effects[:1], _segments(straight, weight)))


def _straightened(effects: Floats, weight: Floats, spread: Floats) -> Floats:
    """Never falling (or never rising), if the data do not object: no bin moves by more than its own uncertainty."""
    rising, falling = pooled(effects, weight), -pooled(-effects, weight)
    best = min((rising, falling), key=lambda line: float(weight @ (line - effects) ** 2))
    return best if np.all(np.abs(best - effects) <= 0.7 * spread) else effects


def pooled(values: Floats, weight: Floats) -> Floats:
    """The nearest values that never fall (pool adjacent violators)."""
    blocks: list[tuple[float, float, int]] = []
    for value, mass in zip(values.tolist(), weight.tolist(), strict=True):
        blocks.append((value, mass, 1))
        while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
            (a, m, p), (b, n, q) = blocks[-2:]
            blocks[-2:] = [((a * m + b * n) / (m + n), m + n, p + q)]
    return np.repeat([b[0] for b in blocks], [b[2] for b in blocks])


def _segments(effects: Floats, weight: Floats) -> Floats:
    """The best steps: as few as lose next to nothing, at most `MOST_LEVELS` (dynamic programming over the cuts)."""
    size = len(effects)
    mass, sums, squares = (np.concatenate(([0.0], np.cumsum(weight * effects**k))) for k in range(3))
    start, end = np.triu_indices(size + 1, 1)
    cost = np.full((size + 1, size + 1), np.inf)
    cost[start, end] = (squares[end] - squares[start]) - (sums[end] - sums[start]) ** 2 / (mass[end] - mass[start])
    allowed = LOST * cost[0, size]
    best, ways = cost[0], []
    for _ in range(1, min(MOST_LEVELS, size)):
        if best[size] <= allowed:
            break
        total = best[:, None] + cost
        ways.append(total.argmin(0))
        best = total.min(0)
    cuts = [size]
    for way in reversed(ways):
        cuts.append(int(way[cuts[-1]]))
    flat = effects.copy()
    for low, high in zip([0, *cuts[:0:-1]], cuts[::-1], strict=True):
        if high > low:
            flat[low:high] = (sums[high] - sums[low]) / (mass[high] - mass[low])
    return flat


def whole_points(shapes: Sequence[Shape]) -> list[NDArray[np.int64]]:
    """Whole points (in tenths) of every bin, so that the sums of the leads seen lie between 0 and 100.

    Each criterion's zero lies between its least and its usual effect; the same share of the way for all, such that
    hardly a lead falls below 0 in sum. Bins that no lead was in get nothing: nobody knows.
    """
    if not shapes:
        return []
    levelled = [_levelled(s) for s in shapes]
    total = np.sum([e[s.codes] for e, s in zip(levelled, shapes, strict=True)], axis=0)
    low, high = (float(q) for q in np.quantile(total, (0.002, 0.998)))
    if high - low < 1e-9:
        return [np.zeros(len(e), np.int64) for e in levelled]
    scale = RANGE / (high - low)
    least = np.array(
        [0.0 if s.exceptions else float(e[s.counts > 0].min()) for e, s in zip(levelled, shapes, strict=True)]
    )
    share = low / float(least.sum()) if least.sum() < 0.0 else 0.0
    points = [np.rint(scale * (e - share * z)).astype(np.int64) for e, z in zip(levelled, least, strict=True)]
    return [10 * np.where(s.counts > 0, p, 0) for p, s in zip(points, shapes, strict=True)]


def _levelled(shape: Shape) -> Floats:
    """Effects around the usual one; bins without leads get the usual one."""
    seen = shape.counts > 0
    usual = float(shape.counts @ shape.effects) / max(float(shape.counts.sum()), 1.0)
    from_usual = np.where(seen, shape.effects - usual, 0.0)
    return _largest(from_usual, shape.counts) if shape.exceptions else from_usual


def _largest(effects: Floats, counts: Floats) -> Floats:
    """The cells that matter most; nothing for the others."""
    weight = counts * effects**2
    order = np.argsort(-weight, kind="stable")
    needed = int(np.searchsorted(np.cumsum(weight[order]), MATTERS * weight.sum())) + 1
    kept = np.zeros(len(effects), np.bool_)
    kept[order[: min(needed, MOST_EXCEPTIONS)]] = True
    return np.where(kept, effects, 0.0)
