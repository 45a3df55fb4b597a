"""What is typed in the window and not finished, and what stands there at the next start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.ui.interview.questionnaires import PasteAnswers, paste_answers
from leadqual_gui.ui.leads.new_lead import NewLead
from leadqual_gui.ui.leads.panel.adjust_sheet import AdjustSheet
from leadqual_gui.ui.leads.panel.panel import LeadPanel
from leadqual_gui.ui.leads.panel.people_tab import PersonForm
from leadqual_gui.ui.leads.panel.promise_sheet import PromiseSheet
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.matrix.builder.sheet import ConditionSheet
from leadqual_gui.ui.matrix.effect.scenario_sheet import ScenarioSheet
from leadqual_gui.ui.matrix.screen import MatrixScreen
from leadqual_gui.ui.popover import Ask
from tests.ui.conftest import choose

HALF = "Her daughter marries in Zanzi"
INES = "Ines Carvalho"
Sheet = TypeVar("Sheet", AdjustSheet, PromiseSheet)


def panel_with(window: MainWindow, name: str) -> LeadPanel:
    """The panel, with this lead in it."""
    window.show_screen("leads")
    choose(window, name)
    panel = window.leads.panel
    panel._load()
    return panel


def note(window: MainWindow) -> None:
    """Half a note about Ines."""
    QTest.keyClicks(panel_with(window, INES).note, HALF)


def noted(window: MainWindow) -> str:
    """What stands in the box under Ines."""
    return panel_with(window, INES).note.toPlainText()


def filled_in(window: MainWindow) -> None:
    """Half of a form for a new lead."""
    window.actions_.get("new_lead").trigger()
    form = new_lead(window)
    QTest.keyClicks(form.lines["full_name"], "Zwetlana Quirrenbach")
    QTest.keyClicks(form.lines["company"], HALF)


def new_lead(window: MainWindow) -> NewLead:
    """The form that is open."""
    return next(form for form in window.findChildren(NewLead) if form.isVisible())


def form_again(window: MainWindow) -> str:
    """What stands in the form when it is opened again."""
    window.actions_.get("new_lead").trigger()
    form = new_lead(window)
    assert form.lines["full_name"].text() == "Zwetlana Quirrenbach"
    found = form.lines["company"].text()
    form.close()
    return found


def described(window: MainWindow) -> None:
    """Half of what is to be known about Ines, in the field for that."""
    panel = panel_with(window, INES)
    panel.choose_tab("details")
    field = panel.tabs["details"].fields["notes"]
    field.setFocus()
    QTest.keyClicks(field, HALF)


def described_again(window: MainWindow) -> str:
    """What stands in that field."""
    panel = panel_with(window, INES)
    panel.choose_tab("details")
    return panel.tabs["details"].fields["notes"].toPlainText()


def given(window: MainWindow) -> None:
    """Half of why Ines gets points by hand."""
    panel = panel_with(window, INES)
    panel.ask_adjustment()
    QTest.keyClicks(sheet_of(panel, AdjustSheet).reason, HALF)


def given_again(window: MainWindow) -> str:
    """What stands there as the reason."""
    panel = panel_with(window, INES)
    panel.ask_adjustment()
    sheet = sheet_of(panel, AdjustSheet)
    found = sheet.reason.text()
    sheet.close()
    return found


def pasting(window: MainWindow) -> PasteAnswers:
    """The window for answers that Ines sent back."""
    asked = paste_answers(window, choose(window, INES))
    assert asked is not None
    return asked


def pasted(window: MainWindow) -> None:
    """Half of what Ines sent back."""
    QTest.keyClicks(pasting(window).text, HALF)


def pasted_again(window: MainWindow) -> str:
    """What stands in that window."""
    asked = pasting(window)
    found = asked.text.toPlainText()
    asked.close()
    return found


def ending(window: MainWindow) -> Ask:
    """Why Ines is not interested, asked at the end of a call with her."""
    call = window.errands.calls.open(choose(window, INES))
    assert call is not None
    QTest.keyClick(call.notes.edit, Qt.Key.Key_F6)
    return visible(Ask)[0]


def ended(window: MainWindow) -> None:
    """All of a reason, taken with Enter, in a call that goes on."""
    ask = ending(window)
    QTest.keyClicks(ask.line, HALF)
    QTest.keyClick(ask.line, Qt.Key.Key_Return)


def ended_again(window: MainWindow) -> str:
    """What stands there as the reason."""
    ask = ending(window)
    found = ask.line.text()
    ask.close()
    return found


def taking_part(window: MainWindow) -> PersonForm:
    """The form for somebody new, in a call with Ines."""
    call = window.errands.calls.open(choose(window, INES))
    assert call is not None
    QTest.keyClick(call.notes.edit, Qt.Key.Key_F4)
    if not call.page.form.isVisible():
        QTest.keyClick(call.notes.edit, Qt.Key.Key_F4)
    return call.page.form


def took_part(window: MainWindow) -> None:
    """Half of what somebody cares about."""
    QTest.keyClicks(taking_part(window).cares, HALF)


def took_part_again(window: MainWindow) -> str:
    """What stands there."""
    return taking_part(window).cares.text()


def example(screen: MatrixScreen, index: int = -1) -> ScenarioSheet:
    """The sheet of an example of the matrix; -1 for a new one."""
    for open_still in visible(ScenarioSheet):
        open_still.close()
    screen.panel.edit_scenario(index)
    return visible(ScenarioSheet)[0]


def editor(window: MainWindow) -> MatrixScreen:
    """The Matrix screen, once it can be edited."""
    window.show_screen("matrix")
    screen = window.stack.currentWidget()
    assert isinstance(screen, MatrixScreen)
    for _moment in range(500):
        if screen.session.ready:
            break
        QTest.qWait(20)
    return screen


def exemplified(window: MainWindow) -> None:
    """Half of an example for the matrix."""
    sheet = example(editor(window))
    QTest.keyClicks(sheet.name, "Bakery")
    sheet.facts.more.click()
    QTest.keyClicks(sheet.facts.rows[0].text, HALF)


def exemplified_again(window: MainWindow) -> str:
    """What stands there as the value of a fact."""
    sheet = example(editor(window))
    found = [text for _fact, text in sheet.facts.pairs()]
    assert sheet.name.text() == "Bakery"
    sheet.close()
    return found[0]


def condition(screen: MatrixScreen, criterion: str = "company_size") -> ConditionSheet:
    """The sheet of a criterion's condition."""
    for open_still in visible(ConditionSheet):
        open_still.close()
    screen.sheets.edit_condition(criterion, -1)
    return visible(ConditionSheet)[0]


