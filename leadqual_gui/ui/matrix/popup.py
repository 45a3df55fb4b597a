"""A small sheet over the screen: a raised surface that goes away with Esc or a click elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from leadqual_gui.services.half_typed import TypingPlace
from leadqual_gui.ui.half_typed import HalfTypedKeeper, KeptText
from leadqual_gui.ui.popover import on_screen
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.room import shrink_to_screen
from leadqual_gui.ui.widgets.themed import margins


class Popup(QFrame):
    """`column` takes what it holds; `show_at(global point)` keeps it on the screen."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.theme = theme
        self._kept_text: KeptText | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(name)
        s = theme.look.s
        self.column = margins(QVBoxLayout(self), s.m, s.m, s.m, s.m, s.s)

    def show_at(self, where: QPoint) -> None:
        """Show it with its corner there, or as near as the screen allows."""
        self.adjustSize()
        size, rtl = shrink_to_screen(self), self.isRightToLeft()
        corner = QPoint(where.x() - size.width(), where.y()) if rtl else where
        self.move(on_screen(corner, size))
        self.show()

    def keep_text(self, keeper: HalfTypedKeeper, field: QLineEdit | QPlainTextEdit, place: TypingPlace) -> bool:
        """Keep what is written in a field on disk until it is taken, or given up with Esc; whether something was."""
        self._kept_text = self._kept_text or KeptText(keeper, field)
        usual = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
        return self._kept_text.turn_to(place, usual)

    def finish(self) -> None:
        """What is written in that field was taken, or given up."""
        if self._kept_text is not None:
            self._kept_text.finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.finish()
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keys belong to what is open: no shortcut of the screen below is taken."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        c = self.theme.look.c
        with draw.painting(QPainter(self)) as painter:
            painter.fillRect(self.rect(), c.raised)
            draw.outlined(painter, self.rect(), 0, c.line_strong)
        painter.end()
