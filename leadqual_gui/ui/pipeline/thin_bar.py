"""A scroll bar that takes little of a narrow column: only its handle is seen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar, QStyle, QStyleOptionSlider

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw


class ThinBar(QScrollBar):
    """Upright, eight pixels wide."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._theme = theme

    def sizeHint(self) -> QSize:
        return QSize(self._theme.look.s.s, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._theme.look
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ScrollBarSlider
        handle = self.style().subControlRect(QStyle.ComplexControl.CC_ScrollBar, option, part, self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.c.window)
        if self.maximum() > self.minimum():
            with draw.painting(painter):
                held = self.isSliderDown() or self.underMouse()
                pill = QRectF(handle.adjusted(2, 2, -2, -2))
                draw.rounded(painter, pill, pill.width() / 2, look.c.control if held else look.c.line_strong)
        painter.end()
