"""Rules that compare a date with a day of the calendar, while leads are moved in time.

Learning moves each lead so that its last day falls on one moment. A rule such as "created after 1 March" must still
see the day as it was: such dates are kept a second time, unmoved, and the rule is made to look at these.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.columns_fields import DateColumn
from leadqual_gui.domain.conditions import AGE_OPERATORS, All, Any, Condition, Not, Operator, Test, tests_of
from leadqual_gui.domain.matrix import Criterion, Level, Matrix

CALENDAR = "calendar."
_AGES = AGE_OPERATORS | {Operator.KNOWN, Operator.UNKNOWN}


def keep_days(columns: Columns, matrix: Matrix) -> None:
    """Keep each date that the matrix compares with a day of the calendar a second time."""
    for fact in {test.fact for test in _tests(matrix) if test.operator not in _AGES}:
        column = columns.fields.get(fact)
        if isinstance(column, DateColumn):
            columns.fields[CALENDAR + fact] = DateColumn(column.seconds.copy())


def by_calendar(matrix: Matrix, columns: Columns) -> Matrix:
    """The matrix, looking at the kept days where it compares with a day."""
    kept = frozenset(fact.removeprefix(CALENDAR) for fact in columns.fields if fact.startswith(CALENDAR))
    if not kept:
        return matrix
    return replace(matrix, criteria=tuple(_criterion(one, kept) for one in matrix.criteria))


def _criterion(criterion: Criterion, kept: frozenset[str]) -> Criterion:
    when = None if criterion.when is None else _condition(criterion.when, kept)
    levels = tuple(Level(level.label, _condition(level.when, kept), level.tenths) for level in criterion.levels)
    return replace(criterion, when=when, levels=levels)


def _condition(condition: Condition, kept: frozenset[str]) -> Condition:
    match condition:
        case Test(fact=fact, operator=operator, argument=argument):
            moved = operator in _AGES or fact not in kept
            return condition if moved else Test(CALENDAR + fact, operator, argument)
        case Not(part=part):
            return Not(_condition(part, kept))
        case All(parts=parts):
            return All(tuple(_condition(part, kept) for part in parts))
        case Any(parts=parts):
            return Any(tuple(_condition(part, kept) for part in parts))


def _tests(matrix: Matrix) -> Iterator[Test]:
    for criterion in matrix.criteria:
        if criterion.when is not None:
            yield from tests_of(criterion.when)
        for level in criterion.levels:
            yield from tests_of(level.when)
