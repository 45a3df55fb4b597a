"""A copy of a large workspace beside copying its file, and what a click waits while it is made."""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

from leadqual_gui.adapters.clock import SystemClock
from leadqual_gui.adapters.db.backup import make_backup
from leadqual_gui.adapters.db.held_moment import give_way
from leadqual_gui.adapters.db.store import SqliteStore, open_store
from leadqual_gui.adapters.durable import sync_file
from tests.bench.figures import Figure
from tests.bench.store import filled

HUNDRED_THOUSAND = 100_000
LONGEST_WAIT = 0.030
RUNS = 9
_PAUSE = 0.01


def copying(leads: int = HUNDRED_THOUSAND) -> list[Figure]:
    """A copy with its checksum, every page looked at, while somebody works; beside copying the file for good."""
    with filled(leads) as folder, closing(open_store(folder, SystemClock())) as store:
        database, plain = folder / "leadqual.db", folder / "plain.db"
        copies, unsafe, ours, waits = [], [], [], []
        for _ in range(RUNS):
            copies.append(_seconds(lambda: _copied(database, plain)))
            unsafe.append(_seconds(lambda: _copied(database, plain, wait=False)))
            taken, found = _beside_clicks(store, folder)
            ours.append(taken)
            waits += found
        size = database.stat().st_size
    waits.sort()
    alone = _alone(leads)
    peers = {"copying the file": statistics.median(copies), "copying, not on the disk": statistics.median(unsafe)}
    return [
        Figure(
            f"copy of {leads:,} leads while somebody works",
            statistics.median(ours),
            peers,
            {"copying the file": 3.0},
            note=f"{size / 2**20:.0f} MB; {min(ours) * 1000:.0f} to {max(ours) * 1000:.0f} ms",
        ),
        Figure(
            "a click beside it (95th percentile)",
            _percentile(waits, 0.95),
            {"alone": _percentile(alone, 0.95), "30 ms": LONGEST_WAIT},
            {"30 ms": 1.0},
            note=f"{len(waits)} clicks, longest {waits[-1] * 1000:.0f} ms; alone {alone[-1] * 1000:.0f} ms",
        ),
        Figure("a click beside it (median)", statistics.median(waits), {"alone": statistics.median(alone)}),
    ]


def _percentile(ordered: list[float], share: float) -> float:
    return ordered[int(len(ordered) * share)]


def _beside_clicks(store: SqliteStore, folder: Path) -> tuple[float, list[float]]:
    """How long the copy took, and what each click waited meanwhile."""
    waits: list[float] = []
    done = Event()

    def click() -> None:
        while not done.is_set():
            waits.append(_seconds(lambda: store.put_setting("clicked", str(len(waits)))))
            time.sleep(_PAUSE)

    somebody = Thread(target=click)
    somebody.start()
    try:
        taken = _seconds(lambda: _in_background(store.path, folder / "backups"))
    finally:
        done.set()
        somebody.join()
    return taken, waits


def _in_background(database: Path, folder: Path) -> None:
    """As the window makes it: in a thread that gives way."""

    def copy() -> None:
        give_way()
        make_backup(database, folder, SystemClock().now())

    copying = Thread(target=copy)
    copying.start()
    copying.join()


def _alone(leads: int) -> list[float]:
    with filled(min(leads, 10_000), activities=0) as folder, closing(open_store(folder, SystemClock())) as store:
        waits = []
        for number in range(100):
            waits.append(_seconds(lambda n=number: store.put_setting("clicked", str(n))))  # type: ignore[misc]
            time.sleep(_PAUSE)
    return sorted(waits)


def _copied(database: Path, target: Path, wait: bool = True) -> None:
    shutil.copyfile(database, target)
    if wait:
        sync_file(target)
    target.unlink()


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


FIGURES = (copying,)
