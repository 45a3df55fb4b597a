"""Duplicates among a hundred thousand leads: how long, how many of the true ones, how many false.

The truth is generated with a seed of its own that nothing was tuned on (`duplicates_truth`).
"""

from __future__ import annotations

import resource
import time

from leadqual_gui.domain.duplicates_finding import Finder
from tests.bench.duplicates_truth import Town, Truth
from tests.bench.figures import Figure

SEEDS = (7_001, 7_002, 7_003)
GOAL_SECONDS = 60.0
GOAL_QUALITY = 0.97


def finding(leads: int = 100_000) -> list[Figure]:
    """All pairs of a list, on one thread: seconds, recall and precision."""
    truth = Town(SEEDS[0]).truth(leads)
    start = time.perf_counter()
    found = _found(truth)
    taken = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    limit = {"goal": GOAL_SECONDS}
    note = f"{len(found)} pairs among {leads:,} leads"
    return [Figure("duplicates found", taken, limit, {"goal": 1.0}, memory, note=note), *_quality(truth, found)]


def other_seeds(leads: int = 100_000) -> list[Figure]:
    """Recall and precision on other lists of a fifth of the size."""
    figures: list[Figure] = []
    for seed in SEEDS[1:]:
        truth = Town(seed).truth(leads // 5)
        figures += _quality(truth, _found(truth), f"seed {seed}")
    return figures


def one_row(leads: int = 100_000) -> list[Figure]:
    """A row of a file held against all leads."""
    truth = Town(SEEDS[0]).truth(leads)
    finder = Finder.of(truth.identities)
    rows = Town(SEEDS[1]).truth(1000).identities
    start = time.perf_counter()
    for row in rows:
        finder.like(row)
    return [Figure("a row held against all leads", (time.perf_counter() - start) / len(rows), {"limit": 0.01})]


def _found(truth: Truth) -> set[tuple[int, int]]:
    return {pair.ids for pair in Finder.of(truth.identities, len(truth.identities)).pairs()}


def _quality(truth: Truth, found: set[tuple[int, int]], note: str = "") -> list[Figure]:
    """Misses and mistakes as shares, beside what is allowed."""
    hits = len(found & truth.pairs)
    allowed = {"goal": 1 - GOAL_QUALITY}
    recall, precision = hits / len(truth.pairs), hits / len(found)
    return [
        Figure(f"recall {recall:.4f}", 1 - recall, allowed, {"goal": 1.0}, unit="missed", note=note),
        Figure(f"precision {precision:.4f}", 1 - precision, allowed, {"goal": 1.0}, unit="wrong", note=note),
    ]


FIGURES = (finding, other_seeds, one_row)
