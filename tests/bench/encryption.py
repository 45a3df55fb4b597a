"""A workspace with a passphrase beside the same one without: import, search, score, a click, a backup.

Both sides run in turns in the same process, on the processor's time: other programs do not count. What a passphrase
costs once (stretching it, ciphering what is there) is told apart, by the clock.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: two threads only get in each other's way

import gc
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from leadqual_gui.adapters.clock import SystemClock
from leadqual_gui.adapters.db.backup import make_backup
from leadqual_gui.adapters.db.protecting import SqliteProtection
from leadqual_gui.adapters.db.store import open_store
from leadqual_gui.adapters.exchange.tables import open_table
from leadqual_gui.adapters.key_file import new_recovery_key
from leadqual_gui.domain.mapping import ImportKind
from leadqual_gui.services.commands import AddActivity
from leadqual_gui.services.importing import ImportOptions
from leadqual_gui.services.operations import Outcome
from leadqual_gui.services.protection import WorkspaceKey
from leadqual_gui.services.workspace import Workspace
from tests.bench.data import KINDS
from tests.bench.figures import Figure
from tests.bench.store import _write_csv
from tests.bench.workspace import _activities, _Rules

HUNDRED_THOUSAND = 100_000
PASSPHRASE = "four words not alike"
PLAIN = "plain workspace"
ACTIVITIES = ImportOptions(kind=ImportKind.ACTIVITIES)
GOAL = {PLAIN: 1.5}
Key = WorkspaceKey | None


def everything(leads: int = HUNDRED_THOUSAND) -> list[Figure]:
    """Import, open and score with a snapshot and without, search, a click and a backup: ciphered beside plain."""
    with tempfile.TemporaryDirectory(prefix="leadqual-bench-") as made:
        file = Path(made) / "leads.csv"
        _write_csv(file, leads)
        turns = 2 if leads >= HUNDRED_THOUSAND else 3
        importing = _in_turns(lambda side, n: _import(Path(made) / f"{side}{n}", side == "ciphered", file), turns)
        folders = {side: Path(made) / f"{side}0" for side in ("plain", "ciphered")}
        keys = {"plain": None, "ciphered": SqliteProtection(folders["ciphered"]).unlock(PASSPHRASE)}
        for side, folder in folders.items():
            _add_activities(folder, keys[side], leads)
        cold = _in_turns(lambda side, _n: _load(folders[side], keys[side], forget=True), 3)
        warm = _in_turns(lambda side, _n: _load(folders[side], keys[side]), 5)
        backup = _in_turns(lambda side, _n: _back_up(folders[side], keys[side]), 3)
        with _both_open(folders, keys) as opened:
            typing = _in_turns(lambda side, _n: _search(opened[side]), 15)
            click = _in_turns(lambda side, _n: _click(opened[side]), 51)
        unlock = _seconds(lambda: SqliteProtection(folders["ciphered"]).unlock(PASSPHRASE), time.perf_counter)
        convert = _seconds(lambda: _protect(folders["plain"]), time.perf_counter)
    return [
        _figure(f"import {leads:,} rows of CSV", importing),
        _figure(f"open and score {leads:,} leads, snapshot", warm),
        _figure(f"open and score {leads:,} leads, no snapshot", cold),
        _figure(f"six searches in {leads:,} leads", typing),
        _figure("one new activity, scored and durable", click),
        _figure(f"checked backup of {leads:,} leads", backup, goal=False),
        Figure("unlock: stretch the passphrase", unlock),
        Figure(f"set a passphrase for {leads:,} leads", convert),
    ]


def _figure(name: str, taken: dict[str, list[float]], goal: bool = True) -> Figure:
    ours, peer = statistics.median(taken["ciphered"]), statistics.median(taken["plain"])
    return Figure(name, ours, {PLAIN: peer}, GOAL if goal else {})


def _in_turns(work: Callable[[str, int], float], times: int) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {"plain": [], "ciphered": []}
    for number in range(times):
        for side in ("plain", "ciphered") if number % 2 else ("ciphered", "plain"):
            gc.collect()
            taken[side].append(work(side, number))
    return taken


def _seconds(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    start = clock()
    work()
    return clock() - start


def _import(folder: Path, ciphered: bool, file: Path) -> float:
    open_store(folder, SystemClock()).close()
    key: Key = _protect(folder) if ciphered else None
    workspace = _workspace(folder, key)
    table = open_table(file)
    start = time.process_time()
    done = workspace.run_import(table, workspace.plan_import(table, ImportOptions()))
    taken = time.process_time() - start
    assert isinstance(done, Outcome)
    workspace.load()
    workspace.keep_scores()
    workspace.close()
    return taken


def _protect(folder: Path) -> WorkspaceKey:
    return SqliteProtection(folder).protect(PASSPHRASE, new_recovery_key(), lambda _what, _share: None)


def _workspace(folder: Path, key: Key) -> Workspace:
    clock = SystemClock()
    return Workspace(open_store(folder, clock, key), _Rules(), clock)


def _add_activities(folder: Path, key: Key, leads: int) -> None:
    workspace, table = _workspace(folder, key), _activities(leads)
    assert isinstance(workspace.run_import(table, workspace.plan_import(table, ACTIVITIES)), Outcome)
    workspace.load()
    workspace.keep_scores()
    workspace.close()


def _load(folder: Path, key: Key, forget: bool = False) -> float:
    """From the file to all scores."""
    if forget:
        store = open_store(folder, SystemClock(), key)
        with store._connections.transaction() as transaction:
            transaction.connection.execute("DELETE FROM column_snapshot")
            transaction.commit()
        store.close()
    start = time.process_time()
    workspace = _workspace(folder, key)
    workspace.load()
    taken = time.process_time() - start
    workspace.close()
    return taken


def _back_up(folder: Path, key: Key) -> float:
    now = SystemClock().now()
    return _seconds(lambda: make_backup(folder / "leadqual.db", folder / "backups", now, key=key))


@contextmanager
def _both_open(folders: dict[str, Path], keys: dict[str, Key]) -> Iterator[dict[str, Workspace]]:
    opened = {side: _workspace(folder, keys[side]) for side, folder in folders.items()}
    for workspace in opened.values():
        workspace.load()
    yield opened
    for workspace in opened.values():
        workspace.close()


def _search(workspace: Workspace) -> float:
    typed = ("ine", "keller", "lena sommski", "firm 12", "ot", "l77")
    return _seconds(lambda: [workspace.store.search(text) for text in typed])


def _click(workspace: Workspace) -> float:
    return _seconds(lambda: workspace.execute(AddActivity(7, KINDS[0], workspace.now)))


FIGURES = (everything,)
