"""What people type into cells, read as values: numbers, yes and no, outcomes, e-mail addresses.

Every reader gives the value, None for "not known", or an Unreadable that says what is wrong.
It never raises and never guesses: what it cannot read is said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

NULL_WORDS = frozenset(
    ("null", "NULL", "(null)", "<null>", "\\N", "#N/A", "N/A", "n/a", "nan", "NaN", "-", "--", "—", "#VALUE!", "#REF!")
)
"""Words that programs write where there is nothing. `Null` and `None` are not among them: both are names."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that does not hold what its column should: what is wrong and what would be right."""

    text: str
    reason: str


def shortened(text: str, limit: int = 40) -> str:
    """A cell in a message: on one line, and not longer than the message bears."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else f"{flat[: limit - 1]}…"


# ---------------------------------------------------------------- numbers

_NUMBER_NOISE = re.compile(
    r"[\s\u00a0\u202f\u2009'’_]|[$€£¥₹₽฿₩₺¤]|\b(?:USD|EUR|GBP|CHF|JPY|THB|CNY|RUB|SAR|AED)\b", re.I
)
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?")
_RANGE = re.compile(r"^(\d[\d.,]*)(?:-|–|—|to|bis|à)(\d[\d.,]*)$|^(\d[\d.,]*)\+$", re.I)
_SCALED = re.compile(r"^(-?[\d.,]+)(k|tsd|m|mn|mio|million|b|bn|mrd|billion)\.?$", re.I)
_SCALES = {"k": 1e3, "tsd": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "million": 1e6}
_GROUPED = re.compile(r"^-?\d{1,3}(?:([.,])\d{3})+$")
_WHOLE = re.compile(r"^-?\d*$|^-?\d{1,3}(?:(?P<mark>[.,])\d{2,3}(?:(?P=mark)\d{2,3})*)?(?<=\d{3})$")
"""Digits in groups by one mark; the last group has three (elsewhere two, too: 1,00,000)."""
_LARGEST = 1e15


def decimal_mark(texts: Iterable[str]) -> str | None:
    """The decimal mark that a column shows somewhere ("12,50" or "1.234,5"); None if no cell gives it away."""
    for text in texts:
        mark = _mark_of(_NUMBER_NOISE.sub("", text))
        if mark:
            return mark
    return None


def _mark_of(text: str) -> str | None:
    dot, comma = text.rfind("."), text.rfind(",")
    if not re.fullmatch(r"-?[\d.,]+", text) or dot == comma:
        return None
    if dot >= 0 and comma >= 0:
        return "." if dot > comma else ","
    mark = "." if dot >= 0 else ","
    if text.count(mark) > 1:
        return "," if mark == "." else "."
    return None if _GROUPED.match(text) and not text.lstrip("-").startswith("0") else mark


def read_number(text: str, mark: str | None = None) -> float | Unreadable | None:
    """A number as people write it: "1.234,50 €", "5k", "51-200" (its lower end). Three digits after a lone mark are
    thousands, unless the column shows that the mark is its decimal mark."""
    if _PLAIN.fullmatch(text) and not _GROUPED.match(text):
        return _bounded(float(text), text)
    bare = _NUMBER_NOISE.sub("", _ascii_digits(text))
    if not bare or text in NULL_WORDS:
        return None if text.strip() in ("", *NULL_WORDS) else Unreadable(text, f"“{shortened(text)}” is not a number")
    scale = 1.0
    if found := _RANGE.match(bare):
        bare = found[1] or found[3]
    elif found := _SCALED.match(bare):
        bare, scale = found[1], _SCALES.get(found[2].casefold(), 1e9)
    value = _parse_marked(bare, mark)
    if value is None:
        return Unreadable(text, f"“{shortened(text)}” is not a number")
    return _bounded(value * scale, text)


def is_number_range(text: str) -> bool:
    """Is this a span such as "51-200" or "10,000+", of which only the lower end is kept?"""
    return bool(_RANGE.match(_NUMBER_NOISE.sub("", text)))


def _parse_marked(text: str, mark: str | None) -> float | None:
    if not re.fullmatch(r"-?(?:\d[\d.,]*|[.,]\d+)", text):
        return None
    mark = _mark_of(text) or mark
    whole, _, fraction = text.partition(mark) if mark else (text, "", "")
    if not _WHOLE.match(whole) or not (fraction.isdecimal() or not fraction):
        return None
    return float(f"{re.sub('[.,]', '', whole)}.{fraction or 0}")


def _bounded(value: float, text: str) -> float | Unreadable:
    if abs(value) > _LARGEST:
        return Unreadable(text, f"“{shortened(text)}” is too large a number")
    return value


def _ascii_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


# ---------------------------------------------------------------- yes and no, outcomes

_YES_WORDS = """yes y true t 1 1.0 x ✓ ✔ on checked ja j wahr oui o vrai si sí s verdadero sim vero tak да истина
    evet kyllä igen ano áno da ναι כן نعم أجل صحيح 是 是的 對 ใช่ はい 예 네 có ya हाँ"""
_NO_WORDS = """no n false f 0 0.0 off unchecked nein falsch non faux falso não nao nie нет ложь
    hayır nej nei ei nem ne όχι לא لا كلا خطأ 否 不 不是 ไม่ ไม่ใช่ いいえ 아니요 không tidak नहीं"""


def _words(text: str) -> frozenset[str]:
    """Words parted by commas."""
    return frozenset(" ".join(word.split()) for word in text.split(","))


_YES, _NO = frozenset(_YES_WORDS.split()), frozenset(_NO_WORDS.split())
_WON = _words("""won, closed won, win, deal won, won deal, customer, gewonnen, abgeschlossen gewonnen, gagné, gagne,
    gagnée, ganado, ganada, cerrada ganada, vinto, vinta, ganho, ganha, gewonnen deal, wygrana, wygrane, vunnen, vundet,
    kazanıldı, выиграна, выиграно, выигран, успешно реализовано, ربح, فوز, تم البيع, 赢单, 成交, 已成交, ชนะ, ปิดการขาย,
    受注, 成約, 수주""")
_LOST = _words("""lost, closed lost, loss, deal lost, lost deal, verloren, abgeschlossen verloren, perdu, perdue,
    perdido, perdida, cerrada perdida, perso, persa, przegrana, przegrane, förlorad, tabt, kaybedildi, проиграна,
    проиграно, проигран, закрыто и не реализовано, خسارة, خسر, 输单, 丢单, 失败, แพ้, เสีย, 失注, 실주""")
_OPEN = _words("""open, in progress, pending, new, active, offen, in bearbeitung, ouvert, en cours, abierto, abierta,
    en curso, aperto, aperta, in corso, aberto, em andamento, otwarta, w toku, öppen, åben, açık, открыта, в работе,
    новая, مفتوح, جديد, 进行中, 跟进中, เปิด, 進行中, 商談中, 진행 중""")


def read_yes_no(text: str) -> bool | Unreadable | None:
    """Yes or no, in the words of a dozen languages."""
    word = text.strip().casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    if not word or text.strip() in NULL_WORDS or word in ("unknown", "?"):
        return None
    return Unreadable(text, f"“{shortened(text)}” is neither yes nor no")


def read_outcome(text: str) -> str | Unreadable | None:
    """How it ended: won, lost, or None while it is open."""
    word = " ".join(re.split(r"[\s_\-–]+", text.strip().casefold()))
    if word in _WON:
        return "won"
    if word in _LOST:
        return "lost"
    if not word or word in _OPEN or text.strip() in NULL_WORDS:
        return None
    return Unreadable(text, f"“{shortened(text)}” is no outcome; write won, lost or leave it empty")


# ---------------------------------------------------------------- addresses, tags, levels

_ADDRESS = re.compile(r"^[^@\s<>,;:\"']+@[^@\s<>,;:\"']+\.[^@\s<>,;:\"'.]+$")
_SPLIT_MANY = re.compile(r"\s*(?::::|;|,|\|)\s*")
_SPLIT_VALUES = re.compile(r"\s*:::\s*")
_IN_BRACKETS = re.compile(r"<([^<>]+@[^<>]+)>\s*$")


def looks_like_email(text: str) -> bool:
    """Has it the shape of an e-mail address? Whether it works is another question."""
    return bool(_ADDRESS.match(text))


def split_emails(text: str) -> tuple[str | None, str | None]:
    """The first and second address of a cell: "Ana <ana@a.example>, ana@b.example" holds two."""
    bare = text.strip()
    if _ADDRESS.match(bare):
        return bare, None
    parts = [part for part in map(_bare_address, _SPLIT_MANY.split(bare)) if part]
    if len(parts) > 1 and all(map(looks_like_email, parts)):
        return parts[0], parts[1]
    return _bare_address(bare) or None, None


def _bare_address(text: str) -> str:
    found = _IN_BRACKETS.search(text)
    address = (found[1] if found else text).strip()
    return address[7:] if address[:7].casefold() == "mailto:" else address


def email_key(address: str) -> str:
    """What makes two e-mail addresses the same for matching: no outer spaces, no difference of case."""
    key = address.strip().casefold()
    return key if key.isascii() else unicodedata.normalize("NFC", key)


def read_tags(text: str) -> tuple[str, ...] | None:
    """The tags of a cell, each once, in their order; Google's "* " mark of its own groups is dropped."""
    mark = next((mark for mark in (":::", ";", "|") if mark in text), ",")
    parts = (part.strip().removeprefix("* ").strip() for part in text.split(mark))
    return tuple(dict.fromkeys(part for part in parts if part and part not in NULL_WORDS)) or None


def first_value(text: str) -> str:
    """The first of several values that Google puts into one cell: "+1 555 ::: +1 556"."""
    return _SPLIT_VALUES.split(text, maxsplit=1)[0] if ":::" in text else text


def read_level(text: str) -> int | str | Unreadable | None:
    """An answer's level: 0 to 3, "unknown" or "refused"."""
    word = text.strip().casefold()
    if word in ("0", "1", "2", "3", "0.0", "1.0", "2.0", "3.0"):
        return int(word[0])
    if word in ("unknown", "refused"):
        return word
    return Unreadable(text, f"“{shortened(text)}” is no level; write 0, 1, 2, 3, unknown or refused") if word else None


def read_count(text: str, at_most: int = 10_000) -> int | Unreadable | None:
    """How often an activity happened: a whole number; an empty cell means once."""
    number = read_number(text)
    if number is None or isinstance(number, Unreadable):
        return number
    if number < 0 or number != int(number):
        return Unreadable(text, f"“{shortened(text)}” is not a whole number of times")
    if number > at_most:
        return Unreadable(text, f"{int(number):,} times in one row is more than {at_most:,}; is this column a count?")
    return int(number)
