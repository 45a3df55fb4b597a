"""How likely two identities are one person: reasons for and against, added up as log odds.

The weights are written by hand and few. A reason of 7 settles a case alone; of two people about whom nothing else is
known but that their names are the same, nothing follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import exp, log

from leadqual_gui.domain.duplicates import Why
from leadqual_gui.domain.duplicates_letters import light
from leadqual_gui.domain.duplicates_names import ALIKE, SAME_NAME, Comparer, Likeness, Name, Words
from leadqual_gui.domain.duplicates_phones import same_number
from leadqual_gui.domain.duplicates_traits import Mailbox, Traits

PRIOR = -4.0
_SAME_MAILBOX, _SHARED_MAILBOX, _MAIL_TYPO, _LOCAL_SAME = 7.0, 1.5, 3.5, 1.5
_OTHER_MAILBOX, _OTHER_COLLEAGUE = -0.5, -3.5
_SAME_PHONE, _OTHER_PHONE = 4.6, -0.8
_SAME_COMPANY, _ALIKE_COMPANY, _PART_COMPANY, _OTHER_COMPANY = 3.0, 2.5, 1.0, -2.5
_SAME_DOMAIN = 2.5
_OTHER_COUNTRY, _SAME_PLACE, _SAME_TITLE = -1.0, 0.8, 0.5
_OTHER_NAME, _NEAR_NAME, _INITIAL, _PART_NAME = -7.0, -3.0, 2.0, 1.0
_OTHER_EMPLOYER = -1.0
_KNOWN_COMPANY = 3
"""A company that so many leads come from is no other one with a typing mistake."""


class Scales:
    """Weighs pairs. `names` and `companies`: how often each stands in the list; a rare name says more."""

    def __init__(self, comparer: Comparer, names: Mapping[Words, int], companies: Mapping[Words, int]) -> None:
        self._comparer = comparer
        self._names = names
        self._companies = companies

    def weigh(self, ours: Traits, theirs: Traits) -> tuple[float, tuple[Why, ...]]:
        """The score from 0 to 1 and its reasons, the weightiest first."""
        name = self._comparer.names(ours.name, theirs.name)
        if 0 <= name.value < 0.4 and not name.near and len(ours.name) > 1 and len(theirs.name) > 1:
            return 0.0, (Why("name_differs", ours.told.person, theirs.told.person, _OTHER_NAME),)
        reasons = [
            *self._of_name(ours, theirs, name),
            *self._of_mail(ours, theirs),
            *_of_phone(ours, theirs),
            *self._of_company(ours, theirs),
            *_of_place(ours, theirs),
        ]
        total = PRIOR + sum(reason.weight for reason in reasons)
        reasons.sort(key=lambda reason: -abs(reason.weight))
        return 1 / (1 + exp(-total)), tuple(reasons)

    def _of_name(self, ours: Traits, theirs: Traits, name: Likeness) -> Iterator[Why]:
        said = (ours.told.person, theirs.told.person)
        if name.value < 0:
            return
        if name.initial and name.value >= ALIKE:
            yield Why("name_alike", *said, _INITIAL)
        elif name.value >= SAME_NAME:
            how = "name_same" if said[0].casefold() == said[1].casefold() else "name_spelling"
            yield Why(how, *said, 4.0 - min(2.0, 0.6 * log(max(1, self._names.get(ours.name.light, 1)))))
        elif name.value >= ALIKE:
            yield Why("name_alike", *said, 2.0 + (name.value - ALIKE) * 10)
        elif name.value >= 0.5:
            yield Why("name_alike", *said, _PART_NAME)
        elif name.near:
            yield Why("name_differs", *said, _NEAR_NAME)
        else:
            yield Why("name_differs", *said, _OTHER_NAME)

    def _of_mail(self, ours: Traits, theirs: Traits) -> Iterator[Why]:
        if not ours.mailboxes or not theirs.mailboxes:
            return
        found = [
            self._of_mailboxes(one, other, ours.name, theirs.name)
            for one in ours.mailboxes
            for other in theirs.mailboxes
        ]
        yield max(found, key=lambda reason: reason.weight)

    def _of_mailboxes(self, one: Mailbox, other: Mailbox, name: Name, other_name: Name) -> Why:
        said = (f"{one.local}@{one.domain}", f"{other.local}@{other.domain}")
        if one == other:
            return Why(*(("mailbox_shared", *said, _SHARED_MAILBOX) if one.is_shared else ("email_same", *said, 7.0)))
        if one.is_shared or other.is_shared:
            return Why("email_differs", *said, 0.0)
        if one.local == other.local:
            return self._at_other_domain(one, other, name, said)
        if one.domain == other.domain:
            if self._is_typo(one.local, other.local):
                return Why("email_typo", *said, _MAIL_TYPO)
            if fits(one.local, name) and fits(other.local, other_name):
                return Why("email_differs", *said, _OTHER_MAILBOX)
            return Why("email_differs", *said, _OTHER_COLLEAGUE)
        return Why("email_differs", *said, _OTHER_MAILBOX)

    def _at_other_domain(self, one: Mailbox, other: Mailbox, name: Name, said: tuple[str, str]) -> Why:
        """The same letters before the @: two employers of namesakes, unless the letters are more than a name."""
        if self._comparer.close(one.domain, other.domain):
            return Why("email_typo", *said, _MAIL_TYPO)
        if len(one.local) > 4 and not fits(one.local, name):
            return Why("local_part_same", *said, _LOCAL_SAME)
        return Why("email_differs", *said, _OTHER_MAILBOX)

    def _is_typo(self, one: str, other: str) -> bool:
        """Another number, or a first letter more, is no typing mistake but another person's address."""
        short, long = sorted((one, other), key=len)
        if len(short) < 6 or _letters(short) == _letters(long) or long[1:] == short:
            return False
        return self._comparer.close(short, long)

    def _of_company(self, ours: Traits, theirs: Traits) -> Iterator[Why]:
        alike = self._comparer.companies(ours.company, theirs.company)
        domain = bool(ours.domains & theirs.domains)
        said = (ours.told.company or "", theirs.told.company or "")
        apart = bool(ours.domains) and bool(theirs.domains) and not domain
        if alike >= 0.97:
            yield Why("company_same", *said, _SAME_COMPANY - apart)
        elif alike >= 0.85 and self._are_two(ours.company, theirs.company):
            yield Why("company_differs", *said, _OTHER_EMPLOYER)
        elif alike >= 0.85:
            yield Why("company_alike", *said, _ALIKE_COMPANY - 2 * apart)
        elif alike >= 0.7:
            yield Why("company_alike", *said, _PART_COMPANY)
        elif domain:
            shared = sorted(ours.domains & theirs.domains)[0]
            yield Why("domain_same", shared, shared, _SAME_DOMAIN)
        elif 0 <= alike < 0.5:
            yield Why("company_differs", *said, _OTHER_COMPANY)
        elif apart:
            yield Why("company_differs", min(ours.domains), min(theirs.domains), _OTHER_EMPLOYER)

    def _are_two(self, ours: Words, theirs: Words) -> bool:
        """Whether both companies are known too well to be one with a typing mistake."""
        return min(self._companies.get(ours, 0), self._companies.get(theirs, 0)) >= _KNOWN_COMPANY


