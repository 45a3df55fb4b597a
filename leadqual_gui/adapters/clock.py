"""The clock of the real world; tests bring their own."""

from __future__ import annotations

from datetime import UTC, datetime


class SystemClock:
    """Tells the time of this computer."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        return datetime.now(UTC)
