"""Conditions over many leads at once: one small number (FALSE, UNKNOWN, TRUE) a lead.

A condition on one coded fact is judged once a distinct value, and then looked up; only what moves with time
is compared lead by lead.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime
from typing import cast

import numpy as np

from leadqual_gui.domain.columns_fields import NO_DATE, Array, CodedColumn, look_up
from leadqual_gui.domain.conditions import All, Any, Condition, Not, Operator, Test, facts_of
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.moments import DAY, seconds
from leadqual_gui.domain.scoring_rows import Coded, Dates, Known, Numbers, Rows, Same
from leadqual_gui.domain.truth import FALSE, TRUE, UNKNOWN, many, test_texts, test_value


def judge(condition: Condition, rows: Rows) -> Array:
    """FALSE, UNKNOWN or TRUE (int8) for each row."""
    only = sole_fact(condition)
    if only is not None:
        known = rows.fact(only)
        if isinstance(known, Coded):
            return look_up(table_of(condition, known.column), known.codes)
        if isinstance(known, Same):
            return np.full(len(rows), _one(condition, known.value), np.int8)
    return _combine(condition, lambda test: _judge_test(test, rows), len(rows))


def sole_fact(condition: Condition) -> str | None:
    """The one fact that a condition looks at, or None if they are several or none."""
    facts = facts_of(condition)
    return next(iter(facts)) if len(facts) == 1 else None


def table_of(condition: Condition, column: CodedColumn) -> Array:
    """What a condition says of each value of a column; the first two places stand for "not known".

    Kept with the column; values that came since are judged alone.
    """
    table = column.tables.get(condition)
    known = 0 if table is None else len(table) - 2
    if table is None or known < column.size:
        found = _combine(condition, Values(column, known).test, column.size - known + 2)
        table = column.tables[condition] = found if table is None else np.concatenate([table, found[2:]])
    return table


class Values:
    """The distinct values of a column from one on, to be judged by tests, after two places for "not known"."""

    def __init__(self, column: CodedColumn, start: int = 0) -> None:
        self._values = column.values[start:]
        self._type = column.type

    def test(self, test: Test) -> Array:
        """What a test says of each value."""
        values = self._values
        unknown = test_value(test, None, 0)
        if self._type is FactType.NUMBER:
            return _numbers(test, np.asarray([np.nan, np.nan, *values], np.float64))
        if self._type is FactType.TEXT:
            return np.asarray([unknown, unknown, *test_texts(test, values)], np.int8)
        return np.asarray([unknown, unknown, *(test_value(test, v, 0) for v in values)], np.int8)


def _combine(condition: Condition, judge_test: Callable[[Test], Array], size: int) -> Array:
    match condition:
        case Test():
            return judge_test(condition)
        case Not(part=part):
            return TRUE - _combine(part, judge_test, size)
        case All(parts=()):
            return np.full(size, TRUE, np.int8)
        case Any(parts=()):
            return np.full(size, FALSE, np.int8)
        case All(parts=parts):
            return cast(Array, np.minimum.reduce([_combine(p, judge_test, size) for p in parts]))
        case Any(parts=parts):
            return cast(Array, np.maximum.reduce([_combine(p, judge_test, size) for p in parts]))


def _judge_test(test: Test, rows: Rows) -> Array:
    known: Known = rows.fact(test.fact)
    match known:
        case Coded(codes=codes, column=column):
            return look_up(table_of(test, column), codes)
        case Dates(seconds=moments):
            return _dates(test, moments, rows.as_of)
        case Numbers(values=values):
            return _numbers(test, values)
        case Same(value=value):
            return np.full(len(rows), test_value(test, value, rows.as_of), np.int8)


def _one(condition: Condition, value: float | None) -> int:
    return int(_combine(condition, lambda test: np.asarray([test_value(test, value, 0)], np.int8), 1)[0])


def _numbers(test: Test, values: Array) -> Array:
    missing = np.isnan(values)
    if test.operator in (Operator.KNOWN, Operator.UNKNOWN):
        return _known(test, missing)
    given = many(test.argument)
    if any(isinstance(a, str | datetime) for a in given):
        return np.full(len(values), UNKNOWN, np.int8)
    numbers = [float(cast(float, a)) for a in given]
    match test.operator:
        case Operator.IS | Operator.IN:
            holds = np.isin(values, numbers)
        case Operator.IS_NOT | Operator.NOT_IN:
            holds = ~np.isin(values, numbers)
        case Operator.AT_LEAST:
            holds = values >= numbers[0]
        case Operator.AT_MOST:
            holds = values <= numbers[0]
        case Operator.BETWEEN:
            holds = (values >= numbers[0]) & (values <= numbers[1])
        case _:
            return np.full(len(values), UNKNOWN, np.int8)
    return _three(holds, missing)


def _dates(test: Test, moments: Array, as_of: int) -> Array:
    missing = moments == NO_DATE
    if test.operator in (Operator.KNOWN, Operator.UNKNOWN):
        return _known(test, missing)
    given = many(test.argument)
    if test.operator in (Operator.WITHIN, Operator.OLDER_THAN):
        edge = as_of - math.floor(float(cast(float, given[0])) * DAY)  # what is younger or as old is from here on
        within = test.operator is Operator.WITHIN
        return _three((moments >= edge) & (moments <= as_of) if within else moments < edge, missing)
    limits = [seconds(a) for a in given if isinstance(a, datetime)]
    if len(limits) != len(given):
        return np.full(len(moments), UNKNOWN, np.int8)
    match test.operator:
        case Operator.IS | Operator.IN:
            holds = np.isin(moments, limits)
        case Operator.IS_NOT | Operator.NOT_IN:
            holds = ~np.isin(moments, limits)
        case Operator.BEFORE:
            holds = moments < limits[0]
        case Operator.AFTER:
            holds = moments > limits[0]
        case Operator.BETWEEN:
            holds = (moments >= limits[0]) & (moments <= limits[1])
        case _:
            return np.full(len(moments), UNKNOWN, np.int8)
    return _three(holds, missing)


def _known(test: Test, missing: Array) -> Array:
    wanted = missing if (test.operator is Operator.UNKNOWN) == bool(test.argument) else ~missing
    return wanted.astype(np.int8) * np.int8(TRUE)


def _three(holds: Array, missing: Array) -> Array:
    result = holds.view(np.int8) * np.int8(TRUE)
    if missing.any():
        result[missing] = UNKNOWN
    return result
