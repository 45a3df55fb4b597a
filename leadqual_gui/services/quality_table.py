"""The quality of all leads' data as arrays beside the resident columns: for a column, a filter, and what to mend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from leadqual_gui.domain.columns_fields import NO_DATE, Array, DateColumn
from leadqual_gui.domain.moments import DAY, seconds
from leadqual_gui.domain.quality import BEST, COSTS, DECAY_A_YEAR, MOST_BY_AGE, STALE_AFTER, Issue

if TYPE_CHECKING:
    from leadqual_gui.services.resident import Resident

BANDS = (("good", 80), ("fair", 50), ("poor", 0))
"""Names for spans of quality, each with its lower edge, the best first."""


@dataclass(frozen=True, slots=True)
class QualityTable:
    """Points (0 to 100) and issues (a mask of bits) of each position."""

    points: Array
    issues: Array

    def in_bands(self, wanted: Sequence[str]) -> Array:
        """True for leads whose quality is in one of these bands."""
        found = np.zeros(len(self.points), np.bool_)
        above = BEST + 1
        for band, edge in BANDS:
            if band in wanted:
                found |= (self.points >= edge) & (self.points < above)
            above = edge
        return found

    def with_issues(self, wanted: Sequence[str]) -> Array:
        """True for leads with one of these issues (names of Issue in small letters)."""
        bits = sum(issue.bit for issue in Issue if issue.name.lower() in wanted)
        found: Array = (self.issues & bits) != 0
        return found


def table_of(leads: Resident, ids: Array, masks: Array, changed: Mapping[int, int]) -> QualityTable:
    """The table for the resident leads, from issues by row id, and their age as of the moment of their scores."""
    issues = _by_position(leads.columns.ids, ids, masks)
    for lead_id, mask in changed.items():
        at = leads.columns.position(lead_id)
        if at is not None:
            issues[at] = mask
    days = days_old(leads)
    aged = np.round(MOST_BY_AGE * (1 - (1 - DECAY_A_YEAR) ** (np.maximum(days, 0) / 365.25))).astype(np.int64)
    lost = sum((issues & issue.bit != 0) * np.int64(cost) for issue, cost in COSTS.items())
    issues = np.where(days > STALE_AFTER, issues | Issue.STALE.bit, issues)
    return QualityTable(np.maximum(0, BEST - lost - aged), issues)


def days_old(leads: Resident) -> Array:
    """Days since there was proof of each lead's data: it came, was verified, or did something; 0 if never."""
    newest = leads.last_signs()
    for field in ("created_at", "verified_at"):
        column = leads.column(field)
        if isinstance(column, DateColumn):
            newest = np.maximum(newest, column.seconds)
    found: Array = np.where(newest == NO_DATE, 0.0, (seconds(leads.as_of) - newest) / DAY)
    return found


def _by_position(wanted: Array, ids: Array, masks: Array) -> Array:
    found = np.zeros(len(wanted), np.int64)
    if len(ids):
        at = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
        there = ids[at] == wanted
        found[there] = masks[at[there]]
    return found
