"""`score`: all leads, best first, or one of them; with the ledger if asked for."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

from leadqual_gui.app.headless.opening import existing_folder, opened
from leadqual_gui.app.headless.output import RefusedError, print_json_list
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.ledger import ScoreCard
from leadqual_gui.services.exporting import points, score_item
from leadqual_gui.services.lists import LeadRow
from leadqual_gui.services.workspace import Workspace

_AT_ONCE = 500


def run_score(chosen: argparse.Namespace) -> int:
    """Print scores, best first."""
    as_of = None if chosen.as_of is None else moment(chosen.as_of)
    with opened(existing_folder(chosen)) as workspace:
        if chosen.lead is None and not chosen.json and not chosen.ledger:
            ranking = workspace.ranking(as_of)
            for index in range(len(ranking)):
                _print_row(ranking.row(index))
            return 0
        cards = _cards(workspace, chosen, as_of)
        if chosen.json:
            print_json_list(score_item(lead, card) for card, lead in _with_leads(workspace, cards))
        else:
            for card, lead in _with_leads(workspace, cards):
                _print_card(lead, card, chosen.ledger)
    return 0


def moment(text: str) -> datetime:
    """A moment as ISO 8601; without a zone UTC; a bare date is its midnight."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise RefusedError(
            f"--as-of must be a moment such as 2026-11-21 or 2026-11-21T09:00Z; found '{text}'"
        ) from None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _cards(workspace: Workspace, chosen: argparse.Namespace, as_of: datetime | None) -> Iterator[ScoreCard]:
    if chosen.lead is None:
        return workspace.cards(workspace.ranking(as_of).ids(), as_of)
    lead_id = workspace.find(chosen.lead)
    card = None if lead_id is None else workspace.card(lead_id, as_of)
    if card is None:
        raise RefusedError(f"There is no lead “{chosen.lead}”. Write an external id, an e-mail address or a row number")
    return iter((card,))


def _with_leads(workspace: Workspace, cards: Iterator[ScoreCard]) -> Iterator[tuple[ScoreCard, Lead]]:
    while part := list(islice(cards, _AT_ONCE)):
        leads = {lead.id: lead for lead in workspace.store.leads([card.lead_id for card in part])}
        yield from ((card, leads[card.lead_id]) for card in part if card.lead_id in leads)


def _print_row(row: LeadRow) -> None:
    span = f"{row.least}–{row.greatest}"
    company = f", {row.company}" if row.company and row.company != row.name else ""
    out = "  (disqualified)" if row.disqualified else ""
    print(f"{row.shown:4d}  {row.tier:<5} {row.grade:<3} {span:>7}  {row.name}{company}{out}")


def _print_card(lead: Lead, card: ScoreCard, ledger: bool) -> None:
    span = f"{points(card.least)}–{points(card.greatest)}"
    company = f", {lead.company}" if lead.company and lead.company != lead.name else ""
    out = f"  (disqualified: {card.disqualified})" if card.disqualified else ""
    print(f"{card.shown:4d}  {card.tier:<5} {card.grade:<3} {span:>7}  {lead.name}{company}{out}")
    for line in card.lines if ledger else ():
        evidence = f": {line.evidence.text}" if line.evidence.text else ""
        print(f"      {line.tenths / 10:+7.1f}  {line.label}{evidence}")
