"""Dates as people and programs write them, read without guessing.

03/04/2026 is the third of April to most of the world and the fourth of March to some. One cell cannot say
which; a whole column often can (nobody has a month 13). Where it cannot, the person is asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum

from leadqual_gui.domain.parsing import NULL_WORDS, Unreadable, shortened


class DateOrder(Enum):
    """Which comes first in 03/04/2026: the day or the month."""

    DMY = "dmy"
    MDY = "mdy"


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """What the numeric dates of a column say about their order: how many only fit d/m/y, only m/d/y, or both."""

    day_first: int = 0
    month_first: int = 0
    either: int = 0
    example: str = ""

    @property
    def order(self) -> DateOrder | None:
        """The order that the column proves; None if it proves none, or both."""
        if bool(self.day_first) == bool(self.month_first):
            return None
        return DateOrder.DMY if self.day_first else DateOrder.MDY

    @property
    def must_ask(self) -> bool:
        """Are there dates that could be read either way, or evidence for both ways?"""
        return self.order is None and bool(self.either or self.day_first)

    def __add__(self, other: DateEvidence) -> DateEvidence:
        return DateEvidence(
            self.day_first + other.day_first,
            self.month_first + other.month_first,
            self.either + other.either,
            self.example or other.example,
        )


_NUMERIC = re.compile(r"^(\d{1,4})\s*([./\-年])\s*(\d{1,2})\s*[./\-月]\s*(\d{1,4})日?(?:[,T\s]+(.+))?$")
_TIME = re.compile(
    r"^(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*(am|pm|a\.m\.|p\.m\.)?\s*(?:(z|utc|gmt)|([+-])(\d{2}):?(\d{2})?)?$",
    re.I,
)
_DAY_NAME = re.compile(
    r"^(?:[^\W\d]{2,12}\.?,?\s+)?(\d{1,2})\.?[\s\-]+(?:de\s+)?([^\W\d]{3,12})\.?,?[\s\-]+(?:de\s+)?(\d{4}|\d{2})(?:,?\s+(.+))?$"
)
_NAME_DAY = re.compile(r"^([^\W\d]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:,?\s+(.+))?$")
_EMPTY = re.compile(r"^0{1,4}[./\-]0{1,2}[./\-]0{1,4}(?:[T\s][0:.]+)?$")
_SERIAL_START = datetime(1899, 12, 30, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEARS = range(1900, 2101)

_MONTH_WORDS = """
january jan januar janvier janv enero ene gennaio gen janeiro januari stycznia
    styczeń января январь янв يناير มกราคม
february feb februar février fevrier févr febrero febbraio fevereiro fev
    februari lutego luty февраля февраль фев فبراير กุมภาพันธ์
march mar märz maerz mrz mär mars marzo março marco maart marca marzec марта
    март мар مارس มีนาคม
april apr avril avr abril abr aprile kwietnia kwiecień апреля апрель апр أبريل
    ابريل เมษายน
may mai mayo maggio mag maio mei maja maj мая май مايو พฤษภาคม
june jun juni juin junio giugno giu junho czerwca czerwiec июня июнь июн يونيو
    มิถุนายน
july jul juli juillet juil julio luglio lug julho lipca lipiec июля июль июл
    يوليو กรกฎาคม
august aug août aout agosto ago augustus sierpnia sierpień августа август авг
    أغسطس สิงหาคม
september sep sept septembre septiembre settembre set setembro września wrzesień
    сентября сентябрь сен سبتمبر กันยายน
october oct oktober okt octobre octubre ottobre ott outubro out października
    październik октября октябрь окт أكتوبر ตุลาคม
november nov novembre noviembre novembro listopada listopad ноября ноябрь ноя
    نوفمبر พฤศจิกายน
december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro
    grudnia grudzień декабря декабрь дек ديسمبر ธันวาคม
