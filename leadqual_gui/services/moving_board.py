"""The board, answered from memory: leads by stage, their figures, their cards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import numpy as np

from leadqual_gui.domain.columns_fields import NO_DATE, Array
from leadqual_gui.domain.funnel import Funnel, Stage
from leadqual_gui.domain.moments import DAY, moment_of, seconds
from leadqual_gui.domain.next_action import next_action
from leadqual_gui.domain.pipeline_moves import NOWHERE, REMOVED
from leadqual_gui.domain.pipeline_stats import WINDOW_DAYS, Flow
from leadqual_gui.services.filtering import mask_of
from leadqual_gui.services.lead_list import Fetch, ResidentList, in_order, row_at
from leadqual_gui.services.lists import LeadRow, Sort
from leadqual_gui.services.moving_memory import NURTURE, Memory, dates
from leadqual_gui.services.moving_values import (
    Board,
    BoardColumn,
    BoardGroup,
    BoardQuery,
    Card,
    CardList,
    Money,
    Suggestion,
)
from leadqual_gui.services.operations import Said
from leadqual_gui.services.ordering import ordered
from leadqual_gui.services.resident import Resident

_HOUR = 3600
MOMENTS = ("due", "stage_since")
"""Orders of the board that lists of leads do not have."""


class Cards(ResidentList):
    """A column's leads with their cards."""

    def __init__(self, leads: Resident, memory: Memory, positions: Array, fetch: Fetch, now: datetime) -> None:
        super().__init__(leads, positions, (), fetch)
        self._memory = memory
        self._now = now

    def card(self, index: int) -> Card:
        """One card."""
        return card_at(self._leads, self._memory, int(self._positions[index]), self._now)


def board_of(
    resident: Resident, memory: Memory, query: BoardQuery, found: Sequence[int] | None, fetch: Fetch, now: datetime
) -> Board:
    """The board that a query asks for; `found` are the leads that its text found."""
    stages, stands = resident.rules.funnel.stages, memory.stands(resident)
    mask = mask_of(query.filter, resident, found)
    if query.older_than is not None:
        since = dates(resident, "stage_since")
        mask &= (since != NO_DATE) & (since <= seconds(now) - query.older_than * DAY)
    order, at_stage = _placed(resident, memory, mask, stands, query.sort)
    flows = memory.stays.flows(resident.rules.funnel, seconds(now))
    days_over = overdue_steps(resident, stands, now)
    maker = _Maker(resident, memory, query, fetch, now, days_over)
    columns = [maker.column(stage.id, at_stage[index], flows[index], index) for index, stage in enumerate(stages)]
    columns += [maker.column(name, where, Flow(), None) for name, where in _removed(resident, order, stands)]
    return Board(tuple(columns), now, WINDOW_DAYS)


def card_at(resident: Resident, memory: Memory, position: int, now: datetime) -> Card:
    """One lead's card."""
    row = row_at(resident, position)
    since = int(dates(resident, "stage_since")[position])
    days = None if since == NO_DATE else max(0.0, (seconds(now) - since) / DAY)
    play, due = memory.some_play(resident, position)
    value = resident.columns.value(position, "expected_value")
    currency = resident.columns.value(position, "currency")
    return Card(
        row=row,
        stage=row.stage,
        since=None if since == NO_DATE else moment_of(since),
        days=days,
        overdue=_overdue(resident, row.stage, days),
        value=float(value) if isinstance(value, int | float) else None,
        currency=currency if isinstance(currency, str) else "",
        action=next_action(resident.rules.playbook, play, due),
        suggestion=suggestion_at(resident, memory, position),
        until=next((f.due_at for f in memory.promises.get(row.id, ()) if f.action == NURTURE), None),
        ended=_ended(row, resident.rules.funnel),
    )


def _ended(row: LeadRow, funnel: Funnel) -> str:
    """How a closed lead ended, where its stage does not say so: one that is no way out, or not in the rules."""
    stage = funnel.stage(row.stage or funnel.first)
    way_out = stage.exit if stage is not None else ""
    told = way_out == row.outcome or (row.outcome == "lost" and way_out in ("nurture", "disqualified"))
    return "" if told else row.outcome or ""


def suggestion_at(resident: Resident, memory: Memory, position: int) -> Suggestion | None:
    """What rules suggest for one lead."""
    stages, lead_id = resident.rules.funnel.stages, int(resident.columns.ids[position])
    stands = int(memory.stands(resident)[position])
    reason = int(resident.board.disqualified[position])
    if reason >= 0 and stands >= 0 and not stages[stands].exit:
        out = next((stage for stage in stages if stage.exit == "disqualified"), None)
        if out is not None:
            return Suggestion(lead_id, out.id, Said("disqualified_because", {"reason": resident.board.reasons[reason]}))
        return None
    target = int(memory.suggested(resident)[position])
    if target == NOWHERE:
        return None
    stage = stages[target]
    return Suggestion(lead_id, stage.id, Said("belongs_in", {"stage": str(stage.label)}))


def overdue_steps(resident: Resident, stands: Array, now: datetime) -> Array:
    """0, 1 or 2 for each lead: how far beyond what its stage allows it has stayed."""
    limits = np.asarray([*(s.overdue_after or np.inf for s in resident.rules.funnel.stages), np.inf, np.inf])
    since = dates(resident, "stage_since")
    stayed = np.where(since == NO_DATE, 0.0, (seconds(now) - since.astype(np.float64)) / DAY)
    limit = limits[stands]
    return (stayed > limit).astype(np.int8) + (stayed > 2 * limit)


