"""A passphrase for a workspace: the values that go between the window, the commands and whoever ciphers.

A workspace that is protected is ciphered with a key of its own, drawn by chance. The passphrase opens the key, and so
does the recovery key of the printed sheet; neither is kept anywhere. Without one of them nobody opens the workspace.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from leadqual_gui.domain.errors import LeadQualError

SHORTEST = 8
"""Fewer characters are refused: anybody who copies the files could try them all."""
Told = Callable[[str, float], None]
"""How far a conversion is: what is under way ("leads", "backups", "calls"), and its share from 0 to 1."""


@dataclass(frozen=True, slots=True)
class WorkspaceKey:
    """What a workspace is ciphered with, in memory only as long as it is unlocked. `name` says which files are its."""

    name: bytes
    secret: bytes = field(repr=False)

    def part(self, purpose: str) -> bytes:
        """A key of its own for each purpose, so that none tells anything about another."""
        return hashlib.blake2b(purpose.encode(), key=self.secret, digest_size=32).digest()


class LockedError(LeadQualError):
    """The workspace has a passphrase, and it was not given."""


class WrongSecretError(LeadQualError):
    """What was given is neither the passphrase nor the recovery key. Nothing is damaged."""


@dataclass(frozen=True, slots=True)
class Converted:
    """What was ciphered or deciphered: backups and calls, and the files that could not be read and stay as they are."""

    backups: int = 0
    calls: int = 0
    left: tuple[str, ...] = ()


def refusal_of(passphrase: str, again: str) -> str:
    """Why a new passphrase is not taken: "short", "different", or "" if it is."""
    if len(passphrase.strip()) < SHORTEST:
        return "short"
    return "" if passphrase == again else "different"
