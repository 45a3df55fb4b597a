"""Somebody of the buying group who is begun inside a call: there again in that lead's calls and panel, nowhere else."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from leadqual_gui.services.calling.call import Call
from leadqual_gui.services.commands import AddLead
from leadqual_gui.services.plans import refusal
from leadqual_gui.ui.interview.window import CallWindow
from leadqual_gui.ui.leads.panel.people_tab import PersonForm
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.privacy.acts import forget
from tests.typed.typing_in import HALF, INES, kept, panel_with
from tests.ui.conftest import names
from tests.ui_call.conftest import begin_call, press

Key = Qt.Key
RUI = "Rui Prata"


def begun(qtbot: QtBot, window: MainWindow) -> CallWindow:
    """A call with Ines, in which somebody is begun."""
    call = begin_call(qtbot, window)
    press(call, Key.Key_F4)
    press(call, Key.Key_F4)
    QTest.keyClicks(call.page.form.name, RUI)
    QTest.keyClicks(call.page.form.cares, HALF)
    return call


def written(form: PersonForm) -> tuple[str, str]:
    """What stands in a form that is open."""
    assert form.isVisible()
    return form.name.text(), form.cares.text()


def test_who_was_begun_is_there_in_the_next_call_and_in_the_panel(qtbot: QtBot, window: MainWindow) -> None:
    call = begun(qtbot, window)
    (key,) = kept(window)
    assert key == f"typed.person 0.{call.session.call.lead_id}"
    call.close()
    people = panel_with(window, INES)
    people.choose_tab("people")
    people.tabs["people"].add.click()
    assert written(people.tabs["people"].form) == (RUI, HALF)
    other = begin_call(qtbot, window, "Stefan Roth")
    press(other, Key.Key_F4)
    assert other.page.form.name.text() == ""
    other.close()
    again = begin_call(qtbot, window)
    press(again, Key.Key_F4)
    assert written(again.page.form) == (RUI, HALF)
    QTest.keyClick(again.page.form.name, Key.Key_Return)
    assert RUI in [person.name for person in again.session.call.stakeholders]
    assert kept(window) == []
    again.close()


def test_a_capital_letter_takes_the_keyboard_to_no_other_place(qtbot: QtBot, window: MainWindow) -> None:
    call = begin_call(qtbot, window)
    press(call, Key.Key_F4)
    press(call, Key.Key_F4)
    QTest.keyPress(call.page.form.name, Key.Key_Shift)
    assert call.focusWidget() is call.page.form.name
    call.page.form.name.clearFocus()
    QTest.keyPress(call, Key.Key_Shift)
    assert call.focusWidget() is call.notes.edit
    call.close()


def test_who_was_left_with_esc_is_not_there_again(qtbot: QtBot, window: MainWindow) -> None:
    call = begun(qtbot, window)
    QTest.keyClick(call.page.form.name, Key.Key_Escape)
    assert kept(window) == []
    QTest.keyClick(call.page, Key.Key_Escape)
    press(call, Key.Key_F4)
    assert not call.page.form.isVisible()
    press(call, Key.Key_F4)
    assert written(call.page.form) == ("", "")
    call.close()


def test_who_could_not_be_filed_stays_in_the_form(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = begun(qtbot, window)
    with monkeypatch.context() as trouble:
        trouble.setattr(Call, "put_stakeholder", lambda _self, _person: refusal("lead_gone", missing=1))
        QTest.keyClick(call.page.form.name, Key.Key_Return)
    assert written(call.page.form) == (RUI, HALF)
    assert call.told.text()
    assert len(kept(window)) == 1
    QTest.keyClick(call.page.form.name, Key.Key_Return)
    assert not call.page.form.isVisible()
    assert kept(window) == []
    call.close()


def test_of_a_lead_deleted_for_good_nobody_stays_in_a_call_that_is_open(qtbot: QtBot, window: MainWindow) -> None:
    nina = window.bridge.execute(AddLead({"full_name": "Nina Kurz"})).value.id
    qtbot.waitUntil(lambda: "Nina Kurz" in names(window))
    call = begin_call(qtbot, window, "Nina Kurz")
    press(call, Key.Key_F4)
    QTest.keyClicks(call.page.form.name, RUI)
    assert len(kept(window)) == 1
    with qtbot.waitSignal(forget(window, nina, "Nina Kurz", "Nina Kurz").ended, timeout=20_000):
        pass
    assert window.bridge.execute(AddLead({"full_name": "Olaf Lind"})).value.id == nina
    QTest.keyClicks(call.page.form.cares, HALF)
    assert kept(window) == []
    assert call.page.form.name.text() == ""
    call.close()
