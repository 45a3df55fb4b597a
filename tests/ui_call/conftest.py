"""A call with Ines: the window on six leads, and her call open in front of it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.interview.window import CallWindow
from leadqual_gui.ui.main_window import MainWindow
from tests.ui.conftest import _six_leads, choose, folder, opened, theme, tongue, window
from tests.ui.noise import allow_offscreen_noise

__all__ = ("_six_leads", "folder", "opened", "theme", "tongue", "window")
HERE = Path(__file__).parent
Key, Held = Qt.Key, Qt.KeyboardModifier


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """See `allow_offscreen_noise`."""
    allow_offscreen_noise(items, HERE)


@pytest.fixture
def call(qtbot: QtBot, window: MainWindow) -> CallWindow:
    """Ines was chosen in the list, and Enter pressed."""
    return begin_call(qtbot, window)


def begin_call(qtbot: QtBot, window: MainWindow, name: str = "Ines Carvalho") -> CallWindow:
    """Choose a lead and press Enter."""
    choose(window, name)
    QTest.keyClick(window.leads.list.table, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.errands.calls.windows))
    return window.errands.calls.windows[-1]


def press(call: CallWindow, key: Key, held: Held = Held.NoModifier) -> None:
    """Press a key in the note line, where the keyboard is all the time."""
    QTest.keyClick(call.notes.edit, key, held)


def write(call: CallWindow, text: str) -> None:
    """Type a line and file it."""
    QTest.keyClicks(call.notes.edit, text)
    press(call, Key.Key_Return)


def popup() -> object:
    """The small question that is open now."""
    return QApplication.activePopupWidget()


def at(call: CallWindow) -> str:
    """The element that is asked about."""
    return call.session.interview.at


def shown_score(call: CallWindow) -> int:
    """The number that is painted large."""
    assert call.live.score.value is not None
    return call.live.score.value.score
