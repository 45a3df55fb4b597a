"""The list of copies: one row each, the row chosen as a whole; a long name gives way to the other columns."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from leadqual_gui.services.safekeeping import Copy
from leadqual_gui.ui.backups import wording
from leadqual_gui.ui.theme.theme import Theme

_NUMBERS = (2, 3)
_LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_TRAILING = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter


class CopyTable(QTableWidget):
    """Up and Down choose; Enter is left to the button of the dialog."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(0, 4)
        self.theme = theme
        heads = (self.tr("Made"), self.tr("Why"), self.tr("Leads"), self.tr("Size"))
        for column, words in enumerate(heads):
            self.setHorizontalHeaderItem(column, QTableWidgetItem(words))
        self.setAccessibleName(self.tr("Backups"))
        self.setItemDelegate(_Cells(theme, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = _Heads(theme, self)
        self.setHorizontalHeader(header)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def show_copies(self, copies: Sequence[Copy]) -> None:
        """Others than before; the first of them is chosen."""
        self.setRowCount(len(copies))
        for row, copy in enumerate(copies):
            texts = (wording.when(copy), wording.reason(copy.why), wording.leads(copy), wording.size(copy))
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setTextAlignment(_TRAILING if column in _NUMBERS else _LEADING)
                item.setToolTip(copy.file.name)
                self.setItem(row, column, item)
        if copies:
            self.selectRow(0)

    def chosen(self) -> int | None:
        """The row that is chosen."""
        rows = self.selectionModel().selectedRows()
        return rows[0].row() if rows else None


class _Heads(QHeaderView):
    """Quiet words above the columns, over the beginning or the end of what stands below."""

    def __init__(self, theme: Theme, table: CopyTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._theme = theme
        self.setFixedHeight(theme.look.s.row)

    def sectionSizeFromContents(self, index: int) -> QSize:
        return super().sectionSizeFromContents(index) + QSize(2 * self._theme.look.s.m, 0)

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:
        look = self._theme.look
        room = look.s.s + self.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin) + 1
        alignment = _TRAILING if index in _NUMBERS else _LEADING
        words = self.model().headerData(index, Qt.Orientation.Horizontal)
        painter.save()
        painter.fillRect(rect, look.c.base)
        painter.fillRect(rect.adjusted(0, rect.height() - 1, 0, 0), look.c.line)
        painter.setFont(look.f.secondary.font)
        painter.setPen(look.c.text2)
        painter.drawText(
            rect.adjusted(room, 0, -room, 0), QStyle.visualAlignment(self.layoutDirection(), alignment), words
        )
        painter.restore()


class _Cells(QStyledItemDelegate):
    """Cells with room around their words, and no ring around a single one."""

    def __init__(self, theme: Theme, table: CopyTable) -> None:
        super().__init__(table)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return super().sizeHint(option, index) + QSize(2 * self._theme.look.s.m, 0)

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, option.palette.highlight())
        room = self._theme.look.s.s
        inner = QStyleOptionViewItem(option)
        inner.rect = option.rect.adjusted(room, 0, -room, 0)
        super().paint(painter, inner, index)
