"""A score over time: steps between its changes on the tiers' zones, moves between stages, and what lies ahead.

Values in, geometry by pure functions, then painting. Each moment can be reached by the pointer and by keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from leadqual_gui.ui.theme.look import Look
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.theme.tokens import Sizes
from leadqual_gui.ui.widgets import draw, numerals
from leadqual_gui.ui.widgets.scores import TierScale
from leadqual_gui.ui.widgets.themed import Themed

LEAST_SPAN = timedelta(days=7)


class MomentKind(Enum):
    """SCORE: the score changed. MOVE: the lead moved. AHEAD: the score will change if nothing happens."""

    SCORE = "score"
    MOVE = "move"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Moment:
    """Something on the chart. `score`: what it was from then on; `words`: all of it in words, its cause too."""

    at: datetime
    score: int
    tier: str
    kind: MomentKind
    words: str


class ChartPlaces(NamedTuple):
    """Where the parts lie: the plot, the scores beside it, the days under it."""

    plot: QRect
    scores: QRect
    days: QRect


def chart_places(rect: QRect, s: Sizes, rtl: bool = False) -> ChartPlaces:
    """The parts of the chart: scores at the end, days at the foot."""
    scores = QRect(rect.right() + 1 - s.xl, rect.top(), s.xl, rect.height() - s.leading_secondary)
    plot = QRect(
        rect.left() + s.xs, rect.top() + s.s, rect.width() - s.xl - s.s, rect.height() - s.leading_secondary - s.l
    )
    days = QRect(plot.left(), rect.bottom() + 1 - s.leading_secondary, plot.width(), s.leading_secondary)
    return ChartPlaces(draw.mirrored(plot, rect, rtl), draw.mirrored(scores, rect, rtl), draw.mirrored(days, rect, rtl))


class TimeSpan(NamedTuple):
    """From when to when the chart runs."""

    first: datetime
    last: datetime

    def share(self, at: datetime) -> float:
        """How far along a moment lies, 0 to 1."""
        return (at - self.first) / (self.last - self.first)


def span_of(moments: Sequence[Moment], now: datetime) -> TimeSpan:
    """Wide enough for all moments and for now, and never so short that a morning looks like a story."""
    first = min([now, *(moment.at for moment in moments)])
    last = max([now, *(moment.at for moment in moments)])
    spare = LEAST_SPAN - (last - first)
    if spare > timedelta():
        first -= spare
    return TimeSpan(first, last)


def place_of(moment: Moment, span: TimeSpan, plot: QRect, scale: TierScale, rtl: bool = False) -> QPointF:
    """Where a moment lies in the plot."""
    return QPointF(_x(moment.at, span, plot, rtl), _y(moment.score, plot, scale))


def _x(at: datetime, span: TimeSpan, plot: QRect, rtl: bool) -> float:
    return draw.mirrored_x(plot.left() + span.share(at) * (plot.width() - 1), plot, rtl)


def _y(score: float, plot: QRect, scale: TierScale) -> float:
    share = (score - scale.low) / ((scale.high - scale.low) or 1)
    return plot.bottom() - share * (plot.height() - 1)


def nearest(where: QPointF, places: Sequence[QPointF], reach: float) -> int | None:
    """The moment next to the pointer, if one is within reach; of several at one time the nearest in height."""
    found = [(abs(p.x() - where.x()), abs(p.y() - where.y()), at) for at, p in enumerate(places)]
    best = min(found, default=None)
    return best[2] if best is not None and best[0] <= reach else None


class ScoreChart(Themed, QWidget):
    """A score over time. `chosen(Moment or None)` when the pointer or a key comes to a moment.

    Left and Right step from moment to moment, Home and End go to the first and last.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.moments: tuple[Moment, ...] = ()
        self._scale, self._now = TierScale(), datetime.now().astimezone()
        self._day_words: tuple[str, str] = ("", "")
        self._current: int | None = None
        self.setAccessibleName(self.tr("The score over time"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def show_moments(self, moments: Sequence[Moment], scale: TierScale, now: datetime, days: tuple[str, str]) -> None:
        """Show these. `days`: the first and last day in words."""
        self.moments = tuple(sorted(moments, key=lambda moment: moment.at))
        self._scale, self._now, self._day_words, self._current = scale, now, days, None
        self.setAccessibleDescription("")
        self.update()

    @property
    def current(self) -> Moment | None:
        """The moment that is looked at."""
        return self.moments[self._current] if self._current is not None else None

    def step_to(self, at: int | None) -> None:
        """Look at a moment."""
        if at is not None:
            at = min(max(0, at), len(self.moments) - 1) if self.moments else None
        if at != self._current:
            self._current = at
            self.setAccessibleDescription(self.current.words if self.current else "")
            self.chosen.emit(self.current)
            self.update()

    def places(self) -> list[QPointF]:
        """Where each moment lies."""
        plot, span = chart_places(self.rect(), self.look.s, self.rtl()).plot, span_of(self.moments, self._now)
        return [place_of(moment, span, plot, self._scale, self.rtl()) for moment in self.moments]

    # --- pointer and keys ----------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        forward = -1 if self.rtl() else 1
        last = len(self.moments) - 1
        at = self._current
        steps = {
            Qt.Key.Key_Right: (0 if forward > 0 else last) if at is None else at + forward,
            Qt.Key.Key_Left: (last if forward > 0 else 0) if at is None else at - forward,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        to = steps.get(Qt.Key(event.key()))
        if to is None or not self.moments:
            super().keyPressEvent(event)
            return
        self.step_to(to)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = nearest(event.position(), self.places(), self.look.s.m)
        if found is not None:
            self.step_to(found)

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self.step_to(None)
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.step_to(None)

    # --- painting ------------------------------------------------------------------------------------------------
    def sizeHint(self) -> QSize:
        return QSize(self.look.s.inspector_least - 2 * self.look.s.l, 3 * self.look.s.row + self.look.s.xl)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, rtl = self.look, self.rtl()
        parts = chart_places(self.rect(), look.s, rtl)
        span, spots = span_of(self.moments, self._now), self.places()
        with draw.painting(QPainter(self)) as painter:
            _paint_zones(painter, look, parts, self._scale, rtl)
            self._paint_now(painter, parts.plot, span)
            _paint_steps(painter, look, self.moments, spots, _x(self._now, span, parts.plot, rtl))
            for at, (moment, spot) in enumerate(zip(self.moments, spots, strict=True)):
                _paint_moment(painter, look, moment, spot, parts.plot, self._scale, at == self._current)
            first, last = self._day_words
            draw.text(painter, look.f.secondary, look.c.text3, parts.days, first, draw.start(rtl))
            draw.text(painter, look.f.secondary, look.c.text3, parts.days, last, draw.end(rtl))
            if self.ring_shown():
                draw.outlined(painter, self.rect(), look.s.radius_inner, look.c.focus, width=look.s.focus_ring)
        painter.end()

    def _paint_now(self, painter: QPainter, plot: QRect, span: TimeSpan) -> None:
        x = _x(self._now, span, plot, self.rtl())
        draw.rule(painter, self.look.c.control, QPointF(x, plot.top()), QPointF(x, plot.bottom()))


def _paint_zones(painter: QPainter, look: Look, parts: ChartPlaces, scale: TierScale, rtl: bool) -> None:
    plot = parts.plot
    edges = [scale.low, *scale.thresholds, scale.high]
    for name, low, high in zip(scale.names, edges[:-1], edges[1:], strict=True):
        top, foot = _y(high, plot, scale), _y(low, plot, scale)
        painter.fillRect(QRectF(plot.left(), top, plot.width(), foot - top - 1), look.tone(scale.tone(name)).tint)
    half = look.s.leading_secondary // 2
    for edge in edges:
        place = QRect(parts.scores.left(), round(_y(edge, plot, scale)) - half, parts.scores.width(), 2 * half)
        draw.text(
            painter, look.f.secondary, look.c.text3, place, numerals.isolated(numerals.whole(edge)), draw.end(rtl)
        )


def _paint_steps(
    painter: QPainter, look: Look, moments: Sequence[Moment], spots: Sequence[QPointF], now: float
) -> None:
    """The line: level until the score changes, then straight to what it became; dashed for what is to come."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    before: QPointF | None = None
    for moment, spot in zip(moments, spots, strict=True):
        if moment.kind is MomentKind.MOVE:
            continue
        ahead = moment.kind is MomentKind.AHEAD
        painter.setPen(
            QPen(look.c.text3 if ahead else look.c.text1, 1.5, Qt.PenStyle.DashLine if ahead else Qt.PenStyle.SolidLine)
        )
        if before is not None:
            corner = QPointF(spot.x(), before.y())
            painter.drawLine(before, corner)
            painter.drawLine(corner, spot)
        before = spot
    known = [spot for moment, spot in zip(moments, spots, strict=True) if moment.kind is MomentKind.SCORE]
    if known and not any(moment.kind is MomentKind.AHEAD for moment in moments):
        painter.setPen(QPen(look.c.text1, 1.5))
        painter.drawLine(known[-1], QPointF(now, known[-1].y()))


def _paint_moment(
    painter: QPainter, look: Look, moment: Moment, spot: QPointF, plot: QRect, scale: TierScale, current: bool
) -> None:
    hollow, mark = moment.kind is MomentKind.AHEAD, look.tone(scale.tone(moment.tier)).mark
    size = look.s.xs - 1 - hollow + current
    if current:
        draw.rule(painter, look.c.focus, QPointF(spot.x(), plot.top()), QPointF(spot.x(), plot.bottom()))
    if moment.kind is MomentKind.MOVE:
        foot = QRectF(spot.x() - size, plot.bottom() - 2 * size, 2 * size, 2 * size)
        painter.setPen(QPen(look.c.focus if current else look.c.text2, 1.5))
        painter.setBrush(look.c.base)
        painter.drawRect(foot)
        return
    painter.setPen(QPen(look.c.focus if current else mark, 1.5))
    painter.setBrush(look.c.base if hollow else mark)
    painter.drawEllipse(spot, size, size)
