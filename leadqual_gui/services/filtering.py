"""Which leads a filter lets through, told from whole columns at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from leadqual_gui.domain.columns_fields import (
    NO_DATE,
    AnyColumn,
    Array,
    CodedColumn,
    DateColumn,
    TagsColumn,
    YesNoColumn,
)
from leadqual_gui.domain.moments import DAY, moment_of, seconds
from leadqual_gui.services.lists import Filter

if TYPE_CHECKING:
    from leadqual_gui.services.resident import Resident

CALL = "call"
NOT_KNOWN = ""


def mask_of(chosen: Filter, leads: Resident, found: Sequence[int] | None) -> Array:
    """True for each lead that the filter lets through; `found` are the ids that its text found (None: no text)."""
    mask = leads.columns.alive.copy()
    if found is not None:
        mask &= _found_mask(found, leads)
    if chosen.only:
        mask &= _found_mask(chosen.only, leads)
    board = leads.board
    for wanted, codes, names in (
        (chosen.tiers, board.tier, board.tiers),
        (chosen.grades, board.grade, board.grades),
    ):
        if wanted:
            mask &= np.isin(codes, [code for code, name in enumerate(names) if name in wanted])
    fields = (("stage", chosen.stages), ("source", chosen.sources), ("owner", chosen.owners), *chosen.fields)
    for field, values in fields:
        if values:
            mask &= has_value(leads.column(field), values, len(leads.columns))
    return _states(chosen, leads, mask)


def fields_of(chosen: Filter) -> tuple[str, ...]:
    """The fields that a filter looks at beyond those that are always resident."""
    return tuple(field for field, values in chosen.fields if values)


def has_value(column: AnyColumn | None, values: Sequence[str], count: int) -> Array:
    """True where a column holds one of these values, written as text ("" is "not known")."""
    wanted = frozenset(values)
    if column is None:
        return np.full(count, NOT_KNOWN in wanted)
    if isinstance(column, DateColumn):
        return _on_days(column, wanted)
    assert isinstance(column, CodedColumn)
    if isinstance(column, TagsColumn):
        table = [bool(wanted.intersection(tags)) for tags in column.values]
    else:
        table = [text_of(value) in wanted for value in column.values]
    codes = column.codes
    return np.asarray([*table, NOT_KNOWN in wanted])[np.where(codes < 0, len(table), codes)]


def text_of(value: object) -> str:
    """A value as filters and completions write it."""
    match value:
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.15g}"
        case tuple():
            return ", ".join(value)
        case None:
            return NOT_KNOWN
        case _:
            return str(value)


def _states(chosen: Filter, leads: Resident, mask: Array) -> Array:
    if chosen.silent_for is not None:
        mask &= silent(leads, chosen.silent_for)
    if chosen.disqualified is not None:
        mask &= (leads.board.disqualified >= 0) == chosen.disqualified
    if chosen.closed is not None:
        mask &= _known(leads.column("outcome"), len(mask)) == chosen.closed
    if chosen.verified is not None:
        mask &= _yes(leads.column("verified"), len(mask)) == chosen.verified
    if chosen.never_called:
        mask &= never_called(leads)
    if chosen.to_verify:
        mask &= to_verify(leads)
    if leads.quality is not None and chosen.quality:
        mask &= leads.quality.in_bands(chosen.quality)
    if leads.quality is not None and chosen.issues:
        mask &= leads.quality.with_issues(chosen.issues)
    return mask


def silent(leads: Resident, days: float) -> Array:
    """True for leads that gave no sign for so many days (or, without any, were created before)."""
    since = seconds(leads.as_of) - round(days * DAY)
    signs = leads.last_signs()
    created = leads.column("created_at")
    fallback = created.seconds if isinstance(created, DateColumn) else np.full(len(signs), NO_DATE)
    newest = np.where(signs == NO_DATE, fallback, signs)
    found: Array = (newest < since) & (newest != NO_DATE)
    return found


def never_called(leads: Resident) -> Array:
    """True for leads without any call on their time line."""
    kinds = tuple(kind.id for kind in leads.rules.activity_kinds if kind.channel == CALL)
    found: Array = leads.newest(kinds) == NO_DATE
    return found


def to_verify(leads: Resident) -> Array:
    """True for leads that may be a bot: a throw-away or invalid address or an automatic name, not verified."""
    count = len(leads.columns)
    doubtful = has_value(leads.column("email_kind"), ("disposable", "invalid"), count)
    doubtful |= _yes(leads.column("name_looks_automatic"), count)
    return doubtful & ~_yes(leads.column("verified"), count)


def _found_mask(found: Sequence[int], leads: Resident) -> Array:
    ids = leads.columns.ids
    mask = np.zeros(len(ids), np.bool_)
    wanted = np.asarray(found, np.int64)
    at = np.searchsorted(ids, wanted)
    inside = at < len(ids)
    at, wanted = at[inside], wanted[inside]
    mask[at[ids[at] == wanted]] = True
    return mask


def _on_days(column: DateColumn, wanted: frozenset[str]) -> Array:
    found = column.seconds
    days = np.where(found == NO_DATE, -1, found // DAY)
    good = [int(day) for day in np.unique(days).tolist() if day >= 0 and _day(day) in wanted]
    return np.isin(days, [*good, -1] if NOT_KNOWN in wanted else good)


def _day(day: int) -> str:
    return moment_of(day * DAY).date().isoformat()


def _known(column: AnyColumn | None, count: int) -> Array:
    if column is None:
        return np.zeros(count, np.bool_)
    return column.seconds != NO_DATE if isinstance(column, DateColumn) else _codes(column) >= 0


def _yes(column: AnyColumn | None, count: int) -> Array:
    return _codes(column) == 1 if isinstance(column, YesNoColumn) else np.zeros(count, np.bool_)


def _codes(column: AnyColumn) -> Array:
    assert isinstance(column, CodedColumn)
    return column.codes
