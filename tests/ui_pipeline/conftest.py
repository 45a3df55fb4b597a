"""The Pipeline screen on the workspace of Ines and five others, in the real window."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.pipeline.column import ColumnWidget
from leadqual_gui.ui.pipeline.screen import PipelineScreen
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
def screen(qtbot: QtBot, window: MainWindow) -> PipelineScreen:
    """The Pipeline screen, after the day was opened."""
    return shown(qtbot, window)


def shown(qtbot: QtBot, window: MainWindow) -> PipelineScreen:
    """Bring the board up and wait until rules have moved what they move."""
    assert window._day is not None
    with qtbot.waitSignal(window._day.opened, timeout=10_000):
        window._day.look()
    window.show_screen("pipeline")
    found = window.stack.currentWidget()
    assert isinstance(found, PipelineScreen)
    qtbot.waitUntil(lambda: found.area.front_view() is not None and not window.runner.busy)
    return found


def column(screen: PipelineScreen, stage: str) -> ColumnWidget:
    """A column by its stage."""
    return screen.area.columns[stage]


def names_in(screen: PipelineScreen, stage: str) -> list[str]:
    """Who stands in a stage, in order."""
    source = column(screen, stage).view.rows.source
    return [source.label(source.row(at)) for at in range(len(source)) if source.key(at)]


def stage_of(screen: PipelineScreen, name: str) -> str:
    """Where a lead stands on the board."""
    return next(stage for stage in screen.area.columns if name in names_in(screen, stage))


def choose(screen: PipelineScreen, name: str) -> int:
    """Make a lead's card the chosen one, with the keyboard on it; its id."""
    stage = stage_of(screen, name)
    view = column(screen, stage).view
    lead = view.rows.source.key(names_in(screen, stage).index(name))
    screen.show_lead(lead)
    view.setFocus()
    return lead
