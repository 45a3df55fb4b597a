"""Another lead comes up while something is being written: what was written stays with whom it is about."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.leads.panel.details_tab import DetailsTab, NotesField
from leadqual_gui.ui.leads.panel.panel import LeadPanel
from leadqual_gui.ui.main_window import MainWindow
from tests.ui.conftest import choose

Key = Qt.Key
INES, STEFAN = "Ines Carvalho", "Stefan Roth"


def panel_of(window: MainWindow, name: str, qtbot: QtBot) -> LeadPanel:
    """The panel with a lead on it."""
    choose(window, name)
    panel = window.leads.panel
    qtbot.waitUntil(lambda: panel.details is not None and panel.details.lead.name == name)
    return panel


def lead_id(window: MainWindow, name: str) -> int:
    """A lead by its name."""
    return next(int(i) for i in window.leads.list.model.list.ids() if window.workspace.row(int(i)).name == name)


def come_up(window: MainWindow, name: str, qtbot: QtBot) -> None:
    """Another lead is shown without a hand that leaves the field first: a call has ended, a list was made anew."""
    panel = window.leads.panel
    window.leads.choose_quietly(lead_id(window, name))
    qtbot.waitUntil(lambda: panel.details is not None and panel.details.lead.name == name)


def test_half_a_note_waits_with_its_lead(window: MainWindow, qtbot: QtBot) -> None:
    panel = panel_of(window, INES, qtbot)
    QTest.keyClicks(panel.note, "Her board meets on")
    come_up(window, STEFAN, qtbot)
    assert panel.note.toPlainText() == ""
    QTest.keyClicks(panel.note, "Sent the price sheet")
    QTest.keyClick(panel.note, Key.Key_Return)
    ines, stefan = lead_id(window, INES), lead_id(window, STEFAN)
    assert [a.topic for a in window.workspace.store.activities(stefan)] == ["Sent the price sheet"]
    assert "Her board meets on" not in [a.topic for a in window.workspace.store.activities(ines)]
    come_up(window, INES, qtbot)
    assert panel.note.toPlainText() == "Her board meets on"


def test_half_a_note_outlives_another_version_of_the_rules(window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    panel = panel_of(window, INES, qtbot)
    panel.note.setFocus()
    QTest.keyClicks(panel.note, "Her board meets on")
    before = panel.note
    matrix = folder / "rules" / "matrix.yaml"
    matrix.write_text(matrix.read_text("utf-8").replace("name: ", "name: New ", 1), "utf-8")
    window.reload_rules()
    qtbot.waitUntil(lambda: panel.tabs != {} and panel.note is not before, timeout=10_000)
    assert panel.note.toPlainText() == "Her board meets on"
    assert panel.note.hasFocus()


@pytest.mark.parametrize("field", ["job_title", "notes"])
def test_a_field_that_was_being_typed_is_saved_on_its_own_lead(window: MainWindow, qtbot: QtBot, field: str) -> None:
    panel = panel_of(window, INES, qtbot)
    panel.choose_tab("details")
    tab = panel.tabs["details"]
    assert isinstance(tab, DetailsTab)
    line = tab.fields[field]
    assert isinstance(line, QLineEdit | NotesField)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "Head of everything")
    come_up(window, STEFAN, qtbot)
    ines, stefan = (window.workspace.store.lead(lead_id(window, name)) for name in (INES, STEFAN))
    assert getattr(ines, field) == "Head of everything"
    assert not getattr(stefan, field)
    line.clearFocus()
    assert not getattr(window.workspace.store.lead(stefan.id), field)


def test_a_form_that_asks_what_happened_does_not_ask_about_the_next_lead(window: MainWindow, qtbot: QtBot) -> None:
    panel = panel_of(window, INES, qtbot)
    panel.choose_tab("activity")
    form = panel.tabs["activity"].form
    form.begin()
    form.topic.setText("Fair in Lisbon")
    come_up(window, STEFAN, qtbot)
    assert not form.isVisible()
