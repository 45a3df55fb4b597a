"""What people look at: how often leads of a score close, the leads of each month, sources, tiers over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.past import TierHistory
from leadqual_gui.domain.calibration.periods import dates, outcome
from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.columns_fields import NO_DATE, CodedColumn
from leadqual_gui.domain.conditions import fold
from leadqual_gui.domain.moments import moment_of, seconds

BAND = 10
BIN = 5
MOST_MONTHS = 24
MOST_SOURCES = 20


@dataclass(frozen=True, slots=True)
class Band:
    """Leads with `low` to `high` points: how often the closed ones were won, and how many are open."""

    low: int
    high: int
    closed: CloseRate
    open: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Leads with `low` to `high` points by what became of them."""

    low: int
    high: int
    won: int
    lost: int
    open: int


@dataclass(frozen=True, slots=True)
class Cohort:
    """The leads of a month (its first day), and what became of them so far."""

    month: datetime
    won: int
    lost: int
    open: int

    @property
    def leads(self) -> int:
        """All of them."""
        return self.won + self.lost + self.open

    @property
    def rate(self) -> CloseRate:
        """Customers among all leads of the month, open ones too."""
        return CloseRate(self.won, self.lost + self.open)


@dataclass(frozen=True, slots=True)
class SourceRate:
    """Where leads came from, and how many became customers; "" is: nobody knows."""

    source: str
    leads: int
    closed: CloseRate
    rate: CloseRate


@dataclass(frozen=True, slots=True)
class ReasonLost:
    """Why leads were lost ("": nobody said), and how many."""

    reason: str
    leads: int


@dataclass(frozen=True, slots=True)
class TiersAt:
    """How many leads had each tier at a moment, coldest first."""

    at: datetime
    counts: Mapping[str, int]


def score_bands(
    shown: NDArray[np.int64], won: NDArray[np.bool_], closed: NDArray[np.bool_], most: int = 100
) -> tuple[Band, ...]:
    """Close rates in bands of ten points."""
    bins = histogram(shown, won, closed, BAND, most)
    return tuple(Band(b.low, b.high, CloseRate(b.won, b.lost), b.open) for b in bins)


def histogram(
    shown: NDArray[np.int64],
    won: NDArray[np.bool_],
    closed: NDArray[np.bool_],
    width: int = BIN,
    most: int = 100,
) -> tuple[Bin, ...]:
    """Leads by score, won, lost and open. The best score belongs to the last bin."""
    size = max(1, most // width)
    places = np.clip(shown // width, 0, size - 1)
    counts = [np.bincount(places[mask], minlength=size).tolist() for mask in (won, closed & ~won, ~closed)]
    rows = zip(*counts, strict=True)
    return tuple(
        Bin(i * width, most if i == size - 1 else (i + 1) * width - 1, w, n, o) for i, (w, n, o) in enumerate(rows)
    )


def monthly_cohorts(columns: Columns, now: datetime) -> tuple[Cohort, ...]:
    """The leads of each month, the newest two years of them, oldest first."""
    created = dates(columns, "created_at")
    there = columns.alive & (created != NO_DATE) & (created <= seconds(now))
    months = created[there].astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)
    if not len(months):
        return ()
    first = max(int(months.min()), int(months.max()) - MOST_MONTHS + 1)
    won, lost = outcome(columns, "won")[there], outcome(columns, "lost")[there]
    size = int(months.max()) - first + 1
    masks = (won, lost, ~(won | lost))
    counts = [np.bincount(months[m & (months >= first)] - first, minlength=size).tolist() for m in masks]
    return tuple(Cohort(_month(first + i), w, n, o) for i, (w, n, o) in enumerate(zip(*counts, strict=True)))


def _month(number: int) -> datetime:
    return datetime(1970 + number // 12, number % 12 + 1, 1, tzinfo=UTC)


def source_rates(
    columns: Columns, rows: NDArray[np.int64], won: NDArray[np.bool_], closed: NDArray[np.bool_]
) -> tuple[SourceRate, ...]:
    """Sources of some leads (`rows` of the columns), most leads first."""
    column = columns.column("source")
    if not isinstance(column, CodedColumn) or not len(rows):
        return ()
    names = [str(value) for value in column.values]
    first: dict[str, int] = {}
    table = np.asarray([first.setdefault(fold(name), place) for place, name in enumerate(names)] + [len(names)])
    codes = column.codes[rows]
    codes = table[np.where(codes < 0, len(names), codes)]
    size = len(names) + 1
    leads, customers, ended = (np.bincount(c, minlength=size) for c in (codes, codes[won], codes[closed]))
    order = [place for place in np.argsort(-leads, kind="stable").tolist() if leads[place]][:MOST_SOURCES]
    return tuple(
        _source([*names, ""][place], int(leads[place]), int(customers[place]), int(ended[place])) for place in order
    )


def _source(name: str, leads: int, won: int, closed: int) -> SourceRate:
    return SourceRate(name, leads, CloseRate(won, closed - won), CloseRate(won, leads - won))


def reasons_lost(reasons: Iterable[tuple[int, str]], lost: Sequence[int]) -> tuple[ReasonLost, ...]:
    """Why these leads were lost, most frequent first; those without a reason last."""
    wanted, said = set(lost), Counter[str]()
    names: dict[str, str] = {}
    for lead_id, reason in reasons:
        if lead_id in wanted and reason.strip():
            said[names.setdefault(fold(reason), reason.strip())] += 1
    found = [ReasonLost(reason, count) for reason, count in said.most_common()]
    silent = len(wanted) - sum(said.values())
    return (*found, *((ReasonLost("", silent),) if silent else ()))


def tiers_over_time(history: TierHistory, ids: NDArray[np.int64], now: datetime) -> tuple[TiersAt, ...]:
    """How many of these leads had each tier at the end of each month, and now, oldest first."""
    inside = np.isin(history.leads, ids)
    if not inside.any():
        return ()
    _, places = np.unique(history.leads[inside], return_inverse=True)
    moments, codes = history.at[inside], history.codes[inside]
    present = np.full(int(places.max()) + 1, -1, np.int16)
    found, done = [], 0
    for end in _month_ends(int(moments[0]), seconds(now)):
        upto = int(np.searchsorted(moments, end, "right"))
        present[places[done:upto]] = codes[done:upto]  # oldest first: the newest of each lead stays
        done = upto
        counts = np.bincount(present[present >= 0], minlength=len(history.tiers)).tolist()
        found.append(TiersAt(moment_of(end), dict(zip(history.tiers, counts, strict=True))))
    return tuple(found)


def _month_ends(first: int, last: int) -> list[int]:
    """The last second of each month from one moment to another (the newest two years), and the last moment."""
    begin, end = moment_of(first), moment_of(last)
    start, stop = begin.year * 12 + begin.month, end.year * 12 + end.month
    months = range(max(start, stop - MOST_MONTHS), stop)
    return [*(seconds(datetime(m // 12, m % 12 + 1, 1, tzinfo=UTC)) - 1 for m in months), last]
