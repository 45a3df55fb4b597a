"""Rows of any reader gathered into batches, and the names of their columns: what all sorts of tables share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from leadqual_gui.adapters.exchange.cells import clean, clean_column
from leadqual_gui.services.importing_table import BadLine, RowBatch

MOST_COLUMNS = 4096
_LOOK_EVERY = 16
_MOST_BYTES = 16 << 20


class Record(NamedTuple):
    """One row: the line it begins on, its cells, and what is wrong with it (nothing, if `problem` is empty)."""

    line: int
    cells: list[str]
    problem: str = ""


class BatchMaker:
    """Rows being gathered until they are enough for a RowBatch."""

    def __init__(self, width: int, position: int = 0) -> None:
        self.width = width
        self.position = position
        self.lines: list[int] = []
        self.rows: list[list[str]] = []
        self.bad: list[BadLine] = []
        self.notices: Counter[str] = Counter()

    def add(self, record: Record) -> None:
        """Take a row, reject it, or pass it over if it says nothing."""
        row, width = record.cells, self.width
        if record.problem:
            self._reject(record, record.problem)
        elif not "".join(row).strip():
            return
        elif len(row) == width:
            self.lines.append(record.line)
            self.rows.append(row)
        else:
            self._fit(record)

    def is_full(self, size: int, position: int) -> bool:
        """Are there enough rows, or so long ones that they should not wait in memory?"""
        count = len(self.rows)
        if count >= size or len(self.bad) >= size:
            return True
        return not count % _LOOK_EVERY and position - self.position > _MOST_BYTES

    def _fit(self, record: Record) -> None:
        """A row that is too short is filled up; one that is too long only loses empty cells."""
        row, width = record.cells, self.width
        if len(row) > width and "".join(row[width:]).strip():
            reason = f"it has {len(row)} cells, but the header has {width}; does a text hold an unquoted delimiter?"
            self._reject(record, reason)
            return
        if len(row) < width:
            self.notices["short_rows"] += 1
        self.lines.append(record.line)
        self.rows.append((row + [""] * (width - len(row)))[:width])

    def _reject(self, record: Record, reason: str) -> None:
        self.bad.append(BadLine(record.line, reason, [clean(cell) for cell in record.cells]))

    def finished(self, share: float, notices: Mapping[str, int] | None = None) -> RowBatch:
        """What was gathered, with what the reader mended meanwhile."""
        columns: list[Sequence[str]] = [clean_column(cells) for cells in zip(*self.rows, strict=True)]
        self.notices.update(notices or {})
        return RowBatch(self.lines, columns or [()] * self.width, self.bad, dict(self.notices), share)


def width_of(header: Sequence[str], widths: Sequence[int]) -> int:
    """As many columns as the header has, or as most rows have, if that is more."""
    trimmed = list(header)
    while trimmed and not trimmed[-1].strip():
        trimmed.pop()
    usual = Counter(widths).most_common(1)[0][0] if widths else 0
    return max(len(header) if len(header) <= usual else max(len(trimmed), usual), usual, 1)


def unique_headers(found: Sequence[str], width: int) -> tuple[str, ...]:
    """Every column gets a name of its own."""
    names: dict[str, int] = {}
    for index in range(width):
        name = " ".join(clean(found[index]).split()) if index < len(found) else ""
        name = unique = name or f"Column {index + 1}"
        while unique in names:
            names[name] = names.get(name, 1) + 1
            unique = f"{name} ({names[name]})"
        names[unique] = 1
    return tuple(names)
