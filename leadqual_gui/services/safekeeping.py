"""Copies of the workspace that make themselves: once a day, and before anything large is done."""

from __future__ import annotations

from enum import Enum
from typing import Protocol

from leadqual_gui.domain.errors import LeadQualError


class Before(Enum):
    """What a copy is made before."""

    IMPORT = "before-import"
    MERGE = "before-merge"
    PUBLISH = "before-publish"


class Safekeeper(Protocol):
    """Makes copies in the background, of the moment at which it was asked. It never raises and never makes anybody
    wait: what went wrong is its `trouble`."""

    @property
    def trouble(self) -> LeadQualError | None:
        """Why the newest copy could not be made; None if it could."""

    def before(self, what: Before) -> None:
        """Something large is about to happen."""

    def daily(self) -> None:
        """Make a copy if the newest is a day old and something happened since."""

    def close(self) -> None:
        """Wait for the copy under way."""
