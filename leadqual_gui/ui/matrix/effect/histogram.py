"""Leads by score, today and under the draft, with the edges of the tiers to drag."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from leadqual_gui.domain.whatif_values import Histogram
from leadqual_gui.ui.matrix.wording import tr
from leadqual_gui.ui.theme.look import Look, Tone
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, numerals
from leadqual_gui.ui.widgets.scores import TierScale
from leadqual_gui.ui.widgets.themed import Themed

BARS = 20
STRENGTH = 0.55
GRIP_W, GRIP_H = 10, 12
HIT_W, HIT_H = 44, 24


class Places(NamedTuple):
    """Where the parts of the picture lie."""

    labels: QRect
    chart: QRect
    axis: QRect


def places_of(rect: QRect, look: Look) -> Places:
    """Words of the edges above, bars, numbers of the axis below."""
    line = look.f.secondary.leading
    foot = max(line, GRIP_H + 2) + 4
    return Places(
        QRect(rect.left(), rect.top(), rect.width(), line),
        QRect(rect.left(), rect.top() + line, rect.width(), rect.height() - line - foot),
        QRect(rect.left(), rect.bottom() + 1 - foot, rect.width(), foot),
    )


def grouped(counts: Sequence[int], bars: int = BARS) -> list[int]:
    """Fine bars put together into so many; the topmost score belongs to the last."""
    size = len(counts)
    if size <= bars:
        return list(counts)
    step = (size - 1) / bars if size > 1 else 1
    found = [0] * bars
    for at, count in enumerate(counts):
        found[min(bars - 1, int(at / step))] += count
    return found


class EdgeHistogram(Themed, QWidget):
    """Signals: `edge_tried(tier, score)` while an edge is dragged, `edge_set(tier, score)` when it is let go,
    `edge_dropped()` when it goes back."""

    edge_tried = Signal(str, int)
    edge_set = Signal(str, int)
    edge_dropped = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._histogram = Histogram(0, 1, (0,) * 101, (0,) * 101)
        self._before: list[int] = [0] * BARS
        self._after: list[int] = [0] * BARS
        self._scale = TierScale()
        self._dragged, self._edge = -1, 1
        self._started = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._follow(theme)
        self.setAccessibleName(self.tr("Leads by score, today and under the draft"))

    def show_effect(self, histogram: Histogram, scale: TierScale) -> None:
        """Show other counts and edges."""
        self._histogram, self._scale = histogram, scale
        self._before, self._after = grouped(histogram.before), grouped(histogram.after)
        edges = (
            tr("{tier} from {score}").format(tier=label, score=edge)
            for label, edge in zip(scale.labels[1:], scale.edges[1:], strict=True)
        )
        self.setAccessibleDescription(", ".join(edges))
        self.update()

    def sizeHint(self) -> QSize:
        zoom = self.look.s.switch_width / 28
        return QSize(self.look.s.inspector_least - 2 * self.look.s.l, round(118 * zoom))

    # --- geometry ----------------------------------------------------------------------------------------------------
    def _x(self, score: float, chart: QRect) -> float:
        x = chart.left() + self._scale.share(score) * chart.width()
        return draw.mirrored_x(x, chart, self.rtl())

    def _score_at(self, x: float, chart: QRect) -> int:
        share = (draw.mirrored_x(x, chart, self.rtl()) - chart.left()) / max(1, chart.width())
        return round(self._scale.low + share * (self._scale.high - self._scale.low))

    def edge_place(self, tier: int) -> QRect:
        """Where an edge can be taken hold of."""
        places = places_of(self.rect(), self.look)
        x = round(self._x(self._scale.edges[tier], places.chart))
        return QRect(x - HIT_W // 2, places.axis.top() - HIT_H // 2, HIT_W, HIT_H)

    def _edge_at(self, position: QPoint) -> int:
        hits = [tier for tier in range(1, len(self._scale.edges)) if self._near(tier, position)]
        return min(hits, key=lambda tier: abs(self.edge_place(tier).center().x() - position.x()), default=-1)

    def _near(self, tier: int, position: QPoint) -> bool:
        place = self.edge_place(tier)
        close = abs(place.center().x() - position.x())
        return place.contains(position) or (close <= 6 and position.y() <= place.bottom())

    # --- painting ----------------------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        look, places = self.look, places_of(self.rect(), self.look)
        with draw.painting(QPainter(self)) as painter:
            self._paint_bars(painter, places.chart)
            painter.fillRect(
                QRectF(places.chart.left(), places.chart.bottom(), places.chart.width(), 1), look.c.control
            )
            self._paint_axis(painter, places)
            for tier in range(1, len(self._scale.edges)):
                self._paint_edge(painter, places, tier)
            self._paint_labels(painter)
        painter.end()

    def _paint_bars(self, painter: QPainter, chart: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        most = max(1, *self._before, *self._after)
        width = chart.width() / len(self._after)
        span = (self._scale.high - self._scale.low) / len(self._after)
        for at, count in enumerate(self._after):
            height = count / most * (chart.height() - 2)
            middle = self._scale.low + (at + 0.5) * span
            colour = QColor(self.look.tone(self._tone_at(middle)).mark)
            colour.setAlphaF(STRENGTH)
            left = chart.left() + at * width
            if self.rtl():
                left = 2 * chart.left() + chart.width() - left - width
            painter.fillRect(QRectF(left + 0.5, chart.bottom() - height, width - 1, height), colour)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_outline(painter, chart, most)

    def _paint_outline(self, painter: QPainter, chart: QRect, most: int) -> None:
        count = len(self._before)
        width = chart.width() / count
        path = QPainterPath(QPointF(self._flip(chart.left(), chart), chart.bottom()))
        for at, leads in enumerate(self._before):
            y = chart.bottom() - leads / most * (chart.height() - 2)
            path.lineTo(self._flip(chart.left() + at * width, chart), y)
            path.lineTo(self._flip(chart.left() + (at + 1) * width, chart), y)
        path.lineTo(self._flip(chart.left() + chart.width(), chart), chart.bottom())
        painter.setPen(QPen(self.look.c.text1, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)

    def _flip(self, x: float, chart: QRect) -> float:
        return draw.mirrored_x(x, chart, self.rtl())

    def _tone_at(self, score: float) -> Tone:
        return self._scale.tone(self._scale.tier_at(int(score)))

    def _paint_axis(self, painter: QPainter, places: Places) -> None:
        look = self.look
        low, high = (numerals.isolated(numerals.whole(v)) for v in (self._scale.low, self._scale.high))
        row = QRect(places.axis.left(), places.axis.top() + 3, places.axis.width(), look.f.secondary.leading)
        draw.text(painter, look.f.secondary, look.c.text3, row, low, draw.start(self.rtl()))
        draw.text(painter, look.f.secondary, look.c.text3, row, high, draw.end(self.rtl()))

    def _paint_edge(self, painter: QPainter, places: Places, tier: int) -> None:
        look = self.look
        x = self._x(self._scale.edges[tier], places.chart)
        pen = QPen(look.c.text1, 1.4)
        pen.setDashPattern([2, 2])
        painter.setPen(pen)
        painter.drawLine(QPointF(x, places.labels.bottom() + 1), QPointF(x, places.axis.top() + 2))
        grip = QRectF(x - GRIP_W / 2, places.axis.top() + 2, GRIP_W, GRIP_H)
        on = tier == self._dragged or (self.hasFocus() and tier == self._edge)
        edge = look.c.focus if on else look.c.text1
        draw.outlined(painter, grip, 3, edge, look.c.base, 2 if on else 1.2)
        for shift in (-1.5, 1.5):
            painter.fillRect(QRectF(x + shift - 0.5, grip.top() + 3.5, 1, GRIP_H - 7), edge)

    def _label_words(self, tier: int) -> str:
        return tr("{tier} from {score}").format(tier=self._scale.labels[tier], score=self._scale.edges[tier])

    def label_places(self) -> list[QRect]:
        """Where the words of the edges stand: above them, pushed aside where they would touch."""
        places, gap = places_of(self.rect(), self.look), self.look.s.s
        middles = {tier: self._x(edge, places.chart) for tier, edge in enumerate(self._scale.edges) if tier}
        found: dict[int, QRect] = {}
        taken = self.rect().left()
        for tier in sorted(middles, key=lambda one: middles[one]):
            width = self.look.f.secondary_medium.width(self._label_words(tier)) + 2
            left = max(taken, round(middles[tier] - width / 2))
            found[tier] = QRect(left, places.labels.top(), width, places.labels.height())
            taken = left + width + gap
        limit = self.rect().right() + 1
        for tier in sorted(middles, key=lambda one: -middles[one]):
            if found[tier].right() + 1 > limit:
                found[tier].moveLeft(limit - found[tier].width())
            limit = found[tier].left() - gap
        return [found[tier] for tier in sorted(found)]

    def _paint_labels(self, painter: QPainter) -> None:
        for tier, place in enumerate(self.label_places(), 1):
            words = self._label_words(tier)
            draw.text(painter, self.look.f.secondary_medium, self.look.c.text1, place, words, draw.CENTRE)

    # --- hands and keys ----------------------------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        tier = self._edge_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and tier > 0:
            self._dragged = self._edge = tier
            self._started = self._scale.edges[tier]
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged < 0:
            over = self._edge_at(event.position().toPoint()) > 0
            self.setCursor(Qt.CursorShape.SizeHorCursor if over else Qt.CursorShape.ArrowCursor)
            return
        chart = places_of(self.rect(), self.look).chart
        self._try(self._dragged, self._score_at(event.position().x(), chart))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragged > 0:
            tier, self._dragged = self._dragged, -1
            if self._scale.edges[tier] != self._started:
                self.edge_set.emit(self._scale.names[tier], self._scale.edges[tier])
            self.update()

    def _try(self, tier: int, score: int) -> None:
        bounded = self._bounded(tier, score)
        if bounded != self._scale.edges[tier]:
            self.edge_tried.emit(self._scale.names[tier], bounded)

    def _bounded(self, tier: int, score: int) -> int:
        edges = self._scale.edges
        above = edges[tier + 1] - 1 if tier + 1 < len(edges) else self._scale.high
        return max(edges[tier - 1] + 1, min(above, score))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, big = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key)
        if key == Qt.Key.Key_Escape and self._dragged > 0:
            self._dragged = -1
            self.edge_dropped.emit()
        elif step is not None and len(self._scale.edges) > 1:
            step = (-step if self.rtl() else step) * (5 if big else 1)
            score = self._bounded(self._edge, self._scale.edges[self._edge] + step)
            if score != self._scale.edges[self._edge]:
                self.edge_set.emit(self._scale.names[self._edge], score)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            count = len(self._scale.edges) - 1
            self._edge = 1 + (self._edge - 1 + (1 if key == Qt.Key.Key_Up else -1)) % max(1, count)
            self.update()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
