"""Somebody finds leads that stand twice, sees why, and makes one of them; by keyboard alone."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from leadqual_gui.services.lists import Filter, Query
from leadqual_gui.ui.data.merge_table import PROPOSED, MergeRow, merge_places
from leadqual_gui.ui.data.screen import CleanUpScreen
from leadqual_gui.ui.main_window import MainWindow
from tests.ui_data.conftest import choose_group, lead_named

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


def groups(screen: CleanUpScreen) -> list[str]:
    """Who may stand twice, the surest first."""
    rows = screen.duplicates.list.rows
    return [rows.row_at(at).names for at in range(rows.rowCount())]


def row(screen: CleanUpScreen, label: str) -> MergeRow:
    """A line of the table side by side."""
    rows = screen.duplicates.pane.table.rows
    return next(rows.row_at(at) for at in range(rows.rowCount()) if rows.row_at(at).label == label)


def count(window: MainWindow) -> int:
    """How many leads there are."""
    assert window.workspace is not None
    return window.workspace.counts().all


def test_a_search_is_begun_by_key_and_shows_who_stands_twice_and_why(qtbot: QtBot, window: MainWindow) -> None:
    QTest.keyClick(window, Key.Key_6, Ctrl)
    screen = window.stack.currentWidget()
    assert isinstance(screen, CleanUpScreen)
    assert window.top.title() == "Clean up"
    assert screen.duplicates.begin.isVisible()
    assert not groups(screen)
    QTest.keyClick(screen, Key.Key_F5)
    qtbot.waitUntil(lambda: not screen.duplicates.searching, timeout=20_000)
    assert sorted(groups(screen)) == ["Ines Carvalho / Carvalho, Inês", "Priya Raghunathan"]
    choose_group(screen.duplicates, lead_named(window, "Ines Carvalho"))
    said = screen.duplicates.pane.why.text()
    assert "same name, written otherwise" in said
    assert "same phone" in said


def test_merging_keeps_what_was_chosen_and_is_taken_back_by_name(
    qtbot: QtBot, window: MainWindow, screen: CleanUpScreen
) -> None:
    page, table = screen.duplicates, screen.duplicates.pane.table
    ines = lead_named(window, "Ines Carvalho")
    choose_group(page, ines)
    QTest.keyClick(page.list, Key.Key_Return)
    assert table.hasFocus()
    assert row(screen, "Owner").result == "Ana"
    assert row(screen, "City").result == "Porto"
    assert row(screen, "Activities").result == "4"
    while table.current_row().label != "Owner":
        QTest.keyClick(table, Key.Key_Down)
    QTest.keyClick(table, Key.Key_Right)
    assert row(screen, "Owner").result == "Ben"
    foretold = page.pane.comparison.card
    before = count(window)
    QTest.keyClick(table, Key.Key_M)
    assert count(window) == before - 1
    lead = window.workspace.store.lead(ines)
    assert (lead.owner, lead.city, lead.tags, lead.company) == ("Ben", "Porto", ("fair",), "Norbrook Cold Storage")
    assert window.workspace.card(ines).exact == foretold.exact
    assert groups(screen) == ["Priya Raghunathan"]
    assert window.actions_.get("undo").text() == "Take back: Ines Carvalho merged with Carvalho, Inês"
    window.actions_.get("undo").trigger()
    assert count(window) == before
    assert window.workspace.store.lead(ines).owner == "Ana"
    qtbot.waitUntil(lambda: len(groups(screen)) == 2)


def test_a_click_on_a_value_keeps_it(window: MainWindow, screen: CleanUpScreen) -> None:
    page, table = screen.duplicates, screen.duplicates.pane.table
    choose_group(page, lead_named(window, "Ines Carvalho"))
    index = next(at for at in range(table.rows.rowCount()) if table.rows.row_at(at).label == "Company")
    rect = table.visualRect(table.rows.index(index, 0))
    cell = merge_places(rect, table.theme.look.s, table.count).cells[1]
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())
    assert row(screen, "Company").result == "Norbrook Cold-Storage Ltd"
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.left() + 30, rect.center().y()))
    assert row(screen, "Company").result == "Norbrook Cold-Storage Ltd"


def test_the_other_lead_can_be_the_one_that_stays(window: MainWindow, screen: CleanUpScreen) -> None:
    page = screen.duplicates
    ines = lead_named(window, "Ines Carvalho")
    choose_group(page, ines)
    QTest.mouseClick(page.pane.stays, Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.pane.merge, Qt.MouseButton.LeftButton)
    assert window.workspace.store.lead(ines) is None
    assert window.workspace.store.lead(lead_named(window, "Ines Carvalho")).city == "Porto"


def test_what_is_no_duplicate_is_not_proposed_again(qtbot: QtBot, window: MainWindow, screen: CleanUpScreen) -> None:
    page = screen.duplicates
    choose_group(page, lead_named(window, "Priya Raghunathan"))
    page.list.setFocus()
    QTest.keyClick(page.list, Key.Key_D)
    assert groups(screen) == ["Ines Carvalho / Carvalho, Inês"]
    QTest.keyClick(screen, Key.Key_F5)
    qtbot.waitUntil(lambda: not page.searching, timeout=20_000)
    assert groups(screen) == ["Ines Carvalho / Carvalho, Inês"]
    assert count(window) == 9
    window.actions_.get("undo").trigger()
    qtbot.waitUntil(lambda: len(groups(screen)) == 2)


def test_a_search_that_is_stopped_keeps_what_was_found_before(
    qtbot: QtBot, window: MainWindow, screen: CleanUpScreen
) -> None:
    page = screen.duplicates
    page.look()
    assert page.stop.isVisible()
    QTest.mouseClick(page.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.searching, timeout=20_000)
    assert len(groups(screen)) == 2


def test_when_nobody_stands_twice_it_says_how_many_were_compared(
    qtbot: QtBot, window: MainWindow, screen: CleanUpScreen
) -> None:
    for _ in range(2):
        screen.duplicates.merge()
    qtbot.waitUntil(lambda: not groups(screen))
    assert screen.duplicates.nothing._title.text() == "No lead stands twice"
    assert screen.duplicates.nothing.isVisible()
    assert not screen.duplicates.begin.isVisible()
    assert screen.duplicates.focus_first() is screen.duplicates.search
    assert screen.duplicates.search.isVisible()


def test_of_three_leads_one_can_be_left_out(qtbot: QtBot, window: MainWindow, screen: CleanUpScreen) -> None:
    from leadqual_gui.services.commands import AddLead

    third = {"full_name": "Ines Carvalho", "company": "Norbrook Cold Storage", "mobile": "+351 555 010 442"}
    window.bridge.execute(AddLead(third))
    screen.look()
    qtbot.waitUntil(lambda: not screen.duplicates.searching, timeout=20_000)
    page = screen.duplicates
    choose_group(page, 1)
    first, second, left_out = page.pane.member_chips
    QTest.mouseClick(page.pane.member_chips[left_out], Qt.MouseButton.LeftButton)
    assert page.pane.comparison.ids == (first, second)
    page.merge()
    assert window.workspace.store.lead(left_out) is not None
    assert count(window) == 9


def test_joined_tags_are_what_is_proposed_and_can_be_refused(window: MainWindow, screen: CleanUpScreen) -> None:
    from leadqual_gui.services.commands import EditLeads

    ines = lead_named(window, "Ines Carvalho")
    window.bridge.execute(EditLeads((ines,), {"tags": "cold"}))
    choose_group(screen.duplicates, ines)
    screen.duplicates.pane.show_comparison(None, ())
    screen.duplicates._show_group(anew=True)
    tags = row(screen, "Tags")
    assert (tags.kept, tags.result) == (PROPOSED, "cold, fair")
    screen.duplicates.pane.table.kept.emit("tags", 0)
    assert row(screen, "Tags").result == "cold"


def test_escape_leads_back_to_the_list_and_then_to_leads(window: MainWindow, screen: CleanUpScreen) -> None:
    page = screen.duplicates
    page.pane.table.setFocus()
    QTest.keyClick(page.pane.table, Key.Key_Escape)
    assert page.list.hasFocus()
    QTest.keyClick(page.list, Key.Key_Escape)
    assert window.current_screen() == "leads"
    assert window.workspace.query(Query(Filter())).ids() is not None


def test_whichever_address_is_kept_the_other_one_becomes_the_second(window: MainWindow, screen: CleanUpScreen) -> None:
    from leadqual_gui.services.commands import EditLeads

    again = lead_named(window, "Carvalho, Inês")
    window.bridge.execute(EditLeads((again,), {"email": "ines.carvalho@gmail.com"}))
    choose_group(screen.duplicates, 1)
    screen.duplicates._show_group(anew=True)
    assert row(screen, "E-mail").result == "ines@norbrook.example"
    assert row(screen, "Second e-mail").result == "ines.carvalho@gmail.com"
    screen.duplicates.pane.table.kept.emit("email", 1)
    assert row(screen, "E-mail").result == "ines.carvalho@gmail.com"
    assert row(screen, "Second e-mail").result == "ines@norbrook.example"
    screen.duplicates.merge()
    lead = window.workspace.store.lead(1)
    assert (lead.email, lead.email_2) == ("ines.carvalho@gmail.com", "ines@norbrook.example")
