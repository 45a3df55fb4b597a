"""What resident columns are made of: arrays that grow, and lists of distinct values that are decoded late."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.facts import FactType

Array = NDArray[Any]
Blobs = dict[str, bytes | memoryview]
BlobSource = Mapping[str, bytes | memoryview]
UNKNOWN = -1
REFUSED = -2


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
        blobs = self._blobs
        return len(self.values) if blobs is None else len(blobs[1]) // 8

    @property
    def values(self) -> list[Any]:
        """All values by their code: texts, numbers, or tuples of tags."""
        blobs = self._blobs
        if self._values is None:
            assert blobs is not None
            self._values = self._decoded(*blobs)
            self._blobs = None
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
        blobs = self._blobs
        if blobs is not None:
            return blobs
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
