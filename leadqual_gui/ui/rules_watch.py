"""Keeps the window and the rule files together: reads them again when they change, and says what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from leadqual_gui.ui.bridge import Bridge

EVERY_MS = 2000


class RulesWatch(QObject):
    """Looks every other second, and when asked. `looked()` after the rules were read again, changed or broken."""

    looked = Signal()

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        QGuiApplication.instance().applicationStateChanged.connect(self._on_state_changed)  # type: ignore[union-attr]

    def look(self) -> None:
        """Read the rules again if a file was changed."""
        if not self._bridge.runner.busy and self._bridge.workspace.rules_changed():
            self.read_again()

    def read_again(self) -> None:
        """Read the rules again; broken ones change nothing but what is said about them."""
        self._bridge.run(self._bridge.workspace.reload_rules, self._on_read)

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def _on_state_changed(self, state: Qt.ApplicationState) -> None:
        """Whoever comes back from an editor sees at once what was changed there."""
        if state == Qt.ApplicationState.ApplicationActive:
            self.look()

    def _on_read(self, answer: object) -> None:
        from leadqual_gui.services.operations import Changes, Outcome

        if isinstance(answer, Outcome):
            self._bridge.tell_changed(answer)
        if not isinstance(answer, Outcome) or not answer.changes & Changes.RULES:
            self._bridge.rules_reread.emit()
        self.looked.emit()
