"""What the window shows in its first moment: the last list and how it was left, read by plain sqlite3."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from leadqual_gui.adapters.db.driver import connect, database_errors
from leadqual_gui.adapters.db.first_rows import first_rows
from leadqual_gui.services.lists import FirstSight

if TYPE_CHECKING:
    from leadqual_gui.services.protection import WorkspaceKey


def first_sight(database: Path, key: WorkspaceKey | None = None) -> FirstSight:
    """Rows and settings of the last run; nothing if there is none, or if the file cannot be read now."""
    found = first_rows(database, key=key)
    return FirstSight(found.rows, found.count, settings(database, key))


def settings(database: Path, key: WorkspaceKey | None = None) -> dict[str, str]:
    """Everything that the workspace remembers of how it was left; nothing if that cannot be read (the real opening
    says why). What somebody was typing is no part of it."""
    if not database.exists():
        return {}
    how = "mode=ro" if database.with_name(f"{database.name}-wal").exists() else "immutable=1"
    try:
        with closing(connect(f"{database.absolute().as_uri()}?{how}", key, uri=True, timeout=0.05)) as connection:
            return dict(connection.execute("SELECT key, value FROM setting WHERE key NOT GLOB 'typed.*'"))
    except database_errors():
        return {}
