"""A JSON file as a table: a list of objects, or one object on each line. What an object nests is left aside.

Objects are read one after another, so that a large export does not have to fit into memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice
from typing import IO

from leadqual_gui.adapters.exchange.batches import MOST_COLUMNS, Record
from leadqual_gui.adapters.exchange.cells import clean
from leadqual_gui.adapters.exchange.csv_file import unreadable
from leadqual_gui.adapters.exchange.pasted import Origin, is_folder, size_of
from leadqual_gui.adapters.exchange.row_tables import batches_of
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.exporting import field_text
from leadqual_gui.services.importing_table import PREVIEW_ROWS, Choice, RowBatch, TablePreview

_AT_ONCE = 1 << 17
_LONGEST = 32 << 20
_MOST_KEYS = 500
_LOOKED_THROUGH = 64 << 20
_SAMPLE = 20_000
_BETWEEN = " \t\r\n,"


@dataclass(frozen=True, slots=True)
class JsonFile:
    """A JSON file that was opened and looked at."""

    path: Origin
    preview: TablePreview

    @classmethod
    def open(cls, path: Origin) -> JsonFile:
        """Look at a file. Raises LeadQualError if it cannot be read or is no list of objects."""
        try:
            if is_folder(path):
                raise LeadQualError("this is a folder, not a file", "choose a file", path.name)
            many = None if size_of(path) <= _LOOKED_THROUGH else _SAMPLE
            headers: dict[str, None] = {}
            first: list[dict[str, object]] = []
            for _, found in islice(_Objects(path), many):
                if len(first) < PREVIEW_ROWS:
                    first.append(found)
                if len(headers) < _MOST_KEYS:
                    headers.update((key, None) for key, value in found.items() if _is_plain(value))
        except (OSError, UnicodeError) as error:
            raise unreadable(error, path) from error
        names = tuple(headers)
        if len(names) > MOST_COLUMNS:
            raise LeadQualError(f"the table has {len(names):,} columns", "delete those that are empty", path.name)
        if not names:
            raise LeadQualError("the file holds no list of objects", 'it should look like [{"email": …}]', path.name)
        rows = tuple(tuple(clean(_cell(one.get(name))) for name in names) for one in first)
        choices = (Choice("encoding", "UTF-8", "JSON is always written in it"),)
        return cls(path, TablePreview(path.name, names, rows, choices, 0, (), size_of(path), "json"))

    def batches(self, size: int = 2000) -> Iterator[RowBatch]:
        """All objects. Raises LeadQualError where the file is broken."""
        objects, names = _Objects(self.path), self.preview.headers
        rows = (Record(line, [_cell(found.get(name)) for name in names]) for line, found in objects)
        try:
            yield from batches_of(rows, len(names), 1, size, lambda: objects.share, dict)
        except (OSError, UnicodeError) as error:
            raise unreadable(error, self.path) from error


class _Objects:
    """The objects of a file, one after another, each with the line on which it begins.

    Several on one line are counted on: a row is known by its number, and a file without line breaks has only one.
    """

    def __init__(self, path: Origin) -> None:
        self._path = path
        self._size = size_of(path) or 1
        self._raw: IO[bytes] | None = None
        self._line, self._told = 1, 0

    @property
    def share(self) -> float:
        """How much of the file has been read."""
        return min(self._raw.tell() / self._size, 1.0) if self._raw and not self._raw.closed else 1.0

    def __iter__(self) -> Iterator[tuple[int, dict[str, object]]]:
        decoder = json.JSONDecoder()
        with self._path.open("rb") as raw, TextIOWrapper(raw, "utf-8-sig") as file:
            self._raw = raw
            text, at, begun, wanted = "", 0, False, _AT_ONCE
            while True:
                text, at, more = text[at:], 0, file.read(wanted)
                text += more
                if not begun and text.strip():
                    at, begun = _after_bracket(text), True
                yield from self._decoded(decoder, text, at, bool(more))
                at = self._at
                if not more:
                    self._refuse_rest(text[at:])
                    return
                wanted = _AT_ONCE if at else min(2 * wanted, _LONGEST)
                if len(text) - at >= _LONGEST:
                    raise self._broken("an object is longer than 32 MB")

    def _decoded(
        self, decoder: json.JSONDecoder, text: str, at: int, more: bool
    ) -> Iterator[tuple[int, dict[str, object]]]:
        """The objects that are whole in this text; `_at` says where they end."""
        self._at = at
        while True:
            begin = at
            while begin < len(text) and text[begin] in _BETWEEN:
                begin += 1
            self._line += text.count("\n", at, begin)
            self._at = at = begin
            if begin == len(text) or text[begin] == "]":
                return
            try:
                found, end = decoder.raw_decode(text, begin)
            except (ValueError, RecursionError) as error:
                if more and not isinstance(error, RecursionError):
                    return
                raise self._broken(_told(error)) from error
            if not isinstance(found, dict):
                raise self._broken("it holds something else than objects")
            self._told = max(self._line, self._told + 1)
            yield self._told, found if all(map(str.isascii, found)) else _with_whole_keys(found)
            self._line += text.count("\n", begin, end)
            self._at = at = end

    def _refuse_rest(self, rest: str) -> None:
        if rest.strip().removeprefix("]").strip():
            raise self._broken("something stands behind the list")

    def _broken(self, what: str) -> LeadQualError:
        return LeadQualError(
            f"line {self._line} is not as JSON should be: {what}", "export the list again", self._path.name
        )


def _told(error: ValueError | RecursionError) -> str:
    """What keeps an object from being read."""
    if isinstance(error, RecursionError):
        return "it nests too deeply"
    return error.msg if isinstance(error, json.JSONDecodeError) else "a number in it is too long"


def _with_whole_keys(found: dict[str, object]) -> dict[str, object]:
    """Half a surrogate pair in a key, which nothing could be named by, becomes a question mark."""
    return {key.encode("utf-8", "replace").decode(): value for key, value in found.items()}


def _after_bracket(text: str) -> int:
    """Where the first object may begin: behind the bracket of the list, if there is one."""
    start = len(text) - len(text.lstrip())
    return start + 1 if text[start] == "[" else start


def _is_plain(value: object) -> bool:
    return not isinstance(value, (dict, list)) or (isinstance(value, list) and all(isinstance(v, str) for v in value))


def _cell(value: object) -> str:
    if isinstance(value, dict) or (isinstance(value, list) and not _is_plain(value)):
        return ""
    if isinstance(value, list):
        return field_text(tuple(value))
    if isinstance(value, float) and (value != value or abs(value) == float("inf")):
        return ""
    if isinstance(value, int) and abs(value) > 10**300:
        return ""
    return field_text(value)
