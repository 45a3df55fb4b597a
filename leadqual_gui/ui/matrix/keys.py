"""The keys of the Matrix screen: those of the grid, and those that work wherever in the screen the focus is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from leadqual_gui.ui.matrix.grid.clipboard import copy_cells, paste_cells

if TYPE_CHECKING:
    from leadqual_gui.ui.matrix.screen import MatrixScreen

_NONE = Qt.KeyboardModifier.NoModifier
_CTRL, _SHIFT, _ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
_Key = Qt.Key
Commands = dict[tuple[int, Qt.KeyboardModifier], Callable[[], object]]


def keys_of_grid(screen: MatrixScreen) -> Commands:
    """What keys do while the grid has the focus."""
    rows, grid = screen.rows, screen.grid
    commands: dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[], object]] = {
        (_Key.Key_Space, _NONE): lambda: rows.edits.switch(grid.chosen_criteria()),
        (_Key.Key_Delete, _NONE): rows.delete_chosen,
        (_Key.Key_Insert, _NONE): screen.sheets.ask_new,
        (_Key.Key_F2, _NONE): screen.sheets.ask_condition,
        (_Key.Key_F1, _SHIFT): lambda: screen.sheets.show_warnings(grid.criterion_id),
        (_Key.Key_D, _CTRL): rows.duplicate,
        (_Key.Key_L, _CTRL): rows.add_level,
        (_Key.Key_Up, _ALT): lambda: rows.move(-1),
        (_Key.Key_Down, _ALT): lambda: rows.move(1),
        (_Key.Key_Left, _ALT): lambda: rows.move_level(-1),
        (_Key.Key_Right, _ALT): lambda: rows.move_level(1),
        (_Key.Key_C, _CTRL): lambda: copy_cells(grid),
        (_Key.Key_V, _CTRL): lambda: paste_cells(grid, screen.session, screen.say_trouble),
        (_Key.Key_A, _CTRL): rows.choose_all,
    }
    return {(int(key), modifiers): act for (key, modifiers), act in commands.items()}


def keys_of_screen(screen: MatrixScreen) -> Commands:
    """What keys do wherever in the screen the focus is."""
    return {
        (int(_Key.Key_F), _CTRL): screen.find_criterion,
        (int(_Key.Key_H), _CTRL | _SHIFT): screen.show_history,
        (int(_Key.Key_Return), _CTRL): screen.ask_why,
        (int(_Key.Key_Enter), _CTRL): screen.ask_why,
    }
