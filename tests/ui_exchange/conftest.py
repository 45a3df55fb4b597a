"""The wizard and the export in the real window, on the workspace of Ines and five others."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.exchange.screen import ImportScreen
from leadqual_gui.ui.main_window import MainWindow
from tests.ui.conftest import Opener, _six_leads, folder, opened, theme, tongue
from tests.ui.noise import allow_offscreen_noise

__all__ = ("_six_leads", "folder", "opened", "theme", "tongue")

HERE = Path(__file__).parent

FAIR = """Organisation;Contact person;E-mail;Created;Status;Haustier
Frostad Fisk;Ingrid Falk;i.falk@frostad.example;03/04/2025;lost;Hund
Norbrook Cold Storage;Ines Carvalho;ines@norbrook.example;11/06/2025;won;Katze
Cedar Labs;Rana Haddad;rana@cedar.example;;lost;
Cedar Labs;Rana Haddad;rana@cedar.example;;lost;
;;;01/02/2025;;
"""
HUBSPOT = """Record ID,First Name,Last Name,Email,Phone Number,Job Title,Company Name,Contact owner,Lead Status,\
Lifecycle Stage,Create Date
101,Ingrid,Falk,i.falk@frostad.example,+47 555 01 204,COO,Frostad Fisk,Ana,OPEN,Lead,2026-03-14 09:30
102,Bo,Hadley,bo@hadley.example,,CEO,Hadley,Ana,NEW,Lead,2026-03-15 14:05
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """See `allow_offscreen_noise`."""
    allow_offscreen_noise(items, HERE)


@pytest.fixture
def window(qtbot: QtBot, opened: Opener, folder: Path) -> MainWindow:
    """The window on the six leads, after the day was opened: rules have moved whom they move."""
    window = opened(folder)
    assert window._day is not None
    with qtbot.waitSignal(window._day.opened, timeout=10_000):
        window._day.look()
    return window


Lister = Callable[[str, str], Path]


@pytest.fixture
def listed(tmp_path: Path) -> Lister:
    """Writes a file to import: name and text."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def drop(window: MainWindow, path: Path) -> ImportScreen:
    """Drag a file onto the window and let it fall, as a desktop does: through Qt's own delivery of events."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    left, none, copy = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    entering = QDragEnterEvent(QPoint(300, 300), copy, data, left, none)
    QApplication.sendEvent(window, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPoint(300, 300), copy, data, left, none))
    return on_screen(window)


def on_screen(window: MainWindow) -> ImportScreen:
    """The wizard in front."""
    screen = window.stack.currentWidget()
    assert isinstance(screen, ImportScreen)
    return screen


def at_rest(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until nothing is under way."""
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=10_000)
    qtbot.wait(5)
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=10_000)
