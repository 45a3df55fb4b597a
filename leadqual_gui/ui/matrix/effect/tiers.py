"""Leads by tier, before and after: mark, bar, both counts and the difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from leadqual_gui.domain.whatif_values import TierEffect
from leadqual_gui.ui.fields import number
from leadqual_gui.ui.matrix.wording import tr
from leadqual_gui.ui.theme.look import Tone
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, numerals
from leadqual_gui.ui.widgets.rows_view import RowsView
from leadqual_gui.ui.widgets.scores import TierScale, paint_tier_chip


@dataclass(frozen=True, slots=True)
class TierRow:
    """One tier."""

    label: str
    tone: Tone
    before: int
    after: int
    total: int

    @property
    def spoken(self) -> str:
        """All of a tier."""
        return tr("{tier}: {before} leads today, {after} under the draft").format(
            tier=self.label, before=number(self.before), after=number(self.after)
        )


def tier_rows(effects: Sequence[TierEffect], scale: TierScale, total: int) -> list[TierRow]:
    """The tiers, the best first."""
    return [TierRow(scale.label(e.tier), scale.tone(e.tier), e.before, e.after, total) for e in reversed(effects)]


def difference_words(before: int, after: int) -> str:
    """By how many more or fewer."""
    return numerals.isolated(numerals.signed(after - before)) if after != before else ""


class TierRows(RowsView[TierRow]):
    """The tiers of a draft."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setAccessibleName(self.tr("Leads by tier"))

    def row_height(self, row: TierRow, at: int) -> int:
        return self.theme.look.s.row_ledger + self.theme.look.s.xs // 2

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: TierRow, at: int) -> None:
        look, rtl = self.theme.look, self.rtl()
        s, f, c, rect = look.s, look.f, look.c, QRect(option.rect)
        zoom = s.switch_width / 28
        count = max(40, 8 * len(number(row.total)))
        numbers = [round(w * zoom) for w in (count, 20, count, count - 2)]
        chip = draw.mirrored(QRect(rect.left(), rect.top(), round(74 * zoom), rect.height()), rect, rtl)
        paint_tier_chip(painter, look, chip, row.tone, row.label, rtl)
        left = rect.left() + round(78 * zoom)
        bar = QRect(left, rect.center().y() - 2, rect.width() - round(78 * zoom) - sum(numbers), 5)
        self._paint_bar(painter, draw.mirrored(bar, rect, rtl), row, rtl)
        at_x = rect.right() + 1 - sum(numbers)
        words = (number(row.before), "", number(row.after), difference_words(row.before, row.after))
        faces = (f.body, f.body, f.body_strong, f.secondary)
        for width, text, face in zip(numbers, words, faces, strict=True):
            place = draw.mirrored(QRect(at_x, rect.top(), width, rect.height()), rect, rtl)
            colour = c.text1 if face is f.body_strong else c.text2
            draw.text(painter, face, colour, place, text, draw.end(rtl))
            at_x += width
        arrow = QRect(rect.right() + 1 - sum(numbers[1:]), rect.top(), numbers[1], rect.height())
        arrow = draw.mirrored(arrow, rect, rtl)
        draw.icon(painter, look, "arrow-right", c.text3, arrow, rtl, s.type_secondary)

    def _paint_bar(self, painter: QPainter, bar: QRect, row: TierRow, rtl: bool) -> None:
        look = self.theme.look
        draw.rounded(painter, QRectF(bar), 2.5, look.c.sunken)
        width = bar.width() * row.after / max(1, row.total)
        if row.after:
            width = max(3.0, width)
            left = bar.right() + 1 - width if rtl else bar.left()
            draw.rounded(painter, QRectF(left, bar.top(), width, bar.height()), 2.5, look.tone(row.tone).mark)
