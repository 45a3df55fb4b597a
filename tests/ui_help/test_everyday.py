"""People look in the palette for what they call otherwise: a password, printing, another font."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.help.everyday import EverydayWords
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.settings.screen import SettingsScreen
from leadqual_gui.ui.settings.ways import ways
from leadqual_gui.ui.theme.resources import resources_folder
from tests.ui.conftest import choose

LOOK = "Settings: Theme, text size and language"


def found(window: MainWindow, sought: str) -> list[str]:
    """The names of the actions and places that the palette lists."""
    window.open_palette(f">{sought}")
    return [row.item.title for row in window._palette.results.rows if row.item is not None]


@pytest.mark.parametrize(
    ("sought", "first"),
    [
        ("passphrase", "Settings: Passphrase"),
        ("password", "Settings: Passphrase"),
        ("encrypt", "Settings: Passphrase"),
        ("print", "Lead sheet as PDF"),
        ("font", "Larger text"),
        ("font size", "Larger text"),
        ("language", LOOK),
        ("backup", "Settings: Backups"),
        ("restore", "Settings: Backups"),
        ("dedupe", "Find duplicates"),
        ("upload", "Import a list"),
        ("new laptop", "Settings: Folder of the workspace"),
        ("statistics", "Insights"),
        ("erase", "Delete for good"),
    ],
)
def test_everyday_words_find_what_does_it(window: MainWindow, sought: str, first: str) -> None:
    choose(window, "Ines Carvalho")
    assert found(window, sought)[0] == first


def test_a_name_stands_before_everyday_words_for_something_else(window: MainWindow) -> None:
    assert found(window, "settings")[:2] == ["Settings", LOOK]
    assert LOOK in found(window, "font")
    assert found(window, "xyzzy") == []
    assert "Settings: Passphrase" not in found(window, "un"), "two letters begin too many words"


def test_the_passphrase_is_one_enter_away_with_the_keyboard_on_it(qtbot: QtBot, window: MainWindow) -> None:
    window.open_palette("password")
    QTest.keyClick(window._palette.field, Qt.Key.Key_Return)
    screen = window.stack.currentWidget()
    assert isinstance(screen, SettingsScreen)
    assert QApplication.focusWidget() is screen.protection.set
    assert screen.protection.set.ring_shown()
    assert not screen.protection.set.visibleRegion().isEmpty()


@pytest.mark.parametrize("part", [way.part for way in ways()])
def test_each_part_of_settings_takes_the_keyboard(window: MainWindow, part: str) -> None:
    window.show_screen("settings")
    screen = window.stack.currentWidget()
    screen.go_to(part)
    at = QApplication.focusWidget()
    assert at is not screen
    assert screen.isAncestorOf(at)
    assert not at.visibleRegion().isEmpty()


def test_a_part_of_settings_without_anything_to_choose_leaves_the_keys_of_the_next_alone(window: MainWindow) -> None:
    window.show_screen("settings")
    screen = window.stack.currentWidget()
    screen.protection.setEnabled(False)  # as in the sample, which takes no passphrase
    screen.go_to("passphrase")
    assert QApplication.focusWidget() is screen._area


def test_what_everyday_words_are_about_is_there(window: MainWindow) -> None:
    choose(window, "Ines Carvalho")
    known = {*window.actions_.all(), *(f"settings.{way.part}" for way in ways())}
    known |= {action.objectName() for action in window.leads.lead_menu(alone=True).actions()}
    assert set(EverydayWords(resources_folder() / "help", "en").by_key) <= known
