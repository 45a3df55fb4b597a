"""Leads as they were known before their outcome: what came later is taken away again, and counted.

Each lead is moved in time so that its own last moment falls on one and the same `as_of`. So the evaluator of all
scores, which knows one moment, judges every lead as of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.calendar_days import CALENDAR, keep_days
from leadqual_gui.domain.calibration.past import FieldChange, Heard, PastFacts
from leadqual_gui.domain.calibration.periods import Chosen
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.columns_activities import BLOCK, NEVER, NO_TOPIC, ActivityColumns
from leadqual_gui.domain.columns_fields import (
    NO_DATE,
    UNKNOWN,
    AnyColumn,
    Array,
    CodedColumn,
    CountColumn,
    DateColumn,
    LevelColumn,
    NumberColumn,
    TagsColumn,
    TextColumn,
)
from leadqual_gui.domain.derived import domain_kind, email_domain
from leadqual_gui.domain.matrix import Matrix
from leadqual_gui.domain.moments import ACTIVITY_EPOCH

_LATEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Late:
    """What was left out of a fact because it came after the outcome: of so many leads, of them so many customers."""

    key: str
    leads: int
    customers: int


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """The chosen leads, in their order, as they were known; `undated` marks those whose fields nobody can date."""

    columns: Columns
    late: tuple[Late, ...]
    undated: NDArray[np.bool_]


def known_before(
    columns: Columns, chosen: Chosen, past: PastFacts, facts: frozenset[str], matrix: Matrix, as_of: int
) -> Known:
    """The chosen leads as they were known before their outcome, with these facts, moved to `as_of`."""
    made = Columns({}, np.arange(1, len(chosen) + 1))
    made.schema = {fact: kind for fact, kind in columns.schema.items() if fact in facts}
    made.fields = {fact: _taken(column, chosen.rows) for fact, column in columns.fields.items() if _wanted(fact, facts)}
    places = _Places(columns, chosen)
    late = list(_activities(columns, made, chosen, places, as_of))
    late += _answers(made, chosen, past.heard, places)
    late += _buying_group(made, chosen, past.joined, places)
    undated = _undated(chosen, past, places)
    late += _fields(made, chosen, past, places)
    _forget_later_verification(made, chosen)
    keep_days(made, matrix)
    _move_dates(made, as_of - chosen.seen_at)
    return Known(made, tuple(sorted(late, key=lambda one: -one.leads)), undated)


class _Places:
    """Where a lead of the columns, or one of the store, stands among the chosen ones (-1: nowhere)."""

    def __init__(self, columns: Columns, chosen: Chosen) -> None:
        self._ids = columns.ids
        self.of_position = np.full(len(columns) + 1, -1, np.int64)
        self.of_position[chosen.rows] = np.arange(len(chosen))

    def of(self, lead_ids: Array) -> NDArray[np.int64]:
        """The places of leads of the store."""
        if not len(self._ids):
            return np.full(len(lead_ids), -1, np.int64)
        at = np.minimum(np.searchsorted(self._ids, lead_ids), len(self._ids) - 1)
        return np.where(self._ids[at] == lead_ids, self.of_position[at], -1)


def _wanted(fact: str, facts: frozenset[str]) -> bool:
    return fact in facts or fact.startswith(("custom.", "answer.", "stakeholders."))


def _taken(column: AnyColumn, rows: Array) -> AnyColumn:
    """The same column of some leads, in their order, with values of its own."""
    if isinstance(column, DateColumn):
        return DateColumn(column.seconds[rows])
    if isinstance(column, TextColumn | NumberColumn | TagsColumn):
        return type(column).of_codes(column.codes[rows], list(column.values))
    return type(column)(column.codes[rows])


def _late(key: str, rows: Array, chosen: Chosen) -> Iterator[Late]:
    """How many closed leads something was left out of."""
    if not len(rows):
        return
    late = np.zeros(len(chosen), np.bool_)
    late[rows] = True
    late[chosen.closed :] = False
    leads = int(np.count_nonzero(late))
    if leads:
        yield Late(key, leads, int(np.count_nonzero(late & chosen.won)))


def _activities(columns: Columns, made: Columns, chosen: Chosen, places: _Places, as_of: int) -> Iterator[Late]:
    old = columns.activities
    limit = _as_int32(np.minimum(chosen.known_until, chosen.seen_at) - ACTIVITY_EPOCH)
    shift = _as_int32(as_of - chosen.seen_at)  # never below zero: what is moved still fits, since it ends at `as_of`
    places_of = places.of_position.astype(np.int32)
    parts: list[tuple[Array, ...]] = []
    for kind, code in old.kinds.items() if len(chosen) else ():
        later: list[Array] = []
        for block in range(-(-len(columns) // BLOCK)):
            found = old.slice(block, (kind,), NEVER, _LATEST)
            rows = places_of[block * BLOCK :].take(found.leads)
            early = (rows >= 0) & (found.times <= limit.take(rows, mode="clip"))
            later.append(rows[~early & (rows >= 0)])
            there = np.flatnonzero(early)
            rows = rows[there]
            moved = found.times[there] + shift[rows]
            order = np.argsort(moved)  # sorting each kind here spares sorting all of them together, which is slow
            parts.append((np.full(len(rows), code, np.int32), rows[order], moved[order], found.topics[there[order]]))
        yield from _late(f"activities.{kind}", np.concatenate(later) if later else np.empty(0, np.int64), chosen)
    topics = list(old.topics.values) if any((part[3] != NO_TOPIC).any() for part in parts) else []
    made.activities = _gathered(list(old.kinds), parts, topics)


def _as_int32(seconds: Array) -> NDArray[np.int32]:
    return np.clip(seconds, NEVER + 1, _LATEST).astype(np.int32)


def _gathered(kinds: list[str], parts: Sequence[tuple[Array, ...]], topics: list[str]) -> ActivityColumns:
    if not parts:
        return ActivityColumns(kinds)
    codes, rows, times, topic_codes = (np.concatenate(part) for part in zip(*parts, strict=True))
    return ActivityColumns.of_arrays(kinds, codes, rows, times, topic_codes, topics)


def _answers(made: Columns, chosen: Chosen, heard: Sequence[Heard], places: _Places) -> Iterator[Late]:
    for element in heard:
        rows = places.of(element.leads)
        mine = rows >= 0
        after = np.zeros(len(rows), np.bool_)
        after[mine] = element.at[mine] > chosen.known_until[rows[mine]]
        if not after.any():
            continue
        codes = np.full(len(chosen), UNKNOWN, np.int8)
        before = mine & ~after
        codes[rows[before]] = element.codes[before]  # oldest first: the newest one before the outcome stays
        made.fields[element.fact] = LevelColumn(codes)
        yield from _late(element.fact, rows[after & (element.codes >= 0)], chosen)


def _buying_group(
    made: Columns, chosen: Chosen, joined: Sequence[tuple[int, str, int]], places: _Places
) -> Iterator[Late]:
    if not joined:
        return
    rows = places.of(np.asarray([lead for lead, _, _ in joined], np.int64))
    later: dict[str, list[int]] = {}
    for row, (_, role, at) in zip(rows.tolist(), joined, strict=True):
        if row >= 0 and at > chosen.known_until[row] and chosen.dated[row]:
            later.setdefault(f"stakeholders.{role}", []).append(row)
    for fact, found in later.items():
        column = made.fields.get(fact)
        if isinstance(column, CountColumn):
            taken = np.bincount(found, minlength=len(chosen))
            made.fields[fact] = CountColumn(np.maximum(column.codes - taken, 0).astype(np.int16))
            yield from _late(fact, np.asarray(found), chosen)


def _undated(chosen: Chosen, past: PastFacts, places: _Places) -> NDArray[np.bool_]:
    """Closed leads that came into the store only after their outcome, or whose outcome has no date."""
    entered_at = np.full(len(chosen), NO_DATE, np.int64)
    rows = places.of(past.entered.leads)
    entered_at[rows[rows >= 0]] = past.entered.at[rows >= 0]
    undated: NDArray[np.bool_] = ~chosen.dated | (entered_at > chosen.known_until)
    undated[chosen.closed :] = False
    return undated


def _fields(made: Columns, chosen: Chosen, past: PastFacts, places: _Places) -> Iterator[Late]:
    """Take back what was changed after the outcome; what an import brought along with the outcome stays."""
    known_by = _outcome_steps(past, places, len(chosen))
    later: dict[str, list[int]] = {}
    rows = places.of(np.asarray([change.lead_id for change in past.changes], np.int64))
    for row, change in zip(rows.tolist(), past.changes, strict=True):  # newest first: the oldest value stays
        if not 0 <= row < chosen.closed or not chosen.dated[row] or change.at <= chosen.known_until[row]:
            continue
        if change.imported and change.operation <= known_by[row]:
            continue
        if _take_back(made, row, change):
            later.setdefault(change.field, []).append(row)
    for field, found in later.items():
        yield from _late(field, np.asarray(found), chosen)


def _outcome_steps(past: PastFacts, places: _Places, size: int) -> NDArray[np.int64]:
    """The step that brought each lead's outcome."""
    steps = np.zeros(size, np.int64)
    rows = places.of(past.entered.leads)
    steps[rows[rows >= 0]] = past.entered.operation[rows >= 0]
    told = [change for change in reversed(past.changes) if change.field == "outcome"]
    rows = places.of(np.asarray([change.lead_id for change in told], np.int64))
    for row, change in zip(rows.tolist(), told, strict=True):
        if row >= 0:
            steps[row] = change.operation
    return steps


