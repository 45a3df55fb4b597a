"""The Matrix screen on the workspace of Ines and five others, in the real window: fixtures for its tests."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.matrix.screen import MatrixScreen
from tests.ui.conftest import Opener, _six_leads, folder, opened, theme, tongue
from tests.ui.noise import allow_offscreen_noise

__all__ = (
    "_six_leads",
    "allow_offscreen_noise",
    "folder",
    "opened",
    "screen",
    "shown",
    "theme",
    "tongue",
    "window",
)


@pytest.fixture
def window(opened: Opener, folder: Path) -> MainWindow:
    """The window on the six leads."""
    return opened(folder)


@pytest.fixture
def screen(qtbot: QtBot, window: MainWindow) -> MatrixScreen:
    """The Matrix screen, ready to be edited."""
    return shown(qtbot, window)


def shown(qtbot: QtBot, window: MainWindow) -> MatrixScreen:
    """Bring the Matrix screen up and wait until it can be edited."""
    window.show_screen("matrix")
    found = window.stack.currentWidget()
    assert isinstance(found, MatrixScreen)
    qtbot.waitUntil(lambda: found.session.ready and not window.runner.busy, timeout=10_000)
    return found
