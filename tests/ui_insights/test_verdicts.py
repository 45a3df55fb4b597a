"""A rep says that a score is too high or too low: with one key and a reason, and the calibration shows it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.verdicts import Judgement
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.popover import Ask
from tests.ui_insights.conftest import insights

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def test_too_high_is_said_with_a_key_and_a_reason_and_stands_beside_the_calibration(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.show_screen("leads")
    table = window.leads.list.table
    table.setFocus()
    row = window.leads.list.model.row_at(0)
    window.leads.show_lead(row.id)
    qtbot.waitUntil(lambda: window.chosen_lead() == row.id)
    QTest.keyClick(table, Qt.Key.Key_Down, CTRL_SHIFT)
    ask = QApplication.activePopupWidget()
    assert isinstance(ask, Ask)
    QTest.keyClicks(ask.line, "Only a student")
    QTest.keyClick(ask.line, Qt.Key.Key_Return)
    assert window.workspace is not None
    (verdict,) = window.workspace.store.all_verdicts()
    assert (verdict.lead_id, verdict.judgement, verdict.reason) == (row.id, Judgement.TOO_HIGH, "Only a student")
    page = insights(qtbot, window).page
    shown = page.panel.verdicts
    assert shown.isVisibleTo(page.panel)
    assert shown.rows.rows[0].spoken.startswith(f"{row.name}: too high")
    assert "Only a student" in shown.rows.rows[0].spoken


def test_the_lead_menu_offers_both(window: MainWindow) -> None:
    window.show_screen("leads")
    menu = window.leads.lead_menu()
    said = [action.text() for action in menu.actions()]
    assert {"Score is too high", "Score is too low"} <= set(said)
    menu.deleteLater()
