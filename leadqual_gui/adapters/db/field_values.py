"""Some fields of many leads at once, column by column: each distinct value is decoded once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from leadqual_gui.adapters.db.codec import CUSTOM, custom_value, decoder, dumps, unchanged
from leadqual_gui.services.commands import FieldValue


def field_values(
    connection: sqlite3.Connection, lead_ids: Sequence[int], fields: Sequence[str]
) -> tuple[Sequence[int], Sequence[Sequence[FieldValue]]]:
    """The ids of those leads that are there, in the order asked for, and a column for each field."""
    columns = ", ".join(f"custom -> {custom_path(f)}" if f.startswith(CUSTOM) else f for f in fields)
    query = f"SELECT id, {columns} FROM lead WHERE gone_by IS NULL AND id IN (SELECT value FROM json_each(?))"
    there = connection.execute(query, (dumps(list(lead_ids)),)).fetchall()
    if not there:
        return [], [[] for _ in fields]
    ids, *told = zip(*there, strict=True)
    if ids != tuple(lead_ids):  # as a rule they come in the order asked for
        rows = {row[0]: row for row in there}
        ids, *told = zip(*(rows[lead_id] for lead_id in lead_ids if lead_id in rows), strict=True)
    return ids, [decoded(field, values) for field, values in zip(fields, told, strict=True)]


def decoded(field: str, values: Sequence[Any]) -> Sequence[FieldValue]:
    """A stored column as values; most columns stay as they are."""
    decode = _from_json if field.startswith(CUSTOM) else decoder(field)
    if decode is unchanged:
        return values
    memo = {value: decode(value) for value in set(values)}
    return list(map(memo.__getitem__, values))


def custom_path(field: str) -> str:
    """Where a custom field stands in the JSON of its lead."""
    name = field.removeprefix(CUSTOM)
    if not name or set(name) & set("\"'\\"):
        raise ValueError(f"a custom field cannot be named {name!r}")
    return f"""'$."{name}"'"""


def _from_json(text: str | None) -> FieldValue:
    return None if text is None else custom_value(json.loads(text))
