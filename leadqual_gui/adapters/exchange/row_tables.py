"""What workbooks, vCards and JSON files have in common once their rows can be gone through: preview and batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from leadqual_gui.adapters.exchange.batches import MOST_COLUMNS, BatchMaker, Record, unique_headers, width_of
from leadqual_gui.adapters.exchange.cells import clean
from leadqual_gui.adapters.exchange.headers import HeaderRow, find_header
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.importing_table import PREVIEW_ROWS, RowBatch

LOOKED_AT = PREVIEW_ROWS + 50


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a table: headers, where they stand (0: nowhere), where the data begins, and the first rows."""

    headers: tuple[str, ...]
    line: int
    data_line: int
    rows: tuple[tuple[str, ...], ...]
    preamble: tuple[str, ...]
    found: HeaderRow


def head_of(rows: Sequence[Record], header: int | None, name: str, names: Callable[[int], list[str]]) -> Head:
    """Find the header among the first rows. `names` gives the names of the columns for the header's row."""
    found = find_header([record.cells for record in rows], _wanted(rows, header, name))
    there = found.index is not None and found.index >= 0
    cells = names(found.index) if there and found.index is not None else []
    data = [record for record in rows[found.data :] if any(cell.strip() for cell in record.cells)]
    width = width_of(cells, [_width(record.cells) for record in data])
    if width > MOST_COLUMNS:
        raise LeadQualError(f"the table has {width:,} columns", "delete those that are empty", name)
    line = rows[found.index].line if there and found.index is not None else 0
    first = data[0].line if data else (rows[-1].line + 1 if rows else 1)
    above = rows[: found.index] if there else ()
    return Head(
        unique_headers(cells, width),
        line,
        max(line + 1, 1) if there else first,
        tuple(tuple(map(clean, (r.cells + [""] * width)[:width])) for r in data[:PREVIEW_ROWS]),
        tuple(" ".join(record.cells).strip()[:200] for record in above),
        found,
    )


def _width(cells: Sequence[str]) -> int:
    width = len(cells)
    while width and not cells[width - 1].strip():
        width -= 1
    return width


def _wanted(rows: Sequence[Record], line: int | None, name: str) -> int | None:
    if line is None or line == 0:
        return None if line is None else -1
    for index, record in enumerate(rows):
        if record.line == line:
            return index
    raise LeadQualError(f"there is no row {line}", "give the row of the header, or 0 if there is none", name)


def batches_of(
    records: Iterable[Record],
    width: int,
    first_line: int,
    size: int,
    share: Callable[[], float],
    told: Callable[[], dict[str, int]],
) -> Iterator[RowBatch]:
    """All rows from a line on. Cells beside the table are left out, and counted; short rows are nothing odd here."""
    batch = BatchMaker(width)
    characters = 0
    for record in records:
        if record.line < first_line:
            continue
        cells = record.cells
        if not record.problem and len(cells) != width:
            if len(cells) > width and any(map(str.strip, cells[width:])):
                batch.notices["cells_beside"] += 1
            cells = cells + [""] * (width - len(cells)) if len(cells) < width else cells[:width]
            record = Record(record.line, cells)
        batch.add(record)
        if len(batch.rows) % 16 == 0:
            characters = sum(sum(map(len, row)) for row in batch.rows[-16:]) + characters
        if batch.is_full(size, characters):
            yield batch.finished(share(), told())
            batch, characters = BatchMaker(width), 0
    yield batch.finished(1.0, told())
