"""How far a lead's contact data can be relied on: 0 to 100, with every deduction and what would mend it.

`inspect` looks at what does not move with time and costs the same for the same data; `ageing` is what time takes since
somebody last had proof that the data hold. Whoever was verified as a real person is not marked down for a private or
disposable address or a name that looks made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from leadqual_gui.domain.derived import domain_kind, email_domain, name_looks_automatic
from leadqual_gui.domain.duplicates_phones import region_of, region_of_domain
from leadqual_gui.domain.quality_contact import mail_problem, phone_problem, proposed_mail, proposed_name, shown_phone

BEST = 100
DECAY_A_YEAR = 0.28
"""So much of all contact data goes stale in a year."""
MOST_BY_AGE = 40
"""What data are marked down for when they are sure to be stale."""
STALE_AFTER = 365
"""Days after which ageing is named as a thing to mend."""


class Issue(Enum):
    """What is wrong, the worst first. Its number is its bit in a mask of issues."""

    EMAIL_INVALID = 0
    EMAIL_DISPOSABLE = 1
    EMAIL_MISSING = 2
    EMAIL_FREE = 3
    PHONE_INVALID = 4
    PHONE_MISSING = 5
    NAME_AUTOMATIC = 6
    NAME_MISSING = 7
    COMPANY_MISSING = 8
    JOB_TITLE_MISSING = 9
    COUNTRY_MISSING = 10
    STALE = 11

    @property
    def bit(self) -> int:
        """Its place in a mask."""
        return 1 << int(self.value)

    @property
    def field(self) -> str:
        """The field that would be mended."""
        return _FIELDS[self]


COSTS: dict[Issue, int] = {
    Issue.EMAIL_INVALID: 30,
    Issue.EMAIL_DISPOSABLE: 25,
    Issue.EMAIL_MISSING: 20,
    Issue.EMAIL_FREE: 5,
    Issue.PHONE_INVALID: 15,
    Issue.PHONE_MISSING: 10,
    Issue.NAME_AUTOMATIC: 20,
    Issue.NAME_MISSING: 15,
    Issue.COMPANY_MISSING: 8,
    Issue.JOB_TITLE_MISSING: 5,
    Issue.COUNTRY_MISSING: 4,
}
"""What each issue takes from 100; ageing takes what `ageing` says."""
EFFORTS: dict[Issue, int] = {
    Issue.EMAIL_INVALID: 2,
    Issue.EMAIL_DISPOSABLE: 3,
    Issue.EMAIL_MISSING: 3,
    Issue.EMAIL_FREE: 3,
    Issue.PHONE_INVALID: 2,
    Issue.PHONE_MISSING: 3,
    Issue.NAME_AUTOMATIC: 2,
    Issue.NAME_MISSING: 2,
    Issue.COMPANY_MISSING: 2,
    Issue.JOB_TITLE_MISSING: 2,
    Issue.COUNTRY_MISSING: 1,
    Issue.STALE: 3,
}
"""0: one click (a proposal is at hand), 1: can be looked up at once, 2: some minutes, 3: somebody has to be asked."""
LIFTED = frozenset({Issue.EMAIL_FREE, Issue.EMAIL_DISPOSABLE, Issue.NAME_AUTOMATIC})
"""What counts no more once a person is verified as real."""
_FIELDS: dict[Issue, str] = {
    Issue.EMAIL_INVALID: "email",
    Issue.EMAIL_DISPOSABLE: "email",
    Issue.EMAIL_MISSING: "email",
    Issue.EMAIL_FREE: "email",
    Issue.PHONE_INVALID: "phone",
    Issue.PHONE_MISSING: "phone",
    Issue.NAME_AUTOMATIC: "full_name",
    Issue.NAME_MISSING: "full_name",
    Issue.COMPANY_MISSING: "company",
    Issue.JOB_TITLE_MISSING: "job_title",
    Issue.COUNTRY_MISSING: "country",
    Issue.STALE: "verified",
}


@dataclass(frozen=True, slots=True)
class Contact:
    """What of a lead its quality rests on."""

    id: int = 0
    full_name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    job_title: str | None = None
    email: str | None = None
    phone: str | None = None
    mobile: str | None = None
    country: str | None = None
    verified: bool = False

    @property
    def name(self) -> str | None:
        """The person's name, never the company's."""
        return self.full_name or " ".join(part for part in (self.first_name, self.last_name) if part) or None


@dataclass(frozen=True, slots=True)
class Deduction:
    """One thing that is wrong: what it costs, the value that is wrong, why (a code), and a proposal if there is one."""

    issue: Issue
    points: int
    value: str = ""
    detail: str = ""
    proposal: str = ""

    @property
    def effort(self) -> int:
        """How much work mending it is, 0 to 3 (see EFFORTS)."""
        return 0 if self.proposal else EFFORTS[self.issue]


@dataclass(frozen=True, slots=True)
class Quality:
    """The quality of one lead's data: `points` is 100 less all deductions, not below 0."""

    points: int
    deductions: tuple[Deduction, ...] = ()


