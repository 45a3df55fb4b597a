"""Some fields of many leads at once, read and written column by column: each distinct value is decoded once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from leadqual_gui.adapters.db.codec import (
    CUSTOM,
    Stored,
    custom_json,
    custom_value,
    decoder,
    dumps,
    email_key,
    encoder,
    unchanged,
)
from leadqual_gui.adapters.db.log import NOTE_FIELD
from leadqual_gui.services.commands import FieldValue

Row = tuple[FieldValue, ...]
Update = tuple[int, Row, Row]
"""A lead, and its values before and after."""


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


def values_now(connection: sqlite3.Connection, lead_ids: Sequence[int], fields: Sequence[str]) -> list[Row]:
    """The values of these leads, a row for each, in their order."""
    columns = [f"custom -> {custom_path(f)}" if f.startswith(CUSTOM) else f for f in fields]
    query = f"SELECT id, {', '.join(columns)} FROM lead WHERE id IN (SELECT value FROM json_each(?))"
    rows = {row[0]: row for row in connection.execute(query, (dumps(list(lead_ids)),))}
    told = list(zip(*map(rows.__getitem__, lead_ids), strict=True))[1:]
    return list(zip(*map(decoded, fields, told), strict=True)) if told else [() for _ in lead_ids]


def update_field(
    connection: sqlite3.Connection, step: int, field: str, changes: Sequence[tuple[int, FieldValue, FieldValue]]
) -> None:
    """Give leads another value of a field, and note in the log of a step what it was: lead, before, after."""
    encode = _to_json if field.startswith(CUSTOM) else encoder(field)
    stored = [(lead_id, encode(before), encode(after)) for lead_id, before, after in changes]
    connection.executemany(NOTE_FIELD, [(step, "lead", field, i, i, before, after) for i, before, after in stored])
    if field.startswith(CUSTOM):
        path = custom_path(field)
        connection.executemany(
            f"UPDATE lead SET custom = CASE WHEN :v IS NULL THEN nullif(json_remove(custom, {path}), '{{}}') "
            f"ELSE json_set(coalesce(custom, '{{}}'), {path}, json(:v)) END WHERE id = :id",
            [{"v": after, "id": i} for i, _, after in stored],
        )
    elif field == "email":
        keyed = [(after, email_key(a), i) for (i, _, after), (_, _, a) in zip(stored, changes, strict=True)]  # type: ignore[arg-type]
        connection.executemany("UPDATE lead SET email = ?, email_key = ? WHERE id = ?", keyed)
    else:
        connection.executemany(
            f"UPDATE lead SET {field} = ? WHERE id = ?",
            [(after, i) for i, _, after in stored],
        )


def _to_json(value: Any) -> Stored:
    return custom_json(value)


def without_later_edits(part: Sequence[Update], now: Sequence[Row]) -> tuple[Sequence[Update], int]:
    """Updates without the fields that have another value by now than they start from; how many fields those are."""
    left, stayed = list[Update](), 0
    for (lead_id, before, after), there in zip(part, now, strict=True):
        kept = tuple(
            new if old == value else old for old, new, value in zip(before, after, there, strict=True)
        )  # as before: neither written nor logged
        stayed += sum(new != one for new, one in zip(after, kept, strict=True))
        left.append((lead_id, before, kept))
    return left, stayed
