"""The buying group, and a person's own correction of a score."""

from __future__ import annotations

from datetime import timedelta

from leadqual_gui.domain.adjustments import Adjustment
from leadqual_gui.domain.facts import STAKEHOLDER_ROLES
from leadqual_gui.domain.matrix import ENGAGEMENT, FIT
from leadqual_gui.services.commands import AdjustScore, PutStakeholder, RemoveStakeholder
from leadqual_gui.services.operations import Changes, Refusal, Said
from leadqual_gui.services.plans import Plan, Planned, Situation, refusal

LARGEST_ADJUSTMENT = 1000
INFLUENCE = range(4)
STANCE = range(-2, 3)
_LONGEST_END = timedelta(days=3660)


def put_stakeholder(command: PutStakeholder, situation: Situation) -> Planned:
    """Add or change a person of the buying group."""
    person = command.stakeholder
    if refused := _unfit(command):
        return refused
    name = situation.name_of(person.lead_id)
    if name is None:
        return refusal("lead_gone", missing=1)
    code = "stakeholder_changed" if person.id else "stakeholder_added"
    said = Said(code, {"name": name, "person": person.name, "role": person.role})
    return Plan(said, Changes.STAKEHOLDER, (person.lead_id,), lambda unit: unit.put_stakeholder(person))


def remove_stakeholder(command: RemoveStakeholder, situation: Situation) -> Planned:
    """Take a person out of the buying group."""
    person = situation.store.stakeholder(command.stakeholder_id)
    if person is None:
        return refusal("stakeholder_gone")
    name = situation.name_of(person.lead_id) or ""
    said = Said("stakeholder_removed", {"name": name, "person": person.name})
    return Plan(said, Changes.STAKEHOLDER, (person.lead_id,), lambda unit: unit.remove_stakeholder(person.id))


def adjust_score(command: AdjustScore, situation: Situation) -> Planned:
    """Add or take points by hand: with a reason, a name, and an end if it should have one."""
    if refused := _unfit_adjustment(command, situation):
        return refused
    name = situation.name_of(command.lead_id)
    if name is None:
        return refusal("lead_gone", missing=1)
    adjustment = Adjustment(
        0,
        command.lead_id,
        command.tenths,
        command.axis,
        command.reason.strip(),
        command.author.strip(),
        situation.now,
        command.ends_at,
    )
    said = Said("score_adjusted", {"name": name, "points": command.tenths / 10, "reason": adjustment.reason})
    return Plan(said, Changes.ADJUSTMENT, (command.lead_id,), lambda unit: unit.add_adjustment(adjustment))


def _unfit(command: PutStakeholder) -> Refusal | None:
    person = command.stakeholder
    if not person.name.strip():
        return refusal("stakeholder_name_needed", "name")
    if person.role not in STAKEHOLDER_ROLES:
        return refusal("no_such_role", "role", role=person.role, roles=", ".join(STAKEHOLDER_ROLES))
    if person.influence is not None and person.influence not in INFLUENCE:
        return refusal("influence_out_of_range", "influence", value=person.influence)
    if person.stance is not None and person.stance not in STANCE:
        return refusal("stance_out_of_range", "stance", value=person.stance)
    return None


def _unfit_adjustment(command: AdjustScore, situation: Situation) -> Refusal | None:
    if command.axis not in (FIT, ENGAGEMENT):
        return refusal("no_such_axis", "axis", axis=command.axis)
    if not command.tenths or abs(command.tenths) > LARGEST_ADJUSTMENT:
        return refusal("adjustment_out_of_range", "tenths", most=LARGEST_ADJUSTMENT // 10)
    if not command.reason.strip():
        return refusal("reason_needed", "reason")
    if command.ends_at is None:
        return None
    if not situation.now < command.ends_at <= situation.now + _LONGEST_END:
        return refusal("end_out_of_range", "ends_at", date=command.ends_at.date().isoformat())
    return None
