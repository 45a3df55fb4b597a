"""How rows of an import become rows of the table of leads, column by column: each distinct value is encoded once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Any

from leadqual_gui.adapters.db.codec import CUSTOM, Stored, custom_object, email_keys, encoder, plain
from leadqual_gui.services.commands import FieldValue

Rows = Sequence[tuple[FieldValue, ...]]


class LeadShape:
    """How rows of these fields become rows of the table, column by column: most columns stay as they are."""

    def __init__(self, fields: Sequence[str], now: int) -> None:
        self._fields = fields
        self._named = [at for at, f in enumerate(fields) if not f.startswith(CUSTOM)]
        self._custom = [(at, f.removeprefix(CUSTOM)) for at, f in enumerate(fields) if f.startswith(CUSTOM)]
        self._now = now
        self._staged = "stage" in fields and "stage_since" not in fields
        extra = ["email_key", "custom", *(["stage_since"] if self._staged else [])]
        extra += [] if "created_at" in fields else ["created_at"]
        columns = ["id", "made_by", *(fields[at] for at in self._named), *extra]
        self.insert = f"INSERT INTO lead ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"

    def stored(self, ids: Sequence[int], step: int, rows: Rows) -> Iterable[tuple[Stored, ...]]:
        """The rows as they are stored."""
        told = list(zip(*rows, strict=True))
        by_name: dict[str, Sequence[Any]] = dict(zip(self._fields, told, strict=True))
        columns: list[Iterable[Any]] = [self._encoded(self._fields[at], told[at]) for at in self._named]
        columns.append(email_keys(by_name["email"]) if "email" in by_name else repeat(None))
        columns.append(self._objects(told) if self._custom else repeat(None))
        if self._staged:
            columns.append([None if stage is None else self._now for stage in by_name["stage"]])
        if "created_at" not in by_name:
            columns.append(repeat(self._now))
        return zip(ids, repeat(step), *columns)  # some of them never end

    def _encoded(self, field: str, values: Sequence[Any]) -> Sequence[Stored]:
        encode = encoder(field)
        if encode is plain:
            return values
        memo = {value: encode(value) for value in set(values)}
        stored = list(map(memo.__getitem__, values))
        return [self._now if v is None else v for v in stored] if field == "created_at" else stored

    def _objects(self, told: Sequence[Sequence[Any]]) -> list[str | None]:
        keys = [key for _, key in self._custom]
        rows = zip(*(told[at] for at, _ in self._custom), strict=True)
        return [custom_object(dict(zip(keys, row, strict=True))) for row in rows]
