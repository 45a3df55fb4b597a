"""What an export holds, chosen step by step without widgets: whose leads, as what file, which columns in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from leadqual_gui.domain.rules import CustomField
from leadqual_gui.services.exporting import FIELDS, SCORE_COLUMNS
from leadqual_gui.services.exporting_columns import LEDGER, TEMPLATES, ExportColumn, template


class Form(Enum):
    """As what leads are written. The value is the file's ending."""

    CSV = ".csv"
    XLSX = ".xlsx"
    JSON = ".json"
    VCARD = ".vcf"
    CALENDAR = ".ics"
    EVERYTHING = ".jsonl"


class Scope(Enum):
    """Whose data."""

    CHOSEN = "chosen"
    LISTED = "listed"
    ALL = "all"


TABLES = (Form.CSV, Form.XLSX, Form.JSON)
NEUTRALISED = (Form.CSV, Form.XLSX)


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """An export as it stands. `columns` are (key, on) in their order; a `template` has columns of its own."""

    scope: Scope = Scope.LISTED
    form: Form = Form.CSV
    template: str = ""
    columns: tuple[tuple[str, bool], ...] = ()

    @property
    def has_columns(self) -> bool:
        """Whether columns can be chosen at all."""
        return self.form in TABLES and not self.template

    @property
    def is_neutralised(self) -> bool:
        """Whether texts that look like formulas are marked."""
        return self.form in NEUTRALISED

    @property
    def chosen(self) -> tuple[str, ...]:
        """The keys of the columns that are written, in order."""
        return tuple(key for key, on in self.columns if on)

    @property
    def is_empty(self) -> bool:
        """Whether no column would be written."""
        return self.has_columns and not self.chosen

    def written(self) -> tuple[ExportColumn, ...] | None:
        """The columns for the writer; None: what the form has by itself."""
        found = template(self.template) if self.template and self.form in TABLES else None
        if found is not None:
            return found.columns
        if self.form not in TABLES:
            return None
        return tuple(ExportColumn(key, key) for key in self.chosen)

    def with_template(self, key: str) -> ExportChoice:
        """The columns that another system takes ("": one's own)."""
        return replace(self, template=key)

    def with_form(self, form: Form) -> ExportChoice:
        """As another sort of file."""
        return replace(self, form=form)

    def with_scope(self, scope: Scope) -> ExportChoice:
        """Of other leads."""
        return replace(self, scope=scope)

    def ticked(self, key: str, on: bool) -> ExportChoice:
        """With a column, or without it."""
        return replace(self, columns=tuple((k, on if k == key else was) for k, was in self.columns))

    def all_ticked(self, on: bool) -> ExportChoice:
        """With all columns, or with none."""
        return replace(self, columns=tuple((key, on) for key, _was in self.columns))

    def in_order(self, keys: Sequence[str]) -> ExportChoice:
        """The same columns in another order."""
        on = dict(self.columns)
        return replace(self, columns=tuple((key, on[key]) for key in keys))


def all_columns(custom: Sequence[CustomField]) -> tuple[tuple[str, bool], ...]:
    """Every column that there is, all but the ledger on: what comes back the same when it is imported."""
    keys = (*FIELDS, *sorted(f"custom.{one.key}" for one in custom), *SCORE_COLUMNS)
    return (*((key, True) for key in keys), (LEDGER, False))


def recalled(text: str, columns: tuple[tuple[str, bool], ...]) -> tuple[tuple[str, bool], ...]:
    """Columns as they were chosen last (`as_text`); new ones at the end, those that are gone left out."""
    there = dict(columns)
    before = [(part.lstrip("-"), not part.startswith("-")) for part in text.split(" ") if part.lstrip("-") in there]
    known = {key for key, _on in before}
    return (*dict(before).items(), *((key, on) for key, on in columns if key not in known)) if before else columns


def as_text(columns: tuple[tuple[str, bool], ...]) -> str:
    """Columns to be remembered; "-" before those that are off."""
    return " ".join(key if on else f"-{key}" for key, on in columns)


TEMPLATE_NAMES: tuple[tuple[str, str], ...] = tuple((one.id, one.name) for one in TEMPLATES)
