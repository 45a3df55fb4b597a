"""Collects garbage in the main thread only.

Python's cyclic collector runs in whatever thread happens to allocate. If that is a worker, it may destroy Qt
objects that belong to the main thread, and the program dies without a word. So the collector is off, and a timer
does its work here.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1000
YOUNG, MIDDLE, OLD = 2000, 12, 12
"""Objects since the last collection, and collections of the generation below, from which on one is worth it."""


class GarbageKeeper(QObject):
    """Looks once a second whether a collection is due; the old generation's turn comes rarely."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> int | None:
        """Collect the oldest generation that is due; which one, None if none was."""
        young, middle, old = gc.get_count()
        due = 2 if old > OLD else 1 if middle > MIDDLE else 0 if young > YOUNG else None
        if due is not None:
            gc.collect(due)
        return due
