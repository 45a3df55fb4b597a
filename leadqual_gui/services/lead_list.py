"""A list of leads, as a query found it: positions in order, and rows made when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from leadqual_gui.domain.columns_fields import Array, DateColumn
from leadqual_gui.domain.leads import CustomValue, Lead
from leadqual_gui.services.filtering import text_of
from leadqual_gui.services.lists import LeadRow, Sort
from leadqual_gui.services.ordering import ordered
from leadqual_gui.services.resident import Resident

Fetch = Callable[[Sequence[int]], Sequence[Lead]]
"""Reads leads from the store, for fields that are not resident."""
_PAGE = 128
_SCORES = ("exact", "fit", "engagement", "least", "greatest")


class ResidentList:
    """Implements lists.LeadList over resident columns."""

    def __init__(self, leads: Resident, positions: Array, extra: tuple[str, ...], fetch: Fetch) -> None:
        self._leads = leads
        self._positions = positions
        self._extra = extra
        self._fetch = fetch
        self._elsewhere = tuple(field for field in extra if not leads.holds(field))
        self._fetched: dict[int, dict[str, str]] = {}
        self._index: Array | None = None

    def __len__(self) -> int:
        return len(self._positions)

    def row(self, index: int) -> LeadRow:
        """One row."""
        position = int(self._positions[index])
        more = self._more(index, position) if self._extra else ()
        return row_at(self._leads, position, more)

    def index_of(self, lead_id: int) -> int | None:
        """Where a lead stands in the list."""
        position = self._leads.position(lead_id)
        if position is None:
            return None
        if self._index is None:
            self._index = np.full(len(self._leads.columns), -1, np.int32)
            self._index[self._positions] = np.arange(len(self._positions), dtype=np.int32)
        if position >= len(self._index):
            return None
        found = int(self._index[position])
        return found if found >= 0 else None

    def ids(self) -> Sequence[int]:
        """Row ids in order."""
        found: list[int] = self._leads.columns.ids[self._positions].tolist()
        return found

    def _more(self, index: int, position: int) -> tuple[tuple[str, str], ...]:
        lead_id = int(self._leads.columns.ids[position])
        if self._elsewhere and lead_id not in self._fetched:
            self._read_page(index)
        fetched = self._fetched.get(lead_id, {})
        return tuple((field, fetched.get(field) or self._text(position, field)) for field in self._extra)

    def _read_page(self, index: int) -> None:
        first = index - index % _PAGE
        ids = self._leads.columns.ids[self._positions[first : first + _PAGE]].tolist()
        for lead in self._fetch(ids):
            self._fetched[lead.id] = {field: shown(field_value(lead, field)) for field in self._elsewhere}

    def _text(self, position: int, field: str) -> str:
        board, quality = self._leads.board, self._leads.quality
        if field == "quality":
            return "" if quality is None or position >= len(quality.points) else str(int(quality.points[position]))
        if field in _SCORES:
            return f"{getattr(board, field)[position] / 10:.1f}"
        column = self._leads.column(field)
        return "" if column is None else shown(column.value(position))


def row_at(leads: Resident, position: int, extra: tuple[tuple[str, str], ...] = ()) -> LeadRow:
    """One lead as a list shows it."""
    value, board = leads.columns.value, leads.board
    lead_id = int(leads.columns.ids[position])
    least, greatest = int(board.least[position]), int(board.greatest[position])
    reason, scale = int(board.disqualified[position]), board.plan.scale
    return LeadRow(
        id=lead_id,
        name=str(value(position, "name") or f"#{lead_id}"),
        company=_optional(value(position, "company")),
        job_title=_optional(value(position, "job_title")),
        shown=int(board.shown[position]),
        least=whole(least),
        greatest=whole(greatest),
        tier=board.tiers[int(board.tier[position])],
        grade=board.grades[int(board.grade[position])],
        decided=scale.tier(least) == scale.tier(greatest),
        stage=_optional(value(position, "stage")),
        owner=_optional(value(position, "owner")),
        last_sign=leads.last_sign(position),
        disqualified=reason >= 0,
        do_not_contact=bool(value(position, "do_not_contact")),
        extra=extra,
        outcome=_optional(value(position, "outcome")),
    )


def whole(tenths: int) -> int:
    """Tenths as the whole points that are shown, half up."""
    return (int(tenths) + 5) // 10


def in_order(leads: Resident, mask: Array, sort: Sort) -> Array:
    """The positions that a mask picks, in the order asked for; equals by score, then as they came."""
    positions = np.flatnonzero(mask)
    if sort.column != "score":
        by_score = ordered(-leads.board.exact[positions].astype(np.int64), descending=False)
        positions = positions[by_score]
    keys = sort_keys(leads, sort.column)[positions]
    found: Array = positions[ordered(keys, sort.descending)]
    return found


def sort_keys(leads: Resident, column: str) -> Array:
    """A number for each lead, by which a list is sorted."""
    board = leads.board
    match column:
        case "score":
            return board.exact.astype(np.int64)
        case "least" | "greatest" | "fit" | "engagement" | "exact":
            found: Array = getattr(board, column).astype(np.int64)
            return found
        case "tier":
            return board.tier.astype(np.int64) * 100_000 + board.exact
        case "grade":
            ranks = np.argsort(np.argsort(np.asarray(board.grades, dtype=object), kind="stable"), kind="stable")
            return -ranks[board.grade].astype(np.int64)
        case "last_sign":
            return leads.orderer.keys(DateColumn(leads.last_signs()))
        case "stage":
            return _stage_keys(leads)
        case "quality" if leads.quality is not None:
            return leads.quality.points.astype(np.int64)
    found_column = leads.column(column)
    return np.zeros(len(leads.columns), np.int64) if found_column is None else leads.orderer.keys(found_column)


def field_value(lead: Lead, field: str) -> object:
    """The value that a lead has in a field of DESIGN 8 or of its own."""
    if field.startswith("custom."):
        return lead.custom.get(field.removeprefix("custom."))
    if field == "verified":
        return lead.verified_at is not None
    return getattr(lead, field, None)


def shown(value: object) -> str:
    """A value as a cell of a list has it: dates as days."""
    if isinstance(value, bool | str | float | tuple) or value is None:
        return text_of(value)
    date = getattr(value, "date", None)
    return date().isoformat() if date else str(value)


def _stage_keys(leads: Resident) -> Array:
    """Stages in the order of the funnel, unknown ones after them."""
    column = leads.column("stage")
    if column is None:
        return np.zeros(len(leads.columns), np.int64)
    order = {stage.id: number for number, stage in enumerate(leads.rules.funnel.stages)}
    codes = column.codes  # type: ignore[union-attr]
    table = np.asarray([*(order.get(value, len(order)) for value in column.values), len(order) + 1])  # type: ignore[union-attr]
    found: Array = table[np.where(codes < 0, len(table) - 1, codes)]
    return found


def _optional(value: CustomValue | tuple[str, ...]) -> str | None:
    return value if isinstance(value, str) else None
