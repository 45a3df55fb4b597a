"""The table of one section: cells are edited in place, rows are added, copied, moved and deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHeaderView,
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from leadqual_gui.ui.fields import yes_no
from leadqual_gui.ui.matrix.other.columns import Column, Form, Section, with_words
from leadqual_gui.ui.matrix.other.model import ITEM, Index, ItemsModel
from leadqual_gui.ui.matrix.wording import Terms, tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.notices import RefusalBar
from leadqual_gui.ui.widgets.themed import focus_is_visible

_TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
Key = Qt.Key
_STAY = QStyledItemDelegate.EndEditHint.NoHint
_HINTS = {
    Key.Key_Tab: QStyledItemDelegate.EndEditHint.EditNextItem,
    Key.Key_Backtab: QStyledItemDelegate.EndEditHint.EditPreviousItem,
}
_LEAST_WIDTH = 56


class CellEditing(QStyledItemDelegate):
    """Edits a cell: a line, or a list where only some values are possible; a "no" stands right under it."""

    def __init__(self, table: ItemsTable) -> None:
        super().__init__(table)
        self._table = table
        self.refusal = RefusalBar(table.theme, table)
        self.refusal.setMaximumWidth(table.theme.look.s.inspector_least)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        self.refusal.clear()
        column = self._column(index)
        if column.form in (Form.CHOICE, Form.YES_NO):
            editor: QWidget = self._combo(parent, column)
        else:
            editor = QLineEdit(parent)
            editor.setPlaceholderText(column.hint)
        editor.setAccessibleName(column.title)
        editor.setAutoFillBackground(True)
        return editor

    def _combo(self, parent: QWidget, column: Column) -> QComboBox:
        combo = QComboBox(parent)
        choices = column.choices or ((True, yes_no(True)), (False, yes_no(False)))
        for value, words in choices:
            combo.addItem(words, value)
        combo.activated.connect(lambda _at: self._on_chosen(combo))
        return combo

    def _on_chosen(self, combo: QComboBox) -> None:
        """A choice is taken at once."""
        self.commitData.emit(combo)
        self.closeEditor.emit(combo)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            value = getattr(index.data(ITEM), self._column(index).key)
            values = [editor.itemData(at) for at in range(editor.count())]
            editor.setCurrentIndex(values.index(value) if value in values else 0)
        elif isinstance(editor, QLineEdit):
            editor.setText(str(index.data(int(Qt.ItemDataRole.EditRole)) or ""))
            editor.selectAll()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(0, 2, 0, -2))

    def setModelData(self, editor: QWidget, model: QObject, index: Index) -> None:
        """Left in another way than by Enter: taken if it is good, else the cell stays as it was."""
        if not editor.property("leadqual_taken"):
            self._take(editor, index)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(editor, QWidget):
            if event.key() in _TAKES:
                if self._take(editor, self._table.currentIndex()):
                    self.closeEditor.emit(editor, _HINTS.get(Qt.Key(event.key()), _STAY))
                return True
            if event.key() == Key.Key_Escape:
                editor.setProperty("leadqual_taken", True)
                self.refusal.clear()
        return super().eventFilter(editor, event)

    def _take(self, editor: QWidget, index: Index) -> bool:
        """Whether what stands in the editor was accepted; if not, the reason stands under the cell."""
        column, item = self._column(index), index.data(ITEM)
        place = editor.mapTo(self._table, QPoint(0, editor.height() + 4))
        try:
            if isinstance(editor, QComboBox):
                made = replace(item, **{column.key: editor.currentData()})
            else:
                assert isinstance(editor, QLineEdit)
                made = with_words(column, item, editor.text(), self._table.terms)
        except ValueError as error:
            self._refuse(str(error), place)
            return False
        editor.setProperty("leadqual_taken", True)
        self.refusal.clear()
        self._table.item_set.emit(index.row(), made)
        return True

    def _refuse(self, reason: str, place: QPoint) -> None:
        self.refusal.refuse(tr("Not taken over"), reason)
        self.refusal.adjustSize()
        most = QPoint(self._table.width() - self.refusal.width(), self._table.height() - self.refusal.height())
        self.refusal.move(max(4, min(place.x(), most.x() - 4)), max(0, min(place.y(), most.y() - 4)))
        self.refusal.raise_()

    def _column(self, index: Index) -> Column:
        return self._table.section.columns[index.column()]

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._table.theme.look.s.row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, table = self._table.theme.look, self._table
        rect, rtl = option.rect, table.layoutDirection() == Qt.LayoutDirection.RightToLeft
        column = self._column(index)
        state: QStyle.StateFlag = option.state
        with draw.painting(painter):
            if index.row() == table.currentIndex().row():
                painter.fillRect(rect, look.c.selected)
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, look.c.line)
            words = str(index.data() or "")
            inner = rect.adjusted(look.s.s, 0, -look.s.s, 0)
            strong = index.column() == table.strong_column()
            colour = look.c.text1 if strong or column.form is not Form.CONDITION else look.c.text2
            face = look.f.body_medium if strong else look.f.body
            if not words:
                words, colour = "–", look.c.text3
            draw.text(painter, face, colour, inner, words, draw.start(rtl))
            if state & QStyle.StateFlag.State_HasFocus and table.hasFocus() and focus_is_visible(table):
                draw.outlined(painter, rect, look.s.radius_inner, look.c.focus, width=look.s.focus_ring)


class Heads(QHeaderView):
    """The names of the columns, where the words of their cells begin."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme = theme

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        look = self._theme.look
        words = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        with draw.painting(painter):
            painter.fillRect(rect, look.c.base)
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, look.c.line)
            inner = rect.adjusted(look.s.s, 0, -look.s.s, 0)
            rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            draw.text(painter, look.f.secondary, look.c.text3, inner, words, draw.start(rtl))


