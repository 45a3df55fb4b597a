"""How the points of an activity fade with time, as a small curve."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from leadqual_gui.domain.matrix import ActivityRule
from leadqual_gui.ui.matrix.wording import tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, numerals
from leadqual_gui.ui.widgets.themed import Themed

YEAR = 365.0


def weight_at(rule: ActivityRule, age: float) -> float:
    """What an activity of that age still weighs (DESIGN 5)."""
    if rule.within is not None and age > rule.within:
        return 0.0
    late = max(0.0, age - rule.grace)
    weight = 1.0
    if rule.half_life:
        weight = 0.5 ** (late / rule.half_life)
    elif rule.linear and rule.per:
        weight = 1 - rule.linear * late / rule.per
    return max(rule.floor, weight) if rule.half_life or rule.linear else weight


def span_of_curve(rule: ActivityRule) -> float:
    """How many days to show."""
    if rule.within is not None:
        return max(7.0, rule.within * 1.08)
    return max(YEAR, 4 * rule.half_life) if rule.half_life else YEAR


class DecayCurve(Themed, QWidget):
    """The curve of one rule with the points that are left at its telling moments."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._rule: ActivityRule | None = None
        self._tenths = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def show_rule(self, rule: ActivityRule | None, tenths: int) -> None:
        """Show another rule."""
        self._rule, self._tenths = rule, tenths
        if rule is not None:
            told = (f"{numerals.brief(age)}: {self._points(age)}" for age in self._moments())
            self.setAccessibleName(tr("Points by age in days: {curve}").format(curve=", ".join(told)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.look.s.inspector_least, round(84 * self.look.s.switch_width / 28))

    def _moments(self) -> list[float]:
        rule = self._rule
        assert rule is not None
        span = span_of_curve(rule)
        step = rule.half_life or rule.per or 0
        moments = [0.0, *(m for m in (rule.grace + step, rule.grace + 2 * step) if step and m <= span * 0.9)]
        return [m for m in moments if rule.within is None or m <= rule.within]

    def _points(self, age: float) -> str:
        assert self._rule is not None
        return numerals.bare_tenths(round(self._tenths * weight_at(self._rule, age)))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._rule is None:
            return
        look, line = self.look, self.look.f.secondary.leading
        chart = QRect(4, line - 2, self.width() - 8, self.height() - 2 * line)
        with draw.painting(QPainter(self)) as painter:
            self._paint_curve(painter, chart)
            self._paint_moments(painter, chart)
            painter.fillRect(chart.left(), chart.bottom(), chart.width(), 1, look.c.line_strong)
        painter.end()

    def _x(self, age: float, chart: QRect) -> float:
        assert self._rule is not None
        return draw.mirrored_x(chart.left() + chart.width() * age / span_of_curve(self._rule), chart, self.rtl())

    def _y(self, age: float, chart: QRect) -> float:
        assert self._rule is not None
        return chart.bottom() - weight_at(self._rule, age) * (chart.height() - 4)

    def _paint_curve(self, painter: QPainter, chart: QRect) -> None:
        assert self._rule is not None
        span, look = span_of_curve(self._rule), self.look
        path = QPainterPath(QPointF(self._x(0, chart), self._y(0, chart)))
        for at in range(1, 121):
            path.lineTo(self._x(span * at / 120, chart), self._y(span * at / 120, chart))
        area = QPainterPath(path)
        area.lineTo(self._x(span, chart), chart.bottom())
        area.lineTo(self._x(0, chart), chart.bottom())
        colour = look.c.positive_bar if self._tenths >= 0 else look.c.negative_bar
        tint = QColor(colour)
        tint.setAlphaF(0.15)
        painter.fillPath(area, tint)
        painter.setPen(QPen(colour, 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)

    def _paint_moments(self, painter: QPainter, chart: QRect) -> None:
        assert self._rule is not None
        look, line = self.look, self.look.f.secondary.leading
        colour = look.c.positive_bar if self._tenths >= 0 else look.c.negative_bar
        span = span_of_curve(self._rule)
        foot = QRect(chart.left() - 4, chart.bottom() + 2, chart.width() + 8, line)
        last = foot.left() - 99.0
        for age in [*self._moments(), span]:
            x = self._x(age, chart)
            ending = age == span
            words = tr("today") if age == 0 else tr("{count} d").format(count=round(age))
            width = look.f.secondary.width(words) + 2
            left = min(max(foot.left(), round(x - width / 2)), foot.right() - width)
            if abs(x - last) > width + 8 or (ending and abs(x - last) > width):
                place = QRect(left, foot.top(), width, line)
                draw.text(painter, look.f.secondary, look.c.text2, place, words, draw.CENTRE)
                last = x
            if ending:
                continue
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(QPointF(x, self._y(age, chart)), 3, 3)
            label = self._points(age)
            wide = look.f.secondary_strong.width(label) + 2
            at = x - wide - 6 if self.rtl() else x + 6
            place = QRect(round(at), max(0, round(self._y(age, chart)) - line + 2), wide, line)
            draw.text(painter, look.f.secondary_strong, look.c.text1, place, label)
