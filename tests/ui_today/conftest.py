"""The Today screen on the workspace of Ines and five others, in the real window."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.today.lists import Placed
from leadqual_gui.ui.today.screen import TodayScreen
from tests.ui.conftest import Opener, _six_leads, folder, opened, theme, tongue
from tests.ui.noise import allow_offscreen_noise

__all__ = ("_six_leads", "folder", "opened", "theme", "tongue")

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """See `allow_offscreen_noise`."""
    allow_offscreen_noise(items, HERE)


@pytest.fixture
def window(opened: Opener, folder: Path) -> MainWindow:
    """The window on the six leads."""
    return opened(folder)


@pytest.fixture
def screen(qtbot: QtBot, window: MainWindow) -> TodayScreen:
    """The Today screen, after the day was opened."""
    assert window._day is not None
    with qtbot.waitSignal(window._day.opened, timeout=10_000):
        window._day.look()
    window.show_screen("today")
    found = window.stack.currentWidget()
    assert isinstance(found, TodayScreen)
    qtbot.waitUntil(lambda: not window.runner.busy)
    return found


def names(screen: TodayScreen) -> list[str]:
    """Who is to be called, in order."""
    rows = screen.calls.rows
    return [row.row.row.name for at in range(rows.rowCount()) if isinstance(row := rows.row_at(at), Placed)]


def due(screen: TodayScreen) -> list[str]:
    """Who is due by the end of the day, in order."""
    rows = screen.calls.rows
    found = [rows.row_at(at) for at in range(rows.rowCount())]
    return [row.row.row.name for row in found if isinstance(row, Placed) and row.rank]
