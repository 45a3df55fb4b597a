"""Leads side by side, field by field, and what is kept of each field: chosen with the mouse or the arrow keys.

Each lead is a column, and the last column is the result. Left and right choose what is kept of a field: the value of a
lead, or what is proposed (joined tags, one note after the other) where that is nobody's value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyleOptionViewItem, QWidget

from leadqual_gui.services.commands import FieldValue
from leadqual_gui.services.lists import LeadRow
from leadqual_gui.services.merging_view import MergeField
from leadqual_gui.ui.data.wording import value_words, words
from leadqual_gui.ui.fields import field_label
from leadqual_gui.ui.theme.look import Look
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.theme.tokens import Sizes
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets import draw, numerals, scores
from leadqual_gui.ui.widgets.scores import TierScale
from leadqual_gui.ui.widgets.single_column import RowList, SingleColumn
from leadqual_gui.ui.widgets.themed import Themed

PROPOSED = -1


@dataclass(frozen=True, slots=True)
class MergeRow:
    """One line: a field with a text for each lead, and the place of the one kept (PROPOSED: what is proposed).

    `field` is None for what is only counted (activities). `mixed`: what is proposed is nobody's own value.
    """

    place: int
    label: str
    texts: tuple[str, ...]
    result: str
    kept: int = PROPOSED
    differs: bool = False
    mixed: bool = False
    field: MergeField | None = None

    @property
    def choices(self) -> tuple[int, ...]:
        """What can be kept, from the first lead to the result."""
        if self.field is None or not self.differs:
            return ()
        return (*range(len(self.texts)), *((PROPOSED,) if self.mixed else ()))


class MergePlaces(NamedTuple):
    """Where the parts of a row lie: the field's name, a cell for each lead, the result."""

    label: QRect
    cells: tuple[QRect, ...]
    result: QRect


