"""What a lead did, or what was done with it: visits, clicks, calls, webinars, notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from leadqual_gui.domain.text import Text


class Sign(Enum):
    """Interest is not intent: reading is interest, asking for a price is intent."""

    INTEREST = "interest"
    INTENT = "intent"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ActivityKind:
    """A kind of activity from rules/activities.yaml.

    `channel` groups kinds for filters (web, email, call, event, form, social, product, other). `level` is the
    funnel level it belongs to (tofu, mofu, bofu or ""). `by_lead` is False for what we did: our own call attempts do
    not break a lead's silence.
    """

    id: str
    label: Text
    sign: Sign = Sign.NONE
    level: str = ""
    channel: str = "other"
    by_lead: bool = True
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing that happened. `topic` is free text (a page, a webinar's title, the text of a note)."""

    id: int
    lead_id: int
    kind: str
    occurred_at: datetime
    topic: str | None = None
