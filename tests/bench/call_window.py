"""The call window: from the press of a key until score and next question are painted, with 100,000 leads.

Answers are durable when the key comes back. Beside it stands the cost of one bare SQLite write on the same disk.
"""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from leadqual_gui.app.hurry import calm_down
from leadqual_gui.ui.garbage import GarbageKeeper
from tests.bench.figures import Figure
from tests.bench.window import ROWS, _loaded_window

if TYPE_CHECKING:
    from leadqual_gui.ui.interview.window import CallWindow

CALLS, WRITES = 30, 200
KEYS = (Qt.Key.Key_2, Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_0)
FRAME = 1 / 60


def answer_key() -> list[Figure]:
    """Answers and notes, the 95th percentile of all keys, on as many leads as there are calls."""
    with tempfile.TemporaryDirectory() as place:
        window = _loaded_window(Path(place))
        window.theme.motion = False
        GarbageKeeper(window)  # both as the program does
        calm_down()
        answers: list[float] = []
        letters: list[float] = []
        lines: list[float] = []
        try:
            for number in range(CALLS):
                lead = window.leads.list.model.row_at(number * 97 + 11).id
                call = window.errands.calls.open(lead)
                assert call is not None
                QApplication.processEvents()
                answers += [_painted(call, key) for key in KEYS]
                letters += [_painted(call, Qt.Key.Key_A, "a") for _ in range(8)]
                lines.append(_painted(call, Qt.Key.Key_Return))
                QTest.keyClick(call.notes.edit, Qt.Key.Key_F8)
                QTest.keyClick(call.notes.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
                call.close()
                QApplication.processEvents()
        finally:
            window.close()
        bare = _bare_writes(Path(place))
    return [
        _figure("an answer's key until score and next question are painted", answers, bare),
        _figure("a filed note until it is painted", lines, bare),
        _figure("a letter of a note until it is painted", letters, bare),
    ]


def _figure(name: str, taken: list[float], bare: float) -> Figure:
    taken.sort()
    note = f"{ROWS} leads, {len(taken)} keys, median {statistics.median(taken) * 1000:.1f} ms"
    percentile = taken[round(0.95 * (len(taken) - 1))]
    peers = {"two frames of 60 Hz": 2 * FRAME, "bare SQLite write": bare}
    return Figure(f"{name}, 95th percentile", percentile, peers, {"two frames of 60 Hz": 1.0}, note=note)


def _painted(call: CallWindow, key: Qt.Key, text: str = "") -> float:
    """A key until nothing is left to paint; what the lists behind are told later is told before the next key."""
    begun = time.perf_counter()
    if text:
        QTest.keyClicks(call.notes.edit, text)
    else:
        QTest.keyClick(call.notes.edit, key)
    QApplication.processEvents()
    taken = time.perf_counter() - begun
    call.session._handover.deliver()
    QApplication.processEvents()
    return taken


def _bare_writes(folder: Path) -> float:
    """The median of one row in a transaction of its own, as durable as ours."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE answer (id INTEGER PRIMARY KEY, lead INTEGER, level INTEGER, text TEXT)")
    taken = []
    for number in range(WRITES):
        begun = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO answer (lead, level, text) VALUES (?, ?, ?)", (number, number % 4, "said"))
        connection.execute("COMMIT")
        taken.append(time.perf_counter() - begun)
    connection.close()
    return statistics.median(taken)


FIGURES = (answer_key,)
