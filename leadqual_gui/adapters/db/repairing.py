"""Repairs what can be repaired, from the database itself and from its backups, and says what it did.

Nothing is thrown away: a sound file is copied to the backups first, a damaged one is kept beside the new one.
"""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from leadqual_gui.adapters.db.backup import (
    backups,
    checksum_file,
    differs_from_checksum,
    free_name,
    look_into,
    make_backup,
    newest_sound,
)
from leadqual_gui.adapters.db.database_file import FILE_NAME, LOCK_NAME, connect_to_write, look_at, private_files
from leadqual_gui.adapters.db.doctor import TABLES, log_mismatches, open_to_others, wrong_in
from leadqual_gui.adapters.db.driver import BACKUPS, database_errors
from leadqual_gui.adapters.db.errors import spoken
from leadqual_gui.adapters.db.half_made import half_made, lonely_checksums
from leadqual_gui.adapters.db.lock import WorkspaceLock
from leadqual_gui.adapters.db.log import CANCELLED, TAKEN_BACK, UNFINISHED
from leadqual_gui.adapters.db.meaning import take_out
from leadqual_gui.adapters.db.opening import open_writer
from leadqual_gui.adapters.db.restoring import BEFORE_RESTORE
from leadqual_gui.adapters.db.settling import FRESH, begin_restore, beside, finish_restore
from leadqual_gui.adapters.durable import sync_file
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.moments import seconds
from leadqual_gui.services.protection import WorkspaceKey
from leadqual_gui.services.safekeeping import Occasion

_STALE = timedelta(hours=1)
_DAMAGED = "damaged-"
_NOT_OURS = ("newer LeadQual", "another program", "passphrase")
"""What is said of files that are sound but not to be repaired by us."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One thing that was done: to what, and in words."""

    subject: str
    message: str
    place: str = ""


def repair(workspace: Path, now: datetime, key: WorkspaceKey | None = None) -> list[Repair]:
    """Do what can be done. Refused while the workspace is in use."""
    with spoken(workspace), private_files():
        lock = WorkspaceLock(workspace / LOCK_NAME)
        try:
            return [
                *_permissions(workspace),
                *_leftovers(workspace, now),
                *_backups(workspace / BACKUPS),
                *_database(workspace / FILE_NAME, now, key),
            ]
        finally:
            lock.release()


def _permissions(workspace: Path) -> Iterator[Repair]:
    for path in open_to_others(workspace):
        path.chmod(stat.S_IMODE(path.stat().st_mode) & 0o700)
        yield Repair("permissions", "closed to others", str(path))


def _leftovers(workspace: Path, now: datetime) -> Iterator[Repair]:
    """What a killed program left half made."""
    for path in half_made(workspace):
        if now - datetime.fromtimestamp(path.stat().st_mtime, UTC) > _STALE:
            path.unlink(missing_ok=True)
            yield Repair("leftovers", "a file that was never finished is gone", str(path))


def _backups(folder: Path) -> Iterator[Repair]:
    """A copy that is not what it was is kept, but under a name that nobody relies on."""
    for file in backups(folder):
        if differs_from_checksum(file):
            kept = file.replace(file.with_name(f"{_DAMAGED}{file.name}"))
            checksum_file(file).unlink(missing_ok=True)
            yield Repair("backups", "a damaged copy does not count any more", str(kept))
    for lonely in lonely_checksums(folder):
        lonely.unlink()
        yield Repair("backups", "a checksum of nothing is gone", str(lonely))


def _database(database: Path, now: datetime, key: WorkspaceKey | None) -> Iterator[Repair]:
    if finish_restore(database):
        yield Repair("database", "a restore that was interrupted is finished", str(database))
    if not database.exists():
        return
    try:
        look_at(database, key)
        wrong = wrong_in(database, key)
    except LeadQualError as error:
        wrong = {"integrity": error.message}
    except database_errors() as error:
        wrong = {"integrity": str(error)}
    if any(said in wrong.get("integrity", "") for said in _NOT_OURS):
        return
    if wrong.get("integrity") and not _reindexed(database, key):
        yield from _from_the_pieces(database, now, key)
        wrong = wrong_in(database, key)
    elif wrong.get("integrity"):
        yield Repair("integrity", "indexes were made anew", str(database))
        wrong = wrong_in(database, key)
    yield from _by_itself(database, wrong, now, key)


