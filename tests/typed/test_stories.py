"""A note is begun, somebody comes in between: it is there again, and goes when it is filed, emptied or forgotten."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.half_typed import NOTE, NOTES, TypingPlace
from leadqual_gui.ui.half_typed import AFTER_MS
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.privacy.acts import forget
from tests.typed.test_kept_words import traces_in
from tests.typed.typing_in import HALF, INES, full_disk, noted, panel_with
from tests.ui.conftest import choose

Key = Qt.Key


def on_disk(window: MainWindow, lead: int, what: str = NOTE) -> str:
    """What the next start would show, whatever happens now."""
    return window.workspace.store.half_typed.text(TypingPlace(what, lead))


def test_words_are_on_disk_while_the_hand_still_writes(qtbot: QtBot, window: MainWindow) -> None:
    panel, ines = panel_with(window, INES), choose(window, INES)
    began = []
    while not on_disk(window, ines):
        QTest.keyClicks(panel.note, "a")  # never a pause
        qtbot.wait(AFTER_MS // 10)
        began.append(1)
        assert len(began) < 40


def test_a_closed_window_takes_no_word_along(qtbot: QtBot, opened, folder: Path) -> None:
    window = opened(folder)
    QTest.keyClicks(panel_with(window, INES).note, HALF)
    window.close()
    assert noted(opened(folder)) == HALF


@pytest.mark.parametrize("name", ["city", "notes"])
def test_a_field_that_one_types_in_is_saved_when_the_window_is_closed(
    qtbot: QtBot, opened, folder: Path, name: str
) -> None:
    window = opened(folder)
    panel, ines = panel_with(window, INES), choose(window, INES)
    panel.choose_tab("details")
    field = panel.tabs["details"].fields[name]
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    field.selectAll()
    QTest.keyClicks(field, HALF)
    window.close()
    again = opened(folder)
    assert getattr(again.workspace.store.lead(ines), name) == HALF
    assert on_disk(again, ines, NOTES) == ""


def test_a_filed_note_is_no_longer_half_typed(qtbot: QtBot, window: MainWindow) -> None:
    panel, ines = panel_with(window, INES), choose(window, INES)
    QTest.keyClicks(panel.note, HALF)
    qtbot.waitUntil(lambda: on_disk(window, ines) == HALF)
    QTest.keyClick(panel.note, Key.Key_Return)
    assert [a.topic for a in window.workspace.store.activities(ines)].count(HALF) == 1
    qtbot.wait(20)
    assert on_disk(window, ines) == ""


def test_an_emptied_box_is_empty_at_the_next_start(qtbot: QtBot, window: MainWindow) -> None:
    panel, ines = panel_with(window, INES), choose(window, INES)
    QTest.keyClicks(panel.note, HALF)
    qtbot.waitUntil(lambda: on_disk(window, ines) == HALF)
    panel.note.selectAll()
    QTest.keyClick(panel.note, Key.Key_Delete)
    qtbot.waitUntil(lambda: on_disk(window, ines) == "", timeout=1000)


def test_a_note_that_could_not_be_filed_stays_to_be_filed(qtbot: QtBot, window: MainWindow, monkeypatch) -> None:
    panel, ines = panel_with(window, INES), choose(window, INES)
    QTest.keyClicks(panel.note, HALF)
    qtbot.waitUntil(lambda: on_disk(window, ines) == HALF)

    monkeypatch.setattr(window.workspace, "execute", full_disk)
    QTest.keyClick(panel.note, Key.Key_Return)
    qtbot.wait(AFTER_MS + 50)
    assert panel.note.toPlainText() == HALF
    assert on_disk(window, ines) == HALF


def test_the_same_lead_on_another_screen_shows_the_same_words(qtbot: QtBot, window: MainWindow) -> None:
    leads = panel_with(window, INES)
    window.show_screen("today")
    today = window.stack.currentWidget().panel
    today.show_lead(leads.lead_id)
    qtbot.waitUntil(lambda: today.details is not None and today.details.lead.name == INES)
    QTest.keyClicks(today.note, HALF)
    assert leads.note.toPlainText() == HALF
    QTest.keyClick(today.note, Key.Key_Return)
    assert leads.note.toPlainText() == ""
    qtbot.wait(AFTER_MS + 50)
    assert on_disk(window, leads.lead_id) == ""


def test_a_full_disk_is_told_once_and_the_words_wait(qtbot: QtBot, window: MainWindow, monkeypatch) -> None:
    panel, ines = panel_with(window, INES), choose(window, INES)
    told: list[LeadQualError] = []
    window.bridge.failed.disconnect()
    window.bridge.failed.connect(told.append)

    class Full:
        """A disk that takes nothing."""

        def keep(self, _place: TypingPlace, _text: str) -> None:
            raise LeadQualError("the disk is full")

    monkeypatch.setattr(type(window.workspace), "half_typed", Full())
    for letter in "Zan":
        QTest.keyClicks(panel.note, letter)
        qtbot.wait(AFTER_MS + 30)
    assert len(told) == 1
    monkeypatch.undo()
    QTest.keyClicks(panel.note, "zibar")
    qtbot.waitUntil(lambda: on_disk(window, ines) == "Zanzibar", timeout=1000)


def test_half_a_note_about_somebody_deleted_for_good_is_in_no_byte(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    panel, ines = panel_with(window, INES), choose(window, INES)
    QTest.keyClicks(panel.note, f"{HALF} and")
    qtbot.waitUntil(lambda: on_disk(window, ines).endswith("and"))
    assert traces_in(folder, "Zanzi")
    task = forget(window, ines, INES, INES)
    QTest.keyClicks(panel.note, " in Zanzibar")  # the hand is not told at once
    with qtbot.waitSignal(task.ended, timeout=20_000):
        pass
    qtbot.wait(AFTER_MS + 100)
    assert traces_in(folder, "Zanzi") == set()
    assert panel.note.toPlainText() == ""
    window.close()
    assert traces_in(folder, "Zanzi") == set()
