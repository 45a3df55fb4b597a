"""A key in a call: how long until the answer is durable, the score is new and the next question is there.

Painting is not part of it (see `window`); two frames are 33 ms.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter

from leadqual_gui.adapters.call_files import CallFolder
from leadqual_gui.adapters.rules_yaml.watch import RulesFolder
from leadqual_gui.services.calling.call import Call
from leadqual_gui.services.calling.desk import CallDesk
from tests.bench.figures import Figure
from tests.bench.workspace import filled_workspace

HUNDRED_THOUSAND = 100_000
TWO_FRAMES = 0.033
SHIPPED = Path(__file__).resolve().parents[2] / "rules"
CALLS = 25


def key_in_a_call(leads: int = HUNDRED_THOUSAND) -> list[Figure]:
    """The 95th percentile of a hundred keys, all four questions of BANT with two dozen leads."""
    with filled_workspace(leads, RulesFolder(SHIPPED)) as workspace, tempfile.TemporaryDirectory() as folder:
        desk = CallDesk(workspace, CallFolder(Path(folder) / "calls"))
        keys: list[float] = []
        drafts: list[float] = []
        for number in range(CALLS):
            call = desk.begin(1 + number * (leads // CALLS), "bant")
            assert isinstance(call, Call)
            for level in range(4):
                keys.append(_timed(partial(_press, call, level)))
                drafts.append(_timed(partial(call.write_draft, "their alarm contract costs 9 k")))
            call.leave()
        bare = _bare(Path(folder) / "bare.db", len(keys))
        return [
            Figure(
                "a key in a call: durable, scored, next question (95th percentile)",
                _late(keys),
                {"two frames": TWO_FRAMES, "bare SQLite write": _late(bare)},
                {"two frames": 1.0},
            ),
            Figure("a letter typed into the notes, safe from a kill", _late(drafts), {"two frames": TWO_FRAMES}, {}),
        ]


def _press(call: Call, level: int) -> object:
    """What the window does at a key, but for painting."""
    call.answer(level)
    call.next_best()
    return call.outlook, call.outcomes, call.card


def _timed(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def _late(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _bare(path: Path, count: int) -> list[float]:
    """One row into one table, durable."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE answer (id INTEGER PRIMARY KEY, lead INTEGER, level INTEGER)")
    insert = "INSERT INTO answer (lead, level) VALUES (1, 2)"
    times = [_timed(partial(connection.execute, insert)) for _ in range(count)]
    connection.close()
    return times


FIGURES = (key_in_a_call,)
