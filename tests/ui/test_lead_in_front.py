"""What is asked for from wherever one is concerns the lead in front, and nobody else."""

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.interview import questionnaires
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.today.screen import TodayScreen
from tests.ui.conftest import choose, names

Key = Qt.Key


def test_what_the_palette_offers_for_the_lead_in_front_is_done_to_nobody_else(qtbot: QtBot, window: MainWindow) -> None:
    """Ines is chosen in Leads, Priya is ticked there, and a word is searched for; Stefan is looked at in Today."""
    model = window.leads.list.model
    stefan, priya = choose(window, "Stefan Roth"), choose(window, "Priya Raghunathan")
    choose(window, "Ines Carvalho")
    model.tick([priya], True)
    window.leads.list.search.setText("norbrook")
    window.show_screen("today")
    today = window.stack.currentWidget()
    assert isinstance(today, TodayScreen)
    today.panel.show_lead(stefan)
    window.actions_.get("find").trigger()
    palette = window._palette
    QTest.keyClicks(palette.field, "> delete")
    assert any("Stefan Roth" in row.label for row in palette.results.rows)
    while palette.current().title != "Delete":
        QTest.keyClick(palette.field, Key.Key_Down)
    QTest.keyClick(palette.field, Key.Key_Return)
    window.leads.list.clear_search()
    assert names(window).count("Stefan Roth") == 0
    assert {"Ines Carvalho", "Priya Raghunathan"} <= set(names(window))
    assert set(model.ticked) == {priya}


def test_the_palette_closes_though_what_had_the_keyboard_is_gone(qtbot: QtBot, window: MainWindow) -> None:
    field = QLineEdit(window.leads)
    field.show()
    field.setFocus()
    window.open_palette()
    shiboken6.delete(field)
    QTest.keyClick(window._palette.field, Key.Key_Escape)
    assert not window._palette.isVisible()


def test_answers_are_asked_and_pasted_for_the_lead_in_front(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(questionnaires, "make_questionnaire", lambda _window, lead, _framework: asked.append(lead))
    monkeypatch.setattr(questionnaires, "paste_answers", lambda _window, lead: asked.append(lead))
    stefan, ines = choose(window, "Stefan Roth"), choose(window, "Ines Carvalho")
    window.show_screen("today")
    today = window.stack.currentWidget()
    assert isinstance(today, TodayScreen)
    today.panel.show_lead(stefan)
    qtbot.waitUntil(lambda: today.panel.details is not None and today.panel.details.lead.id == stefan)
    today.panel.choose_tab("answers")
    buttons = today.panel.tabs["answers"].findChildren(QAbstractButton)
    for words in ("questionnaire", "Paste"):
        next(button for button in buttons if words in button.text()).click()
    window.show_screen("leads")
    for key in ("questionnaire", "paste_answers"):
        window.actions_.get(key).trigger()
    assert asked == [stefan, stefan, ines, ines]


def test_who_edits_in_place_at_a_score_writes_in_the_next_cell_that_takes_it(window: MainWindow) -> None:
    choose(window, "Ines Carvalho")
    table = window.leads.list.table
    here = table.currentIndex()
    columns = [here.siblingAtColumn(at) for at in range(table.model().columnCount())]
    fixed = next(cell for cell in columns if not cell.flags() & Qt.ItemFlag.ItemIsEditable)
    table.setCurrentIndex(fixed)
    menu = window.leads.lead_menu(alone=True)
    next(one for one in menu.actions() if one.text().startswith("Edit in place")).trigger()
    assert table.state() is QAbstractItemView.State.EditingState
    assert table.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable
    QTest.keyClick(table.viewport().findChild(QWidget), Key.Key_Escape)
