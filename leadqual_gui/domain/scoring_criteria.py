"""What each criterion gives each lead, and what it could still give once the unknown is known.

Every criterion but one on activities is a row of levels: points of the first that is true. `when` and `inactive` are
one level. Where all levels look at one coded fact, the points are worked out once a value and then looked up.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from leadqual_gui.domain.columns_activities import NEVER
from leadqual_gui.domain.columns_fields import NO_DATE, REFUSED, Array, CodedColumn, look_up
from leadqual_gui.domain.conditions import AGE_OPERATORS, All, Condition, facts_of, tests_of
from leadqual_gui.domain.matrix import Criterion, InactiveRule, Level
from leadqual_gui.domain.moments import ACTIVITY_EPOCH, DAY
from leadqual_gui.domain.scoring_activities import activity_tenths, tenths_at, times_of_one
from leadqual_gui.domain.scoring_conditions import judge, table_of
from leadqual_gui.domain.scoring_rows import DATES_BEHIND, MOVING_FACTS, Coded, Dates, Rows, Same
from leadqual_gui.domain.truth import TRUE, UNKNOWN

_NOTHING = All(())
_WIDER: Mapping[type[np.signedinteger[Any]], type[np.signedinteger[Any]]] = {
    np.int8: np.int16,
    np.int16: np.int32,
    np.int32: np.int64,
}


@dataclass(frozen=True, slots=True)
class Judge:
    """One criterion, ready to be asked. `fact` is the only fact of its levels, or ""."""

    criterion: Criterion
    levels: tuple[Level, ...]
    facts: frozenset[str]
    fact: str
    memo: dict[CodedColumn, Array] = field(default_factory=dict, compare=False, repr=False)
    shared: dict[float | None, tuple[int, int, int]] = field(default_factory=dict, compare=False, repr=False)
    read: dict[frozenset[str], bool] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, criterion: Criterion) -> Judge:
        """Prepare a criterion."""
        levels = criterion.levels
        if criterion.when is not None:
            levels = (Level(criterion.label, criterion.when, criterion.tenths),)
        facts: frozenset[str] = frozenset().union(*(facts_of(level.when) for level in levels))
        return cls(criterion, levels, facts, next(iter(facts)) if len(facts) == 1 else "")

    @property
    def bound(self) -> int | None:
        """What it gives is never further from 0 than this, in tenths; None if activities without number count."""
        rule, tenths = self.criterion.activity, abs(self.criterion.tenths)
        if rule is None:
            return max((abs(level.tenths) for level in self.levels), default=tenths)
        return tenths if rule.at_least is not None else None if rule.at_most is None else rule.at_most * tenths

    @property
    def type(self) -> type[np.signedinteger[Any]]:
        """The narrowest numbers that hold what it gives."""
        return narrow(self.bound)

    @property
    def moves(self) -> bool:
        """Whether its points can change only because time goes by."""
        if self.criterion.activity is not None or self.criterion.inactive is not None:
            return True
        return bool(self.facts & MOVING_FACTS) or any(_asks_for_age(level.when) for level in self.levels)

    def concerns(self, kind: str, ours: frozenset[str]) -> bool:
        """Whether an activity of `kind` can change its points."""
        criterion = self.criterion
        if criterion.activity is not None:
            return kind in criterion.activity.kinds
        if criterion.inactive is not None:
            return kind in criterion.inactive.kinds if criterion.inactive.kinds else kind not in ours
        return "days_since_last_activity" in self.facts and kind not in ours

    def reads(self, facts: frozenset[str]) -> bool:
        """Whether these fields of a lead can change its points."""
        known = self.read.get(facts)
        if known is None:
            known = self.read[facts] = self._may_read(facts)
        return known

    def _may_read(self, facts: frozenset[str]) -> bool:
        if self.criterion.inactive is not None:
            return "created_at" in facts
        return not facts.isdisjoint(self.facts) or any(DATES_BEHIND.get(fact) in facts for fact in self.facts)

    def tenths(self, rows: Rows) -> Array:
        """The contribution to each row, before any cap."""
        criterion = self.criterion
        if criterion.activity is not None:
            return activity_tenths(criterion.activity, criterion.tenths, rows, self.type)
        if criterion.inactive is not None:
            return first_true([_silent(criterion.inactive, rows)], self._silence(), len(rows))
        if (coded := self._coded(rows)) is not None:
            return look_up(self._table(coded.column)[0], coded.codes)
        return first_true([judge(level.when, rows) for level in self.levels], self.levels, len(rows))

    def span(self, rows: Rows) -> tuple[Array, Array] | None:
        """The least and greatest contribution that the unknown allows, before any cap; None if nothing is unknown."""
        if self.criterion.activity is not None:
            return None
        if self.criterion.inactive is not None:
            return least_and_greatest([_silent(self.criterion.inactive, rows)], self._silence(), len(rows))
        if (coded := self._coded(rows)) is not None:
            _, least, greatest = self._table(coded.column)
            return look_up(least, coded.codes), look_up(greatest, coded.codes)
        truths = [judge(level.when, rows) for level in self.levels]
        if not any((t == UNKNOWN).any() for t in truths):
            return None
        return least_and_greatest(truths, self.levels, len(rows))

    def of_one(self, rows: Rows) -> tuple[int, int, int]:
        """What it gives one lead, and the least and greatest that the unknown allows; the same, without arrays."""
        criterion, position = self.criterion, rows.one
        assert position is not None
        if criterion.activity is not None:
            rule = criterion.activity
            times = times_of_one(rule.kinds, rule.topics, rows.columns, position)
            given = tenths_at(rule, criterion.tenths, times, rows.until)
            return given, given, given
        if self.fact and isinstance(column := rows.columns.column(self.fact), CodedColumn):
            table = self._table(column)
            code = int(column.codes[position]) - REFUSED
            return int(table[0, code]), int(table[1, code]), int(table[2, code])
        if self.fact and isinstance(same := rows.fact(self.fact), Same):
            return self._of_same(rows, same.value)
        levels = self._silence() if criterion.inactive is not None else self.levels
        return _span_of_one([int(truth[0]) for truth in self.truths(rows)], levels)

    def _of_same(self, rows: Rows, value: float | None) -> tuple[int, int, int]:
        """The same for a fact that all leads share, such as an answer that nobody has: worked out once."""
        if value not in self.shared:
            self.shared[value] = _span_of_one([int(truth[0]) for truth in self.truths(rows)], self.levels)
        return self.shared[value]

    def same_of_one(self, rows: Rows, given: int) -> tuple[int, int, int]:
        """The same, where what it gives is known already: activities leave nothing unknown."""
        return (given, given, given) if self.criterion.activity is not None else self.of_one(rows)

    def held(self, rows: Rows) -> Level | None:
        """The level that holds for one lead."""
        if self.fact and isinstance(column := rows.columns.column(self.fact), CodedColumn):
            assert rows.one is not None
            code = int(column.codes[rows.one]) - REFUSED
            return next((level for level in self.levels if table_of(level.when, column)[code] == TRUE), None)
        truths = self.truths(rows)
        return next((level for level, truth in zip(self.levels, truths, strict=True) if truth[0] == TRUE), None)

    def truths(self, rows: Rows) -> list[Array]:
        """FALSE, UNKNOWN or TRUE of each level (of silence, for `inactive`)."""
        if self.criterion.inactive is not None:
            return [_silent(self.criterion.inactive, rows)]
        return [judge(level.when, rows) for level in self.levels]

    def _table(self, column: CodedColumn) -> Array:
        table = self.memo.get(column)
        if table is None or table.shape[1] != column.size + 2:
            table = self.memo[column] = _points_table(self.levels, column)
        return table

    def _silence(self) -> tuple[Level, ...]:
        return (Level(self.criterion.label, _NOTHING, self.criterion.tenths),)

    def _coded(self, rows: Rows) -> Coded | None:
        if not self.fact:
            return None
        known = rows.fact(self.fact)
        return known if isinstance(known, Coded) else None


def first_true(truths: Sequence[Array], levels: Sequence[Level], size: int) -> Array:
    """Points of the first level that is true, also when an earlier one is unknown; else 0."""
    dtype = _type_for(levels)
    points = np.zeros(size, _WIDER[dtype])  # differences of points need more room than points
    for truths_of_level, level in zip(reversed(truths), reversed(levels), strict=True):
        holds = (truths_of_level == TRUE).view(np.int8)
        points += holds * (points.dtype.type(level.tenths) - points)
    return points.astype(dtype)


def least_and_greatest(truths: Sequence[Array], levels: Sequence[Level], size: int) -> tuple[Array, Array]:
    """The least and greatest points that the unknown levels allow: each may turn out true, or be passed over."""
    least, greatest = np.zeros(size, _type_for(levels)), np.zeros(size, _type_for(levels))
    for truths_of_level, level in zip(reversed(truths), reversed(levels), strict=True):
        holds, open_ = truths_of_level == TRUE, truths_of_level == UNKNOWN
        points = least.dtype.type(level.tenths)
        np.minimum(least, points, out=least, where=open_)
        np.maximum(greatest, points, out=greatest, where=open_)
        np.copyto(least, points, where=holds)
        np.copyto(greatest, points, where=holds)
    return least, greatest


def _span_of_one(truths: Sequence[int], levels: Sequence[Level]) -> tuple[int, int, int]:
    """Points of the first level that is true, and the least and greatest that unknown ones before it allow."""
    least = greatest = given = 0
    for truth, level in zip(reversed(truths), reversed(levels), strict=True):
        if truth == TRUE:
            least = greatest = given = level.tenths
        elif truth == UNKNOWN:
            least, greatest = min(least, level.tenths), max(greatest, level.tenths)
    return given, least, greatest


def _points_table(levels: tuple[Level, ...], column: CodedColumn) -> Array:
    """Three rows: points, least, greatest for each value of a column, and for "not known" in the first two places."""
    size = column.size + 2
    key = tuple((level.when, level.tenths) for level in levels)
    table = column.tables.get(key)
    if table is None or table.shape[1] != size:
        truths = [table_of(level.when, column) for level in levels]
        table = np.stack([first_true(truths, levels, size), *least_and_greatest(truths, levels, size)])
        column.tables[key] = table
    return table


def _silent(rule: InactiveRule, rows: Rows) -> Array:
    """Whether the newest activity, or else the lead's creation, is longer ago than the rule says."""
    newest = rows.newest(rule.kinds, frozenset() if rule.kinds else rows.ours)
    limit = rows.until - math.floor(rule.days * DAY)  # older than so many days: before this second
    truth = (newest < limit).view(np.int8) * np.int8(TRUE)
    without = np.flatnonzero(newest == NEVER)
    if len(without):
        created = rows.fact("created_at")
        assert isinstance(created, Dates)
        since = created.seconds[without]
        of_creation = np.where(since - ACTIVITY_EPOCH < limit, np.int8(TRUE), np.int8(0))
        truth[without] = np.where(since == NO_DATE, np.int8(UNKNOWN), of_creation)
    return truth


def narrow(bound: int | None) -> type[np.signedinteger[Any]]:
    """The narrowest numbers for tenths of at most this size."""
    if bound is None or bound > 32_767:
        return np.int32
    return np.int8 if bound <= 127 else np.int16


def _type_for(levels: Sequence[Level]) -> type[np.signedinteger[Any]]:
    return narrow(max((abs(level.tenths) for level in levels), default=0))


def _asks_for_age(condition: Condition) -> bool:
    return any(test.operator in AGE_OPERATORS for test in tests_of(condition))