def write_over(line: QLineEdit, text: str) -> None:
    """Write this in place of what stands there."""
    line.selectAll()
    QTest.keyClicks(line, text)


def built(screen: MatrixScreen) -> None:
    """A condition that is not right yet."""
    sheet = condition(screen)
    write_over(sheet.tree.rows[0].value, "50; Zanzi")
    sheet.close()


def built_for_long(window: MainWindow) -> None:
    """A level of the number of employees by another name, its condition not right yet."""
    sheet = condition(editor(window))
    write_over(sheet.label, HALF)
    write_over(sheet.tree.rows[0].value, "50; Zanzi")


def built_again(window: MainWindow) -> str:
    """What that level is called."""
    sheet = condition(editor(window))
    assert sheet.tree.rows[0].value.text() == "50; Zanzi"
    found = sheet.label.text()
    sheet.close()
    return found


def sheet_of(panel: LeadPanel, kind: type[Sheet]) -> Sheet:
    """The sheet that is open beside a lead."""
    return next(sheet for sheet in panel.findChildren(kind) if sheet.isVisible())


def full_disk(*_what: object) -> object:
    """Stands where something would be written."""
    raise LeadQualError("the disk is full")


def kept(window: MainWindow) -> list[str]:
    """Everything on disk that is not finished."""
    window.bridge.typed.save()
    with window.workspace.store._connections.reading() as connection:
        rows = connection.execute("SELECT key FROM setting WHERE key GLOB 'typed.*' ORDER BY key").fetchall()
    return [key for (key,) in rows]


def visible(kind: type) -> list:
    """The windows of this kind that are there."""
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible()]


TYPES: Mapping[str, Callable[[MainWindow], None]] = {
    "note": note,
    "new lead": filled_in,
    "notes": described,
    "points": given,
    "pasted": pasted,
    "end of a call": ended,
    "person in a call": took_part,
    "scenario": exemplified,
    "condition": built_for_long,
}
READS: Mapping[str, Callable[[MainWindow], str]] = {
    "note": noted,
    "new lead": form_again,
    "notes": described_again,
    "points": given_again,
    "pasted": pasted_again,
    "end of a call": ended_again,
    "person in a call": took_part_again,
    "scenario": exemplified_again,
    "condition": built_again,
}
