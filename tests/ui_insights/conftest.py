"""The Insights screen on a small market, in the real window."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.insights.calibration.page import CalibrationPage
from leadqual_gui.ui.insights.screen import InsightsScreen
from leadqual_gui.ui.main_window import MainWindow
from tests.insights.market import Market
from tests.ui.conftest import Opener, opened, theme, tongue
from tests.ui_matrix.on_screen import allow_offscreen_noise

__all__ = ("opened", "theme", "tongue")

Shown = Callable[..., CalibrationPage]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """See `allow_offscreen_noise`."""
    allow_offscreen_noise(items, Path(__file__).parent)


@pytest.fixture(scope="session")
def _trading(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """400 closed leads; made once, each test gets a copy."""
    market = Market(tmp_path_factory.mktemp("market") / "workspace")
    market.trade()
    market.workspace.close()
    return market.folder


@pytest.fixture
def trading(_trading: Path, tmp_path: Path) -> Path:
    """A workspace with 400 closed leads."""
    return Path(shutil.copytree(_trading, tmp_path / "workspace", ignore=shutil.ignore_patterns("*.lock")))


def insights(qtbot: QtBot, window: MainWindow) -> InsightsScreen:
    """Bring the screen up and wait for its answer."""
    window.show_screen("insights")
    screen = window.stack.currentWidget()
    assert isinstance(screen, InsightsScreen)
    qtbot.waitUntil(lambda: screen.session.report is not None and not window.runner.busy, timeout=20_000)
    return screen


@pytest.fixture
def window(opened: Opener, trading: Path) -> MainWindow:
    """The window on the market."""
    return opened(trading, size=(1440, 900))


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> CalibrationPage:
    """The Calibration tab with its answer."""
    found = insights(qtbot, window).page
    assert isinstance(found, CalibrationPage)
    return found
