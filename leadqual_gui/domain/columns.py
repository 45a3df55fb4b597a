"""All leads in memory, column by column: what a hundred thousand scores are worked out from in a few milliseconds.

`Columns` is the one mutable owner. A lead is a position (row) in it, in ascending order of ids. Only facts that rules
or lists look at are held (see `schema`); answers, stakeholders and custom fields come as they are needed.
A snapshot is a few flat byte strings, read back without touching a single value.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np

from leadqual_gui.domain.activities import Activity
from leadqual_gui.domain.adjustments import Adjustment
from leadqual_gui.domain.answers import Answer, AnswerState
from leadqual_gui.domain.columns_activities import ActivityColumns
from leadqual_gui.domain.columns_custom import custom_column, fitting, type_of
from leadqual_gui.domain.columns_fields import (
    UNKNOWN,
    AnyColumn,
    Array,
    Blobs,
    BlobSource,
    Buffer,
    CodedColumn,
    CountColumn,
    DateColumn,
    LevelColumn,
    column_of,
    read_column,
)
from leadqual_gui.domain.derived import FactValue, fact_of
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.moments import activity_time, seconds
from leadqual_gui.domain.records import LeadRecord
from leadqual_gui.domain.schema import LIST_FACTS, lead_fact_types
from leadqual_gui.domain.stakeholders import Stakeholder

SNAPSHOT_FORMAT = 1


class Columns:
    """Every lead of a workspace, in columns.

    `schema`: the lead facts held, with their types. `fields`: the columns by fact, among them
    `answer.<framework>.<element>` and `stakeholders.<role>` as far as there are any. `version` grows with each change.
    """

    def __init__(self, schema: Mapping[str, FactType], ids: Array, fields: dict[str, AnyColumn] | None = None) -> None:
        self.schema = dict(LIST_FACTS) | dict(schema)
        self._ids = Buffer(np.ascontiguousarray(ids, np.int64))
        self._alive = Buffer(np.ones(len(ids), np.bool_))
        self.fields: dict[str, AnyColumn] = fields or {}
        self.activities = ActivityColumns()
        self.adjustments: dict[int, tuple[Adjustment, ...]] = {}
        self.version = 0

    @classmethod
    def of(
        cls, records: Sequence[LeadRecord], facts: Iterable[str] | None = None, as_of: datetime | None = None
    ) -> Columns:
        """Columns of these leads, in the order of their ids, holding `facts` (None: every lead field).

        With `as_of`, answers heard later are left out.
        """
        ordered = sorted(records, key=lambda r: r.lead.id)
        leads = [r.lead for r in ordered]
        made = cls(_schema(facts, leads), np.asarray([lead.id for lead in leads], np.int64))
        for fact, fact_type in made.schema.items():
            values = [fact_of(lead, fact) for lead in leads]
            own = fact.startswith("custom.")
            made.fields[fact] = custom_column(values) if own else column_of(fact_type, values)
        made.put_activities([(row, a) for row, r in enumerate(ordered) for a in r.activities])
        for row, record in enumerate(ordered):
            made._put_rest(row, record, as_of)
        return made

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def ids(self) -> Array:
        """Row ids, ascending; the position in it is the lead's row everywhere."""
        return self._ids.array

    @property
    def alive(self) -> Array:
        """False for leads that were deleted (a view: do not change it)."""
        return self._alive.array

    @property
    def facts(self) -> frozenset[str]:
        """The lead facts held."""
        return frozenset(self.schema)

    def position(self, lead_id: int) -> int | None:
        """The row of a lead, deleted or not; None if there is no such lead."""
        at = int(np.searchsorted(self.ids, lead_id))
        return at if at < len(self) and self.ids[at] == lead_id else None

    def column(self, fact: str) -> AnyColumn | None:
        """The column of a fact, or None if it is not known of anybody."""
        return self.fields.get(fact)

    def value(self, position: int, fact: str) -> FactValue:
        """A fact of one lead, or None."""
        column = self.fields.get(fact)
        if column is None:
            return 0.0 if fact.startswith("stakeholders.") else None
        return column.value(position)

    def put_field(self, position: int, fact: str, value: FactValue) -> None:
        """Set a fact of one lead; a fact that is not held is left out (custom fields appear when first set)."""
        column = self.fields.get(fact)
        if fact.startswith("custom.") and value is not None:
            column, (value,) = fitting(column or column_of(type_of(value), [None] * len(self)), [value])
            self.fields[fact] = column
        if column is not None:
            column.put(position, value)
            self.version += 1

    def put_lead(self, position: int, lead: Lead, facts: Iterable[str] | None = None) -> None:
        """Set everything that is held of one lead from its value, or only `facts`."""
        for fact in self._own_facts(lead) if facts is None else facts:
            self.put_field(position, fact, fact_of(lead, fact))

    def _own_facts(self, lead: Lead) -> Iterable[str]:
        """The facts of the schema, and each custom field that this lead has, or that anybody ever had."""
        held = [fact for fact in self.fields if fact.startswith("custom.")]
        return dict.fromkeys((*self.schema, *held, *(f"custom.{key}" for key in lead.custom)))

    def append(self, lead: Lead) -> int:
        """A new lead at the end; its position. Its id must be greater than all others."""
        return self.append_many([lead])

    def append_many(self, leads: Sequence[Lead]) -> int:
        """New leads at the end, with ids ascending from those there are; the position of the first."""
        ids = np.asarray([lead.id for lead in leads], np.int64)
        first = len(self)
        if len(ids) and (np.any(np.diff(ids) <= 0) or (first and ids[0] <= self.ids[-1])):
            raise ValueError("leads must be appended in ascending order of their ids")
        self._ids.extend(ids)
        self._alive.extend(np.ones(len(ids), np.bool_))
        for fact, column in list(self.fields.items()):
            own = not fact.startswith(("answer.", "stakeholders."))
            values: Sequence[FactValue] = [fact_of(lead, fact) if own else None for lead in leads]
            if fact.startswith("custom."):
                self.fields[fact], values = fitting(column, values)
            self.fields[fact].extend(values)
        new = {key for lead in leads for key in lead.custom if f"custom.{key}" not in self.fields}
        for row, lead in enumerate(leads, first):
            for key in lead.custom.keys() & new:
                self.put_field(row, f"custom.{key}", lead.custom[key])
        self.version += 1
        return first

    def set_alive(self, positions: Sequence[int], alive: bool) -> None:
        """Delete leads, or bring deleted ones back."""
        for position in positions:
            self._alive.put(position, alive)
        self.version += 1

    def put_activity(self, position: int, activity: Activity) -> None:
        """One more activity of a lead."""
        self.activities.add(position, activity.kind, activity.occurred_at, activity.topic)
        self.version += 1

    def put_activities(self, rows: Sequence[tuple[int, Activity]]) -> None:
        """Many more activities: (position of the lead, activity)."""
        kinds, topics = self.activities.kinds, self.activities.topics
        table = [
            (
                kinds.setdefault(a.kind, len(kinds)),
                row,
                activity_time(a.occurred_at),
                -1 if a.topic is None else topics.code_of(a.topic),
            )
            for row, a in rows
        ]
        if table:
            self.activities.extend(*np.asarray(table, np.int32).T)
            self.version += 1

    def remove_activity(self, position: int, activity: Activity) -> bool:
        """Take an activity away; False if it is not there."""
        self.version += 1
        return self.activities.remove(position, activity.kind, activity.occurred_at, activity.topic)

    def put_answer(self, position: int, answer: Answer | None, framework: str, element: str) -> None:
        """Set the answer that counts for one element (None: not answered)."""
        fact = f"answer.{framework}.{element}"
        if fact not in self.fields:
            self.fields[fact] = LevelColumn(np.full(len(self), UNKNOWN, np.int8))
        self.fields[fact].put(position, _level(answer))
        self.version += 1

    def put_stakeholders(self, position: int, stakeholders: Sequence[Stakeholder]) -> None:
        """Set the whole buying group of a lead."""
        counts: dict[str, int] = {}
        for stakeholder in stakeholders:
            counts[f"stakeholders.{stakeholder.role}"] = counts.get(f"stakeholders.{stakeholder.role}", 0) + 1
        for fact in counts.keys() - self.fields.keys():
            self.fields[fact] = CountColumn(np.zeros(len(self), np.int16))
        for fact, column in self.fields.items():
            if fact.startswith("stakeholders."):
                column.put(position, float(counts.get(fact, 0)))
        self.version += 1

    def put_adjustments(self, position: int, adjustments: Sequence[Adjustment]) -> None:
        """Set all manual adjustments of a lead."""
        self.adjustments.pop(position, None)
        if adjustments:
            self.adjustments[position] = tuple(adjustments)
        self.version += 1

    def to_blobs(self) -> dict[str, bytes | memoryview]:
        """The snapshot: flat byte strings by name; "meta" describes them."""
        blobs: Blobs = {"ids": self.ids.tobytes(), "alive": self.alive.tobytes()}
        meta: dict[str, Any] = {"format": SNAPSHOT_FORMAT, "schema": {f: t.value for f, t in self.schema.items()}}
        meta["fields"] = {fact: column.write(f"fields/{fact}", blobs) for fact, column in self.fields.items()}
        meta["activities"] = self.activities.write(blobs)
        meta["adjustments"] = [_adjustment_row(p, a) for p, rows in self.adjustments.items() for a in rows]
        blobs["meta"] = json.dumps(meta).encode()
        return blobs

    @classmethod
    def from_blobs(cls, blobs: BlobSource) -> Columns:
        """The columns of a snapshot. Raises ValueError if it is of another format, KeyError if a part is missing."""
        meta = json.loads(bytes(blobs["meta"]))
        if meta.get("format") != SNAPSHOT_FORMAT:
            raise ValueError("the snapshot is of another format")
        schema = {fact: FactType(value) for fact, value in meta["schema"].items()}
        fields = {fact: read_column(f"fields/{fact}", told, blobs) for fact, told in meta["fields"].items()}
        made = cls(schema, np.frombuffer(blobs["ids"], np.int64), fields)
        made._alive = Buffer(np.frombuffer(blobs["alive"], np.bool_))
        made.activities = ActivityColumns.read(meta["activities"], blobs)
        for row in meta["adjustments"]:
            position, adjustment = _adjustment(row)
            made.adjustments[position] = (*made.adjustments.get(position, ()), adjustment)
        return made

    def _put_rest(self, row: int, record: LeadRecord, as_of: datetime | None) -> None:
        for (framework, element), answer in newest_answers(record.answers, as_of).items():
            self.put_answer(row, answer, framework, element)
        if record.stakeholders:
            self.put_stakeholders(row, record.stakeholders)
        self.put_adjustments(row, record.adjustments)
        for key, value in record.lead.custom.items():
            if f"custom.{key}" not in self.schema:
                self.put_field(row, f"custom.{key}", value)


