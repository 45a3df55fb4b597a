"""How the sample leads came to stand where they stand: through which stages, when, and who moved them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

import numpy as np

from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.moments import DAY, moment_of, seconds
from leadqual_gui.domain.pipeline_circles import AUTOMATIC
from leadqual_gui.domain.pipeline_moves import NOWHERE, belonging, stands_in
from leadqual_gui.services.alerts_ports import BY_RULE
from leadqual_gui.services.operations import Said
from leadqual_gui.services.resident import Resident
from leadqual_gui.services.sample.stories import Story
from leadqual_gui.services.workspace import Workspace

_TO_MQL = ("engaged", "mql")
WAYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "new": ((),),
    "engaged": (("engaged",),),
    "mql": (_TO_MQL,),
    "pql": ((*_TO_MQL, "pql"),),
    "sql": ((*_TO_MQL, "sql"), (*_TO_MQL, "pql", "sql")),
    "opportunity": ((*_TO_MQL, "sql", "opportunity"), (*_TO_MQL, "pql", "sql", "opportunity")),
    "won": ((*_TO_MQL, "sql", "opportunity", "won"), (*_TO_MQL, "pql", "sql", "opportunity", "won")),
    "lost": (
        ("engaged", "lost"),
        (*_TO_MQL, "lost"),
        (*_TO_MQL, "pql", "lost"),
        (*_TO_MQL, "sql", "lost"),
        (*_TO_MQL, "sql", "opportunity", "lost"),
    ),
    "nurture": (("nurture",), ("engaged", "nurture"), (*_TO_MQL, "nurture")),
    "disqualified": (("disqualified",), ("engaged", "disqualified")),
}
"""By where a lead ended: the ways on which it may have come there from the first stage."""
LONGEST_STAY = 24.0
"""So many days about its last sign a lead may have come to its stage."""

QUICK = 0.65
"""So many are curious within days of coming in."""


@dataclass(frozen=True, slots=True)
class Move:
    """A lead came to a stage."""

    at: datetime
    lead_id: int
    name: str
    stage: str


def walk(workspace: Workspace, told: Sequence[Story], resident: Resident, now: datetime, random: Random) -> None:
    """Let the leads go their ways, one after another, each move a step of its own at its moment.

    `resident`: the leads as they stood some days ago; who belongs further by then than its story says, is there.
    """
    belongs = _belongs(resident)
    places = {stage.id: place for place, stage in enumerate(workspace.rules.funnel.stages)}
    leads, moves = list[Lead](), list[Move]()
    for story in told:
        lead = workspace.store.lead(workspace.find(story.key) or 0)
        assert lead is not None
        leads.append(lead)
        ends = max(story.ends, belongs.get(lead.id, ""), key=lambda stage: places.get(stage, -1))
        way = [stage for stage in random.choice(WAYS.get(ends, ((),))) if stage in places]
        moves += _moves(story, lead, way, now, random)
    with workspace.store.unit(Said("sample_made")) as unit:
        for lead in leads:
            unit.set_fields((lead.id,), {"stage_since": lead.created_at})
        unit.commit()
    for move in sorted(moves, key=lambda move: (move.at, move.lead_id)):
        with workspace.store.unit(_said(workspace, move), move.at) as unit:
            unit.set_fields((move.lead_id,), {"stage": move.stage, "stage_since": move.at})
            unit.commit()


def _belongs(resident: Resident) -> dict[int, str]:
    """The stages to which rules would have moved leads by then."""
    funnel, board = resident.rules.funnel, resident.board
    size = len(resident.columns)
    found = belonging(funnel, board, stands_in(funnel, board), np.zeros(size, np.int64), np.zeros(size, np.bool_))
    may = (found.automatic != NOWHERE) & (board.disqualified < 0)
    ids = resident.columns.ids
    return {int(ids[at]): funnel.stages[int(found.automatic[at])].id for at in np.flatnonzero(may).tolist()}


def _moves(story: Story, lead: Lead, way: Sequence[str], now: datetime, random: Random) -> Iterator[Move]:
    """Between the first day and the end, or soon after the last sign, in order: quickly at first, then slowly."""
    seen = min((ago for _, ago in story.acts), default=story.created)
    about = abs(seen + random.uniform(-LONGEST_STAY, LONGEST_STAY * 0.7)) + 0.2
    last = about if story.closed is None else story.closed
    last = min(last, story.created * 0.97)
    pace = 1.3 if story.closed is None else 0.7
    before = sorted((story.created - (story.created - last) * random.random() ** pace for _ in way[1:]), reverse=True)
    agos = [*before, last]
    if way and way[0] == "engaged" and random.random() < QUICK:
        agos[0] = max(agos[0], story.created - random.uniform(0.5, 12))
    for stage, ago in zip(way, agos, strict=False):
        at = max(lead.created_at or now, moment_of(seconds(now) - int(ago * DAY)))
        decided = lead.closed_at or at
        yield Move(decided if stage == way[-1] else min(at, decided), lead.id, lead.name, stage)


def _said(workspace: Workspace, move: Move) -> Said:
    stage = workspace.rules.funnel.stage(move.stage)
    assert stage is not None
    said: dict[str, object] = {"name": move.name, "count": 1, "stage": str(stage.label), "to": stage.id}
    if stage.mode == AUTOMATIC:
        why = {"because": "entry", "cause": {"code": "rescored", "params": {}}, "held": [stage.id]}
        return Said(BY_RULE, said | why)
    return Said("lead_moved", said | {"reason": ""})
