"""The window of a workspace with a passphrase: nothing is shown before it is unlocked, nothing stays once locked."""

import gc
import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from leadqual_gui.adapters.db.protecting import SqliteProtection
from leadqual_gui.adapters.key_file import new_recovery_key
from leadqual_gui.app import doorkeeper
from leadqual_gui.app.bootstrap import open_workspace
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.logs import stop_logging
from leadqual_gui.services.commands import AddLead, AddNote
from leadqual_gui.services.protection import WrongSecretError
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.protection import dialogs, keeping
from leadqual_gui.ui.protection.door_window import DoorWindow
from leadqual_gui.ui.protection.fields import wrong_words
from leadqual_gui.ui.protection.idle import IdleWatch
from leadqual_gui.ui.protection.recovery_sheet import RecoverySheet, paragraphs, write_pdf
from leadqual_gui.ui.protection.waiting import seconds_to_wait
from leadqual_gui.ui.widgets.themed import focus_is_visible
from tests import walking
from tests.encryption.vault import CHEAP, PASSPHRASE, nobody_listens
from tests.walking import Step

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Cheaply(SqliteProtection):
    """Stretches new passphrases hardly at all."""

    def __init__(self, workspace: Path) -> None:
        super().__init__(workspace, CHEAP)


@pytest.fixture(autouse=True)
def _cheap_and_quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("leadqual_gui.adapters.db.protecting.SqliteProtection", Cheaply)
    monkeypatch.setattr(doorkeeper, "SqliteProtection", Cheaply)
    yield
    stop_logging()


@pytest.fixture
def mark() -> str:
    """A part of a name that stands nowhere else."""
    return secrets.token_hex(6)


@pytest.fixture
def folder(tmp_path: Path, mark: str) -> WorkspaceFolder:
    """A workspace with a lead, without a passphrase."""
    made = WorkspaceFolder(tmp_path / "office")
    workspace = open_workspace(made)
    workspace.load()
    lead = workspace.execute(AddLead({"full_name": f"Ines {mark}", "company": f"{mark} Pumps"})).value.id
    workspace.execute(AddNote(lead, f"{mark} asked for a price"))
    workspace.keep_scores()
    workspace.close()
    return made


def walk(app: QApplication, folder: WorkspaceFolder, *steps: Step) -> None:
    """Do one thing after the other with the windows that are there, the door as well."""
    walking.walk(app, folder, lambda window: window.isVisible(), *steps)


def is_door(window: object) -> bool:
    return isinstance(window, DoorWindow) and window.pages.currentIndex() == 0


def is_loaded(window: object) -> bool:
    return isinstance(window, MainWindow) and window.bridge is not None and not window.runner.busy


def type_passphrase(window: DoorWindow, text: str = PASSPHRASE) -> None:
    assert window.field.line.echoMode() == window.field.line.EchoMode.Password
    QTest.keyClicks(window.field.line, text)
    QTest.keyClick(window.field.line, Qt.Key.Key_Return)


def names(window: MainWindow) -> list[str]:
    model = window.leads.list.model
    return [model.row_at(n).name for n in range(model.rowCount())]


def words_on_screen() -> str:
    return "\n".join(label.text() for label in QApplication.allWidgets() if isinstance(label, QLabel))


def said_in(window: MainWindow) -> str:
    return " ".join(bar.notice.message for bar in window.announcements.area.bars())


def who_remembers(mark: str) -> list[str]:
    """Texts in memory in which the mark stands, but for the mark itself."""
    gc.unfreeze()
    gc.collect()
    found, look = set(), list(gc.get_objects())
    while look:
        for held in gc.get_referents(look.pop()):
            if isinstance(held, str) and mark in held and held != mark:
                found.add(held)
            elif isinstance(held, tuple | dict) and not gc.is_tracked(held):
                look.append(held)
    return sorted(found)


def protect(folder: WorkspaceFolder) -> str:
    recovery = new_recovery_key()
    Cheaply(folder.path).protect(PASSPHRASE, recovery, nobody_listens)
    return recovery


def test_a_copy_that_could_not_be_ciphered_is_told_of(qapp: QApplication, folder: WorkspaceFolder) -> None:
    damaged = folder.backups / "leadqual-2026-01-02-030405.db"
    folder.backups.mkdir(exist_ok=True)
    damaged.write_bytes(folder.database.read_bytes()[:9000] + b"damage" * 4000)
    protect(folder)
    told = []

    def look(window: MainWindow) -> None:
        told.extend(bar.notice.message for bar in window.announcements.area.bars())

    def is_told(window: object) -> bool:
        return is_loaded(window) and bool(window.announcements.area.bars())

    walk(qapp, folder, (is_door, type_passphrase), (is_told, look))
    assert any(damaged.name in message and "can be read by anybody" in message for message in told)


