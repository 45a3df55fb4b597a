"""The rows of a CSV file, read line by line, however broken it is.

One quotation mark that is never closed makes the `csv` module put the rest of the file into one cell. Here such a
row is noticed (it runs over too many lines, or to the end of the file, or over lines that are rows themselves), its
first line is given back as bad, and reading goes on with the next line.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from io import StringIO, TextIOWrapper
from typing import IO, NamedTuple, TextIO

from leadqual_gui.adapters.exchange.batches import Record
from leadqual_gui.adapters.exchange.dialects import CsvDialect
from leadqual_gui.adapters.exchange.encodings import Encoding, has_escapes, mended
from leadqual_gui.adapters.exchange.pasted import Origin, size_of
from leadqual_gui.domain.errors import LeadQualError

CELL_LIMIT = 16 << 20
_MOST_LINES = 1000
_PLAIN_LINE = 1 << 14
_READ_AT_ONCE = 1 << 17
UNCLOSED = "a quotation mark is opened and never closed; close it, or double it if it belongs to the text"


class _RunawayError(Exception):
    """A row has not ended after so many lines that a quotation mark must be missing."""


class Block(NamedTuple):
    """Rows of the right width, each on a line of its own, the first on `line`."""

    line: int
    rows: list[list[str]]


@dataclass(slots=True)
class CsvRecords:
    """Iterates over the rows of a file. `width` (0: not known yet) is how many cells a row should have."""

    path: Origin
    encoding: Encoding
    dialect: CsvDialect
    width: int = 0
    notices: dict[str, int] = field(default_factory=dict)
    _raw: IO[bytes] | None = None
    _size: int = 1
    _replay: deque[str] = field(default_factory=deque)
    _record: list[str] = field(default_factory=list)
    _ended: bool = False
    _line: int = 1
    _most_lines: int = 0
    _longest: int = 0

    @property
    def position(self) -> int:
        """How many bytes of the file have been read, roughly."""
        return self._raw.tell() if self._raw and not self._raw.closed else self._size

    @property
    def share(self) -> float:
        """How much of the file has been read, 0 to 1."""
        return min(self.position / self._size, 1.0)

    def __iter__(self) -> Iterator[Record]:
        """Every row, looked at one by one."""
        with self._opened() as file:
            yield from self._records(file)

    def blocks(self, size: int) -> Iterator[Block | Record]:
        """Blocks of rows as long as nothing is odd, then row by row. `width` has to be known."""
        with self._opened() as file:
            yield from self._plain_blocks(file, size)
            yield from self._records(file)

    @contextmanager
    def _opened(self) -> Iterator[TextIO]:
        csv.field_size_limit(CELL_LIMIT)
        self._size = size_of(self.path) or 1
        with (
            self.path.open("rb") as raw,
            TextIOWrapper(raw, self.encoding.codec, self.encoding.errors, newline="") as file,
        ):
            self._raw = raw
            for _ in range(self.dialect.skip):
                file.readline(CELL_LIMIT)
                self._line += 1
            yield file

    def _plain_blocks(self, file: TextIO, size: int) -> Iterator[Block]:
        """Whole blocks of rows of one line and the right width each; at the first that is not, it ends."""
        held: list[str] = []
        while True:
            while len(held) < size and (more := self._some_lines(file)):
                held += more
            lines, held = held[:size], held[size:]
            rows = self._plain_rows(lines) if len(lines) == size else None
            if rows is None:
                self._replay.extend(lines + held)
                return
            yield Block(self._line, rows)
            self._line += size

    def _some_lines(self, file: TextIO) -> list[str]:
        """The next lines of the file, whole and mended; none at its end."""
        text = file.read(_READ_AT_ONCE)
        if text[-1:] not in ("\n", ""):
            text += (rest := file.readline(CELL_LIMIT))
            if len(rest) >= CELL_LIMIT:
                self._refuse_endless(rest)
        lines = list(StringIO(text, newline=""))
        if not text.isascii() or "\0" in text:
            lines = [line if line.isascii() and "\0" not in line else self._mended(line) for line in lines]
        return lines

    def _plain_rows(self, lines: list[str]) -> list[list[str]] | None:
        """Lines as rows, if each is a row of its own with the right width, and the last one ends."""
        if max(map(len, lines)) > _PLAIN_LINE:
            return None
        try:
            rows = list(self._reader(iter(lines)))
        except csv.Error:
            return None
        plain = len(rows) == len(lines) and set(map(len, rows)) == {self.width} and self._closes(lines[-1:])
        return rows if plain else None

    def _records(self, file: TextIO) -> Iterator[Record]:
        self._most_lines, self._longest = _MOST_LINES, CELL_LIMIT - 1
        while not self._ended or self._replay:
            yield from self._run(file)

    def _run(self, file: TextIO) -> Iterator[Record]:
        """Rows until the end of the file, or until reading has to begin anew after a bad line."""
        self._ended = False
        record: list[str] = []
        self._record = record
        reader = self._reader(self._feed(file))
        try:
            for row in reader:
                if len(record) == 1 and not self._ended:
                    record.clear()
                    if row:
                        yield Record(self._line, row)
                    self._line += 1
                    continue
                lines = record.copy()
                record.clear()
                if self._is_unclosed(lines, row):
                    yield self._give_up_first(lines)
                    return
                yield Record(self._line, row)
                self._line += len(lines)
        except _RunawayError:
            yield self._give_up_first(record.copy())
        except csv.Error as error:
            yield Record(self._line, [record[0][:200] if record else ""], f"this line cannot be read: {error}")
            self._go_on_after_first(record.copy())

    def _reader(self, lines: Iterator[str], strict: bool = False) -> Iterator[list[str]]:
        dialect = self.dialect
        return csv.reader(
            lines, delimiter=dialect.delimiter, quotechar=dialect.quote, escapechar=dialect.escape, strict=strict
        )

    def _feed(self, file: TextIO) -> Iterator[str]:
        """The lines of the file, mended; those of the row at work are kept in `_record`."""
        record, replay = self._record, self._replay
        while replay:
            record.append(replay.popleft())
            yield record[-1]
        for line in iter(partial(file.readline, CELL_LIMIT), ""):
            if not line.isascii() or "\0" in line:
                line = self._mended(line)
            record.append(line)
            if len(record) > self._most_lines:
                raise _RunawayError
            if len(line) > self._longest:
                self._refuse_endless(line)
            yield line
        self._ended = True

    def _refuse_endless(self, line: str) -> None:
        if len(line) < CELL_LIMIT:
            raise _RunawayError
        raise LeadQualError(
            f"line {self._line} is longer than {CELL_LIMIT:,} characters",
            "is this a CSV file, and are its lines ended?",
            self.path.name,
        )

    def _mended(self, line: str) -> str:
        if has_escapes(line):
            line = mended(line, self.encoding.fallback)
            self._notice("other_encoding")
        if "\0" in line:
            line = line.replace("\0", "")
            self._notice("nul")
        return line

    def told(self) -> dict[str, int]:
        """What was mended since this was last asked."""
        notices, self.notices = self.notices, {}
        return notices

    def _notice(self, what: str) -> None:
        self.notices[what] = self.notices.get(what, 0) + 1

    def _is_unclosed(self, lines: list[str], row: list[str]) -> bool:
        """Has a quotation mark swallowed lines that are rows themselves?"""
        if self._ended and not self._closes(lines):
            return True
        if len(lines) == 1 or (len(row) == self.width and self._closes(lines)):
            return False
        if not self.width:
            return False
        alone = [len(next(self._reader(iter([line])), [])) for line in lines[1:]]
        return sum(count == self.width for count in alone) > len(alone) / 2

    def _closes(self, lines: list[str]) -> bool:
        """Would a strict reader take these lines, too?"""
        try:
            list(self._reader(iter(lines), strict=True))
        except csv.Error:
            return False
        return True

    def _give_up_first(self, lines: list[str]) -> Record:
        """The first line is bad; the others are read again as rows of their own."""
        cells = lines[0].rstrip("\r\n").split(self.dialect.delimiter)
        record = Record(self._line, cells, UNCLOSED)
        self._go_on_after_first(lines)
        return record

    def _go_on_after_first(self, lines: list[str]) -> None:
        self._replay.extendleft(reversed(lines[1:]))
        self._record = []
        self._line += 1
        self._ended = self._ended and not self._replay
