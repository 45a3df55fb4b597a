"""Would the proposed points have worked? Asked of leads that were not used for them.

At random: repeated cross-validation, stratified, identical leads together. By date: fitted to what was closed first,
tried on the last fifth, which is what a team will really see. A split at random flatters where the world moves.

Points fitted to different leads are on different scales, and an edge of today says nothing on another scale. Tiers are
therefore compared at the same size: as many leads are hot by the proposed points as are by today's, fold by fold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.curve import checked_on, fit_curve
from leadqual_gui.domain.calibration.fitting import FEW, REPEATS, Columns, points_by
from leadqual_gui.domain.calibration.points import today_points
from leadqual_gui.domain.calibration.results import (
    Auc,
    Comparison,
    Curve,
    Gains,
    Going,
    Held,
    Leak,
    Method,
    Progress,
    Scorer,
    Split,
    StoppedError,
    Verdict,
    going_at,
)
from leadqual_gui.domain.calibration.trusting import leaks_of, trusted_levels, without_leaks
from leadqual_gui.domain.calibration.validation import (
    Scores,
    Won,
    auc,
    auc_difference,
    averaged,
    averaged_difference,
    difference_parts,
    folds,
    verdict_of,
)
from leadqual_gui.domain.calibration.values import Evidence
from leadqual_gui.domain.close_rates import CloseRate, wilson

LAST = 0.2
LEAST_TESTED = 10
"""Won and lost leads on either side of a date before a split there says anything."""
BEST = 0.2
TOLD = 51
_FOLDS = 5
Parts = NDArray[np.int64]


def compare(
    evidence: Evidence,
    method: Method,
    edges: Sequence[int],
    *,
    scorer: Scorer | None = None,
    leaks: Sequence[Leak] | None = None,
    repeats: int = REPEATS,
    seed: int = 0,
    progress: Progress | None = None,
) -> Comparison:
    """Today's points beside those that a method gives, at random and by date.

    Criteria that leak (`leaks`; None: they are looked for) give nothing on either side.
    """
    found = leaks_of(evidence, going_at(progress, 0.0)) if leaks is None else leaks
    evidence = without_leaks(evidence, trusted_levels(evidence.levels, found))
    verdict = verdict_of(evidence.won) if evidence.levels else Verdict.NO_LEVELS
    if verdict not in (Verdict.PROPOSED, Verdict.TOO_FEW):
        return Comparison(verdict, None, None)
    columns = Columns.of(evidence.levels)
    score = scorer or columns.plain
    by_date = _by_date(evidence, columns, method, edges, score, going_at(progress, 0.0))
    rounds = repeats if len(evidence) <= FEW else min(repeats, 2)
    at_random = _at_random(evidence, columns, method, edges, score, rounds, seed, progress)
    if progress is not None:
        progress(1.0)
    return Comparison(verdict, at_random, by_date)


def held_out(
    score: Scores, won: Won, edges: Sequence[int], *, known: Auc | None = None, parts: Parts | None = None
) -> Held:
    """How a score did on closed leads that were not used for it. `parts`: whose scores can be compared."""
    return _held(score, won, tiers_of(score, won, edges), known or auc(score, won), fit_curve(score, won), parts)


def _held(
    score: Scores, won: Won, tiers: tuple[CloseRate, ...], known: Auc, curve: Curve, parts: Parts | None = None
) -> Held:
    return Held(known, tiers, best_share(score, won, parts=parts), gains(score, won, parts), curve)


def tiers_of(score: Scores, won: Won, edges: Sequence[int]) -> tuple[CloseRate, ...]:
    """The close rate of each tier, the lowest first; the tier is read from the whole number shown (half up)."""
    tier = _tier_of(score, edges)
    found = []
    for k in range(len(edges)):
        winners = int(np.count_nonzero(won & (tier == k)))
        found.append(CloseRate(winners, int(np.count_nonzero(tier == k)) - winners))
    return tuple(found)


def _tier_of(score: Scores, edges: Sequence[int]) -> NDArray[np.intp]:
    shown = np.floor(np.asarray(score, np.float64) / 10 + 0.5) * 10
    return np.clip(np.searchsorted(np.asarray(sorted(edges)), shown, side="right") - 1, 0, None)


def matched_tiers(
    score: Scores, today: Scores, won: Won, edges: Sequence[int], parts: Parts | None = None
) -> tuple[CloseRate, ...]:
    """The close rates of tiers that hold as many leads by `score` as today's tiers hold by `today`, in each part.

    Equal scores share the last places of a tier.
    """
    parts = np.zeros(len(won), np.int64) if parts is None else parts
    reached, winners = np.zeros(len(edges) + 1, np.int64), np.zeros(len(edges) + 1)
    for part in np.unique(parts):
        mine = parts == part
        sizes = np.bincount(_tier_of(today[mine], edges), minlength=len(edges))
        here = np.concatenate(([0], np.cumsum(sizes[::-1])))
        reached += here
        if won[mine].any():
            share = _found(score[mine], won[mine], here / max(int(here[-1]), 1))
            winners += share * int(won[mine].sum())
    leads, whole = np.diff(reached), np.diff(np.floor(winners + 0.5).astype(np.int64))
    return tuple(CloseRate(int(w), int(n - w)) for w, n in zip(whole[::-1], leads[::-1], strict=True))


def best_share(
    score: Scores, won: Won, share: float = BEST, parts: Parts | None = None
) -> tuple[float, float, float] | None:
    """The share of customers among the best leads, with its interval; equal scores share the last places."""
    customers = int(won.sum())
    if not customers:
        return None
    found = _found(score, won, np.array([share]), parts)[0]
    low, high = wilson(min(customers, int(found * customers + 0.5)), customers)
    return float(found), low, high


def gains(score: Scores, won: Won, parts: Parts | None = None) -> Gains:
    """Customers found in the best leads, from none of them to all."""
    at, customers = np.linspace(0, 1, TOLD), int(won.sum())
    if not customers:
        nothing = np.zeros(0)
        return Gains(nothing, nothing, nothing, nothing)
    found = _found(score, won, at, parts)
    band = [wilson(min(customers, int(f * customers + 0.5)), customers) for f in found]
    low, high = np.array([b[0] for b in band]), np.array([b[1] for b in band])
    low[[0, -1]], high[[0, -1]] = found[[0, -1]], found[[0, -1]]
    return Gains(at, found, np.minimum(low, found), np.maximum(high, found))


def _found(score: Scores, won: Won, at: NDArray[np.float64], parts: Parts | None = None) -> NDArray[np.float64]:
    """The share of customers among the best leads; of several `parts` the mean, by customers: points that were
    fitted to different leads are on different scales."""
    if parts is not None:
        masks = [mask for mask in (parts == part for part in np.unique(parts)) if won[mask].any()]
        each = [int(won[mask].sum()) * _found(score[mask], won[mask], at) for mask in masks]
        return np.asarray(sum(each) / int(won.sum()), np.float64)
    values, position = np.unique(-np.asarray(score, np.float64), return_inverse=True)
    leads = np.concatenate(([0.0], np.cumsum(np.bincount(position, minlength=len(values)))))
    winners = np.concatenate(([0.0], np.cumsum(np.bincount(position[won], minlength=len(values)))))
    return np.asarray(np.interp(at * leads[-1], leads, winners / winners[-1]), np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class _Turn:
    """One fold of one round: the leads that are `held` out are tried, the others are learned from."""

    again: int
    number: int
    fold: Parts

    @property
    def held(self) -> Won:
        """Whose score is tried."""
        return np.asarray(self.fold == self.number, np.bool_)

    @property
    def learned_from(self) -> Won:
        """All others, if there are any."""
        held = self.held
        return ~held if held.any() and not held.all() else np.ones(len(held), np.bool_)

    def share(self, rounds: int, done: bool = False) -> float:
        """How far all rounds are before this turn, or after it."""
        return (self.again * _FOLDS + self.number + done) / (rounds * _FOLDS + 1)


@dataclass(frozen=True, slots=True)
class _Rounds:
    """How both scores did, and by how much one was better: a list for each round, with each of its folds."""

    today: list[list[Auc]] = field(default_factory=list)
    ours: list[list[Auc]] = field(default_factory=list)
    gained: list[list[tuple[float, float]]] = field(default_factory=list)

    def add(self, turn: _Turn, today: Scores, score: Scores, won: Won) -> None:
        """What one fold told."""
        if turn.number == 0:
            self.today.append([])
            self.ours.append([])
            self.gained.append([])
        self.today[-1].append(auc(today, won))
        self.ours[-1].append(auc(score, won))
        told = difference_parts(score, today, won)
        self.gained[-1] += [told] if told is not None else []


def _turns(won: Won, columns: Columns, rounds: int, seed: int) -> Iterator[_Turn]:
    alike = columns.alike()
    for again in range(rounds):
        fold = folds(won, alike, _FOLDS, seed + again)
        for number in range(int(fold.max()) + 1):
            yield _Turn(again, number, fold)


def _at_random(
    evidence: Evidence,
    columns: Columns,
    method: Method,
    edges: Sequence[int],
    scorer: Scorer,
    rounds: int,
    seed: int,
    progress: Progress | None,
) -> Split:
    won, today = evidence.won, scorer(today_points(evidence.levels))
    told = _Rounds()
    first, parts = np.zeros(len(won), np.int64), np.zeros(len(won), np.int64)
    for turn in _turns(won, columns, rounds, seed):
        held, rows = turn.held, turn.learned_from
        going = going_at(progress, turn.share(rounds))
        score = scorer(points_by(method, columns.at(rows), won[rows], going))[held]
        if turn.again == 0:
            first[held], parts = score, turn.fold
        told.add(turn, today[held], score, won[held])
        if progress is not None and not progress(turn.share(rounds, done=True)):
            raise StoppedError
    tiers, known = matched_tiers(first, today, won, edges, parts), averaged(told.ours, won)
    tested = len(won)
    return Split(
        held_out(today, won, edges, known=averaged(told.today, won), parts=parts),
        _held(first, won, tiers, known, fit_curve(first, won), parts),
        averaged_difference(told.gained),
        tested - tested // _FOLDS,
        tested,
    )


def _by_date(
    evidence: Evidence, columns: Columns, method: Method, edges: Sequence[int], scorer: Scorer, going: Going
) -> Split | None:
    """Fitted to what was closed before a date, tried on the rest; None where there is too little on either side."""
    days = evidence.days
    dated = np.sort(days[np.isfinite(days)])
    if len(dated) < 2:
        return None
    since = float(dated[int(len(dated) * (1 - LAST))])
    after, before = days >= since, days < since
    won = evidence.won
    if min(int((won & s).sum()) for s in (before, after)) < LEAST_TESTED:
        return None
    if min(int((~won & s).sum()) for s in (before, after)) < LEAST_TESTED:
        return None
    today = scorer(today_points(evidence.levels))
    score = scorer(points_by(method, columns.at(before), won[before], going))
    return Split(
        _later(today, won, before, after, tiers_of(today[after], won[after], edges)),
        _later(score, won, before, after, matched_tiers(score[after], today[after], won[after], edges)),
        auc_difference(score[after], today[after], won[after]),
        int(before.sum()),
        int(after.sum()),
        since,
    )


def _later(score: NDArray[np.int64], won: Won, before: Won, after: Won, tiers: tuple[CloseRate, ...]) -> Held:
    """A score on later leads; the curve comes from the earlier ones, its error from the later."""
    curve = checked_on(fit_curve(score[before], won[before], check=False), score[after], won[after])
    return _held(score[after], won[after], tiers, auc(score[after], won[after]), curve)
