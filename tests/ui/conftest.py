"""A workspace with a few leads whose story is known, and the window on it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory
from pytestqt.qtbot import QtBot

from leadqual_gui.app.bootstrap import open_workspace
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.surroundings import AppSurroundings
from leadqual_gui.domain.answers import AnswerState
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.services.commands import AddActivity, AddLead, PutStakeholder, RecordAnswer
from leadqual_gui.services.lists import FirstSight
from leadqual_gui.ui.i18n import Tongue
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.tasks import Control
from leadqual_gui.ui.theme.theme import Scheme, Theme
from tests.builders import FixedClock, days_ago
from tests.ui.noise import allow_offscreen_noise

HERE = Path(__file__).parent

INES = {
    "full_name": "Ines Carvalho",
    "company": "Norbrook Cold Storage",
    "job_title": "Head of operations",
    "email": "ines@norbrook.example",
    "phone": "+351 555 010 442",
    "employees": "120",
    "owner": "Ana",
    "country": "Portugal",
    "source": "Trade show",
}
OTHERS = (
    {"full_name": "Priya Raghunathan", "company": "Kestrel Freight", "email": "priya@kestrel.example", "owner": "Ana"},
    {"full_name": "Stefan Roth", "company": "Roth Frischdienst", "email": "s@roth.example", "owner": "Ben"},
    {"full_name": "Frances Doyle", "company": "Shannon Cold Chain", "email": "f@shannon.example", "owner": "Ben"},
    {"full_name": "Rafael Ibarra", "company": "Frutas del Ebro", "email": "r@ebro.example", "country": "Spain"},
    {"full_name": "Lin Mei-Hua", "company": "Pacific Tray & Box", "email": "lin@pacific.example"},
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """See `allow_offscreen_noise`."""
    allow_offscreen_noise(items, HERE)


@pytest.fixture(scope="session")
def _six_leads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once; each test gets a copy."""
    folder = WorkspaceFolder(tmp_path_factory.mktemp("six") / "workspace")
    workspace = open_workspace(folder, FixedClock())
    workspace.load()
    ines = workspace.execute(AddLead(INES)).value.id
    for lead in OTHERS:
        workspace.execute(AddLead(lead))
    for kind, ago in (("webinar_attended", 10), ("webinar_attended", 20), ("demo_requested", 2), ("pricing_page", 1)):
        if workspace.rules.kind(kind):
            workspace.execute(AddActivity(ines, kind, days_ago(ago)))
    workspace.execute(RecordAnswer(ines, "bant", "budget", AnswerState.LEVEL, 2, days_ago(3)))
    workspace.execute(PutStakeholder(Stakeholder(0, ines, "Rana Haddad", "champion", influence=2, stance=1)))
    workspace.close()
    return folder.path


@pytest.fixture
def folder(_six_leads: Path, tmp_path: Path) -> Path:
    """A workspace with Ines and five others."""
    return Path(shutil.copytree(_six_leads, tmp_path / "workspace", ignore=shutil.ignore_patterns("*.lock")))


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The light theme, put on; motion off, as for people who asked for that."""
    font = qapp.font()
    theme = Theme(qapp, Scheme.LIGHT)
    theme.motion = False
    theme.install()
    yield theme
    qapp.setStyle(QStyleFactory.create("fusion"))
    qapp.setPalette(QPalette())
    qapp.setFont(font)


@pytest.fixture
def tongue(qapp: QApplication) -> Iterator[Tongue]:
    """English; put away afterwards, whatever was spoken."""
    tongue = Tongue(qapp)
    tongue.speak("en")
    yield tongue
    for translator in tongue._translators:
        qapp.removeTranslator(translator)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


Opener = Callable[..., MainWindow]


@pytest.fixture
def opened(qtbot: QtBot, theme: Theme, tongue: Tongue) -> Iterator[Opener]:
    """Opens the window on a workspace and waits until it is loaded; closes it when the test is over."""
    windows: list[MainWindow] = []

    def open_window(folder: Path, sight: FirstSight | None = None, size: tuple[int, int] = (1280, 800)) -> MainWindow:
        around = AppSurroundings(WorkspaceFolder(folder), False, lambda _folder, _sample: None, FixedClock())
        window = MainWindow(theme, tongue, sight or FirstSight(total=6), around)
        windows.append(window)
        window.resize(*size)
        window.show()
        with qtbot.waitSignal(window.loaded, timeout=20_000):
            window.begin()
        qtbot.waitUntil(lambda: window.stack.currentWidget() is not None)
        return window

    yield open_window
    for window in windows:
        window.close()
        window.deleteLater()


@pytest.fixture
def window(opened: Opener, folder: Path) -> MainWindow:
    """The window on Ines and the others."""
    return opened(folder)


def keep_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work that told how far it is goes on only once it is asked to stop: however quick, it can be stopped halfway."""
    monkeypatch.setattr(Control, "report", lambda self, value: (self._report(value), self._event.wait(10)))


def names(window: MainWindow) -> list[str]:
    """Who is in the list, in order."""
    model = window.leads.list.model
    return [model.row_at(row).name for row in range(model.rowCount())]


def choose(window: MainWindow, name: str) -> int:
    """Make a lead the chosen one, by name; its id."""
    row = names(window).index(name)
    table = window.leads.list.table
    table.setCurrentIndex(window.leads.list.model.index(row, 1))
    return window.leads.list.model.row_at(row).id
