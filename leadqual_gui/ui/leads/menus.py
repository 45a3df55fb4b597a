"""The menus of the Leads screen: what can be done with the chosen leads, and which columns are shown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QMenu

from leadqual_gui.domain.facts import LEAD_FIELDS
from leadqual_gui.ui.fields import field_label
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets.menus import add_action, literal, passing_menu

if TYPE_CHECKING:
    from leadqual_gui.ui.leads.screen import LeadsScreen

USUAL = ("name", "company", "score", "grade", "stage", "last_sign", "owner", "fit", "engagement", "quality")
_ELSEWHERE = ("full_name", "notes", "verified")


class LeadMenus(QObject):
    """Makes each menu anew, for what is chosen then."""

    def __init__(self, screen: LeadsScreen) -> None:
        super().__init__(screen)
        self._screen = screen

    def of_leads(self, words: Vocabulary, alone: bool = False) -> QMenu:
        """What can be done with the ticked leads or the chosen one; `alone`: with the chosen one whatever is ticked."""
        screen, panel, menu = self._screen, self._screen.panel, passing_menu(self._screen)
        several = len(screen.chosen()) > 1 and not alone
        add_action(menu, self.tr("Call"), lambda: screen.call_asked.emit(panel.lead_id), "Return")
        add_action(menu, self.tr("Open"), panel.focus_details, "F4")
        add_action(menu, self.tr("Edit in place"), self._edit_in_place, "F2")
        add_action(menu, self.tr("Note what happened"), self._note, "Ctrl+J")
        add_action(menu, self.tr("Promise a follow-up"), panel.ask_promise, "Ctrl+Shift+L")
        add_action(menu, self.tr("Points by hand"), panel.ask_adjustment, "Ctrl+Shift+B")
        add_action(menu, self.tr("Score is too high"), lambda: screen.verdict_asked.emit(True), "Ctrl+Shift+Down")
        add_action(menu, self.tr("Score is too low"), lambda: screen.verdict_asked.emit(False), "Ctrl+Shift+Up")
        add_action(menu, self.tr("Compare"), screen.compare_asked.emit, "Ctrl+Shift+K").setEnabled(several)
        menu.addSeparator()
        self._add_stages(menu, words.stages)
        add_action(menu, self.tr("Mark as verified"), lambda: screen.set_field("verified", True))
        add_action(menu, self.tr("Do not contact again"), lambda: screen.set_field("do_not_contact", True))
        self._add_ways_out(menu)
        menu.addSeparator()
        self._add_endings(menu)
        return menu

    def _add_stages(self, menu: QMenu, stages: Mapping[str, str]) -> None:
        where = menu.addMenu(self.tr("Move to stage"))
        for stage, label in stages.items():
            add_action(where, label, partial(self._screen.move_chosen, stage))

    def _add_ways_out(self, menu: QMenu) -> None:
        screen, lead = self._screen, self._screen.panel.lead_id
        add_action(menu, self.tr("Export"), lambda: screen.export_asked.emit(screen.chosen()), "Ctrl+E")
        add_action(menu, self.tr("Follow-ups to a calendar"), lambda: screen.calendar_asked.emit(lead))
        add_action(menu, self.tr("Make a scenario of this lead"), lambda: screen.scenario_asked.emit(lead))
        add_action(menu, self.tr("Lead sheet as PDF"), lambda: screen.sheet_asked.emit(lead), "Ctrl+P")
        add_action(menu, self.tr("Find duplicates"), lambda: screen.clean_up_asked.emit("duplicates"), "Ctrl+6")

    def _add_endings(self, menu: QMenu) -> None:
        screen, lead = self._screen, self._screen.panel.lead_id
        everything = self.tr("Export all we hold about this person")
        add_action(menu, everything, lambda: screen.hand_out_asked.emit(lead)).setObjectName("hand_out")
        add_action(menu, self.tr("Delete for good"), lambda: screen.forget_asked.emit(lead)).setObjectName("forget")
        add_action(menu, self.tr("Delete"), screen.delete_chosen, "Del")

    def of_columns(self, words: Vocabulary) -> QMenu:
        """Which columns are shown."""
        shown = self._screen.list.columns.order()
        extra = [spec.key for spec in LEAD_FIELDS if spec.key not in _ELSEWHERE]
        custom = [f"custom.{key}" for key in words.custom]
        menu = passing_menu(self._screen)
        for key in dict.fromkeys([*USUAL, *extra, *custom]):
            action = menu.addAction(literal(field_label(key, words.custom)))
            action.setCheckable(True)
            action.setChecked(key in shown)
            action.setEnabled(key != "name")
            action.triggered.connect(lambda on, k=key: self._show_column(k, on))
        return menu

    def _show_column(self, key: str, on: bool) -> None:
        pane = self._screen.list
        shown = [k for k in pane.columns.order() if k != key]
        pane.choose_columns([*shown, key] if on else shown)

    def _edit_in_place(self) -> None:
        """The cell that has the keyboard; the next one of its row if that cannot be edited."""
        table = self._screen.list.table
        index = table.currentIndex()
        cells = [index.siblingAtColumn(at) for at in range(table.model().columnCount())]
        following = (*cells[index.column() :], *cells[: max(0, index.column())])
        cell = next((one for one in following if one.flags() & Qt.ItemFlag.ItemIsEditable), None)
        if cell is not None and table.state() is not QAbstractItemView.State.EditingState:
            table.setCurrentIndex(cell)
            table.edit(cell)

    def _note(self) -> None:
        QTimer.singleShot(0, self, self._focus_note)

    def _focus_note(self) -> None:
        self._screen.panel.focus_details()
        self._screen.panel.note.setFocus()
