"""Points of today's matrix that closed leads ask for, by each method.

All levels are fitted jointly (logistic), drawn towards what today's points say on their best scale; how strongly, the
data decide, and with few leads strongly. Signs and scale of each level hold, ordered levels never change direction, a
level with few leads behind it keeps its points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.levels import pooled
from leadqual_gui.domain.calibration.points import (
    LEAST_LEADS,
    Points,
    article_points,
    equal_points,
    lift_points,
    rates_of,
    today_points,
    whole,
)
from leadqual_gui.domain.calibration.results import (
    Going,
    Method,
    on_and_on,
)
from leadqual_gui.domain.calibration.validation import (
    Won,
    auc,
)
from leadqual_gui.domain.calibration.values import LevelColumn
from leadqual_gui.domain.close_rates import CONFIDENCE, CloseRate

Floats = NDArray[np.float64]
FEW = 1_500
REPEATS = 10
"""So often a few leads are split anew: one split says more about the split than about the points."""
WEAKEST_FOR_FEW = 10.0
FIRST = 20_000
"""With more leads than this, Newton's steps start on so many of them."""
SCALES = (1.0, 1.4, 0.7, 2.0, 0.5)
LEAST_SPREAD = 100.0
"""Tenths that scores deviate at least, if the limits of the levels allow it: finer differences are lost in rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """Points of each level, how far they could as well lie (both in tenths), and who could not be fitted."""

    points: Points
    low: Points
    high: Points
    few: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """All levels beside each other: what each gives once, for each lead."""

    levels: tuple[LevelColumn, ...]
    weights: NDArray[np.float32]

    @classmethod
    def of(cls, levels: Sequence[LevelColumn]) -> Columns:
        """The columns of a matrix."""
        return cls(tuple(levels), np.column_stack([np.asarray(level.weight, np.float32) for level in levels]))

    def at(self, rows: Won) -> Columns:
        """Some of the leads only."""
        return Columns(tuple(replace(level, weight=level.weight[rows]) for level in self.levels), self.weights[rows])

    def plain(self, points: Points) -> NDArray[np.int64]:
        """The sum of points without caps; what is not known gives nothing."""
        return np.rint(self.weights @ points.astype(np.float32)).astype(np.int64)

    def alike(self) -> NDArray[np.intp]:
        """The same number for leads that look alike."""
        marks = np.random.default_rng(7).random(self.weights.shape[1])
        return np.unique(np.round(self.weights @ marks, 9), return_inverse=True)[1].astype(np.intp)


def points_by(method: Method, columns: Columns, won: Won, going: Going = on_and_on) -> Points:
    """What a method makes of these leads."""
    going()
    if method is Method.FITTED:
        return fit_points(columns, won, going).points
    if method is Method.TODAY:
        return today_points(columns.levels)
    if method is Method.EQUAL:
        return equal_points(columns.levels)
    rates, control = rates_of(columns.levels, won), CloseRate(int(won.sum()), int((~won).sum()))
    by_rule = article_points if method is Method.ARTICLE else lift_points
    return ordered(by_rule(columns.levels, rates, control), columns.levels, rates)


def fit_points(columns: Columns, won: Won, going: Going = on_and_on) -> Fitted:
    """Joint points of all levels. Without won and lost leads, today's."""
    levels, today = columns.levels, today_points(columns.levels)
    rates = rates_of(levels, won)
    few = np.array([r.leads < LEAST_LEADS or len(won) - r.leads < LEAST_LEADS for r in rates], np.bool_)
    if won.all() or not won.any() or few.all():
        return Fitted(today, today, today, few)
    beta, spread, unit = _Joint(columns, won, few).run(going)
    going()
    scale = _scale(columns, beta, unit, won, few)
    free = [
        _within(beta * scale + sign * CONFIDENCE * spread * scale, today, few, columns, rates) for sign in (0, -1, 1)
    ]
    return Fitted(free[0], np.minimum(free[0], free[1]), np.maximum(free[0], free[2]), few)


def _within(points: Floats, today: Points, few: NDArray[np.bool_], columns: Columns, rates: list[CloseRate]) -> Points:
    given = np.where(few, today, whole(points, columns.levels))
    return np.where(few, today, ordered(given, columns.levels, rates))


def ordered(points: Points, levels: Sequence[LevelColumn], rates: Sequence[CloseRate]) -> Points:
    """Ordered levels of a criterion rise with their rank (or fall, if today's fall)."""
    made = points.copy()
    for criterion in dict.fromkeys(level.criterion for level in levels):
        mine = [i for i, level in enumerate(levels) if level.criterion == criterion and level.rank is not None]
        mine.sort(key=lambda i: levels[i].rank or 0)
        if len(mine) < 2:
            continue
        falls = -1.0 if levels[mine[-1]].points < levels[mine[0]].points else 1.0
        weight = np.array([rates[i].leads + 1.0 for i in mine])
        line = falls * pooled(falls * points[mine].astype(np.float64), weight)
        made[mine] = whole(line, [levels[i] for i in mine])
    return made


