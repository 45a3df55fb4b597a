"""Moves that come along with something else: an edited field, the end of a call. Gates hold as for any move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from leadqual_gui.services.commands import EditLeads, EndCall, FieldValue, MoveLeads
from leadqual_gui.services.handlers.calls import end_call
from leadqual_gui.services.handlers.leads import edit_leads
from leadqual_gui.services.moving import Scored, move_leads
from leadqual_gui.services.operations import Refusal, Said
from leadqual_gui.services.plans import Plan, Planned, Situation
from leadqual_gui.services.ports import UnitOfWork

STANDS = "stands_there"


def edit_and_move(command: EditLeads, situation: Situation, scored: Scored | None) -> Planned:
    """Set fields of leads and move them; the step is called a move. An emptied stage is the first one."""
    stage, reason = command.fields["stage"], command.fields.get("lost_reason")
    to = str(stage or "").strip() or situation.rules.funnel.first
    move = move_leads(MoveLeads(command.lead_ids, to, str(reason or "")), situation, scored)
    rest: Mapping[str, FieldValue] = {key: value for key, value in command.fields.items() if key != "stage"}
    if isinstance(move, Refusal):
        stays = move.reason.code == STANDS
        return edit_leads(replace(command, fields=rest) if rest else command, situation) if stays else move
    if not rest:
        return move
    edit = edit_leads(replace(command, fields=rest), situation)
    return edit if isinstance(edit, Refusal) else _together(edit, move, move.label)


def end_and_move(command: EndCall, situation: Situation, scored: Scored | None) -> Planned:
    """End a call and move its lead. Whoever goes to rest comes back on the day of the follow-up."""
    call = end_call(replace(command, stage=""), situation)
    if isinstance(call, Refusal):
        return call
    stage = situation.rules.funnel.stage(command.stage)
    back = command.follow_up_at if stage is not None and stage.exit == "nurture" else None
    until = back if back is not None and back > situation.now else None
    move = move_leads(MoveLeads((command.lead_id,), command.stage, command.reason or "", until), situation, scored)
    if isinstance(move, Refusal):
        return call if move.reason.code == STANDS else move
    return _together(call, move, Said(call.label.code, {**move.label.params, **call.label.params}))


def _together(first: Plan, move: Plan, label: Said) -> Plan:
    """Both as one step, whose value is that of the first. A score can rest on either."""

    def carry_out(unit: UnitOfWork) -> object:
        move.do(unit)
        return first.do(unit)

    return replace(first, label=label, changes=first.changes | move.changes, do=carry_out, facts=None)
