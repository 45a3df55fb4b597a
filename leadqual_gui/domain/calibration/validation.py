"""How well a score tells customers from others, and what of that is chance.

The AUC is the share of pairs (a customer, somebody else) that a score puts in the right order, ties half. Its interval
is DeLong's, widened where few leads agree by accident.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.results import Auc, Difference, Verdict
from leadqual_gui.domain.close_rates import CONFIDENCE, ENOUGH, wilson

Scores = NDArray[np.int64] | NDArray[np.float64]
Won = NDArray[np.bool_]
COPIES, SHARE_OF_COPIES = 3, 0.02
"""More identical leads than this (and than this share of all) are a common type."""
POSSIBLE, PLAIN = 2.58, 7.0
"""Deviations from chance below which nothing is proposed, and above which nobody needs a lottery to see it."""
LOTTERIES = 16
ACCIDENT = 3.0
NOBODY_KNOWS = Auc(None, 0.0, 1.0, 0, 0)


def verdict_of(won: Won, enough: int = ENOUGH) -> Verdict:
    """Whether there are leads enough to propose anything."""
    winners, losers = int(won.sum()), int((~won).sum())
    if not len(won):
        return Verdict.NO_LEADS
    if not losers:
        return Verdict.ONLY_WON
    if not winners:
        return Verdict.ONLY_LOST
    return Verdict.PROPOSED if min(winners, losers) >= enough else Verdict.TOO_FEW


def auc(score: Scores, won: Won) -> Auc:
    """The AUC of a score with its interval; nobody knows it unless there are won and lost leads."""
    winners, losers = int(won.sum()), int((~won).sum())
    if not winners or not losers:
        return Auc(None, 0.0, 1.0, winners, losers)
    mine, theirs = placements(score, won)
    value = float(mine.mean())
    low, high = _interval(value, _variance(mine, theirs), min(winners, losers))
    return Auc(value, low, high, winners, losers)


def auc_difference(one: Scores, other: Scores, won: Won) -> Difference:
    """How much better the first score is, on the same leads (DeLong, paired)."""
    if won.all() or not won.any():
        return Difference(None, -1.0, 1.0)
    value, variance = _difference(one, other, won)
    half = CONFIDENCE * math.sqrt(variance)
    return Difference(value, max(-1.0, value - half), min(1.0, value + half))


def _difference(one: Scores, other: Scores, won: Won) -> tuple[float, float]:
    (a, b), (c, d) = placements(one, won), placements(other, won)
    return float(a.mean() - c.mean()), _variance(a - c, b - d)


def placements(score: Scores, won: Won) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each customer the share of others below it; for each other lead the share of customers above it."""
    _, position = np.unique(score, return_inverse=True)
    winners = np.bincount(position[won], minlength=int(position.max()) + 1).astype(np.float64)
    losers = np.bincount(position[~won], minlength=len(winners)).astype(np.float64)
    below = (np.cumsum(losers) - losers / 2) / losers.sum()
    above = 1 - (np.cumsum(winners) - winners / 2) / winners.sum()
    return below[position[won]], above[position[~won]]


def _variance(mine: NDArray[np.float64], theirs: NDArray[np.float64]) -> float:
    return sum(float(p.var(ddof=1)) / len(p) if len(p) > 1 else 0.25 for p in (mine, theirs))


def _interval(value: float, variance: float, fewer: int) -> tuple[float, float]:
    """Symmetric; a perfect order of few leads is no certainty, so it is never narrower at its end than a share's."""
    half = CONFIDENCE * math.sqrt(variance)
    low, high = value - half, value + half
    if value in (0.0, 1.0):
        least, most = wilson(round(value * fewer), fewer)
        low, high = min(low, least), max(high, most)
    return max(0.0, low), min(1.0, high)


def averaged(rounds: Sequence[Sequence[Auc]], won: Won) -> Auc:
    """One AUC from repeated cross-validation: the mean over folds, the chance of the leads and of the splits."""
    known = [[a for a in parts if a.value is not None] for parts in rounds]
    known = [parts for parts in known if parts]
    winners, losers = int(won.sum()), int((~won).sum())
    if not known:
        return Auc(None, 0.0, 1.0, winners, losers)
    means = [float(np.mean([a.value for a in parts])) for parts in known]
    errors = [sum(_error(a) ** 2 for a in parts) / len(parts) ** 2 for parts in known]
    value = float(np.mean(means))
    variance = float(np.mean(errors)) + (float(np.var(means, ddof=1)) if len(means) > 1 else 0.0)
    low, high = _interval(value, variance, min(winners, losers))
    return Auc(value, low, high, winners, losers)


