"""Choosing a copy with the keyboard: arrows choose, Enter goes back, Escape leaves everything as it is."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from leadqual_gui.services.safekeeping import Backup, Copy, Difference, Occasion
from leadqual_gui.ui.backups.dialog import BackupsDialog
from leadqual_gui.ui.tasks import TaskRunner
from leadqual_gui.ui.theme.theme import Scheme, Theme
from tests.builders import NOW

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
LONG = "leadqual-before-the-great-spring-cleaning-of-the-whole-northern-region-and-its-neighbours.db"


class FewCopies:
    """Two copies, one with a name that somebody gave it; what is asked of them is written down."""

    def __init__(self) -> None:
        self.gone_back: list[Path] = []
        self.found = [
            Copy(Path("newest.db"), NOW - timedelta(days=1), Occasion.IMPORT, 4_000_000, 1200),
            Copy(Path(LONG), None, Occasion.ASKED, 3_000_000, None),
        ]

    def copies(self) -> list[Copy]:
        return self.found

    def replaced(self) -> None:
        return None

    def difference(self, file: Path) -> Difference:
        return Difference(Backup(file, 1200, NOW), 1201, going=1, names=("Omar Haddad",))

    def restore(self, file: Path) -> None:
        self.gone_back.append(file)


@pytest.fixture
def shelf() -> FewCopies:
    return FewCopies()


@pytest.fixture
def dialog(qapp, qtbot, shelf) -> Iterator[BackupsDialog]:
    theme = Theme(qapp, Scheme.LIGHT)
    theme.motion = False
    theme.install()
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    made = BackupsDialog(theme, shelf, TaskRunner(window), window)
    made.open()
    qtbot.waitUntil(lambda: made.said.text() not in ("", "Looking"))
    yield made
    window.close()


def test_arrows_choose_and_enter_goes_back(dialog, shelf, qtbot):
    assert dialog.table.chosen() == 0
    assert "Omar Haddad" in dialog.said.text()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    qtbot.waitUntil(dialog.take.isEnabled)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert shelf.gone_back == [Path(LONG)]


def test_escape_leaves_everything_as_it_is(dialog, shelf, qtbot):
    qtbot.keyClick(dialog.table, Qt.Key.Key_Escape)
    assert shelf.gone_back == []


def test_a_long_name_leaves_room_for_the_rest(dialog):
    table = dialog.table
    needed = [table.sizeHintForColumn(column) for column in range(1, 4)]
    assert all(table.columnWidth(column) >= width for column, width in enumerate(needed, 1))
    assert table.horizontalScrollBar().maximum() == 0
