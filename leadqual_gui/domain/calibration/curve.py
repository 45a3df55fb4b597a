"""From a score to the close rate to expect, with a band and with how far it is off.

With many leads the curve is free but never falls (pooled neighbours); with fewer it is a logistic line; with none of
one side it is flat. `error` is measured on leads that the curve was not fitted to.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.levels import pooled
from leadqual_gui.domain.calibration.results import Curve
from leadqual_gui.domain.calibration.validation import Scores, Won, folds
from leadqual_gui.domain.close_rates import CONFIDENCE, ENOUGH, wilson

Floats = NDArray[np.float64]
MANY = 100
"""Won and lost leads before the curve is free."""
BANDS = 20
GRID = 41
TOLD = 10


def fit_curve(score: Scores, won: Won, *, check: bool = True, seed: int = 0) -> Curve:
    """The curve over all of these leads; `check` measures its error by cross-validation."""
    made = _fit(np.asarray(score, np.float64), won)
    if not check or min(int(won.sum()), int((~won).sum())) < ENOUGH:
        return made
    fold, expected = folds(won, None, 5, seed), np.zeros(len(won))
    for k in range(int(fold.max()) + 1):
        held = fold == k
        expected[held] = _fit(np.asarray(score[~held], np.float64), won[~held]).at(np.asarray(score[held], np.float64))
    return Curve(made.scores, made.rates, made.low, made.high, error_of(expected, won), len(won))


def checked_on(curve: Curve, score: Scores, won: Won) -> Curve:
    """The same curve with its error on other leads."""
    if not len(won) or not len(curve.scores):
        return curve
    error = error_of(curve.at(np.asarray(score, np.float64)), won)
    return Curve(curve.scores, curve.rates, curve.low, curve.high, error, curve.leads)


def error_of(expected: Floats, won: Won) -> float:
    """The mean distance between expected and real close rates over tenths of the leads, by what was expected."""
    order = np.argsort(expected, kind="stable")
    parts = np.array_split(order, min(TOLD, len(order)))
    off = [abs(float(expected[p].mean()) - float(won[p].mean())) * len(p) for p in parts]
    return float(sum(off) / len(order))


def _fit(score: Floats, won: Won) -> Curve:
    if not len(score):
        nothing = np.zeros(0)
        return Curve(nothing, nothing, nothing, nothing, None, 0)
    winners, losers = int(won.sum()), int((~won).sum())
    if not winners or not losers or np.ptp(score) < 1e-9:
        return _flat(score, won)
    return _free(score, won) if min(winners, losers) >= MANY else _logistic(score, won)


def _flat(score: Floats, won: Won) -> Curve:
    low, high = wilson(int(won.sum()), len(won))
    ends = np.unique([score.min(), score.max()])
    rate = np.full(len(ends), float(won.mean()))
    return Curve(ends, rate, np.full(len(ends), low), np.full(len(ends), high), None, len(won))


def _free(score: Floats, won: Won) -> Curve:
    order = np.argsort(score, kind="stable")
    edges = np.unique(
        np.searchsorted(score[order], score[order][np.linspace(0, len(score) - 1, BANDS + 1).astype(int)])
    )
    edges = np.append(edges[edges < len(score)], len(score))
    parts = [order[a:b] for a, b in pairwise(edges) if b > a]
    leads = np.array([len(p) for p in parts], np.float64)
    winners = np.array([won[p].sum() for p in parts], np.float64)
    at = np.array([score[p].mean() for p in parts])
    rates = pooled(winners / leads, leads)
    _, block = np.unique(rates, return_inverse=True)
    together = [
        wilson(int(np.rint(r * n)), int(n)) for r, n in zip(rates, np.bincount(block, leads)[block], strict=True)
    ]
    low, high = (np.array([pair[side] for pair in together]) for side in (0, 1))
    return Curve(at, rates, low, high, None, len(won))


def _logistic(score: Floats, won: Won) -> Curve:
    middle, width = float(score.mean()), float(score.std())
    x = np.column_stack((np.ones(len(score)), (score - middle) / width))
    share = float(won.mean())
    beta = np.array([np.log(share / (1 - share)), 0.0])
    pull = np.array([1e-6, 1.0])
    bent = np.eye(2)
    for _ in range(12):
        chance = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        bent = (x * np.maximum(chance * (1 - chance), 1e-5)[:, None]).T @ x + np.diag(pull)
        step = np.linalg.solve(bent, x.T @ (won - chance) - pull * beta)
        beta = beta + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-6:
            break
    at = np.linspace(score.min(), score.max(), GRID)
    grid = np.column_stack((np.ones(GRID), (at - middle) / width))
    line = grid @ beta
    half = CONFIDENCE * np.sqrt(np.sum((grid @ np.linalg.inv(bent)) * grid, axis=1))
    rates, low, high = (1 / (1 + np.exp(-np.clip(v, -30, 30))) for v in (line, line - half, line + half))
    return Curve(at, rates, low, high, None, len(won))
