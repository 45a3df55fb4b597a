"""Cards are moved by key and by mouse, gates refuse in the column, ways out ask why, everything is taken back."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.pipeline.exit_sheet import ExitSheet
from leadqual_gui.ui.pipeline.refusing import CARRIED
from leadqual_gui.ui.pipeline.screen import PipelineScreen
from leadqual_gui.ui.pipeline.view import MIME
from leadqual_gui.ui.popover import Ask
from tests.ui_pipeline.conftest import choose, column, names_in, stage_of

Key, Mod = Qt.Key, Qt.KeyboardModifier
STEFAN = "Stefan Roth"


def press(screen: PipelineScreen, key: Key, modifier: Mod = Mod.NoModifier) -> None:
    """A key on the chosen card."""
    view = screen.area.front_view()
    assert view is not None
    QTest.keyClick(view, key, modifier)


def stage(window: MainWindow, lead: int) -> str | None:
    """Where a lead stands, by the workspace."""
    assert window.workspace is not None
    row = window.workspace.row(lead)
    assert row is not None
    return row.stage


def pop_up(kind: type) -> object:
    """The popup that is open."""
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def test_the_board_has_a_column_for_every_stage_and_a_strip_for_every_way_out(screen: PipelineScreen) -> None:
    assert list(screen.area.columns) == ["new", "engaged", "mql", "pql", "sql", "opportunity", "won"]
    assert sum(len(names_in(screen, stage)) for stage in screen.area.columns) == 6


def test_ctrl_right_moves_the_chosen_card_on_and_undo_brings_it_back(
    screen: PipelineScreen, window: MainWindow
) -> None:
    lead = choose(screen, STEFAN)
    press(screen, Key.Key_Right, Mod.ControlModifier)
    assert stage(window, lead) == "engaged"
    assert stage_of(screen, STEFAN) == "engaged"
    assert screen.chosen_lead == lead
    assert "Stefan Roth" in window.actions_.get("undo").text()
    QTest.keyClick(window, Key.Key_Z, Mod.ControlModifier)
    assert stage_of(screen, STEFAN) == "new"


def test_in_a_language_from_right_to_left_ctrl_left_moves_on(screen: PipelineScreen, window: MainWindow) -> None:
    lead = choose(screen, STEFAN)
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    press(screen, Key.Key_Left, Mod.ControlModifier)
    assert stage(window, lead) == "engaged"


def test_a_gate_refuses_in_the_column_and_the_card_stays(screen: PipelineScreen, window: MainWindow) -> None:
    lead = choose(screen, STEFAN)
    screen.doings.move_to(window.workspace.rules.funnel.stage("sql"))
    gate = column(screen, "sql").gate
    assert gate.isVisible()
    assert "needs an interview" in gate.said()
    assert STEFAN in gate.title.text()
    assert stage(window, lead) == "new"
    assert stage_of(screen, STEFAN) == "new"
    press(screen, Key.Key_Escape)
    assert not gate.isVisible()


def test_what_a_gate_lacks_is_entered_at_once_and_the_move_goes_through(
    screen: PipelineScreen, window: MainWindow, qtbot: QtBot
) -> None:
    lead = choose(screen, STEFAN)
    screen.doings.move_to(window.workspace.rules.funnel.stage("opportunity"))
    gate = column(screen, "opportunity").gate
    assert gate.mend.text() == "Enter expected value"
    assert gate.mend.ring_shown(), "one sees what Enter does"
    QTest.keyClick(gate.mend, Key.Key_Return)
    ask = pop_up(Ask)
    qtbot.keyClicks(ask.line, "12000")
    qtbot.keyClick(ask.line, Key.Key_Return)
    assert stage(window, lead) == "opportunity"
    assert not gate.isVisible()
    assert "12k" in column(screen, "opportunity").money.words()


def test_a_gate_in_a_narrow_column_cuts_no_button_off(screen: PipelineScreen, window: MainWindow) -> None:
    choose(screen, STEFAN)
    screen.doings.move_to(window.workspace.rules.funnel.stage("opportunity"))
    gate = column(screen, "opportunity").gate
    for width in (240, 150, 110):
        gate.setFixedWidth(width)
        QApplication.processEvents()
        for button in (gate.mend, gate.override):
            assert gate.rect().contains(QRect(button.mapTo(gate, QPoint(0, 0)), button.size()))
    assert gate.mend.toolTip() == "Enter expected value"


def test_a_gate_is_passed_with_a_reason_that_is_logged(
    screen: PipelineScreen, window: MainWindow, qtbot: QtBot
) -> None:
    lead = choose(screen, STEFAN)
    screen.doings.move_to(window.workspace.rules.funnel.stage("opportunity"))
    qtbot.mouseClick(column(screen, "opportunity").gate.override, Qt.MouseButton.LeftButton)
    ask = pop_up(Ask)
    qtbot.keyClick(ask.line, Key.Key_Return)
    assert ask.isVisible()
    qtbot.keyClicks(ask.line, "The board signs on Friday")
    qtbot.keyClick(ask.line, Key.Key_Return)
    assert stage(window, lead) == "opportunity"
    assert "The board signs on Friday" in window.bridge.undo_stack.undoText()


def test_m_opens_a_menu_of_stages_that_says_which_are_not_ready(screen: PipelineScreen, qtbot: QtBot) -> None:
    lead = choose(screen, STEFAN)
    press(screen, Key.Key_M)
    menu = pop_up(QMenu)
    labels = [action.text() for action in menu.actions()]
    assert any("SQL, not yet" in label for label in labels)
    qtbot.keyClick(menu, Key.Key_2)
    assert screen.chosen_lead == lead
    assert stage_of(screen, STEFAN) == "engaged"


def test_disqualifying_asks_why_and_keeps_the_reason(screen: PipelineScreen, window: MainWindow, qtbot: QtBot) -> None:
    lead = choose(screen, STEFAN)
    screen.doings.move_to(window.workspace.rules.funnel.stage("disqualified"))
    sheet = pop_up(ExitSheet)
    qtbot.keyClick(sheet.line, Key.Key_Return)
    assert sheet.isVisible()
    assert stage(window, lead) == "new"
    qtbot.mouseClick(sheet.reasons[1], Qt.MouseButton.LeftButton)
    qtbot.keyClick(sheet.line, Key.Key_Return)
    assert stage(window, lead) == "disqualified"
    assert window.workspace.lead_details(lead).lead.lost_reason == "No need"


def test_a_nurtured_lead_rests_until_the_day_chosen(screen: PipelineScreen, window: MainWindow, qtbot: QtBot) -> None:
    lead = choose(screen, STEFAN)
    screen.doings.move_to(window.workspace.rules.funnel.stage("nurture"))
    sheet = pop_up(ExitSheet)
    qtbot.mouseClick(sheet.take, Qt.MouseButton.LeftButton)
    assert stage(window, lead) == "nurture"
    card = window.workspace.funnel.card(lead)
    assert card.until is not None
    assert 88 <= (card.until - window.workspace.now).days <= 92


@pytest.mark.parametrize(("stage_id", "entered"), [("engaged", True), ("opportunity", False)])
def test_a_card_dropped_on_a_column_is_moved_or_refused_there(
    screen: PipelineScreen, window: MainWindow, stage_id: str, entered: bool
) -> None:
    lead = choose(screen, STEFAN)
    target = column(screen, stage_id)
    data = QMimeData()
    data.setData(MIME, str(lead).encode())
    where = QPoint(20, 120)
    held = (Qt.MouseButton.LeftButton, Mod.NoModifier)
    QApplication.sendEvent(target, QDragEnterEvent(where, Qt.DropAction.MoveAction, data, *held))
    assert target.tone == ("yes" if entered else "no")
    assert target.gate.isVisible() is not entered
    QApplication.sendEvent(target, QDropEvent(QPointF(where), Qt.DropAction.MoveAction, data, *held))
    assert (stage(window, lead) == stage_id) is entered
    assert target.gate.isVisible() is not entered
    assert target.tone == ""


def test_a_card_is_taken_up_with_the_mouse_and_leaves_a_ghost(screen: PipelineScreen, window: MainWindow) -> None:
    lead = choose(screen, STEFAN)
    view = column(screen, "new").view
    taken: list[tuple[tuple[int, ...], frozenset[int]]] = []
    view.drag_began.connect(lambda ids: taken.append((ids, view.moving)))
    handle, at = window.windowHandle(), view.viewport().mapTo(window, view.visualRect(view.currentIndex()).center())
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, Mod.NoModifier, at)
    QTest.mouseMove(handle, at + QPoint(3, 0))
    assert not taken
    QTest.mouseMove(handle, at + QPoint(30, 0))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, Mod.NoModifier, at + QPoint(30, 0))
    assert taken == [((lead,), frozenset({lead}))]
    assert view.moving == frozenset()


def test_several_chosen_cards_move_together_as_one_step(screen: PipelineScreen, window: MainWindow) -> None:
    before = names_in(screen, "new")
    choose(screen, before[0])
    press(screen, Key.Key_Down, Mod.ShiftModifier)
    assert len(screen.chosen()) == 2
    press(screen, Key.Key_Right, Mod.ControlModifier)
    assert set(before[:2]) <= set(names_in(screen, "engaged"))
    QTest.keyClick(window, Key.Key_Z, Mod.ControlModifier)
    assert set(names_in(screen, "new")) == set(before)


def test_a_card_that_is_refused_is_seen_to_go_back_to_its_place(
    screen: PipelineScreen, window: MainWindow, qtbot: QtBot
) -> None:
    lead = choose(screen, STEFAN)
    window.theme.motion = True
    data = QMimeData()
    data.setData(MIME, str(lead).encode())
    target, held = column(screen, "opportunity"), (Qt.MouseButton.LeftButton, Mod.NoModifier)
    QApplication.sendEvent(target, QDragEnterEvent(QPoint(20, 120), Qt.DropAction.MoveAction, data, *held))
    QApplication.sendEvent(target, QDropEvent(QPointF(20, 120), Qt.DropAction.MoveAction, data, *held))
    carried = window.findChild(QLabel, CARRIED)
    assert carried is not None
    view = column(screen, "new").view
    home = view.viewport().mapTo(window, view.visualRect(view.currentIndex()).topLeft())
    with qtbot.waitSignal(carried.destroyed, timeout=2_000):
        qtbot.waitUntil(lambda: carried.pos() == home)


def test_nothing_flies_back_when_a_key_was_refused(screen: PipelineScreen, window: MainWindow) -> None:
    choose(screen, STEFAN)
    window.theme.motion = True
    screen.doings.move_to(window.workspace.rules.funnel.stage("sql"))
    assert window.findChild(QLabel, CARRIED) is None
