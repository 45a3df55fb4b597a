"""From Insights to a published matrix: four clicks there, one back; and the same without a mouse."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.insights.screen import InsightsScreen
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.matrix.screen import MatrixScreen
from leadqual_gui.ui.popover import Ask


class Mouse:
    """Clicks in the middle of things, as a hand does, and counts."""

    def __init__(self) -> None:
        self.clicks = 0

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        place = at or widget.rect().center()
        top = widget.window().windowHandle()
        assert top is not None
        assert widget.isVisible()
        QTest.mouseClick(top, Qt.MouseButton.LeftButton, pos=widget.mapTo(widget.window(), place))
        self.clicks += 1


def matrix_text(folder: Path) -> str:
    return (folder / "rules" / "matrix.yaml").read_text("utf-8")


def screen_of(qtbot: QtBot, window: MainWindow) -> InsightsScreen:
    screen = window.stack.currentWidget()
    assert isinstance(screen, InsightsScreen)
    qtbot.waitUntil(lambda: screen.session.report is not None and not window.runner.busy, timeout=20_000)
    return screen


def matrix_of(qtbot: QtBot, window: MainWindow) -> MatrixScreen:
    qtbot.waitUntil(lambda: window.current_screen() == "matrix", timeout=10_000)
    found = window.stack.currentWidget()
    assert isinstance(found, MatrixScreen)
    qtbot.waitUntil(lambda: found.session.change_count > 0 and not window.runner.busy, timeout=10_000)
    return found


def asked() -> Ask:
    found = QApplication.activePopupWidget()
    assert isinstance(found, Ask)
    return found


def test_four_clicks_lead_from_insights_to_a_published_matrix_and_one_back(
    qtbot: QtBot, window: MainWindow, trading: Path
) -> None:
    before, mouse = matrix_text(trading), Mouse()
    mouse.click(window.rail.item("insights"))
    screen = screen_of(qtbot, window)
    mouse.click(screen.page.take_bar.take)
    matrix = matrix_of(qtbot, window)
    assert matrix_text(trading) == before, "nothing is live yet"
    mouse.click(matrix.header.publish)
    question = asked()
    assert "closed leads" in question.line.text()
    assert question.take is not None
    mouse.click(question.take)
    qtbot.waitUntil(lambda: matrix_text(trading) != before and not window.runner.busy, timeout=10_000)
    assert mouse.clicks == 4
    assert window.workspace is not None
    points = {c.id: c.tenths for c in window.workspace.rules.matrix.criteria}
    report = screen.session.report
    assert report is not None
    assert points["demo"] == next(row.proposed for row in report.rows if row.criterion == "demo")
    qtbot.waitUntil(lambda: "publication" in window.actions_.get("undo").text() and not window.runner.busy)
    mouse.click(window.top.undo)
    qtbot.waitUntil(lambda: matrix_text(trading) == before, timeout=10_000)
    assert mouse.clicks == 5


def test_the_same_way_without_a_mouse(qtbot: QtBot, window: MainWindow, trading: Path) -> None:
    before, control = matrix_text(trading), Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(window, Qt.Key.Key_5, control)
    screen = screen_of(qtbot, window)
    table = screen.page.table
    assert window.focusWidget() is table
    QTest.keyClick(table, Qt.Key.Key_Down)
    row = table.current_row()
    assert table.currentIndex().row() == 1
    assert row.change is not None
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert row.change not in screen.page.choosing.taken
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert row.change in screen.page.choosing.taken
    QTest.keyClick(table, Qt.Key.Key_Return, control)
    matrix = matrix_of(qtbot, window)
    QTest.keyClick(matrix.grid, Qt.Key.Key_Return, control)
    QTest.keyClick(asked().line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: matrix_text(trading) != before and not window.runner.busy, timeout=10_000)
    qtbot.waitUntil(lambda: "publication" in window.actions_.get("undo").text() and not window.runner.busy)
    window.activateWindow()  # a window manager does so when the question goes away
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(matrix.grid, Qt.Key.Key_Z, control)
    qtbot.waitUntil(lambda: matrix_text(trading) == before, timeout=10_000)
