"""Cells made fit to read and safe to write.

A spreadsheet runs a cell that begins with = + - @ (in some languages also their wide forms) as a formula. What we
export is therefore marked with an apostrophe, unless it is a number or a telephone number; what we import loses that
mark again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_HARMLESS = re.compile(r"^[-+]?\d[\d\s().,\-/]*$|^[-+]?\d+(?:\.\d+)?[eE][-+]?\d+$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029|\x85")
_EDGES = "\u200b\u200e\u200f\u202a\u202b\u202c\u2060\ufeff"
_SEPARATOR = "|"


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    if text[:1] == "'" or (text.startswith(_RISKY) and not _HARMLESS.match(text)):
        return "'" + text
    return text


def as_meant(text: str) -> str:
    """Takes the mark of `neutral` off again; any other apostrophe stays."""
    if text[:1] == "'" and text[1:2] in (*_RISKY, "'"):
        return text[1:]
    return text


def clean(text: str) -> str:
    """A cell without outer spaces, control characters and our own mark; line ends become \\n."""
    text = _LINE_ENDS.sub("\n", _CONTROL.sub("", as_meant(text.strip()) if text[:1] != "\t" else text))
    while text != (text := text.strip().strip(_EDGES)):
        pass
    return text


def clean_column(cells: Sequence[str]) -> Sequence[str]:
    """All cells of a column made clean; a column that is clean already, as most are, costs next to nothing."""
    joined = _SEPARATOR.join(cells)
    if (
        joined.isprintable()
        and "| " not in joined
        and " |" not in joined
        and "|'" not in joined
        and joined[:1] not in (" ", "'")
        and joined[-1:] != " "
    ):
        return cells
    return [clean(cell) if _needs_cleaning(cell) else cell for cell in cells]


def _needs_cleaning(cell: str) -> bool:
    return not cell.isprintable() or cell[:1] in (" ", "'") or cell[-1:] == " "
