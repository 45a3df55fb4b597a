"""What we were told, by whom, when, and how sure we may be of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class AnswerState(Enum):
    """LEVEL: a level 0 to 3 was given. UNKNOWN: "don't know yet". REFUSED: "would not say" (scores as unknown)."""

    LEVEL = "level"
    UNKNOWN = "unknown"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of one lead to one element of one framework; the newest `heard_at` counts, older ones are history.

    `level` is 0 to 3 if `state` is LEVEL, else None. `said_by` names the person who said it;
    `confirmed` is set when an answer inferred from data was confirmed in a conversation.
    """

    id: int
    lead_id: int
    framework: str
    element: str
    state: AnswerState
    level: int | None
    heard_at: datetime
    said_by: str | None = None
    evidence: str | None = None
    confirmed: bool = False
