"""Rows of leads as columns of values: cells are read, constants stand where a cell says nothing.

A second address in a cell of e-mail addresses becomes the second address, if there is none of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.mapping import Basis, ColumnMatch, ImportKind, targets
from leadqual_gui.domain.parsing import NULL_WORDS
from leadqual_gui.services.importing_plan import ImportContext, ImportPlan
from leadqual_gui.services.importing_result import Tally
from leadqual_gui.services.importing_table import RowBatch
from leadqual_gui.services.importing_values import ColumnReader, reader_for

NAMING = ("full_name", "first_name", "last_name", "company", "email")
"""The fields that say who somebody is."""


class LeadValues:
    """Reads batches of leads. `fields` are those that the rows fill; a stage and since when come last."""

    def __init__(self, plan: ImportPlan, context: ImportContext, tally: Tally) -> None:
        self._columns = plan.mapping.used
        self._constants = dict(plan.mapping.constants)
        self._readers = [
            reader_for(
                column,
                plan.marks.get(column.index),
                context.now,
                context.stages,
                tally.note,
                plan.mapping.words.get(column.target or ""),
            )
            for column in self._columns
        ]
        self.fields = self._field_order()
        self._constant_values = self._read_constants(context, tally)

    def _field_order(self) -> tuple[str, ...]:
        fields = [_stored(column.target or "") for column in self._columns]
        fields += [_stored(target) for target in self._constants if _stored(target) not in fields]
        fields += ["email_2"] if "email" in fields and "email_2" not in fields else []
        return (*(name for name in fields if name != "stage"), "stage", "stage_since")

    def _read_constants(self, context: ImportContext, tally: Tally) -> dict[str, object]:
        """The values that every row gets, unless its own cell says otherwise."""
        values: dict[str, object] = {}
        for target, text in self._constants.items():
            from_text = _constant_reader(target, context, tally)
            problems: dict[int, str] = {}
            value = from_text.read([text], problems)[0]
            values[_stored(target)] = value[0] if isinstance(value, tuple) and target == "email" else value
        return values

    def texts_of(self, column: int) -> Sequence[str]:
        """The distinct cells of a column that were read as something else than text, all that are remembered."""
        for reader in self._readers:
            if reader.match.index == column and reader.memo is not None:
                return tuple(reader.memo)
        return ()

    def of(self, batch: RowBatch, problems: dict[int, str]) -> list[list[object]]:
        """The batch as columns of values, in the order of the fields; what cannot be read goes to `problems`."""
        by_field: dict[str, list[object]] = {}
        for column, reader in zip(self._columns, self._readers, strict=True):
            cells = batch.columns[column.index]
            if column.target == "email":
                _read_emails(cells, reader, by_field)
            else:
                values = reader.read(cells, problems)
                target = _stored(reader.target)
                by_field[target] = _first_of(values, by_field.get(target))
        for target, value in self._constant_values.items():
            own = by_field.get(target)
            by_field[target] = [value] * len(batch) if own is None else [value if v is None else v for v in own]
        nothing: list[object] = [None] * len(batch)
        return [by_field.get(name, nothing) for name in self.fields]

    def labels(self, columns: list[list[object]]) -> Sequence[object]:
        """What to call the lead of each row: the first naming field that says something."""
        found: list[object] | None = None
        for name in (*NAMING, "external_id"):
            if name in self.fields:
                found = _first_of(columns[self.fields.index(name)], found, above=False)
                if all(found):
                    break
        return found or [None] * len(columns[0])


def _read_emails(cells: Sequence[str], reader: ColumnReader, by_field: dict[str, list[object]]) -> None:
    joined = "".join(cells)
    if NULL_WORDS.isdisjoint(cells) and not any(mark in joined for mark in "<>,;:| "):
        by_field["email"] = [cell or None for cell in cells]
        return
    pairs = cast("list[tuple[object, object]]", [_pair(value) for value in reader.read(cells, {})])
    by_field["email"] = [pair[0] for pair in pairs]
    if any(pair[1] for pair in pairs):
        by_field["email_2"] = _first_of([pair[1] for pair in pairs], by_field.get("email_2"), above=False)


def _pair(value: object) -> tuple[object, object]:
    return (value[0], value[1]) if isinstance(value, tuple) else (None, None)


def _first_of(values: list[object], others: list[object] | None, above: bool = True) -> list[object]:
    """Two columns of values as one: the first that says something."""
    if others is None:
        return values
    first, second = (values, others) if above else (others, values)
    return [b if a is None else a for a, b in zip(first, second, strict=True)]


def _stored(target: str) -> str:
    return "verified_at" if target == "verified" else target


def _constant_reader(target: str, context: ImportContext, tally: Tally) -> ColumnReader:
    kind = targets(ImportKind.LEADS).get(target, FactType.TEXT)
    match = ColumnMatch(0, target, target, Basis.CHOSEN, type=kind)
    return reader_for(match, None, context.now, context.stages, tally.note)
