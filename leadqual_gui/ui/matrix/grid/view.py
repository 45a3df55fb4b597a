"""The grid on the screen: a table that paints its own rows, and is worked by keys as well as by hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from leadqual_gui.ui.matrix.grid import painting
from leadqual_gui.ui.matrix.grid.hands import Hands
from leadqual_gui.ui.matrix.grid.keys import Keys
from leadqual_gui.ui.matrix.grid.layout import (
    CriterionPlaces,
    GroupPlaces,
)
from leadqual_gui.ui.matrix.grid.model import FIRST_CELL, Index, Spot
from leadqual_gui.ui.matrix.grid.placed import PlacedTable
from leadqual_gui.ui.matrix.grid.points import PointsHand, Target
from leadqual_gui.ui.matrix.grid.rows import CellValue, CriterionRow, GroupRow
from leadqual_gui.ui.matrix.session import MatrixSession
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw

RATES_UP_TO = 0.6


class MatrixGrid(PlacedTable):
    """Shows criteria and lets their points be changed.

    Signals: `condition_asked(criterion, level)` (level -1: of the whole criterion); `rename_asked(criterion)`;
    `fold_asked(section)`; `cap_asked(section)`; `warning_asked(criterion)`; `menu_asked(QPoint)`; `chosen(criterion)`
    when another one is current; `moved(criterion, before)` when a row was dropped before another ("" at the end of a
    section, told by `before` being a section).
    """

    condition_asked = Signal(str, int)
    rename_asked = Signal(str)
    fold_asked = Signal(object)
    cap_asked = Signal(object)
    warning_asked = Signal(str)
    menu_asked = Signal(QPoint)
    chosen = Signal(str)
    moved = Signal(str, object)

    def __init__(self, theme: Theme, session: MatrixSession, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.session = session
        self.points = PointsHand(session, self)
        self.keys = Keys(self)
        self.hands = Hands(self)
        self.rates_up_to = RATES_UP_TO
        self._hovered = -1
        self._spot: Spot | None = None
        self._chosen: frozenset[Spot] = frozenset()
        self.anchor: Spot | None = None
        self.drop_line: int | None = None
        self._set_up()

    def _set_up(self) -> None:
        self.setAccessibleName(self.tr("Criteria of the matrix"))
        self.grid.modelReset.connect(self._on_reset)
        self.grid.dataChanged.connect(lambda first, last: self._update_rows(first.row(), last.row()))
        self.theme.changed.connect(self._on_theme_changed)

    # --- what is current and chosen ----------------------------------------------------------------------------------
    @property
    def spot(self) -> Spot | None:
        """Where the keyboard is."""
        return self._spot

    @property
    def criterion_id(self) -> str:
        """The criterion whose row is current, "" if none is."""
        row = self.current_row()
        return row.id if isinstance(row, CriterionRow) else ""

    def current_row(self) -> CriterionRow | GroupRow | None:
        """The row that is current."""
        index = self.currentIndex()
        return self.grid.rows[index.row()] if index.isValid() else None

    def current_cell(self) -> CellValue | None:
        """The cell with points that is current."""
        return self.grid.cell(self.currentIndex())

    def go(self, spot: Spot | None, choosing: bool = False) -> bool:
        """Make a place current; what was chosen stays only while more is chosen."""
        index = self.grid.at(spot)
        if not index.isValid():
            return False
        if not choosing:
            self._chosen, self.anchor = frozenset(), self.grid.spot(index)
        before, self._spot = self._spot, self.grid.spot(index)
        self.selectionModel().setCurrentIndex(index, self.selectionModel().SelectionFlag.NoUpdate)
        self.scrollTo(index)
        self.viewport().update()
        if before is None or self._spot is None or before.key != self._spot.key:
            self.chosen.emit(self.criterion_id)
        return True

    def choose(self, spots: frozenset[Spot]) -> None:
        """Choose several cells, to change them together."""
        self._chosen = spots
        self.viewport().update()

    def chosen_spots(self) -> frozenset[Spot]:
        """The cells that are chosen together."""
        return self._chosen

    def targets(self) -> list[Target]:
        """The cells that a change of points is about: those chosen, else the current one."""
        spots = sorted(self._chosen, key=lambda spot: (self.grid.place_of(spot.key) or 0, spot.column))
        found = [target for spot in spots if (target := self._target(self.grid.at(spot))) is not None]
        if not found and (target := self._target(self.currentIndex())) is not None:
            found = [target]
        return found

    def chosen_criteria(self) -> list[str]:
        """The criteria that a change of rows is about."""
        keys = {spot.key for spot in self._chosen} or {self.criterion_id}
        return [row.id for row in self.grid.rows if isinstance(row, CriterionRow) and row.id in keys]

    def target_at(self, position: QPoint) -> Target | None:
        """The cell with points under a position."""
        return self._target(self.indexAt(position))

    def _target(self, index: Index) -> Target | None:
        cell = self.grid.cell(index)
        row = self.grid.rows[index.row()] if cell is not None else None
        return Target(row.id, cell.level) if cell is not None and isinstance(row, CriterionRow) else None

    def _on_reset(self) -> None:
        self.size_rows()
        self._chosen = frozenset(spot for spot in self._chosen if self.grid.place_of(spot.key) is not None)
        index = self.grid.at(self._spot)
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, self.selectionModel().SelectionFlag.NoUpdate)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.viewport().update()

    def _on_theme_changed(self) -> None:
        self.size_rows()
        self.viewport().update()

    # --- painting ----------------------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        region, look = event.region(), self.theme.look
        area = region.boundingRect()
        painter = QPainter(self.viewport())
        painter.fillRect(area, look.c.base)
        with draw.painting(painter):
            for row in self.rows_in(area):
                if region.intersects(self.row_rect(row)):
                    self._paint_row(painter, row)
            if self.drop_line is not None:
                painter.fillRect(0, self.drop_line - 1, self.viewport().width(), 2, look.c.accent)
        painter.end()

    def _update_rows(self, first: int, last: int) -> None:
        """Paint only these rows anew: while points are dragged the others stay as they are."""
        self.viewport().update(self.row_rect(first).united(self.row_rect(last)))

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """The rows update themselves (`_update_rows`); Qt would ask for all cells' places."""

    def _paint_row(self, painter: QPainter, at: int) -> None:
        look, shown, places, rtl = self.theme.look, self.grid.rows[at], self.places(at), self.rtl()
        state = self._state(at)
        if isinstance(shown, GroupRow):
            assert isinstance(places, GroupPlaces)
            painting.paint_group(painter, look, places, shown, state, rtl)
            return
        assert isinstance(places, CriterionPlaces)
        painting.paint_criterion(painter, look, places, shown, state, rtl)
        rate = shown.insight.rate
        if rate is not None:
            if rate.enough:
                painting.paint_control(painter, look, places.rate, rate.control, self.rates_up_to, rtl)
            painting.paint_rate(painter, look, places.rate, rate, self.rates_up_to, shown.on, rtl)
        if state.ring is not None and state.ring >= self.grid.reach_column:
            painting.paint_ring(painter, look, places.reach if state.ring == self.grid.reach_column else places.rate)

    def _state(self, at: int) -> painting.RowState:
        key = self.grid.rows[at].key
        chosen = frozenset(spot.column - FIRST_CELL for spot in self._chosen if spot.key == key)
        current = self.currentIndex()
        here = current.isValid() and current.row() == at
        ring = current.column() if here and (self.hasFocus() or self.points.busy) else None
        return painting.RowState(at == self._hovered, False, chosen, ring, key == self.hands.grabbed)

    # --- mouse -------------------------------------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hands.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(event.position().toPoint().y()))
        self.hands.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.hands.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.hands.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hands.wheel(event):
            super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(event.pos())
            spot = self.grid.spot(index)
            if spot is not None and spot not in self._chosen:
                self.go(spot)
        self.menu_asked.emit(event.globalPos())

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            before, self._hovered = self._hovered, row
            for at in (before, row):
                if at >= 0:
                    self._update_rows(at, at)

    # --- keyboard ----------------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.keys.press(event):
            event.accept()
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self.points.typing:
            event.accept()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.grid.rows:
            first = next((row for row in self.grid.rows if isinstance(row, CriterionRow)), self.grid.rows[0])
            self.go(Spot(first.key, FIRST_CELL))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.points.commit()
        self.viewport().update()
