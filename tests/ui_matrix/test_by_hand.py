"""An owner shapes the matrix: by mouse alone, by keyboard alone, and sees what it does to the leads."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.matrix_edits import MoveCriterion, SetTierEdge
from leadqual_gui.services.operations import Said
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.matrix.grid.add import AddCriterion
from leadqual_gui.ui.matrix.grid.cap import GroupCap
from leadqual_gui.ui.matrix.grid.model import FIRST_CELL, NAME, SWITCH, Spot
from leadqual_gui.ui.matrix.screen import MatrixScreen
from leadqual_gui.ui.popover import Ask
from leadqual_gui.ui.theme.look import Tone
from tests.ui.conftest import Opener
from tests.ui_matrix.on_screen import shown

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def middle_of(screen: MatrixScreen, criterion: str, column: int = FIRST_CELL) -> QPoint:
    """The middle of a cell, scrolled to."""
    index = screen.grid.grid.at(Spot(criterion, column))
    screen.grid.scrollTo(index)
    return screen.grid.visualRect(index).center()


def drag(qtbot: QtBot, screen: MatrixScreen, criterion: str, pixels: int, column: int = FIRST_CELL) -> None:
    """Take hold of a cell and pull it sideways."""
    port, start = screen.grid.viewport(), middle_of(screen, criterion, column)
    qtbot.mousePress(port, LEFT, pos=start)
    for way in range(0, pixels, 4 if pixels > 0 else -4):
        qtbot.mouseMove(port, start + QPoint(way, 0))
    qtbot.mouseMove(port, start + QPoint(pixels, 0))
    qtbot.mouseRelease(port, LEFT, pos=start + QPoint(pixels, 0))


def points(screen: MatrixScreen, criterion: str, level: int | None = None) -> int:
    """The tenths of a criterion or level in the draft."""
    found = screen.session.criterion(criterion)
    assert found is not None
    return found.tenths if level is None else found.levels[level].tenths


def popover(screen: MatrixScreen) -> Ask:
    """The question that is asked now."""
    return next(child for child in screen.findChildren(Ask) if child.isVisible())


def publish(qtbot: QtBot, window: MainWindow, screen: MatrixScreen, why: str) -> None:
    """Answer why, and wait until all leads are scored anew."""
    ask = popover(screen)
    qtbot.keyClicks(ask.line, why)
    qtbot.keyClick(ask.line, Key.Key_Return)
    qtbot.waitUntil(lambda: not window.runner.busy and not screen.session.draft.dirty, timeout=10_000)


def test_digits_set_points_and_enter_keeps_them(qtbot: QtBot, screen: MatrixScreen) -> None:
    screen.rows.go_to("company_size")
    qtbot.keyClicks(screen.grid, "12")
    assert screen.grid.points.typed == ("company_size", 0, "12")
    assert points(screen, "company_size", 0) == 120
    assert screen.session.draft.matrix == screen.session.live
    qtbot.keyClick(screen.grid, Key.Key_Return)
    assert not screen.grid.points.busy
    assert screen.session.undo_words == "Number of employees, 50–250 10 to 12"
    assert screen.header.chip.words() == "Draft, 1 change"


def test_escape_leaves_the_points_as_they_were(qtbot: QtBot, screen: MatrixScreen) -> None:
    screen.rows.go_to("company_size")
    qtbot.keyClicks(screen.grid, "-3")
    qtbot.keyClick(screen.grid, Key.Key_Escape)
    assert points(screen, "company_size", 0) == 100
    assert screen.session.change_count == 0


def test_arrows_step_while_editing_and_move_otherwise(qtbot: QtBot, screen: MatrixScreen) -> None:
    screen.rows.go_to("company_size")
    qtbot.keyClick(screen.grid, Key.Key_Right)
    assert screen.grid.spot == Spot("company_size", FIRST_CELL + 1)
    qtbot.keyClick(screen.grid, Key.Key_Return)
    qtbot.keyClick(screen.grid, Key.Key_Up)
    qtbot.keyClick(screen.grid, Key.Key_Up)
    qtbot.keyClick(screen.grid, Key.Key_Down)
    qtbot.keyClick(screen.grid, Key.Key_Return)
    assert points(screen, "company_size", 1) == 70


def test_dragging_sideways_is_one_step(qtbot: QtBot, screen: MatrixScreen) -> None:
    drag(qtbot, screen, "company_size", 24)
    assert points(screen, "company_size", 0) == 130
    assert len(screen.session.draft.names[0]) == 1


def test_the_wheel_with_ctrl_changes_the_points_under_it(qtbot: QtBot, screen: MatrixScreen) -> None:
    port, place = screen.grid.viewport(), middle_of(screen, "company_size")
    for _ in range(3):
        event = QWheelEvent(
            place.toPointF(), port.mapToGlobal(place).toPointF(), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(port, event)
    qtbot.waitUntil(lambda: not screen.grid.points.busy)
    assert points(screen, "company_size", 0) == 130
    assert len(screen.session.draft.names[0]) == 1


def test_several_cells_change_together(qtbot: QtBot, screen: MatrixScreen) -> None:
    screen.rows.go_to("company_size")
    qtbot.keyClick(screen.grid, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(screen.grid, "5")
    qtbot.keyClick(screen.grid, Key.Key_Return)
    assert (points(screen, "company_size", 0), points(screen, "company_size", 1)) == (50, 50)
    assert screen.session.undo_words == "points of 2 cells"


def test_cells_go_to_a_spreadsheet_and_come_back(qtbot: QtBot, screen: MatrixScreen) -> None:
    screen.rows.go_to("company_size")
    qtbot.keyClick(screen.grid, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(screen.grid, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "10\n8"
    QGuiApplication.clipboard().setText("9\t-7\n4,5\n")
    screen.rows.go_to("company_size")
    qtbot.keyClick(screen.grid, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [points(screen, "company_size", at) for at in (0, 1)] == [90, -70]
    assert points(screen, "industry", 0) == 45


def test_what_is_no_number_is_said_at_the_foot(qtbot: QtBot, screen: MatrixScreen) -> None:
    QGuiApplication.clipboard().setText("9\tplenty")
    screen.rows.go_to("company_size")
    qtbot.keyClick(screen.grid, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "plenty" in screen.hint.label.words()
    assert screen.session.change_count == 0


def test_a_switch_a_copy_a_move_and_a_deletion_can_all_be_taken_back(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen
) -> None:
    qtbot.mouseClick(screen.grid.viewport(), LEFT, pos=middle_of(screen, "industry", SWITCH))
    assert not screen.session.criterion("industry").enabled
    qtbot.keyClick(screen.grid, Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert screen.session.criterion("industry_copy") is not None
    qtbot.keyClick(screen.grid, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    ids = [c.id for c in screen.session.matrix.criteria]
    assert ids.index("industry_copy") == ids.index("industry") - 1
    screen.rows.go_to("industry_copy", NAME)
    qtbot.keyClick(screen.grid, Key.Key_Delete)
    assert screen.session.criterion("industry_copy") is None
    for _ in range(4):
        window.actions_.get("undo").trigger()
    assert screen.session.matrix == screen.session.live
    assert not screen.session.undo_words


def test_a_row_is_dragged_to_another_place(qtbot: QtBot, screen: MatrixScreen) -> None:
    port = screen.grid.viewport()
    start, end = middle_of(screen, "industry", NAME), middle_of(screen, "company_named", NAME)
    start = middle_of(screen, "industry", NAME)
    qtbot.mousePress(port, LEFT, pos=start)
    qtbot.mouseMove(port, start - QPoint(0, 20))
    qtbot.mouseMove(port, end - QPoint(0, 8))
    qtbot.mouseRelease(port, LEFT, pos=end - QPoint(0, 8))
    assert screen.session.matrix.criteria[0].id == "industry"


def test_find_shows_only_what_is_sought(qtbot: QtBot, screen: MatrixScreen) -> None:
    qtbot.keyClick(screen.grid, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(screen.search, "webin")
    shown = [row.label for row in screen.grid.grid.rows]
    assert any("ebinar" in label for label in shown)
    assert len(shown) < 8
    qtbot.keyClick(screen.search, Key.Key_Return)
    assert screen.focusWidget() is screen.grid
    qtbot.keyClick(screen.grid, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(screen.search, Key.Key_Escape)
    assert len(screen.grid.grid.rows) > len(shown)
    qtbot.keyClick(screen.search, Key.Key_Escape)
    assert not screen.search.isVisible()
    assert screen.focusWidget() is screen.grid


def test_a_change_is_published_and_taken_back_by_keyboard_alone(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen
) -> None:
    window.activateWindow()
    before = window.workspace.row(1).shown
    screen.rows.go_to("company_size")
    qtbot.keyClicks(screen.grid, "3")
    qtbot.keyClick(screen.grid, Key.Key_Return)
    qtbot.keyClick(screen.grid, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    publish(qtbot, window, screen, "Size says little")
    assert window.workspace.row(1).shown < before
    assert window.workspace.rules.matrix == screen.session.matrix
    qtbot.waitUntil(lambda: screen.session.newest == 2)
    window.actions_.get("undo").trigger()
    qtbot.waitUntil(lambda: not window.runner.busy and window.workspace.row(1).shown == before, timeout=10_000)
    qtbot.waitUntil(lambda: points(screen, "company_size", 0) == 100)


def cap_of(screen: MatrixScreen, kind: str, group: str) -> QPoint:
    """The middle of a group's cap, scrolled to."""
    index = screen.grid.grid.at(Spot((kind, group), NAME))
    screen.grid.scrollTo(index)
    return screen.grid.places(index.row()).cap.center()


