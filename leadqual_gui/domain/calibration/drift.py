"""Whether the tiers still keep their promise: hotter leads must close more often than colder ones."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.close_rates import CONFIDENCE, CloseRate

MOST_MONTHS, LEAST_MONTHS = 12, 4
ENOUGH_A_MONTH = 60
MOST_PARTS = 16
LEAST = 10
"""Of fewer closed leads in a tier its close rate is not compared."""


@dataclass(frozen=True, slots=True)
class TierRate:
    """How often the closed leads of a tier were won."""

    tier: str
    rate: CloseRate


@dataclass(frozen=True, slots=True)
class TierRatesAt:
    """The close rate of each tier, coldest first, of the leads closed within `months` months from `start` on."""

    start: datetime
    months: int
    rates: tuple[TierRate, ...]

    @property
    def leads(self) -> int:
        """All closed ones."""
        return sum(one.rate.leads for one in self.rates)


@dataclass(frozen=True, slots=True)
class Drift:
    """The order of two tiers is broken: the colder one closes more often. `sure`: that is more than chance."""

    colder: TierRate
    hotter: TierRate
    sure: bool


def tier_rates(tiers: Sequence[str], codes: NDArray[np.int8], won: NDArray[np.bool_]) -> tuple[TierRate, ...]:
    """The close rate of each tier, coldest first. `codes` are places in `tiers`."""
    leads, customers = (np.bincount(c, minlength=len(tiers)).tolist() for c in (codes, codes[won]))
    return tuple(TierRate(t, CloseRate(w, n - w)) for t, n, w in zip(tiers, leads, customers, strict=True))


def drift_of(rates: Sequence[TierRate]) -> tuple[Drift, ...]:
    """Where the order of close rates breaks, tier against the next hotter one that has enough leads."""
    enough = [one for one in rates if one.rate.leads >= LEAST]
    found = []
    for colder, hotter in pairwise(enough):
        if (colder.rate.rate or 0.0) > (hotter.rate.rate or 0.0):
            found.append(Drift(colder, hotter, surely_above(colder.rate, hotter.rate)))
    return tuple(found)


def tier_rates_over_time(
    tiers: Sequence[str], codes: NDArray[np.int8], won: NDArray[np.bool_], closed_at: NDArray[np.float64]
) -> tuple[TierRatesAt, ...]:
    """The same for each month of closing; by quarter over more than a year, or where a month has too few leads.

    Leads without a closing date (NaN) are left out.
    """
    dated = ~np.isnan(closed_at)
    months = closed_at[dated].astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)
    if not len(months):
        return ()
    span = int(np.ptp(months)) + 1
    width = 1 if span <= LEAST_MONTHS or (span <= MOST_MONTHS and len(months) >= span * ENOUGH_A_MONTH) else 3
    first = max(int(months.min()) // width, int(months.max()) // width - MOST_PARTS + 1)
    found = []
    for part in range(first, int(months.max()) // width + 1):
        mine = months // width == part
        start = datetime(1970 + part * width // 12, part * width % 12 + 1, 1, tzinfo=UTC)
        found.append(TierRatesAt(start, width, tier_rates(tiers, codes[dated][mine], won[dated][mine])))
    return tuple(found)


def surely_above(one: CloseRate, other: CloseRate) -> bool:
    """Whether one rate is above another by more than chance (two-sided, 95 in 100)."""
    if not one.leads or not other.leads or one.rate is None or other.rate is None:
        return False
    together = (one.won + other.won) / (one.leads + other.leads)
    spread = math.sqrt(together * (1 - together) * (1 / one.leads + 1 / other.leads))
    return spread > 0 and (one.rate - other.rate) / spread > CONFIDENCE
