"""The board: how long until it is there, how long a frame of a full column takes, how long one of a dragged card.

Peers in the same run: the Leads screen with the same leads, and the 16 ms that a frame may take.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QApplication

from tests.bench.figures import Figure
from tests.bench.window import ROWS, _loaded_window

if TYPE_CHECKING:
    from leadqual_gui.ui.main_window import MainWindow
    from leadqual_gui.ui.pipeline.screen import PipelineScreen

OPENINGS, FRAMES, STEP = 9, 200, 37


def board() -> list[Figure]:
    """Opening the board, scrolling its fullest column, carrying a card across it."""
    with tempfile.TemporaryDirectory() as place:
        window = _loaded_window(Path(place))
        try:
            _settle(window)
            return [_opening(window), *_frames(window)]
        finally:
            window.close()


def today() -> list[Figure]:
    """Opening Today, and scrolling its list."""
    with tempfile.TemporaryDirectory() as place:
        window = _loaded_window(Path(place))
        try:
            _settle(window)
            opened = _opened(window, "today")
            leads = _opened(window, "leads")
            return [Figure("opening Today", opened, {"opening Leads": leads}, note=f"{ROWS} leads")]
        finally:
            window.close()


def _settle(window: MainWindow) -> None:
    """Let the day be opened and rules move whom they move."""
    assert window._day is not None
    window._day.look()
    until = time.monotonic() + 60
    while window.runner.busy and time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.005)
    window.show_screen("today")
    window.show_screen("pipeline")
    QApplication.processEvents()


def _opening(window: MainWindow) -> Figure:
    return Figure(
        "opening the board until painted",
        _opened(window, "pipeline"),
        {"opening Leads": _opened(window, "leads")},
        {"opening Leads": 1.2},
        note=f"{ROWS} leads, asked for anew each time",
    )


def _opened(window: MainWindow, key: str) -> float:
    """The median time from the key of a screen until it is painted with what is true then."""
    taken = []
    for _ in range(OPENINGS):
        window.show_screen("settings")
        QApplication.processEvents()
        screen = window.screens.made[key]
        begun = time.perf_counter()
        if key == "leads":
            window.leads.list.refresh()
        else:
            screen._stale = True  # type: ignore[attr-defined]
        window.show_screen(key)
        screen.repaint()
        taken.append(time.perf_counter() - begun)
        QApplication.processEvents()
    return statistics.median(taken)


def _frames(window: MainWindow) -> list[Figure]:
    window.show_screen("pipeline")
    QApplication.processEvents()
    screen = cast("PipelineScreen", window.stack.currentWidget())
    fullest = max(screen.area.columns.values(), key=lambda column: column.column.count)
    view, other = fullest.view, next(c for c in screen.area.columns.values() if c is not fullest)
    screen.area.choose(view.rows.source.key(0))
    bar = view.verticalScrollBar()

    def scroll(at: int) -> None:
        bar.setValue((at * STEP * 997) % max(1, bar.maximum()))
        view.viewport().repaint()

    ids = view.chosen_ids()

    def carry(at: int) -> None:
        target = (fullest, other)[at % 2]
        screen.dragging.hover(target.stage_id, ids)
        view.set_moving(frozenset(ids) if at % 3 else frozenset())
        target.repaint()
        view.viewport().repaint()

    count = fullest.column.count
    return [_frame("scrolling a full column", scroll, count), _frame("carrying a card over the board", carry, count)]


def _frame(name: str, draw: Callable[[int], None], count: int) -> Figure:
    taken = []
    for at in range(FRAMES):
        begun = time.perf_counter()
        draw(at)
        taken.append(time.perf_counter() - begun)
    taken.sort()
    return Figure(
        f"{name}, 95th percentile of a frame",
        taken[round(0.95 * (FRAMES - 1))],
        {"16 ms": 0.016},
        {"16 ms": 1.0},
        note=f"{count} cards in the column, median {statistics.median(taken) * 1000:.1f} ms",
    )


FIGURES = (board, today)
