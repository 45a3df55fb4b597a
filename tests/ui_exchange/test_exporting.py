"""Leads are exported by mouse and by keyboard: chosen columns, other systems' columns, cards, calendars, everything."""

import csv
import json
import stat
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leadqual_gui.services.commands import EditLeads
from leadqual_gui.ui.exchange.export import with_ending
from leadqual_gui.ui.exchange.export_choice import ExportChoice, Form, Scope, all_columns, as_text, recalled
from leadqual_gui.ui.exchange.export_dialog import ExportDialog, ask_for_export
from leadqual_gui.ui.main_window import MainWindow
from tests.ui.conftest import choose

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder; whoever asks where to write is told a place in it, under the name that was proposed."""
    monkeypatch.setattr(
        "leadqual_gui.ui.exchange.export_dialog.choose_new_file",
        lambda _parent, _title, name, _filters, chosen: chosen(tmp_path / name),
    )
    return tmp_path


def dialog_of(window: MainWindow) -> ExportDialog:
    """The export of all leads of the list, asked for by its key."""
    window.actions_.get("export").trigger()
    dialog = window.findChild(ExportDialog)
    assert dialog is not None
    return dialog


def written(qtbot: QtBot, dialog: ExportDialog) -> Path:
    """Press the one filled button and wait for the file."""
    QTest.mouseClick(dialog.save, LEFT)
    qtbot.waitUntil(lambda: dialog.written is not None, timeout=10_000)
    path = dialog.written
    assert path is not None
    dialog.close()
    return path


def test_chosen_columns_are_written_in_their_order_for_their_owner_only(
    qtbot: QtBot, window: MainWindow, place: Path
) -> None:
    dialog = dialog_of(window)
    QTest.mouseClick(dialog.columns.none, LEFT)
    assert not dialog.save.isEnabled(), "an export without columns is none"
    for key in ("email", "company"):
        dialog.columns.list.item(dialog.columns.list.keys().index(key)).setCheckState(Qt.CheckState.Checked)
    dialog.columns.list.setCurrentRow(dialog.columns.list.keys().index("email"))
    dialog.columns.list.setFocus()
    while dialog.columns.list.currentRow():
        QTest.keyClick(dialog.columns.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    path = written(qtbot, dialog)
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["email", "company"]
    assert len(rows) == 7
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_dialog_is_worked_by_keyboard_alone(qtbot: QtBot, window: MainWindow, place: Path) -> None:
    dialog = dialog_of(window)
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.forms[Form.CSV])
    QTest.keyClick(dialog.forms[Form.CSV], Qt.Key.Key_Down)
    assert dialog.forms[Form.XLSX].isChecked()
    QTest.keyClick(dialog.forms[Form.XLSX], Qt.Key.Key_Space)
    assert dialog.choice.form is Form.XLSX
    QTest.keyClick(dialog.forms[Form.XLSX], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.written is not None, timeout=10_000)
    assert (place / "leads.xlsx").is_file()
    assert "leads.xlsx" in dialog.told.text()
    QTest.keyClick(dialog.save, Qt.Key.Key_Return)
    assert not dialog.isVisible()


def test_another_system_gets_its_own_columns(qtbot: QtBot, window: MainWindow, place: Path) -> None:
    dialog = dialog_of(window)
    dialog.columns.template.setCurrentIndex(dialog.columns.template.findData("salesforce"))
    dialog.columns.template.activated.emit(dialog.columns.template.currentIndex())
    assert not dialog.columns.list.isEnabled()
    path = written(qtbot, dialog)
    assert path.name == "leads-salesforce.csv"
    header = path.read_text("utf-8").splitlines()[0].split(",")
    assert header[:3] == ["First Name", "Last Name", "Company"]


def test_texts_that_look_like_formulas_are_told_and_neutralised(qtbot: QtBot, window: MainWindow, place: Path) -> None:
    assert window.workspace is not None
    lead = choose(window, "Ines Carvalho")
    window.workspace.execute(EditLeads((lead,), {"job_title": "=1+1"}))
    dialog = dialog_of(window)
    assert "formula" in dialog.told.text()
    assert "'=1+1" in written(qtbot, dialog).read_text("utf-8")
    cards = dialog_of(window)
    cards.forms[Form.VCARD].click()
    assert "formula" not in cards.told.text()
    cards.close()


def test_only_the_chosen_lead_is_written_if_it_was_asked_for(qtbot: QtBot, window: MainWindow, place: Path) -> None:
    lead = choose(window, "Stefan Roth")
    dialog = ask_for_export(window, (lead,))
    assert dialog.choice.scope is Scope.CHOSEN
    dialog.forms[Form.JSON].click()
    found = json.loads(written(qtbot, dialog).read_text("utf-8"))
    assert [one["full_name"] for one in found] == ["Stefan Roth"]


def test_everything_is_written_for_moving(qtbot: QtBot, window: MainWindow, place: Path) -> None:
    dialog = dialog_of(window)
    dialog.forms[Form.EVERYTHING].click()
    path = written(qtbot, dialog)
    assert path.suffix == ".jsonl"
    assert "Rana Haddad" in path.read_text("utf-8"), "people hang on leads"


def test_a_folder_that_cannot_be_written_to_is_named(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "leadqual_gui.ui.exchange.export_dialog.choose_new_file",
        lambda *asked: asked[-1](Path("/nowhere/at/all/leads.csv")),
    )
    dialog = dialog_of(window)
    QTest.mouseClick(dialog.save, LEFT)
    qtbot.waitUntil(dialog.refusal.isVisible, timeout=10_000)
    assert "leads.csv" in dialog.refusal.accessibleName()
    assert "Choose another folder" in dialog.refusal.reason()
    assert dialog.save.isEnabled()
    dialog.close()
    qtbot.waitUntil(lambda: not window.runner.busy)


def test_a_calendar_of_nothing_says_so(qtbot: QtBot, window: MainWindow, place: Path) -> None:
    dialog = dialog_of(window)
    dialog.forms[Form.CALENDAR].click()
    QTest.mouseClick(dialog.save, LEFT)
    qtbot.waitUntil(dialog.refusal.isVisible, timeout=10_000)
    assert "Nothing is promised" in dialog.refusal.reason()
    dialog.close()


def test_columns_are_chosen_as_last_time() -> None:
    columns = all_columns(())
    choice = ExportChoice(columns=columns).all_ticked(False).ticked("email", True)
    again = recalled(as_text(choice.in_order(["email", *(k for k, _ in columns if k != "email")]).columns), columns)
    assert again[0] == ("email", True)
    assert sum(on for _key, on in again) == 1
    assert {key for key, _on in again} == {key for key, _on in columns}


def test_columns_that_are_new_since_last_time_stand_at_the_end() -> None:
    columns = all_columns(())
    assert recalled("-email company gone", columns)[:2] == (("email", False), ("company", True))
    assert len(recalled("-email company gone", columns)) == len(columns)


def test_a_column_that_is_dragged_is_written_where_it_was_dropped(window: MainWindow, place: Path) -> None:
    dialog = dialog_of(window)
    keys = dialog.columns.list.keys()
    dialog.columns.list.model().moveRow(QModelIndex(), 4, QModelIndex(), 0)  # what Qt does where a dragged row falls
    assert dialog.choice.columns[0][0] == keys[4]
    dialog.close()


def test_a_name_without_the_ending_of_its_form_gets_it() -> None:
    assert with_ending(Path("list.txt"), Form.CSV) == Path("list.txt.csv")
    assert with_ending(Path("list.CSV"), Form.CSV) == Path("list.CSV")
