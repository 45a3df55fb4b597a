"""Small shapes that the style and our own painting share: an outline, a chevron, a check box.

Apart from the style, which costs Python a hundred of Qt's enumerations: the first window is painted without it.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF


def outline(painter: QPainter, rect: QRect, radius: int, fill: QColor, edge: QColor, width: float = 1) -> None:
    """A filled rounded shape with a crisp edge that lies wholly inside `rect`."""
    inset = width / 2
    shape = QRectF(rect).adjusted(inset, inset, -inset, -inset)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, width))
    painter.setBrush(fill)
    painter.drawRoundedRect(shape, radius - inset, radius - inset)


def chevron(painter: QPainter, centre: QPointF, size: float, colour: QColor, down: bool = True) -> None:
    """The small open arrow of combos and menus."""
    dx, dy = size / 2, (size / 4 if down else -size / 4)
    pen = QPen(colour, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    tip = centre + QPointF(0, dy)
    painter.drawPolyline(QPolygonF([centre + QPointF(-dx, -dy), tip, centre + QPointF(dx, -dy)]))


def paint_check_box(
    painter: QPainter, colours: tuple[QColor, QColor, QColor], box: QRect, on: bool, partly: bool
) -> None:
    """A check box: `colours` are fill when on, edge when off, and the mark."""
    accent, edge, mark = colours
    shape = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(accent if on or partly else edge, 1.25))
    painter.setBrush(accent if on or partly else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(shape, 4, 4)
    if not (on or partly):
        return
    unit = box.width() / 16
    pen = QPen(mark, 1.6 * unit, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    points = ((4.6, 8.3), (7.0, 10.7), (11.4, 5.6)) if on else ((5, 8), (11, 8))
    corner = QPointF(box.topLeft())
    painter.drawPolyline(QPolygonF([corner + QPointF(x * unit, y * unit) for x, y in points]))
