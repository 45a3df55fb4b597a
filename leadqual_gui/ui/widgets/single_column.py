"""A long list in one column: rows of fixed height that a subclass paints, made only when they are looked at.

It is a QTableView with one column, since a QListView lays out every item. Rows come from a `Source`, are kept until
another source is shown, and are named by an id, so that the chosen one stays chosen when the list changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.bare_table import make_column
from leadqual_gui.ui.widgets.themed import focus_is_visible

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_DESCRIBED = int(Qt.ItemDataRole.AccessibleDescriptionRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOST_KEPT = 4096


class Source(Protocol):
    """Where rows come from. `key(row)` names a row by the lead or thing that it is about (0: a heading)."""

    def __len__(self) -> int: ...
    def row(self, index: int) -> Any: ...
    def key(self, index: int) -> int: ...
    def index_of(self, key: int) -> int | None: ...
    def spoken(self, row: Any) -> str: ...
    def tip(self, row: Any) -> str: ...
    def label(self, row: Any) -> str: ...


class NoRows:
    """A source without rows."""

    def __len__(self) -> int:
        return 0

    def row(self, index: int) -> Any:
        """There is none."""
        raise IndexError(index)

    def key(self, index: int) -> int:
        """There is none."""
        raise IndexError(index)

    def index_of(self, key: int) -> int | None:
        """Nothing is in it."""
        return None

    def spoken(self, row: Any) -> str:
        """Nothing to say."""
        return ""

    tip = label = spoken


class ColumnModel(QAbstractTableModel):
    """Rows of a source. `data` asks it only for rows that are looked at."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: Source = NoRows()
        self._kept: dict[int, Any] = {}

    @property
    def source(self) -> Source:
        """What is shown."""
        return self._source

    def row_at(self, row: int) -> Any:
        """A row, made once and kept until another source is shown."""
        found = self._kept.get(row)
        if found is None:
            if len(self._kept) > _MOST_KEPT:
                self._kept.clear()
            found = self._kept[row] = self._source.row(row)
        return found

    def show(self, source: Source) -> None:
        """Show another source: rows that stay in number keep their places and their persistent indexes follow."""
        if len(source) != len(self._source):
            self.beginResetModel()
            self._source, self._kept = source, {}
            self.endResetModel()
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        places = [source.index_of(self._source.key(index.row())) for index in before]
        self._source, self._kept = source, {}
        after = [QModelIndex() if place is None else self.index(place, 0) for place in places]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._source)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        if not index.isValid():
            return None
        row = self.row_at(index.row())
        if role == ROW:
            return row
        if role == _DISPLAY:
            return self._source.label(row)
        if role == _SPOKEN:
            return self._source.spoken(row)
        if role == _TOOL_TIP:
            return self._source.tip(row)
        if role == _DESCRIBED:
            return self._described(row)
        return None

    def _described(self, row: Any) -> str:
        """What a hover says besides the row itself, for who cannot hover."""
        tip = self._source.tip(row)
        return "" if tip == self._source.spoken(row) else tip

    def flags(self, index: Index) -> Qt.ItemFlag:
        return _FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags


class ColumnDelegate(QStyledItemDelegate):
    """Asks its view to paint a row."""

    def __init__(self, view: SingleColumn) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._view.paint_index(painter, option, index)


