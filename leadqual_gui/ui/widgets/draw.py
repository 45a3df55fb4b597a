"""Small tools for painting: save and restore, mirroring, one-line text, dashed shapes.

Layout functions work left to right; `mirrored` turns a finished rectangle round for right-to-left.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from leadqual_gui.ui.theme.fonts import Face
from leadqual_gui.ui.theme.look import Look

_VCENTRE = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextSingleLine.value
_ABSOLUTE = Qt.AlignmentFlag.AlignAbsolute.value
# Also valid flags of QPainter.drawText.
LEFT = _VCENTRE | _ABSOLUTE | Qt.AlignmentFlag.AlignLeft.value
RIGHT = _VCENTRE | _ABSOLUTE | Qt.AlignmentFlag.AlignRight.value
CENTRE = _VCENTRE | Qt.AlignmentFlag.AlignHCenter.value
ELIDE = Qt.TextElideMode.ElideRight


@contextmanager
def painting(painter: QPainter) -> Iterator[QPainter]:
    """Leave the painter as it was found; in between edges are smooth and each text runs as its first letter says."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    try:
        yield painter
    finally:
        painter.restore()


def mirrored(rect: QRect, within: QRect, rtl: bool) -> QRect:
    """`rect` as it lies in a right-to-left layout of `within`."""
    if not rtl:
        return rect
    x = within.left() + within.right() + 1 - rect.left() - rect.width()
    return QRect(x, rect.top(), rect.width(), rect.height())


def mirrored_x(x: float, within: QRect, rtl: bool) -> float:
    """A horizontal position as it lies in a right-to-left layout of `within`."""
    return within.left() + within.right() + 1 - x if rtl else x


def start(rtl: bool) -> int:
    """Alignment at the beginning of a line."""
    return RIGHT if rtl else LEFT


def end(rtl: bool) -> int:
    """Alignment at the end of a line."""
    return LEFT if rtl else RIGHT


def text(painter: QPainter, face: Face, colour: QColor, rect: QRect, words: str, align: int = LEFT) -> int:
    """One line of text, elided to the rectangle; returns the width it took.

    It stands on the face's own baseline: centring by Qt would shift a line that borrows a glyph from another font.
    """
    painter.setFont(face.font)
    painter.setPen(colour)
    metrics = face.metrics
    width = metrics.horizontalAdvance(words)
    if width > rect.width():
        words = metrics.elidedText(words, ELIDE, rect.width())
        width = min(rect.width(), metrics.horizontalAdvance(words))
    spare = rect.width() - width
    x = rect.left() + (spare if align == RIGHT else spare // 2 if align == CENTRE else 0)
    painter.drawText(x, rect.top() + (rect.height() - metrics.height()) // 2 + metrics.ascent(), words)
    return width


def rounded(painter: QPainter, rect: QRectF, radius: float, fill: QColor) -> None:
    """A filled shape without an edge."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(rect, radius, radius)


def outlined(
    painter: QPainter,
    rect: QRect | QRectF,
    radius: float,
    edge: QColor,
    fill: QColor | None = None,
    width: float = 1.0,
    dashed: bool = False,
) -> None:
    """A shape with a crisp edge inside `rect`."""
    pen = QPen(edge, width)
    if dashed:
        pen.setDashPattern([3 / width, 2 / width])
    half = width / 2
    painter.setPen(pen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    shape = QRectF(rect).adjusted(half, half, -half, -half)
    painter.drawRoundedRect(shape, max(0.0, radius - half), max(0.0, radius - half))


def icon(
    painter: QPainter, look: Look, name: str, colour: QColor, rect: QRect, rtl: bool = False, size: int = 0
) -> None:
    """An icon in the middle of `rect`, at the device's resolution."""
    size = size or look.s.icon
    ratio = painter.device().devicePixelRatioF()
    pixmap = look.icons.pixmap(name, colour, size, ratio, rtl)
    at = QPoint(rect.x() + (rect.width() - size) // 2, rect.y() + (rect.height() - size) // 2)
    painter.drawPixmap(at, pixmap)


def rule(painter: QPainter, colour: QColor, a: QPointF, b: QPointF) -> None:
    """A crisp one-pixel line."""
    rect = QRectF(a, b).normalized()
    if rect.width() >= rect.height():
        painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), 1), colour)
    else:
        painter.fillRect(QRectF(rect.left(), rect.top(), 1, rect.height()), colour)
