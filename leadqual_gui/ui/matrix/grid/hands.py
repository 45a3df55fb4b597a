"""What the mouse does in the grid: switches, points dragged sideways, rows dragged up and down, values clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from leadqual_gui.ui.matrix.grid.cap_drag import CapDrag
from leadqual_gui.ui.matrix.grid.keys import between
from leadqual_gui.ui.matrix.grid.layout import CriterionPlaces, GroupPlaces
from leadqual_gui.ui.matrix.grid.model import FIRST_CELL, NAME, SWITCH
from leadqual_gui.ui.matrix.grid.painting import sentence_spots
from leadqual_gui.ui.matrix.grid.points import POINT, Target
from leadqual_gui.ui.matrix.grid.rows import CriterionRow, GroupRow

if TYPE_CHECKING:
    from leadqual_gui.ui.matrix.grid.view import MatrixGrid

PIXELS_A_POINT = 8
STARTS_AFTER = 4
_LEFT = Qt.MouseButton.LeftButton


class Hands:
    """The mouse of one grid."""

    def __init__(self, grid: MatrixGrid) -> None:
        self._grid = grid
        self._pressed: QPoint | None = None
        self._target: Target | None = None
        self.cap = CapDrag(grid.session)
        self._row = ""
        self._dragging = False
        self.grabbed: object = None

    # --- pressing ----------------------------------------------------------------------------------------------------
    def press(self, event: QMouseEvent) -> None:
        """A button goes down."""
        grid, position = self._grid, event.position().toPoint()
        if event.button() != _LEFT:
            return
        grid.setFocus(Qt.FocusReason.MouseFocusReason)
        grid.points.commit()
        index = grid.indexAt(position)
        spot = grid.grid.spot(index)
        if spot is None:
            return
        self._pressed, self._target, self._row, self._dragging = position, None, "", False
        target = grid.target_at(position)
        if target is not None and self._chooses(event, spot):
            return
        keeps = target is not None and spot in grid.chosen_spots()
        grid.go(spot, choosing=keeps)
        row = grid.grid.rows[index.row()]
        if target is not None:
            self._target = target
        elif isinstance(row, CriterionRow) and index.column() == NAME:
            self._row = row.id
        elif isinstance(row, GroupRow) and self._on_cap(index.row(), position):
            self.cap.begin(row.key[1])

    def _on_cap(self, row: int, position: QPoint) -> bool:
        places = self._grid.places(row)
        return isinstance(places, GroupPlaces) and places.cap.contains(position)

    def _chooses(self, event: QMouseEvent, spot: object) -> bool:
        """Ctrl and Shift choose several cells."""
        from leadqual_gui.ui.matrix.grid.model import Spot

        grid, modifiers = self._grid, event.modifiers()
        assert isinstance(spot, Spot)
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            chosen = grid.chosen_spots() or ({grid.spot} if grid.spot and grid.current_cell() else frozenset())
            grid.choose(frozenset(chosen) ^ {spot})
            grid.go(spot, choosing=True)
            return True
        if modifiers & Qt.KeyboardModifier.ShiftModifier and grid.anchor is not None:
            grid.go(spot, choosing=True)
            grid.choose(between(grid, grid.anchor, spot))
            return True
        return False

    # --- moving ------------------------------------------------------------------------------------------------------
    def move(self, event: QMouseEvent) -> None:
        """The mouse moves, with a button down or not."""
        position = event.position().toPoint()
        if self._pressed is None or not event.buttons() & _LEFT:
            self._grid.viewport().setCursor(self._cursor(position))
            return
        way = position - self._pressed
        sideways = way.x() * (-1 if self._grid.rtl() else 1)
        if self._target is not None:
            self._drag_points(sideways, event)
        elif self.cap.busy and (self._dragging or abs(sideways) >= STARTS_AFTER):
            self._dragging = True
            self.cap.shift_to(round(sideways / PIXELS_A_POINT) * POINT)
        elif self._row and (self._dragging or abs(way.y()) > 2 * STARTS_AFTER):
            self._dragging, self.grabbed = True, self._row
            self._show_drop(position)

    def _drag_points(self, way: int, event: QMouseEvent) -> None:
        grid = self._grid
        if not self._dragging:
            if abs(way) < STARTS_AFTER:
                return
            self._dragging = grid.points.begin_drag(grid.targets())
            if not self._dragging:
                return
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        tenths = way * POINT // PIXELS_A_POINT if fine else round(way / PIXELS_A_POINT) * POINT
        grid.points.shift_to(round(tenths / (POINT // 2)) * (POINT // 2) if fine else tenths)

    def _cursor(self, position: QPoint) -> Qt.CursorShape:
        grid = self._grid
        row = grid.rowAt(position.y())
        if grid.target_at(position) is not None or (row >= 0 and self._on_cap(row, position)):
            return Qt.CursorShape.SizeHorCursor
        return Qt.CursorShape.PointingHandCursor if self._clickable(position) else Qt.CursorShape.ArrowCursor

    def _clickable(self, position: QPoint) -> bool:
        row = self._grid.rowAt(position.y())
        if row < 0:
            return False
        places = self._grid.places(row)
        if isinstance(places, GroupPlaces):
            return places.cap.contains(position) or places.arrow.contains(position)
        return places.switch.contains(position) or places.sentence.contains(position)

    def _show_drop(self, position: QPoint) -> None:
        grid = self._grid
        at = self._drop_at(position)
        top = grid.row_rect(at).top() if at < len(grid.grid.rows) else grid.row_rect(len(grid.grid.rows) - 1).bottom()
        grid.drop_line = max(1, top)
        grid.viewport().update()

    def _drop_at(self, position: QPoint) -> int:
        grid = self._grid
        row = grid.rowAt(position.y())
        if row < 0:
            return len(grid.grid.rows) if position.y() > 0 else 1
        rect = grid.row_rect(row)
        return max(1, row + (position.y() > rect.center().y()))

    # --- letting go --------------------------------------------------------------------------------------------------
    def release(self, event: QMouseEvent) -> None:
        """The button comes up."""
        if event.button() != _LEFT or self._pressed is None:
            return
        position, pressed = event.position().toPoint(), self._pressed
        self._pressed = None
        if self._target is not None and self._dragging:
            self._grid.points.commit()
        elif self.cap.busy and self._dragging:
            self.cap.commit()
        elif self._dragging:
            self._drop(position)
        elif (position - pressed).manhattanLength() <= STARTS_AFTER:
            self.cap.cancel()
            self._click(position)
        self.cap.cancel()
        self._dragging, self._target, self._row = False, None, ""

    def cancel(self) -> None:
        """Let go without anything happening."""
        self._grid.points.cancel()
        self.cap.cancel()
        self._pressed, self._target, self._row, self._dragging, self.grabbed = None, None, "", False, None
        self._grid.drop_line = None
        self._grid.viewport().update()

    def _drop(self, position: QPoint) -> None:
        grid, dropped = self._grid, self._row
        at = self._drop_at(position)
        rows = grid.grid.rows
        self.grabbed, grid.drop_line = None, None
        before = rows[at] if at < len(rows) else None
        if isinstance(before, CriterionRow):
            grid.moved.emit(dropped, before.id)
        else:
            above = rows[at - 1]
            grid.moved.emit(dropped, above.section if isinstance(above, CriterionRow) else above.key)
        grid.viewport().update()

    def _click(self, position: QPoint) -> None:
        grid = self._grid
        row = grid.rowAt(position.y())
        if row < 0:
            return
        shown, places = grid.grid.rows[row], grid.places(row)
        if isinstance(shown, GroupRow):
            assert isinstance(places, GroupPlaces)
            (grid.cap_asked if places.cap.contains(position) else grid.fold_asked).emit(shown.key)
            return
        assert isinstance(places, CriterionPlaces)
        if grid.indexAt(position).column() == SWITCH:
            grid.keys.commands[(int(Qt.Key.Key_Space), Qt.KeyboardModifier.NoModifier)]()
        elif places.mark.contains(position) and shown.insight.loud:
            grid.warning_asked.emit(shown.id)
        elif places.sentence.contains(position):
            self._click_sentence(shown, places, position)
        elif places.tail.contains(position) and shown.insight.loud:
            grid.warning_asked.emit(shown.id)

    def _click_sentence(self, row: CriterionRow, places: CriterionPlaces, position: QPoint) -> None:
        face = self._grid.theme.look.f.secondary
        spots = sentence_spots(face, places.sentence, row.sentence, self._grid.rtl())
        values = [spot for part, spot in zip(row.sentence, spots, strict=True) if part.value]
        level = -1
        if len(row.cells) > 1 and len(values) == len(row.cells):
            level = next((at for at, spot in enumerate(values) if spot.contains(position)), -1)
        if any(spot.contains(position) for spot in spots):
            self._grid.condition_asked.emit(row.id, level)

    def double_click(self, event: QMouseEvent) -> None:
        """Twice on a cell types over it, twice on a name renames."""
        grid, position = self._grid, event.position().toPoint()
        index = grid.indexAt(position)
        if not index.isValid() or event.button() != _LEFT:
            return
        row, places = grid.grid.rows[index.row()], grid.places(index.row())
        if isinstance(row, CriterionRow) and index.column() >= FIRST_CELL and grid.target_at(position):
            grid.points.type_over(grid.targets(), keep=True)
        elif isinstance(places, CriterionPlaces) and isinstance(row, CriterionRow) and places.name.contains(position):
            grid.rename_asked.emit(row.id)

    def wheel(self, event: QWheelEvent) -> bool:
        """The wheel with Ctrl changes the points under it; without, it scrolls."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        grid, position = self._grid, event.position().toPoint()
        target = grid.target_at(position)
        way = event.angleDelta().y() or event.angleDelta().x()
        if target is not None and way:
            spot = grid.grid.spot(grid.indexAt(position))
            if spot not in grid.chosen_spots() and spot != grid.spot:
                grid.go(spot)
            grid.points.step(grid.targets(), POINT if way > 0 else -POINT, rest=True)
        event.accept()
        return True
