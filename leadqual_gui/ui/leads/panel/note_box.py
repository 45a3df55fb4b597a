"""The note box: what happened, in one go. Enter files it; it is on the time line before the hand leaves the key."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from leadqual_gui.ui.theme.theme import Theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NoteBox(QPlainTextEdit):
    """`filed(text)` on Enter; Shift+Enter begins a new line. `drafted(text)` as it is written, to be kept."""

    filed = Signal(str)
    drafted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setPlaceholderText(self.tr("Note what happened. Enter files it, Ctrl Z takes it back"))
        self.setAccessibleName(self.tr("Note"))
        self.setToolTip(self.tr("Write a note (Ctrl+J). Enter files it, Shift+Enter begins a new line"))
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.textChanged.connect(lambda: self.drafted.emit(self.toPlainText()))
        self._fit()
        theme.changed.connect(self._fit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
        if event.key() in _ENTER and plain:
            text = self.toPlainText().strip()
            if text:
                self.filed.emit(text)
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        s = self._theme.look.s
        self.setFixedHeight(2 * self._theme.look.f.body.leading + s.l + s.xs)
