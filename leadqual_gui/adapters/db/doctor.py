"""Examines a workspace's database without changing anything, and says what it found, good or bad."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from leadqual_gui.adapters.db.backup import backups, differs_from_checksum
from leadqual_gui.adapters.db.database_file import FILE_NAME, SCHEMA_VERSION, check_identity, look_at, open_reader
from leadqual_gui.adapters.db.driver import database_errors
from leadqual_gui.adapters.db.errors import KEEP_AND_RESTORE, spoken, translated
from leadqual_gui.adapters.db.log import CANCELLED, TAKEN_BACK, UNFINISHED
from leadqual_gui.adapters.db.meaning import senseless
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.protection import WorkspaceKey

SPACE_WANTED = 200 * 2**20
OLD_BACKUP = timedelta(days=14)
_PRIVATE = ("backups", "backups/keys", "calls", "exports", "logs")
_DAMAGE = ("integrity", "references", "tables", "values")
"""What no daily work leaves behind, as an import under way does."""
_UNREADABLE = "this cannot be looked at: "
TABLES = ("lead", "activity", "answer", "stakeholder", "adjustment", "follow_up", "verdict", "distinct_pair")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `ok`, or what is wrong, what to do, and where."""

    subject: str
    ok: bool
    message: str
    hint: str = ""
    place: str = ""


def examine(workspace: Path, now: datetime, key: WorkspaceKey | None = None) -> list[Finding]:
    """Everything that can be told about the database of a workspace, its backups and its place."""
    database = workspace / FILE_NAME
    findings = [*_of_permissions(workspace), _of_space(workspace)]
    if not database.exists():
        return [*findings, Finding("database", True, "there is none yet", place=str(database))]
    return [*findings, *_of_database(database, key), *_of_backups(workspace / "backups", now)]


def _of_database(database: Path, key: WorkspaceKey | None) -> Iterator[Finding]:
    try:
        with spoken(database):
            look_at(database, key)
            with closing(open_reader(database, key)) as connection:
                version = check_identity(connection, database)
                for subject in _CHECKS:
                    wrong = _told_by(subject, connection)
                    yield Finding(subject, not wrong, wrong or "ok", KEEP_AND_RESTORE if wrong else "", str(database))
                yield _of_version(version, database)
    except LeadQualError as error:
        yield Finding("database", False, error.message, error.hint, error.place)


def wrong_in(database: Path, key: WorkspaceKey | None = None) -> dict[str, str]:
    """What each check of the content says ("": nothing). Raises LeadQualError or sqlite3.Error if it cannot look."""
    with closing(open_reader(database, key)) as connection:
        check_identity(connection, database)
        wrong = _pages(connection)
        if wrong:
            return {"integrity": wrong}
        return {subject: _told_by(subject, connection) for subject in _CHECKS}


def damage_in(database: Path, key: WorkspaceKey | None = None) -> str:
    """What is wrong with a file in which something was read that makes no sense ("": nothing, so it is our mistake)."""
    try:
        found = wrong_in(database, key)
        return next(
            (wrong for name, wrong in found.items() if wrong and (name in _DAMAGE or wrong.startswith(_UNREADABLE))), ""
        )
    except LeadQualError as error:
        return error.message
    except database_errors() as error:
        return str(error)


def _of_version(version: int, database: Path) -> Finding:
    if version == SCHEMA_VERSION:
        return Finding("version", True, f"version {version} of the tables", place=str(database))
    hint = "Start LeadQual once: it brings the file up to date"
    return Finding("version", False, f"the tables are of version {version}, not {SCHEMA_VERSION}", hint, str(database))


def _pages(connection: sqlite3.Connection) -> str:
    found = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
    return "" if found == ["ok"] else f"the file is damaged: {'; '.join(found)}"


def _references(connection: sqlite3.Connection) -> str:
    found = connection.execute("PRAGMA foreign_key_check").fetchmany(3)
    return "; ".join(f"row {row} of {table} belongs to a {parent} that is not there" for table, row, parent, _ in found)


def _schema(connection: sqlite3.Connection) -> str:
    if connection.execute("PRAGMA user_version").fetchone()[0] != SCHEMA_VERSION:
        return ""
    wanted, found = _present_definitions(), _definitions(connection)
    names = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    return f"not as this version makes them: {', '.join(names)}" if names else ""


