"""Help by keyboard: open at the screen, search, read, follow links, come back; and a tour that can be left."""

import gc
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QDeadlineTimer, Qt, QUrl
from PySide6.QtGui import QKeySequence, QShortcut, QTextFrame
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from leadqual_gui import ui
from leadqual_gui.ui.help.keys import key_groups
from leadqual_gui.ui.help.topics import OF_SCREEN
from leadqual_gui.ui.help.tour import TourCard, offer_tour, show_tour, tour_steps
from leadqual_gui.ui.help.window import HelpWindow
from leadqual_gui.ui.help.wiring import help_topics, show_help
from leadqual_gui.ui.interview import keys as call_keys
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.matrix.keys import keys_of_grid, keys_of_screen
from leadqual_gui.ui.theme.theme import Scheme
from tests.ui.conftest import Opener

Key, Held = Qt.Key, Qt.KeyboardModifier


def helped(window: MainWindow) -> HelpWindow:
    """Press F1."""
    QTest.keyClick(window, Key.Key_F1)
    found = window.findChild(HelpWindow)
    assert found is not None
    until = QDeadlineTimer(2000)
    while not found.isActiveWindow() and not until.hasExpired():
        QApplication.processEvents()
    return found


def test_f1_opens_and_esc_closes(qtbot: QtBot, window: MainWindow) -> None:
    window.show_screen("leads")
    shown = helped(window)
    assert shown.isVisible()
    assert shown.here == ("leads", "")
    QTest.keyClick(shown.search, Key.Key_Escape)
    assert not shown.isVisible()


OPENED: dict[str, Callable[[MainWindow], object]] = {
    "compare": lambda window: window.errands.compare(),
    "today": lambda window: window.show_screen("today"),
    "pipeline": lambda window: window.show_screen("pipeline"),
    "matrix": lambda window: window.show_screen("matrix"),
    "insights": lambda window: window.show_screen("insights"),
    "settings": lambda window: window.show_screen("settings"),
    "start": lambda window: window.show_screen("start"),
    "clean_up": lambda window: window.errands.clean_up(),
    "import_file": lambda window: window.errands.import_file(Path(window.surroundings.folder) / "fair.csv"),
}


