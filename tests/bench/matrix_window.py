"""The matrix editor on the screen: a point dragged until everything is painted, and how soon the editor is there.

Peers in the same run: half a frame at 60 hertz (a whole one for a million leads), and the Leads screen coming to the
front.
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
GOAL, GOAL_OF_A_MILLION = 0.008, 0.016
MILLION = 1_000_000
ROUNDS = 7
SETTLED_AFTER = 0.6


def drag_until_painted(leads: int = ROWS) -> list[Figure]:
    """A level's points dragged sideways over all leads: from each move of the mouse until all is painted."""
    with tempfile.TemporaryDirectory() as place:
        window = _loaded_window(Path(place), leads)
        try:
            screen = _opened(window)
            taken = _dragged(screen)
        finally:
            window.close()
    taken.sort()
    slow = taken[round(0.95 * (len(taken) - 1))]
    goal = GOAL if leads < MILLION else GOAL_OF_A_MILLION
    note = f"{leads} leads, {len(taken)} changes, median {statistics.median(taken) * 1000:.1f} ms"
    peers = {f"{goal * 1000:.0f} ms": goal}
    goals = dict.fromkeys(peers, 1.0)
    return [Figure("a point dragged until painted, 95th percentile", slow, peers, goals, note=note)]


def drag_until_painted_over_a_million() -> list[Figure]:
    """The same over a million leads."""
    return drag_until_painted(MILLION)


def open_editor(leads: int = ROWS) -> list[Figure]:
    """From asking for the screen until its first frame is painted and keys work, beside Leads.

    Leads is measured as it comes back with its list asked for anew, which is what opening it costs a running window.
    As soon as nothing is under way the program makes the editor ahead; so is it done here, each time anew, and beside
    that without: asked for at once after the start.
    """
    with tempfile.TemporaryDirectory() as place:
        window = _loaded_window(Path(place), leads)
        try:
            for name in SCREENS:
                import_module(name)
            _settle(window)
            unprepared = _first_frame(window, "matrix")
            whole = unprepared + _until(lambda: _matrix(window).session.effect is not None)
            rounds = [_round(window) for _ in range(ROUNDS)]
        finally:
            window.close()
    first, listed, again = (statistics.median(column) for column in zip(*rounds, strict=True))
    peers, goal = {"Leads": listed}, {"Leads": 1.0}
    return [
        Figure("Matrix to the first interactive frame", first, peers, goal, note=f"{leads} leads, {ROUNDS} times"),
        Figure("Matrix again to the first frame", again, peers, goal),
        Figure("Matrix to the first frame, asked for at once after the start", unprepared, peers, {}),
        Figure("Matrix until its effect is told, at once after the start", whole, peers, {}),
    ]


def _round(window: MainWindow) -> tuple[float, float, float]:
    """The editor made ahead and opened; Leads; the editor again."""
    from leadqual_gui.ui.matrix.wiring import prepare_matrix

    window.show_screen("leads")
    _matrix(window).setParent(None)
    prepare_matrix(window)
    _settle(window)
    first = _first_frame(window, "matrix")
    if not _matrix(window).session.ready:
        raise AssertionError("the first frame cannot be edited")
    _settle(window)
    listed = _leads_frame(window)
    _settle(window)
    return first, listed, _first_frame(window, "matrix")


def _matrix(window: MainWindow) -> MatrixScreen:
    from leadqual_gui.ui.matrix.screen import MatrixScreen

    found = window.findChild(MatrixScreen)
    assert isinstance(found, MatrixScreen)
    return found


def _settle(window: MainWindow) -> None:
    """Until nothing is under way, and a little longer: nobody opens a screen in the same millisecond."""
    _until(lambda: not window.runner.busy)
    begun = time.perf_counter()
    _until(lambda: time.perf_counter() - begun > SETTLED_AFTER)


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
    while not there() and time.perf_counter() - begun < 120:
        QTimer.singleShot(2, loop.quit)
        loop.exec()
    return time.perf_counter() - begun


FIGURES: tuple[Callable[[], list[Figure]], ...] = (drag_until_painted, open_editor)
