"""Files in and out beside the plainest way to read or write them: previews, workbooks, exports, memory.

Both sides of a ratio run in turns in the same process, on the processor's time: other programs do not count.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: two threads only get in each other's way

import csv
import gc
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from leadqual_gui.adapters.clock import SystemClock
from leadqual_gui.adapters.db.store import open_store
from leadqual_gui.adapters.exchange.table_writers import table_sink
from leadqual_gui.adapters.exchange.tables import open_table
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.schema import schema_for
from leadqual_gui.services.exporting_columns import usual_columns
from leadqual_gui.services.exporting_table import export_table, scores_of
from leadqual_gui.services.importing import Fate, ImportContext, ImportOptions, foretell, plan_import
from leadqual_gui.services.operations import Outcome
from leadqual_gui.services.ports import Store
from leadqual_gui.services.score_rows import scored
from tests.bench.data import AS_OF, bench_rules
from tests.bench.figures import Figure
from tests.bench.store import FIELDS, _rows, _write_csv, filled

HUNDRED_THOUSAND = 100_000
SMALL, LARGE = 20 << 20, 2 << 30


def previews(leads: int = HUNDRED_THOUSAND) -> list[Figure]:
    """The fate of each row of a CSV file of 22 columns, for new leads and for known ones, beside reading it."""
    with tempfile.TemporaryDirectory(prefix="leadqual-bench-") as made:
        file = Path(made) / "leads.csv"
        _write_csv(file, leads)
        with closing(open_store(Path(made), SystemClock())) as store:
            new, reading = _in_turns(lambda: _foretell(file, store, Fate.NEW, leads), lambda: _read(file), 5)
        with filled(leads, activities=0) as folder, closing(open_store(folder, SystemClock())) as store:
            known, again = _in_turns(lambda: _foretell(file, store, None, leads), lambda: _read(file), 3)
    return [
        Figure(f"fates of {leads:,} rows, all new", new, {"csv": reading}, {"csv": 4.0}),
        Figure(f"fates of {leads:,} rows, all known", known, {"csv": again}, note="each of 22 fields is compared"),
    ]


def workbooks(leads: int = HUNDRED_THOUSAND) -> list[Figure]:
    """A workbook of 22 columns from the file to the fate of each row, beside openpyxl reading its values."""
    import openpyxl

    with tempfile.TemporaryDirectory(prefix="leadqual-bench-") as made:
        file = Path(made) / "leads.xlsx"
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("Leads")
        sheet.append(FIELDS)
        for row in _rows(leads):
            sheet.append([int(cell) if cell.isdecimal() else cell for cell in row])
        book.save(file)

        def theirs() -> None:
            for _ in openpyxl.load_workbook(file, read_only=True, data_only=True).active.iter_rows(values_only=True):
                pass

        with closing(open_store(Path(made), SystemClock())) as store:
            ours, peer = _in_turns(lambda: _foretell(file, store, Fate.NEW, leads), theirs, 1)
    name = "openpyxl, read only"
    return [Figure(f"fates of {leads:,} rows of a workbook", ours, {name: peer}, {name: 1.3})]


def exports(leads: int = HUNDRED_THOUSAND) -> list[Figure]:
    """All leads with all fields and scores to a CSV file, from the store, beside `csv.writer` on the ready rows."""
    with filled(leads, activities=0) as folder, closing(open_store(folder, SystemClock())) as store:
        rules = bench_rules()
        columns: Columns = store.columns(frozenset(schema_for(rules)))
        resident = scored(columns, rules, AS_OF)
        ids, scores, usual = columns.ids.tolist(), scores_of(resident), usual_columns()

        def ours(name: str = "ours.csv") -> None:
            if export_table(store, ids, usual, scores, table_sink(folder / name)) != leads:
                raise AssertionError("not all leads were written")

        ours()
        with (folder / "ours.csv").open(encoding="utf-8", newline="") as file:
            ready = list(csv.reader(file))

        def theirs() -> None:
            with (folder / "theirs.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(ready)

        mine, peer = _in_turns(ours, theirs, 5)
        book = _seconds(lambda: ours("ours.xlsx"))
    size = len(usual)
    return [
        Figure(f"CSV of {leads:,} leads, {size} columns", mine, {"csv.writer": peer}, {"csv.writer": 2.0}),
        Figure(f"XLSX of {leads:,} leads, {size} columns", book, {"csv.writer": peer}),
    ]


def memory() -> list[Figure]:
    """The peak of memory while a CSV file of 2 GB is gone through, beside one of 20 MB; each in its own process."""
    with tempfile.TemporaryDirectory(prefix="leadqual-bench-") as made:
        small, large = Path(made) / "small.csv", Path(made) / "large.csv"
        _write_csv(small, 90_000)
        text = small.read_bytes()
        head, _, body = text.partition(b"\n")
        with large.open("wb") as file:
            file.write(head + b"\n")
            while file.tell() < LARGE:
                file.write(body)
        little, much = (_peak_of(path) for path in (small, large))
        note = f"{small.stat().st_size >> 20} MB and {large.stat().st_size >> 20} MB"
    return [
        Figure("memory for a large CSV file", much, {"a small one": little}, {"a small one": 1.5}, unit="MB", note=note)
    ]


def _peak_of(file: Path) -> float:
    """Megabytes that a process held at most while it went through all batches of a file."""
    done = subprocess.run(
        [sys.executable, "-c", f"from tests.bench.exchange import go_through; go_through({str(file)!r})"],
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout)


def go_through(file: str) -> None:
    """Read all batches; print the peak of memory."""
    rows = sum(len(batch) for batch in open_table(Path(file)).batches())
    if rows < 1000:
        raise AssertionError(rows)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _foretell(file: Path, store: Store, fate: Fate | None, rows: int) -> None:
    context = ImportContext(SystemClock().now())
    table = open_table(file)
    done = foretell(table, plan_import(table, ImportOptions(), context), store, context)
    if not isinstance(done, Outcome) or len(done.value) != rows or (fate and done.value.counts[fate] != rows):
        raise AssertionError(f"the preview did not do its work: {done}")


def _read(file: Path) -> None:
    with file.open(newline="", encoding="utf-8") as opened:
        for _ in csv.reader(opened):
            pass


def _in_turns(ours: Callable[[], object], theirs: Callable[[], object], times: int) -> tuple[float, float]:
    """Medians of the processor's time, one run of each after the other."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for work, seconds in zip((ours, theirs), taken, strict=True):
            seconds.append(_seconds(work))
    return statistics.median(taken[0]), statistics.median(taken[1])


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    with _no_garbage():
        start = time.process_time()
        work()
        return time.process_time() - start


@contextmanager
def _no_garbage() -> Iterator[None]:
    """The window collects garbage on a timer, not while it works; here for both sides alike."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


FIGURES = (previews, workbooks, exports, memory)