class _Joint:
    """Penalised logistic regression with signs, around today's points on their best scale."""

    def __init__(self, columns: Columns, won: Won, few: NDArray[np.bool_]) -> None:
        self._columns, self._few = columns, few
        self._x, self._won = columns.weights, won.astype(np.float32)
        levels = columns.levels
        self._today = today_points(levels).astype(np.float64)
        self._least = np.array([-np.inf if level.least < 0 else 0.0 for level in levels])
        self._most = np.array([np.inf if level.most > 0 else 0.0 for level in levels])
        self._strength = WEAKEST_FOR_FEW

    def run(self, going: Going) -> tuple[Floats, Floats, float]:
        """Log odds of each level, their spread, and the log odds of a tenth of today's points."""
        base, unit = _scaled(self._x @ self._today.astype(np.float32), self._won)
        centre = np.clip(unit * self._today, self._least, self._most)
        beta = np.concatenate(([base], centre))
        leads = len(self._won)
        parts = [slice(0, leads, leads // FIRST)] * 5 + [slice(None)] * 2 if leads > FIRST else [slice(None)] * 8
        bent = np.eye(len(beta))
        before = None
        for part in parts:
            going()
            bent, slope = self._quadratic(beta, centre, part)
            moved = self._step(beta, bent, slope)
            self._strength = self._again(beta, bent, centre)
            if moved < 2e-3 and before == part:
                break
            before = part
        spread = np.sqrt(np.maximum(np.diag(np.linalg.inv(bent))[1:], 0.0))
        return beta[1:], spread, unit

    def _quadratic(self, beta: Floats, centre: Floats, part: slice) -> tuple[Floats, Floats]:
        x, won = self._x[part], self._won[part]
        eta = np.clip(x @ beta[1:].astype(np.float32) + np.float32(beta[0]), -30.0, 30.0)
        chance = 1 / (1 + np.exp(-eta))
        weight = np.maximum(chance * (1 - chance), 1e-4)
        share = len(self._won) / len(won)
        bent, slope = np.empty((len(beta), len(beta))), np.empty(len(beta))
        weighted = x * weight[:, None]
        bent[1:, 1:] = (x.T @ weighted) * share
        bent[0, 1:] = bent[1:, 0] = weighted.sum(0, dtype=np.float64) * share
        bent[0, 0] = float(weight.sum(dtype=np.float64)) * share
        rest = won - chance
        slope[1:] = (x.T @ rest) * share - self._pull() * (beta[1:] - centre)
        slope[0] = float(rest.sum(dtype=np.float64)) * share
        bent[np.arange(1, len(beta)), np.arange(1, len(beta))] += self._pull()
        bent[0, 0] += 1e-6
        return bent, slope

    def _pull(self) -> Floats:
        return np.where(self._few, 1e6, self._strength)

    def _step(self, beta: Floats, bent: Floats, slope: Floats) -> float:
        """The best point of the quadratic within the signs (what would leave them is held at zero)."""
        held = np.zeros(len(beta), np.bool_)
        target = beta
        for _ in range(10):
            free = ~held
            move = np.zeros(len(beta))
            move[held] = -beta[held]
            rest = slope[free] - bent[np.ix_(free, held)] @ move[held]
            move[free] = np.linalg.solve(bent[np.ix_(free, free)], rest)
            target = beta + np.clip(move, -3.0, 3.0)
            wrong = np.concatenate(([False], (target[1:] < self._least) | (target[1:] > self._most))) & ~held
            if not wrong.any():
                break
            held |= wrong
        target[1:] = np.clip(target[1:], self._least, self._most)
        moved = float(np.abs(target - beta).max())
        beta[:] = target
        return moved

    def _again(self, beta: Floats, bent: Floats, centre: Floats) -> float:
        """The strength that the data ask for: as much freedom as the distance from today's points that it bought."""
        inside = ~self._few
        used = float(np.sum(1 - self._strength * np.diag(np.linalg.inv(bent))[1:][inside]))
        far = float(np.sum((beta[1:] - centre)[inside] ** 2))
        least = WEAKEST_FOR_FEW if len(self._won) <= FEW else 0.5
        return float(np.clip(max(used, 0.1) / max(far, 1e-9), least, 1e4))


def _scaled(score: NDArray[np.float32], won: NDArray[np.float32]) -> tuple[float, float]:
    """Base and slope of the log odds over one score; a score that points the wrong way has no slope."""
    x, deviation = score.astype(np.float64), float(score.std())
    share = float(np.clip(won.mean(), 1e-6, 1 - 1e-6))
    base, slope = float(np.log(share / (1 - share))), 0.0
    if deviation < 1e-9:
        return base, 0.0
    x = (x - x.mean()) / deviation
    for _ in range(8):
        chance = 1 / (1 + np.exp(-(base + slope * x)))
        weight, rest = np.maximum(chance * (1 - chance), 1e-4), won - chance
        bent = np.array([[weight.sum(), weight @ x], [weight @ x, weight @ (x * x) + 1.0]])
        step = np.linalg.solve(bent, np.array([rest.sum(), rest @ x - slope]))
        base, slope = base + float(np.clip(step[0], -2, 2)), slope + float(np.clip(step[1], -2, 2))
    slope = max(slope, 0.0) / deviation
    return base - slope * float(score.mean()), slope


def _scale(columns: Columns, beta: Floats, unit: float, won: Won, few: NDArray[np.bool_]) -> float:
    """Tenths for a unit of log odds: near today's spread of scores, and where rounding and limits cost least."""
    if unit > 0 and np.allclose(beta, unit * today_points(columns.levels), atol=1e-6):
        return 1 / unit
    spread = float(np.std(columns.weights @ beta.astype(np.float32)))
    if spread < 1e-9:
        return 1.0
    today = today_points(columns.levels)
    wanted = max(float(np.std(columns.plain(today))), LEAST_SPREAD) / spread
    some = slice(0, len(won), max(1, len(won) // FIRST))
    best, found = wanted, -1.0
    for share in SCALES:
        points = np.where(few, today, whole(beta * wanted * share, columns.levels))
        value = auc((columns.weights[some] @ points.astype(np.float32)).astype(np.float64), won[some]).value or 0.5
        if value > found + 5e-4:
            best, found = wanted * share, value
    return best
