"""What a column holds, judged by its cells: addresses, telephone numbers, dates, links, countries.

Used for columns whose header says nothing, and to doubt a header that says one thing over cells that say
another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.parsing import (
    NULL_WORDS,
    Unreadable,
    looks_like_email,
    read_number,
    read_outcome,
    read_yes_no,
)
from leadqual_gui.domain.parsing_dates import DateOrder, read_date

_PHONE = re.compile(r"^(?:tel:)?\+?[\d\s().\-/]{7,24}(?:\s*(?:x|ext\.?)\s*\d{1,6})?$", re.I)
_PHONE_SHAPE = re.compile(r"[+()\-/\s.]|^00?\d")
_LINKEDIN = re.compile(r"linkedin\.com/(?:in|pub|company)/", re.I)
_URL = re.compile(
    r"^(?:https?://|www\.)[^\s]+\.[^\s]+$|^[a-z0-9\-]+(?:\.[a-z0-9\-]+)*\.(?:com|org|net|io|de|fr|es|it|co|example)/?$",
    re.I,
)
_COUNTRIES = frozenset(
    name.strip()
    for name in """
afghanistan, albania, algeria, argentina, armenia, australia, austria, azerbaijan, bahrain,
bangladesh, belarus, belgium, bolivia, brazil, bulgaria, cambodia, cameroon, canada, chile, china,
colombia, croatia, cuba, cyprus, czechia, denmark, ecuador, egypt, estonia, ethiopia, finland,
france, georgia, germany, ghana, greece, guatemala, honduras, hungary, iceland, india, indonesia,
iran, iraq, ireland, israel, italy, jamaica, japan, jordan, kazakhstan, kenya, kuwait, laos, latvia,
lebanon, libya, lithuania, luxembourg, malaysia, malta, mexico, moldova, monaco, mongolia,
montenegro, morocco, mozambique, myanmar, namibia, nepal, netherlands, nicaragua, nigeria, norway,
oman, pakistan, panama, paraguay, peru, philippines, poland, portugal, qatar, romania, russia,
rwanda, senegal, serbia, singapore, slovakia, slovenia, spain, sudan, sweden, switzerland, syria,
taiwan, tanzania, thailand, tunisia, turkey, türkiye, uganda, ukraine, uruguay, uzbekistan,
venezuela, vietnam, yemen, zambia, zimbabwe, deutschland, österreich, schweiz, españa, italia,
brasil, россия, украина, беларусь, казахстан, 中国, 日本, 台湾, ไทย, ประเทศไทย, مصر, السعودية, الإمارات,
الأردن, لبنان, المغرب, united states, united states of america, united kingdom, great britain, south
africa, south korea, saudi arabia, united arab emirates, new zealand, czech republic, costa rica,
hong kong, sri lanka, dominican republic, el salvador, puerto rico, north macedonia, the
netherlands, viet nam, usa, uk, uae
""".replace("\n", " ").split(",")
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of a column's sample looks like one sort of value, and an example that does not."""

    share: float
    exception: str = ""


def filled(cells: Iterable[str]) -> list[str]:
    """The cells that say something, without outer spaces."""
    return [text for cell in cells if (text := cell.strip()) and text not in NULL_WORDS]


def likeness(cells: Sequence[str], holds: Callable[[str], bool]) -> Likeness:
    """How many of the filled cells are of a sort."""
    misses = [cell for cell in cells if not holds(cell)]
    return Likeness(1 - len(misses) / len(cells) if cells else 0.0, misses[0] if misses else "")


def _is_date(text: str) -> bool:
    return any(not isinstance(read_date(text, order), Unreadable) for order in (DateOrder.DMY, DateOrder.MDY))


def _is_url(text: str) -> bool:
    return bool(_URL.match(text))


def _is_phone(text: str) -> bool:
    if not _PHONE.match(text) or not 7 <= sum(char.isdigit() for char in text) <= 15:
        return False
    return bool(_PHONE_SHAPE.search(text)) and not _is_date(text) and not re.fullmatch(r"-?\d+\.\d+", text)


def _is_country(text: str) -> bool:
    return text.casefold() in _COUNTRIES


_BY_CONTENT: tuple[tuple[str, Callable[[str], bool], str], ...] = (
    ("email", looks_like_email, "e-mail addresses"),
    ("linkedin", lambda text: bool(_LINKEDIN.search(text)), "links to LinkedIn"),
    ("website", _is_url, "web addresses"),
    ("phone", _is_phone, "telephone numbers"),
    ("country", _is_country, "countries"),
)
_SURE_ENOUGH = 0.8


def field_by_content(cells: Sequence[str]) -> tuple[str, float, str] | None:
    """The lead field that these filled cells look like, how surely, and why; None if they could be anything."""
    if not cells:
        return None
    for field, holds, what in _BY_CONTENT:
        found = likeness(cells, holds)
        if found.share >= _SURE_ENOUGH:
            return field, round(0.75 * found.share, 2), f"{found.share:.0%} of its cells are {what}"
    return None


def _reads(read: Callable[[str], object]) -> Callable[[str], bool]:
    return lambda text: not isinstance(read(text), Unreadable)


_CHECKS: dict[FactType, tuple[Callable[[str], bool], str]] = {
    FactType.NUMBER: (_reads(read_number), "a number"),
    FactType.DATE: (_is_date, "a date"),
    FactType.YES_NO: (_reads(read_yes_no), "yes or no"),
    FactType.CHOICE: (_reads(read_outcome), "won or lost"),
}


def doubt(cells: Sequence[str], kind: FactType, at_least: float = 0.5) -> str:
    """Why these filled cells cannot be what the header says, or nothing if they can."""
    if kind not in _CHECKS or not cells:
        return ""
    holds, what = _CHECKS[kind]
    found = likeness(cells, holds)
    return "" if found.share >= at_least else f"cells such as “{found.exception[:30]}” are not {what}"


_PLAIN_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d+)?(?:[eE][+-]?\d{1,2})?")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ].*)?")
_TRUTH = frozenset(("true", "false", "yes", "no"))


def custom_type(cells: Iterable[str]) -> FactType:
    """The type of a custom column: number, date or yes/no if every filled cell is plainly one, else text."""
    possible = [FactType.NUMBER, FactType.DATE, FactType.YES_NO]
    seen = False
    for text in filled(cells):
        seen = True
        possible = [kind for kind in possible if _is_plainly(text, kind)]
        if not possible:
            return FactType.TEXT
    return possible[0] if seen else FactType.TEXT


def _is_plainly(text: str, kind: FactType) -> bool:
    if kind is FactType.NUMBER:
        leading_zero = text.lstrip("-").startswith("0") and text.lstrip("-")[1:2].isdigit()
        return bool(_PLAIN_NUMBER.fullmatch(text)) and not leading_zero
    if kind is FactType.DATE:
        return bool(_ISO_DATE.fullmatch(text)) and not isinstance(read_date(text), Unreadable)
    return text.casefold() in _TRUTH
