"""What the window shows in its first moment: the last list and how it was left, read by plain sqlite3."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from leadqual_gui.adapters.db.first_rows import first_rows
from leadqual_gui.services.lists import FirstSight


def first_sight(database: Path) -> FirstSight:
    """Rows and settings of the last run; nothing if there is none, or if the file cannot be read now."""
    found = first_rows(database)
    return FirstSight(found.rows, found.count, settings(database))


def settings(database: Path) -> dict[str, str]:
    """Everything that the workspace remembers; nothing if that cannot be read (the real opening says why)."""
    if not database.exists():
        return {}
    how = "mode=ro" if database.with_name(f"{database.name}-wal").exists() else "immutable=1"
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?{how}", uri=True, timeout=0.05)) as connection:
            return dict(connection.execute("SELECT key, value FROM setting"))
    except sqlite3.Error:
        return {}
