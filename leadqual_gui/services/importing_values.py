"""Cells of a column read as values, a whole column at a time.

Most columns repeat themselves: each distinct text is read once and remembered. Columns of plain text are passed
through untouched. This is what lets 100,000 rows be checked in about the time it takes to store them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.mapping import ColumnMatch
from leadqual_gui.domain.parsing import (
    NULL_WORDS,
    Unreadable,
    first_value,
    is_number_range,
    read_number,
    read_outcome,
    read_tags,
    read_yes_no,
    split_emails,
)
from leadqual_gui.domain.parsing_dates import DateOrder, read_date

Read = Callable[[str], object]
_REMEMBERED = 200_000


class Memo(dict[str, object]):
    """Reads each distinct text once. `bad` is set when one could not be read."""

    def __init__(self, read: Read) -> None:
        super().__init__()
        self._read = read
        self.bad = False

    def __missing__(self, text: str) -> object:
        value = self._read(text)
        if isinstance(value, Unreadable):
            self.bad = True
        if len(self) >= _REMEMBERED:
            self.clear()
        self[text] = value
        return value


@dataclass(slots=True)
class ColumnReader:
    """Reads one column. `target` is the field; `problems` collects (row, reason) of the batch at hand."""

    match: ColumnMatch
    memo: Memo | None
    several: bool = False

    @property
    def target(self) -> str:
        """The field that the values are for."""
        return self.match.target or ""

    def read(self, cells: Sequence[str], problems: dict[int, str]) -> list[object]:
        """The values of a batch; None is "not known". What cannot be read goes to `problems`, by row."""
        if self.memo is None:
            return _texts(cells, self.several)
        values = list(map(self.memo.__getitem__, cells))
        if self.memo.bad:
            for row, value in enumerate(values):
                if isinstance(value, Unreadable):
                    problems.setdefault(row, f"{self.match.header}: {value.reason}")
                    values[row] = None
        return values


def _texts(cells: Sequence[str], several: bool) -> list[object]:
    if several and ":::" in "\n".join(cells):
        cells = [first_value(cell) for cell in cells]
    if NULL_WORDS.isdisjoint(cells):
        return list(cells) if all(cells) else [cell or None for cell in cells]
    return [None if not cell or cell in NULL_WORDS else cell for cell in cells]


def reader_for(
    match: ColumnMatch,
    mark: str | None,
    now: datetime,
    stages: Mapping[str, str],
    note: Callable[[str], None],
    words: Mapping[str, str] | None = None,
) -> ColumnReader:
    """How the cells of this column are read; `note` is told, once for each distinct text, what was taken in part.

    `words` are what a person said that (casefolded) cells mean.
    """
    read = _reading(match, mark, now, stages, note)
    if words:
        read = _translated(read or _text, words)
    several = match.target in ("phone", "mobile", "website", "linkedin", "street", "city", "country")
    return ColumnReader(match, Memo(read) if read else None, several)


def _reading(
    match: ColumnMatch, mark: str | None, now: datetime, stages: Mapping[str, str], note: Callable[[str], None]
) -> Read | None:
    order = match.date_order
    match match.target:
        case "email":
            return split_emails
        case "stage" if stages:
            return lambda text: _stage(text, stages, note)
        case "outcome":
            return read_outcome
        case "verified":
            return lambda text: _verified(text, now, match)
    match match.type:
        case FactType.NUMBER:
            return lambda text: _number(text, mark, note)
        case FactType.DATE:
            return lambda text: _moment(text, order)
        case FactType.YES_NO:
            return read_yes_no
        case FactType.TAGS:
            return read_tags
    return None


def _translated(read: Read, words: Mapping[str, str]) -> Read:
    return lambda text: read(words.get(text.strip().casefold(), text))


def _text(text: str) -> object:
    return None if not text or text in NULL_WORDS else text


def _number(text: str, mark: str | None, note: Callable[[str], None]) -> object:
    if text.isdecimal() and text.isascii() and len(text) < 16:
        return float(text)
    value = read_number(text, mark)
    if isinstance(value, float) and is_number_range(text):
        note("ranges")
    return value


def _moment(text: str, order: DateOrder | None) -> object:
    """A date, to the second: that is how times are kept."""
    value = read_date(text, order)
    return value.replace(microsecond=0) if isinstance(value, datetime) else value


def _stage(text: str, stages: Mapping[str, str], note: Callable[[str], None]) -> object:
    """The id of a stage given by id or label; a stage that the funnel does not have is left out, and told."""
    if not text or text in NULL_WORDS:
        return None
    found = stages.get(text.strip().casefold())
    if found is None:
        note(f"stage:{text}")
    return found


def _verified(text: str, now: datetime, match: ColumnMatch) -> object:
    """When a person was found to be real: a moment, or a yes (then now)."""
    said = read_yes_no(text)
    if isinstance(said, Unreadable):
        return _moment(text, match.date_order)
    return now if said else None
