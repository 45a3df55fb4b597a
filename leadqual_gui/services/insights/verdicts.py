"""What people thought of scores, beside what became of the leads."""

from __future__ import annotations

from collections.abc import Sequence

from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.verdicts import Judgement
from leadqual_gui.services.insights.values import VerdictCount, VerdictRow
from leadqual_gui.services.ports import Store

MOST = 500
"""So many verdicts are told one by one, the newest."""


def verdict_rows(store: Store, columns: Columns) -> tuple[VerdictRow, ...]:
    """The newest verdicts, newest first."""
    given = list(store.all_verdicts())[:MOST]
    names = {lead.id: lead.name for lead in store.leads(sorted({verdict.lead_id for verdict in given}))}
    rows = []
    for verdict in given:
        position = columns.position(verdict.lead_id)
        ended = None if position is None else columns.value(position, "outcome")
        rows.append(
            VerdictRow(
                verdict.lead_id,
                names.get(verdict.lead_id, ""),
                verdict.at,
                verdict.judgement,
                verdict.tenths,
                verdict.reason,
                str(ended or ""),
            )
        )
    return tuple(rows)


def verdict_counts(rows: Sequence[VerdictRow]) -> tuple[VerdictCount, ...]:
    """How often each judgement was given, and how often those leads were won."""
    found = []
    for judgement in Judgement:
        mine = [row for row in rows if row.judgement is judgement]
        ended = {row.lead_id: row.outcome for row in mine if row.outcome}
        won = sum(outcome == "won" for outcome in ended.values())
        found.append(VerdictCount(judgement, len(mine), CloseRate(won, len(ended) - won)))
    return tuple(found)
