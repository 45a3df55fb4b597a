"""What a person does on an ordinary morning: search, open, edit, note, change many at once, take back."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from leadqual_gui.app.bootstrap import open_workspace
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.surroundings import AppSurroundings
from leadqual_gui.services.commands import AddLead, Command, DeleteLeads, EditLeads
from leadqual_gui.services.lists import FirstSight
from leadqual_gui.ui.crash_dialog import show_crash
from leadqual_gui.ui.i18n import Tongue
from leadqual_gui.ui.leads.columns import CHECK
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.theme.theme import Theme
from tests.builders import FixedClock
from tests.ui.conftest import Opener, choose, names

Key = Qt.Key


def type_into_search(window: MainWindow, text: str) -> None:
    """Ctrl+F, and type."""
    QTest.keyClick(window.leads.list.table, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    window.leads.list.focus_search()
    QTest.keyClicks(window.leads.list.search, text)


def panel_shows(qtbot: QtBot, window: MainWindow, name: str) -> None:
    """Wait until the chosen lead is shown at the right."""
    qtbot.waitUntil(lambda: window.leads.panel.details is not None and window.leads.panel.details.lead.name == name)


def cell(window: MainWindow, name: str, key: str) -> QPoint:
    """The middle of a cell on the screen."""
    model, table = window.leads.list.model, window.leads.list.table
    column = [c.key for c in model.columns].index(key)
    return table.visualRect(model.index(names(window).index(name), column)).center()


def test_everybody_deleted_by_mistake_comes_back_by_ctrl_z_at_once(
    qtbot: QtBot, opened: Opener, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+Z while they are still being deleted took back what was done before, and they were gone all the same."""
    workspace = open_workspace(WorkspaceFolder(folder), FixedClock())
    workspace.load()
    for number in range(30):
        workspace.execute(AddLead({"full_name": f"Ana Duarte {number}"}))
    workspace.close()
    window = opened(folder)
    table, execute, go_on = window.leads.list.table, window.workspace.execute, threading.Event()

    def slowly(command: Command) -> object:
        assert not isinstance(command, DeleteLeads) or go_on.wait(10)
        return execute(command)

    monkeypatch.setattr(window.workspace, "execute", slowly)
    QTest.keyClick(table, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(table, Key.Key_Delete)
    assert window.actions_.get("undo").text() == "Take back"
    QTest.keyClick(table, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    go_on.set()
    qtbot.waitUntil(lambda: not window.runner.busy)
    assert window.workspace.counts().all == 36
    assert len(names(window)) == 36
    assert window.actions_.get("undo").text() == "Take back: new lead Ana Duarte 29"
    assert window.actions_.get("redo").text() == "Do again: deletion of 36 leads"
    assert not window.announcements.area.bars(), "what was taken back is offered no more"


def test_a_notice_that_offers_something_else_stays(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "Stefan Roth")
    window.leads.delete_chosen()
    choose(window, "Ines Carvalho")
    window.leads.set_field("owner", "Clara")
    window.actions_.get("undo").trigger()
    assert [bar.notice.message for bar in window.announcements.area.bars()] == ["Done: deletion of Stefan Roth"]
    window.actions_.get("undo").trigger()
    assert not window.announcements.area.bars()


def test_the_best_lead_is_open_when_the_window_comes_up(qtbot: QtBot, window: MainWindow) -> None:
    assert len(names(window)) == 6
    assert names(window)[0] == "Ines Carvalho"
    panel_shows(qtbot, window, "Ines Carvalho")
    card = window.leads.panel.details.card
    assert sum(line.tenths for line in card.lines) == card.exact


def test_a_search_finds_words_from_their_beginning_and_esc_brings_all_back(qtbot: QtBot, window: MainWindow) -> None:
    type_into_search(window, "fr")
    assert set(names(window)) == {"Priya Raghunathan", "Stefan Roth", "Frances Doyle", "Rafael Ibarra"}
    assert "4 found in" in window.leads.list.search.result
    QTest.keyClick(window.leads.list.search, Key.Key_Escape)
    assert len(names(window)) == 6


def test_a_search_that_finds_nothing_says_so_and_offers_the_way_back(window: MainWindow) -> None:
    type_into_search(window, "zzz")
    nothing = window.leads.list.nothing
    assert nothing.isVisible()
    nothing.clear.click()
    assert not nothing.isVisible()
    assert len(names(window)) == 6


def test_a_company_is_edited_in_its_cell_and_taken_back_by_name(qtbot: QtBot, window: MainWindow) -> None:
    table = window.leads.list.table
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell(window, "Stefan Roth", "company"))
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell(window, "Stefan Roth", "company"))
    editor = table.viewport().findChild(QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "Roth Logistik")
    QTest.keyClick(editor, Key.Key_Return)
    lead = choose(window, "Stefan Roth")
    assert window.workspace.row(lead).company == "Roth Logistik"
    assert window.actions_.get("undo").text() == "Take back: Company of Stefan Roth"
    window.actions_.get("undo").trigger()
    assert window.workspace.row(lead).company == "Roth Frischdienst"
    assert window.actions_.get("redo").text() == "Do again: Company of Stefan Roth"


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_a_cell_is_edited_where_its_words_stand(window: MainWindow, direction: Qt.LayoutDirection) -> None:
    window.setLayoutDirection(direction)
    table = window.leads.list.table
    place = cell(window, "Stefan Roth", "company")
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    editor, words = table.viewport().findChild(QLineEdit), table.visualRect(table.currentIndex())
    before, after = words.left() - editor.x(), editor.geometry().right() - words.right()
    wide, narrow = (before, after) if direction is Qt.LayoutDirection.LeftToRight else (after, before)
    assert (wide, narrow) == (9, -3), "its frame stands around the first letter"
    QTest.keyClick(editor, Key.Key_Escape)


