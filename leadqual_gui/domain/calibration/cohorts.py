"""What people look at: how often leads of a score close, the leads of each month, sources, tiers over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.past import TierHistory
from leadqual_gui.domain.calibration.periods import dates, outcome
from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.columns_fields import NO_DATE, CodedColumn, NumberColumn
from leadqual_gui.domain.conditions import fold
from leadqual_gui.domain.moments import moment_of, seconds

BAND = 10
BIN = 5
MOST_MONTHS = 24
MOST_AFTER = 12
MONTH = 2_629_800
"""Seconds of a month, on average."""
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
    """The leads of a month (its first day), and what became of them so far.

    `won_after`: how many were won within one month, two, three and so on after they came; None where that time is not
    over yet for all of them. Customers whose closing date nobody knows, or lies ahead, are `undated`: in `won` only.
    """

    month: datetime
    won: int
    lost: int
    open: int
    won_after: tuple[int | None, ...] = ()
    undated: int = 0

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
    """Where leads came from, and how many became customers; "" is: nobody knows.

    `lift`: the close rate against that of all leads. `expected_value` and `won_value` add up what was expected of all
    of them, and of the customers, in one `currency` ("": none is named); None where nobody wrote any, or where they are
    in several (`currency` None): euros and dollars have no sum.
    """

    source: str
    leads: int
    closed: CloseRate
    rate: CloseRate
    lift: float | None = None
    expected_value: float | None = None
    won_value: float | None = None
    currency: str | None = ""


@dataclass(frozen=True, slots=True)
class ReasonLost:
    """Why leads were lost ("": nobody said), and how many; by the stage that they left and by their tier before
    ("": not known)."""

    reason: str
    leads: int
    by_stage: Mapping[str, int] = field(default_factory=dict)
    by_tier: Mapping[str, int] = field(default_factory=dict)


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
    taken = np.where(won, dates(columns, "closed_at")[there], NO_DATE)
    masks = (won, lost, ~(won | lost), won & ((taken == NO_DATE) | (taken > seconds(now))))
    counts = [np.bincount(months[m & (months >= first)] - first, minlength=size).tolist() for m in masks]
    after = _won_after(months - first, created[there], taken, size, first, seconds(now))
    rows = zip(*counts, after, strict=True)
    return tuple(Cohort(_month(first + i), w, n, o, a, u) for i, (w, n, o, u, a) in enumerate(rows))


def _won_after(
    months: NDArray[np.int64],
    created: NDArray[np.int64],
    won_at: NDArray[np.int64],
    size: int,
    first: int,
    now: int,
) -> list[tuple[int | None, ...]]:
    """Of each month, how many were won within so many months after they came."""
    dated = (won_at != NO_DATE) & (months >= 0) & (won_at <= now)
    took = np.maximum(won_at - created, 0)[dated] // MONTH
    inside = took < MOST_AFTER
    table = np.zeros((size, MOST_AFTER), np.int64)
    np.add.at(table, (months[dated][inside], took[inside]), 1)
    ends = [seconds(_month(first + row + 1)) for row in range(size)]
    return [
        tuple(n if end + (at + 1) * MONTH <= now else None for at, n in enumerate(row))
        for end, row in zip(ends, np.cumsum(table, axis=1).tolist(), strict=True)
    ]


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
    leads, customers, ended = (np.bincount(c, minlength=size).tolist() for c in (codes, codes[won], codes[closed]))
    expected, earned, currencies = _values(columns, rows, codes, won, size)
    control = float(np.mean(won))
    order = sorted((place for place in range(size) if leads[place]), key=lambda place: -leads[place])
    return tuple(
        SourceRate(
            [*names, ""][place],
            leads[place],
            CloseRate(customers[place], ended[place] - customers[place]),
            CloseRate(customers[place], leads[place] - customers[place]),
            customers[place] / leads[place] / control if control else None,
            expected[place],
            earned[place],
            currencies[place],
        )
        for place in order[:MOST_SOURCES]
    )


def _values(
    columns: Columns, rows: NDArray[np.int64], codes: NDArray[np.int64], won: NDArray[np.bool_], size: int
) -> tuple[list[float | None], list[float | None], list[str | None]]:
    """What was expected of the leads of each source, and of its customers, and in which currency."""
    column = columns.column("expected_value")
    values = column.numbers()[rows] if isinstance(column, NumberColumn) else np.full(len(rows), np.nan)
    currencies = _currencies(columns, rows, codes, ~np.isnan(values), size)
    values[np.asarray([one is None for one in currencies], np.bool_)[codes]] = np.nan
    return _sums(codes, values, size), _sums(codes[won], values[won], size), currencies


def _currencies(
    columns: Columns, rows: NDArray[np.int64], codes: NDArray[np.int64], valued: NDArray[np.bool_], size: int
) -> list[str | None]:
    """The currency of the values of each source, "" if none is named, None if there are several."""
    column = columns.column("currency")
    if not isinstance(column, CodedColumn):
        return [""] * size
    found: list[set[str]] = [set() for _ in range(size)]
    names = [str(value).strip().upper() for value in column.values]
    pairs = np.stack((codes[valued], column.codes[rows][valued]), axis=1)
    for place, name in np.unique(pairs, axis=0).tolist():
        found[place].add(names[name] if name >= 0 else "")
    return [next(iter(one), "") if len(one) < 2 else None for one in found]


def _sums(codes: NDArray[np.int64], values: NDArray[np.float64], size: int) -> list[float | None]:
    known = ~np.isnan(values)
    told = np.bincount(codes[known], minlength=size).tolist()
    sums = np.bincount(codes[known], weights=values[known], minlength=size).tolist()
    return [one if count else None for one, count in zip(sums, told, strict=True)]


def reasons_lost(
    reasons: Iterable[tuple[int, str]],
    lost: Sequence[int],
    stages: Mapping[int, str] | None = None,
    tiers: Mapping[int, str] | None = None,
) -> tuple[ReasonLost, ...]:
    """Why these leads were lost, most frequent first; those without a reason last.

    `stages` and `tiers`: what each lead left, and how it was judged before.
    """
    wanted, names, said = dict.fromkeys(lost, ""), dict[str, str](), Counter[str]()
    for lead_id, reason in reasons:
        if lead_id in wanted and reason.strip():
            wanted[lead_id] = names.setdefault(fold(reason), reason.strip())
            said[wanted[lead_id]] += 1
    silent = len(wanted) - sum(said.values())
    order = [*(reason for reason, _ in said.most_common()), *([""] if silent else [])]
    by_stage: dict[str, Counter[str]] = {reason: Counter() for reason in order}
    by_tier: dict[str, Counter[str]] = {reason: Counter() for reason in order}
    for lead_id, reason in wanted.items():
        by_stage[reason][(stages or {}).get(lead_id, "")] += 1
        by_tier[reason][(tiers or {}).get(lead_id, "")] += 1
    return tuple(
        ReasonLost(reason, said[reason] or silent, dict(by_stage[reason]), dict(by_tier[reason])) for reason in order
    )


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
