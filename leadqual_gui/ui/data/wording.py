"""Reasons, issues and values in the user's words: why two leads may be one, and what is wrong with a lead's data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from leadqual_gui.domain.duplicates import SURE, Why
from leadqual_gui.domain.quality import Deduction, Issue
from leadqual_gui.ui.fields import number, short_day, yes_no
from leadqual_gui.ui.widgets import numerals

_CONTEXT = "Data"
SEPARATOR = " · "

_WHYS: Mapping[str, Any] = {
    "email_same": QT_TRANSLATE_NOOP("Data", "same e-mail {ours}"),
    "email_typo": QT_TRANSLATE_NOOP("Data", "e-mail differs by a slip: {ours}, {theirs}"),
    "mailbox_shared": QT_TRANSLATE_NOOP("Data", "same shared mailbox {ours}"),
    "email_differs": QT_TRANSLATE_NOOP("Data", "different e-mail: {ours}, {theirs}"),
    "local_part_same": QT_TRANSLATE_NOOP("Data", "same mailbox name at two addresses: {ours}, {theirs}"),
    "phone_same": QT_TRANSLATE_NOOP("Data", "same phone {ours}"),
    "phone_differs": QT_TRANSLATE_NOOP("Data", "different phone: {ours}, {theirs}"),
    "name_same": QT_TRANSLATE_NOOP("Data", "same name"),
    "name_spelling": QT_TRANSLATE_NOOP("Data", "same name, written otherwise: {ours}, {theirs}"),
    "name_alike": QT_TRANSLATE_NOOP("Data", "similar name: {ours}, {theirs}"),
    "name_differs": QT_TRANSLATE_NOOP("Data", "different name: {ours}, {theirs}"),
    "company_same": QT_TRANSLATE_NOOP("Data", "same company"),
    "company_alike": QT_TRANSLATE_NOOP("Data", "similar company: {ours}, {theirs}"),
    "company_differs": QT_TRANSLATE_NOOP("Data", "different company: {ours}, {theirs}"),
    "domain_same": QT_TRANSLATE_NOOP("Data", "same web domain {ours}"),
    "place_same": QT_TRANSLATE_NOOP("Data", "same place"),
    "country_differs": QT_TRANSLATE_NOOP("Data", "different country: {ours}, {theirs}"),
    "job_title_same": QT_TRANSLATE_NOOP("Data", "same job title"),
}
_ISSUES: Mapping[Issue, Any] = {
    Issue.EMAIL_INVALID: QT_TRANSLATE_NOOP("Data", "E-mail address cannot be right"),
    Issue.EMAIL_DISPOSABLE: QT_TRANSLATE_NOOP("Data", "Throw-away e-mail address"),
    Issue.EMAIL_MISSING: QT_TRANSLATE_NOOP("Data", "No e-mail address"),
    Issue.EMAIL_FREE: QT_TRANSLATE_NOOP("Data", "Private e-mail address"),
    Issue.PHONE_INVALID: QT_TRANSLATE_NOOP("Data", "Phone number cannot be right"),
    Issue.PHONE_MISSING: QT_TRANSLATE_NOOP("Data", "No phone number"),
    Issue.NAME_AUTOMATIC: QT_TRANSLATE_NOOP("Data", "Name looks made up"),
    Issue.NAME_MISSING: QT_TRANSLATE_NOOP("Data", "No name"),
    Issue.COMPANY_MISSING: QT_TRANSLATE_NOOP("Data", "No company"),
    Issue.JOB_TITLE_MISSING: QT_TRANSLATE_NOOP("Data", "No job title"),
    Issue.COUNTRY_MISSING: QT_TRANSLATE_NOOP("Data", "No country"),
    Issue.STALE: QT_TRANSLATE_NOOP("Data", "Data are old"),
}
_DETAILS: Mapping[str, Any] = {
    "no_at": QT_TRANSLATE_NOOP("Data", "it has no @"),
    "no_domain": QT_TRANSLATE_NOOP("Data", "a part before or after the @ is missing"),
    "no_ending": QT_TRANSLATE_NOOP("Data", "its domain has no ending"),
    "dots": QT_TRANSLATE_NOOP("Data", "dots stand where none may"),
    "bad_characters": QT_TRANSLATE_NOOP("Data", "it holds characters that no address has"),
    "typo": QT_TRANSLATE_NOOP("Data", "the provider's name is mistyped"),
    "syntax": QT_TRANSLATE_NOOP("Data", "it is not written like an address"),
    "no_number": QT_TRANSLATE_NOOP("Data", "it is not written like a number"),
    "no_country": QT_TRANSLATE_NOOP("Data", "its country code does not exist"),
    "too_short": QT_TRANSLATE_NOOP("Data", "it is too short for its country"),
    "too_long": QT_TRANSLATE_NOOP("Data", "it is too long for its country"),
    "not_assigned": QT_TRANSLATE_NOOP("Data", "its country gives out no such number"),
}
_BANDS: Mapping[str, Any] = {
    "good": QT_TRANSLATE_NOOP("Data", "Good"),
    "fair": QT_TRANSLATE_NOOP("Data", "Fair"),
    "poor": QT_TRANSLATE_NOOP("Data", "Poor"),
}


def words(text: str, n: int = -1) -> str:
    """A text of these screens in the user's language."""
    return QCoreApplication.translate(_CONTEXT, text, None, n)


