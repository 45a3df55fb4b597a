"""The copies of one workspace, as its window sees them (a services.safekeeping.Shelf)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.switching import Errand
from leadqual_gui.services.protection import Told
from leadqual_gui.services.safekeeping import Backup, Copy, Difference

if TYPE_CHECKING:
    from leadqual_gui.app.switching import Switch


class WorkspaceShelf:
    """Imports stand where they are used: Settings open without them."""

    def __init__(self, folder: WorkspaceFolder, switch: Switch) -> None:
        self._folder, self._switch = folder, switch

    def copies(self) -> Sequence[Copy]:
        """Those there are, newest first."""
        from leadqual_gui.adapters.db.backup import copies_in

        return tuple(copies_in(self._folder.backups, self._folder.key))

    def make(self) -> Backup:
        """One more, now."""
        from leadqual_gui.adapters.clock import SystemClock
        from leadqual_gui.adapters.db.backup import make_backup

        now = SystemClock().now()
        return make_backup(self._folder.database, self._folder.backups, now, key=self._folder.key)

    def difference(self, file: Path) -> Difference | None:
        """What going back to a copy would change."""
        from leadqual_gui.adapters.db.restoring import difference

        return difference(file, self._folder.path, self._folder.key)

    def replaced(self) -> Path | None:
        """What the newest restore replaced."""
        from leadqual_gui.adapters.db.restoring import replaced_by_restore

        return replaced_by_restore(self._folder.path)

    def restore(self, file: Path) -> None:
        """Close the window, go back, and open it again."""

        def run(told: Told) -> WorkspaceFolder:
            from leadqual_gui.adapters.clock import SystemClock
            from leadqual_gui.adapters.db.restoring import restore

            told("leads", 0.0)
            restore(file, self._folder.path, SystemClock().now(), self._folder.key)
            told("leads", 1.0)
            return self._folder

        self._switch(self._folder, False, Errand(False, run, restores=True))
