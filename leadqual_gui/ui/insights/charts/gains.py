"""How many customers are reached when leads are called best score first: proposed, today, and by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from leadqual_gui.ui.insights.charts.chart import Chart, upright
from leadqual_gui.ui.insights.charts.frame import Frame, paint_columns, paint_rows
from leadqual_gui.ui.insights.wording import percent, tr
from leadqual_gui.ui.theme.look import Look
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, numerals

if TYPE_CHECKING:
    from leadqual_gui.domain.calibration.results import Gains, Split

QUARTERS = [0.0, 25.0, 50.0, 75.0, 100.0]
FIFTHS = [20.0, 40.0, 60.0, 80.0, 100.0]
MARKED = 0.3
"""The share of leads at which both curves are marked when nobody points."""
BAND_ALPHA = 0.14


class GainsChart(Chart):
    """`show_split` gives it the curves; pointing reads them off."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, tr("Customers reached, best score first"), 270)
        self._today: Gains | None = None
        self._proposed: Gains | None = None

    def show_split(self, split: Split | None) -> None:
        """Show how both did on leads that were not used for fitting."""
        self._today = split.today.gains if split is not None else None
        self._proposed = split.proposed.gains if split is not None else None
        self.setVisible(split is not None and len(split.today.gains.leads) > 0)
        self.setAccessibleDescription(self._words(MARKED) if self._today is not None else "")
        self.update()

    # --- geometry ------------------------------------------------------------------------------------------------
    def _frame(self, look: Look, rect: QRect, rtl: bool) -> Frame:
        line, s = look.f.secondary.leading, look.s
        room = s.xl + s.m
        inner = rect.adjusted(room, s.s, -s.l, -(2 * line + s.s))
        return Frame(draw.mirrored(inner, rect, rtl), 0.0, 100.0, 0.0, 100.0, rtl)

    # --- painting ------------------------------------------------------------------------------------------------
    def paint_chart(self, painter: QPainter, look: Look, rect: QRect, rtl: bool) -> None:
        frame = self._frame(look, rect, rtl)
        paint_rows(painter, look, frame, QUARTERS, look.s.xl + look.s.m)
        paint_columns(painter, look, frame, FIFTHS, [f"{value:g}" for value in FIFTHS])
        self._paint_name(painter, look, frame)
        if self._today is None or self._proposed is None:
            return
        self._paint_band(painter, look, frame, self._proposed)
        painter.setPen(QPen(look.c.text3, 1, Qt.PenStyle.DotLine))
        painter.drawLine(frame.point(0, 0), frame.point(100, 100))
        self._paint_curve(painter, frame, self._today, self._dashes(look.c.text1))
        pen = QPen(look.c.positive_bar, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        self._paint_curve(painter, frame, self._proposed, pen)
        if self.pointer is None:
            self._paint_marks(painter, look, frame, MARKED)

    def paint_pointed(self, painter: QPainter, look: Look, rect: QRect, rtl: bool, at: QPoint) -> None:
        frame = self._frame(look, rect, rtl)
        self._paint_marks(painter, look, frame, frame.value_at(at.x()) / 100)

    @staticmethod
    def _dashes(colour: QColor) -> QPen:
        pen = QPen(colour, 1.5)
        pen.setDashPattern([4, 2.5])
        return pen

    def _paint_name(self, painter: QPainter, look: Look, frame: Frame) -> None:
        line = look.f.secondary.leading
        place = QRect(frame.rect.left(), frame.rect.bottom() + line + look.s.xs, frame.rect.width(), line)
        words = tr("% of leads called, best score first")
        draw.text(painter, look.f.secondary, look.c.text3, place, words, draw.CENTRE)

    @staticmethod
    def _points(frame: Frame, across: np.ndarray, up: np.ndarray) -> list[QPointF]:
        return [frame.point(100 * x, 100 * y) for x, y in zip(across.tolist(), up.tolist(), strict=True)]

    def _paint_band(self, painter: QPainter, look: Look, frame: Frame, gains: Gains) -> None:
        fill = QColor(look.c.positive_bar)
        fill.setAlphaF(BAND_ALPHA)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        upper = self._points(frame, gains.leads, gains.high)
        lower = self._points(frame, gains.leads, gains.low)
        painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))

    def _paint_curve(self, painter: QPainter, frame: Frame, gains: Gains, pen: QPen) -> None:
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(self._points(frame, gains.leads, gains.customers)))

    def _paint_marks(self, painter: QPainter, look: Look, frame: Frame, share: float) -> None:
        """Both curves at a share of leads, with their values beside them."""
        if self._today is None or self._proposed is None:
            return
        x = frame.x(100 * share)
        told = [(at(self._proposed, share), look.c.positive_bar), (at(self._today, share), look.c.text1)]
        top = frame.y(100 * max(value for value, _colour in told))
        upright(painter, look, x, round(top), frame.rect.bottom() + 1)
        higher = told[0][0] >= told[1][0]
        for place, (value, colour) in enumerate(told):
            y = frame.y(100 * value)
            draw.rounded(painter, QRectF(x - 4, y - 4, 8, 8), 4, look.c.base)
            draw.rounded(painter, QRectF(x - 3.5, y - 3.5, 7, 7), 3.5, colour)
            self._paint_value(painter, look, frame, x, y, value, colour, above=(place == 0) == higher)

    def _paint_value(
        self, painter: QPainter, look: Look, frame: Frame, x: float, y: float, value: float, colour: QColor, above: bool
    ) -> None:
        face, words = look.f.secondary_strong, percent(value)
        width, line = face.width(words) + 2, look.f.secondary.leading
        left = x - width - look.s.s if above != frame.rtl else x + look.s.s
        left = min(max(left, frame.rect.left()), frame.rect.right() - width)
        place = QRect(round(left), round(y - line - 2 if above else y + 2), width, line)
        place.moveTop(min(max(place.top(), frame.rect.top() - 2), frame.rect.bottom() - line))
        draw.text(painter, face, colour, place, words, draw.CENTRE)

    # --- pointing ------------------------------------------------------------------------------------------------
    def words_at(self, at: QPoint) -> str:
        frame = self._frame(self.look, self.rect(), self.rtl())
        return self._words(frame.value_at(at.x()) / 100) if self._today is not None else ""

    def _words(self, share: float) -> str:
        if self._today is None or self._proposed is None:
            return ""
        said = tr("Of the best {leads} of leads: {proposed} of customers as proposed, {today} today").format(
            leads=percent(share), proposed=percent(at(self._proposed, share)), today=percent(at(self._today, share))
        )
        return numerals.plain(said)

    def stops(self) -> list[int]:
        frame = self._frame(self.look, self.rect(), self.rtl())
        return [round(frame.x(value)) for value in range(0, 101, 10)]


def at(gains: Gains, share: float) -> float:
    """The share of customers among the best `share` of leads."""
    return float(np.interp(share, gains.leads, gains.customers))
