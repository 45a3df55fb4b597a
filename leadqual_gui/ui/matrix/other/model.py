"""A table of a rule file's items: what its cells say, and which of them can be typed into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from leadqual_gui.ui.matrix.other.columns import Section, cell_words
from leadqual_gui.ui.matrix.wording import Terms, tr

Index = QModelIndex | QPersistentModelIndex
ITEM = int(Qt.ItemDataRole.UserRole)
_DISPLAY, _EDIT = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.EditRole)
_TOOL_TIP, _SPOKEN = int(Qt.ItemDataRole.ToolTipRole), int(Qt.ItemDataRole.AccessibleTextRole)


class ItemsModel(QAbstractTableModel):
    """Frozen items in the columns of a section."""

    def __init__(self, section: Section, terms: Terms, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.section, self._terms = section, terms
        self.items: tuple[Any, ...] = ()

    def show_items(self, section: Section, items: Sequence[Any], terms: Terms) -> None:
        """Show other items; where only cells differ, only these are painted anew."""
        self._terms, before = terms, self.items
        if section.columns == self.section.columns and len(before) == len(items):
            self.section, self.items = section, tuple(items)
            for row, (old, new) in enumerate(zip(before, self.items, strict=True)):
                if old != new:
                    self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))
            return
        self.beginResetModel()
        self.section, self.items = section, tuple(items)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.section.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if orientation is not Qt.Orientation.Horizontal or role not in (_DISPLAY, _TOOL_TIP):
            return None
        return self.section.columns[section].title

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        if not index.isValid():
            return None
        item, column = self.items[index.row()], self.section.columns[index.column()]
        if role == ITEM:
            return item
        if role in (_DISPLAY, _EDIT, _TOOL_TIP):
            return cell_words(column, item, self._terms)
        if role == _SPOKEN:
            words = cell_words(column, item, self._terms) or tr("empty")
            return f"{self.section.name_of(item, self._terms)}, {column.title}: {words}"
        return None
