"""What the panel says about a draft: grades with their names, limits, medians, decay, examples, and who moves why."""

from dataclasses import replace

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.matrix_edits import PutGroup, SetPoints
from leadqual_gui.services.commands import EditLeads
from leadqual_gui.services.operations import Said
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.matrix.effect.facts import fact_rows
from leadqual_gui.ui.matrix.effect.grades import Edge
from leadqual_gui.ui.matrix.effect.panel import scale_of
from leadqual_gui.ui.matrix.screen import MatrixScreen
from leadqual_gui.ui.score_saving import ScoreSaving
from tests.ui_matrix.test_by_hand import popover, publish

Key = Qt.Key
POINTS = Said("matrix_points")


def cells(screen: MatrixScreen) -> dict[str, int]:
    assert screen.session.effect is not None
    return {cell.grade: cell.after for cell in screen.session.effect.grades}


def facts(screen: MatrixScreen) -> dict[str, str]:
    return {row.label: row.spoken for row in screen.panel.facts.rows}


def name_the_first_letter(qtbot: QtBot, screen: MatrixScreen, name: str) -> None:
    grid = screen.panel.grades
    grid.setFocus()
    qtbot.keyClick(grid, Key.Key_F2)
    ask = popover(screen)
    ask.line.clear()
    qtbot.keyClicks(ask.line, name)
    qtbot.keyClick(ask.line, Key.Key_Return)


def test_the_grade_grid_counts_the_leads_that_the_list_shows(window: MainWindow, screen: MatrixScreen) -> None:
    leads = window.workspace.ranking()
    shown = [leads.row(at).grade for at in range(len(leads))]
    assert {grade: count for grade, count in cells(screen).items() if count} == {
        grade: shown.count(grade) for grade in shown
    }


def test_a_letter_gets_another_name_by_keyboard_and_keeps_its_leads(qtbot: QtBot, screen: MatrixScreen) -> None:
    before = cells(screen)
    first = screen.session.matrix.grades.fit[0][0]
    name_the_first_letter(qtbot, screen, "Z")
    after = cells(screen)
    assert screen.session.matrix.grades.fit[0][0] == "Z"
    assert {grade.replace("Z", first): count for grade, count in after.items()} == before
    assert "Z:" in screen.session.draft.text()
    screen.undo()
    assert screen.session.matrix.grades.fit[0][0] == first


def test_a_name_that_is_taken_is_refused_beside_it(qtbot: QtBot, screen: MatrixScreen) -> None:
    taken = screen.session.matrix.grades.fit[1][0]
    name_the_first_letter(qtbot, screen, taken)
    assert taken in popover(screen).refusal.text()
    assert screen.session.change_count == 0
    popover(screen).close()


def test_a_digit_is_named_by_double_click(qtbot: QtBot, screen: MatrixScreen) -> None:
    grid = screen.panel.grades
    last = len(screen.session.matrix.grades.engagement) - 1
    place = grid._edge_place(Edge("engagement", last)).center()
    qtbot.mouseDClick(grid, Qt.MouseButton.LeftButton, pos=place)
    ask = popover(screen)
    ask.line.setText("9")
    qtbot.keyClick(ask.line, Key.Key_Return)
    assert screen.session.matrix.grades.engagement[last][0] == "9"


def test_a_wider_cap_raises_the_maximum_while_it_is_tried(screen: MatrixScreen) -> None:
    before = facts(screen)["Maximum"]
    company = screen.session.matrix.group("company")
    assert screen.session.try_(PutGroup(replace(company, maximum=company.maximum - 50)))
    assert facts(screen)["Maximum"] != before
    screen.session.drop_tried()
    assert facts(screen)["Maximum"] == before


def test_the_median_of_won_leads_follows_the_draft_and_says_of_how_many(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen
) -> None:
    assert "Median of won leads" not in facts(screen)
    ines = window.workspace.find("ines@norbrook.example") or 1
    window.bridge.execute(EditLeads((ines,), {"outcome": "won"}))
    qtbot.waitUntil(lambda: "Median of won leads" in facts(screen), timeout=10_000)
    assert "n = 1" in facts(screen)["Median of won leads"]
    score = window.workspace.row(ines).shown
    assert facts(screen)["Median of won leads"].endswith(str(score))


