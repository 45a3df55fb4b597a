"""Columns of custom fields, whose type may change while leads still hold values of the old one.

A column has one type: that of its values if they have one in common, else text. So nothing that was typed is lost or
taken for something else, and a rule that asks for a number of what is text now finds it unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from leadqual_gui.domain.columns_fields import AnyColumn, column_of
from leadqual_gui.domain.derived import FactValue
from leadqual_gui.domain.facts import FactType


def type_of(value: FactValue) -> FactType:
    """The type that a value has by itself."""
    match value:
        case bool():
            return FactType.YES_NO
        case int() | float():
            return FactType.NUMBER
        case datetime():
            return FactType.DATE
        case tuple():
            return FactType.TAGS
        case _:
            return FactType.TEXT


def custom_column(values: Sequence[FactValue]) -> AnyColumn:
    """A column that holds all of these values (None: not known)."""
    kinds = {type_of(value) for value in values if value is not None}
    return column_of(kinds.pop(), values) if len(kinds) == 1 else column_of(FactType.TEXT, list(map(as_text, values)))


def fitting(column: AnyColumn, values: Sequence[FactValue]) -> tuple[AnyColumn, Sequence[FactValue]]:
    """The column, or one of text in its place if it cannot hold these values; and the values as it holds them."""
    if all(value is None or type_of(value) is column.type for value in values):
        return column, values
    if column.type is not FactType.TEXT:
        column = column_of(FactType.TEXT, [as_text(column.value(at)) for at in range(len(column))])
    return column, list(map(as_text, values))


def as_text(value: FactValue) -> str | None:
    """A value of whatever type as people write it."""
    match value:
        case None | str():
            return value
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.isoformat()
        case tuple():
            return ", ".join(value)
    return str(int(value)) if float(value).is_integer() else repr(float(value))
