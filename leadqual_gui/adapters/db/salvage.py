"""Saves what can be read of a damaged file into a new one, and fills the gaps from a copy.

Rows are read in ranges; a range that cannot be read is halved until the damage is found. Only what lies in the damage
is taken from the copy: what somebody deleted for good since then does not come back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from leadqual_gui.adapters.db.driver import connect, database_errors
from leadqual_gui.adapters.db.migrate import make_search, migrate
from leadqual_gui.services.protection import WorkspaceKey

_MADE_ANEW = ("column_snapshot", "alembic_version")
_OF_WRITING = (
    "SQLITE_FULL",
    "SQLITE_CANTOPEN",
    *(f"SQLITE_IOERR_{what}" for what in ("WRITE", "FSYNC", "DIR_FSYNC", "TRUNCATE", "FSTAT")),
)
_HALVINGS = 20_000
"""So many ranges of a table may be unreadable before the rest of it is given up."""
_BEYOND = 2
"""Times the rows of the copy: where to stop looking if a table does not say how far it reaches."""
_UNKNOWN_REACH = 1 << 22


@dataclass(slots=True)
class Salvaged:
    """Of each table: how many rows were read, came from the copy, and are gone (as far as that can be told)."""

    read: dict[str, int] = field(default_factory=dict)
    copied: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows there are now."""
        return sum(self.read.values()) + sum(self.copied.values())


def is_of_writing(error: Exception) -> bool:
    """Whether the new file cannot be written, which says nothing about the damaged one."""
    return getattr(error, "sqlite_errorname", "").startswith(_OF_WRITING)


def salvage(damaged: Path, fresh: Path, copy: Path | None, key: WorkspaceKey | None = None) -> Salvaged | None:
    """A new file with all that can be saved; None if nothing of the damaged one can be read.

    Raises what SQLite says if the new one cannot be written: then a copy would be no better, only older.
    """
    told = Salvaged()
    with closing(connect(fresh.absolute().as_uri(), key, uri=True)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA journal_mode=MEMORY")  # whatever happens, this file is begun anew
        migrate(connection)
        connection.execute("PRAGMA foreign_keys=OFF")
        if not _attached(connection, damaged, "damaged"):
            return None
        has_copy = copy is not None and _attached(connection, copy, "copy")
        for table in _tables(connection):
            _save_table(connection, table, has_copy, told)
        connection.execute("BEGIN")
        _mend_references(connection, told)
        make_search(connection)
        connection.execute("COMMIT")
    return told


def _attached(connection: sqlite3.Connection, file: Path, name: str) -> bool:
    try:
        connection.execute(f"ATTACH ? AS {name}", (f"{file.absolute().as_uri()}?mode=ro",))
        connection.execute(f"SELECT count(*) FROM {name}.sqlite_master").fetchone()
        return bool(_columns(connection, name, "lead"))
    except database_errors() as error:
        if is_of_writing(error):  # beside the file, where SQLite keeps its log
            raise
        return False


def _tables(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute(
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'lead_text%' "
        "AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
    )
    return [row[0] for row in found if row[0] not in _MADE_ANEW]


def _columns(connection: sqlite3.Connection, name: str, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA {name}.table_info({table})")]


def _save_table(connection: sqlite3.Connection, table: str, has_copy: bool, told: Salvaged) -> None:
    gaps = [(1, _reach(connection, table, has_copy))]
    if columns := _shared(connection, table, "damaged"):
        gaps = list(_read_ranges(connection, table, columns, gaps[0]))
    told.read[table] = _count(connection, table)
    if has_copy and (columns := _shared(connection, table, "copy")):
        for first, last in gaps:
            connection.execute(_insert(connection, table, columns, "copy"), (first, last))
    told.copied[table] = _count(connection, table) - told.read[table]


def _shared(connection: sqlite3.Connection, table: str, name: str) -> str:
    """The columns that a table has here and there."""
    there = _columns(connection, name, table)
    return ", ".join(f'"{column}"' for column in _columns(connection, "main", table) if column in there)


def _insert(connection: sqlite3.Connection, table: str, columns: str, name: str) -> str:
    key = _key(connection, table)
    told = f"rowid, {columns}" if key == "rowid" else columns
    return (
        f"INSERT OR IGNORE INTO main.{table} ({told}) "
        f"SELECT {told} FROM {name}.{table} NOT INDEXED WHERE {key or '1'} BETWEEN ? AND ?"
    )


def _key(connection: sqlite3.Connection, table: str) -> str:
    """By which number the rows of a table lie on the disk: their own, or the first of their key ("": by words)."""
    made = connection.execute("SELECT sql FROM main.sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    if "WITHOUT ROWID" not in made.upper():
        return "rowid"
    first = next(row for row in connection.execute(f"PRAGMA main.table_info({table})") if row[5] == 1)
    return str(first[1]) if first[2] == "INTEGER" else ""


def _reach(connection: sqlite3.Connection, table: str, has_copy: bool) -> int:
    """The last row number that a table may have."""
    key = _key(connection, table)
    if not key:
        return 1
    for name in ("damaged", "copy") if has_copy else ("damaged",):
        try:
            last: int = connection.execute(f"SELECT coalesce(max({key}), 0) FROM {name}.{table}").fetchone()[0]
        except database_errors():
            continue
        return last if name == "damaged" else max(1, last) * _BEYOND
    return _UNKNOWN_REACH


def _read_ranges(
    connection: sqlite3.Connection, table: str, columns: str, whole: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """Take over what can be read; the ranges that cannot."""
    waiting, failures, statement = [whole], 0, _insert(connection, table, columns, "damaged")
    while waiting:
        first, last = waiting.pop()
        try:
            connection.execute(statement, (first, last))
        except database_errors() as error:
            if is_of_writing(error):
                raise
            failures += 1
            if first == last or failures > _HALVINGS:
                yield first, last
            else:
                middle = (first + last) // 2
                waiting += [(middle + 1, last), (first, middle)]


def _mend_references(connection: sqlite3.Connection, told: Salvaged) -> None:
    """Steps and words that are gone get a stand-in; rows of a lead that is gone go with it."""
    for _ in range(3):
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        if not broken:
            return
        for table, row, parent, key in broken:
            column = next(c[3] for c in connection.execute(f"PRAGMA foreign_key_list({table})") if c[0] == key)
            missing = connection.execute(f'SELECT "{column}" FROM {table} WHERE rowid = ?', (row,)).fetchone()
            if missing is None:
                continue
            if parent in _STAND_INS:
                connection.execute(_STAND_INS[parent], {"id": missing[0]})
            else:
                connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))
                told.left_out[table] = told.left_out.get(table, 0) + 1


_STAND_INS = {
    "operation": "INSERT OR IGNORE INTO operation (id, code, params, at, version) SELECT :id, 'recovered', '{}', "
    "coalesce((SELECT max(at) FROM operation WHERE id < :id), 0), coalesce(max(version), 0) + 1 FROM operation",
    "word": "INSERT OR IGNORE INTO word (id, text) VALUES (:id, 'unreadable ' || :id)",
}


def _count(connection: sqlite3.Connection, table: str) -> int:
    found: int = connection.execute(f"SELECT count(*) FROM main.{table}").fetchone()[0]
    return found