def lift_cap(qtbot: QtBot, screen: MatrixScreen, kind: str, group: str) -> None:
    """Click the cap in the head of a group, the cross in the sheet, and Keep."""
    qtbot.mouseClick(screen.grid.viewport(), LEFT, pos=cap_of(screen, kind, group))
    sheet = next(child for child in screen.findChildren(GroupCap) if child.isVisible())
    qtbot.mouseClick(sheet.most_line.none, LEFT)
    qtbot.mouseClick(sheet.keep_button, LEFT)


def test_a_cap_is_dragged_and_stepped_and_taken_back(qtbot: QtBot, window: MainWindow, screen: MatrixScreen) -> None:
    before = screen.session.matrix.group("company").maximum
    port, start = screen.grid.viewport(), cap_of(screen, "explicit", "company")
    qtbot.mousePress(port, LEFT, pos=start)
    for way in range(0, 44, 4):
        qtbot.mouseMove(port, start + QPoint(way, 0))
    assert screen.session.draft.matrix == screen.session.live
    qtbot.mouseRelease(port, LEFT, pos=start + QPoint(40, 0))
    assert screen.session.draft.matrix.group("company").maximum == before + 50
    assert screen.session.undo_words == "cap of Company"
    qtbot.mouseClick(port, LEFT, pos=cap_of(screen, "explicit", "company"))
    sheet = next(child for child in screen.findChildren(GroupCap) if child.isVisible())
    qtbot.mouseClick(sheet.most_line.less, LEFT)
    assert screen.session.matrix.group("company").maximum == before + 40
    qtbot.keyClick(sheet, Key.Key_Escape)
    assert screen.session.matrix.group("company").maximum == before + 50
    qtbot.mouseClick(window.top.undo, LEFT)
    assert screen.session.matrix.group("company").maximum == before


