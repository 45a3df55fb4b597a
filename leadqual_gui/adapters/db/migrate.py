"""Brings a file to the present version of its tables, wholly or not at all.

Alembic and SQLAlchemy cost a second to import, so this module is imported only when a migration is due:
`PRAGMA user_version` tells (see `opening`).
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import StaticPool

from leadqual_gui.adapters.db.opening import APPLICATION_ID, SCHEMA_VERSION

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(raw: sqlite3.Connection, target: str = "head") -> None:
    """Run the migrations that this file has not seen, all in one transaction.

    `isolation_level` must be None and the transaction begun here: with SQLAlchemy's default an exception after an
    ALTER TABLE leaves the tables half changed.
    """
    engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
    event.listen(engine, "begin", _begin_immediate)
    with engine.begin() as connection:
        _upgrade(connection, target)
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _upgrade(connection: Connection, target: str) -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))

    def due(revision: Any, _context: MigrationContext) -> Any:
        return scripts._upgrade_revs(target, revision)  # what alembic.command.upgrade itself calls

    context = MigrationContext.configure(connection, opts={"fn": due, "script": scripts})
    with Operations.context(context):
        context.run_migrations()
