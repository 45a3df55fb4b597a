"""What can be done with the current row or cell, as a menu with its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from leadqual_gui.ui.matrix.grid.clipboard import copy_cells, paste_cells
from leadqual_gui.ui.matrix.grid.rows import CriterionRow, GroupRow
from leadqual_gui.ui.matrix.wording import tr
from leadqual_gui.ui.widgets.menus import add_action, passing_menu

if TYPE_CHECKING:
    from leadqual_gui.ui.matrix.screen import MatrixScreen


class GridMenu:
    """Makes the menu anew each time, for what is current then."""

    def __init__(self, screen: MatrixScreen) -> None:
        self._screen = screen

    def popup(self, where: QPoint) -> None:
        """Show it."""
        self.made().popup(where)

    def made(self) -> QMenu:
        """The menu."""
        screen, menu = self._screen, passing_menu(self._screen)
        row = screen.grid.current_row()
        if isinstance(row, CriterionRow):
            self._for_criterion(menu, row)
        elif isinstance(row, GroupRow):
            add_action(menu, tr("Unfold") if row.folded else tr("Fold"), lambda: screen.rows.fold(row.key), "Return")
            add_action(menu, tr("Change the cap"), lambda: screen.grid.cap_asked.emit(row.key), "F2")
        menu.addSeparator()
        add_action(menu, tr("Add a criterion"), screen.header.add_asked.emit, "Ins")
        add_action(menu, tr("Find"), screen.find_criterion, "Ctrl+F")
        add_action(menu, tr("Fold all groups"), lambda: screen.rows.fold_all(True))
        add_action(menu, tr("Unfold all groups"), lambda: screen.rows.fold_all(False))
        return menu

    def _for_criterion(self, menu: QMenu, row: CriterionRow) -> None:
        screen = self._screen
        grid, edits = screen.grid, screen.rows.edits
        add_action(menu, tr("Edit the condition"), lambda: grid.condition_asked.emit(row.id, -1), "F2")
        add_action(menu, tr("Rename"), lambda: screen.sheets.ask_name(row.id))
        add_action(menu, tr("Switch off") if row.on else tr("Switch on"), lambda: edits.switch([row.id]), "Space")
        menu.addSeparator()
        add_action(menu, tr("Add a level"), screen.rows.add_level, "Ctrl+L")
        add_action(menu, tr("Duplicate"), screen.rows.duplicate, "Ctrl+D")
        add_action(menu, tr("Move up"), lambda: edits.move(row.id, -1), "Alt+Up")
        add_action(menu, tr("Move down"), lambda: edits.move(row.id, 1), "Alt+Down")
        menu.addSeparator()
        add_action(menu, tr("Copy points"), lambda: copy_cells(grid), "Ctrl+C")
        paste = lambda: paste_cells(grid, screen.session, screen.say_trouble)  # noqa: E731
        add_action(menu, tr("Paste points"), paste, "Ctrl+V")
        menu.addSeparator()
        cell = grid.current_cell()
        if cell is not None and cell.level is not None and len(row.cells) > 1:
            add_action(menu, tr("Delete the level"), lambda: edits.delete_level(row.id, cell.level or 0), "Del")
        add_action(menu, tr("Delete the criterion"), lambda: edits.delete([row.id]))
