"""Numbers as text: a true minus, an en dash, one decimal, and isolated left to right in any language."""

from __future__ import annotations

MINUS = "−"
EN_DASH = "–"
_LRI, _PDI = "⁦", "⁩"


def isolated(text: str) -> str:
    """Keep `text` left to right inside right-to-left words."""
    return f"{_LRI}{text}{_PDI}"


def plain(text: str) -> str:
    """The text without isolates, as a test or a clipboard wants it."""
    return text.replace(_LRI, "").replace(_PDI, "")


def whole(value: int) -> str:
    """A whole number, with a true minus."""
    return f"{MINUS}{-value}" if value < 0 else str(value)


def signed(value: int) -> str:
    """A whole number with its sign; zero has none."""
    return f"+{value}" if value > 0 else whole(value)


def tenths(value: int) -> str:
    """Tenths as a number with one decimal and, unless zero, its sign: 57 becomes +5.7."""
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    units, rest = divmod(abs(value), 10)
    return f"{sign}{units}.{rest}"


def bare_tenths(value: int) -> str:
    """Tenths with one decimal and a minus only where it is needed: 320 becomes 32.0."""
    return tenths(value).removeprefix("+")


def signed_tenths_short(value: int) -> str:
    """Tenths with sign, the decimal only if there is one: 80 becomes +8, 45 becomes +4.5."""
    return tenths(value).removesuffix(".0")


def span(least: int, greatest: int) -> str:
    """A range of whole numbers: 45–86. A negative end gets spaces around the dash."""
    dash = f" {EN_DASH} " if least < 0 or greatest < 0 else EN_DASH
    return f"{whole(least)}{dash}{whole(greatest)}"


def possible(least: int, greatest: int) -> str:
    """What an unknown could still do, in tenths: −8 … +8."""
    return f"{signed_tenths_short(least)} … {signed_tenths_short(greatest)}"


def from_tenths(text: str) -> int:
    """Read back what `tenths` wrote."""
    digits = plain(text).replace(MINUS, "-").replace("+", "")
    return round(float(digits) * 10)
