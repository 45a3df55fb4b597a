"""By which names our own unfinished files are known: only those are cleared away, never what somebody else put there.

A copy begins as `leadqual-<moment>[-n][-why]-<process>.part`, its checksum as `<copy>.sha256.part`, a database that is
written anew as `<database>.new`, each with what SQLite keeps beside it; a rule file as `.<file>.<eight signs>.tmp`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from leadqual_gui.adapters.db.driver import BACKUPS

_BESIDE = r"(?:-journal|-wal|-shm)?"
_COPY = r"leadqual-\d{4}-\d\d-\d\d-\d{6}(?:-\d+)?(?:-[a-z]+)*"
_IN_BACKUPS = re.compile(rf"{_COPY}(?:-\d+\.part{_BESIDE}|\.db\.sha256\.part)")
_CHECKSUM = re.compile(rf"{_COPY}\.db\.sha256")
_ANEW = re.compile(rf".+\.db\.new{_BESIDE}")
_IN_CALLS = re.compile(r"\d+-[0-9a-f]{8}\.new")
_IN_RULES = re.compile(r"\..+\.yaml\.[a-z0-9_]{8}\.tmp")


def half_made(workspace: Path) -> Iterator[Path]:
    """All unfinished files of a workspace, whoever may be writing them still."""
    yield from half_copied(workspace / BACKUPS)
    yield from half_converted(workspace)
    for folder in (workspace / "rules", workspace / "rules" / "frameworks"):
        yield from _named(folder, _IN_RULES)


def half_copied(backups: Path) -> Iterator[Path]:
    """Copies that were begun, and checksums that were being written."""
    return _named(backups, _IN_BACKUPS)


def lonely_checksums(backups: Path) -> Iterator[Path]:
    """Checksums of copies that are not there: they never came to be, or were taken elsewhere."""
    return (file for file in _named(backups, _CHECKSUM) if not file.with_suffix("").exists())


def half_converted(workspace: Path) -> Iterator[Path]:
    """Databases that were being written anew beside the one that is there, and calls that were being sealed again."""
    for folder in (workspace, workspace / BACKUPS):
        yield from (file for file in _named(folder, _ANEW) if file.with_name(file.name.rpartition(".new")[0]).exists())
    yield from _named(workspace / "calls", _IN_CALLS)


def _named(folder: Path, ours: re.Pattern[str]) -> Iterator[Path]:
    there = sorted(folder.iterdir()) if folder.is_dir() else []
    return (path for path in there if ours.fullmatch(path.name) and path.is_file() and not path.is_symlink())
