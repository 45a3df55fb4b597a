"""What an import will do, or did: how many rows meet which fate, why rows are rejected, and the first rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from leadqual_gui.services.importing import Fate, ImportResult, RowFate
from leadqual_gui.ui.exchange.about import Foretold
from leadqual_gui.ui.exchange.after_part import AfterPart
from leadqual_gui.ui.exchange.choose import words
from leadqual_gui.ui.exchange.fates import NameOf, fate_colour, fate_icon, fate_words, why_words
from leadqual_gui.ui.exchange.reasons import ReasonGroup
from leadqual_gui.ui.fields import number
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.controls import Button, Height, Kind
from leadqual_gui.ui.widgets.scores import TierScale
from leadqual_gui.ui.widgets.themed import ElidedLabel, Label, Line, Surface, Themed, margins, named_colour

FIRST_ROWS = 6
ORDER = (Fate.NEW, Fate.UPDATES, Fate.DUPLICATE, Fate.UNCHANGED, Fate.REJECTED)
_BARS = {
    Fate.NEW: "positive_bar",
    Fate.UPDATES: "accent",
    Fate.DUPLICATE: "text3",
    Fate.UNCHANGED: "line_strong",
    Fate.REJECTED: "hot.mark",
}
Counts = Mapping[Fate, int]


class Shares(Themed, QWidget):
    """A bar of the fates, as long as their share of the rows."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._counts: Counts = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def show_counts(self, counts: Counts) -> None:
        """Show these."""
        self._counts = counts
        said = [f"{fate_words(fate)} {number(counts.get(fate, 0))}" for fate in ORDER]
        self.setAccessibleName(", ".join(said) if counts else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.look.s.gap_bar, self.look.s.m)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect = QPainter(self), self.rect()
        painter.fillRect(rect, self.look.c.sunken)
        total, left = sum(self._counts.values()), 0.0
        for fate in ORDER if total else ():
            width = rect.width() * self._counts.get(fate, 0) / total
            x = rect.width() - left - width + 1 if self.rtl() else left
            if width:
                colour = named_colour(self.look, _BARS[fate])
                painter.fillRect(QRectF(x, 0, max(1.0, width - 1), rect.height()), colour)
            left += width
        painter.end()


class CountLine(Themed, QAbstractButton):
    """A fate and how many rows meet it; a click shows them."""

    def __init__(self, theme: Theme, fate: Fate) -> None:
        super().__init__()
        self._fate, self._count = fate, ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._follow(theme)
        self.show_count(None)

    def show_count(self, count: int | None) -> None:
        """So many rows; None: not known yet."""
        self._count = "…" if count is None else number(count)
        self.setAccessibleName(f"{fate_words(self._fate)}: {self._count}")
        self.setEnabled(bool(count))
        self.update()

    def count(self) -> str:
        """The number as it is shown."""
        return self._count

    def sizeHint(self) -> QSize:
        return QSize(self.look.s.gap_bar, max(self.look.s.button_small, self.look.f.body.metrics.height() + 2))

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, s, c, rtl, rect = self.look, self.look.s, self.look.c, self.rtl(), self.rect()
        with draw.painting(QPainter(self)) as painter:
            if self.underMouse() and self.isEnabled():
                draw.rounded(painter, QRectF(rect), s.radius_inner, c.hover)
            sign = draw.mirrored(QRect(0, 0, s.icon, rect.height()), rect, rtl)
            colour = fate_colour(self._fate, look) if self.isEnabled() else c.text3
            draw.icon(painter, look, fate_icon(self._fate), colour, sign, rtl)
            chevron = draw.mirrored(QRect(rect.width() - s.icon, 0, s.icon, rect.height()), rect, rtl)
            if self.isEnabled():
                draw.icon(painter, look, "chevron-right", c.text3, chevron, rtl, s.icon_small)
            inner = draw.mirrored(rect.adjusted(s.icon + s.m, 0, -s.icon - s.s, 0), rect, rtl)
            draw.text(painter, look.f.body, c.text1 if self.isEnabled() else c.text3, inner, self._named(),
                      draw.start(rtl))  # fmt: skip
            draw.text(painter, look.f.body_strong, c.text1, inner, self._count, draw.end(rtl))
            if self.ring_shown():
                draw.outlined(painter, rect, s.radius_inner, c.focus, width=s.focus_ring)
        painter.end()

    def _named(self) -> str:
        return words("Duplicate in the file") if self._fate is Fate.DUPLICATE else fate_words(self._fate)


