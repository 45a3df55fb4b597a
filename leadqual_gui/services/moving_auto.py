"""Rules move leads: when something about a lead changed, and once for each day that began.

A day is made up for as it would have been lived: all leads are scored for its midnight, those that belong further
are moved, thresholds that were crossed ring. So it does not matter whether the program ran every day or sleeps for
two weeks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from leadqual_gui.domain.columns_fields import Array
from leadqual_gui.domain.moments import seconds
from leadqual_gui.domain.pipeline_moves import NOWHERE, belonging, belonging_of_some, holding
from leadqual_gui.domain.scoring import ScoreTable
from leadqual_gui.domain.today_alerts import Alert
from leadqual_gui.domain.today_days import days_begun
from leadqual_gui.services import alerts as ringing
from leadqual_gui.services.alerts_ports import BY_RULE, BY_RULES
from leadqual_gui.services.moving import DECIDING, MOVED_FIELDS
from leadqual_gui.services.moving_memory import NURTURE, Memory
from leadqual_gui.services.moving_values import PassReport
from leadqual_gui.services.operations import Changes, Outcome, Said
from leadqual_gui.services.plans import Plan
from leadqual_gui.services.ports import UnitOfWork
from leadqual_gui.services.progress import Progress
from leadqual_gui.services.resident import Resident

if TYPE_CHECKING:
    from leadqual_gui.services.moving_desk import FunnelDesk

ONE_BY_ONE = 25
"""Up to so many moves of a pass are steps of their own; of more, those to one stage are a step together."""
TOGETHER = 250
"""Leads in one such step: what a click may have to wait for."""
SET_BACK = timedelta(days=1)
"""A clock that shows so much less than before was wrong then, or is now: days are counted anew from now."""
RULES_SEEN = "alerts.rules"
TIME = Said("rescored")


@dataclass(frozen=True, slots=True)
class RuleMove:
    """A lead that a rule moves: from the stage at one index to that at another, at a moment."""

    lead_id: int
    source: int
    target: int
    at: datetime
    because: str = "entry"


@dataclass(slots=True)
class _Found:
    """What a pass found."""

    alerts: list[Alert] = field(default_factory=list)
    announced: dict[int, str] = field(default_factory=dict)
    moved: int = 0


class Automation:
    """Moves and rings by rule."""

    def __init__(self, desk: FunnelDesk) -> None:
        self._desk = desk

    # --- one lead, at once -------------------------------------------------------------------------------------------
    def follow_few(self, resident: Resident, memory: Memory, lead_ids: Sequence[int]) -> list[RuleMove]:
        """The moves that rules make of a few leads, now that something about them changed."""
        positions = [at for lead_id in lead_ids if (at := resident.position(lead_id)) is not None]
        if not positions:
            return []
        open_promise, funnel = memory.open_promise(resident), resident.rules.funnel
        stands, against = memory.stands(resident), memory.decided_against(resident)
        found = belonging_of_some(funnel, resident.board, stands, against, open_promise, positions).automatic
        moment = self._desk.now
        ids = resident.columns.ids
        return [
            RuleMove(int(ids[at]), int(stands[at]), int(target), moment)
            for at, target in zip(positions, found.tolist(), strict=True)
            if target != NOWHERE and resident.board.disqualified[at] < 0
        ]

    def plan_of(self, resident: Resident, memory: Memory, moves: Sequence[RuleMove], cause: Said) -> Plan:
        """The step in which leads are moved to one stage, with its cause."""
        first, ids = moves[0], tuple(move.lead_id for move in moves)
        stage = resident.rules.funnel.stages[first.target]
        positions = [at for at in map(resident.position, ids) if at is not None]
        open_promise = memory.open_promise(resident)
        held = holding(resident.rules.funnel, resident.board, open_promise, positions, first.source)
        said = {
            "name": str(resident.columns.value(positions[0], "name") or f"#{ids[0]}"),
            "count": len(ids),
            "stage": str(stage.label),
            "to": stage.id,
            "because": first.because,
            "cause": {"code": cause.code, "params": dict(cause.params)},
            "held": list(dict.fromkeys([stage.id, *(name for name, holds in held if holds.any())])),
        }
        closing = stage.exit in DECIDING
        decides = tuple(int(resident.columns.ids[at]) for at in positions if closing and not _decided(resident, at))
        back = [f for i in ids for f in memory.promises.get(i, ()) if f.action == NURTURE]

        def carry_out(unit: UnitOfWork) -> None:
            unit.set_fields(ids, {"stage": stage.id, "stage_since": first.at})
            if decides:
                unit.set_fields(decides, {"outcome": stage.exit, "closed_at": first.at})
            for follow_up in back:
                unit.put_follow_up(replace(follow_up, done_at=first.at))

        changes = Changes.LEAD | Changes.STAGE | (Changes.FOLLOW_UP if back else Changes.NOTHING)
        label = Said(BY_RULE if len(ids) == 1 else BY_RULES, said)
        return Plan(label, changes, ids, carry_out, facts=MOVED_FIELDS)

    # --- all leads ---------------------------------------------------------------------------------------------------
    def open_day(self, progress: Progress | None = None) -> PassReport:
        """Make up for the days that began since all was looked at last."""
        desk = self._desk
        now, book = desk.now, desk.store.day_book
        looked, moment = book.looked_until(), desk.now
        new_rules = desk.store.setting(RULES_SEEN) != desk.rules.version
        set_back = looked is not None and looked > now + SET_BACK
        found = _Found()
        if looked is None or set_back or new_rules:
            self._begin_anew(found)
            desk.store.put_setting(RULES_SEEN, desk.rules.version)
            looked = now if looked is None or set_back else looked
        days = days_begun(looked, now, desk.zone)
        for number, day in enumerate(days):
            self._live(day, looked, found)
            looked = day
            if progress is not None and not progress((number + 1) / len(days)):
                moment = day
                break
        else:
            self._ring_in_time(looked, now, found)
            self._bring_back(now, found)
        kept = book.keep(found.alerts, found.announced, moment) if self._is_news(found, moment) else 0
        return PassReport(found.moved, kept, len(days), set_back)

    def settle(self, cause: Said) -> PassReport:
        """Move all leads to where they belong now, and take their tiers as announced."""
        found = _Found()
        self._begin_anew(found, cause)
        self._desk.store.day_book.keep((), found.announced, None)
        self._desk.store.put_setting(RULES_SEEN, self._desk.rules.version)
        return PassReport(found.moved)

    def _is_news(self, found: _Found, moment: datetime) -> bool:
        """Whether it is worth a write: something was found, or the last one is an hour old."""
        kept = self._desk.store.day_book.looked_until()
        return bool(found.alerts or found.announced) or kept is None or abs(moment - kept) >= timedelta(hours=1)

    def _begin_anew(self, found: _Found, cause: Said = TIME) -> None:
        """What holds now is announced without a sound, and leads go to where they belong."""
        desk = self._desk
        with desk.lock:
            resident, memory = desk.resident, desk.memory
            if resident is None:
                return
            names, tiers = resident.board.tiers, resident.board.tier.tolist()
            ids = resident.columns.ids.tolist()
            now = {i: names[tier] for i, tier in zip(ids, tiers, strict=True)}
            found.announced |= {i: tier for i, tier in now.items() if memory.announced.get(i) != tier}
            memory.tell(found.announced)
            moves = self._belonging(resident, resident.board, memory, desk.now)
        self._move_all(moves, cause, found)

    def _live(self, day: datetime, before: datetime, found: _Found) -> None:
        """Live through one midnight."""
        desk, at = self._desk, seconds(day)
        self._ring_in_time(before, day, found)
        self._bring_back(day, found)
        with desk.lock:
            resident, memory = desk.resident, desk.memory
            if resident is None:
                return
            table = desk.table_at(resident, at)
        with desk.lock:
            who = ringing.concerned(resident, memory.stands(resident))
            alerts, announced = ringing.crossings(resident, table, memory, who, TIME)
            found.alerts += alerts
            found.announced |= announced
            memory.tell(announced)
        with desk.lock:
            moves = self._belonging(resident, table, memory, day)
        self._move_all(moves, TIME, found)

    def _belonging(self, resident: Resident, table: ScoreTable, memory: Memory, at: datetime) -> list[RuleMove]:
        funnel, stands = resident.rules.funnel, memory.stands(resident)
        against, open_promise = memory.decided_against(resident), memory.open_promise(resident)
        target = belonging(funnel, table, stands, against, open_promise).automatic
        may: Array = (target != NOWHERE) & resident.columns.alive
        if may.any():  # who is disqualified costs as much as who belongs where
            may &= table.disqualified < 0
        ids = resident.columns.ids
        return [RuleMove(int(ids[p]), int(stands[p]), int(target[p]), at) for p in np.flatnonzero(may).tolist()]

    def _ring_in_time(self, after: datetime, until: datetime, found: _Found) -> None:
        desk = self._desk
        with desk.lock:
            resident, memory = desk.resident, desk.memory
            if resident is not None and after < until:
                stands = memory.stands(resident)
                found.alerts += ringing.in_time(resident, memory, stands, seconds(after), seconds(until))

    def _bring_back(self, until: datetime, found: _Found) -> None:
        """Nurtured leads whose date has come stand at the top of the funnel again, at that date."""
        desk = self._desk
        with desk.lock:
            resident, memory = desk.resident, desk.memory
            due = [] if resident is None else list(_returning(resident, memory, until))
        for move in due:
            self._move_all([move], TIME, found)

    def _move_all(self, moves: Sequence[RuleMove], cause: Said, found: _Found) -> None:
        """Carry moves out: a few one by one, many in steps of a few hundred."""
        desk = self._desk
        size = 1 if len(moves) <= ONE_BY_ONE else TOGETHER
        for part in _parts(moves, size):
            with desk.lock:
                resident, memory = desk.resident, desk.memory
                assert resident is not None
                still = list(_standing_still(resident, memory, part))
                plan = self.plan_of(resident, memory, still, cause) if still else None
            if plan is not None:
                outcome: Outcome[object] = desk.carry_out(plan)
                found.moved += len(still)
                desk.notice(outcome)


def _decided(resident: Resident, position: int) -> bool:
    """Whether a lead is won or lost, wherever it stands."""
    return resident.columns.value(position, "outcome") is not None


def _standing_still(resident: Resident, memory: Memory, moves: Sequence[RuleMove]) -> Iterator[RuleMove]:
    """The moves of leads that nobody deleted or took elsewhere since it was seen where they belong."""
    stands = memory.stands(resident)
    for move in moves:
        position = resident.position(move.lead_id)
        if position is not None and int(stands[position]) == move.source:
            yield move


def _returning(resident: Resident, memory: Memory, until: datetime) -> Iterator[RuleMove]:
    funnel, stands = resident.rules.funnel, memory.stands(resident)
    for lead_id, promises in memory.promises.items():
        due = [f.due_at for f in promises if f.action == NURTURE and f.due_at <= until]
        position = resident.position(lead_id)
        if due and position is not None and stands[position] >= 0 and not _decided(resident, position):
            source = int(stands[position])
            if funnel.stages[source].exit == NURTURE:
                yield RuleMove(lead_id, source, 0, min(due), "nurture_over")


def _parts(moves: Sequence[RuleMove], size: int) -> Iterator[Sequence[RuleMove]]:
    """Moves from one stage to another, so many at a time."""
    kinds: dict[tuple[int, int], list[RuleMove]] = {}
    for move in moves:
        kinds.setdefault((move.source, move.target), []).append(move)
    for found in kinds.values():
        for start in range(0, len(found), size):
            yield found[start : start + size]
