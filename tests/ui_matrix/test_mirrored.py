"""Right to left the levels stand mirrored, and the arrow keys mean what is seen there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.matrix.grid.model import FIRST_CELL, Spot
from leadqual_gui.ui.matrix.screen import MatrixScreen

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def mirrored(screen: MatrixScreen) -> MatrixScreen:
    """The screen as somebody sees it who reads from right to left."""
    screen.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    QApplication.processEvents()
    return screen


def levels(screen: MatrixScreen) -> list[str]:
    """The names of the levels, in their order."""
    criterion = screen.session.criterion("company_size")
    assert criterion is not None
    return [str(level.label) for level in criterion.levels]


def first_cell(screen: MatrixScreen) -> int:
    """Go to the first level of the company's size; gives back its column."""
    screen.rows.go_to("company_size")
    grid = screen.grid
    grid.go(Spot("company_size", FIRST_CELL))
    return grid.currentIndex().column()


def test_left_goes_on_to_the_next_level_after_typing(qtbot: QtBot, mirrored: MatrixScreen) -> None:
    column = first_cell(mirrored)
    qtbot.keyClicks(mirrored.grid, "7")
    qtbot.keyClick(mirrored.grid, Key.Key_Left)
    assert mirrored.grid.currentIndex().column() == column + 1
    qtbot.keyClicks(mirrored.grid, "6")
    qtbot.keyClick(mirrored.grid, Key.Key_Right)
    assert mirrored.grid.currentIndex().column() == column


def test_alt_left_carries_a_level_to_the_left(qtbot: QtBot, mirrored: MatrixScreen) -> None:
    before = levels(mirrored)
    first_cell(mirrored)
    qtbot.keyClick(mirrored.grid, Key.Key_Left, ALT)
    assert levels(mirrored) == [before[1], before[0], *before[2:]]
    qtbot.keyClick(mirrored.grid, Key.Key_Right, ALT)
    assert levels(mirrored) == before