def _error(found: Auc) -> float:
    return max(found.high - (found.value or 0.0), (found.value or 0.0) - found.low) / CONFIDENCE


def averaged_difference(rounds: Sequence[Sequence[tuple[float, float]]]) -> Difference:
    """The same for a difference, from values and variances of each fold."""
    known = [parts for parts in rounds if parts]
    if not known:
        return Difference(None, -1.0, 1.0)
    means = [float(np.mean([value for value, _ in parts])) for parts in known]
    chances = [sum(variance for _, variance in parts) / len(parts) ** 2 for parts in known]
    variance = float(np.mean(chances)) + (float(np.var(means, ddof=1)) if len(means) > 1 else 0.0)
    value, half = float(np.mean(means)), CONFIDENCE * math.sqrt(variance)
    return Difference(value, max(-1.0, value - half), min(1.0, value + half))


def difference_parts(one: Scores, other: Scores, won: Won) -> tuple[float, float] | None:
    """Value and variance of a difference in one fold, for `averaged_difference`."""
    return None if won.all() or not won.any() else _difference(one, other, won)


def folds(won: Won, alike: NDArray[np.intp] | None, count: int = 5, seed: int = 0) -> NDArray[np.intp]:
    """The fold of each lead: as many won and lost leads in each as possible, identical leads in the same.

    `alike` has the same number for identical leads; what many leads have in common is a type of lead, no copy, and is
    not kept together. There are never more folds than won (or lost) leads, and at least one.
    """
    count = max(1, min(count, int(won.sum()), int((~won).sum())))
    groups = np.arange(len(won)) if alike is None else _copies(alike)
    random = np.random.default_rng(seed)
    sizes = np.bincount(groups)
    winners = np.bincount(groups, won.astype(np.float64)).astype(np.int64)
    order = random.permutation(len(sizes))
    fold = np.zeros(len(sizes), np.intp)
    large = order[sizes[order] > 1]
    large = large[np.argsort(-sizes[large], kind="stable")]
    filled = np.zeros((2, count))
    for group in large:
        won_here, lost_here = int(winners[group]), int(sizes[group] - winners[group])
        weight = filled[0] * (won_here > 0) + filled[1] * (lost_here > 0)
        fold[group] = int(np.argmin(weight))
        filled[:, fold[group]] += (won_here, lost_here)
    single = order[sizes[order] == 1]
    for kind in (0, 1):
        members = single[winners[single] == 1 - kind]
        fold[members] = _dealt(filled[kind], len(members))
    return fold[groups]


def _copies(alike: NDArray[np.intp]) -> NDArray[np.intp]:
    """Numbers of groups of identical leads; a lead of a large group is a group of its own."""
    _, group, sizes = np.unique(alike, return_inverse=True, return_counts=True)
    alone = sizes[group] > max(COPIES, int(len(alike) * SHARE_OF_COPIES))
    return np.unique(np.where(alone, len(sizes) + np.arange(len(alike)), group), return_inverse=True)[1].astype(np.intp)


def beyond_chance(found: Auc, lottery: Callable[[Won], float], won: Won, seed: int = 0) -> bool:
    """Whether an AUC is no accident. `lottery` repeats all that led to it for a shuffled outcome.

    Leads that resemble one another make accidents larger than any formula says, so that what is not plain (or plainly
    nothing) is held against the same work on outcomes that are known to be a lottery.
    """
    if found.value is None or found.deviations < POSSIBLE:
        return False
    if found.deviations > PLAIN:
        return True
    random = np.random.default_rng(seed)
    values = np.array([lottery(random.permutation(won)) for _ in range(LOTTERIES)])
    spread = max(float(values.std(ddof=1)), 1e-9)
    return (found.value - max(0.5, float(values.mean()))) / spread > ACCIDENT


def _dealt(filled: NDArray[np.float64], cards: int) -> NDArray[np.intp]:
    """Folds for so many leads, such that all folds end up about equally full."""
    room = np.maximum(np.ceil((filled.sum() + cards) / len(filled)) - filled, 0).astype(np.int64)
    turns = np.repeat(np.arange(len(filled)), room)
    rounds = np.concatenate([np.arange(r) for r in room]) if len(turns) else turns
    dealt = turns[np.argsort(rounds, kind="stable")]
    return np.resize(dealt, cards).astype(np.intp) if len(dealt) else np.zeros(cards, np.intp)
