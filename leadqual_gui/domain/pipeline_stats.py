"""How leads flow through the funnel: how many of those who left a stage went on, and how long they had stayed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leadqual_gui.domain.columns_fields import NO_DATE, Array
from leadqual_gui.domain.funnel import Funnel
from leadqual_gui.domain.moments import DAY

WINDOW_DAYS = 90.0
_FRESH = 600
"""Flows are told anew every ten minutes, and when somebody moved."""


@dataclass(frozen=True, slots=True)
class Stay:
    """A lead left a stage: from where, where to (ids; None: no stage), when, and since when it had been there."""

    lead_id: int
    source: str | None
    target: str | None
    at: int
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """Of `left` leads that left a stage within the window, `went_on` went on to a later one or were won.

    `median_days`: how long half of them had stayed at most (None: nobody left, or it is not known).
    """

    left: int = 0
    went_on: int = 0
    median_days: float | None = None

    @property
    def share(self) -> float | None:
        """The share that went on, 0 to 1; None if nobody left."""
        return self.went_on / self.left if self.left else None


class Stays:
    """All that is known of who left which stage when, as columns."""

    def __init__(self, stays: Sequence[Stay]) -> None:
        self._stays = list(stays)
        self._told: tuple[object, tuple[Flow, ...]] | None = None
        self._built: tuple[int, tuple[str, ...], Array, Array, Array, Array] | None = None

    def add(self, stays: Sequence[Stay]) -> None:
        """More of them."""
        self._stays += stays

    def flows(self, funnel: Funnel, now: int, window_days: float = WINDOW_DAYS) -> tuple[Flow, ...]:
        """One flow for each stage, of those who left it within the window."""
        wanted = (len(self._stays), funnel, now // _FRESH, window_days)
        if self._told is None or self._told[0] != wanted:
            self._told = (wanted, self._flows(funnel, now, window_days))
        return self._told[1]

    def _flows(self, funnel: Funnel, now: int, window_days: float) -> tuple[Flow, ...]:
        source, target, at, since = self._columns(funnel)
        recent = (at > now - window_days * DAY) & (at <= now)
        won = np.asarray([*(stage.exit == "won" for stage in funnel.stages), False])
        out = np.asarray([*(bool(stage.exit) for stage in funnel.stages), True])
        on = np.where(out[target], won[target], target > source)
        return tuple(self._flow(recent & (source == index), on, at, since) for index in range(len(funnel.stages)))

    def _flow(self, left: Array, on: Array, at: Array, since: Array) -> Flow:
        count = int(np.count_nonzero(left))
        known = left & (since != NO_DATE) & (since <= at)
        stayed = (at[known] - since[known]) / DAY
        median = float(np.median(stayed)) if len(stayed) else None
        return Flow(count, int(np.count_nonzero(left & on)), median)

    def _columns(self, funnel: Funnel) -> tuple[Array, Array, Array, Array]:
        names = tuple(stage.id for stage in funnel.stages)
        built = self._built
        if built is None or built[0] != len(self._stays) or built[1] != names:
            order: dict[str | None, int] = {name: index for index, name in enumerate(names)}
            order[None] = 0
            rows = [
                (order.get(s.source, -1), order.get(s.target, -1), s.at, NO_DATE if s.since is None else s.since)
                for s in self._stays
            ]
            columns = np.asarray(rows, np.int64).reshape(-1, 4).T
            built = self._built = (len(rows), names, columns[0], columns[1], columns[2], columns[3])
        return built[2], built[3], built[4], built[5]
