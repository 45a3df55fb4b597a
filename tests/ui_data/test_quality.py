"""Somebody looks at how good the data are, and mends what matters most with one key."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.quality import Issue
from leadqual_gui.services.lists import Filter
from leadqual_gui.ui.data.mend_list import key_of
from leadqual_gui.ui.data.screen import CleanUpScreen
from leadqual_gui.ui.leads.panel.details_tab import FieldLine
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.popover import Ask
from tests.ui.conftest import choose, names
from tests.ui_data.conftest import lead_named

Key = Qt.Key


def on_quality(qtbot: QtBot, window: MainWindow) -> CleanUpScreen:
    """The tab, once everybody was looked at."""
    window.errands.clean_up("quality")
    screen = window.stack.currentWidget()
    assert isinstance(screen, CleanUpScreen)
    qtbot.waitUntil(lambda: len(screen.quality.list.rows.source) > 0)
    return screen


def mend(screen: CleanUpScreen, name: str, issue: Issue) -> int:
    """The key of something to mend, made the current row."""
    found = next(one for one in screen.quality.wanted() if one.name == name and one.deduction.issue is issue)
    assert screen.quality.list.choose(key_of(found))
    return key_of(found)


def issues(window: MainWindow, name: str) -> set[Issue]:
    """What is wrong with somebody's data."""
    quality = window.workspace.quality.of_lead(lead_named(window, name))
    return {deduction.issue for deduction in quality.deductions}


def test_a_mistyped_provider_is_mended_by_enter(qtbot: QtBot, window: MainWindow) -> None:
    screen = on_quality(qtbot, window)
    mend(screen, "asdf1234", Issue.EMAIL_INVALID)
    QTest.keyClick(screen.quality.list, Key.Key_Return)
    assert window.workspace.store.lead(lead_named(window, "asdf1234")).email == "rui@gmail.com"
    assert Issue.EMAIL_INVALID not in issues(window, "asdf1234")
    assert window.actions_.get("undo").text() == "Take back: E-mail of asdf1234"


def test_what_nobody_can_guess_is_asked_for_beside_the_row(qtbot: QtBot, window: MainWindow) -> None:
    screen = on_quality(qtbot, window)
    mend(screen, "Stefan Roth", Issue.PHONE_MISSING)
    QTest.keyClick(screen.quality.list, Key.Key_Return)
    ask = screen.quality.findChild(Ask)
    assert ask.line.isVisible()
    QTest.keyClicks(ask.line, "+49 30 901820")
    QTest.keyClick(ask, Key.Key_Return)
    assert window.workspace.store.lead(lead_named(window, "Stefan Roth")).phone == "+49 30 901820"


def test_whoever_is_verified_is_no_longer_doubted(qtbot: QtBot, window: MainWindow) -> None:
    screen = on_quality(qtbot, window)
    assert Issue.NAME_AUTOMATIC in issues(window, "asdf1234")
    mend(screen, "asdf1234", Issue.NAME_AUTOMATIC)
    QTest.keyClick(screen.quality.list, Key.Key_V)
    assert Issue.NAME_AUTOMATIC not in issues(window, "asdf1234")
    assert window.workspace.store.lead(lead_named(window, "asdf1234")).verified_at is not None


def test_only_one_kind_can_be_shown(qtbot: QtBot, window: MainWindow) -> None:
    screen = on_quality(qtbot, window)
    screen.quality.kinds.setCurrentIndex(screen.quality.kinds.findData(Issue.PHONE_MISSING.value))
    screen.quality.refresh()
    rows = screen.quality.list.rows
    assert {rows.row_at(at).deduction.issue for at in range(rows.rowCount())} == {Issue.PHONE_MISSING}


def test_poor_leads_are_shown_in_the_list(qtbot: QtBot, window: MainWindow) -> None:
    screen = on_quality(qtbot, window)
    QTest.mouseClick(screen.quality.poor, Qt.MouseButton.LeftButton)
    assert window.current_screen() == "leads"
    assert names(window) == ["asdf1234"]


def test_the_list_has_a_column_and_sorts_by_it(qtbot: QtBot, window: MainWindow) -> None:
    pane = window.leads.list
    pane.choose_columns(["name", "quality"])
    qtbot.waitUntil(lambda: window.workspace.quality.ready and not window.runner.busy)
    pane.table.header.sort_asked.emit("quality")
    said = [pane.model.index(row, 2).data() for row in range(pane.model.rowCount())]
    assert said[0] == str(window.workspace.quality.of_lead(pane.model.row_at(0).id).points)
    assert [int(text) for text in said] == sorted(map(int, said))
    assert names(window)[0] == "asdf1234"


