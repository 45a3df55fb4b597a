"""How many leads lie in each column, in parts: won, lost and open by score; tiers by month."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect
from PySide6.QtGui import QPainter

from leadqual_gui.ui.insights.charts.chart import Chart
from leadqual_gui.ui.insights.charts.frame import Frame, paint_rows, ticks
from leadqual_gui.ui.insights.plots.marks import dotted, paint_legend
from leadqual_gui.ui.insights.plots.pictures import Stacks
from leadqual_gui.ui.insights.wording import count
from leadqual_gui.ui.theme.look import Look
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, numerals
from leadqual_gui.ui.widgets.themed import named_colour

HEIGHT = 280
GAP = 0.08
TICKS = 4


class StacksChart(Chart):
    """Shows Stacks."""

    def __init__(self, theme: Theme, name: str, stacks: Stacks) -> None:
        super().__init__(theme, name, HEIGHT)
        self.stacks = stacks
        self._totals = [sum(row[at] for row in stacks.counts) for at in range(len(stacks.columns))]
        most = max(range(len(self._totals)), key=self._totals.__getitem__, default=0)
        self.setAccessibleDescription(self.spoken(most) if self._totals else "")

    # --- geometry ------------------------------------------------------------------------------------------------
    def _frame(self, look: Look, rect: QRect, rtl: bool) -> Frame:
        line, s = look.f.secondary.leading, look.s
        below = (2 if self.stacks.below else 1) * line + s.s
        inner = rect.adjusted(s.xl + s.xl, line * (2 if self.stacks.edges else 1) + s.m, -s.s, -below)
        top = 100.0 if self.stacks.shares else max(1.0, float(max(self._totals, default=1)))
        return Frame(draw.mirrored(inner, rect, rtl), 0.0, max(1, len(self._totals)), 0.0, top, rtl)

    def _heights(self, column: int) -> list[float]:
        total = self._totals[column]
        scale = (100.0 / total if total else 0.0) if self.stacks.shares else 1.0
        return [row[column] * scale for row in self.stacks.counts]

    # --- painting ------------------------------------------------------------------------------------------------
    def paint_chart(self, painter: QPainter, look: Look, rect: QRect, rtl: bool) -> None:
        frame, s = self._frame(look, rect, rtl), look.s
        room = s.xl + s.xl
        legend = rect.adjusted(room, 0, 0, 0) if not rtl else rect.adjusted(0, 0, -room, 0)
        legend.setHeight(look.f.secondary.leading)
        paint_legend(painter, look, legend, self.stacks.parts, rtl)
        marks = [tick for tick in ticks(0, frame.top, TICKS) if self.stacks.shares or tick == int(tick)]
        paint_rows(painter, look, frame, marks, room, " %" if self.stacks.shares else "")
        inks = [named_colour(look, part.ink) for part in self.stacks.parts]
        for column in range(len(self._totals)):
            bottom = 0.0
            for height, ink in zip(self._heights(column), inks, strict=True):
                if height:
                    painter.fillRect(frame.column(column + GAP, column + 1 - GAP, bottom, bottom + height), ink)
                bottom += height
        self._paint_edges(painter, look, frame)
        self._paint_feet(painter, look, frame)

    def paint_pointed(self, painter: QPainter, look: Look, rect: QRect, rtl: bool, at: QPoint) -> None:
        frame = self._frame(look, rect, rtl)
        column = self._column(frame, at)
        if column is not None:
            shape = frame.column(column, column + 1, frame.bottom, frame.top)
            draw.outlined(painter, shape, look.s.radius_inner, look.c.focus)

    def _paint_edges(self, painter: QPainter, look: Look, frame: Frame) -> None:
        line, face = look.f.secondary.leading, look.f.secondary
        for at, name in self.stacks.edges:
            x = frame.x(at)
            painter.setPen(dotted(look.c.text2))
            painter.drawLine(QPointF(x, frame.rect.top() - line), QPointF(x, frame.rect.bottom()))
            width = face.width(name) + 4
            place = QRect(round(x) + 4, frame.rect.top() - line - 2, width, line)
            if frame.rtl:
                place.moveRight(round(x) - 4)
            draw.text(painter, face, look.c.text2, place, name)

    def _paint_feet(self, painter: QPainter, look: Look, frame: Frame) -> None:
        line, face, names = look.f.secondary.leading, look.f.secondary, self.stacks.columns
        room = frame.rect.width() / max(1, len(names))
        widest = max((face.width(name) for name in names), default=1) + look.s.s
        step = max(1, -int(-widest // room)) if room else 1
        for at in range(0, len(names), step):
            place = QRect(round(frame.x(at + 0.5) - widest / 2), frame.rect.bottom() + 4, widest, line)
            draw.text(painter, face, look.c.text2, place, names[at], draw.CENTRE)
        if self.stacks.below:
            place = QRect(frame.rect.left(), frame.rect.bottom() + 4 + line, frame.rect.width(), line)
            draw.text(painter, face, look.c.text3, place, self.stacks.below, draw.CENTRE)

    # --- pointing ------------------------------------------------------------------------------------------------
    def _column(self, frame: Frame, at: QPoint) -> int | None:
        return min(int(frame.value_at(at.x())), len(self._totals) - 1) if self._totals else None

    def words_at(self, at: QPoint) -> str:
        column = self._column(self._frame(self.look, self.rect(), self.rtl()), at)
        return "" if column is None else self.spoken(column)

    def spoken(self, column: int) -> str:
        """All parts of a column in words."""
        parts = (
            f"{part.name}: {count(row[column])}"
            for part, row in zip(self.stacks.parts, self.stacks.counts, strict=True)
        )
        return numerals.plain("\n".join((self.stacks.columns[column], *parts)))

    def stops(self) -> list[int]:
        frame = self._frame(self.look, self.rect(), self.rtl())
        return [round(frame.x(at + 0.5)) for at in range(len(self._totals))]
