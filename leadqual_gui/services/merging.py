"""Leads that are one person become one lead; leads that only look so are kept apart from then on.

Nothing of either is lost: fields are chosen one by one; activities, answers, stakeholders, promises, adjustments and
verdicts of all are joined. It is one step with a name, and undo parts them again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from leadqual_gui.domain.duplicates import pair_of
from leadqual_gui.domain.leads import Lead
from leadqual_gui.services.commands import FieldValue, KeepApart, MergeLeads
from leadqual_gui.services.handlers.checks import checked_fields
from leadqual_gui.services.operations import Changes, Refusal, Said
from leadqual_gui.services.plans import Plan, Planned, Situation, existing, refusal
from leadqual_gui.services.ports import UnitOfWork

MERGED = (
    Changes.LEAD
    | Changes.MEMBERSHIP
    | Changes.STAGE
    | Changes.ACTIVITY
    | Changes.ANSWER
    | Changes.STAKEHOLDER
    | Changes.ADJUSTMENT
    | Changes.FOLLOW_UP
    | Changes.VERDICT
    | Changes.DUPLICATES
)
_IDENTITIES = ("email", "external_id")


def merge_leads(command: MergeLeads, situation: Situation) -> Planned:
    """Make one lead of some."""
    others = tuple(dict.fromkeys(lead_id for lead_id in command.others if lead_id != command.keep))
    if not others:
        return refusal("merge_two", count=1)
    leads = existing(situation, (command.keep, *others))
    if isinstance(leads, Refusal):
        return leads
    fields = checked_fields(command.fields, situation.rules)
    if isinstance(fields, Refusal):
        return fields
    ids = (command.keep, *others)
    if taken := _taken(fields, ids, situation):
        return taken
    new = _with_stage(fields, leads)
    apart = _apart_from_all(ids, situation.store.kept_apart())

    def carry_out(unit: UnitOfWork) -> Lead | None:
        unit.join_leads(command.keep, others)
        unit.set_fields((command.keep,), new)
        unit.keep_apart(apart)
        return unit.lead(command.keep)

    names = ", ".join(lead.name for lead in leads[1:])
    said = Said("leads_merged", {"name": leads[0].name, "others": names, "lead": command.keep, "gone": list(others)})
    return Plan(said, MERGED, ids, carry_out)


def keep_apart(command: KeepApart, situation: Situation) -> Planned:
    """Remember that leads are different people."""
    leads = existing(situation, tuple(dict.fromkeys(command.lead_ids)))
    if isinstance(leads, Refusal):
        return leads
    if len(leads) < 2:
        return refusal("merge_two", count=len(leads))
    ids = tuple(lead.id for lead in leads)
    pairs = list(combinations(ids, 2))
    names = ", ".join(lead.name for lead in leads[1:])
    said = Said("kept_apart", {"name": leads[0].name, "others": names})
    return Plan(said, Changes.DUPLICATES, ids, lambda unit: unit.keep_apart(pairs))


def _taken(fields: Mapping[str, FieldValue], ids: Sequence[int], situation: Situation) -> Refusal | None:
    """Somebody who is not a part of this has the address or id already."""
    for key in _IDENTITIES:
        value = fields.get(key)
        other = situation.store.find(value) if isinstance(value, str) else None
        if not isinstance(value, str) or other is None or other in ids:
            continue
        lead = situation.store.lead(other)
        if lead and value.casefold() in {(lead.email or "").casefold(), (lead.external_id or "").casefold()}:
            return refusal("identity_taken", key, field=key, value=value, name=lead.name, lead=other)
    return None


def _with_stage(fields: Mapping[str, FieldValue], leads: Sequence[Lead]) -> dict[str, FieldValue]:
    """A stage that one of them had began when it began for that one."""
    stage = fields.get("stage")
    since = next((lead.stage_since for lead in leads if lead.stage == stage and lead.stage_since), None)
    return {**fields, "stage_since": since} if stage and since else dict(fields)


def _apart_from_all(ids: Sequence[int], apart: frozenset[tuple[int, int]]) -> list[tuple[int, int]]:
    """Whom those that go were kept apart from, the one that stays is kept apart from, too."""
    keep, others = ids[0], frozenset(ids[1:])
    found = [b if a in others else a for a, b in apart if (a in others) != (b in others)]
    return [pair_of(keep, other) for other in sorted(set(found)) if other != keep]
