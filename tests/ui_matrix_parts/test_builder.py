"""An owner builds a condition, and what makes no sense is said at the field."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.conditions import Operator, Test
from leadqual_gui.domain.facts import FactType
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.matrix.builder.sheet import ConditionSheet
from leadqual_gui.ui.matrix.builder.values import argument_of
from leadqual_gui.ui.matrix.screen import MatrixScreen

Key = Qt.Key


@pytest.fixture
def sheet(qtbot: QtBot, window: MainWindow, screen: MatrixScreen) -> ConditionSheet:
    """The sheet of the number of employees, opened by F2."""
    screen.rows.go_to("company_size")
    qtbot.keyClick(screen.grid, Key.Key_F2)
    found = next(one for one in screen.findChildren(ConditionSheet) if one.isVisible())
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=10_000)
    return found


def test_a_fact_that_does_not_exist_is_refused_with_a_guess(qtbot: QtBot, sheet: ConditionSheet) -> None:
    row = sheet.tree.rows[0]
    line = row.fact.lineEdit()
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "Contry")
    line.editingFinished.emit()
    assert row.trouble.text() == "There is no fact “Contry”. Did you mean “Country”?"
    assert not sheet.tree.sound
    sheet.keep()
    assert sheet.isVisible()
    line.selectAll()
    qtbot.keyClicks(line, "country")
    line.editingFinished.emit()
    assert not row.trouble.text()
    assert row._test.fact == "country"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("250; 50", "The first value is greater than the second. Exchange them"),
        ("fifty; 250", "“fifty” is no number"),
        ("50; nan", "“nan” is no number"),
        ("", "A value is missing"),
        ("50", "Between needs two values: from; to"),
    ],
)
def test_a_bad_value_is_said_at_the_field(qtbot: QtBot, sheet: ConditionSheet, typed: str, said: str) -> None:
    row = sheet.tree.rows[0]
    row.value.selectAll()
    qtbot.keyClick(row.value, Key.Key_Delete)
    qtbot.keyClicks(row.value, typed)
    assert row.trouble.text() == said
    assert not sheet.tree.sound


def test_values_are_offered_with_how_many_leads_have_them(qtbot: QtBot, sheet: ConditionSheet) -> None:
    row = sheet.tree.rows[0]
    row.fact.setCurrentIndex(row.fact.findData("owner"))
    row.fact.activated.emit(row.fact.currentIndex())
    qtbot.waitUntil(lambda: bool(row._offered), timeout=10_000)
    assert sorted(row._offered.values()) == ["Ana", "Ben"]
    assert all("2 leads" in words for words in row._offered)


def test_the_effect_is_seen_before_it_is_kept_and_one_undo_takes_it_back(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen, sheet: ConditionSheet
) -> None:
    row = sheet.tree.rows[0]
    row.value.selectAll()
    qtbot.keyClicks(row.value, "60; 250")
    wanted = Test("employees", Operator.BETWEEN, (60.0, 250.0))
    assert screen.session.criterion("company_size").levels[0].when == wanted
    assert screen.session.change_count == 1
    assert not screen.session.draft.dirty
    qtbot.keyClick(sheet, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert screen.session.draft.dirty
    window.actions_.get("undo").trigger()
    assert not screen.session.draft.dirty


def test_broken_yaml_is_refused_at_its_line_and_the_criterion_stays(
    qtbot: QtBot, screen: MatrixScreen, sheet: ConditionSheet
) -> None:
    before = screen.session.criterion("company_size")
    qtbot.mouseClick(sheet.as_yaml, Qt.MouseButton.LeftButton)
    text = sheet.yaml.toPlainText()
    sheet.yaml.setPlainText(text.replace("points: 10", "points: ten", 1))
    sheet.keep()
    assert sheet.isVisible()
    assert "points" in sheet.trouble.text()
    assert ":" in sheet.trouble.text()
    assert screen.session.criterion("company_size") == before


@pytest.mark.parametrize(
    ("typed", "refused"), [("^Acme", True), ("head.*", True), (r"\d+", True), ("C++ (.NET)", False)]
)
def test_a_pattern_is_refused_where_texts_are_compared(typed: str, refused: bool) -> None:
    found = argument_of(Operator.CONTAINS, FactType.TEXT, typed)
    assert (isinstance(found, str) and "is a pattern" in found) is refused


def test_a_comment_typed_into_the_yaml_text_stands_in_the_file_and_undo_takes_it_out(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen, sheet: ConditionSheet
) -> None:
    qtbot.mouseClick(sheet.as_yaml, Qt.MouseButton.LeftButton)
    text = sheet.yaml.toPlainText().rstrip("\n")
    before = screen.session.draft.text().splitlines()
    sheet.yaml.setPlainText(f"{text}   # asked of the registry\n")
    qtbot.keyClick(sheet.yaml, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not sheet.isVisible()
    come = [line for line in screen.session.draft.text().splitlines() if line not in before]
    assert [line.rpartition("   ")[2] for line in come] == ["# asked of the registry"]
    assert (screen.session.change_count, screen.header.publish.isEnabled()) == (1, True)
    screen.undo()
    assert screen.session.draft.text().splitlines() == before
    assert screen.session.change_count == 0


def test_a_level_says_how_many_leads_it_holds_for_beside_all_levels(qtbot: QtBot, sheet: ConditionSheet) -> None:
    reached = sheet._session.foresight.reached(sheet._hand.criterion)
    assert reached is not None
    told = []
    for at, level in enumerate(reached.levels):
        sheet.levels.setCurrentIndex(at)
        sheet.levels.activated.emit(at)
        told.append(sheet.reach.words())
        assert told[-1].startswith(f"this level holds for {level.leads} lead"), told[-1]
        assert f"all {len(reached.levels)} for {reached.leads}" in told[-1]
    assert len(set(told)) > 1, "the levels of this matrix hold for different leads"
