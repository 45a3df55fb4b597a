"""The Matrix screen walked widget by widget: named, translated, not cut off, mirrored, quick to be dark."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QHeaderView, QLabel
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.i18n import PSEUDO, Tongue
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.matrix.grid.model import NAME, Spot
from leadqual_gui.ui.matrix.screen import MatrixScreen
from leadqual_gui.ui.theme.theme import Scheme
from tests.ui.conftest import Opener
from tests.ui.test_every_screen import CONTROLS, called, has_pseudo, is_data, rule_words, visible
from tests.ui_matrix.on_screen import shown


def test_each_control_has_a_name(qtbot: QtBot, window: MainWindow, screen: MatrixScreen) -> None:
    screen.find_criterion()
    nameless = [
        f"{type(w).__name__} in {type(w.parent()).__name__}"
        for w in visible(window, *CONTROLS)
        if not called(w) and not isinstance(w, QHeaderView)
    ]
    assert nameless == []


def test_all_words_go_through_translation(qtbot: QtBot, tongue: Tongue, opened: Opener, folder: Path) -> None:
    tongue.speak(PSEUDO)
    window = opened(folder)
    screen = shown(qtbot, window)
    screen.rows.go_to("demo_requested")
    screen.sheets.edit_condition("company_size", 0)
    qtbot.waitUntil(lambda: not window.runner.busy)
    matrix = window.workspace.rules.matrix
    rules = rule_words(window) | {str(c.label) for c in matrix.criteria} | {str(t.label) for t in matrix.tiers}
    plain = [
        text
        for widget in visible(window, QLabel, QAbstractButton)
        if (text := widget.text().strip()) and not has_pseudo(text) and not is_data(text) and text not in rules
    ]
    assert plain == []


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_no_button_is_narrower_than_its_words(
    qtbot: QtBot, opened: Opener, folder: Path, size: tuple[int, int]
) -> None:
    window = opened(folder, size=size)
    shown(qtbot, window)
    cut = [w.text() for w in visible(window, QAbstractButton) if w.text() and w.width() < w.minimumSizeHint().width()]
    assert cut == []


def test_the_grid_mirrors(qtbot: QtBot, tongue: Tongue, opened: Opener, folder: Path) -> None:
    tongue.speak(PSEUDO)
    window = opened(folder)
    screen = shown(qtbot, window)
    index = screen.grid.grid.at(Spot("company_size", NAME))
    assert screen.grid.visualRect(index).center().x() > screen.grid.viewport().width() // 2
    assert screen.panel.mapTo(window, screen.panel.rect().center()).x() < window.width() // 2
    places = screen.panel.histogram.label_places()
    assert not places[0].intersects(places[1])


def test_dark_and_large_are_painted_at_once(qtbot: QtBot, window: MainWindow, screen: MatrixScreen) -> None:
    light = screen.grid.grab().toImage().pixelColor(4, 4)
    window.theme.choose_scheme(Scheme.DARK)
    window.theme.choose_zoom(1.5)
    qtbot.waitUntil(lambda: screen.grid.rowHeight(1) > 45)
    assert screen.grid.grab().toImage().pixelColor(4, 4).lightness() < light.lightness()
    window.theme.choose_zoom(1.0)