def test_criteria_without_a_group_are_put_into_one(qtbot: QtBot, screen: MatrixScreen) -> None:
    loose = [c.id for c in screen.session.matrix.criteria if c.kind == "explicit" and not c.group]
    if not loose:
        screen.session.apply(MoveCriterion("industry", 0, ""), Said("matrix_moved", {"name": "Industry"}))
        loose = ["industry"]
    qtbot.mouseClick(screen.grid.viewport(), LEFT, pos=cap_of(screen, "explicit", ""))
    sheet = next(child for child in screen.findChildren(GroupCap) if child.isVisible())
    qtbot.keyClicks(sheet.name, "Market")
    qtbot.mouseClick(sheet.most_line.more, LEFT)
    qtbot.mouseClick(sheet.keep_button, LEFT)
    group = screen.session.matrix.groups[-1]
    assert (str(group.label), group.maximum) == ("Market", 200)
    assert [c.id for c in screen.session.matrix.criteria if c.group == group.id] == loose


def test_an_owner_does_it_all_by_keyboard(qtbot: QtBot, window: MainWindow, screen: MatrixScreen) -> None:
    """The same story without a mouse: each key goes to what has the focus."""

    def press(*keys: tuple[Qt.Key, Qt.KeyboardModifier] | Qt.Key | str) -> None:
        for key in keys:
            target = QApplication.activePopupWidget() or QApplication.focusWidget() or window
            inner = target.focusWidget() or target
            if isinstance(key, str):
                qtbot.keyClicks(inner, key)
            elif isinstance(key, tuple):
                qtbot.keyClick(inner, *key)
            else:
                qtbot.keyClick(inner, key)

    ctrl = Qt.KeyboardModifier.ControlModifier
    window.activateWindow()
    screen.grid.setFocus()
    hot_before = screen.session.effect.tiers[-1].after
    press((Key.Key_Home, ctrl), Key.Key_Insert, "champion", Key.Key_Return)
    new = screen.grid.criterion_id
    assert screen.session.criterion(new) is not None
    press((Key.Key_Home, ctrl), Key.Key_F2, Key.Key_Delete, Key.Key_Return)
    assert screen.session.matrix.group("company").maximum is None
    press(Key.Key_Down, "91", Key.Key_Return)
    assert points(screen, "company_named") == 910
    assert screen.session.effect.tiers[-1].after > hot_before
    press((Key.Key_Return, ctrl), "Whoever names a company is worth a call", Key.Key_Return)
    qtbot.waitUntil(lambda: not window.runner.busy and not screen.session.draft.dirty, timeout=10_000)
    assert window.workspace.rules.matrix.criteria[0].tenths == 910
    assert any(c.id == new for c in window.workspace.rules.matrix.criteria)
    qtbot.waitUntil(lambda: window.actions_.get("undo").isEnabled() and not window.runner.busy)
    window.activateWindow()  # as a window manager does when a sheet over it has gone
    qtbot.waitUntil(window.isActiveWindow)
    press((Key.Key_Z, ctrl))
    qtbot.waitUntil(lambda: window.workspace.rules.matrix.criteria[0].tenths == 10, timeout=10_000)
    qtbot.waitUntil(lambda: not window.runner.busy and screen.session.criterion(new) is None, timeout=10_000)


