"""What hands and keys do with whole rows of the grid: fold, find, move, duplicate, take out, and go to one."""

from __future__ import annotations

from collections.abc import Callable

from leadqual_gui.ui.matrix.grid.model import FIRST_CELL, NAME, Spot
from leadqual_gui.ui.matrix.grid.rows import CriterionRow, GroupRow, RowCache, View, rows_of
from leadqual_gui.ui.matrix.grid.rows_edits import RowEdits
from leadqual_gui.ui.matrix.grid.view import RATES_UP_TO, MatrixGrid
from leadqual_gui.ui.matrix.session import MatrixSession


class RowsHand:
    """Shows the matrix as rows, and keeps the keyboard where it was while they change.

    `sought` gives what is looked for; `control_found` is told the close rate of all leads.
    """

    def __init__(
        self,
        session: MatrixSession,
        grid: MatrixGrid,
        sought: Callable[[], str],
        control_found: Callable[[float], None],
    ) -> None:
        self._session, self._grid, self._sought, self._control_found = session, grid, sought, control_found
        self.edits = RowEdits(session)
        self._folded: frozenset[tuple[str, str]] = frozenset()
        self._cache = RowCache()

    def refresh(self) -> None:
        """Show the matrix as it is."""
        session = self._session
        view = View(self._folded, self._sought(), self._grid.points.typed)
        rows = rows_of(session.matrix, session.live, session.insights, session.terms, view, self._cache)
        self._grid.grid.show(rows)
        rates = [row.insight.rate for row in rows if isinstance(row, CriterionRow) and row.insight.rate is not None]
        if rates:
            highest = max((rate.high for rate in rates if rate.enough), default=0.0)
            self._grid.rates_up_to = max(RATES_UP_TO, highest)
            self._control_found(rates[0].control)

    # --- where one is ------------------------------------------------------------------------------------------------
    def keeping(self, act: Callable[[], object]) -> None:
        """Do something that moves rows, and stay where one was."""
        spot = self._grid.spot
        act()
        self._grid.go(spot)

    def go_to(self, criterion: str, column: int = FIRST_CELL) -> None:
        """Bring a criterion into view, with its cells ready."""
        found = self._session.criterion(criterion)
        if found is not None and (found.kind, found.group) in self._folded:
            self._folded = self._folded - {(found.kind, found.group)}
            self.refresh()
        self._grid.go(Spot(criterion, column))
        self._grid.setFocus()

    def choose_all(self) -> None:
        """Choose all cells, to change them together."""
        rows = [row for row in self._grid.grid.rows if isinstance(row, CriterionRow)]
        spots = (Spot(row.key, FIRST_CELL + at) for row in rows for at in range(len(row.cells)))
        self._grid.choose(frozenset(spots))

    def fold(self, section: tuple[str, str]) -> None:
        """Fold a group, or unfold it."""
        self._folded = self._folded ^ {section}
        self.refresh()
        self._grid.go(Spot(section, NAME))

    def fold_all(self, folded: bool) -> None:
        """Fold or unfold all groups."""
        keys = frozenset(row.key for row in self._grid.grid.rows if isinstance(row, GroupRow))
        self._folded = keys if folded else frozenset()
        self.refresh()

    # --- edits -------------------------------------------------------------------------------------------------------
    def move(self, step: int) -> None:
        """Move the current criterion up or down."""
        self.keeping(lambda: self.edits.move(self._grid.criterion_id, step))

    def drop(self, criterion: str, before: object) -> None:
        """Put a criterion before another one, or at the end of a section."""
        self.keeping(lambda: self.edits.drop(criterion, before))

    def delete_chosen(self) -> None:
        """Take out the chosen criteria, or the level on whose cell the keyboard is."""
        cell, row = self._grid.current_cell(), self._grid.current_row()
        alone = not self._grid.chosen_spots() and isinstance(row, CriterionRow)
        if alone and cell is not None and cell.level is not None:
            level = cell.level
            self.keeping(lambda: self.edits.delete_level(self._grid.criterion_id, level))
            return
        at = self._grid.currentIndex().row()
        if self.edits.delete(self._grid.chosen_criteria()) and self._grid.grid.rows:
            rows = self._grid.grid.rows
            self._grid.go(Spot(rows[min(at, len(rows) - 1)].key, NAME))

    def duplicate(self) -> None:
        """A copy of the current criterion, right below."""
        new = self.edits.duplicate(self._grid.criterion_id)
        if new:
            self.go_to(new)

    def add_level(self) -> None:
        """A new level after the current one."""
        cell, criterion = self._grid.current_cell(), self._grid.criterion_id
        at = self.edits.add_level(criterion, cell.level if cell is not None else None) if criterion else None
        if at is not None:
            self.go_to(criterion, FIRST_CELL + at)

    def move_level(self, step: int) -> None:
        """Move the current level; the first that holds counts."""
        cell, spot = self._grid.current_cell(), self._grid.spot
        step = -step if self._grid.rtl() else step
        if cell is None or cell.level is None or spot is None:
            return
        if self.edits.move_level(self._grid.criterion_id, cell.level, step):
            self._grid.go(Spot(spot.key, spot.column + step))
