"""The log: each step that changed something, by name, with what it takes to undo it.

A step in the making is an `Entry`. It notes rows that came or went as ranges of row ids, so that an import of a
hundred thousand leads is a handful of lines, and changed fields with their value before and after.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from leadqual_gui.adapters.db.codec import dumps
from leadqual_gui.domain.moments import moment_of
from leadqual_gui.services.operations import Changes, Said, Step

STANDS, TAKEN_BACK, UNFINISHED, CANCELLED = range(4)
CAME, WENT = "+", "-"
NOTE_FIELD = (
    'INSERT INTO change (operation, tbl, field, "row", lead_id, "before", "after") VALUES (?, ?, ?, ?, ?, ?, ?) '
    'ON CONFLICT DO UPDATE SET "after" = excluded."after"'
)


class Entry:
    """A step in the making. It appears in the log with its first change; `finish` writes down what is still held."""

    def __init__(self, connection: sqlite3.Connection, label: Said, at: int, state: int = STANDS) -> None:
        self._connection = connection
        self.label = label
        self.at = at
        self._state = state
        self._open_ranges: dict[tuple[str, str], tuple[int, int]] = {}
        self.operation = 0
        self.touched = Changes.NOTHING

    def begin(self) -> int:
        """The id of the step, which is in the log from now on."""
        if not self.operation:
            made = self._connection.execute(
                "INSERT INTO operation (code, params, at, state, version) "
                "VALUES (?, ?, ?, ?, (SELECT coalesce(max(version), 0) + 1 FROM operation))",
                (self.label.code, dumps(dict(self.label.params)), self.at, self._state),
            )
            self.operation = made.lastrowid or 0
        return self.operation

    def came(self, table: str, first: int, last: int) -> None:
        """Rows from `first` to `last` are new."""
        self._note_range(CAME, table, first, last)

    def went(self, table: str, row: int) -> None:
        """A row was taken away."""
        self._note_range(WENT, table, row, row)

    def field(self, table: str, field: str, row: int, lead_id: int, before: Any, after: Any) -> None:
        """A field of a row was changed; the first `before` and the last `after` of a step count."""
        self._connection.execute(NOTE_FIELD, (self.begin(), table, field, row, lead_id, before, after))

    def flush(self) -> None:
        """Write down the ranges so far; they may still grow."""
        for (field, table), (first, last) in self._open_ranges.items():
            self._write_range(field, table, first, last)

    def finish(self) -> None:
        """Write down the ranges, and what was touched."""
        self.flush()
        self._open_ranges.clear()
        if self.operation:
            self._connection.execute(
                "UPDATE operation SET touched = ? WHERE id = ?", (self.touched.value, self.operation)
            )

    def _note_range(self, field: str, table: str, first: int, last: int) -> None:
        self.begin()
        held = self._open_ranges.get((field, table))
        if held and held[1] + 1 == first:
            self._open_ranges[field, table] = (held[0], last)
            return
        if held:
            self._write_range(field, table, *held)
        self._open_ranges[field, table] = (first, last)

    def _write_range(self, field: str, table: str, first: int, last: int) -> None:
        self._connection.execute(NOTE_FIELD, (self.operation, table, field, first, None, None, last))


def steps(connection: sqlite3.Connection, limit: int) -> Sequence[Step]:
    """The newest finished steps, newest first."""
    found = connection.execute(
        "SELECT id, code, params, at, state FROM operation WHERE state IN (?, ?) ORDER BY id DESC LIMIT ?",
        (STANDS, TAKEN_BACK, limit),
    )
    return [step(row) for row in found]


def step(row: Sequence[Any]) -> Step:
    """A row of the log (id, code, params, at, state) as a value."""
    operation, code, params, at, state = row
    return Step(operation, Said(code, json.loads(params)), moment_of(at).isoformat(), state == TAKEN_BACK)


def label_of(connection: sqlite3.Connection, operation: int) -> Said:
    """The name of a step."""
    code, params = connection.execute("SELECT code, params FROM operation WHERE id = ?", (operation,)).fetchone()
    return Said(code, json.loads(params))


def version(connection: sqlite3.Connection) -> int:
    """What names the present state of all leads; it grows with each step, undo and redo."""
    found: int = connection.execute("SELECT coalesce(max(version), 0) FROM operation").fetchone()[0]
    return found
