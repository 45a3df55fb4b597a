"""The board is searched, sorted and grouped; cards show what was chosen; the keyboard reaches everything."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.pipeline_stats import Flow
from leadqual_gui.services.moving_values import Money
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.pipeline import wording
from leadqual_gui.ui.pipeline.cards import CardStyle, card_layout
from leadqual_gui.ui.pipeline.fitting import FittingLabel
from leadqual_gui.ui.pipeline.screen import PipelineScreen
from leadqual_gui.ui.pipeline.tips import card_tip
from leadqual_gui.ui.pipeline.view import GroupHead
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import numerals
from tests.ui_pipeline.conftest import choose, column, names_in

Key = Qt.Key
STEFAN = "Stefan Roth"
SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def take(menu: QMenu, words: str) -> None:
    """Choose an entry of a menu."""
    next(action for action in menu.actions() if words in action.text()).trigger()


def everybody(screen: PipelineScreen) -> list[str]:
    """All that stand on the board."""
    return [name for stage in screen.area.columns for name in names_in(screen, stage)]


def test_searching_the_board_leaves_only_who_is_found(screen: PipelineScreen, qtbot: QtBot) -> None:
    QTest.keyClicks(screen.tools.search, "kestrel")
    assert everybody(screen) == ["Priya Raghunathan"]
    QTest.keyClick(screen.tools.search, Key.Key_Escape)
    assert len(everybody(screen)) == 6


def test_a_search_without_hits_says_what_to_do(screen: PipelineScreen) -> None:
    QTest.keyClicks(screen.tools.search, "zzzz")
    assert screen.nothing.isVisible()
    assert "Take a filter away" in screen.nothing.text()


def test_cards_sorted_by_name_stand_in_that_order(screen: PipelineScreen, window: MainWindow) -> None:
    take(screen.tools.sort_menu(), "name")
    found = names_in(screen, "new")
    assert found == sorted(found)
    assert len(found) > 2
    assert window.remembered.get("pipeline.query").startswith("name|")


def test_grouped_by_owner_each_owner_has_a_heading(screen: PipelineScreen) -> None:
    take(screen.tools.group_menu(), "owner")
    view = column(screen, "new").view
    rows = [view.rows.row_at(at) for at in range(view.rows.rowCount())]
    heads = [row.label for row in rows if isinstance(row, GroupHead)]
    assert heads == ["Ana", "Ben", "No owner"]
    assert view.rowHeight(0) < view.rowHeight(1)
    take(screen.tools.group_menu(), "No groups")
    assert {view.rowHeight(at) for at in range(view.rows.rowCount())} == {view.row_height()}


def test_a_heading_is_passed_over_and_never_moved(screen: PipelineScreen) -> None:
    take(screen.tools.group_menu(), "owner")
    view = column(screen, "new").view
    view.setFocus()
    view.choose_row(1)
    QTest.keyClick(view, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert 0 not in view.chosen_ids()


def test_cards_grow_and_shrink_with_what_they_show(screen: PipelineScreen, window: MainWindow) -> None:
    view = column(screen, "new").view
    before = view.rowHeight(0)
    take(screen.tools.fields_menu(), "Owner")
    assert view.rowHeight(0) > before
    take(screen.tools.fields_menu(), "Owner")
    take(screen.tools.fields_menu(), "Next action")
    assert view.rowHeight(0) < before
    assert "action" not in window.remembered.get("pipeline.fields")


def test_arrows_go_from_card_to_card_and_from_column_to_column(screen: PipelineScreen) -> None:
    choose(screen, STEFAN)
    before = screen.area.front_stage
    view = screen.area.front_view()
    QTest.keyClick(view, Key.Key_Right)
    assert screen.area.front_stage != before
    assert screen.chosen_lead
    QTest.keyClick(screen.area.front_view(), Key.Key_Left)
    assert screen.area.front_stage == before


def test_a_card_says_all_that_it_shows(screen: PipelineScreen, window: MainWindow) -> None:
    lead = choose(screen, "Ines Carvalho")
    view = screen.area.front_view()
    spoken = view.currentIndex().data(SPOKEN)
    card = window.workspace.funnel.card(lead)
    for part in ("Ines Carvalho", "Norbrook Cold Storage", str(card.row.shown), "could be", "grade"):
        assert part in spoken
    assert wording.action_words(card, "en") in spoken


def test_the_model_of_a_column_keeps_qt_s_rules(screen: PipelineScreen) -> None:
    view = column(screen, "new").view
    tester = QAbstractItemModelTester(view.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    QTest.keyClicks(screen.tools.search, "ro")
    screen.tools.search.clear()
    choose(screen, STEFAN)
    QTest.keyClick(view, Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert tester.model() is view.rows


def test_f4_opens_the_lead_on_the_right_and_esc_gives_the_room_back(screen: PipelineScreen, qtbot: QtBot) -> None:
    lead = choose(screen, STEFAN)
    QTest.keyClick(screen.area.front_view(), Key.Key_F4)
    assert screen.panel.isVisible()
    qtbot.waitUntil(lambda: screen.panel.details is not None and screen.panel.details.lead.id == lead)
    QTest.keyClick(screen.area.front_view(), Key.Key_Escape)
    assert not screen.panel.isVisible()


def test_a_way_out_opens_as_a_column_and_is_remembered(screen: PipelineScreen, window: MainWindow) -> None:
    choose(screen, STEFAN)
    strip = screen.area.target("nurture")
    QTest.mouseClick(strip.button, Qt.MouseButton.LeftButton)
    assert "nurture" in screen.area.columns
    assert screen.chosen_lead
    assert window.remembered.get("pipeline.open") == "nurture"


def test_a_card_lies_the_other_way_round_from_right_to_left(screen: PipelineScreen, window: MainWindow) -> None:
    lead = choose(screen, "Ines Carvalho")
    card = window.workspace.funnel.card(lead)
    look, rect = screen.theme.look, QRect(10, 20, 220, 100)
    there = card_layout(rect, look, CardStyle(look, window.words), card)
    back = card_layout(rect, look, CardStyle(look, window.words, rtl=True), card)
    for one, other in zip(there[1:], back[1:], strict=True):
        if not one.isNull():
            assert there.frame.contains(one)
            assert one.left() - there.frame.left() == there.frame.right() - other.right()


def test_a_rate_of_few_leads_is_not_told_but_their_number_is() -> None:
    few, many = Flow(7, 5, 3.0), Flow(40, 18, 6.0)
    assert wording.flow_words(few) == ""
    assert "n = 7" in wording.flow_tip(few, 90)
    assert numerals.plain(wording.flow_words(many)) == "45 %"
    assert "18 of 40" in wording.flow_tip(many, 90)


def test_sums_of_two_currencies_stand_side_by_side() -> None:
    said = numerals.plain(wording.sums_words((Money("EUR", 31_400, 9), Money("USD", 1_250_000, 2))))
    assert said == "€ 31k + $ 1.3M"


def test_leads_of_a_stage_that_left_the_rules_are_shown_and_sent_where_the_user_says(
    screen: PipelineScreen, window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    choose(screen, STEFAN)
    QTest.keyClick(screen.area.front_view(), Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    funnel = folder / "rules" / "funnel.yaml"
    funnel.write_text(funnel.read_text("utf-8").replace("id: engaged", "id: curious"), "utf-8")
    window.reload_rules()
    qtbot.waitUntil(lambda: "engaged" in screen.area.columns and "curious" in screen.area.columns, timeout=10_000)
    qtbot.waitUntil(lambda: not window.runner.busy and STEFAN in names_in(screen, "engaged"), timeout=10_000)
    qtbot.waitUntil(lambda: column(screen, "engaged").rehome.isVisible())
    gone = column(screen, "engaged")
    QTest.mouseClick(gone.rehome, Qt.MouseButton.LeftButton)
    menu = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMenu) and w.isVisible())
    take(menu, "Engaged")
    menu.close()
    qtbot.waitUntil(lambda: "engaged" not in screen.area.columns, timeout=10_000)
    assert STEFAN in names_in(screen, "curious")


def test_lateness_is_told_in_two_steps_with_what_the_stage_allows(screen: PipelineScreen, window: MainWindow) -> None:
    lead = choose(screen, STEFAN)
    card = window.workspace.funnel.card(lead)
    assert wording.overdue_words(replace(card, overdue=0), 14.0) == ""
    assert wording.overdue_words(replace(card, overdue=1), 14.0) == "Overdue: this stage allows 14 d"
    assert "more than twice" in wording.overdue_words(replace(card, overdue=2), 14.0)
    tip = card_tip(window.workspace, window.words, "en", card)
    assert "In New since" in tip
    assert "(since it came in)" in tip


def test_rules_that_lead_in_a_circle_are_named_and_nobody_moves_by_them(
    screen: PipelineScreen, window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    """The rules that held before stay in force until the circle is broken."""
    stood = {stage: names_in(screen, stage) for stage in screen.area.columns}
    funnel = folder / "rules" / "funnel.yaml"
    whole = funnel.read_text("utf-8")
    funnel.write_text(whole.replace("entry: {activities.interest: {at_least: 2}}", "entry: {stage: mql}"), "utf-8")
    window.activateWindow()
    QTest.keyClick(window, Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(window.workspace.problems), timeout=10_000)
    [problem] = window.workspace.problems
    assert "circle" in problem.message
    assert "engaged" in problem.message
    qtbot.waitUntil(lambda: not window.runner.busy)
    assert {stage: names_in(screen, stage) for stage in screen.area.columns} == stood
    choose(screen, STEFAN)
    QTest.keyClick(screen.area.front_view(), Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert STEFAN in names_in(screen, "engaged"), "the board goes on working"
    funnel.write_text(whole, "utf-8")
    QTest.keyClick(window, Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not window.workspace.problems, timeout=10_000)


def test_over_a_narrow_column_the_sum_is_whole_and_its_word_is_left_out(theme: Theme) -> None:
    label = FittingLabel(theme, "secondary")
    label.say("€ 40k expected", "€ 40k")
    for words, tip in (("€ 40k expected", ""), ("€ 40k", "€ 40k expected")):
        label.resize(label.fontMetrics().horizontalAdvance(words) + 1, 20)
        label.resizeEvent(QResizeEvent(label.size(), label.size()))
        assert (label.text(), label.toolTip()) == (words, tip)