def test_nothing_is_shown_until_it_is_unlocked_and_nothing_stays_once_locked(
    qapp: QApplication, folder: WorkspaceFolder, mark: str
) -> None:
    protect(folder)
    seen = {}

    def at_the_door(window: DoorWindow) -> None:
        seen["before"] = (words_on_screen(), who_remembers(mark))
        type_passphrase(window)

    def inside(window: MainWindow) -> None:
        seen["inside"] = names(window) == [f"Ines {mark}"]
        seen["meanwhile"] = len(who_remembers(mark))
        window.leads.choose_quietly(1)
        window.open_palette(mark)
        QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)

    def locked(window: DoorWindow) -> None:
        seen["after"] = (words_on_screen(), who_remembers(mark), [w for w in qapp.topLevelWidgets() if w.isVisible()])
        assert window.field.text() == ""
        type_passphrase(window)

    def again(window: MainWindow) -> None:
        seen["again"] = names(window) == [f"Ines {mark}"]

    settled = 20
    waits = iter(range(settled))

    def is_locked(window: object) -> bool:
        return is_door(window) and next(waits, None) is None

    walk(qapp, folder, (is_door, at_the_door), (is_loaded, inside), (is_locked, locked), (is_loaded, again))
    assert mark not in seen["before"][0]
    assert seen["before"][1] == []
    assert seen["inside"]
    assert seen["again"]
    assert seen["meanwhile"] >= 3
    assert mark not in seen["after"][0]
    assert seen["after"][1] == []
    assert len(seen["after"][2]) == 1


def test_wrong_passphrases_are_told_apart_from_damage_and_wait_longer(
    qtbot: QtBot, qapp: QApplication, folder: WorkspaceFolder
) -> None:
    recovery = protect(folder)
    switched = []
    door = doorkeeper.door_window(qapp, folder, None, lambda *given: switched.append(given))
    qtbot.addWidget(door)
    for _ in range(3):
        door.said.setText("")
        type_passphrase(door, "not this one")
        qtbot.waitUntil(lambda: "neither the passphrase" in door.said.text())
        assert "damaged" not in door.said.text()
    assert "Try again in 2 seconds." in door.said.text()
    assert not door.unlock.isEnabled()
    type_passphrase(door, recovery)
    assert switched == []
    door._on_second()
    assert "Try again in 1 second." in door.said.text()
    door._on_second()
    assert door.unlock.isEnabled()
    door.field.clear()
    type_passphrase(door, recovery.lower())
    qtbot.waitUntil(lambda: bool(switched))
    assert switched[0][0].key is not None
    assert door.field.text() == ""
    door.close()


def test_enter_unlocks_on_the_button_that_says_so_and_opens_another(
    qtbot: QtBot, qapp: QApplication, folder: WorkspaceFolder
) -> None:
    protect(folder)
    switched, asked = [], []
    door = doorkeeper.door_window(qapp, folder, None, lambda *given: switched.append(given))
    qtbot.addWidget(door)
    door.other_asked.disconnect()
    door.other_asked.connect(lambda: asked.append("another"))
    door.show()
    door.activateWindow()
    QTest.keyClicks(door.field.line, PASSPHRASE)
    for wanted in (door.unlock, door.other):
        QTest.keyClick(door.focusWidget(), Qt.Key.Key_Tab)
        assert door.focusWidget() is wanted
    QTest.keyClick(door.other, Qt.Key.Key_Return)
    assert asked == ["another"]
    QTest.keyClick(door.unlock, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(switched))
    door.close()


def test_the_wait_grows_but_a_slip_costs_nothing() -> None:
    assert [seconds_to_wait(n) for n in (1, 2, 3, 4, 5, 9, 50)] == [0, 0, 2, 4, 8, 60, 60]


