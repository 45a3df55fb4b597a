"""Which row of a table holds its headers. Some exports have titles or notes above it; some have no header at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from leadqual_gui.domain.mapping_names import is_known_header
from leadqual_gui.domain.parsing import NULL_WORDS, looks_like_email

_DATA = re.compile(r"^[-+]?[\d\s.,:/%$€£()\-+T]*\d[\d\s.,:/%$€£()\-+TZ]*$|^(?:true|false)$", re.I)
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_LOOK = 40


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """Where the header stands among the first rows (None: there is none), where the data begins, and why."""

    index: int | None
    data: int
    reason: str
    sure: bool = True


def find_header(rows: Sequence[Sequence[str]], wanted: int | None = None) -> HeaderRow:
    """The header among the first rows of a table."""
    if wanted is not None:
        return HeaderRow(wanted, wanted + 1, "chosen by you")
    width = _usual_width(rows)
    candidates = [i for i, row in enumerate(rows[:_LOOK]) if _filled(row) >= max(1, width * 0.5)]
    known = {i: _known_share(rows[i]) for i in candidates}
    by_name = [i for i in candidates if known[i] >= 0.5 or known[i] * _filled(rows[i]) >= 2]
    named = max(by_name, key=lambda i: (round(known[i], 1), -i), default=None)
    if named is not None and _is_label_row(rows[named]):
        return HeaderRow(named, named + 1, "its cells are names of fields that other systems use")
    if not candidates:
        return HeaderRow(None, 0, "no row looks like a header", sure=False)
    first = candidates[0]
    if _is_label_row(rows[first]) and not _recurs(rows, first):
        return HeaderRow(first, first + 1, "it is the first full row, and holds only labels", sure=width > 1)
    if _are_years(rows[first]):
        return HeaderRow(first, first + 1, "it is the first full row, and holds years in order", sure=False)
    return HeaderRow(None, first, "the first full row holds data, so there is no header", sure=False)


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    """How many cells a row of this table has (its most frequent number; the larger of two)."""
    widths = Counter(len(row) for row in rows if row)
    return max(widths.items(), key=lambda pair: (pair[1], pair[0]))[0] if widths else 0


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _known_share(row: Sequence[str]) -> float:
    filled = [cell for cell in row if cell.strip()]
    return sum(map(is_known_header, filled)) / len(filled) if filled else 0.0


def _is_label_row(row: Sequence[str]) -> bool:
    """Only labels: short texts, no numbers, dates or addresses, hardly one twice."""
    cells = [cell.strip() for cell in row if cell.strip()]
    data = sum(bool(_DATA.match(c)) or looks_like_email(c) or c in NULL_WORDS or len(c) > 120 for c in cells)
    return bool(cells) and data <= len(cells) * 0.1 and len(set(cells)) >= len(cells) * 0.7


def _recurs(rows: Sequence[Sequence[str]], index: int) -> bool:
    """Does a cell of this row stand again below it, in its own column? Headers do not."""
    again = 0
    for column, cell in enumerate(rows[index]):
        if cell.strip():
            again += any(len(row) > column and row[column] == cell for row in rows[index + 1 :])
    return again > _filled(rows[index]) * 0.34


def _are_years(row: Sequence[str]) -> bool:
    cells = [cell.strip() for cell in row if cell.strip()]
    return len(cells) > 2 and all(map(_YEAR.match, cells)) and cells == sorted(cells)
