"""What is remembered of the work of the day, beside the resident leads: promises, decisions, stays, announced tiers.

Held by lead, so that it survives leads being loaded anew; arrays by position are made from it and kept until something
changes. Guarded by the workspace's lock, like the leads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from leadqual_gui.domain.activities import Sign
from leadqual_gui.domain.columns_fields import NO_DATE, Array, DateColumn
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.moments import seconds
from leadqual_gui.domain.next_action import Signs, due_times, plays_of, plays_of_some
from leadqual_gui.domain.pipeline_moves import REMOVED, belonging, belonging_of_some, stands_in
from leadqual_gui.domain.pipeline_stats import Stays
from leadqual_gui.services.alerts_ports import Decision
from leadqual_gui.services.operations import Changes
from leadqual_gui.services.resident import Resident

if TYPE_CHECKING:
    from leadqual_gui.domain.columns import Columns
    from leadqual_gui.services.ports import Store

T = TypeVar("T")
NURTURE = "nurture"
"""The action of the promise that brings a nurtured lead back at its date."""
_SLOW = frozenset(("stands", "plays", "due", "suggested"))
"""Arrays that are mended in place, when they are next asked for, where a few leads changed."""
_OF_DEEDS, _OF_PROMISES = ("ours", "intent"), ("open", "promised", "ours")
_NEWS = Changes.LEAD | Changes.ACTIVITY | Changes.ANSWER | Changes.STAKEHOLDER | Changes.ADJUSTMENT


class Kept:
    """Something that took a while to work out, kept until any of the arrays that it rests on is another one."""

    def __init__(self) -> None:
        self._asked: object = None
        self._rests_on: tuple[Array, ...] = ()
        self._found: Any = None

    def of(self, asked: object, rests_on: tuple[Array, ...], make: Callable[[], T]) -> T:
        """What was asked for, worked out if anything changed; comparing costs a tenth of sorting."""
        if asked != self._asked or not all(map(np.array_equal, rests_on, self._rests_on)):
            self._found = make()
            self._asked, self._rests_on = asked, tuple(array.copy() for array in rests_on)
        found: T = self._found
        return found


class Memory:
    """The memory of the day. `resident` is the one that arrays were made for."""

    def __init__(self, store: Store) -> None:
        book = self._book = store.day_book
        self._stays: Stays | None = None
        self._left: list[int] = []
        self.placed = Kept()
        self.announced: dict[int, str] = dict(book.watched())
        self._codes: tuple[Columns, tuple[str, ...], Array] | None = None
        self.against: dict[int, set[str]] = {}
        self._decided: dict[int, int] = {}
        self._heard: set[int] = set()
        self._dirty: set[int] = set()
        self.promises: dict[int, list[FollowUp]] = {}
        self._made: dict[str, Array] = {}
        self._resident: Resident | None = None
        self._version = -1
        self._decide_again()
        for follow_up in store.open_follow_ups():
            self.promises.setdefault(follow_up.lead_id, []).append(follow_up)
        self._done: dict[int, int] = dict(book.finished())

    # --- what happens ------------------------------------------------------------------------------------------------
    def decide(self, decisions: Iterable[Decision]) -> None:
        """People decided against stages."""
        for decision in decisions:
            for stage, lead_ids in decision.against.items():
                for lead_id in lead_ids:
                    self.against.setdefault(lead_id, set()).add(stage)
                    self._decided[lead_id] = decision.version
                    self._heard.discard(lead_id)
            self._drop("against", "muted")

    @property
    def stays(self) -> Stays:
        """Who left which stage when, read when it is asked for: all the first time, then what new steps did."""
        if self._stays is None:
            self._stays = Stays(self._book.stays())
        elif self._left:
            self._stays.add([stay for operation in self._left for stay in self._book.stays(operation)])
        self._left.clear()
        return self._stays

    def turn(self) -> None:
        """A step was taken back or done again: what it decided, and whom it moved, is read anew."""
        self._stays = None
        self.against.clear()
        self._decided.clear()
        self._heard.clear()
        self._decide_again()
        self.forget()

    def _decide_again(self) -> None:
        """Read what people decided against, and of whom something new became known since."""
        self.decide(self._book.decisions())
        if self._decided:
            self._heard.update(self._book.heard_since(self._decided))

    def tell(self, announced: Mapping[int, str]) -> None:
        """These tiers count as announced from now on."""
        self.announced |= announced
        if self._codes is None or not announced:
            return
        columns, tiers, found = self._codes
        codes = {name: code for code, name in enumerate(tiers)}
        for lead_id, name in announced.items():
            at = columns.position(lead_id)
            if at is not None and at < len(found):
                found[at] = codes.get(name, -1)

    def announced_codes(self, resident: Resident, tiers: tuple[str, ...]) -> Array:
        """The announced tier of each lead by its place among the tiers, -1 if none was. Kept, and kept in step."""
        kept = self._codes
        if kept is None or kept[0] is not resident.columns or len(kept[2]) != len(resident.columns) or kept[1] != tiers:
            codes = {name: code for code, name in enumerate(tiers)}
            told = {lead_id: codes.get(name, -1) for lead_id, name in self.announced.items()}
            kept = self._codes = (resident.columns, tiers, _by_position(resident, told, -1, np.int8))
        return kept[2]

    def promise(self, lead_id: int, follow_ups: Sequence[FollowUp]) -> None:
        """All that is promised to a lead now, done or not."""
        still = [f for f in follow_ups if f.done_at is None]
        done = [seconds(f.done_at) for f in follow_ups if f.done_at is not None]
        self.promises.pop(lead_id, None)
        if still:
            self.promises[lead_id] = still
        self._done.pop(lead_id, None)
        if done:
            self._done[lead_id] = max(done)
        self._drop(*_OF_PROMISES)

    def leave(self, operation: int) -> None:
        """Leads left their stages in a step."""
        if self._stays is not None:
            self._left.append(operation)

    def update(self, resident: Resident, lead_ids: Sequence[int], changes: Changes, news: bool) -> None:
        """Something changed about a few leads, and about nobody else: what is held of them is to be mended."""
        if news and changes & _NEWS and not changes & Changes.STAGE:
            self._hear(lead_ids)
        positions, size = resident.positions(lead_ids), len(resident.columns)
        if self._resident is not resident or any(len(a) != size for a in self._made.values()) or not positions:
            self.forget()
            return
        self._version = resident.columns.version
        self._dirty.update(positions)
        if changes & Changes.ACTIVITY:
            self._drop(*_OF_DEEDS)
        if changes & (Changes.LEAD | Changes.MEMBERSHIP):
            self._drop("values")

    def _hear(self, lead_ids: Sequence[int]) -> None:
        """Something new is known of leads: what a person decided against may be suggested again."""
        news = {lead_id for lead_id in lead_ids if lead_id in self.against} - self._heard
        if news:
            self._heard |= news
            self._drop("muted")

    def _mend(self, resident: Resident) -> None:
        """Work out anew what is held of leads that changed."""
        positions, self._dirty = sorted(self._dirty), set()
        at, made = np.asarray(positions), self._made
        if "stands" in made:
            places = {stage.id: index for index, stage in enumerate(resident.rules.funnel.stages)}
            for position in positions:
                value = resident.columns.value(position, "stage")
                made["stands"][position] = 0 if value is None else places.get(str(value), REMOVED)
        if "plays" in made:
            playbook = resident.rules.playbook
            made["plays"][at] = plays_of_some(playbook, resident.board, self.open_promise(resident), positions)
            if "due" in made:
                made["due"][at] = due_times(playbook, made["plays"][at], self.signs(resident).of(at))
        if "suggested" in made:
            funnel, against, muted = resident.rules.funnel, self.decided_against(resident), self.muted(resident)
            promise, stands = self.open_promise(resident), self.stands(resident)
            some = belonging_of_some(funnel, resident.board, stands, against, promise, positions, muted)
            made["suggested"][at] = some.suggested

    def forget(self) -> None:
        """Arrays are made anew when they are next asked for."""
        self._made.clear()
        self._dirty.clear()

    def _drop(self, *names: str) -> None:
        for name in names:
            self._made.pop(name, None)

    # --- arrays by position ------------------------------------------------------------------------------------------
    def open_promise(self, resident: Resident) -> Array:
        """Whether each lead was promised something that is not done."""
        return self._array(resident, "open", lambda: self.promised(resident) != NO_DATE)

    def promised(self, resident: Resident) -> Array:
        """When the nearest promise to each lead is due (seconds, NO_DATE if there is none)."""
        nearest = {
            lead_id: min((seconds(f.due_at) for f in found if f.action != NURTURE), default=NO_DATE)
            for lead_id, found in self.promises.items()
        }
        return self._array(resident, "promised", lambda: _by_position(resident, nearest, NO_DATE, np.int64))

    def decided_against(self, resident: Resident) -> Array:
        """A bit for each stage of the funnel that a person decided against, for each lead (int64)."""
        return self._array(resident, "against", lambda: self._bits(resident, self.against))

    def muted(self, resident: Resident) -> Array:
        """The same for those leads only of which nothing new is known since."""

        def made() -> Array:
            if not self._heard:
                return self.decided_against(resident)
            return self._bits(resident, {i: s for i, s in self.against.items() if i not in self._heard})

        return self._array(resident, "muted", made)

    def _bits(self, resident: Resident, against: Mapping[int, set[str]]) -> Array:
        places = {stage.id: 1 << index for index, stage in enumerate(resident.rules.funnel.stages)}
        bits = {lead_id: sum(places.get(stage, 0) for stage in stages) for lead_id, stages in against.items()}
        return _by_position(resident, bits, 0, np.int64)

    def stands(self, resident: Resident) -> Array:
        """The index of the stage in which each lead stands."""
        return self._array(resident, "stands", lambda: stands_in(resident.rules.funnel, resident.board))

    def plays(self, resident: Resident) -> Array:
        """The play of each lead."""
        playbook = resident.rules.playbook
        return self._array(resident, "plays", lambda: plays_of(playbook, resident.board, self.open_promise(resident)))

    def due(self, resident: Resident) -> Array:
        """When the next action of each lead is due."""
        playbook = resident.rules.playbook
        return self._array(resident, "due", lambda: due_times(playbook, self.plays(resident), self.signs(resident)))

    def suggested(self, resident: Resident) -> Array:
        """The index of the stage that rules suggest for each lead, or NOWHERE."""

        def made() -> Array:
            stands, against = self.stands(resident), self.decided_against(resident)
            promise, muted = self.open_promise(resident), self.muted(resident)
            return belonging(resident.rules.funnel, resident.board, stands, against, promise, muted).suggested

        return self._array(resident, "suggested", made)

    def signs(self, resident: Resident) -> Signs:
        """When each lead last did something, and when we last did."""
        return Signs(
            resident.last_signs(),
            self._array(resident, "ours", lambda: self._ours(resident)),
            dates(resident, "created_at"),
            self.promised(resident),
        )

    def intent_at(self, resident: Resident) -> Array:
        """When each lead last showed intent."""
        kinds = tuple(kind.id for kind in resident.rules.activity_kinds if kind.sign is Sign.INTENT)
        return self._array(resident, "intent", lambda: resident.newest(kinds))

    def values(self, resident: Resident) -> Array:
        """The expected value of each lead (NaN where not known)."""
        return self._array(resident, "values", lambda: _numbers(resident, "expected_value"))

    def some_play(self, resident: Resident, position: int) -> tuple[int, int]:
        """The play of one lead and when it is due, without working out everybody's."""
        if self._fresh(resident) and "due" in self._made:
            return int(self.plays(resident)[position]), int(self.due(resident)[position])
        playbook = resident.rules.playbook
        plays = plays_of_some(playbook, resident.board, self.open_promise(resident), [position])
        due = due_times(playbook, plays, self.signs(resident).of(np.asarray([position])))
        return int(plays[0]), int(due[0])

    def _ours(self, resident: Resident) -> Array:
        kinds = tuple(kind.id for kind in resident.rules.activity_kinds if not kind.by_lead)
        acted = np.maximum(resident.newest(kinds), resident.newest(_spoken(resident)))
        return np.maximum(acted, _by_position(resident, self._done, NO_DATE, np.int64))

    def _fresh(self, resident: Resident) -> bool:
        return self._resident is resident and self._version == resident.columns.version

    def _array(self, resident: Resident, name: str, make: Callable[[], Array]) -> Array:
        if not self._fresh(resident):
            self._resident, self._version = resident, resident.columns.version
            self.forget()
        if self._dirty and name in _SLOW:
            self._mend(resident)
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]


