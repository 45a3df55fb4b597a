"""Writes a database anew: ciphered, or plain again. Whatever happens meanwhile, the old file or the new one is there.

The new file is made beside the old one, compared with it table by table, waited for, and only then takes its place.
What the old one held is then written over, as far as a disk lets a program do that.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from leadqual_gui.adapters.db.database_file import private_files
from leadqual_gui.adapters.db.driver import cipher_module, connect, key_text, unlock
from leadqual_gui.adapters.db.errors import spoken
from leadqual_gui.adapters.durable import sync_file, sync_folder
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.protection import WorkspaceKey

Share = Callable[[float], None]
NEW = ".new"
_ENDINGS = ("-journal", "-wal", "-shm")
_STEPS = 200_000
_ROOM = 1.2
_BLOCK = bytes(1 << 20)


def rewrite(
    file: Path,
    before: WorkspaceKey | None,
    after: WorkspaceKey | None,
    told: Share,
    at_last: Callable[[], object] = lambda: None,
) -> None:
    """Put a database in its own place, opened by another key, or by none. Nobody else has it open.

    `at_last` is called when the new file is whole and on the disk, just before it takes the old one's place.
    """
    fresh = file.with_name(f"{file.name}{NEW}")
    with spoken(file), private_files():
        for ending in ("", *_ENDINGS):
            fresh.with_name(f"{fresh.name}{ending}").unlink(missing_ok=True)
        _refuse_without_room(file)
        try:
            _write(file, fresh, before, after, told)
            sync_file(fresh)
            shutil.copystat(file, fresh)
            fresh.chmod(0o600)
            at_last()
            _take_place(fresh, file)
        except BaseException:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
            raise


def _write(file: Path, fresh: Path, before: WorkspaceKey | None, after: WorkspaceKey | None, told: Share) -> None:
    if after is not None:
        connect(":memory:", after).close()  # how our files are ciphered holds for the process from now on
    with closing(_opened(file, before)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")
        made = (str(fresh), "" if after is None else key_text(after))
        connection.execute("ATTACH ? AS made KEY ?", made)
        connection.execute("PRAGMA made.journal_mode=OFF")
        connection.execute("PRAGMA made.synchronous=OFF")  # it is waited for at the end
        size = max(1, file.stat().st_size)
        connection.set_progress_handler(lambda: _told(told, fresh, size), _STEPS)
        connection.execute("SELECT sqlcipher_export('made')")
        connection.set_progress_handler(None, 0)
        for number in ("user_version", "application_id"):
            value = connection.execute(f"PRAGMA main.{number}").fetchone()[0]
            connection.execute(f"PRAGMA made.{number} = {value}")
        connection.execute("DETACH made")
        connection.execute("ATTACH ? AS made KEY ?", made)  # with the search index, which was written as text
        _compare(connection, file)
    told(1.0)


def _opened(file: Path, key: WorkspaceKey | None) -> sqlite3.Connection:
    """By SQLCipher, which reads plain files too."""
    connection: sqlite3.Connection = cipher_module().connect(str(file), isolation_level=None)
    if key is not None:
        unlock(connection, key)
    connection.execute("PRAGMA temp_store=MEMORY")
    return connection


def _told(told: Share, fresh: Path, size: int) -> int:
    with suppress(OSError):
        told(min(0.99, fresh.stat().st_size / size))
    return 0


def _compare(connection: sqlite3.Connection, file: Path) -> None:
    """Every table, with as many rows; every page sound."""
    found = [row[0] for row in connection.execute("PRAGMA made.integrity_check(3)")]
    schemas = [
        connection.execute(f"SELECT type, name, sql FROM {name}.sqlite_master ORDER BY type, name, sql").fetchall()
        for name in ("main", "made")
    ]
    tables = [name for kind, name, sql in schemas[0] if kind == "table" and sql]
    same = schemas[0] == schemas[1] and all(
        _count(connection, "main", table) == _count(connection, "made", table) for table in tables
    )
    if found != ["ok"] or not same:
        raise LeadQualError(
            "the file could not be written anew: the copy differs from it",
            "Nothing was changed. Run leadqual-gui doctor; if the disk is failing, copy the workspace to another",
            str(file),
        )


def _count(connection: sqlite3.Connection, where: str, table: str) -> int:
    found: int = connection.execute(f'SELECT count(*) FROM {where}."{table}"').fetchone()[0]
    return found


def _refuse_without_room(file: Path) -> None:
    wanted, free = int(file.stat().st_size * _ROOM), shutil.disk_usage(file.parent).free
    if free < wanted:
        raise LeadQualError(
            f"there is not enough room on the disk: {wanted // 2**20 + 1:,} MB are needed, {free // 2**20:,} are free",
            "Nothing was changed. Free some space and do it again",
            str(file),
        )


def _take_place(fresh: Path, file: Path) -> None:
    for ending in _ENDINGS:  # everything is in the file: it was closed
        file.with_name(f"{file.name}{ending}").unlink(missing_ok=True)
    old = os.open(file, os.O_WRONLY) if os.name == "posix" else -1
    try:
        fresh.replace(file)
        sync_folder(file.parent)
        _write_over(old)
    finally:
        if old >= 0:
            os.close(old)


def _write_over(handle: int) -> None:
    """A file that has no name any more: this is for whoever reads the bare disk."""
    if handle < 0:
        return
    with suppress(OSError):
        for _ in range(0, os.fstat(handle).st_size, len(_BLOCK)):
            os.write(handle, _BLOCK)
        os.fsync(handle)
