"""Keeps all leads resident and scored, and what is stored beside them up to date.

The lock guards what is resident; it is held for milliseconds, and never while somebody waits for the write gate, so
that the storage lane and the main thread cannot wait for one another in a circle. What is read from the store without
the lock is watched over meanwhile (`StepWatch`): whoever was touched by a step since is read again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import RLock

from leadqual_gui.domain.ledger import ScoreCard
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.schema import schema_for
from leadqual_gui.domain.scoring import score_one
from leadqual_gui.services.operations import Changes, Said, ScoreMove
from leadqual_gui.services.plans import Move
from leadqual_gui.services.ports import Store, UnitOfWork
from leadqual_gui.services.progress import Progress, within
from leadqual_gui.services.residence import (
    ONLY_FIELDS,
    follow_in,
    follow_leads,
    follow_stored,
)
from leadqual_gui.services.resident import Resident
from leadqual_gui.services.score_rows import (
    as_little_as_needed,
    moved,
    row_at,
    row_of,
    score_again,
    score_each,
    scored,
    shown_before,
)
from leadqual_gui.services.score_saving import note, noted
from leadqual_gui.services.step_watch import StepWatch
from leadqual_gui.services.unsaved_scores import UnsavedScores

FEW = 50
"""So many leads are scored within the step that changes them; more are brought up to date after it."""
MANY = 3000
"""So many changed leads are read again one by one; of more, everything is."""
LIST_FIELDS = ("job_title", "email", "phone", "city", "expected_value", "currency")


class ScoreKeeper:
    """The resident leads and their scores. `resident` is None until `load` has finished."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.fields = frozenset(LIST_FIELDS)
        """Fields that are held beside those that the rules look at."""
        self._brought = frozenset[str]()
        """Fields that were read when somebody asked: nobody may have a value there, and then there is no column."""
        self._saved_version = -1
        self._in_step = True
        """Whether what is resident is what is stored: not after a step that could not be followed."""
        self.lock = RLock()
        self._watch = StepWatch(self.lock)
        self._unsaved = UnsavedScores(store, self.lock, self._watch)
        self.resident: Resident | None = None

    # --- everything ------------------------------------------------------------------------------------------------
    def load(self, rules: Rules, now: datetime, cause: Said, progress: Progress | None = None) -> int:
        """Read all leads and score them; how many there are. Storage lane, with `keep_scores` after it."""
        facts = frozenset(schema_for(rules)) | self.fields
        with self._watch.watching() as touched:
            self._store.wait_for_step()
            columns = self._store.columns(facts, within(progress, 0.0, 0.7))
            resident = scored(columns, rules, now)
            resident.warm_up()
            self._publish(resident, touched)
        self._unsaved.put(resident, noted(self._store, rules.version) or cause)
        return len(resident)

    @property
    def unsaved(self) -> bool:
        """Whether `keep_scores` has something to do."""
        return bool(self._unsaved)

    def keep_scores(self, progress: Progress | None = None) -> int:
        """Keep the scores that changed with the last load or with other rules; how many. Storage lane, after the
        window shows them. If `progress` says to stop, the next call goes on."""
        return self._unsaved.keep(lambda: self.resident, progress)

    def expect(self, rules_version: str, cause: Said) -> None:
        """Note, before rules are replaced, why scores will change: a kill in between does not lose it."""
        note(self._store, rules_version, cause)

    def rescore(
        self, rules: Rules, now: datetime, cause: Said, progress: Progress | None = None, later: bool = False
    ) -> int:
        """Score all leads for another moment or by other rules; how many scores changed. Storage lane.

        `later`: the scores hold when this returns, and `keep_scores` writes them (nobody has been counted then: 0).
        """
        resident = self.resident
        wanted = frozenset(schema_for(rules)) | self.fields
        if resident is None or not wanted <= resident.columns.facts:
            self.load(rules, now, cause, progress)
        else:
            with self.lock:
                resident = self.resident or resident
                fresh = scored(resident.columns, rules, now)
                fresh.orderer = resident.orderer
                score_each(fresh, {i: m for i, m in resident.moments_by_id() if m > now})
                self.resident = fresh
                self._unsaved.put(fresh, cause)
        return 0 if later else self.keep_scores(progress)

    def require(self, fields: Sequence[str], rules: Rules, now: datetime) -> None:
        """Hold more fields from now on. Storage lane."""
        lacking, resident = frozenset(self.lacking(fields)), self.resident
        self.fields |= frozenset(fields)
        if resident is not None and lacking:
            self.load(rules, now, Said("loaded", {"count": len(resident)}))
            self._brought |= lacking

    def lacking(self, fields: Sequence[str]) -> tuple[str, ...]:
        """Those of these fields that would have to be read first; none of them before `load`."""
        resident = self.resident
        if resident is None:
            return ()
        return tuple(field for field in fields if not resident.holds(field) and field not in self._brought)

    def keep_snapshot(self) -> None:
        """Keep the columns in the file, if they changed since that was done last. Storage lane, or at the end."""
        resident = self.resident
        if resident is not None and self._in_step and resident.columns.version != self._saved_version:
            with self.lock:
                self._saved_version = resident.columns.version
            self._store.save_columns(resident.columns)

    # --- one step ----------------------------------------------------------------------------------------------------
    def score_in(
        self,
        unit: UnitOfWork,
        lead_ids: Sequence[int],
        changes: Changes,
        moves: Sequence[Move],
        rules: Rules,
        now: datetime,
        cause: Said,
        facts: frozenset[str] | None = None,
    ) -> tuple[ScoreMove, ...]:
        """Within a step: take over what it changed, score those leads, and keep the scores with the step.

        `facts`: the only fields that it sets, if scores can rest on nothing else that it does. If they rest on none of
        them either, they stay as they are.
        """
        self._watch.touch(lead_ids, now)
        if self.resident is None:
            rows = [row_of(card, rules, None) for card in _cards_in(unit, lead_ids, rules, now)]
            unit.save_scores(rows, cause)
            return ()
        if facts is not None:
            return self._score_fields(unit, lead_ids, facts, now, cause)
        with self.lock:
            resident = self.resident
            assert resident is not None
            before = shown_before(resident, lead_ids)
            follow_in(unit, resident.columns, lead_ids, changes, moves)
            moment, kind = as_little_as_needed(resident, lead_ids, changes, moves, now)
            positions = score_again(resident, lead_ids, moment, kind)
            rows = [row_at(resident, at) for at in positions if resident.columns.alive[at]]
            found = moved(resident, lead_ids, before)
        unit.save_scores(rows, cause)
        return found

    def _score_fields(
        self,
        unit: UnitOfWork,
        lead_ids: Sequence[int],
        facts: frozenset[str],
        now: datetime,
        cause: Said,
    ) -> tuple[ScoreMove, ...]:
        leads = [lead for lead_id in lead_ids if (lead := unit.lead(lead_id)) is not None]
        with self.lock:
            resident = self.resident
            assert resident is not None
            for lead in leads:
                if (position := resident.columns.position(lead.id)) is not None:
                    resident.columns.put_lead(position, lead, facts)
            if not resident.board.reads(facts):
                return ()
            before, moment = shown_before(resident, lead_ids), now
            if len(lead_ids) == 1 and (position := resident.position(lead_ids[0])) is not None:
                moment = resident.moment(position)
            positions = score_again(resident, lead_ids, moment, None, facts)
            rows = [row_at(resident, at) for at in positions if resident.columns.alive[at]]
            found = moved(resident, lead_ids, before)
        unit.save_scores(rows, cause)
        return found

    def follow(self, lead_ids: Sequence[int], changes: Changes, now: datetime, cause: Said) -> tuple[ScoreMove, ...]:
        """After a step (undo, bulk edit, import): take over what is stored, score those leads, keep the scores."""
        self._watch.touch(lead_ids, now)
        resident = self.resident
        if resident is None:
            return ()
        moves: list[ScoreMove] = []
        with self._keeping_step():
            if len(lead_ids) > MANY or (changes and not lead_ids):  # a step that names nobody touched too many to name
                self.load(resident.rules, now, cause)
                self.keep_scores()
                return ()
            for start in range(0, len(lead_ids), 500):
                moves += self._follow_part(tuple(lead_ids[start : start + 500]), changes, now, cause)
        return tuple(moves) if len(lead_ids) <= FEW else ()

    def recover(self, lead_ids: Sequence[int]) -> None:
        """A step failed after it was taken over: read those leads again as they are stored."""
        if self.resident is None:
            return
        with self._keeping_step():
            records = {lead_id: self._store.record(lead_id) for lead_id in lead_ids}
            with self.lock:
                resident = self.resident
                assert resident is not None
                moments = {i: m for i, m in resident.moments_by_id() if i in records}
                follow_stored(resident.columns, list(lead_ids), ~Changes.NOTHING, records.get)
                score_each(resident, dict.fromkeys(lead_ids, resident.as_of) | moments)

    # --- inside ------------------------------------------------------------------------------------------------------
    @contextmanager
    def _keeping_step(self) -> Iterator[None]:
        """In here what is stored becomes resident; where that fails, the next start reads everything anew."""
        try:
            yield
        except BaseException:
            self._in_step = False
            raise

    def _publish(self, resident: Resident, touched: dict[int, datetime]) -> None:
        """Make freshly loaded leads the resident ones, with what was done to them meanwhile."""
        while True:
            with self.lock:
                again = dict(touched)
                touched.clear()
                if not again:
                    self.resident, self._in_step = resident, True
                    return
            self._store.wait_for_step()
            records = {lead_id: self._store.record(lead_id) for lead_id in again}
            follow_stored(resident.columns, sorted(again), ~Changes.NOTHING, records.get)
            score_each(resident, {i: max(moment, resident.as_of) for i, moment in again.items()})

    def _follow_part(
        self, lead_ids: tuple[int, ...], changes: Changes, now: datetime, cause: Said
    ) -> tuple[ScoreMove, ...]:
        with self._watch.watching() as touched:
            moves = self._take_over(lead_ids, changes, now, cause)
            while True:
                with self.lock:
                    again = {lead_id: moment for lead_id, moment in touched.items() if lead_id in lead_ids}
                    touched.clear()
                if not again:
                    return moves
                self._take_over(tuple(again), ~Changes.NOTHING, max(now, *again.values()), cause)

    def _take_over(
        self, lead_ids: tuple[int, ...], changes: Changes, now: datetime, cause: Said
    ) -> tuple[ScoreMove, ...]:
        """Read what is stored of these leads, score them, and keep the scores."""
        self._store.wait_for_step()
        only_fields = not changes & ~ONLY_FIELDS and not changes & Changes.MEMBERSHIP
        leads = self._store.leads(lead_ids) if only_fields else ()
        records = {} if only_fields else {lead_id: self._store.record(lead_id) for lead_id in lead_ids}
        with self.lock:
            resident = self.resident
            assert resident is not None
            before = shown_before(resident, lead_ids)
            if only_fields:
                follow_leads(resident.columns, leads)
            else:
                follow_stored(resident.columns, lead_ids, changes, records.get)
            positions = score_again(resident, lead_ids, now)
            rows = [row_at(resident, at) for at in positions if resident.columns.alive[at]]
            found = moved(resident, lead_ids, before)
        self._store.save_scores(rows, cause)
        return found


def _cards_in(unit: UnitOfWork, lead_ids: Sequence[int], rules: Rules, now: datetime) -> Iterator[ScoreCard]:
    for lead_id in lead_ids:
        record = unit.record(lead_id)
        if record is not None:
            yield score_one(record, rules, now)
