"""Finishes a restore that was killed: before anything else looks at the database.

A restore writes the copy whole under one name, then notes under which name the present file is to be kept, and only
then moves both. Whoever finds the note goes on from wherever it stopped.
"""

from __future__ import annotations

from pathlib import Path

from leadqual_gui.adapters.db.files import write_whole
from leadqual_gui.adapters.durable import sync_folder

FRESH, INTENT = ".restored", ".restoring"


def beside(database: Path, ending: str) -> Path:
    """A file that stands beside the database, or belongs to it."""
    return database.with_name(f"{database.name}{ending}")


def begin_restore(database: Path, kept: Path) -> None:
    """The copy lies whole under its name: note what is to become of the present file. From here on it will happen."""
    sync_folder(database.parent)
    write_whole(beside(database, INTENT), kept.name)


def finish_restore(database: Path) -> bool:
    """Finish what a killed restore had begun, or clear away what it had not. The workspace's lock is held."""
    fresh, intent = beside(database, FRESH), beside(database, INTENT)
    begun = intent.exists()
    if begun:
        if fresh.exists():
            _set_aside(database, database.with_name(intent.read_text("utf-8").strip()))
            fresh.replace(database)
            sync_folder(database.parent)
        intent.unlink()
        sync_folder(database.parent)
    for leftover in (fresh, beside(fresh, "-journal"), beside(intent, ".part")):
        leftover.unlink(missing_ok=True)
    return begun


def _set_aside(database: Path, kept: Path) -> None:
    """Rename the present file, with what SQLite keeps beside it; whatever state it is in, it is kept."""
    for ending in ("-wal", "-shm", ""):
        part = beside(database, ending)
        if part.exists():
            part.replace(beside(kept, ending))
    sync_folder(database.parent)
