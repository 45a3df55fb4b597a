"""The fields of all leads as columns, with the facts that are worked out from them."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.adapters.db.codec import CUSTOM, FLAGS, LEAD_COLUMNS, TIMES, custom_value, tags_value
from leadqual_gui.domain.columns_custom import custom_column
from leadqual_gui.domain.columns_fields import (
    NO_DATE,
    UNKNOWN,
    AnyColumn,
    DateColumn,
    NumberColumn,
    TagsColumn,
    TextColumn,
    YesNoColumn,
    narrowest,
)
from leadqual_gui.domain.derived import domain_kind, email_domain, name_looks_automatic
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.leads import CustomValue
from leadqual_gui.domain.schema import LIST_FACTS, lead_fact_types

_PERSON = "coalesce(full_name, first_name || ' ' || last_name, first_name, last_name)"
_NAME = f"coalesce({_PERSON}, char(10) || coalesce(company, email, external_id, '#' || id))"
"""What to call a lead, as `Lead.name`; after a line feed if it is not a person's name."""
_ALWAYS = ("id", "gone_by IS NULL", "custom", "email", _NAME)
_ROWS_AT_ONCE = 1500
_READ_AT_ONCE = 1_000
"""So many own fields are read by one call, during which no key is heard."""
_SIMPLE_ADDRESS = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@([A-Za-z0-9.-]{1,200})")

LeadFields = tuple[NDArray[np.int64], NDArray[np.bool_], dict[str, FactType], dict[str, AnyColumn]]


def lead_fields(
    connection: sqlite3.Connection, wanted: frozenset[str], going: Callable[[], None] | None = None
) -> LeadFields:
    """Ids, whether each is there, the facts with their types, and their columns; deleted leads have their row too.

    `going` is called after each few rows, and may raise to stop.
    """
    types = lead_fact_types()
    schema = dict(LIST_FACTS) | {fact: types[fact] for fact in sorted(wanted)}
    needed = sorted({fact for fact in schema if fact in LEAD_COLUMNS} | {"verified_at"})
    readers: list[_Reader] = [_Numbers(np.int64), _Numbers(np.bool_), _Customs(), _Addresses(), _Names()]
    readers += [_reader(fact, schema.get(fact, FactType.DATE)) for fact in needed]
    cursor = connection.execute(f"SELECT {', '.join((*_ALWAYS, *needed))} FROM lead ORDER BY id")
    while rows := cursor.fetchmany(_ROWS_AT_ONCE):
        if going is not None:
            going()
        for reader, values in zip(readers, zip(*rows, strict=True), strict=True):
            reader.take(values)
    ids, alive, *rest = readers
    fields: dict[str, AnyColumn] = {}
    for fact, reader in zip(("custom", "email", "name", *needed), rest, strict=True):
        fields |= reader.columns(fact)
    verified = fields["verified_at"]
    assert isinstance(verified, DateColumn)
    fields["verified"] = YesNoColumn((verified.seconds != NO_DATE).astype(np.int8))
    return ids.joined(), alive.joined(), schema, fields


class _Reader:
    """Takes the values of one column, a few thousand at a time: what was just read is still near the processor."""

    def __init__(self) -> None:
        self._parts: list[NDArray[Any]] = []

    def take(self, values: Sequence[Any]) -> None:
        """The next rows."""
        raise NotImplementedError

    def joined(self) -> NDArray[Any]:
        """All rows."""
        return np.concatenate(self._parts) if self._parts else np.empty(0, np.int64)

    def columns(self, fact: str) -> dict[str, AnyColumn]:
        """What became of them."""
        raise NotImplementedError


class _Numbers(_Reader):
    """Numbers that are always known."""

    def __init__(self, dtype: type[np.generic]) -> None:
        super().__init__()
        self._dtype = dtype

    def take(self, values: Sequence[Any]) -> None:
        self._parts.append(np.asarray(values, self._dtype))

    def columns(self, fact: str) -> dict[str, AnyColumn]:
        return {fact: YesNoColumn((self.joined() != 0).astype(np.int8))}


class _Dates(_Reader):
    """Moments in seconds."""

    def take(self, values: Sequence[Any]) -> None:
        self._parts.append(np.asarray([NO_DATE if v is None else v for v in values], np.int64))

    def columns(self, fact: str) -> dict[str, AnyColumn]:
        return {fact: DateColumn(self.joined().astype(np.int64))}


