"""Reasons that are begun: how a call ends, why many leads are moved at once, why an earlier version is published."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from leadqual_gui.services import workspace as workspaces
from leadqual_gui.services.half_typed import TypingPlace
from leadqual_gui.ui.interview.window import CallWindow
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.matrix.screen import MatrixScreen
from leadqual_gui.ui.pipeline.exit_sheet import ExitSheet
from leadqual_gui.ui.popover import Ask
from leadqual_gui.ui.privacy.acts import forget
from tests.typed.typing_in import HALF, INES, full_disk, kept, visible
from tests.ui.conftest import choose
from tests.ui.test_comparing import PRIYA, STEFAN, tick
from tests.ui_call.conftest import begin_call, press
from tests.ui_matrix.on_screen import shown
from tests.ui_matrix_parts.test_history import open_history, publish_points
from tests.ui_pipeline.test_from_the_list import pick, popup

Key, Held = Qt.Key, Qt.KeyboardModifier


def asked(call: CallWindow, key: Key) -> Ask:
    """The question about the reason of an ending."""
    press(call, key)
    return visible(Ask)[0]


# --- the end of a call -----------------------------------------------------------------------------------------------
def test_why_a_call_ends_so_is_kept_until_it_has_ended(qtbot: QtBot, window: MainWindow) -> None:
    call = begin_call(qtbot, window)
    ines = call.session.call.lead_id
    QTest.keyClicks(asked(call, Key.Key_F7).line, "Too small")
    visible(Ask)[0].close()
    ask = asked(call, Key.Key_F6)
    assert ask.line.text() == ""
    QTest.keyClicks(ask.line, HALF)
    QTest.keyClick(ask.line, Key.Key_Return)
    both = [f"typed.end of a call disqualified.{ines}", f"typed.end of a call not_interested.{ines}"]
    assert kept(window) == both
    press(call, Key.Key_Return, Held.ControlModifier)
    assert call.card.wrap.reason == HALF
    assert kept(window) == []


def test_a_reason_that_was_given_before_a_kill_is_offered_in_the_call_that_goes_on(
    qtbot: QtBot, window: MainWindow
) -> None:
    call = begin_call(qtbot, window)
    QTest.keyClicks(asked(call, Key.Key_F6).line, HALF)
    QTest.keyClick(visible(Ask)[0].line, Key.Key_Return)
    call.close()
    other = begin_call(qtbot, window, STEFAN)
    assert asked(other, Key.Key_F6).line.text() == ""
    visible(Ask)[0].close()
    other.close()
    again = asked(begin_call(qtbot, window), Key.Key_F6)
    assert again.line.text() == HALF
    QTest.keyClick(again.line, Key.Key_Escape)
    assert kept(window) == []


def test_an_ending_that_is_taken_away_again_takes_its_reason_along(qtbot: QtBot, window: MainWindow) -> None:
    call = begin_call(qtbot, window)
    QTest.keyClicks(asked(call, Key.Key_F6).line, HALF)
    QTest.keyClick(visible(Ask)[0].line, Key.Key_Return)
    assert len(kept(window)) == 1
    press(call, Key.Key_F6)
    assert call.session.outcome == ""
    assert kept(window) == []


# --- many at once ----------------------------------------------------------------------------------------------------
def leave(window: MainWindow, *people: str) -> ExitSheet:
    """Tick these and ask to disqualify them."""
    window.show_screen("leads")
    tick(window, *people)
    window.leads.move_chosen("disqualified")
    return visible(ExitSheet)[0]


def test_why_several_leave_is_offered_for_the_same_several_only(window: MainWindow) -> None:
    QTest.keyClicks(leave(window, INES, STEFAN).line, HALF)
    visible(ExitSheet)[0].close()
    assert kept(window) == ["typed.way out disqualified of several.0"]
    for others in ((INES,), (INES, PRIYA), (INES, STEFAN, PRIYA)):
        sheet = leave(window, *others)
        assert sheet.line.text() == ""
        QTest.keyClick(sheet.line, Key.Key_Escape)
    assert kept(window) == ["typed.way out disqualified of several.0"]
    again = leave(window, STEFAN, INES)
    assert again.line.text() == HALF
    QTest.keyClick(again.line, Key.Key_Return)
    assert window.workspace.store.lead(choose(window, STEFAN)).lost_reason == HALF
    assert kept(window) == []


def test_of_reasons_for_several_only_the_newest_is_kept(window: MainWindow) -> None:
    QTest.keyClicks(leave(window, INES, STEFAN).line, HALF)
    visible(ExitSheet)[0].close()
    QTest.keyClicks(leave(window, INES, PRIYA).line, "Too small")
    visible(ExitSheet)[0].close()
    assert len(kept(window)) == 1
    assert leave(window, INES, STEFAN).line.text() == ""
    visible(ExitSheet)[0].close()
    again = leave(window, INES, PRIYA)
    assert again.line.text() == "Too small"
    again.close()


def test_a_long_move_of_many_keeps_its_reason_until_it_is_done(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:

    monkeypatch.setattr(workspaces, "LONG", 1)
    QTest.keyClicks(leave(window, INES, STEFAN).line, HALF)
    with monkeypatch.context() as disk, qtbot.waitSignal(window.bridge.failed):
        disk.setattr(window.workspace, "execute", full_disk)
        QTest.keyClick(visible(ExitSheet)[0].line, Key.Key_Return)
    assert len(kept(window)) == 1
    again = leave(window, INES, STEFAN)
    assert again.line.text() == HALF
    QTest.keyClick(again.line, Key.Key_Return)
    qtbot.waitUntil(lambda: kept(window) == [])
    assert window.workspace.store.lead(choose(window, INES)).lost_reason == HALF


def test_why_several_pass_a_gate_goes_on_where_it_was_left(qtbot: QtBot, window: MainWindow) -> None:
    def ask() -> Ask:
        window.show_screen("leads")
        tick(window, INES, STEFAN)
        window.leads.move_chosen("opportunity")
        pick(popup(QMenu), "anyway")
        qtbot.waitUntil(lambda: bool(visible(Ask)))
        return visible(Ask)[0]

    QTest.keyClicks(ask().line, HALF)
    visible(Ask)[0].close()
    assert kept(window) == ["typed.past the gate opportunity of several.0"]
    again = ask()
    assert again.line.text() == HALF
    QTest.keyClick(again.line, Key.Key_Return)
    assert window.workspace.store.lead(choose(window, INES)).stage == "opportunity"
    assert kept(window) == []


def test_a_reason_for_several_goes_with_any_of_them_who_is_deleted_for_good(qtbot: QtBot, window: MainWindow) -> None:
    QTest.keyClicks(leave(window, INES, STEFAN).line, f"{STEFAN} moved to Acme")
    visible(ExitSheet)[0].close()
    window.bridge.typed.put(TypingPlace("new lead"), "company: Acme")
    assert len(kept(window)) == 2
    stefan = choose(window, STEFAN)
    with qtbot.waitSignal(forget(window, stefan, STEFAN, STEFAN).ended, timeout=20_000):
        pass
    assert kept(window) == ["typed.new lead.0"]


# --- an earlier version ----------------------------------------------------------------------------------------------
def going_back(qtbot: QtBot, screen: MatrixScreen, down: int = 1) -> Ask:
    """Choose a version further down, and ask to go back to it."""
    pane = screen.history
    pane.versions.setCurrentIndex(pane.versions.model().index(down, 0))
    qtbot.mouseClick(pane.roll, Qt.MouseButton.LeftButton)
    return visible(Ask)[0]


def test_why_rules_are_rolled_back_goes_on_where_it_was_left(qtbot: QtBot, window: MainWindow) -> None:
    screen = shown(qtbot, window)
    publish_points(qtbot, window, screen, "14", "Large firms stay longer")
    publish_points(qtbot, window, screen, "16", "Much longer")
    open_history(qtbot, window, screen)
    QTest.keyClicks(going_back(qtbot, screen).line, HALF)
    visible(Ask)[0].close()
    assert kept(window) == ["typed.rolled back.0"]
    other = going_back(qtbot, screen, 2)
    assert other.line.text() == ""
    QTest.keyClick(other.line, Key.Key_Escape)
    again = going_back(qtbot, screen)
    assert again.line.text() == HALF
    QTest.keyClick(again.line, Key.Key_Return)
    qtbot.waitUntil(lambda: screen.session.current.number == 4 and not window.runner.busy, timeout=10_000)
    assert screen.session.desk.history[0].note == HALF
    assert kept(window) == []


def test_why_rules_are_rolled_back_is_kept_when_they_could_not_be(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = shown(qtbot, window)
    publish_points(qtbot, window, screen, "14", "Large firms stay longer")
    open_history(qtbot, window, screen)

    QTest.keyClicks(going_back(qtbot, screen).line, HALF)
    with monkeypatch.context() as disk, qtbot.waitSignal(window.bridge.failed):
        disk.setattr(type(screen.session.desk), "roll_back", full_disk)
        QTest.keyClick(visible(Ask)[0].line, Key.Key_Return)
    assert kept(window) == ["typed.rolled back.0"]
    QTest.keyClick(going_back(qtbot, screen).line, Key.Key_Escape)
    assert kept(window) == []


# --- a draft ---------------------------------------------------------------------------------------------------------
def test_why_points_are_published_stays_on_the_disk_until_they_are(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = shown(qtbot, window)
    on_disk: list[list[str]] = []

    screen.rows.go_to("company_size")
    qtbot.keyClicks(screen.grid, "14")
    qtbot.keyClick(screen.grid, Key.Key_Return)
    screen.ask_why()
    QTest.keyClicks(visible(Ask)[0].line, HALF)
    with monkeypatch.context() as disk, qtbot.waitSignal(window.bridge.failed):
        disk.setattr(type(screen.session.desk), "publish", full_disk)
        QTest.keyClick(visible(Ask)[0].line, Key.Key_Return)
        on_disk.append(kept(window))
    on_disk.append(kept(window))
    assert on_disk == [["typed.published matrix.yaml.0"]] * 2
    screen.ask_why()
    assert visible(Ask)[0].line.text() == HALF
    QTest.keyClick(visible(Ask)[0].line, Key.Key_Return)
    qtbot.waitUntil(lambda: not window.runner.busy and not screen.session.draft.dirty, timeout=10_000)
    assert screen.session.desk.history[0].note == HALF
    assert kept(window) == []
