"""The small widgets, as hands, eyes and screen readers meet them."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import numerals
from leadqual_gui.ui.widgets.actions import Actions
from leadqual_gui.ui.widgets.bars import BulkBar, StatusBar, TopBar
from leadqual_gui.ui.widgets.controls import Button, Chip, IconButton, Kind, Switch, primary_button
from leadqual_gui.ui.widgets.empty import ChoiceCard, EmptyState
from leadqual_gui.ui.widgets.key_names import key_caps
from leadqual_gui.ui.widgets.notices import Gravity, Notice, NoticeArea, RefusalBar
from leadqual_gui.ui.widgets.rail import Rail
from leadqual_gui.ui.widgets.range_bar import RangeBar, ScoreHead
from leadqual_gui.ui.widgets.scores import ScoreValue, TierScale
from leadqual_gui.ui.widgets.search_field import SearchField
from leadqual_gui.ui.widgets.spoken import could_be, trend_in_words
from leadqual_gui.ui.widgets.tabs import Fit, Tab, Tabs
from leadqual_gui.ui.widgets.themed import Label
from tests.ui_kit.painted import painted_on
from tests.ui_kit.read_back import from_tenths

Show = Callable[[QWidget], QWidget]
INES = ScoreValue(58, 45, 86, "warm", grade="A1")


def test_a_score_is_never_painted_without_its_range(theme: Theme, qtbot: QtBot):
    head, bar = ScoreHead(theme), RangeBar(theme)
    for widget in (head, bar):
        qtbot.addWidget(widget)
        widget.set_score(INES, TierScale())
        widget.resize(372, widget.sizeHint().height())
    assert painted_on(head) == ["58", "Warm", "A", "1", "could be 45 to 86"]
    assert painted_on(bar) == ["0", "40", "70", "100"]
    spoken = "58, Warm, could be 45 to 86, not decided, grade A1"
    assert (head.accessibleName(), bar.accessibleName()) == (spoken, spoken)


def test_a_decided_score_says_so(theme: Theme, qtbot: QtBot):
    head = ScoreHead(theme)
    qtbot.addWidget(head)
    head.set_score(ScoreValue(76, 72, 84, "hot", decided=True), TierScale())
    assert head.accessibleName() == "76, Hot, could be 72 to 84, decided"


def test_a_trend_is_said_in_words():
    assert [trend_in_words(n) for n in (13, -3, 0)] == ["up 13 in 7 days", "down 3 in 7 days", "unchanged in 7 days"]
    assert could_be(ScoreValue(70, 70, 70, "hot")) == "nothing is open"


def test_the_pin_glides_to_a_new_score_of_the_same_lead(theme: Theme, qtbot: QtBot, shown: Show):
    theme.motion = True
    bar = shown(RangeBar(theme))
    bar.set_score(INES, TierScale())
    bar.set_score(ScoreValue(63, 58, 83, "warm"), TierScale(), moving=True)
    qtbot.waitUntil(lambda: bar._at == 63.0, timeout=2000)


def test_numbers_have_a_true_minus_and_stand_apart_from_the_words():
    assert numerals.tenths(-30) == "−3.0"
    assert numerals.signed(0) == "0"
    assert numerals.span(45, 86) == "45–86"
    assert numerals.span(-12, 4) == "−12 – 4"
    assert numerals.possible(-45, 100) == "−4.5 … +10"
    assert numerals.isolated("58") == "⁦58⁩"
    assert all(from_tenths(numerals.tenths(n)) == n for n in range(-200, 200))


def test_a_button_works_with_mouse_and_keyboard_and_shows_its_key(theme: Theme, qtbot: QtBot, shown: Show):
    button = shown(primary_button(theme, "Start call", "phone-call", "Enter"))
    with qtbot.waitSignals([button.clicked, button.clicked]):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        qtbot.keyClick(button, Qt.Key.Key_Space)
    assert painted_on(button) == ["Start call", "Enter"]
    assert button.kind is Kind.PRIMARY
    assert button.width() >= button.sizeHint().width()


def test_a_button_follows_its_action(theme: Theme, qtbot: QtBot, shown: Show):
    action = QAction("Discard")
    button = shown(Button(theme, ""))
    button.follow_action(action)
    action.setEnabled(False)
    assert (button.text(), button.isEnabled()) == ("Discard", False)
    action.setEnabled(True)
    with qtbot.waitSignal(action.triggered):
        button.click()


def test_a_filter_chip_is_taken_away_by_its_cross_or_by_delete(theme: Theme, qtbot: QtBot, shown: Show):
    chip = shown(Chip(theme, "Stage: not disqualified", closable=True))
    with qtbot.waitSignal(chip.closed):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=chip.close_place().center())
    with qtbot.waitSignal(chip.closed):
        qtbot.keyClick(chip, Qt.Key.Key_Delete)
    with qtbot.waitSignal(chip.clicked), qtbot.assertNotEmitted(chip.closed):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))


def test_a_switch_turns_with_the_space_bar(theme: Theme, qtbot: QtBot, shown: Show):
    switch = shown(Switch(theme, "Number of employees counts"))
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert switch.isChecked()
    assert switch.accessibleName() == "Number of employees counts"


def test_the_search_field_says_what_came_of_it_and_clears_itself(theme: Theme, qtbot: QtBot, shown: Show):
    field = shown(SearchField(theme, "Search leads"))
    qtbot.keyClicks(field, "fr")
    field.set_result("17 found")
    assert "17 found" in painted_on(field)
    with qtbot.waitSignal(field.stepped) as stepped:
        qtbot.keyClick(field, Qt.Key.Key_Down)
    assert stepped.args == [1]
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    with qtbot.waitSignal(field.escaped):
        qtbot.keyClick(field, Qt.Key.Key_Escape)


def test_the_cross_clears_the_search(theme: Theme, qtbot: QtBot, shown: Show):
    field = shown(SearchField(theme, "Search leads"))
    field.setText("fr")
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton, pos=field.clear_place().center())
    assert field.text() == ""


def a_rail(theme: Theme) -> Rail:
    rail = Rail(theme)
    for key, icon, words in (("today", "sun", "Today"), ("leads", "users", "Leads")):
        rail.add(key, icon, words, f"{words} (Ctrl+1)")
    rail.add("settings", "settings", "Settings", at_foot=True)
    return rail


def test_the_rail_leads_to_a_screen_and_marks_it(theme: Theme, qtbot: QtBot, shown: Show):
    rail = shown(a_rail(theme))
    assert rail.current() == "today"
    with qtbot.waitSignal(rail.chosen) as chosen:
        qtbot.mouseClick(rail.item("leads"), Qt.MouseButton.LeftButton)
    assert chosen.args == ["leads"]
    assert rail.current() == "leads"
    rail.item("today").set_badge("9", "9 to call")
    assert "9" in painted_on(rail.item("today"))
    assert rail.item("today").accessibleDescription() == "9 to call"


def test_foot_items_stay_at_the_foot_whenever_they_are_added(theme: Theme, qtbot: QtBot, shown: Show):
    rail = a_rail(theme)
    rail.add("matrix", "grid-3x3", "Matrix")
    shown(rail)
    tops = [rail.item(key).y() for key in ("today", "leads", "matrix", "settings")]
    assert tops == sorted(tops)
    assert rail.item("settings").geometry().bottom() > 750
    assert tops[0] == 52


def test_arrow_keys_walk_the_rail(theme: Theme, qtbot: QtBot, shown: Show):
    rail = shown(a_rail(theme))
    rail.window().activateWindow()
    rail.item("today").setFocus()
    qtbot.waitUntil(rail.item("today").hasFocus)
    qtbot.keyClick(rail.item("today"), Qt.Key.Key_Down)
    assert rail.item("leads").hasFocus()


def test_tabs_keep_the_current_one_when_only_counts_change(theme: Theme, qtbot: QtBot, shown: Show):
    tabs = shown(Tabs(theme, "Views"))
    tabs.set_tabs((Tab("score", "Score"), Tab("activity", "Activity", "8")))
    tabs.set_current("activity")
    tabs.set_tabs((Tab("score", "Score"), Tab("activity", "Activity", "9")))
    assert tabs.current_key() == "activity"
    assert tabs.tabText(1) == "Activity 9"
    qtbot.keyClick(tabs, Qt.Key.Key_Left)
    assert tabs.current_key() == "score"


VIEWS = (Tab("all", "All", "440"), Tab("hot", "Hot", "32"), Tab("silent", "Silent for a month", "226"))


def test_tabs_give_up_their_counts_before_their_words(theme: Theme, qtbot: QtBot, shown: Show):
    tabs = shown(Tabs(theme, "Views", underlined=False))
    tabs.set_tabs(VIEWS)
    tabs.resize(tabs.sizeHint())
    assert painted_on(tabs) == ["All", "440", "Hot", "32", "Silent for a month", "226"]
    tabs.resize(tabs.width() - 4, tabs.height())
    assert painted_on(tabs) == ["All", "440", "Hot", "32", "Silent for a month"]
    tabs.resize(tabs.width_of(tuple(Tab(tab.key, tab.label) for tab in VIEWS)), tabs.height())
    assert painted_on(tabs) == ["All", "Hot", "Silent for a month"]


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
@pytest.mark.parametrize("underlined", [True, False])
def test_tabs_without_room_scroll_and_never_show_half_a_word(
    theme: Theme, qtbot: QtBot, shown: Show, underlined: bool, direction: Qt.LayoutDirection
):
    tabs = Tabs(theme, "Views", underlined=underlined)
    tabs.setLayoutDirection(direction)
    shown(tabs)
    tabs.set_tabs(VIEWS)
    tabs.resize(tabs.width_of(VIEWS, Fit(0, tight=True)) - 4, tabs.height())
    assert painted_on(tabs) == ["All", "Hot"]
    for expected in ("Hot", "Silent for a month"):
        ahead = Qt.Key.Key_Right if direction is Qt.LayoutDirection.LeftToRight else Qt.Key.Key_Left
        qtbot.keyClick(tabs, ahead)
        assert expected in painted_on(tabs)
        assert tabs.shows_whole(tabs.currentIndex())
    assert "All" not in painted_on(tabs)


def test_tabs_are_laid_out_anew_for_larger_text(theme: Theme, qtbot: QtBot, shown: Show):
    tabs = shown(Tabs(theme, "Views"))
    tabs.set_tabs(VIEWS)
    tabs.resize(tabs.width_of(VIEWS, Fit(0, tight=True)), tabs.height())
    assert painted_on(tabs) == ["All", "Hot", "Silent for a month"]
    theme.choose_zoom(1.5)
    assert painted_on(tabs) == ["All", "Hot"]
    tabs.resize(tabs.sizeHint())
    assert painted_on(tabs) == ["All", "440", "Hot", "32", "Silent for a month", "226"]
    theme.choose_zoom(1.0)


def test_a_fact_of_the_status_bar_is_cut_before_the_window_grows(theme: Theme, shown: Show):
    bar = shown(StatusBar(theme))
    bar.set_fact("local", "Everything stays on this computer", "lock")
    bar.set_fact("matrix", "Matrix: " + "Cold chain of the northern harbours " * 4, at_end=True)
    bar.resize(420, bar.height())
    assert bar.minimumSizeHint().width() < 420
    assert bar.fact("matrix") in [label.toolTip() for label in bar.findChildren(QLabel)]


def test_a_notice_offers_to_take_it_back_and_passes(theme: Theme, qtbot: QtBot, shown: Show):
    area = shown(NoticeArea(theme))
    bar = area.show_notice(Notice("Imported 214 leads", action="Take back", key="undo"))
    button = next(one for one in bar.findChildren(Button) if one.text() == "Take back")
    with qtbot.waitSignal(area.acted) as acted:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert acted.args == ["undo"]
    assert area.bars() == []
    assert not area.isVisible()


@pytest.mark.parametrize("action", ["", "Take back"])
def test_the_sign_of_a_notice_stands_beside_its_line(theme: Theme, qtbot: QtBot, shown: Show, action: str):
    area = shown(NoticeArea(theme))
    bar = area.show_notice(Notice("Imported 214 leads", action=action))
    qtbot.waitUntil(lambda: bar.width() > 100)
    sign, line = bar.findChildren(QLabel)[:2]
    assert (sign.text(), line.text()) == ("", "Imported 214 leads")
    assert abs(sign.geometry().center().y() - line.geometry().center().y()) <= 1


def test_at_most_three_notices_and_one_of_each_key(theme: Theme, qtbot: QtBot, shown: Show):
    area = shown(NoticeArea(theme))
    for at in range(5):
        area.show_notice(Notice(f"notice {at}", gravity=Gravity.WARNING))
    area.show_notice(Notice("locked", gravity=Gravity.FAILURE, key="file"))
    area.show_notice(Notice("still locked", gravity=Gravity.FAILURE, key="file"))
    said = [bar.notice.message for bar in area.bars()]
    assert said[-1] == "still locked"
    assert "locked" not in said
    assert len(said) <= 3


def test_a_refusal_stands_beside_the_thing(theme: Theme, qtbot: QtBot, shown: Show):
    refusal = RefusalBar(theme)
    shown(refusal)
    refusal.refuse("Not yet", "SQL needs a finished interview: 2 of 4 BANT answers known.")
    assert refusal.isVisible()
    assert refusal.accessibleName().startswith("Not yet: SQL needs")
    refusal.clear()
    assert not refusal.isVisible()


def test_the_bulk_bar_counts_and_hides_when_none_is_chosen(theme: Theme, qtbot: QtBot, shown: Show):
    bar = shown(BulkBar(theme))
    button = bar.add("Owner", "users")
    bar.set_count(4)
    assert bar.isVisible()
    assert button.text() == "Owner"
    bar.set_count(0)
    assert not bar.isVisible()


def test_the_status_bar_says_facts_and_drops_them(theme: Theme, qtbot: QtBot, shown: Show):
    bar = shown(StatusBar(theme))
    bar.set_fact("saved", "Saved 09:12", "check")
    bar.set_fact("leads", "1,284 leads", at_end=True)
    bar.set_fact("saved", "Saved 09:13")
    assert (bar.fact("saved"), bar.fact("leads"), bar.fact("nothing")) == ("Saved 09:13", "1,284 leads", "")


def test_actions_name_their_key_in_the_tooltip(theme: Theme, qtbot: QtBot, shown: Show):
    frame = shown(QWidget())
    called: list[str] = []
    actions = Actions(theme, frame)
    new = actions.make("new_lead", "New lead", lambda: called.append("new"), "Ctrl+N", "plus", "Type the first one")
    frame.addAction(new)
    assert new.toolTip() == "New lead (Ctrl+N)\nType the first one"
    assert key_caps("Ctrl+Shift+K") == ("Ctrl", "Shift", "K")
    assert key_caps("Ctrl+Return") == ("Ctrl", "Enter")
    assert key_caps("Ctrl++") == ("Ctrl", "Plus")
    new.trigger()
    assert called == ["new"]
    actions.rename("new_lead", "Take back: import of leads.csv")
    assert actions.get("new_lead").toolTip().startswith("Take back: import of leads.csv (Ctrl+N)")


def test_the_top_bar_names_the_screen_and_carries_undo(theme: Theme, qtbot: QtBot, shown: Show):
    undo, redo = QAction("Take back: move"), QAction("Do again")
    redo.setEnabled(False)
    bar = shown(TopBar(theme, undo, redo))
    bar.set_title("Leads", "1,284 in all")
    with qtbot.waitSignal(bar.search_requested):
        qtbot.mouseClick(bar.search, Qt.MouseButton.LeftButton)
    assert bar.title() == "Leads"
    assert (bar.undo.accessibleName(), bar.redo.isEnabled()) == ("Take back: move", False)
    assert bar.height() == 48


@pytest.mark.parametrize("kind", ["button", "chip", "switch", "icon", "card", "search", "tabs", "rail item"])
def test_every_control_has_a_name_for_screen_readers(theme: Theme, qtbot: QtBot, shown: Show, kind: str):
    made = {
        "button": lambda: Button(theme, "Compare"),
        "chip": lambda: Chip(theme, "Filter"),
        "switch": lambda: Switch(theme, "On"),
        "icon": lambda: IconButton(theme, "x", "Close"),
        "card": lambda: ChoiceCard(theme, "play", "Try sample data", "invented leads", "Ctrl+T"),
        "search": lambda: SearchField(theme, "Search leads"),
        "tabs": lambda: Tabs(theme, "Views"),
        "rail item": lambda: a_rail(theme).item("today"),
    }[kind]()
    shown(made.window())
    if isinstance(made, Tabs):
        made.set_tabs((Tab("all", "All", "1,284"),))
    assert QAccessible.queryAccessibleInterface(made).text(QAccessible.Text.Name)


def test_the_words_of_an_empty_state_have_room_for_all_their_lines(theme, shown):
    state = EmptyState(theme, "Does somebody stand here twice?", "Leads are compared by many things. " * 5, large=False)
    state.add(QLabel("below"))

    shown(state, 1200)

    for label in state.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width()), label.text()


def test_a_label_in_the_middle_stays_there_when_painted(theme: Theme, qtbot: QtBot) -> None:
    label = Label(theme, "No lead matches", wrap=True)
    label.put_in_middle()
    qtbot.addWidget(label)
    label.grab()
    assert label.alignment() & Qt.AlignmentFlag.AlignHCenter
