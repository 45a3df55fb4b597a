"""The sheets that open over the grid: a new criterion, a condition, warnings, a cap, another name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from leadqual_gui.domain.matrix import Group
from leadqual_gui.domain.matrix_editing import free_group_id
from leadqual_gui.domain.text import Text
from leadqual_gui.ui.matrix.grid.model import FIRST_CELL, NAME, Spot
from leadqual_gui.ui.matrix.grid.rows import CriterionRow, GroupRow
from leadqual_gui.ui.matrix.wording import tr
from leadqual_gui.ui.popover import Ask

if TYPE_CHECKING:
    from leadqual_gui.domain.matrix import Criterion
    from leadqual_gui.ui.matrix.screen import MatrixScreen


class Sheets:
    """Opens them for one screen, each when it is first needed."""

    def __init__(self, screen: MatrixScreen) -> None:
        self._screen = screen

    def ask_new(self) -> None:
        """Ask which criterion to add."""
        from leadqual_gui.ui.matrix.grid.add import AddCriterion

        session = self._screen.session
        if not session.ready or not self._screen.grid.points.commit():
            return
        near = session.criterion(self._screen.grid.criterion_id)
        rules = session.workspace.rules
        popup = AddCriterion(self._screen.theme, rules, session.matrix, session.terms, self._add, near, self._screen)
        popup.show_at(self._screen.header.add.mapToGlobal(QPoint(0, self._screen.header.add.height() + 4)))

    def _add(self, criterion: Criterion, is_blank: bool) -> None:
        new = self._screen.rows.edits.add(criterion, self._screen.grid.criterion_id)
        if not new:
            return
        self._screen.search.clear()
        self._screen.rows.go_to(new)
        if is_blank:
            self.ask_name(new)

    def ask_condition(self) -> None:
        """Edit what the current row is about: a condition, or a group's cap."""
        row = self._screen.grid.current_row()
        if isinstance(row, GroupRow):
            self.ask_cap(row.key)
        elif isinstance(row, CriterionRow):
            cell = self._screen.grid.current_cell()
            level = cell.level if cell is not None and cell.level is not None else -1
            self._screen.grid.condition_asked.emit(row.id, level)

    def edit_condition(self, criterion_id: str, level: int) -> None:
        """Open the sheet of a criterion's condition, below its row."""
        from leadqual_gui.ui.matrix.builder.sheet import ConditionSheet

        criterion = self._screen.session.criterion(criterion_id)
        if criterion is None or not self._screen.session.ready or not self._screen.grid.points.commit():
            return
        self._screen.rows.go_to(
            criterion_id, self._screen.grid.spot.column if self._screen.grid.spot is not None else NAME
        )
        sheet = ConditionSheet(self._screen.theme, self._screen.session, criterion, level, self._screen)
        rect = self._screen.grid.visualRect(self._screen.grid.grid.at(Spot(criterion_id, NAME)))
        corner = rect.bottomRight() if self._screen.grid.rtl() else rect.bottomLeft()
        sheet.show_at(self._screen.grid.viewport().mapToGlobal(corner + QPoint(0, 4)))

    def show_warnings(self, criterion: str) -> None:
        """Say all that is doubtful about a criterion, and offer to mend it."""
        from leadqual_gui.ui.matrix.grid.warnings import Warnings

        row = next((r for r in self._screen.grid.grid.rows if isinstance(r, CriterionRow) and r.id == criterion), None)
        if row is None or not row.insight.pills:
            return
        popup = Warnings(self._screen.theme, row, self._screen.session, self._screen)
        places = self._screen.grid.visualRect(self._screen.grid.grid.at(Spot(criterion, FIRST_CELL)))
        popup.show_at(self._screen.grid.viewport().mapToGlobal(places.bottomLeft() + QPoint(0, 6)))

    def ask_cap(self, section: tuple[str, str]) -> None:
        """Ask for the name and the caps of a group; criteria without a group are offered one."""
        from leadqual_gui.ui.matrix.grid.cap import GroupCap

        session = self._screen.session
        group, members = session.matrix.group(section[1]), []
        index = self._screen.grid.grid.at(Spot(section, NAME))
        if not session.ready or (group is None and section[1]):
            return
        if group is None:
            members = [c.id for c in session.matrix.criteria if not c.group and c.kind == section[0]]
            group = Group(free_group_id(session.matrix), Text(tr("New group")))
        rect = self._screen.grid.visualRect(index)
        corner = (
            rect.bottomLeft()
            if self._screen.grid.rtl()
            else rect.bottomRight() - QPoint(self._screen.theme.look.s.search_field, 0)
        )
        sheet = GroupCap(self._screen.theme, group, session, self._screen, members)
        sheet.show_at(self._screen.grid.viewport().mapToGlobal(corner))

    def ask_name(self, criterion: str) -> None:
        """Ask for another name of a criterion."""

        def answered(name: str) -> str | None:
            if not name:
                return tr("A criterion needs a name")
            self._screen.rows.edits.rename(criterion, name)
            return None

        ask = Ask(self._screen.theme, tr("What is this criterion called?"), answered, parent=self._screen)
        ask.line.setText(self._screen.rows.edits.name_of(criterion))
        ask.line.selectAll()
        index = self._screen.grid.grid.at(Spot(criterion, NAME))
        corner = self._screen.grid.visualRect(index).bottomLeft() + QPoint(0, 4)
        ask.put(self._screen.grid.viewport().mapToGlobal(corner))
