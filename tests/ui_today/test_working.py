"""The list of the day is worked down with the keyboard: call, later, note, done; alerts and promises too."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.today_alerts import FOLLOW_UP, UP, Alert
from leadqual_gui.services.commands import DeleteLeads, PutFollowUp
from leadqual_gui.ui.compare.screen import CompareScreen
from leadqual_gui.ui.fields import clock
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.today import wording
from leadqual_gui.ui.today.rank import RankSheet
from leadqual_gui.ui.today.rows import alert_layout
from leadqual_gui.ui.today.screen import TodayScreen
from leadqual_gui.ui.today.wording import alert_step
from leadqual_gui.ui.widgets import numerals
from leadqual_gui.ui.widgets.single_column import ROW
from tests.ui_today.conftest import due, names

Key = Qt.Key
INES = "Ines Carvalho"
SPOKEN = Qt.ItemDataRole.AccessibleTextRole
TIP = Qt.ItemDataRole.ToolTipRole
DESCRIBED = Qt.ItemDataRole.AccessibleDescriptionRole


def menu_open() -> QMenu:
    """The menu that is open."""
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMenu) and w.isVisible())


def choose(screen: TodayScreen, name: str) -> int:
    """Make a lead of the list the chosen one."""
    screen.calls.choose_row(names(screen).index(name))
    screen.calls.setFocus()
    return screen.calls.chosen_key


def test_the_list_says_who_why_and_what_to_do(screen: TodayScreen) -> None:
    first = screen.calls.rows.index(names(screen).index(INES), 0)
    spoken = first.data(SPOKEN)
    row = first.data(ROW).row
    assert INES in spoken
    assert row.action.play.reason.default in spoken
    assert row.action.play.label.default in spoken
    assert spoken.startswith(f"{first.row() + 1}. ")


def test_a_hover_explains_how_the_rank_came_about(screen: TodayScreen) -> None:
    index = screen.calls.rows.index(0, 0)
    row = index.data(ROW).row
    tip = index.data(TIP)
    for part in row.parts:
        assert f"{round(part.weight)}" in tip
    assert "Worth: " in tip
    assert abs(sum(part.points for part in row.parts) - row.worth) < 0.01


def test_w_explains_it_without_a_pointer_and_esc_goes_back_to_the_list(screen: TodayScreen, qtbot: QtBot) -> None:
    choose(screen, INES)
    row = screen.calls.current_row().row
    QTest.keyClick(screen.calls, Key.Key_W)
    sheet = QApplication.activePopupWidget()
    assert isinstance(sheet, RankSheet)
    told = [numerals.plain(label.text()) for label in sheet.findChildren(QLabel)]
    for part in row.parts:
        assert wording.part_label(part.name) in told
        assert numerals.plain(wording.part_words(part)) in told
    assert told[0] == "How Ines Carvalho was ranked"
    assert told[-2:] == ["Worth", wording.points(row.worth)]
    assert wording.part_words(row.parts[0]) in sheet.accessibleDescription()
    QTest.keyClick(sheet, Key.Key_Escape)
    assert not sheet.isVisible()
    assert names(screen)[screen.calls.currentIndex().row()] == INES


def test_the_menu_of_a_lead_offers_it_and_a_screen_reader_is_told(screen: TodayScreen) -> None:
    lead = choose(screen, INES)
    menu = screen.work.lead_menu(lead)
    next(action for action in menu.actions() if action.shortcut().toString() == "W").trigger()
    sheet = QApplication.activePopupWidget()
    assert isinstance(sheet, RankSheet)
    sheet.close()
    described = screen.calls.currentIndex().data(DESCRIBED)
    assert f"Worth: {wording.points(screen.calls.current_row().row.worth)}" in described
    menu.deleteLater()


def test_the_badge_counts_the_calls_that_are_due(screen: TodayScreen, window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.rail.item("today").badge != "")
    assert window.rail.item("today").badge == str(screen.today.due.count_of("call", "ask"))


def test_enter_calls_the_chosen_lead(screen: TodayScreen, window: MainWindow, qtbot: QtBot) -> None:
    lead = choose(screen, INES)
    QTest.keyClick(screen.calls, Key.Key_Return)
    windows = window.errands.calls.windows
    assert [call.session.call.lead_id for call in windows] == [lead]
    windows[0].close()


def test_d_is_done_and_undo_brings_the_lead_back(screen: TodayScreen, window: MainWindow, qtbot: QtBot) -> None:
    before = due(screen)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    choose(screen, before[0])
    QTest.keyClick(screen.calls, Key.Key_D)
    assert before[0] not in due(screen)
    assert screen.calls.chosen_key
    QTest.keyClick(screen.calls, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert due(screen) == before


def test_l_puts_off_until_tomorrow_and_the_lead_moves_to_later(screen: TodayScreen, qtbot: QtBot) -> None:
    lead = choose(screen, INES)
    QTest.keyClick(screen.calls, Key.Key_L)
    menu = menu_open()
    tomorrow = next(action for action in menu.actions() if "Tomorrow" in action.text())
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(tomorrow).center())
    assert INES not in due(screen)
    head = screen.calls.rows.rowCount() - 1
    assert "Later this week" in screen.calls.rows.index(head, 0).data()
    screen.calls.choose_row(head)
    QTest.keyClick(screen.calls, Key.Key_Return)
    assert INES in names(screen)
    assert screen.calls.rows.source.index_of(lead) is not None


def test_the_arrow_that_opens_what_is_later_points_where_reading_goes(screen: TodayScreen, qtbot: QtBot) -> None:
    choose(screen, INES)
    QTest.keyClick(screen.calls, Key.Key_L)
    menu = menu_open()
    tomorrow = next(action for action in menu.actions() if "Tomorrow" in action.text())
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(tomorrow).center())
    head = screen.calls.rows.rowCount() - 1
    screen.calls.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    screen.calls.choose_row(head)
    QTest.keyClick(screen.calls, Key.Key_Right)
    assert INES not in names(screen)
    QTest.keyClick(screen.calls, Key.Key_Left)
    assert INES in names(screen)


def test_n_writes_a_note_about_the_chosen_lead(screen: TodayScreen, window: MainWindow, qtbot: QtBot) -> None:
    lead = choose(screen, INES)
    QTest.keyClick(screen.calls, Key.Key_N)
    qtbot.waitUntil(lambda: screen.panel.details is not None and screen.panel.details.lead.id == lead)
    edit = window.focusWidget()
    assert edit is not None
    assert screen.panel.note.isAncestorOf(edit) or edit is screen.panel.note
    QTest.keyClicks(edit, "Wants two dates")
    QTest.keyClick(edit, Key.Key_Return)
    found = [line.activity.topic for line in window.workspace.lead_details(lead).activities]
    assert "Wants two dates" in found


def test_a_promise_is_listed_put_off_and_done(screen: TodayScreen, window: MainWindow, qtbot: QtBot) -> None:
    lead = choose(screen, INES)
    due_at = window.workspace.now + timedelta(minutes=5)
    window.bridge.execute(PutFollowUp(FollowUp(0, lead, "call", due_at, "Second call: the budget")))
    assert screen.promises.rows.rowCount() == 1
    spoken = screen.promises.rows.index(0, 0).data(SPOKEN)
    assert "Second call: the budget" in spoken
    assert clock(due_at) in spoken
    assert INES in due(screen)
    assert clock(due_at) in screen.calls.rows.index(due(screen).index(INES), 0).data(SPOKEN)
    screen.promises.setFocus()
    QTest.keyClick(screen.promises, Key.Key_D)
    assert screen.promises.rows.rowCount() == 0
    assert screen.below.no_promises.isVisible()


def test_an_alert_says_why_and_is_snoozed_and_dealt_with(screen: TodayScreen, window: MainWindow, qtbot: QtBot) -> None:
    two_became_hot(screen, window)
    assert screen.alerts.rows.rowCount() == 2
    spoken = screen.alerts.rows.index(0, 0).data(SPOKEN)
    assert "is now hot" in spoken
    assert "65 → 76" in spoken
    assert "Because: Demo requested" in spoken
    screen.alerts.setFocus()
    QTest.keyClick(screen.alerts, Key.Key_L)
    menu = menu_open()
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(menu.actions()[1]).center())
    assert screen.alerts.rows.rowCount() == 1
    QTest.keyClick(screen.alerts, Key.Key_D)
    assert screen.alerts.rows.rowCount() == 0
    assert screen.below.no_alerts.isVisible()


def test_the_button_of_an_alert_opens_its_lead(screen: TodayScreen, window: MainWindow, qtbot: QtBot) -> None:
    two_became_hot(screen, window)
    row = screen.alerts.rows.row_at(1)
    rect = screen.alerts.visualRect(screen.alerts.rows.index(1, 0))
    button = alert_layout(rect, screen.theme.look, alert_step(row)).step
    qtbot.mouseClick(screen.alerts.viewport(), Qt.MouseButton.LeftButton, pos=button.center())
    assert screen.chosen_lead == row.alert.lead_id


def test_what_crossed_a_threshold_comes_first_and_says_only_points_that_tell(
    screen: TodayScreen, window: MainWindow
) -> None:
    now = window.workspace.now
    lead, other = list(window.leads.list.model.list.ids())[:2]
    window.bridge.execute(PutFollowUp(FollowUp(0, other, "call", now + timedelta(minutes=1), "Second call")))
    [promise] = window.workspace.store.follow_ups(other)
    late = Alert(0, other, FOLLOW_UP, promise.due_at, promise.due_at, promise.id)
    hot = Alert(0, lead, UP, now - timedelta(hours=9), now, 0, None, 72, "warm", "hot", "rescored")
    window.workspace.store.day_book.keep([late, hot], {}, now)
    screen.refresh()
    first = screen.alerts.rows.index(0, 0).data(SPOKEN)
    assert "is now hot" in first
    assert "→" not in first, "nobody knows the points before"
    assert "72" in first
    assert wording.alerts_fact([screen.alerts.rows.row_at(at) for at in range(2)]) == "2, 1 changed tier"


def two_became_hot(screen: TodayScreen, window: MainWindow) -> None:
    """Two leads crossed a threshold."""
    now = window.workspace.now
    said = (("label", "Demo requested"),)
    found = [
        Alert(0, lead, UP, now, now, 0, 65, 76, "warm", "hot", "activity_added", said)
        for lead in list(window.leads.list.model.list.ids())[:2]
    ]
    window.workspace.store.day_book.keep(found, {}, now)
    screen.refresh()


def test_with_nobody_left_the_list_says_what_to_do_first(screen: TodayScreen, window: MainWindow, qtbot: QtBot) -> None:
    window.bridge.execute(DeleteLeads(tuple(int(i) for i in window.leads.list.model.list.ids())))
    window.stack.setCurrentWidget(screen)
    assert not screen.calls.isVisible()
    assert "Import a file" in screen.no_calls.text()
    assert (screen.bring.isVisible(), screen.begin.isVisible()) == (True, False)
    with qtbot.waitSignal(screen.import_asked):
        qtbot.mouseClick(screen.bring, Qt.MouseButton.LeftButton)


def test_what_the_first_run_explains_is_read_once(screen: TodayScreen, window: MainWindow, qtbot: QtBot) -> None:
    assert screen.first_words.isVisible()
    qtbot.mouseClick(screen.understood, Qt.MouseButton.LeftButton)
    assert not screen.first_words.isVisible()
    assert window.remembered.get("today.explained")


def test_leads_of_the_list_are_chosen_with_shift_and_compared(screen: TodayScreen, window: MainWindow) -> None:
    soon = window.workspace.now + timedelta(minutes=1)
    for at in range(3):
        lead = window.leads.list.model.row_at(at).id
        window.bridge.execute(PutFollowUp(FollowUp(0, lead, "call", soon)))
    screen.calls.choose_row(0)
    QTest.keyClick(screen.calls, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    leads = screen.chosen()
    assert len(leads) == 2
    entry = next(a for a in screen.work.lead_menu(leads[0]).actions() if a.text() == "Compare")
    assert entry.isEnabled()
    entry.trigger()
    found = window.stack.currentWidget()
    assert isinstance(found, CompareScreen)
    assert found.lead_ids == leads
    found.closed.emit()
    assert window.current_screen() == "today"
