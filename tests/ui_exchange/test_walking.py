"""A list of a trade fair is walked through the wizard: by mouse, by keyboard alone, dropped, pasted, taken back."""

import stat
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.mapping import ImportKind
from leadqual_gui.services.commands import DeleteLeads, EditLeads
from leadqual_gui.services.importing import Fate
from leadqual_gui.services.importing_forecast import Census, census
from leadqual_gui.ui.exchange.outcome_part import RowLine
from leadqual_gui.ui.exchange.screen import COLUMNS, FILE, FINISH, ROWS, ImportScreen
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.widgets.notices import Gravity
from tests.ui.conftest import Opener, keep_under_way, names
from tests.ui_exchange.conftest import FAIR, HUBSPOT, Lister, at_rest, drop, on_screen

LEFT = Qt.MouseButton.LeftButton


def press(key: Qt.Key, *, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the keyboard is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifier)


def button(screen: ImportScreen, words: str) -> QPushButton:
    """A visible button by its words."""
    return next(one for one in screen.findChildren(QPushButton) if one.text() == words and one.isVisible())


def fate_of(screen: ImportScreen, label: str) -> str:
    """What the list says of a row, found by its label."""
    rows = screen.rows_step.list.rows
    found = [rows.row_at(at) for at in range(rows.rowCount()) if rows.row_at(at).label == label]
    return rows.source.spoken(found[0])


def test_a_list_is_walked_by_mouse_from_the_drop_to_the_leads_and_back(
    qtbot: QtBot, window: MainWindow, listed: Lister
) -> None:
    screen = drop(window, listed("fair.csv", FAIR))
    at_rest(qtbot, window)
    assert screen.step == COLUMNS
    assert "03/04/2025" in screen.columns_step.refusal.reason()
    assert not screen.start.isEnabled()
    QTest.mouseClick(button(screen, "3 April"), LEFT)
    at_rest(qtbot, window)
    QTest.mouseClick(screen.start, LEFT)
    assert screen.step == ROWS
    assert screen.outcome.lines[Fate.NEW].count() == "2"
    assert "Update" in fate_of(screen, "Ines Carvalho")
    QTest.mouseClick(screen.outcome.lines[Fate.REJECTED], LEFT)
    assert [screen.rows_step.list.rows.row_at(0).line] == [6]
    assert screen.start.text() == "Import 3 leads"
    QTest.mouseClick(screen.start, LEFT)
    with qtbot.waitSignal(screen.session.imported, timeout=10_000):
        pass
    assert screen.step == FINISH
    assert screen.finish.title.text() == "2 new leads, 1 updated"
    QTest.mouseClick(screen.start, LEFT)
    assert set(names(window)) == {"Ingrid Falk", "Ines Carvalho", "Rana Haddad"}
    window.actions_.get("undo").trigger()
    at_rest(qtbot, window)
    window.leads.list.clear_search()
    assert "Ingrid Falk" not in names(window)
    assert len(names(window)) == 6


def test_the_lead_beside_the_imported_ones_is_one_of_them(qtbot: QtBot, window: MainWindow, listed: Lister) -> None:
    window.show_screen("leads")
    window.leads.show_lead(window.workspace.find("s@roth.example") or 1)
    screen = drop(window, listed("hubspot.csv", HUBSPOT))
    at_rest(qtbot, window)
    QTest.mouseClick(screen.start, LEFT)
    with qtbot.waitSignal(screen.session.imported, timeout=10_000):
        pass
    at_rest(qtbot, window)
    QTest.mouseClick(screen.start, LEFT)
    assert window.workspace.row(window.leads.panel.lead_id).name == names(window)[0]
    assert window.leads.list.table.currentIndex().row() == 0
    assert QApplication.focusWidget() is window.leads.list.table
    down = window.leads.list.model.row_at(1).id
    press(Qt.Key.Key_Down)
    window.leads.show_only([down])
    assert window.leads.panel.lead_id == down, "who is open and listed stays open"


