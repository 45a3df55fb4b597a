"""What an import would make of the tiers, before it is done: the leads that its rows make or change are scored.

The rows go the way of the import itself, on a writer that writes nothing. Leads that come are scored without history;
of those that are there, everything that hangs on them counts, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.mapping import ImportKind
from leadqual_gui.domain.records import LeadRecord
from leadqual_gui.services.importing_leads import LeadRows
from leadqual_gui.services.importing_plan import ImportContext, ImportPlan
from leadqual_gui.services.importing_ports import BulkWriter
from leadqual_gui.services.importing_rehearsal import Rehearsal, Row
from leadqual_gui.services.importing_result import Tally
from leadqual_gui.services.importing_table import TableSource
from leadqual_gui.services.operations import Said
from leadqual_gui.services.ports import Store
from leadqual_gui.services.progress import Progress

if TYPE_CHECKING:
    from leadqual_gui.domain.rules import Rules
    from leadqual_gui.services.resident import Resident

MOST = 20_000
"""So many leads are scored: more would take seconds of everybody's time."""
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Census:
    """How many leads stand in each tier, and how many are to be verified. Who is disqualified stands in none."""

    tiers: Mapping[str, int]
    to_verify: int = 0
    disqualified: int = 0


@dataclass(frozen=True, slots=True)
class Forecast:
    """All leads as they are now and as they would be after the import. `whole`: no row was left out."""

    now: Census
    then: Census
    whole: bool = True


def forecast(
    source: TableSource,
    plan: ImportPlan,
    store: Store,
    context: ImportContext,
    resident: Resident,
    progress: Progress | None = None,
) -> Forecast | None:
    """Score what the rows make and change. None if it was stopped, or the rows are no leads."""
    if plan.mapping.kind is not ImportKind.LEADS:
        return None
    writer = _Listener(store.bulk(Said("imported", {"file": plan.preview.name})), store)
    try:
        rows, whole = LeadRows(plan, context, writer, Tally()), True
        for batch in source.batches(_BATCH):
            rows.take(batch)
            if progress and not progress(batch.share):
                return None
            if writer.is_full:
                whole = False
                break
    finally:
        writer.take_back()
    now = census(resident)
    less, more = (_census_of(records, resident.rules, context) for records in (writer.before, writer.after))
    tiers = {tier: now.tiers[tier] - less.tiers[tier] + more.tiers[tier] for tier in now.tiers}
    verify = now.to_verify - less.to_verify + more.to_verify
    return Forecast(now, Census(tiers, verify, now.disqualified - less.disqualified + more.disqualified), whole)


def census(resident: Resident) -> Census:
    """How many of these leads stand in each tier."""
    from leadqual_gui.services.filtering import to_verify  # both late: with NumPy, not needed to foretell

    board, alive = resident.board, resident.columns.alive
    counted = alive & (board.disqualified < 0)
    tiers = {name: int((counted & (board.tier == code)).sum()) for code, name in enumerate(board.tiers)}
    return Census(tiers, int((to_verify(resident) & alive).sum()), int((alive & ~counted).sum()))


def _census_of(records: Sequence[LeadRecord], rules: Rules, context: ImportContext) -> Census:
    from leadqual_gui.domain.columns import Columns
    from leadqual_gui.domain.schema import schema_for
    from leadqual_gui.services.score_rows import scored

    return census(scored(Columns.of(records, frozenset(schema_for(rules))), rules, context.now))


class _Listener(Rehearsal):
    """A rehearsal that keeps what leads would be."""

    def __init__(self, bulk: BulkWriter, store: Store) -> None:
        super().__init__(bulk)
        self._all = store
        self.before: list[LeadRecord] = []
        self.after: list[LeadRecord] = []

    @property
    def is_full(self) -> bool:
        """Whether no more leads are to be scored."""
        return len(self.after) >= MOST

    def add_columns(self, fields: Sequence[str], columns: Sequence[Sequence[object]]) -> int:
        """Keep new leads."""
        first = super().add_columns(fields, columns)
        rows = zip(*columns, strict=True)
        self.after += [LeadRecord(_filled(Lead(first + at), fields, row)) for at, row in enumerate(rows)]
        return first

    def update_leads(
        self, fields: Sequence[str], lead_ids: Sequence[int], before: Sequence[Row], after: Sequence[Row]
    ) -> int:
        """Keep what leads that are there are now, and would be."""
        stayed = super().update_leads(fields, lead_ids, before, after)
        for lead_id, row in zip(lead_ids, after, strict=True):
            record = self._all.record(lead_id)
            if record is not None:
                self.before.append(record)
                self.after.append(replace(record, lead=_filled(record.lead, fields, row)))
        return stayed


def _filled(lead: Lead, fields: Sequence[str], row: Sequence[object]) -> Lead:
    """A lead with what a row says of it."""
    said = {key: value for key, value in zip(fields, row, strict=True) if value is not None}
    own: dict[str, Any] = {
        key.removeprefix("custom."): said.pop(key) for key in list(said) if key.startswith("custom.")
    }
    plain: dict[str, Any] = said
    return replace(lead, **plain, custom={**lead.custom, **own} if own else lead.custom)
