"""How long the whole answer takes from stored leads, how often it tells how far it is, and how soon it stops.

The longest silence is told in processor time, since other work on the machine is no part of it. Nothing is kept in
memory for it: leads and activities lie in SQLite, as they do when somebody opens the screen.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from leadqual_gui.adapters.clock import SystemClock
from leadqual_gui.adapters.db.store import open_store
from leadqual_gui.domain.calibration.periods import ALL_TIME
from leadqual_gui.domain.mapping import ImportKind
from leadqual_gui.services.importing import ImportOptions
from leadqual_gui.services.insights.values import Question
from leadqual_gui.services.operations import Outcome
from leadqual_gui.services.sample.making import MemoryTable
from leadqual_gui.services.workspace import Workspace
from tests.bench.figures import Figure
from tests.bench.workspace import _activities, _leads, _Rules

HUNDRED_THOUSAND = 100_000
STOPS_WITHIN = 0.3
"""So long somebody waits after Cancel at most."""


def whole_answer(leads: int = HUNDRED_THOUSAND) -> list[Figure]:
    """Rates, fit, comparison and pictures; the longest silence between two tellings is how long a stop can take."""
    with traded_workspace(leads) as workspace:
        moments: list[float] = []

        def told(_share: float) -> bool:
            moments.append(time.process_time())
            return True

        start, begun = time.perf_counter(), time.process_time()
        report = workspace.insights.ask(Question(ALL_TIME, calls_a_week=100), told)
        taken = time.perf_counter() - start
        assert report is not None
        silences = [after - before for before, after in pairwise([begun, *moments])]
        note = f"{report.counts.closed:,} closed, {report.proposal.verdict.value}, told {len(moments)} times"
        stop = {"a stop": STOPS_WITHIN}
        return [
            Figure(f"the whole answer, {leads:,} stored leads, {leads * 10:,} activities", taken, note=note),
            Figure(
                "longest step between two looks at Cancel (processor)",
                max(silences),
                stop,
                {"a stop": 1.0},
                note=_where(silences),
            ),
        ]


def _where(silences: list[float]) -> str:
    longest = sorted(enumerate(silences), key=lambda pair: -pair[1])[:4]
    return ", ".join(f"step {at}: {seconds:.2f}" for at, seconds in longest)


@contextmanager
def traded_workspace(leads: int) -> Iterator[Workspace]:
    """Stored leads of which nine in ten are closed: those of few sources rather won."""
    with tempfile.TemporaryDirectory(prefix="leadqual-bench-") as folder:
        clock = SystemClock()
        workspace = Workspace(open_store(Path(folder), clock), _Rules(), clock)
        for kind, table in ((ImportKind.LEADS, _closed(leads)), (ImportKind.ACTIVITIES, _activities(leads))):
            done = workspace.run_import(table, workspace.plan_import(table, ImportOptions(kind=kind)))
            assert isinstance(done, Outcome)
        yield workspace
        workspace.close()


def _closed(leads: int) -> MemoryTable:
    table, chance, now = _leads(leads), random.Random(5), SystemClock().now()
    days = [(now - timedelta(days=day)).strftime("%Y-%m-%d") for day in range(300)]

    def ended(row: tuple[str, ...]) -> tuple[str, str]:
        if chance.random() < 0.1:
            return "", ""
        likely = 0.35 if row[6] in ("source 1", "source 2") else 0.12
        return ("won" if chance.random() < likely else "lost"), days[chance.randrange(300)]

    rows = [(*row, *ended(row)) for row in table.rows]
    return MemoryTable("Leads", (*table.headers, "outcome", "closed_at"), rows)


FIGURES = (whole_answer,)
