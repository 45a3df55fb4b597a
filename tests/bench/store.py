"""The store beside the plainest use of SQLite: opening, importing, searching, one step, a click beside an import."""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: two threads only get in each other's way

import csv
import random
import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from leadqual_gui.adapters.clock import SystemClock
from leadqual_gui.adapters.db.codec import LEAD_COLUMNS
from leadqual_gui.adapters.db.first_rows import first_rows
from leadqual_gui.adapters.db.store import SqliteStore, open_store
from leadqual_gui.adapters.exchange.csv_file import CsvFile
from leadqual_gui.domain.activities import Activity
from leadqual_gui.domain.schema import LIST_FACTS, facts_needed
from leadqual_gui.domain.scoring import score_many
from leadqual_gui.services.importing import ImportContext, ImportOptions, plan_import, run_import
from leadqual_gui.services.operations import Outcome, Said
from leadqual_gui.services.ports import ScoreRow
from tests.bench.data import ACTIVITIES_EACH, AS_OF, KINDS, bench_rules
from tests.bench.figures import Figure, median_seconds

HUNDRED_THOUSAND = 100_000
NAMES = ("Ines", "Omar", "Lena", "Paul", "Mira", "Jonas", "Sofia", "Tariq", "Anna", "Nora", "Emil", "Rosa")
FAMILIES = tuple(
    f"{a}{b}" for a in ("Kell", "Sal", "Somm", "Brandt", "Vog", "Adl") for b in ("er", "ski", "mann", "eh")
)
FIELDS = (
    *("external_id", "full_name", "first_name", "last_name", "company", "job_title", "department", "email", "phone"),
    *("website", "industry", "employees", "annual_revenue", "street", "city", "region", "postal_code", "country"),
    *("source", "owner", "tags", "notes"),
)


def opening(leads: int = HUNDRED_THOUSAND) -> list[Figure]:
    """Opening the file and scoring everybody, with a valid snapshot and without, beside SQLite scanning the columns."""
    facts = facts_needed(bench_rules())
    with filled(leads) as folder:
        with closing(open_store(folder, SystemClock())) as store:
            store.save_columns(store.columns(facts))
        warm = _seconds_to_score(folder, facts)
        with closing(sqlite3.connect(folder / "leadqual.db")) as connection:
            connection.execute("DELETE FROM column_snapshot")
            connection.commit()
            scan = median_seconds(lambda: _scan(connection, facts), 7)
        cold = _seconds_to_score(folder, facts)
        first = median_seconds(lambda: first_rows(folder / "leadqual.db"), 9)
    name = "SQLite scan"
    return [
        Figure(f"open and score {leads:,} leads, snapshot", warm, {name: scan}, {name: 0.25}),
        Figure(f"open and score {leads:,} leads, no snapshot", cold, {name: scan}, {name: 6.0}),
        Figure(f"first rows of {leads:,} leads", first, {name: scan}),
    ]


def importing(leads: int = HUNDRED_THOUSAND) -> list[Figure]:
    """A CSV file of 22 columns: checked, matched, logged, searchable, undoable; beside `csv` and `executemany`."""
    import sqlite_utils

    with tempfile.TemporaryDirectory(prefix="leadqual-bench-") as made:
        folder = Path(made)
        file = folder / "leads.csv"
        _write_csv(file, leads)
        runs = range(3)
        ours = [_seconds(lambda n=n: _import(folder / f"ours{n}", file)) for n in runs]
        plain = [_seconds(lambda n=n: _plain_import(folder / f"plain{n}.db", file)) for n in runs]
        utils = _seconds(lambda: _import_by_utils(sqlite_utils.Database(folder / "utils.db"), file))
    return [
        Figure(
            f"import {leads:,} rows of CSV",
            statistics.median(ours),
            {"csv + executemany": statistics.median(plain), "sqlite-utils": utils},
            {"csv + executemany": 4.0, "sqlite-utils": 0.25},
        )
    ]


