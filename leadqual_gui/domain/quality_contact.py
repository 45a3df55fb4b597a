"""Addresses, numbers and names looked at one by one: what is wrong with them, and what was probably meant.

Well-kept libraries know the rules (email-validator, without asking the network; phonenumbers); they are imported with
the first value that needs them. The same text is looked at once.
"""

from __future__ import annotations

from functools import lru_cache

from leadqual_gui.domain.derived import email_domain, name_looks_automatic
from leadqual_gui.domain.mail_domains import FREE

_ENDINGS = {
    "con": "com",
    "cmo": "com",
    "comm": "com",
    "cm": "com",
    "om": "com",
    "ner": "net",
    "nte": "net",
    "ogr": "org",
}
_REPAIRS = str.maketrans({",": ".", ";": ".", " ": "", "\u00a0": "", "<": "", ">": "", '"': ""})


@lru_cache(maxsize=200_000)
def mail_problem(address: str) -> str:
    """What is wrong with an address, as a code; empty if nothing is.

    `no_at`, `no_domain`, `no_ending`, `dots`, `bad_characters`, `typo` (a provider's name mistyped) or `syntax`.
    """
    address = address.strip()
    local, at, domain = address.rpartition("@")
    if not at:
        return "no_at"
    if not local or not domain:
        return "no_domain"
    if "." not in domain.strip("."):
        return "no_ending"
    if ".." in address or address.startswith(".") or domain.endswith(".") or local.endswith("."):
        return "dots"
    if email_domain(address) is None or not address.isascii():
        return _library_says(address)
    if _meant_domain(domain.lower()):
        return "typo"
    return "" if _is_plain(local) else _library_says(address)


def _is_plain(local: str) -> bool:
    """Letters, digits and the usual marks: what the library would say of it is known."""
    return len(local) <= 64 and local.replace(".", "").replace("-", "").replace("_", "").replace("+", "").isalnum()


def _library_says(address: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        return "" if "special-use" in str(error) else _code_of(address)
    return ""


def _code_of(address: str) -> str:
    odd = [c for c in address if c.isspace() or c in '",;:<>()[]\\']
    return "bad_characters" if odd or address.count("@") > 1 else "syntax"


@lru_cache(maxsize=50_000)
def _meant_domain(domain: str) -> str:
    """The provider that was meant by a mistyped domain; empty if it may be what it says."""
    if domain in FREE:
        return ""
    name, _, ending = domain.rpartition(".")
    if ending in _ENDINGS and f"{name}.{_ENDINGS[ending]}" in FREE:
        return f"{name}.{_ENDINGS[ending]}"
    if len(domain) < 8 or not name or "-" in domain or name.count("."):
        return ""
    return _near_provider(domain)


_MISTYPED = ("gmail.com", "hotmail.com", "outlook.com", "yahoo.com", "icloud.com", "googlemail.com", "live.com")


def _near_provider(domain: str) -> str:
    from rapidfuzz.distance import OSA

    alike = (known for known in _MISTYPED if known[0] == domain[0])
    return next((known for known in alike if OSA.distance(domain, known, score_cutoff=1) == 1), "")


def proposed_mail(address: str) -> str:
    """What was probably meant by an address that is none; empty if that cannot be told."""
    if any(map(str.isspace, address.strip().partition("@")[0])):
        return ""
    repaired = address.strip().translate(_REPAIRS).strip(".")
    while ".." in repaired:
        repaired = repaired.replace("..", ".")
    local, _, domain = repaired.rpartition("@")
    domain = domain.strip(".").lower()
    meant = _meant_domain(domain) or domain
    proposal = f"{local.strip('.')}@{meant}"
    return proposal if proposal != address.strip() and not mail_problem(proposal) else ""


@lru_cache(maxsize=200_000)
def phone_problem(number: str, region: str) -> str:
    """What is wrong with a number, as a code: `no_number`, `no_country`, `too_short`, `too_long`, `not_assigned`."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, region or None)
    except phonenumbers.NumberParseException as error:
        unknown = error.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE
        digits = sum(map(str.isdigit, number))
        if unknown and not region and 6 <= digits <= 15 and "+" not in number:
            return ""  # a national number of nobody knows where: nothing can be said against it
        return "no_country" if unknown else "no_number"
    possible = phonenumbers.is_possible_number_with_reason(parsed)
    if possible in (phonenumbers.ValidationResult.TOO_SHORT, phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY):
        return "too_short"
    if possible == phonenumbers.ValidationResult.TOO_LONG:
        return "too_long"
    return "" if phonenumbers.is_valid_number(parsed) else "not_assigned"


@lru_cache(maxsize=20_000)
def shown_phone(number: str, region: str, home: str = "") -> str:
    """A number in its country's form: as dialled at home, else with the country's code; one that is none as it is."""
    import phonenumbers

    if phone_problem(number, region):
        return number
    try:
        parsed = phonenumbers.parse(number, region or None)
    except phonenumbers.NumberParseException:
        return number
    own = phonenumbers.region_code_for_number(parsed) == home
    kind = phonenumbers.PhoneNumberFormat.NATIONAL if own else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, kind)


def proposed_name(name: str) -> str:
    """A name in small letters or in capitals as it is usually written; empty if that does not help."""
    words = name.split()
    if not words or not (name.islower() or name.isupper()) or any(map(str.isdigit, name)):
        return ""
    proposal = " ".join("-".join(part[:1].upper() + part[1:].lower() for part in word.split("-")) for word in words)
    return "" if proposal == name or name_looks_automatic(proposal) else proposal
