"""All leads of a period before their outcome, under today's matrix: what rates and learning start from."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.before import Known, known_before
from leadqual_gui.domain.calibration.calendar_days import by_calendar
from leadqual_gui.domain.calibration.features import FIELDS, facts_behind, features_of, first_rows
from leadqual_gui.domain.calibration.past import PastFacts
from leadqual_gui.domain.calibration.periods import Chosen, Period, choose
from leadqual_gui.domain.calibration.values import Evidence, Feature, LevelColumn
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.columns_fields import NO_DATE, Array
from leadqual_gui.domain.conditions import Condition, Operator, Test
from leadqual_gui.domain.matrix import Criterion, Level, Matrix
from leadqual_gui.domain.moments import seconds
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.schema import schema_for
from leadqual_gui.domain.scoring import ScoreTable, score_many
from leadqual_gui.domain.scoring_activities import rounded
from leadqual_gui.domain.scoring_rows import blocks_of
from leadqual_gui.domain.scoring_totals import heaps_of, totals
from leadqual_gui.domain.whatif_basis import Basis, LevelBasis, basis_of, rest, steps

USUAL_SCALE = 100
"""Points commonly go from 0 to 10 (tenths)."""


def facts_for(rules: Rules) -> frozenset[str]:
    """The lead facts that columns have to hold for learning."""
    return frozenset(schema_for(rules)) | frozenset(FIELDS) | {"verified_at", "email_domain", "currency"}


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """All leads of a period, the closed ones first: as they were known before their outcome, and judged by today's
    matrix.

    `bases` is what each criterion in force says of them. `levels` and `features` are of all leads; `evidence` holds
    the closed ones. `today` is the score in tenths, without corrections by hand.
    """

    lead_ids: NDArray[np.int64]
    chosen: Chosen
    known: Known
    board: ScoreTable
    bases: tuple[tuple[Criterion, Basis], ...]
    levels: tuple[LevelColumn, ...]
    features: tuple[Feature, ...]
    evidence: Evidence

    def __len__(self) -> int:
        return len(self.chosen)

    @property
    def today(self) -> NDArray[np.int64]:
        """The score of each lead in tenths."""
        return self.board.exact.astype(np.int64)

    @property
    def matrix(self) -> Matrix:
        """Today's matrix."""
        return self.board.plan.rules.matrix

    def scorer(self, closed_only: bool = True) -> Callable[[NDArray[np.int64]], NDArray[np.int64]]:
        """What turns points per level (tenths, in the order of `levels`) into scores, with all cuts of the matrix."""
        return _Scorer(self, self.chosen.closed if closed_only else len(self))


def population_of(
    columns: Columns, past: PastFacts, rules: Rules, period: Period, now: datetime, within_days: float | None = None
) -> Population:
    """The leads of a period. `within_days`: only what was known so many days after creation counts."""
    chosen = choose(columns, period, now, within_days)
    as_of = seconds(now)
    known = known_before(columns, chosen, past, facts_for(rules), rules.matrix, as_of)
    rules = replace(rules, matrix=by_calendar(rules.matrix, known.columns))
    board = score_many(known.columns, rules, now)
    blocks = blocks_of(known.columns, as_of, board.plan.ours)
    bases = tuple((c, basis_of(c, blocks, None)) for c in board.plan.criteria)
    levels = tuple(_levels(bases))
    features = features_of(known, chosen.closed, rules)
    lead_ids = columns.ids[chosen.rows]
    evidence = _evidence(chosen, lead_ids, board, levels, features)
    return Population(lead_ids, chosen, known, board, bases, levels, features, evidence)


def _evidence(
    chosen: Chosen, ids: Array, board: ScoreTable, levels: Sequence[LevelColumn], features: Sequence[Feature]
) -> Evidence:
    closed = chosen.closed
    return Evidence(
        ids[:closed],
        chosen.won[:closed],
        _or_nan(chosen.closed_at[:closed]),
        _or_nan(chosen.created_at[:closed]),
        board.exact[:closed].astype(np.int64),
        tuple(first_rows(feature, closed) for feature in features),
        tuple(replace(level, weight=level.weight[:closed]) for level in levels),
        len(chosen),
    )


def _or_nan(moments: Array) -> NDArray[np.float64]:
    return np.where(moments == NO_DATE, np.nan, moments.astype(np.float64))


