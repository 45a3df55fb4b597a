"""Passphrases, and a lead whose name must never be found in plain."""

from collections.abc import Iterator
from pathlib import Path

from leadqual_gui.adapters.call_files import CallFolder
from leadqual_gui.adapters.db.backup import make_backup
from leadqual_gui.adapters.db.protecting import SqliteProtection, sealer_of
from leadqual_gui.adapters.db.store import SqliteStore, open_store
from leadqual_gui.adapters.key_file import new_recovery_key
from leadqual_gui.services.protection import WorkspaceKey
from tests.store.builders import NOW, FakeClock, a_lead, an_activity, edit, put, step

CHEAP = 2
PASSPHRASE = "correct horse battery staple"
MARKER = "Zebulon-Quist"
NOTE = f"{MARKER} wants a price by Friday"


def store_in(folder: Path, key: WorkspaceKey | None = None) -> SqliteStore:
    """The store of a workspace, opened."""
    return open_store(folder, FakeClock(), key)


def a_day_of_work(folder: Path, key: WorkspaceKey | None = None) -> None:
    """Leads, an edit, an activity, a backup, a call that was not ended."""
    store = store_in(folder, key)
    lead, _other = put(store, a_lead(full_name=MARKER, email=f"{MARKER.lower()}@example.org"), a_lead())
    edit(store, [lead.id], company=f"{MARKER} Pumps", custom__shoe_size=MARKER)
    with store.unit(step("noted", name=MARKER)) as unit:
        unit.add_activity(an_activity(lead.id, "note", topic=NOTE))
        unit.commit()
    make_backup(store.path, folder / "backups", NOW, key=key)
    call = CallFolder(folder / "calls", sealer_of(key)).new()
    call.write({"kind": "note", "text": NOTE}, durable=True)
    call.draft(f"{MARKER} said tha")
    call.settle()
    call.close()
    store.close()


def protected(folder: Path) -> tuple[WorkspaceKey, str]:
    """Set a passphrase; the key and the recovery key."""
    recovery = new_recovery_key()
    key = SqliteProtection(folder, cost=CHEAP).protect(PASSPHRASE, recovery, nobody_listens)
    return key, recovery


def nobody_listens(_what: str, _share: float) -> None:
    """How far it is."""


def plain_places(folder: Path) -> list[str]:
    """The files in which the marker can be read, by whoever looks at their bytes."""
    wanted = [text.encode(code) for text in (MARKER, MARKER.lower()) for code in ("utf-8", "utf-16-le")]
    return sorted(file.name for file in every_file(folder) if any(part in file.read_bytes() for part in wanted))


def every_file(folder: Path) -> Iterator[Path]:
    """All files in a folder and below."""
    return (file for file in folder.rglob("*") if file.is_file())
