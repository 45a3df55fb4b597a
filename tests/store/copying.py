"""Copies of a database that threads and other programs write, empty, shrink and checkpoint all the time.

`python -m tests.store.copying [SECONDS [SEEDS]]` tries each seed for so long: pages from 512 bytes to 64 KB, logs that
are taken over and begun again, transactions that are rolled back after they were written into the log. Each copy has
to be sound, and to hold what its own moment holds, row by row.
"""

import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from threading import Event, Thread

from leadqual_gui.adapters.db.driver import APPLICATION_ID, connect, database_errors
from leadqual_gui.adapters.db.held_moment import HeldMoment
from leadqual_gui.services.protection import WorkspaceKey

ROOT = Path(__file__).resolve().parents[2]
PAGE_SIZES = (512, 1024, 4096, 8192, 65536)
_TABLES = (
    "CREATE TABLE operation (version INTEGER PRIMARY KEY, leads INTEGER, points INTEGER, at INTEGER)",
    "CREATE TABLE lead (id INTEGER PRIMARY KEY, gone_by INTEGER, points INTEGER, notes BLOB)",
    "CREATE INDEX lead_points ON lead (points)",
    "INSERT INTO operation VALUES (1, 0, 0, 0)",
)
_MOST = 3000


@dataclass(frozen=True, slots=True)
class Tried:
    """How many copies there were, how many of them took pages from the log, and of how many moments."""

    copies: int
    from_log: int
    moments: int


def made(database: Path, page_size: int, key: WorkspaceKey | None = None) -> None:
    """A database with a log and nobody in it."""
    with closing(_opened(database, key)) as connection:
        for setting in (f"page_size={page_size}", f"application_id={APPLICATION_ID}", "journal_mode=WAL"):
            connection.execute(f"PRAGMA {setting}")
        for statement in _TABLES:
            connection.execute(statement)


def work(database: Path, seed: int, done: Event, key: WorkspaceKey | None = None) -> None:
    """Write until it is enough: little and much, kept and taken back, and sometimes the file anew."""
    random, connection = Random(seed), _opened(database, key)
    while not done.is_set():
        with suppress(*database_errors("OperationalError")):  # somebody else was longer than we wait
            _step(connection, random)
            if random.random() < 0.02:
                connection.execute("VACUUM")
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if random.random() < 0.1:
            connection.close()
            connection = _opened(database, key)
        done.wait(random.choice((0, 0, 0.001, 0.01)))
    connection.close()


def take_over(database: Path, seed: int, done: Event, key: WorkspaceKey | None = None) -> None:
    """Move the log into the file until it is enough, in each of SQLite's ways."""
    random = Random(seed)
    with closing(_opened(database, key, 0.2)) as connection:
        while not done.is_set():
            with suppress(*database_errors("OperationalError")):
                connection.execute(
                    f"PRAGMA wal_checkpoint({random.choice(('PASSIVE', 'FULL', 'RESTART', 'TRUNCATE'))})"
                )
            done.wait(random.random() / 50)


def try_copies(database: Path, seed: int, seconds: float, strangers: int = 0, key: WorkspaceKey | None = None) -> Tried:
    """Copy while threads and other programs write and take the log over. Raises AssertionError on a wrong copy."""
    done, random = Event(), Random(seed)
    threads = [Thread(target=work, args=(database, seed * 10 + number, done, key)) for number in range(2)]
    threads.append(Thread(target=take_over, args=(database, seed, done, key)))
    others = [_stranger(database, seed * 10 + 5 + number) for number in range(strangers)]
    for thread in threads:
        thread.start()
    copies, from_log, moments, end = 0, 0, set[str](), time.monotonic() + seconds
    try:
        while time.monotonic() < end:
            with HeldMoment(database, key) as moment:
                time.sleep(random.choice((0, 0, 0.01, 0.05)))
                moments.add(_compared(moment, database.with_suffix(".copy")))
                copies += 1
                from_log += moment._raw is not None and bool(moment._raw.overlay)
    finally:
        done.set()
        for thread in threads:
            thread.join()
        for other in others:
            other.terminate()
            other.wait()
    return Tried(copies, from_log, len(moments))