def test_an_owner_does_it_all_by_mouse(qtbot: QtBot, window: MainWindow, screen: MatrixScreen) -> None:
    """Add a criterion, drag its points, see who becomes hot, publish, take it back."""
    hot_before = screen.session.effect.tiers[-1].after
    qtbot.mouseClick(screen.header.add, LEFT)
    gallery = next(child for child in screen.findChildren(AddCriterion) if child.isVisible())
    offer = next(at for at, row in enumerate(gallery.rows.rows) if row.item is not None)
    index = gallery.rows.model().index(offer, 0)
    qtbot.mouseClick(gallery.rows.viewport(), LEFT, pos=gallery.rows.visualRect(index).center())
    new = screen.grid.criterion_id
    drag(qtbot, screen, "company_named", 8 * 90)
    assert points(screen, "company_named") == 910
    lift_cap(qtbot, screen, "explicit", "company")
    assert screen.session.matrix.group("company").maximum is None
    assert screen.session.effect.tiers[-1].after > hot_before
    assert any(row.tones[1] is Tone.HOT for row in screen.panel.movers.rows.rows)
    qtbot.mouseClick(screen.header.publish, LEFT)
    publish(qtbot, window, screen, "Whoever names a company is worth a call")
    assert window.workspace.rules.matrix.criteria[0].tenths == 910
    assert any(c.id == new for c in window.workspace.rules.matrix.criteria)
    qtbot.waitUntil(lambda: window.actions_.get("undo").isEnabled() and not window.runner.busy)
    qtbot.mouseClick(window.top.undo, LEFT)
    qtbot.waitUntil(lambda: window.workspace.rules.matrix.criteria[0].tenths == 10, timeout=10_000)
    qtbot.waitUntil(lambda: not window.runner.busy and screen.session.criterion(new) is None, timeout=10_000)


def test_a_lead_that_moves_is_opened_by_a_click(qtbot: QtBot, window: MainWindow, screen: MatrixScreen) -> None:
    screen.session.apply(SetTierEdge("hot", window.workspace.row(1).shown), Said("matrix_tier"))
    row = screen.panel.movers.rows.rows[0]
    rows = screen.panel.movers.rows
    qtbot.mouseClick(rows.viewport(), LEFT, pos=rows.visualRect(rows.model().index(0, 0)).center())
    assert window.current_screen() == "leads"
    assert window.leads.panel.lead_id == row.lead_id


def test_a_lead_becomes_a_scenario(qtbot: QtBot, window: MainWindow, screen: MatrixScreen) -> None:
    count = len(screen.session.matrix.scenarios)
    window.show_screen("leads")
    window.leads.show_lead(1)
    window.leads.scenario_asked.emit(1)
    made = screen.session.matrix.scenarios[-1]
    assert len(screen.session.matrix.scenarios) == count + 1
    assert str(made.name) == "Norbrook Cold Storage"
    assert screen.panel.scenarios.rows.rows[-1].passes


def test_the_draft_outlives_the_window(qtbot: QtBot, opened: Opener, folder: Path) -> None:
    first = opened(folder)
    screen = shown(qtbot, first)
    screen.rows.go_to("industry")
    qtbot.keyClicks(screen.grid, "2")
    qtbot.keyClick(screen.grid, Key.Key_Return)
    first.close()
    again = shown(qtbot, opened(folder))
    assert points(again, "industry", 0) == 20
    assert again.session.undo_words == "Industry, core 8 to 2"
