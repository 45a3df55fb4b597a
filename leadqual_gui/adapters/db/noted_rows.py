"""Rows that come, change and go within a step, each noted in the log so that undo finds it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from leadqual_gui.adapters.db.codec import Stored
from leadqual_gui.adapters.db.log import Entry
from leadqual_gui.services.operations import Changes

CHILDREN = ("activity", "answer", "stakeholder", "adjustment", "follow_up", "verdict", "distinct_pair")
"""The tables whose rows belong to a lead."""


class NotedRows:
    """Rows of leads and of what hangs on them. `to_index`: the leads whose text in the search index is another now."""

    def __init__(self, connection: sqlite3.Connection, entry: Entry) -> None:
        self._connection = connection
        self._entry = entry
        self.to_index: set[int] = set()

    def insert(self, table: str, lead_id: int, columns: Mapping[str, Stored], touched: Changes) -> int:
        """A new row; its id."""
        names = ", ".join(columns)
        row = self._connection.execute(
            f"INSERT INTO {table} (made_by, lead_id, {names}) VALUES (?, ?{', ?' * len(columns)})",
            (self._entry.begin(), lead_id, *columns.values()),
        )
        number = row.lastrowid or 0
        self._entry.came(table, number, number)
        self._entry.touched |= touched
        if columns.get("note"):
            self.to_index.add(lead_id)
        return number

    def update(self, table: str, row: int, columns: Mapping[str, Stored], touched: Changes) -> None:
        """Set what differs of a row that is there."""
        names = ", ".join(columns)
        before = self._connection.execute(
            f"SELECT lead_id, {names} FROM {table} WHERE id = ? AND gone_by IS NULL",
            (row,),
        ).fetchone()
        if before is None:
            return
        for (column, new), old in zip(columns.items(), before[1:], strict=True):
            if new != old:
                self._entry.field(table, column, row, before[0], old, new)
                self._connection.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (new, row))
                self._entry.touched |= touched
        if columns.get("note") or (table == "activity" and before[-1]):
            self.to_index.add(before[0])

    def remove(self, table: str, row: int, touched: Changes) -> None:
        """Take away a row that hangs on a lead."""
        found = self._connection.execute(
            f"SELECT lead_id FROM {table} WHERE id = ? AND gone_by IS NULL",
            (row,),
        ).fetchone()
        if found is None:
            return
        self.take_away(table, [row])
        self._entry.touched |= touched
        if table == "activity":
            self.to_index.add(found[0])

    def take_away(self, table: str, rows: Sequence[int]) -> None:
        """Hide rows; one that this very step made was never there for anybody, and is deleted."""
        for row in sorted(set(rows)):
            alive = f"SELECT 1 FROM {table} WHERE id = ? AND gone_by IS NULL"
            if self._connection.execute(alive, (row,)).fetchone() is None:
                continue
            hidden = self._connection.execute(
                f"UPDATE {table} SET gone_by = ? WHERE id = ? AND gone_by IS NULL AND made_by <> ?",
                (self._entry.begin(), row, self._entry.operation),
            )
            if hidden.rowcount:
                self._entry.went(table, row)
            else:
                self._unmake(table, row)

    def _unmake(self, table: str, row: int) -> None:
        for child in CHILDREN if table == "lead" else ():
            self._connection.execute(
                f"DELETE FROM {child} WHERE lead_id = ? AND made_by = ?",
                (row, self._entry.operation),
            )
        self._connection.execute(
            f"DELETE FROM {table} WHERE id = ? AND made_by = ?",
            (row, self._entry.operation),
        )


def insert_many(
    connection: sqlite3.Connection, entry: Entry, table: str, columns: str, rows: Sequence[tuple[Stored, ...]]
) -> None:
    """Many new rows of one table at once; their ids are larger than any before."""
    first = connection.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0]
    step, marks = entry.operation, ", ".join("?" * (len(rows[0]) + 2))
    connection.executemany(
        f"INSERT INTO {table} (id, made_by, {columns}) VALUES ({marks})",
        [(number, step, *row) for number, row in enumerate(rows, first)],
    )
    entry.came(table, first, first + len(rows) - 1)
