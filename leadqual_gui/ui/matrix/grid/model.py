"""The grid as a Qt model: one row for each head and criterion, a column for the switch, the name and each cell.

Columns are: switch, name with condition, the cells from left to right, reach, close rate. What a row does not have
(cells of a head, a fourth cell of three) is empty and cannot be chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from leadqual_gui.ui.matrix.grid.rows import CellValue, CriterionRow, GridRow, GroupRow, rate_words, reach_words
from leadqual_gui.ui.matrix.wording import plain, signed_words, tr

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)
CELL = ROW + 1
SWITCH, NAME, FIRST_CELL = 0, 1, 2
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_CHECKED = int(Qt.ItemDataRole.CheckStateRole)


class Spot(NamedTuple):
    """A place in the grid that stays the same when rows move: whose row, and which column of it."""

    key: object
    column: int


class GridModel(QAbstractTableModel):
    """Frozen rows; `show(rows)` tells exactly what changed, or resets if rows came, went or moved."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[GridRow, ...] = ()
        self._places: dict[object, int] = {}
        self._cells = 1

    @property
    def rows(self) -> tuple[GridRow, ...]:
        """The rows as they are shown."""
        return self._rows

    @property
    def cells(self) -> int:
        """How many columns of cells there are."""
        return self._cells

    def show(self, rows: Sequence[GridRow]) -> None:
        """Show other rows."""
        new = tuple(rows)
        cells = max((len(row.cells) for row in new if isinstance(row, CriterionRow)), default=1)
        same = cells == self._cells and [row.key for row in new] == [row.key for row in self._rows]
        if not same:
            self.beginResetModel()
            self._rows, self._cells = new, cells
            self._places = {row.key: at for at, row in enumerate(new)}
            self.endResetModel()
            return
        old, self._rows = self._rows, new
        for at, (was, row) in enumerate(zip(old, new, strict=True)):
            if was is not row and was != row:
                self.dataChanged.emit(self.index(at, 0), self.index(at, self.columnCount() - 1))

    def place_of(self, key: object) -> int | None:
        """The row that shows this criterion or head."""
        return self._places.get(key)

    def spot(self, index: Index) -> Spot | None:
        """Where an index points to, in a way that lasts."""
        return Spot(self._rows[index.row()].key, index.column()) if index.isValid() else None

    def at(self, spot: Spot | None) -> QModelIndex:
        """Where such a place is now; the nearest column that the row has."""
        row = None if spot is None else self._places.get(spot.key)
        if row is None or spot is None:
            return QModelIndex()
        return self.index(row, self.nearest(row, spot.column))

    def nearest(self, row: int, column: int) -> int:
        """The column of a row that is nearest to the one wanted."""
        shown = self._rows[row]
        if isinstance(shown, GroupRow):
            return NAME
        if column >= self.reach_column:
            return min(column, self.rate_column)
        return max(SWITCH, min(column, FIRST_CELL + len(shown.cells) - 1))

    @property
    def reach_column(self) -> int:
        """The column of the reach."""
        return FIRST_CELL + self._cells

    @property
    def rate_column(self) -> int:
        """The column of the close rate."""
        return FIRST_CELL + self._cells + 1

    # --- Qt ----------------------------------------------------------------------------------------------------------
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else FIRST_CELL + self._cells + 2

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or not self._has(index):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if not self._has(index):
            return None
        if role == _DISPLAY:
            return self._words(row, index.column())
        if role in (_SPOKEN, _TOOL_TIP):
            return self._spoken(row, index.column())
        if role == CELL:
            return self.cell(index)
        if role == _CHECKED and index.column() == SWITCH and isinstance(row, CriterionRow):
            return Qt.CheckState.Checked if row.on else Qt.CheckState.Unchecked
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if role != _DISPLAY or orientation is not Qt.Orientation.Horizontal:
            return None
        if section == SWITCH:
            return tr("On")
        if section == NAME:
            return tr("Criterion and its condition")
        if section == self.reach_column:
            return tr("Reach")
        return tr("Close rate") if section == self.rate_column else tr("Points, by level")

    def cell(self, index: Index) -> CellValue | None:
        """The cell with points at an index, if there is one."""
        row = self._rows[index.row()] if index.isValid() else None
        at = index.column() - FIRST_CELL
        if not isinstance(row, CriterionRow) or not 0 <= at < len(row.cells):
            return None
        return row.cells[at]

    def _has(self, index: Index) -> bool:
        row, column = self._rows[index.row()], index.column()
        if isinstance(row, GroupRow):
            return column == NAME
        return column < FIRST_CELL + len(row.cells) or column >= self.reach_column

    def _words(self, row: GridRow, column: int) -> str:
        if isinstance(row, GroupRow):
            return f"{row.kind} {row.label}"
        if column == SWITCH:
            return ""
        if column == NAME:
            return row.label
        if column >= self.reach_column:
            return self._fact(row, column)
        return signed_words(row.cells[column - FIRST_CELL].tenths)

    def _spoken(self, row: GridRow, column: int) -> str:
        if isinstance(row, GroupRow):
            return row.spoken
        if column == SWITCH:
            return tr("{name} is on").format(name=row.label) if row.on else tr("{name} is off").format(name=row.label)
        if column == NAME:
            warnings = [pill.about or pill.words for pill in row.insight.pills]
            return "\n".join([f"{row.label}: {plain(row.sentence)}", *warnings])
        if column >= self.reach_column:
            return self._fact(row, column)
        cell = row.cells[column - FIRST_CELL].spoken
        return f"{cell}, {row.note}" if row.note else cell

    def _fact(self, row: CriterionRow, column: int) -> str:
        insight = row.insight
        if column == self.reach_column:
            return reach_words(insight.reach) if insight.reach is not None else ""
        return rate_words(insight.rate) if insight.rate is not None else ""
