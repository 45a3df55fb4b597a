"""How leads of a stretch of time went down the funnel: how many reached each stage, and how long that took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.periods import dates, outcome
from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.columns_fields import NO_DATE, CodedColumn
from leadqual_gui.domain.funnel import Funnel
from leadqual_gui.domain.moments import DAY
from leadqual_gui.domain.pipeline_stats import Stay

WINDOW_DAYS = 90.0
WON = "won"
_NEVER = 2**62


@dataclass(frozen=True, slots=True)
class Reached:
    """So many leads reached a stage (id; "won" at the end): `went_on` of those that reached the one before.

    `median_days`: half of them took at most so long from there; None: nobody reached it, or it is not known.
    """

    stage: str
    leads: int
    went_on: CloseRate | None
    median_days: float | None


def conversion(
    columns: Columns, funnel: Funnel, stays: Sequence[Stay], now: int, window_days: float | None = WINDOW_DAYS
) -> tuple[Reached, ...]:
    """The funnel of the leads created within the window (None: of all)."""
    working = [stage for stage in funnel.stages if not stage.exit]
    created = dates(columns, "created_at")
    mine = columns.alive & (created <= now)
    if window_days is not None:
        mine &= created > now - window_days * DAY
    if not working or not mine.any():
        return ()
    names = {stage.id: place for place, stage in enumerate(working)}
    won = outcome(columns, WON)
    furthest = np.maximum(_stands(columns, names), 0)
    at = np.full((len(working) + 1, len(columns)), _NEVER, np.int64)
    _walk(columns, names, {s.id for s in funnel.stages if s.exit == WON}, stays, furthest, at)
    furthest[won] = len(working)
    closed = dates(columns, "closed_at")
    at[-1] = np.where(won & (closed != NO_DATE) & (closed <= now), np.minimum(at[-1], closed), at[-1])
    return tuple(_steps([*(stage.id for stage in working), WON], mine, furthest, created, at))


def _stands(columns: Columns, names: dict[str, int]) -> NDArray[np.int64]:
    column = columns.column("stage")
    if not isinstance(column, CodedColumn):
        return np.zeros(len(columns), np.int64)
    table = np.asarray([*(names.get(str(value), 0) for value in column.values), 0])
    found: NDArray[np.int64] = table[np.where(column.codes < 0, len(table) - 1, column.codes)]
    return found


def _walk(
    columns: Columns,
    names: dict[str, int],
    won: set[str],
    stays: Sequence[Stay],
    furthest: NDArray[np.int64],
    at: NDArray[np.int64],
) -> None:
    """Note how far each lead ever was, and when it first was there."""
    for stay in stays:
        position = columns.position(stay.lead_id)
        if position is None:
            continue
        target = len(names) if stay.target in won else names.get(stay.target or "", -1)
        furthest[position] = max(furthest[position], names.get(stay.source or "", 0), min(target, len(names) - 1))
        if target >= 0:
            at[: target + 1, position] = np.minimum(at[: target + 1, position], stay.at)


def _steps(
    names: Sequence[str],
    mine: NDArray[np.bool_],
    furthest: NDArray[np.int64],
    created: NDArray[np.int64],
    at: NDArray[np.int64],
) -> list[Reached]:
    found: list[Reached] = []
    since = created
    for place, name in enumerate(names):
        there = mine & (furthest >= place)
        count = int(np.count_nonzero(there))
        went_on = CloseRate(count, found[-1].leads - count) if found else None
        taken = None
        if place:
            known = there & (at[place] != _NEVER) & (since != NO_DATE) & (since <= at[place])
            taken = float(np.median((at[place] - since)[known]) / DAY) if known.any() else None
            since = np.where(at[place] != _NEVER, at[place], since)
        found.append(Reached(name, count, went_on, taken))
    return found
