"""The ground of an ordinary "no", beside the thing: warm tint, dashed edge, and a lock before its title."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.themed import Label, Themed, margins


class WarmBlock(Themed, QWidget):
    """`title` after the lock in `head`; what else there is to say goes below it into `column`.

    `closable`: a cross stands at the end of the head, and a long title wraps before it.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None, closable: bool = False) -> None:
        super().__init__(parent)
        self._closable = closable
        self._sign = QLabel()
        self.title = Label(theme, face="body_strong", colour="warm.text", wrap=closable)
        self.column = QVBoxLayout(self)
        self.head = QHBoxLayout()
        self.head.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        self.head.addWidget(self.title, 1)
        self.column.addLayout(self.head)
        self._follow(theme)
        self._on_theme_changed()

    def paintEvent(self, event: QPaintEvent) -> None:
        c, s = self.look.c, self.look.s
        with draw.painting(QPainter(self)) as painter:
            draw.outlined(painter, self.rect(), s.radius, c.warm.text, c.warm.tint, dashed=True)
        painter.end()

    def _on_theme_changed(self) -> None:
        look = self.look
        margins(self.column, look.s.m, look.s.s, look.s.s if self._closable else look.s.m, look.s.s, look.s.xs)
        self.head.setSpacing(look.s.s)
        ratio = self.devicePixelRatioF()
        self._sign.setPixmap(look.icons.pixmap("lock", look.c.warm.text, look.s.icon_small, ratio))
        self.update()
