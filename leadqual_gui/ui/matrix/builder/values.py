"""Values of a condition as text, and back: what a person types beside an operator."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from leadqual_gui.domain.conditions import AGE_OPERATORS, Argument, Operator, Scalar, Test
from leadqual_gui.domain.facts import FactType
from leadqual_gui.ui.matrix.wording import tr
from leadqual_gui.ui.typed_numbers import as_typed, typed_number

_ALWAYS = (Operator.KNOWN, Operator.UNKNOWN)
_EQUAL = (Operator.IS, Operator.IS_NOT, Operator.IN, Operator.NOT_IN)
_PARTS = (Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH)
_ORDER = (Operator.AT_LEAST, Operator.AT_MOST, Operator.BETWEEN)
OPERATORS_OF: Mapping[FactType, tuple[Operator, ...]] = {
    FactType.TEXT: (*_EQUAL, *_PARTS, *_ALWAYS),
    FactType.TAGS: (*_EQUAL, *_PARTS, *_ALWAYS),
    FactType.CHOICE: (*_EQUAL, *_PARTS, *_ALWAYS),
    FactType.NUMBER: (*_ORDER, *_EQUAL, *_ALWAYS),
    FactType.DATE: (Operator.WITHIN, Operator.OLDER_THAN, Operator.BEFORE, Operator.AFTER, Operator.BETWEEN, *_ALWAYS),
    FactType.YES_NO: (Operator.IS, *_ALWAYS),
}
"""The operators that make sense for each type of fact."""
LISTS = frozenset({Operator.IN, Operator.NOT_IN, *_PARTS})
"""Operators for which one of several values is enough."""
_PATTERN = re.compile(r"^\^|\.[*+]|\\[bdsw]|\[\^?\w-\w")
"""What only a regular expression contains."""


def usual_test(fact: str, kind: FactType) -> Test:
    """A comparison to begin with."""
    return Test(fact, Operator.IS, True) if kind is FactType.YES_NO else Test(fact, Operator.KNOWN, True)


def words_of(value: Scalar) -> str:
    """One value as it is typed."""
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.date().isoformat()
        case int() | float():
            return as_typed(value)
    return value


def text_of(operator: Operator, argument: Argument) -> str:
    """An argument as one line; several values stand between semicolons."""
    if operator in _ALWAYS:
        return ""
    if isinstance(argument, tuple):
        return "; ".join(map(words_of, argument))
    return words_of(argument)


def hint_of(operator: Operator, kind: FactType) -> str:
    """What is to be typed."""
    if operator in AGE_OPERATORS:
        return tr("days, such as 30")
    if operator is Operator.BETWEEN:
        return tr("2026-01-01; 2026-03-31") if kind is FactType.DATE else tr("from; to, such as 50; 250")
    if kind is FactType.DATE:
        return tr("a day, such as 2026-11-21")
    if operator in LISTS:
        return tr("one or several; between semicolons")
    return tr("a number") if kind is FactType.NUMBER else tr("a value")


def argument_of(operator: Operator, kind: FactType, text: str) -> Argument | str:
    """What was typed as an argument; or, in a tuple-less text that begins with "!", what is wrong with it."""
    if operator in _ALWAYS:
        return True
    if operator in AGE_OPERATORS:
        return _one(FactType.NUMBER, text)
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if not parts:
        return "!" + tr("A value is missing")
    if operator is Operator.BETWEEN:
        return _between(kind, parts)
    if operator not in LISTS:
        return _one(kind, text.strip())
    values = [_one(FactType.TEXT if operator in _PARTS else kind, part) for part in parts]
    wrong = next((v for v in values if isinstance(v, str) and v.startswith("!")), None)
    return wrong if wrong is not None else tuple(values)


def _between(kind: FactType, parts: list[str]) -> Argument | str:
    if len(parts) == 1:
        parts = [part for part in parts[0].replace("–", " ").split() if part not in ("-", "to")]
    if len(parts) != 2:
        return "!" + tr("Between needs two values: from; to")
    low, high = (_one(kind, part) for part in parts)
    for value in (low, high):
        if isinstance(value, str):
            return value
    if low > high:  # type: ignore[operator]
        return "!" + tr("The first value is greater than the second. Exchange them")
    return (low, high)


def _one(kind: FactType, text: str) -> Scalar:
    text = text.strip()
    match kind:
        case FactType.NUMBER:
            try:
                return typed_number(text)
            except ValueError as error:
                return f"!{error}"
        case FactType.DATE:
            try:
                moment = datetime.fromisoformat(text)
            except ValueError:
                return "!" + tr("“{text}” is no date. Write it like 2026-11-21").format(text=text)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        case FactType.YES_NO:
            return text.casefold() in ("yes", "true", "1", tr("yes"))
    if _PATTERN.search(text):
        return "!" + tr("“{text}” is a pattern, and only texts are compared. Write the words themselves").format(
            text=text
        )
    return text if not text.startswith("!") else text[1:]
