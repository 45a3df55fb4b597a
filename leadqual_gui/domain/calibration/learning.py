"""Criteria found in the facts of closed leads: cut points, levels and whole points.

A card is fitted as a sum of tables (`additive`), one for each fact and for the few pairs of facts that say more
together, then fused to levels and rounded. How freely the tables may move is chosen by cross-validation among a few
plans; with few leads they are drawn towards nothing strongly. What is said about leads not used for it (`checked`)
repeats all of that without them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.cards import score_card
from leadqual_gui.domain.calibration.grids import Codes, grid_of, same_facts
from leadqual_gui.domain.calibration.leakage import find_leaks
from leadqual_gui.domain.calibration.planned import Plan, Rows, fit_plan
from leadqual_gui.domain.calibration.results import (
    Auc,
    LearnedCard,
    LearnedCriterion,
    Progress,
    StoppedError,
    Verdict,
)
from leadqual_gui.domain.calibration.validation import NOBODY_KNOWS, auc, averaged, beyond_chance, folds, verdict_of
from leadqual_gui.domain.calibration.values import Feature

MOST_FIELDS = 20
FEW = 1_500
ENOUGH_FOR_FREE = 600
ENOUGH_FOR_LOTTERY = 4_000
ENOUGH_FOR_CHOICE = 10_000


CAUTIOUS = Plan("cautious", strengths=(12.0, 24.0, 2.0))
CAUTIOUS_PAIRS = Plan("cautious with pairs", 8, 5, (12.0, 24.0, 2.0))
FREE = Plan("free")
FREE_PAIRS = Plan("free with pairs", 10, 6)
BETTER_BY = 0.004
"""With few leads a later plan is taken only if it is better by so much: less is chance..."""
BETTER_BY_IF_MANY = 0.001
"""... and with many by this."""


def learn_criteria(
    features: Sequence[Feature],
    won: NDArray[np.bool_],
    *,
    most_fields: int = MOST_FIELDS,
    trusted: frozenset[str] = frozenset(),
    check: bool = True,
    seed: int = 0,
    progress: Progress | None = None,
) -> LearnedCard:
    """Learn criteria. Facts that leak are left out unless they are `trusted`; without `check` nothing is held out."""
    steps = _Steps(progress)
    usable, left_out = _usable(features, won, trusted)
    verdict = verdict_of(won)
    if not usable or verdict in (Verdict.NO_LEADS, Verdict.ONLY_WON, Verdict.ONLY_LOST):
        found = verdict if verdict is not Verdict.PROPOSED and verdict is not Verdict.TOO_FEW else Verdict.NO_LEVELS
        return LearnedCard(found, (), NOBODY_KNOWS, "", len(won), left_out=left_out)
    with np.errstate(under="ignore"):
        plan, criteria = learn(usable, won, most_fields, seed, steps)
        checked = _checked(usable, won, plan, most_fields, seed, steps) if check else NOBODY_KNOWS
        chance = check and verdict is Verdict.PROPOSED and _by_chance(usable, won, plan, checked, most_fields, steps)
    if chance:
        return LearnedCard(Verdict.CHANCE, (), checked, plan.name, len(won), left_out=left_out)
    steps.done()
    return LearnedCard(verdict, criteria, checked, plan.name, len(won), left_out=left_out)


def learn(
    features: Sequence[Feature],
    won: NDArray[np.bool_],
    most_fields: int,
    seed: int,
    step: Callable[[], None],
    parts: int = 5,
) -> tuple[Plan, tuple[LearnedCriterion, ...]]:
    """Choose a plan among those that suit the number of leads (in so many parts), and fit it to all of them."""
    plan = _chosen(features, won, most_fields, seed, step, parts if len(won) <= FEW else 3)
    return plan, fit_plan(features, won, plan, most_fields, step)


def _usable(
    features: Sequence[Feature], won: NDArray[np.bool_], trusted: frozenset[str]
) -> tuple[list[Feature], tuple[str, ...]]:
    """Facts that may be learned from, and the keys of the others: protected, leaking, constant, the same again."""
    leaking = {leak.key for leak in find_leaks(features, (), won) if leak.serious} - trusted
    seen: set[bytes] = set()
    usable, left_out = [], []
    for feature in features:
        grid = None if feature.protected is not None or feature.key in leaking else grid_of(feature)
        mark = b"" if grid is None else np.unique(grid.codes(feature.values), return_inverse=True)[1].tobytes()
        if grid is None or mark in seen:
            left_out.append(feature.key)
            continue
        seen.add(mark)
        usable.append(feature)
    return usable, tuple(left_out)


def _plans(won: NDArray[np.bool_]) -> tuple[Plan, ...]:
    fewer = min(int(won.sum()), int((~won).sum()))
    if fewer < 30:
        return (CAUTIOUS,)
    if len(won) <= FEW or fewer < 150:
        return (CAUTIOUS_PAIRS, CAUTIOUS) if len(won) < ENOUGH_FOR_FREE else (CAUTIOUS_PAIRS, CAUTIOUS, FREE)
    return (FREE_PAIRS, FREE)


def _chosen(
    features: Sequence[Feature],
    won: NDArray[np.bool_],
    most_fields: int,
    seed: int,
    step: Callable[[], None],
    parts: int,
) -> Plan:
    plans = _plans(won)
    if len(plans) == 1:
        return plans[0]
    some = np.random.default_rng(seed).permutation(len(won))[:ENOUGH_FOR_CHOICE]
    sample, outcome = _of(features, some), won[some]
    fold = folds(outcome, None, parts, seed + 1)
    values = [_tried(sample, outcome, plan, fold, most_fields, step) for plan in plans]
    best, margin = 0, BETTER_BY if len(won) <= FEW else BETTER_BY_IF_MANY
    for i in range(1, len(plans)):
        if values[i] > values[best] + margin:
            best = i
    return plans[best]


def _tried(
    features: Sequence[Feature],
    won: NDArray[np.bool_],
    plan: Plan,
    fold: Codes,
    most_fields: int,
    step: Callable[[], None],
) -> float:
    """The AUC of a plan on leads held out, folds averaged."""
    found = []
    for k in range(int(fold.max()) + 1):
        rows = fold != k
        if 0 < won[rows].sum() < rows.sum():
            criteria = fit_plan(_of(features, rows), won[rows], plan, most_fields, step)
            found.append(auc(score_card(criteria, _of(features, ~rows)), won[~rows]).value or 0.5)
    return float(np.mean(found)) if found else 0.5


def _checked(
    features: Sequence[Feature],
    won: NDArray[np.bool_],
    plan: Plan,
    most_fields: int,
    seed: int,
    step: Callable[[], None],
) -> Auc:
    """The AUC on leads held out of everything; identical leads stay together.

    With few leads the choice of the plan is repeated too; with many, choosing between two flatters nobody.
    """
    grids = [grid_of(f) for f in features]
    alike = same_facts([g.codes(f.values) for g, f in zip(grids, features, strict=True) if g is not None])
    fold = folds(won, alike, 5, seed)
    found = []
    for k in range(int(fold.max()) + 1):
        rows = fold != k
        if 0 < won[rows].sum() < rows.sum():
            here = _of(features, rows)
            again = _chosen(here, won[rows], most_fields, seed, step, 3) if len(won) <= FEW else plan
            criteria = fit_plan(here, won[rows], again, most_fields, step)
            found.append(auc(score_card(criteria, _of(features, ~rows)), won[~rows]))
    return averaged([found], won)


def _by_chance(
    features: Sequence[Feature],
    won: NDArray[np.bool_],
    plan: Plan,
    found: Auc,
    most_fields: int,
    step: Callable[[], None],
) -> bool:
    """Whether a lottery, learned in the same way (on a part, if there are many leads), does as well."""
    some = np.random.default_rng(3).permutation(len(won))[:ENOUGH_FOR_LOTTERY]
    sample, closer = _of(features, some), float(np.sqrt(len(some) / max(len(won), 1)))

    def lottery(outcome: NDArray[np.bool_]) -> float:
        drawn = outcome[some]
        value = _tried(sample, drawn, plan, folds(drawn, None, 5, 0), most_fields, step)
        return 0.5 + (value - 0.5) * closer

    return not beyond_chance(found, lottery, won)


def _of(features: Sequence[Feature], rows: Rows | Codes) -> list[Feature]:
    return [replace(f, values=f.values[rows]) for f in features]


class _Steps:
    """Tells how far it is, by steps that come nearer to the end without knowing how many there are."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress, self._count = progress, 0

    def __call__(self) -> None:
        self._count += 1
        if self._progress is not None and not self._progress(self._count / (self._count + 60.0)):
            raise StoppedError

    def done(self) -> None:
        if self._progress is not None:
            self._progress(1.0)
