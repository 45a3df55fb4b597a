"""What a rules file looks like once it is parsed: scalars, lists and mappings that remember where they stand.

A place counts lines and columns from 1, as editors do; an index counts
characters of the text from 0, so that an edit can cut out exactly one value.
Scalars follow the core schema of YAML 1.2: `NO`, `on` and `1:30` are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

LONGEST_NUMBER = 30
LARGEST_NUMBER = 1e15

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_BASED = re.compile(r"0(?:o[0-7]+|x[0-9a-fA-F]+)\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_OLD_BOOL = frozenset({"yes", "no", "on", "off"})
_SEXAGESIMAL = re.compile(r"[-+]?[1-9][0-9]*(?::[0-5]?[0-9])+(?:\.[0-9]*)?\Z")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+\Z")
_GROUPED = re.compile(r"[-+]?[0-9]{1,3}(?:_[0-9]{3})+\Z")

ScalarValue: TypeAlias = "str | int | float | bool | None"


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a file: line and column from 1, index in characters from 0."""

    line: int
    column: int
    index: int


START = Place(1, 1, 0)


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as written. `plain` says that no quotes or block style keep it text."""

    place: Place
    end: int
    text: str
    plain: bool

    @property
    def value(self) -> ScalarValue:
        """What YAML 1.2 makes of it; numbers too large to mean anything stay text."""
        return _core_value(self.text) if self.plain else self.text

    @property
    def is_null(self) -> bool:
        """Whether nothing was written, or `null` or `~`."""
        return self.plain and self.text in _NULL

    @property
    def oversized(self) -> bool:
        """Whether it is a number that no score, duration or fact can need."""
        return self.plain and _oversized(self.text)

    @property
    def old_meaning(self) -> str | None:
        """What an older YAML program would make of this text, if that is something else."""
        return _old_meaning(self.text) if self.plain else None


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list, in block or `[flow]` style."""

    place: Place
    end: int
    items: tuple[Node, ...]
    flow: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A key and its value."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values, in the order in which they were written."""

    place: Place
    end: int
    entries: tuple[Entry, ...]
    flow: bool

    def get(self, key: str) -> Node | None:
        """The value of a key."""
        return next((entry.value for entry in self.entries if entry.key.text == key), None)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


Node: TypeAlias = Scalar | Sequence | Mapping


def kind_of(node: Node) -> str:
    """A word for what was found, for messages."""
    match node:
        case Mapping():
            return "a mapping (key: value)"
        case Sequence():
            return "a list"
        case Scalar() if node.is_null:
            return "nothing"
        case Scalar():
            return repr(shortened(node.text))


def shortened(text: str, longest: int = 40) -> str:
    """The text, cut where a message would become unreadable."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _core_value(text: str) -> ScalarValue:
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if len(text) > LONGEST_NUMBER or text[0] not in "+-.0123456789":
        return text
    if _INT.match(text):
        return int(text)
    if _BASED.match(text):
        return int(text[2:], 8 if text[1] == "o" else 16)
    if _FLOAT.match(text) and not _oversized(text):
        return float(text)
    return text


def _oversized(text: str) -> bool:
    if len(text) > LONGEST_NUMBER:
        return bool(_FLOAT.match(text) or _BASED.match(text))
    if _BASED.match(text):
        return int(text[2:], 8 if text[1] == "o" else 16) > LARGEST_NUMBER
    return bool(_FLOAT.match(text)) and abs(float(text)) > LARGEST_NUMBER


def _old_meaning(text: str) -> str | None:
    if text.lower() in _OLD_BOOL:
        return "true" if text.lower() in {"yes", "on"} else "false"
    if _SEXAGESIMAL.match(text):
        return "a number in base 60"
    if _LEADING_ZERO.match(text):
        return "an octal number" if not re.search("[89]", text) else "a number without its zeros"
    if _GROUPED.match(text):
        return "a number"
    return None
