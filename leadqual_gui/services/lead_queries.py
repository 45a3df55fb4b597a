"""Lists, counts and distinct values, answered from what is resident."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from leadqual_gui.domain.columns_fields import Array, CodedColumn, TagsColumn
from leadqual_gui.services.details import ValueCount, ViewCounts
from leadqual_gui.services.filtering import fields_of, mask_of, never_called, silent, text_of, to_verify
from leadqual_gui.services.lead_list import Fetch, ResidentList, in_order, row_at
from leadqual_gui.services.lists import Filter, LeadList, LeadRow, Query
from leadqual_gui.services.resident import MADE, Resident

SILENT_DAYS = 30.0
_MADE = frozenset(
    ("score", "least", "greatest", "fit", "engagement", "exact", "tier", "grade", "last_sign", "stage", "quality")
)
_MOST_VALUES = 2000


class _NoLeads:
    """The list before anything is loaded."""

    def __len__(self) -> int:
        return 0

    def row(self, index: int) -> LeadRow:
        raise IndexError(index)

    def index_of(self, lead_id: int) -> int | None:
        return None

    def ids(self) -> Sequence[int]:
        return ()


NO_LEADS: LeadList = _NoLeads()


def fields_needed(query: Query) -> tuple[str, ...]:
    """The fields that must be resident to find and sort a list."""
    sort = () if query.sort.column in _MADE else (query.sort.column,)
    return (*fields_of(query.filter), *sort)


def found_list(resident: Resident, query: Query, found: Sequence[int] | None, fetch: Fetch) -> LeadList:
    """The list that a query asks for; `found` are the leads that its text found."""
    mask = mask_of(query.filter, resident, found)
    return ResidentList(resident, in_order(resident, mask, query.sort), query.extra, fetch)


def view_counts(resident: Resident, chosen: Filter, found: Sequence[int] | None) -> ViewCounts:
    """How many leads each view and each tier holds."""
    mask = mask_of(chosen, resident, found)
    board = resident.board
    tiers = np.bincount(board.tier[mask], minlength=len(board.tiers)).tolist()
    by_tier = tuple(zip(board.tiers, tiers, strict=True))

    def count(which: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> int:
        return int(np.count_nonzero(which & mask))

    return ViewCounts(
        all=int(np.count_nonzero(mask)),
        hot=by_tier[-1][1] if by_tier else 0,
        never_called=count(never_called(resident)),
        to_verify=count(to_verify(resident)),
        silent=count(silent(resident, SILENT_DAYS)),
        tiers=by_tier,
    )


def distinct_values(
    resident: Resident, field: str, chosen: Filter, found: Sequence[int] | None
) -> tuple[ValueCount, ...]:
    """The values of a field with how many leads have each, most frequent first."""
    mask = mask_of(chosen, resident, found)
    if field in ("tier", "grade"):
        codes, names = getattr(resident.board, field), getattr(resident.board, f"{field}s")
        return _most_frequent(
            Counter(dict(zip(names, np.bincount(codes[mask], minlength=len(names)).tolist(), strict=True)))
        )
    if field in MADE:
        return _of_quality(resident, field, mask)
    column = resident.column(field)
    if not isinstance(column, CodedColumn):
        return ()
    codes = column.codes[mask]
    counts = np.bincount(np.where(codes < 0, len(column.values), codes), minlength=len(column.values) + 1).tolist()
    totals: Counter[str] = Counter({"": counts[-1]})
    for value, number in zip(column.values, counts[:-1], strict=True):
        for text in value if isinstance(column, TagsColumn) else (text_of(value),):
            totals[text] += number
    return _most_frequent(totals)


def _of_quality(resident: Resident, field: str, mask: Array) -> tuple[ValueCount, ...]:
    """How many leads each band of quality, or each issue, holds."""
    from leadqual_gui.domain.quality import Issue  # not before the first paint
    from leadqual_gui.services.quality_table import BANDS

    table = resident.quality
    if table is None:
        return ()
    names = [issue.name.lower() for issue in Issue] if field == "issues" else [band for band, _ in BANDS]
    having = table.with_issues if field == "issues" else table.in_bands
    return _most_frequent(Counter({name: int(np.count_nonzero(having((name,)) & mask)) for name in names}))


def row_of(resident: Resident, lead_id: int) -> LeadRow | None:
    """One lead as a list shows it."""
    position = resident.position(lead_id)
    return None if position is None else row_at(resident, position)


def _most_frequent(totals: Counter[str]) -> tuple[ValueCount, ...]:
    return tuple(ValueCount(value, number) for value, number in totals.most_common(_MOST_VALUES) if number)
