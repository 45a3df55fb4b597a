"""One fact of all leads as one array.

A column keeps small whole numbers (codes) into a list of distinct values, so that a condition is judged once a value
and not once a lead; codes below zero mean "not known". Dates are kept as seconds. Arrays that come from a snapshot are
read-only views of it; they are copied before their first change.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.derived import FactValue
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.moments import moment_of, seconds

Array = NDArray[Any]
Blobs = dict[str, bytes | memoryview]
BlobSource = Mapping[str, bytes | memoryview]
UNKNOWN = -1
REFUSED = -2
NO_DATE = -(2**62)
"""The date that is not known."""


class Buffer:
    """An array that grows at its end, and becomes its own copy before the first change."""

    __slots__ = ("_data", "_size")

    def __init__(self, data: Array) -> None:
        self._data = data
        self._size = len(data)

    def __len__(self) -> int:
        return self._size

    @property
    def array(self) -> Array:
        """What is in use (a view)."""
        return self._data if self._size == len(self._data) else self._data[: self._size]

    def put(self, position: int, value: int | float) -> None:
        """Change one value."""
        if not self._data.flags.writeable:
            self._data = self._data.copy()
        self._data[position] = value

    def extend(self, values: Array) -> None:
        """Append values."""
        needed = self._size + len(values)
        if needed > len(self._data) or not self._data.flags.writeable:
            grown = np.empty(max(needed, self._size + self._size // 8 + 64), self._data.dtype)
            grown[: self._size] = self.array
            self._data = grown
        self._data[self._size : needed] = values
        self._size = needed

    def widen(self, dtype: type[np.signedinteger[Any]]) -> None:
        """Hold wider numbers from now on."""
        if np.dtype(dtype).itemsize > self._data.dtype.itemsize:
            self._data = self._data.astype(dtype)


def narrowest(largest: int) -> type[np.signedinteger[Any]]:
    """The smallest signed integer type that holds 0 to `largest`."""
    return np.int8 if largest <= 127 else np.int16 if largest <= 32_767 else np.int32


def look_up(table: Array, codes: Array) -> Array:
    """What a table says of each code; its first two places stand for REFUSED and UNKNOWN, then come the values.

    Codes are shifted instead of tested for their sign: a guess that fails for each unknown costs more than an addition.
    """
    unsigned = _UNSIGNED[codes.dtype.itemsize]
    places: Array = codes.view(unsigned) + unsigned(-REFUSED)
    return table.take(places)


_UNSIGNED: Mapping[int, type[np.unsignedinteger[Any]]] = {1: np.uint8, 2: np.uint16, 4: np.uint32}


class Vocabulary:
    """The distinct values of a column; those of a snapshot are decoded when the first is asked for."""

    __slots__ = ("_blobs", "_codes", "_kind", "_values", "tables")

    def __init__(self, kind: FactType, values: list[Any] | None = None) -> None:
        self._kind = kind
        self._values: list[Any] | None = [] if values is None else values
        self._codes: dict[Any, int] | None = None
        self.tables: dict[object, Array] = {}  # what was judged once a value
        self._blobs: tuple[bytes | memoryview, bytes | memoryview] | None = None

    @classmethod
    def stored(cls, kind: FactType, text: bytes | memoryview, ends: bytes | memoryview) -> Vocabulary:
        """A vocabulary that `blobs` wrote."""
        made = cls(kind)
        made._values, made._blobs = None, (text, ends)
        return made

    def __len__(self) -> int:
        return len(self.values) if self._blobs is None else len(self._blobs[1]) // 8

    @property
    def values(self) -> list[Any]:
        """All values by their code: texts, numbers, or tuples of tags."""
        if self._values is None:
            assert self._blobs is not None
            self._values, self._blobs = self._decoded(*self._blobs), None
        return self._values

    def code_of(self, value: Any) -> int:
        """The code of a value, a new one if it was never seen."""
        values = self.values
        if self._codes is None:
            self._codes = {v: code for code, v in enumerate(values)}
        code = self._codes.get(value)
        if code is None:
            code = self._codes[value] = len(values)
            values.append(value)
        return code

    def blobs(self) -> tuple[bytes | memoryview, bytes | memoryview]:
        """Two flat byte strings: the values, and where each ends."""
        if self._blobs is not None:
            return self._blobs
        if self._kind is FactType.NUMBER:
            return b"", np.asarray(self.values, np.float64).tobytes()
        texts = [json.dumps(v, ensure_ascii=False) for v in self.values] if self._kind is FactType.TAGS else self.values
        ends = np.cumsum([len(t) for t in texts], dtype=np.int64)
        return "".join(texts).encode("utf-8", "surrogatepass"), ends.tobytes()

    def _decoded(self, text: bytes | memoryview, ends: bytes | memoryview) -> list[Any]:
        if self._kind is FactType.NUMBER:
            return list(np.frombuffer(ends, np.float64).tolist())
        whole = str(text, "utf-8", "surrogatepass")
        texts = [whole[a:b] for a, b in pairwise([0, *np.frombuffer(ends, np.int64).tolist()])]
        return [tuple(json.loads(t)) for t in texts] if self._kind is FactType.TAGS else texts


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
