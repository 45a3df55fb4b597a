"""Copies of the database that can be relied on, and the way back to one of them.

A copy is made in one step by SQLite itself (a copied live file is none), from a file that was found sound, checked
again as a whole, and named by a checksum beside it, since SQLite finds only a third of single flipped bits. Going back
never deletes: the present file is kept beside the restored one.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from leadqual_gui.adapters.db.errors import spoken
from leadqual_gui.adapters.db.lock import WorkspaceLock
from leadqual_gui.adapters.db.opening import (
    FILE_NAME,
    LOCK_NAME,
    MAGIC,
    check_identity,
    check_pages,
    make_folder,
    open_reader,
    private_files,
)
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.moments import moment_of

BACKUPS_KEPT = 14
_PREFIX = "leadqual-"


@dataclass(frozen=True, slots=True)
class Backup:
    """A checked copy: how many leads are in it, and when the newest step in it was made (None: there is none)."""

    file: Path
    leads: int
    newest: datetime | None


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: from which copy, and where the file that it replaced is kept (None: there was none)."""

    backup: Backup
    kept: Path | None


def make_backup(database: Path, folder: Path, now: datetime, keep: int = BACKUPS_KEPT) -> Backup:
    """A checked copy of the database in `folder`; may be called while a window is open. Older copies rotate out."""
    if not database.exists():
        raise LeadQualError("there is no database yet", "Start LeadQual once, or import a file", str(database))
    make_folder(folder)
    target = _free_name(folder, now)
    half_made = target.with_suffix(".part")
    with spoken(database), private_files():
        half_made.unlink(missing_ok=True)
        try:
            _copy(database, half_made)
            backup = look_into(half_made)
            _keep(half_made, target)
        finally:
            half_made.unlink(missing_ok=True)
    _rotate(folder, keep)
    return Backup(target, backup.leads, backup.newest)


def backups(folder: Path) -> list[Path]:
    """The copies there are, newest first."""
    return sorted(folder.glob(f"{_PREFIX}*.db"), reverse=True)


def verify(file: Path) -> Backup:
    """Check a copy: its checksum, if one stands beside it, its pages, whose it is. Raises LeadQualError."""
    with spoken(file):
        if not file.is_file():
            raise LeadQualError("there is no such file", "Name a file from the workspace's backups folder", str(file))
        with file.open("rb") as opened:
            if opened.read(len(MAGIC)) != MAGIC:
                raise LeadQualError("this is not a LeadQual backup", "Choose another file", str(file))
        told = checksum_file(file)
        if told.exists() and told.read_text().split()[:1] != [checksum(file)]:
            raise LeadQualError(
                "this backup is damaged: it differs from its checksum",
                "Keep it, and restore an older one",
                str(file),
            )
    return look_into(file)


def restore(file: Path, workspace: Path, now: datetime) -> Restored:
    """Put a copy in the place of the database, which is kept beside it. Refused while the workspace is in use."""
    backup = verify(file)
    make_folder(workspace)
    database = workspace / FILE_NAME
    with spoken(database), private_files():
        lock = WorkspaceLock(workspace / LOCK_NAME)
        try:
            fresh = database.with_name(f"{FILE_NAME}.new")
            fresh.unlink(missing_ok=True)
            _copy(file, fresh)
            look_into(fresh)
            kept = _set_aside(database, now)
            _sync_file(fresh)
            fresh.replace(database)
            _sync_folder(workspace)
        finally:
            lock.release()
    return Restored(backup, kept)


def look_into(file: Path) -> Backup:
    """Check every page of a file that nobody is writing, and tell what is in it."""
    with spoken(file), closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        version = check_identity(connection, file)
        found = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
        if found != ["ok"] or version < 1:
            raise LeadQualError(f"this file is damaged ({found[0]})", "Keep it, and use an older backup", str(file))
        leads = connection.execute("SELECT count(*) FROM lead WHERE gone_by IS NULL").fetchone()[0]
        newest = connection.execute("SELECT max(at) FROM operation").fetchone()[0]
    return Backup(file, leads, None if newest is None else moment_of(newest))


def checksum(file: Path) -> str:
    """The SHA-256 of a file."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def checksum_file(file: Path) -> Path:
    """Where the checksum of a copy stands (in the format of sha256sum)."""
    return file.with_name(f"{file.name}.sha256")


def _copy(database: Path, target: Path) -> None:
    target.touch(mode=0o600)
    with closing(open_reader(database)) as source, closing(sqlite3.connect(target)) as copy:
        check_identity(source, database)
        check_pages(source, database)
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, which can be read where nothing can be written


def _keep(half_made: Path, target: Path) -> None:
    told = checksum_file(target)
    told.write_text(f"{checksum(half_made)}  {target.name}\n")
    _sync_file(told)
    _sync_file(half_made)
    half_made.replace(target)
    _sync_folder(target.parent)


def _free_name(folder: Path, now: datetime) -> Path:
    stamp = f"{now:%Y-%m-%d-%H%M%S}"
    names = (f"{_PREFIX}{stamp}{suffix}.db" for suffix in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(folder / name for name in names if not (folder / name).exists())


def _rotate(folder: Path, keep: int) -> None:
    with spoken(folder):
        for old in backups(folder)[keep:]:
            old.unlink(missing_ok=True)
            checksum_file(old).unlink(missing_ok=True)


def _set_aside(database: Path, now: datetime) -> Path | None:
    """Rename the present file, with what SQLite keeps beside it; whatever state it is in, it is kept."""
    if not database.exists():
        return None
    kept = _free_name(database.parent, now)
    kept = kept.with_name(kept.name.replace(_PREFIX, f"{_PREFIX}before-restore-", 1))
    for ending in ("-wal", "-shm", ""):
        part = database.with_name(f"{database.name}{ending}")
        if part.exists():
            part.replace(kept.with_name(f"{kept.name}{ending}"))
    return kept


def _sync_file(file: Path) -> None:
    with file.open("rb") as opened:
        os.fsync(opened.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
