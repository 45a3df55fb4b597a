"""The call window walked widget by widget: named, translated, mirrored, nothing cut off, still when motion is off."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from leadqual_gui.services.commands import EditLeads
from leadqual_gui.ui.i18n import PSEUDO, Tongue
from leadqual_gui.ui.interview.window import CallWindow
from leadqual_gui.ui.main_window import MainWindow
from tests.ui.conftest import Opener, choose
from tests.ui.test_every_screen import called, has_pseudo, is_data, rule_words
from tests.ui_call.conftest import begin_call, press

Key, Held = Qt.Key, Qt.KeyboardModifier
STATES = ("asking", "people", "over")
LONG = {
    "full_name": "Maximiliana Wilhelmina von und zu Hohenstein-Bartholdy",
    "company": "Erste Norddeutsche Tiefkühl- und Feinkostgroßhandelsgesellschaft",
    "job_title": "Stellvertretende Leiterin der Abteilung für strategischen Einkauf",
}


def bring_to(call: CallWindow, state: str) -> None:
    """A state of the window."""
    if state == "people":
        press(call, Key.Key_F4)
    if state == "over":
        press(call, Key.Key_2)
        press(call, Key.Key_F5)
        press(call, Key.Key_3, Held.ControlModifier)
        press(call, Key.Key_Return, Held.ControlModifier)


def visible(call: CallWindow, *kinds: type[QWidget]) -> Iterator[QWidget]:
    """The visible widgets of these kinds."""
    for widget in call.findChildren(QWidget):
        if isinstance(widget, kinds) and widget.isVisible() and not widget.objectName().startswith("qt_"):
            yield widget


@pytest.mark.parametrize("state", STATES)
def test_each_control_has_a_name(call: CallWindow, state: str) -> None:
    bring_to(call, state)
    controls = (QAbstractButton, QAbstractItemView, QPlainTextEdit)
    assert [type(w).__name__ for w in visible(call, *controls) if not called(w)] == []


def test_each_key_is_told_in_a_tooltip(call: CallWindow) -> None:
    tips = " ".join(widget.toolTip() for widget in call.findChildren(QWidget))
    for key in ("(0)", "(3)", "(U)", "(R)", "(W)", "(F1)", "(F4)", "(F5)", "(F9)", "(Ctrl+3)", "(Ctrl+0)", "(Ctrl+D)",
                "(Ctrl+G)", "(Ctrl+T)", "(Ctrl+Enter)", "(Alt+B)"):  # fmt: skip
        assert key in tips, key


@pytest.mark.parametrize("state", STATES)
def test_all_words_go_through_translation(
    qtbot: QtBot, tongue: Tongue, opened: Opener, folder: Path, state: str
) -> None:
    tongue.speak(PSEUDO)
    window = opened(folder)
    rules = rule_words(window)
    for framework in window.workspace.rules.frameworks:
        rules |= {str(framework.name), *(f"“{str(o.label).strip('“”')}”" for o in framework.objections)}
        rules |= {str(lv.sentence).rstrip(".") for e in framework.elements for lv in e.levels}
    call = begin_call(qtbot, window)
    bring_to(call, state)
    plain = [
        text
        for widget in visible(call, QLabel, QAbstractButton)
        if (text := widget.text().strip()) and not has_pseudo(text) and not is_data(text) and text not in rules
    ]
    assert plain == []


def test_the_window_mirrors(qtbot: QtBot, tongue: Tongue, opened: Opener, folder: Path) -> None:
    tongue.speak(PSEUDO)
    call = begin_call(qtbot, opened(folder))
    assert call.side.mapTo(call, QPoint(0, 0)).x() == 0
    assert call.ending.end.mapTo(call, QPoint(0, 0)).x() < call.width() // 4


@pytest.mark.parametrize("size", [(980, 600), (1100, 720), (1280, 760)])
def test_nothing_is_cut_off_with_long_names(qtbot: QtBot, window: MainWindow, size: tuple[int, int]) -> None:
    lead = choose(window, "Stefan Roth")
    window.bridge.execute(EditLeads((lead,), {**LONG, "phone": "+49 555 0123456", "unsubscribed": True}))
    window.errands.call(lead)
    call = window.errands.calls.windows[0]
    call.resize(*size)
    qtbot.wait(20)
    assert (call.width(), call.height()) == size
    cut = [
        f"{w.text()!r}: {w.width()} < {w.minimumSizeHint().width()}"
        for w in visible(call, QAbstractButton)
        if w.text() and w.width() < w.minimumSizeHint().width()
    ]
    assert cut == []
    assert call.head.name.words() == LONG["full_name"]
    assert call.head.allowed.isVisible()
    assert call.head.mail.isVisible()


def test_the_pin_glides_unless_motion_is_off(call: CallWindow) -> None:
    press(call, Key.Key_3)
    assert call.live.bar._move.state().name == "Stopped"
    call.theme.motion = True
    press(call, Key.Key_Z, Held.ControlModifier)
    assert call.live.bar._move.state().name == "Running"
    assert call.live.bar._move.duration() == 120
    call.live.bar._move.stop()


def test_the_keyboard_is_in_the_note_line_whatever_is_pressed(qtbot: QtBot, call: CallWindow) -> None:
    assert call.notes.edit.hasFocus()
    for row in (call.answers.rows[1], call.answers.unknown, call.question.wording, call.strip.chips[2]):
        QTest.mouseClick(row, Qt.MouseButton.LeftButton)
        assert call.notes.edit.hasFocus()


def test_a_pressed_row_answers_as_its_key_does(call: CallWindow) -> None:
    element = call.session.interview.at
    QTest.mouseClick(call.answers.rows[1], Qt.MouseButton.LeftButton)
    assert call.session.interview.of(element).level == 1


def test_the_window_stays_on_top_when_asked(call: CallWindow) -> None:
    press(call, Key.Key_T, Held.ControlModifier)
    assert call.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    assert call.isVisible()
    press(call, Key.Key_T, Held.ControlModifier)
    assert not call.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
