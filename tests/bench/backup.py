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
from leadqual_gui.adapters.db.files import sync_file
from leadqual_gui.adapters.db.store import SqliteStore, open_store
from tests.bench.figures import Figure
from tests.bench.store import filled

HUNDRED_THOUSAND = 100_000
LONGEST_WAIT = 0.030
RUNS = 5
_PAUSE = 0.01


def copying(leads: int = HUNDRED_THOUSAND) -> list[Figure]:
    """A checked copy with its checksum while somebody works, beside copying the file and waiting for the disk."""
    with filled(leads) as folder, closing(open_store(folder, SystemClock())) as store:
        database, plain = folder / "leadqual.db", folder / "plain.db"
        pairs = [(_seconds(lambda: _copied(database, plain)), _beside_clicks(store, folder)) for _ in range(RUNS)]
        size = database.stat().st_size
    copies, ours = [pair[0] for pair in pairs], [pair[1][0] for pair in pairs]
    waits = sorted(wait for _, (_, found) in pairs for wait in found)
    alone = _alone(leads)
    note = f"{size / 2**20:.0f} MB; {len(waits)} clicks, longest {waits[-1] * 1000:.0f} ms"
    return [
        Figure(
            f"copy of {leads:,} leads while somebody works",
            statistics.median(ours),
            {"copying the file": statistics.median(copies)},
            {"copying the file": 3.0},
            note=note,
        ),
        Figure(
            "a click beside it (95th percentile)",
            waits[int(len(waits) * 0.95)],
            {"alone": alone, "30 ms": LONGEST_WAIT},
            {"30 ms": 1.0},
        ),
        Figure("a click beside it (median)", statistics.median(waits), {"alone": alone, "30 ms": LONGEST_WAIT}),
    ]


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
        taken = _seconds(lambda: make_backup(store.path, folder / "backups", SystemClock().now()))
    finally:
        done.set()
        somebody.join()
    return taken, waits


def _alone(leads: int) -> float:
    with filled(min(leads, 10_000), activities=0) as folder, closing(open_store(folder, SystemClock())) as store:
        waits = [_seconds(lambda n=n: store.put_setting("clicked", str(n))) for n in range(50)]  # type: ignore[misc]
    return statistics.median(waits)


def _copied(database: Path, target: Path) -> None:
    shutil.copyfile(database, target)
    sync_file(target)
    target.unlink()


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


FIGURES = (copying,)
