"""A condition that is built and not kept: its rows are there again as they were written, right or not yet."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.conditions import All, Operator, Test
from leadqual_gui.domain.matrix_edits import RemoveCriterion, SetPoints
from leadqual_gui.services.operations import Said
from leadqual_gui.services.rule_editing.drafts import MatrixDraft
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.matrix.builder.sheet import ConditionSheet
from leadqual_gui.ui.matrix.builder.test_row import TestRow
from leadqual_gui.ui.matrix.screen import MatrixScreen
from tests.typed.typing_in import built, condition, full_disk, kept, write_over
from tests.ui_matrix.on_screen import shown

Key, Held = Qt.Key, Qt.KeyboardModifier
SIZE = "company_size"
PLACE = "typed.condition matrix.yaml:criteria {}.0"


@pytest.fixture
def screen(qtbot: QtBot, window: MainWindow) -> MatrixScreen:
    """The Matrix screen, ready to be edited."""
    return shown(qtbot, window)


def texts(sheet: ConditionSheet) -> list[str]:
    """What stands in the values of the rows."""
    assert sheet.tree is not None
    return [row.value.text() for row in sheet.tree.rows]


def test_a_value_that_is_not_right_yet_is_there_again(window: MainWindow, screen: MatrixScreen) -> None:
    built(screen)
    assert kept(window) == [PLACE.format(SIZE)]
    other = condition(screen, "industry")
    assert other.trouble.isHidden()
    other.close()
    again = condition(screen)
    assert texts(again) == ["50; Zanzi"]
    assert "“Zanzi” is no number" in again.tree.rows[0].trouble.text()
    assert "Esc throws it away" in again.trouble.text()
    QTest.keyClick(again, Key.Key_Return, Held.ControlModifier)
    assert again.isVisible()
    write_over(again.tree.rows[0].value, "50; 99")
    QTest.keyClick(again, Key.Key_Return, Held.ControlModifier)
    assert screen.session.criterion(SIZE).levels[0].when == Test("employees", Operator.BETWEEN, (50.0, 99.0))
    assert screen.session.draft.dirty
    assert kept(window) == []


def test_what_is_right_but_not_kept_is_tried_again(window: MainWindow, screen: MatrixScreen) -> None:
    before = screen.session.criterion(SIZE)
    sheet = condition(screen)
    write_over(sheet.tree.rows[0].value, "50; 99")
    write_over(sheet.label, "Middling")
    sheet.close()
    assert screen.session.criterion(SIZE) == before
    again = condition(screen)
    assert (texts(again), again.label.text()) == (["50; 99"], "Middling")
    assert str(screen.session.criterion(SIZE).levels[0].label) == "Middling"
    QTest.keyClick(again.label, Key.Key_Escape)
    assert screen.session.criterion(SIZE) == before
    assert kept(window) == []
    assert condition(screen).trouble.isHidden()


def test_what_is_written_back_as_it_was_waits_no_more(window: MainWindow, screen: MatrixScreen) -> None:
    sheet = condition(screen)
    (was,) = texts(sheet)
    write_over(sheet.tree.rows[0].value, "7")
    assert len(kept(window)) == 1
    write_over(sheet.tree.rows[0].value, was)
    assert kept(window) == []
    sheet.close()


def test_rows_that_were_added_and_a_fact_that_is_half_written_are_there_again(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen
) -> None:
    sheet = condition(screen)
    sheet.tree._join((), All)
    qtbot.waitUntil(lambda: len(sheet.tree.rows) == 2)
    line = sheet.tree.rows[1].fact.lineEdit()
    write_over(line, "Contr")
    write_over(sheet.tree.rows[0].value, "50; Zanzi")
    sheet.close()
    again = condition(screen)
    assert again.tree.rows[1].fact.currentText() == "Contr"
    assert "There is no fact “Contr”" in again.tree.rows[1].trouble.text()
    assert texts(again)[0] == "50; Zanzi"
    again.close()


def test_a_row_that_was_removed_does_not_come_back_in_another(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen
) -> None:
    sheet = condition(screen)
    sheet.tree.rows[0].remove.click()
    qtbot.waitUntil(lambda: sheet.tree.rows[0].fact.currentData() != "employees")
    told = sheet.tree.texts
    assert len(kept(window)) == 1
    sheet.close()
    again = condition(screen)
    assert again.tree.texts == told
    again.close()


def test_what_leads_have_is_asked_for_by_rows_that_are_there_no_more(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[object]()
    monkeypatch.setattr(ConditionSheet, "_ask_values", lambda _sheet, _fact, then: asked.append(then))
    built(screen)
    again = condition(screen)
    qtbot.waitUntil(lambda: len(again.findChildren(TestRow)) == 1)
    for then in asked:
        then([])
    again.close()


def test_points_that_were_given_since_stay(window: MainWindow, screen: MatrixScreen) -> None:
    sheet = condition(screen)
    write_over(sheet.tree.rows[0].value, "50; 99")
    sheet.close()
    screen.session.apply(SetPoints(SIZE, 170, 0), Said("matrix_points"))
    condition(screen).keep()
    level = screen.session.criterion(SIZE).levels[0]
    assert (level.tenths, level.when.argument) == (170, (50.0, 99.0))


def test_a_rule_on_activities_is_there_again_line_by_line(window: MainWindow, screen: MatrixScreen) -> None:
    rule = next(one.id for one in screen.session.matrix.criteria if one.activity is not None)
    sheet = condition(screen, rule)
    write_over(sheet.form._lines["topics"], "cold rooms")
    write_over(sheet.form._lines["within"], "a while")
    sheet.close()
    again = condition(screen, rule)
    lines: dict[str, QLineEdit] = again.form._lines
    assert (lines["topics"].text(), lines["within"].text()) == ("cold rooms", "a while")
    assert again.form.trouble.text()
    QTest.keyClick(lines["topics"], Key.Key_Escape)
    assert kept(window) == []


def test_a_full_disk_leaves_the_sheet_open(
    window: MainWindow, screen: MatrixScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = condition(screen)
    write_over(sheet.tree.rows[0].value, "50; 99")

    with monkeypatch.context() as disk:
        disk.setattr(MatrixDraft, "apply", full_disk)
        sheet.keep()
    assert sheet.isVisible()
    assert "Not kept" in sheet.trouble.text()
    assert len(kept(window)) == 1
    sheet.keep()
    assert kept(window) == []


def test_yaml_that_was_taken_over_goes_on_as_rows_with_its_comments(window: MainWindow, screen: MatrixScreen) -> None:
    sheet = condition(screen)
    sheet.as_yaml.click()
    sheet.yaml.setPlainText(f"{sheet.yaml.toPlainText().rstrip()}   # asked of the registry\n")
    assert kept(window) == [f"typed.yaml matrix.yaml:criteria {SIZE}.0"]
    sheet.as_yaml.click()
    assert kept(window) == [PLACE.format(SIZE)]
    write_over(sheet.label, "Middling")
    sheet.close()
    again = condition(screen)
    assert not again.as_yaml.isChecked()
    assert again.label.text() == "Middling"
    again.close()


def test_of_a_criterion_that_is_gone_nothing_stays(window: MainWindow, screen: MatrixScreen) -> None:
    built(screen)
    screen.session.apply(RemoveCriterion(SIZE), Said("matrix_removed", {"name": "Size"}))
    condition(screen, "industry").close()
    assert kept(window) == []
