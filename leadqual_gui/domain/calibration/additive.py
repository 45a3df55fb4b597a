"""A sum of tables, one for each block of bins, fitted jointly to won and lost.

Each block is drawn towards nothing (words) or towards its neighbours (numbers, ordered words); how strongly, the data
say: the strength is a precision that is estimated with the fit (Fellner and Schall's step, which raises the marginal
likelihood), one for each block, or one for all blocks of a family when leads are few. A block that says nothing is
drawn to zero by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.grids import Codes, Floats

WEAKEST, STRONGEST = 0.3, 1e5
ROUNDS = 12
FEW_FOR_STRENGTH = 30_000
"""So many leads are enough to find strengths; the rest only moves the points."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """One fact's bins, or the cells of two. `penalty` says which tables are unlikely; `family` shares a strength."""

    codes: Codes
    size: int
    penalty: Floats
    family: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """What each bin adds to the log odds. `spread` is the deviation of each entry that the data leave open."""

    base: float
    effects: tuple[Floats, ...]
    spread: tuple[Floats, ...]
    strengths: Floats

    def sum(self, codes: Sequence[Codes]) -> Floats:
        """Log odds of leads with these bins."""
        total = np.full(len(codes[0]) if codes else 0, self.base)
        for effect, column in zip(self.effects, codes, strict=True):
            total += effect[column]
        return total


def neighbours(size: int) -> Floats:
    """Bins 1, 2, ... in order are alike; bin 0 (not known) stands alone."""
    made = np.eye(size) * 0.1
    made[0, 0] = 1.0
    steps = size - 2
    if steps > 0:
        difference = np.diff(np.eye(size - 1), axis=0)
        made[1:, 1:] += difference.T @ difference * steps
    return made


def strangers(size: int) -> Floats:
    """No bin says anything about another."""
    return np.eye(size)


def crossed(one: Floats, other: Floats) -> Floats:
    """The cells of two facts are alike where either fact's bins are."""
    return np.kron(one, np.eye(len(other))) / 2 + np.kron(np.eye(len(one)), other) / 2


def fit_tables(
    blocks: Sequence[Block],
    won: Floats,
    *,
    shared: bool = False,
    start: Floats | None = None,
    step: Callable[[], None] | None = None,
) -> Tables:
    """Fit all blocks jointly. `shared`: one strength for each family; `step` is called after each round."""
    strengths = np.full(len(blocks), 6.0) if start is None else start.copy()
    if len(won) > FEW_FOR_STRENGTH and start is None:
        some = np.random.default_rng(0).permutation(len(won))[:FEW_FOR_STRENGTH]
        part = [Block(b.codes[some], b.size, b.penalty, b.family) for b in blocks]
        strengths = fit_tables(part, won[some], shared=shared, step=step).strengths
        return _Fit(blocks, won, strengths).run(0, shared, step)
    return _Fit(blocks, won, strengths).run(0 if start is not None else ROUNDS, shared, step)


