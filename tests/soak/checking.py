"""Does everything still add up? The ledger of leads while they are worked on, and the whole workspace at the end."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from leadqual_gui.adapters.db.doctor import examine
from leadqual_gui.adapters.rules_yaml.folder import check_rules
from leadqual_gui.app.bootstrap import open_workspace
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.services.lists import Query
from leadqual_gui.services.workspace import Workspace
from tests.builders import FixedClock

SAMPLED = 200


def everybody(workspace: Workspace) -> list[int]:
    """All leads, deleted ones not."""
    return [int(lead) for lead in workspace.query(Query()).ids()]


def ledger_faults(workspace: Workspace, chance: random.Random | None = None) -> list[str]:
    """Leads whose lines do not sum to what the list shows: of a sample, or of all."""
    ids = everybody(workspace)
    some = chance.sample(ids, min(SAMPLED, len(ids))) if chance is not None else ids
    return [fault for lead in some if (fault := _fault(workspace, lead))]


def _fault(workspace: Workspace, lead: int) -> str:
    row = workspace.row(lead)
    if row is None:
        return ""
    card = workspace.card(lead, workspace.as_of)
    if card is None:
        return f"lead {lead}: in the list, but without an account"
    if sum(line.tenths for line in card.lines) != card.exact:
        return f"lead {lead}: the lines do not sum to {card.exact}"
    if (row.shown, row.tier, row.grade) != (card.shown, card.tier, card.grade):
        return f"lead {lead}: the list says {row.shown} {row.tier} {row.grade}, the account {card.shown} {card.tier}"
    if not card.least <= card.exact <= card.greatest:
        return f"lead {lead}: {card.exact} is not within {card.least} to {card.greatest}"
    return ""


def scores_of(workspace: Workspace) -> dict[int, int]:
    """What the list shows of everybody."""
    ids = everybody(workspace)
    return {lead: row.shown for lead in ids if (row := workspace.row(lead)) is not None}


def faults_afterwards(folder: WorkspaceFolder, shown: dict[int, int], as_of: datetime) -> list[str]:
    """Once the window is closed: the doctor's findings, and whether what is on disk gives the same scores."""
    found = [f"doctor: {one.subject}: {one.message}" for one in examine(folder.path, datetime.now(UTC)) if not one.ok]
    found += [f"doctor: {one.message}" for one in check_rules(folder.rules) if one.severity == "error"]
    workspace = open_workspace(folder, FixedClock(as_of))
    try:
        workspace.load()
        found += ledger_faults(workspace)
        again = scores_of(workspace)
    finally:
        workspace.close()
    if set(again) != set(shown):
        found.append(f"{len(set(again) ^ set(shown))} leads are not both on disk and in the window")
    wrong = [lead for lead in again.keys() & shown.keys() if again[lead] != shown[lead]]
    return found + [f"lead {lead}: {shown[lead]} in the window, {again[lead]} from disk" for lead in wrong[:20]]
