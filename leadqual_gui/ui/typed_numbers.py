"""Numbers as people type them: either decimal mark, any digits, groups of thousands as the program itself shows them.

What could mean two numbers ("1.200" where thousands are written "1,200") is refused with both, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from leadqual_gui.domain.parsing import read_number

_DECIMAL = "٫"
"""Never parts off thousands."""
_UNSEEN = " \u00a0\u202f\u200e\u200f\u061c\u2066\u2069"
"""Spaces, and what tells which way a sign runs beside digits."""
_MARKS = str.maketrans({"−": "-", _DECIMAL: ".", "٬": "'", "’": "'"} | dict.fromkeys(_UNSEEN))
_NUMBER = re.compile(r"-?[\d.,']+")
_TWO_WAYS = re.compile(r"-?(?!0)\d{1,3}(?P<mark>[.,])\d{3}")


def typed_number(text: str) -> float:
    """The number that was typed. Raises ValueError with what to say."""
    bare = text.strip().translate(_MARKS).removeprefix("+")
    mark = "." if _DECIMAL in text else None
    if doubt := two_numbers(text):
        raise ValueError(doubt)
    found = read_number(bare, mark) if _NUMBER.fullmatch(bare) else None
    if not isinstance(found, float):
        raise ValueError(_tr("“{text}” is no number").format(text=text.strip()))
    return found


def two_numbers(text: str) -> str:
    """What to say about a text that could be two numbers; "" about any other."""
    bare = text.strip().translate(_MARKS).removeprefix("+")
    double = None if _DECIMAL in text else _TWO_WAYS.fullmatch(bare)
    if double is None or double["mark"] == QLocale().groupSeparator():
        return ""
    whole, fraction = bare.split(double["mark"])
    return _tr("“{text}” could be {more} or {less}. Write one of these").format(
        text=text.strip(), more=whole + fraction, less=as_typed(float(f"{whole}.{fraction}"))
    )


def as_typed(value: float) -> str:
    """A number as it is typed where decimals stand behind a comma or a point. `typed_number` reads the same in every
    language ("1.1250", not "1.125")."""
    text = format(Decimal(f"{value:.15g}"), "f")
    text = f"{text}0" if _TWO_WAYS.fullmatch(text) else text
    return text.replace(".", ",") if QLocale().decimalPoint() == "," else text


def typed_text(text: str) -> str:
    """A number that is kept as text, as it is typed; anything else as it is."""
    try:
        return as_typed(float(text))
    except ValueError:
        return text


def _tr(text: str) -> str:
    return QCoreApplication.translate("TypedNumber", text)


class PointsBox(QDoubleSpinBox):
    """A field for points with one decimal, which either mark parts off. Qt's own reads "2,5" as 25 where 1,000 is a
    thousand, and "2.5" as 25 where 1.000 is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDecimals(1)

    def valueFromText(self, text: str) -> float:
        return super().valueFromText(self._marked(text))

    def validate(self, text: str, pos: int) -> tuple[QValidator.State, str, int]:
        state, _text, _pos = super().validate(self._marked(text), pos)
        return state, text, pos

    def _marked(self, text: str) -> str:
        """The text with a plain sign and plain digits, and with the decimal mark of the user's language for any."""
        digits = (str(unicodedata.decimal(char, char)) for char in text.translate(_MARKS))
        return re.sub("[.,]", self.locale().decimalPoint(), "".join(digits))
