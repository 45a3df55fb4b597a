"""One fact of all leads as one array.

A column keeps small whole numbers (codes) into a list of distinct values, so that a condition is judged once a value
and not once a lead; codes below zero mean "not known". Dates are kept as seconds. Arrays that come from a snapshot are
read-only views of it; they are copied before their first change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np

from leadqual_gui.domain.columns_basics import (
    REFUSED,
    UNKNOWN,
    Array,
    Blobs,
    BlobSource,
    Buffer,
    Vocabulary,
    look_up,
    narrowest,
)
from leadqual_gui.domain.derived import FactValue
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.moments import moment_of, seconds

NO_DATE = -(2**62)
"""The date that is not known."""

__all__ = [
    "NO_DATE",
    "REFUSED",
    "UNKNOWN",
    "AnyColumn",
    "Array",
    "BlobSource",
    "Blobs",
    "Buffer",
    "CodedColumn",
    "CountColumn",
    "DateColumn",
    "LevelColumn",
    "NumberColumn",
    "TagsColumn",
    "TextColumn",
    "Vocabulary",
    "YesNoColumn",
    "column_of",
    "look_up",
    "narrowest",
    "read_column",
]


class CodedColumn:
    """A column of codes. `values[code]` is the value; codes below zero are not known."""

    __slots__ = ("_codes", "tables")
    type: FactType

    def __init__(self, codes: Array) -> None:
        self._codes = Buffer(codes)
        self.tables: dict[object, Array] = {}  # what was judged once a value, kept while the vocabulary stays as it is

    def __len__(self) -> int:
        return len(self._codes)

    @property
    def codes(self) -> Array:
        """The code of each lead (a view: do not change it)."""
        return self._codes.array

    @property
    def values(self) -> Sequence[Any]:
        """The value of each code from 0 on."""
        raise NotImplementedError

    @property
    def size(self) -> int:
        """How many values there are."""
        return len(self.values)

    def code_of(self, value: FactValue) -> int:
        """The code that stands for a value, made if it is new."""
        raise NotImplementedError

    def value(self, position: int) -> FactValue:
        """The value of one lead, or None."""
        code = int(self.codes[position])
        return None if code < 0 else self.values[code]

    def put(self, position: int, value: FactValue) -> None:
        """Change the value of one lead."""
        code = self.code_of(value)
        self._codes.widen(narrowest(code))
        self._codes.put(position, code)

    def extend(self, values: Sequence[FactValue]) -> None:
        """Append the values of further leads."""
        codes = [self.code_of(v) for v in values]
        self._codes.widen(narrowest(max(codes, default=0)))
        self._codes.extend(np.asarray(codes, self.codes.dtype))

    def write(self, name: str, blobs: Blobs) -> dict[str, Any]:
        """Add the codes to `blobs`."""
        blobs[name] = self.codes.tobytes()
        return {"type": type(self).__name__, "dtype": self.codes.dtype.str}


class _VocabularyColumn(CodedColumn):
    """A coded column whose values are whatever was seen."""

    __slots__ = ("_vocabulary",)

    def __init__(self, codes: Array, vocabulary: Vocabulary) -> None:
        super().__init__(codes)
        self._vocabulary = vocabulary

    @classmethod
    def of(cls, values: Iterable[Any]) -> _VocabularyColumn:
        """A column of these values (None: not known)."""
        seen: dict[Any, int] = {None: UNKNOWN}
        codes = [seen.setdefault(v, len(seen) - 1) for v in values]
        return cls.of_codes(np.asarray(codes, narrowest(len(seen))), list(seen)[1:])

    @classmethod
    def of_codes(cls, codes: Array, values: list[Any]) -> _VocabularyColumn:
        """A column of codes into `values` that somebody else made."""
        return cls(codes, Vocabulary(cls.type, values))

    @property
    def values(self) -> Sequence[Any]:
        """The distinct values by code."""
        return self._vocabulary.values

    @property
    def size(self) -> int:
        """How many values there are (told without decoding them)."""
        return len(self._vocabulary)

    def __iter__(self) -> Iterator[FactValue]:
        values = [*self.values, None]
        return (values[code] for code in self.codes.tolist())

    def code_of(self, value: FactValue) -> int:
        """The code of a value."""
        if value is None or value == ():
            return UNKNOWN
        return self._vocabulary.code_of(self._cleaned(value))

    def write(self, name: str, blobs: Blobs) -> dict[str, Any]:
        """Add the codes and the vocabulary to `blobs`."""
        blobs[f"{name}/text"], blobs[f"{name}/ends"] = self._vocabulary.blobs()
        return super().write(name, blobs)

    @staticmethod
    def _cleaned(value: FactValue) -> FactValue:
        return value


class TextColumn(_VocabularyColumn):
    """Texts (and choices)."""

    __slots__ = ()
    type = FactType.TEXT


class NumberColumn(_VocabularyColumn):
    """Numbers."""

    __slots__ = ()
    type = FactType.NUMBER

    def numbers(self) -> Array:
        """The number of each lead as float64, NaN where it is not known."""
        return np.asarray([*self.values, np.nan], np.float64)[self.codes]

    @staticmethod
    def _cleaned(value: FactValue) -> FactValue:
        return float(value)  # type: ignore[arg-type]


class TagsColumn(_VocabularyColumn):
    """Sets of tags; none at all is "not known"."""

    __slots__ = ()
    type = FactType.TAGS

    @staticmethod
    def _cleaned(value: FactValue) -> FactValue:
        return tuple(value)  # type: ignore[arg-type]


class YesNoColumn(CodedColumn):
    """Yes (1), no (0) or not known."""

    __slots__ = ()
    type = FactType.YES_NO
    values = (False, True)

    @classmethod
    def of(cls, values: Iterable[bool | None]) -> YesNoColumn:
        """A column of these values."""
        return cls(np.fromiter((UNKNOWN if v is None else int(v) for v in values), np.int8))

    def code_of(self, value: FactValue) -> int:
        """0, 1 or "not known"."""
        return UNKNOWN if value is None else int(bool(value))


class LevelColumn(CodedColumn):
    """Levels 0 to 3 of an answer; REFUSED is remembered, and not known either."""

    __slots__ = ()
    type = FactType.NUMBER
    values = (0.0, 1.0, 2.0, 3.0)

    def code_of(self, value: FactValue) -> int:
        """The level, UNKNOWN or REFUSED (for the text "refused")."""
        if value == "refused":
            return REFUSED
        return UNKNOWN if value is None else int(value)  # type: ignore[arg-type]


class CountColumn(CodedColumn):
    """Counts, of the stakeholders in a role: none is a count as well."""

    __slots__ = ()
    type = FactType.NUMBER

    @property
    def values(self) -> Sequence[Any]:
        """0.0, 1.0, ... up to the largest count."""
        return [float(n) for n in range(int(self.codes.max(initial=0)) + 1)]

    def code_of(self, value: FactValue) -> int:
        """The count itself."""
        return int(value) if value is not None else 0  # type: ignore[arg-type]


class DateColumn:
    """Moments, as seconds since 1970; NO_DATE where not known."""

    __slots__ = ("_seconds",)
    type = FactType.DATE

    def __init__(self, seconds_1970: Array) -> None:
        self._seconds = Buffer(seconds_1970)

    @classmethod
    def of(cls, values: Iterable[datetime | None]) -> DateColumn:
        """A column of these moments."""
        return cls(np.fromiter((_date_code(v) for v in values), np.int64))

    def __len__(self) -> int:
        return len(self._seconds)

    @property
    def seconds(self) -> Array:
        """The moment of each lead in seconds (a view: do not change it)."""
        return self._seconds.array

    def value(self, position: int) -> FactValue:
        """The moment of one lead, or None."""
        found = int(self.seconds[position])
        return None if found == NO_DATE else moment_of(found)

    def put(self, position: int, value: FactValue) -> None:
        """Change the moment of one lead."""
        self._seconds.put(position, _date_code(value))

    def extend(self, values: Sequence[FactValue]) -> None:
        """Append the moments of further leads."""
        self._seconds.extend(np.asarray([_date_code(v) for v in values], np.int64))

    def write(self, name: str, blobs: Blobs) -> dict[str, Any]:
        """Add the seconds to `blobs`."""
        blobs[name] = self.seconds.tobytes()
        return {"type": "DateColumn", "dtype": "<i8"}


def _date_code(value: FactValue) -> int:
    return seconds(value) if isinstance(value, datetime) else NO_DATE


AnyColumn = CodedColumn | DateColumn
_BY_TYPE: Mapping[FactType, type[AnyColumn]] = {
    FactType.TEXT: TextColumn,
    FactType.CHOICE: TextColumn,
    FactType.NUMBER: NumberColumn,
    FactType.TAGS: TagsColumn,
    FactType.YES_NO: YesNoColumn,
    FactType.DATE: DateColumn,
}
_BY_NAME: Mapping[str, type[AnyColumn]] = {
    c.__name__: c for c in (TextColumn, NumberColumn, TagsColumn, YesNoColumn, LevelColumn, CountColumn, DateColumn)
}


def column_of(fact_type: FactType, values: Iterable[Any]) -> AnyColumn:
    """A column of that type with these values (None: not known)."""
    return _BY_TYPE[fact_type].of(values)  # type: ignore[union-attr]


def read_column(name: str, described: Mapping[str, Any], blobs: BlobSource) -> AnyColumn:
    """The column that `write` kept."""
    kind = _BY_NAME[described["type"]]
    data = np.frombuffer(blobs[name], np.dtype(described["dtype"]))
    if issubclass(kind, _VocabularyColumn):
        return kind(data, Vocabulary.stored(kind.type, blobs[f"{name}/text"], blobs[f"{name}/ends"]))
    return kind(data)
