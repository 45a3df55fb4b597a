"""Editing a lead in its row: a line (or a list of stages) in the cell, and a "no" said right under it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QComboBox,
    QCompleter,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from leadqual_gui.ui.leads.cells import LeadCells
from leadqual_gui.ui.leads.columns import column
from leadqual_gui.ui.leads.model import ROW, LeadModel
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.notices import RefusalBar

Index = QModelIndex | QPersistentModelIndex
_TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_TAKEN, _GONE = "leadqual_taken", "leadqual_gone"
_NEXT = QAbstractItemDelegate.EndEditHint.EditNextItem
_BEFORE = QAbstractItemDelegate.EndEditHint.EditPreviousItem
_STAY = QAbstractItemDelegate.EndEditHint.NoHint
_HINTS = {Qt.Key.Key_Tab: _NEXT, Qt.Key.Key_Backtab: _BEFORE}


class LeadEditing(QStyledItemDelegate):
    """Edits cells in place: a list where only some values are possible, else a line that completes what others have."""

    def __init__(self, theme: Theme, table: QTableView, cells: LeadCells) -> None:
        super().__init__(table)
        self._table, self._cells = table, cells
        self.refusal = RefusalBar(theme, table)
        self.refusal.setMaximumWidth(theme.look.s.inspector_least)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        self.refusal.clear()
        field = self._field(index)
        choices = self._cells.choices(field)
        editor = self._combo(parent, choices) if choices else self._line(parent, field)
        editor.setProperty(_TAKEN, False)
        editor.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        editor.setAutoFillBackground(True)
        return editor

    def _combo(self, parent: QWidget, choices: Sequence[tuple[str, str]]) -> QComboBox:
        combo = QComboBox(parent)
        for value, words in choices:
            combo.addItem(words, value)
        return combo

    def _line(self, parent: QWidget, field: str) -> QLineEdit:
        line = QLineEdit(parent)
        known = self._cells.known(field)
        if known:
            completer = QCompleter(known, line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
            line.setCompleter(completer)
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            row = index.data(ROW)
            editor.setCurrentIndex(max(0, editor.findData(row.stage)))
        elif isinstance(editor, QLineEdit):
            editor.setText(str(index.data(int(Qt.ItemDataRole.EditRole)) or ""))
            editor.selectAll()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        before, after = (3, 9) if self._table.isRightToLeft() else (-9, -3)
        editor.setGeometry(option.rect.adjusted(before, 2, after, -3))

    def setModelData(self, editor: QWidget, model: QObject, index: Index) -> None:
        """Left in another way than by Enter: taken if it is good, else the cell stays as it was."""
        if not editor.property(_TAKEN):
            self._take(editor, index)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        if editor.property(_TAKEN):
            self.refusal.clear()
        editor.setProperty(_GONE, True)
        super().destroyEditor(editor, index)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(editor, QWidget):
            if event.key() in _TAKES:
                if self._take(editor, self._table.currentIndex()) and not editor.property(_GONE):
                    self.closeEditor.emit(editor, _HINTS.get(Qt.Key(event.key()), _STAY))
                return True
            if event.key() == Qt.Key.Key_Escape:
                editor.setProperty(_TAKEN, True)
                self.refusal.clear()
        return super().eventFilter(editor, event)

    def _take(self, editor: QWidget, index: Index) -> bool:
        """Whether the edit was accepted; if not, the reason stands under the cell."""
        row = index.data(ROW)
        if row is None:
            return True
        text, before = self._texts(editor, index)
        if text == before:
            editor.setProperty(_TAKEN, True)
            return True
        place = editor.mapTo(self._table, QPoint(0, editor.height() + 4))
        reason = self._cells.put(row.id, self._field(index), text)
        if reason:
            self._refuse(reason, place)
            return False
        editor.setProperty(_TAKEN, True)
        self.refusal.clear()
        return True

    def _texts(self, editor: QWidget, index: Index) -> tuple[str, str]:
        if isinstance(editor, QComboBox):
            return str(editor.currentData()), index.data(ROW).stage or ""
        assert isinstance(editor, QLineEdit)
        return editor.text().strip(), str(index.data(int(Qt.ItemDataRole.EditRole)) or "")

    def _refuse(self, reason: str, place: QPoint) -> None:
        self.refusal.refuse(self.tr("Not taken over"), reason)
        self.refusal.adjustSize()
        bottom = self._table.height() - self.refusal.height() - 4
        self.refusal.move(max(4, place.x()), min(place.y(), bottom))
        self.refusal.raise_()

    def _field(self, index: Index) -> str:
        model = self._table.model()
        assert isinstance(model, LeadModel)
        return column(model.columns[index.column()].key).edits