def searching(leads: int = HUNDRED_THOUSAND) -> list[Figure]:
    """A key typed into the search: hits known, beside a plain FTS5 prefix query on an index of the same texts."""
    typed = ("ine", "keller", "lena sommski", "firm 12", "ot", "l77")
    with (
        filled(leads, activities=0) as folder,
        closing(open_store(folder, SystemClock())) as store,
        closing(sqlite3.connect(folder / "plain.db")) as plain,
        closing(sqlite3.connect(folder / "leadqual.db")) as source,
    ):
        store.save_columns(store.columns(frozenset()))  # as the window does after an import; it merges the index
        plain.execute("CREATE VIRTUAL TABLE t USING fts5 (text, prefix='1 2 3')")
        plain.executemany("INSERT INTO t VALUES (?)", source.execute("SELECT text FROM lead_text"))
        plain.execute("INSERT INTO t (t) VALUES ('optimize')")
        plain.commit()
        ours = median_seconds(lambda: store.search("12345"), 21)
        like = median_seconds(lambda: source.execute("SELECT id FROM lead WHERE phone LIKE '%12345%'").fetchall(), 5)
        inside = Figure("search digits inside a number", ours, {"LIKE": like}, {"LIKE": 0.5})
        return [*(_search_figure(store, plain, text) for text in typed), inside]


def one_step(leads: int = 10_000) -> list[Figure]:
    """One new activity, logged and undoable, beside the same insert in plain sqlite3; both wait for the disk."""
    clock = SystemClock()
    with filled(leads) as folder, closing(open_store(folder, clock)) as store:

        def ours() -> None:
            with store.unit(Said("activity_added")) as unit:
                unit.add_activity(Activity(0, 7, KINDS[0], clock.now()))
                unit.save_scores([ScoreRow(7, 500, 50, 1, 1, "warm", "B2", 1, 1, None, clock.now(), "v")], Said("x"))
                unit.commit()

        with closing(sqlite3.connect(folder / "plain.db", isolation_level=None)) as plain:
            for setting in ("journal_mode=WAL", "synchronous=FULL"):
                plain.execute(f"PRAGMA {setting}")
            plain.execute("CREATE TABLE a (id INTEGER PRIMARY KEY, lead INTEGER, kind TEXT, at INTEGER)")
            plain.execute("CREATE TABLE s (lead INTEGER PRIMARY KEY, points REAL)")
            peer = median_seconds(lambda: _plain_step(plain), 101)
            return [
                Figure(
                    "one new activity and its score in the store", median_seconds(ours, 101), {"plain sqlite3": peer}
                )
            ]


def waiting(leads: int = 20_000) -> list[Figure]:
    """How long a one-row write waits beside an import that never pauses (95th percentile), beside writing alone."""
    clock = SystemClock()
    with filled(2000, activities=0) as folder, closing(open_store(folder, clock)) as store:
        alone = _waits(store, 40, lambda: True)
        bulk = store.bulk(Said("imported"))
        rows = [_typed(row) for row in _rows(leads, start=1_000_000)]
        working = threading.Thread(target=lambda: (bulk.add_leads(FIELDS, rows), bulk.finish()))
        working.start()
        beside = _waits(store, 400, working.is_alive)
        working.join()
    slowest = max(beside)
    note = f"{len(beside)} writes, the slowest {slowest * 1000:.0f} ms"
    return [
        Figure(
            "a click beside an import (95th percentile)", _percentile(beside), {"alone": _percentile(alone)}, note=note
        )
    ]


@contextmanager
def filled(leads: int, activities: int = ACTIVITIES_EACH) -> Iterator[Path]:
    """A workspace folder with so many leads, and activities each."""
    with tempfile.TemporaryDirectory(prefix="leadqual-bench-") as made:
        folder = Path(made)
        with closing(open_store(folder, SystemClock())) as store:
            bulk = store.bulk(Said("imported"))
            ids = bulk.add_leads(FIELDS, [_typed(row) for row in _rows(leads)])
            if activities:
                bulk.add_activities(list(_activities(ids, activities)))
            bulk.finish()
        yield folder


