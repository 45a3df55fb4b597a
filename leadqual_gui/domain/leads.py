"""A lead: one person at one company who might buy. A frozen value; a changed lead is a new value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

CustomValue = str | float | bool | datetime | None
_NONE: Mapping[str, CustomValue] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Lead:
    """What is known of a lead. None is "not known"; empty text is never stored (it becomes None).

    `id` is the row id (0: not stored yet). Times are aware and in UTC. `verified_at` says when a person was
    last reached and found to be real (fact `verified` = it is not None). `custom` holds the values of
    custom fields by key, without their `custom.` prefix.
    """

    id: int = 0
    full_name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    job_title: str | None = None
    department: str | None = None
    email: str | None = None
    email_2: str | None = None
    phone: str | None = None
    mobile: str | None = None
    website: str | None = None
    linkedin: str | None = None
    industry: str | None = None
    employees: float | None = None
    annual_revenue: float | None = None
    street: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None
    source: str | None = None
    owner: str | None = None
    expected_value: float | None = None
    currency: str | None = None
    tags: tuple[str, ...] = ()
    notes: str | None = None
    past_purchases: float | None = None
    do_not_contact: bool = False
    unsubscribed: bool = False
    verified_at: datetime | None = None
    created_at: datetime | None = None
    stage: str | None = None
    stage_since: datetime | None = None
    outcome: str | None = None
    closed_at: datetime | None = None
    lost_reason: str | None = None
    external_id: str | None = None
    custom: Mapping[str, CustomValue] = field(default_factory=lambda: _NONE)

    @property
    def name(self) -> str:
        """What to call the lead on the screen: full name, first and last name, company, e-mail or its number."""
        parts = " ".join(p for p in (self.first_name, self.last_name) if p)
        return self.full_name or parts or self.company or self.email or self.external_id or f"#{self.id}"

    @property
    def key(self) -> str:
        """The `id` in JSON and CSV: external_id, else the e-mail, else the row id."""
        return self.external_id or self.email or str(self.id)
