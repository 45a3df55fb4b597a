"""What a window asks of the workspace, at any time and on the main thread: microseconds to a few milliseconds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from leadqual_gui.domain.ledger import ScoreCard
from leadqual_gui.services import lead_queries
from leadqual_gui.services.details import LeadDetails, ValueCount, ViewCounts
from leadqual_gui.services.lead_inquiry import Seen, inquire, record_without_activities
from leadqual_gui.services.lists import Filter, LeadList, LeadRow, Query
from leadqual_gui.services.workspace_desks import WorkspaceDesks


class WorkspaceAnswers(WorkspaceDesks):
    """Lists, counts, cards and details. A list does not alter when something changes: ask again."""

    def query(self, query: Query) -> LeadList:
        """The list that was asked for, as it is now; a later change does not alter it (ask again on `changed`)."""
        self._need(lead_queries.fields_needed(query))
        resident = self._rated()
        if resident is None:
            return lead_queries.NO_LEADS
        found = self._found(query.filter)
        with self._keeper.lock:
            return lead_queries.found_list(resident, query, found, self._store.leads)

    def counts(self, chosen: Filter | None = None) -> ViewCounts:
        """How many leads each view holds (of those that `chosen` lets through)."""
        resident, wanted = self._rated(), chosen or Filter()
        if resident is None:
            return ViewCounts(all=self._store.count())
        found = self._found(wanted)
        with self._keeper.lock:
            return lead_queries.view_counts(resident, wanted, found)

    def values(self, field: str, chosen: Filter | None = None) -> Sequence[ValueCount]:
        """The distinct values of a field, most frequent first; for filters and completion."""
        self._need((field,))
        resident, wanted = self._rated(), chosen or Filter()
        if resident is None:
            return ()
        found = self._found(wanted)
        with self._keeper.lock:
            return lead_queries.distinct_values(resident, field, wanted, found)

    def row(self, lead_id: int) -> LeadRow | None:
        """One lead as a list shows it."""
        resident = self._keeper.resident
        if resident is None:
            return None
        with self._keeper.lock:
            return lead_queries.row_of(resident, lead_id)

    def find(self, key: str) -> int | None:
        """The row id of a lead by external_id, e-mail or row id."""
        return self._store.find(key)

    def card(self, lead_id: int, as_of: datetime | None = None, *, whole: bool = True) -> ScoreCard | None:
        """The account of a lead's score: as the lists show it, or at another moment.

        Not `whole`: only the ledger, without gaps and the next change of tier, in a third of the time.
        """
        return self._accounts.card(lead_id, self._rules, self._clock.now(), as_of, whole)

    def ranking(self, as_of: datetime | None = None) -> LeadList:
        """All leads, best first, as they stand now or stood at another moment. Headless, or the storage lane."""
        now = self._clock.now()
        return lead_queries.found_list(
            self._accounts.at(self._rules, as_of or now, now), Query(), None, self._store.leads
        )

    def cards(self, lead_ids: Sequence[int], as_of: datetime | None = None, ahead: bool = True) -> Iterator[ScoreCard]:
        """The accounts of many leads, in this order; without looking `ahead` (next change) it is quicker."""
        now = self._clock.now()
        return self._accounts.cards(lead_ids, self._rules, as_of or now, now, ahead)

    def lead_details(self, lead_id: int) -> LeadDetails | None:
        """Everything about a lead for the panel."""
        seen = self._seen(lead_id)
        record = self._store.record(lead_id) if seen is None else record_without_activities(self._store, lead_id)
        card = self.card(lead_id)
        if record is None or card is None:
            return None
        return inquire(self._store, self._rules, record, card, seen)

    def _seen(self, lead_id: int) -> Seen | None:
        with self._keeper.lock:
            resident = self._keeper.resident
            position = None if resident is None else resident.position(lead_id)
            if resident is None or position is None:
                return None
            happened = len(resident.columns.activities.of_one(position))
            return Seen(resident.board, position, self._keeper.lock, happened)

    def _need(self, fields: Sequence[str]) -> None:
        if self._keeper.lacking(fields):
            self.require_fields(fields)

    def _found(self, chosen: Filter) -> Sequence[int] | None:
        return self._store.search(chosen.text) if chosen.text.strip() else None

    def lacking(self, wanted: Query | Sequence[str]) -> tuple[str, ...]:
        """Fields that such a list (or these fields) would have to read from all leads first: `require_fields`."""
        fields = lead_queries.fields_needed(wanted) if isinstance(wanted, Query) else wanted
        return self._keeper.lacking(fields)

    def require_fields(self, fields: Sequence[str]) -> None:
        """Make more fields resident, so that lists can filter and sort by them at once. Storage lane: seconds."""
        self._keeper.require(fields, self._rules, self._clock.now())