class _Fit:
    """One fit on its way: Newton's steps, halved where they overshoot, between changes of the strengths."""

    def __init__(self, blocks: Sequence[Block], won: Floats, strengths: Floats) -> None:
        self._blocks, self._won, self._strengths = blocks, won, strengths
        ends = np.cumsum([1] + [b.size for b in blocks])
        self._places = [slice(int(a), int(b)) for a, b in pairwise(ends)]
        share = float(np.clip(won.mean(), 1e-6, 1 - 1e-6))
        self._beta = np.zeros(int(ends[-1]))
        self._beta[0] = np.log(share / (1 - share))
        self._eta = np.full(len(won), self._beta[0])
        self._bent = np.eye(len(self._beta))

    def run(self, rounds: int, shared: bool, step: Callable[[], None] | None) -> Tables:
        self._settle(6, step)
        for _ in range(rounds):
            changed = self._strengths_again(shared)
            self._settle(2, step)
            if changed < 0.05:
                break
        spread = np.sqrt(np.maximum(np.diag(np.linalg.inv(self._bent)), 0.0))
        effects = tuple(self._beta[p] for p in self._places)
        return Tables(float(self._beta[0]), effects, tuple(spread[p] for p in self._places), self._strengths)

    def _settle(self, most: int, step: Callable[[], None] | None) -> None:
        for _ in range(most):
            moved = self._newton()
            if step is not None:
                step()
            if moved < 1e-3:
                return

    def _newton(self) -> float:
        chance = 1 / (1 + np.exp(-self._eta))
        weight = np.maximum(chance * (1 - chance), 1e-5)
        rest = self._won - chance
        slope = np.empty(len(self._beta))
        slope[0] = rest.sum()
        self._bent = self._curvature(weight)
        for block, place, strength in zip(self._blocks, self._places, self._strengths, strict=True):
            pull = strength * block.penalty
            slope[place] = np.bincount(block.codes, rest, block.size) - pull @ self._beta[place]
            self._bent[place, place] += pull
        return self._go(np.asarray(np.linalg.solve(self._bent, slope), np.float64), slope)

    def _go(self, way: Floats, slope: Floats) -> float:
        """Walk until the fit is better, half as far each time."""
        ahead = self._sum(way)
        now, hope = self._height(self._beta, self._eta), float(slope @ way)
        for halved in range(12):
            part = 0.5**halved
            beta, eta = self._beta + part * way, self._eta + part * ahead
            if self._height(beta, eta) >= now + 1e-4 * part * hope - 1e-9 * abs(now):
                self._beta, self._eta = beta, eta
                return float(np.abs(part * way).max())
        return 0.0

    def _sum(self, beta: Floats) -> Floats:
        total = np.full(len(self._won), beta[0])
        for block, place in zip(self._blocks, self._places, strict=True):
            total += beta[place][block.codes]
        return total

    def _height(self, beta: Floats, eta: Floats) -> float:
        fit = float(self._won @ eta - np.logaddexp(0.0, eta).sum())
        pulls = zip(self._blocks, self._places, self._strengths, strict=True)
        return fit - sum(float(s * (beta[p] @ b.penalty @ beta[p])) for b, p, s in pulls) / 2

    def _curvature(self, weight: Floats) -> Floats:
        """Weighted counts of each pair of bins: what the dense product of indicator columns would give."""
        made = np.zeros((len(self._beta), len(self._beta)))
        made[0, 0] = weight.sum()
        for i, (one, place) in enumerate(zip(self._blocks, self._places, strict=True)):
            alone = np.bincount(one.codes, weight, one.size)
            made[0, place] = made[place, 0] = alone
            made[place, place] = np.diag(alone)
            for other, there in zip(self._blocks[:i], self._places[:i], strict=True):
                both = np.bincount(one.codes * other.size + other.codes, weight, one.size * other.size)
                table = both.reshape(one.size, other.size)
                made[place, there], made[there, place] = table, table.T
        return made

    def _strengths_again(self, shared: bool) -> float:
        open_ = np.linalg.inv(self._bent)
        used, length = np.empty(len(self._blocks)), np.empty(len(self._blocks))
        for i, (block, place) in enumerate(zip(self._blocks, self._places, strict=True)):
            beta = self._beta[place]
            used[i] = block.size - self._strengths[i] * float(np.sum(open_[place, place] * block.penalty))
            length[i] = float(beta @ block.penalty @ beta)
        family = np.array([b.family for b in self._blocks]) if shared else np.arange(len(self._blocks))
        used, length = (np.bincount(family, v)[family] for v in (np.maximum(used, 1e-6), length))
        again = np.clip(used / np.maximum(length, 1e-9), WEAKEST, STRONGEST)
        changed = float(np.abs(np.log(again / self._strengths)).max(initial=0.0))
        self._strengths = again
        return changed


def within(codes: Codes, size: int, values: Floats, weight: Floats) -> NDArray[np.float64]:
    """Weighted mean of values in each bin; 0 in an empty one."""
    total = np.bincount(codes, weight, size)
    return np.bincount(codes, weight * values, size) / np.maximum(total, 1e-12)