def test_the_same_list_is_walked_by_keyboard_alone(qtbot: QtBot, window: MainWindow, listed: Lister) -> None:
    screen = drop(window, listed("fair.csv", FAIR))
    at_rest(qtbot, window)
    window.activateWindow()
    focus = QApplication.focusWidget()
    assert isinstance(focus, QPushButton), "the keyboard is where the question is"
    assert focus.text() == "3 April"
    press(Qt.Key.Key_Space)
    at_rest(qtbot, window)
    assert isinstance(QApplication.focusWidget(), QPushButton), "answered; the question stays, and the keyboard with it"
    while QApplication.focusWidget() is not screen.start:
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    assert screen.step == ROWS
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    with qtbot.waitSignal(screen.session.imported, timeout=10_000):
        pass
    at_rest(qtbot, window)
    press(Qt.Key.Key_Return)
    assert "Rana Haddad" in names(window)


def test_enter_answers_the_question_and_a_second_enter_goes_on(
    qtbot: QtBot, window: MainWindow, listed: Lister
) -> None:
    screen = drop(window, listed("fair.csv", FAIR))
    at_rest(qtbot, window)
    window.activateWindow()
    press(Qt.Key.Key_Return)
    at_rest(qtbot, window)
    assert button(screen, "3 April").isChecked()
    press(Qt.Key.Key_Space)
    at_rest(qtbot, window)
    assert button(screen, "3 April").isChecked(), "an answer can be changed, not taken away"
    press(Qt.Key.Key_Return)
    assert screen.step == ROWS


def test_enter_on_a_button_is_that_button_and_esc_leaves(qtbot: QtBot, window: MainWindow, listed: Lister) -> None:
    screen = drop(window, listed("hubspot.csv", HUBSPOT))
    at_rest(qtbot, window)
    assert screen.step == ROWS
    screen.back.setFocus()
    press(Qt.Key.Key_Return)
    assert screen.step == COLUMNS, "not imported: the keyboard was on Back"
    press(Qt.Key.Key_Left, modifier=Qt.KeyboardModifier.AltModifier)
    assert screen.step == FILE
    screen.go_to(COLUMNS)
    screen.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    press(Qt.Key.Key_Left, modifier=Qt.KeyboardModifier.AltModifier)
    assert screen.step == COLUMNS, "from right to left back is on the right"
    press(Qt.Key.Key_Right, modifier=Qt.KeyboardModifier.AltModifier)
    assert screen.step == FILE
    press(Qt.Key.Key_Escape)
    assert window.current_screen() == "leads"
    assert len(names(window)) == 6


def test_an_export_of_a_known_system_is_at_its_rows_without_a_click(
    qtbot: QtBot, window: MainWindow, listed: Lister
) -> None:
    screen = drop(window, listed("hubspot.csv", HUBSPOT))
    at_rest(qtbot, window)
    assert screen.step == ROWS
    assert screen.start.text() == "Import 2 leads"
    assert screen.start.isEnabled()


