"""Brings a file to the present version of its tables, wholly or not at all.

Alembic and SQLAlchemy cost a second to import, so this module is imported only when a migration is due:
`PRAGMA user_version` tells (see `opening`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from leadqual_gui.adapters.db.database_file import SCHEMA_VERSION
from leadqual_gui.adapters.db.driver import APPLICATION_ID

MIGRATIONS = Path(__file__).parent / "migrations"
SEARCH = "lead_text"


def migrate(raw: sqlite3.Connection, target: str = "head") -> None:
    """Run the migrations that this file has not seen, all in one transaction.

    `isolation_level` must be None and the transaction begun here: with SQLAlchemy's default an exception after an
    ALTER TABLE leaves the tables half changed.
    """
    engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
    event.listen(engine, "begin", _begin_immediate)
    with _as_sqlite_says(), engine.begin() as connection:
        _upgrade(connection, target)
        if target == "head":
            mend_search(raw)
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


@contextmanager
def _as_sqlite_says() -> Iterator[None]:
    """A full disk is told in SQLite's own words, which the caller knows how to translate."""
    try:
        yield
    except DBAPIError as error:
        raise error.orig if isinstance(error.orig, sqlite3.Error) else error from error


_FORMAT_OF_FTS5 = 4


def mend_search(raw: sqlite3.Connection) -> bool:
    """Make the search anew if it was made in another way than now, as the first files were; whether it was."""
    told = raw.execute("SELECT sql FROM sqlite_master WHERE name = ?", (SEARCH,)).fetchone()
    wanted = next(one for one in _first_statements() if f"TABLE {SEARCH} " in one)
    if told is not None and told[0].split() == wanted.split():
        return False
    make_search(raw, wanted)
    return True


def make_search(raw: sqlite3.Connection, wanted: str = "") -> None:
    """The search anew, from the leads, in the transaction under way."""
    from leadqual_gui.adapters.db.search_index import index_leads

    _drop_search(raw)
    raw.execute(wanted or next(one for one in _first_statements() if f"TABLE {SEARCH} " in one))
    index_leads(raw, [row[0] for row in raw.execute("SELECT id FROM lead ORDER BY id")])


def _drop_search(raw: sqlite3.Connection) -> None:
    """Also one that FTS5 refuses to open, and so to drop: what it says of its format is put right first."""
    try:
        raw.execute(f"DROP TABLE IF EXISTS {SEARCH}")
    except sqlite3.OperationalError:
        raw.execute(f"INSERT OR REPLACE INTO {SEARCH}_config (k, v) VALUES ('version', ?)", (_FORMAT_OF_FTS5,))
        raw.execute(f"DROP TABLE IF EXISTS {SEARCH}")


def _first_statements() -> Sequence[str]:
    from leadqual_gui.adapters.db.migrations.versions import v0001_first

    return v0001_first.STATEMENTS


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _upgrade(connection: Connection, target: str) -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))

    def due(revision: Any, _context: MigrationContext) -> Any:
        return scripts._upgrade_revs(target, revision)  # what alembic.command.upgrade itself calls

    context = MigrationContext.configure(connection, opts={"fn": due, "script": scripts})
    with Operations.context(context):
        context.run_migrations()