def merge_places(rect: QRect, s: Sizes, count: int, rtl: bool = False) -> MergePlaces:
    """The parts of one row; leads and the result share what the field's name leaves."""
    inner = rect.adjusted(s.l, 0, -s.l, 0)
    first = min(s.gap_bar + s.l, round(inner.width() * 0.2))
    width = max(1, (inner.width() - first) // (count + 1))
    label = QRect(inner.left(), inner.top(), first - s.m, inner.height())
    cells = [QRect(inner.left() + first + at * width, inner.top(), width - s.m, inner.height()) for at in range(count)]
    result = QRect(inner.left() + first + count * width, inner.top(), width - s.xs, inner.height())
    return MergePlaces(
        draw.mirrored(label, rect, rtl),
        tuple(draw.mirrored(cell, rect, rtl) for cell in cells),
        draw.mirrored(result, rect, rtl),
    )


def merge_rows(
    fields: Sequence[MergeField],
    picked: Mapping[str, int],
    joined: Sequence[tuple[str, tuple[int, ...], int]],
    vocabulary: Vocabulary,
) -> tuple[MergeRow, ...]:
    """Fields as rows, then what hangs on the leads: its name, how much on each, how much on the result."""
    rows = [_field_row(at, line, picked, vocabulary) for at, line in enumerate(fields)]
    for at, (label, counts, result) in enumerate(joined, len(rows)):
        differs = any(count != result for count in counts)
        rows.append(MergeRow(at, label, tuple(map(numerals.whole, counts)), numerals.whole(result), differs=differs))
    return tuple(rows)


def _field_row(at: int, line: MergeField, picked: Mapping[str, int], vocabulary: Vocabulary) -> MergeRow:
    stages = vocabulary.stages if line.field == "stage" else None
    texts = tuple(value_words(value, stages) for value in line.values)
    mixed = line.proposed not in line.values
    kept = picked.get(line.field, PROPOSED if mixed else line.values.index(line.proposed))
    result = value_words(kept_value(line, kept), stages)
    return MergeRow(at, field_label(line.field, vocabulary.custom), texts, result, kept, line.differs, mixed, line)


def kept_value(line: MergeField, kept: int) -> FieldValue:
    """What is kept of a field."""
    return line.proposed if kept == PROPOSED else line.values[kept]


class MergeSource(RowList):
    """Rows of the table."""

    def key(self, index: int) -> int:
        return int(self.rows[index].place) + 1

    def label(self, row: Any) -> str:
        return str(row.label)

    def spoken(self, row: Any) -> str:
        unknown = words("nothing")
        parts = [row.label, *(text or unknown for text in row.texts)]
        parts.append(words("kept: {value}").format(value=row.result or unknown))
        return numerals.plain(", ".join(parts))


class MergeTable(SingleColumn):
    """The table. `kept(field, place)` when another value is to be kept; `merge_asked()`, `apart_asked()`, `left()`."""

    kept = Signal(str, int)
    merge_asked = Signal()
    apart_asked = Signal()
    left = Signal()
    resized = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, name)
        self.count = 0

    def show_merge(self, rows: Sequence[MergeRow], count: int) -> None:
        """Show these rows of so many leads."""
        self.count = count
        self.show_rows(MergeSource(rows))

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: MergeRow, at: int) -> None:
        look, rect, rtl = self.theme.look, option.rect, self.rtl()
        chosen = self.is_chosen(at) and self.hasFocus()
        painter.fillRect(rect, look.c.selected if chosen else look.c.hover if at == self.hovered else look.c.base)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), look.c.line)
        place = merge_places(rect, look.s, self.count, rtl)
        if row.differs:
            bar = QRect(rect.left(), rect.top(), look.s.current_bar, rect.height() - 1)
            painter.fillRect(draw.mirrored(bar, rect, rtl), look.c.warm.mark)
        face = look.f.body_medium if row.differs else look.f.body
        draw.text(painter, face, look.c.text1 if row.differs else look.c.text3, place.label, row.label, draw.start(rtl))
        for column, cell in enumerate(place.cells):
            self._paint_cell(painter, cell, row.texts[column], bool(row.choices), row.kept == column, row.differs)
        self._paint_result(painter, place.result, row)
        if self.shows_focus(at):
            draw.outlined(painter, rect, look.s.radius_inner, look.c.focus, width=look.s.focus_ring)

    def _paint_cell(
        self, painter: QPainter, cell: QRect, text: str, can_choose: bool, is_kept: bool, differs: bool
    ) -> None:
        look, rtl, s = self.theme.look, self.rtl(), self.theme.look.s
        if can_choose:
            box = draw.mirrored(QRect(cell.left(), cell.top(), s.icon_small, cell.height()), cell, rtl)
            paint_choice(painter, look, box, is_kept)
            shift = s.icon_small + s.s
            cell = cell.adjusted(0, 0, -shift, 0) if rtl else cell.adjusted(shift, 0, 0, 0)
        strong = can_choose and is_kept
        face = look.f.body_medium if strong else look.f.body
        colour = look.c.text1 if strong else look.c.text2 if differs else look.c.text3
        if not text:
            draw.text(painter, face, look.c.text3, cell, numerals.EN_DASH, draw.start(rtl))
            return
        draw.text(painter, face, colour, cell, text, draw.start(rtl))

    def _paint_result(self, painter: QPainter, place: QRect, row: MergeRow) -> None:
        look, rtl, s = self.theme.look, self.rtl(), self.theme.look.s
        if row.mixed and row.choices:
            box = draw.mirrored(QRect(place.left(), place.top(), s.icon_small, place.height()), place, rtl)
            paint_choice(painter, look, box, row.kept == PROPOSED)
            shift = s.icon_small + s.s
            place = place.adjusted(0, 0, -shift, 0) if rtl else place.adjusted(shift, 0, 0, 0)
        colour = look.c.text1 if row.result else look.c.text3
        draw.text(painter, look.f.body_medium, colour, place, row.result or numerals.EN_DASH, draw.start(rtl))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    # --- choosing ----------------------------------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        where = event.position().toPoint()
        index = self.indexAt(where)
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return
        row: MergeRow = self.rows.row_at(index.row())
        place = merge_places(self.visualRect(index), self.theme.look.s, self.count, self.rtl())
        for column in row.choices:
            cell = place.result if column == PROPOSED else place.cells[column]
            if cell.contains(where):
                self._keep(row, column)

    def _keep(self, row: MergeRow, column: int) -> None:
        if row.field is not None and column != row.kept:
            self.kept.emit(row.field.field, column)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row: MergeRow | None = self.current_row()
        keys = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Space: 1}
        step = keys.get(Qt.Key(event.key()), 0)
        if step and row is not None and not event.modifiers():
            self._step(row, -step if self.rtl() and event.key() != Qt.Key.Key_Space else step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_M):
            self.merge_asked.emit()
        elif event.key() == Qt.Key.Key_D and not event.modifiers():
            self.apart_asked.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _step(self, row: MergeRow, step: int) -> None:
        choices = row.choices
        if choices:
            at = choices.index(row.kept) if row.kept in choices else 0
            self._keep(row, choices[(at + step) % len(choices)])


