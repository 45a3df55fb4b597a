"""Telephone numbers: the same one in whatever form it was written, and countries by whatever name they were given.

`phonenumbers` knows the numbering plans; it is imported when the first number is read. A lead's own country says how a
national number is meant, else the end of its mail domain, else the country that the caller names.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path

from leadqual_gui.domain.duplicates_letters import digits

_EXTENSION = re.compile(r"(?:\s*(?:;ext=|extension|ext\.?|доб\.?|durchwahl|dw|poste|x|#)\s*\d{1,6})\s*$", re.IGNORECASE)
_TRUNK = re.compile(r"\(0\)")
TAIL = 7
"""So many last digits are the same in every way of writing a number."""
_ALIASES = {
    "uk": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "great britain": "GB",
    "usa": "US",
    "u.s.": "US",
    "u.s.a.": "US",
    "united states of america": "US",
    "america": "US",
    "russian federation": "RU",
    "korea": "KR",
    "holland": "NL",
    "the netherlands": "NL",
    "uae": "AE",
    "ksa": "SA",
    "czech republic": "CZ",
    "turkey": "TR",
    "viet nam": "VN",
    "россия": "RU",
    "сша": "US",
}
_COUNTRY_ENDINGS = {
    "uk": "GB",
    "eu": "",
    "co": "",
    "io": "",
    "ai": "",
    "me": "",
    "tv": "",
    "cc": "",
    "ws": "",
    "to": "",
}
_NO_LETTER = re.compile(r"[\W_]+")


def tail(phone: str) -> str:
    """The last digits of a number without its extension; empty if they are too few to tell anything."""
    found = digits(_EXTENSION.sub("", phone))
    return found[-TAIL:] if len(found) >= TAIL else ""


@lru_cache(maxsize=200_000)
def e164(phone: str, region: str) -> str:
    """A number as the whole world dials it, +4930123456; a number that no plan knows as its bare digits."""
    import phonenumbers

    text = _TRUNK.sub("", _EXTENSION.sub("", phone)).strip()
    try:
        parsed = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return digits(text)
    return f"+{parsed.country_code}{phonenumbers.national_significant_number(parsed)}"


def same_number(one: str, region: str, other: str, other_region: str) -> bool:
    """Whether two texts are one number. Bare national digits fit a number of any country that ends in them."""
    first, second = e164(one, region), e164(other, other_region)
    if first == second:
        return True
    if first.startswith("+") and second.startswith("+"):
        return False
    longer, shorter = sorted((first.lstrip("+"), second.lstrip("+").lstrip("0")), key=len, reverse=True)
    shorter = shorter.lstrip("0")
    return len(shorter) >= TAIL and longer.endswith(shorter)


@lru_cache(maxsize=20_000)
def region_of(country: str | None) -> str:
    """The two letters of a country given by code or by name in any of some 30 languages; empty if it is none."""
    told = (country or "").strip()
    if not told:
        return ""
    names = _names()
    folded = _plain(told)
    if len(told) == 2 and told.upper() in _regions():
        return told.upper()
    return _ALIASES.get(told.casefold(), "") or names.get(folded, "")


@lru_cache(maxsize=50_000)
def region_of_domain(domain: str | None) -> str:
    """The country that a mail domain ends in; empty for .com and its like."""
    ending = (domain or "").rpartition(".")[2].lower()
    if len(ending) != 2:
        return ""
    return _COUNTRY_ENDINGS.get(ending, ending.upper() if ending.upper() in _regions() else "")


@lru_cache(maxsize=1)
def _regions() -> frozenset[str]:
    import phonenumbers

    return frozenset(phonenumbers.SUPPORTED_REGIONS)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for region, names in _names_by_region().items():
        for name in names.values():
            if not name.startswith("*"):
                found.setdefault(_plain(name), region)
    return found


def _names_by_region() -> dict[str, dict[str, str]]:
    """The countries that phonenumbers knows. The folder they lie in would bring a hundred megabytes of places along."""
    import phonenumbers

    name, folder = "phonenumbers.geodata.locale", Path(phonenumbers.__path__[0], "geodata")
    found = PathFinder.find_spec(name, [str(folder)])
    if found is None or found.loader is None:
        raise ModuleNotFoundError(name)
    module = module_from_spec(found)
    found.loader.exec_module(module)
    names: dict[str, dict[str, str]] = module.LOCALE_DATA
    return names


def _plain(name: str) -> str:
    return _NO_LETTER.sub(" ", name.casefold()).strip()
