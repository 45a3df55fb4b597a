"""The work of the day beside what it is held against: the board, a move, Today, a day's pass, leads side by side."""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path

from leadqual_gui.adapters.clock import SystemClock
from leadqual_gui.adapters.rules_yaml.folder import load_rules
from leadqual_gui.domain.activities import Activity, Sign
from leadqual_gui.domain.rules import CustomField, Rules
from leadqual_gui.services.commands import AddActivity, MoveLeads
from leadqual_gui.services.lists import Query
from leadqual_gui.services.operations import Outcome
from leadqual_gui.services.ports import LoadedRules
from leadqual_gui.services.workspace import Workspace
from tests.bench.data import KINDS, bench_rules
from tests.bench.figures import Figure, median_seconds
from tests.bench.workspace import filled_workspace

MANY = 100_000
BLINK, CLICK = 0.05, 0.03
SHIPPED = Path(__file__).resolve().parents[2] / "rules"


class _Rules:
    """The matrix of forty criteria with the funnel and playbook that are shipped."""

    def load(self) -> LoadedRules:
        """Always the same."""
        return LoadedRules(_rules())

    def changed(self) -> bool:
        """Never."""
        return False

    def declare(self, fields: Sequence[CustomField]) -> None:
        """There are none."""


def _rules() -> Rules:
    shipped = load_rules(SHIPPED, scenarios=False).rules
    assert shipped is not None
    bench = bench_rules()
    named = {kind.id for kind in bench.activity_kinds}
    signed = (replace(k, sign=Sign.INTEREST if n < 12 else Sign.INTENT) for n, k in enumerate(bench.activity_kinds))
    kinds = (*signed, *(k for k in shipped.activity_kinds if k.id not in named))
    return replace(
        bench,
        funnel=shipped.funnel,
        playbook=shipped.playbook,
        frameworks=bench.frameworks or shipped.frameworks,
        activity_kinds=kinds,
        version="bench-pipeline",
    )


def _opened(workspace: Workspace) -> None:
    workspace.funnel.open_day()


def _scoring(workspace: Workspace) -> float:
    resident = workspace.funnel.resident
    assert resident is not None
    return median_seconds(resident.board.fill)


def board(leads: int = MANY) -> list[Figure]:
    """Opening the board beside opening Leads."""
    with filled_workspace(leads, _Rules()) as workspace:
        _opened(workspace)

        def ours() -> None:
            for column in workspace.funnel.board().columns:
                for index in range(min(10, column.count)):
                    column.cards.card(index)

        def theirs() -> None:
            found = workspace.query(Query())
            for index in range(min(40, len(found))):
                found.row(index)

        peer = median_seconds(theirs)
        name = f"opening the board of {leads:,} leads, without painting"
        return [Figure(name, median_seconds(ours), {"opening Leads": peer}, {"opening Leads": 1.2})]


def one_move(leads: int = MANY) -> list[Figure]:
    """A move, durable, with gate, history and score, beside the same path in plain sqlite3."""
    with filled_workspace(leads, _Rules()) as workspace, tempfile.TemporaryDirectory() as folder:
        _opened(workspace)
        numbers = count(1)

        def ours() -> None:
            number = next(numbers)
            done = workspace.execute(MoveLeads((1 + number % leads,), "opportunity", override="Known well"))
            assert isinstance(done, Outcome)

        plain = _plain(Path(folder) / "plain.db", leads)
        theirs = median_seconds(partial(_plain_move, plain, leads, count(1)), 51)
        figure = Figure(
            "one move: durable, gate, history, score",
            median_seconds(ours, 51),
            {"plain sqlite3": theirs},
            {"plain sqlite3": 3.0},
        )
        plain.close()
        return [figure]


def today(leads: int = MANY) -> list[Figure]:
    """Next actions for all leads and the ranked list, beside scoring all once."""
    with filled_workspace(leads, _Rules()) as workspace:
        _opened(workspace)
        desk = workspace.funnel

        def ours() -> None:
            desk.memory.forget()
            found = desk.today().due
            for index in range(min(10, len(found))):
                found.row(index)

        scoring = _scoring(workspace)
        again = median_seconds(lambda: desk.today().due)
        return [
            Figure(
                f"Today's list and next actions for {leads:,} leads",
                median_seconds(ours),
                {"scoring all once": scoring},
                {"scoring all once": 3.0},
            ),
            Figure("Today's list again", again, {"a blink": BLINK}, {"a blink": 1.0}),
        ]


