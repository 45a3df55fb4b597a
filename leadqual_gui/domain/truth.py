"""Whether a condition holds for one lead: true, false, or unknown (Kleene's three-valued logic).

Numbers stand for the three, so that `all` is the least of its parts, `any` the greatest, and `not` the opposite end.
A date is within a span if it is not after the moment of asking and not older than the span. A set of tags `is` or
`contains` a text if that is one of the tags.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import cast

from leadqual_gui.domain.conditions import All, Any, Argument, Condition, Not, Operator, Scalar, Test, fold
from leadqual_gui.domain.derived import FactValue
from leadqual_gui.domain.moments import DAY, seconds

FALSE, UNKNOWN, TRUE = 0, 1, 2

Facts = Mapping[str, FactValue] | Callable[[str], FactValue]
"""Where the value of a fact is found: a mapping (missing: not known) or a function."""


def truth(condition: Condition, facts: Facts, as_of: datetime) -> int:
    """FALSE, UNKNOWN or TRUE for one lead. `days_since_...` facts must be given as numbers."""
    look_up = facts.get if isinstance(facts, Mapping) else facts
    return _truth(condition, look_up, seconds(as_of))


def _truth(condition: Condition, look_up: Callable[[str], FactValue], as_of: int) -> int:
    match condition:
        case Test():
            return test_value(condition, look_up(condition.fact), as_of)
        case All(parts=parts):
            return min((_truth(p, look_up, as_of) for p in parts), default=TRUE)
        case Any(parts=parts):
            return max((_truth(p, look_up, as_of) for p in parts), default=FALSE)
        case Not(part=part):
            return TRUE - _truth(part, look_up, as_of)


def test_value(test: Test, value: FactValue, as_of: int) -> int:
    """One comparison of one value (None: not known) at a moment in seconds."""
    match test.operator:
        case Operator.KNOWN:
            return _said((value is not None) == bool(test.argument))
        case Operator.UNKNOWN:
            return _said((value is None) == bool(test.argument))
    if value is None:
        return UNKNOWN
    if isinstance(value, datetime):
        return _date(test.operator, test.argument, seconds(value), as_of)
    if isinstance(value, tuple):
        return _tags(test.operator, test.argument, [fold(tag) for tag in value])
    if isinstance(value, str):
        return _text(test.operator, folded(test.argument), fold(value))
    return _number(test.operator, test.argument, float(value))


def test_texts(test: Test, texts: Sequence[str]) -> list[int]:
    """The same comparison of many texts, for less."""
    if test.operator in (Operator.KNOWN, Operator.UNKNOWN):
        return [test_value(test, text, 0) for text in texts]
    wanted = folded(test.argument)
    return [_text(test.operator, wanted, fold(text)) for text in texts]


def folded(argument: Argument) -> tuple[str, ...]:
    """The texts of an argument, as they are compared."""
    return tuple(fold(_as_text(a)) for a in many(argument))


def many(argument: Argument) -> tuple[Scalar, ...]:
    """The scalars of an argument, one or several."""
    return argument if isinstance(argument, tuple) else (argument,)


def _said(holds: bool) -> int:
    return TRUE if holds else FALSE


def _as_text(scalar: Scalar) -> str:
    if isinstance(scalar, float) and scalar.is_integer():
        return str(int(scalar))
    return str(scalar)


def _text(operator: Operator, wanted: tuple[str, ...], value: str) -> int:
    match operator:
        case Operator.IS | Operator.IN:
            return _said(value in wanted)
        case Operator.IS_NOT | Operator.NOT_IN:
            return _said(value not in wanted)
        case Operator.CONTAINS:
            return _said(any(w in value for w in wanted))
        case Operator.STARTS_WITH:
            return _said(value.startswith(wanted))
        case Operator.ENDS_WITH:
            return _said(value.endswith(wanted))
    return UNKNOWN


def _tags(operator: Operator, argument: Argument, tags: list[str]) -> int:
    wanted = folded(argument)
    match operator:
        case Operator.IS | Operator.IN | Operator.CONTAINS:
            return _said(any(w in tags for w in wanted))
        case Operator.IS_NOT | Operator.NOT_IN:
            return _said(all(w not in tags for w in wanted))
        case Operator.STARTS_WITH:
            return _said(any(tag.startswith(wanted) for tag in tags))
        case Operator.ENDS_WITH:
            return _said(any(tag.endswith(wanted) for tag in tags))
    return UNKNOWN


def _number(operator: Operator, argument: Argument, value: float) -> int:
    given = many(argument)
    if any(isinstance(a, str | datetime) for a in given):
        return UNKNOWN
    numbers = tuple(float(cast(float, a)) for a in given)
    match operator:
        case Operator.IS | Operator.IN:
            return _said(value in numbers)
        case Operator.IS_NOT | Operator.NOT_IN:
            return _said(value not in numbers)
        case Operator.AT_LEAST:
            return _said(value >= numbers[0])
        case Operator.AT_MOST:
            return _said(value <= numbers[0])
        case Operator.BETWEEN:
            return _said(numbers[0] <= value <= numbers[1])
    return UNKNOWN


def _date(operator: Operator, argument: Argument, value: int, as_of: int) -> int:
    given = many(argument)
    if operator in (Operator.WITHIN, Operator.OLDER_THAN):
        age, span = as_of - value, float(cast(float, given[0])) * DAY
        return _said(0 <= age <= span if operator is Operator.WITHIN else age > span)
    moments = tuple(seconds(a) for a in given if isinstance(a, datetime))
    if len(moments) != len(given):
        return UNKNOWN
    match operator:
        case Operator.IS | Operator.IN:
            return _said(value in moments)
        case Operator.IS_NOT | Operator.NOT_IN:
            return _said(value not in moments)
        case Operator.BEFORE:
            return _said(value < moments[0])
        case Operator.AFTER:
            return _said(value > moments[0])
        case Operator.BETWEEN:
            return _said(moments[0] <= value <= moments[1])
    return UNKNOWN
