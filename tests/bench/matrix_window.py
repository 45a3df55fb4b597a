"""The matrix editor on the screen: a point dragged until everything is painted, and how soon the editor is there.

Peers in the same run: a frame at 60 hertz, and the Leads screen coming to the front.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from leadqual_gui.app.companions import SCREENS
from tests.bench.figures import Figure
from tests.bench.window import ROWS, _loaded_window

if TYPE_CHECKING:
    from leadqual_gui.ui.main_window import MainWindow
    from leadqual_gui.ui.matrix.screen import MatrixScreen

DRAGGED = "company_size"
STEPS = 240
GOAL = 0.008


def drag_until_painted() -> list[Figure]:
    """A level's points dragged sideways over 100,000 leads: from each move of the mouse until all is painted."""
    with tempfile.TemporaryDirectory() as place:
        window = _loaded_window(Path(place))
        try:
            screen = _opened(window)
            taken = _dragged(screen)
        finally:
            window.close()
    taken.sort()
    slow = taken[round(0.95 * (len(taken) - 1))]
    note = f"{ROWS} leads, {len(taken)} changes, median {statistics.median(taken) * 1000:.1f} ms"
    return [Figure("a point dragged until painted, 95th percentile", slow, {"8 ms": GOAL}, {"8 ms": 1.0}, note=note)]


def open_editor() -> list[Figure]:
    """From asking for the screen until its first frame is painted and keys work, beside Leads; both for the first time.

    Leads is measured as it comes back with its list asked for anew, which is what opening it costs a running window.
    The program imports its screens ahead, as soon as the leads are there; so is it done here.
    """
    with tempfile.TemporaryDirectory() as place:
        window = _loaded_window(Path(place))
        try:
            for name in SCREENS:
                import_module(f"leadqual_gui.ui.{name}")
            matrix = _first_frame(window, "matrix")
            ready = _until(lambda: cast("MatrixScreen", window.stack.currentWidget()).session.ready)
            leads = _leads_frame(window)
            again = _first_frame(window, "matrix")
        finally:
            window.close()
    return [
        Figure("Matrix to the first frame", matrix, {"Leads": leads}, {"Leads": 1.0}, note=f"{ROWS} leads"),
        Figure("Matrix again to the first frame", again, {"Leads": leads}, {"Leads": 1.0}),
        Figure("Matrix until it can be edited", matrix + ready, {"Leads": leads}, {}),
    ]


def _opened(window: MainWindow) -> MatrixScreen:
    window.show_screen("matrix")
    screen = cast("MatrixScreen", window.stack.currentWidget())
    _until(lambda: screen.session.ready and bool(screen.session.insights) and not window.runner.busy)
    return screen


def _dragged(screen: MatrixScreen) -> list[float]:
    from leadqual_gui.ui.matrix.grid.model import FIRST_CELL, Spot

    grid = screen.grid
    start = grid.visualRect(grid.grid.at(Spot(DRAGGED, FIRST_CELL))).center()
    _mouse(screen, QEvent.Type.MouseButtonPress, start)
    taken = []
    for at in range(STEPS):
        way = 8 * (at % 60) if at % 120 < 60 else 8 * (60 - at % 60)
        begun = time.perf_counter()
        _mouse(screen, QEvent.Type.MouseMove, start + QPoint(way, 0))
        QApplication.sendPostedEvents()
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        taken.append(time.perf_counter() - begun)
    _mouse(screen, QEvent.Type.MouseButtonRelease, start)
    return taken[10:]


def _mouse(screen: MatrixScreen, kind: QEvent.Type, place: QPoint) -> None:
    port = screen.grid.viewport()
    button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    at, everywhere = QPointF(place), QPointF(port.mapToGlobal(place))
    QApplication.sendEvent(port, QMouseEvent(kind, at, everywhere, button, held, Qt.KeyboardModifier.NoModifier))


def _first_frame(window: MainWindow, key: str) -> float:
    begun = time.perf_counter()
    window.show_screen(key)
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    return time.perf_counter() - begun


def _leads_frame(window: MainWindow) -> float:
    begun = time.perf_counter()
    window.show_screen("leads")
    window.leads.list.refresh()
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    return time.perf_counter() - begun


def _until(there: Callable[[], bool]) -> float:
    begun, loop = time.perf_counter(), QEventLoop()
    while not there() and time.perf_counter() - begun < 60:
        QTimer.singleShot(2, loop.quit)
        loop.exec()
    return time.perf_counter() - begun


FIGURES: tuple[Callable[[], list[Figure]], ...] = (drag_until_painted, open_editor)
