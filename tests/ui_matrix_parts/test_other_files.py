"""An owner shapes funnel, playbook, profiles, activities and interviews in tables, and publishes them."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.conditions import Operator, Test
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.matrix.other.condition import FileConditionSheet
from leadqual_gui.ui.matrix.other.page import RuleFilePage, SectionBlock
from leadqual_gui.ui.matrix.screen import MatrixScreen
from leadqual_gui.ui.popover import Ask

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def opened(qtbot: QtBot, window: MainWindow, screen: MatrixScreen, name: str) -> RuleFilePage:
    """Click the tab of a file and wait until it can be edited."""
    tabs = screen.files.tabs
    at = next(at for at in range(tabs.count()) if tabs.tabText(at) == name)
    qtbot.mouseClick(tabs, LEFT, pos=tabs.tabRect(at).center())
    page = screen.files.page
    assert page is not None
    qtbot.waitUntil(lambda: bool(page.blocks) and not window.runner.busy, timeout=10_000)
    return page


def write(qtbot: QtBot, block: SectionBlock, row: int, key: str, words: str, taken: bool = True) -> None:
    """Go to a cell, write over what stands there, Enter."""
    column = next(at for at, one in enumerate(block.section.columns) if one.key == key)
    block.table.setFocus()
    block.table.go(row, column)
    qtbot.keyClick(block.table, Key.Key_F2)
    editor = block.table.viewport().findChild(QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, words)
    qtbot.keyClick(editor, Key.Key_Return)
    if taken:
        qtbot.waitUntil(lambda: block.table.state() == block.table.State.NoState)


def publish(qtbot: QtBot, window: MainWindow, page: RuleFilePage, why: str) -> None:
    """Publish by the button, with a line of why."""
    qtbot.mouseClick(page.publish, LEFT)
    ask = next(child for child in page.findChildren(Ask) if child.isVisible())
    qtbot.keyClicks(ask.line, why)
    qtbot.keyClick(ask.line, Key.Key_Return)
    qtbot.waitUntil(lambda: not page.session.dirty and not window.runner.busy, timeout=10_000)


def row_of(block: SectionBlock, name: str) -> int:
    """The row of an item, by its id."""
    return next(at for at, item in enumerate(block.table.items) if getattr(item, "id", "") == name)


def test_a_stage_gets_another_limit_and_only_its_line_changes(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen, folder: Path
) -> None:
    page = opened(qtbot, window, screen, "Funnel")
    before = (folder / "rules" / "funnel.yaml").read_text(encoding="utf-8")
    stages = page.block("stages")
    write(qtbot, stages, row_of(stages, "engaged"), "overdue_after", "45")
    assert page.session.value.stage("engaged").overdue_after == 45
    assert page.session.undo_words == "change of Engaged"
    publish(qtbot, window, page, "They take longer")
    after = (folder / "rules" / "funnel.yaml").read_text(encoding="utf-8")
    changed = [(a, b) for a, b in zip(before.splitlines(), after.splitlines(), strict=True) if a != b]
    assert changed == [("    overdue_after: 30d", "    overdue_after: 45d")]
    assert window.workspace.rules.funnel.stage("engaged").overdue_after == 45
    window.actions_.get("undo").trigger()
    qtbot.waitUntil(lambda: window.workspace.rules.funnel.stage("engaged").overdue_after == 30, timeout=10_000)


def test_a_bad_number_is_said_at_the_cell_and_nothing_is_lost(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen
) -> None:
    page = opened(qtbot, window, screen, "Funnel")
    stages = page.block("stages")
    write(qtbot, stages, 0, "overdue_after", "soon", taken=False)
    qtbot.waitUntil(stages.table.editing.refusal.isVisible)
    assert stages.table.editing.refusal.reason() == "Late after, days: “soon” is no number"
    assert not page.session.dirty
    qtbot.keyClick(stages.table.viewport().findChild(QLineEdit), Key.Key_Escape)
    assert not stages.table.editing.refusal.isVisible()


def test_a_gate_is_added_and_its_condition_built_in_a_sheet(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen
) -> None:
    page = opened(qtbot, window, screen, "Funnel")
    gates = page.block("gates")
    count = len(gates.table.items)
    gates.table.go(count - 1, 1)
    qtbot.keyClick(gates.table, Key.Key_Insert)
    assert len(gates.table.items) == count + 1
    row = next(at for at, gate in enumerate(gates.table.items) if str(gate.message).startswith("Say what"))
    gates.table.go(row, 1)
    qtbot.keyClick(gates.table, Key.Key_Return)
    sheet = next(one for one in gates.findChildren(FileConditionSheet) if one.isVisible())
    rows = sheet.tree.rows
    rows[0].fact.setCurrentIndex(rows[0].fact.findData("score"))
    rows[0].fact.activated.emit(rows[0].fact.currentIndex())
    rows[0].operator.setCurrentIndex(rows[0].operator.findData(Operator.AT_LEAST))
    rows[0].operator.activated.emit(rows[0].operator.currentIndex())
    qtbot.keyClicks(rows[0].value, "55")
    assert sheet.preview.text() == "Score at least 55"
    qtbot.keyClick(sheet, Key.Key_Return, CTRL)
    assert gates.table.items[row].when == Test("score", Operator.AT_LEAST, 55.0)
    assert page.session.value.first == gates.table.items[row].stage


def test_a_draft_that_breaks_other_files_says_so_and_is_not_published(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen, folder: Path
) -> None:
    page = opened(qtbot, window, screen, "Activities")
    before = (folder / "rules" / "activities.yaml").read_bytes()
    kinds = page.block("kinds")
    kinds.table.go(row_of(kinds, "quote_requested"), 0)
    qtbot.keyClick(kinds.table, Key.Key_Delete)
    qtbot.waitUntil(lambda: bool(page.session.problems), timeout=10_000)
    assert "quote_requested" in page.hint.label.words()
    qtbot.mouseClick(page.publish, LEFT)
    ask = next(child for child in page.findChildren(Ask) if child.isVisible())
    qtbot.keyClicks(ask.line, "Nobody asks")
    qtbot.keyClick(ask.line, Key.Key_Return)
    qtbot.waitUntil(lambda: "cannot be published" in page.hint.label.words(), timeout=10_000)
    assert (folder / "rules" / "activities.yaml").read_bytes() == before
    window.actions_.get("undo").trigger()
    assert not page.session.dirty


def test_plays_are_moved_and_copied_by_keys(qtbot: QtBot, window: MainWindow, screen: MatrixScreen) -> None:
    page = opened(qtbot, window, screen, "Playbook")
    plays = page.block("plays")
    at = row_of(plays, "hot_intent")
    plays.table.go(at, 2)
    qtbot.keyClick(plays.table, Key.Key_Up, ALT)
    assert row_of(plays, "hot_intent") == at - 1
    assert plays.table.currentIndex().row() == at - 1
    qtbot.keyClick(plays.table, Key.Key_D, CTRL)
    assert [play.id for play in page.session.value.plays[at - 1 : at + 1]] == ["hot_intent", "hot_intent_1"]
    window.actions_.get("undo").trigger()
    window.actions_.get("undo").trigger()
    assert not page.session.dirty
    assert row_of(plays, "hot_intent") == at


def test_an_interview_is_a_form_of_elements_levels_and_weights(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen
) -> None:
    page = opened(qtbot, window, screen, "Interviews")
    page.framework.setCurrentIndex(page.framework.findData("frameworks/bant.yaml"))
    page.framework.activated.emit(page.framework.currentIndex())
    page = screen.files.page
    qtbot.waitUntil(lambda: bool(page.blocks) and not window.runner.busy, timeout=10_000)
    elements = page.block("elements")
    elements.table.go(row_of(elements, "need"), 0)
    levels = page.block("levels")
    assert levels.table.items == page.session.value.element("need").levels
    write(qtbot, elements, row_of(elements, "need"), "weight", "2,5")
    assert page.session.value.element("need").weight == 2.5
    write(qtbot, levels, 3, "sentence", "They cannot go on without it.")
    assert str(page.session.value.element("need").levels[3].sentence) == "They cannot go on without it."
    assert page.session.value.element("budget") == page.session.draft.base.element("budget")


def test_a_choice_is_made_from_a_list_and_a_persona_goes_to_the_file(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen, folder: Path
) -> None:
    page = opened(qtbot, window, screen, "Activities")
    kinds = page.block("kinds")
    row = row_of(kinds, "page_viewed")
    kinds.table.go(row, 1)
    qtbot.keyClick(kinds.table, Key.Key_F2)
    combo = kinds.table.viewport().findChild(QComboBox)
    combo.hidePopup()
    combo.setCurrentIndex(combo.findText("intent"))
    combo.activated.emit(combo.currentIndex())
    assert page.session.value[row].sign.value == "intent"
    page = opened(qtbot, window, screen, "Profiles")
    personas = page.block("personas")
    assert personas.table.items[0].id == "ideal"
    write(qtbot, personas, 1, "cares_about", "Return; Time; Quiet")
    assert [str(one) for one in page.session.value.personas[0].cares_about] == ["Return", "Time", "Quiet"]
    publish(qtbot, window, page, "Quiet counts")
    assert "cares_about: [Return, Time, Quiet]" in (folder / "rules" / "profiles.yaml").read_text(encoding="utf-8")
    QApplication.processEvents()


def test_a_change_outside_is_merged_with_the_draft(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen, folder: Path
) -> None:
    page = opened(qtbot, window, screen, "Funnel")
    stages = page.block("stages")
    write(qtbot, stages, row_of(stages, "engaged"), "overdue_after", "45")
    path = folder / "rules" / "funnel.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("label: Opportunity", "label: Deal"), encoding="utf-8")
    window.reload_rules()
    qtbot.waitUntil(lambda: page.session.outside is not None, timeout=10_000)
    assert page.outside.isVisible()
    page.session.settle()
    qtbot.waitUntil(lambda: page.session.outside is None and not window.runner.busy, timeout=10_000)
    assert str(page.session.value.stage("opportunity").label) == "Deal"
    assert page.session.value.stage("engaged").overdue_after == 45
