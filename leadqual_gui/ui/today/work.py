"""What is done in Today: calls begun, things put off, noted and finished, alerts and promises dealt with.

Everything that the keys of the three lists and their menus ask for is carried out here; the row after the one that
goes becomes the current one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtWidgets import QMenu, QWidget

from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.today_alerts import FOLLOW_UP, OVERDUE, SILENT, STALE
from leadqual_gui.services.commands import (
    Command,
    DismissAlert,
    FinishFollowUp,
    FinishToday,
    PutFollowUp,
    RemoveFollowUp,
    SnoozeAlert,
)
from leadqual_gui.services.operations import Outcome, Refusal
from leadqual_gui.services.today_values import AlertRow, FollowUpRow, TodayRow
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.leads.panel.panel import LeadPanel
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.today import wording
from leadqual_gui.ui.today.later import later_menu, place_for
from leadqual_gui.ui.today.lists import AlertList, CallList, Placed, PromiseList, WorkList
from leadqual_gui.ui.today.rank import RankSheet
from leadqual_gui.ui.widgets.menus import add_action, passing_menu


class DayWork(QObject):
    """Works the lists down.

    Signals: `call_asked(lead)`; `lead_asked(lead)`: open it in Leads; `card_asked(lead)`: show it in Pipeline;
    `compare_asked()` of the chosen leads; `calendar_asked(lead)`: its follow-ups; `refused(Refusal)`.
    """

    call_asked = Signal(int)
    lead_asked = Signal(int)
    card_asked = Signal(int)
    compare_asked = Signal()
    calendar_asked = Signal(int)
    refused = Signal(object)

    def __init__(
        self,
        theme: Theme,
        bridge: Bridge,
        calls: CallList,
        alerts: AlertList,
        promises: PromiseList,
        panel: LeadPanel,
        screen: QWidget,
    ) -> None:
        super().__init__(screen)
        self.theme, self._bridge, self._screen = theme, bridge, screen
        self.calls, self.alerts, self.promises, self.panel = calls, alerts, promises, panel
        self._connect_calls()
        self._connect_alerts()
        self._connect_promises()

    def _connect_calls(self) -> None:
        self.calls.chosen.connect(self._on_call_chosen)
        self.calls.entered_row.connect(self._on_entered)
        self.calls.opened.connect(lambda lead: self.lead_asked.emit(lead) if lead > 0 else None)
        self.calls.later_asked.connect(self.put_off)
        self.calls.note_asked.connect(self.write_note)
        self.calls.done_asked.connect(self.finish)
        self.calls.rank_asked.connect(self.show_rank)
        self.calls.menu_asked.connect(self.ask_menu)

    def _connect_alerts(self) -> None:
        self.alerts.chosen.connect(lambda _key: self._show_chosen(self.alerts))
        self.alerts.step_asked.connect(self._on_step_asked)
        self.alerts.opened.connect(lambda _key: self.lead_asked.emit(self._lead_of_alert()))
        self.alerts.later_asked.connect(self._snooze_alert)
        self.alerts.done_asked.connect(lambda key: self._do(DismissAlert(key), self.alerts))
        self.alerts.note_asked.connect(lambda _key: self.write_note(self._lead_of_alert()))
        self.alerts.menu_asked.connect(self._on_alert_menu_asked)

    def _connect_promises(self) -> None:
        self.promises.chosen.connect(lambda _key: self._show_chosen(self.promises))
        self.promises.entered_row.connect(lambda _key: self.call_asked.emit(self._lead_of_promise()))
        self.promises.opened.connect(lambda _key: self.lead_asked.emit(self._lead_of_promise()))
        self.promises.later_asked.connect(self._snooze_promise)
        self.promises.done_asked.connect(lambda key: self._do(FinishFollowUp(key), self.promises))
        self.promises.note_asked.connect(lambda _key: self.write_note(self._lead_of_promise()))
        self.promises.menu_asked.connect(self._on_promise_menu_asked)

    # --- whom it is about ----------------------------------------------------------------------------------------
    def row_of(self, lead: int) -> TodayRow | None:
        """A lead's row in the list, if it stands there."""
        at = self.calls.rows.source.index_of(lead)
        found = None if at is None else self.calls.rows.row_at(at)
        return found.row if isinstance(found, Placed) else None

    def _on_call_chosen(self, lead: int) -> None:
        if lead > 0:
            self.panel.show_lead(lead)

    def _show_chosen(self, shown: WorkList) -> None:
        self.panel.show_lead(self._lead_of_alert() if shown is self.alerts else self._lead_of_promise())

    def _lead_of_alert(self) -> int:
        row: AlertRow | None = self.alerts.current_row()
        return row.alert.lead_id if row is not None else 0

    def _lead_of_promise(self) -> int:
        row: FollowUpRow | None = self.promises.current_row()
        return row.follow_up.lead_id if row is not None else 0

    # --- what the user does --------------------------------------------------------------------------------------
    def _on_entered(self, key: int) -> None:
        if key > 0:
            self.call_asked.emit(key)

    def write_note(self, lead: int) -> None:
        """Write down what happened."""
        self.panel.show_lead(lead)
        self.panel.focus_details()
        self.panel.note.setFocus()

    def put_off(self, lead: int) -> None:
        """Act on a lead later."""
        self._ask_later(self.calls, lambda moment: self._promise(lead, moment))

    def _promise(self, lead: int, moment: datetime) -> None:
        row = self.row_of(lead)
        if row is not None and row.follow_up is not None:
            promise = replace(row.follow_up, due_at=moment)
        else:
            action = row.action.play.action if row is not None else "call"
            promise = FollowUp(0, lead, action if action in ("call", "email") else "call", moment)
        self._do(PutFollowUp(promise), self.calls)

    def finish(self, lead: int) -> None:
        """What the list asked for is done."""
        row = self.row_of(lead)
        if row is None:
            return
        if row.follow_up is not None:
            self._do(FinishFollowUp(row.follow_up.id), self.calls)
        else:
            self._do(FinishToday(lead, row.action.play.action), self.calls)

    def show_rank(self, lead: int) -> None:
        """Show beside a lead of the list how it was ranked."""
        row = self.row_of(lead)
        if row is not None:
            self.calls.choose(lead)
            sheet = RankSheet(self.theme, row, self._screen)
            sheet.show_at(place_for(self.calls.place_of_current(), self._screen.isRightToLeft()))
            sheet.setFocus()

    def _snooze_alert(self, key: int) -> None:
        self._ask_later(self.alerts, lambda moment: self._do(SnoozeAlert(key, moment), self.alerts))

    def _snooze_promise(self, key: int) -> None:
        row: FollowUpRow | None = self.promises.current_row()
        if row is not None and row.follow_up.id == key:
            promise = row.follow_up
            self._ask_later(
                self.promises, lambda moment: self._do(PutFollowUp(replace(promise, due_at=moment)), self.promises)
            )

    def _on_step_asked(self, key: int) -> None:
        at = self.alerts.rows.source.index_of(key)
        row: AlertRow | None = None if at is None else self.alerts.rows.row_at(at)
        if row is None:
            return
        self.alerts.choose(key)
        lead = row.alert.lead_id
        match row.alert.kind:
            case k if k == SILENT:
                self._ask_later(self.alerts, lambda moment: self._plan_call(row, moment))
            case k if k == OVERDUE:
                self.card_asked.emit(lead)
            case k if k == STALE:
                self.lead_asked.emit(lead)
            case k if k == FOLLOW_UP:
                self.call_asked.emit(lead)
            case _:
                self.panel.show_lead(lead)
                if self.calls.choose(lead):
                    self.calls.setFocus()

    def _plan_call(self, row: AlertRow, moment: datetime) -> None:
        if self._do(PutFollowUp(FollowUp(0, row.alert.lead_id, "call", moment)), self.alerts):
            self._do(DismissAlert(row.alert.id), self.alerts)

    def _do(self, command: Command, shown: WorkList) -> bool:
        """Carry out a command; the row after the one that goes becomes the current one."""
        at = shown.currentIndex().row()
        answer = self._bridge.execute(command, self._screen)
        if isinstance(answer, Refusal):
            self.refused.emit(answer)
        if shown.currentIndex().row() < 0 and len(shown.rows.source):
            shown.choose_row(max(0, at))
        return isinstance(answer, Outcome)

    def _ask_later(self, shown: WorkList, then: Callable[[datetime], object]) -> None:
        place = (
            shown.place_of_current()
            if shown.currentIndex().isValid()
            else QRect(self._screen.mapToGlobal(QPoint()), self._screen.size())
        )
        menu = later_menu(self.theme, self._screen, self._bridge.workspace.now, then, place)
        menu.popup(place_for(place, self._screen.isRightToLeft()))
        first = menu.actions()
        if first:
            menu.setActiveAction(first[0])

    # --- menus ---------------------------------------------------------------------------------------------------
    def ask_menu(self, where: QPoint) -> None:
        """Show what can be done with the lead that the panel shows."""
        lead = self.panel.lead_id
        if lead:
            self.lead_menu(lead).popup(where)

    def lead_menu(self, lead: int) -> QMenu:
        """What can be done with a lead of the list."""
        menu = passing_menu(self._screen)
        add_action(menu, self.tr("Start call"), lambda: self.call_asked.emit(lead), "Return")
        add_action(menu, self.tr("Later"), lambda: self.put_off(lead), "L")
        add_action(menu, self.tr("Note what happened"), lambda: self.write_note(lead), "N")
        if self.row_of(lead) is not None:
            add_action(menu, self.tr("Done"), lambda: self.finish(lead), "D")
            add_action(menu, self.tr("How it was ranked"), lambda: self.show_rank(lead), "W")
        add_action(menu, self.tr("Promise a follow-up"), self.panel.ask_promise, "Ctrl+Shift+L")
        add_action(menu, self.tr("Points by hand"), self.panel.ask_adjustment, "Ctrl+Shift+B")
        several = len(self.calls.chosen_ids()) > 1
        add_action(menu, self.tr("Compare"), self.compare_asked.emit, "Ctrl+Shift+K").setEnabled(several)
        menu.addSeparator()
        add_action(menu, self.tr("Open in Leads"), lambda: self.lead_asked.emit(lead), "F4")
        add_action(menu, self.tr("Show in Pipeline"), lambda: self.card_asked.emit(lead))
        add_action(menu, self.tr("Follow-ups to a calendar"), lambda: self.calendar_asked.emit(lead))
        return menu

    def _on_alert_menu_asked(self, where: QPoint) -> None:
        row: AlertRow | None = self.alerts.current_row()
        if row is None:
            return
        key, menu = row.alert.id, passing_menu(self._screen)
        add_action(menu, wording.alert_step(row), lambda: self._on_step_asked(key), "Return")
        add_action(menu, self.tr("Remind me later"), lambda: self._snooze_alert(key), "L")
        add_action(menu, self.tr("Dealt with"), lambda: self._do(DismissAlert(key), self.alerts), "D")
        add_action(menu, self.tr("Open in Leads"), lambda: self.lead_asked.emit(row.alert.lead_id), "F4")
        menu.popup(where)

    def _on_promise_menu_asked(self, where: QPoint) -> None:
        row: FollowUpRow | None = self.promises.current_row()
        if row is None:
            return
        key, menu = row.follow_up.id, passing_menu(self._screen)
        add_action(menu, self.tr("Start call"), lambda: self.call_asked.emit(row.follow_up.lead_id), "Return")
        add_action(menu, self.tr("Change"), lambda: self.panel.ask_promise(row.follow_up))
        add_action(menu, self.tr("Later"), lambda: self._snooze_promise(key), "L")
        add_action(menu, self.tr("Done"), lambda: self._do(FinishFollowUp(key), self.promises), "D")
        add_action(menu, self.tr("Call off"), lambda: self._do(RemoveFollowUp(key), self.promises))
        add_action(menu, self.tr("Open in Leads"), lambda: self.lead_asked.emit(row.follow_up.lead_id), "F4")
        menu.popup(where)
