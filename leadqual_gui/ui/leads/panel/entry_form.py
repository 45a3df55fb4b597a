"""A form in the panel of a lead that asks about one entry of a list: what happened, or who takes part."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from leadqual_gui.ui.half_typed import KeptForm, KeptText


class EntryForm(QWidget):
    """What is typed is kept on disk (`kept`) until it is filed (`finish`) or left: with Esc, or what calls `leave`."""

    kept: KeptText | KeptForm | None = None

    def finish(self) -> None:
        """It is filed."""
        if self.kept is not None:
            self.kept.finish()

    def leave(self) -> None:
        """It is given up."""
        self.finish()
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)