def paint_choice(painter: QPainter, look: Look, box: QRect, on: bool) -> None:
    """A round mark: one of several, filled if it is the one."""
    size = look.s.icon_small - 2
    shape = QRect(box.left() + 1, box.top() + (box.height() - size) // 2, size, size)
    painter.setPen(QPen(look.c.accent if on else look.c.control, 1.5))
    painter.setBrush(QColor(look.c.base))
    painter.drawEllipse(shape)
    if on:
        painter.setBrush(look.c.accent)
        painter.drawEllipse(shape.adjusted(3, 3, -3, -3))


class MergeHead(Themed, QWidget):
    """Over the table: who stands side by side, each with its score, and the result with the score it would have.

    `stays_asked(lead)` when a lead is clicked: it is to be the one that stays.
    """

    stays_asked = Signal(int)

    def __init__(self, theme: Theme, beneath: MergeTable) -> None:
        super().__init__()
        self._beneath = beneath
        self._leads: tuple[LeadRow, ...] = ()
        self._keep = 0
        self._result: tuple[str, str] = ("", "")
        self._scale = TierScale()
        beneath.resized.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def show_leads(
        self, leads: Sequence[LeadRow], keep: int, result: tuple[str, str], scale: TierScale | None = None
    ) -> None:
        """Show who they are, who stays, and what comes of it: tier and words of the score."""
        self._leads, self._keep, self._result = tuple(leads), keep, result
        self._scale = scale or self._scale
        names = [lead.name for lead in leads]
        self.setAccessibleName(numerals.plain(", ".join([*names, words("result: {score}").format(score=result[1])])))
        self.update()

    def sizeHint(self) -> QSize:
        f, s = self.look.f, self.look.s
        return QSize(0, f.body.leading + 2 * f.secondary.leading + 2 * s.s + s.xs)

    def _places(self) -> MergePlaces:
        viewport = self._beneath.viewport()
        rect = QRect(viewport.x(), 0, viewport.width(), self.height())
        return merge_places(rect, self.look.s, len(self._leads), self.rtl())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        where = event.position().toPoint()
        for lead, cell in zip(self._leads, self._places().cells, strict=True):
            if cell.contains(where):
                self.stays_asked.emit(lead.id)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, rtl, rect = self.look, self.rtl(), self.rect()
        place = self._places()
        with draw.painting(QPainter(self)) as painter:
            painter.fillRect(rect, look.c.base)
            painter.fillRect(QRect(0, rect.bottom(), rect.width(), 1), look.c.line_strong)
            for lead, cell in zip(self._leads, place.cells, strict=True):
                note = words("stays") if lead.id == self._keep else words("goes into the other")
                shown = "" if lead.shown is None else numerals.whole(lead.shown)
                self._paint_one(painter, cell, lead.name, shown, lead.tier, note, rtl)
            if self._leads:
                tier, said = self._result
                self._paint_one(painter, place.result, words("Result"), said, tier, words("nothing is lost"), rtl)
        painter.end()

    def _paint_one(
        self, painter: QPainter, cell: QRect, name: str, score: str, tier: str, note: str, rtl: bool
    ) -> None:
        look, s = self.look, self.look.s
        top = cell.top() + s.s
        first = QRect(cell.left(), top, cell.width(), look.f.body.leading)
        second = QRect(cell.left(), first.bottom() + 3, cell.width(), look.f.secondary.leading)
        third = QRect(cell.left(), second.bottom() + 1, cell.width(), look.f.secondary.leading)
        draw.text(painter, look.f.body_strong, look.c.text1, first, name, draw.start(rtl))
        draw.text(painter, look.f.secondary, look.c.text3, third, note, draw.start(rtl))
        if score:
            mark = draw.mirrored(QRect(second.left(), second.top(), s.tier_mark, second.height()), second, rtl)
            scores.paint_tier_mark(painter, look, mark, self._scale.tone(tier))
            shift = s.tier_mark + s.s
            rest = second.adjusted(0, 0, -shift, 0) if rtl else second.adjusted(shift, 0, 0, 0)
            draw.text(painter, look.f.secondary, look.c.text2, rest, numerals.isolated(score), draw.start(rtl))
