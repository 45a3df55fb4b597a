"""A person asks to be forgotten, or to know what is held."""

import json
import stat
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from leadqual_gui.services.commands import AddLead
from leadqual_gui.services.operations import Outcome
from leadqual_gui.ui.data.screen import CleanUpScreen
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.privacy.acts import forget, hand_out
from leadqual_gui.ui.privacy.forget_sheet import ForgetSheet
from leadqual_gui.ui.widgets.themed import ElidedLabel
from tests.ui.conftest import choose, names
from tests.ui_data.conftest import lead_named

Key = Qt.Key


def menu_action(window: MainWindow, words: str):
    """An entry of the lead's menu."""
    return next(action for action in window.leads.lead_menu().actions() if action.text() == words)


def test_a_person_is_deleted_for_good_once_the_name_was_typed(qtbot: QtBot, window: MainWindow) -> None:
    stefan = choose(window, "Stefan Roth")
    menu_action(window, "Delete for good").trigger()
    sheet = window.findChild(ForgetSheet)
    said = " ".join(label.text() for label in sheet.findChildren(type(window.leads.panel.nothing)))
    assert "cannot be undone" in said
    assert "Backups made earlier keep this person" in said
    QTest.keyClicks(sheet.line, "Stefan")
    assert not sheet.take.isEnabled()
    QTest.keyClick(sheet.line, Key.Key_Return)
    assert window.workspace.store.lead(stefan) is not None
    QTest.keyClicks(sheet.line, " roth")
    assert sheet.take.isEnabled()
    QTest.keyClick(sheet.line, Key.Key_Return)
    qtbot.waitUntil(lambda: not window.runner.busy)
    qtbot.waitUntil(lambda: "Stefan Roth" not in names(window))
    assert window.workspace.store.lead(stefan) is None
    assert "Stefan" not in " ".join(step.label.code + str(step.label.params) for step in window.workspace.steps())
    stack, known = window.bridge.undo_stack, {step.operation for step in window.workspace.steps()}
    assert stack.count()
    assert {stack.command(at).operation for at in range(stack.count())} <= known


@pytest.mark.parametrize("too", [True, False])
def test_a_call_that_cannot_be_read_is_named_and_a_tick_decides(
    qtbot: QtBot, window: MainWindow, folder: Path, too: bool
) -> None:
    junk = folder / "calls" / "000009-aaaa.call"
    junk.parent.mkdir(exist_ok=True)
    junk.write_bytes(b"Stefan likes sailing" * 9)
    choose(window, "Stefan Roth")
    menu_action(window, "Delete for good").trigger()
    sheet = window.findChild(ForgetSheet)
    assert any(label.words().startswith(junk.name) for label in sheet.findChildren(ElidedLabel))
    if not too:
        QTest.keyClick(sheet.calls_too, Key.Key_Space)
    QTest.keyClicks(sheet.line, "Stefan Roth")
    QTest.keyClick(sheet.line, Key.Key_Return)
    qtbot.waitUntil(lambda: not window.runner.busy)
    qtbot.waitUntil(lambda: "Stefan Roth" not in names(window))
    assert junk.exists() is not too
    told = [bar.notice.message for bar in window.announcements.area.bars()]
    assert any("may hold notes about Stefan Roth still" in one for one in told) is not too


def test_half_a_note_about_somebody_forgotten_is_not_shown_with_the_next_lead(qtbot: QtBot, window: MainWindow) -> None:
    panel = window.leads.panel

    def new_lead(name: str) -> int:
        answer = window.bridge.execute(AddLead({"full_name": name}))
        assert isinstance(answer, Outcome)
        choose(window, name)
        qtbot.waitUntil(lambda: panel.details is not None and panel.details.lead.name == name)
        return answer.value.id

    nina = new_lead("Nina Kurz")
    QTest.keyClicks(panel.note, "Nina is moving to")
    forget(window, nina, "Nina Kurz", "Nina Kurz")
    qtbot.waitUntil(lambda: not window.runner.busy)
    qtbot.waitUntil(lambda: "Nina Kurz" not in names(window))
    assert new_lead("Olaf Lind") == nina
    assert panel.note.toPlainText() == ""


def test_escape_leaves_everything_as_it_is(window: MainWindow) -> None:
    stefan = choose(window, "Stefan Roth")
    menu_action(window, "Delete for good").trigger()
    sheet = window.findChild(ForgetSheet)
    QTest.keyClicks(sheet.line, "Stefan Roth")
    QTest.keyClick(sheet, Key.Key_Escape)
    assert window.workspace.store.lead(stefan) is not None


def test_all_that_is_held_goes_into_a_file_that_only_its_owner_reads(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    choose(window, "Ines Carvalho")
    menu_action(window, "Export all we hold about this person").trigger()
    dialog = window.findChild(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("Ines-Carvalho.json")
    target = tmp_path / "ines.json"
    dialog.fileSelected.emit(str(target))
    qtbot.waitUntil(target.exists)
    dialog.close()
    qtbot.waitUntil(lambda: not window.runner.busy)
    told = json.loads(target.read_text(encoding="utf-8"))
    assert told["lead"]["full_name"] == "Ines Carvalho"
    assert len(told["activities"]) == 3
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_deleted_leads_are_shown_until_they_are_deleted_for_good_and_the_log_names_nobody(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    choose(window, "Stefan Roth")
    window.leads.delete_chosen()
    ines = lead_named(window, "Ines Carvalho")
    hand_out(window, ines, tmp_path / "ines.json")
    qtbot.waitUntil(lambda: not window.runner.busy)
    window.errands.clean_up("privacy")
    screen = window.stack.currentWidget()
    assert isinstance(screen, CleanUpScreen)
    page = screen.privacy
    page.refresh()
    assert page.held.current_row().name == "Stefan Roth"
    QTest.keyClick(page.held, Key.Key_Delete)
    sheet = window.findChild(ForgetSheet)
    QTest.keyClicks(sheet.line, "Stefan Roth")
    QTest.keyClick(sheet.line, Key.Key_Return)
    qtbot.waitUntil(lambda: not window.runner.busy)
    qtbot.waitUntil(lambda: len(page.log.rows.source) == 2)
    assert len(page.held.rows.source) == 0
    said = [page.log.rows.source.spoken(page.log.rows.row_at(at)) for at in range(2)]
    assert "Deleted for good" in said[0]
    assert "Handed out" in said[1]
    assert not any("Stefan" in line or "Ines" in line for line in said)


def test_notes_of_calls_under_way_are_looked_for_too(window: MainWindow) -> None:
    assert window.workspace.privacy.calls is not None
