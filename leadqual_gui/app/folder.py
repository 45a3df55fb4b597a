"""The workspace's folder: where everything stands, made on first use and closed to others.

Cheap to import: the first window needs it.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from leadqual_gui.domain.errors import LeadQualError

if TYPE_CHECKING:
    from leadqual_gui.services.protection import WorkspaceKey

FOLDER_MODE = 0o700
FILE_MODE = 0o600
_SYNCED = (
    "dropbox",
    "onedrive",
    "google drive",
    "googledrive",
    "my drive",
    "icloud drive",
    "mobile documents",
    "nextcloud",
    "owncloud",
    "pcloud",
    "mega",
    "syncthing",
    "box sync",
    "creative cloud files",
    "yandex.disk",
    "seafile",
)


@dataclass(frozen=True, slots=True)
class WorkspaceFolder:
    """The files and folders of one workspace, and what unlocks them (None: nothing does, or nothing has to)."""

    path: Path
    key: WorkspaceKey | None = field(default=None, repr=False, compare=False)

    @property
    def database(self) -> Path:
        """Everything about leads."""
        return self.path / "leadqual.db"

    @property
    def rules(self) -> Path:
        """How leads are judged: YAML files."""
        return self.path / "rules"

    @property
    def backups(self) -> Path:
        """Verified copies of the database."""
        return self.path / "backups"

    @property
    def exports(self) -> Path:
        """Where exports go unless the user says otherwise."""
        return self.path / "exports"

    @property
    def calls(self) -> Path:
        """What calls under way leave on disk while they last."""
        return self.path / "calls"

    @property
    def logs(self) -> Path:
        """What the program noted about itself, without personal data."""
        return self.path / "logs"

    @property
    def exists(self) -> bool:
        """Whether there is a database already."""
        return self.database.exists()

    def make(self) -> WorkspaceFolder:
        """Make what is missing, and close it to others. Rules are seeded by whoever reads them."""
        os.umask(0o077)
        try:
            for folder in (self.path, self.backups, self.exports, self.logs):
                folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
            self._close_to_others()
        except OSError as error:
            raise _unusable(self.path, error) from error
        return self

    def _close_to_others(self) -> None:
        """Mend what another program left open: whatever may hold personal data is its owner's alone.

        What a link leads to is somebody else's affair, and a file may go while it is looked at.
        """
        kept = (self.backups, self.backups / "keys", self.calls, self.exports, self.logs)
        for folder in (self.path, *(one for one in kept if not one.is_symlink())):
            if not folder.is_dir():
                continue
            for path in (folder, *(file for file in folder.iterdir() if file.is_file() and not file.is_symlink())):
                with suppress(FileNotFoundError):
                    if stat.S_IMODE(path.stat().st_mode) & 0o077:
                        path.chmod(FOLDER_MODE if path is folder else FILE_MODE)

    def synced_by(self) -> str | None:
        """The name of the synchronised folder in which the workspace lies, or None."""
        for part in reversed(self.path.resolve().parts):
            name = part.casefold()
            if any(name == known or name.startswith((f"{known} ", f"{known}-")) for known in _SYNCED):
                return part
        return None


def sample_path(workspace: Path) -> Path:
    """Where the sample workspace of a workspace stands: beside it."""
    return workspace.with_name(f"{workspace.name}-sample")


def _unusable(path: Path, error: OSError) -> LeadQualError:
    reason = (error.strerror or str(error)).lower()
    return LeadQualError(
        f"This folder cannot be used as a workspace: {reason}",
        "Choose a folder of your own with --workspace",
        str(error.filename or path),
    )
