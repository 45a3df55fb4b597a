"""`backup` and `restore`: checked copies of the database, and the way back to one of them."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from leadqual_gui.adapters.clock import SystemClock
from leadqual_gui.adapters.db.backup import copies_in, make_backup
from leadqual_gui.adapters.db.restoring import difference, replaced_by_restore, restore
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.headless.opening import existing_folder, own_folder
from leadqual_gui.app.headless.output import RefusedError, print_json
from leadqual_gui.services.safekeeping import Backup


def run_backup(chosen: argparse.Namespace) -> int:
    """Make a checked copy, or list those there are; may run while the window is open."""
    folder = existing_folder(chosen)
    if chosen.list:
        return _list(folder, chosen.json)
    made = make_backup(folder.database, folder.backups, SystemClock().now(), key=folder.key)
    if chosen.json:
        print_json(_item(made))
    else:
        print(f"{made.leads} leads copied to {made.file}")
    return 0


def run_restore(chosen: argparse.Namespace) -> int:
    """Put a copy in the place of the database, which is kept; or say what that would change."""
    folder = own_folder(chosen)
    file = replaced_by_restore(folder.path) if chosen.undo else chosen.file
    if file is None:
        raise RefusedError("Nothing was restored here: there is nothing to go back to")
    if chosen.preview:
        return _preview(file, folder, chosen.json)
    done = restore(file, folder.path, SystemClock().now(), folder.key)
    kept = None if done.kept is None else str(done.kept)
    if chosen.json:
        print_json(_item(done.backup) | {"kept": kept})
    else:
        when = f", as of {_text(done.backup.newest)}" if done.backup.newest else ""
        print(f"{done.backup.leads} leads restored{when}")
        if kept:
            print(f"What was there before is kept in {kept}; restore --undo goes back to it")
    return 0


def _list(folder: WorkspaceFolder, as_json: bool) -> int:
    """Every copy with what is in it."""
    copies = list(copies_in(folder.backups, folder.key))
    if as_json:
        print_json(
            [_item(Backup(c.file, c.leads or 0, c.newest)) | {"bytes": c.size, "why": c.why.value} for c in copies]
        )
        return 0
    for copy in copies:
        leads = "cannot be read" if copy.leads is None else f"{copy.leads} leads"
        print(f"{_text(copy.made_at) or 'no date':20}  {copy.size / 2**20:8.1f} MB  {leads:>14}  {copy.file}")
    return 0


def _preview(file: Path, folder: WorkspaceFolder, as_json: bool) -> int:
    told = difference(file, folder.path, folder.key)
    if told is None:
        raise RefusedError("The present database cannot be read, so nothing can be compared; the copy itself is sound")
    if as_json:
        counts = {"leads_now": told.leads_now, "going": told.going, "coming": told.coming, "changed": told.changed}
        print_json(_item(told.backup) | counts | {"steps": told.steps, "names": told.names})
    elif told.nothing:
        print("Nothing would be different")
    else:
        print(f"{told.steps} steps would be taken back: {told.going} leads would go, {told.coming} come back,")
        print(f"{told.changed} get other fields; {told.backup.leads} leads then, {told.leads_now} now")
        if told.names:
            print(f"Who would go: {', '.join(told.names)}" + (" ..." if told.going > len(told.names) else ""))
    return 0


def _item(backup: Backup) -> dict[str, object]:
    return {"file": str(backup.file), "leads": backup.leads, "newest": _text(backup.newest)}


def _text(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