def test_rows_of_a_spreadsheet_are_pasted_into_the_list(qtbot: QtBot, window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("Company\tFull name\tE-mail\nCedar Labs\tRana Haddad\trana@cedar.example\n")
    window.leads.list.table.setFocus()
    press(Qt.Key.Key_V, modifier=Qt.KeyboardModifier.ControlModifier)
    screen = on_screen(window)
    at_rest(qtbot, window)
    assert screen.step == ROWS
    screen.start.click()
    with qtbot.waitSignal(screen.session.imported, timeout=10_000):
        pass
    at_rest(qtbot, window)
    screen.start.click()
    assert names(window) == ["Rana Haddad"]


def test_new_rows_that_are_probably_there_are_shown_with_why(qtbot: QtBot, window: MainWindow, listed: Lister) -> None:
    text = "Company,Full name,Phone\nNorbrook Cold Storage Ltd,CARVALHO Inês,00351 555 010 442\nBergen AS,Jo Berg,\n"
    screen = drop(window, listed("again.csv", text))
    at_rest(qtbot, window)
    screen.go_to(ROWS)
    qtbot.waitUntil(screen.rows_step.alike.isVisible, timeout=10_000)
    QTest.mouseClick(screen.rows_step.alike, LEFT)
    assert screen.rows_step.list.rows.rowCount() == 1
    said = fate_of(screen, "CARVALHO Inês")
    assert "probably Ines Carvalho" in said
    assert "same phone" in said


def test_a_clipboard_without_a_table_says_what_to_copy(qtbot: QtBot, window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("one word")
    window.errands.paste_import()
    notice = window.announcements.area.bars()[-1].notice
    assert "Copy rows of a spreadsheet" in notice.message
    assert notice.gravity is Gravity.NOTHING_DONE, "no tick stands beside what was not done"
    assert window.current_screen() == "leads"


def test_what_was_chosen_is_remembered_for_the_next_file_with_these_headers(
    qtbot: QtBot, window: MainWindow, listed: Lister
) -> None:
    text = "Wer;Anschrift\nRana Haddad;rana@cedar.example\n"
    screen = drop(window, listed("one.csv", text))
    at_rest(qtbot, window)
    assert screen.step == COLUMNS, "a column is not known"
    choose(screen, "Wer", "full_name")
    at_rest(qtbot, window)
    screen.start.click()
    screen.start.click()
    with qtbot.waitSignal(screen.session.imported, timeout=10_000):
        pass
    again = drop(window, listed("two.csv", text.replace("Rana Haddad;rana@", "Jo Berg;jo@")))
    at_rest(qtbot, window)
    assert again.step == ROWS
    assert again.session.plan is not None
    assert again.session.plan.mapping.columns[0].target == "full_name"
    again.columns_step.again.click()
    at_rest(qtbot, window)
    assert again.session.plan.mapping.columns[0].target != "full_name", "proposed anew"


def choose(screen: ImportScreen, header: str, target: str) -> None:
    """Choose a field for a column, as a click on its list does."""
    row = next(one for one in screen.columns_step.columns.rows if one.column.header == header)
    row.choice.setCurrentIndex(row.choice.findData(target, int(Qt.ItemDataRole.UserRole)))
    row.choice.activated.emit(row.choice.currentIndex())


def test_a_wrong_delimiter_and_header_are_corrected_with_the_preview_following(
    qtbot: QtBot, window: MainWindow, listed: Lister
) -> None:
    screen = drop(window, listed("odd.csv", "Report of Monday\nCompany|E-mail\nCedar Labs|rana@cedar.example\n"))
    at_rest(qtbot, window)
    screen.steps.buttons[FILE].click()
    step = screen.file
    pick(step.delimiter, ",")
    at_rest(qtbot, window)
    assert step.model.columnCount() == 1
    pick(step.delimiter, "|")
    at_rest(qtbot, window)
    assert step.model.columnCount() == 2
    step.header.setValue(1)
    at_rest(qtbot, window)
    assert step.model.headerData(0, Qt.Orientation.Horizontal) == "Report of Monday"
    step.header.setValue(2)
    at_rest(qtbot, window)
    assert step.model.headerData(0, Qt.Orientation.Horizontal) == "Company"
    assert "Report of Monday" in step.above.words()


def pick(combo: QComboBox, value: str) -> None:
    """Choose a value of a list, as a click does."""
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def test_an_encoding_is_corrected(qtbot: QtBot, window: MainWindow, listed: Lister) -> None:
    path = listed("menu.csv", "")
    path.write_bytes("Company,Full name\nCafé Ñu,Íñigo Peña\n".encode("cp1252"))
    screen = drop(window, path)
    at_rest(qtbot, window)
    pick(screen.file.encoding, "cp1251")
    at_rest(qtbot, window)
    assert screen.file.model.index(0, 0).data() != "Café Ñu"
    pick(screen.file.encoding, "cp1252")
    at_rest(qtbot, window)
    assert screen.file.model.index(0, 0).data() == "Café Ñu"


def test_words_without_a_meaning_are_given_one(qtbot: QtBot, window: MainWindow, listed: Lister) -> None:
    text = "Company,Outcome\nCedar Labs,won\nFrostad,lost\nBergen,Kunde geworden\n"
    screen = drop(window, listed("ends.csv", text))
    at_rest(qtbot, window)
    row = next(one for one in screen.columns_step.columns.rows if one.column.header == "Outcome")
    if row.column.target is None:
        choose(screen, "Outcome", "outcome")
        at_rest(qtbot, window)
        row = next(one for one in screen.columns_step.columns.rows if one.column.header == "Outcome")
    assert screen.outcome.lines[Fate.REJECTED].count() == "1"
    field = row.questions[0].field
    assert isinstance(field, QComboBox)
    pick(field, "won")
    at_rest(qtbot, window)
    assert screen.outcome.lines[Fate.REJECTED].count() == "0"
    row = next(one for one in screen.columns_step.columns.rows if one.column.header == "Outcome")
    kept = row.questions[0].field
    assert isinstance(kept, QComboBox)
    assert kept.currentData() == "won", "the question stays with its answer"


def test_words_far_down_the_file_are_asked_too(qtbot: QtBot, window: MainWindow, listed: Lister) -> None:
    """The first rows are plain; a word that nobody knows stands in row 502."""
    rows = [f"Cedar {number},c{number}@cedar.example,won" for number in range(500)]
    text = "\n".join(["Company,E-mail,Outcome", *rows, "Bergen,b@bergen.example,Kunde geworden", ""])
    screen = drop(window, listed("long.csv", text))
    at_rest(qtbot, window)
    assert screen.step == COLUMNS, "the question is put, although the first rows needed nothing"
    row = next(one for one in screen.columns_step.columns.rows if one.column.header == "Outcome")
    (asked,) = row.questions
    assert asked.question.example == "Kunde geworden"
    assert isinstance(asked.field, QComboBox)
    pick(asked.field, "won")
    at_rest(qtbot, window)
    assert screen.outcome.lines[Fate.REJECTED].count() == "0"


def carried_out(qtbot: QtBot, window: MainWindow, screen: ImportScreen) -> Census:
    """Import what is shown; how many leads stand where then."""
    screen.go_to(ROWS)
    screen.start.click()
    with qtbot.waitSignal(screen.session.imported, timeout=10_000):
        pass
    at_rest(qtbot, window)
    assert window.workspace is not None
    assert window.workspace._keeper.resident is not None
    return census(window.workspace._keeper.resident)


def test_the_tiers_after_the_import_are_foretold_and_come_true(
    qtbot: QtBot, window: MainWindow, listed: Lister
) -> None:
    assert window.workspace is not None
    text = "\n".join(
        [
            "Company,Full name,E-mail,Employees,Industry,Country,Job title",
            "Kestrel,Ana Duarte,ana@kestrel.example,120,Cold storage,Portugal,COO",
            "Norbrook Cold Storage,Ines Carvalho,ines@norbrook.example,900,,,",
            "Bot,qwe rty,qwe@mailinator.com,,,,",
            "College,Tove Lind,tove@college.example,,,,Student",
            "",
        ]
    )
    screen = drop(window, listed("tiers.csv", text))
    at_rest(qtbot, window)
    qtbot.waitUntil(lambda: bool(screen.outcome.after.numbers), timeout=10_000)
    foretold = {key: said.split(" → ") for key, said in screen.outcome.after.numbers.items()}
    tiers = [value for key, value in foretold.items() if key not in ("to_verify", "disqualified")]
    assert sum(int(then) for _now, then in tiers) == sum(int(now) for now, _then in tiers) + 2
    after = carried_out(qtbot, window, screen)
    assert {key: int(foretold[key][1]) for key in after.tiers} == after.tiers
    assert int(foretold["to_verify"][1]) == after.to_verify
    assert int(foretold["disqualified"][1]) == after.disqualified == 1, "a student is told of, though in no tier"
    assert not screen.outcome.after.numbers


def test_whom_an_import_would_disqualify_is_foretold_too(qtbot: QtBot, window: MainWindow, listed: Lister) -> None:
    """A student among the new ones, and one of those who are there turns out to be one: nobody drops out of the sum."""
    assert window.workspace is not None
    rows = [
        "Company,Full name,E-mail,Job title",
        "Kestrel,Ana Duarte,ana@kestrel.example,COO",
        "Harbour College,Omar Said,omar@college.example,Student",
        "Roth Frischdienst,Stefan Roth,s@roth.example,Intern",
        "",
    ]
    screen = drop(window, listed("students.csv", "\n".join(rows)))
    at_rest(qtbot, window)
    after = screen.outcome.after
    qtbot.waitUntil(lambda: bool(after.numbers), timeout=10_000)
    assert after.numbers["disqualified"] == "0 → 2"
    assert "Disqualified" in [label.text() for label in after.findChildren(QLabel)]
    counts = [said.split(" → ") for key, said in after.numbers.items() if key != "to_verify"]
    assert [sum(map(int, column)) for column in zip(*counts, strict=True)] == [6, 8]
    assert carried_out(qtbot, window, screen).disqualified == 2


def test_clicks_without_a_person_say_so(qtbot: QtBot, window: MainWindow, listed: Lister) -> None:
    text = "id,created,url,browser,user_agent\n7,2026-11-01 10:00,https://x.example,Firefox,Mozilla\n"
    screen = drop(window, listed("clicks.csv", text))
    at_rest(qtbot, window)
    assert (screen.step, screen.session.plan and screen.session.plan.mapping.kind) == (COLUMNS, ImportKind.ACTIVITIES)
    assert "No column says whose these rows are" in screen.columns_step.refusal.reason()


def test_counters_of_an_export_are_dated_before_they_count(qtbot: QtBot, window: MainWindow, listed: Lister) -> None:
    screen = drop(window, listed("opens.csv", "Email,Opens,Clicks\nines@norbrook.example,3,2\n"))
    at_rest(qtbot, window)
    assert screen.session.plan is not None
    assert screen.session.plan.mapping.kind is ImportKind.ACTIVITIES
    assert screen.step == COLUMNS
    assert not screen.start.isEnabled()
    line = next(line for row in screen.columns_step.columns.rows for line in row.questions)
    line.buttons[0].click()
    at_rest(qtbot, window)
    assert screen.start.isEnabled()
    screen.start.click()
    assert screen.start.text() == "Import 1 row of activities"


def test_rejected_rows_are_saved_for_their_owner_only(
    qtbot: QtBot, window: MainWindow, listed: Lister, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = drop(window, listed("fair.csv", "Company,Job title,E-mail\nA Ltd,CEO,a@a.example\n,COO,\n"))
    at_rest(qtbot, window)
    assert screen.outcome.reasons_head.text() == "Why 1 row is rejected"
    path = window.surroundings.folder / "kept.csv"
    monkeypatch.setattr("leadqual_gui.ui.exchange.screen.choose_new_file", lambda *asked: asked[-1](path))
    with qtbot.waitSignal(screen.session.rejects_saved, timeout=10_000):
        QTest.mouseClick(screen.outcome.save, LEFT)
    at_rest(qtbot, window)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "names nobody" in path.read_text("utf-8")
    assert str(path) in screen.outcome.file.text()


def test_the_import_is_taken_back_from_its_result(qtbot: QtBot, window: MainWindow, listed: Lister) -> None:
    screen = drop(window, listed("hubspot.csv", HUBSPOT))
    at_rest(qtbot, window)
    screen.start.click()
    with qtbot.waitSignal(screen.session.imported, timeout=10_000):
        pass
    at_rest(qtbot, window)
    assert window.workspace is not None
    assert window.workspace.counts().all == 8
    screen.finish.undo.click()
    at_rest(qtbot, window)
    assert window.workspace.counts().all == 6
    assert screen.finish.title.text() == "Taken back"
    assert not screen.start.isEnabled()


def test_moves_that_rules_made_upon_an_import_go_back_with_it(
    qtbot: QtBot, opened: Opener, folder: Path, listed: Lister
) -> None:
    window = opened(folder)
    assert window._day is not None
    window._day._first.stop()
    text = "Company,Full name,E-mail,Stage\nNorbrook,Ines Carvalho,ines@norbrook.example,Engaged\n"
    screen = drop(window, listed("won.csv", text))
    at_rest(qtbot, window)
    screen.go_to(ROWS)
    screen.start.click()
    with qtbot.waitSignal(screen.session.imported, timeout=10_000):
        pass
    with qtbot.waitSignal(window._day.opened, timeout=10_000):
        window._day.look()
    at_rest(qtbot, window)
    assert window.workspace is not None
    assert window.workspace.store.obstacle(screen.session.operation) is not None, "a rule moved Ines on"
    QTest.mouseClick(screen.finish.undo, LEFT)
    at_rest(qtbot, window)
    assert screen.finish.title.text() == "Taken back"
    lead = window.workspace.store.lead(1)
    assert lead is not None
    assert (lead.company, lead.outcome) == ("Norbrook Cold Storage", None)


def test_a_later_step_upon_an_import_is_named(qtbot: QtBot, window: MainWindow, listed: Lister) -> None:
    assert window.workspace is not None
    screen = drop(window, listed("title.csv", "Company,E-mail,Job title\n,ines@norbrook.example,CEO\n"))
    at_rest(qtbot, window)
    screen.go_to(ROWS)
    screen.start.click()
    with qtbot.waitSignal(screen.session.imported, timeout=10_000):
        pass
    at_rest(qtbot, window)
    window.workspace.execute(EditLeads((1,), {"job_title": "Owner"}))
    QTest.mouseClick(screen.finish.undo, LEFT)
    assert "Job title of Ines Carvalho" in screen.trouble.reason()
    assert screen.finish.undo.isEnabled()


def test_a_file_that_is_no_table_says_what_to_do(qtbot: QtBot, window: MainWindow, listed: Lister) -> None:
    picture = listed("photo.csv", "")
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    screen = drop(window, picture)
    qtbot.waitUntil(screen.finish.isVisible)
    assert screen.finish.title.text() == "photo.csv: This is a picture, not a CSV file"
    assert screen.finish.about.text() == "Export the list as CSV instead"
    assert screen.start.text() == "Choose another file"
    at_rest(qtbot, window)


def test_a_header_without_rows_is_said(qtbot: QtBot, window: MainWindow, listed: Lister) -> None:
    screen = drop(window, listed("empty.csv", "Company,Full name,E-mail\n"))
    at_rest(qtbot, window)
    screen.go_to(ROWS)
    assert "no row below its headers" in screen.rows_step.nothing.text()
    assert not screen.start.isEnabled()


def test_an_import_that_is_stopped_leaves_nothing(
    qtbot: QtBot, window: MainWindow, listed: Lister, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"Company {number},Ann Berg,ann{number}@berg.example\n" for number in range(6000))
    screen = drop(window, listed("many.csv", "Company,Full name,E-mail\n" + rows))
    at_rest(qtbot, window)
    assert screen.step == ROWS
    keep_under_way(monkeypatch)
    press(Qt.Key.Key_Return)
    assert screen.is_running
    with qtbot.waitSignal(screen.session.cancelled, timeout=20_000):
        press(Qt.Key.Key_Escape)
    at_rest(qtbot, window)
    assert window.workspace is not None
    assert window.workspace.counts().all == 6
    assert screen.step == ROWS
    assert screen.start.isEnabled()
    assert "taken back wholly" in screen.trouble.reason()


def test_a_second_file_waits_while_one_is_being_written(qtbot: QtBot, window: MainWindow, listed: Lister) -> None:
    rows = "".join(f"Company {number},Ann Berg,ann{number}@berg.example\n" for number in range(3000))
    first = drop(window, listed("many.csv", "Company,Full name,E-mail\n" + rows))
    at_rest(qtbot, window)
    first.start.click()
    window.show_screen("leads")
    assert drop(window, listed("fair.csv", FAIR)) is first
    qtbot.waitUntil(lambda: not first.is_running, timeout=20_000)
    at_rest(qtbot, window)
    assert window.workspace is not None
    assert window.workspace.counts().all == 3006


def test_another_file_takes_the_place_of_one_that_was_only_looked_at(
    qtbot: QtBot, window: MainWindow, listed: Lister
) -> None:
    drop(window, listed("hubspot.csv", HUBSPOT))
    second = drop(window, listed("fair.csv", FAIR))
    at_rest(qtbot, window)
    assert window.stack.currentWidget() is second
    assert second.session.plan is not None
    assert second.session.plan.preview.name == "fair.csv"


def test_a_full_export_is_offered_whole(qtbot: QtBot, window: MainWindow, listed: Lister) -> None:
    assert window.workspace is not None
    path = listed("moving.jsonl", "")
    ids = [int(lead) for lead in window.leads.list.model.list.ids()]
    window.surroundings.export(window.workspace, ids, path, None)
    window.workspace.execute(DeleteLeads(tuple(ids[:2])))
    screen = drop(window, path)
    at_rest(qtbot, window)
    assert "moving.jsonl" in screen.finish.title.text()
    assert screen.start.text() == "Import all of it"
    press(Qt.Key.Key_Return)
    with qtbot.waitSignal(screen.session.imported, timeout=10_000):
        pass
    at_rest(qtbot, window)
    assert window.workspace.counts().all == 6
    assert screen.finish.title.text().startswith("2 new leads")


SPARE = """lead_id,lead_name,Pump,Valve,Depth,Regional office,Pipe,Colour
SB001,Ingrid Falk,Old,Ana,Low,North,Iron,red
SB002,Bo Hadley,New,Ana,High,South,Steel,blue
"""


def test_enter_goes_on_from_columns_that_ask_nothing(qtbot: QtBot, window: MainWindow, listed: Lister) -> None:
    screen = drop(window, listed("spare.csv", SPARE))
    window.activateWindow()
    at_rest(qtbot, window)
    assert screen.step == COLUMNS
    assert QApplication.focusWidget() is screen.start, "the filled button waited for what happens"
    press(Qt.Key.Key_Return)
    assert screen.step == ROWS


def test_names_have_the_room_where_no_row_says_why(qtbot: QtBot, window: MainWindow, listed: Lister) -> None:
    named = SPARE.replace("Ingrid Falk", "Wilhelmina van der Meer")
    screen = drop(window, listed("spare.csv", named))
    at_rest(qtbot, window)
    assert screen.step == COLUMNS
    lines = [line for line in screen.outcome.findChildren(RowLine) if line.isVisible()]
    shown = [line.name.text() for line in lines]
    assert shown == ["Wilhelmina van der Meer", "Bo Hadley"], "nothing is cut off beside an empty column"


STRANGE = """Gasto,Kapitel,Titel
229,A1,Gobierno
101,A2,Defensa
"""


def test_the_keyboard_is_at_the_first_column_while_nobody_says_whom_a_row_is_about(
    qtbot: QtBot, window: MainWindow, listed: Lister
) -> None:
    screen = drop(window, listed("strange.csv", STRANGE))
    window.activateWindow()
    at_rest(qtbot, window)
    screen.go_to(COLUMNS)
    at_rest(qtbot, window)
    assert not screen.start.isEnabled()
    assert "whom a row is about" in screen.columns_step.refusal.reason()
    assert QApplication.focusWidget() is screen.columns_step.columns.rows[0].choice
