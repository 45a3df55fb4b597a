"""While a card is carried, Qt holds on to the column that it came from: whatever happens meanwhile, it stays."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QMimeData, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QDrag, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.pipeline import view as board_view
from leadqual_gui.ui.pipeline.screen import PipelineScreen
from leadqual_gui.ui.pipeline.view import MIME
from tests.ui_pipeline.conftest import choose, column, names_in

Mod = Qt.KeyboardModifier
STEFAN = "Stefan Roth"
CARRIED_MS = 60


def test_the_last_card_of_a_stage_that_left_the_rules_is_carried_to_another(
    screen: PipelineScreen, window: MainWindow, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its column goes with its last card: only after the hand has let go, or Qt would go on in a view that is gone."""
    lead = choose(screen, STEFAN)
    QTest.keyClick(screen.area.front_view(), Qt.Key.Key_Right, Mod.ControlModifier)
    funnel = folder / "rules" / "funnel.yaml"
    funnel.write_text(funnel.read_text("utf-8").replace("id: engaged", "id: curious"), "utf-8")
    window.reload_rules()
    qtbot.waitUntil(lambda: "engaged" in screen.area.columns and "curious" in screen.area.columns, timeout=10_000)
    qtbot.waitUntil(lambda: not window.runner.busy and STEFAN in names_in(screen, "engaged"), timeout=10_000)
    choose(screen, STEFAN)
    view, alive = column(screen, "engaged").view, list[bool]()

    class Hand(QDrag):
        """A hand that drops the card on the new column; events go on meanwhile, as on a real desktop."""

        def exec(self, *_actions: object) -> Qt.DropAction:
            data = QMimeData()
            data.setData(MIME, str(lead).encode())
            held = (Qt.MouseButton.LeftButton, Mod.NoModifier)
            loop, target = QEventLoop(), column(screen, "curious")
            enter = QDragEnterEvent(QPoint(20, 120), Qt.DropAction.MoveAction, data, *held)
            drop = QDropEvent(QPointF(20, 120), Qt.DropAction.MoveAction, data, *held)
            QTimer.singleShot(0, loop, lambda: [QApplication.sendEvent(target, event) for event in (enter, drop)])
            QTimer.singleShot(CARRIED_MS, loop, loop.quit)
            loop.exec()
            alive.append(isValid(view))
            return Qt.DropAction.MoveAction

    monkeypatch.setattr(board_view, "QDrag", Hand)
    places: list[QPoint] = []

    def lies_still() -> bool:
        """The rules were just read again: a notice comes, the board is laid out anew."""
        places.append(view.viewport().mapTo(window, view.visualRect(view.currentIndex()).center()))
        return places[-10:] == places[-1:] * 10

    qtbot.waitUntil(lies_still)
    handle, at = window.windowHandle(), places[-1]
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, Mod.NoModifier, at)
    QTest.mouseMove(handle, at + QPoint(30, 0))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, Mod.NoModifier, at + QPoint(30, 0))
    assert alive == [True]
    qtbot.waitUntil(lambda: "engaged" not in screen.area.columns)
    assert STEFAN in names_in(screen, "curious")
    assert screen.chosen_lead == lead
