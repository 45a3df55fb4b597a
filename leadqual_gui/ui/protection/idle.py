"""Locks a workspace that nobody touches any more. Sleeping counts: a laptop that is opened again asks first."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QWindow

LOOK_MS = 5000
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletMove,
        QEvent.Type.DragMove,
    }
)


class IdleWatch(QObject):
    """Calls `lock` once nobody touched a window for `minutes` (0: never), as long as `may_lock` says yes.

    Events of windows are looked at, not of widgets: there are few of them, and typing stays as quick as it is.
    """

    def __init__(
        self,
        minutes: Callable[[], float],
        may_lock: Callable[[], bool],
        lock: Callable[[], object],
        parent: QObject,
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._minutes, self._may_lock, self._lock, self._now = minutes, may_lock, lock, now
        self._touched = now()
        self._watched: list[QWindow] = []
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._on_focus_changed)
        for window in app.topLevelWindows():
            self._watch(window)

    def look(self) -> None:
        """Lock if it is time."""
        minutes = self._minutes()
        if minutes and self._now() - self._touched >= minutes * 60 and self._may_lock():
            self._timer.stop()
            self._lock()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._touched = self._now()
        return False

    def _on_focus_changed(self, window: QWindow | None) -> None:
        if window is not None:
            self._touched = self._now()
            self._watch(window)

    def _watch(self, window: QWindow) -> None:
        window.removeEventFilter(self)
        window.installEventFilter(self)