def day(leads: int = MANY) -> list[Figure]:
    """A day's automatic pass, beside scoring all once, and what a click waits meanwhile."""
    with filled_workspace(leads, _Rules()) as workspace:
        _opened(workspace)
        desk, clock = workspace.funnel, workspace._clock
        days = count(1)

        class _Later:
            def now(self):  # type: ignore[no-untyped-def]
                return clock.now() + timedelta(days=shift)

        shift = 0
        desk._clock = _Later()
        scoring = _scoring(workspace)

        def ours() -> None:
            nonlocal shift
            shift = next(days)
            desk.open_day()

        quiet = median_seconds(ours, 5)
        waits = _waits(workspace, ours)
        name = f"a day's pass over {leads:,} leads"
        return [
            Figure(name, quiet, {"scoring all once": scoring}, {"scoring all once": 5.0}),
            Figure("a click beside it, 95th percentile", waits, {"a click": CLICK}, {"a click": 1.0}),
        ]


def _waits(workspace: Workspace, work: object) -> float:
    """What reading a card waits at most (95th percentile) while passes run."""
    assert callable(work)
    running = threading.Thread(target=lambda: [work() for _ in range(5)])
    waits = []
    running.start()
    for number in count(1):
        start = time.perf_counter()
        workspace.funnel.card(1 + number % 1000)
        waits.append(time.perf_counter() - start)
        if not running.is_alive():
            break
        time.sleep(0.005)
    running.join()
    return statistics.quantiles(waits, n=20)[-1] if len(waits) > 1 else waits[0]


def side_by_side(leads: int = 10_000) -> list[Figure]:
    """Four leads side by side, and the history of one with 5,000 activities."""
    with filled_workspace(leads, _Rules()) as workspace:
        _opened(workspace)
        now = SystemClock().now()
        lead = 1
        with workspace.store.unit(workspace.steps(1)[0].label) as unit:
            for number in range(5000):
                unit.add_activity(Activity(0, lead, KINDS[number % len(KINDS)], now - timedelta(hours=number)))
            unit.commit()
        workspace.load()
        _opened(workspace)
        workspace.execute(AddActivity(lead, KINDS[0], now - timedelta(minutes=5)))
        blink = {"50 ms": BLINK}
        return [
            Figure("comparing four leads", median_seconds(lambda: workspace.funnel.compare((1, 2, 3, 4))), blink),
            Figure(
                "history of a lead with 5,000 activities", median_seconds(lambda: workspace.funnel.history(1)), blink
            ),
        ]


def _plain(path: Path, leads: int) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE lead (id INTEGER PRIMARY KEY, name TEXT, stage TEXT, since INTEGER, value REAL)")
    connection.execute("CREATE TABLE score (lead INTEGER PRIMARY KEY, points REAL)")
    connection.execute("CREATE TABLE step (id INTEGER PRIMARY KEY, label TEXT, at INTEGER)")
    connection.execute("CREATE TABLE change (step INTEGER, field TEXT, lead INTEGER, before, after)")
    connection.execute("CREATE TABLE history (lead INTEGER, points REAL, cause TEXT, step INTEGER)")
    with connection:
        rows = ((n, f"Lead {n}", "new", 1, 1.0) for n in range(leads))
        connection.executemany("INSERT INTO lead VALUES (?, ?, ?, ?, ?)", rows)
        connection.executemany("INSERT INTO score VALUES (?, 0)", ((n,) for n in range(leads)))
    return connection


def _plain_move(connection: sqlite3.Connection, leads: int, numbers: Iterator[int]) -> None:
    """The same path by hand: the lead read, its gate looked at, step, changes, score and history written."""
    lead = next(numbers) % leads
    connection.execute("BEGIN IMMEDIATE")
    stage, since, value = connection.execute("SELECT stage, since, value FROM lead WHERE id = ?", (lead,)).fetchone()
    assert value is not None
    step = connection.execute("INSERT INTO step (label, at) VALUES ('moved', 1)").lastrowid
    connection.execute("INSERT INTO change VALUES (?, 'stage', ?, ?, 'opportunity')", (step, lead, stage))
    connection.execute("INSERT INTO change VALUES (?, 'since', ?, ?, 2)", (step, lead, since))
    connection.execute("UPDATE lead SET stage = 'opportunity', since = 2 WHERE id = ?", (lead,))
    connection.execute("UPDATE score SET points = 1 WHERE lead = ?", (lead,))
    connection.execute("INSERT INTO history VALUES (?, 1, 'moved', ?)", (lead, step))
    connection.execute("COMMIT")


FIGURES = (board, one_move, today, day, side_by_side)
