"""What the draft allows and what came of it before: maximum, minimum, baseline, won leads, hot leads that bought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.whatif_values import Effect
from leadqual_gui.ui.fields import number
from leadqual_gui.ui.matrix.wording import points_words, tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, numerals
from leadqual_gui.ui.widgets.numerals import bare_tenths
from leadqual_gui.ui.widgets.rows_view import RowsView
from leadqual_gui.ui.widgets.scores import TierScale


@dataclass(frozen=True, slots=True)
class FactRow:
    """One line: what, a remark, the number; `small` ones are only a remark."""

    label: str
    remark: str = ""
    value: str = ""
    before: str = ""

    @property
    def spoken(self) -> str:
        """All of a line."""
        value = (
            tr("{before} becomes {after}").format(before=self.before, after=self.value) if self.before else self.value
        )
        return ", ".join(filter(None, (self.label, self.remark, value)))


def fact_rows(effect: Effect, scale: TierScale) -> list[FactRow]:
    """The lines of an effect."""
    limits, rows = effect.limits, []
    remark = ""
    if limits.open_maximum is None:
        remark = tr("some criterion counts without end")
    elif limits.open_maximum != limits.maximum:
        remark = tr("{points} before the cut").format(points=points_words(limits.open_maximum))
    rows.append(FactRow(tr("Maximum"), remark, points_words(limits.maximum)))
    remark = ""
    if limits.open_minimum is not None and limits.open_minimum != limits.minimum:
        remark = tr("{points} before the cut").format(points=points_words(limits.open_minimum))
    rows.append(FactRow(tr("Minimum"), remark, points_words(limits.minimum)))
    if effect.baseline is not None:
        rows.append(FactRow(tr("Baseline"), tr("best scenario"), str(effect.baseline)))
    rows += _won(effect)
    rows += _hot(effect, scale)
    return rows


def _won(effect: Effect) -> list[FactRow]:
    median = effect.won_median
    if not median.leads or median.after is None:
        return []
    before = "" if median.before is None or median.before == median.after else _points(median.before)
    remark = tr("n = {count}").format(count=number(median.leads))
    return [FactRow(tr("Median of won leads"), remark, _points(median.after), before)]


def _hot(effect: Effect, scale: TierScale) -> list[FactRow]:
    """Of the hottest leads that were closed, the share that was won."""
    if not effect.tiers:
        return []
    top = effect.tiers[-1]
    rates = CloseRate(top.won_before, top.lost_before), CloseRate(top.won_after, top.lost_after)
    if rates[1].rate is None:
        return []
    label = tr("{tier} leads that became customers").format(tier=scale.labels[-1])
    words = ["" if rate.rate is None else numerals.percent(round(100 * rate.rate)) for rate in rates]
    row = FactRow(label, "", words[1], words[0] if words[0] != words[1] else "")
    if rates[0] == rates[1]:
        return [row, FactRow(tr("Closed leads, n = {count}").format(count=number(rates[1].leads)))]
    before, after = (number(rate.leads) for rate in rates)
    counts = FactRow(tr("Closed leads, n = {before} and {after}").format(before=before, after=after))
    return [row, counts] if _surely_different(*rates) else [row, counts, FactRow(tr("The difference could be chance"))]


def _surely_different(one: CloseRate, other: CloseRate) -> bool:
    low, high = one.interval, other.interval
    return low[1] < high[0] or high[1] < low[0]


class FactRows(RowsView[FactRow]):
    """The lines."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setAccessibleName(self.tr("What the draft allows"))

    def show_rows(self, rows: Sequence[FactRow]) -> None:
        """Show other lines."""
        if tuple(rows) != self.rows:
            self.set_rows(rows)

    def row_height(self, row: FactRow, at: int) -> int:
        return self.theme.look.s.row_ledger + (1 if row.value else -3)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: FactRow, at: int) -> None:
        look, rtl, rect = self.theme.look, self.rtl(), QRect(option.rect)
        c, f, s = look.c, look.f, look.s
        if not row.value:
            draw.text(painter, f.secondary, c.text2, rect, row.label, draw.start(rtl))
            return
        left = rect
        width = f.body_strong.width(row.value) + 1
        left = self._end(painter, left, row.value, width, True)
        if row.before:
            arrow = draw.mirrored(QRect(left.right() - s.l, left.top(), s.l, left.height()), left, rtl)
            draw.icon(painter, look, "arrow-right", c.text3, arrow, rtl, s.type_secondary)
            left = draw.mirrored(left.adjusted(0, 0, -s.l - 2, 0), left, rtl)
            left = self._end(painter, left, row.before, f.body.width(row.before) + 1, False)
        room = left.width() - f.body.width(row.label) - s.s
        if row.remark and room > s.xl:
            place = QRect(left.right() + 1 - room, left.top(), room - s.s, left.height())
            place = draw.mirrored(place, left, rtl)
            draw.text(painter, f.secondary, c.text2, place, row.remark, draw.end(rtl))
        draw.text(painter, f.body, c.text1, left, row.label, draw.start(rtl))

    def _end(self, painter: QPainter, rect: QRect, words: str, width: int, strong: bool) -> QRect:
        """Words at the end of a line; what is left of it."""
        look, rtl = self.theme.look, self.rtl()
        place = draw.mirrored(QRect(rect.right() + 1 - width, rect.top(), width, rect.height()), rect, rtl)
        face = look.f.body_strong if strong else look.f.body
        draw.text(painter, face, look.c.text1 if strong else look.c.text2, place, words, draw.end(rtl))
        return draw.mirrored(rect.adjusted(0, 0, -width - look.s.xs, 0), rect, rtl)


def _points(score: float) -> str:
    """A score that may lie halfway between two whole ones."""
    return number(score) if score.is_integer() else bare_tenths(round(score * 10))
