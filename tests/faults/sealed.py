"""A passphrase is set, changed and removed, and somebody works with one, while something fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from leadqual_gui.adapters.call_files import CallFolder
from leadqual_gui.adapters.db.backup import backups, verify
from leadqual_gui.adapters.db.protecting import SqliteProtection, is_plain, plain_copies, sealer_of
from leadqual_gui.services.protection import WorkspaceKey, WrongSecretError
from tests.encryption.kill_at import RECOVERY
from tests.encryption.vault import (
    CHEAP,
    NOTE,
    PASSPHRASE,
    a_day_of_work,
    nobody_listens,
    plain_places,
    protected,
    store_in,
)
from tests.faults.world import STEPS, Said, Say, edits_in
from tests.store.builders import edit

OTHER = "another horse and staple"


def key_of(folder: Path) -> WorkspaceKey | None:
    """What opens the workspace, by whichever passphrase it has now."""
    protection = SqliteProtection(folder, CHEAP)
    if not protection.is_protected:
        return None
    try:
        return protection.unlock(PASSPHRASE)
    except WrongSecretError:
        return protection.unlock(OTHER)


# --- making workspaces -----------------------------------------------------------------------------------------------
def plain_day(folder: Path) -> None:
    """A day of work: two leads, a copy, a call that was not ended."""
    a_day_of_work(folder)


def sealed_day(folder: Path) -> None:
    """The same with a passphrase."""
    a_day_of_work(folder)
    key, _ = protected(folder)
    with closing(store_in(folder, key)) as store:
        edit(store, [1], company=None, notes=None)


# --- deeds -----------------------------------------------------------------------------------------------------------
def protecting(folder: Path, say: Say) -> None:
    """Set a passphrase. A copy that could not be ciphered is tried again when the workspace is opened."""
    SqliteProtection(folder, CHEAP).protect(PASSPHRASE, RECOVERY, nobody_listens)
    if not plain_copies(folder):
        say("protected", 1)


def judge_protecting(folder: Path, said: Said) -> Iterator[str]:
    """Wholly plain or wholly ciphered."""
    if said and not SqliteProtection(folder, CHEAP).is_protected:
        yield "an acknowledged passphrase is not asked for"
    if said and (plain := plain_places(folder)):
        yield f"can be read, though a passphrase was set: {plain}"
    yield from _not_whole(folder)


def unprotecting(folder: Path, say: Say) -> None:
    """Remove the passphrase."""
    done = SqliteProtection(folder, CHEAP).unprotect(PASSPHRASE, nobody_listens)
    if not done.left:
        say("unprotected", 1)


def judge_unprotecting(folder: Path, said: Said) -> Iterator[str]:
    """Wholly ciphered or wholly plain."""
    if said and SqliteProtection(folder, CHEAP).is_protected:
        yield "a passphrase is asked for, though it was removed"
    if said and any(not is_plain(file) for file in backups(folder / "backups")):
        yield "copies cannot be read, though the passphrase was removed"
    yield from _not_whole(folder)


def changing(folder: Path, say: Say) -> None:
    """Another passphrase."""
    SqliteProtection(folder, CHEAP).change(PASSPHRASE, OTHER, None)
    say("changed", 1)


def judge_change(folder: Path, said: Said) -> Iterator[str]:
    """One of the two opens it, the other does not; the new one if that was acknowledged."""
    protection = SqliteProtection(folder, CHEAP)
    opening = [secret for secret in (PASSPHRASE, OTHER) if _opens(protection, secret)]
    if len(opening) != 1 or (said and opening != [OTHER]):
        yield f"these passphrases open it: {opening}"
    yield from _not_whole(folder)


def edits(folder: Path, say: Say) -> None:
    """Two fields of a lead get the same mark in one step."""
    with closing(store_in(folder, key_of(folder))) as store:
        for number in range(1, STEPS + 1):
            edit(store, [1], company=f"Company {number}", notes=f"Company {number}")
            say("edit", number)


def judge_edits(folder: Path, said: Said) -> Iterator[str]:
    """Both fields say the same, and not less than was acknowledged."""
    with closing(store_in(folder, key_of(folder))) as store:
        yield from edits_in(store, said)
    yield from _not_whole(folder)


# --- inside ----------------------------------------------------------------------------------------------------------
def _opens(protection: SqliteProtection, secret: str) -> bool:
    try:
        protection.unlock(secret)
    except WrongSecretError:
        return False
    return True


def _not_whole(folder: Path) -> Iterator[str]:
    """What is missing in a workspace that is opened as a person would, or can be read though there is a passphrase."""
    key = key_of(folder)
    with closing(store_in(folder, key)) as store:
        told = (store.count(), len(store.activities(1)))
    if told != (2, 1):
        yield f"leads and activities are {told}"
    if key is not None:
        SqliteProtection(folder, CHEAP).tidy(key)
        if plain := [*plain_places(folder), *(file.name for file in plain_copies(folder))]:
            yield f"can be read without the passphrase: {plain}"
    yield from _wrong_call(folder, key)
    for file in backups(folder / "backups"):
        if key is not None or is_plain(file):
            verify(file, key)
    if left := [path.name for path in folder.rglob("*.new*")]:
        yield f"is left over: {left}"


def _wrong_call(folder: Path, key: WorkspaceKey | None) -> Iterator[str]:
    calls = CallFolder(folder / "calls", sealer_of(key))
    names = calls.names()
    if len(names) != 1:
        yield f"there are {len(names)} calls"
    for name in names:
        file = calls.open(name)
        assert file is not None
        with closing(file):
            if [entry.get("text") for entry in file.entries()] != [NOTE]:
                yield f"the call has {len(file.entries())} entries"