def quality_of(contact: Contact, days_old: float | None, country: str = "") -> Quality:
    """The quality of one lead's data. `days_old`: days since there was proof of them, None if never."""
    found = list(inspect(contact, country))
    lost = ageing(days_old)
    if lost:
        age = "" if days_old is None else str(round(days_old))
        found.append(Deduction(Issue.STALE, lost, age))
    found.sort(key=lambda deduction: -deduction.points)
    return Quality(max(0, BEST - sum(deduction.points for deduction in found)), tuple(found))


def ageing(days_old: float | None) -> int:
    """What time takes: nothing for fresh data, MOST_BY_AGE in the end."""
    if days_old is None or days_old <= 0:
        return 0
    kept: float = (1 - DECAY_A_YEAR) ** (days_old / 365.25)
    return round(MOST_BY_AGE * (1 - kept))


def issues_of(contact: Contact, country: str = "") -> int:
    """What is wrong, as a mask of bits, without proposals: quick enough for a whole list."""
    region = region_for(contact, country)
    mask = 0
    for issue in (*_mail_issues(contact), *_phone_issues(contact, region), *_other_issues(contact)):
        mask |= issue.bit
    return mask & ~_LIFTED_BITS if contact.verified else mask


def inspect(contact: Contact, country: str = "") -> tuple[Deduction, ...]:
    """Everything that is wrong and does not come with age, with why and proposals."""
    mask = issues_of(contact, country)
    region = region_for(contact, country)
    return tuple(_deduction(issue, contact, region) for issue in Issue if mask & issue.bit)


def region_for(contact: Contact, country: str = "") -> str:
    """Where a number is from that does not tell: the lead's country, else its mail domain's, else `country`."""
    return region_of(contact.country) or region_of_domain(email_domain(contact.email)) or country


def _deduction(issue: Issue, contact: Contact, region: str) -> Deduction:
    cost = COSTS[issue]
    match issue:
        case Issue.EMAIL_INVALID:
            address = contact.email or ""
            return Deduction(issue, cost, address, mail_problem(address), proposed_mail(address))
        case Issue.EMAIL_DISPOSABLE | Issue.EMAIL_FREE:
            return Deduction(issue, cost, contact.email or "")
        case Issue.PHONE_INVALID:
            number = contact.phone or contact.mobile or ""
            return Deduction(issue, cost, number, phone_problem(number, region))
        case Issue.NAME_AUTOMATIC:
            name = contact.name or ""
            return Deduction(issue, cost, name, proposal=proposed_name(name))
        case Issue.COUNTRY_MISSING:
            return Deduction(issue, cost, proposal=region)
    return Deduction(issue, cost)


def _mail_issues(contact: Contact) -> tuple[Issue, ...]:
    if not contact.email:
        return (Issue.EMAIL_MISSING,)
    if mail_problem(contact.email):
        return (Issue.EMAIL_INVALID,)
    kind = domain_kind(email_domain(contact.email))
    return {"disposable": (Issue.EMAIL_DISPOSABLE,), "free": (Issue.EMAIL_FREE,)}.get(kind, ())


def _phone_issues(contact: Contact, region: str) -> tuple[Issue, ...]:
    numbers = [number for number in (contact.phone, contact.mobile) if number]
    if not numbers:
        return (Issue.PHONE_MISSING,)
    return () if any(not phone_problem(number, region) for number in numbers) else (Issue.PHONE_INVALID,)


def _other_issues(contact: Contact) -> tuple[Issue, ...]:
    found = []
    name = contact.name
    if name is None:
        found.append(Issue.NAME_MISSING)
    elif name_looks_automatic(name):
        found.append(Issue.NAME_AUTOMATIC)
    for field, issue in (
        ("company", Issue.COMPANY_MISSING),
        ("job_title", Issue.JOB_TITLE_MISSING),
        ("country", Issue.COUNTRY_MISSING),
    ):
        if not getattr(contact, field):
            found.append(issue)
    return tuple(found)


_LIFTED_BITS = sum(issue.bit for issue in LIFTED)

__all__ = [
    "COSTS",
    "EFFORTS",
    "Contact",
    "Deduction",
    "Issue",
    "Quality",
    "ageing",
    "inspect",
    "issues_of",
    "quality_of",
    "shown_phone",
]
