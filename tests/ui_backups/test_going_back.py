"""The owner goes back to a backup and takes that back again, with the real buttons."""

from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from leadqual_gui.adapters.db.backup import backups, make_backup
from leadqual_gui.app.bootstrap import open_workspace
from leadqual_gui.app.daily_copies import DailyCopies
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.logs import stop_logging
from leadqual_gui.services.commands import AddLead
from leadqual_gui.ui.backups.dialog import BackupsDialog
from leadqual_gui.ui.main_window import MainWindow
from tests import walking
from tests.builders import NOW
from tests.walking import Step

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def folder(tmp_path: Path) -> WorkspaceFolder:
    """Ines is in the backup; Omar came after it."""
    made = WorkspaceFolder(tmp_path / "office")
    with closing(open_workspace(made)) as workspace:
        workspace.load()
        workspace.execute(AddLead({"full_name": "Ines Carvalho"}))
        make_backup(made.database, made.backups, NOW)
        workspace.execute(AddLead({"full_name": "Omar Haddad"}))
    stop_logging()
    return made


def walk(app: QApplication, folder: WorkspaceFolder, *steps: Step) -> None:
    """Do one thing after the other with the window, whenever nothing is under way in it."""
    walking.walk(app, folder, is_idle, *steps)
    stop_logging()


def is_idle(window: object) -> bool:
    return isinstance(window, MainWindow) and window.bridge is not None and not window.runner.busy


def names(window: MainWindow) -> list[str]:
    model = window.leads.list.model
    return sorted(model.row_at(n).name for n in range(model.rowCount()))


def dialog(window: MainWindow) -> BackupsDialog | None:
    return next((one for one in window.findChildren(BackupsDialog) if one.isVisible()), None)


def always(_window: MainWindow) -> bool:
    return True


def open_dialog(window: MainWindow) -> None:
    window.show_screen("settings")
    window.screens.made["settings"].backups.back.click()


def shown(window: MainWindow) -> bool:
    found = dialog(window)
    return found is not None and found.table.rowCount() > 0 and found.take.isEnabled()


def test_going_back_and_taking_it_back(qapp, folder):
    seen: list[object] = []

    def go_back(window: MainWindow) -> None:
        found = dialog(window)
        seen.append(names(window))
        seen.append(found.said.text())
        assert found.undo.isHidden()
        found.take.click()

    def take_back(window: MainWindow) -> None:
        seen.append(names(window))
        dialog(window).undo.click()

    def ready(window: MainWindow) -> bool:
        return names(window) == ["Ines Carvalho"]

    def undoable(window: MainWindow) -> bool:
        found = dialog(window)
        return found is not None and not found.undo.isHidden()

    walk(
        qapp,
        folder,
        (always, open_dialog),
        (shown, go_back),
        (ready, open_dialog),
        (undoable, take_back),
        (lambda window: len(names(window)) == 2, lambda window: seen.append(names(window))),
    )
    both = ["Ines Carvalho", "Omar Haddad"]
    assert seen[0] == both
    assert "1 lead(s) would go" in seen[1] or "1 lead would go" in seen[1]
    assert "Who would go: Omar Haddad" in seen[1]
    assert seen[2:] == [["Ines Carvalho"], both]


def test_a_copy_is_made_by_hand_and_by_the_day(qapp, folder):
    def make(window: MainWindow) -> None:
        window.show_screen("settings")
        window.screens.made["settings"].backups.make.click()

    def made(window: MainWindow) -> bool:
        return "copied and checked" in window.screens.made["settings"].backups.said.text()

    def look(window: MainWindow) -> None:
        window.findChild(DailyCopies).look()
        window.workspace.safekeeper.close()

    walk(qapp, folder, (always, make), (made, look))
    assert len(backups(folder.backups)) == 2


def test_a_day_later_the_window_makes_a_copy(qapp, folder):
    for file in folder.backups.glob("leadqual-*"):
        file.unlink()
    walk(qapp, folder, (always, lambda window: window.findChild(DailyCopies).look()))
    assert [file.name.endswith("-daily.db") for file in backups(folder.backups)] == [True]
