"""Today's matrix beside the points that closed leads ask for.

Cross-validation says whether points fitted jointly, the article's or the lift points are better on leads that were not
used, and whether any of them is better than chance. Criteria that leak keep their points and decide nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.fitting import FEW, REPEATS, Columns, Fitted, fit_points, ordered, points_by
from leadqual_gui.domain.calibration.points import (
    Points,
    article_points,
    lift_points,
    rates_of,
    today_points,
)
from leadqual_gui.domain.calibration.results import (
    Auc,
    Leak,
    LevelProposal,
    Method,
    PointsProposal,
    Progress,
    Scorer,
    StoppedError,
    Verdict,
    going_at,
)
from leadqual_gui.domain.calibration.trusting import leaks_of, trusted_levels, without_leaks
from leadqual_gui.domain.calibration.validation import (
    Won,
    auc,
    averaged,
    averaged_difference,
    beyond_chance,
    difference_parts,
    folds,
    verdict_of,
)
from leadqual_gui.domain.calibration.values import Evidence, LevelColumn
from leadqual_gui.domain.close_rates import CloseRate

Floats = NDArray[np.float64]


def propose_points(
    evidence: Evidence,
    *,
    scorer: Scorer | None = None,
    leaks: Sequence[Leak] | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> PointsProposal:
    """Today's matrix beside the points that closed leads ask for; nothing is proposed where nothing is known.

    Criteria that leak (`leaks`; None: they are looked for) keep their points, and nothing is learned from them.
    """
    found = leaks_of(evidence, going_at(progress, 0.0)) if leaks is None else leaks
    trusted = trusted_levels(evidence.levels, found)
    honest = _proposed(without_leaks(evidence, trusted), scorer, seed, progress)
    levels = (
        told if kept else _kept(level, evidence.won)
        for level, told, kept in zip(evidence.levels, honest.levels, trusted, strict=True)
    )
    return replace(honest, levels=tuple(levels))


def _kept(level: LevelColumn, won: Won) -> LevelProposal:
    """A level that leaks: nothing is said about its points."""
    rate, today = rates_of([level], won)[0], level.points
    return LevelProposal(
        level.criterion, level.level, rate, today, None, None, None, today, None, None, 0.0, few=False, leaks=True
    )


def _proposed(evidence: Evidence, scorer: Scorer | None, seed: int, progress: Progress | None) -> PointsProposal:
    levels, won = evidence.levels, evidence.won
    control = CloseRate(int(won.sum()), int((~won).sum()))
    verdict = verdict_of(won) if levels else Verdict.NO_LEVELS
    if verdict not in (Verdict.PROPOSED, Verdict.TOO_FEW):
        return PointsProposal(verdict, Method.TODAY, control, _told(levels, won, control, None, Method.TODAY))
    columns = Columns.of(levels)
    checked, differences = _checked(columns, won, scorer or columns.plain, seed, progress)
    fitted = fit_points(columns, won, going_at(progress, 0.98))
    best = max((Method.FITTED, Method.LIFT, Method.ARTICLE), key=lambda m: checked[m].value or 0.0)
    gained = averaged_difference(differences[best])
    method = best
    if verdict is Verdict.PROPOSED:
        if not beyond_chance(checked[best], _lottery(columns, scorer or columns.plain, seed, progress), won):
            verdict, method = Verdict.CHANCE, Method.TODAY
        elif gained.value is None or gained.value <= 0.0:
            verdict, method = Verdict.NO_BETTER, Method.TODAY
    else:
        method = Method.TODAY
    if progress is not None:
        progress(1.0)
    return PointsProposal(verdict, method, control, _told(levels, won, control, fitted, method), checked, gained)


_METHODS = (Method.TODAY, Method.ARTICLE, Method.LIFT, Method.FITTED, Method.EQUAL)


def _checked(
    columns: Columns,
    won: Won,
    scorer: Callable[[Points], NDArray[np.int64]],
    seed: int,
    progress: Progress | None,
    repeats: int = 0,
) -> tuple[dict[Method, Auc], dict[Method, list[list[tuple[float, float]]]]]:
    """Each method's AUC on leads held out, and how much better than today's points it is, fold by fold."""
    alike = columns.alike()
    repeats = repeats or (REPEATS if len(won) <= FEW else 2)
    found: dict[Method, list[list[Auc]]] = {m: [] for m in _METHODS}
    gained: dict[Method, list[list[tuple[float, float]]]] = {m: [] for m in _METHODS}
    for again in range(repeats):
        fold = folds(won, alike, 5, seed + again)
        for method in _METHODS:
            found[method].append([])
            gained[method].append([])
        for k in range(int(fold.max()) + 1):
            rows = fold != k
            train, held = columns.at(rows), ~rows
            share = (again * 5 + k) / (repeats * 5 + 1)
            going = going_at(progress, share)
            scores = {m: scorer(points_by(m, train, won[rows], going))[held] for m in _METHODS}
            for m, score in scores.items():
                going()
                found[m][-1].append(auc(score, won[held]))
                parts = difference_parts(score, scores[Method.TODAY], won[held])
                gained[m][-1] += [parts] if parts is not None else []
            if progress is not None and not progress((again * 5 + k + 1) / (repeats * 5 + 1)):
                raise StoppedError
    return {m: averaged(rounds, won) for m, rounds in found.items()}, gained


def _lottery(
    columns: Columns, scorer: Callable[[Points], NDArray[np.int64]], seed: int, progress: Progress | None
) -> Callable[[Won], float]:
    """What the best method makes of a shuffled outcome."""

    def best(outcome: Won) -> float:
        going = None if progress is None else lambda _share: progress(0.99)
        found, _ = _checked(columns, outcome, scorer, seed, going, repeats=1)
        return max(found[m].value or 0.5 for m in (Method.FITTED, Method.LIFT, Method.ARTICLE))

    return best


def _effects(levels: Sequence[LevelColumn], points: Points) -> Floats:
    """Each level's share of what moves scores."""
    moved = np.array(
        [float(np.var(v.weight)) * p**2 if len(v.weight) else 0.0 for v, p in zip(levels, points, strict=True)]
    )
    return moved / moved.sum() if moved.sum() > 0 else moved


def _told(
    levels: Sequence[LevelColumn], won: Won, control: CloseRate, fitted: Fitted | None, method: Method
) -> tuple[LevelProposal, ...]:
    rates = rates_of(levels, won)
    today = today_points(levels)
    known = fitted is not None
    by_article = ordered(article_points(levels, rates, control), levels, rates) if known else today
    by_lift = ordered(lift_points(levels, rates, control), levels, rates) if known else today
    jointly = fitted or Fitted(today, today, today, np.ones(len(levels), np.bool_))
    proposed = {Method.ARTICLE: by_article, Method.LIFT: by_lift, Method.FITTED: jointly.points}.get(method, today)
    effects = _effects(levels, jointly.points)
    told = []
    for i, level in enumerate(levels):
        few = bool(jointly.few[i])
        told.append(
            LevelProposal(
                level.criterion,
                level.level,
                rates[i],
                level.points,
                None if few else int(by_article[i]),
                None if few else int(by_lift[i]),
                None if few else int(jointly.points[i]),
                int(proposed[i]) if not few else level.points,
                None if few else int(jointly.low[i]),
                None if few else int(jointly.high[i]),
                float(effects[i]),
                few,
            )
        )
    return tuple(told)
