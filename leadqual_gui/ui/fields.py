"""What the fields of a lead are called on the screen, and how their values are written there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from functools import cache
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from leadqual_gui.ui.widgets import numerals

_CONTEXT = "Fields"
YEAR_CLEAR_DAYS = 300

_LABELS: dict[str, Any] = {
    "full_name": QT_TRANSLATE_NOOP("Fields", "Full name"),
    "first_name": QT_TRANSLATE_NOOP("Fields", "First name"),
    "last_name": QT_TRANSLATE_NOOP("Fields", "Last name"),
    "company": QT_TRANSLATE_NOOP("Fields", "Company"),
    "job_title": QT_TRANSLATE_NOOP("Fields", "Job title"),
    "department": QT_TRANSLATE_NOOP("Fields", "Department"),
    "email": QT_TRANSLATE_NOOP("Fields", "E-mail"),
    "email_2": QT_TRANSLATE_NOOP("Fields", "Second e-mail"),
    "phone": QT_TRANSLATE_NOOP("Fields", "Phone"),
    "mobile": QT_TRANSLATE_NOOP("Fields", "Mobile"),
    "website": QT_TRANSLATE_NOOP("Fields", "Website"),
    "linkedin": QT_TRANSLATE_NOOP("Fields", "LinkedIn"),
    "industry": QT_TRANSLATE_NOOP("Fields", "Industry"),
    "employees": QT_TRANSLATE_NOOP("Fields", "Employees"),
    "annual_revenue": QT_TRANSLATE_NOOP("Fields", "Annual revenue"),
    "street": QT_TRANSLATE_NOOP("Fields", "Street"),
    "city": QT_TRANSLATE_NOOP("Fields", "City"),
    "region": QT_TRANSLATE_NOOP("Fields", "Region"),
    "postal_code": QT_TRANSLATE_NOOP("Fields", "Postal code"),
    "country": QT_TRANSLATE_NOOP("Fields", "Country"),
    "source": QT_TRANSLATE_NOOP("Fields", "Source"),
    "owner": QT_TRANSLATE_NOOP("Fields", "Owner"),
    "expected_value": QT_TRANSLATE_NOOP("Fields", "Expected value"),
    "currency": QT_TRANSLATE_NOOP("Fields", "Currency"),
    "tags": QT_TRANSLATE_NOOP("Fields", "Tags"),
    "notes": QT_TRANSLATE_NOOP("Fields", "Notes"),
    "past_purchases": QT_TRANSLATE_NOOP("Fields", "Past purchases"),
    "do_not_contact": QT_TRANSLATE_NOOP("Fields", "Do not contact"),
    "unsubscribed": QT_TRANSLATE_NOOP("Fields", "Unsubscribed"),
    "verified": QT_TRANSLATE_NOOP("Fields", "Verified"),
    "created_at": QT_TRANSLATE_NOOP("Fields", "Created on"),
    "stage": QT_TRANSLATE_NOOP("Fields", "Stage"),
    "outcome": QT_TRANSLATE_NOOP("Fields", "Outcome"),
    "closed_at": QT_TRANSLATE_NOOP("Fields", "Closed on"),
    "lost_reason": QT_TRANSLATE_NOOP("Fields", "Reason lost"),
    "external_id": QT_TRANSLATE_NOOP("Fields", "External id"),
    "score": QT_TRANSLATE_NOOP("Fields", "Score"),
    "grade": QT_TRANSLATE_NOOP("Fields", "Grade"),
    "tier": QT_TRANSLATE_NOOP("Fields", "Tier"),
    "fit": QT_TRANSLATE_NOOP("Fields", "Fit"),
    "engagement": QT_TRANSLATE_NOOP("Fields", "Engagement"),
    "last_sign": QT_TRANSLATE_NOOP("Fields", "Last sign"),
    "quality": QT_TRANSLATE_NOOP("Fields", "Data quality"),
    "issues": QT_TRANSLATE_NOOP("Fields", "To mend"),
    "name": QT_TRANSLATE_NOOP("Fields", "Name"),
}


def field_label(key: str, custom: dict[str, str] | None = None) -> str:
    """What a field is called: "email" is "E-mail"; fields of one's own are called what their rule file says."""
    if source := _LABELS.get(key):
        return QCoreApplication.translate(_CONTEXT, source)
    bare = key.removeprefix("custom.")
    return (custom or {}).get(bare) or bare.replace("_", " ").capitalize()


def has_label(key: str) -> bool:
    """Whether the field is one of ours (custom ones are not)."""
    return key in _LABELS


def yes_no(value: bool) -> str:
    """Yes or no, as the user says it."""
    return QCoreApplication.translate(_CONTEXT, "Yes") if value else QCoreApplication.translate(_CONTEXT, "No")


def short_day(moment: datetime, now: datetime | None = None) -> str:
    """A day without its weekday: 12 Nov, and with its year if that is not clear: 12 Nov 2024."""
    local = moment.astimezone()
    day = f"{numerals.digits(str(local.day))} {QLocale().monthName(local.month, QLocale.FormatType.ShortFormat)}"
    far = abs(days_between(moment, now or datetime.now(tz=UTC))) > YEAR_CLEAR_DAYS
    return f"{day} {numerals.digits(str(local.year))}" if far else day


def clock(moment: datetime) -> str:
    """The time of day: 09:12."""
    return numerals.digits(moment.astimezone().strftime("%H:%M"))


def how_long_ago(moment: datetime, now: datetime) -> str:
    """Yesterday, 10 days ago; used in the middle and at the end of sentences."""
    days = days_between(moment, now)
    if days <= 0:
        return QCoreApplication.translate(_CONTEXT, "today")
    if days == 1:
        return QCoreApplication.translate(_CONTEXT, "yesterday")
    return QCoreApplication.translate(_CONTEXT, "%Ln days ago", None, days)


def days_between(earlier: datetime, later: datetime) -> int:
    """How many midnights lie between two moments, as a person here counts them."""
    return (later.astimezone().date() - earlier.astimezone().date()).days


def is_number(key: str, own: Collection[str] = ()) -> bool:
    """Whether a field holds numbers; `own`: those of one's own that do."""
    return key in own or _is_shipped_number(key)


@cache
def _is_shipped_number(key: str) -> bool:
    """Kept, since lists ask for each cell."""
    from leadqual_gui.domain.facts import FIELD_BY_KEY, FactType  # the window opens without it

    spec = FIELD_BY_KEY.get(key)
    return spec is not None and spec.type is FactType.NUMBER


def number_text(text: str) -> str:
    """A number that is kept as text, as the user's language writes it; without groups, as it may be a year."""
    try:
        return numerals.exact(float(text), groups=False)
    except ValueError:
        return text


def number(value: float) -> str:
    """A number as the user's language writes it; whole ones without decimals."""
    locale = QLocale()
    return locale.toString(int(value)) if float(value).is_integer() else locale.toString(float(value), "f", 2)
