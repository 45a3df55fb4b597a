"""Which character parts the cells of a text table, and how texts are quoted. `csv.Sniffer` gives up on one column."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from leadqual_gui.domain.mapping_names import is_known_header

_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar", ":": "colon"}
_CANDIDATES = (",", ";", "\t", "|")
_ROWS = 120


@dataclass(frozen=True, slots=True)
class CsvDialect:
    """Delimiter, quote and escape of a file, and why. `skip` is 1 if the first line only says "sep=;"."""

    delimiter: str
    quote: str = '"'
    escape: str | None = None
    reason: str = ""
    sure: bool = True
    skip: int = 0

    @property
    def delimiter_name(self) -> str:
        """The delimiter in a word."""
        return _NAMES.get(self.delimiter, f"“{self.delimiter}”")


def find_dialect(text: str, delimiter: str | None = None, quote: str | None = None) -> CsvDialect:
    """The dialect of the beginning of a file; what is given is taken as it is."""
    said = re.match(r"\ufeff?\"?sep=(.)\"?\r?\n", text, re.I)
    if said:
        text = text[said.end() :]
    quote = quote or _quote(text)
    escape = _escape(text, quote)
    skip = 1 if said else 0
    if delimiter:
        return CsvDialect(delimiter, quote, escape, "chosen by you", skip=skip)
    if said:
        return CsvDialect(said[1], quote, escape, "the first line says so", skip=skip)
    scores = {one: _score(text, one, quote) for one in _CANDIDATES}
    best = max(_CANDIDATES, key=lambda one: scores[one].value)
    if not scores[best].value:
        return CsvDialect(",", quote, escape, "nothing parts the lines into cells: one column", sure=len(text) < 3)
    found = scores[best]
    reason = f"it parts {found.share:.0%} of the rows into {found.width} cells"
    return CsvDialect(best, quote, escape, reason, sure=found.share > 0.8 or found.below > 0.8)


@dataclass(frozen=True, slots=True)
class _Score:
    value: float = 0.0
    share: float = 0.0
    width: int = 1
    below: float = 0.0
    """The share of the rows from the one on that holds headers that are known: notes above it do not count."""


def _score(text: str, delimiter: str, quote: str) -> _Score:
    """How evenly this delimiter parts the rows, and how many headers it reveals."""
    if delimiter not in text:
        return _Score()
    rows = [row for row in islice(_rows(text, delimiter, quote), _ROWS) if any(cell.strip() for cell in row)]
    if len(rows) > 3:
        rows = rows[:-1]  # the last one may be cut off
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return _Score()
    width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
    share = count / len(rows)
    known = max((sum(map(is_known_header, row)) for row in rows[:30] if len(row) > 1), default=0)
    value = share * share * math.log2(width + 1) * (1 + known)
    if _header_parts_otherwise(rows, width, delimiter):
        value *= 0.4
    return _Score(value, share, width, _share_below(rows, width))


def _share_below(rows: list[list[str]], width: int) -> float:
    """The share of rows of this width, from a row of known headers on; 0 without one."""
    for at, row in enumerate(rows[:30]):
        known = sum(map(is_known_header, row))
        if len(row) == width and known > 2 and known >= width * 0.5:
            return sum(len(one) == width for one in rows[at:]) / (len(rows) - at)
    return 0.0


def _header_parts_otherwise(rows: list[list[str]], width: int, delimiter: str) -> bool:
    """Is the row above the first even one a single cell that holds another delimiter? Then these are decimal commas."""
    first = next((i for i, row in enumerate(rows) if len(row) == width), 0)
    above = rows[first - 1] if first else []
    return len(above) == 1 and any(other in above[0] for other in _CANDIDATES if other != delimiter)


def _rows(text: str, delimiter: str, quote: str) -> list[list[str]]:
    try:
        return list(islice(csv.reader(text.splitlines(keepends=True), delimiter=delimiter, quotechar=quote), _ROWS + 1))
    except csv.Error:
        return [line.split(delimiter) for line in text.splitlines()[: _ROWS + 1]]


def _quote(text: str) -> str:
    """The double quote, unless there is none and cells stand in single quotes."""
    if '"' in text:
        return '"'
    wrapped = len(re.findall(r"(?:^|[,;\t|])'[^'\n]*'(?=[,;\t|\r\n]|$)", text, re.M))
    return "'" if wrapped >= max(2, text.count("\n") * 0.3) else '"'


def _escape(text: str, quote: str) -> str | None:
    """A backslash, if quotes within texts are written with one and never doubled.

    A text that ends in a backslash is none: its quote is followed by what parts cells, not by more text.
    """
    mark, ends = re.escape(quote), r",;\t|\r\n"
    if not re.search(rf"[^{ends}]\\{mark}(?:[^{ends}{mark}]|{mark}(?:[{ends}]|\Z))", text):
        return None
    doubled = re.search(rf"[^,;\t|\r\n{mark}]{mark}{mark}[^,;\t|\r\n{mark}]", text)
    return None if doubled else "\\"
