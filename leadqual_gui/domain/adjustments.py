"""A person's own correction of a score, with a reason and an end: a ledger line like any other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Adjustment:
    """`tenths` of a point added (or taken) on `axis` from `starts_at` until `ends_at` (None: no end)."""

    id: int
    lead_id: int
    tenths: int
    axis: str
    reason: str
    author: str
    starts_at: datetime
    ends_at: datetime | None = None