def dates(resident: Resident, field: str) -> Array:
    """A date of each lead, in seconds; NO_DATE where not known."""
    column = resident.column(field)
    return column.seconds if isinstance(column, DateColumn) else np.full(len(resident.columns), NO_DATE)


def _spoken(resident: Resident) -> tuple[str, ...]:
    """Kinds of activity in which both took part: a call that reached somebody is an answer of ours too."""
    return tuple(kind.id for kind in resident.rules.activity_kinds if kind.id in ("call_reached", "call"))


def _numbers(resident: Resident, field: str) -> Array:
    column = resident.column(field)
    codes = getattr(column, "codes", None)
    if column is None or codes is None:
        return np.full(len(resident.columns), np.nan)
    table = np.asarray([*getattr(column, "values", ()), np.nan], np.float64)
    found: Array = table[np.where(codes < 0, len(table) - 1, codes)]
    return found


def _by_position(resident: Resident, values: Mapping[int, int], filler: int, dtype: type[Any]) -> Array:
    made = np.full(len(resident.columns), filler, dtype)
    if values:
        ids = np.fromiter(values.keys(), np.int64, len(values))
        told = np.fromiter(values.values(), np.int64, len(values))
        at = np.minimum(np.searchsorted(resident.columns.ids, ids), max(0, len(made) - 1))
        there = resident.columns.ids[at] == ids if len(made) else np.zeros(len(ids), np.bool_)
        made[at[there]] = told[there]
    return made
