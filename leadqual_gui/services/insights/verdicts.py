"""What people thought of scores, beside what became of the leads.

A verdict foretells: somebody looks at an open lead and says that it deserves less, or more. What is said of a lead
that is won or lost already foretells nothing: the outcome stood beside the score. Such verdicts are told, and how many
there are, but no rate counts them; nor those on closed leads whose closing nobody dated, since it may have come first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.moments import seconds
from leadqual_gui.domain.verdicts import Judgement, Verdict
from leadqual_gui.services.insights.values import Ended, VerdictCount, VerdictRow
from leadqual_gui.services.ports import Store

MOST = 500
"""So many verdicts are told one by one, the newest."""


def told_verdicts(
    store: Store, columns: Columns, now: datetime
) -> tuple[tuple[VerdictRow, ...], tuple[VerdictCount, ...]]:
    """The newest verdicts, newest first; and what became of the leads of all of them."""
    given = [(verdict, _ended(columns, verdict, now)) for verdict in store.all_verdicts()]
    newest = given[:MOST]
    names = {lead.id: lead.name for lead in store.leads(sorted({verdict.lead_id for verdict, _ in newest}))}
    rows = tuple(
        VerdictRow(one.lead_id, names.get(one.lead_id, ""), one.at, one.judgement, one.tenths, one.reason, *ended)
        for one, ended in newest
    )
    return rows, tuple(_count(judgement, given) for judgement in Judgement)


def _ended(columns: Columns, verdict: Verdict, now: datetime) -> tuple[str, Ended]:
    """What became of the lead, and when that was for the verdict. A closing date that lies ahead is no date."""
    position = columns.position(verdict.lead_id)
    outcome = None if position is None else columns.value(position, "outcome")
    if position is None or not outcome:
        return "", Ended.OPEN
    closed = columns.value(position, "closed_at")
    if not isinstance(closed, datetime) or closed > now:
        return str(outcome), Ended.UNDATED
    return str(outcome), Ended.AFTER if seconds(closed) > seconds(verdict.at) else Ended.BEFORE


def _count(judgement: Judgement, given: Sequence[tuple[Verdict, tuple[str, Ended]]]) -> VerdictCount:
    """Each lead counts once: by what was said before its outcome, if anything was."""
    mine = [(verdict.lead_id, *ended) for verdict, ended in given if verdict.judgement is judgement]
    foretold = {lead: outcome for lead, outcome, ended in mine if ended is Ended.AFTER}
    won = sum(outcome == "won" for outcome in foretold.values())
    before, undated = (
        len({lead for lead, _, ended in mine if ended is which} - foretold.keys())
        for which in (Ended.BEFORE, Ended.UNDATED)
    )
    return VerdictCount(judgement, len(mine), CloseRate(won, len(foretold) - won), before, undated)