def _rows(leads: int, start: int = 0) -> Iterator[tuple[str, ...]]:
    chance = random.Random(start + 7)
    for n in range(start, start + leads):
        first, last = chance.choice(NAMES), chance.choice(FAMILIES)
        firm = n * 7919 % (leads // 3 + 1)
        yield (
            *(f"L{n}", f"{first} {last}", first, last, f"Firm {firm}", f"job_title {n % 1500}", f"department {n % 14}"),
            *(f"{first}.{last}{n}@firm{firm}.example".lower(), f"+49 30 {n:07}", f"https://firm{firm}.example"),
            *(f"industry {n % 24}", str(1 + n * 31 % 900), str(50_000 + n % 2000 * 1000), f"Lane {n % 300}"),
            *(f"City {n % 500}", f"region {n % 60}", f"{n % 99_999:05}", f"country {n % 40}", f"source {n % 9}"),
            *(
                f"Owner {n % 5}",
                "fair" if n % 3 else "",
                "Met at the fair; wants to hear again in spring" * (n % 4 == 0),
            ),
        )


def _typed(row: tuple[str, ...]) -> tuple[Any, ...]:
    """A row as the importer hands it over."""
    told = dict(zip(FIELDS, row, strict=True))
    typed = {f: v or None for f, v in told.items()}
    numbers = {f: float(told[f]) for f in ("employees", "annual_revenue")}
    return tuple((typed | numbers | {"tags": (told["tags"],) if told["tags"] else ()}).values())


def _activities(ids: Any, each: int) -> Iterator[tuple[int, str, Any, str | None]]:
    chance = random.Random(11)
    days = [AS_OF - timedelta(seconds=chance.randrange(730 * 86_400)) for _ in range(5000)]
    for n in range(len(ids) * each):
        topic = f"Topic {n % 300}" if n % 2 else None
        yield ids[chance.randrange(len(ids))], KINDS[int(chance.random() ** 2 * len(KINDS))], days[n % 5000], topic


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _seconds_to_score(folder: Path, facts: frozenset[str]) -> float:
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        store = open_store(folder, SystemClock())
        score_many(store.columns(facts), bench_rules(), AS_OF)
        taken.append(time.perf_counter() - start)
        store.close()
    return statistics.median(taken)


def _scan(connection: sqlite3.Connection, facts: frozenset[str]) -> None:
    """`sum` and `max` over every column that is loaded."""
    held = sorted({*(f for f in {*facts, *LIST_FACTS} if f in LEAD_COLUMNS), "full_name", "email", "custom", "gone_by"})
    connection.execute(f"SELECT sum(id), {', '.join(f'max({f})' for f in held)} FROM lead").fetchone()
    connection.execute("SELECT sum(lead_id), max(at), sum(kind), sum(topic), max(gone_by) FROM activity").fetchone()


def _write_csv(file: Path, leads: int) -> None:
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(FIELDS)
        writer.writerows(_rows(leads))


def _import(folder: Path, file: Path) -> None:
    clock = SystemClock()
    with closing(open_store(folder, clock)) as store:
        source, context = CsvFile.open(file), ImportContext(clock.now())
        plan = plan_import(source, ImportOptions(), context)
        done = run_import(source, plan, store, context)
        if not isinstance(done, Outcome) or done.value.new != store.count() or not store.search("keller"):
            raise AssertionError(f"the import did not do its work: {done}")


def _plain_import(database: Path, file: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, file.open(newline="", encoding="utf-8") as opened:
        connection.execute(f"CREATE TABLE lead ({', '.join(FIELDS)})")
        rows = csv.reader(opened)
        next(rows)
        connection.executemany(f"INSERT INTO lead VALUES ({', '.join('?' * len(FIELDS))})", rows)
        connection.commit()


def _import_by_utils(database: Any, file: Path) -> None:
    with file.open(newline="", encoding="utf-8") as opened:
        table = database["lead"]
        table.insert_all(csv.DictReader(opened), pk="external_id")
        table.enable_fts(["full_name", "company", "email", "phone", "notes"])


def _search_figure(store: SqliteStore, plain: sqlite3.Connection, text: str) -> Figure:
    match = " AND ".join(f'"{word}"*' for word in text.split())
    query = "SELECT rowid FROM t WHERE t MATCH ?"
    ours = median_seconds(lambda: store.search(text), 21)
    peer = median_seconds(lambda: plain.execute(query, (match,)).fetchall(), 21)
    note = f"{len(store.search(text)):,} hits"
    return Figure(f"search “{text}”", ours, {"FTS5 prefix query": peer}, {"FTS5 prefix query": 2.0}, note=note)


def _plain_step(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO a (lead, kind, at) VALUES (7, ?, 1)", (KINDS[0],))
    connection.execute("INSERT OR REPLACE INTO s VALUES (7, 50)")
    connection.execute("COMMIT")


def _waits(store: SqliteStore, most: int, going_on: Callable[[], bool]) -> list[float]:
    waits = []
    while going_on() and len(waits) < most:
        waits.append(_seconds(lambda: store.put_setting("clicked", "yes")))
        time.sleep(0.004)
    return waits


def _percentile(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95) - 1] if len(values) > 1 else sum(values)


FIGURES = (opening, importing, searching, one_step, waiting)
