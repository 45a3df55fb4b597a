"""Opens the file of a workspace, or says why not. Whatever is wrong with it, it stays as it is.

A new file is made under another name and renamed when it is whole, so that a crash leaves none that is half made.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from leadqual_gui.adapters.db.database_file import (
    SCHEMA_VERSION,
    check_identity,
    check_pages,
    connect_to_write,
    has_wal,
    look_at,
    private_files,
)
from leadqual_gui.adapters.db.driver import BACKUPS
from leadqual_gui.adapters.db.errors import spoken
from leadqual_gui.adapters.db.settling import finish_restore
from leadqual_gui.adapters.durable import sync_folder
from leadqual_gui.services.protection import WorkspaceKey

_WRITER_SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-65536",
)


def open_writer(path: Path, key: WorkspaceKey | None = None) -> sqlite3.Connection:
    """The one connection that writes: the file made, checked and brought to the present version as needed."""
    with spoken(path), private_files():
        finish_restore(path)
        look_at(path, key)
        if not path.exists():
            _create(path, key)
        crashed = has_wal(path)
        connection = connect_to_write(path, key)
        try:
            _prepare(connection, path, crashed, key)
        except BaseException:
            connection.close()
            raise
        path.chmod(0o600)
    return connection


def drop_half_made(path: Path) -> None:
    """Remove what a kill left of a file that was to take this one's place. While the workspace is locked for us."""
    if path.exists():
        for ending in ("", "-journal", "-wal", "-shm"):
            path.with_name(f"{path.name}.new{ending}").unlink(missing_ok=True)


def _create(path: Path, key: WorkspaceKey | None) -> None:
    half_made = path.with_name(f"{path.name}.new")
    for leftover in (half_made, half_made.with_name(f"{half_made.name}-journal")):
        leftover.unlink(missing_ok=True)
    with closing(connect_to_write(half_made, key)) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        _migrate(connection)
    half_made.replace(path)
    sync_folder(path.parent)


def _prepare(connection: sqlite3.Connection, path: Path, crashed: bool, key: WorkspaceKey | None) -> None:
    version = check_identity(connection, path)
    for setting in _WRITER_SETTINGS:
        connection.execute(setting)
    if crashed:
        check_pages(connection, path)
    if version < SCHEMA_VERSION:
        _back_up(path, key)
        _migrate(connection)


def _back_up(path: Path, key: WorkspaceKey | None) -> None:
    """A migration rewrites tables: a copy of before is kept. Without one there is no migration."""
    from leadqual_gui.adapters.db.backup import make_backup
    from leadqual_gui.services.safekeeping import Occasion

    make_backup(path, path.with_name(BACKUPS), datetime.now(UTC), Occasion.MIGRATION, key=key)


def _migrate(connection: sqlite3.Connection) -> None:
    from leadqual_gui.adapters.db.migrate import migrate

    migrate(connection)
