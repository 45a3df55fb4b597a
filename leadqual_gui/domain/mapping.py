"""Which column of a stranger's table is which field of ours, and how sure we are.

A mapping is proposed from the headers, then from the cells; each match says why it was made, so that a
person can check it at a glance and overrule it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from types import MappingProxyType
from zlib import crc32

from leadqual_gui.domain.facts import FIELD_BY_KEY, FactType
from leadqual_gui.domain.mapping_content import custom_type, doubt, field_by_content, filled
from leadqual_gui.domain.mapping_names import (
    activity_field_named,
    answer_field_named,
    field_named,
    normal_header,
)
from leadqual_gui.domain.mapping_wide import implied_kind, is_wide, wide_target_named, wide_type
from leadqual_gui.domain.parsing_dates import DateOrder

CUSTOM_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")


class ImportKind(Enum):
    """What the rows of a table are."""

    LEADS = "leads"
    ACTIVITIES = "activities"
    ANSWERS = "answers"


class Basis(Enum):
    """On what a match rests: the header, the cells, the user's own choice, or on nothing."""

    NAME = "name"
    CONTENT = "content"
    CHOSEN = "chosen"
    CUSTOM = "custom"
    LEFT_OUT = "left_out"


ACTIVITY_FIELDS: Mapping[str, FactType] = MappingProxyType(
    {
        "lead": FactType.TEXT,
        "kind": FactType.TEXT,
        "occurred_at": FactType.DATE,
        "month": FactType.TEXT,
        "count": FactType.NUMBER,
        "topic": FactType.TEXT,
    }
)
ANSWER_FIELDS: Mapping[str, FactType] = MappingProxyType(
    {
        "lead": FactType.TEXT,
        "framework": FactType.TEXT,
        "element": FactType.TEXT,
        "level": FactType.TEXT,
        "heard_at": FactType.DATE,
        "said_by": FactType.TEXT,
        "evidence": FactType.TEXT,
    }
)
_LEAD_FIELDS: Mapping[str, FactType] = MappingProxyType({key: spec.type for key, spec in FIELD_BY_KEY.items()})


def targets(kind: ImportKind) -> Mapping[str, FactType]:
    """What a column may be mapped to in a table of this kind (leads: also `custom.<key>`; activities: see
    `mapping_wide`)."""
    if kind is ImportKind.ACTIVITIES:
        return ACTIVITY_FIELDS
    return ANSWER_FIELDS if kind is ImportKind.ANSWERS else _LEAD_FIELDS


def target_type(kind: ImportKind, target: str) -> FactType | None:
    """How the cells of a column with this target are read; None if rows of this kind have no such target."""
    if kind is ImportKind.LEADS and target.startswith("custom.") and CUSTOM_KEY.fullmatch(target, 7):
        return FactType.TEXT
    if kind is ImportKind.ACTIVITIES and (wide := wide_type(target)):
        return wide
    return targets(kind).get(target)


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """One column: its header, the field it is taken for (None: left out), and why.

    `confidence` runs from 0 to 1. `type` is how its cells are read. `date_order` is set where the column's
    numeric dates were decided or answered.
    """

    index: int
    header: str
    target: str | None
    basis: Basis
    confidence: float = 1.0
    reason: str = ""
    type: FactType = FactType.TEXT
    date_order: DateOrder | None = None


