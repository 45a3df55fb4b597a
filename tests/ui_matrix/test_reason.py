"""An owner says why a draft is published: a reason is taken as it is, or said to be lacking while it can be mended."""

import errno
import os

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.matrix_edits import SetPoints
from leadqual_gui.services.operations import Said
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.matrix.screen import MatrixScreen
from leadqual_gui.ui.popover import Ask
from tests.ui_matrix.test_by_hand import popover, publish

Key = Qt.Key


def told(ask: Ask) -> list[str]:
    """What is said about examples where the reason is asked for."""
    return [label.text() for label in ask.findChildren(QLabel) if "scenarios" in label.text()]


def test_a_reason_that_is_too_long_is_said_before_it_is_lost(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen
) -> None:
    screen.rows.go_to("company_size")
    qtbot.keyClicks(screen.grid, "3")
    qtbot.keyClick(screen.grid, Key.Key_Return)
    screen.ask_why()
    ask = popover(screen)
    ask.line.setText("Size says little, " * 12)
    qtbot.keyClick(ask.line, Key.Key_Return)
    assert ask.isVisible()
    assert "15 characters too long" in ask.refusal.text()
    assert ask.line.text().startswith("Size says little"), "so that it can be shortened"
    ask.line.clear()
    publish(qtbot, window, screen, "Size says little")


def test_a_reason_is_offered_again_if_the_file_could_not_be_written(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    screen.rows.go_to("company_size")
    qtbot.keyClicks(screen.grid, "3")
    qtbot.keyClick(screen.grid, Key.Key_Return)
    screen.ask_why()
    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        ask = popover(screen)
        qtbot.keyClicks(ask.line, "Size says little")
        qtbot.keyClick(ask.line, Key.Key_Return)
        qtbot.waitUntil(lambda: not window.runner.busy and screen.header.publish.isEnabled(), timeout=10_000)
    screen.ask_why()
    assert popover(screen).line.text() == "Size says little"
    publish(qtbot, window, screen, "")
    qtbot.keyClicks(screen.grid, "4")
    qtbot.keyClick(screen.grid, Key.Key_Return)
    screen.ask_why()
    assert popover(screen).line.text() == "", "published: the next change has its own reason"


def test_publishing_without_a_change_says_why_nothing_happens(
    qtbot: QtBot, window: MainWindow, screen: MatrixScreen
) -> None:
    window.activateWindow()
    assert not screen.header.publish.isEnabled()
    qtbot.keyClick(screen.grid, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "nothing to publish" in screen.hint.label.words()
    qtbot.keyClick(screen.grid, Key.Key_Down)
    assert "nothing to publish" not in screen.hint.label.words()


def test_whoever_publishes_is_told_that_examples_fail(qtbot: QtBot, screen: MatrixScreen) -> None:
    screen.rows.go_to("company_size")
    qtbot.keyClicks(screen.grid, "12")
    qtbot.keyClick(screen.grid, Key.Key_Return)
    screen.ask_why()
    assert told(popover(screen)) == []
    popover(screen).close()
    for criterion in screen.session.matrix.criteria:
        screen.session.apply((SetPoints(criterion.id, -900, 0 if criterion.levels else None),), Said("matrix_points"))
    qtbot.waitUntil(lambda: "fail" in screen.panel.scenarios.state.text())
    screen.ask_why()
    assert told(popover(screen)) == [screen.panel.scenarios.state.text().replace(" fail", " scenarios fail")]
    assert popover(screen).accessibleDescription() in told(popover(screen))