def _letters(local: str) -> str:
    return "".join(filter(str.isalpha, local))


def fits(local: str, name: Name) -> bool:
    """Whether a mailbox may be that of somebody with this name: it holds a word of it, or their first letters."""
    if not name.light:
        return False
    bare = light(local)
    if any(len(word) > 2 and word in bare for word in name.light):
        return True
    letters = "".join(sorted(word[0] for word in name.light))
    return "".join(sorted(filter(str.isalpha, bare))) == letters


def _of_phone(ours: Traits, theirs: Traits) -> Iterator[Why]:
    if not ours.phones or not theirs.phones:
        return
    for one, last in ours.phones:
        for other, other_last in theirs.phones:
            if last == other_last and same_number(one, ours.region, other, theirs.region):
                yield Why("phone_same", one, other, _SAME_PHONE)
                return
    yield Why("phone_differs", ours.phones[0][0], theirs.phones[0][0], _OTHER_PHONE)


def _of_place(ours: Traits, theirs: Traits) -> Iterator[Why]:
    mine, other = ours.country, theirs.country
    if mine and other and mine != other:
        yield Why("country_differs", ours.told.country or "", theirs.told.country or "", _OTHER_COUNTRY)
    if (ours.postal_code and ours.postal_code == theirs.postal_code) or (ours.city and ours.city == theirs.city):
        yield Why("place_same", ours.told.city or "", theirs.told.city or "", _SAME_PLACE)
    if ours.job_title and ours.job_title == theirs.job_title:
        yield Why("job_title_same", ours.told.job_title or "", theirs.told.job_title or "", _SAME_TITLE)
