"""The model of the table: a quiet translator between a LeadList and a QTableView.

It asks the list for a row only when a cell of that row is wanted, and never queries. Which leads are ticked is kept
by lead, not by row, so that it survives sorting and filtering.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from leadqual_gui.services.lists import LeadList, LeadRow
from leadqual_gui.ui.leads.columns import CHECK, Column, Wording, spoken, text_of, title, typed

Index = QModelIndex | QPersistentModelIndex
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_EDIT = int(Qt.ItemDataRole.EditRole)
_CHECK_STATE = int(Qt.ItemDataRole.CheckStateRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
ROW = int(Qt.ItemDataRole.UserRole)
_HORIZONTAL = Qt.Orientation.Horizontal
_PLAIN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


class FewRows:
    """A LeadList of rows at hand: what the window shows before the workspace is loaded."""

    def __init__(self, rows: Sequence[LeadRow] = ()) -> None:
        self._rows = tuple(rows)

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, index: int) -> LeadRow:
        """The row at that place."""
        return self._rows[index]

    def index_of(self, lead_id: int) -> int | None:
        """Where a lead stands."""
        return next((n for n, row in enumerate(self._rows) if row.id == lead_id), None)

    def ids(self) -> Sequence[int]:
        """Row ids in order."""
        return [row.id for row in self._rows]


class LeadModel(QAbstractTableModel):
    """Leads as rows. `ticked_changed()` is emitted when other leads are ticked than before."""

    ticked_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._list: LeadList = FewRows()
        self._columns: tuple[Column, ...] = ()
        self._cache: dict[int, LeadRow] = {}
        self._ticked: set[int] = set()
        self._wording = Wording.plain()

    # --- what the window asks ----------------------------------------------------------------------------------------
    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns in logical order."""
        return self._columns

    @property
    def wording(self) -> Wording:
        """How rows are put into words."""
        return self._wording

    @property
    def list(self) -> LeadList:
        """The list that is shown."""
        return self._list

    def row_at(self, row: int) -> LeadRow:
        """The lead in a row, made once and kept until the list changes."""
        found = self._cache.get(row)
        if found is None:
            if len(self._cache) > 4096:
                self._cache.clear()
            found = self._cache[row] = self._list.row(row)
        return found

    def row_of(self, lead_id: int) -> int | None:
        """In which row a lead stands."""
        return self._list.index_of(lead_id)

    def set_columns(self, columns: tuple[Column, ...]) -> None:
        """Show other columns."""
        self.beginResetModel()
        self._columns = columns
        self.endResetModel()

    def set_wording(self, wording: Wording) -> None:
        """Put rows into other words."""
        self._wording = wording
        self._tell_all_changed()

    def show(self, leads: LeadList, changed: Sequence[int] = ()) -> None:
        """Show another list. With `changed`, only these leads differ: rows that stay where they are are repainted."""
        if len(leads) != len(self._list):
            self._show_reset(leads)
        elif changed and self._stay(leads, changed):
            self._show_changed(leads, changed)
        else:
            self._show_reordered(leads)

    def _show_reset(self, leads: LeadList) -> None:
        self.beginResetModel()
        self._list = leads
        self._cache.clear()
        self.endResetModel()

    def _show_reordered(self, leads: LeadList) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [self.row_at(index.row()).id for index in before]
        self._list = leads
        self._cache.clear()
        rows = [leads.index_of(lead_id) for lead_id in ids]
        after = [
            QModelIndex() if row is None else self.index(row, index.column())
            for row, index in zip(rows, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _show_changed(self, leads: LeadList, changed: Sequence[int]) -> None:
        self._list = leads
        for lead_id in changed:
            row = leads.index_of(lead_id)
            if row is not None:
                self._cache.pop(row, None)
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(self._columns) - 1))

    def _stay(self, leads: LeadList, changed: Sequence[int]) -> bool:
        few = len(changed) <= 20
        return few and all(leads.index_of(lead_id) == self._list.index_of(lead_id) for lead_id in changed)

    def _tell_all_changed(self) -> None:
        if self._list and self._columns:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._list) - 1, len(self._columns) - 1))

    # --- ticks -------------------------------------------------------------------------------------------------------
    @property
    def ticked(self) -> frozenset[int]:
        """Row ids of the ticked leads."""
        return frozenset(self._ticked)

    def is_ticked(self, lead_id: int) -> bool:
        """Whether a lead is ticked."""
        return lead_id in self._ticked

    def tick(self, lead_ids: Iterable[int], on: bool = True) -> None:
        """Tick leads, or take their ticks away."""
        before = len(self._ticked)
        self._ticked = self._ticked | set(lead_ids) if on else self._ticked - set(lead_ids)
        if len(self._ticked) != before:
            self._tell_ticked()

    def tick_only(self, lead_ids: Iterable[int]) -> None:
        """Tick these leads and no other."""
        wanted = set(lead_ids)
        if wanted != self._ticked:
            self._ticked = wanted
            self._tell_ticked()

    def _tell_ticked(self) -> None:
        if self._list and self._columns:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._list) - 1, 0), [_CHECK_STATE])
        self.ticked_changed.emit()

    # --- what Qt asks ------------------------------------------------------------------------------------------------
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._list)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        if not index.isValid():
            return None
        row, key = self.row_at(index.row()), self._columns[index.column()].key
        if role == _DISPLAY:
            return text_of(key)(row, self._wording)
        if role == _EDIT:
            return typed(key)(row, self._wording)
        if role == ROW:
            return row
        if role == _SPOKEN:
            return spoken(row, key, self._wording, title(key, self._wording.custom))
        if role == _CHECK_STATE and key == CHECK:
            return Qt.CheckState.Checked if row.id in self._ticked else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: object, role: int = _EDIT) -> bool:
        if not index.isValid() or role != _CHECK_STATE or self._columns[index.column()].key != CHECK:
            return False
        self.tick([self.row_at(index.row()).id], Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if role != _DISPLAY or orientation != _HORIZONTAL or not 0 <= section < len(self._columns):
            return None
        return title(self._columns[section].key, self._wording.custom)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        column = self._columns[index.column()]
        if column.key == CHECK:
            return _PLAIN | Qt.ItemFlag.ItemIsUserCheckable
        return _PLAIN | Qt.ItemFlag.ItemIsEditable if column.edits else _PLAIN
