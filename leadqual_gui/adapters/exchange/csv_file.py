"""A CSV file as a table: what it is written in is found out, said with its reason, and can be overruled.

Rows come in batches, as columns; a file of any size is read in the same little memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice

from leadqual_gui.adapters.exchange.batches import MOST_COLUMNS, BatchMaker, Record, unique_headers, width_of
from leadqual_gui.adapters.exchange.cells import clean, clean_column
from leadqual_gui.adapters.exchange.csv_records import Block, CsvRecords
from leadqual_gui.adapters.exchange.dialects import CsvDialect, find_dialect
from leadqual_gui.adapters.exchange.encodings import Encoding, find_encoding, mended
from leadqual_gui.adapters.exchange.headers import HeaderRow, find_header
from leadqual_gui.adapters.exchange.pasted import Origin, is_folder, size_of
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.importing_table import PREVIEW_ROWS, Choice, RowBatch, TableOptions, TablePreview

_HEAD_CHARACTERS = 1 << 18


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A CSV file (or pasted text) that was opened and looked at. Its rows can be read again and again."""

    path: Origin
    encoding: Encoding
    dialect: CsvDialect
    preview: TablePreview

    @classmethod
    def open(cls, path: Origin, options: TableOptions | None = None) -> CsvFile:
        """Look at a file. Raises LeadQualError if it cannot be read, is empty, or is no text."""
        options = options or TableOptions()
        try:
            size = size_of(path)
            if is_folder(path):
                raise LeadQualError("this is a folder, not a file", "choose a CSV file", path.name)
            if not size:
                raise LeadQualError("the file is empty", "export the list again", path.name)
            encoding = find_encoding(path, options.encoding)
            dialect = find_dialect(_head(path, encoding), options.delimiter, options.quote)
            rows = list(islice(CsvRecords(path, encoding, dialect), PREVIEW_ROWS + 50))
        except (OSError, UnicodeError) as error:
            raise unreadable(error, path) from error
        if not any(any(cell.strip() for cell in record.cells) for record in rows):
            raise LeadQualError("the file holds no text", "export the list again", path.name)
        header = find_header([record.cells for record in rows], _wanted_row(rows, options.header, path))
        return cls(path, encoding, dialect, _preview(path, size, rows, header, encoding, dialect))

    def batches(self, size: int = 2000) -> Iterator[RowBatch]:
        """All rows below the header. Raises LeadQualError if the file can no longer be read."""
        width, first = len(self.preview.headers), self._first_data_line()
        records = CsvRecords(self.path, self.encoding, self.dialect, width)
        batch = BatchMaker(width)
        try:
            for item in records.blocks(size):
                if isinstance(item, Block):
                    yield _whole_batch(item, first, records)
                elif item.line >= first:
                    batch.add(item)
                    if batch.is_full(size, records.position):
                        yield batch.finished(records.share, records.told())
                        batch = BatchMaker(width, records.position)
        except (OSError, UnicodeError) as error:
            raise unreadable(error, self.path) from error
        yield batch.finished(records.share, records.told())

    def _first_data_line(self) -> int:
        if self.preview.header_line:
            return self.preview.header_line + 1
        return 1 + len(self.preview.preamble) + self.dialect.skip


def _whole_batch(block: Block, first: int, records: CsvRecords) -> RowBatch:
    """A block as a batch; rows above the first line of data and rows that say nothing are passed over."""
    above = max(first - block.line, 0)
    rows = block.rows[above:]
    lines: Sequence[int] = range(block.line + above, block.line + len(block.rows))
    told = list(zip(*rows, strict=True))
    if told and not (all(told[0]) and not any(map(str.isspace, told[0]))):
        kept = [(line, row) for line, row in zip(lines, rows, strict=True) if "".join(row).strip()]
        lines, told = [line for line, _ in kept], list(zip(*(row for _, row in kept), strict=True))
    columns = [clean_column(cells) for cells in told]
    return RowBatch(lines, columns or [()] * records.width, (), records.told(), records.share)


def unreadable(error: OSError | UnicodeError, path: Origin) -> LeadQualError:
    """What went wrong with a file, in plain words."""
    if isinstance(error, UnicodeError):
        return LeadQualError(f"the file is not in this encoding: {error}", "choose another encoding", path.name)
    hint = "is the name right, and is it not open elsewhere?"
    return LeadQualError(f"the file cannot be read: {error.strerror}", hint, path.name)


def _head(path: Origin, encoding: Encoding) -> str:
    with path.open("rb") as raw, TextIOWrapper(raw, encoding.codec, encoding.errors, newline="") as file:
        return mended(file.read(_HEAD_CHARACTERS), encoding.fallback).replace("\0", "")


def _wanted_row(rows: Sequence[Record], line: int | None, path: Origin) -> int | None:
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
    path: Origin, size: int, rows: list[Record], header: HeaderRow, encoding: Encoding, dialect: CsvDialect
) -> TablePreview:
    data = [r for r in rows[header.data :] if not r.problem and any(cell.strip() for cell in r.cells)]
    found = rows[header.index].cells if header.index is not None and header.index >= 0 else []
    width = width_of(found, [len(record.cells) for record in data])
    if width > MOST_COLUMNS:
        raise LeadQualError(f"the table has {width:,} columns", "is the delimiter right?", path.name)
    cells = tuple(tuple(map(clean, (r.cells + [""] * width)[:width])) for r in data[:PREVIEW_ROWS])
    above = rows[: max(header.index, 0)] if header.index is not None else rows[: header.data]
    line = rows[header.index].line if found and header.index is not None else 0
    preamble_lines = (line or (rows[header.data].line if header.data < len(rows) else 1)) - 1 - dialect.skip
    return TablePreview(
        path.name,
        unique_headers(found, width),
        cells,
        _choices(encoding, dialect, header, line),
        line,
        tuple(" ".join(record.cells).strip()[:200] for record in above) + ("",) * (preamble_lines - len(above)),
        size,
    )


def _choices(encoding: Encoding, dialect: CsvDialect, header: HeaderRow, line: int) -> tuple[Choice, ...]:
    quote = "double" if dialect.quote == '"' else "single" if dialect.quote == "'" else dialect.quote
    marks = f"{quote}, with backslashes" if dialect.escape else quote
    return (
        Choice("encoding", encoding.label, encoding.reason, encoding.sure),
        Choice("delimiter", dialect.delimiter_name, dialect.reason, dialect.sure),
        Choice("quote", marks, "as most of the texts are quoted", True),
        Choice("header", f"line {line}" if line else "none", header.reason, header.sure),
    )
