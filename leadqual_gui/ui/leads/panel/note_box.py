"""The note box: what happened, in one go. Enter files it; it is on the time line before the hand leaves the key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.sideways import write_from_the_start

UNDO = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


def leaves_undo_to_window(event: QEvent, typed: bool) -> bool:
    """Whether Ctrl+Z is not about what is being typed here: then it takes back the last step."""
    if typed or event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if not any(event.matches(key) for key in UNDO):
        return False
    event.ignore()
    return True


_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NoteBox(QPlainTextEdit):
    """`filed(text)` on Enter; Shift+Enter begins a new line."""

    filed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setPlaceholderText(self.tr("Note what happened. Enter files it, Ctrl Z takes it back"))
        self.setAccessibleName(self.tr("Note"))
        self.setToolTip(self.tr("Write a note (Ctrl+J). Enter files it, Shift+Enter begins a new line"))
        self.setTabChangesFocus(True)
        write_from_the_start(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self._fit()
        theme.changed.connect(self._fit)

    def event(self, event: QEvent) -> bool:
        if leaves_undo_to_window(event, self.document().isUndoAvailable()):
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
        if event.key() in _ENTER and plain:
            text = self.toPlainText().strip()
            if text:
                self.filed.emit(text)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        c, s = self._theme.look.c, self._theme.look.s
        with draw.painting(QPainter(self.viewport())) as painter:
            edge, width = (c.focus, s.focus_ring) if self.hasFocus() else (c.control, 1)
            draw.outlined(painter, self.viewport().rect(), s.radius, edge, c.base, width)
        painter.end()
        super().paintEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _fit(self) -> None:
        s = self._theme.look.s
        self.document().setDocumentMargin(s.s)
        self.setFixedHeight(2 * self._theme.look.f.body.leading + s.l + s.xs)
