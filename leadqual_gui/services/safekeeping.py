"""Copies of the workspace: those that make themselves, and the way back to one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Protocol

from leadqual_gui.domain.errors import LeadQualError


class Occasion(Enum):
    """Why a copy was made; a part of its name."""

    ASKED = ""
    DAILY = "daily"
    MIGRATION = "before-migration"
    IMPORT = "before-import"
    MERGE = "before-merge"
    PUBLISH = "before-publish"
    REPAIR = "before-repair"


@dataclass(frozen=True, slots=True)
class Backup:
    """A checked copy: how many leads are in it, and when the newest step in it was made (None: there is none)."""

    file: Path
    leads: int
    newest: datetime | None


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy as a list shows it, unchecked. `leads` is None if it cannot be read; `made_at` if somebody named it."""

    file: Path
    made_at: datetime | None
    why: Occasion
    size: int
    leads: int | None
    newest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What going back to a copy would change: leads that go, come back, or get other fields; steps that are undone.

    `names` are some of those who go.
    """

    backup: Backup
    leads_now: int
    going: int = 0
    coming: int = 0
    changed: int = 0
    steps: int = 0
    names: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether the copy says what the present file says."""
        return not (self.going or self.coming or self.changed or self.steps)


class Safekeeper(Protocol):
    """Makes copies in the background, of the moment at which it was asked. It never raises and never makes anybody
    wait: what went wrong is its `trouble`."""

    @property
    def trouble(self) -> LeadQualError | None:
        """Why the newest copy could not be made; None if it could."""

    def before(self, what: Occasion) -> None:
        """Something large is about to happen."""

    def daily(self) -> None:
        """Make a copy if the newest is a day old and something happened since."""

    def close(self) -> None:
        """Wait for the copy under way."""


class Shelf(Protocol):
    """The copies of the workspace in a window. Everything but `restore` takes a moment: not on the main thread."""

    def copies(self) -> Sequence[Copy]:
        """Those there are, newest first."""

    def make(self) -> Backup:
        """One more, now. Raises LeadQualError."""

    def difference(self, file: Path) -> Difference | None:
        """What going back to a copy would change; None if the present file cannot be read. Raises LeadQualError if the
        copy is damaged."""

    def replaced(self) -> Path | None:
        """What the newest restore replaced: the way back from it."""

    def restore(self, file: Path) -> None:
        """Close the window, go back to this copy, and open it again."""
