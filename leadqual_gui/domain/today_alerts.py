"""Alerts: what changed about a lead so that a person should know, once, when it happens.

A threshold is crossed when the score shown reaches it; it is crossed back only when the score has fallen HYSTERESIS
points below it, so that a score that wavers rings once. The other alerts fall due at a moment that is known
beforehand (a silence of so many days, a stay that is too long, data that grow old, a promise), so they are the same
whoever looks, and when.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from leadqual_gui.domain.columns_fields import NO_DATE, Array
from leadqual_gui.domain.moments import DAY

HYSTERESIS = 3
STALE_DAYS = 365.0
SILENT_DAYS = 30.0
UP, DOWN, SILENT, OVERDUE, STALE, FOLLOW_UP = (
    "crossed_up",
    "crossed_down",
    "silent",
    "overdue",
    "stale",
    "follow_up_due",
)


@dataclass(frozen=True, slots=True)
class Alert:
    """Something about a lead that a person should know.

    `kind`: crossed_up, crossed_down, silent, overdue, stale or follow_up_due. `anchor`: the moment that it counts from
    (the last sign, the beginning of the stay, the promise); lead, kind, `step` and anchor name it once and for all.
    `step`: 1 or 2 for overdue. Whole points and tiers, before and after, are told for crossings. `because` and
    `parameters` say what caused it (a code as in operations.Said).
    """

    id: int
    lead_id: int
    kind: str
    at: datetime
    anchor: datetime
    step: int = 0
    shown_before: int | None = None
    shown_after: int | None = None
    tier_before: str = ""
    tier_after: str = ""
    because: str = ""
    parameters: tuple[tuple[str, object], ...] = ()
    snoozed_until: datetime | None = None
    done_at: datetime | None = None
    operation: int | None = None


def announced_after(announced: Array, shown: Array, tiers: Array, edges: Sequence[int]) -> Array:
    """The tier that counts as announced for each lead, given the one announced before and the points shown now.

    `edges`: the lower edge of each tier in whole points. A higher tier counts at once; a lower one when the score is
    HYSTERESIS points below the edge of the one announced.
    """
    floors = np.asarray(edges, np.int64)[announced] - HYSTERESIS
    falls = (tiers < announced) & (shown <= floors)
    return np.where((tiers > announced) | falls, tiers, announced).astype(np.int8)


def falls_due(since: Array, days: Array | float, after: int, until: int, who: Array) -> Array:
    """Positions of those leads among `who` for which so many days from `since` end after `after` and by `until`."""
    ends = since + (np.nan_to_num(np.asarray(days, np.float64)) * DAY).astype(np.int64)
    found: Array = np.flatnonzero(who & (since != NO_DATE) & (ends > after) & (ends <= until))
    return found
