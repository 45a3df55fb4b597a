"""Six leads and three that may be one of them, in the real window with the Clean up screen."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from leadqual_gui.app.bootstrap import open_workspace
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.services.commands import AddActivity, AddLead
from leadqual_gui.ui.data.duplicates_page import DuplicatesPage
from leadqual_gui.ui.data.screen import CleanUpScreen
from leadqual_gui.ui.main_window import MainWindow
from tests.builders import FixedClock, days_ago
from tests.ui.conftest import Opener, _six_leads, folder, opened, theme, tongue
from tests.ui.noise import allow_offscreen_noise

__all__ = ("_six_leads", "folder", "opened", "theme", "tongue")

HERE = Path(__file__).parent
AGAIN = {
    "full_name": "Carvalho, Inês",
    "company": "Norbrook Cold-Storage Ltd",
    "phone": "00351 555 010442",
    "city": "Porto",
    "owner": "Ben",
    "tags": "fair",
}
OTHERS = (
    {"full_name": "Priya Raghunathan", "company": "Kestrel Freight", "phone": "+44 20 7946 0018", "city": "Leeds"},
    {"full_name": "asdf1234", "company": "Nowhere Ltd", "email": "rui@gmial.com", "country": "Portugal"},
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """See `allow_offscreen_noise`."""
    allow_offscreen_noise(items, HERE)


@pytest.fixture
def window(opened: Opener, folder: Path) -> MainWindow:
    """The window on nine leads, of whom two stand there twice."""
    workspace = open_workspace(WorkspaceFolder(folder), FixedClock())
    workspace.load()
    again = workspace.execute(AddLead(AGAIN)).value.id
    workspace.execute(AddActivity(again, "webinar_attended", days_ago(5)))
    for lead in OTHERS:
        workspace.execute(AddLead(lead))
    workspace.close()
    return opened(folder)


def choose_group(page: DuplicatesPage, lead_id: int) -> None:
    """Click the group that a lead is in."""
    row = next(at for at, one in enumerate(page._groups) if lead_id in one.ids)
    where = page.list.visualRect(page.list.rows.index(row, 0)).center()
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=where)


@pytest.fixture
def screen(qtbot: QtBot, window: MainWindow) -> CleanUpScreen:
    """The screen, after a search."""
    window.errands.clean_up()
    found = window.stack.currentWidget()
    assert isinstance(found, CleanUpScreen)
    found.look()
    qtbot.waitUntil(lambda: not found.duplicates.searching, timeout=20_000)
    return found


def lead_named(window: MainWindow, name: str) -> int:
    """A lead by its name."""
    assert window.workspace is not None
    ids = [int(lead) for lead in window.leads.list.model.list.ids()]
    return next(lead for lead in ids if (row := window.workspace.row(lead)) is not None and row.name == name)
