"""Sets fields of leads within a step: each field of all of them in one statement, what it was before in the log.

Only leads that have another value are touched; a step that changes nothing leaves no trace.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from leadqual_gui.adapters.db.codec import (
    CUSTOM,
    LEAD_COLUMNS,
    Stored,
    custom_json,
    dumps,
    email_key,
    encoder,
    some_seconds,
)
from leadqual_gui.adapters.db.log import Entry
from leadqual_gui.domain.leads import CustomValue
from leadqual_gui.services.commands import FieldValue
from leadqual_gui.services.operations import Changes


class FieldSetting:
    """Sets fields of these leads, which a step has in hand."""

    def __init__(self, connection: sqlite3.Connection, entry: Entry, lead_ids: Sequence[int]) -> None:
        self._connection = connection
        self._entry = entry
        self._ids = dumps(list(lead_ids))

    def set(self, fields: Mapping[str, FieldValue]) -> None:
        """Set them all. `verified` takes True (now, or as it was), False or a moment; a stage begins now."""
        for key, value in fields.items():
            if key.startswith(CUSTOM):
                self._set_custom(key, value)
            else:
                self._set_named(key, value, fields)

    def _set_named(self, key: str, value: FieldValue, fields: Mapping[str, FieldValue]) -> None:
        if key in ("verified", "verified_at"):
            self._set_verified(value)
        elif key == "stage":
            self._entry.touched |= Changes.STAGE
            if "stage_since" not in fields:
                moved = f"stage IS NOT {_quoted(encoder(key)(value))}"
                self._set_column("stage_since", None if not value else self._entry.at, moved)
            self._set_column(key, encoder(key)(value))
        elif key in LEAD_COLUMNS:
            self._set_column(key, encoder(key)(value))
        else:
            raise ValueError(f"a lead has no field {key!r}")

    def _set_verified(self, value: FieldValue) -> None:
        if isinstance(value, datetime) or not value:
            self._set_column("verified_at", some_seconds(value if isinstance(value, datetime) else None))
        else:
            self._set_column("verified_at", self._entry.at, "verified_at IS NULL")

    def _set_column(self, column: str, value: Stored, only: str = "1") -> None:
        which = f"id IN (SELECT value FROM json_each(:ids)) AND gone_by IS NULL AND {column} IS NOT :new AND ({only})"
        given: dict[str, Stored] = {"ids": self._ids, "new": value, "field": column}
        if not self._any_lead(which, given):
            return
        self._note(column, which, given)
        key = ", email_key = :key" if column == "email" else ""
        if key:
            given["key"] = email_key(value if isinstance(value, str) else None)
        self._connection.execute(f"UPDATE lead SET {column} = :new{key} WHERE {which}", given)
        self._entry.touched |= Changes.LEAD

    def _set_custom(self, key: str, value: FieldValue) -> None:
        name = key.removeprefix(CUSTOM)
        if '"' in name or "\\" in name or not name:
            raise ValueError(f"a custom field cannot be named {name!r}")
        path, new = f'$."{name}"', custom_json(_plain(value))
        which = "id IN (SELECT value FROM json_each(:ids)) AND gone_by IS NULL AND (custom -> :path) IS NOT :new"
        given: dict[str, Stored] = {"ids": self._ids, "path": path, "new": new, "field": key}
        if not self._any_lead(which, given):
            return
        self._note("custom -> :path", which, given)
        changed = (
            "nullif(json_remove(custom, :path), '{}')"
            if new is None
            else "json_set(coalesce(custom, '{}'), :path, json(:new))"
        )
        self._connection.execute(f"UPDATE lead SET custom = {changed} WHERE {which}", given)
        self._entry.touched |= Changes.LEAD

    def _any_lead(self, which: str, given: Mapping[str, Stored]) -> bool:
        query = f"SELECT 1 FROM lead WHERE {which} LIMIT 1"
        return self._connection.execute(query, given).fetchone() is not None

    def _note(self, before: str, which: str, given: dict[str, Stored]) -> None:
        """Note what the leads concerned had before (`before` reads it), and what they have from now on."""
        given["step"] = self._entry.begin()
        self._connection.execute(
            'INSERT INTO change (operation, tbl, field, "row", lead_id, "before", "after") '
            f"SELECT :step, 'lead', :field, id, id, {before}, :new FROM lead WHERE {which} "
            'ON CONFLICT DO UPDATE SET "after" = excluded."after"',
            given,
        )


def _plain(value: FieldValue) -> CustomValue:
    return ", ".join(value) if isinstance(value, tuple) else value


def _quoted(value: Any) -> str:
    return "NULL" if value is None else "'" + str(value).replace("'", "''") + "'"
