"""Are these values fit to be stored? Text becomes what its field holds, or a refusal says what is wrong with it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from leadqual_gui.domain.facts import FIELD_BY_KEY, FactType
from leadqual_gui.domain.parsing import Unreadable, looks_like_email, read_number, read_outcome, read_tags, read_yes_no
from leadqual_gui.domain.parsing_dates import read_date
from leadqual_gui.domain.rules import Rules
from leadqual_gui.services.commands import FieldValue
from leadqual_gui.services.operations import Refusal
from leadqual_gui.services.plans import refusal

LONGEST_TEXT = 100_000
FUTURE_LIMIT = timedelta(days=1)
"""How far in the future something that happened may lie: another time zone's today, not more."""
_EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
_NOT_NEGATIVE = frozenset(("employees", "annual_revenue", "expected_value", "past_purchases"))
_EMAILS = frozenset(("email", "email_2"))


def checked_fields(fields: Mapping[str, FieldValue], rules: Rules) -> dict[str, FieldValue] | Refusal:
    """All values as their fields hold them, or the first refusal."""
    checked: dict[str, FieldValue] = {}
    for key, value in fields.items():
        outcome = checked_value(key, value, rules)
        if isinstance(outcome, Refusal):
            return outcome
        checked[key] = outcome
    return checked


def checked_value(key: str, value: FieldValue, rules: Rules) -> FieldValue | Refusal:
    """One value as its field holds it; empty text is None, "not known"."""
    kind = field_type(key, rules)
    if kind is None:
        return refusal("no_such_field", key, field=key)
    if key == "verified":
        return _verified(value)
    if isinstance(value, str):
        value = value.strip()
        if not value:
            return _nothing(key)
        if len(value) > LONGEST_TEXT:
            return refusal("text_too_long", key, field=key, longest=LONGEST_TEXT)
    if value is None:
        return _nothing(key)
    typed = _typed(key, value, kind)
    return typed if isinstance(typed, Refusal) else _in_bounds(key, typed, rules)


def field_type(key: str, rules: Rules) -> FactType | None:
    """The type of a lead field or of a custom one; None if there is no such field."""
    if spec := FIELD_BY_KEY.get(key):
        return spec.type
    if not key.startswith("custom."):
        return None
    return next((f.type for f in rules.fields if f"custom.{f.key}" == key), FactType.TEXT)


def checked_moment(moment: datetime, now: datetime) -> datetime | Refusal:
    """A moment at which something can have happened, in UTC: not in the far future, not before 1900."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    if moment > now + FUTURE_LIMIT:
        return refusal("date_in_future", "occurred_at", date=moment.date().isoformat())
    if moment < _EARLIEST:
        return refusal("date_too_early", "occurred_at", date=moment.date().isoformat())
    return moment.astimezone(UTC)


def _nothing(key: str) -> FieldValue:
    """What an emptied field holds: flags are "no", tags are none, all else is not known."""
    if key == "tags":
        return ()
    spec = FIELD_BY_KEY.get(key)
    return False if spec and spec.flag else None


def _verified(value: FieldValue) -> FieldValue | Refusal:
    if isinstance(value, str):
        read = read_yes_no(value)
        return (
            refusal("not_yes_or_no", "verified", field="verified", value=value)
            if isinstance(read, Unreadable)
            else read
        )
    if isinstance(value, bool | datetime) or value is None:
        return value
    return refusal("not_yes_or_no", "verified", field="verified", value=str(value))


def _typed(key: str, value: FieldValue, kind: FactType) -> FieldValue | Refusal:
    match kind:
        case FactType.NUMBER:
            return _number(key, value)
        case FactType.DATE:
            return _date(key, value)
        case FactType.YES_NO:
            read = read_yes_no(value) if isinstance(value, str) else value
            good = isinstance(read, bool)
            return read if good and not isinstance(read, Unreadable) else _wrong("not_yes_or_no", key, value)
        case FactType.TAGS:
            return _tags(value)
        case _:
            return str(value) if isinstance(value, str | int | float) else _wrong("not_text", key, value)


def _number(key: str, value: FieldValue) -> FieldValue | Refusal:
    read = read_number(value) if isinstance(value, str) else value
    if isinstance(read, bool) or not isinstance(read, int | float) or not math.isfinite(read):
        return _wrong("not_a_number", key, value)
    if key in _NOT_NEGATIVE and read < 0:
        return _wrong("negative_number", key, value)
    return float(read)


def _date(key: str, value: FieldValue) -> FieldValue | Refusal:
    read = read_date(value) if isinstance(value, str) else value
    if not isinstance(read, datetime):
        return _wrong("not_a_date", key, value)
    return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)


def _tags(value: FieldValue) -> FieldValue | Refusal:
    if isinstance(value, str):
        return read_tags(value) or ()
    if not isinstance(value, tuple):
        return _wrong("not_text", "tags", value)
    return tuple(dict.fromkeys(tag.strip() for tag in value if tag.strip()))


def _in_bounds(key: str, value: FieldValue, rules: Rules) -> FieldValue | Refusal:
    if key in _EMAILS and isinstance(value, str) and not looks_like_email(value):
        return _wrong("not_an_email", key, value)
    if key == "outcome":
        read = read_outcome(str(value))
        return _wrong("not_an_outcome", key, value) if isinstance(read, Unreadable) else read
    if key == "stage" and rules.funnel.stages and rules.funnel.stage(str(value)) is None:
        return _wrong("no_such_stage", key, value)
    choices = next((f.choices for f in rules.fields if f"custom.{f.key}" == key), ())
    if choices and value not in choices:
        return refusal("not_a_choice", key, field=key, value=str(value), choices=", ".join(choices))
    return value


def _wrong(code: str, key: str, value: FieldValue) -> Refusal:
    return refusal(code, key, field=key, value=str(value)[:80])
