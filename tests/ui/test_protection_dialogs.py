"""The dialogs about the passphrase: the keyboard is where one types, and the sheet can be read when it matters."""

import errno
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.protection import WrongSecretError
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.protection.dialogs import ChangeDialog, PassphraseDialog, RemoveDialog, SetDialog
from leadqual_gui.ui.protection.fields import SecretField
from leadqual_gui.ui.protection.recovery_sheet import RecoverySheet, pdf_of, write_pdf
from leadqual_gui.ui.tasks import TaskRunner
from leadqual_gui.ui.theme.theme import Theme
from tests.ui.conftest import Opener

KEY = "ABD6-YNBA-0P9X-K6HC-B5GK-0XYW-QKE3-V2P1"
PASSPHRASE = "blue tram nine pears"
Made = Callable[[type[PassphraseDialog]], PassphraseDialog]


class OneDoor:
    """Opens with one passphrase, and notes what it was asked for."""

    is_protected = True

    def __init__(self) -> None:
        self.asked: list[str] = []

    def new_recovery_key(self) -> str:
        return KEY

    def missing(self) -> LeadQualError | None:
        return None

    def check(self, secret: str) -> None:
        if secret != PASSPHRASE:
            raise WrongSecretError("wrong", "")

    def change(self, secret: str, passphrase: str, recovery: str | None) -> None:
        self.check(secret)
        self.asked.append(f"change {passphrase} {recovery}")

    def lock(self) -> None:
        self.asked.append("lock")

    def protect(self, passphrase: str, recovery: str) -> None:
        self.asked.append(f"protect {passphrase} {recovery}")

    def unprotect(self, secret: str) -> None:
        self.asked.append(f"unprotect {secret}")


@pytest.fixture
def door() -> OneDoor:
    """The door of the workspace."""
    return OneDoor()


@pytest.fixture
def made(theme: Theme, door: OneDoor, tmp_path: Path, qtbot: QtBot) -> Iterator[Made]:
    """Opens one of the dialogs over an empty window."""
    ground = QWidget()
    qtbot.addWidget(ground)
    ground.show()
    runner = TaskRunner(ground)

    def make(kind: type[PassphraseDialog]) -> PassphraseDialog:
        given = {SetDialog: (tmp_path,), ChangeDialog: (tmp_path, runner), RemoveDialog: (runner,)}[kind]
        dialog = kind(theme, door, *given, ground)  # type: ignore[call-arg,arg-type]
        dialog.open()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    yield make
    runner.shutdown()


@pytest.mark.parametrize("kind", [SetDialog, ChangeDialog, RemoveDialog])
def test_what_is_typed_at_once_goes_into_the_first_line(made: Made, kind: type[PassphraseDialog]) -> None:
    dialog = made(kind)
    QTest.keyClicks(QApplication.focusWidget(), PASSPHRASE)
    field = dialog.first if isinstance(dialog, SetDialog) else dialog.present
    assert field.text() == PASSPHRASE
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_a_passphrase_is_set_with_the_keyboard_alone(made: Made, door: OneDoor, tmp_path: Path) -> None:
    dialog = made(SetDialog)
    press = lambda key: QTest.keyClick(QApplication.focusWidget(), key)  # noqa: E731
    QTest.keyClicks(QApplication.focusWidget(), PASSPHRASE)
    press(Qt.Key.Key_Tab)
    QTest.keyClicks(QApplication.focusWidget(), PASSPHRASE)
    press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is dialog.sheet.print
    dialog.sheet.save_to(tmp_path / "sheet.pdf")
    assert "Saved" in dialog.sheet.said.text()
    assert not dialog.take.isEnabled()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return)
    assert door.asked == [f"protect {PASSPHRASE} {KEY}"]


def test_a_wrong_passphrase_is_said_and_can_be_typed_over(made: Made, door: OneDoor, qtbot: QtBot) -> None:
    dialog = made(RemoveDialog)
    QTest.keyClicks(QApplication.focusWidget(), "not this one")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "neither the passphrase nor the recovery key" in dialog.said.text())
    assert door.asked == []
    QTest.keyClicks(QApplication.focusWidget(), PASSPHRASE)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: door.asked == [f"unprotect {PASSPHRASE}"])


def test_nothing_overlaps_in_large_text(made: Made, theme: Theme) -> None:
    theme.choose_zoom(1.5)
    dialog = made(SetDialog)
    QApplication.processEvents()
    for field in dialog.findChildren(SecretField):
        assert field.height() >= field.layout().minimumSize().height()
    theme.choose_zoom(1.0)


def test_enter_presses_the_button_that_has_the_keyboard(opened: Opener, folder: Path, qtbot: QtBot) -> None:
    window: MainWindow = opened(folder)
    window.show_screen("settings")
    part = window.stack.currentWidget().protection  # type: ignore[attr-defined,union-attr]
    part.set.setFocus()
    QTest.keyClick(part.set, Qt.Key.Key_Return)
    dialog = window.findChild(SetDialog)
    assert dialog is not None
    dialog.reject()


def test_the_sheet_is_one_page_in_either_direction(qapp: QApplication, tmp_path: Path) -> None:
    sheet = RecoverySheet(KEY, tmp_path / "a folder with a long name" / "and another in it", date(2026, 11, 22))
    before = qapp.layoutDirection()
    for direction in Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft:
        qapp.setLayoutDirection(direction)
        assert pdf_of(sheet).count(b"/Type /Page\n") == 1
    qapp.setLayoutDirection(before)


def test_a_sheet_that_finds_no_room_is_no_file(qapp: QApplication, tmp_path: Path, monkeypatch) -> None:
    def full(*_given: object) -> bytes:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("leadqual_gui.ui.protection.recovery_sheet.pdf_of", full)
    with pytest.raises(LeadQualError, match="no space left"):
        write_pdf(RecoverySheet(KEY, tmp_path, date(2026, 11, 22)), tmp_path / "sheet.pdf")
    assert list(tmp_path.iterdir()) == []