def test_f1_on_each_screen_opens_the_page_of_that_screen(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    (folder / "fair.csv").write_text("Company;E-mail\nCedar Labs;rana@cedar.example\n", "utf-8")
    for _lead in range(2):
        QTest.keyClick(window.leads.list.table, Key.Key_Down, Held.ShiftModifier)
    for screen, open_screen in OPENED.items():
        open_screen(window)
        qtbot.waitUntil(lambda: not window.runner.busy)
        assert window.current_screen() == screen
        shown = show_help(window)
        assert shown.here[0] == OF_SCREEN[screen]
        shown.close()
    assert {*OPENED, "leads"} == set(OF_SCREEN)


def test_a_word_is_searched_walked_and_read_by_keyboard(window: MainWindow) -> None:
    shown = helped(window)
    QTest.keyClicks(shown.search, "gate")
    assert shown.here == ("pipeline", "gates")
    assert shown.list.rows[0].context
    before = shown.here
    QTest.keyClick(shown.search, Key.Key_Down)
    assert shown.list.currentIndex().row() == 1
    assert shown.here != before
    QTest.keyClick(shown, Key.Key_Left, Held.AltModifier)
    assert shown.here == before
    QTest.keyClick(shown.search, Key.Key_Escape)
    assert shown.search.text() == ""
    assert len(shown.list.rows) > 10
    shown.close()


def test_who_reads_from_right_to_left_goes_back_to_the_right(
    qapp: QApplication, window: MainWindow, tongue: object
) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    shown = helped(window)
    first = shown.here
    shown.show_topic("privacy")
    QTest.keyClick(shown, Key.Key_Left, Held.AltModifier)
    assert shown.here == ("privacy", ""), "nothing lies ahead"
    QTest.keyClick(shown, Key.Key_Right, Held.AltModifier)
    assert shown.here == first
    QTest.keyClick(shown, Key.Key_Left, Held.AltModifier)
    assert shown.here == ("privacy", "")
    assert "(Alt+Right)" in shown.back.toolTip()
    page = next(topic for topic in help_topics(window) if topic.key == "keys").markdown
    assert "| `PgUp`, `Alt+Right` | The question before |" in page
    shown.close()


def test_what_is_not_there_is_said_and_a_question_finds_what_is_nearest(window: MainWindow) -> None:
    shown = helped(window)
    QTest.keyClicks(shown.search, "xyzzy")
    assert "“xyzzy” does not stand in the help" in shown.nothing.text()
    assert shown.reader.extraSelections() == []
    assert [row.topic for row in shown.list.rows] == [topic.key for topic in help_topics(window)]
    QTest.keyClick(shown.search, Key.Key_Down)
    assert shown.here[0] == shown.list.current_row().topic
    shown.search.clear()
    QTest.keyClicks(shown.search, "how do I forget my passphrase?")
    assert "nearest" in shown.nothing.text()
    assert shown.here == ("privacy", "a-passphrase")
    shown.search.clear()
    assert not shown.nothing.isVisible()
    QTest.keyClicks(shown.search, "lost password")
    assert shown.here == ("privacy", "a-passphrase")
    assert not shown.nothing.isVisible()
    QTest.keyClick(shown.search, Key.Key_Return)
    assert shown.focusWidget() is shown.reader
    shown.close()


def test_long_lines_of_code_wrap_and_only_what_was_sought_is_marked(window: MainWindow) -> None:
    shown = show_help(window, "rules_by_example")
    shown.resize(shown.minimumSizeHint())
    bar = shown.reader.horizontalScrollBar()
    assert (bar.minimum(), bar.maximum()) == (0, 0)
    shown.reader.mark(["crit", "a"])
    marked = {selection.cursor.selectedText() for selection in shown.reader.extraSelections()}
    assert marked == {"crit"}
    shown.close()


def test_links_lead_to_topics_and_never_out(window: MainWindow) -> None:
    shown = helped(window)
    shown.reader.anchorClicked.emit(QUrl("matrix.md"))
    assert shown.here == ("matrix", "")
    shown.reader.anchorClicked.emit(QUrl("https://example.com/matrix.md"))
    shown.reader.anchorClicked.emit(QUrl("file:///etc/passwd"))
    assert shown.here == ("matrix", "")
    shown.go_back()
    assert shown.here[0] == "leads"
    shown.close()


def test_a_page_follows_the_theme_and_has_no_pale_words(window: MainWindow) -> None:
    shown = helped(window)
    shown.show_topic("matrix")
    for scheme in (Scheme.DARK, Scheme.LIGHT):
        window.choose_scheme(scheme)
        block = shown.reader.document().firstBlock()
        colour = block.begin().fragment().charFormat().foreground().color()
        assert colour == window.theme.look.c.text1
    shown.close()


def test_every_interview_is_told_also_a_users_own(opened: Opener, folder: Path) -> None:
    own = folder / "rules" / "frameworks" / "ours.yaml"
    shutil.copy(folder / "rules" / "frameworks" / "bant.yaml", own)
    text = own.read_text("utf-8").replace("id: bant", "id: ours").replace("name: BANT", "name: Ours")
    own.write_text(text.replace("Short sales with one", "Neighbours with one"), "utf-8")
    window = opened(folder)
    page = next(topic for topic in help_topics(window) if topic.key == "frameworks").markdown
    assert "## Ours" in page
    assert "Neighbours with one or two people" in page
    for framework in window.workspace.rules.frameworks:
        assert framework.when_to_use.of("en") in page
        assert framework.when_not.of("en") in page


# --- the keyboard map ------------------------------------------------------------------------------------------------
def told(window: MainWindow, *groups: str) -> set[str]:
    """The keys that the map names, as Qt writes them."""
    found = key_groups(window.actions_.all())
    return {
        QKeySequence(key).toString() or key
        for group in found
        if group.key in groups or not groups
        for line in group.lines
        for key in line.keys
    }


def test_the_map_calls_a_key_as_the_buttons_do(window: MainWindow) -> None:
    page = next(topic for topic in help_topics(window) if topic.key == "keys").markdown
    assert "`Ctrl+Enter`" in page
    assert "Return" not in page


def test_every_action_of_the_window_stands_in_the_map(window: MainWindow) -> None:
    keys = {key.toString() for action in window.actions_.all().values() for key in action.shortcuts()}
    assert keys == told(window, "window")


def test_every_key_of_the_matrix_stands_in_the_map(window: MainWindow) -> None:
    window.show_screen("matrix")
    screen = window.stack.currentWidget()
    commands = {**keys_of_grid(screen), **keys_of_screen(screen)}
    real = {QKeySequence(key | held.value).toString() for key, held in commands}
    real = {key.replace("Enter", "Return") for key in real}
    assert real <= told(window, "matrix")
    assert {key for key in told(window, "matrix") - real if "+" in key[:-1] or key.startswith("F")} == set()


def test_every_key_of_a_call_stands_in_the_map_and_does_something(window: MainWindow) -> None:
    plain = {**call_keys.OBJECTION_KEYS, **call_keys.OUTCOME_KEYS, **call_keys._PLAIN}
    real = {QKeySequence(key).toString() for key in plain}
    real |= {QKeySequence(key | Held.ControlModifier.value).toString() for key in call_keys._WITH_CTRL}
    real |= {f"Ctrl+{days}" for days in call_keys.FOLLOW_UP_DAYS} | set(call_keys.ANSWERS) | set(call_keys.LEVELS)
    assert real <= told(window, "call")
    for text in told(window, "call") - {"Alt+letter"}:
        combination = QKeySequence(text)[0]
        asked = call_keys.asked_by(combination.key().value, combination.keyboardModifiers(), text.lower(), empty=True)
        assert asked is not None, text


GROUPS = {"today": ("today", "panel"), "leads": ("leads", "panel"), "pipeline": ("pipeline", "panel")}


@pytest.mark.parametrize("screen", ["today", "leads", "pipeline", "insights", "settings", "clean_up"])
def test_every_shortcut_of_a_screen_stands_in_the_map(qtbot: QtBot, window: MainWindow, screen: str) -> None:
    window.errands.clean_up() if screen == "clean_up" else window.show_screen(screen)
    qtbot.waitUntil(lambda: not window.runner.busy and window.current_screen() == screen)
    shown = window.stack.currentWidget()
    if screen == "leads":
        QTest.keyClick(window.leads.list.table, Key.Key_Space)
    for _tab in range(8 if screen == "insights" else 0):
        QTest.keyClick(shown, Key.Key_PageDown, Held.ControlModifier)
    qtbot.waitUntil(lambda: not window.runner.busy)
    keys = {one.key().toString() for one in shown.findChildren(QShortcut)}
    keys |= {one.shortcut().toString() for one in shown.findChildren(QAbstractButton) if not one.shortcut().isEmpty()}
    assert keys <= told(window, *GROUPS.get(screen, (screen,)), "window")


SOURCES = {
    "leads/table.py": "leads",
    "leads/panel/promises.py": "panel",
    "leads/panel/activity_tab.py": "panel",
    "leads/panel/history_tab.py": "panel",
    "compare/screen.py": "compare",
    "pipeline/view.py": "pipeline",
    "today/lists.py": "today",
    "interview/wrapup.py": "call_over",
    "insights/calibration/table.py": "insights",
    "insights/plots/page.py": "insights",
    "data/groups.py": "clean_up",
    "data/mend_list.py": "clean_up",
    "data/merge_table.py": "clean_up",
    "privacy/page.py": "clean_up",
    "exchange/screen.py": "import",
    "exchange/export_columns.py": "export",
    "help/window.py": "help",
}
"""Where screens look at keys themselves, and the part of the map that tells these."""
EVERYWHERE = {"Return", "Enter", "Esc", "Tab", "Backtab", "Up", "Down", "Left", "Right", "Home", "End", "Space"}


def test_every_key_that_a_screen_looks_at_stands_in_the_map(window: MainWindow) -> None:
    for source, group in SOURCES.items():
        text = (Path(ui.__file__).parent / source).read_text("utf-8")
        looked_at = {QKeySequence(getattr(Key, name)).toString() for name in re.findall(r"\bKey\.(Key_\w+)", text)}
        missing = looked_at - EVERYWHERE - {key.split("+")[-1] for key in told(window, group)}
        assert missing == set(), source


def test_the_keys_in_the_menu_of_a_lead_stand_in_the_map(window: MainWindow) -> None:
    menu = window.leads.lead_menu()
    keys = {one.shortcut().toString() for one in menu.actions() if not one.shortcut().isEmpty()}
    assert keys <= told(window, "leads", "panel", "window")
    menu.deleteLater()


# --- the tour --------------------------------------------------------------------------------------------------------
def test_the_tour_walks_the_screens_by_keyboard_and_points_at_what_it_speaks_of(
    qtbot: QtBot, window: MainWindow
) -> None:
    QTest.keyClick(window, Key.Key_F1, Held.ControlModifier)
    card = window.findChild(TourCard)
    for step in tour_steps():
        assert card.step == step
        assert window.current_screen() == step.screen
        assert card.pointer.target is not None
        assert window.rect().contains(card.geometry())
        qtbot.waitUntil(card.pointer.isVisible)
        card.pointer.place()
        above = [one for one in card.parentWidget().children() if one in (card, card.pointer)]
        assert above == [card.pointer, card]
        QTest.keyClick(card.next, Key.Key_Return)
    assert not card.isVisible()


def test_the_tour_is_left_at_any_time_and_blocks_nothing(qtbot: QtBot, window: MainWindow) -> None:
    card = show_tour(window)
    QTest.keyClick(card.next, Key.Key_Return)
    window.show_screen("settings")
    assert not card.pointer.isVisible()
    QTest.keyClick(window, Key.Key_F1, Held.ControlModifier)
    QTest.keyClick(card.next, Key.Key_Escape)
    assert not card.isVisible()
    qtbot.waitUntil(lambda: window.findChild(TourCard) is None)


def test_the_tour_goes_by_mouse_and_shows_only_keys_that_work(qtbot: QtBot, window: MainWindow) -> None:
    card = TourCard(window)
    card.show()
    assert (card.next._key, card.leave._key) == ("Ctrl F1", "")
    for _step in tour_steps():
        QTest.mouseClick(card.next, Qt.MouseButton.LeftButton)
        assert (card.next._key, card.leave._key) == ("Enter", "Esc")
    window.show_screen("leads")
    window.leads.list.table.setFocus()
    assert (card.next._key, card.leave._key) == ("", "")
    assert "Ctrl+F1" in card.count.text()
    show_tour(window)
    assert "Ctrl+F1" not in card.count.text()
    card.before.setFocus()
    QTest.keyClick(card.before, Key.Key_Return)
    assert card.step == tour_steps()[-2]
    QTest.mouseClick(card.leave, Qt.MouseButton.LeftButton)
    assert not card.isVisible()
    qtbot.waitUntil(lambda: window.findChild(TourCard) is None)


def test_the_tour_is_offered_once_and_only_for_the_sample(window: MainWindow, monkeypatch) -> None:
    assert offer_tour(window) is None
    monkeypatch.setattr(type(window.surroundings), "is_sample", property(lambda _self: True))
    before = window.focusWidget()
    card = offer_tour(window)
    assert card is not None
    assert card.step is None
    assert window.focusWidget() is before
    here = window.current_screen()
    window.show_screen("pipeline")
    assert not card.isVisible(), "it would lie over what somebody went to see"
    window.show_screen(here)
    assert card.isVisible()
    QTest.mouseClick(card.leave, Qt.MouseButton.LeftButton)
    assert offer_tour(window) is None


def test_help_is_found_in_the_palette_and_in_the_rail(window: MainWindow) -> None:
    window.rail.item("help").click()
    shown = window.findChild(HelpWindow)
    assert shown.isVisible()
    assert window.rail.current() == window.current_screen()
    assert show_help(window, "words").here[0] == "words"
    shown.close()


def test_other_themes_leave_nothing_of_the_pages_behind(window: MainWindow) -> None:
    shown = helped(window)
    shown.show_topic("rules")
    assert "<table" in shown.reader.toHtml()
    before = frames_known()
    for scheme in (Scheme.DARK, Scheme.LIGHT) * 3:
        window.choose_scheme(scheme)
    assert frames_known() <= before
    shown.close()


def frames_known() -> int:
    """How many tables and pages of texts Python knows, also of those that are gone."""
    gc.collect()
    return sum(isinstance(one, QTextFrame) for one in gc.get_objects())
