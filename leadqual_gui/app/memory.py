"""Gives memory that is free back to the system.

After much work glibc keeps what was freed for later, scattered: ten thousand leads worked on for two and a half minutes
took 581 MB of which 410 were in use (`python -m tests.soak` tells both). Giving it back took 12 to 47 ms, so it is done
when nothing is under way. Looking for duplicates among ten thousand leads left up to 180 MB of it; work in front of the
user's eyes, of which no thread tells, up to 240 MB: so somebody also looks now and then.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from leadqual_gui.ui.tasks import TaskRunner

CALM_MS = 1500
"""So long after work in the background ended."""
AGAIN_MS = 1000
"""So long later, if something is under way just then."""
LOOK_MS = 10_000
"""So often somebody looks whether there is more than after the last time."""
MUCH = 48 * 2**20
"""Bytes more that are worth it."""


def give_back() -> bool:
    """Let go of free memory; False where the C library cannot (it is not glibc's)."""
    trim = getattr(_c_library(), "malloc_trim", None)
    if trim is None:
        return False
    trim.argtypes, trim.restype = (ctypes.c_size_t,), ctypes.c_int
    trim(0)
    return True


def resident() -> int:
    """Bytes of this process that are in memory; 0 where the system does not tell so (it is not Linux)."""
    with suppress(OSError):
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _c_library() -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(None)
    except (OSError, TypeError):  # Windows has no library without a name
        return None


class MemoryKeeper(QObject):
    """Calls `let_go` some seconds after work in the background ended, or memory became much more, and nothing else is
    under way."""

    def __init__(self, runner: TaskRunner, parent: QObject, let_go: Callable[[], object] = give_back) -> None:
        super().__init__(parent)
        self._runner, self._let_go = runner, let_go
        self._afterwards = resident()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_time)
        self._looks = QTimer(self, interval=LOOK_MS)
        self._looks.timeout.connect(self._on_look)
        self._looks.start()
        runner.busy_changed.connect(self._on_busy_changed)

    def _on_busy_changed(self, busy: bool) -> None:
        if not busy:
            self._soon()

    def _on_look(self) -> None:
        if resident() > self._afterwards + MUCH:
            self._soon()

    def _soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start(CALM_MS)

    def _on_time(self) -> None:
        if self._runner.busy or QApplication.mouseButtons() or QApplication.activePopupWidget() is not None:
            self._timer.start(AGAIN_MS)
        else:
            self._let_go()
            self._afterwards = resident()
