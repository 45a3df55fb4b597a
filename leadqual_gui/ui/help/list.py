"""The list at the side of the help: all topics, or what a search found with some words around it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QItemSelectionModel, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QListView, QSizePolicy, QStyleOptionViewItem, QWidget

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.rows_view import Index, RowsView


@dataclass(frozen=True, slots=True)
class HelpRow:
    """A topic, or a place in one; `context` is what stands there."""

    topic: str
    label: str
    anchor: str = ""
    context: str = ""

    @property
    def spoken(self) -> str:
        """The row in words."""
        return ", ".join(part for part in (self.label, self.context) if part)


class HelpList(RowsView[HelpRow]):
    """`chosen(HelpRow)` as soon as a row is the current one; Enter opens it (`opened`)."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setAccessibleName(self.tr("Topics"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.viewport().setAutoFillBackground(False)

    def choose(self, at: int) -> None:
        """Make a row the current one."""
        index = self._model.index(at)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def choose_quietly(self, at: int) -> None:
        """Mark a row without opening what it stands for."""
        self.blockSignals(True)
        self.choose(at)
        self.blockSignals(False)
        self.viewport().update()

    def step(self, step: int) -> None:
        """To the row below or above."""
        row = self.currentIndex().row() + step
        if 0 <= row < len(self.rows):
            self.choose(row)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if (row := self.current_row()) is not None:
            self.chosen.emit(row)

    def row_height(self, row: HelpRow, at: int) -> int:
        look = self.theme.look
        lines = 2 if row.context else 0
        return look.f.body.leading + lines * look.f.secondary.leading + look.s.s + (look.s.xs if lines else 0)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: HelpRow, at: int) -> None:
        look, s, rtl = self.theme.look, self.theme.look.s, self.rtl()
        current = self.currentIndex().row() == at
        if current:
            draw.rounded(painter, option.rect.toRectF(), s.radius_inner, look.c.selected)
        inner = option.rect.adjusted(s.m, s.xs, -s.m, -s.xs)
        face = look.f.body_medium if current or row.context else look.f.body
        colour = look.c.accent_text if current else look.c.text1
        line = QRect(inner.left(), inner.top(), inner.width(), face.leading)
        draw.text(painter, face, colour, line, row.label, draw.start(rtl))
        if row.context:
            self._paint_context(painter, inner.adjusted(0, face.leading, 0, 0), row.context)

    def _paint_context(self, painter: QPainter, rect: QRect, words: str) -> None:
        """Two lines of what stands there."""
        look = self.theme.look
        face, first = look.f.secondary, words
        while face.width(first) > rect.width() and " " in first:
            first = first.rsplit(" ", 1)[0]
        rest = words[len(first) :].strip()
        for at, line in enumerate((first, rest)):
            place = QRect(rect.left(), rect.top() + at * face.leading, rect.width(), face.leading)
            draw.text(painter, face, look.c.text2, place, line, draw.start(self.rtl()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        QListView.mouseDoubleClickEvent(self, event)

    def wheelEvent(self, event: QEvent) -> None:
        if isinstance(event, QWheelEvent):
            QListView.wheelEvent(self, event)
