"""The table of leads: a QTableView that paints its rows itself and is worked with the keyboard.

The view asks the model for the rows on the screen and paints them column by column (`painting`): a frame of 30 rows
costs less than Qt's own delegates take for plain text.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from leadqual_gui.ui.leads.header import LeadHeader
from leadqual_gui.ui.leads.model import Index, LeadModel
from leadqual_gui.ui.leads.painting import Cell, Frame, Marks, Stripe, paint_ground, paint_stripe
from leadqual_gui.ui.leads.ticking import Ticking
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.bare_table import lay_bare
from leadqual_gui.ui.widgets.scores import TierScale

_EDITS = QAbstractItemView.EditTrigger
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LeadTable(QTableView):
    """Shows the leads of a LeadModel.

    Signals: `chosen(lead_id)` when another lead is current (0: none); `call_asked(lead_id)` on Enter;
    `opened(lead_id)` on F4; `delete_asked()` on Delete; `menu_asked(QPoint)` with a global position.
    """

    chosen = Signal(int)
    opened = Signal(int)
    call_asked = Signal(int)
    delete_asked = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, theme: Theme, model: LeadModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewport(QWidget())  # Qt's own would have Python make every class of widget to find out which it is
        self._theme, self._leads = theme, model
        self.scale = TierScale()
        self.sought = ""
        self._marks = Marks(theme.look, 1.0)
        self._hovered = -1
        self._ticking = Ticking(model)
        self._by_keyboard = False
        self.touched = False
        self._chosen_id = 0
        self.header = LeadHeader(theme, self)
        self.setHorizontalHeader(self.header)
        self.setModel(model)
        self._set_up()
        theme.changed.connect(self._on_theme_changed)
        model.modelReset.connect(self._on_model_reset)
        model.ticked_changed.connect(self.viewport().update)

    def _set_up(self) -> None:
        self.setAccessibleName(self.tr("Leads"))
        lay_bare(self)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(_EDITS.EditKeyPressed | _EDITS.DoubleClicked | _EDITS.AnyKeyPressed)
        self._size_rows()

    def _size_rows(self) -> None:
        look = self._theme.look
        height = max(look.s.row, look.f.body.metrics.height() + look.s.s)
        if self.verticalHeader().defaultSectionSize() != height:
            self.verticalHeader().setDefaultSectionSize(height)

    # --- the chosen lead ---------------------------------------------------------------------------------------------
    @property
    def chosen_id(self) -> int:
        """The lead that is current, 0 if none is."""
        return self._chosen_id

    def choose(self, lead_id: int, scroll: bool = True) -> bool:
        """Make a lead the current one; False if it is not in the list."""
        row = self._leads.row_of(lead_id) if lead_id else None
        if row is None:
            return False
        column = max(1, self.currentIndex().column())
        self._chosen_id = lead_id
        self.selectionModel().setCurrentIndex(
            self._leads.index(row, column), self.selectionModel().SelectionFlag.NoUpdate
        )
        if scroll:
            self.scrollTo(self._leads.index(row, column))
        return True

    def settle(self) -> None:
        """As long as nobody has touched the list it stands at its top, and a lead that is seen there is chosen."""
        if self.touched or not self._leads.rowCount():
            return
        row, seen = self._leads.row_of(self._chosen_id), self.viewport().height() // self.rowHeight(0)
        if not self._chosen_id or row is None or row >= max(1, seen):
            self.choose(self._leads.row_at(0).id, scroll=False)
        self.scrollToTop()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._update_row(previous.row())
        self._update_row(current.row())
        if not current.isValid():
            return
        lead_id = self._leads.row_at(current.row()).id
        if lead_id != self._chosen_id or previous.row() != current.row():
            self._chosen_id = lead_id
            self.chosen.emit(lead_id)

    def _on_model_reset(self) -> None:
        self._hovered = -1
        self._ticking.forget_row()
        self.executeDelayedItemsLayout()  # else Qt paints once before and once after it
        if not self.choose(self._chosen_id, scroll=False):
            self._chosen_id = 0

    def ticked_or_chosen(self) -> tuple[int, ...]:
        """The leads that an action is about: those ticked, in the list's order as far as known, else the chosen one."""
        ticked = self._leads.ticked
        if ticked:
            return tuple(sorted(ticked))
        return (self._chosen_id,) if self._chosen_id else ()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.header.fit()

    # --- painting ----------------------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        viewport = self.viewport()
        look = self._theme.look
        if self._marks.look is not look or self._marks.ratio != viewport.devicePixelRatioF():
            self._marks = Marks(look, viewport.devicePixelRatioF())
        painter = QPainter(viewport)
        area = event.region().boundingRect()
        painter.fillRect(area, look.c.base)
        cells = list(self._cells(area))
        if cells:
            self._paint_cells(painter, area, cells)
        painter.end()

    def _paint_cells(self, painter: QPainter, area: QRect, cells: list[Cell]) -> None:
        height = self.verticalHeader().defaultSectionSize()
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        frame = Frame(self._theme.look, self.scale, self._leads.wording, height, self.sought, rtl)
        paint_ground(painter, frame, cells, self.viewport().width())
        for stripe in self._stripes(area):
            paint_stripe(painter, frame, self._marks, stripe, cells)
        if self._by_keyboard and self.hasFocus() and self.currentIndex().isValid():
            before, after = (8, 6) if rtl else (-6, -8)  # around the words: the gap is at the end of a column
            rect = self.visualRect(self.currentIndex()).adjusted(before, 3, after, -4)
            with draw.painting(painter):
                draw.outlined(painter, rect, frame.look.s.radius_inner, frame.look.c.focus, width=2)

    def _cells(self, area: QRect) -> Iterator[Cell]:
        height, offset = self.verticalHeader().defaultSectionSize(), self.verticalHeader().offset()
        first = max(0, (area.top() + offset) // height)
        last = min(self._leads.rowCount() - 1, (area.bottom() + offset) // height)
        current = self.currentIndex().row()
        for number in range(first, last + 1):
            row = self._leads.row_at(number)
            top = number * height - offset
            yield Cell(top, row, self._leads.is_ticked(row.id), number == current, number == self._hovered)

    def _stripes(self, area: QRect) -> Iterator[Stripe]:
        for at, column in enumerate(self._leads.columns):
            if self.header.isSectionHidden(at):
                continue
            stripe = Stripe(column, self.header.sectionViewportPosition(at), self.header.sectionSize(at))
            if stripe.left <= area.right() and stripe.left + stripe.width > area.left():
                yield stripe

    def _update_row(self, row: int) -> None:
        if row >= 0:
            height = self.verticalHeader().defaultSectionSize()
            top = row * height - self.verticalHeader().offset()
            self.viewport().update(0, top, self.viewport().width(), height)

    def _on_theme_changed(self) -> None:
        self._size_rows()
        self.header.dress()
        self.viewport().update()

    # --- mouse -------------------------------------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._by_keyboard, self.touched = False, True
        index = self.indexAt(event.position().toPoint())
        on_row = event.button() == Qt.MouseButton.LeftButton and index.isValid()
        if on_row and self._ticking.press(index, event.modifiers(), self.currentIndex().row()):
            return
        if index.isValid() and index.column() == 0:
            index = index.siblingAtColumn(1)
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(event.position().toPoint().y()))
        if not event.buttons():
            super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            before, self._hovered = self._hovered, row
            self._update_row(before)
            self._update_row(row)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if index.isValid() and event.reason() == QContextMenuEvent.Reason.Mouse:
            self.setCurrentIndex(index)
        self.menu_asked.emit(event.globalPos())

    # --- keyboard ----------------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._by_keyboard = self.touched = True
        if not self._handle_key(event):
            super().keyPressEvent(event)
            self._update_row(self.currentIndex().row())

    def _handle_key(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        if key in _ENTER and self._chosen_id and not modifiers:
            self.call_asked.emit(self._chosen_id)
        elif key == Qt.Key.Key_F4 and self._chosen_id and not modifiers:
            self.opened.emit(self._chosen_id)
        elif key == Qt.Key.Key_Delete and not modifiers:
            self.delete_asked.emit()
        elif modifiers == Qt.KeyboardModifier.ShiftModifier and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._tick_along(1 if key == Qt.Key.Key_Down else -1)
        else:
            return self._ticking.key(event, self._chosen_id)
        return True

    def _tick_along(self, step: int) -> None:
        row = self.currentIndex().row()
        if row >= 0:
            target = self._ticking.along(row, step)
            self.setCurrentIndex(self._leads.index(target, max(1, self.currentIndex().column())))

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        rows, column = self._leads.rowCount(), max(1, self.currentIndex().column())
        if not rows:
            return QModelIndex()
        if action == QAbstractItemView.CursorAction.MoveHome:
            return self._leads.index(0, column)
        if action == QAbstractItemView.CursorAction.MoveEnd:
            return self._leads.index(rows - 1, column)
        if not self.currentIndex().isValid():
            return self._leads.index(0, column)
        index = super().moveCursor(action, modifiers)
        return index.siblingAtColumn(1) if index.isValid() and index.column() == 0 else index

    def sizeHint(self) -> QSize:
        s = self._theme.look.s
        return QSize(6 * s.xl * 5, 10 * s.row)
