"""Scoring all leads, beside NumPy by hand and other people's engines; a million leads; ranges; one lead again."""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: two threads only get in each other's way

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.moments import moment_of
from leadqual_gui.domain.scoring import ScoreTable, score_many
from tests.bench.by_hand import scorer
from tests.bench.data import AS_OF, bench_rules, synthetic_columns
from tests.bench.figures import Figure, median_seconds

HUNDRED_THOUSAND = 100_000
MILLION = 1_000_000
ZEN_SAMPLE = 2_000
ZEN_GOALS = {"zen-engine table": 1 / 500, "zen-engine expression": 1 / 120}


@lru_cache(maxsize=2)
def _scored(leads: int) -> ScoreTable:
    return score_many(synthetic_columns(leads), bench_rules(), AS_OF)


def _score(columns: Columns) -> Callable[[], object]:
    return lambda: score_many(columns, bench_rules(), AS_OF)


def score_all(leads: int = HUNDRED_THOUSAND) -> list[Figure]:
    """All leads, ledger sums included, beside NumPy written by hand for this one matrix (which must agree)."""
    table = _scored(leads)
    by_hand = scorer(table.columns)
    fit, engagement, tier, _ = by_hand()
    if not (np.array_equal(fit, table.fit) and np.array_equal(engagement, table.engagement)):
        raise AssertionError("the sums by hand are others")
    if not np.array_equal(tier, table.tier):
        raise AssertionError("the tiers by hand are others")
    ours, peer = _side_by_side(_score(table.columns), by_hand)
    bytes_kept = sum(c.nbytes for c in table.contributions)
    return [Figure(f"score {leads:,} leads", ours, {"NumPy by hand": peer}, {"NumPy by hand": 2.0}, bytes_kept)]


def score_beside_engines(leads: int = HUNDRED_THOUSAND) -> list[Figure]:
    """The same beside zen-engine (on a sample, scaled up by lead), polars and DuckDB."""
    from tests.bench import engines

    table = _scored(leads)
    facts = engines.facts_of(table.columns, table)
    scale = leads / ZEN_SAMPLE
    ours, peers = [], {}
    for name, work, times in (
        ("DuckDB", engines.duckdb_sql(facts), 15),
        ("polars", engines.polars_frame(facts, table.columns), 5),
        ("zen-engine expression", engines.zen_expression(facts, ZEN_SAMPLE), 3),
        ("zen-engine table", engines.zen_table(facts, ZEN_SAMPLE), 3),
    ):
        ours.append(median_seconds(_score(table.columns), 15))  # beside each, for a machine is not always as busy
        peers[name] = median_seconds(work, times) * (scale if name.startswith("zen") else 1)
    goals = ZEN_GOALS | {"polars": 1 / 20, "DuckDB": 1 / 5}
    note = f"zen-engine: {ZEN_SAMPLE:,} leads, scaled; DuckDB (all cores) and zen-engine: activities counted beforehand"
    ours_then = float(np.median(ours))
    return [Figure(f"score {leads:,} leads, other engines", ours_then, peers, goals, note=note)]


def score_a_million(leads: int = MILLION) -> list[Figure]:
    """Microseconds a lead, of a million leads beside a hundred thousand."""
    small = _scored(HUNDRED_THOUSAND)
    large = _scored(leads)
    few, many = _side_by_side(_score(small.columns), _score(large.columns), 7)
    name = f"score a lead of {leads:,}"
    each = {"of 100,000": few / HUNDRED_THOUSAND * 1e6}
    return [Figure(name, many / leads * 1e6, each, {"of 100,000": 1.3}, unit="µs")]


def ranges(leads: int = HUNDRED_THOUSAND) -> list[Figure]:
    """The least and greatest scores of all leads, worked out when a list first shows them."""
    table = _scored(leads)

    def again() -> object:
        table._ranges = None
        return table.ranges()

    ours, peer = _side_by_side(again, _score(table.columns))
    return [Figure(f"ranges of {leads:,} leads", ours, {"scoring them": peer}, {"scoring them": 2.0})]


def one_lead(leads: int = HUNDRED_THOUSAND) -> list[Figure]:
    """One lead again after an activity, its ledger, its gaps, and when its tier changes."""
    table = _scored(leads)
    some = int(np.argmax(table.exact))
    kind = next(iter(table.columns.activities.kinds))
    rescored = median_seconds(lambda: table.rescore([some], moment_of(table.as_of), kind), 51)
    ledger = median_seconds(lambda: table.card(some, gaps=False, ahead=False), 51)
    card = median_seconds(lambda: table.card(some, ahead=False), 51)
    change = median_seconds(lambda: table.next_change(some), 21)
    whole = {"scoring all": median_seconds(_score(table.columns))}
    return [
        Figure("rescore one lead after an activity", rescored, whole, {"scoring all": 0.2}),
        Figure("its ledger", ledger, whole, {"scoring all": 0.2}),
        Figure("its card with gaps", card, whole, {"scoring all": 0.5}),
        Figure("its next change of tier", change, whole),
    ]


def snapshot(leads: int = HUNDRED_THOUSAND) -> list[Figure]:
    """From a snapshot's bytes to scores, beside scoring columns that are there."""
    table = _scored(leads)
    blobs = {name: bytes(blob) for name, blob in table.columns.to_blobs().items()}
    ours = median_seconds(lambda: score_many(Columns.from_blobs(blobs), bench_rules(), AS_OF))
    peer = median_seconds(_score(table.columns))
    size = sum(len(blob) for blob in blobs.values())
    return [Figure("columns from a snapshot, scored", ours, {"scoring only": peer}, {"scoring only": 4.0}, size)]


FIGURES = (score_all, score_beside_engines, ranges, one_lead, snapshot)
"""What is measured unasked; `score_a_million` takes a minute and 600 MB."""


def _side_by_side(ours: Callable[[], object], peer: Callable[[], object], times: int = 15) -> tuple[float, float]:
    """Medians of runs taken in turns, so that a busy moment hits both."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for side, work in enumerate((ours, peer)):
            taken[side].append(median_seconds(work, 1))
    return float(np.median(taken[0])), float(np.median(taken[1]))
