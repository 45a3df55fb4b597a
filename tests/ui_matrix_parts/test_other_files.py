"""An owner shapes funnel, playbook, profiles, activities and interviews in tables, and publishes them."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.conditions import Operator, Test
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.matrix.other.block import SectionBlock
from leadqual_gui.ui.matrix.other.condition import FileConditionSheet
from leadqual_gui.ui.matrix.other.page import RuleFilePage
from leadqual_gui.ui.matrix.other.yaml_sheet import ItemYamlSheet
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
        qtbot.waitUntil(lambda: block.table.viewport().findChild(QLineEdit) is None)


def publish(qtbot: QtBot, window: MainWindow, page: RuleFilePage, why: str) -> None:
    """Publish by the button, with a line of why."""
    qtbot.mouseClick(page.publish, LEFT)
    ask = next(child for child in page.findChildren(Ask) if child.isVisible())
    qtbot.keyClicks(ask.line, why)
    qtbot.keyClick(ask.line, Key.Key_Return)
    qtbot.waitUntil(lambda: not page.session.dirty and not window.runner.busy, timeout=10_000)


def test_a_stage_is_published_by_mouse_alone(qtbot: QtBot, window: MainWindow, screen: MatrixScreen) -> None:
    page = opened(qtbot, window, screen, "Funnel")
    write(qtbot, page.block("stages"), 1, "overdue_after", "45")
    qtbot.mouseClick(page.publish, LEFT)
    ask = next(child for child in page.findChildren(Ask) if child.isVisible())
    ask.line.setText("Pasted: they take longer")
    assert ask.take.text() == page.publish.text()
    qtbot.mouseClick(ask.take, LEFT)
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
    qtbot.waitUntil(lambda: page.session.settling.outside is not None, timeout=10_000)
    assert page.outside.isVisible()
    page.session.settling.settle()
    qtbot.waitUntil(lambda: page.session.settling.outside is None and not window.runner.busy, timeout=10_000)
    assert str(page.session.value.stage("opportunity").label) == "Deal"
    assert page.session.value.stage("engaged").overdue_after == 45


def interview(qtbot: QtBot, window: MainWindow, screen: MatrixScreen, element: str) -> RuleFilePage:
    """The page of the BANT interview, with one element chosen."""
    opened(qtbot, window, screen, "Interviews")
    page = screen.files.page
    page.framework.setCurrentIndex(page.framework.findData("frameworks/bant.yaml"))
    page.framework.activated.emit(page.framework.currentIndex())
    page = screen.files.page
    qtbot.waitUntil(lambda: bool(page.blocks) and not window.runner.busy, timeout=10_000)
    elements = page.block("elements")
    elements.table.go(row_of(elements, element), 0)
    return page


def test_what_is_asked_inferred_and_told_of_an_interview_is_edited(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen
) -> None:
    page = interview(qtbot, window, screen, "need")
    old = page.session.value.element("need")
    saying = page.block("saying")
    at = next(at for at, row in enumerate(saying.table.items) if row.use == "follow_up")
    write(qtbot, saying, at, "words", "What did you try?")
    saying.table.go(at, 1)
    qtbot.keyClick(saying.table, Key.Key_Insert)
    need = page.session.value.element("need")
    assert [str(one) for one in need.follow_ups[:2]] == ["What did you try?", "And what else?"]
    assert need.follow_ups[2:] == old.follow_ups[1:]
    customer = next(at for at, row in enumerate(saying.table.items) if row.use == "customer")
    write(qtbot, saying, customer, "words", "What do you need?")
    write(qtbot, page.block("levels"), 2, "customer", "We need it, I can say what for.")
    infer = page.block("infer")
    infer.table.go(0, 2)
    qtbot.keyClick(infer.table, Key.Key_Insert)
    write(qtbot, infer, len(infer.table.items) - 1, "because", "They came twice.")
    write(qtbot, page.block("about"), 2, "words", "For small firms")
    need, whole = page.session.value.element("need"), page.session.value
    assert str(need.customer) == "What do you need?"
    assert str(need.levels[2].customer) == "We need it, I can say what for."
    assert str(need.infer[-1].because) == "They came twice."
    assert str(whole.when_to_use) == "For small firms"
    assert whole.element("budget") == page.session.draft.base.element("budget")
    assert page.session.draft.problems() == ()


def test_the_last_question_cannot_be_taken_away(qtbot: QtBot, window: MainWindow, screen: MatrixScreen) -> None:
    page = interview(qtbot, window, screen, "need")
    saying = page.block("saying")
    for _ in page.session.value.element("need").questions:
        saying.table.go(0, 1)
        qtbot.keyClick(saying.table, Key.Key_Delete)
    assert len(page.session.value.element("need").questions) == 1


def test_weights_of_the_day_come_and_go(qtbot: QtBot, window: MainWindow, screen: MatrixScreen, folder: Path) -> None:
    page = opened(qtbot, window, screen, "Playbook")
    weights = page.block("weights")
    before = page.session.value.ranking.weights
    weights.table.go(0, 0)
    qtbot.keyClick(weights.table, Key.Key_Delete)
    gone = before[0][0]
    assert page.session.value.ranking.weights == before[1:]
    qtbot.mouseClick(weights.buttons["add"], LEFT)
    assert gone in [name for name, _ in page.session.value.ranking.weights]
    row = next(at for at, item in enumerate(weights.table.items) if item.name == gone)
    write(qtbot, weights, row, "points", "1,5")
    write(qtbot, page.block("cooling"), 0, "cooling_days", "6")
    publish(qtbot, window, page, "Fresh intent first")
    text = (folder / "rules" / "playbook.yaml").read_text(encoding="utf-8")
    assert f"{gone}: 1.5" in text
    assert "cooling_days: 6" in text


def test_a_condition_is_edited_as_the_yaml_text_of_its_item(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen
) -> None:
    page = opened(qtbot, window, screen, "Playbook")
    plays = page.block("plays")
    at = row_of(plays, "stale")
    plays.table.go(at, 0)
    qtbot.keyClick(plays.table, Key.Key_Return)
    sheet = next(one for one in plays.findChildren(FileConditionSheet) if one.isVisible())
    qtbot.mouseClick(sheet.as_yaml, LEFT)
    text = next(one for one in plays.findChildren(ItemYamlSheet) if one.isVisible())
    good = text.yaml.toPlainText()
    assert "days_since_verified: {at_least: 365}" in good
    text.yaml.setPlainText(good.replace("days_since_verified", "days_since_verfied"))
    qtbot.keyClick(text.yaml, Key.Key_Return, CTRL)
    assert "days_since_verified" in text.trouble.text()
    assert not page.session.dirty
    text.yaml.setPlainText(good.replace("365", "200"))
    qtbot.keyClick(text.yaml, Key.Key_Return, CTRL)
    assert not text.isVisible()
    assert "200" in str(page.session.value.plays[at].when)


def test_a_field_of_ones_own_is_made_by_keyboard_and_told_when_its_key_is_wrong(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen, folder: Path
) -> None:
    page = opened(qtbot, window, screen, "Fields")
    fields = page.block("fields")
    count = len(fields.table.items)
    fields.table.go(count - 1, 0)
    qtbot.keyClick(fields.table, Key.Key_Insert)
    write(qtbot, fields, count, "key", "Number of ovens", taken=False)
    assert "small letters" in fields.table.editing.refusal.reason()
    qtbot.keyClick(fields.table.viewport().findChild(QLineEdit), Key.Key_Escape)
    qtbot.waitUntil(lambda: fields.table.viewport().findChild(QLineEdit) is None)
    write(qtbot, fields, count, "key", "oven_kind")
    write(qtbot, fields, count, "label", "Kind of oven")
    fields.table.go(count, 2)
    qtbot.keyClick(fields.table, Key.Key_F2)
    combo = fields.table.viewport().findChild(QComboBox)
    combo.hidePopup()
    combo.setCurrentIndex(combo.findText("choice"))
    combo.activated.emit(combo.currentIndex())
    write(qtbot, fields, count, "choices", "deck; rack")
    publish(qtbot, window, page, "Ovens decide")
    text = (folder / "rules" / "fields.yaml").read_text(encoding="utf-8")
    assert "{key: oven_kind, label: Kind of oven, type: choice, choices: [deck, rack]}" in text
    assert window.workspace.rules.fields[-1].key == "oven_kind"


def test_a_new_interview_is_begun_by_name_and_made_by_publishing(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen, folder: Path
) -> None:
    page = opened(qtbot, window, screen, "Interviews")
    qtbot.mouseClick(page.more, LEFT)
    ask = next(child for child in page.findChildren(Ask) if child.isVisible())
    qtbot.keyClicks(ask.line, "Our oven talk")
    qtbot.keyClick(ask.line, Key.Key_Return)
    page = screen.files.page
    assert page.session.name == "frameworks/our_oven_talk.yaml"
    qtbot.waitUntil(lambda: bool(page.blocks) and not window.runner.busy, timeout=10_000)
    assert not page.session.dirty
    qtbot.mouseClick(page.block("elements").buttons["add"], LEFT)
    publish(qtbot, window, page, "We ask about ovens")
    text = (folder / "rules" / "frameworks" / "our_oven_talk.yaml").read_text(encoding="utf-8")
    assert text.startswith("format: 1\nid: our_oven_talk\nname: Our oven talk\n")
    assert window.workspace.rules.framework("our_oven_talk") is not None
    page.framework.setCurrentIndex(page.framework.findData("frameworks/bant.yaml"))
    page.framework.activated.emit(page.framework.currentIndex())
    assert screen.files.page.framework.findData("frameworks/our_oven_talk.yaml") >= 0
