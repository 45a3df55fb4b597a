"""Small questions beside things: wholly on the screen, and what was typed stays until it is kept."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.commands import AddLead, GiveVerdict
from leadqual_gui.ui.leads.new_lead import NewLead
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.popover import Ask
from leadqual_gui.ui.theme.theme import Theme
from tests.ui.conftest import choose

Key = Qt.Key


def shown(kind: type[QWidget]) -> QWidget:
    """The question that is open."""
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible())


@pytest.mark.parametrize("rtl", [False, True])
def test_a_question_beside_something_at_the_edge_lies_wholly_on_the_screen(
    qtbot: QtBot, theme: Theme, rtl: bool
) -> None:
    room = QGuiApplication.primaryScreen().availableGeometry()
    window = QWidget()
    qtbot.addWidget(window)
    button = QPushButton("Publish", window)
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    window.setGeometry(room)
    button.move(0 if rtl else room.width() - button.width(), room.height() - button.height())
    window.show()
    ask = Ask(theme, "Why? One line for the history", lambda _text: None, parent=window)
    ask.show_at(button)
    assert room.contains(ask.geometry())
    ask.close()


def test_a_lead_that_the_disk_does_not_take_stays_typed(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_by_disk(window, AddLead, monkeypatch)
    window.errands.new_lead()
    sheet = shown(NewLead)
    assert isinstance(sheet, NewLead)
    QTest.keyClicks(sheet.lines["full_name"], "Omar Haddad")
    QTest.keyClick(sheet, Key.Key_Return)
    assert sheet.isVisible()
    assert sheet.lines["full_name"].text() == "Omar Haddad"
    assert window.announcements.area.bars()
    sheet.close()


def test_a_reason_that_the_disk_does_not_take_stays_typed(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_by_disk(window, GiveVerdict, monkeypatch)
    choose(window, "Ines Carvalho")
    window.errands.judge(True)
    ask = shown(Ask)
    assert isinstance(ask, Ask)
    QTest.keyClicks(ask.line, "A student")
    QTest.keyClick(ask, Key.Key_Return)
    assert ask.isVisible()
    assert ask.refusal.isVisible()
    assert ask.line.text() == "A student"
    ask.close()


def refuse_by_disk(window: MainWindow, kind: type, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands of this kind find the disk full."""
    execute = window.workspace.execute

    def full(command: object) -> object:
        if isinstance(command, kind):
            raise LeadQualError("the disk is full; the last change was not made", "Free some space and do it again")
        return execute(command)

    monkeypatch.setattr(window.workspace, "execute", full)
