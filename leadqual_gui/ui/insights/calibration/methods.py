"""How well each rule tells customers from others on leads that it was not fitted to: the proposed one and the rest."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from leadqual_gui.domain.calibration.results import Auc, PointsProposal, Verdict
from leadqual_gui.ui.insights.calibration.facts import FactList
from leadqual_gui.ui.insights.wording import METHODS, tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, numerals


@dataclass(frozen=True, slots=True)
class MethodRow:
    """A rule, how well it does, and whether its points are the proposed ones."""

    label: str
    auc: Auc
    proposed: bool

    @property
    def value_words(self) -> str:
        """How well: "0.78, 0.74 to 0.82"."""
        if self.auc.value is None:
            return numerals.EN_DASH
        low, high = (numerals.isolated(numerals.decimal(end, 2)) for end in (self.auc.low, self.auc.high))
        return tr("{low} to {high}").format(low=low, high=high)

    @property
    def spoken(self) -> str:
        """The row in words."""
        value = "" if self.auc.value is None else f"{numerals.decimal(self.auc.value, 2)}, "
        mark = f", {tr('proposed')}" if self.proposed else ""
        return numerals.plain(f"{self.label}: {value}{self.value_words}{mark}")


def method_rows(proposal: PointsProposal) -> list[MethodRow]:
    """All rules that were tried, the best first."""
    found = [
        MethodRow(tr(METHODS[method]), auc, proposal.verdict is Verdict.PROPOSED and method is proposal.method)
        for method, auc in proposal.checked.items()
    ]
    return sorted(found, key=lambda row: -(row.auc.value or 0.0))


class Methods(FactList[MethodRow]):
    """The rules, one a line."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, tr("What each rule does on them"))

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: MethodRow, at: int) -> None:
        look, rect, rtl = self.theme.look, option.rect, self.rtl()
        f, c, s = look.f, look.c, look.s
        number = f.body_strong.width("0.00") + s.s
        span = max(f.secondary.width(one.value_words) for one in self.rows) + s.m
        if row.auc.value is not None:
            value = QRect(rect.right() + 1 - number - span, rect.top(), number, rect.height())
            words = numerals.isolated(numerals.decimal(row.auc.value, 2))
            draw.text(painter, f.body_strong, c.text1, draw.mirrored(value, rect, rtl), words, draw.end(rtl))
        end = draw.mirrored(QRect(rect.right() + 1 - span, rect.top(), span, rect.height()), rect, rtl)
        draw.text(painter, f.secondary, c.text3, end, row.value_words, draw.end(rtl))
        label = draw.mirrored(rect.adjusted(s.l + s.xs, 0, -number - span - s.s, 0), rect, rtl)
        face = f.body_medium if row.proposed else f.body
        draw.text(painter, face, c.text1 if row.proposed else c.text2, label, row.label, draw.start(rtl))
        if row.proposed:
            mark = draw.mirrored(QRect(rect.left(), rect.top(), s.icon_small, rect.height()), rect, rtl)
            draw.icon(painter, look, "check", c.positive_text, mark, rtl, s.icon_small)
