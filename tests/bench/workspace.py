"""The workspace as a window uses it: what a list, a search, a new activity cost beside the plainest way."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from leadqual_gui.adapters.clock import SystemClock
from leadqual_gui.adapters.db.store import open_store
from leadqual_gui.domain.mapping import ImportKind
from leadqual_gui.domain.rules import CustomField
from leadqual_gui.services.commands import AddActivity
from leadqual_gui.services.importing import ImportOptions
from leadqual_gui.services.lists import Filter, Query, Sort
from leadqual_gui.services.operations import Outcome
from leadqual_gui.services.ports import LoadedRules, RulesSource
from leadqual_gui.services.sample.making import MemoryTable
from leadqual_gui.services.workspace import Workspace
from tests.bench.data import KINDS, bench_rules
from tests.bench.figures import Figure, median_seconds
from tests.bench.plain_path import PlainPath

TEN_THOUSAND = 10_000
BLINK = 0.02


class _Rules:
    """The matrix of forty criteria, as a rules source."""

    def load(self) -> LoadedRules:
        """Always the same."""
        return LoadedRules(bench_rules())

    def changed(self) -> bool:
        """Never."""
        return False

    def declare(self, fields: Sequence[CustomField]) -> None:
        """There are none."""


@contextmanager
def filled_workspace(leads: int, rules: RulesSource | None = None) -> Iterator[Workspace]:
    """A workspace with so many leads and ten activities each."""
    with tempfile.TemporaryDirectory(prefix="leadqual-bench-") as folder:
        clock = SystemClock()
        workspace = Workspace(open_store(Path(folder), clock), rules or _Rules(), clock)
        for kind, table in ((ImportKind.LEADS, _leads(leads)), (ImportKind.ACTIVITIES, _activities(leads))):
            done = workspace.run_import(table, workspace.plan_import(table, ImportOptions(kind=kind)))
            assert isinstance(done, Outcome)
        workspace.load()
        workspace.keep_scores()
        yield workspace
        workspace.close()


def lists(leads: int = TEN_THOUSAND) -> list[Figure]:
    """Filter and sort, as one click asks for it: a fiftieth of a second at most."""
    queries = {
        "all leads by score": Query(),
        "hot ones by name": Query(Filter(tiers=("hot",)), Sort("name", False)),
        "five filters, by last sign": Query(
            Filter(tiers=("warm", "hot"), sources=("source 1",), owners=("Ana",), silent_for=10, closed=False),
            Sort("last_sign"),
        ),
        "a search": Query(Filter(text="lead 12")),
    }
    with filled_workspace(leads) as workspace:
        return [
            Figure(
                f"list of {leads:,} leads: {name}",
                median_seconds(partial(workspace.query, query)),
                {"a blink": BLINK},
                {"a blink": 1.0},
            )
            for name, query in queries.items()
        ]


def one_activity(leads: int = TEN_THOUSAND) -> list[Figure]:
    """A new activity, durable, scored, with its ledger; beside an insert and an update in plain sqlite3."""
    with filled_workspace(leads) as workspace, tempfile.TemporaryDirectory() as folder:
        now, numbers = SystemClock().now(), count(1)

        def ours() -> None:
            lead = 1 + next(numbers) % leads
            workspace.execute(AddActivity(lead, KINDS[0], now - timedelta(hours=1)))
            workspace.card(lead, whole=False)

        plain = PlainPath(workspace, Path(folder) / "plain.db")
        figure = Figure(
            "one new activity: durable, scored, ledger",
            median_seconds(ours, 51),
            {"plain sqlite3": median_seconds(lambda: plain.activity(1 + next(numbers) % leads, KINDS[0]), 51)},
            {"plain sqlite3": 3.0},
        )
        plain.close()
        return [figure]


def _leads(leads: int) -> MemoryTable:
    rows = [
        (
            f"L{n}",
            f"Lead {n * 7919 % leads}",
            f"Firm {n % (leads // 5 + 1)}",
            f"lead{n}@firm{n % 5000}.example",
            f"industry {n % 24}",
            str(1 + n * 31 % 900),
            f"source {n % 9}",
            ("Ana", "Ben", "Chiara")[n % 3],
            "2026-01-15",
        )
        for n in range(leads)
    ]
    headers = ["external_id", "full_name", "company", "email", "industry", "employees", "source", "owner", "created_at"]
    return MemoryTable("Leads", tuple(headers), rows)


def _activities(leads: int) -> MemoryTable:
    now = SystemClock().now()
    days = [(now - timedelta(days=day)).strftime("%Y-%m-%dT%H:%M:%SZ") for day in range(400)]
    rows: list[tuple[Any, ...]] = [
        (f"L{n % leads}", KINDS[n * 13 % len(KINDS)], days[n * 17 % 400]) for n in range(leads * 10)
    ]
    return MemoryTable("Activities", ("lead", "kind", "occurred_at"), rows)


FIGURES = (lists, one_activity)
