"""The work of the day beside what it is held against: the board, a move, Today, a day's pass, leads side by side."""

from __future__ import annotations

import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

from leadqual_gui.adapters.clock import SystemClock
from leadqual_gui.adapters.rules_yaml.folder import load_rules
from leadqual_gui.domain.activities import Activity, Sign
from leadqual_gui.domain.conditions import Operator, Test
from leadqual_gui.domain.rules import CustomField, Rules
from leadqual_gui.domain.text import Text
from leadqual_gui.services.commands import AddActivity, MoveLeads
from leadqual_gui.services.lists import Query
from leadqual_gui.services.operations import Outcome
from leadqual_gui.services.ports import LoadedRules
from leadqual_gui.services.workspace import Workspace
from tests.bench.data import KINDS, bench_rules
from tests.bench.figures import Figure, median_seconds
from tests.bench.plain_path import PlainPath
from tests.bench.workspace import filled_workspace

MANY = 100_000
BLINK, CLICK = 0.05, 0.03
SHIPPED = Path(__file__).resolve().parents[2] / "rules"


class _Rules:
    """The matrix of forty criteria and one on the stage, with the funnel and playbook that are shipped."""

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
    in_talks = replace(
        next(c for c in bench.matrix.criteria if c.when is not None),
        id="in_talks",
        label=Text("In talks"),
        when=Test("stage", Operator.IS, "opportunity"),
        tenths=30,
    )
    return replace(
        bench,
        matrix=replace(bench.matrix, criteria=(*bench.matrix.criteria, in_talks)),
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

        plain, others = PlainPath(workspace, Path(folder) / "plain.db"), count(1)
        theirs = median_seconds(lambda: plain.move(1 + next(others) % leads, "opportunity"), 101)
        figure = Figure(
            "one move: durable, gate, history, score",
            median_seconds(ours, 101),
            {"plain sqlite3": theirs},
            {"plain sqlite3": 3.0},
            note="the peer writes the same rows in a copy of the same file",
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
        blink, one = {"50 ms": BLINK}, {"50 ms": 1.0}
        return [
            Figure("comparing four leads", median_seconds(lambda: workspace.funnel.compare((1, 2, 3, 4))), blink, one),
            Figure(
                "history of a lead with 5,000 activities",
                median_seconds(lambda: workspace.funnel.history(1)),
                blink,
                one,
            ),
            Figure("opening a lead with 5,000 activities", median_seconds(_open_lead(workspace)), blink, one),
        ]


def _open_lead(workspace: Workspace) -> Callable[[], None]:
    def opened() -> None:
        workspace.lead_details(1)
        workspace.funnel.history(1)

    return opened


FIGURES = (board, one_move, today, day, side_by_side)