def _by_itself(database: Path, wrong: dict[str, str], now: datetime, key: WorkspaceKey | None) -> Iterator[Repair]:
    """What can be told from the rest of the file."""
    if not any(wrong.values()):
        return
    kept = make_backup(database, database.with_name(BACKUPS), now, Occasion.REPAIR, key=key).file
    yield Repair("backups", "a copy of before was made", str(kept))
    with closing(open_writer(database, key)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        done = [*_values(writer), *_log(writer, now), *_references(writer)]
        if wrong.get("search") or wrong.get("values") or "lead_text" in wrong.get("tables", ""):
            from leadqual_gui.adapters.db.migrate import make_search

            make_search(writer)
            done.append(Repair("search", "the search was made anew from the leads", str(database)))
        writer.execute("DELETE FROM column_snapshot")
        writer.execute("COMMIT")
        writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    yield from done


def _reindexed(database: Path, key: WorkspaceKey | None) -> bool:
    """Whether nothing but indexes was wrong, and they are right again."""
    try:
        with closing(connect_to_write(database, key)) as connection:
            connection.execute("REINDEX")
            return bool(connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")
    except database_errors():
        return False


def _from_the_pieces(database: Path, now: datetime, key: WorkspaceKey | None) -> Iterator[Repair]:
    """A new file from what can be read, and from the newest sound copy where nothing can."""
    from leadqual_gui.adapters.db.salvage import is_of_writing, salvage

    copy = newest_sound(database.with_name(BACKUPS), key)
    fresh = beside(database, FRESH)
    saved = None
    try:
        saved = salvage(database, fresh, copy.file if copy else None, key)
        look_into(fresh, key)
    except LeadQualError:
        saved = None
    except database_errors() as error:
        if is_of_writing(error):
            raise
        saved = None
    if saved is None and copy is None:
        raise LeadQualError(
            "nothing of the database can be read, and there is no sound copy",
            "Keep the file; a copy on another disk can be restored (leadqual-gui restore FILE)",
            str(database),
        )
    if saved is None and copy is not None:
        fresh.unlink(missing_ok=True)
        fresh.write_bytes(copy.file.read_bytes())
        as_of = f", as of {copy.newest:%Y-%m-%d %H:%M} UTC" if copy.newest else ""
        yield Repair("database", f"nothing of it could be read: restored from a copy{as_of}", str(copy.file))
    sync_file(fresh)
    kept = free_name(database.parent, now, prefix=BEFORE_RESTORE)
    begin_restore(database, kept)
    finish_restore(database)
    yield Repair("database", "the damaged file is kept", str(kept))
    if saved is not None:
        yield Repair("database", f"{saved.rows:,} rows were saved into a new file", str(database))
        for table, count in saved.copied.items():
            if count and copy is not None:
                yield Repair("database", f"{count:,} rows of {table} came from a copy", str(copy.file))
        for table, count in saved.left_out.items():
            yield Repair(
                "database", f"{count:,} rows of {table} belong to nobody any more and were left out", str(kept)
            )


def _values(writer: sqlite3.Connection) -> Iterator[Repair]:
    """Values that make no sense are unknown from now on: unknown is an answer that everything can live with."""
    for column, count in take_out(writer):
        yield Repair("values", f"{count:,} values of {column} made no sense and were taken out; the copy has them")


def _log(writer: sqlite3.Connection, now: datetime) -> Iterator[Repair]:
    """What a step brought that was taken back is hidden; what it had hidden is shown; a half import goes."""
    from leadqual_gui.adapters.db.undo import cancel

    for (operation,) in writer.execute("SELECT id FROM operation WHERE state = ?", (UNFINISHED,)).fetchall():
        cancel(writer, operation, seconds(now))
        yield Repair("log", "an import that was not finished was taken back")
    for table in TABLES:
        shown, hidden = log_mismatches(writer, table)
        if shown:
            writer.execute(
                f"UPDATE {table} SET gone_by = made_by WHERE gone_by IS NULL AND made_by IN "
                "(SELECT id FROM operation WHERE state IN (?, ?))",
                (TAKEN_BACK, CANCELLED),
            )
        if hidden:
            writer.execute(
                f"UPDATE {table} SET gone_by = NULL WHERE gone_by <> made_by AND gone_by IN "
                "(SELECT id FROM operation WHERE state IN (?, ?))",
                (TAKEN_BACK, CANCELLED),
            )
        if shown or hidden:
            yield Repair("log", f"{shown} rows of {table} were hidden and {hidden} shown, as the log says")


def _references(writer: sqlite3.Connection) -> Iterator[Repair]:
    """Rows that belong to a lead that is not there."""
    count = 0
    for table, row, parent, _ in writer.execute("PRAGMA foreign_key_check").fetchall():
        if parent == "lead":
            count += writer.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,)).rowcount
    if count:
        yield Repair("references", f"{count} rows of leads that are not there were taken out; the copy has them")
