"""Criteria found in the facts of closed leads: cut points, levels and whole points.

A card is fitted as a sum of tables (`additive`), one for each fact and for the few pairs of facts that say more
together, then fused to levels and rounded. How freely the tables may move is chosen by cross-validation among a few
plans; with few leads they are drawn towards nothing strongly. What is said about leads not used for it (`checked`)
repeats all of that without them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration import pairs
from leadqual_gui.domain.calibration.additive import Block, Tables, crossed, fit_tables, neighbours, strangers
from leadqual_gui.domain.calibration.cards import score_card
from leadqual_gui.domain.calibration.grids import Codes, Floats, Grid, grid_of, same_facts
from leadqual_gui.domain.calibration.leakage import find_leaks
from leadqual_gui.domain.calibration.levels import Shape, fused, whole_points
from leadqual_gui.domain.calibration.results import (
    Auc,
    LearnedCard,
    LearnedCriterion,
    LearnedLevel,
    Progress,
    StoppedError,
    Verdict,
)
from leadqual_gui.domain.calibration.validation import NOBODY_KNOWS, auc, averaged, beyond_chance, folds, verdict_of
from leadqual_gui.domain.calibration.values import Feature
from leadqual_gui.domain.close_rates import CloseRate

MOST_FIELDS = 20
LOOKED_AT = 40
"""So many facts, the most telling ones by themselves, are fitted jointly before the best of them are chosen."""
FEW = 1_500
ENOUGH_FOR_FREE = 600
ENOUGH_FOR_LOTTERY = 4_000
ENOUGH_FOR_CHOICE = 10_000
Rows = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Plan:
    """How freely the tables may move.

    `strengths` pulls words, pairs and numbers with a fixed force; without it the data say how strongly, for each table
    alone.
    """

    name: str
    pairs: int = 0
    cells: int = 6
    strengths: tuple[float, float, float] | None = None


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
    return plan, _fit(features, won, plan, most_fields, step)


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
            criteria = _fit(_of(features, rows), won[rows], plan, most_fields, step)
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
            criteria = _fit(here, won[rows], again, most_fields, step)
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


@dataclass(frozen=True, slots=True, eq=False)
class _Fact:
    """A fact with its fine bins."""

    grid: Grid
    codes: Codes

    @property
    def penalty(self) -> Floats:
        return _penalty(self.grid, self.grid.size)


def _penalty(grid: Grid, size: int) -> Floats:
    return neighbours(size) if grid.has_order else strangers(size)


def _fit(
    features: Sequence[Feature], won: NDArray[np.bool_], plan: Plan, most_fields: int, step: Callable[[], None]
) -> tuple[LearnedCriterion, ...]:
    """One fit of one plan: the single facts, the best of them, their pairs, then levels and points."""
    outcome = won.astype(np.float64)
    facts = [_Fact(g, g.codes(f.values)) for f in features if (g := grid_of(f)) is not None]
    facts = _most_telling(facts, outcome, LOOKED_AT)
    if not facts:
        return ()
    tables = _tables(facts, [], outcome, plan, step)
    if len(facts) > most_fields:
        facts = _largest(facts, tables, most_fields)
        tables = _tables(facts, [], outcome, plan, step)
    cells: list[_Cells] = []
    if plan.pairs:
        cells = _paired(facts, tables, outcome, plan)
        tables = _tables(facts, cells, outcome, plan, step)
    return _criteria(facts, cells, tables, won)


def _most_telling(facts: list[_Fact], outcome: Floats, most: int) -> list[_Fact]:
    if len(facts) <= most:
        return facts
    rest, weight = outcome - outcome.mean(), float(outcome.mean() * (1 - outcome.mean()))
    worth = []
    for fact in facts:
        mass = np.bincount(fact.codes, minlength=fact.grid.size) * weight
        pull = np.bincount(fact.codes, rest, fact.grid.size)
        worth.append(float(np.sum((pull**2 - mass) / (mass + 5.0))))
    kept = np.sort(np.argsort(-np.array(worth), kind="stable")[:most])
    return [facts[k] for k in kept]


def _largest(facts: list[_Fact], tables: Tables, most: int) -> list[_Fact]:
    moved = [float(np.std(e[f.codes])) for f, e in zip(facts, tables.effects, strict=True)]
    return [facts[k] for k in np.sort(np.argsort(-np.array(moved), kind="stable")[:most])]


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """The cells of two facts on coarse bins."""

    one: int
    other: int
    rows: pairs.Coarse
    columns: pairs.Coarse

    @property
    def codes(self) -> Codes:
        return self.rows.codes * self.columns.size + self.columns.codes


def _tables(facts: list[_Fact], cells: list[_Cells], outcome: Floats, plan: Plan, step: Callable[[], None]) -> Tables:
    blocks = [Block(f.codes, f.grid.size, f.penalty, 2 if f.grid.has_order else 0) for f in facts]
    for c in cells:
        penalty = crossed(
            _penalty(facts[c.one].grid, c.rows.size),
            _penalty(facts[c.other].grid, c.columns.size),
        )
        blocks.append(Block(c.codes, c.rows.size * c.columns.size, penalty, 1))
    start = None if plan.strengths is None else np.array([plan.strengths[b.family] for b in blocks])
    return fit_tables(blocks, outcome, start=start, step=step)


def _paired(facts: list[_Fact], tables: Tables, outcome: Floats, plan: Plan) -> list[_Cells]:
    chance = 1 / (1 + np.exp(-tables.sum([f.codes for f in facts])))
    weight = np.maximum(chance * (1 - chance), 1e-5)
    coarse = [pairs.coarse_of(f.codes, f.grid.size, f.grid.has_order, plan.cells) for f in facts]
    found = pairs.best_pairs(coarse, outcome - chance, weight, plan.pairs)
    return [_Cells(i, j, coarse[i], coarse[j]) for i, j in found]


def _criteria(
    facts: list[_Fact], cells: list[_Cells], tables: Tables, won: NDArray[np.bool_]
) -> tuple[LearnedCriterion, ...]:
    shapes = []
    for fact, effects, spread in zip(facts, tables.effects, tables.spread, strict=False):
        counts = np.bincount(fact.codes, minlength=fact.grid.size).astype(np.float64)
        flat = fused(effects, counts, spread) if fact.grid.has_order else effects
        shapes.append(Shape(fact.codes, counts, flat))
    for cell, effects in zip(cells, tables.effects[len(facts) :], strict=True):
        counts = np.bincount(cell.codes, minlength=len(effects)).astype(np.float64)
        shapes.append(Shape(cell.codes, counts, effects, True))
    points = whole_points(shapes)
    total = np.sum([p[s.codes] for p, s in zip(points, shapes, strict=True)], axis=0)
    whole = auc(total, won).value or 0.5
    made: list[tuple[float, LearnedCriterion]] = []
    for i, (shape, given) in enumerate(zip(shapes, points, strict=True)):
        if np.ptp(given[shape.counts > 0]) == 0 and not given[0]:
            continue
        levels = _single(facts[i], given, won) if i < len(facts) else _double(facts, cells[i - len(facts)], given, won)
        keys = (
            (facts[i].grid.key,)
            if i < len(facts)
            else tuple(facts[k].grid.key for k in (cells[i - len(facts)].one, cells[i - len(facts)].other))
        )
        mine = given[shape.codes]
        without = auc(total - mine, won).value or 0.5
        criterion = LearnedCriterion(keys, levels, auc(mine, won).value or 0.5, whole - without)
        made.append((float(np.std(mine)), criterion))
    return tuple(criterion for _, criterion in sorted(made, key=lambda m: -m[0]))


def _single(fact: _Fact, points: NDArray[np.int64], won: NDArray[np.bool_]) -> tuple[LearnedLevel, ...]:
    made = []
    for bins in _alike(points, fact.grid.has_order):
        rate = _rate(np.isin(fact.codes, bins), won)
        if rate.leads:
            made.append(LearnedLevel((fact.grid.part(bins),), int(points[bins[0]]), rate))
    return tuple(made)


def _alike(points: NDArray[np.int64], has_order: bool) -> list[list[int]]:
    """Bins with the same points (or the same row of points) together; of ordered ones only neighbours; 0 alone."""
    rows = points.reshape(len(points), -1)
    if has_order:
        ends = [1, *(np.flatnonzero(np.any(np.diff(rows[1:], axis=0), axis=1)) + 2).tolist(), len(points)]
        return [[0]] + [list(range(low, high)) for low, high in pairwise(ends) if high > low]
    _, kind = np.unique(rows[1:], axis=0, return_inverse=True)
    return [[0]] + [(1 + np.flatnonzero(kind.ravel() == k)).tolist() for k in range(int(kind.max(initial=-1)) + 1)]


def _double(
    facts: list[_Fact], cells: _Cells, points: NDArray[np.int64], won: NDArray[np.bool_]
) -> tuple[LearnedLevel, ...]:
    table = points.reshape(cells.rows.size, cells.columns.size)
    one, other = facts[cells.one].grid, facts[cells.other].grid
    made = []
    for rows in _alike(table, one.has_order):
        first = np.flatnonzero(np.isin(cells.rows.merged, rows)).tolist()
        inside = np.isin(cells.rows.codes, rows)
        for columns in _alike(table[rows[0]], other.has_order):
            second = np.flatnonzero(np.isin(cells.columns.merged, columns)).tolist()
            given, rate = int(table[rows[0]][columns[0]]), _rate(inside & np.isin(cells.columns.codes, columns), won)
            if given and first and second and rate.leads:
                made.append(LearnedLevel((one.part(first), other.part(second)), given, rate))
    return tuple(made)


def _rate(inside: Rows, won: NDArray[np.bool_]) -> CloseRate:
    here = int(won[inside].sum())
    return CloseRate(here, int(inside.sum()) - here)


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
