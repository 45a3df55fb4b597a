"""A file of vCards as a table: one row for each card, one column for each field that a card of it fills."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from io import TextIOWrapper
from typing import IO

from leadqual_gui.adapters.exchange.batches import Record
from leadqual_gui.adapters.exchange.cells import clean
from leadqual_gui.adapters.exchange.csv_file import unreadable
from leadqual_gui.adapters.exchange.encodings import Encoding, find_encoding, has_escapes, mended
from leadqual_gui.adapters.exchange.pasted import Origin, size_of
from leadqual_gui.adapters.exchange.row_tables import batches_of
from leadqual_gui.adapters.exchange.vcard_cards import COLUMNS, cards
from leadqual_gui.adapters.exchange.vcard_lines import LONGEST_LINE
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.importing_table import PREVIEW_ROWS, Choice, RowBatch, TableOptions, TablePreview

_BEGIN = re.compile(rb"^[\xef\xbb\xbf\xff\xfe]*\s*BEGIN\s*:\s*VCARD\s*$", re.I | re.M)
_LOOKED_THROUGH = 64 << 20


def is_vcard(head: bytes) -> bool:
    """Do these first bytes begin a card? Programs put marks, blank lines or headers of mail above it."""
    return bool(_BEGIN.search(head[:4096].replace(b"\0", b"")))


@dataclass(frozen=True, slots=True)
class VcardFile:
    """A file of vCards that was opened and looked at."""

    path: Origin
    encoding: Encoding
    preview: TablePreview
    used: tuple[int, ...]

    @classmethod
    def open(cls, path: Origin, options: TableOptions | None = None) -> VcardFile:
        """Look at a file of cards. Raises LeadQualError if it cannot be read or holds no card."""
        wanted = options.encoding if options else None
        try:
            encoding = find_encoding(path, wanted, cards=True)
            first, filled = _looked_through(path, encoding)
        except (OSError, UnicodeError) as error:
            raise unreadable(error, path) from error
        if not first:
            raise LeadQualError("the file holds no contact card", "export the contacts again", path.name)
        used = tuple(sorted(filled)) or (0,)
        rows = tuple(tuple(clean(r.cells[at]) for at in used) for r in first if not r.problem)
        choices = (Choice("encoding", encoding.label, encoding.reason, encoding.sure),)
        preview = TablePreview(
            path.name, tuple(COLUMNS[at] for at in used), rows, choices, 0, (), size_of(path), "vcard"
        )
        return cls(path, encoding, preview, used)

    def batches(self, size: int = 2000) -> Iterator[RowBatch]:
        """All cards. Raises LeadQualError if the file can no longer be read."""
        reading = _Reading(self.path, self.encoding)
        rows = (Record(r.line, [r.cells[at] for at in self.used], r.problem) for r in reading)
        try:
            yield from batches_of(rows, len(self.used), 1, size, lambda: reading.share, reading.told)
        except (OSError, UnicodeError) as error:
            raise unreadable(error, self.path) from error


def _looked_through(path: Origin, encoding: Encoding) -> tuple[list[Record], set[int]]:
    """The first cards, and the columns that any card fills (all of them where the file is too large to go through)."""
    first: list[Record] = []
    filled: set[int] = set()
    whole = size_of(path) <= _LOOKED_THROUGH
    for record in _Reading(path, encoding):
        if len(first) < PREVIEW_ROWS:
            first.append(record)
        elif not whole:
            return first, set(range(len(COLUMNS)))
        if len(filled) < len(COLUMNS):
            filled.update(at for at, cell in enumerate(record.cells) if cell)
    return first, filled


class _Reading:
    """Goes through the cards of a file once."""

    def __init__(self, path: Origin, encoding: Encoding) -> None:
        self._path, self._encoding = path, encoding
        self._size = size_of(path) or 1
        self._raw: IO[bytes] | None = None
        self._mended = 0

    @property
    def share(self) -> float:
        """How much of the file has been read."""
        return min(self._raw.tell() / self._size, 1.0) if self._raw and not self._raw.closed else 1.0

    def told(self) -> dict[str, int]:
        """What was mended since this was last asked."""
        count, self._mended = self._mended, 0
        return {"other_encoding": count} if count else {}

    def __iter__(self) -> Iterator[Record]:
        encoding = self._encoding
        with self._path.open("rb") as raw, TextIOWrapper(raw, encoding.codec, encoding.errors) as file:
            self._raw = raw
            yield from cards(self._lines(file))

    def _lines(self, file: TextIOWrapper) -> Iterator[tuple[int, str]]:
        """Numbered lines; of one that is too long for any card, the beginning."""
        number, going_on = 0, False
        for line in iter(partial(file.readline, LONGEST_LINE), ""):
            ended = line.endswith("\n")
            if not going_on:
                number += 1
                if has_escapes(line):
                    line = mended(line, self._encoding.fallback)
                    self._mended += 1
                yield number, line.replace("\0", "")
            going_on = not ended
