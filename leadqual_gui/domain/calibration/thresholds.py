"""Where a tier should begin: how many leads a week would be called, and which customers that would catch and miss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.moments import DAY

WEEK = 7 * DAY


@dataclass(frozen=True, slots=True)
class Edge:
    """A possible lower edge in whole points: leads at or above it, in all and a week (None: nobody can tell how long
    it took), customers that it catches and misses, and how often those above it close."""

    points: int
    leads: int
    a_week: float | None
    caught: int
    missed: int
    rate: CloseRate

    @property
    def share(self) -> float | None:
        """The share of customers that it catches."""
        return self.caught / (self.caught + self.missed) if self.caught + self.missed else None


@dataclass(frozen=True, slots=True)
class ThresholdAdvice:
    """All possible edges of the hottest tier, from 0 up, and the one that fits the calls which a team can make.

    `today` is the edge as it is; `advised` the lowest above the next colder tier's whose leads a week are not more than
    `calls_a_week` (None: no number of calls was given, or how long it took is not known). `weeks` is how long leads
    were gathered.
    """

    edges: tuple[Edge, ...]
    today: int
    advised: int | None
    calls_a_week: float | None
    weeks: float | None

    def at(self, points: int) -> Edge | None:
        """The edge at so many points."""
        return next((edge for edge in self.edges if edge.points == points), None)

    def fitting(self, calls_a_week: float, colder: int | None = None) -> int | None:
        """The lowest edge above the next `colder` tier's that brings no more leads a week than these calls."""
        return _fitting([edge for edge in self.edges if colder is None or edge.points > colder], calls_a_week)


def advise(
    shown: NDArray[np.int64],
    won: NDArray[np.bool_],
    today: int,
    weeks: float | None,
    calls_a_week: float | None = None,
    limits: tuple[int, int] = (0, 100),
    colder: int | None = None,
) -> ThresholdAdvice:
    """What each edge within `limits` would have meant for these leads. `shown` are whole points; `colder` is the edge
    of the next colder tier."""
    low, high = limits
    places = np.clip(shown - low, 0, high - low)
    size = high - low + 1
    leads, customers = (_at_least(np.bincount(p, minlength=size)) for p in (places, places[won]))
    total = int(np.count_nonzero(won))
    edges = tuple(
        Edge(low + index, n, n / weeks if weeks else None, w, total - w, CloseRate(w, n - w))
        for index, (n, w) in enumerate(zip(leads, customers, strict=True))
    )
    possible = [edge for edge in edges if colder is None or edge.points > colder]
    return ThresholdAdvice(edges, today, _fitting(possible, calls_a_week), calls_a_week, weeks)


def weeks_of(start: float | None, end: float | None) -> float | None:
    """How many weeks lie between two moments (at least one); None if one is not known."""
    if start is None or end is None or not np.isfinite(start) or not np.isfinite(end) or end <= start:
        return None
    return max(1.0, (end - start) / WEEK)


def _at_least(counts: NDArray[np.int64]) -> Sequence[int]:
    found: Sequence[int] = np.cumsum(counts[::-1])[::-1].tolist()
    return found


def _fitting(edges: Sequence[Edge], calls: float | None) -> int | None:
    if not calls:
        return None
    return next((edge.points for edge in edges if edge.a_week is not None and edge.a_week <= calls), None)
