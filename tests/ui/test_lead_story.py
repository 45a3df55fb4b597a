"""A lead's history and its promises in the panel: the chart with its causes, points by hand, follow-ups by key."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QDate, QDateTime, QPointF, Qt, QTime
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.activities import Activity
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.services.commands import MoveLeads, PutFollowUp
from leadqual_gui.services.operations import Outcome, Refusal, Said
from leadqual_gui.services.ports import Change
from leadqual_gui.ui.leads.panel.activity_tab import PAGE, when_words
from leadqual_gui.ui.leads.panel.adjust_sheet import AdjustSheet
from leadqual_gui.ui.leads.panel.history_tab import HistoryTab, change_row
from leadqual_gui.ui.leads.panel.promise_sheet import PromiseSheet
from leadqual_gui.ui.leads.panel.promises import Promises
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets import numerals
from leadqual_gui.ui.widgets.score_chart import MomentKind
from tests.builders import days_ago
from tests.ui.conftest import choose

Key, Mod = Qt.Key, Qt.KeyboardModifier
INES = "Ines Carvalho"


def history(window: MainWindow, qtbot: QtBot) -> HistoryTab:
    """The history of Ines."""
    choose(window, INES)
    panel = window.leads.panel
    qtbot.waitUntil(lambda: panel.details is not None)
    panel.choose_tab("history")
    tab = panel.tabs["history"]
    assert isinstance(tab, HistoryTab)
    return tab


def promises(window: MainWindow, qtbot: QtBot) -> Promises:
    """What is promised to Ines."""
    choose(window, INES)
    panel = window.leads.panel
    qtbot.waitUntil(lambda: panel.details is not None)
    panel.choose_tab("activity")
    return panel.pages.promises


def sheet(kind: type) -> object:
    """The sheet that is open."""
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def test_each_change_of_the_score_is_on_the_chart_with_its_cause(window: MainWindow, qtbot: QtBot) -> None:
    chart = history(window, qtbot).chart
    scores = [moment for moment in chart.moments if moment.kind is MomentKind.SCORE]
    assert scores[-1].score == window.leads.panel.details.card.shown
    assert any("Demo requested" in moment.words for moment in scores)


def test_arrow_keys_step_through_the_chart_and_say_what_happened(window: MainWindow, qtbot: QtBot) -> None:
    tab = history(window, qtbot)
    QTest.keyClick(tab.chart, Key.Key_Home)
    assert tab.moment.text() == tab.chart.moments[0].words
    QTest.keyClick(tab.chart, Key.Key_Right)
    assert tab.moment.text() == tab.chart.moments[1].words
    assert tab.chart.accessibleDescription() == tab.chart.moments[1].words
    QTest.keyClick(tab.chart, Key.Key_End)
    assert tab.chart.current == tab.chart.moments[-1]


def test_why_somebody_went_past_a_gate_stays_in_the_history(window: MainWindow, qtbot: QtBot) -> None:
    lead = choose(window, INES)
    refused = window.bridge.execute(MoveLeads((lead,), "sql"))
    assert isinstance(refused, Refusal)
    assert isinstance(window.bridge.execute(MoveLeads((lead,), "sql", override="Knows the owner")), Outcome)
    tab = history(window, qtbot)
    qtbot.waitUntil(lambda: any(row.label.endswith("→ SQL") for row in tab.changes.rows))
    move = next(row for row in tab.changes.rows if row.label.endswith("→ SQL"))
    assert move.when.endswith(", past its gate: Knows the owner")
    assert "Knows the owner" in move.spoken


def test_a_moment_in_the_history_reads_as_one(window: MainWindow) -> None:
    now = window.workspace.now
    moved = Change(1, now, Said("lead_moved", {}), "lead", "stage_since", None, days_ago(3).isoformat(), False)
    assert change_row(moved, now, Vocabulary()).label == f"Stage since: not known → {when_words(days_ago(3), now)}"


def test_the_pointer_tells_the_cause_too(window: MainWindow, qtbot: QtBot) -> None:
    tab = history(window, qtbot)
    spot: QPointF = tab.chart.places()[0]
    qtbot.mouseMove(tab.chart, spot.toPoint())
    assert tab.chart.current is not None
    assert tab.moment.text() == tab.chart.current.words


def test_a_move_between_stages_stands_on_the_chart(window: MainWindow, qtbot: QtBot) -> None:
    tab = history(window, qtbot)
    lead = window.leads.panel.lead_id
    window.bridge.execute(MoveLeads((lead,), "won", override="They signed"))
    qtbot.waitUntil(lambda: any(m.kind is MomentKind.MOVE and "Won, by hand" in m.words for m in tab.chart.moments))


def test_what_time_will_take_is_said_with_its_day_and_line(window: MainWindow, qtbot: QtBot) -> None:
    tab = history(window, qtbot)
    step = window.workspace.funnel.history(window.leads.panel.lead_id).next_step
    assert step is not None
    qtbot.waitUntil(lambda: "counts less" in tab.next.text())
    said = numerals.plain(tab.next.text())
    assert said.startswith(numerals.signed(step.shown - window.leads.panel.details.card.shown))
    assert "if nothing happens: " in said


def test_points_by_hand_are_given_with_reason_and_end_and_taken_back(window: MainWindow, qtbot: QtBot) -> None:
    tab = history(window, qtbot)
    before = window.leads.panel.details.card.exact
    qtbot.mouseClick(tab.adjust, Qt.MouseButton.LeftButton)
    asked = sheet(AdjustSheet)
    asked.points.setValue(-7)
    asked.ends.setChecked(True)
    qtbot.keyClick(asked, Key.Key_Return)
    assert "reason" in asked.refusal.text()
    qtbot.keyClicks(asked.reason, "Budget moved to next year")
    qtbot.keyClick(asked.reason, Key.Key_Return)
    qtbot.waitUntil(lambda: window.leads.panel.details.card.exact == before - 70)
    row = tab.by_hand.rows[0]
    assert row.label == "Budget moved to next year"
    assert "until" in row.when
    window.actions_.get("undo").trigger()
    qtbot.waitUntil(lambda: window.leads.panel.details.card.exact == before)


def test_an_older_step_is_taken_back_from_the_history_and_done_again(window: MainWindow, qtbot: QtBot) -> None:
    from leadqual_gui.services.commands import EditLeads

    tab = history(window, qtbot)
    lead = window.leads.panel.lead_id
    window.bridge.execute(EditLeads((lead,), {"owner": "Ben"}))
    window.bridge.execute(EditLeads((lead,), {"country": "Spain"}))
    qtbot.waitUntil(lambda: any("Ana → Ben" in row.label for row in tab.changes.rows))

    def turn() -> None:
        at = next(n for n, row in enumerate(tab.changes.rows) if "Ana → Ben" in row.label)
        tab.changes.setCurrentIndex(tab.changes.model().index(at, 0))
        QTest.keyClick(tab.changes, Key.Key_Delete)

    turn()
    qtbot.waitUntil(lambda: window.leads.panel.details.lead.owner == "Ana")
    assert window.leads.panel.details.lead.country == "Spain"
    turn()
    qtbot.waitUntil(lambda: window.leads.panel.details.lead.owner == "Ben")


def test_a_follow_up_is_promised_with_day_and_hour_and_a_moment_past_is_refused(
    window: MainWindow, qtbot: QtBot
) -> None:
    shown = promises(window, qtbot)
    qtbot.mouseClick(shown.add, Qt.MouseButton.LeftButton)
    asked = sheet(PromiseSheet)
    qtbot.keyClicks(asked.about, "The alarm contract")
    asked.when.setDateTime(QDateTime(QDate(2020, 1, 1), QTime(9, 0)))
    qtbot.keyClick(asked.about, Key.Key_Return)
    assert "past" in asked.refusal.text()
    assert asked.isVisible()
    asked.moments[-1].click()
    qtbot.keyClick(asked.about, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(shown.lines.rows))
    assert shown.lines.rows[0].label == "Call: The alarm contract"
    assert "09:00" in shown.lines.rows[0].when


def test_a_follow_up_is_changed_put_off_done_and_called_off_by_key(window: MainWindow, qtbot: QtBot) -> None:
    shown = promises(window, qtbot)
    lead, now = window.leads.panel.lead_id, window.workspace.now
    for days in (3, 4):
        window.bridge.execute(PutFollowUp(FollowUp(0, lead, "call", now + timedelta(days=days), f"Day {days}")))
    qtbot.waitUntil(lambda: len(shown.lines.rows) == 2)
    first = shown.lines.model().index(0, 0)
    shown.lines.setCurrentIndex(first)
    QTest.keyClick(shown.lines, Key.Key_Return)
    asked = sheet(PromiseSheet)
    asked.about.setText("Day three")
    qtbot.keyClick(asked.about, Key.Key_Return)
    qtbot.waitUntil(lambda: shown.lines.rows[0].label == "Call: Day three")
    shown.lines.setCurrentIndex(shown.lines.model().index(0, 0))
    QTest.keyClick(shown.lines, Key.Key_L)
    menu = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMenu) and w.isVisible())
    menu.actions()[-3].trigger()
    menu.close()
    qtbot.waitUntil(lambda: len(shown.lines.rows) == 2)
    shown.lines.setCurrentIndex(shown.lines.model().index(0, 0))
    QTest.keyClick(shown.lines, Key.Key_D)
    qtbot.waitUntil(lambda: len(shown.lines.rows) == 1)
    shown.lines.setCurrentIndex(shown.lines.model().index(0, 0))
    QTest.keyClick(shown.lines, Key.Key_Delete)
    qtbot.waitUntil(lambda: not shown.lines.rows)


def test_follow_ups_become_a_calendar_file_that_only_the_user_reads(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    lead = choose(window, INES)
    due = window.workspace.now + timedelta(days=2)
    window.bridge.execute(PutFollowUp(FollowUp(0, lead, "call", due, "Two cold rooms")))
    window.actions_.get("calendar").trigger()
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    target = tmp_path / "mine.ics"
    dialog.fileSelected.emit(str(target))
    dialog.close()
    qtbot.waitUntil(target.exists)
    qtbot.waitUntil(lambda: not window.runner.busy)
    text = target.read_text("utf-8")
    assert "SUMMARY:Call: Ines Carvalho\\, Norbrook Cold Storage" in text
    assert target.stat().st_mode & 0o777 == 0o600


def test_without_a_promise_no_calendar_is_asked_for(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, INES)
    window.actions_.get("calendar").trigger()
    assert window.findChild(QFileDialog) is None


def test_at_the_narrowest_all_tabs_of_the_panel_are_seen(window: MainWindow, qtbot: QtBot) -> None:
    history(window, qtbot)
    bar = window.leads.panel.tab_bar
    bar.resize(bar.look.s.inspector_least - bar.look.s.s, bar.height())
    assert bar.is_tight()
    assert bar.tabRect(bar.count() - 1).right() <= bar.width()


def test_of_many_activities_the_newest_are_shown_and_the_earlier_when_asked(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, INES)
    panel, workspace = window.leads.panel, window.workspace
    lead, now = panel.lead_id, workspace.now
    before = len(workspace.store.activities(lead))
    with workspace.store.unit(workspace.steps(1)[0].label) as unit:
        for number in range(PAGE + 5):
            unit.add_activity(Activity(0, lead, "website_visit", now - timedelta(days=30, hours=number)))
        unit.commit()
    workspace.load()
    panel.refresh()
    panel.choose_tab("activity")
    tab = panel.pages.page("activity")
    qtbot.waitUntil(lambda: len(tab.view.rows) == PAGE)
    assert len(panel.details.activities) == before + PAGE + 5
    qtbot.mouseClick(tab.earlier, Qt.MouseButton.LeftButton)
    assert len(tab.view.rows) == before + PAGE + 5
    assert not tab.earlier.isVisible()