def _compared(moment: HeldMoment, target: Path) -> str:
    target.unlink(missing_ok=True)
    told = moment.copy_to(target)
    assert hashlib.sha256(target.read_bytes()).hexdigest() == told
    with closing(connect(f"{target.as_uri()}?mode=ro", moment.key, uri=True)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        found, wanted = _content(copy), _content(moment._source)
    assert found == wanted
    return found


def _content(connection: sqlite3.Connection) -> str:
    told = hashlib.sha256(repr(connection.execute("SELECT * FROM operation ORDER BY version").fetchall()).encode())
    for row in connection.execute("SELECT * FROM lead ORDER BY id"):
        told.update(repr(row).encode())
    counted = connection.execute("SELECT count(*), coalesce(sum(points), 0) FROM lead").fetchone()
    noted = connection.execute("SELECT leads, points FROM operation ORDER BY version DESC LIMIT 1").fetchone()
    assert counted == noted
    return told.hexdigest()


def _step(connection: sqlite3.Connection, random: Random) -> None:
    connection.execute(f"PRAGMA wal_autocheckpoint={random.choice((1, 3, 20, 1000))}")
    connection.execute(f"PRAGMA cache_size={random.choice((5, 10, 2000))}")  # a small one spills what is not committed
    connection.execute("BEGIN IMMEDIATE")
    for _ in range(random.choice((1, 1, 3, 50))):
        if random.random() < 0.7:
            values = (random.randrange(1000), random.randbytes(random.choice((10, 300, 5000))))
            connection.execute("INSERT INTO lead (points, notes) VALUES (?, ?)", values)
        elif random.random() < 0.7:
            least = "(SELECT id FROM lead WHERE points >= ? ORDER BY points LIMIT 1)"
            given = (random.randbytes(random.choice((10, 3000))), random.randrange(1000))
            connection.execute(f"UPDATE lead SET points = points + 1, notes = ? WHERE id = {least}", given)
        else:
            oldest = "(SELECT id FROM lead ORDER BY id LIMIT ?)"
            connection.execute(f"DELETE FROM lead WHERE id IN {oldest}", (random.choice((1, 30)),))
    connection.execute(f"DELETE FROM lead WHERE id <= (SELECT max(id) - {_MOST} FROM lead)")
    counted = connection.execute("SELECT count(*), coalesce(sum(points), 0) FROM lead").fetchone()
    if random.random() < 0.5:
        connection.execute("INSERT INTO operation (leads, points, at) VALUES (?, ?, 0)", counted)
    else:  # something changes without a step: a copy cannot be told by its newest one
        newest = "(SELECT max(version) FROM operation)"
        connection.execute(f"UPDATE operation SET leads = ?, points = ? WHERE version = {newest}", counted)
    connection.execute("ROLLBACK" if random.random() < 0.2 else "COMMIT")


def _opened(database: Path, key: WorkspaceKey | None, timeout: float = 30.0) -> sqlite3.Connection:
    return connect(database, key, timeout=timeout)


def _stranger(database: Path, seed: int) -> subprocess.Popen[bytes]:
    code = (
        "import sys; from pathlib import Path; from threading import Event; from tests.store import copying; "
        f"copying.{('work', 'take_over')[seed % 2]}(Path(sys.argv[1]), {seed}, Event())"
    )
    return subprocess.Popen([sys.executable, "-c", code, str(database)], cwd=ROOT, env={**os.environ})


def main(seconds: float = 20.0, seeds: int = 20) -> None:
    """Try it for long, and say what was tried."""
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(seeds):
            database, page_size = Path(folder) / f"{seed}.db", PAGE_SIZES[seed % len(PAGE_SIZES)]
            made(database, page_size)
            tried = try_copies(database, seed, seconds, strangers=2)
            sys.stdout.write(
                f"seed {seed}, pages of {page_size}: {tried.copies} copies of {tried.moments} moments, "
                f"{tried.from_log} with pages from the log: all sound and of their moment\n"
            )
            sys.stdout.flush()


if __name__ == "__main__":
    main(*(kind(told) for kind, told in zip((float, int), sys.argv[1:], strict=False)))
