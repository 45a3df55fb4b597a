"""LedgerView and GapsView: why a score is what it is, and what could still change it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import gaps, ledger
from leadqual_gui.ui.widgets.gaps import GapRow
from leadqual_gui.ui.widgets.ledger import LedgerRow
from leadqual_gui.ui.widgets.rows_view import RowsView


class LedgerView(RowsView[LedgerRow]):
    """The ledger of one score. `set_rows` takes heads, lines and the sum in the order they are read."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._most = 0
        self.setAccessibleName(self.tr("Ledger of points"))

    def set_rows(self, rows: Sequence[LedgerRow]) -> None:
        self._most = ledger.greatest_line(rows)
        super().set_rows(rows)

    def row_height(self, row: LedgerRow, at: int) -> int:
        return ledger.row_height(row, self.theme.look.s, first=at == 0)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: LedgerRow, at: int) -> None:
        ledger.paint_ledger_row(painter, self.theme.look, option.rect, row, self._most, self.rtl())


class GapsView(RowsView[GapRow]):
    """The unknowns, largest swing first; with `numbered`, as the order of asking."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, numbered: bool = False) -> None:
        super().__init__(theme, parent)
        self._reach = (0, 0)
        self._numbered = numbered
        self.setAccessibleName(self.tr("What we do not know"))

    def set_rows(self, rows: Sequence[GapRow]) -> None:
        ordered = gaps.by_swing(rows)
        self._reach = gaps.common_reach(ordered)
        super().set_rows(ordered)

    def row_height(self, row: GapRow, at: int) -> int:
        return self.theme.look.s.row_ledger + 1

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: GapRow, at: int) -> None:
        number = at + 1 if self._numbered else None
        gaps.paint_gap_row(painter, self.theme.look, option.rect, row, self._reach, self.rtl(), number)
