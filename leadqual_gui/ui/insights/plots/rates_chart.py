"""Close rates side by side: a mark for each, over the bar of its interval, with how many leads stand behind it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.ui.insights.charts.chart import Chart
from leadqual_gui.ui.insights.charts.frame import Frame, paint_rows, ticks
from leadqual_gui.ui.insights.plots.marks import dotted, paint_interval_bar, paint_legend, paint_mark, tinted
from leadqual_gui.ui.insights.plots.pictures import Rates
from leadqual_gui.ui.insights.wording import count, interval, of_words, percent, tr
from leadqual_gui.ui.theme.look import Look
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, numerals
from leadqual_gui.ui.widgets.themed import named_colour

HEIGHT = 300
SLOT = 0.62
BAR = 10.0
LINE_ALPHA = 0.55


class RatesChart(Chart):
    """Shows Rates."""

    def __init__(self, theme: Theme, name: str, rates: Rates) -> None:
        super().__init__(theme, name, HEIGHT)
        self.rates = rates
        self.setAccessibleDescription(self.spoken(len(rates.columns) - 1) if rates.columns else "")

    # --- geometry ------------------------------------------------------------------------------------------------
    def _frame(self, look: Look, rect: QRect, rtl: bool) -> Frame:
        line, s = look.f.secondary.leading, look.s
        below = (3 if self.rates.below else 2) * line + s.s
        inner = rect.adjusted(2 * s.xl, line + s.m, -s.s, -below)
        top = max((rate.interval[1] for row in self.rates.rates for rate in row if rate.leads), default=1.0)
        return Frame(
            draw.mirrored(inner, rect, rtl), 0.0, max(1, len(self.rates.columns)), 0.0, _round_up(100 * top), rtl
        )

    def _place(self, frame: Frame, series: int, column: int) -> float:
        """Where a rate stands across: the series of a column side by side."""
        many = len(self.rates.series)
        offset = 0.0 if many < 2 else (series / (many - 1) - 0.5) * SLOT * (1 if many > 2 else 0.6)
        return frame.x(column + 0.5 + offset)

    # --- painting ------------------------------------------------------------------------------------------------
    def paint_chart(self, painter: QPainter, look: Look, rect: QRect, rtl: bool) -> None:
        frame, s = self._frame(look, rect, rtl), look.s
        legend = rect.adjusted(2 * s.xl, 0, 0, 0) if not rtl else rect.adjusted(0, 0, -2 * s.xl, 0)
        legend.setHeight(look.f.secondary.leading)
        if len(self.rates.series) > 1:
            paint_legend(painter, look, legend, self.rates.series, rtl)
        paint_rows(painter, look, frame, ticks(0, frame.top), 2 * s.xl, " %")
        self._paint_control(painter, look, frame)
        self._paint_feet(painter, look, frame)
        for at, row in enumerate(self.rates.rates):
            if self.rates.joined:
                self._paint_line(painter, look, frame, at, row)
        for at, row in enumerate(self.rates.rates):
            for column, rate in enumerate(row):
                if rate.leads:
                    self._paint_rate(painter, look, frame, at, column, rate)

    def paint_pointed(self, painter: QPainter, look: Look, rect: QRect, rtl: bool, at: QPoint) -> None:
        column = self._column(look, rect, rtl, at)
        if column is not None:
            frame = self._frame(look, rect, rtl)
            shape = frame.column(column + 0.04, column + 0.96, frame.bottom, frame.top)
            draw.outlined(painter, shape, look.s.radius_inner, look.c.focus)

    def _paint_control(self, painter: QPainter, look: Look, frame: Frame) -> None:
        control = self.rates.control
        if control is None or control.rate is None:
            return
        y = frame.y(100 * control.rate)
        painter.setPen(dotted(look.c.text2))
        painter.drawLine(QPointF(frame.rect.left(), y), QPointF(frame.rect.right(), y))
        words = tr("all closed leads {rate}").format(rate=percent(control.rate))
        line = look.f.secondary.leading
        width = look.f.secondary.width(words) + 4
        place = QRect(frame.rect.right() - width, round(y) - line, width, line)
        draw.text(
            painter, look.f.secondary, look.c.text2, draw.mirrored(place, frame.rect, frame.rtl), words, draw.CENTRE
        )

    def _paint_feet(self, painter: QPainter, look: Look, frame: Frame) -> None:
        """Names of columns and how many leads; every second or third where they do not fit."""
        line, face = look.f.secondary.leading, look.f.secondary
        room = frame.rect.width() / max(1, len(self.rates.columns))
        widest = max((face.width(word) for word in (*self.rates.columns, "n 10,000")), default=1) + look.s.s
        step = max(1, -int(-widest // room)) if room else 1
        for at, name in enumerate(self.rates.columns):
            if at % step:
                continue
            place = QRect(round(frame.x(at + 0.5) - room * step / 2), frame.rect.bottom() + 4, round(room * step), line)
            draw.text(painter, face, look.c.text2, place, name, draw.CENTRE)
            words = numerals.isolated(f"n {self._behind(at)}")
            draw.text(painter, face, look.c.text3, place.translated(0, line), words, draw.CENTRE)
        if self.rates.below:
            place = QRect(frame.rect.left(), frame.rect.bottom() + 4 + 2 * line, frame.rect.width(), line)
            draw.text(painter, face, look.c.text3, place, self.rates.below, draw.CENTRE)

    def _behind(self, column: int) -> str:
        """How many leads stand behind a column; of two series, behind each."""
        leads = [row[column].leads for row in self.rates.rates]
        return " / ".join(map(count, leads)) if len(leads) == 2 else count(sum(leads))

    def _paint_line(self, painter: QPainter, look: Look, frame: Frame, series: int, row: tuple[CloseRate, ...]) -> None:
        """From rate to rate; grey and dotted to and from one that too few leads stand behind."""
        sure = QPen(tinted(named_colour(look, self.rates.series[series].ink), LINE_ALPHA), 1.5)
        unsure = QPen(tinted(look.c.text3, LINE_ALPHA), 1.5, Qt.PenStyle.DotLine)
        before: tuple[QPointF, bool] | None = None
        for column, rate in enumerate(row):
            if rate.rate is None:
                continue
            here = QPointF(self._place(frame, series, column), frame.y(100 * rate.rate))
            if before is not None:
                painter.setPen(unsure if rate.few or before[1] else sure)
                painter.drawLine(before[0], here)
            before = here, rate.few

    def _paint_rate(
        self, painter: QPainter, look: Look, frame: Frame, series: int, column: int, rate: CloseRate
    ) -> None:
        one = self.rates.series[series]
        colour = look.c.text3 if rate.few else named_colour(look, one.ink)
        x, (low, high) = self._place(frame, series, column), rate.interval
        room = frame.rect.width() / max(1, len(self.rates.columns) * len(self.rates.series))
        width = min(BAR, max(3.0, 0.6 * room))
        top, foot = frame.y(100 * high), frame.y(100 * low)
        paint_interval_bar(painter, QRectF(x - width / 2, top, width, max(1.0, foot - top)), colour, rate.few)
        paint_mark(painter, look, one.mark, colour, QPointF(x, frame.y(100 * (rate.rate or 0.0))))

    # --- pointing ------------------------------------------------------------------------------------------------
    def _column(self, look: Look, rect: QRect, rtl: bool, at: QPoint) -> int | None:
        frame = self._frame(look, rect, rtl)
        if not self.rates.columns:
            return None
        return min(int(frame.value_at(at.x())), len(self.rates.columns) - 1)

    def words_at(self, at: QPoint) -> str:
        column = self._column(self.look, self.rect(), self.rtl(), at)
        return "" if column is None else self.spoken(column)

    def spoken(self, column: int) -> str:
        """All rates of a column in words."""
        return numerals.plain(
            "\n".join(
                [
                    self.rates.columns[column],
                    *(
                        self._told(one.name, row[column])
                        for one, row in zip(self.rates.series, self.rates.rates, strict=True)
                    ),
                ]
            )
        )

    @staticmethod
    def _told(name: str, rate: CloseRate) -> str:
        if not rate.leads:
            return tr("{name}: none closed").format(name=name)
        words = {"name": name, "rate": percent(rate.rate), "of": of_words(rate), "interval": interval(rate)}
        if rate.few:
            return tr("{name}: {rate}, {of}, interval {interval}: too few to say").format(**words)
        return tr("{name}: {rate}, {of}, interval {interval}").format(**words)

    def stops(self) -> list[int]:
        frame = self._frame(self.look, self.rect(), self.rtl())
        return [round(frame.x(at + 0.5)) for at in range(len(self.rates.columns))]


def _round_up(value: float) -> float:
    """The next multiple of ten, at most 100."""
    return min(100.0, max(10.0, -(-value // 10) * 10))
