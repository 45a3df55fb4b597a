"""Pictures of the Insights screen by keyboard alone, in large text: what is pointed at is in sight, with its values."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip, QWidget
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.insights.plots.page import PlotPage
from leadqual_gui.ui.insights.plots.table_chart import TableChart
from leadqual_gui.ui.insights.screen import InsightsScreen
from leadqual_gui.ui.main_window import MainWindow
from tests.ui_insights.conftest import insights

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def screen(qtbot: QtBot, window: MainWindow) -> InsightsScreen:
    """The screen with its answer, in twice the usual text."""
    screen = insights(qtbot, window)
    window.resize(1280, 720)
    window.theme.choose_zoom(2.0)
    window.activateWindow()
    return screen


def turned_to(qtbot: QtBot, screen: InsightsScreen, key: str) -> PlotPage:
    """A tab of pictures, reached by keys."""
    while screen.tabs.current_key() != key:
        QTest.keyClick(screen, Key.Key_PageDown, CTRL)
    qtbot.wait(20)
    page = screen.page
    assert isinstance(page, PlotPage)
    return page


def in_sight(page: PlotPage, part: QWidget, place: QRect) -> bool:
    """Whether a place of a part lies where the tab can be seen."""
    port = page.area.viewport()
    return port.rect().contains(QRect(part.mapTo(page, place.topLeft()) - port.mapTo(page, QPoint()), place.size()))


@pytest.mark.parametrize("key", ["tiers", "scores"])
def test_a_tab_begins_at_the_title_of_its_first_picture(qtbot: QtBot, screen: InsightsScreen, key: str) -> None:
    page = turned_to(qtbot, screen, key)
    assert page.area.verticalScrollBar().maximum() > 0
    assert page.area.verticalScrollBar().value() == 0


def test_the_line_that_is_pointed_at_stays_in_sight(qtbot: QtBot, screen: InsightsScreen) -> None:
    page = turned_to(qtbot, screen, "cohorts")
    chart = page.cards[0].chart
    assert isinstance(chart, TableChart)
    assert screen.window().focusWidget() is chart
    page.area.setFixedHeight(4 * page.theme.look.s.row)
    qtbot.waitUntil(lambda: page.area.verticalScrollBar().maximum() > 0)
    for _month in chart.table.rows:
        QTest.keyClick(chart, Key.Key_Down)
        assert chart.pointer is not None
        assert in_sight(page, chart, QRect(chart.pointer, chart.pointer).adjusted(0, -4, 0, 4))
    QTest.keyClick(chart, Key.Key_Home)
    assert in_sight(page, chart, QRect(chart.pointer, chart.pointer))


def test_arrow_keys_show_the_values_that_the_mouse_would(qtbot: QtBot, screen: InsightsScreen) -> None:
    page = turned_to(qtbot, screen, "scores")
    chart = page.cards[0].chart
    QTest.keyClick(chart, Key.Key_Right)
    assert QToolTip.text() == chart.accessibleDescription() != ""
    QTest.keyClick(chart, Key.Key_Tab)
    qtbot.waitUntil(lambda: not QToolTip.isVisible())
