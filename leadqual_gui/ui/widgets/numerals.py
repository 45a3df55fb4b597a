"""Numbers as text: a true minus, an en dash, one decimal, and isolated left to right in any language.

One rule for digits and decimal marks: what is counted, measured or dated is written as in the user's language; what is
typed (keys, telephone numbers, codes such as a grade) stays as it was typed.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QLocale

MINUS = "−"
EN_DASH = "–"
_RLM = "\u200f"
_SHORTEST = QLocale.FloatingPointPrecisionOption.FloatingPointShortest.value
_LRI, _PDI = "⁦", "⁩"


def digits(text: str) -> str:
    """The text with its digits as the user's language writes them."""
    zero = QLocale().zeroDigit()
    return text if zero == "0" else text.translate(_digits_from(zero))


@cache
def _digits_from(zero: str) -> dict[int, int]:
    return {ord("0") + at: ord(zero) + at for at in range(10)}


def decimal_mark() -> str:
    """What parts off decimals in the user's language: "4.5", "4,5"."""
    return QLocale().decimalPoint()


def isolated(text: str) -> str:
    """Keep a number left to right inside right-to-left words, in the user's digits."""
    return as_typed(digits(text))


def as_typed(text: str) -> str:
    """Keep what somebody typed, such as an address or a telephone number, left to right and as it is."""
    return f"{_LRI}{text}{_PDI}"


def along(text: str, rtl: bool) -> str:
    """Let signs and numbers without a letter run as the words around them do: an arrow stands behind its number."""
    return f"{_RLM}{text}" if rtl else text


def plain(text: str) -> str:
    """The text without isolates, as a test or a clipboard wants it."""
    return text.replace(_LRI, "").replace(_PDI, "")


def whole(value: int) -> str:
    """A whole number, with a true minus."""
    return digits(f"{MINUS}{-value}" if value < 0 else str(value))


def signed(value: int) -> str:
    """A whole number with its sign; zero has none."""
    return f"+{whole(value)}" if value > 0 else whole(value)


def tenths(value: int) -> str:
    """Tenths as a number with one decimal and, unless zero, its sign: 57 becomes +5.7."""
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    units, rest = divmod(abs(value), 10)
    return digits(f"{sign}{units}{decimal_mark()}{rest}")


def decimal(value: float, places: int) -> str:
    """A measured number with so many decimals: 0.725 becomes 0.72, −1.5 with one decimal stays so."""
    sign = MINUS if value < 0 else ""
    return digits(f"{sign}{abs(value):.{places}f}".replace(".", decimal_mark()))


def bare_tenths(value: int) -> str:
    """Tenths with one decimal and a minus only where it is needed: 320 becomes 32.0."""
    return tenths(value).removeprefix("+")


def brief(value: float) -> str:
    """A measured number with the decimals that it has, thousands in groups: 12, 2.5, 15,310,000."""
    locale = QLocale()
    text = locale.toString(int(value)) if value == int(value) else locale.toString(float(value), "g", 6)
    return text.replace("-", MINUS)


def exact(value: float, groups: bool = True) -> str:
    """A number that somebody entered, with all its decimals: 0.04, 15,310,000.5; 1998 without `groups`."""
    locale = QLocale()
    if not groups:
        locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    text = locale.toString(float(f"{value:.15g}"), "f", _SHORTEST)
    return text.replace("-", MINUS)


def grouped(value: float) -> str:
    """A number with thousands in groups, and one decimal if it has any: 15,310,000, 2.5."""
    if value == int(value):
        return brief(value)
    return QLocale().toString(float(value), "f", 1).replace("-", MINUS)


def short_tenths(value: int) -> str:
    """Tenths with a minus only where it is needed, the decimal only if there is one: 80 becomes 8, 45 becomes 4.5."""
    return signed_tenths_short(value).removeprefix("+")


def signed_tenths_short(value: int) -> str:
    """Tenths with sign, the decimal only if there is one: 80 becomes +8, 45 becomes +4.5."""
    return tenths(value) if value % 10 else signed(value // 10)


def span(least: int, greatest: int) -> str:
    """A range of whole numbers: 45–86. A negative end gets spaces around the dash."""
    dash = f" {EN_DASH} " if least < 0 or greatest < 0 else EN_DASH
    return f"{whole(least)}{dash}{whole(greatest)}"


def percent(hundredths: int) -> str:
    """Whole per cent: 41 %."""
    return isolated(f"{whole(hundredths)} %")


def possible(least: int, greatest: int) -> str:
    """What an unknown could still do, in tenths: −8 … +8."""
    return f"{signed_tenths_short(least)} … {signed_tenths_short(greatest)}"