def test_the_filter_offers_bands_and_issues_with_their_numbers(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, looking = window.workspace.quality, threading.Event()
    prepare = desk.prepare
    monkeypatch.setattr(desk, "prepare", lambda progress: looking.wait(10) and prepare(progress))
    pane = window.leads.list
    menu = pane.filters.values_menu("issues")
    menu.aboutToShow.emit()
    assert "Name looks made up\t" in [action.text() for action in menu.actions()]
    looking.set()
    qtbot.waitUntil(lambda: window.workspace.quality.ready and not window.runner.busy)
    menu = pane.filters.values_menu("issues")
    menu.aboutToShow.emit()
    made_up = next(action for action in menu.actions() if action.text() == "Name looks made up\t1")
    made_up.trigger()
    assert names(window) == ["asdf1234"]
    assert pane.filters._chips[0].text() == "To mend: Name looks made up"
    pane.filters.filter_changed.emit(Filter())
    assert len(names(window)) == 9


def test_a_filter_that_was_looked_at_leaves_nothing_behind(qtbot: QtBot, window: MainWindow) -> None:
    filters = window.leads.list.filters
    before = len(filters.findChildren(QMenu))
    filters._on_add_clicked()
    assert len(filters.findChildren(QMenu)) > before + 5
    QApplication.activePopupWidget().close()
    qtbot.waitUntil(lambda: len(filters.findChildren(QMenu)) == before)


def test_the_panel_says_why_and_mends_with_one_key(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "asdf1234")
    window.leads.panel.choose_tab("details")
    qtbot.waitUntil(lambda: window.leads.panel.details is not None and "details" in window.leads.panel.tabs)
    part = window.leads.panel.pages.quality
    qtbot.waitUntil(lambda: any(row.deduction.issue is Issue.EMAIL_INVALID for row in part.reasons.rows))
    before = part.head.text()
    wrong = next(at for at, row in enumerate(part.reasons.rows) if row.deduction.issue is Issue.EMAIL_INVALID)
    part.reasons.setCurrentIndex(part.reasons.model().index(wrong, 0))
    QTest.keyClick(part.reasons, Key.Key_Return)
    qtbot.waitUntil(lambda: part.head.text() != before)
    assert window.workspace.store.lead(lead_named(window, "asdf1234")).email == "rui@gmail.com"
    phone = next(at for at, row in enumerate(part.reasons.rows) if row.deduction.issue is Issue.PHONE_MISSING)
    part.reasons.setCurrentIndex(part.reasons.model().index(phone, 0))
    QTest.keyClick(part.reasons, Key.Key_Return)
    assert window.leads.panel.tabs["details"].fields["phone"].hasFocus()
    QTest.mouseClick(part.verify, Qt.MouseButton.LeftButton)
    assert window.workspace.store.lead(lead_named(window, "asdf1234")).verified_at is not None


def test_numbers_are_shown_as_their_country_writes_them_and_edited_as_typed(qtbot: QtBot, window: MainWindow) -> None:
    from leadqual_gui.services.commands import EditLeads

    ines = lead_named(window, "Ines Carvalho")
    window.bridge.execute(EditLeads((ines,), {"phone": "+351213461234"}))
    pane = window.leads.list
    pane.choose_columns(["name", "phone"])
    index = pane.model.index(names(window).index("Ines Carvalho"), 2)
    qtbot.waitUntil(lambda: index.data() == "+351 21 346 1234")
    assert index.data(Qt.ItemDataRole.EditRole) == "+351213461234"
    choose(window, "Ines Carvalho")
    window.leads.panel.choose_tab("details")
    qtbot.waitUntil(lambda: "details" in window.leads.panel.tabs)
    line = window.leads.panel.tabs["details"].fields["phone"]
    assert isinstance(line, FieldLine)
    qtbot.waitUntil(lambda: line.text() == "+351 21 346 1234")
    line.setFocus()
    assert line.text() == "+351213461234"
    window.leads.list.table.setFocus()
    assert line.text() == "+351 21 346 1234"
    assert window.workspace.store.lead(ines).phone == "+351213461234"
    assert isinstance(line, QLineEdit)


def test_the_board_can_be_filtered_by_quality_too(qtbot: QtBot, window: MainWindow) -> None:
    from dataclasses import replace

    window.show_screen("pipeline")
    screen = window.stack.currentWidget()
    qtbot.waitUntil(lambda: not window.runner.busy)
    assert sum(column.count for column in screen.board.columns) == 9
    screen.query = replace(screen.query, filter=Filter(quality=("poor",)))
    screen.refresh()
    qtbot.waitUntil(lambda: window.workspace.quality.ready and not window.runner.busy)
    qtbot.waitUntil(lambda: sum(column.count for column in screen.board.columns) == 1)
