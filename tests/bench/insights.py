"""How long learning from closed leads takes, beside plain NumPy passes over the same data and scikit-learn.

A pass looks once at every column of the leads and at every activity: a sum each, nothing else.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from leadqual_gui.domain.calibration.past import Entered, PastFacts
from leadqual_gui.domain.calibration.periods import ALL_TIME
from leadqual_gui.domain.calibration.population import Population, population_of
from leadqual_gui.domain.calibration.rates import level_rates, overlaps, value_rates
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.columns_fields import CodedColumn, DateColumn, TextColumn
from leadqual_gui.domain.moments import DAY, seconds
from tests.bench.data import AS_OF, bench_rules, synthetic_columns
from tests.bench.figures import Figure, median_seconds

PASSES = 10


@lru_cache(maxsize=1)
def closed_columns(leads: int) -> Columns:
    """The invented leads, of which nine in ten are closed: those with much budget and many visits rather won."""
    random = np.random.default_rng(11)
    columns = synthetic_columns(leads)
    columns.activities.merge()
    score = np.where(columns.fields["answer.bant.budget"].codes >= 2, 1.0, 0.0)
    score += random.normal(0, 1, leads)
    codes = np.where(score > 1.2, 0, 1)
    codes[random.random(leads) < 0.1] = -1
    columns.fields["outcome"] = TextColumn.of_codes(codes.astype(np.int8), ["won", "lost"])
    closed_at = seconds(AS_OF) - random.integers(0, 300 * DAY, leads)
    columns.fields["closed_at"] = DateColumn(closed_at.astype(np.int64))
    return columns


@lru_cache(maxsize=1)
def closed_leads(leads: int) -> Population:
    """The same, as they were known before their outcome."""
    return population_of(closed_columns(leads), nothing_later(leads), bench_rules(), ALL_TIME, AS_OF)


def nothing_later(leads: int) -> PastFacts:
    """All leads came before anything happened."""
    none = np.zeros(leads, np.int64)
    return PastFacts(Entered(np.arange(1, leads + 1), none, none))


def one_pass(columns: Columns) -> float:
    """One plain look at everything."""
    total = 0.0
    for column in columns.fields.values():
        total += float((column.codes if isinstance(column, CodedColumn) else column.seconds).sum())
    for kind in columns.activities.kinds:
        found = columns.activities.slice(0, (kind,), -(2**31), 2**31 - 1)
        total += float(found.times.sum()) + float(np.bincount(found.leads, minlength=len(columns)).sum())
    return total


def table_of_rates(leads: int = 100_000) -> list[Figure]:
    """Rates of all levels, values and kinds, with overlaps, beside ten plain passes."""
    population, columns = closed_leads(leads), closed_columns(leads)
    won = population.chosen.won

    def table() -> None:
        level_rates(population.levels, won)
        overlaps(population.levels)
        value_rates(population.features, won)

    ours, passes = median_seconds(table), PASSES * median_seconds(lambda: one_pass(columns))
    levels = median_seconds(lambda: level_rates(population.levels, won))
    return [
        Figure(f"rates of all criteria, {leads:,} leads", levels, {"ten passes": passes}, {"ten passes": 1.0}),
        Figure(f"rates, values and overlaps, {leads:,} leads", ours, {"ten passes": passes}, {"ten passes": 1.0}),
    ]


def leads_before_their_outcome(leads: int = 100_000) -> list[Figure]:
    """Everything taken back to the day of each lead's outcome, and judged."""
    columns, past = closed_columns(leads), nothing_later(leads)
    ours = median_seconds(lambda: population_of(columns, past, bench_rules(), ALL_TIME, AS_OF), 5)
    passes = PASSES * median_seconds(lambda: one_pass(columns))
    return [Figure(f"as known before the outcome, {leads:,} leads", ours, {"ten passes": passes})]


FIGURES = (table_of_rates, leads_before_their_outcome)