def newest_answers(answers: Iterable[Answer], as_of: datetime | None = None) -> dict[tuple[str, str], Answer]:
    """The answer that counts for each (framework, element): the newest, of equally new ones the one stored last."""
    heard = [a for a in answers if as_of is None or seconds(a.heard_at) <= seconds(as_of)]
    return {(a.framework, a.element): a for a in sorted(heard, key=lambda a: (a.heard_at, a.id))}


def _level(answer: Answer | None) -> FactValue:
    if answer is None or answer.state is AnswerState.UNKNOWN:
        return None
    return "refused" if answer.state is AnswerState.REFUSED else float(answer.level or 0)


def _schema(facts: Iterable[str] | None, leads: Sequence[Lead]) -> dict[str, FactType]:
    known = lead_fact_types()
    wanted = dict(known) if facts is None else {f: known[f] for f in facts if f in known}
    customs = {f"custom.{key}": v for lead in leads for key, v in lead.custom.items() if v is not None}
    picked = customs if facts is None else {f: v for f, v in customs.items() if f in frozenset(facts)}
    return wanted | {fact: type_of(value) for fact, value in picked.items()}


def _adjustment_row(position: int, a: Adjustment) -> list[Any]:
    end = None if a.ends_at is None else a.ends_at.isoformat()
    return [position, a.id, a.lead_id, a.tenths, a.axis, a.reason, a.author, a.starts_at.isoformat(), end]


def _adjustment(row: list[Any]) -> tuple[int, Adjustment]:
    position, number, lead_id, tenths, axis, reason, author, start, end = row
    ends_at = None if end is None else datetime.fromisoformat(end)
    return position, Adjustment(number, lead_id, tenths, axis, reason, author, datetime.fromisoformat(start), ends_at)


__all__ = ["CodedColumn", "Columns", "DateColumn", "newest_answers"]
