"""Does everything still add up? The ledger of leads while they are worked on, and the whole workspace at the end."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from leadqual_gui.adapters.db.doctor import examine
from leadqual_gui.adapters.rules_yaml.folder import check_rules
from leadqual_gui.app.bootstrap import open_workspace
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.services.lead_list import whole
from leadqual_gui.services.lists import Query
from leadqual_gui.services.workspace import Workspace
from tests.builders import FixedClock

SAMPLED = 200
Scores = dict[int, tuple[int, datetime]]
"""Whole points of each lead, and the moment for which they hold."""


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
    card = workspace.card(lead, _moment(workspace, lead))
    if card is None:
        return f"lead {lead}: in the list, but without an account"
    if sum(line.tenths for line in card.lines) != card.exact:
        return f"lead {lead}: the lines do not sum to {card.exact}"
    if (row.shown, row.tier, row.grade) != (card.shown, card.tier, card.grade):
        return f"lead {lead}: the list says {row.shown} {row.tier} {row.grade}, the account {card.shown} {card.tier}"
    if not card.least <= card.exact <= card.greatest:
        return f"lead {lead}: {card.exact} is not within {card.least} to {card.greatest}"
    if (row.least, row.greatest) != (whole(card.least), whole(card.greatest)):
        return f"lead {lead}: the list says {row.least} to {row.greatest}, the account {card.least} to {card.greatest}"
    return ""


def _moment(workspace: Workspace, lead: int) -> datetime:
    """For which the list shows this lead: a step scores whom it touches for its own moment, and nobody else."""
    card = workspace.card(lead, whole=False)
    return workspace.as_of if card is None else card.as_of


def scores_of(workspace: Workspace) -> Scores:
    """What the list shows of everybody, and for which moment."""
    ids = everybody(workspace)
    return {lead: (row.shown, _moment(workspace, lead)) for lead in ids if (row := workspace.row(lead)) is not None}


def faults_afterwards(folder: WorkspaceFolder, shown: Scores, as_of: datetime) -> list[str]:
    """Once the window is closed: the doctor's findings, and whether what is on disk gives the same scores."""
    found = [f"doctor: {one.subject}: {one.message}" for one in examine(folder.path, datetime.now(UTC)) if not one.ok]
    found += [f"doctor: {one.message}" for one in check_rules(folder.rules) if one.severity == "error"]
    workspace = open_workspace(folder, FixedClock(as_of))
    try:
        workspace.load()
        found += ledger_faults(workspace)
        if (there := set(everybody(workspace))) != set(shown):
            found.append(f"{len(there ^ set(shown))} leads are not both on disk and in the window")
        again = {lead: _from_disk(workspace, lead, moment) for lead, (_, moment) in shown.items() if lead in there}
    finally:
        workspace.close()
    wrong = [lead for lead, points in again.items() if points != shown[lead][0]]
    return found + [f"lead {lead}: {shown[lead][0]} in the window, {again[lead]} from disk" for lead in wrong[:20]]


def _from_disk(workspace: Workspace, lead: int, moment: datetime) -> int | None:
    card = workspace.card(lead, moment)
    return None if card is None else card.shown
