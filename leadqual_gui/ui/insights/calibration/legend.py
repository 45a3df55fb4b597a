"""What the lines of the gains chart stand for."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from leadqual_gui.ui.insights.wording import tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.themed import Themed


class Legend(Themed, QWidget):
    """Proposed, today, by chance."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Lines: proposed, today, by chance"))
        self._follow(theme)

    def sizeHint(self) -> QSize:
        return QSize(0, self.look.f.secondary.leading)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, s, rect, rtl = self.look, self.look.s, self.rect(), self.rtl()
        c, x = look.c, 0
        dashes = QPen(c.text1, 1.5)
        dashes.setDashPattern([4, 2.5])
        told = (
            (tr("proposed"), QPen(c.positive_bar, 2), c.positive_text),
            (tr("today"), dashes, c.text1),
            (tr("by chance"), QPen(c.text3, 1, Qt.PenStyle.DotLine), c.text3),
        )
        with draw.painting(QPainter(self)) as painter:
            for words, pen, colour in told:
                line = draw.mirrored(QRect(x, 0, s.l + 2, rect.height()), rect, rtl)
                painter.setPen(pen)
                y = line.center().y() + 1
                painter.drawLine(QPointF(line.left(), y), QPointF(line.right(), y))
                face = look.f.secondary_medium
                width = min(face.width(words) + 2, max(0, rect.width() - x - s.xl))
                place = draw.mirrored(QRect(x + s.xl, 0, width, rect.height()), rect, rtl)
                draw.text(painter, face, colour, place, words, draw.start(rtl))
                x += s.xl + width + s.m
        painter.end()
