"""What of an identity is compared, made ready once: addresses, numbers, words and keys.

Two people are compared only if they share a key. Keys are many and forgiving: the same mailbox, the same last digits,
the same name but for one consonant, a word of the name at the same company. Each pair of true duplicates shares one of
them nearly always, and few others do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from leadqual_gui.domain.derived import domain_kind
from leadqual_gui.domain.duplicates import Identity
from leadqual_gui.domain.duplicates_letters import latin, light, skeleton
from leadqual_gui.domain.duplicates_names import Name, Words, company_words, name_of
from leadqual_gui.domain.duplicates_phones import region_of, region_of_domain, tail

_ROLES_TEXT = """
info office sales contact hello mail admin kontakt post support service team welcome enquiries inquiries
marketing buero verkauf vertrieb contacto ventas commercial accueil zakaz
"""
ROLES = frozenset(_ROLES_TEXT.split())
"""Mailboxes of nobody in particular."""
_GMAIL = ("gmail.com", "googlemail.com")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An e-mail address in the form in which its owner's other spellings are the same."""

    local: str
    domain: str

    @property
    def is_shared(self) -> bool:
        """Whether it belongs to nobody in particular."""
        return self.local in ROLES


@dataclass(frozen=True, slots=True)
class Traits:
    """An identity made ready for comparing."""

    id: int
    name: Name
    company: Words
    mailboxes: tuple[Mailbox, ...]
    phones: tuple[tuple[str, str], ...]
    """Numbers as they were written, each with its last digits."""
    region: str
    domains: frozenset[str]
    city: str
    postal_code: str
    job_title: str
    told: Identity

    @property
    def country(self) -> str:
        """The country as it was told, not as it was guessed."""
        return region_of(self.told.country)


def traits_of(told: Identity, country: str = "") -> Traits:
    """Make an identity ready; `country` is where numbers are from that say nothing else."""
    mailboxes = tuple(filter(None, (mailbox_of(told.email), mailbox_of(told.email_2))))
    domains = {box.domain for box in mailboxes if _is_work(box.domain)}
    if told.website:
        domains.add(website_domain(told.website))
    region = region_of(told.country) or next((r for r in map(region_of_domain, sorted(domains)) if r), "") or country
    return Traits(
        told.id,
        name_of(told.person),
        company_words(told.company or ""),
        mailboxes,
        tuple((phone, tail(phone)) for phone in (told.phone, told.mobile) if phone and tail(phone)),
        region,
        frozenset(domains - {""}),
        light(told.city or ""),
        "".join((told.postal_code or "").split()).upper(),
        latin(told.job_title or ""),
        told,
    )


@lru_cache(maxsize=200_000)
def mailbox_of(email: str | None) -> Mailbox | None:
    """An address without regard to case, to what follows a plus, and to dots where the provider has none."""
    local, at, domain = (email or "").strip().casefold().rpartition("@")
    if not at or not local or "." not in domain:
        return None
    local = local.partition("+")[0] or local
    if domain in _GMAIL:
        return Mailbox(local.replace(".", ""), _GMAIL[0])
    return Mailbox(local, domain)


@lru_cache(maxsize=50_000)
def website_domain(website: str) -> str:
    """The domain of a web address; empty if it is none, or a page on somebody else's."""
    host = website.strip().casefold().partition("://")[2] or website.strip().casefold()
    host = host.partition("/")[0].partition(":")[0].removeprefix("www.")
    return host if "." in host and " " not in host and _is_work(host) else ""


@lru_cache(maxsize=50_000)
def _is_work(domain: str) -> bool:
    return domain_kind(domain) == "work"


def keys_of(traits: Traits) -> Iterator[str]:
    """What this identity shares with those it is compared with."""
    for box in traits.mailboxes:
        yield f"m{box.local}@{box.domain}"
    for _, last in traits.phones:
        yield f"p{last}"
    if traits.name.is_whole:
        yield from _neighbours("n", "".join(sorted(map(skeleton, traits.name.light))))
    yield from _at_company(traits)
    if len(traits.name) < 2:
        for box in traits.mailboxes:
            if not box.is_shared and len(box.local) > 4:
                yield from _neighbours(f"l{box.domain}:", box.local)


def _at_company(traits: Traits) -> Iterator[str]:
    where = [word[:5] for word in traits.company[:2]]
    where += sorted(traits.domains)
    for place in where:
        for word in traits.name.light:
            if len(word) > 1:
                yield f"c{place}:{skeleton(word)}"
    if traits.company and not traits.name:
        yield f"o{''.join(traits.company)}"


CIRCUMSTANCES = 10
WORDS = 2


def circumstances_of(traits: Traits) -> list[int]:
    """What two people with one name must share in part, to be worth comparing: employer, mailbox, number. Hashes;
    0: nothing. Then the same of the words of the name, to part those who share all that."""
    found = [*_employer(traits), *sorted(traits.domains)[:2]]
    found += [""] * (6 - len(found))
    found += [f"l{box.local}" if not box.is_shared else "" for box in traits.mailboxes]
    found += [""] * (8 - len(found))
    found += [f"p{last}" for _, last in traits.phones]
    found += [""] * (CIRCUMSTANCES - len(found))
    words = [f"w{skeleton(word)}" for word in traits.name.light[:WORDS]]
    return [hash(each) if each else 0 for each in (*found, *words, *[""] * (WORDS - len(words)))]


def _employer(traits: Traits) -> list[str]:
    """Beginning and end of a company's name: a typing mistake leaves one of them."""
    if not traits.company:
        return ["", "", "", ""]
    first, rest = traits.company[0], "".join(traits.company[1:])
    return [f"a{first[:4]}", f"z{first[-4:]}", f"b{first[0]}{rest[:5]}" if rest else "", f"j{''.join(traits.company)}"]


def _neighbours(kind: str, text: str) -> Iterator[str]:
    """A text, and the text without each of its letters: two texts one mistake apart share one of these."""
    yield f"{kind}{text}"
    if len(text) > 3:
        seen = set()
        for at in range(len(text)):
            shorter = text[:at] + text[at + 1 :]
            if shorter not in seen:
                seen.add(shorter)
                yield f"{kind}{shorter}"
