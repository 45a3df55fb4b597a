"""One fit of one plan: a sum of tables, fused to levels and rounded to whole points, as criteria."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration import pairs
from leadqual_gui.domain.calibration.additive import Block, Tables, crossed, fit_tables, neighbours, strangers
from leadqual_gui.domain.calibration.grids import Codes, Floats, Grid, grid_of
from leadqual_gui.domain.calibration.levels import Shape, fused, whole_points
from leadqual_gui.domain.calibration.results import LearnedCriterion, LearnedLevel
from leadqual_gui.domain.calibration.validation import auc
from leadqual_gui.domain.calibration.values import Feature
from leadqual_gui.domain.close_rates import CloseRate

LOOKED_AT = 40
"""So many facts, the most telling ones by themselves, are fitted jointly before the best of them are chosen."""
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


def fit_plan(
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
