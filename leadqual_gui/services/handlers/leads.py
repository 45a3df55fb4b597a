"""Leads come, change and go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields as fields_of
from datetime import datetime
from types import MappingProxyType
from typing import cast

from leadqual_gui.domain.leads import Lead
from leadqual_gui.services.commands import AddLead, DeleteLeads, EditLeads, FieldValue, TagLeads
from leadqual_gui.services.handlers.checks import checked_fields
from leadqual_gui.services.operations import Changes, Refusal, Said
from leadqual_gui.services.plans import Plan, Planned, Situation, existing, refusal
from leadqual_gui.services.ports import UnitOfWork

_NAMES = ("full_name", "first_name", "last_name", "company", "email")
_LEAD_FIELDS = frozenset(f.name for f in fields_of(Lead))


def add_lead(command: AddLead, situation: Situation) -> Planned:
    """A new lead, in the first stage, from now on. It needs something to be called by."""
    fields = checked_fields(command.fields, situation.rules)
    if isinstance(fields, Refusal):
        return fields
    if not any(fields.get(key) for key in _NAMES):
        return refusal("name_needed", "full_name")
    if taken := _email_taken(fields, situation, None):
        return taken
    lead = _new_lead(fields, situation)
    label = Said("lead_added", {"name": lead.name})
    return Plan(label, Changes.LEAD | Changes.MEMBERSHIP, (), lambda unit: unit.add_lead(lead))


def edit_leads(command: EditLeads, situation: Situation) -> Planned:
    """Set fields of one lead or many; a step that changes nothing is refused quietly by the workspace."""
    leads = existing(situation, command.lead_ids)
    if isinstance(leads, Refusal):
        return leads
    fields = checked_fields(command.fields, situation.rules)
    if isinstance(fields, Refusal):
        return fields
    if refused := _nameless(leads, fields) or _shared_identity(leads, fields, situation):
        return refused
    fields = _with_consequences(fields, situation)
    changes = Changes.LEAD | (Changes.STAGE if "stage" in fields else Changes.NOTHING)
    ids = tuple(lead.id for lead in leads)
    return Plan(_edited(leads, command.fields), changes, ids, lambda unit: unit.set_fields(ids, fields))


def tag_leads(command: TagLeads, situation: Situation) -> Planned:
    """Add and take away tags; the other tags of each lead stay."""
    leads = existing(situation, command.lead_ids)
    if isinstance(leads, Refusal):
        return leads
    add = tuple(tag.strip() for tag in command.add if tag.strip())
    remove = frozenset(tag.strip() for tag in command.remove)
    if not add and not remove:
        return refusal("no_tags")
    wanted = tuple(lead.id for lead in leads)

    def carry_out(unit: UnitOfWork) -> None:
        by_tags: dict[tuple[str, ...], list[int]] = {}
        ids, (told,) = situation.store.values(wanted, ("tags",))  # nobody else writes now: these are the newest
        for lead_id, had in zip(ids, told, strict=True):
            tags = tuple(dict.fromkeys((*(t for t in cast("tuple[str, ...]", had) if t not in remove), *add)))
            by_tags.setdefault(tags, []).append(lead_id)
        for tags, tagged in by_tags.items():
            unit.set_fields(tagged, {"tags": tags})

    label = Said(
        "leads_tagged", {"count": len(leads), "name": leads[0].name, "tags": ", ".join((*add, *sorted(remove)))}
    )
    return Plan(label, Changes.LEAD, wanted, carry_out)


def delete_leads(command: DeleteLeads, situation: Situation) -> Planned:
    """Take leads out of every list; undo brings them back whole."""
    leads = existing(situation, command.lead_ids)
    if isinstance(leads, Refusal):
        return leads
    ids = tuple(lead.id for lead in leads)
    label = Said(_for("deleted", leads), _whom(leads))
    return Plan(label, Changes.LEAD | Changes.MEMBERSHIP, ids, lambda unit: unit.delete_leads(ids))


def _new_lead(fields: Mapping[str, FieldValue], situation: Situation) -> Lead:
    custom = {k.removeprefix("custom."): v for k, v in fields.items() if k.startswith("custom.")}
    own = {k: v for k, v in fields.items() if k in _LEAD_FIELDS}
    own.setdefault("created_at", situation.now)
    funnel = situation.rules.funnel
    own.setdefault("stage", funnel.exits.get(str(own.get("outcome") or ""), funnel.first))
    if own.get("outcome"):
        own.setdefault("closed_at", situation.now)
    own["stage_since"] = situation.now
    own["verified_at"] = _moment_verified(fields.get("verified"), situation.now)
    return Lead(**own, custom=MappingProxyType(custom))  # type: ignore[arg-type]


def _with_consequences(fields: dict[str, FieldValue], situation: Situation) -> dict[str, FieldValue]:
    """What follows from an edit: a deal that is decided was decided now; one reopened is not decided."""
    more: dict[str, FieldValue] = {}
    if "verified" in fields:
        more["verified"] = _moment_verified(fields["verified"], situation.now)
    if "outcome" in fields and "closed_at" not in fields:
        more["closed_at"] = situation.now if fields["outcome"] else None
    return {**fields, **more}


def _moment_verified(value: FieldValue, now: datetime) -> datetime | None:
    if isinstance(value, datetime):
        return value
    return now if value else None


def _nameless(leads: tuple[Lead, ...], fields: Mapping[str, FieldValue]) -> Refusal | None:
    """A lead must keep something to be called by."""
    if not any(key in fields and not fields[key] for key in _NAMES):
        return None
    for lead in leads:
        if not any(fields.get(key, getattr(lead, key)) for key in _NAMES):
            return refusal("name_needed", next(key for key in _NAMES if key in fields))
    return None


def _shared_identity(leads: tuple[Lead, ...], fields: Mapping[str, FieldValue], situation: Situation) -> Refusal | None:
    """Two leads cannot share an e-mail address or an external id: later imports could not tell them apart."""
    unique = next((key for key in ("email", "external_id") if fields.get(key)), None)
    if unique and len(leads) > 1:
        return refusal("not_for_many", unique, field=unique)
    return _email_taken(fields, situation, leads[0].id)


def _email_taken(fields: Mapping[str, FieldValue], situation: Situation, own_id: int | None) -> Refusal | None:
    for key in ("email", "external_id"):
        value = fields.get(key)
        if not isinstance(value, str):
            continue
        other = situation.store.find(value)
        if other is None or other == own_id:
            continue
        lead = situation.store.lead(other)
        if lead and value.casefold() in {(lead.email or "").casefold(), (lead.external_id or "").casefold()}:
            return refusal("identity_taken", key, field=key, value=value, name=lead.name, lead=other)
    return None


def _edited(leads: tuple[Lead, ...], fields: Mapping[str, FieldValue]) -> Said:
    return Said(_for("edited", leads), {**_whom(leads), "fields": ", ".join(fields)})


def _for(what: str, leads: tuple[Lead, ...]) -> str:
    return f"lead_{what}" if len(leads) == 1 else f"leads_{what}"


def _whom(leads: tuple[Lead, ...]) -> dict[str, object]:
    return {"count": len(leads), "name": leads[0].name}
