"""What opens beside the grid: the gallery, the condition builder, caps, scenarios, versions, conflicts."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from leadqual_gui.domain.conditions import All, Operator, Test
from leadqual_gui.domain.matrix_edits import SetPoints
from leadqual_gui.services.operations import Said
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.matrix.builder.sheet import ConditionSheet
from leadqual_gui.ui.matrix.builder.values import argument_of
from leadqual_gui.ui.matrix.effect.scenario_sheet import ScenarioSheet
from leadqual_gui.ui.matrix.grid.add import AddCriterion
from leadqual_gui.ui.matrix.grid.cap import GroupCap
from leadqual_gui.ui.matrix.grid.model import NAME, Spot
from leadqual_gui.ui.matrix.popup import Popup
from leadqual_gui.ui.matrix.screen import MatrixScreen
from leadqual_gui.ui.popover import Ask
from tests.ui_matrix.test_by_hand import popover, publish

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def sheet(screen: MatrixScreen, kind: type) -> Popup:
    """The sheet of that kind that is open."""
    return next(child for child in screen.findChildren(kind) if child.isVisible())


def test_a_criterion_comes_from_the_gallery(qtbot: QtBot, screen: MatrixScreen) -> None:
    screen.rows.go_to("company_size")
    qtbot.keyClick(screen.grid, Key.Key_Insert)
    gallery = sheet(screen, AddCriterion)
    qtbot.keyClicks(gallery.search, "champion")
    qtbot.keyClick(gallery.search, Key.Key_Return)
    new = screen.session.criterion(screen.grid.criterion_id)
    assert "champion" in str(new.label).lower()
    assert screen.session.undo_words == f"new criterion {new.label}"


def test_a_blank_criterion_joins_the_group_nearby(qtbot: QtBot, screen: MatrixScreen) -> None:
    screen.rows.go_to("company_size")
    qtbot.keyClick(screen.grid, Key.Key_Insert)
    qtbot.keyClick(sheet(screen, AddCriterion).search, Key.Key_Down)
    qtbot.keyClick(sheet(screen, AddCriterion).search, Key.Key_Return)
    new = screen.grid.criterion_id
    assert screen.session.criterion(new).group == "company"
    ask = sheet(screen, Ask)
    assert ask.line.selectedText() == "New criterion", "its name is asked for, and may stay"
    qtbot.keyClicks(ask.line, "Works in Spain")
    qtbot.keyClick(ask.line, Key.Key_Return)
    assert str(screen.session.criterion(new).label) == "Works in Spain"
    assert screen.grid.criterion_id == new


def test_a_value_of_a_condition_is_changed_by_keyboard(qtbot: QtBot, screen: MatrixScreen) -> None:
    screen.rows.go_to("past_purchases")
    qtbot.keyClick(screen.grid, Key.Key_F2)
    builder = sheet(screen, ConditionSheet)
    row = builder.tree.rows[0]
    row.value.selectAll()
    qtbot.keyClicks(row.value, "three")
    assert "no number" in row.trouble.text()
    row.value.selectAll()
    qtbot.keyClicks(row.value, "3")
    assert "at least 3" in builder.preview.text()
    qtbot.keyClick(row.value, Key.Key_Return, CTRL)
    assert screen.session.criterion("past_purchases").when == Test("past_purchases", Operator.AT_LEAST, 3.0)
    assert screen.session.undo_words == "condition of Has bought before"


def test_a_second_condition_is_joined(qtbot: QtBot, screen: MatrixScreen) -> None:
    screen.sheets.edit_condition("past_purchases", -1)
    builder = sheet(screen, ConditionSheet)
    builder.tree._join((), All)
    qtbot.waitUntil(lambda: len(builder.tree.rows) == 2)
    box = builder.tree.rows[1].fact
    box.setCurrentIndex(box.findData("verified"))
    box.activated.emit(box.currentIndex())
    builder.keep()
    made = screen.session.criterion("past_purchases").when
    assert isinstance(made, All)
    assert made.parts[1] == Test("verified", Operator.IS, True)


def test_leaving_the_builder_leaves_everything(qtbot: QtBot, screen: MatrixScreen) -> None:
    screen.sheets.edit_condition("past_purchases", -1)
    builder = sheet(screen, ConditionSheet)
    builder.tree.rows[0].value.selectAll()
    qtbot.keyClicks(builder.tree.rows[0].value, "9")
    assert screen.session.criterion("past_purchases").when.argument == 9.0
    qtbot.keyClick(builder, Key.Key_Escape)
    assert screen.session.matrix == screen.session.live


def test_values_are_offered_from_what_leads_have(qtbot: QtBot, window: MainWindow, screen: MatrixScreen) -> None:
    screen.sheets.edit_condition("location", -1)
    row = sheet(screen, ConditionSheet).tree.rows[0]
    qtbot.waitUntil(lambda: bool(row._offered))
    assert row._offered["Portugal, 1 lead"] == "Portugal"


def test_a_criterion_is_edited_as_yaml(qtbot: QtBot, screen: MatrixScreen) -> None:
    screen.sheets.edit_condition("past_purchases", -1)
    builder = sheet(screen, ConditionSheet)
    builder.as_yaml.click()
    assert "past_purchases" in builder.yaml.toPlainText()
    builder.yaml.setPlainText(builder.yaml.toPlainText().replace("at_least: 1", "at_lest: 1"))
    builder.keep()
    assert "at_lest" in builder.trouble.text()
    builder.yaml.setPlainText(builder.yaml.toPlainText().replace("at_lest: 1", "at_least: 4"))
    builder.keep()
    assert screen.session.criterion("past_purchases").when.argument == 4.0


def test_a_decay_is_changed_as_a_form(qtbot: QtBot, screen: MatrixScreen) -> None:
    screen.sheets.edit_condition("webinar", -1)
    builder = sheet(screen, ConditionSheet)
    line = builder.form._lines["half_life"]
    line.selectAll()
    qtbot.keyClicks(line, "20")
    builder.keep()
    assert screen.session.criterion("webinar").activity.half_life == 20.0


def test_values_are_read_by_operator() -> None:
    from leadqual_gui.domain.facts import FactType

    assert argument_of(Operator.BETWEEN, FactType.NUMBER, "50; 250") == (50.0, 250.0)
    assert "Exchange" in str(argument_of(Operator.BETWEEN, FactType.NUMBER, "250; 50"))
    assert argument_of(Operator.IN, FactType.TEXT, "food; retail") == ("food", "retail")
    assert "missing" in str(argument_of(Operator.IN, FactType.TEXT, " "))


def test_the_cap_of_a_group_is_tried_and_kept(qtbot: QtBot, screen: MatrixScreen) -> None:
    screen.grid.go(Spot(("explicit", "company"), NAME))
    qtbot.keyClick(screen.grid, Key.Key_F2)
    cap = sheet(screen, GroupCap)
    cap.most.selectAll()
    qtbot.keyClicks(cap.most, "5")
    assert screen.session.matrix.group("company").maximum == 50
    assert screen.session.draft.matrix.group("company").maximum == 200
    qtbot.keyClick(cap, Key.Key_Return)
    assert screen.session.draft.matrix.group("company").maximum == 50


def test_a_scenario_is_changed_in_place_and_fails_at_once(qtbot: QtBot, screen: MatrixScreen) -> None:
    assert all(row.passes for row in screen.panel.scenarios.rows.rows)
    screen.panel.edit_scenario(0)
    editor = sheet(screen, ScenarioSheet)
    editor.expect.setCurrentIndex(editor.expect.findData("cold"))
    editor.keep()
    assert not screen.panel.scenarios.rows.rows[0].passes
    assert screen.panel.scenarios.state.text().startswith("1 of")


def test_a_new_scenario_is_written(qtbot: QtBot, screen: MatrixScreen) -> None:
    count = len(screen.session.matrix.scenarios)
    screen.panel.scenarios.add.click()
    editor = sheet(screen, ScenarioSheet)
    qtbot.keyClicks(editor.name, "Small but keen")
    row = editor.facts.add("employees", "12")
    assert isinstance(row.key, QComboBox)
    editor.happened.add("demo_requested", "2")
    editor.keep()
    assert len(screen.session.matrix.scenarios) == count + 1
    assert dict(screen.session.matrix.scenarios[-1].facts) == {"employees": 12}


def test_who_takes_part_and_since_when_belong_to_a_scenario(qtbot: QtBot, screen: MatrixScreen) -> None:
    screen.panel.edit_scenario(0)
    editor = sheet(screen, ScenarioSheet)
    for row in list(editor.people.rows):
        qtbot.mouseClick(row.remove, Qt.MouseButton.LeftButton)
    editor.people.add("champion", "two")
    editor.created.setText("400")
    editor.keep()
    assert editor.trouble.text() == "“two” is no number of people. Write it like 2"
    editor.people.rows[0].text.setText("2")
    editor.keep()
    kept = screen.session.matrix.scenarios[0]
    assert (dict(kept.stakeholders), kept.created_days_ago) == ({"champion": 2}, 400)
    assert "stakeholders: {champion: 2}" in screen.session.draft.text()
    screen.session.undo()
    assert screen.session.matrix == screen.session.live


def test_a_tier_edge_moves_by_key_and_leads_follow(qtbot: QtBot, screen: MatrixScreen) -> None:
    warm = screen.session.effect.tiers[1].after
    screen.panel.histogram.setFocus()
    for _ in range(6):
        qtbot.keyClick(screen.panel.histogram, Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert screen.session.matrix.tiers[1].lower_edge == 10
    assert screen.session.effect.tiers[1].after >= warm
    assert screen.session.undo_words == "Warm from 15 to 10"


def test_versions_are_compared_and_one_comes_back(qtbot: QtBot, window: MainWindow, screen: MatrixScreen) -> None:
    screen.session.apply(SetPoints("company_size", 30, 0), Said("matrix_points"))
    screen.ask_why()
    publish(qtbot, window, screen, "Size says little")
    qtbot.waitUntil(lambda: screen.session.newest == 2 and not window.runner.busy)
    screen.header.compare.click()
    pane = screen.history
    qtbot.waitUntil(lambda: len(pane.versions.rows) == 2)
    qtbot.waitUntil(lambda: [(row.before, row.after) for row in pane.model.rows] == [("+10", "+3")])
    assert "Size says little" in pane.versions.rows[0].spoken
    pane.versions.setCurrentIndex(pane.versions.model().index(1, 0))
    pane.roll.click()
    ask = popover(screen)
    qtbot.keyClicks(ask.line, "It was better before")
    qtbot.keyClick(ask.line, Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace.rules.matrix.criteria[1].levels[0].tenths == 100, timeout=10_000)
    qtbot.waitUntil(lambda: not window.runner.busy and len(pane.versions.rows) == 3, timeout=10_000)


def test_versions_are_gone_before_the_comparison_is_there(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen
) -> None:
    screen.session.apply(SetPoints("company_size", 30, 0), Said("matrix_points"))
    screen.header.compare.click()
    pane = screen.history
    qtbot.waitUntil(lambda: len(pane.versions.rows) == 2)
    pane._on_version()
    delete(pane)
    screen.history = None
    qtbot.waitUntil(lambda: not window.runner.busy)
    assert screen.session.change_count == 1


def test_a_change_outside_is_taken_beside_the_draft(qtbot: QtBot, window: MainWindow, screen: MatrixScreen) -> None:
    screen.session.apply(SetPoints("company_size", 30, 0), Said("matrix_points"))
    path = window.surroundings.rules_folder / "matrix.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("label: Has bought before", "label: Bought before"))
    window.reload_rules()
    qtbot.waitUntil(lambda: screen.session.settling.outside is not None, timeout=10_000)
    assert screen.outside.isVisible()
    screen.session.settling.settle()
    qtbot.waitUntil(lambda: screen.session.settling.outside is None and not window.runner.busy, timeout=10_000)
    assert str(screen.session.criterion("past_purchases").label) == "Bought before"
    assert screen.session.criterion("company_size").levels[0].tenths == 30


def test_a_conflict_stands_side_by_side(qtbot: QtBot, window: MainWindow, screen: MatrixScreen) -> None:
    screen.session.apply(SetPoints("past_purchases", 30), Said("matrix_points"))
    path = window.surroundings.rules_folder / "matrix.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(
            "when: {past_purchases: {at_least: 1}}\n    points: 6",
            "when: {past_purchases: {at_least: 1}}\n    points: 9",
        )
    )
    window.reload_rules()
    qtbot.waitUntil(lambda: screen.session.settling.outside is not None, timeout=10_000)
    conflict = screen.session.settling.outside.merge.conflicts[0]
    assert (conflict.mine, conflict.theirs) == (3, 9)
    screen.session.settling.choose_all("theirs")
    qtbot.waitUntil(lambda: screen.session.settling.outside is None and not window.runner.busy, timeout=10_000)
    assert screen.session.criterion("past_purchases").tenths == 90