def test_a_number_that_could_be_two_is_asked_about_in_the_panel(qtbot: QtBot, window: MainWindow) -> None:
    lead = choose(window, "Stefan Roth")
    qtbot.waitUntil(lambda: window.leads.panel.details is not None and window.leads.panel.details.lead.id == lead)
    doings = window.leads.panel.doings
    assert doings is not None
    assert doings.set_field("employees", "1.200") == "“1.200” could be 1200 or 1.2. Write one of these"
    assert doings.set_field("employees", "1,200") == ""
    assert window.workspace.store.lead(lead).employees == 1200
    assert doings.set_field("employees", "2,5") == ""
    assert window.workspace.store.lead(lead).employees == 2.5
    assert doings.set_field("notes", "1.200") == "", "words are not numbers"


def test_a_cell_that_is_not_taken_says_why_beside_it_and_stays_open(window: MainWindow) -> None:
    window.leads.list.choose_columns(["name", "email"])
    table = window.leads.list.table
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell(window, "Stefan Roth", "email"))
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell(window, "Stefan Roth", "email"))
    editor = table.viewport().findChild(QLineEdit)
    editor.setText("rana(at)cedar")
    QTest.keyClick(editor, Key.Key_Return)
    refusal = table.itemDelegate().refusal
    assert refusal.isVisible()
    assert "no e-mail address" in refusal.reason()
    assert editor.isVisible()
    QTest.keyClick(editor, Key.Key_Escape)
    assert not refusal.isVisible()


def test_a_note_is_on_the_time_line_as_soon_as_enter_is_pressed(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "Ines Carvalho")
    panel_shows(qtbot, window, "Ines Carvalho")
    panel = window.leads.panel
    panel.choose_tab("activity")
    QTest.keyClicks(panel.note, "Wants the price sheet by Friday")
    QTest.keyClick(panel.note, Key.Key_Return)
    line = panel.tabs["activity"].view
    qtbot.waitUntil(lambda: any(row.label == "Wants the price sheet by Friday" for row in line.rows))
    assert panel.note.toPlainText() == ""
    assert window.actions_.get("undo").text() == "Take back: note on Ines Carvalho"


def test_many_leads_get_another_owner_in_one_step(qtbot: QtBot, window: MainWindow) -> None:
    model, table = window.leads.list.model, window.leads.list.table
    for name in ("Stefan Roth", "Frances Doyle", "Rafael Ibarra"):
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell(window, name, CHECK))
    assert len(model.ticked) == 3
    bulk = window.leads._bulk
    assert bulk.isVisible()
    bulk.owner.click()
    line = next(w for w in QApplication.topLevelWidgets() if w.isVisible() and hasattr(w, "line")).line
    QTest.keyClicks(line, "Clara")
    QTest.keyClick(line, Key.Key_Return)
    owners = [window.workspace.row(lead).owner for lead in sorted(model.ticked)]
    assert owners == ["Clara"] * 3
    window.actions_.get("undo").trigger()
    owners = [window.workspace.row(lead).owner for lead in sorted(model.ticked)]
    assert sorted(owner or "" for owner in owners) == ["", "Ben", "Ben"]


