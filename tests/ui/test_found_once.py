"""What can be done is found once in the palette, is done where one is, and its key is called the same everywhere."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QStyleOptionMenuItem
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.help.keys import key_groups, keys_as_markdown
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.today.screen import TodayScreen
from tests.ui.conftest import choose

Key = Qt.Key
SOUGHT = ("", "duplicates", "calendar", "promise", "points", "score", "sheet", "compare", "e")


def found(window: MainWindow, sought: str) -> list[str]:
    """The names of the actions that the palette lists."""
    window.open_palette(f">{sought}")
    return [row.item.title for row in window._palette.results.rows if row.item is not None]


@pytest.mark.parametrize("sought", SOUGHT)
def test_nothing_is_listed_twice_while_ines_is_open(window: MainWindow, sought: str) -> None:
    choose(window, "Ines Carvalho")
    assert [title for title, times in Counter(found(window, sought)).items() if times > 1] == []


def test_the_follow_ups_of_ines_and_those_of_everybody_are_told_apart(window: MainWindow) -> None:
    choose(window, "Ines Carvalho")
    assert found(window, "calendar") == ["Follow-ups to a calendar", "All follow-ups to a calendar"]


def test_a_promise_to_the_lead_of_today_is_asked_for_without_leaving_today(qtbot: QtBot, window: MainWindow) -> None:
    stefan = choose(window, "Stefan Roth")
    choose(window, "Ines Carvalho")
    window.show_screen("today")
    today = window.stack.currentWidget()
    assert isinstance(today, TodayScreen)
    today.panel.show_lead(stefan)
    assert "Promise a follow-up" in found(window, "promise")
    QTest.keyClick(window._palette.field, Key.Key_Return)
    assert window.stack.currentWidget() is today


def keys_shown(menu: QMenu) -> dict[str, str]:
    """What stands beside each entry of a menu, as it is painted."""
    shown = {}
    for action in menu.actions():
        option = QStyleOptionMenuItem()
        menu.initStyleOption(option, action)
        words, _tab, key = option.text.partition("\t")
        shown[words] = key
    return shown


def test_menus_tooltips_and_help_call_the_key_enter(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "Ines Carvalho")
    window.show_screen("today")
    today = window.stack.currentWidget()
    assert isinstance(today, TodayScreen)
    today_menu = today.work.lead_menu(window.leads.panel.lead_id)
    leads_menu = window.leads.lead_menu(alone=True)
    assert keys_shown(leads_menu)["Call"] == "Enter"
    assert keys_shown(today_menu)["Start call"] == "Enter"
    assert keys_shown(leads_menu)["Delete"] == "Del"
    told = [action.toolTip() for action in window.findChildren(QAction)]
    told += [window.leads.panel.head.call.toolTip(), keys_as_markdown(key_groups(window.actions_.all()))]
    assert any("Ctrl+Enter" in words for words in told)
    assert not [words for words in told if "Return" in words]
