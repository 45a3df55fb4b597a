"""What was promised to a lead, and when it is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Something to do with a lead at `due_at`. `action` as in the playbook (call, email, ...); `done_at` None: open."""

    id: int
    lead_id: int
    action: str
    due_at: datetime
    note: str | None = None
    done_at: datetime | None = None