def test_a_deleted_lead_comes_back_whole(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "Stefan Roth")
    window.leads.list.table.setFocus()
    QTest.keyClick(window.leads.list.table, Key.Key_Delete)
    assert "Stefan Roth" not in names(window)
    assert [bar.notice.action for bar in window.announcements.area.bars()] == ["Take back"]
    window.announcements.area.bars()[0].acted.emit()
    assert "Stefan Roth" in names(window)


def test_a_notice_takes_back_what_it_tells_of_and_nothing_that_was_done_since(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "Stefan Roth")
    window.leads.delete_chosen()
    ines = choose(window, "Ines Carvalho")
    window.leads.set_field("owner", "Clara")
    window.announcements.area.bars()[0].acted.emit()
    assert "Stefan Roth" in names(window)
    assert window.workspace.row(ines).owner == "Clara"
    assert window.actions_.get("undo").text() == "Take back: Owner of Ines Carvalho"
    window.actions_.get("undo").trigger()
    assert window.workspace.row(ines).owner == "Ana"
    assert window.announcements.area.bars() == []


def test_what_was_done_yesterday_can_be_taken_back_by_name(opened: Opener, folder: Path) -> None:
    first = opened(folder)
    first.leads.set_field("owner", "Clara")
    first.close()
    second = opened(folder)
    assert second.actions_.get("undo").text() == "Take back: Owner of Ines Carvalho"
    second.actions_.get("undo").trigger()
    assert second.workspace.row(second.leads.list.table.chosen_id).owner == "Ana"


def test_an_answer_is_given_with_one_key(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "Ines Carvalho")
    panel_shows(qtbot, window, "Ines Carvalho")
    panel = window.leads.panel
    panel.choose_tab("answers")
    rows = panel.tabs["answers"]._rows
    rows["authority"].setFocus()
    QTest.keyClick(rows["authority"], Key.Key_3)
    answers = [a for a in window.workspace.store.answers(panel.lead_id) if a.element == "authority"]
    assert [answer.level for answer in answers] == [3]


def test_a_broken_address_is_said_at_the_field_and_esc_reverts(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "Ines Carvalho")
    panel_shows(qtbot, window, "Ines Carvalho")
    window.leads.panel.choose_tab("details")
    details = window.leads.panel.tabs["details"]
    field = details.fields["email"]
    field.setText("ines(at)norbrook")
    QTest.keyClick(field, Key.Key_Return)
    assert "no e-mail address" in details.refusals["email"].text()
    QTest.keyClick(field, Key.Key_Escape)
    assert field.text() == "ines@norbrook.example"
    assert details.refusals["email"].isHidden()


