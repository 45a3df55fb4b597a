"""What it is worth to act on a lead now: the formula that orders the list of the day.

Each part is a share, 0 to 1 or a count, times the weight that the rules give it; the parts add up to the worth. The
plays' own priority comes before it. A part that cannot be told, because a fact is not known, adds nothing and says
so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from leadqual_gui.domain.columns_fields import NO_DATE, Array
from leadqual_gui.domain.moments import DAY
from leadqual_gui.domain.playbook import Ranking

PARTS = ("score", "tier", "intent_fresh", "follow_up_due", "could_become_hot", "expected_value")
"""The parts that the formula knows; a weight of any other name is not used."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a lead's worth: its name, how much of it there is, its weight, and their product in points.

    `amount` None: not known. Of `score` it is whole points, of `tier` 0 for the lowest, 1, 2; of the others 0 to 1.
    """

    name: str
    amount: float | None
    weight: float
    points: float


@dataclass(frozen=True, slots=True)
class Standing:
    """What the formula looks at, for each lead. `greatest` in tenths; `intent_at`, `promised` in seconds or NO_DATE;
    `value` NaN where not known."""

    shown: Array
    tier: Array
    greatest: Array
    intent_at: Array
    promised: Array
    value: Array

    def of(self, at: Array) -> Standing:
        """The same of a few leads."""
        return Standing(
            self.shown[at], self.tier[at], self.greatest[at], self.intent_at[at], self.promised[at], self.value[at]
        )


@dataclass(frozen=True, slots=True)
class Scale:
    """What amounts are measured by: the moment, the end of its day, the top tier and its edge in tenths, and the
    expected value that nine in ten open leads stay below (0: none is known)."""

    now: int
    day_ends: int
    top_tier: int
    hot_from: int
    great_value: float


def worth(ranking: Ranking, standing: Standing, scale: Scale) -> Array:
    """What it is worth to act on each lead, in points (float64)."""
    total = np.zeros(len(standing.shown))
    for name, weight in _weights(ranking).items():
        if weight:
            total += np.nan_to_num(amount_of(name, ranking, standing, scale), nan=0.0) * weight
    return total


def parts(ranking: Ranking, standing: Standing, scale: Scale) -> tuple[Part, ...]:
    """How the worth of the one lead in `standing` adds up, the largest part first."""
    found = []
    for name, weight in _weights(ranking).items():
        amount = float(amount_of(name, ranking, standing, scale)[0])
        known = None if np.isnan(amount) else amount
        found.append(Part(name, known, weight, (known or 0.0) * weight))
    return tuple(sorted(found, key=lambda part: -part.points))


def amount_of(name: str, ranking: Ranking, standing: Standing, scale: Scale) -> Array:
    """How much of one part each lead has; NaN where that is not known."""
    match name:
        case "score":
            amount: Array = standing.shown.astype(np.float64)
        case "tier":
            amount = standing.tier.astype(np.float64)
        case "intent_fresh":
            age = np.maximum(scale.now - standing.intent_at.astype(np.float64), 0.0) / DAY
            amount = np.where(standing.intent_at == NO_DATE, 0.0, 0.5 ** (age / max(ranking.cooling_days, 0.01)))
        case "follow_up_due":
            amount = ((standing.promised != NO_DATE) & (standing.promised < scale.day_ends)).astype(np.float64)
        case "could_become_hot":
            amount = ((standing.tier < scale.top_tier) & (standing.greatest >= scale.hot_from)).astype(np.float64)
        case _:
            amount = np.minimum(standing.value / (scale.great_value or np.inf), 1.0)
    return amount


def great_value(values: Array) -> float:
    """The expected value that nine in ten of those known stay below."""
    known = values[~np.isnan(values)]
    known = known[known > 0]
    return float(np.quantile(known, 0.9)) if len(known) else 0.0


def _weights(ranking: Ranking) -> Mapping[str, float]:
    return {name: weight for name, weight in ranking.weights if name in PARTS}