def _take_back(made: Columns, row: int, change: FieldChange) -> bool:
    """Put the value before back; False if the fact is not held."""
    if change.field == "email":
        address = None if change.before is None else str(change.before)
        domain = email_domain(address)
        for fact, value in (("email_domain", domain), ("email_kind", domain_kind(domain) if address else None)):
            made.put_field(row, fact, value)
        return "email_kind" in made.fields
    column = made.column(change.field)
    if column is None:
        return False
    made.put_field(row, change.field, change.before)
    return True


def _forget_later_verification(made: Columns, chosen: Chosen) -> None:
    moments, verified = made.column("verified_at"), made.column("verified")
    if not isinstance(moments, DateColumn):
        return
    early = np.where(moments.seconds > chosen.known_until, NO_DATE, moments.seconds)
    made.fields["verified_at"] = DateColumn(early)
    if isinstance(verified, CodedColumn):
        made.fields["verified"] = type(verified)((early != NO_DATE).astype(np.int8))


def _move_dates(made: Columns, shift: Array) -> None:
    """Dates move with their lead; the days that a rule looks up in the calendar were kept."""
    for fact, column in list(made.fields.items()):
        if isinstance(column, DateColumn) and not fact.startswith(CALENDAR):
            moments = column.seconds
            made.fields[fact] = DateColumn(np.where(moments == NO_DATE, NO_DATE, moments + shift))