# --- duplicates ------------------------------------------------------------------------------------------------------


def why_words(why: Why) -> str:
    """One reason for or against a pair."""
    template = _WHYS.get(why.code)
    if template is None:
        return why.code.replace("_", " ")
    ours, theirs = (numerals.as_typed(side) if _is_technical(why) else side for side in (why.ours, why.theirs))
    return words(template).format(ours=ours, theirs=theirs).strip(" :,")


def _is_technical(why: Why) -> bool:
    """Whether both sides are addresses or numbers, which run from left to right everywhere."""
    return why.code.startswith(("email", "mailbox", "local", "phone", "domain"))


def whys_words(whys: Sequence[Why], least: float = 0.0) -> str:
    """The reasons for a pair, the weightiest first, in one line."""
    told = sorted((why for why in whys if why.weight > least), key=lambda why: -why.weight)
    return SEPARATOR.join(why_words(why) for why in told)


def against_words(whys: Sequence[Why]) -> str:
    """What speaks against a pair, in one line; empty if nothing does."""
    told = sorted((why for why in whys if why.weight < 0), key=lambda why: why.weight)
    return SEPARATOR.join(why_words(why) for why in told)


def likeness_words(score: float) -> str:
    """How sure it is that two leads are one: "98 %"."""
    return f"{number(min(99, int(score * 100)) if score < 1 else 100)} %"


def sureness_words(score: float) -> str:
    """The same as a word."""
    return words("almost certain") if score >= SURE else words("likely")


# --- quality ---------------------------------------------------------------------------------------------------------


def issue_words(issue: Issue) -> str:
    """What is wrong, as a name."""
    return words(_ISSUES[issue])


def deduction_words(deduction: Deduction) -> str:
    """What is wrong with this lead: name, value, and why."""
    said = issue_words(deduction.issue)
    if deduction.issue is Issue.STALE:
        days = int(deduction.value or 0)
        return words("No proof of these data for %Ln day(s)", days) if days else said
    detail = words(_DETAILS[deduction.detail]) if deduction.detail in _DETAILS else ""
    value = numerals.as_typed(deduction.value) if deduction.value else ""
    return ": ".join(filter(None, (said, ", ".join(filter(None, (value, detail))))))


def mend_words(deduction: Deduction) -> str:
    """What can be done about it at once."""
    if deduction.proposal:
        return words("Use {value}").format(value=numerals.as_typed(deduction.proposal))
    return words("Verified today") if deduction.issue is Issue.STALE else words("Write it")


def band_labels() -> dict[str, str]:
    """Names of the spans of quality."""
    return {band: words(text) for band, text in _BANDS.items()}


def issue_labels() -> dict[str, str]:
    """Names of the issues, by what filters call them."""
    return {issue.name.lower(): issue_words(issue) for issue in Issue}


# --- values ----------------------------------------------------------------------------------------------------------


def value_words(value: object, stages: Mapping[str, str] | None = None) -> str:
    """A field's value as it is read; "" if there is none."""
    match value:
        case None | "" | ():
            return ""
        case bool():
            return yes_no(value)
        case datetime():
            return short_day(value)
        case int() | float():
            return numerals.exact(value)
        case tuple():
            return ", ".join(map(str, value))
    return " ".join((stages or {}).get(str(value), str(value)).split())
