"""The fields of all leads as columns, with the facts that are worked out from them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.adapters.db.codec import CUSTOM, FLAGS, LEAD_COLUMNS, TIMES, custom_value, tags_value
from leadqual_gui.domain.columns_fields import NO_DATE, AnyColumn, DateColumn, YesNoColumn, column_of
from leadqual_gui.domain.derived import email_domain, email_kind, name_looks_automatic
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.leads import CustomValue
from leadqual_gui.domain.schema import LIST_FACTS, lead_fact_types

_BY_VALUE = {bool: FactType.YES_NO, int: FactType.NUMBER, float: FactType.NUMBER, str: FactType.TEXT}
_NAMED = ("full_name", "first_name", "last_name", "company", "email", "external_id")

LeadFields = tuple[NDArray[np.int64], NDArray[np.bool_], dict[str, FactType], dict[str, AnyColumn]]


def lead_fields(connection: sqlite3.Connection, wanted: frozenset[str]) -> LeadFields:
    """Ids, whether each is there, the facts with their types, and their columns; deleted leads have their row too."""
    types = lead_fact_types()
    schema = dict(LIST_FACTS) | {fact: types[fact] for fact in sorted(wanted)}
    needed = sorted({*_NAMED, *(fact for fact in schema if fact in LEAD_COLUMNS), "verified_at"})
    rows = connection.execute(
        f"SELECT id, gone_by IS NULL, custom, {', '.join(needed)} FROM lead ORDER BY id"
    ).fetchall()
    table = list(zip(*rows, strict=True)) if rows else [()] * (len(needed) + 3)
    ids, alive = np.asarray(table[0], np.int64), np.asarray(table[1], np.bool_)
    stored = dict(zip(needed, table[3:], strict=True))
    fields = {fact: _column(fact, kind, stored, table[0]) for fact, kind in schema.items()}
    return ids, alive, schema, fields | _customs(table[2], len(ids))


def _column(fact: str, kind: FactType, stored: Mapping[str, Sequence[Any]], ids: Sequence[int]) -> AnyColumn:
    if fact in TIMES:
        return DateColumn(np.asarray([NO_DATE if v is None else v for v in stored[fact]], np.int64))
    if fact in FLAGS:
        return YesNoColumn(np.asarray(stored[fact], np.int8))
    if fact == "verified":
        return YesNoColumn(np.asarray([v is not None for v in stored["verified_at"]], np.int8))
    if fact == "tags":
        return column_of(kind, [tags_value(v) or None for v in stored["tags"]])
    if fact in stored:
        return column_of(kind, stored[fact])
    return column_of(kind, _worked_out(fact, stored, ids))


def _worked_out(fact: str, stored: Mapping[str, Sequence[Any]], ids: Sequence[int]) -> Iterable[Any]:
    if fact == "email_domain":
        return [email_domain(v) for v in stored["email"]]
    if fact == "email_kind":
        return [email_kind(v) for v in stored["email"]]
    people = zip(stored["full_name"], stored["first_name"], stored["last_name"], strict=True)
    names = [full or " ".join(p for p in (first, last) if p) or None for full, first, last in people]
    if fact == "name_looks_automatic":
        return [name_looks_automatic(name) for name in names]
    assert fact == "name", fact
    rest = zip(names, stored["company"], stored["email"], stored["external_id"], ids, strict=True)
    return [name or company or email or external_id or f"#{i}" for name, company, email, external_id, i in rest]


def _customs(objects: Sequence[str | None], count: int) -> dict[str, AnyColumn]:
    """A column for each custom field that somebody has, of the type that its first value has."""
    values: dict[str, list[CustomValue]] = {}
    known = [(position, text) for position, text in enumerate(objects) if text]
    read = json.loads(f"[{','.join(text for _, text in known)}]")
    for (position, _), lead in zip(known, read, strict=True):
        for key, value in lead.items():
            if key not in values:
                values[key] = [None] * count
            values[key][position] = custom_value(value)
    return {CUSTOM + key: column_of(_type_of(of_key), of_key) for key, of_key in values.items()}


def _type_of(values: Iterable[CustomValue]) -> FactType:
    first = next(value for value in values if value is not None)
    return _BY_VALUE.get(type(first), FactType.DATE)
