"""Copies of the database that can be relied on.

A copy is of one moment that is held still (a copied live file is none), and goes to the disk bit by bit, so that
whoever works meanwhile does not wait behind all of it. Meanwhile every page of that moment is looked at; the copy is
opened and has a checksum beside it, since SQLite finds only a third of single flipped bits. Only then has it its name,
and may rotate older ones out. Going back to one is in `restoring`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from leadqual_gui.adapters.db.database_file import check_identity, make_folder, private_files
from leadqual_gui.adapters.db.driver import MAGIC, connect, first_bytes
from leadqual_gui.adapters.db.errors import KEEP_AND_RESTORE, spoken
from leadqual_gui.adapters.db.files import sha256_of, write_whole
from leadqual_gui.adapters.db.half_made import half_copied, lonely_checksums
from leadqual_gui.adapters.db.held_moment import HeldMoment, told_by, version_of
from leadqual_gui.adapters.db.rotation import USUALLY, Keeping, kept
from leadqual_gui.adapters.durable import sync_folder
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.protection import LockedError, WorkspaceKey
from leadqual_gui.services.safekeeping import Backup, Copy, Occasion

PREFIX = "leadqual-"
HALF_MADE = ".part"
_STAMP = "%Y-%m-%d-%H%M%S"
_NAME = re.compile(rf"{PREFIX}(\d{{4}}-\d\d-\d\d-\d{{6}})(?:-(\d+))?(?:-([a-z]+(?:-[a-z]+)*))?\.db")
_OLD = 3600.0
"""Seconds after which a half-made copy belongs to nobody any more."""


def make_backup(
    database: Path,
    folder: Path,
    now: datetime,
    occasion: Occasion = Occasion.ASKED,
    keeping: Keeping = USUALLY,
    key: WorkspaceKey | None = None,
) -> Backup:
    """A checked copy of the database in `folder`; may be called while a window is open. Older copies rotate out."""
    if not database.exists():
        raise LeadQualError("there is no database yet", "Start LeadQual once, or import a file", str(database))
    with HeldMoment(database, key) as moment:
        return back_up(moment, folder, now, occasion, keeping)


def back_up(
    moment: HeldMoment,
    folder: Path,
    now: datetime,
    occasion: Occasion = Occasion.ASKED,
    keeping: Keeping = USUALLY,
) -> Backup:
    """A checked copy of a moment in `folder`. Older copies rotate out."""
    make_folder(folder)
    target = free_name(folder, now, occasion)
    half_made = target.with_name(f"{target.stem}-{os.getpid()}{HALF_MADE}")
    with spoken(moment.database), private_files():
        _clear_leftovers(folder, now)
        try:
            leads, newest = moment.told()
            with moment.looked_through():
                told = moment.copy_to(half_made)
                _open(half_made, moment)
            _keep(half_made, target, told)
        finally:
            with suppress(OSError):
                half_made.unlink(missing_ok=True)
    rotate(folder, keeping)
    return Backup(target, leads, newest)


def backups(folder: Path) -> list[Path]:
    """The copies there are, newest first; those that somebody named come last."""
    files = (file for file in folder.glob(f"{PREFIX}*.db") if file.is_file())
    return sorted(files, key=_order, reverse=True)


def copies_in(folder: Path, key: WorkspaceKey | None = None) -> Iterator[Copy]:
    """The copies there are, newest first, with what they say is in them."""
    for file in backups(folder):
        try:
            seen: Backup | None = glance_at(file, key)
        except LeadQualError:
            seen = None
        with suppress(OSError):
            leads, newest = (seen.leads, seen.newest) if seen else (None, None)
            yield Copy(file, made_at(file), occasion_of(file), file.stat().st_size, leads, newest)


def made_at(file: Path) -> datetime | None:
    """When a copy was made, by its name; None if somebody named it."""
    found = _NAME.fullmatch(file.name)
    if found is None:
        return None
    with suppress(ValueError):
        return datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC)
    return None


def occasion_of(file: Path) -> Occasion:
    """Why a copy was made, by its name."""
    found = _NAME.fullmatch(file.name)
    with suppress(ValueError):
        return Occasion(found[3] or "") if found else Occasion.ASKED
    return Occasion.ASKED


def verify(file: Path, key: WorkspaceKey | None = None) -> Backup:
    """Check a copy: its checksum, if one stands beside it, its pages, whose it is. Raises LeadQualError."""
    with spoken(file):
        if not file.is_file():
            raise LeadQualError("there is no such file", "Name a file from the workspace's backups folder", str(file))
        _refuse_other_key(file, key)
        if differs_from_checksum(file):
            raise LeadQualError(
                "this backup is damaged: it differs from its checksum",
                "Keep it, and restore an older one",
                str(file),
            )
    return look_into(file, key)


def _refuse_other_key(file: Path, key: WorkspaceKey | None) -> None:
    """A copy opens as the workspace does: plain, or with its key."""
    begins = first_bytes(file)
    if begins == (MAGIC if key is None else key.name):
        return
    if begins == MAGIC:
        raise LockedError(
            "this backup has no passphrase, but the workspace has",
            "Remove the passphrase (leadqual-gui decrypt), restore it, then set the passphrase again",
            str(file),
        )
    if key is not None or (file.parent / "keys" / f"{begins.hex()}.key").exists():
        raise LockedError(
            "this backup was ciphered with another key than the workspace",
            "Copy it with its key file from backups/keys, as leadqual.db and leadqual.key, into a folder of its own",
            str(file),
        )
    raise LeadQualError("this is not a LeadQual backup", "Choose another file", str(file))


def newest_sound(folder: Path, key: WorkspaceKey | None = None) -> Backup | None:
    """The newest copy that can be relied on."""
    for file in backups(folder):
        with suppress(LeadQualError):
            return verify(file, key)
    return None


def look_into(file: Path, key: WorkspaceKey | None = None) -> Backup:
    """Check every page of a file that nobody is writing, and tell what is in it."""
    with spoken(file), closing(connect(f"{file.absolute().as_uri()}?mode=ro", key, uri=True)) as connection:
        version = check_identity(connection, file)
        found = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
        if found != ["ok"] or version < 1:
            raise LeadQualError(f"this file is damaged ({found[0]})", KEEP_AND_RESTORE, str(file))
        return Backup(file, *told_by(connection))


def glance_at(file: Path, key: WorkspaceKey | None = None) -> Backup:
    """What a copy says is in it, unchecked: for a list of many."""
    with spoken(file), closing(connect(f"{file.absolute().as_uri()}?mode=ro", key, uri=True)) as connection:
        check_identity(connection, file)
        return Backup(file, *told_by(connection))


def checksum(file: Path) -> str:
    """What is to stand beside a copy."""
    return sha256_of(file)


def checksum_file(file: Path) -> Path:
    """Where the checksum of a copy stands (in the format of sha256sum)."""
    return file.with_name(f"{file.name}.sha256")


def differs_from_checksum(file: Path) -> bool:
    """Whether a checksum stands beside a copy, and is not its own."""
    told = checksum_file(file)
    return told.exists() and told.read_text("utf-8", "replace").split()[:1] != [checksum(file)]


def prove_again(folder: Path, key: WorkspaceKey | None) -> None:
    """Give sound copies of ours a checksum where a kill left none while they were ciphered or deciphered."""
    begins = MAGIC if key is None else key.name
    for file in backups(folder):
        if made_at(file) is not None and not checksum_file(file).exists():
            with suppress(LeadQualError), spoken(file):  # a full disk: it is proved the next time
                if first_bytes(file) == begins:
                    look_into(file, key)
                    write_whole(checksum_file(file), f"{checksum(file)}  {file.name}\n")


def free_name(folder: Path, now: datetime, occasion: Occasion = Occasion.ASKED, prefix: str = PREFIX) -> Path:
    """A name for a copy of this moment that nothing in the folder has."""
    stamp = f"{now.astimezone(UTC):{_STAMP}}"
    why = f"-{occasion.value}" if occasion.value else ""
    names = (f"{prefix}{stamp}{number}{why}.db" for number in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(folder / name for name in names if not (folder / name).exists())


def rotate(folder: Path, keeping: Keeping) -> None:
    """Delete the copies that are not kept any longer; those that somebody named always are.

    Copies that somebody asked for rotate among themselves: three imports in a row must not push one out that was made
    before them on purpose.
    """
    dated = [(file, moment) for file in backups(folder) if (moment := made_at(file)) is not None]
    with spoken(folder):
        for asked in (True, False):
            alike = [(file, moment) for file, moment in dated if (occasion_of(file) is Occasion.ASKED) is asked]
            wanted = kept([moment for _, moment in alike], keeping)
            for position, (old, _) in enumerate(alike):
                if position not in wanted:
                    old.unlink(missing_ok=True)
                    checksum_file(old).unlink(missing_ok=True)


def _order(file: Path) -> tuple[str, int]:
    found = _NAME.fullmatch(file.name)
    return (found[1], int(found[2] or 1)) if found else ("", 0)


def _open(half_made: Path, moment: HeldMoment) -> None:
    """Whoever goes back to a copy opens it: it is to say that it is ours, and of this moment."""
    with closing(connect(f"{half_made.absolute().as_uri()}?mode=ro", moment.key, uri=True)) as copy:
        check_identity(copy, half_made)
        if version_of(copy) != moment.version:
            raise LeadQualError("the copy is not what was copied", "Do it again", str(moment.database))


def _keep(half_made: Path, target: Path, told: str) -> None:
    write_whole(checksum_file(target), f"{told}  {target.name}\n")
    half_made.replace(target)
    sync_folder(target.parent)


def _clear_leftovers(folder: Path, now: datetime) -> None:
    """What a killed program left: half-made copies, and checksums of copies that never came to be."""
    for file in (*half_copied(folder), *lonely_checksums(folder)):
        with suppress(OSError):
            if now.timestamp() - file.stat().st_mtime > _OLD:
                file.unlink()
