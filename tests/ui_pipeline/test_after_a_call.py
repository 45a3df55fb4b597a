"""After a call the lead goes on to the stage that the call was for, through its gates, or past them with a reason."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.interview.window import CallWindow
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.popover import Ask
from tests.ui_call.conftest import begin_call, press
from tests.ui_pipeline.test_from_the_list import pick, popup, stage

Key, Held = Qt.Key, Qt.KeyboardModifier


def ended(qtbot: QtBot, window: MainWindow, answers: int) -> CallWindow:
    """A call with Ines that has ended, so many questions answered."""
    call = begin_call(qtbot, window)
    for _ in range(answers):
        press(call, Key.Key_2)
    press(call, Key.Key_F5)
    press(call, Key.Key_Return, Held.ControlModifier)
    assert call.card is not None
    return call


def ask(qtbot: QtBot) -> Ask:
    """The small question that came up."""
    qtbot.waitUntil(lambda: any(isinstance(w, Ask) and w.isVisible() for w in QApplication.topLevelWidgets()))
    found = popup(Ask)
    assert isinstance(found, Ask)
    return found


def test_the_missing_value_is_entered_on_the_card_and_the_lead_goes_on(qtbot: QtBot, window: MainWindow) -> None:
    call = ended(qtbot, window, 4)
    lead, card = call.session.call.lead_id, call.card
    QTest.keyClick(call, Key.Key_M)
    menu = popup(QMenu)
    assert any("SQL needs an opportunity" in action.text() for action in menu.actions())
    assert not any(action.text() == "Ask now" for action in menu.actions()), "the call is over"
    pick(menu, "Enter expected value")
    question = ask(qtbot)
    qtbot.keyClicks(question.line, "18000")
    qtbot.keyClick(question.line, Key.Key_Return)
    assert stage(window, lead) == "sql"
    assert card.copied.text() == "Moved to SQL"
    assert not card.move_on.isVisible()
    call.close()


def test_a_gate_that_stays_shut_is_passed_with_a_reason_and_all_of_it_is_taken_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    call = ended(qtbot, window, 1)
    lead = call.session.call.lead_id
    was, happened = stage(window, lead), len(window.workspace.lead_details(lead).activities)
    qtbot.mouseClick(call.card.move_on, Qt.MouseButton.LeftButton)
    menu = popup(QMenu)
    assert any("SQL needs an interview" in action.text() for action in menu.actions())
    pick(menu, "anyway")
    question = ask(qtbot)
    qtbot.keyClick(question.line, Key.Key_Return)
    assert stage(window, lead) == was, "not without a reason"
    qtbot.keyClicks(question.line, "Signs tomorrow")
    qtbot.keyClick(question.line, Key.Key_Return)
    assert stage(window, lead) == "sql"
    qtbot.mouseClick(call.card.back, Qt.MouseButton.LeftButton)
    assert stage(window, lead) == was
    assert len(window.workspace.lead_details(lead).activities) == happened - 1, "the call is taken back too"
