"""What a person thinks of a score: with one key, "too high" or "too low"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Judgement(Enum):
    """Which way a score is wrong in somebody's eyes."""

    TOO_HIGH = "too_high"
    TOO_LOW = "too_low"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A person's judgement of a score: when, which way, of which score (`tenths`, as shown then) and by which rules."""

    id: int
    lead_id: int
    at: datetime
    judgement: Judgement
    tenths: int
    rules_version: str
    reason: str | None = None
