"""An XLSX workbook as a table: one of its sheets, whose rows are read again and again in little memory."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from leadqual_gui.adapters.exchange.batches import Record
from leadqual_gui.adapters.exchange.row_tables import LOOKED_AT, Head, batches_of, head_of
from leadqual_gui.adapters.exchange.xlsx_headers import Merged, joined_header
from leadqual_gui.adapters.exchange.xlsx_package import Package, Sheet, merged_ranges, opened
from leadqual_gui.adapters.exchange.xlsx_rows import SheetRows
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.mapping_names import is_known_header
from leadqual_gui.services.importing_table import Choice, RowBatch, TableOptions, TablePreview

_SHEETS_LOOKED_AT = 12


@dataclass(frozen=True, slots=True)
class XlsxFile:
    """A sheet of a workbook that was opened and looked at."""

    package: Package
    sheet: Sheet
    preview: TablePreview
    data_line: int

    @classmethod
    def open(cls, path: Path, options: TableOptions | None = None) -> XlsxFile:
        """Look at a workbook. Raises LeadQualError if it cannot be read or holds nothing."""
        options = options or TableOptions()
        package = Package.open(path)
        with opened(path) as archive:
            strings = package.strings(archive)
            sheet, rows, why = _chosen(package, options.sheet, archive, strings)
            merged = _merged(archive, sheet) if len(rows) > 1 else []
        head, taken = _head(rows, options.header, path.name, merged)
        choices = (why, Choice("header", f"line {head.line}" if head.line else "none", head.found.reason,
                               head.found.sure))  # fmt: skip
        preview = TablePreview(
            path.name, head.headers, head.rows, choices, head.line, head.preamble, path.stat().st_size,
            "workbook", tuple(one.name for one in package.sheets), sheet.name,
        )  # fmt: skip
        return cls(package, sheet, preview, max(head.data_line, head.line + taken))

    def batches(self, size: int = 2000) -> Iterator[RowBatch]:
        """All rows below the header. Raises LeadQualError where the workbook turns out to be damaged."""
        with opened(self.package.path) as archive:
            rows = SheetRows(self.package, self.sheet, archive, self.package.strings(archive))
            width = len(self.preview.headers)
            yield from batches_of(rows, width, self.data_line, size, lambda: rows.share, rows.told)


def _chosen(
    package: Package, wanted: str | None, archive: zipfile.ZipFile, strings: list[str]
) -> tuple[Sheet, list[Record], Choice]:
    """The sheet that is read: the one that is wanted, else the first with headers that we know, else with rows."""
    names = ", ".join(f"“{sheet.name}”" for sheet in package.sheets[:20])

    def first_rows(sheet: Sheet) -> list[Record]:
        rows = islice(SheetRows(package, sheet, archive, strings), LOOKED_AT)
        return [record for record in rows if any(cell.strip() for cell in record.cells)]

    if wanted is not None:
        for sheet in package.sheets:
            if sheet.name.casefold() == wanted.casefold():
                return sheet, _some(first_rows(sheet), sheet, package), Choice("sheet", sheet.name, "chosen by you")
        raise LeadQualError(f"there is no sheet “{wanted}”", f"there are {names}", package.path.name)
    ordered = sorted(package.sheets, key=lambda sheet: sheet.hidden)
    looked = [(sheet, first_rows(sheet)) for sheet in ordered[:_SHEETS_LOOKED_AT]]
    full = [(sheet, rows) for sheet, rows in looked if rows]
    if not full:
        raise LeadQualError("the workbook holds no rows", "export the list again", package.path.name)
    best = max(full, key=lambda pair: _known(pair[1]) >= 2)  # the first of equals
    reason = "it is the only one with rows" if len(full) == 1 else "it is the first that looks like a list"
    return best[0], best[1], Choice("sheet", best[0].name, reason, sure=len(full) == 1)


def _some(rows: list[Record], sheet: Sheet, package: Package) -> list[Record]:
    if not rows:
        raise LeadQualError(f"the sheet “{sheet.name}” holds no rows", "choose another one", package.path.name)
    return rows


def _known(rows: list[Record]) -> int:
    return max((sum(is_known_header(cell) for cell in row.cells if cell) for row in rows[:20]), default=0)


def _merged(archive: zipfile.ZipFile, sheet: Sheet) -> list[Merged]:
    found = []
    for text in merged_ranges(archive, sheet.part):
        with suppress(ValueError):
            found.append(Merged.of(text))
    return found


def _head(rows: list[Record], header: int | None, name: str, merged: list[Merged]) -> tuple[Head, int]:
    """The head of the sheet, and how many lines its header takes."""
    rows = _whole(rows, merged)
    taken = [1]

    def names(index: int) -> list[str]:
        found, count = joined_header(rows, index, merged)
        taken[0] = rows[index + count - 1].line - rows[index].line + 1
        return found

    head = head_of(rows, header, name, names)
    if taken[0] > 1:
        kept = [record for record in rows if record.line >= head.line + taken[0] or record.line == head.line]
        kept = [Record(r.line, list(head.headers)) if r.line == head.line else r for r in kept]
        again = head_of(kept, head.line, name, lambda _: list(head.headers))
        head = replace(again, data_line=head.line + taken[0], preamble=head.preamble, found=head.found)
    return head, taken[0]


def _whole(rows: list[Record], merged: list[Merged]) -> list[Record]:
    """The first rows, with those that are only there as parts of merged cells."""
    there = {record.line for record in rows}
    hollow = {line for m in merged for line in range(m.top, min(m.bottom, m.top + 10) + 1)} - there
    last = rows[-1].line
    return sorted([*rows, *(Record(line, [""]) for line in hollow if line < last)], key=lambda record: record.line)
