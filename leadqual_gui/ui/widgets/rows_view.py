"""A short list of painted rows that shows itself whole, with one keyboard stop a row and words for screen readers.

Ledger, gaps, time line and palette results stand on it. The height follows the rows; the panel around it scrolls.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar, cast

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.themed import focus_is_visible

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)


class Row(Protocol):
    """What a row has to say about itself."""

    @property
    def label(self) -> str: ...

    @property
    def spoken(self) -> str: ...


R = TypeVar("R", bound=Row)


class RowsModel(QAbstractListModel):
    """Frozen rows; display text is the label, accessible text the whole row, ROW the value itself."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows as they are shown."""
        return self._rows

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == _DISPLAY:
            return row.label
        if role in (_SPOKEN, _TOOL_TIP):
            return row.spoken
        if role == ROW:
            return row
        return None


class RowsDelegate(QStyledItemDelegate):
    """Asks its view how high a row is and to paint it; adds the focus ring."""

    def __init__(self, view: RowsView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._view.row_height(index.data(ROW), index.row()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = self._view
        with draw.painting(painter):
            view.paint_row(painter, option, index.data(ROW), index.row())
            focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
            if focused and view.shows_focus and focus_is_visible(view):
                look = view.theme.look
                draw.outlined(painter, option.rect, look.s.radius_inner, look.c.focus, width=look.s.focus_ring)


class RowsView(QListView, Generic[R]):
    """Shows rows whole. `opened(row)` is emitted when one is clicked twice or Enter is pressed on it."""

    opened = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.shows_focus = True
        self._model = RowsModel(self)
        self.setModel(self._model)
        self.setItemDelegate(RowsDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setTabKeyNavigation(False)
        theme.changed.connect(self._on_theme_changed)

    @property
    def rows(self) -> tuple[R, ...]:
        """The rows that are shown."""
        return cast(tuple[R, ...], self._model.rows)

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show other rows; the view takes the height they need."""
        self._model.set_rows(rows)
        self.updateGeometry()

    def row_height(self, row: R, at: int) -> int:
        """How high a row is; for subclasses."""
        return self.theme.look.s.row

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: R, at: int) -> None:
        """Paint one row; for subclasses."""
        raise NotImplementedError

    def rtl(self) -> bool:
        """Whether rows run from right to left."""
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def current_row(self) -> R | None:
        """The row that has the keyboard, if any."""
        index = self.currentIndex()
        return index.data(ROW) if index.isValid() else None

    def sizeHint(self) -> QSize:
        height = sum(self.row_height(row, at) for at, row in enumerate(self.rows))
        return QSize(self.theme.look.s.inspector_least - 2 * self.theme.look.s.l, height)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current_row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            self.opened.emit(row)
            event.accept()
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.opened.emit(index.data(ROW))

    def wheelEvent(self, event: QEvent) -> None:
        event.ignore()

    def _on_theme_changed(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()
