"""What the window asks about the passphrase of its workspace; the start-up provides it (`Surroundings.door`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from leadqual_gui.domain.errors import LeadQualError


class Door(Protocol):
    """What takes long (`check`, `change`) is asked on a lane. What closes the window comes back at once."""

    @property
    def is_protected(self) -> bool:
        """Whether the workspace has a passphrase."""

    def missing(self) -> LeadQualError | None:
        """What has to be installed before one can be set."""

    def new_recovery_key(self) -> str:
        """A recovery key drawn by chance."""

    def check(self, secret: str) -> None:
        """Raises WrongSecretError if it opens nothing."""

    def change(self, secret: str, passphrase: str, recovery: str | None) -> None:
        """Another passphrase, and with `recovery` another recovery key."""

    def lock(self) -> None:
        """Close the window; the next thing on the screen asks for the passphrase."""

    def protect(self, passphrase: str, recovery: str) -> None:
        """Close the window, cipher the workspace, and come back."""

    def unprotect(self, secret: str) -> None:
        """Close the window, decipher the workspace, and come back."""