class _Maker:
    """Makes columns of one board."""

    def __init__(
        self, resident: Resident, memory: Memory, query: BoardQuery, fetch: Fetch, now: datetime, over: Array
    ) -> None:
        self._resident, self._memory, self._query = resident, memory, query
        self._fetch, self._now, self._over = fetch, now, over
        self._values = memory.values(resident)
        self._suggested = memory.suggested(resident)
        currency = resident.column("currency")
        self._currencies: list[str] = [*getattr(currency, "values", ()), ""]
        codes = np.full(len(self._values), -1) if currency is None else currency.codes  # type: ignore[union-attr]
        self._currency = np.where(codes < 0, len(self._currencies) - 1, codes)
        outcome = resident.column("outcome")
        outcomes = [*getattr(outcome, "values", ())]
        is_lost = "lost" in outcomes and outcome.codes == outcomes.index("lost")  # type: ignore[union-attr]
        self._lost = np.broadcast_to(np.asarray(is_lost), codes.shape)

    def column(self, stage_id: str, positions: Array, flow: Flow, index: int | None) -> BoardColumn:
        """One column."""
        over = self._over[positions]
        stage = None if index is None else self._resident.rules.funnel.stages[index]
        return BoardColumn(
            stage_id,
            stage,
            self._cards(positions),
            self.money(self._hoped(positions, stage)),
            flow,
            (int(np.count_nonzero(over == 1)), int(np.count_nonzero(over == 2))),
            int(np.count_nonzero(self._suggested[positions] != NOWHERE)),
            tuple(self._groups(positions, stage)),
            int(np.count_nonzero(self._lost[positions])),
        )

    def _hoped(self, positions: Array, stage: Stage | None) -> Array:
        """Whose expected value is told: nothing is expected of who is lost, but a way out tells what went with them."""
        return positions if stage is not None and stage.exit else positions[~self._lost[positions]]

    def money(self, positions: Array) -> tuple[Money, ...]:
        """The sums of expected values, one for each currency, the largest first."""
        known = positions[~np.isnan(self._values[positions])]
        codes, count = self._currency[known], len(self._currencies)
        sums = np.bincount(codes, weights=self._values[known], minlength=count)
        leads = np.bincount(codes, minlength=count)
        found = [Money(self._currencies[c], float(sums[c]), int(leads[c])) for c in np.flatnonzero(leads).tolist()]
        return tuple(sorted(found, key=lambda money: -money.amount))

    def _cards(self, positions: Array) -> CardList:
        return Cards(self._resident, self._memory, positions, self._fetch, self._now)

    def _groups(self, positions: Array, stage: Stage | None) -> Iterator[BoardGroup]:
        if self._query.group == "tier":
            codes, names = self._resident.board.tier[positions], list(self._resident.board.tiers)
            order = list(range(len(names)))[::-1]
        elif self._query.group == "owner":
            column = self._resident.column("owner")
            names = [*getattr(column, "values", ()), ""]
            held = np.full(len(positions), -1) if column is None else column.codes[positions]  # type: ignore[union-attr]
            codes = np.where(held < 0, len(names) - 1, held)
            order = sorted(range(len(names)), key=lambda c: (not names[c], names[c].casefold()))
        else:
            return
        there = set(np.unique(codes).tolist())
        for code in order:
            if code in there:
                part = positions[codes == code]
                yield BoardGroup(names[code], self._cards(part), self.money(self._hoped(part, stage)))


def _placed(
    resident: Resident, memory: Memory, mask: Array, stands: Array, sort: Sort
) -> tuple[Array, Sequence[Array]]:
    """All leads of the board in order, and those of each stage: kept as long as all that it rests on stays so."""
    count = len(resident.rules.funnel.stages)

    def made() -> tuple[Array, Sequence[Array]]:
        order = _in_order(resident, memory, mask, sort)
        return order, _split(order, stands, count)

    if sort.column not in MOMENTS:
        return made()
    moments = memory.due(resident) if sort.column == "due" else dates(resident, "stage_since")
    return memory.placed.of((sort, count), (mask, stands, resident.board.exact, moments), made)


def _in_order(resident: Resident, memory: Memory, mask: Array, sort: Sort) -> Array:
    if sort.column not in MOMENTS:
        return in_order(resident, mask, sort)
    positions = np.flatnonzero(mask)
    positions = positions[ordered(-resident.board.exact[positions].astype(np.int64), descending=False)]
    moments = memory.due(resident) if sort.column == "due" else dates(resident, "stage_since")
    keys = np.where(moments == NO_DATE, np.iinfo(np.int64).max, moments // _HOUR)[positions]
    found: Array = positions[ordered(keys, sort.descending)]
    return found


def _split(order: Array, stands: Array, count: int) -> list[Array]:
    """The leads of each stage, in the order given."""
    where = stands[order]
    inside = where >= 0
    held, codes = order[inside], where[inside].astype(np.uint8)
    sorted_in = held[np.argsort(codes, kind="stable")]
    counts = np.bincount(codes, minlength=count)
    ends = np.cumsum(counts)
    return [sorted_in[end - size : end] for size, end in zip(counts.tolist(), ends.tolist(), strict=True)]


def _removed(resident: Resident, order: Array, stands: Array) -> Iterator[tuple[str, Array]]:
    lost = order[stands[order] == REMOVED]
    names: dict[str, list[int]] = {}
    for position in lost.tolist():
        names.setdefault(str(resident.columns.value(position, "stage")), []).append(position)
    for name in sorted(names):
        yield name, np.asarray(names[name], np.int64)


def _overdue(resident: Resident, stage_id: str | None, days: float | None) -> int:
    stage = resident.rules.funnel.stage(stage_id or resident.rules.funnel.first)
    if stage is None or stage.overdue_after is None or days is None:
        return 0
    return (days > stage.overdue_after) + (days > 2 * stage.overdue_after)
