"""What Clean up says where something cannot be done, or is not there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.quality import Issue
from leadqual_gui.services.commands import EditLeads
from leadqual_gui.services.operations import Refusal, Said
from leadqual_gui.ui.data import comparison, merge_pane
from leadqual_gui.ui.data.screen import CleanUpScreen
from leadqual_gui.ui.main_window import MainWindow
from tests.ui_data.conftest import choose_group, lead_named
from tests.ui_data.test_quality import mend, on_quality

Key = Qt.Key


def test_a_proposal_that_is_refused_says_why(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = on_quality(qtbot, window)
    mend(screen, "asdf1234", Issue.EMAIL_INVALID)
    execute = window.workspace.execute

    def refusing(command: object) -> object:
        return Refusal(Said("no_such_lead")) if isinstance(command, EditLeads) else execute(command)

    monkeypatch.setattr(window.workspace, "execute", refusing)
    for key in (Key.Key_Return, Key.Key_V):
        QTest.keyClick(screen.quality.list, key)
        [bar] = window.announcements.area.bars()
        assert bar.notice.message
        bar.closed.emit()


def test_keys_are_named_only_where_they_do_something(qtbot: QtBot, window: MainWindow) -> None:
    screen = on_quality(qtbot, window)
    assert screen.quality.hint.isVisible()
    screen.quality.kinds.setCurrentIndex(screen.quality.kinds.findData(Issue.EMAIL_DISPOSABLE.value))
    screen.quality.refresh()
    assert screen.quality.stack.currentWidget() is screen.quality.nothing
    assert not screen.quality.hint.isVisible()


def test_of_a_large_group_it_is_said_that_others_come_later(
    window: MainWindow, screen: CleanUpScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparison, "MOST", 1)
    monkeypatch.setattr(merge_pane, "MOST", 1)
    pane = screen.duplicates.pane
    choose_group(screen.duplicates, lead_named(window, "Ines Carvalho"))
    pane._show()
    assert "1 more of this group" in pane.against.text()
    assert pane.against.isVisible()
