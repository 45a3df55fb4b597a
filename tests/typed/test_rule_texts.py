"""Texts about rules that are begun: YAML that is not right yet, why a file is published."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.half_typed import AFTER_MS
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.matrix.builder.sheet import ConditionSheet
from leadqual_gui.ui.matrix.other.page import RuleFilePage
from leadqual_gui.ui.matrix.other.yaml_sheet import ItemYamlSheet
from leadqual_gui.ui.popover import Ask
from tests.typed.typing_in import HALF, full_disk, kept, visible
from tests.ui_matrix.on_screen import shown
from tests.ui_matrix_parts.test_other_files import opened as tab_opened
from tests.ui_matrix_parts.test_other_files import row_of

Key = Qt.Key


def test_yaml_of_a_criterion_that_is_not_right_yet_is_there_again(qtbot: QtBot, window: MainWindow) -> None:
    screen = shown(qtbot, window)

    def sheet() -> ConditionSheet:
        screen.sheets.edit_condition("past_purchases", -1)
        return visible(ConditionSheet)[0]

    text = sheet()
    assert not text.as_yaml.isChecked()
    text.as_yaml.click()
    good = text.yaml.toPlainText()
    assert kept(window) == []
    text.yaml.setPlainText(good.replace("at_least: 1", "at_lest: 4"))
    text.close()
    again = sheet()
    assert again.as_yaml.isChecked()
    assert "at_lest: 4" in again.yaml.toPlainText()
    assert "Esc throws it away" in again.trouble.text()
    again.yaml.setPlainText(again.yaml.toPlainText().replace("at_lest", "at_least"))
    again.keep()
    assert screen.session.criterion("past_purchases").when.argument == 4.0
    assert kept(window) == []
    again = sheet()
    assert not again.as_yaml.isChecked()
    again.as_yaml.click()
    QTest.keyClicks(again.yaml, "# half")
    QTest.keyClick(again.yaml, Key.Key_Escape)
    assert kept(window) == []


def test_yaml_of_a_play_that_is_not_right_yet_is_there_again(qtbot: QtBot, window: MainWindow) -> None:
    plays = tab_opened(qtbot, window, shown(qtbot, window), "Playbook").block("plays")
    at = row_of(plays, "stale")

    def sheet(row: int = at) -> ItemYamlSheet:
        plays.edit_yaml(row)
        return visible(ItemYamlSheet)[0]

    text = sheet()
    good = text.yaml.toPlainText()
    text.yaml.setPlainText(good.replace("365", "3650"))
    text.close()
    other = sheet(at - 1 if at else at + 1)
    assert "3650" not in other.yaml.toPlainText()
    other.close()
    plays.table.go(at, 0)
    plays.command("copy")
    copy = sheet(at + 1)
    assert "3650" not in copy.yaml.toPlainText()
    copy.close()
    again = sheet()
    assert "3650" in again.yaml.toPlainText()
    assert "Esc throws it away" in again.trouble.text()
    again.keep()
    assert kept(window) == []
    again = sheet()
    assert "3650" in again.yaml.toPlainText()
    assert again.trouble.isHidden()
    again.close()


def half_told_why(qtbot: QtBot, window: MainWindow) -> RuleFilePage:
    """The playbook with another age, and half a reason for it in the sheet that asks."""
    screen = shown(qtbot, window)
    plays = tab_opened(qtbot, window, screen, "Playbook").block("plays")
    plays.edit_yaml(row_of(plays, "stale"))
    text = visible(ItemYamlSheet)[0]
    text.yaml.setPlainText(text.yaml.toPlainText().replace("365", "300"))
    text.keep()
    page = screen.files.page
    page.ask_why()
    QTest.keyClicks(visible(Ask)[0].line, HALF)
    return page


def test_why_a_file_is_published_goes_on_where_it_was_left(qtbot: QtBot, window: MainWindow) -> None:
    page = half_told_why(qtbot, window)
    visible(Ask)[0].close()
    page.ask_why()
    assert visible(Ask)[0].line.text() == HALF
    QTest.keyClick(visible(Ask)[0].line, Key.Key_Return)
    qtbot.waitUntil(lambda: not page.session.dirty and not window.runner.busy, timeout=10_000)
    assert kept(window) == []
    qtbot.wait(AFTER_MS + 50)


def test_why_a_file_is_published_is_kept_when_it_could_not_be(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:

    page = half_told_why(qtbot, window)
    with monkeypatch.context() as disk, qtbot.waitSignal(window.bridge.failed):
        disk.setattr(type(page.session.desk), "publish", full_disk)
        QTest.keyClick(visible(Ask)[0].line, Key.Key_Return)
    assert kept(window) == ["typed.published playbook.yaml.0"]
    page.ask_why()
    assert visible(Ask)[0].line.text() == HALF
    QTest.keyClick(visible(Ask)[0].line, Key.Key_Return)
    qtbot.waitUntil(lambda: not page.session.dirty and not window.runner.busy, timeout=10_000)
    assert kept(window) == []
