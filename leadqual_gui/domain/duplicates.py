"""Who may be the same person twice: what is compared, what is found, and why.

`Identity` is what of a lead tells who it is. `Finder` (duplicates_find) holds many of them and finds pairs. A pair
comes with a score from 0 to 1 and its reasons, as codes with parameters that a screen puts into words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

LIKELY = 0.7
"""A pair that scores so much is shown; less is chance."""
SURE = 0.95
"""A pair that scores so much hardly needs a look."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What of a lead tells who it is. `id` 0: a row that is not stored yet."""

    id: int = 0
    full_name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    job_title: str | None = None
    email: str | None = None
    email_2: str | None = None
    phone: str | None = None
    mobile: str | None = None
    website: str | None = None
    city: str | None = None
    postal_code: str | None = None
    country: str | None = None

    @classmethod
    def of(cls, told: Mapping[str, object]) -> Identity:
        """The identity in a row of values by field (of a file, of a form); what is no text is not looked at."""
        known = {field.name for field in fields(cls)} - {"id"}
        texts = {key: value for key, value in told.items() if key in known and isinstance(value, str)}
        return cls(**texts)  # type: ignore[arg-type]

    @property
    def person(self) -> str:
        """The person's name as one text; empty if it is not known."""
        return self.full_name or " ".join(part for part in (self.first_name, self.last_name) if part)


@dataclass(frozen=True, slots=True)
class Why:
    """A reason for or against a pair: `code` (one of CODES), what both sides say, and how much it weighs."""

    code: str
    ours: str = ""
    theirs: str = ""
    weight: float = 0.0


CODES = (
    "email_same",
    "email_typo",
    "mailbox_shared",
    "email_differs",
    "local_part_same",
    "phone_same",
    "phone_differs",
    "name_same",
    "name_spelling",
    "name_alike",
    "name_differs",
    "company_same",
    "company_alike",
    "company_differs",
    "domain_same",
    "place_same",
    "country_differs",
    "job_title_same",
)
"""What a reason may be."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two leads (or a row and a lead) that may be the same person. `lead_id` < `other_id`, but for rows."""

    lead_id: int
    other_id: int
    score: float
    why: tuple[Why, ...] = ()

    @property
    def ids(self) -> tuple[int, int]:
        """Both, the smaller first."""
        return pair_of(self.lead_id, self.other_id)


def pair_of(lead_id: int, other_id: int) -> tuple[int, int]:
    """Two leads as a pair, the smaller id first."""
    return (lead_id, other_id) if lead_id < other_id else (other_id, lead_id)


def groups_of(pairs: Iterable[Pair]) -> Sequence[tuple[int, ...]]:
    """Leads that hang together by pairs, each group ascending, in the order of the pairs."""
    head: dict[int, int] = {}

    def root(lead: int) -> int:
        while head.setdefault(lead, lead) != lead:
            head[lead] = head[head[lead]]
            lead = head[lead]
        return lead

    for pair in pairs:
        head[root(pair.other_id)] = root(pair.lead_id)
    groups: dict[int, list[int]] = {}
    for lead in head:
        groups.setdefault(root(lead), []).append(lead)
    return [tuple(sorted(members)) for members in groups.values()]
