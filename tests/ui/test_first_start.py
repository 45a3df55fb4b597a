"""The first start: a set of rules is chosen by a click, or it is said why it cannot be, and the old one stays."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.surroundings import AppSurroundings
from leadqual_gui.services.lists import FirstSight
from leadqual_gui.ui.i18n import Tongue
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.start.screen import StartScreen
from leadqual_gui.ui.theme.theme import Theme
from tests.builders import FixedClock


@pytest.fixture
def start(theme: Theme, tongue: Tongue, tmp_path: Path, qtbot: QtBot) -> Iterator[StartScreen]:
    """The first start of a new workspace."""
    with started(theme, tongue, tmp_path, qtbot) as screen:
        yield screen


@contextmanager
def started(theme: Theme, tongue: Tongue, tmp_path: Path, qtbot: QtBot) -> Iterator[StartScreen]:
    """The start screen of a workspace without leads, until its window is closed."""
    around = AppSurroundings(WorkspaceFolder(tmp_path / "new"), False, lambda _folder, _sample: None, FixedClock())
    window = MainWindow(theme, tongue, FirstSight(), around)
    window.show()
    with qtbot.waitSignal(window.loaded, timeout=20_000):
        window.begin()
    screen = window.stack.currentWidget()
    assert isinstance(screen, StartScreen)
    yield screen
    window.close()
    window.deleteLater()


def chosen(start: StartScreen) -> list[str]:
    """The sets whose chips are on."""
    return [key for key, chip in start.sets.items() if chip.isChecked()]


def test_a_chip_puts_its_rules_in_force_and_keeps_the_old_ones(start: StartScreen, qtbot: QtBot) -> None:
    window, trade = start.window(), start.sets["local_trade"]
    QTest.mouseClick(trade, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.words.matrix == trade.text(), timeout=10_000)
    assert chosen(start) == ["local_trade"]
    (kept,) = (window.surroundings.folder / "backups").glob("rules-before-*")
    assert "B2B services" in (kept / "matrix.yaml").read_text("utf-8")


def test_the_first_steps_are_walked_by_keyboard_alone(start: StartScreen) -> None:
    window, taken = start.window(), []
    for card in start.cards.values():
        card.clicked.disconnect()
        card.clicked.connect(lambda _on=False, one=card: taken.append(one))
    window.activateWindow()
    assert window.focusWidget() is start.cards["import"], "not in front of nine other stops"
    for card in start.cards.values():
        assert window.focusWidget() is card
        QTest.keyClick(card, Qt.Key.Key_Return)
        QTest.keyClick(card, Qt.Key.Key_Tab)
    assert taken == list(start.cards.values())


def test_after_a_restart_the_chip_of_the_chosen_set_is_on(
    theme: Theme, tongue: Tongue, tmp_path: Path, qtbot: QtBot
) -> None:
    with started(theme, tongue, tmp_path, qtbot) as first:
        assert chosen(first) == [next(iter(first.sets))]
        window, trade = first.window(), first.sets["local_trade"]
        QTest.mouseClick(trade, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: window.words.matrix == trade.text(), timeout=10_000)
    with started(theme, tongue, tmp_path, qtbot) as again:
        assert chosen(again) == ["local_trade"]
        matrix = again.window().surroundings.rules_folder / "matrix.yaml"
    matrix.write_text(matrix.read_text("utf-8").replace("name: Local trade", "name: My own"), "utf-8")
    with started(theme, tongue, tmp_path, qtbot) as own:
        assert chosen(own) == []


def test_a_full_disk_is_said_and_the_rules_stay_whole(start: StartScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    window, rules = start.window(), start.window().surroundings.rules_folder
    before, was = {path.name: path.read_bytes() for path in rules.glob("*.yaml")}, chosen(start)

    def full(self: Path, *_how: object, **_more: object) -> None:
        raise OSError(28, "No space left on device", str(self))

    with monkeypatch.context() as disk:
        disk.setattr(Path, "rename", full)
        QTest.mouseClick(start.sets["local_trade"], Qt.MouseButton.LeftButton)

    (bar,) = window.announcements.area.bars()
    assert "No space left" in bar.notice.message
    assert str(rules) in bar.notice.message
    assert chosen(start) == was
    assert {path.name: path.read_bytes() for path in rules.glob("*.yaml")} == before
    assert not (rules.parent / "rules.new").exists()
