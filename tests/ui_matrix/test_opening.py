"""How the Matrix screen comes up: made ahead unseen, edited at once, and what takes long only after the first frame."""

from pytestqt.qtbot import QtBot

from leadqual_gui.domain.matrix_edits import SetPoints
from leadqual_gui.services.commands import EditLeads
from leadqual_gui.services.operations import Said
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.matrix.screen import MatrixScreen
from leadqual_gui.ui.matrix.wiring import prepare_matrix
from tests.ui_matrix.on_screen import shown


def prepared(qtbot: QtBot, window: MainWindow) -> MatrixScreen:
    prepare_matrix(window)
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=10_000)
    found = window.findChild(MatrixScreen)
    assert isinstance(found, MatrixScreen)
    return found


def test_a_screen_made_ahead_can_be_edited_in_its_first_frame(qtbot: QtBot, window: MainWindow) -> None:
    screen = prepared(qtbot, window)
    assert (window.current_screen(), screen.session.ready, screen.session.effect) == ("leads", True, None)
    window.show_screen("matrix")
    assert window.stack.currentWidget() is screen
    assert screen.grid.grid.rows
    assert screen.session.apply(SetPoints("company_size", 150, 0), Said("matrix_points"))
    assert screen.session.change_count == 1


def test_an_edit_made_before_the_sums_are_there_is_in_the_effect(qtbot: QtBot, window: MainWindow) -> None:
    screen = prepared(qtbot, window)
    window.show_screen("matrix")
    first = next(c for c in screen.session.matrix.criteria if c.enabled and c.levels)
    screen.session.wake()
    assert screen.session.apply(SetPoints(first.id, 990, 0), Said("matrix_points"))
    qtbot.waitUntil(lambda: screen.session.effect is not None and not window.runner.busy, timeout=10_000)
    brought = screen.session.effect
    screen.session.drop_tried()
    screen.session.foresight.follow(screen.session.matrix)
    assert brought is not None
    assert screen.session.effect is not None
    assert brought.histogram == screen.session.effect.histogram


def test_nothing_is_counted_for_a_screen_that_was_only_made_ahead(qtbot: QtBot, window: MainWindow) -> None:
    screen = prepared(qtbot, window)
    assert window.bridge is not None
    window.bridge.execute(EditLeads((1,), {"employees": 3.0}))
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=10_000)
    assert screen.session.effect is None
    assert shown(qtbot, window) is screen
    qtbot.waitUntil(lambda: screen.session.effect is not None, timeout=10_000)


def test_it_is_made_ahead_once(qtbot: QtBot, window: MainWindow) -> None:
    first = prepared(qtbot, window)
    assert prepared(qtbot, window) is first
    window.show_screen("matrix")
    prepare_matrix(window)
    assert window.findChildren(MatrixScreen) == [first]