def said_of_hot_leads(screen: MatrixScreen, before: tuple[int, int], after: tuple[int, int]) -> list[str]:
    """The small lines under the share of hot leads that became customers, with so many won and lost."""
    (won, lost), (later_won, later_lost) = before, after
    told = {"won_before": won, "lost_before": lost, "won_after": later_won, "lost_after": later_lost}
    effect = screen.session.effect
    effect = replace(effect, tiers=tuple(replace(tier, **told) for tier in effect.tiers))
    rows = [row.label for row in fact_rows(effect, scale_of(screen.session.matrix, "en"))]
    return rows[next(at for at, label in enumerate(rows) if label.endswith("became customers")) + 1 :]


def test_what_could_be_chance_has_a_line_of_its_own(screen: MatrixScreen) -> None:
    assert said_of_hot_leads(screen, (6, 4), (7, 3)) == [
        "Closed leads, n = 10 and 10",
        "The difference could be chance",
    ]
    assert said_of_hot_leads(screen, (600, 400), (900, 100)) == ["Closed leads, n = 1,000 and 1,000"]


def test_where_nothing_differs_there_is_no_difference_to_doubt(screen: MatrixScreen) -> None:
    assert said_of_hot_leads(screen, (6, 4), (6, 4)) == ["Closed leads, n = 10"]


def test_closed_leads_are_counted_in_the_way_of_the_language(screen: MatrixScreen) -> None:
    effect = screen.session.effect
    many = [replace(tier, won_before=3000, won_after=2500, lost_before=989, lost_after=500) for tier in effect.tiers]
    said = [row.label for row in fact_rows(replace(effect, tiers=tuple(many)), scale_of(screen.session.matrix, "en"))]
    assert any("n = 3,989 and 3,000" in words for words in said)


def test_decay_is_drawn_for_what_fades_and_for_nothing_else(screen: MatrixScreen) -> None:
    fading = next(c for c in screen.session.matrix.criteria if c.activity is not None)
    steady = next(c for c in screen.session.matrix.criteria if c.levels)
    screen.panel.show_criterion(fading.id)
    assert screen.panel.decay.isVisibleTo(screen.panel)
    screen.panel.show_criterion(steady.id)
    assert not screen.panel.decay.isVisibleTo(screen.panel)


def test_an_example_fails_while_the_points_are_still_being_dragged(screen: MatrixScreen) -> None:
    rows = screen.panel.scenarios.rows
    assert all(row.passes for row in rows.rows)
    for criterion in screen.session.matrix.criteria:
        level = 0 if criterion.levels else None
        screen.session.try_(SetPoints(criterion.id, -900, level))
        if not all(row.passes for row in rows.rows):
            break
    assert "fail" in screen.panel.scenarios.state.text()
    screen.session.drop_tried()
    assert screen.panel.scenarios.state.text() == "all pass"


def test_a_lead_that_moves_says_which_criterion_moved_it(screen: MatrixScreen) -> None:
    effect = screen.session.effect
    for tenths in (-990, 990):
        screen.session.try_(SetPoints("company_size", tenths, 0))
        effect = screen.session.effect
        if effect.up + effect.down:
            break
    moved = [*effect.risers, *effect.fallers]
    assert moved
    assert {(mover.why.kind, mover.why.name) for mover in moved} == {("criterion", "company_size")}


def test_nobody_counts_for_a_screen_that_nobody_looks_at(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen, monkeypatch
) -> None:
    asked = []
    bring = screen.session._bring
    monkeypatch.setattr(screen.session, "_bring", lambda whole: asked.append(1) or bring(whole))
    window.show_screen("leads")
    window.bridge.execute(EditLeads((1,), {"employees": 3.0}))
    qtbot.waitUntil(lambda: not window.runner.busy)
    assert asked == []
    window.show_screen("matrix")
    qtbot.waitUntil(lambda: bool(asked) and not window.runner.busy, timeout=10_000)


def test_a_published_matrix_reaches_the_history_of_leads_in_the_background(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen
) -> None:
    saving = ScoreSaving(window.bridge, window)
    screen.session.apply(SetPoints("company_size", 30, 0), POINTS)
    screen.ask_why()
    publish(qtbot, window, screen, "Size says little")
    qtbot.waitUntil(lambda: not window.workspace.scores_unsaved and not window.runner.busy, timeout=10_000)
    causes = {one.cause.code for lead in range(1, 7) for one in window.workspace.store.snapshots(lead)}
    assert "matrix_published" in causes
    saving.deleteLater()


def test_without_scenarios_the_panel_says_what_they_are_for(screen: MatrixScreen) -> None:
    scenarios = screen.panel.scenarios
    assert scenarios.what_for.isHidden()
    scenarios.show_rows([])
    assert scenarios.state.text() == "none yet"
    assert scenarios.what_for.isVisible()
    assert "Describe a lead" in scenarios.what_for.text()
