"""How good the open lead's data are, and why: each reason with what mends it, above the fields of the Details tab."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QStyleOptionViewItem, QVBoxLayout, QWidget

from leadqual_gui.domain.quality import Deduction, Issue, Quality
from leadqual_gui.ui.data.wording import deduction_words, mend_words, words
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, numerals
from leadqual_gui.ui.widgets.controls import Button, Height
from leadqual_gui.ui.widgets.rows_view import RowsView
from leadqual_gui.ui.widgets.themed import Label, Line, margins


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """One deduction as a row."""

    deduction: Deduction

    @property
    def label(self) -> str:
        """What is wrong."""
        return deduction_words(self.deduction)

    @property
    def spoken(self) -> str:
        """The row in words, with what Enter does."""
        return numerals.plain(f"{self.label}, −{self.deduction.points}, {mend_words(self.deduction)}")


class ReasonList(RowsView[ReasonRow]):
    """Reasons. `opened(row)` on Enter or a double click, as of any rows view; a click on the words at the end, too."""

    def row_height(self, row: ReasonRow, at: int) -> int:
        look = self.theme.look
        return max(look.s.button_small, look.f.secondary.metrics.height() + look.s.s)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: ReasonRow, at: int) -> None:
        look, rect, rtl = self.theme.look, option.rect, self.rtl()
        s, act = look.s, mend_words(row.deduction)
        points = QRect(rect.left(), rect.top(), s.xl + s.s, rect.height())
        width = min(look.f.secondary_medium.width(act) + s.s, rect.width() // 2)
        end = QRect(rect.right() + 1 - width, rect.top(), width, rect.height())
        wrong = QRect(points.right() + 1, rect.top(), rect.width() - points.width() - width - s.s, rect.height())
        said = numerals.isolated(numerals.signed(-row.deduction.points))
        place = draw.mirrored(points, rect, rtl)
        draw.text(painter, look.f.secondary_medium, look.c.negative_text, place, said, draw.start(rtl))
        place = draw.mirrored(wrong, rect, rtl)
        draw.text(painter, look.f.secondary, look.c.text1, place, row.label, draw.start(rtl))
        place = draw.mirrored(end, rect, rtl)
        draw.text(painter, look.f.secondary_medium, look.c.accent_text, place, act, draw.end(rtl))


class QualityPart(QWidget):
    """Signals: `mend_asked(field, proposal)`: edit a field, with a value to take as it is or "" to write one;
    `verify_asked()`: this is a real person."""

    mend_asked = Signal(str, str)
    verify_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        s = theme.look.s
        self.head = Label(theme, face="body_strong")
        self.verify = Button(theme, words("Verified"), icon="circle-check", height=Height.SMALL)
        self.verify.setToolTip(words("A real person, reached or checked today (Alt+V)"))
        self.verify.setShortcut("Alt+V")
        self.reasons = ReasonList(theme)
        self.reasons.setAccessibleName(words("What takes from the data quality"))
        row = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        row.addWidget(self.head, 1)
        row.addWidget(self.verify)
        column = margins(QVBoxLayout(self), s.l, s.m, s.l, 0, s.xs)
        column.addLayout(row)
        column.addWidget(self.reasons)
        column.addSpacing(s.s)
        column.addWidget(Line(theme))
        self.verify.clicked.connect(self.verify_asked)
        self.reasons.opened.connect(self._on_opened)
        self.reasons.clicked.connect(lambda index: self._on_opened(self.reasons.rows[index.row()]))

    def show_quality(self, quality: Quality | None, verified: bool) -> None:
        """Show points and reasons; nothing if they are not known."""
        self.setVisible(quality is not None)
        if quality is None:
            return
        self.head.setText(words("Data quality {points} of 100").format(points=numerals.whole(quality.points)))
        self.reasons.set_rows([ReasonRow(deduction) for deduction in quality.deductions])
        self.reasons.setVisible(bool(quality.deductions))
        self.verify.setText(words("Verified again today") if verified else words("Verified"))

    def _on_opened(self, row: ReasonRow) -> None:
        if row.deduction.issue is Issue.STALE:
            self.verify_asked.emit()
        else:
            self.mend_asked.emit(row.deduction.issue.field, row.deduction.proposal)
