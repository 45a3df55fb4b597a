"""Small shapes of the charts: the mark of a series, its legend, an interval."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from leadqual_gui.ui.insights.plots.pictures import Mark, Series
from leadqual_gui.ui.theme.look import Look
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.themed import named_colour

RADIUS = 4.5
TINT = 0.3
TINT_DIM = 0.14


def paint_mark(painter: QPainter, look: Look, mark: Mark, colour: QColor, at: QPointF, radius: float = RADIUS) -> None:
    """A filled dot, a half-filled one, a ring or a square, around a place."""
    shape = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
    if mark is Mark.SQUARE:
        draw.rounded(painter, shape.adjusted(0.5, 0.5, -0.5, -0.5), 2, colour)
        return
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(colour if mark is Mark.DOT else look.c.base)
    painter.drawEllipse(shape.adjusted(0.5, 0.5, -0.5, -0.5))
    if mark is Mark.HALF:
        painter.setBrush(colour)
        painter.drawChord(shape.adjusted(0.5, 0.5, -0.5, -0.5), 90 * 16, 180 * 16)


def paint_legend(painter: QPainter, look: Look, rect: QRect, series: Sequence[Series], rtl: bool) -> None:
    """The names of series in one line, each with its mark."""
    s, face = look.s, look.f.secondary_medium
    at = rect.left()
    for one in series:
        width = face.width(one.name) + 2
        mark = draw.mirrored(QRect(at, rect.top(), 2 * s.xs + 2, rect.height()), rect, rtl)
        words = draw.mirrored(QRect(mark_end(at, s.xs, s.s), rect.top(), width, rect.height()), rect, rtl)
        paint_mark(painter, look, one.mark, named_colour(look, one.ink), QPointF(mark.center()) + QPointF(0.5, 0.5))
        draw.text(painter, face, look.c.text2, words, one.name, draw.start(rtl))
        at = mark_end(at, s.xs, s.s) + width + s.l


def mark_end(at: int, small: int, gap: int) -> int:
    """Where the words after a mark begin."""
    return at + 2 * small + 2 + gap


def tinted(colour: QColor, alpha: float) -> QColor:
    """A colour that lets the ground through."""
    made = QColor(colour)
    made.setAlphaF(alpha)
    return made


def paint_interval_bar(painter: QPainter, rect: QRectF, colour: QColor, dim: bool) -> None:
    """Where a rate could as well lie, as a pale bar."""
    draw.rounded(painter, rect, 2, tinted(colour, TINT_DIM if dim else TINT))


def dotted(colour: QColor) -> QPen:
    """A thin dotted line."""
    return QPen(colour, 1, Qt.PenStyle.DotLine)
