"""`backup` and `restore`: checked copies of the database, and the way back to one of them."""

from __future__ import annotations

import argparse
from datetime import datetime

from leadqual_gui.adapters.clock import SystemClock
from leadqual_gui.adapters.db.backup import make_backup
from leadqual_gui.adapters.db.restoring import restore
from leadqual_gui.app.headless.opening import existing_folder, own_folder
from leadqual_gui.app.headless.output import print_json


def run_backup(chosen: argparse.Namespace) -> int:
    """Make a checked copy; may run while the window is open."""
    folder = existing_folder(chosen)
    made = make_backup(folder.database, folder.backups, SystemClock().now(), key=folder.key)
    if chosen.json:
        print_json({"file": str(made.file), "leads": made.leads, "newest": _text(made.newest)})
    else:
        print(f"{made.leads} leads copied to {made.file}")
    return 0


def run_restore(chosen: argparse.Namespace) -> int:
    """Put a copy in the place of the database, which is kept."""
    folder = own_folder(chosen)
    done = restore(chosen.file, folder.path, SystemClock().now(), folder.key)
    kept = None if done.kept is None else str(done.kept)
    if chosen.json:
        item = {"file": str(done.backup.file), "leads": done.backup.leads, "newest": _text(done.backup.newest)}
        print_json(item | {"kept": kept})
    else:
        when = f", as of {_text(done.backup.newest)}" if done.backup.newest else ""
        print(f"{done.backup.leads} leads restored{when}")
        if kept:
            print(f"What was there before is kept in {kept}")
    return 0


def _text(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
