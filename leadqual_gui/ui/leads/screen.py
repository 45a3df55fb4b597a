"""The Leads screen: the list on the left, the chosen lead on the right, and what can be done with either."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from leadqual_gui.services.lists import FirstSight
from leadqual_gui.ui.leads.list_pane import ListPane
from leadqual_gui.ui.leads.panel.panel import LeadPanel
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets.side_by_side import SideBySide
from leadqual_gui.ui.widgets.themed import margins

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QShowEvent
    from PySide6.QtWidgets import QMenu

    from leadqual_gui.services.operations import Changes
    from leadqual_gui.ui.bridge import Bridge
    from leadqual_gui.ui.leads.bulk import BulkActions
    from leadqual_gui.ui.leads.cells import LeadCells
    from leadqual_gui.ui.leads.menus import LeadMenus
    from leadqual_gui.ui.leads.moving import StageMoves


class LeadsScreen(QWidget):
    """Leads.

    Signals: `settings_changed(key, text)` is to be remembered; `lead_chosen(lead id)`; `export_asked(lead ids)`;
    `scenario_asked(lead id)` to make an example of it that the matrix must get right;
    `call_asked(lead id)`; `compare_asked()` of the chosen leads; `verdict_asked(too high)` of the open one;
    `calendar_asked(lead id)`: its follow-ups; `sheet_asked(lead id)` for a page on paper; `clean_up_asked(tab)`;
    `hand_out_asked(lead id)` and `forget_asked(lead id)`: what is held about a person.
    """

    settings_changed = Signal(str, str)
    lead_chosen = Signal(int)
    export_asked = Signal(object)
    scenario_asked = Signal(int)
    call_asked = Signal(int)
    compare_asked = Signal()
    verdict_asked = Signal(bool)
    calendar_asked = Signal(int)
    sheet_asked = Signal(int)
    clean_up_asked = Signal(str)
    hand_out_asked = Signal(int)
    forget_asked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._bridge: Bridge | None = None
        self._words = Vocabulary()
        self._bulk: BulkActions | None = None
        self._moves: StageMoves | None = None
        self._menus: LeadMenus | None = None
        self.cells: LeadCells | None = None
        self._language = ""
        self.list = ListPane(theme)
        self.panel = LeadPanel(theme)
        self.beside = SideBySide(theme, self.list, self.panel)
        self._left_at = 0
        margins(QVBoxLayout(self), 0, 0, 0, 0, 0).addWidget(self.beside)
        self._connect()

    def _connect(self) -> None:
        self.list.settings_changed.connect(self.settings_changed)
        self.list.table.chosen.connect(self._on_chosen)
        self.list.table.opened.connect(lambda _lead: self.panel.focus_details())
        self.list.table.call_asked.connect(self.call_asked)
        self.panel.call_asked.connect(self.call_asked)
        self.list.table.delete_asked.connect(self.delete_chosen)
        self.list.table.menu_asked.connect(self._on_menu_asked)
        self.list.model.ticked_changed.connect(self._on_ticked_changed)
        self.list.table.header.customContextMenuRequested.connect(self._on_columns_asked)
        self.panel.menu_asked.connect(lambda: self._on_menu_asked(self.panel.mapToGlobal(QPoint(0, 48))))
        self.panel.tab_changed.connect(lambda tab: self.settings_changed.emit("leads.tab", tab))
        self.beside.drawn.connect(lambda width: self.settings_changed.emit("leads.panel", str(width)))

    # --- what comes first, and what comes then -----------------------------------------------------------------------
    def show_first(self, sight: FirstSight) -> None:
        """Show what the last run left."""
        self.list.show_first(sight)
        self.panel.choose_tab(sight.settings.get("leads.tab", "score"))
        self.beside.recall(sight.settings.get("leads.panel", ""))
        lead = sight.settings.get("leads.chosen", "")
        self._left_at = int(lead) if lead.isdigit() else 0
        self.list.table.choose(self._left_at, scroll=False)

    def attach(self, bridge: Bridge, words: Vocabulary, language: str) -> None:
        """The workspace is loaded."""
        from leadqual_gui.ui.leads.cells import LeadCells  # both: not needed before
        from leadqual_gui.ui.leads.editing import LeadEditing

        self._bridge, self._words, self._language = bridge, words, language
        self._drop_moves()
        self.list.attach(bridge, words)
        self.panel.attach(bridge, words, language)
        table = self.list.table
        self.cells = LeadCells(bridge, words, self)
        table.setItemDelegate(LeadEditing(self.theme, table, self.cells))
        bridge.changed.connect(self._on_changed)
        if not table.chosen_id:
            table.choose(self._left_at, scroll=False)
        table.settle()
        self.panel.show_lead(table.chosen_id)

    def detach(self) -> None:
        """The workspace is about to be closed: nothing is asked of it any more."""
        self.list.detach()
        self.panel.detach()
        self._bridge = None

    def retitle(self, words: Vocabulary, language: str) -> None:
        """The rules changed: other stages, tiers, fields."""
        self._words, self._language = words, language
        self._drop_moves()
        if self.cells is not None:
            self.cells.words = words
        self.list.retitle(words)
        self.panel.retitle(words, language)
        if self._bulk is not None and self._bridge is not None:
            self._bulk.attach(self._bridge, words)

    def show_lead(self, lead_id: int) -> None:
        """Choose a lead, also one that the present filter hides."""
        self.list.table.touched = True
        if not self.list.table.choose(lead_id):
            self.list.clear_search()
            if not self.list.table.choose(lead_id):
                self.panel.show_lead(lead_id)
        self.list.table.setFocus()

    def show_only(self, leads: Sequence[int]) -> None:
        """List none but these leads, and open the first unless one of them is open."""
        self.list.show_only(leads)
        model = self.list.model
        first = model.row_at(0).id if model.rowCount() else 0
        if first in leads and self.panel.lead_id not in leads:
            self.show_lead(first)
        self.list.table.setFocus()

    def choose_quietly(self, lead_id: int) -> None:
        """Choose a lead and leave the keyboard where it is."""
        self.list.table.touched = True
        self.list.table.choose(lead_id)
        self.panel.show_lead(lead_id)

    def chosen(self) -> tuple[int, ...]:
        """The ticked leads, or else the chosen one."""
        return self.list.table.ticked_or_chosen()

    # --- layout ------------------------------------------------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.beside.limit()
        self.beside.share(self.width(), self.theme.look.s.inspector_leads)

    # --- what happens ------------------------------------------------------------------------------------------------
    def _on_chosen(self, lead_id: int) -> None:
        self.panel.show_lead(lead_id)
        self.settings_changed.emit("leads.chosen", str(lead_id))
        self.lead_chosen.emit(lead_id)

    def _on_changed(self, _changes: Changes, leads: Sequence[int], _initiator: object) -> None:
        self.list.refresh(tuple(leads))
        self.list.table.settle()
        if not leads or self.panel.lead_id in leads:
            self.panel.refresh()

    def _on_ticked_changed(self) -> None:
        ticked = self.list.model.ticked
        if ticked and self._bulk is None:
            self._bulk = self._make_bulk()
        if self._bulk is not None:
            self._bulk.set_count(len(ticked))
        self.list.table.header.viewport().update()

    def _make_bulk(self) -> BulkActions:
        from leadqual_gui.ui.leads.bulk import BulkActions  # not needed before something is ticked

        bulk = BulkActions(self.theme, self.chosen)
        s = self.theme.look.s
        row = margins(QVBoxLayout(), s.l, s.s, s.l, s.s, 0)
        row.addWidget(bulk)
        self.list.column.addLayout(row)
        if self._bridge is not None:
            bulk.attach(self._bridge, self._words)
        bulk.closed.connect(lambda: self.list.model.tick_only(()))
        bulk.export_asked.connect(lambda: self.export_asked.emit(self.chosen()))
        bulk.delete_asked.connect(self.delete_chosen)
        bulk.stage_asked.connect(lambda stage: self._move(stage, bulk.stage))
        return bulk

    # --- commands ----------------------------------------------------------------------------------------------------
    def delete_chosen(self) -> None:
        """Delete the ticked leads or the chosen one; the window offers to take it back."""
        from leadqual_gui.services.commands import DeleteLeads

        leads = self.chosen()
        if not leads or self._bridge is None:
            return
        row = self.list.table.currentIndex().row()
        self._bridge.execute(DeleteLeads(leads), self)
        self.list.model.tick(leads, False)
        self.choose_near(row)

    def choose_near(self, row: int) -> None:
        """Where the chosen lead went away, choose the one that stands in its place now."""
        if not self.list.table.currentIndex().isValid() and self.list.model.rowCount():
            row = min(max(0, row), self.list.model.rowCount() - 1)
            self.list.table.choose(self.list.model.row_at(row).id)
            self.panel.show_lead(self.list.table.chosen_id)

    def set_field(self, field: str, value: object) -> None:
        """Set a field of the ticked leads or the chosen one."""
        from leadqual_gui.services.commands import EditLeads

        if (leads := self.chosen()) and self._bridge is not None:
            self._bridge.execute(EditLeads(leads, {field: value}), self)  # type: ignore[dict-item]

    def move_chosen(self, stage: str) -> None:
        """Move the ticked leads or the chosen one; a gate that is shut says so beside the chosen row."""
        self._move(stage, self.list.table)

    def _drop_moves(self) -> None:
        """Moves are asked for in the words of the rules: other rules, others."""
        if self._moves is not None:
            self._moves.deleteLater()
            self._moves = None

    def _move(self, stage: str, beside: QWidget) -> None:
        if self._bridge is None:
            return
        from leadqual_gui.ui.leads.moving import StageMoves  # not needed before somebody is moved

        if self._moves is None:
            self._moves = StageMoves(self.theme, self._bridge, self._language, self, self.call_asked.emit)
        table = self.list.table
        row = table.viewport().mapToGlobal(table.visualRect(table.currentIndex()).bottomLeft())
        where = row if beside is table else beside.mapToGlobal(QPoint(0, 0))
        self._moves.move(self.chosen(), stage, where, beside)

    # --- menus -------------------------------------------------------------------------------------------------------
    def _on_menu_asked(self, where: QPoint) -> None:
        if self.chosen():
            self.lead_menu().popup(where)

    def lead_menu(self, alone: bool = False) -> QMenu:
        """What can be done with the ticked leads or the chosen one; `alone`: with the chosen one whatever is ticked."""
        return self._made_menus().of_leads(self._words, alone)

    def act_on(self, lead_id: int, action: QAction) -> None:
        """Trigger an action of such a menu on one lead, whatever is ticked and filtered."""
        model = self.list.model
        ticked = tuple(model.ticked)
        model.tick_only(())
        if self.list.table.chosen_id != lead_id:
            self.show_lead(lead_id)
        if self.list.table.chosen_id == lead_id:
            action.trigger()
        model.tick_only(lead for lead in ticked if lead != lead_id)

    def _on_columns_asked(self, where: QPoint) -> None:
        self.columns_menu().popup(self.list.table.header.mapToGlobal(where))

    def columns_menu(self) -> QMenu:
        """Which columns are shown."""
        return self._made_menus().of_columns(self._words)

    def _made_menus(self) -> LeadMenus:
        from leadqual_gui.ui.leads.menus import LeadMenus  # not needed before somebody asks for one

        if self._menus is None:
            self._menus = LeadMenus(self)
        return self._menus
