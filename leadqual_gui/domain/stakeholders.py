"""The buying group: who takes part in the purchase, and how they stand to it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """A person in the buying group of a lead.

    `role` is one of facts.STAKEHOLDER_ROLES. `influence` 0 (none) to 3 (decides); `stance` -2 (against) to 2 (for),
    None when not known. `cares_about`: what matters to this person, in a few words each.
    `knows`: ids of stakeholders of the same lead.
    """

    id: int
    lead_id: int
    name: str
    role: str
    job_title: str | None = None
    influence: int | None = None
    stance: int | None = None
    cares_about: tuple[str, ...] = ()
    knows: tuple[int, ...] = ()
    is_lead: bool = False