class _Coded(_Reader):
    """Values as numbers into the distinct ones."""

    def __init__(self, kind: FactType = FactType.TEXT) -> None:
        super().__init__()
        self._kind = kind
        self.codes = _Codes({None: UNKNOWN})

    def take(self, values: Sequence[Any]) -> None:
        self._parts.append(np.fromiter(map(self.codes.__getitem__, values), np.int32, len(values)))

    def columns(self, fact: str) -> dict[str, AnyColumn]:
        distinct = list(self.codes)[1:]
        codes = self.joined().astype(narrowest(len(distinct)))
        if self._kind is not FactType.NUMBER:
            texts_only(distinct)
        elif not all(isinstance(number, int | float) for number in distinct):
            raise TypeError("a column of numbers holds something else")
        if self._kind is FactType.TAGS:
            return {fact: TagsColumn.of_codes(codes, [tags_value(text) for text in distinct])}
        return {fact: (NumberColumn if self._kind is FactType.NUMBER else TextColumn).of_codes(codes, distinct)}


class _Codes(dict[Any, int]):
    """Numbers values as they come."""

    def __missing__(self, value: Any) -> int:
        code = self[value] = len(self) - 1
        return code


class _Addresses(_Reader):
    """Domain and kind of each address. Of plain ones they depend on the domain alone, which many leads share."""

    def __init__(self) -> None:
        super().__init__()
        self._domains = _Codes({None: UNKNOWN})

    def take(self, values: Sequence[Any]) -> None:
        plain, codes = _SIMPLE_ADDRESS.fullmatch, self._domains
        keys = [f"x@{found[1]}" if email and (found := plain(email)) else email for email in values]
        self._parts.append(np.fromiter(map(codes.__getitem__, keys), np.int32, len(values)))

    def columns(self, fact: str) -> dict[str, AnyColumn]:
        domains = [email_domain(sample) for sample in self._domains]
        kinds = [
            None if d is None and s is None else domain_kind(d) for d, s in zip(domains, self._domains, strict=True)
        ]
        codes = self.joined()
        return {
            f"{fact}_domain": TextColumn.of_codes(*_looked_up(domains, codes)),
            f"{fact}_kind": TextColumn.of_codes(*_looked_up(kinds, codes)),
        }


class _Names(_Coded):
    """What to call each lead; "\n" before it if that is not the name of a person."""

    def columns(self, fact: str) -> dict[str, AnyColumn]:
        told = list(self.codes)
        automatic = [bool(name_looks_automatic(name)) if name and name[0] != "\n" else UNKNOWN for name in told]
        codes = self.joined().astype(np.int64)
        looks = np.asarray([*automatic[1:], automatic[0]], np.int8)[codes]
        names = TextColumn.of_codes(*_looked_up([name and name.removeprefix("\n") for name in told], codes))
        return {fact: names, "name_looks_automatic": YesNoColumn(looks)}


def texts_only(distinct: list[Any]) -> list[str]:
    """The distinct texts of a column. Raises TypeError if there is something else among them: nobody wrote that."""
    if not all(isinstance(text, str) for text in distinct):
        raise TypeError("a column of texts holds something else")
    return distinct


def _looked_up(told: Sequence[str | None], codes: NDArray[Any]) -> tuple[NDArray[Any], list[str]]:
    """What stands behind each code (the first of `told` is that of UNKNOWN), as codes into the distinct ones."""
    seen = _Codes({None: UNKNOWN})
    table = np.fromiter(map(seen.__getitem__, [*told[1:], told[0]]), np.int32, len(told))
    distinct = texts_only(list(seen)[1:])
    return table[codes].astype(narrowest(len(distinct))), distinct


def _reader(fact: str, kind: FactType) -> _Reader:
    if fact in TIMES:
        return _Dates()
    return _Numbers(np.int8) if fact in FLAGS else _Coded(kind)


class _Customs(_Reader):
    """A column for each custom field that somebody has, of the type that its values have."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self._known: list[tuple[int, str]] = []

    def take(self, values: Sequence[Any]) -> None:
        self._known += [(at, text) for at, text in enumerate(values, self._count) if text]
        self._count += len(values)

    def columns(self, fact: str) -> dict[str, AnyColumn]:
        values: dict[str, list[CustomValue]] = {}
        for first in range(0, len(self._known), _READ_AT_ONCE):
            some = self._known[first : first + _READ_AT_ONCE]
            read = json.loads(f"[{','.join(text for _, text in some)}]")
            for (position, _), lead in zip(some, read, strict=True):
                for key, value in lead.items():
                    if key not in values:
                        values[key] = [None] * self._count
                    values[key][position] = custom_value(value)
        return {CUSTOM + key: custom_column(of_key) for key, of_key in values.items()}
