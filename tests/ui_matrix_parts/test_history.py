"""An owner looks back: what was published, by whom, why, what it did, and how to return."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from leadqual_gui.services.operations import Said
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.matrix.screen import MatrixScreen
from leadqual_gui.ui.popover import Ask

Key = Qt.Key


def publish_points(qtbot: QtBot, window: MainWindow, screen: MatrixScreen, digits: str, why: str) -> None:
    """Type other points for the first level of the number of employees, and publish them."""
    screen.rows.go_to("company_size")
    qtbot.keyClicks(screen.grid, digits)
    qtbot.keyClick(screen.grid, Key.Key_Return)
    screen.ask_why()
    answer(qtbot, screen, why)
    qtbot.waitUntil(lambda: not window.runner.busy and not screen.session.draft.dirty, timeout=10_000)


def answer(qtbot: QtBot, screen: MatrixScreen, words: str) -> None:
    """Answer the question that is asked."""
    ask = next(child for child in screen.findChildren(Ask) if child.isVisible())
    qtbot.keyClicks(ask.line, words)
    qtbot.keyClick(ask.line, Key.Key_Return)


def open_history(qtbot: QtBot, window: MainWindow, screen: MatrixScreen) -> None:
    """Open the history and wait for the versions."""
    qtbot.mouseClick(screen.header.compare, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.history is not None and bool(screen.history.versions.rows), timeout=10_000)
    qtbot.waitUntil(lambda: not window.runner.busy)


def live_points(window: MainWindow) -> int:
    """The points by which all leads are scored now."""
    found = next(c for c in window.workspace.rules.matrix.criteria if c.id == "company_size")
    return found.levels[0].tenths


def cells(screen: MatrixScreen) -> list[tuple[str, str, str]]:
    """What stands in the table of differences."""
    table = screen.history.findChild(QTableView)
    model = table.model()
    return [tuple(str(model.index(row, column).data()) for column in range(3)) for row in range(model.rowCount())]


def test_before_anything_was_published_the_history_says_what_it_is_for(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen
) -> None:
    open_history(qtbot, window, screen)
    pane = screen.history
    assert pane.only.isVisible()
    assert "Each time you publish" in pane.only.text()
    assert not pane.against.isVisible()
    pane.closed.emit()
    publish_points(qtbot, window, screen, "14", "Large firms stay longer")
    open_history(qtbot, window, screen)
    assert screen.history.against.isVisible()
    assert not screen.history.only.isVisible()


def test_the_history_says_who_why_and_what_it_did(qtbot: QtBot, window: MainWindow, screen: MatrixScreen) -> None:
    publish_points(qtbot, window, screen, "14", "Large firms stay longer")
    open_history(qtbot, window, screen)
    newest, first = screen.history.versions.rows[:2]
    assert (newest.label, newest.why, newest.current) == ("Version 2", "Large firms stay longer", True)
    assert newest.when.endswith(f", {screen.session.desk.author}")
    assert "changed tier" in newest.effect
    assert (first.label, first.current) == ("Version 1", False)


def test_two_versions_and_the_draft_compare_as_a_table(qtbot: QtBot, window: MainWindow, screen: MatrixScreen) -> None:
    publish_points(qtbot, window, screen, "14", "Large firms stay longer")
    screen.rows.go_to("company_size")
    qtbot.keyClicks(screen.grid, "16")
    qtbot.keyClick(screen.grid, Key.Key_Return)
    open_history(qtbot, window, screen)
    assert [row.label for row in screen.history.versions.rows] == ["Draft", "Version 2", "Version 1"]
    level = str(screen.session.criterion("company_size").levels[0].label)
    what = f"Number of employees, {level}, points"
    qtbot.waitUntil(lambda: cells(screen) == [(what, "+14", "+16")])
    qtbot.keyClick(screen.history.versions, Key.Key_Down)
    qtbot.waitUntil(lambda: cells(screen) == [(what, "+10", "+14")])


def test_a_version_of_another_file_compares_too(qtbot: QtBot, window: MainWindow, screen: MatrixScreen) -> None:
    desk = screen.session.desk
    draft = desk.file_draft("funnel.yaml")
    stages = tuple(replace(s, overdue_after=45.0) if s.id == "engaged" else s for s in draft.value.stages)
    draft.put(replace(draft.value, stages=stages), Said("rules_edited", {"name": "Engaged"}))
    desk.publish(draft, "They take longer")
    open_history(qtbot, window, screen)
    qtbot.waitUntil(lambda: cells(screen) == [("funnel.yaml, stages, engaged, overdue after", "30d", "45d")])


def test_going_back_asks_why_and_one_undo_returns(qtbot: QtBot, window: MainWindow, screen: MatrixScreen) -> None:
    publish_points(qtbot, window, screen, "14", "Large firms stay longer")
    open_history(qtbot, window, screen)
    qtbot.keyClick(screen.history.versions, Key.Key_Down)
    qtbot.mouseClick(screen.history.roll, Qt.MouseButton.LeftButton)
    answer(qtbot, screen, "They did not")
    qtbot.waitUntil(lambda: screen.session.current.number == 3 and not window.runner.busy, timeout=10_000)
    assert live_points(window) == 100
    window.actions_.get("undo").trigger()
    qtbot.waitUntil(lambda: not window.runner.busy, timeout=10_000)
    assert live_points(window) == 140
