"""A CSV file as a table: what it is written in is found out, said with its reason, and can be overruled.

Rows come in batches, as columns; a file of any size is read in the same little memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from leadqual_gui.adapters.exchange.cells import clean, clean_column
from leadqual_gui.adapters.exchange.csv_records import Block, CsvRecords, Record
from leadqual_gui.adapters.exchange.dialects import CsvDialect, find_dialect
from leadqual_gui.adapters.exchange.encodings import Encoding, find_encoding, mended
from leadqual_gui.adapters.exchange.headers import HeaderRow, find_header
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.importing_table import PREVIEW_ROWS, BadLine, Choice, RowBatch, TablePreview

_HEAD_CHARACTERS = 1 << 18
_LOOK_EVERY = 16
_MOST_COLUMNS = 4096
_MOST_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class CsvOptions:
    """What the user says rather than has found out. `header` is the line of the header; 0: there is none."""

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header: int | None = None


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A CSV file that was opened and looked at. Its rows can be read again and again."""

    path: Path
    encoding: Encoding
    dialect: CsvDialect
    preview: TablePreview

    @classmethod
    def open(cls, path: Path, options: CsvOptions | None = None) -> CsvFile:
        """Look at a file. Raises LeadQualError if it cannot be read, is empty, or is no text."""
        options = options or CsvOptions()
        try:
            size = path.stat().st_size
            if not path.is_file():
                raise LeadQualError("this is a folder, not a file", "choose a CSV file", path.name)
            if not size:
                raise LeadQualError("the file is empty", "export the list again", path.name)
            encoding = find_encoding(path, options.encoding)
            dialect = find_dialect(_head(path, encoding), options.delimiter, options.quote)
            rows = list(islice(CsvRecords(path, encoding, dialect), PREVIEW_ROWS + 50))
        except (OSError, UnicodeError) as error:
            raise _unreadable(error, path) from error
        if not any(any(cell.strip() for cell in record.cells) for record in rows):
            raise LeadQualError("the file holds no text", "export the list again", path.name)
        header = find_header([record.cells for record in rows], _wanted_row(rows, options.header, path))
        return cls(path, encoding, dialect, _preview(path, size, rows, header, encoding, dialect))

    def batches(self, size: int = 2000) -> Iterator[RowBatch]:
        """All rows below the header. Raises LeadQualError if the file can no longer be read."""
        width, first = len(self.preview.headers), self._first_data_line()
        records = CsvRecords(self.path, self.encoding, self.dialect, width)
        batch = _Batch(width)
        try:
            for item in records.blocks(size):
                if isinstance(item, Block):
                    yield _whole_batch(item, first, records)
                elif item.line >= first:
                    batch.add(item)
                    if batch.is_full(size, records):
                        yield batch.finished(records)
                        batch = _Batch(width, records.position)
        except (OSError, UnicodeError) as error:
            raise _unreadable(error, self.path) from error
        yield batch.finished(records)

    def _first_data_line(self) -> int:
        if self.preview.header_line:
            return self.preview.header_line + 1
        return 1 + len(self.preview.preamble) + self.dialect.skip


def _whole_batch(block: Block, first: int, records: CsvRecords) -> RowBatch:
    """A block as a batch; rows above the first line of data and rows that say nothing are passed over."""
    above = max(first - block.line, 0)
    rows = block.rows[above:]
    lines: Sequence[int] = range(block.line + above, block.line + len(block.rows))
    if not all(row[0] and not row[0].isspace() for row in rows):
        kept = [(line, row) for line, row in zip(lines, rows, strict=True) if "".join(row).strip()]
        lines, rows = [line for line, _ in kept], [row for _, row in kept]
    columns = [clean_column(cells) for cells in zip(*rows, strict=True)]
    notices, records.notices = records.notices, {}
    return RowBatch(lines, columns or [()] * records.width, (), notices, records.share)


