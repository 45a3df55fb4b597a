"""The file of a workspace as it lies there: its name, its version, what can be told of it, and a connection to it.

Nothing here changes a file: `opening` makes one, and brings one to the present version.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leadqual_gui.adapters.db.driver import APPLICATION_ID, KEY_NAME, MAGIC, connect
from leadqual_gui.adapters.db.errors import KEEP_AND_RESTORE, spoken
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.protection import LockedError, WorkspaceKey

SCHEMA_VERSION = 4
"""How many migrations there are; kept in the file as PRAGMA user_version."""
FILE_NAME = "leadqual.db"
LOCK_NAME = "leadqual.lock"
BUSY_SECONDS = 2.0


@contextmanager
def private_files() -> Iterator[None]:
    """Files made in here can be read by their owner only."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def make_folder(folder: Path) -> None:
    """Make the folder of a workspace (0700) if it is not there."""
    with spoken(folder), private_files():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def open_reader(path: Path, key: WorkspaceKey | None = None) -> sqlite3.Connection:
    """A connection that only reads, for one thread."""
    with spoken(path):
        connection = connect(f"{path.absolute().as_uri()}?mode=ro", key, uri=True, timeout=BUSY_SECONDS)
        connection.execute("PRAGMA cache_size=-32768")
        connection.execute("PRAGMA temp_store=MEMORY")
    return connection


def connect_to_write(path: Path, key: WorkspaceKey | None) -> sqlite3.Connection:
    """A connection to a file as it is, for one who knows what to do with it."""
    connection = connect(path, key, timeout=BUSY_SECONDS)
    connection.create_function("casefold", 1, _casefold, deterministic=True)
    return connection


def _casefold(text: str | None) -> str | None:
    return text.strip().casefold() if text else None


def check_identity(connection: sqlite3.Connection, path: Path) -> int:
    """Whether the file is ours and of a version that we know; its version."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        raise LeadQualError(
            "this is a database of another program",
            hint="Nothing was changed in it. Move it elsewhere, or choose another folder with --workspace",
            place=str(path),
        )
    if version > SCHEMA_VERSION:
        raise LeadQualError(
            f"this file was written by a newer LeadQual (version {version} of its tables; "
            f"this program knows {SCHEMA_VERSION})",
            hint="Nothing was changed in it. Install the newer LeadQual, or restore a backup from before",
            place=str(path),
        )
    return version


def check_pages(connection: sqlite3.Connection, path: Path) -> None:
    """Look at every page; raises LeadQualError on damage."""
    found = [row[0] for row in connection.execute("PRAGMA quick_check(3)")]
    if found != ["ok"]:
        raise LeadQualError(f"the file is damaged ({found[0]})", hint=KEEP_AND_RESTORE, place=str(path))


def has_wal(path: Path) -> bool:
    """Whether a log lies beside the file: somebody has it open, or did not close it."""
    wal = path.with_name(f"{path.name}-wal")
    return wal.exists() and wal.stat().st_size > 0


def look_at(path: Path, key: WorkspaceKey | None = None) -> None:
    """What can be told before SQLite touches the file: empty, no database, locked, cut short."""
    if not path.exists():
        return
    with path.open("rb") as file:
        header = file.read(100)
    size = path.stat().st_size
    if not header:
        raise LeadQualError("the file is empty", hint=KEEP_AND_RESTORE, place=str(path))
    if key is not None and header[:16] == key.name:
        return
    if key is not None:
        raise LeadQualError("the beginning of the file is damaged", hint=KEEP_AND_RESTORE, place=str(path))
    if header[:16] != MAGIC and path.with_name(KEY_NAME).exists():
        raise LockedError(
            "this workspace has a passphrase",
            hint="Unlock it in the window, or name a file that holds the passphrase: --passphrase-file FILE",
            place=str(path),
        )
    if header[:16] != MAGIC or len(header) < 100:
        raise LeadQualError("this is not a LeadQual database", hint=KEEP_AND_RESTORE, place=str(path))
    page_size = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    expected = pages * (65536 if page_size == 1 else page_size)
    if size < expected and not has_wal(path):
        raise LeadQualError(
            f"the file was cut short ({size:,} of {expected:,} bytes are there)",
            hint=KEEP_AND_RESTORE,
            place=str(path),
        )
