"""The matrix editor's core: one point changed, one condition changed, lint, all beside their peers of the same run."""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: two threads only get in each other's way

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import cycle

import numpy as np

from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.columns_fields import Array
from leadqual_gui.domain.conditions import Operator, Test
from leadqual_gui.domain.lint import lint_draft
from leadqual_gui.domain.matrix import Matrix
from leadqual_gui.domain.matrix_editing import apply
from leadqual_gui.domain.matrix_edits import SetCondition, SetPoints
from leadqual_gui.domain.scoring import ScoreTable, score_many
from leadqual_gui.domain.whatif import WhatIf
from tests.bench.data import AS_OF, bench_rules, synthetic_columns
from tests.bench.figures import Figure, median_seconds

HUNDRED_THOUSAND = 100_000
MILLION = 1_000_000
DRAGGED = (("is_06", 1), ("is_00", 0), ("did_00", None), ("did_05", None))
"""A level that half of the leads have, one that a third have, and activities with and without decay."""


def one_point(leads: int = HUNDRED_THOUSAND) -> list[Figure]:
    """Points dragged: scores, tiers, grade grid, histogram and movers of all leads."""
    columns = synthetic_columns(leads)
    whatif, table = WhatIf(columns, bench_rules(), AS_OF), score_many(columns, bench_rules(), AS_OF)
    peers = {"np.add": median_seconds(lambda: np.add(table.exact, table.exact), 51)}
    peers["naive NumPy"] = median_seconds(_naive(table), 7)
    goals = {"np.add": 30 if leads < MILLION else 20, "naive NumPy": 1 / 20}
    found = []
    for criterion, level in DRAGGED:
        ours = median_seconds(_dragging(whatif, criterion, level), 51)
        _check(whatif, columns)
        found.append(Figure(f"one point of {criterion}, {leads:,} leads", ours, peers, goals))
    return found


def one_point_of_a_million() -> list[Figure]:
    """The same for a million leads."""
    return one_point(MILLION)


def one_condition(leads: int = HUNDRED_THOUSAND) -> list[Figure]:
    """The edges of a level dragged: other leads have it each time."""
    columns = synthetic_columns(leads)
    whatif, matrix = WhatIf(columns, bench_rules(), AS_OF), bench_rules().matrix
    tests = [Test("employees", Operator.BETWEEN, (50.0 + n, 250.0 + n)) for n in range(400)]
    drafts = iter([apply(matrix, SetCondition("is_10", test, 0)) for test in tests])
    ours = median_seconds(lambda: whatif.draft(next(drafts)), 31)
    peers = {"scoring all leads": median_seconds(lambda: score_many(columns, bench_rules(), AS_OF))}
    return [Figure(f"one condition, {leads:,} leads", ours, peers, {"scoring all leads": 0.5})]


def lint_all(leads: int = HUNDRED_THOUSAND) -> list[Figure]:
    """Everything doubtful, overlap included, from nothing: the editor has just been opened."""
    columns, rules = synthetic_columns(leads), bench_rules()
    whatif = WhatIf(columns, rules, AS_OF)
    peers = {"scoring all leads": median_seconds(lambda: score_many(columns, rules, AS_OF))}
    opened = median_seconds(lambda: WhatIf(columns, rules, AS_OF), 5)
    ours = median_seconds(lambda: lint_draft(whatif, rules.matrix), 5)
    return [
        Figure(f"lint, {leads:,} leads", ours, peers, {"scoring all leads": 3}),
        Figure(f"what-if ready, {leads:,} leads", opened, peers),
    ]


def _dragging(whatif: WhatIf, criterion: str, level: int | None) -> Callable[[], object]:
    matrix = bench_rules().matrix
    drafts: Sequence[Matrix] = [apply(matrix, SetPoints(criterion, 10 + 7 * n, level)) for n in range(12)]
    following = cycle(drafts)
    return lambda: whatif.draft(next(following))


def _check(whatif: WhatIf, columns: Columns) -> None:
    """What was measured must be right: scoring anew by the latest draft gives the same."""
    anew = score_many(columns, replace(bench_rules(), matrix=whatif.matrix), AS_OF)
    _, exact, tier = whatif.scores()
    if not (np.array_equal(exact, anew.exact) and np.array_equal(tier, anew.tier)):
        raise AssertionError("the draft has other scores")


def _naive(table: ScoreTable) -> Callable[[], object]:
    """How one would write it: one matrix of parts times points, a histogram, the leads that moved, sorted."""
    parts = np.stack([c.astype(np.float32) for c in table.contributions], axis=1)
    factors = np.ones(parts.shape[1], np.float32)
    before: Array = table.tier

    def run() -> object:
        score = np.clip(parts.dot(factors), 0, 1000) / 10
        bars, _ = np.histogram(score, bins=101, range=(-0.5, 100.5))
        tier = np.searchsorted([39.5, 69.5], score, "right")
        order = np.argsort(-score)
        return bars, np.bincount(tier), order[(tier != before)[order]][:100]

    return run


FIGURES: tuple[Callable[..., list[Figure]], ...] = (one_point, one_condition, lint_all)
