"""Whether the tiers still keep their promise: hotter leads must close more often than colder ones."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.close_rates import CONFIDENCE, CloseRate

LEAST = 10
"""Of fewer closed leads in a tier its close rate is not compared."""


@dataclass(frozen=True, slots=True)
class TierRate:
    """How often the closed leads of a tier were won."""

    tier: str
    rate: CloseRate


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


def surely_above(one: CloseRate, other: CloseRate) -> bool:
    """Whether one rate is above another by more than chance (two-sided, 95 in 100)."""
    if not one.leads or not other.leads or one.rate is None or other.rate is None:
        return False
    together = (one.won + other.won) / (one.leads + other.leads)
    spread = math.sqrt(together * (1 - together) * (1 / one.leads + 1 / other.leads))
    return spread > 0 and (one.rate - other.rate) / spread > CONFIDENCE
