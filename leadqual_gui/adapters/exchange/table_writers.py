"""Files that tables of leads are written to: CSV, XLSX, JSON with chosen columns, and contact cards."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from leadqual_gui.adapters.exchange.cells import neutral
from leadqual_gui.adapters.exchange.files import WholeFile
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.exporting import field_text, moment_text
from leadqual_gui.services.exporting_columns import ExportColumn
from leadqual_gui.services.exporting_table import Columns, TableSink

EXPORTS = (".csv", ".tsv", ".xlsx", ".json", ".vcf", ".jsonl")
_REMEMBERED = 200_000
_RISKY = re.compile("\0[=+\\-@\t\r'](?!(?<=[-+])\\d[\\d\\s().,\\-/]*\0)")


def table_sink(path: Path) -> TableSink:
    """The writer for a file of this name. Raises LeadQualError."""
    match path.suffix.lower():
        case ".csv":
            return CsvTable(path)
        case ".tsv":
            return CsvTable(path, "\t")
        case ".json":
            return JsonTable(path)
        case ".xlsx":
            from leadqual_gui.adapters.exchange.xlsx_writer import XlsxTable

            return XlsxTable(path)
        case ".vcf":
            from leadqual_gui.adapters.exchange.vcard_writer import VcardTable

            return VcardTable(path)
    raise LeadQualError(
        f"leads cannot be exported to a “{path.suffix}” file", f"use one of {', '.join(EXPORTS)}", path.name
    )


class CsvTable:
    """Rows of text. No cell can be taken for a formula."""

    def __init__(self, path: Path, delimiter: str = ",") -> None:
        self._file = WholeFile(path)
        self._rows = csv.writer(self._file.text, delimiter=delimiter)
        self._texts: list[ColumnTexts] = []

    def begin(self, columns: Sequence[ExportColumn]) -> None:
        """Write the header."""
        self._texts = [ColumnTexts() for _ in columns]
        self._rows.writerow([neutral(column.header) for column in columns])

    def write(self, values: Columns) -> None:
        """Add rows."""
        self._rows.writerows(zip(*map(ColumnTexts.of, self._texts, values), strict=True))

    def close(self) -> None:
        """All of it is on disk."""
        self._file.put()

    def discard(self) -> None:
        """Nothing was written."""
        self._file.drop()


class ColumnTexts(dict[object, object]):
    """The cells of one column; each distinct value is written out once. None stays: it is an empty cell."""

    def __missing__(self, value: object) -> object:
        if len(self) > _REMEMBERED:
            self.clear()
        found = self[value] = _number(value) if type(value) is float else neutral(field_text(value))
        return found

    def of(self, values: Sequence[object]) -> Sequence[object]:
        """A column as cells. Most are texts of which none is risky: they are looked at once, all together."""
        try:
            joined = "\0".join(filter(None, values))  # type: ignore[arg-type]
        except TypeError:  # something else than texts
            return self._written(values)
        if not joined or 0 in values:  # nothing at all, or what is none to `filter` but has a text
            return self._written(values)
        if not _RISKY.search(f"\0{joined}\0"):
            return values
        return [value if value is None else neutral(str(value)) for value in values]

    def _written(self, values: Sequence[object]) -> Sequence[object]:
        kinds = {*map(type, values)} - {type(None)}
        if not kinds or kinds == {int}:
            return values
        self[None] = None
        if len(kinds) > 1:  # True and 1.0 are the same to a dict
            return [value if value is None else neutral(field_text(value)) for value in values]
        return list(map(self.__getitem__, values))


def _number(value: float) -> object:
    """`csv` writes whole numbers as they are, which is quicker than a text."""
    return int(value) if value == int(value) else field_text(value)


class JsonTable:
    """A list of objects with the chosen columns."""

    def __init__(self, path: Path) -> None:
        self._file = WholeFile(path)
        self._headers: list[str] = []
        self._first = True

    def begin(self, columns: Sequence[ExportColumn]) -> None:
        """Remember the names."""
        self._headers = [column.header for column in columns]
        self._file.text.write("[")

    def write(self, values: Columns) -> None:
        """Add objects; what is not known has no key."""
        for row in zip(*values, strict=True):
            told = {name: _json(value) for name, value in zip(self._headers, row, strict=True) if value is not None}
            self._file.text.write("\n" if self._first else ",\n")
            self._file.text.write(json.dumps(told, ensure_ascii=False))
            self._first = False

    def close(self) -> None:
        """All of it is on disk."""
        self._file.text.write("\n]\n")
        self._file.put()

    def discard(self) -> None:
        """Nothing was written."""
        self._file.drop()


def _json(value: object) -> object:
    if isinstance(value, datetime):
        return moment_text(value)
    return list(value) if isinstance(value, tuple) else value
