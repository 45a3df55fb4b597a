"""Who may write next: the person at the window before whatever works in bulk.

SQLite lets one connection write at a time, and waiting for it by busy_timeout is a lottery: beside a bulk writer a
click waited up to 1.7 s. Here there is one writing connection and a queue in front of it. A bulk writer comes back to
the gate after each short transaction and lets everybody from the foreground pass first.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum


class Lane(Enum):
    """FOREGROUND: somebody waits for it. BULK: an import, a snapshot, scores of everybody."""

    FOREGROUND = "foreground"
    BULK = "bulk"


class WriteGate:
    """Lets one writer in at a time, the foreground first."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._inside: int | None = None
        self._foreground_waiting = 0

    def enter(self, lane: Lane) -> None:
        """Wait until it is this thread's turn to write."""
        me = threading.get_ident()
        with self._condition:
            if self._inside == me:
                raise RuntimeError("a step was begun inside another step")
            if lane is Lane.FOREGROUND:
                self._foreground_waiting += 1
                self._condition.wait_for(lambda: self._inside is None)
                self._foreground_waiting -= 1
            else:
                self._condition.wait_for(lambda: self._inside is None and not self._foreground_waiting)
            self._inside = me

    def leave(self) -> None:
        """Let the next one in."""
        with self._condition:
            self._inside = None
            self._condition.notify_all()

    def enter_if_free(self) -> bool:
        """Go in if nobody is there and nobody waits; whether that was so. Leave as after `enter`."""
        with self._condition:
            if self._inside is not None or self._foreground_waiting:
                return False
            self._inside = threading.get_ident()
            return True

    @property
    def is_wanted(self) -> bool:
        """Whether somebody from the foreground waits."""
        return self._foreground_waiting > 0

    @contextmanager
    def passed(self, lane: Lane) -> Iterator[None]:
        """Hold the gate for a moment."""
        self.enter(lane)
        try:
            yield
        finally:
            self.leave()
