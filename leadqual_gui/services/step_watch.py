"""Which leads steps touch while somebody reads leads without the lock: those are read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import RLock


class StepWatch:
    """Leads that steps touched, and when, for each of those who read leads just now. The lock guards it."""

    def __init__(self, lock: RLock) -> None:
        self._lock = lock
        self._watches: list[dict[int, datetime]] = []

    @contextmanager
    def watching(self) -> Iterator[dict[int, datetime]]:
        """Leads that steps touch meanwhile, and when. What a step that is under way does is not stored yet."""
        touched: dict[int, datetime] = {}
        with self._lock:
            self._watches.append(touched)
        try:
            yield touched
        finally:
            with self._lock:
                self._watches = [watch for watch in self._watches if watch is not touched]

    def touch(self, lead_ids: Sequence[int], now: datetime) -> None:
        """A step changes these leads: whoever reads leads just now reads them again."""
        with self._lock:
            for watch in self._watches:
                watch |= dict.fromkeys(lead_ids, now)
