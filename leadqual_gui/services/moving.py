"""A person moves leads through the funnel: gates are looked at, ways out have their consequences, reasons are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.columns_fields import Array
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.funnel import Stage
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.pipeline import Unmet, index_of, unmet_gates
from leadqual_gui.domain.pipeline_moves import holding
from leadqual_gui.domain.scoring import ScoreTable, score_many
from leadqual_gui.services.commands import FieldValue, MoveLeads
from leadqual_gui.services.moving_memory import NURTURE
from leadqual_gui.services.moving_values import GateRefusal
from leadqual_gui.services.operations import Changes, Refusal, Said
from leadqual_gui.services.plans import Plan, Planned, Situation, existing, refusal
from leadqual_gui.services.ports import UnitOfWork

LONGEST_REST = timedelta(days=3660)
MOVED_FIELDS = frozenset(("stage", "stage_since", "outcome", "closed_at", "lost_reason"))
"""The fields of a lead that a move sets."""
DECIDING = ("won", "lost")
"""The ways out that decide a lead."""
NEEDS_REASON = frozenset(("lost", "disqualified"))
LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class Scored:
    """Leads as gates see them: a scored table, their places in it, and who was promised something."""

    table: ScoreTable
    positions: list[int]
    follow_ups: Array

    @classmethod
    def apart(cls, situation: Situation, leads: Sequence[Lead]) -> Scored:
        """Score these leads by themselves, from the store: before all leads are resident."""
        records = [record for lead in leads if (record := situation.store.record(lead.id)) is not None]
        columns = Columns.of(records)
        table = score_many(columns, situation.rules, situation.now)
        positions = [at for lead in leads if (at := columns.position(lead.id)) is not None]
        open_still = [_open(situation, int(lead_id)) for lead_id in columns.ids]
        return cls(table, positions, np.asarray(open_still, np.bool_))

    def some(self, leads: Sequence[Lead]) -> list[int]:
        """The places of some of the leads."""
        return [at for lead in leads if (at := self.table.columns.position(lead.id)) is not None]


def move_leads(command: MoveLeads, situation: Situation, scored: Scored | None = None) -> Planned:
    """Move leads to a stage, or say what is missing. Those that stand there already stay as they are."""
    leads = existing(situation, command.lead_ids)
    if isinstance(leads, Refusal):
        return leads
    stage = situation.rules.funnel.stage(command.to)
    if stage is None:
        return refusal("no_such_stage", "stage", field="stage", value=command.to)
    leads = tuple(lead for lead in leads if lead.stage != stage.id)
    if not leads:
        return refusal("stands_there", "stage", stage=str(stage.label))
    if refused := _unfit(command, stage, situation.now):
        return refused
    scored = scored or Scored.apart(situation, leads)
    unmet = unmet_gates(stage, scored.table, scored.some(leads), scored.follow_ups)
    if unmet and not command.override.strip():
        shut = {one.lead_id for one in unmet}
        ready = tuple(lead for lead in leads if lead.id not in shut)
        if not (command.only_ready and ready):
            return _gate_refusal(stage, leads, unmet, len(ready))
        leads, unmet = ready, ()
    return _plan(command, stage, leads, situation, scored, past_gate=bool(unmet))


def _stays_decided(lead: Lead, situation: Situation) -> bool:
    """Whether a lead is won or lost without standing there: only leaving a way out opens a lead again."""
    stands = situation.rules.funnel.stage(lead.stage or "")
    return lead.outcome is not None and not (stands and stands.exit)


def exit_fields(stage: Stage, reason: str, now: datetime) -> Mapping[str, FieldValue]:
    """What becomes of a lead that enters a stage: a way out decides it; leaving one, the lead is open again."""
    fields: dict[str, FieldValue] = {"stage": stage.id, "outcome": None, "closed_at": None, "lost_reason": None}
    if stage.exit in DECIDING:
        fields |= {"outcome": stage.exit, "closed_at": now}
    if stage.exit in NEEDS_REASON:
        fields["lost_reason"] = reason or None
    return fields


def _plan(
    command: MoveLeads, stage: Stage, leads: tuple[Lead, ...], situation: Situation, scored: Scored, past_gate: bool
) -> Plan:
    ids, reason = tuple(lead.id for lead in leads), command.reason.strip()
    fields = exit_fields(stage, reason, situation.now)
    decided = () if stage.exit in DECIDING else tuple(lead.id for lead in leads if _stays_decided(lead, situation))
    others = tuple(lead_id for lead_id in ids if lead_id not in set(decided))
    waiting = [f for lead_id in ids for f in situation.store.follow_ups(lead_id) if _brings_back(f)]
    until = command.until if stage.exit == NURTURE else None

    def carry_out(unit: UnitOfWork) -> None:
        unit.set_fields(others, fields)
        if decided:
            unit.set_fields(decided, {"stage": stage.id})
        for follow_up in waiting:
            unit.put_follow_up(replace(follow_up, done_at=situation.now))
        for lead_id in ids if until is not None else ():
            assert until is not None
            unit.put_follow_up(FollowUp(0, lead_id, NURTURE, until, reason or None))

    changes = Changes.LEAD | Changes.STAGE
    if waiting or until is not None:
        changes |= Changes.FOLLOW_UP
    label = _label(command, stage, leads, situation, scored, past_gate)
    return Plan(label, changes, ids, carry_out, facts=MOVED_FIELDS)


def _label(
    command: MoveLeads, stage: Stage, leads: tuple[Lead, ...], situation: Situation, scored: Scored, past_gate: bool
) -> Said:
    code = "lead_moved" if len(leads) == 1 else "leads_moved"
    said: dict[str, object] = {
        "name": leads[0].name,
        "count": len(leads),
        "stage": str(stage.label),
        "to": stage.id,
        "reason": command.reason.strip(),
    }
    if command.until is not None:
        said["until"] = command.until.isoformat()
    if past_gate:
        code, said["override"] = f"{code}_past_gate", command.override.strip()
    if against := _against(stage, leads, situation, scored):
        said["against"] = against
    return Said(code, said)


def _against(stage: Stage, leads: tuple[Lead, ...], situation: Situation, scored: Scored) -> dict[str, list[int]]:
    """The stages to which rules would move these leads, although a person moves them elsewhere: let them not."""
    funnel = situation.rules.funnel
    at = index_of(funnel, stage.id) or 0
    positions = scored.some(leads)
    if stage.exit:
        return {}
    held = holding(funnel, scored.table, scored.follow_ups, positions, at)
    ids = [int(scored.table.columns.ids[position]) for position in positions]
    told = {name: [i for i, yes in zip(ids, holds.tolist(), strict=True) if yes] for name, holds in held}
    return {name: found for name, found in told.items() if found}


def _unfit(command: MoveLeads, stage: Stage, now: datetime) -> Refusal | None:
    reason = command.reason.strip()
    if stage.exit in NEEDS_REASON and not reason:
        choices = "; ".join(str(text) for text in stage.reasons)
        return refusal("move_reason_needed", "reason", stage=str(stage.label), reasons=choices)
    if max(len(reason), len(command.override)) > LONGEST_REASON:
        return refusal("text_too_long", "reason", field="reason", longest=LONGEST_REASON)
    if command.until is not None and not now < command.until <= now + LONGEST_REST:
        return refusal("until_out_of_range", "until", date=command.until.date().isoformat())
    return None


def _gate_refusal(stage: Stage, leads: Sequence[Lead], unmet: Sequence[Unmet], ready: int) -> GateRefusal:
    messages = dict.fromkeys(str(gate.message) for one in unmet for gate in one.gates)
    name = next(lead.name for lead in leads if lead.id == unmet[0].lead_id)
    params = {"stage": str(stage.label), "name": name, "count": len(unmet), "missing": " ".join(messages)}
    code = "gate_shut" if len(unmet) == 1 else "gate_shut_for_many"
    return GateRefusal(Said(code, params), "stage", tuple(unmet), ready)


def _brings_back(follow_up: FollowUp) -> bool:
    return follow_up.action == NURTURE and follow_up.done_at is None


def _open(situation: Situation, lead_id: int) -> bool:
    return any(f.done_at is None and f.action != NURTURE for f in situation.store.follow_ups(lead_id))
