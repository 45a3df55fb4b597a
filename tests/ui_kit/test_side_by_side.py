"""A list with the chosen lead beside it: the line between them stays where the user drew it."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.side_by_side import SideBySide

ROOM = 1200


def shown(theme: Theme, qtbot: QtBot) -> tuple[SideBySide, QWidget]:
    panel = QWidget()
    beside = SideBySide(theme, QWidget(), panel)
    qtbot.addWidget(beside)
    beside.resize(ROOM, 300)
    beside.limit()
    beside.show()
    return beside, panel


def draw_by(beside: SideBySide, points: int) -> None:
    handle = beside.handle(1)
    middle = handle.rect().center()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(handle, middle + QPoint(points, 0))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=middle + QPoint(points, 0))


def test_a_panel_that_nobody_drew_is_as_wide_as_usual(theme: Theme, qtbot: QtBot):
    beside, panel = shown(theme, qtbot)
    beside.share(ROOM, 400)
    assert panel.width() == 400


def test_a_panel_comes_back_as_wide_as_it_was_drawn(theme: Theme, qtbot: QtBot):
    beside, panel = shown(theme, qtbot)
    beside.share(ROOM, 400)
    assert not beside.is_drawn
    with qtbot.waitSignal(beside.drawn) as drawn:
        draw_by(beside, -40)
    assert drawn.args == [panel.width()]
    assert panel.width() > 400
    other, there = shown(theme, qtbot)
    other.recall(str(drawn.args[0]))
    assert beside.is_drawn
    assert other.is_drawn
    other.share(ROOM, 400)
    assert there.width() == panel.width()


def test_what_was_never_remembered_is_as_usual(theme: Theme, qtbot: QtBot):
    beside, panel = shown(theme, qtbot)
    beside.recall("")
    beside.share(ROOM, 360)
    assert panel.width() == 360


def test_what_stands_between_for_a_while_gets_no_room(theme: Theme, qtbot: QtBot):
    beside, panel = shown(theme, qtbot)
    history = QWidget()
    beside.insertWidget(0, history)
    beside.widget(1).hide()
    beside.share(ROOM, 400)
    assert panel.width() in (399, 400), "the line takes its own from either"
    assert history.width() >= ROOM - 402
