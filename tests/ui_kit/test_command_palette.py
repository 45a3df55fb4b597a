"""Ctrl+K finds any lead and any action, with the keyboard alone."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.command_palette import CommandPalette
from leadqual_gui.ui.widgets.marks import match_spans
from leadqual_gui.ui.widgets.palette_rows import Only, PaletteGroup, PaletteItem, PaletteQuery, Part, read_query
from leadqual_gui.ui.widgets.scores import ScoreValue
from tests.ui_kit.painted import painted_on

INES = PaletteItem(
    1, "Ines Carvalho", "Norbrook Cold Storage", score=ScoreValue(58, 45, 86, "warm", grade="A1"), subject=True
)
CARLO = PaletteItem(2, "Carlo Benedetti", "Alpe Latte", score=ScoreValue(43, 30, 60, "warm", grade="B2"), subject=True)
CALL = PaletteItem("call", "Call", "start the interview", "phone-call", ("Ctrl", "Enter"))
UNDO = PaletteItem("undo", "Take back: import of campaign-list.csv", icon="undo-2", keys=("Ctrl", "Z"))
MORE = PaletteItem("more", "21 more leads")


class Finder:
    """A provider that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[PaletteQuery] = []

    def __call__(self, query: PaletteQuery) -> list[PaletteGroup]:
        self.asked.append(query)
        leads = PaletteGroup("Leads", (INES, CARLO), MORE, "23 leads")
        actions = PaletteGroup("Actions and screens", (CALL, UNDO), summary="2 actions")
        if query.subject is not None:
            return [PaletteGroup(f"With {query.subject.title}", (CALL,))]
        shown = {Only.ALL: [leads, actions], Only.ACTIONS: [actions], Only.LEADS: [leads]}[query.only]
        return [] if query.text == "zzz" else shown


@pytest.fixture
def finder() -> Finder:
    return Finder()


@pytest.fixture
def palette(theme: Theme, finder: Finder, qtbot: QtBot) -> Iterator[CommandPalette]:
    frame = QWidget()
    note = QLineEdit()
    QVBoxLayout(frame).addWidget(note)
    frame.resize(1280, 800)
    qtbot.addWidget(frame)
    made = CommandPalette(theme, finder, frame)
    frame.show()
    frame.activateWindow()
    note.setFocus()
    qtbot.waitUntil(note.hasFocus)
    made.open()
    yield made
    made.dismiss()
    frame.close()


def test_it_lies_over_the_window_680_wide(palette: CommandPalette):
    panel = palette.field.parentWidget()
    assert palette.geometry() == palette.parentWidget().rect()
    assert (panel.width(), panel.y(), panel.x()) == (680, 112, 300)


def test_typing_and_enter_choose(palette: CommandPalette, finder: Finder, qtbot: QtBot):
    qtbot.keyClicks(palette.field, "ca")
    assert finder.asked[-1] == PaletteQuery("ca")
    assert palette.current() == INES
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    with qtbot.waitSignal(palette.chosen) as chosen:
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert chosen.args == [CARLO]
    assert not palette.isVisible()


def test_arrows_skip_headings_and_go_round(palette: CommandPalette, qtbot: QtBot):
    seen = []
    for _ in range(6):
        seen.append(palette.current())
        qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert seen == [INES, CARLO, MORE, CALL, UNDO, INES]
    for _ in range(2):
        qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.current() == UNDO


def test_prefixes_narrow_to_actions_or_leads(palette: CommandPalette, finder: Finder, qtbot: QtBot):
    qtbot.keyClicks(palette.field, "> ca")
    assert finder.asked[-1] == PaletteQuery("ca", Only.ACTIONS)
    palette.field.setText("@ines")
    assert finder.asked[-1] == PaletteQuery("ines", Only.LEADS)
    assert read_query("  ca ") == PaletteQuery("ca")


def test_tab_lists_the_actions_of_a_lead_and_backspace_goes_back(palette: CommandPalette, finder: Finder, qtbot: QtBot):
    qtbot.keyClicks(palette.field, "ca")
    qtbot.keyClick(palette.field, Qt.Key.Key_Tab)
    assert finder.asked[-1] == PaletteQuery("", Only.ALL, INES)
    assert palette.current() == CALL
    qtbot.keyClick(palette.field, Qt.Key.Key_Backspace)
    assert finder.asked[-1].subject is None


def test_escape_gives_the_keyboard_back(palette: CommandPalette, qtbot: QtBot):
    with qtbot.waitSignal(palette.closed), qtbot.assertNotEmitted(palette.chosen):
        qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    note = palette.parentWidget().findChild(QLineEdit, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert note is not None
    assert note.hasFocus()


def test_a_click_beside_it_closes_and_on_a_row_chooses(palette: CommandPalette, qtbot: QtBot):
    rows = palette.results
    place = rows.visualRect(rows.model().index(2, 0)).center()
    with qtbot.waitSignal(palette.chosen) as chosen:
        qtbot.mouseMove(rows.viewport(), place)
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [CARLO]
    palette.open()
    qtbot.mouseClick(palette, Qt.MouseButton.LeftButton, pos=palette.rect().bottomRight())
    assert not palette.isVisible()


def test_nothing_found_chooses_nothing(palette: CommandPalette, qtbot: QtBot):
    qtbot.keyClicks(palette.field, "zzz")
    assert "Nothing found" in {label.text() for label in palette.findChildren(QLabel)}
    with qtbot.assertNotEmitted(palette.chosen):
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.current() is None


def test_rows_say_score_and_keys(palette: CommandPalette):
    said = painted_on(palette)
    assert {"Leads", "Ines Carvalho", "58", "A", "21 more leads", "Call", "Ctrl", "Z"} <= set(said)
    spoken = [row.spoken for row in palette.results.rows]
    assert spoken[1] == "Ines Carvalho, Norbrook Cold Storage, 58"
    assert spoken[5] == "Call, start the interview, Ctrl Enter"
    assert palette.results.rows[0].part is Part.HEAD


def test_it_follows_its_window(palette: CommandPalette, qtbot: QtBot):
    palette.parentWidget().resize(640, 400)
    qtbot.waitUntil(lambda: palette.width() == 640)
    panel = palette.field.parentWidget()
    assert panel.x() >= 0
    assert panel.geometry().right() < 640


def test_matches_are_marked_at_the_beginning_of_words_first():
    assert match_spans("Do not call again", "ca") == ((7, 9),)
    assert match_spans("Africa Carvalho", "ca") == ((7, 9),)
    assert match_spans("Alfredo", "fr") == ((2, 4),)
    assert match_spans("Ines Carvalho", "car ines") == ((0, 4), (5, 8))
    assert match_spans("İstanbul", "ist") == ()