class RowLine(QWidget):
    """A row and its fate, in little room; `why` is all that is said beside it."""

    def __init__(self, theme: Theme, row: RowFate, why: str, explained: bool) -> None:
        """`explained`: some row is; then fates stand in a column before the words, else names have all the room."""
        super().__init__()
        s = theme.look.s
        said = margins(QHBoxLayout(self), 0, 0, 0, 0, s.s)
        line = Label(theme, number(row.line), "secondary", "text3")
        line.setFixedWidth(theme.look.f.secondary.width("00,000"))
        colours = {Fate.NEW: "positive_text", Fate.UPDATES: "accent_text", Fate.REJECTED: "hot.text"}
        fate = Label(theme, fate_words(row.fate), "secondary_strong", colours.get(row.fate, "text2"))
        widest = theme.look.f.secondary_strong.width(max(map(fate_words, Fate), key=len)) + s.xs
        fate.setFixedWidth(min(widest, s.range_bar))
        said.addWidget(line)
        self.name = ElidedLabel(theme, row.label or words("(no name)"), "secondary", "text1")
        said.addWidget(self.name, 4)
        said.addWidget(fate)
        if explained:
            said.addWidget(ElidedLabel(theme, why, "secondary", "text2"), 5)


class OutcomePart(Surface):
    """The right side of an import. `rows_asked(Fate)` by the numbers, `rejects_asked()` to save refused rows."""

    rows_asked = Signal(object)
    rejects_asked = Signal()

    def __init__(self, theme: Theme, name_of: NameOf, custom: dict[str, str], scale: TierScale) -> None:
        super().__init__(theme, "base")
        self.theme, self._name_of, self._custom = theme, name_of, custom
        self.after = AfterPart(theme, scale)
        self.setMinimumWidth(theme.look.s.inspector_least)
        self.setMaximumWidth(theme.look.s.inspector_matrix)
        self._head = Label(theme, face="title")
        self._fact = ElidedLabel(theme, "", "secondary", "text3")
        self._fact.put_at_end()
        self._shares = Shares(theme)
        self.lines = {fate: CountLine(theme, fate) for fate in ORDER}
        self._read = Label(theme, "", "body_strong")
        self.reasons_head = Label(theme, face="body_strong", wrap=True)
        self.save = Button(theme, words("Save these rows"), Kind.QUIET, "download", height=Height.SMALL)
        self.save.clicked.connect(self.rejects_asked)
        self._reasons = margins(QVBoxLayout(), 0, 0, 0, 0, theme.look.s.xs)
        self._beside = QWidget()
        self._rows = margins(QVBoxLayout(), 0, 0, 0, 0, theme.look.s.s)
        self._rows_head = Label(theme, words("Row by row"), "body_strong")
        self.file = Label(theme, face="secondary", colour="text2", wrap=True)
        self.file.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        for fate, line in self.lines.items():
            line.clicked.connect(lambda _on=False, f=fate: self.rows_asked.emit(f))
        self.show_nothing()

    def _lay_out(self) -> None:
        s = self.theme.look.s
        ground = Surface(self.theme, "base")
        column = margins(QVBoxLayout(ground), s.l, s.m, s.l, s.l, s.s)
        head = margins(QHBoxLayout(), 0, 0, 0, s.xs, s.s)
        head.addWidget(self._head)
        head.addWidget(self._fact, 1)
        column.addLayout(head)
        column.addWidget(self._shares)
        numbers = margins(QVBoxLayout(), 0, s.xs, 0, 0, 0)
        for line in self.lines.values():
            numbers.addWidget(line)
        numbers.addWidget(Line(self.theme, colour="line_strong"))
        total = margins(QHBoxLayout(), s.icon + s.m, s.xs, s.icon + s.s, 0, 0)
        total.addWidget(Label(self.theme, words("Rows in the file"), colour="text2"), 1)
        total.addWidget(self._read)
        numbers.addLayout(total)
        column.addLayout(numbers)
        self._parts = [Line(self.theme), Line(self.theme)]
        column.addWidget(self._parts[0])
        column.addWidget(self.reasons_head)
        column.addLayout(self._reasons)
        column.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self.file)
        beside = margins(QVBoxLayout(self._beside), 0, 0, 0, 0, s.s)
        beside.addWidget(self._parts[1])
        beside.addWidget(self._rows_head)
        beside.addLayout(self._rows)
        column.addWidget(self._beside)
        column.addWidget(self.after)
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(ground)
        margins(QVBoxLayout(self), 0, 0, 0, 0, 0).addWidget(area)

    # --- showing -----------------------------------------------------------------------------------------------------
    def show_nothing(self) -> None:
        """Nothing is known yet."""
        self._say(words("What will happen"), words("being worked out"))
        self._shares.show_counts({})
        for line in self.lines.values():
            line.show_count(None)
        self._read.setText("…")
        self._show_reasons(0, ())
        self._show_rows(())
        self.after.clear()
        self.file.hide()

    def show_rows_beside(self, on: bool) -> None:
        """Whether the first rows are shown here: not beside the list of all."""
        self._beside.setVisible(on)

    def show_share(self, share: float) -> None:
        """So much of it is worked out."""
        self._fact.set_words(words("{percent} % worked out").format(percent=number(round(share * 100))))

    def show_open(self) -> None:
        """It cannot be known before something is answered."""
        self._fact.set_words(words("after your answer"))

    def show_fates(self, told: Foretold) -> None:
        """Show what would happen."""
        self._say(words("What will happen"), words("nothing yet"))
        self._show_counts(told.fates.counts)
        self._show_reasons(told.fates.counts[Fate.REJECTED], told.reasons)
        self._show_rows([told.fates.row(at) for at in _first_of_each(told)])

    def show_result(self, result: ImportResult, reasons: Sequence[ReasonGroup], saved: str = "") -> None:
        """Show what did, and why rows were refused. `saved`: where those are."""
        self._say(words("What happened"), words("one step to undo"))
        counts = {
            Fate.NEW: result.new,
            Fate.UPDATES: result.updated,
            Fate.DUPLICATE: result.duplicates,
            Fate.UNCHANGED: result.unchanged,
            Fate.REJECTED: result.rejected,
        }
        self._show_counts(counts)
        self.after.clear()
        self._show_reasons(result.rejected, reasons)
        text = words("The rejected rows are in {file}. Mend them there and import that file.")
        self.file.setText(text.format(file=saved) if saved and result.rejected else "")
        self.file.setVisible(bool(saved and result.rejected))

    def show_taken_back(self) -> None:
        """The import was undone."""
        self._say(words("Taken back"), "")
        self.file.hide()

    def _say(self, head: str, fact: str) -> None:
        self._head.setText(head)
        self._fact.set_words(fact)

    def _show_counts(self, counts: Counts) -> None:
        self._shares.show_counts(counts)
        for fate, line in self.lines.items():
            line.show_count(counts[fate])
        self._read.setText(number(sum(counts.values())))

    def _show_reasons(self, rejected: int, reasons: Sequence[ReasonGroup]) -> None:
        _empty(self._reasons)
        for part in (self.reasons_head, self.save, self._parts[0]):
            part.setVisible(bool(rejected))
        self.reasons_head.setText(self.tr("Why %Ln row(s) (is|are) rejected", "", rejected))
        for one in reasons:
            self._reasons.addWidget(self._reason(one))

    def _reason(self, one: ReasonGroup) -> QWidget:
        whole = QWidget()
        row = margins(QHBoxLayout(whole), 0, 0, 0, 0, self.theme.look.s.s)
        row.addWidget(Label(self.theme, number(one.count), "secondary_strong"), 0, Qt.AlignmentFlag.AlignTop)
        where = words("row {line}") if one.count == 1 else words("first in row {line}")
        said = f"{one.words} ({where.format(line=number(one.line))})"
        row.addWidget(Label(self.theme, said, "secondary", "text2", wrap=True), 1)
        return whole

    def _show_rows(self, rows: Sequence[RowFate]) -> None:
        _empty(self._rows)
        self._rows_head.setVisible(bool(rows))
        self._parts[1].setVisible(bool(rows))
        whys = [" ".join(why_words(row, self._name_of, self._custom).split()) for row in rows]
        for row, why in zip(rows, whys, strict=True):
            self._rows.addWidget(RowLine(self.theme, row, why, any(whys)))


def _first_of_each(told: Foretold) -> list[int]:
    """Some rows to show: the first of each fate, then more from the top."""
    fates = told.fates
    firsts = [found[0] for fate in Fate if len(found := fates.of(fate))]
    more = [at for at in range(min(FIRST_ROWS, len(fates))) if at not in firsts]
    return sorted((firsts + more)[:FIRST_ROWS])


def _empty(column: QVBoxLayout) -> None:
    while item := column.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
