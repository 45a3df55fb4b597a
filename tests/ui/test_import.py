"""A list of a trade fair is brought in: looked at, asked about, imported, taken back."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.exchange.screen import ImportScreen
from leadqual_gui.ui.main_window import MainWindow
from tests.ui.conftest import names

LIST = """Organisation;Contact person;E-mail;Created;Haustier
Frostad Fisk;Ingrid Falk;i.falk@frostad.example;03/04/2025;Hund
Cedar Labs;Rana Haddad;rana@cedar.example;11/06/2025;Katze
;;;01/02/2025;
"""


@pytest.fixture
def fair(tmp_path: Path) -> Path:
    """The list of a trade fair, with dates that can be read in two ways."""
    path = tmp_path / "fair.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def drop(window: MainWindow, path: Path) -> ImportScreen:
    """Let a file fall on the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPoint(300, 300), Qt.DropAction.CopyAction, data, left, none))
    screen = window.stack.currentWidget()
    assert isinstance(screen, ImportScreen)
    return screen


def test_a_list_is_asked_about_imported_and_taken_back_in_one_step(
    qtbot: QtBot, window: MainWindow, fair: Path
) -> None:
    screen = drop(window, fair)
    qtbot.waitUntil(lambda: screen.refusal.isVisible())
    assert "03/04/2025" in screen.refusal.reason()
    assert not screen.start.isEnabled()
    created = next(row for row in screen.columns.rows if row.column.header == "Created")
    april = next(button for button in created.findChildren(QPushButton) if button.text() == "3 April")
    april.click()
    qtbot.waitUntil(screen.start.isEnabled)
    assert screen.start.text() == "Import 2 leads"
    screen.start.click()
    with qtbot.waitSignal(screen.session.imported, timeout=10_000):
        pass
    assert screen.session.rejects.is_file()
    screen.start.click()
    assert {"Ingrid Falk", "Rana Haddad"} <= set(names(window))
    assert window.actions_.get("undo").text() == "Take back: import of fair.csv"
    window.actions_.get("undo").trigger()
    qtbot.waitUntil(lambda: "Ingrid Falk" not in names(window))
    qtbot.waitUntil(lambda: not window.runner.busy)
    assert len(names(window)) == 6


def test_a_column_can_be_left_out(qtbot: QtBot, window: MainWindow, fair: Path) -> None:
    screen = drop(window, fair)
    qtbot.waitUntil(lambda: bool(screen.columns.rows))
    created = next(row for row in screen.columns.rows if row.column.header == "Created")
    created.choice.setCurrentIndex(0)
    created.choice.activated.emit(0)
    qtbot.waitUntil(screen.start.isEnabled)
    assert screen.session.plan is not None
    assert "Created" in screen.session.plan.mapping.left_out


def test_a_file_that_is_no_table_says_so(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    picture = tmp_path / "photo.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    screen = drop(window, picture)
    qtbot.waitUntil(lambda: screen.refusal.isVisible())
    assert "photo.csv" in screen.refusal.accessibleName()
    assert not screen.start.isEnabled()
    qtbot.waitUntil(lambda: not window.runner.busy)
