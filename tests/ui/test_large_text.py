"""Large text on a small screen: every window still fits a laptop, and what has no room scrolls or is left out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from leadqual_gui.services.importing import Fate
from leadqual_gui.ui.backups.dialog import BackupsDialog
from leadqual_gui.ui.crash_dialog import CrashDialog
from leadqual_gui.ui.exchange.export_dialog import ExportDialog
from leadqual_gui.ui.exchange.screen import COLUMNS, FILE, ROWS, ImportScreen
from leadqual_gui.ui.help.wiring import show_help
from leadqual_gui.ui.interview.answers import AnswerRow
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.matrix.popup import Popup
from leadqual_gui.ui.protection.dialogs import ChangeDialog, RemoveDialog, SetDialog
from leadqual_gui.ui.protection.door_window import DoorWindow
from leadqual_gui.ui.settings.screen import SettingsScreen
from leadqual_gui.ui.theme.theme import ZOOMS, Theme
from leadqual_gui.ui.today.rows import call_layout
from leadqual_gui.ui.widgets.notices import QuestionBlock
from leadqual_gui.ui.widgets.room import Room, screen_room
from leadqual_gui.ui.widgets.tabs import Tabs
from tests.ui.conftest import Opener
from tests.ui.test_protection_dialogs import OneDoor
from tests.ui_kit.painted import texts_painted

LAPTOP = QSize(1280, 760)
PLACES = ("today", "leads", "pipeline", "matrix", "insights", "settings", "start")


class EmptyShelf:
    """No copy was made yet."""

    def copies(self) -> tuple[object, ...]:
        return ()

    def replaced(self) -> None:
        return None


def least(window: QWidget) -> QSize:
    """The smallest that a window can be made: what was set for it counts more than what its parts would like."""
    asked = window.minimumSizeHint()
    return QSize(window.minimumWidth() or asked.width(), window.minimumHeight() or asked.height())


def fits(window: QWidget) -> bool:
    """Whether a laptop's screen can hold a window."""
    size = least(window)
    return size.width() <= LAPTOP.width() and size.height() <= LAPTOP.height()