def test_a_passphrase_is_set_in_the_window_changed_and_removed(
    qapp: QApplication, folder: WorkspaceFolder, mark: str
) -> None:
    protection = Cheaply(folder.path)
    seen = {}

    def set_it(window: MainWindow) -> None:
        window.show_screen("settings")
        window.findChild(dialogs.QWidget)  # the screen is made
        part = window.screens.made["settings"].protection
        part.set.click()
        dialog = window.findChild(dialogs.SetDialog)
        assert "There is no way to reset it" in words_on_screen()
        QTest.keyClicks(dialog.focusWidget(), "short")
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
        assert "At least 8 characters" in dialog.said.text()
        QTest.keyClicks(dialog.focusWidget(), PASSPHRASE)
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        QTest.keyClicks(dialog.focusWidget(), "another one")
        assert {field.line.echoMode() for field in (dialog.first, dialog.again)} == {QLineEdit.EchoMode.Password}
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
        assert "differ" in dialog.said.text()
        QTest.keyClicks(dialog.focusWidget(), PASSPHRASE)
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
        assert not dialog.take.isEnabled()
        assert dialog.focusWidget() is dialog.sheet.print
        assert focus_is_visible(dialog.sheet.print)
        dialog.sheet.save_to(folder.path.parent / "sheet.pdf")
        seen["recovery"] = dialog._recovery
        dialog.sheet.kept.setChecked(True)
        dialog.take.click()

    def change_it(window: MainWindow) -> None:
        assert protection.is_protected
        seen["names"], seen["set"] = names(window), said_in(window)
        window.show_screen("settings")
        part = window.screens.made["settings"].protection
        part.change.click()
        dialog = window.findChild(dialogs.ChangeDialog)
        QTest.keyClicks(dialog.present.line, PASSPHRASE)
        for field in (dialog.first, dialog.again):
            QTest.keyClicks(field.line, "another long one")
        dialog.take.click()
        dialog.destroyed.connect(lambda: seen.update(changed=said_in(window)))

    def remove_it(window: MainWindow) -> None:
        protection.unlock("another long one")
        with pytest.raises(WrongSecretError):
            protection.unlock(PASSPHRASE)
        window.screens.made["settings"].protection.remove.click()
        dialog = window.findChild(dialogs.RemoveDialog)
        dialog._refuse(wrong_words(), dialog.present)
        QApplication.processEvents()
        seen["cut off"] = dialog.take.mapTo(dialog, dialog.take.rect().bottomLeft()).y() >= dialog.height()
        dialog.present.clear()
        QTest.keyClicks(dialog.present.line, seen["recovery"])
        dialog.take.click()

    def is_changed(window: object) -> bool:
        return is_loaded(window) and window.findChild(dialogs.ChangeDialog) is None

    def is_plain(window: object) -> bool:
        return is_loaded(window) and not protection.is_protected

    walk(
        qapp,
        folder,
        (is_loaded, set_it),
        (lambda window: is_loaded(window) and protection.is_protected, change_it),
        (is_changed, remove_it),
        (is_plain, lambda window: seen.update(after=names(window), removed=said_in(window))),
    )
    assert not seen["cut off"]
    assert "has a passphrase now" in seen["set"]
    assert "is changed" in seen["changed"]
    assert "is removed" in seen["removed"]
    assert seen["names"] == seen["after"] == [f"Ines {mark}"]
    assert not protection.is_protected
    assert (folder.path.parent / "sheet.pdf").stat().st_mode & 0o777 == 0o600


def test_an_errand_that_fails_is_said_and_the_workspace_stays_as_it_was(
    qapp: QApplication, folder: WorkspaceFolder, mark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": 10})
    monkeypatch.setattr("leadqual_gui.adapters.db.ciphering.shutil.disk_usage", lambda _folder: usage)
    seen = {}

    def ask(window: MainWindow) -> None:
        keeping.ask_for(window, "set")
        window.surroundings.door.protect(PASSPHRASE, new_recovery_key())

    def read(window: DoorWindow) -> None:
        seen["said"] = window.doing.text()
        window.go_on.click()

    def back(window: MainWindow) -> None:
        seen.update(names=names(window), told=said_in(window))

    def failed(window: object) -> bool:
        return isinstance(window, DoorWindow) and window.go_on.isVisible()

    walk(qapp, folder, (is_loaded, ask), (failed, read), (is_loaded, back))
    assert "not enough room" in seen["said"]
    assert (seen["names"], seen["told"]) == ([f"Ines {mark}"], "")
    assert not Cheaply(folder.path).is_protected


def test_it_locks_when_nobody_touches_it_but_not_in_a_call(qtbot: QtBot, qapp: QApplication) -> None:
    from PySide6.QtWidgets import QWidget

    clock, locked, busy = [1000.0], [], [False]
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    watch = IdleWatch(lambda: 5, lambda: not busy[0], lambda: locked.append(clock[0]), window, lambda: clock[0])
    clock[0] += 299
    watch.look()
    assert locked == []
    QTest.mouseMove(window.windowHandle())
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    clock[0] += 299
    watch.look()
    assert locked == []
    busy[0] = True
    clock[0] += 8 * 3600  # the laptop slept
    watch.look()
    assert locked == []
    busy[0] = False
    watch.look()
    assert locked == [clock[0]]


def test_a_sheet_says_what_the_key_is_for_and_holds_no_lead(tmp_path: Path, qapp: QApplication) -> None:
    key = new_recovery_key()
    sheet = RecoverySheet(key, tmp_path, date(2026, 11, 22))
    text = " ".join(words for _size, words in paragraphs(sheet))
    assert key in text.replace("\n", "")
    assert "nobody can open the workspace again" in text
    write_pdf(sheet, tmp_path / "sheet.pdf")
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")


def test_the_sample_has_no_passphrase_to_set(qapp: QApplication, folder: WorkspaceFolder) -> None:
    from leadqual_gui.app.surroundings import AppSurroundings

    assert AppSurroundings(folder, True, lambda *_: None).door is None


def test_a_change_of_language_does_not_lock(folder: WorkspaceFolder) -> None:
    from leadqual_gui.app.surroundings import AppSurroundings

    protect(folder)
    key = Cheaply(folder.path).unlock(PASSPHRASE)
    switched = []
    around = AppSurroundings(replace(folder, key=key), False, lambda *given: switched.append(given))
    around.switch_to(folder.path)
    assert switched[0][0].key == key
