"""Which columns an export has: any fields, the score and its ledger, or what another system takes as it is.

A template names its columns as the other system's import does. What that system insists on and we do not know is worked
out as people would: the last word of a full name, the company of a lead without one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from leadqual_gui.domain.facts import FIELD_BY_KEY
from leadqual_gui.services.exporting import FIELDS, SCORE_COLUMNS

LEDGER = "ledger"
NOT_GIVEN = "[not provided]"

Values = Mapping[str, Sequence[object]]


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """One column: where its values come from, and its header.

    `source` is a lead field, `custom.<key>`, one of SCORE_COLUMNS, `ledger`, or one of DERIVED.
    """

    source: str
    header: str


@dataclass(frozen=True, slots=True)
class ExportTemplate:
    """The columns that another system's import takes as they are."""

    id: str
    name: str
    columns: tuple[ExportColumn, ...]


@dataclass(frozen=True, slots=True)
class Derived:
    """A column worked out from others, row by row."""

    needs: tuple[str, ...]
    of: Callable[..., object]


def usual_columns(custom: Sequence[str] = (), scores: bool = True) -> tuple[ExportColumn, ...]:
    """All fields under their own names, custom fields, and the score: what comes back the same."""
    keys = (*FIELDS, *(f"custom.{key}" for key in custom), *(SCORE_COLUMNS if scores else ()))
    return tuple(ExportColumn(key, key) for key in keys)


def chosen_columns(keys: Sequence[str]) -> tuple[ExportColumn, ...]:
    """These columns under their own names. Raises ValueError for one that does not exist."""
    for key in keys:
        if not is_column(key):
            raise ValueError(key)
    return tuple(ExportColumn(key, key) for key in keys)


def is_column(key: str) -> bool:
    """Can a column have this source?"""
    return key in FIELD_BY_KEY or key in SCORE_COLUMNS or key in DERIVED or key == LEDGER or key.startswith("custom.")


def fields_needed(columns: Sequence[ExportColumn]) -> tuple[str, ...]:
    """The stored fields that these columns are made of."""
    needed: dict[str, None] = {}
    for column in columns:
        source = column.source
        wanted = DERIVED[source].needs if source in DERIVED else (source,)
        needed.update((_stored(key), None) for key in wanted if key in FIELD_BY_KEY or key.startswith("custom."))
    return tuple(needed)


def column_values(column: ExportColumn, values: Values, rows: int) -> Sequence[object]:
    """The values of a column for a batch. A flag that is "no" is left empty, as what was never said."""
    derived = DERIVED.get(column.source)
    if derived:
        nothing: list[object] = [None] * rows
        told = (values.get(_stored(key), nothing) for key in derived.needs)
        return [derived.of(*row) for row in zip(*told, strict=True)]
    found = values.get(_stored(column.source))
    if found is None:
        return [None] * rows
    spec = FIELD_BY_KEY.get(column.source)
    return [value or None for value in found] if spec and spec.flag else found


def _stored(key: str) -> str:
    return "verified_at" if key == "verified" else key


# ---------------------------------------------------------------- what other systems insist on


def _given_name(first: str | None, last: str | None, full: str | None) -> str | None:
    if first or last or not full:
        return first
    return full.rpartition(" ")[0] or None


def _family_name(last: str | None, full: str | None, first: str | None, company: str | None, email: str | None) -> str:
    if last:
        return last
    if full and not first:
        return full.rpartition(" ")[2]
    return full or first or company or (email or "").partition("@")[0] or NOT_GIVEN


def _whole_name(full: str | None, first: str | None, last: str | None, company: str | None, email: str | None) -> str:
    return full or " ".join(filter(None, (first, last))) or company or email or NOT_GIVEN


def _rating(tier: str | None) -> str | None:
    return {"hot": "Hot", "warm": "Warm", "cold": "Cold"}.get(tier or "")


def _pipedrive_label(tier: str | None) -> str | None:
    return {"hot": "Hot lead", "warm": "Warm lead", "cold": "Cold lead"}.get(tier or "")


def _truth(value: object) -> str:
    return "true" if value else "false"


def _whole_number(value: float | None) -> int | None:
    return None if value is None else int(value)


DERIVED: Mapping[str, Derived] = MappingProxyType(
    {
        "given_name": Derived(("first_name", "last_name", "full_name"), _given_name),
        "family_name": Derived(("last_name", "full_name", "first_name", "company", "email"), _family_name),
        "whole_name": Derived(("full_name", "first_name", "last_name", "company", "email"), _whole_name),
        "company_or_not": Derived(("company",), lambda company: company or NOT_GIVEN),
        "rating": Derived(("tier",), _rating),
        "pipedrive_label": Derived(("tier",), _pipedrive_label),
        "do_not_call": Derived(("do_not_contact",), _truth),
        "opted_out": Derived(("unsubscribed",), _truth),
        "headcount": Derived(("employees",), _whole_number),
    }
)


def _columns(text: str) -> tuple[ExportColumn, ...]:
    pairs = (part.split("=") for part in text.replace("\n", " ").split("; "))
    return tuple(ExportColumn(source.strip(), header.strip()) for header, source in pairs)


TEMPLATES: tuple[ExportTemplate, ...] = (
    ExportTemplate(
        "hubspot",
        "HubSpot",
        _columns(
            "First name=given_name; Last name=family_name; Email=email; Phone number=phone; Mobile phone "
            "number=mobile; Job title=job_title; Company name=company; Website URL=website; Street "
            "address=street; City=city; State/Region=region; Postal code=postal_code; Country/Region=country; "
            "Industry=industry; Number of employees=headcount; Annual revenue=annual_revenue; Contact "
            "owner=owner; Notes=notes"
        ),
    ),
    ExportTemplate(
        "salesforce",
        "Salesforce",
        _columns(
            "First Name=given_name; Last Name=family_name; Company=company_or_not; Title=job_title; "
            "Email=email; Phone=phone; Mobile=mobile; Website=website; Street=street; City=city; "
            "State/Province=region; Zip/Postal Code=postal_code; Country=country; Industry=industry; No. of "
            "Employees=headcount; Annual Revenue=annual_revenue; Lead Source=source; Rating=rating; Do Not "
            "Call=do_not_call; Email Opt Out=opted_out; Description=notes"
        ),
    ),
    ExportTemplate(
        "pipedrive",
        "Pipedrive",
        _columns(
            "Lead - Title=whole_name; Lead - Value=expected_value; Lead - Currency of value=currency; Lead - "
            "Labels=pipedrive_label; Lead - Owner=owner; Person - Name=whole_name; Person - First "
            "name=given_name; Person - Last name=family_name; Person - Email=email; Person - Phone=phone; "
            "Person - Job title=job_title; Organization - Name=company; Organization - Address=street; Note - "
            "Content=notes"
        ),
    ),
    ExportTemplate(
        "zoho",
        "Zoho CRM",
        _columns(
            "First Name=given_name; Last Name=family_name; Company=company_or_not; Title=job_title; "
            "Email=email; Secondary Email=email_2; Phone=phone; Mobile=mobile; Website=website; Street=street; "
            "City=city; State=region; Zip Code=postal_code; Country=country; Industry=industry; No. of "
            "Employees=headcount; Annual Revenue=annual_revenue; Lead Source=source; Email Opt Out=opted_out; "
            "Description=notes"
        ),
    ),
)


def template(key: str) -> ExportTemplate | None:
    """A template by its id."""
    return next((one for one in TEMPLATES if one.id == key), None)