class ItemsTable(QTableView):
    """Signals: `item_set(row, item)`; `condition_asked(row, column)`; `commanded(name)` for "add", "copy", "delete",
    "up", "down" and "yaml"; `current_changed()` when another row has the keyboard."""

    item_set = Signal(int, object)
    condition_asked = Signal(int, int)
    commanded = Signal(str)
    current_changed = Signal()

    def __init__(self, theme: Theme, section: Section, terms: Terms) -> None:
        super().__init__()
        self.theme, self.terms = theme, terms
        self._model = ItemsModel(section, terms, self)
        self.setModel(self._model)
        self.editing = CellEditing(self)
        self.setItemDelegate(self.editing)
        self._dress()
        self.selectionModel().currentChanged.connect(self._on_current)
        self.commands: dict[tuple[int, Qt.KeyboardModifier], Callable[[], object]] = {}
        none, alt = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
        for key, held, name in (
            (Key.Key_Insert, none, "add"),
            (Key.Key_Delete, none, "delete"),
            (Key.Key_D, Qt.KeyboardModifier.ControlModifier, "copy"),
            (Key.Key_Up, alt, "up"),
            (Key.Key_Down, alt, "down"),
            (Key.Key_E, Qt.KeyboardModifier.ControlModifier, "yaml"),
        ):
            self.commands[int(key), held] = partial(self.commanded.emit, name)

    def _dress(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.verticalHeader().hide()
        header = Heads(self.theme)
        self.setHorizontalHeader(header)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setHighlightSections(False)
        self.theme.changed.connect(self._fit)
        self._fit()

    @property
    def section(self) -> Section:
        """What is shown."""
        return self._model.section

    @property
    def items(self) -> tuple[Any, ...]:
        """The items that are shown."""
        return self._model.items

    def strong_column(self) -> int:
        """The column that names an item, if it comes first; else -1."""
        forms = [column.form for column in self.section.columns[:2]]
        named = next((at for at, form in enumerate(forms) if form is Form.LABEL), -1)
        return 0 if forms[0] in (Form.TEXT, Form.FIXED) and named != 1 else named

    def show_items(self, section: Section, items: tuple[Any, ...], terms: Terms) -> None:
        """Show other items, and stay on the row."""
        self.terms = terms
        at, wide = self.currentIndex(), section.columns != self.section.columns
        row, column, count = at.row(), max(0, at.column()), len(self.items)
        self.setAccessibleName(section.title)
        self._model.show_items(section, items, terms)
        if row >= 0 and items and (wide or count != len(items)):
            self.go(min(row, len(items) - 1), column)
        self._fit()

    def go(self, row: int, column: int) -> None:
        """Bring the keyboard to a cell."""
        self.setCurrentIndex(self._model.index(row, column))

    def _on_current(self, *_indexes: object) -> None:
        self.viewport().update()
        self.current_changed.emit()

    # --- layout ------------------------------------------------------------------------------------------------------
    def _fit(self) -> None:
        s = self.theme.look.s
        self.verticalHeader().setDefaultSectionSize(max(s.row, self.theme.look.f.body.leading + s.s))
        self.horizontalHeader().setFixedHeight(s.table_head)
        height = s.table_head + len(self.items) * self.verticalHeader().defaultSectionSize()
        self.setFixedHeight(height + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_width()

    def share_width(self) -> None:
        """Columns by their shares; none so narrow that nothing can be read."""
        columns, room = self.section.columns, self.viewport().width()
        whole = sum(column.wide for column in columns)
        for at, column in enumerate(columns):
            self.setColumnWidth(at, max(_LEAST_WIDTH, room * column.wide // whole))
        used = sum(self.columnWidth(at) for at in range(len(columns)))
        widest = max(range(len(columns)), key=lambda at: columns[at].wide)
        self.setColumnWidth(widest, max(_LEAST_WIDTH, self.columnWidth(widest) + room - used))

    # --- hands and keys ----------------------------------------------------------------------------------------------
    def edit_current(self) -> None:
        """Edit the cell that has the keyboard, in place or in a sheet."""
        index = self.currentIndex()
        if not index.isValid() or self.state() is QTableView.State.EditingState:
            return
        form = self.section.columns[index.column()].form
        if form is Form.FIXED:
            self.go(index.row(), index.column() + 1)
            index = self.currentIndex()
        if form is Form.CONDITION:
            self.condition_asked.emit(index.row(), index.column())
            return
        self.edit(index)
        editor = self.indexWidget(index)
        if isinstance(editor, QComboBox):
            editor.showPopup()

    def mouseDoubleClickEvent(self, event: Any) -> None:
        if self.indexAt(event.position().toPoint()).isValid():
            self.edit_current()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        command = self.commands.get((event.key(), held))
        if command is not None:
            command()
        elif event.key() in (Key.Key_F2, Key.Key_Return, Key.Key_Enter) and not held:
            self.edit_current()
        elif event.text().isprintable() and event.text().strip() and held in (_NONE, Qt.KeyboardModifier.ShiftModifier):
            self._type_over(event.text())
        else:
            super().keyPressEvent(event)

    def _type_over(self, text: str) -> None:
        """Begin to write in the cell, over what stands there."""
        index = self.currentIndex()
        if index.isValid() and self.section.columns[index.column()].form in _TYPED:
            self.edit(index)
            editor = self.indexWidget(index) or self.viewport().findChild(QLineEdit)
            if isinstance(editor, QLineEdit):
                editor.setText(text)

    def wheelEvent(self, event: Any) -> None:
        event.ignore()


_NONE = Qt.KeyboardModifier.NoModifier
_TYPED = (Form.TEXT, Form.LABEL, Form.LABELS, Form.WORDS, Form.NUMBER)
