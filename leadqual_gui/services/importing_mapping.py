"""A mapping kept as a JSON file, so that next month's export of the same system is imported without a click.

    {"format": 1, "kind": "leads", "columns": {"Mail": "email", "Old score": null, "Fleet": "custom.fleet"},
     "constants": {"source": "Trade show"}, "date_order": "dmy", "year": 2025,
     "words": {"outcome": {"kunde": "won"}}, "marks": {"expected_value": ","}}

Only `columns` is needed. A plain `{"Mail": "email"}` is understood, too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TypeVar

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.mapping import Basis, ImportKind, TableMapping, target_type, targets
from leadqual_gui.domain.mapping_content import custom_type
from leadqual_gui.domain.mapping_names import normal_header
from leadqual_gui.domain.parsing_dates import DateOrder

REMEMBERED = "as you chose for an earlier file with these headers"
Named = TypeVar("Named", ImportKind, DateOrder)
_KEYS = ("format", "kind", "columns", "constants", "date_order", "year", "words", "marks")


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """What a mapping file says. `columns`: field (or None: leave out) by header."""

    columns: Mapping[str, str | None] = field(default_factory=dict)
    kind: ImportKind | None = None
    constants: Mapping[str, str] = field(default_factory=dict)
    date_order: DateOrder | None = None
    year: int | None = None
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)

    def applied_to(self, proposed: TableMapping, sample: Sequence[Sequence[str]]) -> TableMapping:
        """The proposal, overruled where this file says otherwise."""
        mapping = proposed
        for header, target in _by_header(self.columns, proposed).items():
            index = _column_of(header, proposed)
            if target is not None:
                _check_target(target, proposed.kind)
            mapping = mapping.choose(index, target)
            if target and target.startswith("custom."):
                typed = replace(mapping.columns[index], type=custom_type(sample[index]))
                mapping = mapping.with_column(typed)
        for target in self.constants:
            _check_target(target, proposed.kind)
        return replace(mapping, constants={**mapping.constants, **self.constants}, year=self.year)


def told_as_remembered(mapping: TableMapping, proposed: TableMapping) -> TableMapping:
    """Columns that are as they were proposed keep their reason; the others say where they come from."""
    columns = []
    for column, own in zip(mapping.columns, proposed.columns, strict=True):
        if column.target == own.target:
            columns.append(replace(own, type=column.type, date_order=column.date_order))
        elif column.basis in (Basis.CHOSEN, Basis.LEFT_OUT):
            columns.append(replace(column, reason=REMEMBERED))
        else:
            columns.append(column)
    return replace(mapping, columns=tuple(columns))


def mapping_from_json(text: str, place: str = "") -> SavedMapping:
    """Read a mapping file. Raises LeadQualError that says what is wrong with it."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f"line {error.lineno}: {error.msg}" if isinstance(error, json.JSONDecodeError) else str(error)
        raise LeadQualError(f"this is not JSON: {where}", 'write {"columns": {"Mail": "email"}}', place) from error
    if not isinstance(found, dict):
        raise LeadQualError("a mapping is a JSON object", 'write {"columns": {"Mail": "email"}}', place)
    if "columns" not in found and not set(found) & set(_KEYS):
        found = {"columns": found}
    return _checked(found, place)


def _checked(found: dict[str, object], place: str) -> SavedMapping:
    for key in found:
        if key not in _KEYS:
            raise LeadQualError(f"“{key}” is not known in a mapping", _meant(key, _KEYS), place)
    columns, constants, year = found.get("columns") or {}, found.get("constants") or {}, found.get("year")
    if not isinstance(columns, dict) or not all(v is None or isinstance(v, str) for v in columns.values()):
        raise LeadQualError("“columns” must map headers to fields", 'write {"Mail": "email", "Score": null}', place)
    if not isinstance(constants, dict) or not all(isinstance(v, str) for v in constants.values()):
        raise LeadQualError("“constants” must map fields to texts", 'write {"source": "Trade show"}', place)
    if year is not None and (not isinstance(year, int) or not 1900 <= year <= 2100):
        raise LeadQualError("“year” must be a year such as 2025", "", place)
    words, marks = found.get("words") or {}, found.get("marks") or {}
    if not isinstance(words, dict) or not all(map(_maps_texts, words.values())):
        raise LeadQualError("“words” must map fields to words", 'write {"outcome": {"customer": "won"}}', place)
    if not _maps_texts(marks) or not set(marks.values()) <= {".", ","}:  # type: ignore[attr-defined]
        raise LeadQualError("“marks” must map fields to . or ,", 'write {"expected_value": ","}', place)
    return SavedMapping(
        {str(header): target or None for header, target in columns.items()},
        _one_of(ImportKind, found.get("kind"), "kind", place),
        constants,
        _one_of(DateOrder, found.get("date_order"), "date_order", place),
        year,
        words,
        marks,  # type: ignore[arg-type]
    )


def _maps_texts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(v, str) for v in value.values())


def mapping_to_json(mapping: TableMapping) -> str:
    """A mapping file that makes the same import again."""
    order = next((column.date_order.value for column in mapping.used if column.date_order), None)
    said: dict[str, object] = {
        "format": 1,
        "kind": mapping.kind.value,
        "columns": {column.header: column.target for column in mapping.columns},
    }
    said |= {"constants": dict(mapping.constants)} if mapping.constants else {}
    said |= {"date_order": order} if order else {}
    said |= {"year": mapping.year} if mapping.year else {}
    said |= {"words": {target: dict(words) for target, words in mapping.words.items()}} if mapping.words else {}
    said |= {"marks": dict(mapping.marks)} if mapping.marks else {}
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def mapping_items(mapping: TableMapping) -> list[dict[str, object]]:
    """Each column, the field it is taken for, how surely (0 to 1), and why."""
    return [
        {"column": c.header, "field": c.target, "confidence": c.confidence, "reason": c.reason} for c in mapping.columns
    ]


def _one_of(kinds: type[Named], value: object, key: str, place: str) -> Named | None:
    if value is None:
        return None
    names = [kind.value for kind in kinds]
    if value not in names:
        raise LeadQualError(f"“{key}” must be one of {', '.join(names)}; found “{value}”", "", place)
    return kinds(value)


def _by_header(columns: Mapping[str, str | None], proposed: TableMapping) -> dict[str, str | None]:
    """The file may also have it the other way round: field first, then header."""
    headers = {normal_header(column.header) for column in proposed.columns}
    turned = [key for key, value in columns.items() if normal_header(key) not in headers]
    if turned and len(turned) == len(columns) and all(v and normal_header(v) in headers for v in columns.values()):
        return {value: key for key, value in columns.items() if value}
    return dict(columns)


def _column_of(header: str, proposed: TableMapping) -> int:
    for match in (str, normal_header):
        for column in proposed.columns:
            if match(column.header) == match(header):
                return column.index
    headers = [column.header for column in proposed.columns]
    hint = _meant(header, headers) or f"the columns are {', '.join(headers[:20])}"
    raise LeadQualError(f"the mapping names a column “{header}”, which the file does not have", hint)


def _check_target(target: str, kind: ImportKind) -> None:
    if target_type(kind, target) is not None:
        return
    hint = _meant(target, tuple(targets(kind))) or "a field of your own is written custom.name"
    raise LeadQualError(f"the mapping names a field “{target}”, which {kind.value} do not have", hint)


def _meant(word: str, known: Sequence[str]) -> str:
    close = get_close_matches(word, known, 1)
    return f"did you mean “{close[0]}”?" if close else ""
