"""How rows of the list are ticked: one by one, a stretch of them, all or none, by mouse and by keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from leadqual_gui.ui.leads.columns import CHECK
from leadqual_gui.ui.leads.model import Index, LeadModel


class Ticking:
    """Ticks leads of a model. A stretch begins at the row that was pressed last."""

    def __init__(self, leads: LeadModel) -> None:
        self._leads = leads
        self._anchor = -1

    def forget_row(self) -> None:
        """The rows are others: no stretch begins where one was pressed."""
        self._anchor = -1

    def press(self, index: Index, modifiers: Qt.KeyboardModifier, current: int) -> bool:
        """Whether a press ticks: on a box, or anywhere with Ctrl or Shift. `current`: the row that is chosen."""
        ctrl = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if not (ctrl or shift or self._leads.columns[index.column()].key == CHECK):
            self._anchor = index.row()
            return False
        row = index.row()
        anchor = self._anchor if self._anchor >= 0 else max(0, current)
        if shift:
            low, high = sorted((anchor, row))
            self._leads.tick(self._leads.row_at(at).id for at in range(low, high + 1))
        else:
            self._turn(self._leads.row_at(row).id)
            self._anchor = row
        return True

    def key(self, event: QKeyEvent, chosen_id: int) -> bool:
        """Whether a key ticks: Space the chosen lead, Ctrl A all; Escape takes ticks away."""
        if event.key() == Qt.Key.Key_Space and chosen_id:
            self._turn(chosen_id)
        elif event.key() == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._leads.tick_only(int(lead_id) for lead_id in self._leads.list.ids())
        elif event.key() == Qt.Key.Key_Escape and self._leads.ticked:
            self._leads.tick_only(())
        else:
            return False
        return True

    def along(self, row: int, step: int) -> int:
        """Tick a row and the next one in this direction, whose number is given back."""
        target = min(max(0, row + step), self._leads.rowCount() - 1)
        self._leads.tick([self._leads.row_at(row).id, self._leads.row_at(target).id])
        return target

    def _turn(self, lead_id: int) -> None:
        self._leads.tick([lead_id], not self._leads.is_ticked(lead_id))
