"""What a criterion says of each lead before any points are given.

Which level holds, how often something was done, how much it still weighs: this is what takes time to find out. While
only points are changed it stays as it is, and a new contribution is one multiplication away.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.columns_fields import Array, look_up
from leadqual_gui.domain.matrix import Criterion
from leadqual_gui.domain.schema import lead_fact_types
from leadqual_gui.domain.scoring_activities import NUDGE, activity_sums, rounded
from leadqual_gui.domain.scoring_conditions import table_of
from leadqual_gui.domain.scoring_criteria import Judge
from leadqual_gui.domain.scoring_rows import DATES_BEHIND, Coded, Rows
from leadqual_gui.domain.truth import TRUE, UNKNOWN

Whole = type[np.signedinteger[Any]]
Part = slice | Array
_LEAD_FACTS = frozenset(lead_fact_types())


def shape(criterion: Criterion) -> object:
    """All of a criterion that decides about leads, without what it gives them; equal shapes share a basis."""
    if criterion.levels:
        return tuple(level.when for level in criterion.levels)
    return criterion.when or criterion.activity or criterion.inactive


def steps(criterion: Criterion) -> tuple[int, ...]:
    """The points (tenths) of each level after the criterion's own cap; `when`, `inactive`, `at_least` are one level."""
    given = tuple(level.tenths for level in criterion.levels) or (criterion.tenths,)
    return tuple(capped(criterion, tenths) for tenths in given)


def capped(criterion: Criterion, tenths: int) -> int:
    """Points after the criterion's own cap."""
    if criterion.minimum is not None and tenths < criterion.minimum:
        tenths = criterion.minimum
    return criterion.maximum if criterion.maximum is not None and tenths > criterion.maximum else tenths


def rest(criterion: Criterion) -> int:
    """What those get for whom nothing holds: nothing, unless the criterion's own cap lifts it."""
    return capped(criterion, 0)


@dataclass(frozen=True, slots=True)
class LevelBasis:
    """For each lead the level that holds: its index, `levels` if none does, `levels` + 1 if that is not known."""

    place: Array
    levels: int

    def worth(self, criterion: Criterion, part: Part, dtype: Whole) -> Array:
        """What the criterion gives, after its own cap."""
        place = self.place[part]
        nothing = rest(criterion)
        worth = np.full(len(place), nothing, dtype)
        for index, tenths in enumerate(steps(criterion)):
            if tenths != nothing:
                worth += (place == index).view(np.int8) * dtype(tenths - nothing)
        return worth

    def shift(self, old: Criterion, new: Criterion, part: Part, dtype: Whole) -> Array | None:
        """By how much that changes when only points and caps do; None if it does not."""
        place, before, after = self.place[part], (*steps(old), rest(old)), (*steps(new), rest(new))
        found: Array | None = None
        for index, (was, becomes) in enumerate(zip(before, after, strict=True)):
            if was != becomes:
                holds = place >= index if index == self.levels else place == index
                given = holds.view(np.int8) * dtype(becomes - was)
                found = given if found is None else found + given
        return found

    def bound(self, criterion: Criterion) -> int:
        """No lead gets or loses more than this."""
        return max(abs(tenths) for tenths in (*steps(criterion), rest(criterion)))

    @property
    def reach(self) -> Array:
        """Which leads some level holds for."""
        return self.place < self.levels

    @property
    def unknown(self) -> Array:
        """For which leads no level holds, as far as is known."""
        return self.place > self.levels


@dataclass(frozen=True, slots=True)
class SumBasis:
    """For each lead how many activities count, or, if they `fade`, the sum of their weights."""

    sums: Array
    fade: bool
    most: float

    def worth(self, criterion: Criterion, part: Part, dtype: Whole) -> Array:
        """What the criterion gives, after its own cap."""
        sums = self.sums[part]
        if self.fade:
            given = rounded(sums, criterion.tenths, dtype)
        else:
            given = sums * dtype(criterion.tenths)
        if criterion.minimum is not None or criterion.maximum is not None:
            low, high = _within(criterion.minimum, criterion.maximum, dtype)
            given = np.clip(given, low, high)
        return given

    def shift(self, old: Criterion, new: Criterion, part: Part, dtype: Whole) -> Array | None:
        """By how much that changes when only points and caps do."""
        return self.worth(new, part, dtype) - self.worth(old, part, dtype)

    def bound(self, criterion: Criterion) -> int:
        """No lead gets or loses more than this, before the cap and after it."""
        own = max(abs(criterion.minimum or 0), abs(criterion.maximum or 0), abs(criterion.tenths))
        return max(own, math.ceil(self.most * abs(criterion.tenths) * NUDGE) + 1)

    @property
    def reach(self) -> Array:
        """Which leads did it."""
        return self.sums > 0

    @property
    def unknown(self) -> Array:
        """What a lead did is never unknown."""
        return np.zeros(len(self.sums), np.bool_)


Basis = LevelBasis | SumBasis


def _within(low: int | None, high: int | None, dtype: Whole) -> tuple[int, int]:
    limits = np.iinfo(dtype)
    return (
        int(limits.min if low is None else max(low, limits.min)),
        int(limits.max if high is None else min(high, limits.max)),
    )


def basis_of(criterion: Criterion, blocks: Sequence[Rows], alive: Array | None) -> Basis:
    """What a criterion says of the leads in `blocks` (of those that `alive` picks)."""
    judge = Judge.of(criterion)
    rule = criterion.activity
    if rule is not None and rule.at_least is None:
        sums = _joined([activity_sums(rule, rows) for rows in blocks], alive)
        fade = rule.half_life is not None or rule.linear is not None
        most = float(sums.max(initial=0))
        return SumBasis(sums if fade else sums.astype(np.int16 if most < 30_000 else np.int32), fade, most)
    places = [_places(judge, rows) for rows in blocks]
    return LevelBasis(_joined(places, alive), max(1, len(criterion.levels)))


def missing_facts(criterion: Criterion, columns: Columns) -> frozenset[str]:
    """The facts that a criterion looks at and that the columns do not hold (yet)."""
    needed = {DATES_BEHIND.get(fact, fact) for fact in Judge.of(criterion).facts}
    return frozenset((needed & _LEAD_FACTS) - columns.fields.keys())


def _joined(parts: Sequence[Array], alive: Array | None) -> Array:
    whole = parts[0] if len(parts) == 1 else np.concatenate(parts) if parts else np.empty(0, np.uint8)
    return whole if alive is None else whole[alive]


def _places(judge: Judge, rows: Rows) -> Array:
    rule = judge.criterion.activity
    if rule is not None:
        return (~activity_sums(rule, rows)).view(np.uint8)
    if judge.criterion.inactive is None and missing_facts(judge.criterion, rows.columns):
        return np.full(len(rows), len(judge.levels) + 1, np.uint8)
    if judge.fact and judge.criterion.inactive is None:
        known = rows.fact(judge.fact)
        if isinstance(known, Coded):
            return look_up(first_place([table_of(level.when, known.column) for level in judge.levels]), known.codes)
    return first_place(judge.truths(rows))


def first_place(truths: Sequence[Array]) -> Array:
    """The index of the first level that is true; behind the last one: none is, and: that is not known."""
    none = len(truths)
    dtype = np.uint8 if none < 250 else np.uint16
    place: Array = np.full(len(truths[0]), none, dtype)
    for truth in truths:
        np.maximum(place, (truth == UNKNOWN).view(np.uint8) * dtype(none + 1), out=place)
    for index in reversed(range(none)):
        holds = (truths[index] == TRUE).view(np.uint8)
        place -= holds * (place - dtype(index))
    return place