@dataclass(frozen=True, slots=True)
class TableMapping:
    """All columns of a table. `constants` give a value to every row (`kind: webinar`); `year` to bare months.

    `words` says what the words of a field's cells mean, where that is not plain: {"outcome": {"kunde": "won"}}; words
    are casefolded, and an empty meaning is "not known". `marks` gives the decimal mark of a field's numbers.
    """

    kind: ImportKind
    columns: tuple[ColumnMatch, ...]
    constants: Mapping[str, str] = field(default_factory=dict)
    year: int | None = None
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)

    @property
    def used(self) -> tuple[ColumnMatch, ...]:
        """The columns that are imported, in their order."""
        return tuple(column for column in self.columns if column.target)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The headers of the columns that are not imported."""
        return tuple(column.header for column in self.columns if not column.target)

    def has(self, target: str) -> bool:
        """Does a column or a constant give this field?"""
        return target in self.constants or any(column.target == target for column in self.columns)

    def with_column(self, changed: ColumnMatch) -> TableMapping:
        """The same mapping with one column changed; a field that it takes is taken from the column that had it."""
        others = (
            column if column.target != changed.target or not column.target else _left_out(column, "taken by another")
            for column in self.columns
        )
        return replace(self, columns=tuple(changed if c.index == changed.index else c for c in others))

    def choose(self, index: int, target: str | None) -> TableMapping:
        """What the user decided for one column."""
        old = self.columns[index]
        if target is None:
            return self.with_column(_left_out(old, "left out by you"))
        kind = target_type(self.kind, target)
        if kind is None:
            raise ValueError(f"{self.kind.value} have no {target!r}")
        chosen = ColumnMatch(index, old.header, target, Basis.CHOSEN, 1.0, "chosen by you", kind)
        return self.with_column(chosen)


def is_told_wide(mapping: TableMapping) -> bool:
    """Do columns of counters, dates and ticks tell what the leads did?"""
    return mapping.kind is ImportKind.ACTIVITIES and any(wide_type(column.target or "") for column in mapping.used)


def propose(
    headers: Sequence[str],
    sample: Sequence[Sequence[str]],
    kind: ImportKind | None = None,
    custom: bool = False,
    known_custom: Mapping[str, FactType] | None = None,
) -> TableMapping:
    """Say which column is which. `sample` holds some cells of each column; `kind` None means: find out."""
    cells = [filled(column) for column in sample]
    kind = kind or kind_of(headers)
    wide = kind is ImportKind.ACTIVITIES and is_wide(headers)
    named = _by_name(headers, cells, kind, wide)
    columns = [_named_match(index, header, named, cells[index], kind) for index, header in enumerate(headers)]
    if kind is ImportKind.LEADS:
        columns = _by_content(columns, cells)
        columns = [_customised(column, cells[column.index], custom, known_custom or {}) for column in columns]
        columns = _distinct_custom_keys(columns)
    implied = implied_kind(headers) if kind is ImportKind.ACTIVITIES and not wide else None
    taken = any(column.target == "kind" for column in columns)
    return TableMapping(kind, tuple(columns), {"kind": implied} if implied and not taken else {})


_SURE_ACTIVITY = frozenset(
    ("kind", "activity type", "activity kind", "event type", "occurred at", "activity date", "who id")
)


def kind_of(headers: Sequence[str]) -> ImportKind:
    """Leads, activities or answers, told by the headers."""
    answers = {answer_field_named(header) for header in headers}
    if {"lead", "framework", "element", "level"} <= answers:
        return ImportKind.ANSWERS
    parts = {activity_field_named(header) for header in headers}
    sure = any(normal_header(header) in _SURE_ACTIVITY for header in headers)
    if sure and {"lead", "kind"} <= parts and parts & {"occurred_at", "month"}:
        return ImportKind.ACTIVITIES
    if is_wide(headers) or implied_kind(headers):
        return ImportKind.ACTIVITIES
    return ImportKind.LEADS


_FINDERS: Mapping[ImportKind, Callable[[str], str | None]] = MappingProxyType(
    {
        ImportKind.LEADS: field_named,
        ImportKind.ACTIVITIES: activity_field_named,
        ImportKind.ANSWERS: answer_field_named,
    }
)


@dataclass(frozen=True, slots=True)
class _Named:
    """What a header says: a field, how surely, and the objection that the cells raise."""

    target: str
    confidence: float
    objection: str = ""


def _by_name(headers: Sequence[str], cells: Sequence[list[str]], kind: ImportKind, wide: bool) -> dict[int, _Named]:
    """The best header for each field; the others of the same meaning stay without a field."""
    said: dict[int, str] = {}
    for index, header in enumerate(headers):
        if target := (wide_target_named(header) if wide else None) or _FINDERS[kind](header):
            said[index] = target
    if kind is ImportKind.LEADS:
        said = _mind_the_traps(headers, said, cells)
    best: dict[str, tuple[float, int]] = {}
    found: dict[int, _Named] = {}
    for index, target in said.items():
        objection = _objection(cells[index], target, kind)
        found[index] = _Named(target, _name_confidence(headers[index], target), objection)
        rank = (found[index].confidence if cells[index] else 0.1, -index)
        if not objection and not target.startswith("-") and rank > best.get(target, (0.0, -index)):
            best[target] = rank
    return {i: n if -i == best.get(n.target, (0, -i))[1] else replace(n, objection=n.objection or "is there already")
            for i, n in found.items()}  # fmt: skip


def _name_confidence(header: str, target: str) -> float:
    """Our own name for the field is certain; a plain alias nearly so; one within a prefix less."""
    normal = normal_header(header)
    if normal.replace(" ", "_") == target:
        return 1.0
    return 0.85 if re.search(r"\s-\s|__?c$|_\d$|\b[2-9]\b", header) else 0.95


def _objection(cells: list[str], target: str, kind: ImportKind) -> str:
    if wide_type(target) is FactType.YES_NO:
        return ""  # "Missed" and "Attended" are understood, too
    fact = target_type(kind, target)
    if target == "verified":
        return "" if not doubt(cells, FactType.DATE) else doubt(cells, FactType.YES_NO)
    return doubt(cells, fact) if fact else ""


_NAMES_TO_SORT_BY = frozenset(("e mail display name", "file as", "display name"))
_ROMANCE_NAMES = frozenset(("nome", "nom", "nombre", "ชื่อ"))


def _mind_the_traps(headers: Sequence[str], said: dict[int, str], cells: Sequence[list[str]]) -> dict[int, str]:
    """Headers that mean one thing in one system's file and another thing in another's."""
    normal = [normal_header(header) for header in headers]
    fields = set(said.values())
    for index, target in said.items():
        if normal[index] == "title" and ({"job title", "position"} & {*normal} or _are_salutations(cells[index])):
            said[index] = "-salutation"  # Outlook, Mautic: Mr, Mrs
        elif normal[index] in _NAMES_TO_SORT_BY and {"first_name", "last_name"} <= fields:
            said[index] = "-display_name"  # Outlook: Ines (ines@...); Google: Carvalho, Ines
        elif normal[index] == "name" and not {"contact name", "contact person"}.isdisjoint(normal):
            said[index] = "-deal_name"  # Odoo: the opportunity's
        elif normal[index] == "url" and "connected on" in normal:
            said[index] = "linkedin"  # LinkedIn's own export of connections
        elif normal[index] in _ROMANCE_NAMES and not {"first_name", "last_name"} <= fields:
            said[index] = "full_name" if "full_name" not in fields else target
        elif normal[index] in ("status", "lead status") and _tells_outcomes(cells[index]) and "outcome" not in fields:
            said[index] = "outcome"
    return said


_SALUTATIONS = frozenset(
    ("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "herr", "frau", "m", "mme", "mlle", "sr", "sra", "srta", "sig")
)


def _are_salutations(cells: list[str]) -> bool:
    return bool(cells) and all(cell.casefold().rstrip(".") in _SALUTATIONS for cell in cells)


def _tells_outcomes(cells: list[str]) -> bool:
    words = {cell.casefold() for cell in cells}
    return bool(words & {"won", "lost", "closed won", "closed lost"}) and not doubt(cells, FactType.CHOICE, 1.0)


_OWN = "it was written by an export or an import of this program, and is worked out anew"
_CONSENT = "who agreed to e-mails is not kept, only who unsubscribed; a custom field can hold it"
"""As `unsubscribed`, the field nearest to it, each yes would be a no."""
_REMARKS: Mapping[str, str] = MappingProxyType({"-own": _OWN, "-consent": _CONSENT})


def _named_match(
    index: int, header: str, named: Mapping[int, _Named], cells: list[str], kind: ImportKind
) -> ColumnMatch:
    found = named.get(index)
    if found is None:
        return ColumnMatch(index, header, None, Basis.LEFT_OUT, 0.0, "no field is known by this name")
    if found.target.startswith("-"):
        remark = _REMARKS.get(found.target, f"{found.target[1:]} is not kept for a lead")
        return ColumnMatch(index, header, None, Basis.LEFT_OUT, 0.0, remark)
    if found.objection == "is there already":
        return ColumnMatch(index, header, None, Basis.LEFT_OUT, 0.0, f"another column is the {found.target}")
    if found.objection:
        return ColumnMatch(
            index, header, None, Basis.LEFT_OUT, 0.0, f"named like {found.target}, but {found.objection}"
        )
    reason = (
        f"the header says {found.target}" if cells else f"the header says {found.target}; it is empty in the sample"
    )
    return ColumnMatch(
        index,
        header,
        found.target,
        Basis.NAME,
        found.confidence,
        reason,
        target_type(kind, found.target) or FactType.TEXT,
    )


def _by_content(columns: list[ColumnMatch], cells: Sequence[list[str]]) -> list[ColumnMatch]:
    """Give free fields to columns whose header says nothing but whose cells do."""
    taken = {column.target for column in columns}
    result = []
    for column in columns:
        found = field_by_content(cells[column.index]) if column.basis is Basis.LEFT_OUT else None
        if found and "no field" in column.reason and found[0] not in taken:
            taken.add(found[0])
            column = replace(column, target=found[0], basis=Basis.CONTENT, confidence=found[1], reason=found[2])
        result.append(column)
    return result


def _customised(column: ColumnMatch, cells: list[str], custom: bool, known: Mapping[str, FactType]) -> ColumnMatch:
    """A column without a field becomes a custom field, if it is known as one or the user asked for it."""
    if column.target or not normal_header(column.header) or _OWN in column.reason:
        return column
    own = column.header.strip()
    key = custom_key(own.removeprefix("custom."))
    if key in known and (objection := doubt(cells, known[key])):
        return replace(column, reason=f"named like the custom field {key}, but {objection}")
    if key in known:
        return replace(column, target=f"custom.{key}", basis=Basis.NAME, confidence=0.95,
                       reason="a custom field of this name exists", type=known[key])  # fmt: skip
    if not custom:
        return column
    reason = "kept as a custom field, as you asked"
    return replace(column, target=f"custom.{key}", basis=Basis.CUSTOM, reason=reason, type=custom_type(cells))


def _distinct_custom_keys(columns: list[ColumnMatch]) -> list[ColumnMatch]:
    seen: set[str] = set()
    result = []
    for column in columns:
        target, number = column.target, 2
        while target and target.startswith("custom.") and target in seen:
            target, number = f"{column.target}_{number}", number + 1
        if target:
            seen.add(target)
        result.append(replace(column, target=target))
    return result


def custom_key(header: str) -> str:
    """The key of a custom field made from a header: "Budgt_alloc" -> budgt_alloc. Other scripts give a made-up one."""
    key = re.sub(r"[^a-z0-9]+", "_", normal_header(header)).strip("_")[:60]
    return key if CUSTOM_KEY.fullmatch(key) else f"field_{crc32(header.strip().encode('utf-8', 'replace')):08x}"


def _left_out(column: ColumnMatch, reason: str) -> ColumnMatch:
    return ColumnMatch(column.index, column.header, None, Basis.LEFT_OUT, 0.0, reason)
