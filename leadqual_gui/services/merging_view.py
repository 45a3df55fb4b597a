"""Leads side by side, field by field, with a proposal of what to keep: what a person sees before merging.

The proposal loses nothing that matters by law or by reach: whoever asked not to be called is not called, the oldest
date of creation and the newest verification stay, tags are joined, a second address finds its own field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from leadqual_gui.domain.derived import email_kind, name_looks_automatic
from leadqual_gui.domain.facts import LEAD_FIELDS
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.rules import Rules
from leadqual_gui.services.commands import FieldValue
from leadqual_gui.services.ports import Store

_MAIL_WORTH = {"work": 3, "free": 2, "disposable": 1, "invalid": 0}
CHILDREN = ("activities", "answers", "stakeholders", "follow_ups", "adjustments")


@dataclass(frozen=True, slots=True)
class MergeField:
    """One line: what each lead holds (in the order of the leads), what is proposed, and whether they differ.

    `proposed` need not be one of the values (joined tags, notes one after the other).
    """

    field: str
    values: tuple[FieldValue, ...]
    proposed: FieldValue
    differs: bool


@dataclass(frozen=True, slots=True)
class MergeView:
    """Leads side by side. `keep`: the one proposed to stay; `joined`: how much hangs on each, by CHILDREN."""

    leads: tuple[Lead, ...]
    keep: int
    fields: tuple[MergeField, ...]
    joined: tuple[Mapping[str, int], ...]

    def chosen(self, keep: int, picked: Mapping[str, FieldValue]) -> dict[str, FieldValue]:
        """What MergeLeads is to set: what was picked, else what is proposed, where the lead that stays differs."""
        at = next(number for number, lead in enumerate(self.leads) if lead.id == keep)
        wanted = {line.field: picked.get(line.field, line.proposed) for line in self.fields}
        return {line.field: wanted[line.field] for line in self.fields if wanted[line.field] != line.values[at]}


def merge_view(store: Store, rules: Rules, lead_ids: Sequence[int]) -> MergeView | None:
    """The leads side by side; None if fewer than two of them are there."""
    leads = tuple(store.leads(tuple(dict.fromkeys(lead_ids))))
    if len(leads) < 2:
        return None
    order = {stage.id: number for number, stage in enumerate(rules.funnel.stages)}
    keys = [spec.key for spec in LEAD_FIELDS] + sorted({f"custom.{key}" for lead in leads for key in lead.custom})
    ranked = sorted(leads, key=lambda lead: (-_known(lead), lead.id))
    lines = [_line(key, leads, ranked, order) for key in keys]
    told = tuple(line for line in lines if any(value not in (None, (), False) for value in line.values))
    return MergeView(leads, ranked[0].id, _with_second_mail(told, leads), tuple(_hanging(store, i.id) for i in leads))


def _known(lead: Lead) -> int:
    return sum(_value(lead, spec.key) not in (None, (), False) for spec in LEAD_FIELDS) + len(lead.custom)


def _hanging(store: Store, lead_id: int) -> Mapping[str, int]:
    counted: dict[str, Callable[[int], Sequence[object]]] = {name: getattr(store, name) for name in CHILDREN}
    return {name: len(ask(lead_id)) for name, ask in counted.items()}


def _value(lead: Lead, key: str) -> FieldValue:
    if key.startswith("custom."):
        return lead.custom.get(key.removeprefix("custom."))
    value: FieldValue = lead.verified_at if key == "verified" else getattr(lead, key)
    return value


def _line(key: str, leads: Sequence[Lead], ranked: Sequence[Lead], stages: Mapping[str, int]) -> MergeField:
    values = tuple(_value(lead, key) for lead in leads)
    best_first = [value for lead in ranked if (value := _value(lead, key)) not in (None, (), "")]
    return MergeField(key, values, _proposed(key, best_first, stages), len({repr(value) for value in values}) > 1)


def _proposed(key: str, values: Sequence[FieldValue], stages: Mapping[str, int]) -> FieldValue:
    """The value to keep, of those that are known, those of the best known lead first."""
    if not values:
        return () if key == "tags" else None
    match key:
        case "tags":
            return tuple(dict.fromkeys(tag for tags in values if isinstance(tags, tuple) for tag in tags))
        case "notes":
            return "\n\n".join(dict.fromkeys(str(note) for note in values))
        case "do_not_contact" | "unsubscribed":
            return any(values)
        case "created_at":
            return min(value for value in values if isinstance(value, datetime))
        case "verified":
            return max(value for value in values if isinstance(value, datetime))
        case "past_purchases":
            return max(value for value in values if isinstance(value, float | int))
        case "email":
            return max(values, key=lambda value: _MAIL_WORTH.get(email_kind(str(value)) or "", 0))
        case "stage":
            return max(values, key=lambda value: stages.get(str(value), -1))
        case "full_name" | "first_name" | "last_name":
            return min(values, key=lambda value: (bool(name_looks_automatic(str(value))), "." in str(value)))
    return values[0]


def _with_second_mail(lines: tuple[MergeField, ...], leads: Sequence[Lead]) -> tuple[MergeField, ...]:
    """An address that is not proposed becomes the second one, if there is none."""
    first = next((line.proposed for line in lines if line.field == "email"), None)
    spare = [lead.email for lead in leads if lead.email and lead.email.casefold() != str(first).casefold()]
    if not spare:
        return lines
    found = next((line for line in lines if line.field == "email_2"), None)
    if found is not None:
        return lines
    line = MergeField("email_2", (None,) * len(leads), spare[0], True)
    at = next(number for number, each in enumerate(lines) if each.field == "email") + 1
    return (*lines[:at], line, *lines[at:])
