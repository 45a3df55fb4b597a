"""What calls did is told to the other views a moment later: the call window is painted first."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from leadqual_gui.services.operations import Outcome

if TYPE_CHECKING:
    from leadqual_gui.ui.bridge import Bridge

SOON_MS = 40
"""After the window was painted: the lists behind it are told then."""


class Handover(QObject):
    """Passes what calls did on to the other views, a moment later: the call window is painted first."""

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._waiting: deque[Outcome] = deque()
        self.delivering = False
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self.deliver)

    def accept(self, outcome: Outcome) -> None:
        """A call did something."""
        self._waiting.append(outcome)
        self._soon.start()

    def deliver(self) -> None:
        """Tell the other views now (before something is taken back, and before the window closes)."""
        self._soon.stop()
        self.delivering = True
        try:
            while self._waiting:
                self._bridge.accept(self._waiting.popleft())
        finally:
            self.delivering = False