def test_the_palette_opens_a_lead_by_a_few_letters(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_.get("find").trigger()
    QTest.keyClicks(window._palette.field, "rafa")
    QTest.keyClick(window._palette.field, Key.Key_Return)
    panel_shows(qtbot, window, "Rafael Ibarra")


def test_a_new_lead_needs_a_name_and_is_then_open(qtbot: QtBot, window: MainWindow) -> None:
    window.errands.new_lead()
    form = next(w for w in QApplication.topLevelWidgets() if w.isVisible() and hasattr(w, "lines"))
    QTest.keyClick(form.lines["full_name"], Key.Key_Return)
    assert "needs a name" in form.refusal.text()
    QTest.keyClicks(form.lines["full_name"], "Tomasz Wieczorek")
    QTest.keyClick(form.lines["full_name"], Key.Key_Return)
    panel_shows(qtbot, window, "Tomasz Wieczorek")


@pytest.mark.parametrize("view", ["all", "hot", "never_called", "to_verify", "silent"])
def test_a_view_holds_what_its_count_says(window: MainWindow, view: str) -> None:
    window.workspace.execute(AddLead({"full_name": "asdf qwer", "email": "x@mailinator.com"}))
    window.leads.list.refresh()
    window.leads.list.view_row.tabs.set_current(view)
    window.leads.list.count()
    assert len(names(window)) == window.leads.list.state.counts[view]
    assert ("asdf qwer" in names(window)) == (view in ("all", "never_called", "to_verify"))


def test_the_window_comes_back_as_it_was_left(opened: Opener, folder: Path) -> None:
    from leadqual_gui.app.first_sight import first_sight

    first = opened(folder)
    choose(first, "Lin Mei-Hua")
    first.leads.list.choose_columns(["name", "score", "country"])
    first.leads.list.table.header.sort_asked.emit("name")
    first.close()
    sight = first_sight(folder / "leadqual.db")
    second = opened(folder, sight)
    assert second.leads.list.columns.order() == ["name", "score", "country"]
    assert names(second)[0] == "Frances Doyle"
    assert second.leads.list.model.row_at(second.leads.list.table.currentIndex().row()).name == "Lin Mei-Hua"


def test_a_window_closed_while_it_loads_lets_go_of_the_workspace(
    theme: Theme, tongue: Tongue, folder: Path, qtbot: QtBot
) -> None:
    around = AppSurroundings(WorkspaceFolder(folder), False, lambda _folder, _sample: None, FixedClock())
    window = MainWindow(theme, tongue, FirstSight(total=6), around)
    window.show()
    window.begin()
    window.close()
    window.deleteLater()
    workspace = around.open_workspace()
    workspace.close()


def test_a_rule_file_broken_meanwhile_is_said_with_its_place_and_the_last_good_rules_stay(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    matrix = folder / "rules" / "matrix.yaml"
    whole, before = matrix.read_text("utf-8"), window.workspace.rules.version
    matrix.write_text(whole.replace("points: 10", "points: ten", 1), encoding="utf-8")
    window.reload_rules()
    qtbot.waitUntil(lambda: window.status.fact("problems") == "1 problem in the rules")
    assert "matrix.yaml:" in window.announcements.area.bars()[0].notice.message
    assert window.workspace.rules.version == before
    matrix.write_text(whole, encoding="utf-8")
    window.reload_rules()
    qtbot.waitUntil(lambda: window.status.fact("problems") == "")
    assert window.announcements.area.bars() == []


def test_our_own_mistake_is_said_once_and_can_be_copied(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    dialog = show_crash(window, "IndexError: list index out of range", folder / "logs" / "leadqual.log")
    assert show_crash(window, "again", folder) is None
    dialog.copy.click()
    assert QApplication.clipboard().text() == "IndexError: list index out of range"
    dialog.go_on.click()


def test_ctrl_z_in_the_note_box_takes_the_filed_note_back(qtbot: QtBot, window: MainWindow) -> None:
    panel_shows(qtbot, window, "Ines Carvalho")
    note = window.leads.panel.note
    note.setFocus()
    QTest.keyClicks(note, "Call again on Friday")
    QTest.keyClick(note, Key.Key_Return)
    lead = window.leads.panel.lead_id
    assert any(activity.kind == "note" for activity in window.workspace.store.activities(lead))
    QTest.keyClick(note, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not any(activity.kind == "note" for activity in window.workspace.store.activities(lead))


def test_tab_in_the_palette_offers_what_can_be_done_with_the_lead_found(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_.get("find").trigger()
    palette = window._palette
    QTest.keyClicks(palette.field, "@stefan")
    QTest.keyClick(palette.field, Key.Key_Tab)
    QTest.keyClicks(palette.field, "verif")
    QTest.keyClick(palette.field, Key.Key_Return)
    stefan = window.workspace.find("s@roth.example")
    assert window.workspace.store.lead(stefan).verified_at is not None
    assert window.workspace.store.lead(window.workspace.find("ines@norbrook.example")).verified_at is None


def test_sorting_by_what_was_never_read_reads_it_in_the_background(qtbot: QtBot, window: MainWindow) -> None:
    bridge, pane = window.bridge, window.leads.list
    assert bridge is not None
    for lead, place in zip(pane.model.list.ids(), ("1200", "", "4000", "8001", "1000", ""), strict=True):
        if place:
            bridge.execute(EditLeads((int(lead),), {"postal_code": place}))
    names_before = names(window)
    threads, read, seen = list[object](), bridge.workspace.store.columns, threading.Event()

    def read_slowly(_store: object, *told: object) -> object:
        """No sooner than what the list shows meanwhile was looked at."""
        threads.append(threading.current_thread())
        seen.wait(10)
        return read(*told)

    with pytest.MonkeyPatch.context() as watched:
        watched.setattr(type(bridge.workspace.store), "columns", read_slowly)
        pane.table.header.sort_asked.emit("postal_code")
        assert "Reading postal code" in pane.filters.order.text()
        assert names(window) == names_before, "the list stays until then"
        assert pane.source.values("postal_code") is None
        seen.set()
        qtbot.waitUntil(lambda: "Sorted by" in pane.filters.order.text(), timeout=10_000)
    assert len(threads) == 1, "read once"
    assert threads[0] is not threading.main_thread()
    places = [bridge.workspace.store.lead(int(lead)).postal_code for lead in pane.model.list.ids()]
    assert [place for place in places if place] in (
        ["1000", "1200", "4000", "8001"],
        ["8001", "4000", "1200", "1000"],
    )
    assert {value.value for value in pane.source.values("postal_code") or ()} == {"", "1000", "1200", "4000", "8001"}
