"""The way back to a copy, what it would change, and the way back from there.

Nothing is deleted: the present file is kept beside the restored one, and can be restored like a copy. A program that
is killed in between finishes the next time the workspace is opened (see `settling`): there is no moment at which it
looks empty.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from leadqual_gui.adapters.db.backup import free_name, look_into, verify
from leadqual_gui.adapters.db.database_file import FILE_NAME, LOCK_NAME, make_folder, open_reader, private_files
from leadqual_gui.adapters.db.driver import key_text
from leadqual_gui.adapters.db.errors import spoken
from leadqual_gui.adapters.db.held_moment import HeldMoment
from leadqual_gui.adapters.db.lock import WorkspaceLock
from leadqual_gui.adapters.db.settling import FRESH, begin_restore, beside, finish_restore
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.protection import WorkspaceKey
from leadqual_gui.services.safekeeping import Backup, Difference

BEFORE_RESTORE = "leadqual-before-restore-"
_STAMPED = re.compile(rf"{BEFORE_RESTORE}(\d{{4}}-\d\d-\d\d-\d{{6}})(?:-(\d+))?\.db")
_NAMES = 5
_GOING = (
    "main.lead AS l WHERE l.gone_by IS NULL AND NOT EXISTS "
    "(SELECT 1 FROM old.lead AS o WHERE o.id = l.id AND o.gone_by IS NULL)"
)
_COMING = (
    "old.lead AS o WHERE o.gone_by IS NULL AND NOT EXISTS "
    "(SELECT 1 FROM main.lead AS l WHERE l.id = o.id AND l.gone_by IS NULL)"
)
_BOTH = "main.lead AS l JOIN old.lead AS o ON o.id = l.id WHERE l.gone_by IS NULL AND o.gone_by IS NULL"
_KEPT_BY_THE_PROGRAM = ("id", "made_by", "gone_by", "email_key")


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: from which copy, and where the file that it replaced is kept (None: there was none)."""

    backup: Backup
    kept: Path | None


def restore(file: Path, workspace: Path, now: datetime, key: WorkspaceKey | None = None) -> Restored:
    """Put a copy in the place of the database, which is kept beside it. Refused while the workspace is in use."""
    make_folder(workspace)
    database = workspace / FILE_NAME
    with spoken(database), private_files():
        lock = WorkspaceLock(workspace / LOCK_NAME)
        try:
            finish_restore(database)
            backup = verify(file, key)
            kept = _prepare(file, database, now, key)
            finish_restore(database)
        finally:
            lock.release()
    return Restored(backup, kept)


def replaced_by_restore(workspace: Path) -> Path | None:
    """The file that the newest restore replaced: restoring that takes it back. None: nothing was restored."""
    found = {(m[1], int(m[2] or 1)): f for f in workspace.glob("*.db") if (m := _STAMPED.fullmatch(f.name))}
    return found[max(found)] if found else None


def difference(file: Path, workspace: Path, key: WorkspaceKey | None = None) -> Difference | None:
    """What going back to a copy would change; None if the present file cannot be read. The copy is checked first."""
    backup, database = verify(file, key), workspace / FILE_NAME
    if not database.exists():
        return Difference(backup, 0, coming=backup.leads)
    try:
        return _compared(backup, database, key)
    except LeadQualError:
        return None


def _prepare(file: Path, database: Path, now: datetime, key: WorkspaceKey | None) -> Path | None:
    """A checked copy beside the database, and the note of what is to become of both."""
    fresh = beside(database, FRESH)
    with HeldMoment(file, key) as moment:
        moment.copy_to(fresh)
    look_into(fresh, key)
    kept = free_name(database.parent, now, prefix=BEFORE_RESTORE)
    there = database.exists()
    begin_restore(database, kept)
    return kept if there else None


def _compared(backup: Backup, database: Path, key: WorkspaceKey | None) -> Difference:
    with spoken(database), closing(open_reader(database, key)) as connection:
        old = f"{backup.file.absolute().as_uri()}?mode=ro"
        if key is None:
            connection.execute("ATTACH ? AS old", (old,))
        else:
            connection.execute("ATTACH ? AS old KEY ?", (old, key_text(key)))

        def count(rows: str) -> int:
            found: int = connection.execute(f"SELECT count(*) FROM {rows}").fetchone()[0]
            return found

        name = "coalesce(l.full_name, l.company, l.email)"
        names = connection.execute(f"SELECT {name} FROM {_GOING} AND {name} IS NOT NULL LIMIT {_NAMES}").fetchall()
        return Difference(
            backup,
            leads_now=count("main.lead WHERE gone_by IS NULL"),
            going=count(_GOING),
            coming=count(_COMING),
            changed=count(f"{_BOTH} AND {_differ(connection)}"),
            steps=count("main.operation AS n WHERE NOT EXISTS (SELECT 1 FROM old.operation AS o WHERE o.id = n.id)"),
            names=tuple(row[0] for row in names),
        )


def _differ(connection: sqlite3.Connection) -> str:
    """Whether the two rows of a lead differ in anything that a person knows of."""
    columns = [row[1] for row in connection.execute("PRAGMA old.table_info(lead)")]
    told = [column for column in columns if column not in _KEPT_BY_THE_PROGRAM]
    return f"({', '.join(f'l.{c}' for c in told)}) IS NOT ({', '.join(f'o.{c}' for c in told)})"
