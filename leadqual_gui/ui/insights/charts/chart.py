"""The base of all charts: a subclass paints itself into any rectangle, so that a file holds what the screen shows."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from leadqual_gui.ui.theme.look import Look
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.themed import Themed

SCALE = 2.0
USUAL_HEIGHT = 220


class Chart(Themed, QWidget):
    """Override `paint_chart`; `words_at` and `stops` for values on hover and by arrow keys.

    `hovered(QPoint|None)` by mouse or keys, `stepped(QPoint)` by keys: that place wants to be in sight.
    """

    hovered = Signal(object)
    stepped = Signal(QPoint)

    def __init__(self, theme: Theme, name: str, height: int = USUAL_HEIGHT) -> None:
        super().__init__()
        self._chart_height = height
        self._pointer: QPoint | None = None
        self._stop = -1
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    # --- for subclasses ------------------------------------------------------------------------------------------
    def paint_chart(self, painter: QPainter, look: Look, rect: QRect, rtl: bool) -> None:
        """Paint the whole picture into `rect`, without what is pointed at."""
        raise NotImplementedError

    def paint_pointed(self, painter: QPainter, look: Look, rect: QRect, rtl: bool, at: QPoint) -> None:
        """Paint what is pointed at over the picture."""

    def words_at(self, at: QPoint) -> str:
        """The values at a place of the widget, "" for none."""
        return ""

    def stops(self) -> list[int]:
        """Where the arrow keys go, across, in pixels of the widget; none: keys do nothing."""
        return []

    # --- sizes ---------------------------------------------------------------------------------------------------
    def sizeHint(self) -> QSize:
        zoom = self.look.s.rail / 72
        return QSize(self.look.s.inspector_least - 2 * self.look.s.l, round(self._chart_height * zoom))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    # --- painting ------------------------------------------------------------------------------------------------
    @property
    def pointer(self) -> QPoint | None:
        """What is pointed at, by mouse or keys."""
        return self._pointer

    def paintEvent(self, event: QPaintEvent) -> None:
        with draw.painting(QPainter(self)) as painter:
            self.paint_chart(painter, self.look, self.rect(), self.rtl())
            if self._pointer is not None:
                self.paint_pointed(painter, self.look, self.rect(), self.rtl(), self._pointer)
            if self.ring_shown():
                draw.outlined(painter, self.rect(), self.look.s.radius, self.look.c.focus, width=self.look.s.focus_ring)
        painter.end()

    # --- pointing ------------------------------------------------------------------------------------------------
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(event.position().toPoint(), tip=True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {int(Qt.Key.Key_Left): -1, int(Qt.Key.Key_Right): 1}.get(event.key())
        stops = sorted(self.stops())
        if step is None or not stops:
            super().keyPressEvent(event)
            return
        self._stop = min(max(0, self._stop + step), len(stops) - 1)
        self._step_to(QPoint(stops[self._stop], self.height() // 2))

    def _step_to(self, at: QPoint) -> None:
        """Point at a place by keys: its values are shown and said, as under the mouse."""
        self.setAccessibleDescription(self.words_at(at))
        self.stepped.emit(at)
        self._point(at, tip=True)

    def _point(self, at: QPoint | None, tip: bool = False) -> None:
        self._pointer = at
        words = self.words_at(at) if at is not None else ""
        if tip:
            QToolTip.showText(self.mapToGlobal(at or QPoint()), words, self)
        self.hovered.emit(at)
        self.update()

    # --- files ---------------------------------------------------------------------------------------------------
    def as_image(self, size: QSize, scale: float = SCALE, look: Look | None = None) -> QImage:
        """The picture, for a PNG or a report; `look`: another one than the screen's (a light one, for paper)."""
        used = look or self.look
        image = QImage(size * scale, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(scale)
        image.fill(used.c.base)
        with draw.painting(QPainter(image)) as painter:
            self.paint_chart(painter, used, QRect(QPoint(0, 0), size), self.rtl())
        painter.end()
        return image

    def as_svg(self, size: QSize, look: Look | None = None) -> str:
        """The picture as SVG."""
        from PySide6.QtSvg import QSvgGenerator  # only who saves a picture waits for it

        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(size)
        generator.setViewBox(QRect(QPoint(0, 0), size))
        generator.setTitle(self.accessibleName())
        generator.setDescription(self.accessibleDescription())
        with draw.painting(QPainter(generator)) as painter:
            self.paint_chart(painter, look or self.look, QRect(QPoint(0, 0), size), self.rtl())
        painter.end()
        buffer.close()
        return bytes(data.data()).decode("utf-8")

    def save(self, path: Path, size: QSize, look: Look | None = None) -> None:
        """Save it, as the ending of the name says: .svg or .png."""
        if path.suffix.lower() == ".svg":
            path.write_text(self.as_svg(size, look), encoding="utf-8")
        else:
            self.as_image(size, look=look).save(str(path))


def upright(painter: QPainter, look: Look, x: float, top: int, bottom: int) -> None:
    """A thin line down, where something is pointed at."""
    draw.rule(painter, look.c.text2, QPointF(x, top), QPointF(x, bottom))
