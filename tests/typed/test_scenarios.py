"""An example of the matrix that is begun: all of its sheet is there again, for that example and no other."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from leadqual_gui.services.rule_editing.drafts import MatrixDraft
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.matrix.effect.scenario_sheet import ScenarioSheet
from leadqual_gui.ui.matrix.screen import MatrixScreen
from tests.typed.typing_in import HALF, example, full_disk, kept
from tests.ui_matrix.on_screen import shown

Key, Held = Qt.Key, Qt.KeyboardModifier
PLACE = "typed.scenario matrix.yaml:{}.0"


def written(sheet: ScenarioSheet) -> list[object]:
    """All that stands in a sheet."""
    parts = (sheet.facts, sheet.answers, sheet.happened, sheet.people)
    head = [sheet.name.text(), sheet.created.text(), sheet.expect.currentData()]
    return [*head, *(part.pairs() for part in parts)]


def begun(screen: MatrixScreen, index: int = -1) -> list[object]:
    """Write into each part of an example's sheet, and click elsewhere."""
    sheet = example(screen, index)
    QTest.keyClicks(sheet.name, HALF)
    QTest.keyClicks(sheet.created, "1")
    sheet.expect.setCurrentIndex(1)
    for part, text in ((sheet.facts, "Zwetl"), (sheet.answers, "x"), (sheet.happened, "3"), (sheet.people, "two")):
        part.more.click()
        part.rows[-1].key.setCurrentIndex(1)
        QTest.keyClicks(part.rows[-1].text, text)
    told = written(sheet)
    sheet.close()
    return told


def test_a_new_example_is_there_again_with_all_its_lines(qtbot: QtBot, window: MainWindow) -> None:
    screen = shown(qtbot, window)
    told = begun(screen)
    assert kept(window) == [PLACE.format("")]
    other = example(screen, 0)
    assert HALF not in other.name.text()
    assert other.trouble.isHidden()
    other.close()
    again = example(screen)
    assert written(again) == told
    assert "Esc throws it away" in again.trouble.text()
    QTest.keyClick(again.name, Key.Key_Escape)
    assert kept(window) == []
    assert example(screen).name.text() == ""


def test_an_example_that_was_kept_waits_no_more(qtbot: QtBot, window: MainWindow) -> None:
    screen = shown(qtbot, window)
    sheet = example(screen)
    QTest.keyClicks(sheet.name, HALF)
    sheet.close()
    QTest.keyClick(example(screen).name, Key.Key_Return, Held.ControlModifier)
    assert str(screen.session.matrix.scenarios[-1].name) == HALF
    assert kept(window) == []


def test_of_an_example_that_a_full_disk_refuses_the_sheet_stays(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = shown(qtbot, window)
    sheet = example(screen)
    QTest.keyClicks(sheet.name, HALF)

    with monkeypatch.context() as disk:
        disk.setattr(MatrixDraft, "apply", full_disk)
        sheet.keep()
    assert sheet.isVisible()
    assert "Not kept" in sheet.trouble.text()
    assert kept(window) == [PLACE.format("")]
    sheet.close()


def test_an_example_is_known_by_its_name_when_others_go(qtbot: QtBot, window: MainWindow) -> None:
    screen = shown(qtbot, window)
    name = str(screen.session.matrix.scenarios[1].name)
    told = begun(screen, 1)
    assert kept(window) == [PLACE.format(f"{name} (1)")]
    screen.panel._remove_scenario(0)
    assert written(example(screen, 0)) == told
    example(screen, 0).close()
    screen.panel._remove_scenario(0)
    example(screen, 0).close()
    assert kept(window) == []
