"""Two facts that say more together than each by itself: which pairs deserve a table of their own.

Every pair of facts is looked at on coarse bins. With few leads all pairs are fitted at once, strongly drawn to nothing,
and the largest tables win; with many, what the single facts leave unexplained is looked for in each pair's cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from leadqual_gui.domain.calibration.grids import Codes, Floats

FEW = 1_500
"""Up to so many leads all pairs are fitted at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Coarse:
    """Few bins of one fact: `merged[fine bin]` is the coarse one, 0 stays "not known"."""

    merged: Codes
    size: int
    codes: Codes


def coarse_of(codes: Codes, size: int, has_order: bool, most: int) -> Coarse:
    """At most so many bins (and "not known"), about equally full; words: the most frequent, and all others."""
    counts = np.bincount(codes, minlength=size)
    merged = np.arange(size)
    if size - 1 > most:
        merged = _runs(counts, most) if has_order else _frequent(counts, most)
    return Coarse(merged, int(merged.max()) + 1, merged[codes])


def _runs(counts: Codes, most: int) -> Codes:
    middle = np.cumsum(counts[1:]) - counts[1:] / 2
    slot = np.minimum((middle / max(counts[1:].sum(), 1) * most).astype(np.intp), most - 1)
    return np.concatenate(([0], 1 + np.unique(slot, return_inverse=True)[1])).astype(np.intp)


def _frequent(counts: Codes, most: int) -> Codes:
    """The last fine bin is that of all other words, so it stays the last."""
    merged = np.full(len(counts), most, np.intp)
    best = 1 + np.argsort(-counts[1:-1], kind="stable")[: most - 1]
    merged[np.sort(best)] = np.arange(1, len(best) + 1)
    merged[0] = 0
    return merged


def best_pairs(coarse: Sequence[Coarse], left: Floats, weight: Floats, wanted: int) -> list[tuple[int, int]]:
    """The pairs whose cells explain most of what is left (`left`: won less expected; `weight`: its variance)."""
    possible = [(i, j) for i, j in combinations(range(len(coarse)), 2) if coarse[i].size > 1 and coarse[j].size > 1]
    if len(possible) <= wanted:
        return possible
    if len(left) <= FEW:
        left, strength, weight = _all_at_once(coarse, left, weight), 0.0, np.ones(len(left))
    else:
        strength = 20.0
    found = []
    for i, j in possible:
        found.append((_size_of(coarse[i], coarse[j], left, weight, strength), i, j))
    found.sort(key=lambda f: (-f[0], f[1], f[2]))
    return [(i, j) for size, i, j in found[:wanted] if size > 0.0]


def _size_of(one: Coarse, other: Coarse, left: Floats, weight: Floats, strength: float) -> float:
    """How much the cells of two facts move the log odds, beyond what their rows and columns do."""
    cells, shape = one.codes * other.size + other.codes, (one.size, other.size)
    pull = np.bincount(cells, left, shape[0] * shape[1]).reshape(shape)
    mass = np.bincount(cells, weight, shape[0] * shape[1]).reshape(shape)
    if strength == 0.0:
        effect = pull
    else:
        for _ in range(2):
            pull = pull - mass * (pull.sum(1) / np.maximum(mass.sum(1), 1e-9))[:, None]
            pull = pull - mass * (pull.sum(0) / np.maximum(mass.sum(0), 1e-9))[None]
        noise = mass / (mass + strength) ** 2  # what chance alone would give a cell
        effect = pull / (mass + strength)
        return float(np.sum(mass * (effect**2 - noise)))
    for _ in range(4):
        effect = effect - (np.sum(mass * effect, 1) / np.maximum(mass.sum(1), 1e-9))[:, None]
        effect = effect - (np.sum(mass * effect, 0) / np.maximum(mass.sum(0), 1e-9))[None]
    return float(np.sum(mass * effect**2))


def _all_at_once(coarse: Sequence[Coarse], left: Floats, weight: Floats) -> Floats:
    """What each lead would add to its cells if all pairs were fitted jointly to what is left."""
    same = sum((c.codes[:, None] == c.codes[None, :]).astype(np.float64) for c in coarse)
    alike = np.asarray(0.1 * same + 0.02 * same * (same - 1) / 2)
    return np.asarray(np.linalg.solve(alike + np.diag(1 / weight), left / weight), dtype=np.float64)
