"""The grid's model, its geometry, and what a person hears."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.matrix_edits import RemoveCriterion, SetEnabled, SetPoints
from leadqual_gui.services.operations import Said
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.matrix.effect.scenarios import ScenarioRow
from leadqual_gui.ui.matrix.grid.layout import CELL_GAP, cell_widths, criterion_places, stripes_of
from leadqual_gui.ui.matrix.grid.model import FIRST_CELL, NAME, SWITCH, Spot
from leadqual_gui.ui.matrix.grid.points import tenths_of
from leadqual_gui.ui.matrix.grid.rows import CellValue, GroupRow
from leadqual_gui.ui.matrix.history.differences import DifferenceModel, differences
from leadqual_gui.ui.matrix.screen import MatrixScreen
from leadqual_gui.ui.matrix.steps import step_words
from leadqual_gui.ui.theme.tokens import Sizes
from leadqual_gui.ui.widgets.numerals import plain

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
S = Sizes()


def test_the_model_keeps_its_promises_while_the_matrix_changes(qtbot: QtBot, screen: MatrixScreen) -> None:
    model = screen.grid.grid
    QAbstractItemModelTester(model, FATAL, model)
    screen.session.apply(SetPoints("company_size", 120, 0), Said("matrix_points"))
    screen.session.apply(SetEnabled("industry", False), Said("matrix_off"))
    screen.rows.fold(("explicit", "company"))
    screen.session.apply(RemoveCriterion("webinar"), Said("matrix_removed"))
    screen.search.setText("budget")
    screen.search.clear()
    screen.rows.fold(("explicit", "company"))
    assert model.rowCount() > 20


def test_the_table_of_differences_keeps_its_promises(qtbot: QtBot, screen: MatrixScreen) -> None:
    model = DifferenceModel(screen)
    QAbstractItemModelTester(model, FATAL, model)
    screen.session.apply(SetPoints("company_size", 120, 0), Said("matrix_points"))
    model.show(differences(screen.session.live, screen.session.matrix, screen.session.terms))
    assert [(row.before, row.after) for row in model.rows] == [("+10", "+12")]


def test_only_the_row_that_changed_is_told(qtbot: QtBot, screen: MatrixScreen) -> None:
    model = screen.grid.grid
    told: list[int] = []
    model.dataChanged.connect(lambda first, _last: told.append(first.row()))
    screen.session.try_(SetPoints("industry", 90, 0))
    rows = {model.rows[at].label for at in told}
    assert rows == {"Industry", "Company"}


def test_every_painted_fact_can_be_heard(qtbot: QtBot, screen: MatrixScreen) -> None:
    qtbot.waitUntil(lambda: bool(screen.session.insights))
    model = screen.grid.grid
    spoken = int(Qt.ItemDataRole.AccessibleTextRole)
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            if model.flags(index) & Qt.ItemFlag.ItemIsEnabled and column != model.rate_column:
                assert index.data(spoken), (row, column)
    size = model.at(Spot("company_size", FIRST_CELL))
    assert size.data(spoken) == "50–250: +10"
    assert "rules reach" in model.index(0, NAME).data(spoken)
    assert model.at(Spot("company_size", SWITCH)).data(spoken) == "Number of employees is on"


def test_reach_says_what_is_not_known(qtbot: QtBot, screen: MatrixScreen) -> None:
    qtbot.waitUntil(lambda: bool(screen.session.insights))
    reach = screen.session.insights["company_size"].reach
    assert (reach.leads, reach.total, reach.unknown) == (1, 6, 5)


def test_cells_give_way_when_there_is_no_room() -> None:
    cells = [CellValue("level", 10, at) for at in range(6)]
    widths = cell_widths(cells, 404, S)
    assert sum(widths) + CELL_GAP * 5 <= 404
    assert cell_widths(cells[:4], 404, S) == [94] * 4


def test_a_narrow_grid_leaves_the_reach_out() -> None:
    assert stripes_of(880, S).reach.width == 0
    assert stripes_of(1000, S).reach.width > 0
    wide = stripes_of(1500, S)
    assert wide.rate.left + wide.rate.width <= 1500


def test_in_a_very_narrow_grid_the_close_rate_gives_way_to_names() -> None:
    usual, narrow = stripes_of(880, S), stripes_of(480, S)
    assert usual.rate.width == 150
    assert narrow.rate.width < usual.rate.width
    assert narrow.name.width >= 110
    assert narrow.rate.left + narrow.rate.width <= 480
    levels = [CellValue("level", 10, at) for at in range(4)]
    assert sum(cell_widths(levels, narrow.cells.width, S)) + CELL_GAP * 3 <= narrow.cells.width


def test_a_row_is_mirrored_for_arabic() -> None:
    row, cells = QRect(0, 0, 1000, 36), [CellValue("a", 10, 0), CellValue("b", 20, 1)]
    there = criterion_places(row, stripes_of(1000, S), cells, S, 16)
    here = criterion_places(row, stripes_of(1000, S), cells, S, 16, rtl=True)
    assert here.cells[0].left() > here.cells[1].left()
    assert there.cells[0].left() == 999 - here.cells[0].right()


def test_points_are_read_as_people_write_them() -> None:
    assert [tenths_of(text) for text in ("12", "−4,5", "+3", "0.5")] == [120, -45, 30, 5]
    assert [tenths_of(text) for text in ("ten", "", "1.25", "1e9", "nan")] == [None] * 5


def test_a_head_tells_its_group_and_folds(qtbot: QtBot, screen: MatrixScreen) -> None:
    head = screen.grid.grid.rows[0]
    assert isinstance(head, GroupRow)
    assert (head.kind, head.label, head.axis, plain(head.cap)) == ("Explicit", "Company", "fit", "at most 20")
    screen.grid.go(Spot(head.key, NAME))
    qtbot.keyClick(screen.grid, Qt.Key.Key_Left)
    assert isinstance(screen.grid.grid.rows[1], GroupRow)
    qtbot.keyClick(screen.grid, Qt.Key.Key_Right)
    assert not isinstance(screen.grid.grid.rows[1], GroupRow)


def test_the_keyboard_is_seen_on_what_can_only_be_read(qtbot: QtBot, window: MainWindow, screen: MatrixScreen) -> None:
    window.resize(1440, 900)
    grid = screen.grid
    qtbot.waitUntil(lambda: bool(grid.stripes().reach.width))
    screen.rows.go_to("company_named")
    for place in ("reach", "rate"):
        qtbot.keyClick(grid, Qt.Key.Key_Right)
        assert grid.currentIndex().column() == getattr(grid.grid, f"{place}_column")
        spot = getattr(grid.places(grid.currentIndex().row()), place)
        there = grid.grab().toImage()
        screen.rows.go_to("company_size")
        gone = grid.grab().toImage()
        edge = range(spot.left() + 4, spot.right() - 4)
        assert all(there.pixel(x, spot.top() + 2) != gone.pixel(x, spot.top() + 2) for x in edge)
        screen.rows.go_to("company_named")
        grid.go(Spot("company_named", getattr(grid.grid, f"{place}_column")))
    window.resize(1180, 900)
    qtbot.waitUntil(lambda: not grid.stripes().reach.width)
    screen.rows.go_to("company_named")
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert grid.currentIndex().column() == grid.grid.rate_column


def test_a_changed_cell_shows_both_values_before_others_are_whole() -> None:
    cells = [CellValue("level", 10, at, before=20 if at == 0 else None) for at in range(4)]
    widths = cell_widths(cells, 390, S)
    assert widths[0] == S.heat_width_changed
    assert sum(widths) + 3 * CELL_GAP <= 390
    all_changed = [CellValue("level", 10, at, before=20) for at in range(4)]
    assert set(cell_widths(all_changed, 390, S)) == {(390 - 3 * CELL_GAP) // 4}


def test_one_is_not_many(qtbot: QtBot, screen: MatrixScreen) -> None:
    assert [step_words(Said("matrix_pasted", {"count": n})) for n in (1, 2)] == [
        "pasting of 1 cell",
        "pasting of 2 cells",
    ]
    right, wrong = (ScenarioRow(at, "Ines", at == 0, "warm", "warm" if at == 0 else "cold", 45) for at in range(2))
    assert (right.shown, wrong.shown) == ("warm 45", "expected warm, is cold, 45")
    for fails, words in ((1, "1 of 2 fails"), (2, "2 of 2 fail")):
        screen.panel.scenarios.show_rows([wrong, wrong if fails > 1 else right])
        assert screen.panel.scenarios.state.text() == words
