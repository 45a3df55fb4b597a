"""What a call needs of the world: a file of its own, which takes what is typed even when the database cannot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

Entry = Mapping[str, object]
"""A line of a call's file: JSON values by name."""


class CallFile(Protocol):
    """What one call leaves on disk while it lasts. What was written survives a kill at any moment.

    Every method raises LeadQualError if the disk does not take it.
    """

    @property
    def key(self) -> str:
        """Its name."""

    def write(self, entry: Entry, durable: bool = False) -> None:
        """Add a line; with `durable`, wait until it would survive a power cut too."""

    def draft(self, text: str) -> None:
        """Put the unfinished line in place of the one before it."""

    def settle(self) -> None:
        """Wait until everything written would survive a power cut."""

    def entries(self) -> Sequence[Entry]:
        """All lines, oldest first."""

    def drafted(self) -> str:
        """The unfinished line."""

    def is_blank(self) -> bool:
        """Whether nothing was ever written: the program was killed before the first line."""

    def close(self) -> None:
        """Let go of it; it stays, to be taken up again."""

    def remove(self) -> None:
        """Everything in it is safe elsewhere: it goes."""


class CallFiles(Protocol):
    """The folder of calls that are under way."""

    def new(self) -> CallFile:
        """A file for a new call, with room reserved so that a disk filling up meanwhile does not matter."""

    def open(self, key: str) -> CallFile | None:
        """The file of a call that was not ended; None if it is not there. LeadQualError if it cannot be read."""

    def glimpse(self, key: str) -> Entry:
        """What the first line of a damaged file seems to say about whose call it is, unproven; empty if nothing."""

    def remove(self, key: str) -> None:
        """Delete a call's file, also one that cannot be read. Raises LeadQualError if the disk does not let go."""

    def place(self, key: str) -> str:
        """Where a call is kept, for people."""

    def names(self) -> Sequence[str]:
        """The calls that were not ended, oldest first."""
