"""Which stretch of time is looked at, and which leads belong to it.

A closed lead belongs to the period of its closing; where nobody wrote that down, to that of its creation. An open
one belongs to the period of its creation. So the control rate is what the field's procedure asks for: new customers of
the period divided by all its leads.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.columns_activities import NEVER
from leadqual_gui.domain.columns_fields import NO_DATE, Array, CodedColumn, DateColumn
from leadqual_gui.domain.moments import ACTIVITY_EPOCH, DAY, moment_of, seconds


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` until before `end`, in seconds since 1970; None: no edge."""

    start: int | None = None
    end: int | None = None

    @property
    def whole(self) -> bool:
        """Whether it is all of time."""
        return self.start is None and self.end is None

    def holds(self, moments: Array) -> NDArray[np.bool_]:
        """Which moments lie in it (NO_DATE: only if it is all of time)."""
        inside: NDArray[np.bool_] = np.ones(len(moments), np.bool_)
        if self.start is not None:
            inside &= moments >= self.start
        if self.end is not None:
            inside &= moments < self.end
        return inside if self.whole else inside & (moments != NO_DATE)


ALL_TIME = Period()


def last_quarter(now: datetime) -> Period:
    """The calendar quarter that ended last."""
    quarter = now.year * 4 + (now.month - 1) // 3
    return Period(_start(quarter - 1), _start(quarter))


def last_year(now: datetime) -> Period:
    """The four calendar quarters that ended last."""
    quarter = now.year * 4 + (now.month - 1) // 3
    return Period(_start(quarter - 4), _start(quarter))


def between(first: datetime | None, last: datetime | None) -> Period:
    """From one day to another, the last one included."""
    return Period(None if first is None else seconds(first), None if last is None else seconds(last) + DAY)


def _start(quarter: int) -> int:
    return seconds(datetime(quarter // 4, quarter % 4 * 3 + 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """The leads of a period, closed ones first, those by date, oldest first.

    `rows` are positions in the columns, `closed` counts the closed ones. `won` is False for open and lost leads. Times
    are seconds, NO_DATE if not known. What came after `known_until` is left out; ages are told at `seen_at`. `dated`:
    the closing date is known. `undated` and `future` count closed leads of the period whose closing date is missing, or
    cannot be, since it lies ahead.
    """

    rows: NDArray[np.int64]
    closed: int
    won: NDArray[np.bool_]
    closed_at: NDArray[np.int64]
    created_at: NDArray[np.int64]
    known_until: NDArray[np.int64]
    seen_at: NDArray[np.int64]
    dated: NDArray[np.bool_]
    undated: int
    future: int

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def customers(self) -> int:
        """How many were won."""
        return int(np.count_nonzero(self.won))


def choose(columns: Columns, period: Period, now: datetime, within_days: float | None = None) -> Chosen:
    """The leads of a period. `within_days`: only what was known so many days after creation counts."""
    moment = seconds(now)
    won, lost = outcome(columns, "won"), outcome(columns, "lost")
    closed, created = won | lost, dates(columns, "created_at")
    told = dates(columns, "closed_at")
    future = closed & (told != NO_DATE) & (told > moment)
    dated = closed & (told != NO_DATE) & ~future
    closed_at = np.where(dated, told, NO_DATE)
    belongs_at = np.where(dated, closed_at, created)
    # closed only after the period: one of its leads that was still open
    later = dated & (closed_at >= period.end) if period.end is not None else np.zeros(len(columns), np.bool_)
    belongs_at = np.where(later, created, belongs_at)
    member = columns.alive & period.holds(belongs_at)
    closed = closed & ~later
    rows = np.flatnonzero(member)
    order = np.lexsort((rows, _last_if_none(belongs_at[rows]), ~closed[rows]))
    rows = rows[order]
    counted = closed[rows]
    until = moment if period.end is None else min(moment, period.end)
    known = np.where(counted & dated[rows], closed_at[rows], until)
    seen = np.where(counted & ~dated[rows], _last_seen(columns, rows, created, moment), known)
    if within_days is not None:
        limit = np.where(created[rows] == NO_DATE, known, created[rows] + round(within_days * DAY))
        known, seen = np.minimum(known, limit), np.minimum(seen, limit)
    return Chosen(
        rows,
        int(np.count_nonzero(counted)),
        won[rows] & counted,
        np.where(counted, closed_at[rows], NO_DATE),
        created[rows],
        known,
        seen,
        counted & dated[rows],
        int(np.count_nonzero(counted & ~dated[rows] & ~future[rows])),
        int(np.count_nonzero(counted & future[rows])),
    )


def outcome(columns: Columns, value: str) -> NDArray[np.bool_]:
    """Which leads had this outcome."""
    column = columns.column("outcome")
    if not isinstance(column, CodedColumn) or value not in column.values:
        return np.zeros(len(columns), np.bool_)
    return np.asarray(column.codes == list(column.values).index(value))


def dates(columns: Columns, fact: str) -> NDArray[np.int64]:
    """A date of each lead in seconds, NO_DATE where it is not known."""
    column = columns.column(fact)
    return column.seconds if isinstance(column, DateColumn) else np.full(len(columns), NO_DATE, np.int64)


def day_of(moment: float) -> str:
    """The day of a moment, as people write it."""
    return moment_of(int(moment)).date().isoformat()


def _last_if_none(moments: Array) -> Array:
    return np.where(moments == NO_DATE, 2**62, moments)


def _last_seen(columns: Columns, rows: Array, created: Array, now: int) -> Array:
    """The last thing known of leads whose closing nobody dated: newest activity, else creation, else now."""
    newest = columns.activities.newest((), frozenset(), now - ACTIVITY_EPOCH, len(columns))[rows].astype(np.int64)
    made = np.where(created[rows] == NO_DATE, now, np.minimum(created[rows], now))
    return np.where(newest == NEVER, made, newest + ACTIVITY_EPOCH)