def settle(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until all that was asked for is there."""
    qtbot.waitUntil(lambda: not window.runner.busy)
    QApplication.processEvents()


@pytest.fixture
def large(qtbot: QtBot, theme: Theme, opened: Opener, folder: Path) -> MainWindow:
    """The window with the usual text; a test makes it larger."""
    return opened(folder, size=(LAPTOP.width(), LAPTOP.height()))


@pytest.mark.parametrize("place", [*PLACES, "duplicates", "quality", "privacy", "import"])
def test_every_screen_fits_a_laptop_in_every_text_size(
    qtbot: QtBot, large: MainWindow, folder: Path, place: str
) -> None:
    (folder / "fair.csv").write_text("Company;E-mail\nCedar Labs;rana@cedar.example\n", encoding="utf-8")
    if place in PLACES:
        large.show_screen(place)
    elif place == "import":
        large.errands.import_file(folder / "fair.csv")
    else:
        large.errands.clean_up(place)
    settle(large, qtbot)
    too_large = []
    for zoom in ZOOMS:
        large.theme.choose_zoom(zoom)
        QApplication.processEvents()
        if not fits(large) or large.size() != LAPTOP:
            too_large.append((zoom, least(large).toTuple(), large.size().toTuple()))
    assert too_large == []


@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.0])
def test_the_foot_of_the_rail_and_the_status_bar_can_be_seen(qtbot: QtBot, large: MainWindow, zoom: float) -> None:
    large.theme.choose_zoom(zoom)
    QApplication.processEvents()
    inside = large.rect()
    for part in (large.rail.item("help"), large.rail.item("settings"), large.status):
        assert inside.contains(QRect(part.mapTo(large, QPoint(0, 0)), part.size())), part
    icon, word = large.rail.item("help").places()
    assert large.rail.item("help").rect().contains(icon)
    assert word.isEmpty() == (zoom == 2.0)
    assert large.rail.item("help").toolTip()


def test_half_of_the_larger_text_needs_no_scrolling_in_leads(qtbot: QtBot, large: MainWindow) -> None:
    qtbot.waitUntil(lambda: large.leads.panel.details is not None)
    large.theme.choose_zoom(1.5)
    qtbot.wait(20)
    room = next(one for one in large.findChildren(Room) if one.content is large.stack)
    assert room.verticalScrollBar().maximum() == 0


def test_half_of_the_larger_text_needs_no_scrolling_aside_in_an_import(
    qtbot: QtBot, large: MainWindow, folder: Path
) -> None:
    (folder / "fair.csv").write_text("Company;E-mail\nCedar Labs;rana@cedar.example\n", encoding="utf-8")
    large.errands.import_file(folder / "fair.csv")
    large.theme.choose_zoom(1.5)
    settle(large, qtbot)
    screen = large.stack.currentWidget()
    assert isinstance(screen, ImportScreen)
    room = next(one for one in large.findChildren(Room) if one.content is large.stack)
    for step in (FILE, COLUMNS, ROWS):
        screen.go_to(step)
        qtbot.wait(5)
        assert room.horizontalScrollBar().maximum() == 0
    with qtbot.waitSignal(screen.session.imported, timeout=10_000):
        screen.start.click()
    settle(large, qtbot)
    assert room.horizontalScrollBar().maximum() == 0, "what came of it would scroll out of sight"
    seen = QRect(room.viewport().mapTo(large, QPoint(0, 0)), room.viewport().size())
    for part in (screen.finish.title, screen.finish.undo, screen.outcome.lines[Fate.NEW]):
        assert seen.contains(QRect(part.mapTo(large, QPoint(0, 0)), part.size())), part


def test_in_a_low_panel_the_next_question_gives_way_to_what_the_tabs_show(qtbot: QtBot, large: MainWindow) -> None:
    qtbot.waitUntil(lambda: large.leads.panel.details is not None)
    panel = large.leads.panel
    panel.question.set_question("Who signs?", "Authority moves the score most: −8 to +8")
    lines = 3 * large.theme.look.s.row_ledger
    assert panel.question.isVisible()
    large.theme.choose_zoom(1.5)
    qtbot.waitUntil(lambda: not panel.question.isVisible())
    assert panel.pages.height() >= 1.5 * lines
    large.theme.choose_zoom(1.0)
    qtbot.waitUntil(panel.question.isVisible)
    assert panel.pages.height() >= lines


@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.0])
def test_the_notes_of_a_call_stay_in_sight(qtbot: QtBot, large: MainWindow, zoom: float) -> None:
    large.theme.choose_zoom(zoom)
    qtbot.waitUntil(lambda: large.leads.panel.details is not None)
    large.errands.call(large.leads.panel.lead_id)
    call = large.errands.calls.windows[-1]
    call.resize(LAPTOP)
    QApplication.processEvents()
    assert fits(call)
    assert call.size() == LAPTOP
    for part in (call.notes, call.ending.end, call.ending.days[7], call.head.stop):
        assert call.rect().contains(QRect(part.mapTo(call, QPoint(0, 0)), part.size())), part


@pytest.mark.parametrize(("zoom", "answers"), [(1.0, 4), (1.5, 4), (2.0, 2)])
def test_in_a_call_the_answers_come_before_all_else(qtbot: QtBot, large: MainWindow, zoom: float, answers: int) -> None:
    large.theme.choose_zoom(zoom)
    qtbot.waitUntil(lambda: large.leads.panel.details is not None)
    large.errands.call(large.leads.panel.lead_id)
    call = large.errands.calls.windows[-1]
    call.resize(LAPTOP)
    qtbot.wait(20)
    rows = [row for row in call.answers.findChildren(AnswerRow) if not row.visibleRegion().isEmpty()]
    whole = [row for row in rows if row.visibleRegion().boundingRect() == row.rect()]
    assert len(whole) >= answers
    assert call.focusWidget() is call.notes.edit
    call.show_people()
    assert call.notes.isVisible() == (zoom == 1.0)
    call.hide_people()
    assert call.notes.isVisible()


@pytest.mark.parametrize("zoom", [1.5, 2.0])
@pytest.mark.parametrize("which", ["backups", "crash", "export", "help", "set", "change", "remove", "door"])
def test_every_dialog_fits_a_laptop(qtbot: QtBot, large: MainWindow, folder: Path, which: str, zoom: float) -> None:
    theme, door = large.theme, OneDoor()
    theme.choose_zoom(zoom)
    make: dict[str, Callable[[], QWidget]] = {
        "backups": lambda: BackupsDialog(theme, EmptyShelf(), large.runner, large),  # type: ignore[arg-type]
        "crash": lambda: CrashDialog(large, "a line of details\n" * 40, folder / "leadqual.log"),
        "set": lambda: SetDialog(theme, door, folder, large),
        "change": lambda: ChangeDialog(theme, door, folder, large.runner, large),
        "remove": lambda: RemoveDialog(theme, door, large.runner, large),
        "door": lambda: DoorWindow(theme, folder),
        "help": lambda: show_help(large, "matrix"),
        "export": lambda: _exporting(large),
    }
    dialog = make[which]()
    dialog.show()
    settle(large, qtbot)
    assert fits(dialog)
    dialog.close()
    dialog.deleteLater()


def _exporting(window: MainWindow) -> QWidget:
    window.errands.export(window.leads.chosen())
    return next(dialog for dialog in window.findChildren(ExportDialog) if dialog.isVisible())


def test_a_sheet_that_is_larger_than_the_screen_scrolls(qtbot: QtBot, theme: Theme) -> None:
    sheet = Popup(theme, "A long sheet")
    qtbot.addWidget(sheet)
    for at in range(100):
        sheet.column.addWidget(QLabel(f"Line {at}"))
    wanted = sheet.sizeHint().height()
    sheet.show_at(QPoint(0, 0))
    assert sheet.height() <= screen_room(sheet).height() < wanted
    room = sheet.findChild(Room)
    assert room is not None
    assert room.content.height() >= wanted
    sheet.close()


def test_words_that_wrap_scroll_only_where_they_have_to(qtbot: QtBot) -> None:
    content = QWidget()
    column = QVBoxLayout(content)
    words = QLabel("Nobody has called this lead for half a year. " * 4)
    words.setWordWrap(True)
    column.addWidget(words)
    room = Room(content)
    qtbot.addWidget(room)
    room.resize(500, 300)
    room.show()
    assert content.height() == 300
    room.resize(120, 60)
    assert content.height() > 60
    words.setText("Call them.")
    qtbot.waitUntil(lambda: content.height() == 60)


@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.0])
def test_check_boxes_and_radio_buttons_grow_with_the_text(qtbot: QtBot, theme: Theme, zoom: float) -> None:
    theme.choose_zoom(zoom)
    style = QApplication.style()
    metrics = style.PixelMetric
    sizes = {
        style.pixelMetric(one)
        for one in (
            metrics.PM_IndicatorWidth,
            metrics.PM_IndicatorHeight,
            metrics.PM_ExclusiveIndicatorWidth,
            metrics.PM_ExclusiveIndicatorHeight,
        )
    }
    assert sizes == {round(16 * zoom)}
    theme.choose_zoom(1.0)


def test_nothing_is_left_where_a_notice_stood(qtbot: QtBot, large: MainWindow) -> None:
    before = large.stack.height()
    large.announcements.say("Imported 214 leads", ())
    qtbot.waitUntil(lambda: large.stack.height() < before)
    large.announcements.area.clear()
    qtbot.waitUntil(lambda: large.stack.height() == before)


def test_why_somebody_is_to_be_called_keeps_its_room_in_large_text(theme: Theme) -> None:
    theme.choose_zoom(1.5)
    wide, narrow = (call_layout(QRect(0, 0, width, 80), theme.look) for width in (1100, 900))
    assert wide.grade.width()
    assert wide.tier.width()
    assert narrow.grade.width() == narrow.tier.width() == 0
    assert narrow.due.right() < 900
    assert narrow.why.width() >= 250
    theme.choose_zoom(1.0)


def test_a_question_of_two_lines_is_never_pressed_into_one(qtbot: QtBot, theme: Theme) -> None:
    block = QuestionBlock(theme)
    qtbot.addWidget(block)
    block.resize(240, 40)
    block.set_question("Which problem should our product solve for you, and since when?", "Need moves the score most")
    block.show()
    lines = 4 * theme.look.f.secondary.leading
    assert block.minimumHeight() >= lines


def test_what_comes_next_with_a_score_is_cut_in_a_narrow_panel(qtbot: QtBot, large: MainWindow) -> None:
    qtbot.waitUntil(lambda: large.leads.panel.details is not None)
    score = large.leads.panel.score
    words = "If nothing happens: cold on 14 February, and nobody is asked " * 2
    score.change.say(words)
    score.resize(320, score.height())
    QApplication.processEvents()
    assert score.change.label.text() != words
    assert score.change.label.toolTip() == words


def test_keys_change_the_text_size_and_the_settings_show_it(qtbot: QtBot, large: MainWindow) -> None:
    large.show_screen("settings")
    settings = large.stack.currentWidget()
    assert isinstance(settings, SettingsScreen)
    for key, zoom in (("larger", 1.1), ("larger", 1.25), ("smaller", 1.1), ("usual_size", 1.0), ("smaller", 0.9)):
        large.actions_.get(key).trigger()
        assert (large.theme.zoom, settings.zoom.currentData()) == (zoom, zoom)
    assert large.remembered.get("window.zoom") == "0.9"
    large.actions_.get("usual_size").trigger()


@pytest.mark.parametrize("place", ["leads", "today", "matrix", "insights"])
def test_the_tab_in_front_shows_its_whole_word_in_every_text_size(qtbot: QtBot, large: MainWindow, place: str) -> None:
    large.show_screen(place)
    settle(large, qtbot)
    for zoom in (1.0, 1.25, 1.5, 2.0, 1.0):
        large.theme.choose_zoom(zoom)
        settle(large, qtbot)
        rows = [tabs for tabs in large.findChildren(Tabs) if tabs.isVisible() and tabs.count()]
        assert rows
        for tabs in rows:
            with texts_painted() as said:
                tabs.grab()
            words = tabs.tabText(tabs.currentIndex())
            assert any(words.startswith(text) for text in said), (place, zoom, words, said)
            whole = [at for at in range(tabs.count()) if tabs.shows_whole(at)]
            narrow = [at for at in whole if tabs.tabRect(at).width() < tabs.tabSizeHint(at).width()]
            assert not narrow, (place, zoom, narrow)
