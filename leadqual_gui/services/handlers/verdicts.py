"""A rep's judgement of a score, given with one key."""

from __future__ import annotations

from leadqual_gui.domain.scoring import score_one
from leadqual_gui.domain.verdicts import Verdict
from leadqual_gui.services.commands import GiveVerdict
from leadqual_gui.services.operations import Changes, Said
from leadqual_gui.services.plans import Plan, Planned, Situation, refusal


def give_verdict(command: GiveVerdict, situation: Situation) -> Planned:
    """Keep which way a score is wrong in somebody's eyes, with the score and the rules that it was given for."""
    record = situation.store.record(command.lead_id)
    if record is None:
        return refusal("lead_gone", missing=1)
    tenths = command.tenths
    if tenths is None:
        tenths = score_one(record, situation.rules, situation.now).exact
    reason = command.reason.strip() or None
    verdict = Verdict(0, command.lead_id, situation.now, command.judgement, tenths, situation.rules.version, reason)
    name, points = record.lead.name, f"{tenths / 10:g}"
    said = Said(f"verdict_{command.judgement.value}", {"name": name, "points": points})
    return Plan(said, Changes.VERDICT, (command.lead_id,), lambda unit: unit.add_verdict(verdict))
