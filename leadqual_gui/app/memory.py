"""Gives memory that is free back to the system.

After much work glibc keeps what was freed for later, scattered: ten thousand leads worked on for two and a half minutes
took 581 MB of which 410 were in use (`python -m tests.soak` tells both). Giving it back took 12 to 47 ms, so it is done
when nothing is under way. Looking for duplicates among ten thousand leads left up to 180 MB of it; work in front of the
user's eyes, of which no thread tells, up to 240 MB: so it is done now and then without being told. What SQLite keeps of
the file goes first: it grows with the file, and the system has it in memory anyway.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.tasks import TaskRunner

CALM_MS = 1500
"""So long after work in the background ended."""
AGAIN_MS = 1000
"""So long later, if something is under way just then."""
MOST_PUT_OFF = 10
"""So often a drag or an open menu puts it off: a menu may stay open over lunch."""
ANYWAY_MS = 10_000
"""So often it is done without any work in the background: where nothing is free it takes 0.3 ms, with 100 MB 13 ms."""


def let_go(window: MainWindow) -> None:
    """Free what the workspace keeps of its file, and give back what is free."""
    if window.workspace is not None:
        with suppress(LeadQualError):  # a file that is gone: whoever wants something of it is told
            window.workspace.store.free_memory()
    give_back()


def give_back() -> bool:
    """Let go of free memory; False where the C library cannot (it is not glibc's)."""
    trim = getattr(_c_library(), "malloc_trim", None)
    if trim is None:
        return False
    trim.argtypes, trim.restype = (ctypes.c_size_t,), ctypes.c_int
    trim(0)
    return True


def _c_library() -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(None)
    except (OSError, TypeError):  # Windows has no library without a name
        return None


class MemoryKeeper(QObject):
    """Calls `let_go` some seconds after work in the background ended, and now and then, if nothing is under way.

    `freed()` each time it was called.
    """

    freed = Signal()

    def __init__(self, runner: TaskRunner, parent: QObject, let_go: Callable[[], object]) -> None:
        super().__init__(parent)
        self._runner, self._let_go = runner, let_go
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_time)
        self._put_off = 0
        self._anyway = QTimer(self, interval=ANYWAY_MS)
        self._anyway.timeout.connect(self._soon)
        self._anyway.start()
        runner.busy_changed.connect(self._on_busy_changed)

    def _on_busy_changed(self, busy: bool) -> None:
        if not busy:
            self._soon()

    def _soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start(CALM_MS)

    def _on_time(self) -> None:
        if self._runner.busy:
            self._timer.start(AGAIN_MS)
        elif _hand_is_busy() and self._put_off < MOST_PUT_OFF:
            self._put_off += 1
            self._timer.start(AGAIN_MS)
        else:
            self._let_go()
            self._put_off = 0
            self.freed.emit()


def _hand_is_busy() -> bool:
    return bool(QApplication.mouseButtons()) or QApplication.activePopupWidget() is not None
