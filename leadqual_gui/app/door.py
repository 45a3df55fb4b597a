"""The passphrase of a workspace, as its window sees it: what closes the window, and what comes after it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.look_file import NAME as LOOK_NAME
from leadqual_gui.app.switching import Errand
from leadqual_gui.services.protection import Told

if TYPE_CHECKING:
    from leadqual_gui.adapters.db.protecting import SqliteProtection
    from leadqual_gui.app.switching import Switch
    from leadqual_gui.domain.errors import LeadQualError


class WorkspaceDoor:
    """The passphrase of one folder (a ui.protection.door.Door)."""

    def __init__(self, folder: WorkspaceFolder, switch: Switch) -> None:
        self._folder, self._switch = folder, switch

    @property
    def is_protected(self) -> bool:
        """Whether the workspace has a passphrase."""
        return self._protection.is_protected

    def missing(self) -> LeadQualError | None:
        """What has to be installed before one can be set."""
        return self._protection.missing()

    def new_recovery_key(self) -> str:
        """A recovery key drawn by chance."""
        from leadqual_gui.adapters.key_file import new_recovery_key

        return new_recovery_key()

    def check(self, secret: str) -> None:
        """Raises WrongSecretError if it opens nothing."""
        self._protection.unlock(secret)

    def change(self, secret: str, passphrase: str, recovery: str | None) -> None:
        """Another passphrase, and with `recovery` another recovery key."""
        self._protection.change(secret, passphrase, recovery)

    def lock(self) -> None:
        """Close the window; without the key the next one asks for it."""
        self._switch(replace(self._folder, key=None), False)

    def protect(self, passphrase: str, recovery: str) -> None:
        """Close the window, cipher the workspace, and come back unlocked."""

        def run(told: Told) -> WorkspaceFolder:
            return replace(self._folder, key=self._protection.protect(passphrase, recovery, told))

        self._switch(self._folder, False, Errand(True, run))

    def unprotect(self, secret: str) -> None:
        """Close the window, decipher the workspace, and come back."""

        def run(told: Told) -> WorkspaceFolder:
            self._protection.unprotect(secret, told)
            (self._folder.path / LOOK_NAME).unlink(missing_ok=True)
            return replace(self._folder, key=None)

        self._switch(self._folder, False, Errand(False, run))

    @property
    def _protection(self) -> SqliteProtection:
        from leadqual_gui.adapters.db.protecting import SqliteProtection

        return SqliteProtection(self._folder.path)
