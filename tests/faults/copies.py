"""The database is copied, restored and brought to the present version while something fails."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from leadqual_gui.adapters.db.backup import backups, checksum_file, make_backup, verify
from leadqual_gui.adapters.db.database_file import FILE_NAME, SCHEMA_VERSION, private_files
from leadqual_gui.adapters.db.files import write_whole
from leadqual_gui.adapters.db.restoring import replaced_by_restore, restore
from tests.builders import NOW
from tests.faults.world import (
    STEPS,
    Said,
    Say,
    bakery,
    edit_one,
    in_the_bakery,
    judge_activities,
    open_as_ever,
    within,
)

RELEASES = Path(__file__).parent / "releases"


# --- making workspaces -----------------------------------------------------------------------------------------------
def bakery_to_restore(folder: Path) -> None:
    """A copy, work after it, and no good end: the newest step stands in the write-ahead log."""
    bakery(folder)
    make_backup(folder / FILE_NAME, folder / "backups", NOW)
    half = folder.with_name(f"{folder.name}-open")
    with closing(in_the_bakery(folder)) as workspace:
        edit_one(workspace, 7)
        shutil.copytree(folder, half, ignore=shutil.ignore_patterns("*.lock", "*-shm"))
    shutil.rmtree(folder)
    half.rename(folder)


def first_release(folder: Path) -> None:
    """A database as the first version wrote it."""
    folder.mkdir(mode=0o700, parents=True)
    unpack(1, folder)


def unpack(version: int, folder: Path) -> Path:
    """The database that a version of the tables left."""
    database = folder / FILE_NAME
    database.write_bytes(gzip.decompress((RELEASES / f"v{version}.db.gz").read_bytes()))
    database.chmod(0o600)
    return database


# --- deeds -----------------------------------------------------------------------------------------------------------
def backing_up(folder: Path, say: Say) -> None:
    """Copies of the database."""
    for number in range(1, STEPS + 1):
        make_backup(folder / FILE_NAME, folder / "backups", NOW)
        say("backup", number)


def one_copy(folder: Path) -> None:
    """Two leads and a copy."""
    bakery(folder)
    make_backup(folder / FILE_NAME, folder / "backups", NOW)


def careless(folder: Path, say: Say) -> None:
    """What nobody should do: take a copy's checksum away, and write it again."""
    told = checksum_file(backups(folder / "backups")[0])
    text = told.read_text("utf-8")
    told.unlink()
    with private_files():
        write_whole(told, text)
    say("backup", 1)


def judge_backups(folder: Path, said: Said) -> Iterator[str]:
    """Each copy that is listed is whole."""
    found = backups(folder / "backups")
    for file in found:
        if verify(file).leads != 2:
            yield f"{file.name} does not hold two leads"
    yield from within("backups", len(found), said.get("backup", 0))
    yield from judge_activities(folder, {})


def restoring(folder: Path, say: Say) -> None:
    """The copy takes the place of the present file."""
    restore(backups(folder / "backups")[0], folder, NOW)
    say("restore", 1)


def judge_restore(folder: Path, said: Said) -> Iterator[str]:
    """Before or after, and what was replaced is kept with its newest step."""
    with closing(open_as_ever(folder)) as store:
        lead = store.lead(1)
        assert lead is not None
        back = lead.company is None
    if said.get("restore") and not back:
        yield "an acknowledged restore did not happen"
    kept = replaced_by_restore(folder)
    if back and kept is None:
        yield "what was replaced is not kept"
    if back and kept is not None:
        with closing(sqlite3.connect(kept)) as connection:
            company = connection.execute("SELECT company FROM lead WHERE id = 1").fetchone()[0]
        if company != "Company 7":
            yield f"what was replaced is kept without its newest step ({company})"


def migrating(folder: Path, say: Say) -> None:
    """A file of the first version is opened."""
    with closing(open_as_ever(folder)):
        say("migration", 1)


def judge_migration(folder: Path, said: Said) -> Iterator[str]:
    """Everything that the first version kept is there."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version not in (1, SCHEMA_VERSION) or (said and version == 1):
            yield f"the tables are of version {version}"
    with closing(open_as_ever(folder)) as store:
        told = (store.count(), len(store.activities(4)), len(store.answers(4)), len(store.search("norbrook")))
    if told != (11, 3, 1, 1):
        yield f"rows are missing after the migration: {told}"
    for file in backups(folder / "backups"):
        verify(file)
