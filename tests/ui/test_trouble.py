"""The disk is full in the middle of a click: said as what it is, with what to do, and no apology of ours."""

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leadqual_gui.app.companions import Companions
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.ui.crash_dialog import CrashDialog
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.widgets.notices import Gravity
from tests.ui.conftest import Opener

FULL = LeadQualError("the disk is full; the last change was not made", "Free some space and do it again", "leadqual.db")


@pytest.fixture
def watched(opened: Opener, folder: Path, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """The window with what accompanies it in the program."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    window = opened(folder)
    Companions(window, WorkspaceFolder(folder))
    return window


def raised(error: Exception) -> None:
    """Nobody caught it."""
    sys.excepthook(type(error), error, error.__traceback__)


def dialogs() -> list[CrashDialog]:
    """The apologies that are open."""
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, CrashDialog) and one.isVisible()]


def test_a_full_disk_that_nobody_caught_is_a_notice_each_time(watched: MainWindow) -> None:
    for _ in range(2):
        raised(FULL)
        [bar] = watched.announcements.area.bars()
        assert bar.notice.gravity is Gravity.FAILURE
        assert "disk is full" in bar.notice.message
        assert bar.notice.hint == "Free some space and do it again"
        bar.closed.emit()
    assert dialogs() == []


def test_a_mistake_of_ours_is_apologised_for(watched: MainWindow, qtbot: QtBot) -> None:
    raised(IndexError("row 7"))
    [dialog] = dialogs()
    dialog.go_on.click()
    assert dialogs() == []


def test_a_window_closes_its_workspace_though_the_disk_takes_no_setting(
    opened: Opener, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the lock would stay, and the next window could not open it."""
    window = opened(folder)
    workspace = window.workspace

    def full(_key: str, _text: str) -> None:
        raise FULL

    monkeypatch.setattr(workspace, "put_setting", full)
    window.remembered.put("leads.tab", "history")
    window.close()
    assert window.workspace is None
    opened(folder)
