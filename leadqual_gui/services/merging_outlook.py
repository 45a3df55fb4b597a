"""What one lead made of some would score, told before they are merged: nothing is written.

What both have alike counts once, as it will once they are merged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from leadqual_gui.domain.activities import Activity
from leadqual_gui.domain.adjustments import Adjustment
from leadqual_gui.domain.answers import Answer
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.ledger import ScoreCard
from leadqual_gui.domain.records import LeadRecord
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.services.commands import FieldValue
from leadqual_gui.services.merging_view import MergeView
from leadqual_gui.services.ports import Store

T = TypeVar("T", Activity, Answer, Stakeholder, Adjustment)


def merged_record(store: Store, view: MergeView, keep: int, picked: Mapping[str, FieldValue]) -> LeadRecord | None:
    """The one lead that they would be; None if one of them is gone."""
    ids = (keep, *(lead.id for lead in view.leads if lead.id != keep))
    found = [store.record(lead_id) for lead_id in ids]
    records = [record for record in found if record is not None]
    if len(records) < len(ids):
        return None
    return LeadRecord(
        _with_fields(records[0].lead, view.chosen(keep, picked), view.leads),
        _joined(keep, [record.activities for record in records]),
        _joined(keep, [record.answers for record in records]),
        _joined(keep, [record.stakeholders for record in records]),
        _joined(keep, [record.adjustments for record in records]),
    )


def merged_card(record: LeadRecord, rules: Rules, as_of: datetime) -> ScoreCard:
    """What it would score."""
    from leadqual_gui.domain.scoring import score_one  # numpy is not needed before somebody merges

    return score_one(record, rules, as_of)


def _with_fields(lead: Lead, fields: Mapping[str, FieldValue], leads: Sequence[Lead]) -> Lead:
    """The lead with other values; a stage that one of them had began when it began for that one."""
    plain: dict[str, object] = {}
    custom = dict(lead.custom)
    for key, value in fields.items():
        if not key.startswith("custom."):
            plain["verified_at" if key == "verified" else key] = value
        elif value is None:
            custom.pop(key.removeprefix("custom."), None)
        else:
            custom[key.removeprefix("custom.")] = value  # type: ignore[assignment]
    since = next((other.stage_since for other in leads if other.stage == fields.get("stage")), None)
    if "stage" in fields and since is not None:
        plain["stage_since"] = since
    return replace(lead, **plain, custom=custom)  # type: ignore[arg-type]


def _joined(keep: int, parts: Sequence[Sequence[T]]) -> tuple[T, ...]:
    """What hangs on all of them, what one of the others has alike left out."""
    kept: list[T] = list(parts[0])
    for part in parts[1:]:
        known = {_likeness(value) for value in kept}
        has_own = any(isinstance(value, Stakeholder) and value.is_lead for value in kept)
        for value in part:
            is_own = isinstance(value, Stakeholder) and value.is_lead and has_own
            if not is_own and _likeness(value) not in known:
                kept.append(replace(value, lead_id=keep))
    return tuple(kept)


def _likeness(value: Activity | Answer | Stakeholder | Adjustment) -> tuple[object, ...]:
    """What two rows have in common if they say the same (see adapters.db.joining)."""
    match value:
        case Activity():
            return (value.kind, value.occurred_at, value.topic)
        case Answer():
            return (value.framework, value.element, value.heard_at, value.level)
        case Stakeholder():
            return (value.name.casefold(), value.role)
        case Adjustment():
            return (value.tenths, value.axis, value.reason, value.starts_at)
