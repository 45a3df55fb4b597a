"""What a picture shows, as frozen values in the user's words: the same on the screen, in a file and in the report.

A Plot is one picture with its title. Three kinds of picture: Rates (close rates with their intervals, side by side),
Stacks (how many leads, in parts), Table (lines with bars, intervals and shades).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from leadqual_gui.domain.close_rates import CloseRate


class Mark(Enum):
    """The shape that stands for a series, beside its colour."""

    RING = "ring"
    HALF = "half"
    DOT = "dot"
    SQUARE = "square"


@dataclass(frozen=True, slots=True)
class Series:
    """One of several things compared: its name, the name of its colour (a token), its shape."""

    name: str
    ink: str
    mark: Mark = Mark.SQUARE


@dataclass(frozen=True, slots=True)
class Rates:
    """Close rates by series and column (`rates[series][column]`). `joined`: lines lead from column to column."""

    columns: tuple[str, ...]
    series: tuple[Series, ...]
    rates: tuple[tuple[CloseRate, ...], ...]
    control: CloseRate | None = None
    joined: bool = False
    below: str = ""


@dataclass(frozen=True, slots=True)
class Stacks:
    """Counts by part and column (`counts[part][column]`); `edges`: upright lines before a column, with their name.

    `labelled`: under which columns their name stands (none: under all that fit). `below` names what runs across.
    """

    columns: tuple[str, ...]
    parts: tuple[Series, ...]
    counts: tuple[tuple[int, ...], ...]
    edges: tuple[tuple[float, str], ...] = ()
    shares: bool = False
    below: str = ""


class Kind(Enum):
    """How a column of a table is drawn."""

    WORDS = "words"
    NUMBER = "number"
    BAR = "bar"
    INTERVAL = "interval"
    HEAT = "heat"
    PARTS = "parts"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `control` is the rate that intervals are held against."""

    title: str
    kind: Kind = Kind.NUMBER
    control: CloseRate | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar."""

    name: str
    count: int
    ink: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a table: words, a share of the longest bar or darkest shade, a rate, or parts of a bar."""

    text: str = ""
    share: float | None = None
    rate: CloseRate | None = None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table; `dim`: too few to say anything. `spoken`: all of it in a sentence. `lead_id`: who it is."""

    cells: tuple[Cell, ...]
    spoken: str
    dim: bool = False
    lead_id: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Lines below one another."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


Picture = Rates | Stacks | Table


@dataclass(frozen=True, slots=True)
class Notice:
    """What must not be missed about a picture; `warm` tints its ground."""

    title: str
    about: str = ""
    warm: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture with its title and a sentence about it; without a picture, `about` says why and what to do."""

    key: str
    title: str
    about: str
    picture: Picture | None = None
    notice: Notice | None = None
