"""What was done about somebody's personal data, told without the data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class PrivacyAct(Enum):
    """A person's data was deleted for good, or handed out."""

    DELETED = "deleted"
    EXPORTED = "exported"


@dataclass(frozen=True, slots=True)
class PrivacyEntry:
    """A line of the log: when, what, how many leads and rows it concerned. It names nobody."""

    at: datetime
    act: PrivacyAct
    leads: int
    rows: int