class _Batch:
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

    def is_full(self, size: int, records: CsvRecords) -> bool:
        """Are there enough rows, or so long ones that they should not wait in memory?"""
        count = len(self.rows)
        if count >= size or len(self.bad) >= size:
            return True
        return not count % _LOOK_EVERY and records.position - self.position > _MOST_BYTES

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

    def finished(self, records: CsvRecords) -> RowBatch:
        columns: list[Sequence[str]] = [clean_column(cells) for cells in zip(*self.rows, strict=True)]
        self.notices.update(records.notices)
        records.notices.clear()
        return RowBatch(self.lines, columns or [()] * self.width, self.bad, dict(self.notices), records.share)


def _unreadable(error: OSError | UnicodeError, path: Path) -> LeadQualError:
    if isinstance(error, UnicodeError):
        return LeadQualError(f"the file is not in this encoding: {error}", "choose another encoding", path.name)
    hint = "is the name right, and is it not open elsewhere?"
    return LeadQualError(f"the file cannot be read: {error.strerror}", hint, path.name)


def _head(path: Path, encoding: Encoding) -> str:
    with path.open(encoding=encoding.codec, errors=encoding.errors, newline="") as file:
        return mended(file.read(_HEAD_CHARACTERS), encoding.fallback).replace("\0", "")


def _wanted_row(rows: Sequence[Record], line: int | None, path: Path) -> int | None:
    """The row that begins on the wanted line; -1 for "there is no header"."""
    if line is None or line == 0:
        return None if line is None else -1
    for index, record in enumerate(rows):
        if record.line == line:
            return index
    raise LeadQualError(
        f"no row begins on line {line}", "give the line of the header, or 0 if there is none", path.name
    )


def _preview(
    path: Path, size: int, rows: list[Record], header: HeaderRow, encoding: Encoding, dialect: CsvDialect
) -> TablePreview:
    data = [r for r in rows[header.data :] if not r.problem and any(cell.strip() for cell in r.cells)]
    found = rows[header.index].cells if header.index is not None and header.index >= 0 else []
    width = _width(found, [len(record.cells) for record in data])
    if width > _MOST_COLUMNS:
        raise LeadQualError(f"the table has {width:,} columns", "is the delimiter right?", path.name)
    cells = tuple(tuple(map(clean, (r.cells + [""] * width)[:width])) for r in data[:PREVIEW_ROWS])
    above = rows[: max(header.index, 0)] if header.index is not None else rows[: header.data]
    line = rows[header.index].line if found and header.index is not None else 0
    preamble_lines = (line or (rows[header.data].line if header.data < len(rows) else 1)) - 1 - dialect.skip
    return TablePreview(
        path.name,
        _headers(found, width),
        cells,
        _choices(encoding, dialect, header, line),
        line,
        tuple(" ".join(record.cells).strip()[:200] for record in above) + ("",) * (preamble_lines - len(above)),
        size,
    )


def _width(header: Sequence[str], widths: Sequence[int]) -> int:
    """As many columns as the header has, or as most rows have, if that is more."""
    trimmed = list(header)
    while trimmed and not trimmed[-1].strip():
        trimmed.pop()
    usual = Counter(widths).most_common(1)[0][0] if widths else 0
    return max(len(header) if len(header) <= usual else max(len(trimmed), usual), usual, 1)


def _headers(found: Sequence[str], width: int) -> tuple[str, ...]:
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


def _choices(encoding: Encoding, dialect: CsvDialect, header: HeaderRow, line: int) -> tuple[Choice, ...]:
    quote = "double" if dialect.quote == '"' else "single" if dialect.quote == "'" else dialect.quote
    marks = f"{quote}, with backslashes" if dialect.escape else quote
    return (
        Choice("encoding", encoding.label, encoding.reason, encoding.sure),
        Choice("delimiter", dialect.delimiter_name, dialect.reason, dialect.sure),
        Choice("quote", marks, "as most of the texts are quoted", True),
        Choice("header", f"line {line}" if line else "none", header.reason, header.sure),
    )
