"""Leads are moved from the list and from cells: through the gates, with reasons, in the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.leads.screen import LeadsScreen
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.pipeline.exit_sheet import ExitSheet
from leadqual_gui.ui.popover import Ask
from tests.ui_pipeline.conftest import shown

Key = Qt.Key
STEFAN = "Stefan Roth"


@pytest.fixture
def leads(qtbot: QtBot, window: MainWindow) -> LeadsScreen:
    """The list, after the day was opened, Stefan chosen."""
    board = shown(qtbot, window)
    names = [board.area.columns["new"].view.rows.source.row(at) for at in range(3)]
    assert names
    window.show_screen("leads")
    screen = window.leads
    rows = [screen.list.model.row_at(at) for at in range(screen.list.model.rowCount())]
    stefan = next(row.id for row in rows if row.name == STEFAN)
    screen.show_lead(stefan)
    return screen


def popup(kind: type) -> object:
    """The popup that is open."""
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def stage(window: MainWindow, lead: int) -> str | None:
    """Where a lead stands."""
    return window.workspace.row(lead).stage


def pick(menu: QMenu, label: str) -> None:
    """Walk down a menu with the arrow keys and take the entry."""
    action = next(action for action in menu.actions() if label in action.text())
    for _ in menu.actions():
        QTest.keyClick(menu, Key.Key_Down)
        if menu.activeAction() is action:
            break
    QTest.keyClick(menu, Key.Key_Return)


def test_a_move_from_the_list_is_a_move_by_name(leads: LeadsScreen, window: MainWindow) -> None:
    (lead,) = leads.chosen()
    leads.move_chosen("engaged")
    assert stage(window, lead) == "engaged"
    assert STEFAN in window.bridge.undo_stack.undoText()
    QTest.keyClick(window, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stage(window, lead) == "new"


def test_a_gate_says_in_the_list_what_is_missing_and_is_passed_with_a_reason(
    leads: LeadsScreen, window: MainWindow, qtbot: QtBot
) -> None:
    (lead,) = leads.chosen()
    leads.move_chosen("opportunity")
    menu = popup(QMenu)
    assert stage(window, lead) == "new"
    assert any("expected value" in action.text() for action in menu.actions())
    pick(menu, "anyway")
    qtbot.waitUntil(lambda: any(isinstance(w, Ask) and w.isVisible() for w in QApplication.topLevelWidgets()))
    ask = popup(Ask)
    qtbot.keyClick(ask.line, Key.Key_Return)
    assert stage(window, lead) == "new"
    qtbot.keyClicks(ask.line, "Signs on Friday")
    qtbot.keyClick(ask.line, Key.Key_Return)
    assert stage(window, lead) == "opportunity"
    assert "Signs on Friday" in window.bridge.undo_stack.undoText()


def test_a_shut_gate_lets_the_missing_value_be_entered_from_the_list(
    leads: LeadsScreen, window: MainWindow, qtbot: QtBot
) -> None:
    (lead,) = leads.chosen()
    leads.move_chosen("opportunity")
    pick(popup(QMenu), "Enter expected value")
    qtbot.waitUntil(lambda: any(isinstance(w, Ask) and w.isVisible() for w in QApplication.topLevelWidgets()))
    ask = popup(Ask)
    qtbot.keyClicks(ask.line, "12000")
    qtbot.keyClick(ask.line, Key.Key_Return)
    assert window.workspace.store.lead(lead).expected_value == 12_000
    assert stage(window, lead) == "opportunity"


def test_disqualifying_from_the_list_asks_why(leads: LeadsScreen, window: MainWindow, qtbot: QtBot) -> None:
    (lead,) = leads.chosen()
    leads.move_chosen("disqualified")
    sheet = popup(ExitSheet)
    qtbot.keyClicks(sheet.line, "Closed down")
    qtbot.keyClick(sheet.line, Key.Key_Return)
    assert stage(window, lead) == "disqualified"
    assert window.workspace.store.lead(lead).lost_reason == "Closed down"


def test_of_several_ticked_leads_those_that_are_ready_go(leads: LeadsScreen, window: MainWindow) -> None:
    from leadqual_gui.services.commands import EditLeads

    (ready,) = leads.chosen()
    other = next(row.id for row in (leads.list.model.row_at(at) for at in range(6)) if row.id != ready)
    window.bridge.execute(EditLeads((ready,), {"expected_value": 12_000.0}))
    leads.list.model.tick_only((ready, other))
    was = stage(window, other)
    menu = leads._bulk.stage_menu()
    next(action for action in menu.actions() if action.text() == "Opportunity").trigger()
    pick(popup(QMenu), "ready")
    assert (stage(window, ready), stage(window, other)) == ("opportunity", was)


def test_a_stage_typed_into_a_cell_is_refused_by_its_gate(leads: LeadsScreen, window: MainWindow) -> None:
    (lead,) = leads.chosen()
    assert "expected value" in leads.cells.put(lead, "stage", "opportunity")
    assert stage(window, lead) == "new"