"""


def _months() -> dict[str, int]:
    """Number by word; one month a line, indented lines go on."""
    lines = _MONTH_WORDS.strip().replace("\n    ", " ").splitlines()
    return {word: number for number, line in enumerate(lines, start=1) for word in line.split()}


_MONTHS = _months()


def month_named(text: str) -> int | None:
    """The number of a month: "Feb", "märz", "3"; None if it is none."""
    word = text.strip().casefold().rstrip(".")
    if word.isdecimal() and len(word) <= 2:
        return int(word) if 1 <= int(word) <= 12 else None
    return _MONTHS.get(word)


def date_evidence(texts: Iterable[str]) -> DateEvidence:
    """What these cells say about the order of day and month. Cells with dots are always day first."""
    day_first = month_first = either = 0
    example = ""
    for text in texts:
        found = _NUMERIC.match(text)
        if not found or len(found[1]) > 2 or found[2] == ".":
            continue
        first, second = int(found[1]), int(found[3])
        day_first += first > 12 >= second
        month_first += second > 12 >= first
        if first != second and first <= 12 and second <= 12:
            either += 1
            example = example or text
    return DateEvidence(day_first, month_first, either, example)


def read_date(text: str, order: DateOrder | None = None) -> datetime | Unreadable | None:
    """A moment in UTC. A bare date is its midnight; a time without a zone is UTC."""
    text = text.strip()
    if not text or text in NULL_WORDS or _EMPTY.match(text):
        return None
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
    try:
        return _in_range(_iso(text) or _other(text, order), text)
    except (ValueError, OverflowError):
        return _bad(text)


def _iso(text: str) -> datetime | None:
    if len(text) < 8 or (text.isdecimal() and len(text) != 8):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _other(text: str, order: DateOrder | None) -> datetime | Unreadable:
    if found := _NUMERIC.match(text):
        return _numeric(found, order)
    if found := _DAY_NAME.match(text):
        return _named(text, found[3], found[2], found[1], found[4])
    if found := _NAME_DAY.match(text):
        return _named(text, found[3], found[1], found[2], found[4])
    return _counted(text)


def _numeric(found: re.Match[str], order: DateOrder | None) -> datetime | Unreadable:
    first, mark, second, third, time = found.groups()
    if len(first) == 4:
        return _at(int(first), int(second), int(third), time)
    if len(first) == 3 or len(third) not in (2, 4):
        return _bad(found[0])
    one, two = int(first), int(second)
    if mark == ".":
        order = DateOrder.DMY
    elif order is None and one != two:
        if one <= 12 and two <= 12:
            return Unreadable(found[0], f"“{shortened(found[0])}” can be read as day/month or as month/day")
        order = DateOrder.DMY if one > 12 else DateOrder.MDY
    day, month = (two, one) if order is DateOrder.MDY else (one, two)
    if month > 12:
        wanted = "month/day/year" if order is DateOrder.MDY else "day/month/year"
        return Unreadable(found[0], f"“{shortened(found[0])}” has no month {month}; the column is read as {wanted}")
    return _at(_full_year(third), month, day, time)


def _named(text: str, year: str, month: str, day: str, time: str | None) -> datetime | Unreadable:
    number = _MONTHS.get(month.casefold())
    return _at(_full_year(year), number, int(day), time) if number else _bad(text)


def _counted(text: str) -> datetime | Unreadable:
    """Days since 1900 as a spreadsheet keeps them, or seconds or milliseconds since 1970."""
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text) and 20_000 <= float(text) <= 60_000:
        return _SERIAL_START + timedelta(seconds=round(float(text) * 86_400))
    if re.fullmatch(r"\d{10}|\d{13}", text):
        return _EPOCH + timedelta(seconds=int(text[:10]))
    return _bad(text)


def _at(year: int, month: int, day: int, time: str | None) -> datetime | Unreadable:
    moment = datetime(year, month, day, tzinfo=UTC)
    if not time:
        return moment
    found = _TIME.match(time.strip())
    if not found:
        return _bad(time)
    hour, half = int(found[1]), (found[5] or "").casefold()[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    zone = UTC
    if found[7]:
        minutes = int(found[8]) * 60 + int(found[9] or 0)
        zone = timezone(timedelta(minutes=minutes if found[7] == "+" else -minutes))
    micros = int((found[4] or "0").ljust(6, "0")[:6])
    return moment.replace(
        hour=hour, minute=int(found[2]), second=int(found[3] or 0), microsecond=micros, tzinfo=zone
    ).astimezone(UTC)


def _full_year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else 2000 + year if year < 70 else 1900 + year


def _in_range(moment: datetime | Unreadable, text: str) -> datetime | Unreadable:
    if isinstance(moment, datetime) and moment.year not in _YEARS:
        return Unreadable(text, f"“{shortened(text)}” lies outside the years 1900 to 2100")
    return moment


def _bad(text: str) -> Unreadable:
    return Unreadable(text, f"“{shortened(text)}” is not a date; write it as 2026-04-03")