@cache
def _present_definitions() -> dict[str, str]:
    from leadqual_gui.adapters.db.migrate import migrate

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrate(fresh)
        return _definitions(fresh)


def _definitions(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(
        connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
    )


def _log(connection: sqlite3.Connection) -> str:
    for table in TABLES:
        shown, hidden = log_mismatches(connection, table)
        if shown or hidden:
            return f"{shown} rows of {table} are shown and {hidden} are hidden against the log"
    unfinished = connection.execute("SELECT count(*) FROM operation WHERE state = ?", (UNFINISHED,)).fetchone()[0]
    return "an import was not finished: the next start takes it back" if unfinished else ""


def log_mismatches(connection: sqlite3.Connection, table: str) -> tuple[int, int]:
    """Rows that are shown though their step was taken back, and rows that such a step hides still."""
    shown = connection.execute(
        f"SELECT count(*) FROM {table} AS t JOIN operation AS o ON o.id = t.made_by "
        "WHERE t.gone_by IS NULL AND o.state IN (?, ?)",
        (TAKEN_BACK, CANCELLED),
    ).fetchone()[0]
    hidden = connection.execute(
        f"SELECT count(*) FROM {table} AS t JOIN operation AS o ON o.id = t.gone_by "
        "WHERE t.gone_by <> t.made_by AND o.state IN (?, ?)",
        (TAKEN_BACK, CANCELLED),
    ).fetchone()[0]
    return shown, hidden


def _search(connection: sqlite3.Connection) -> str:
    connection.execute("SELECT 1 FROM lead_text WHERE lead_text MATCH 'a*' LIMIT 1").fetchone()  # its index can be read
    missing = connection.execute(
        "SELECT count(*) FROM lead WHERE gone_by IS NULL AND id NOT IN (SELECT id FROM lead_text_content)"
    ).fetchone()[0]
    return f"{missing} leads are not in the search" if missing else ""


_CHECKS: dict[str, Callable[[sqlite3.Connection], str]] = {
    "integrity": _pages,
    "references": _references,
    "tables": _schema,
    "log": _log,
    "search": _search,
    "values": senseless,
}


def _told_by(subject: str, connection: sqlite3.Connection) -> str:
    """What a check says; that it cannot look, of tables that are not as they should be, is an answer too."""
    try:
        return _CHECKS[subject](connection)
    except database_errors("OperationalError") as error:
        if translated(error, Path()) is not None:
            raise
        return f"{_UNREADABLE}{error}"


def open_to_others(workspace: Path) -> list[Path]:
    """What others can read, though personal data is for its owner only."""
    inner = (path for name in _PRIVATE for path in (workspace / name, *(workspace / name).glob("*")))
    paths = [workspace, *workspace.glob("leadqual*"), *inner]
    return [path for path in paths if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077]


def _of_permissions(workspace: Path) -> Iterator[Finding]:
    found = open_to_others(workspace)
    if not found:
        yield Finding("permissions", True, "only you can read the workspace", place=str(workspace))
    for path in found:
        mode = stat.S_IMODE(path.stat().st_mode)
        wanted = "700" if path.is_dir() else "600"
        yield Finding("permissions", False, f"others can read it (mode {mode:o})", f"chmod {wanted} it", str(path))


def _of_space(workspace: Path) -> Finding:
    free = shutil.disk_usage(workspace).free
    told = f"{free // 2**20:,} MB free"
    if free >= SPACE_WANTED:
        return Finding("space", True, told, place=str(workspace))
    return Finding("space", False, told, "Free some space: a full disk stops every change", str(workspace))


def _of_backups(folder: Path, now: datetime) -> Iterator[Finding]:
    found = backups(folder)
    if not found:
        yield Finding("backups", True, "there is none yet", "Make one: leadqual-gui backup", str(folder))
        return
    for file in found:
        if differs_from_checksum(file):
            yield Finding("backups", False, "it differs from its checksum", "Keep it, but do not rely on it", str(file))
    age = now.timestamp() - found[0].stat().st_mtime
    old = age > OLD_BACKUP.total_seconds()
    hint = "Make a new one: leadqual-gui backup" if old else ""
    yield Finding("backups", True, f"{len(found)}, the newest {age / 86400:.0f} days old", hint, str(folder))
