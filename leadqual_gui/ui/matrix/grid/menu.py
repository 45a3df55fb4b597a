"""What can be done with the current row or cell, as a menu with its keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from leadqual_gui.ui.matrix.grid.clipboard import copy_cells, paste_cells
from leadqual_gui.ui.matrix.grid.rows import CriterionRow, GroupRow
from leadqual_gui.ui.matrix.wording import tr

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
        screen, menu = self._screen, QMenu(self._screen)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        row = screen.grid.current_row()
        if isinstance(row, CriterionRow):
            self._for_criterion(menu, row)
        elif isinstance(row, GroupRow):
            self._add(menu, tr("Unfold") if row.folded else tr("Fold"), lambda: screen.rows.fold(row.key), "Return")
            self._add(menu, tr("Change the cap"), lambda: screen.grid.cap_asked.emit(row.key), "F2")
        menu.addSeparator()
        self._add(menu, tr("Add a criterion"), screen.header.add_asked.emit, "Ins")
        self._add(menu, tr("Find"), screen.find_criterion, "Ctrl+F")
        self._add(menu, tr("Fold all groups"), lambda: screen.rows.fold_all(True))
        self._add(menu, tr("Unfold all groups"), lambda: screen.rows.fold_all(False))
        return menu

    def _for_criterion(self, menu: QMenu, row: CriterionRow) -> None:
        screen = self._screen
        grid, edits = screen.grid, screen.rows.edits
        self._add(menu, tr("Edit the condition"), lambda: grid.condition_asked.emit(row.id, -1), "F2")
        self._add(menu, tr("Rename"), lambda: screen.sheets.ask_name(row.id))
        self._add(menu, tr("Switch off") if row.on else tr("Switch on"), lambda: edits.switch([row.id]), "Space")
        menu.addSeparator()
        self._add(menu, tr("Add a level"), screen.rows.add_level, "Ctrl+L")
        self._add(menu, tr("Duplicate"), screen.rows.duplicate, "Ctrl+D")
        self._add(menu, tr("Move up"), lambda: edits.move(row.id, -1), "Alt+Up")
        self._add(menu, tr("Move down"), lambda: edits.move(row.id, 1), "Alt+Down")
        menu.addSeparator()
        self._add(menu, tr("Copy points"), lambda: copy_cells(grid), "Ctrl+C")
        paste = lambda: paste_cells(grid, screen.session, screen.say_trouble)  # noqa: E731
        self._add(menu, tr("Paste points"), paste, "Ctrl+V")
        menu.addSeparator()
        cell = grid.current_cell()
        if cell is not None and cell.level is not None and len(row.cells) > 1:
            self._add(menu, tr("Delete the level"), lambda: edits.delete_level(row.id, cell.level or 0), "Del")
        self._add(menu, tr("Delete the criterion"), lambda: edits.delete([row.id]))

    def _add(self, menu: QMenu, words: str, slot: Callable[[], object], key: str = "") -> None:
        action = menu.addAction(words)
        if key:
            action.setShortcut(QKeySequence(key))
            action.setShortcutVisibleInContextMenu(True)
        action.triggered.connect(lambda _on=False: slot())
