"""Forms and reasons that are begun: kept when something comes in between, gone when taken or given up with Esc."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.domain.verdicts import Judgement
from leadqual_gui.services.commands import AddLead, AddNote, EditLeads, PutStakeholder
from leadqual_gui.ui.leads.panel.adjust_sheet import AdjustSheet
from leadqual_gui.ui.leads.panel.asking import ask_verdict
from leadqual_gui.ui.leads.panel.panel import LeadPanel
from leadqual_gui.ui.leads.panel.promise_sheet import PromiseSheet
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.pipeline.exit_sheet import ExitSheet
from leadqual_gui.ui.popover import Ask
from leadqual_gui.ui.privacy.acts import forget
from tests.typed.typing_in import (
    HALF,
    INES,
    described_again,
    filled_in,
    form_again,
    full_disk,
    kept,
    new_lead,
    panel_with,
    sheet_of,
    visible,
)
from tests.ui.conftest import choose, names
from tests.ui_pipeline.test_from_the_list import pick, popup

Key = Qt.Key


def test_a_click_elsewhere_takes_no_form_along(window: MainWindow) -> None:
    filled_in(window)
    new_lead(window).close()  # as Qt does when somebody clicks elsewhere
    assert kept(window) == ["typed.new lead.0"]
    assert form_again(window) == HALF


def test_a_form_that_is_given_up_or_filed_is_empty_the_next_time(window: MainWindow) -> None:
    filled_in(window)
    QTest.keyClick(new_lead(window).lines["company"], Key.Key_Escape)
    assert kept(window) == []
    filled_in(window)
    assert new_lead(window).lines["company"].text() == HALF
    QTest.keyClick(new_lead(window).lines["company"], Key.Key_Return)
    assert kept(window) == []
    window.actions_.get("new_lead").trigger()
    assert [line.text() for line in new_lead(window).lines.values() if line.text()] == []
    new_lead(window).close()


def test_a_form_that_a_full_disk_refuses_stays_and_is_kept(window: MainWindow, monkeypatch) -> None:
    filled_in(window)

    monkeypatch.setattr(window.workspace, "execute", full_disk)
    QTest.keyClick(new_lead(window).lines["company"], Key.Key_Return)
    assert kept(window) == ["typed.new lead.0"]
    new_lead(window).close()


def test_points_by_hand_are_asked_for_with_the_reason_that_was_begun(window: MainWindow) -> None:
    panel, ines = panel_with(window, INES), choose(window, INES)
    panel.ask_adjustment()
    QTest.keyClicks(sheet_of(panel, AdjustSheet).reason, HALF)
    sheet_of(panel, AdjustSheet).close()
    assert kept(window) == [f"typed.points.{ines}"]
    panel.ask_adjustment()
    assert sheet_of(panel, AdjustSheet).reason.text() == HALF
    QTest.keyClick(sheet_of(panel, AdjustSheet), Key.Key_Return)
    assert [one.reason for one in window.workspace.store.adjustments(ines)] == [HALF]
    assert kept(window) == []


def test_a_promise_goes_on_where_it_was_left(window: MainWindow) -> None:
    panel, ines = panel_with(window, INES), choose(window, INES)
    panel.ask_promise()
    QTest.keyClicks(sheet_of(panel, PromiseSheet).about, HALF)
    sheet_of(panel, PromiseSheet).close()
    panel.ask_promise()
    assert sheet_of(panel, PromiseSheet).about.text() == HALF
    QTest.keyClick(sheet_of(panel, PromiseSheet).about, Key.Key_Return)
    (promise,) = window.workspace.store.follow_ups(ines)
    assert promise.note == HALF
    assert kept(window) == []
    panel.ask_promise(promise)
    QTest.keyClicks(sheet_of(panel, PromiseSheet).about, "bar")
    assert kept(window) == [f"typed.promise {promise.id}.{ines}"]
    QTest.keyClick(sheet_of(panel, PromiseSheet).about, Key.Key_Escape)
    assert kept(window) == []


def test_why_a_score_is_wrong_is_asked_with_what_was_begun(window: MainWindow) -> None:
    panel, ines = panel_with(window, INES), choose(window, INES)

    def ask() -> Ask:
        return ask_verdict(window.theme, window.bridge, panel, ines, Judgement.TOO_LOW)

    QTest.keyClicks(ask().line, HALF)
    visible(Ask)[0].close()
    other = ask_verdict(window.theme, window.bridge, panel, ines, Judgement.TOO_HIGH)
    assert other.line.text() == ""
    other.close()
    again = ask()
    assert again.line.text() == HALF
    QTest.keyClick(again, Key.Key_Return)
    assert [verdict.reason for verdict in window.workspace.store.verdicts(ines)] == [HALF]
    assert kept(window) == []
    given_up = ask()
    QTest.keyClicks(given_up.line, HALF)
    QTest.keyClick(given_up.line, Key.Key_Escape)
    assert kept(window) == []


def test_reasons_for_moves_go_on_where_they_were_left(qtbot: QtBot, window: MainWindow) -> None:
    panel_with(window, INES)
    ines = choose(window, INES)
    window.leads.move_chosen("disqualified")
    QTest.keyClicks(visible(ExitSheet)[0].line, HALF)
    visible(ExitSheet)[0].close()
    assert kept(window) == [f"typed.way out disqualified.{ines}"]
    window.leads.move_chosen("disqualified")
    (sheet,) = visible(ExitSheet)
    assert sheet.line.text() == HALF
    QTest.keyClick(sheet.line, Key.Key_Return)
    assert window.workspace.store.lead(ines).lost_reason == HALF
    assert kept(window) == []


def test_why_past_a_gate_goes_on_where_it_was_left(qtbot: QtBot, window: MainWindow) -> None:
    panel_with(window, INES)
    ines = choose(window, INES)

    def ask() -> Ask:
        window.leads.move_chosen("opportunity")
        pick(popup(QMenu), "anyway")
        qtbot.waitUntil(lambda: bool(visible(Ask)))
        return visible(Ask)[0]

    asked = ask()
    QTest.keyClicks(asked.line, HALF)
    asked.close()
    assert kept(window) == [f"typed.past the gate opportunity.{ines}"]
    again = ask()
    assert again.line.text() == HALF
    QTest.keyClick(again.line, Key.Key_Return)
    assert window.workspace.store.lead(ines).stage == "opportunity"
    assert kept(window) == []


def test_the_notes_field_keeps_what_is_typed_until_it_is_saved(qtbot: QtBot, window: MainWindow) -> None:
    panel, ines = panel_with(window, INES), choose(window, INES)
    panel.choose_tab("details")
    field = panel.tabs["details"].fields["notes"]
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClicks(field, HALF)
    assert kept(window) == [f"typed.notes.{ines}"]
    window.bridge.execute(AddNote(ines, "A colleague called"))
    panel._load()
    assert field.toPlainText() == HALF
    panel.note.setFocus()
    assert window.workspace.store.lead(ines).notes == HALF
    assert kept(window) == []
    field.setFocus()
    QTest.keyClicks(field, "bar")
    QTest.keyClick(field, Key.Key_Escape)
    assert field.toPlainText() == HALF
    assert kept(window) == []


def test_a_space_behind_the_notes_brings_no_old_notes_back(qtbot: QtBot, window: MainWindow) -> None:
    panel, ines = panel_with(window, INES), choose(window, INES)
    window.bridge.execute(EditLeads((ines,), {"notes": "Likes rye"}))
    panel._load()
    panel.choose_tab("details")
    field = panel.tabs["details"].fields["notes"]
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    field.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(field, " ")
    assert field.toPlainText() == "Likes rye "
    panel.note.setFocus()
    assert kept(window) == []
    window.bridge.execute(EditLeads((ines,), {"notes": "From a file"}))
    assert described_again(window) == "From a file"
    field.setFocus()
    panel.note.setFocus()
    assert window.workspace.store.lead(ines).notes == "From a file"


def test_notes_that_were_changed_elsewhere_are_no_typing(window: MainWindow) -> None:
    panel, ines = panel_with(window, INES), choose(window, INES)
    panel.choose_tab("details")
    window.bridge.execute(EditLeads((ines,), {"notes": "From a file"}))
    assert described_again(window) == "From a file"
    assert kept(window) == []


def test_what_happened_is_told_again_where_it_was_left(window: MainWindow) -> None:
    panel, ines = panel_with(window, INES), choose(window, INES)
    panel.choose_tab("activity")
    form = panel.tabs["activity"].form
    panel.tabs["activity"]._on_add_clicked()
    QTest.keyClicks(form.topic, HALF)
    panel_with(window, "Stefan Roth")
    assert not form.isVisible()
    panel.tabs["activity"]._on_add_clicked()
    assert form.topic.text() == ""
    panel_with(window, INES)
    panel.tabs["activity"]._on_add_clicked()
    assert form.topic.text() == HALF
    form.day.setText("2026-10-01")
    QTest.keyClick(form.topic, Key.Key_Return)
    assert HALF in [activity.topic for activity in window.workspace.store.activities(ines)]
    assert kept(window) == []


def test_what_happened_stays_in_the_form_when_the_disk_is_full(window: MainWindow, monkeypatch) -> None:
    panel = panel_with(window, INES)
    panel.choose_tab("activity")
    form = panel.tabs["activity"].form
    panel.tabs["activity"]._on_add_clicked()
    QTest.keyClicks(form.topic, HALF)

    monkeypatch.setattr(window.workspace, "execute", full_disk)
    QTest.keyClick(form.topic, Key.Key_Return)
    assert form.isVisible()
    assert form.topic.text() == HALF
    assert "Not kept" in form.refusal.text()


def test_a_person_that_was_begun_is_there_again_and_stays_when_the_disk_is_full(
    window: MainWindow, monkeypatch
) -> None:
    panel, ines = panel_with(window, INES), choose(window, INES)
    panel.choose_tab("people")
    people = panel.tabs["people"]
    people.add.click()
    QTest.keyClicks(people.form.name, "Omar Said")
    QTest.keyClicks(people.form.cares, HALF)
    panel_with(window, "Stefan Roth")
    people.add.click()
    assert people.form.name.text() == ""
    panel_with(window, INES)
    people.add.click()
    assert (people.form.name.text(), people.form.cares.text()) == ("Omar Said", HALF)

    with monkeypatch.context() as disk:
        disk.setattr(window.workspace, "execute", full_disk)
        QTest.keyClick(people.form.name, Key.Key_Return)
    assert people.form.isVisible()
    assert kept(window) == [f"typed.person 0.{ines}"]
    QTest.keyClick(people.form.name, Key.Key_Return)
    assert "Omar Said" in [person.name for person in window.workspace.store.stakeholders(ines)]
    assert kept(window) == []
    assert not people.form.isVisible()


def nina_in_the_panel(qtbot: QtBot, window: MainWindow) -> tuple[int, LeadPanel]:
    """A lead who is new, and chosen."""
    nina = window.bridge.execute(AddLead({"full_name": "Nina Kurz"})).value.id
    qtbot.waitUntil(lambda: "Nina Kurz" in names(window))
    panel = panel_with(window, "Nina Kurz")
    return nina, panel


def test_the_next_lead_of_that_number_is_not_shown_what_was_typed_about_the_one_before(
    qtbot: QtBot, window: MainWindow
) -> None:
    nina, panel = nina_in_the_panel(qtbot, window)
    task = forget(window, nina, "Nina Kurz", "Nina Kurz")
    task.finished.disconnect()  # the window hears of it after the next key
    with qtbot.waitSignal(task.ended, timeout=20_000):
        pass
    QTest.keyClicks(panel.note, HALF)
    for one in window.findChildren(LeadPanel):
        one.forget(nina)
    olaf = window.bridge.execute(AddLead({"full_name": "Olaf Lind"})).value.id
    assert olaf == nina
    assert kept(window) == []


def test_a_form_about_somebody_deleted_for_good_is_not_shown_to_the_next_of_that_number(
    qtbot: QtBot, window: MainWindow
) -> None:
    nina, panel = nina_in_the_panel(qtbot, window)
    panel.choose_tab("activity")
    panel.tabs["activity"]._on_add_clicked()
    QTest.keyClicks(panel.tabs["activity"].form.topic, HALF)
    panel.choose_tab("people")
    panel.tabs["people"].add.click()
    QTest.keyClicks(panel.tabs["people"].form.name, HALF)
    panel.choose_tab("score")
    panel_with(window, INES)
    with qtbot.waitSignal(forget(window, nina, "Nina Kurz", "Nina Kurz").ended, timeout=20_000):
        pass
    assert window.bridge.execute(AddLead({"full_name": "Olaf Lind"})).value.id == nina
    qtbot.waitUntil(lambda: "Olaf Lind" in names(window))
    for tab in ("activity", "people"):
        panel = panel_with(window, "Olaf Lind")
        panel.choose_tab(tab)
        assert not panel.tabs[tab].form.isVisible()


def test_of_a_person_only_what_was_typed_is_kept(window: MainWindow) -> None:
    panel, ines = panel_with(window, INES), choose(window, INES)
    window.bridge.execute(PutStakeholder(Stakeholder(0, ines, "Omar Said", "user", job_title="Buyer")))
    panel.choose_tab("people")
    form, store = panel.tabs["people"].form, window.workspace.store
    omar = next(person for person in store.stakeholders(ines) if person.name == "Omar Said")
    form.begin(omar)
    QTest.keyClicks(form.cares, HALF)
    form.name.clear()
    window.bridge.execute(PutStakeholder(replace(omar, job_title="Head of buying")))
    form.begin(store.stakeholder(omar.id))
    assert (form.name.text(), form.job_title.text(), form.cares.text()) == ("", "Head of buying", HALF)
    form.cares.clear()
    form.name.setText("Omar Said")
    assert kept(window) == []


def test_lines_that_are_pasted_into_a_form_stay_in_their_line(window: MainWindow) -> None:
    filled_in(window)
    new_lead(window).lines["company"].setText("Acme\nfull_name: Nobody")
    new_lead(window).close()
    window.actions_.get("new_lead").trigger()
    again = new_lead(window).lines
    assert (again["company"].text(), again["full_name"].text()) == ("Acme full_name: Nobody", "Zwetlana Quirrenbach")
    new_lead(window).close()


def test_reasons_for_moves_outlive_a_full_disk(qtbot: QtBot, window: MainWindow, monkeypatch) -> None:
    panel_with(window, INES)
    ines, told = choose(window, INES), list[object]()
    window.bridge.failed.connect(told.append)

    window.leads.move_chosen("disqualified")
    QTest.keyClicks(visible(ExitSheet)[0].line, HALF)
    with monkeypatch.context() as disk:
        disk.setattr(window.workspace, "execute", full_disk)
        QTest.keyClick(visible(ExitSheet)[0].line, Key.Key_Return)
    assert len(told) == 1
    window.leads.move_chosen("disqualified")
    assert visible(ExitSheet)[0].line.text() == HALF
    visible(ExitSheet)[0].close()
    window.leads.move_chosen("opportunity")
    pick(popup(QMenu), "anyway")
    qtbot.waitUntil(lambda: bool(visible(Ask)))
    asked = visible(Ask)[0]
    QTest.keyClicks(asked.line, HALF)
    with monkeypatch.context() as disk:
        disk.setattr(window.workspace, "execute", full_disk)
        QTest.keyClick(asked.line, Key.Key_Return)
    assert asked.isVisible()
    assert "Not kept" in asked.refusal.text()
    QTest.keyClick(asked.line, Key.Key_Return)
    assert window.workspace.store.lead(ines).stage == "opportunity"
    assert kept(window) == [f"typed.way out disqualified.{ines}"]