class SingleColumn(QTableView):
    """Shows a source. Subclasses say `row_height()` and paint with `paint_row(painter, rect, row, index row)`.

    Signals: `chosen(key)` when another row is current; `entered_row(key)` on Enter; `opened(key)` on F4 or a double
    click; `menu_asked(QPoint)` with a global position.
    """

    chosen = Signal(int)
    entered_row = Signal(int)
    opened = Signal(int)
    menu_asked = Signal(QPoint)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.rows = ColumnModel(self)
        self.hovered = -1
        self.pointer = QPoint(-1, -1)
        self._chosen_key = 0
        self.setAccessibleName(name)
        self.setModel(self.rows)
        self.setItemDelegate(ColumnDelegate(self))
        make_column(self, QAbstractItemView.SelectionMode.SingleSelection)
        self._size_rows()
        theme.changed.connect(self._on_theme_changed)

    # --- for subclasses ------------------------------------------------------------------------------------------
    def row_height(self) -> int:
        """How high a row is."""
        return self.theme.look.s.row

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Any, at: int) -> None:
        """Paint one row."""
        raise NotImplementedError

    def paint_index(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row of an index."""
        with draw.painting(painter):
            self.paint_row(painter, option, self.rows.row_at(index.row()), index.row())

    # --- rows ----------------------------------------------------------------------------------------------------
    def show_rows(self, source: Source) -> None:
        """Show another source, with the same row chosen if it is still there."""
        key = self._chosen_key
        self.rows.show(source)
        if key and not self.choose(key, scroll=False):
            self._chosen_key = 0

    @property
    def chosen_key(self) -> int:
        """The key of the current row, 0 if none is."""
        return self._chosen_key

    def choose(self, key: int, scroll: bool = True) -> bool:
        """Make a row the current one; False if it is not there."""
        row = self.rows.source.index_of(key) if key else None
        if row is None:
            return False
        self._chosen_key = key
        index = self.rows.index(row, 0)
        flags = self.selectionModel().SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect)
        if scroll:
            self.scrollTo(index)
        return True

    def choose_row(self, row: int) -> bool:
        """Make the row at a place the current one, or the last one if there are fewer."""
        if not len(self.rows.source):
            return False
        return self.choose(self.rows.source.key(min(max(0, row), len(self.rows.source) - 1)))

    def current_row(self) -> Any:
        """The current row, or None."""
        index = self.currentIndex()
        return self.rows.row_at(index.row()) if index.isValid() else None

    def is_chosen(self, at: int) -> bool:
        """Whether a row is the current one."""
        return at == self.currentIndex().row()

    def shows_focus(self, at: int) -> bool:
        """Whether a row has the keyboard, visibly."""
        return self.is_chosen(at) and self.hasFocus() and focus_is_visible(self)

    def rtl(self) -> bool:
        """Whether rows run from right to left."""
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        key = self.rows.source.key(current.row()) if current.isValid() else 0
        if key and key != self._chosen_key:
            self._chosen_key = key
            self.chosen.emit(key)

    # --- Qt ------------------------------------------------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setColumnWidth(0, self.viewport().width())

    def _size_rows(self) -> None:
        if self.verticalHeader().defaultSectionSize() != self.row_height():
            self.verticalHeader().setDefaultSectionSize(self.row_height())

    def _on_theme_changed(self) -> None:
        self._size_rows()
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and len(self.rows.source):
            self.choose_row(0)
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointer = event.position().toPoint()
        self._hover(self.rowAt(self.pointer.y()))
        if event.buttons():
            super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.pointer = QPoint(-1, -1)
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            before, self.hovered = self.hovered, row
            for at in (before, row):
                if at >= 0:
                    self.viewport().update(self.visualRect(self.rows.index(at, 0)))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and (key := self.rows.source.key(index.row())):
            self.opened.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.currentIndex().isValid():
            self.choose_row(0)
        if event.key() in _ENTER and not event.modifiers() and self._chosen_key:
            self.entered_row.emit(self._chosen_key)
            return
        if event.key() == Qt.Key.Key_F4 and not event.modifiers() and self._chosen_key:
            self.opened.emit(self._chosen_key)
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are keys here, not a search."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(event.pos())
            if index.isValid():
                self.choose_row(index.row())
            self.menu_asked.emit(event.globalPos())
        elif self._chosen_key:
            rect = self.visualRect(self.currentIndex())
            self.menu_asked.emit(self.viewport().mapToGlobal(rect.bottomLeft()))


class RowList:
    """A source over rows at hand; subclasses say how a row is keyed and spoken."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self.rows = tuple(rows)

    def __len__(self) -> int:
        return len(self.rows)

    def row(self, index: int) -> Any:
        """The row at a place."""
        return self.rows[index]

    def key(self, index: int) -> int:
        """What names it."""
        return int(self.rows[index].id)

    def index_of(self, key: int) -> int | None:
        """Where it stands."""
        return next((at for at in range(len(self.rows)) if self.key(at) == key), None)

    def spoken(self, row: Any) -> str:
        """The row in words."""
        return self.label(row)

    def label(self, row: Any) -> str:
        """Its name."""
        return str(row)

    def tip(self, row: Any) -> str:
        """What a hover says."""
        return self.spoken(row)
