"""Keeps all leads resident and scored, and what is stored beside them up to date.

The lock guards what is resident; it is held for milliseconds, and never while the store is asked for anything, so
that the storage lane and the main thread cannot wait for one another in a circle.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from threading import RLock

from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.ledger import ScoreCard
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.schema import schema_for
from leadqual_gui.domain.scoring import score_one
from leadqual_gui.services.operations import Changes, Said, ScoreMove
from leadqual_gui.services.plans import Move
from leadqual_gui.services.ports import Store, UnitOfWork
from leadqual_gui.services.progress import Progress, within
from leadqual_gui.services.residence import (
    follow_leads,
    follow_moves,
    follow_record,
    follow_stored,
    forget_later_answers,
    hide,
)
from leadqual_gui.services.resident import Resident
from leadqual_gui.services.score_rows import differing, moved, row_at, row_of, score_again, scored, shown_before
from leadqual_gui.services.score_saving import Unsaved, forget, note, noted, rows_at

FEW = 50
"""So many leads are scored within the step that changes them; more are brought up to date after it."""
MANY = 3000
"""So many changed leads are read again one by one; of more, everything is."""
BATCH = 200
"""So many accounts are made at once."""
LIST_FIELDS = ("job_title", "email", "phone", "city", "expected_value", "currency")
_ONLY_FIELDS = Changes.LEAD | Changes.STAGE | Changes.MEMBERSHIP


class ScoreKeeper:
    """The resident leads and their scores. `resident` is None until `load` has finished."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._fields = frozenset(LIST_FIELDS)
        self._missed: set[int] | None = None
        self._saved_version = -1
        self._unsaved: Unsaved | None = None
        self.lock = RLock()
        self.resident: Resident | None = None

    # --- everything ------------------------------------------------------------------------------------------------
    def load(self, rules: Rules, now: datetime, cause: Said, progress: Progress | None = None) -> int:
        """Read all leads and score them; how many there are. Storage lane, with `keep_scores` after it."""
        with self.lock:
            self._missed = set()
        facts = frozenset(schema_for(rules)) | self._fields
        columns = self._store.columns(facts, within(progress, 0.0, 0.7))
        resident = scored(columns, rules, now)
        resident.warm_up()
        self._publish(resident)
        self._unsaved = Unsaved(resident, noted(self._store, rules.version) or cause)
        return len(resident)

    @property
    def unsaved(self) -> bool:
        """Whether `keep_scores` has something to do."""
        return self._unsaved is not None

    def keep_scores(self, progress: Progress | None = None) -> int:
        """Keep the scores that changed with the last load or with other rules; how many. Storage lane, after the
        window shows them. If `progress` says to stop, the next call goes on."""
        unsaved, kept = self._unsaved, 0
        if unsaved is None:
            return 0
        if unsaved.positions is None:
            stored = list(self._store.scores())
            with self.lock:
                unsaved.positions = differing(unsaved.resident, stored)
        while part := unsaved.next():
            with self.lock:
                rows = rows_at(unsaved.resident, part)
            self._store.save_scores(rows, unsaved.cause)
            unsaved.done, kept = unsaved.done + len(part), kept + len(part)
            if progress is not None and not progress(unsaved.share) and unsaved.next():
                return kept
        if self._unsaved is unsaved:
            self._unsaved = None
            forget(self._store)
        return kept

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
        wanted = frozenset(schema_for(rules)) | self._fields
        if resident is None or not wanted <= resident.columns.facts:
            self.load(rules, now, cause, progress)
        else:
            with self.lock:
                fresh = scored(resident.columns, rules, now)
                fresh.orderer = resident.orderer
                self.resident = fresh
                self._unsaved = Unsaved(fresh, cause)
        return 0 if later else self.keep_scores(progress)

    def require(self, fields: Sequence[str], rules: Rules, now: datetime) -> None:
        """Hold more fields from now on. Storage lane."""
        resident = self.resident
        self._fields |= frozenset(fields)
        if resident is not None and not all(map(resident.holds, fields)):
            self.load(rules, now, Said("loaded", {"count": len(resident)}))

    def keep_snapshot(self) -> None:
        """Keep the columns in the file, if they changed since that was done last. Storage lane, or at the end."""
        resident = self.resident
        if resident is not None and resident.columns.version != self._saved_version:
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
        self._miss(lead_ids)
        resident = self.resident
        if resident is not None and facts is not None:
            return self._score_fields(unit, resident, lead_ids, facts, now, cause)
        if resident is None:
            rows = [row_of(card, rules, None) for card in self._cards_in(unit, lead_ids, rules, now)]
            unit.save_scores(rows, cause)
            return ()
        with self.lock:
            before = shown_before(resident, lead_ids)
            self._follow_in(unit, resident.columns, lead_ids, changes, moves)
            moment, kind = _as_little_as_needed(resident, lead_ids, changes, moves, now)
            positions = score_again(resident, lead_ids, moment, kind)
            rows = [row_at(resident, at) for at in positions if resident.columns.alive[at]]
            found = moved(resident, lead_ids, before)
        unit.save_scores(rows, cause)
        return found

    def _score_fields(
        self,
        unit: UnitOfWork,
        resident: Resident,
        lead_ids: Sequence[int],
        facts: frozenset[str],
        now: datetime,
        cause: Said,
    ) -> tuple[ScoreMove, ...]:
        leads = [lead for lead_id in lead_ids if (lead := unit.lead(lead_id)) is not None]
        with self.lock:
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
        self._miss(lead_ids)
        resident = self.resident
        if resident is None:
            return ()
        if len(lead_ids) > MANY or (changes and not lead_ids):  # a step that names nobody touched too many to name
            self.load(resident.rules, now, cause)
            self.keep_scores()
            return ()
        moves: list[ScoreMove] = []
        for start in range(0, len(lead_ids), 500):
            part = tuple(lead_ids[start : start + 500])
            moves += self._follow_part(resident, part, changes, now, cause)
        return tuple(moves) if len(lead_ids) <= FEW else ()

    def recover(self, lead_ids: Sequence[int]) -> None:
        """A step failed after it was taken over: read those leads again as they are stored."""
        resident = self.resident
        if resident is None:
            return
        records = {lead_id: self._store.record(lead_id) for lead_id in lead_ids}
        with self.lock:
            follow_stored(resident.columns, list(lead_ids), ~Changes.NOTHING, records.get)
            score_again(resident, lead_ids, resident.as_of)

    def card(
        self, lead_id: int, rules: Rules, now: datetime, as_of: datetime | None = None, whole: bool = True
    ) -> ScoreCard | None:
        """The account of a lead as the lists show it, or at another moment; not `whole`: only its ledger."""
        resident = self.resident
        if as_of is None and resident is not None:
            with self.lock:
                position = resident.position(lead_id)
                return None if position is None else resident.board.card(position, gaps=whole, ahead=whole)
        record = self._store.record(lead_id)
        return None if record is None else score_one(record, rules, as_of or now)

    def at(self, rules: Rules, moment: datetime, now: datetime) -> Resident:
        """All leads as they stood at a moment: what was said after it is not heard yet. Not the resident ones."""
        columns = self._store.columns(frozenset(schema_for(rules)) | self._fields)
        if moment < now:
            for lead_id in self._store.heard_after(moment):
                forget_later_answers(columns, lead_id, self._store.answers(lead_id), moment)
        return scored(columns, rules, moment)

    def cards(
        self, lead_ids: Sequence[int], rules: Rules, moment: datetime, now: datetime, ahead: bool
    ) -> Iterator[ScoreCard]:
        """The accounts of many leads in this order, quicker than one by one; of very many all leads are read."""
        if len(lead_ids) > MANY:
            yield from _accounts(self.at(rules, moment, now), lead_ids, ahead)
            return
        facts = frozenset(schema_for(rules))
        for start in range(0, len(lead_ids), BATCH):
            part = lead_ids[start : start + BATCH]
            records = [record for record in map(self._store.record, part) if record is not None]
            yield from _accounts(scored(Columns.of(records, facts, moment), rules, moment), part, ahead)

    # --- inside ------------------------------------------------------------------------------------------------------
    def _publish(self, resident: Resident) -> None:
        """Make freshly loaded leads the resident ones, with what was done to them meanwhile."""
        while True:
            with self.lock:
                missed, self._missed = self._missed or set(), set()
                if not missed:
                    self._missed = None
                    self.resident = resident
                    return
            records = {lead_id: self._store.record(lead_id) for lead_id in missed}
            follow_stored(resident.columns, sorted(missed), ~Changes.NOTHING, records.get)
            score_again(resident, sorted(missed), resident.as_of)

    def _miss(self, lead_ids: Sequence[int]) -> None:
        """Remember leads that change while all are being loaded."""
        with self.lock:
            if self._missed is not None:
                self._missed.update(lead_ids)

    def _follow_in(
        self, unit: UnitOfWork, columns: Columns, lead_ids: Sequence[int], changes: Changes, moves: Sequence[Move]
    ) -> None:
        if moves:
            follow_moves(columns, lead_ids[0], moves)
            changes &= ~Changes.ACTIVITY
        for lead_id in lead_ids if changes else ():
            if changes & ~_ONLY_FIELDS:
                record = unit.record(lead_id)
                if record is None:
                    hide(columns, [lead_id])
                else:
                    follow_record(columns, record, changes)
                continue
            lead = unit.lead(lead_id)
            if lead is None:
                hide(columns, [lead_id])
            else:
                follow_leads(columns, [lead])

    def _follow_part(
        self, resident: Resident, lead_ids: tuple[int, ...], changes: Changes, now: datetime, cause: Said
    ) -> tuple[ScoreMove, ...]:
        only_fields = not changes & ~_ONLY_FIELDS and not changes & Changes.MEMBERSHIP
        leads = self._store.leads(lead_ids) if only_fields else ()
        records = {} if only_fields else {lead_id: self._store.record(lead_id) for lead_id in lead_ids}
        with self.lock:
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

    def _cards_in(self, unit: UnitOfWork, lead_ids: Sequence[int], rules: Rules, now: datetime) -> Iterator[ScoreCard]:
        for lead_id in lead_ids:
            record = unit.record(lead_id)
            if record is not None:
                yield score_one(record, rules, now)


def _accounts(leads: Resident, lead_ids: Sequence[int], ahead: bool) -> Iterator[ScoreCard]:
    positions = [at for at in map(leads.position, lead_ids) if at is not None]
    return leads.board.cards(positions, ahead=ahead)


def _as_little_as_needed(
    resident: Resident, lead_ids: Sequence[int], changes: Changes, moves: Sequence[Move], now: datetime
) -> tuple[datetime, str | None]:
    """The moment to score for, and the kind of activity if that is all that is new.

    A new activity from before the moment for which the lead's score holds concerns few criteria; anything else, all.
    """
    if changes is not Changes.ACTIVITY or len(lead_ids) != 1 or len(moves) != 1:
        return now, None
    before, after = moves[0]
    position = resident.position(lead_ids[0])
    if before is not None or after is None or position is None:
        return now, None
    moment = resident.moment(position)
    return (moment, after.kind) if after.occurred_at <= moment else (now, None)
