"""Which leads are being judged (a block of them, or a few picked ones), and what is known of each.

Conditions and criteria ask `Rows` for facts and activities; they need not know how many leads they judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.columns_activities import BLOCK, NEVER, Slice
from leadqual_gui.domain.columns_fields import NO_DATE, Array, CodedColumn, DateColumn
from leadqual_gui.domain.moments import ACTIVITY_EPOCH, DAY
from leadqual_gui.domain.schema import lead_fact_types

_LEAD_FACTS = frozenset(lead_fact_types())
DATES_BEHIND = {
    "days_since_created": "created_at",
    "days_since_verified": "verified_at",
    "days_in_stage": "stage_since",
}
MOVING_FACTS = frozenset({*DATES_BEHIND, "days_since_last_activity"})
"""Facts that change as time goes by."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A fact as codes: `column` knows the values; codes below zero are not known."""

    codes: Array
    column: CodedColumn


@dataclass(frozen=True, slots=True)
class Dates:
    """A fact as seconds since 1970; NO_DATE is not known."""

    seconds: Array


@dataclass(frozen=True, slots=True)
class Numbers:
    """A fact as float64; NaN is not known."""

    values: Array


@dataclass(frozen=True, slots=True)
class Same:
    """A fact that is the same for all rows: nobody's is known, or nobody has any."""

    value: float | None


Known = Coded | Dates | Numbers | Same


@dataclass(frozen=True, slots=True)
class Rows:
    """Leads of `columns` at the moment `as_of` (seconds since 1970).

    `start` and `stop` bound them; with `picked` only those positions are meant. `ours` are kinds of activity that we do
    ourselves: they do not end a lead's silence. `extra` holds further facts (score, tier, ...) of these rows.
    """

    columns: Columns
    as_of: int
    start: int
    stop: int
    picked: Array | None = None
    ours: frozenset[str] = frozenset()
    extra: Mapping[str, Known] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.stop - self.start if self.picked is None else len(self.picked)

    @property
    def until(self) -> int:
        """The moment on the clock of activities."""
        return self.as_of - ACTIVITY_EPOCH

    @property
    def place(self) -> slice | Array:
        """Where these rows are in a whole column."""
        return slice(self.start, self.stop) if self.picked is None else self.picked

    def of(self, values: Array) -> Array:
        """The part of a whole column that belongs to these rows."""
        return values[self.place]

    def fact(self, name: str) -> Known:
        """What is known of one fact."""
        if name in self.extra:
            return self.extra[name]
        if name in DATES_BEHIND:
            return Numbers(self._days_since(self.fact(DATES_BEHIND[name])))
        if name == "days_since_last_activity":
            newest = self.newest((), self.ours)
            return Numbers(np.where(newest == NEVER, np.nan, (self.until - newest.astype(np.float64)) / DAY))
        column = self.columns.column(name)
        if isinstance(column, CodedColumn):
            return Coded(self.of(column.codes), column)
        if isinstance(column, DateColumn):
            return Dates(self.of(column.seconds))
        if name in _LEAD_FACTS:
            raise ValueError(f"the columns do not hold the fact {name!r} that a rule looks at")
        return Same(0.0 if name.startswith("stakeholders.") else None)

    def activities(self, kinds: Iterable[str] | None, since: int) -> Slice:
        """Activities of these kinds (None: all) from `since` (seconds since 2000) on; `leads` are rows here."""
        if self.picked is None:
            return self.columns.activities.slice(self.start // BLOCK, kinds, since, self.until)
        parts = [self._picked_activities(block, kinds, since) for block in np.unique(self.picked // BLOCK).tolist()]
        if len(parts) == 1:
            return parts[0]
        leads, times, topics = (np.concatenate([getattr(p, n) for p in parts]) for n in ("leads", "times", "topics"))
        return Slice(leads, times, topics, False)

    @property
    def one(self) -> int | None:
        """The position, if these rows are one lead."""
        if self.picked is not None:
            return int(self.picked[0]) if len(self.picked) == 1 else None
        return self.start if self.stop - self.start == 1 else None

    def newest_activities(self, kinds: tuple[str, ...], most: int | None, since: int) -> Slice | None:
        """Of each lead its `most` newest activities, if they are at hand (for whole blocks)."""
        if self.picked is not None:
            return None
        block = self.start // BLOCK
        return self.columns.activities.newest_of_each(block, kinds, most, since, self.until)

    def newest(self, kinds: tuple[str, ...], but: frozenset[str]) -> Array:
        """Seconds since 2000 of each row's newest activity (of all `but` some if `kinds` is empty), or NEVER."""
        return self.of(self.columns.activities.newest(kinds, but, self.until, len(self.columns)))

    def _picked_activities(self, block: int, kinds: Iterable[str] | None, since: int) -> Slice:
        assert self.picked is not None
        found = self.columns.activities.slice(block, kinds, since, self.until)
        if len(self.picked) == 1:
            mine = found.where(np.flatnonzero(found.leads == self.picked[0] % BLOCK))
            return Slice(np.zeros(len(mine), np.int32), mine.times, mine.topics, mine.ordered)
        place = np.full(BLOCK, -1, np.int32)
        inside = np.flatnonzero(self.picked // BLOCK == block)
        place[self.picked[inside] % BLOCK] = inside
        mine = found.where(place[found.leads] >= 0)
        return Slice(place[mine.leads], mine.times, mine.topics, mine.ordered)

    def _days_since(self, known: Known) -> Array:
        assert isinstance(known, Dates)
        return np.where(known.seconds == NO_DATE, np.nan, (self.as_of - known.seconds) / DAY)


def blocks_of(columns: Columns, as_of: int, ours: frozenset[str]) -> Sequence[Rows]:
    """All leads, block by block."""
    total = len(columns)
    starts = range(0, total, BLOCK)
    return [Rows(columns, as_of, start, min(start + BLOCK, total), ours=ours) for start in starts]


def picked_rows(columns: Columns, as_of: int, ours: frozenset[str], positions: Sequence[int]) -> Rows:
    """A few leads, in this order (each once)."""
    return Rows(columns, as_of, 0, len(columns), np.asarray(positions, np.int64), ours)
