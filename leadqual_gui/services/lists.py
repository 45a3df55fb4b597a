"""Lists of leads: what a row shows, how a list is filtered and sorted.

Values only, cheap to import: the window shows its first rows with these before anything heavy is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class LeadRow:
    """One row of a list. Points are whole (shown) points; `extra` holds further chosen columns as text by field key.

    `last_sign` is the newest activity of the lead's own, None if there is none.
    """

    id: int
    name: str
    company: str | None
    job_title: str | None
    shown: int | None
    least: int
    greatest: int
    tier: str
    grade: str
    decided: bool
    stage: str | None
    owner: str | None
    last_sign: datetime | None
    disqualified: bool = False
    do_not_contact: bool = False
    extra: tuple[tuple[str, str], ...] = ()
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which leads a list holds: empty tuples mean "any". All that are given must hold; within one, any is enough.

    `fields`: (field key, allowed values) for any other field, "" standing for "not known".
    `to_verify`: may be a bot, and nobody has verified that it is a person.
    `quality`: bands of data quality (good, fair, poor); `issues`: names of domain.quality.Issue in small letters. Both
    let everybody through until `Workspace.quality.prepare` was done.
    `only`: none but these leads, by row id (what an import brought).
    `silent_for`: days without a sign. `closed`: True only won or lost, False only open, None both.
    """

    text: str = ""
    tiers: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()
    silent_for: float | None = None
    disqualified: bool | None = None
    closed: bool | None = None
    verified: bool | None = None
    never_called: bool = False
    to_verify: bool = False
    quality: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    only: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sort:
    """By which column (a field key, or score, least, greatest, tier, grade, fit, engagement, last_sign, quality), and
    which way."""

    column: str = "score"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """A list that is asked for: filter, order, and the extra columns wanted in each row."""

    filter: Filter = field(default_factory=Filter)
    sort: Sort = field(default_factory=Sort)
    extra: tuple[str, ...] = ()


class LeadList(Protocol):
    """The leads that a query found, in order. Rows are made when asked for, from memory, in microseconds."""

    def __len__(self) -> int: ...
    def row(self, index: int) -> LeadRow: ...
    def index_of(self, lead_id: int) -> int | None:
        """Where a lead stands in the list; None if it is not in it."""

    def ids(self) -> Sequence[int]:
        """Row ids in order (for "select all" and exports)."""


@dataclass(frozen=True, slots=True)
class FirstSight:
    """What a window shows before the workspace is loaded, read in a few milliseconds from what the last run stored.

    `rows`: the best leads by their stored scores, enough to fill a screen; `total`: how many leads there are;
    `settings`: everything put with `Workspace.put_setting`, so that the window opens as it was left.
    """

    rows: tuple[LeadRow, ...] = ()
    total: int = 0
    settings: Mapping[str, str] = field(default_factory=dict)