def _levels(bases: Sequence[tuple[Criterion, Basis]]) -> Iterator[LevelColumn]:
    scale = max([USUAL_SCALE, *(abs(points) for c, _ in bases for points in steps(c))])
    scale = -(-scale // 10) * 10
    for criterion, basis in bases:
        facts = facts_behind(criterion)
        if not isinstance(basis, LevelBasis):
            points = steps(criterion)[0]
            least, most = _sides(criterion, points, scale)
            yield LevelColumn(criterion.id, 0, _weights(criterion, basis.sums), points, least, most, None, facts)
            continue
        ranks = _ranks(criterion)
        for index, points in enumerate(steps(criterion)):
            reached = (basis.place == index).astype(np.float64)
            least, most = _sides(criterion, points, scale)
            yield LevelColumn(criterion.id, index, reached, points, least, most, ranks[index], facts)


def _sides(criterion: Criterion, points: int, scale: int) -> tuple[int, int]:
    """How far points may go: what counts for a lead today never counts against it, and the other way round; what gives
    nothing goes where others of its criterion go."""
    if points:
        return (0, scale) if points > 0 else (-scale, 0)
    given = [level.tenths for level in criterion.levels] or [criterion.tenths]
    if criterion.kind == "negative":
        return -scale, scale if max(given) > 0 else 0
    return (-scale if min(given) < 0 else 0), scale


def _weights(criterion: Criterion, sums: Array) -> NDArray[np.float64]:
    """How many times its points an activity gives, no more than the criterion's own cap lets through."""
    weights = sums.astype(np.float64)
    limit = criterion.maximum if criterion.tenths > 0 else criterion.minimum
    return weights if not criterion.tenths or limit is None else np.minimum(weights, limit / criterion.tenths)


def _ranks(criterion: Criterion) -> list[int | None]:
    """The order of levels that ask for more or less of one number, if today's points go one way along it."""
    nothing: list[int | None] = [None] * max(1, len(criterion.levels))
    places = [_place(level.when) for level in criterion.levels]
    facts = {fact for fact, _ in places}
    if len(places) < 2 or len(facts) != 1 or None in facts:
        return nothing
    order = sorted(range(len(places)), key=lambda index: places[index][1])
    points = [criterion.levels[index].tenths for index in order]
    if points not in (sorted(points), sorted(points, reverse=True)):
        return nothing
    ranks = list(nothing)
    for rank, index in enumerate(order):
        ranks[index] = rank
    return ranks


def _place(condition: Condition) -> tuple[str | None, tuple[float, float]]:
    """The one number fact of a condition, and from where to where on it the condition holds."""
    match condition:
        case Test(fact=fact, operator=Operator.AT_LEAST | Operator.IS, argument=float(edge)):
            return fact, (edge, math.inf)
        case Test(fact=fact, operator=Operator.AT_MOST, argument=float(edge)):
            return fact, (-math.inf, edge)
        case Test(fact=fact, operator=Operator.BETWEEN, argument=(float(low), float(high))):
            return fact, (low, high)
    return None, (0.0, 0.0)


def with_points(criterion: Criterion, points: Sequence[int]) -> Criterion:
    """The criterion with other points (tenths), one for each level."""
    if not criterion.levels:
        return replace(criterion, tenths=points[0])
    given = (Level(level.label, level.when, tenths) for level, tenths in zip(criterion.levels, points, strict=True))
    return replace(criterion, levels=tuple(given))


class _Scorer:
    """Scores of leads for any points of the levels of a matrix."""

    def __init__(self, leads: Population, size: int) -> None:
        self._size = size
        self._bases = leads.bases
        self._matrix = leads.matrix
        criteria = [criterion for criterion, _ in leads.bases]
        self._heaps = heaps_of(leads.matrix, criteria, [None] * len(criteria))

    def __call__(self, points: NDArray[np.int64]) -> NDArray[np.int64]:
        """The scores in tenths."""
        given, at = [], 0
        for criterion, basis in self._bases:
            count = max(1, len(criterion.levels))
            changed = with_points(criterion, [int(tenths) for tenths in points[at : at + count]])
            given.append(self._given(changed, basis))
            at += count
        return totals(self._matrix, self._heaps, given, None, self._size).exact.astype(np.int64)

    def _given(self, criterion: Criterion, basis: Basis) -> Array:
        if isinstance(basis, LevelBasis):
            nothing = rest(criterion)
            return np.asarray([*steps(criterion), nothing, nothing], np.int32)[basis.place[: self._size]]
        given = rounded(basis.sums[: self._size].astype(np.float64), criterion.tenths, np.int32)
        low, high = criterion.minimum, criterion.maximum
        return given if low is None and high is None else np.clip(given, low, high)
