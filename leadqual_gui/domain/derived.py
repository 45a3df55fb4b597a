"""Facts worked out from a lead itself: what its address and its name give away.

These do not move with time; the facts that do (`days_since_...`) are worked out while scoring.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.mail_domains import DISPOSABLE, FREE

FactValue = str | float | bool | datetime | tuple[str, ...] | None
"""The value of a fact; None is "not known"."""

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_ADDRESS = re.compile(rf"[^\s@\"(),:;<>\[\]\\]+@((?:{_LABEL}\.)+[^\W\d_][\w-]*[^\W_])")
_STOCK_WORDS = (
    "test tester testing asdf asdfgh qwerty qwert foo bar foobar abc abcd aaa xxx none null unknown noname anonymous"
)
_MADE_UP = frozenset(_STOCK_WORDS.split())
_VOWELS = re.compile(r"[aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüýÿąęėį]", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-z]+")


def email_domain(email: str | None) -> str | None:
    """The part behind the @, in lower case; None without an address or if it is not one."""
    if email is None:
        return None
    found = _ADDRESS.fullmatch(email.strip())
    if found is None or len(email) > 320 or ".." in email:
        return None
    return found[1].lower()


def email_kind(email: str | None) -> str | None:
    """`work`, `free`, `disposable` or `invalid`; None without an address."""
    if email is None:
        return None
    return domain_kind(email_domain(email))


def domain_kind(domain: str | None) -> str:
    """The kind of every address in this domain; `invalid` for that of an address that is none."""
    if domain is None:
        return "invalid"
    endings = _endings(domain)
    if not DISPOSABLE.isdisjoint(endings):
        return "disposable"
    return "free" if not FREE.isdisjoint(endings) else "work"


def _endings(domain: str) -> list[str]:
    """The domain and those above it: throw-away services hand out sub-domains."""
    parts = domain.split(".")
    return [".".join(parts[i:]) for i in range(len(parts) - 1)]


def name_looks_automatic(name: str | None) -> bool | None:
    """Whether a name looks typed by a program or without care; None without a name.

    All in lower case, with a digit, a stock word ("test", "asdf"), one word twice, or Latin letters without a vowel.
    Scripts that have no capitals (Arabic, Thai, Chinese, ...) are not suspect for having none.
    """
    if name is None or not (words := name.split()):
        return None
    letters = "".join(words)
    if any(c.isdigit() for c in letters) or not any(c.isalpha() for c in letters):
        return True
    folded = [w.casefold() for w in words]
    if letters.islower() or not _MADE_UP.isdisjoint(folded) or (len(words) > 1 and len(set(folded)) == 1):
        return True
    return any(len(w) > 4 and _LATIN.fullmatch(w) and not _VOWELS.search(w) for w in words)


def person_name(lead: Lead) -> str | None:
    """The person's name as one text, or None (never the company's)."""
    return lead.full_name or " ".join(p for p in (lead.first_name, lead.last_name) if p) or None


def fact_of(lead: Lead, fact: str) -> FactValue:
    """A fact that the lead itself tells (lead field, `custom.<key>`, or one of those above); None if not known."""
    if fact.startswith("custom."):
        return lead.custom.get(fact[7:])
    if fact in _WORKED_OUT:
        return _WORKED_OUT[fact](lead)
    value: FactValue = getattr(lead, fact)
    return None if value == () else value


_WORKED_OUT: Mapping[str, Callable[[Lead], FactValue]] = {
    "name": lambda lead: lead.name,
    "verified": lambda lead: lead.verified_at is not None,
    "email_domain": lambda lead: email_domain(lead.email),
    "email_kind": lambda lead: email_kind(lead.email),
    "name_looks_automatic": lambda lead: name_looks_automatic(person_name(lead)),
}
