"""The file of all that is known of leads, the file of rejects, and saved mappings. Tables are in `table_writers`."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

from leadqual_gui.adapters.exchange.cells import neutral
from leadqual_gui.adapters.exchange.files import WholeFile
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.mapping import TableMapping
from leadqual_gui.services.exporting import Exported, lead_item
from leadqual_gui.services.importing_mapping import SavedMapping, mapping_from_json, mapping_to_json
from leadqual_gui.services.importing_table import BadLine


class JsonSink:
    """Leads as a list of objects, each with its ledger."""

    def __init__(self, path: Path) -> None:
        self._file = WholeFile(path)
        self._file.text.write("[")
        self._first = True

    def write(self, leads: Sequence[Exported]) -> None:
        """Add leads."""
        for one in leads:
            self._file.text.write("\n" if self._first else ",\n")
            self._first = False
            json.dump(lead_item(one), self._file.text, ensure_ascii=False)

    def close(self) -> None:
        """All of it is on disk."""
        self._file.text.write("\n]\n")
        self._file.put()

    def discard(self) -> None:
        """Nothing was written."""
        self._file.drop()


REJECT_COLUMNS = ("rejected_line", "rejected_reason")


class RejectsFile:
    """Rejected rows as CSV: their line and reason first, then their own cells. Mended, it can be imported as it is.

    Nothing is written, and an old file is left alone, if no row is rejected.
    """

    def __init__(self, path: Path, source: Path | None = None) -> None:
        if source is not None and path.resolve() == source.resolve():
            raise LeadQualError(
                "the rejects would overwrite the file that is imported", "choose another name", str(path)
            )
        self.path = path
        self._file: WholeFile | None = None

    def write(self, headers: Sequence[str], rows: Sequence[BadLine]) -> None:
        """Add rows; the first call begins the file."""
        first = self._file is None
        self._file = self._file or WholeFile(self.path)
        lines = csv.writer(self._file.text)
        if first:
            lines.writerow([*REJECT_COLUMNS, *map(neutral, headers)])
        lines.writerows([row.line, neutral(row.reason), *map(neutral, row.cells)] for row in rows)

    def close(self) -> None:
        """All of it is on disk."""
        if self._file:
            self._file.put()

    def discard(self) -> None:
        """Nothing was written."""
        if self._file:
            self._file.drop()


def read_mapping(path: Path) -> SavedMapping:
    """A mapping file. Raises LeadQualError that says what is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise LeadQualError(f"the mapping cannot be read: {error.strerror}", "is the name right?", str(path)) from error
    except UnicodeDecodeError as error:
        raise LeadQualError("the mapping is not UTF-8 text", "save it as UTF-8", str(path)) from error
    return mapping_from_json(text, str(path))


def write_mapping(path: Path, mapping: TableMapping) -> None:
    """Keep a mapping for the next file of the same system."""
    file = WholeFile(path)
    file.text.write(mapping_to_json(mapping))
    file.put()
