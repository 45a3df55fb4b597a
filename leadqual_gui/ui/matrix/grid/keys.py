"""What keys do in the grid: move, choose, type points, and change rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from leadqual_gui.ui.matrix.grid.model import FIRST_CELL, NAME, SWITCH, Spot
from leadqual_gui.ui.matrix.grid.points import POINT, SIGNS
from leadqual_gui.ui.matrix.grid.rows import CriterionRow, GroupRow

if TYPE_CHECKING:
    from leadqual_gui.ui.matrix.grid.view import MatrixGrid

Key = Qt.Key
_ENTER = (Key.Key_Return, Key.Key_Enter)
_CTRL, _SHIFT, _ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
FIVE = 5 * POINT


class Keys:
    """The keyboard of one grid. `commands`: what further keys do, by key and modifiers; the screen fills it."""

    def __init__(self, grid: MatrixGrid) -> None:
        self._grid = grid
        self.commands: dict[tuple[int, Qt.KeyboardModifier], Callable[[], object]] = {}

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key asks for; False if it is none of ours."""
        if self._grid.points.typing and self._while_typing(event):
            return True
        if event.key() == Key.Key_Escape and (self._grid.points.busy or self._grid.hands.cap.busy):
            self._grid.hands.cancel()
            return True
        return self._move(event) or self._start_typing(event) or self._command(event)

    # --- typing ------------------------------------------------------------------------------------------------------
    def _while_typing(self, event: QKeyEvent) -> bool:
        points, key = self._grid.points, Key(event.key())
        big = bool(event.modifiers() & _SHIFT)
        if key in _ENTER:
            points.commit()
        elif key == Key.Key_Escape:
            points.cancel()
        elif key == Key.Key_Backspace:
            points.back()
        elif key in (Key.Key_Up, Key.Key_Down):
            points.step((), (FIVE if big else POINT) * (1 if key == Key.Key_Up else -1))
        elif key in (Key.Key_Left, Key.Key_Right, Key.Key_Tab, Key.Key_Backtab):
            if points.commit():
                onward = Key.Key_Left if self._grid.rtl() else Key.Key_Right
                forward = key in (onward, Key.Key_Tab)
                self._sideways(1 if forward else -1, False)
        elif event.modifiers() & (_CTRL | _ALT):
            return not points.commit()
        else:
            points.type_more(event.text())
        return True

    def _start_typing(self, event: QKeyEvent) -> bool:
        grid, text = self._grid, event.text()
        if event.modifiers() & (_CTRL | _ALT) or (grid.current_cell() is None and not grid.chosen_spots()):
            return False
        if text and (text.isdecimal() or text in SIGNS):
            grid.points.type_over(grid.targets(), text)
            return True
        if event.key() in _ENTER and not event.modifiers():
            grid.points.type_over(grid.targets(), keep=True)
            return True
        return False

    # --- moving ------------------------------------------------------------------------------------------------------
    def _move(self, event: QKeyEvent) -> bool:
        key, modifiers = Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers & _ALT:
            return False
        choosing = bool(modifiers & _SHIFT)
        sideways = {Key.Key_Left: -1, Key.Key_Right: 1}.get(key)
        if sideways is not None and not modifiers & _CTRL:
            self._sideways(-sideways if self._grid.rtl() else sideways, choosing)
            return True
        if modifiers & _CTRL and key not in (Key.Key_Home, Key.Key_End):
            return False
        page = max(1, self._grid.viewport().height() // max(1, self._grid.theme.look.s.row) - 1)
        down = {Key.Key_Up: -1, Key.Key_Down: 1, Key.Key_PageUp: -page, Key.Key_PageDown: page}.get(key)
        if down is not None:
            self._down(down, choosing)
        elif key in (Key.Key_Home, Key.Key_End):
            self._to_end(key == Key.Key_End, bool(modifiers & _CTRL), choosing)
        elif key == Key.Key_Escape and self._grid.chosen_spots():
            self._grid.choose(frozenset())
        else:
            return False
        return True

    def _sideways(self, step: int, choosing: bool) -> None:
        grid, row = self._grid, self._grid.current_row()
        if isinstance(row, GroupRow):
            if row.folded == (step > 0):
                grid.fold_asked.emit(row.key)
            return
        index = grid.currentIndex()
        if row is None or not index.isValid():
            return
        columns = [SWITCH, NAME, *range(FIRST_CELL, FIRST_CELL + len(row.cells))]
        columns += [grid.grid.reach_column] if grid.stripes().reach.width else []
        columns += [grid.grid.rate_column]
        at = columns.index(index.column()) + step if index.column() in columns else 0
        if 0 <= at < len(columns):
            self._go(Spot(row.key, columns[at]), choosing)

    def _down(self, step: int, choosing: bool) -> None:
        grid, index = self._grid, self._grid.currentIndex()
        rows = grid.grid.rows
        if not rows:
            return
        row = min(max(0, index.row() + step), len(rows) - 1) if index.isValid() else 0
        column = grid.spot.column if grid.spot is not None else FIRST_CELL
        wish = max(column, FIRST_CELL) if isinstance(grid.current_row(), GroupRow) else column
        self._go(Spot(rows[row].key, wish), choosing)

    def _to_end(self, last: bool, of_all: bool, choosing: bool) -> None:
        grid, row = self._grid, self._grid.current_row()
        rows = grid.grid.rows
        if of_all and rows:
            self._go(Spot(rows[-1 if last else 0].key, FIRST_CELL), choosing)
        elif isinstance(row, CriterionRow):
            self._go(Spot(row.key, FIRST_CELL + len(row.cells) - 1 if last else NAME), choosing)

    def _go(self, spot: Spot, choosing: bool) -> None:
        grid = self._grid
        if choosing:
            grid.anchor = grid.anchor or grid.spot
        grid.go(spot, choosing)
        if choosing and grid.anchor is not None and grid.spot is not None:
            grid.choose(between(grid, grid.anchor, grid.spot))

    # --- the rest ----------------------------------------------------------------------------------------------------
    def _command(self, event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        row = self._grid.current_row()
        if event.key() in _ENTER and not modifiers:
            if isinstance(row, GroupRow):
                self._grid.fold_asked.emit(row.key)
                return True
            if isinstance(row, CriterionRow) and self._grid.currentIndex().column() == NAME:
                self._grid.rename_asked.emit(row.id)
                return True
        command = self.commands.get((int(event.key()), modifiers))
        if command is None:
            return False
        command()
        return True


def between(grid: MatrixGrid, one: Spot, other: Spot) -> frozenset[Spot]:
    """All cells with points in the rectangle of two places."""
    places = [grid.grid.place_of(spot.key) for spot in (one, other)]
    if places[0] is None or places[1] is None:
        return frozenset()
    first, last = sorted(place for place in places if place is not None)
    left, right = sorted((max(FIRST_CELL, one.column), max(FIRST_CELL, other.column)))
    rows = [row for row in grid.grid.rows[first : last + 1] if isinstance(row, CriterionRow)]
    return frozenset(
        Spot(row.key, FIRST_CELL + at)
        for row in rows
        for at in range(len(row.cells))
        if left <= FIRST_CELL + at <= right
    )
