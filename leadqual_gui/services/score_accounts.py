"""The accounts behind scores: of one lead as the lists show it, of many, or of all as they stood at another moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.ledger import ScoreCard
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.schema import schema_for
from leadqual_gui.domain.scoring import score_one
from leadqual_gui.services.ports import Store
from leadqual_gui.services.residence import forget_later_answers
from leadqual_gui.services.resident import Resident
from leadqual_gui.services.score_rows import scored
from leadqual_gui.services.scorekeeper import MANY, ScoreKeeper

BATCH = 200
"""So many accounts are made at once."""


class ScoreAccounts:
    """Answers from what is resident where that is enough, else from the store."""

    def __init__(self, store: Store, keeper: ScoreKeeper) -> None:
        self._store, self._keeper = store, keeper

    def card(
        self, lead_id: int, rules: Rules, now: datetime, as_of: datetime | None = None, whole: bool = True
    ) -> ScoreCard | None:
        """The account of a lead as the lists show it, or at another moment; not `whole`: only its ledger."""
        resident = self._keeper.resident
        if as_of is None and resident is not None:
            with self._keeper.lock:
                position = resident.position(lead_id)
                return None if position is None else resident.board.card(position, gaps=whole, ahead=whole)
        record = self._store.record(lead_id)
        return None if record is None else score_one(record, rules, as_of or now)

    def at(self, rules: Rules, moment: datetime, now: datetime) -> Resident:
        """All leads as they stood at a moment: what was said after it is not heard yet. Not the resident ones."""
        columns = self._store.columns(frozenset(schema_for(rules)) | self._keeper.fields)
        if moment < now:
            for lead_id in self._store.heard_after(moment):
                forget_later_answers(columns, lead_id, self._store.answers(lead_id), moment)
        return scored(columns, rules, moment)

    def cards(
        self, lead_ids: Sequence[int], rules: Rules, moment: datetime, now: datetime, ahead: bool
    ) -> Iterator[ScoreCard]:
        """The accounts of many leads in this order, quicker than one by one; of very many all leads are read."""
        if len(lead_ids) > MANY:
            yield from _cards_of(self.at(rules, moment, now), lead_ids, ahead)
            return
        facts = frozenset(schema_for(rules))
        for start in range(0, len(lead_ids), BATCH):
            part = lead_ids[start : start + BATCH]
            records = [record for record in map(self._store.record, part) if record is not None]
            yield from _cards_of(scored(Columns.of(records, facts, moment), rules, moment), part, ahead)


def _cards_of(leads: Resident, lead_ids: Sequence[int], ahead: bool) -> Iterator[ScoreCard]:
    positions = [at for at in map(leads.position, lead_ids) if at is not None]
    return leads.board.cards(positions, ahead=ahead)
