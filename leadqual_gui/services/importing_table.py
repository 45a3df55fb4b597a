"""A table from outside, as an import sees it: what was found out about the file, and its rows in batches.

A reader of one sort of file (text with delimiters, workbook, vCard, JSON) is a `TableSource`. What it chose by itself
it reports as `Choice`s, each with its reason, so that a person can overrule it with `TableOptions`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

PREVIEW_ROWS = 200
"""How many rows a preview holds, if the table has as many."""


@dataclass(frozen=True, slots=True)
class TableOptions:
    """How a person says a file is to be read; None: find out. `header` is the line of the header; 0: there is none.

    `sheet` is the name of a workbook's sheet. What a sort of file does not have is passed over.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header: int | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that was found out about the file: what (encoding, delimiter, quote, header, sheet), which, and why.

    `sure` is False where it was a guess that deserves a look. `place` is where to look first, if anywhere.
    """

    what: str
    value: str
    reason: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class TablePreview:
    """The beginning of a table: its headers, where they stand, some rows, and what was chosen to read it.

    `header_line` is the line of the header in the file (counted from 1), 0 if there is none: then the headers read
    "Column 1" and so on. `preamble` holds the lines above the header.
    """

    name: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    choices: tuple[Choice, ...] = ()
    header_line: int = 1
    preamble: tuple[str, ...] = ()
    size: int = 0
    form: str = "text"
    sheets: tuple[str, ...] = ()
    sheet: str = ""

    @property
    def sample(self) -> tuple[tuple[str, ...], ...]:
        """The previewed rows, column by column."""
        return tuple(zip(*self.rows, strict=True)) if self.rows else tuple(() for _ in self.headers)


@dataclass(frozen=True, slots=True)
class BadLine:
    """A row that cannot be used as it stands: its line in the file, why not, and its cells."""

    line: int
    reason: str
    cells: Sequence[str]


@dataclass(slots=True)
class RowBatch:
    """Some rows of a table, as columns of equal length, with the line that each row began on.

    Cells have no outer spaces and no control characters. `bad` rows are not among the columns. `notices` counts
    what was mended on the way, by kind. `share` is how much of the file has been read, 0 to 1.
    """

    lines: Sequence[int]
    columns: Sequence[Sequence[str]]
    bad: Sequence[BadLine] = ()
    notices: dict[str, int] = field(default_factory=dict)
    share: float = 0.0

    def __len__(self) -> int:
        return len(self.lines)

    def cells(self, row: int) -> list[str]:
        """One row again, for the file of rejects."""
        return [column[row] for column in self.columns]


class TableSource(Protocol):
    """A table that can be read more than once, batch by batch, without being held in memory."""

    @property
    def preview(self) -> TablePreview:
        """What is known of the file without reading all of it."""

    def batches(self, size: int = 2000) -> Iterator[RowBatch]:
        """All rows below the header, from the beginning."""


class RejectsSink(Protocol):
    """Where rows go that could not be imported: they can be mended there and imported again."""

    def write(self, headers: Sequence[str], rows: Sequence[BadLine]) -> None:
        """Add rows; the first call begins the file."""

    def close(self) -> None:
        """All of it is on disk."""

    def discard(self) -> None:
        """The import was taken back: nothing was written."""
