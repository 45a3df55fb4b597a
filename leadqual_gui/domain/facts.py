"""What can be known about a lead: the catalogue of facts, their types and where they come from.

A fact is named the same in rules, CSV, JSON and on the screen (DESIGN 4 and 8).
A value of None means: not known. Unknown is never zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class FactType(Enum):
    """What kind of value a fact has, and so which operators make sense for it."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    TAGS = "tags"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A lead field: its key in every file, its type, and whether it can be unknown.

    `flag` fields are yes/no facts that are "no" until somebody says otherwise: they are never unknown.
    """

    key: str
    type: FactType
    flag: bool = False
    choices: tuple[str, ...] = ()


LEAD_FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec("full_name", FactType.TEXT),
    FieldSpec("first_name", FactType.TEXT),
    FieldSpec("last_name", FactType.TEXT),
    FieldSpec("company", FactType.TEXT),
    FieldSpec("job_title", FactType.TEXT),
    FieldSpec("department", FactType.TEXT),
    FieldSpec("email", FactType.TEXT),
    FieldSpec("email_2", FactType.TEXT),
    FieldSpec("phone", FactType.TEXT),
    FieldSpec("mobile", FactType.TEXT),
    FieldSpec("website", FactType.TEXT),
    FieldSpec("linkedin", FactType.TEXT),
    FieldSpec("industry", FactType.TEXT),
    FieldSpec("employees", FactType.NUMBER),
    FieldSpec("annual_revenue", FactType.NUMBER),
    FieldSpec("street", FactType.TEXT),
    FieldSpec("city", FactType.TEXT),
    FieldSpec("region", FactType.TEXT),
    FieldSpec("postal_code", FactType.TEXT),
    FieldSpec("country", FactType.TEXT),
    FieldSpec("source", FactType.TEXT),
    FieldSpec("owner", FactType.TEXT),
    FieldSpec("expected_value", FactType.NUMBER),
    FieldSpec("currency", FactType.TEXT),
    FieldSpec("tags", FactType.TAGS),
    FieldSpec("notes", FactType.TEXT),
    FieldSpec("past_purchases", FactType.NUMBER),
    FieldSpec("do_not_contact", FactType.YES_NO, flag=True),
    FieldSpec("unsubscribed", FactType.YES_NO, flag=True),
    FieldSpec("verified", FactType.YES_NO, flag=True),
    FieldSpec("created_at", FactType.DATE),
    FieldSpec("stage", FactType.TEXT),
    FieldSpec("outcome", FactType.CHOICE, choices=("won", "lost")),
    FieldSpec("closed_at", FactType.DATE),
    FieldSpec("lost_reason", FactType.TEXT),
    FieldSpec("external_id", FactType.TEXT),
)
"""All lead fields, in the order of DESIGN 8. `verified` is stored as the moment of verification."""

FIELD_BY_KEY: dict[str, FieldSpec] = {spec.key: spec for spec in LEAD_FIELDS}

EMAIL_KINDS = ("work", "free", "disposable", "invalid")

DERIVED_FACTS: dict[str, FactType] = {
    "email_domain": FactType.TEXT,
    "email_kind": FactType.CHOICE,
    "name_looks_automatic": FactType.YES_NO,
    "days_since_created": FactType.NUMBER,
    "days_since_last_activity": FactType.NUMBER,
    "days_since_verified": FactType.NUMBER,
}
"""Facts worked out from the lead itself; `days_*` move with `as_of`."""

STATUS_FACTS: dict[str, FactType] = {
    "score": FactType.NUMBER,
    "fit": FactType.NUMBER,
    "engagement": FactType.NUMBER,
    "tier": FactType.CHOICE,
    "grade": FactType.TEXT,
    "stage": FactType.CHOICE,
    "days_in_stage": FactType.NUMBER,
    "open_follow_up": FactType.YES_NO,
}
"""Facts for funnel and playbook rules only, because they come from the score (also `interview.<framework>`).

Counts of activities, `activities.<kind>` and `activities.interest`, `activities.intent`, `activities.any` (numbers,
never unknown: up to `as_of`, at any age), are facts for funnel, playbook and frameworks' `infer` rules too.
"""

STAKEHOLDER_ROLES = (
    "economic_buyer",
    "decision_maker",
    "champion",
    "influencer",
    "user",
    "blocker",
    "gatekeeper",
)


def is_entered(fact: str) -> bool:
    """Whether a fact is a field that somebody filled in, and not worked out."""
    return fact in FIELD_BY_KEY or fact.startswith("custom.")
