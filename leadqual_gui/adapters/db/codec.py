"""How values of the domain stand in the file, and how they come back.

Times are whole seconds since 1970 (rounded down), tags a JSON list, custom values a JSON object in which a time is
`{"at": seconds}`. Everything else is stored as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields as dataclass_fields
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from leadqual_gui.domain.adjustments import Adjustment
from leadqual_gui.domain.answers import Answer
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.leads import CustomValue, Lead
from leadqual_gui.domain.moments import moment_of, seconds
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.domain.verdicts import Verdict
from leadqual_gui.services.commands import FieldValue
from leadqual_gui.services.operations import Said

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)
Stored = str | int | float | bytes | None

LEAD_COLUMNS = tuple(f.name for f in dataclass_fields(Lead) if f.name not in ("id", "custom"))
"""The columns of a lead, in the order of the value."""
TIMES = frozenset({"verified_at", "created_at", "stage_since", "closed_at"})
FLAGS = frozenset({"do_not_contact", "unsubscribed"})
NUMBERS = frozenset({"employees", "annual_revenue", "expected_value", "past_purchases"})
SEARCHED = (
    "full_name",
    "first_name",
    "last_name",
    "company",
    "email",
    "email_2",
    "phone",
    "mobile",
    "notes",
    "external_id",
)
"""What a search looks into, beside the notes of the time line."""
CUSTOM = "custom."
NO_CUSTOM: Mapping[str, CustomValue] = MappingProxyType({})


def some_seconds(value: datetime | None) -> int | None:
    """A moment that may not be known, as it is stored."""
    return None if value is None else seconds(value)


def some_moment(stored: int | None) -> datetime | None:
    """A stored moment that may not be known."""
    return None if stored is None else moment_of(stored)


def dumps(value: object) -> str:
    """JSON, always written the same way."""
    return _JSON.encode(value)


def custom_json(value: CustomValue) -> str | None:
    """One custom value as JSON; None if it is not known."""
    if value is None or value == "":
        return None
    return dumps({"at": seconds(value)} if isinstance(value, datetime) else value)


def custom_value(plain: Any) -> CustomValue:
    """One custom value from what JSON made of it."""
    return moment_of(plain["at"]) if isinstance(plain, dict) else plain


def custom_object(values: Mapping[str, CustomValue]) -> str | None:
    """All custom values of a lead as one JSON object; None if there are none."""
    parts = [(key, custom_json(values[key])) for key in sorted(values)]
    known = [f"{dumps(key)}:{text}" for key, text in parts if text is not None]
    return "{" + ",".join(known) + "}" if known else None


def email_key(email: str | None) -> str | None:
    """What makes two e-mail addresses the same."""
    return email.strip().casefold() if email else None


def email_keys(emails: Sequence[str | None]) -> list[str | None]:
    """The same for a column of addresses; most need nothing but small letters."""
    if all(emails) and (joined := "|".join(emails)).isascii() and not any(map(joined.__contains__, " \t\n\r\v\f")):  # type: ignore[arg-type]
        return list(map(str.lower, emails))  # type: ignore[arg-type]
    return [email_key(email) for email in emails]


def tags_json(tags: Sequence[str] | None) -> str | None:
    """Tags as they are stored."""
    return _tags_text(tuple(tags)) if tags else None


@lru_cache(maxsize=1024)
def _tags_text(tags: tuple[str, ...]) -> str:
    return dumps(tags)


def tags_value(stored: str | None) -> tuple[str, ...]:
    """Stored tags as a value."""
    return tuple(json.loads(stored)) if stored else ()


def plain(value: Any) -> Stored:
    """Text or a number as it is stored: no empty text."""
    return None if value == "" else value


def number(value: Any) -> Stored:
    """A number as it is stored."""
    return None if value is None or value == "" else float(value)


def flag(value: Any) -> Stored:
    """A yes or no that is never unknown."""
    return int(bool(value))


def encoder(column: str) -> Callable[[Any], Stored]:
    """How a value of this column is stored."""
    if column in TIMES:
        return some_seconds
    if column in FLAGS:
        return flag
    if column in NUMBERS:
        return number
    return tags_json if column == "tags" else plain


def decoder(column: str) -> Callable[[Any], FieldValue]:
    """How a stored value of this column comes back."""
    if column in TIMES:
        return some_moment
    if column in FLAGS:
        return bool
    return tags_value if column == "tags" else unchanged


def unchanged(value: Any) -> FieldValue:
    """Text and numbers come back as they are."""
    return value  # type: ignore[no-any-return]


_DECODERS = tuple((i + 1, decoder(c)) for i, c in enumerate(LEAD_COLUMNS) if decoder(c) is not unchanged)
_ENCODERS = tuple(encoder(c) for c in LEAD_COLUMNS)
SELECT_LEAD = f"SELECT id, {', '.join(LEAD_COLUMNS)}, custom FROM lead"


def lead_value(row: Sequence[Any]) -> Lead:
    """A row of SELECT_LEAD as a value. Raises TypeError for bytes, which no column of it holds."""
    if bytes in map(type, row):
        raise TypeError("a lead holds something else than texts and numbers")
    values = list(row)
    for position, decode in _DECODERS:
        values[position] = decode(values[position])
    custom = values.pop()
    values.append({key: custom_value(v) for key, v in json.loads(custom).items()} if custom else NO_CUSTOM)
    return Lead(*values)


def lead_row(lead: Lead) -> tuple[Stored, ...]:
    """A lead as it is stored: LEAD_COLUMNS, then custom, then the e-mail key."""
    stored = tuple(encode(getattr(lead, name)) for name, encode in zip(LEAD_COLUMNS, _ENCODERS, strict=True))
    return (*stored, custom_object(lead.custom), email_key(lead.email))


def answer_columns(answer: Answer) -> dict[str, Stored]:
    """An answer as it is stored."""
    return {
        "framework": answer.framework,
        "element": answer.element,
        "state": answer.state.value,
        "level": answer.level,
        "heard_at": seconds(answer.heard_at),
        "said_by": answer.said_by,
        "evidence": answer.evidence,
        "confirmed": int(answer.confirmed),
    }


def stakeholder_columns(stakeholder: Stakeholder) -> dict[str, Stored]:
    """A person of the buying group as it is stored."""
    return {
        "name": stakeholder.name,
        "role": stakeholder.role,
        "job_title": stakeholder.job_title,
        "influence": stakeholder.influence,
        "stance": stakeholder.stance,
        "cares_about": dumps(list(stakeholder.cares_about)) if stakeholder.cares_about else None,
        "knows": dumps(list(stakeholder.knows)) if stakeholder.knows else None,
        "is_lead": int(stakeholder.is_lead),
    }


def adjustment_columns(adjustment: Adjustment) -> dict[str, Stored]:
    """A correction by hand as it is stored."""
    return {
        "tenths": adjustment.tenths,
        "axis": adjustment.axis,
        "reason": adjustment.reason,
        "author": adjustment.author,
        "starts_at": seconds(adjustment.starts_at),
        "ends_at": some_seconds(adjustment.ends_at),
    }


def follow_up_columns(follow_up: FollowUp) -> dict[str, Stored]:
    """A promise as it is stored."""
    return {
        "action": follow_up.action,
        "note": follow_up.note,
        "due_at": seconds(follow_up.due_at),
        "done_at": some_seconds(follow_up.done_at),
    }


def verdict_columns(verdict: Verdict) -> dict[str, Stored]:
    """What somebody thought of a score, as it is stored."""
    return {
        "at": seconds(verdict.at),
        "verdict": verdict.judgement.value,
        "reason": verdict.reason,
        "tenths": verdict.tenths,
        "rules_version": verdict.rules_version,
    }


def said_json(said: Said) -> str:
    """A label as one text."""
    return dumps({"code": said.code, "params": dict(said.params)})


def said_value(text: str) -> Said:
    """A label from its text."""
    read = json.loads(text)
    return Said(read["code"], read["params"])
