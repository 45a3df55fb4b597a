"""The table under the grid: its rows of two heights, and where their cells lie instead of Qt's columns."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from leadqual_gui.ui.matrix.grid import painting
from leadqual_gui.ui.matrix.grid.layout import (
    CriterionPlaces,
    GroupPlaces,
    Stripes,
    criterion_places,
    group_places,
    stripes_of,
)
from leadqual_gui.ui.matrix.grid.model import FIRST_CELL, NAME, SWITCH, GridModel, Index
from leadqual_gui.ui.matrix.grid.rows import GroupRow
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.bare_table import make_column


class PlacedTable(QTableView):
    """Answers where everything lies; how it looks and what hands do is `MatrixGrid`'s."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.grid = GridModel(self)
        self.setModel(self.grid)
        make_column(self, QAbstractItemView.SelectionMode.NoSelection)

    def stripes(self) -> Stripes:
        """The columns as they lie now."""
        return stripes_of(self.viewport().width(), self.theme.look.s)

    def rtl(self) -> bool:
        """Whether rows run from right to left."""
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def row_rect(self, row: int) -> QRect:
        """Where a row lies in the viewport."""
        return QRect(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))

    def places(self, row: int) -> CriterionPlaces | GroupPlaces:
        """Where the parts of a row lie."""
        look, shown = self.theme.look, self.grid.rows[row]
        if isinstance(shown, GroupRow):
            return group_places(self.row_rect(row), look.s, painting.cap_width(look, shown), self.rtl())
        return criterion_places(
            self.row_rect(row), self.stripes(), shown.cells, look.s, look.f.secondary.leading, self.rtl()
        )

    def visualRect(self, index: Index) -> QRect:
        if not index.isValid() or index.row() >= len(self.grid.rows):
            return QRect()
        places = self.places(index.row())
        if isinstance(places, GroupPlaces):
            return places.row if index.column() == NAME else QRect()
        column = index.column()
        if column == SWITCH:
            return places.switch
        if column == NAME:
            return places.name.united(places.sentence)
        if column == self.grid.reach_column:
            return places.reach
        if column == self.grid.rate_column:
            return places.rate
        at = column - FIRST_CELL
        return places.cells[at] if at < len(places.cells) else QRect()

    def indexAt(self, position: QPoint) -> QModelIndex:
        row = self.rowAt(position.y())
        if row < 0:
            return QModelIndex()
        places = self.places(row)
        if isinstance(places, GroupPlaces):
            return self.grid.index(row, NAME)
        for column in range(self.grid.columnCount()):
            rect = self.visualRect(self.grid.index(row, column))
            if rect.contains(QPoint(position.x(), rect.center().y())):
                return self.grid.index(row, column)
        return self.grid.index(row, NAME)

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        rect, bar = self.row_rect(index.row()), self.verticalScrollBar()
        if rect.top() < 0:
            bar.setValue(bar.value() + rect.top())
        elif rect.bottom() > self.viewport().height():
            bar.setValue(bar.value() + rect.bottom() - self.viewport().height() + 1)

    def size_rows(self) -> None:
        """Rows as high as the type needs."""
        look, header = self.theme.look, self.verticalHeader()
        high = max(look.s.row, 2 * look.f.secondary.leading + look.s.xs)
        head = max(look.s.table_head, look.f.body.metrics.height() + look.s.s)
        header.setDefaultSectionSize(high)
        for at, row in enumerate(self.grid.rows):
            wanted = head if isinstance(row, GroupRow) else high
            if header.sectionSize(at) != wanted:
                header.resizeSection(at, wanted)

    def rows_in(self, area: QRect) -> Iterator[int]:
        """The rows that lie in a part of the viewport."""
        row = self.rowAt(max(0, area.top()))
        while 0 <= row < len(self.grid.rows) and self.rowViewportPosition(row) <= area.bottom():
            yield row
            row += 1
