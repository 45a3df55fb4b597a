"""An import at work: one step of the log, written batch by batch so that the foreground comes in between.

The batches are not waited for: nothing is acknowledged before `finish`, which makes all of it durable at once. Until
then the step is marked unfinished, and the next start takes an unfinished one back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from leadqual_gui.adapters.db import before_import
from leadqual_gui.adapters.db.codec import (
    SEARCHED,
    Stored,
    adjustment_columns,
    answer_columns,
    follow_up_columns,
    stakeholder_columns,
    verdict_columns,
)
from leadqual_gui.adapters.db.connections import Connections
from leadqual_gui.adapters.db.field_values import update_field, values_now, without_later_edits
from leadqual_gui.adapters.db.gate import Lane
from leadqual_gui.adapters.db.lead_shape import LeadShape, Rows
from leadqual_gui.adapters.db.log import STANDS, UNFINISHED, Entry
from leadqual_gui.adapters.db.noted_rows import insert_many
from leadqual_gui.adapters.db.search_index import (
    NewTexts,
    index_leads,
    merge_some,
    postpone_merging,
    resume_merging,
    should_merge,
    texts_maker,
)
from leadqual_gui.adapters.db.seen import SeenKeys
from leadqual_gui.adapters.db.undo import cancel
from leadqual_gui.domain.adjustments import Adjustment
from leadqual_gui.domain.answers import Answer
from leadqual_gui.domain.duplicates import pair_of
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.moments import seconds
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.domain.verdicts import Verdict
from leadqual_gui.services.importing_ports import StoredActivity, StoredAnswer
from leadqual_gui.services.operations import Changes, Said

AT_ONCE = 500
"""Rows in one part: what a click may have to wait for."""
PARTS_AT_ONCE = 20
"""Such parts in a transaction, as long as nobody else wants to write."""

ColumnsOf = Callable[[Any], Mapping[str, Stored]]
"""What of a value that hangs on a lead stands in which column."""


class SqliteBulk:
    """The bulk writer. Used by one thread; other threads may write units meanwhile."""

    def __init__(self, connections: Connections, label: Said, now: datetime, committed: Callable[[], None]) -> None:
        self._connections = connections
        self._words = connections.words
        self._committed = committed
        self._now = seconds(now)
        self._entry = Entry(connections.writer, label, self._now, UNFINISHED)
        self._unsettled = 0
        self._losses = connections.losses
        self._looked_at: int | None = None
        """How often others had written when what is to be updated was first looked at."""
        self._reindex: set[int] = set()
        self._texts = NewTexts(connections.turns)
        self._seen = SeenKeys(connections)
        self._counts = {"lead": 0, "changed": 0, "activity": 0, "answer": 0}
        with self._written() as connection:
            self._entry.begin()
            postpone_merging(connection)
        connections.settle()

    @property
    def operation(self) -> int:
        """The id of this step in the log."""
        return self._entry.operation

    # --- what is there already -------------------------------------------------------------------------------------
    def by_external_id(self, keys: Sequence[str]) -> Mapping[str, int]:
        """Row ids of the leads that have these external ids."""
        if not keys or self._seen.rules_out("external_id", keys):
            return {}
        with self._connections.bulk() as connection:
            return before_import.by_external_id(connection, keys)

    def by_email(self, keys: Sequence[str]) -> Mapping[str, tuple[int, str | None]]:
        """Row id and external id of the first lead with each of these (casefolded) addresses."""
        if not keys or self._seen.rules_out("email_key", keys):
            return {}
        with self._connections.bulk() as connection:
            return before_import.by_email(connection, keys)

    def current(self, lead_ids: Sequence[int], fields: Sequence[str]) -> Rows:
        """The values that these leads have now, a row for each, in their order."""
        with self._connections.bulk() as connection:
            if self._looked_at is None:
                self._looked_at = self._connections.turns
            return values_now(connection, lead_ids, fields)

    def activities_of(self, lead_ids: Sequence[int]) -> Sequence[StoredActivity]:
        """What these leads had done before this step began."""
        if not lead_ids:
            return []
        with self._connections.bulk() as connection:
            return before_import.activities_of(connection, self.operation, lead_ids)

    def answers_of(self, lead_ids: Sequence[int]) -> Sequence[StoredAnswer]:
        """What these leads had answered before this step began."""
        if not lead_ids:
            return []
        with self._connections.bulk() as connection:
            return before_import.answers_of(connection, self.operation, lead_ids)

    # --- writing ---------------------------------------------------------------------------------------------------
    def add_leads(self, fields: Sequence[str], rows: Rows) -> Sequence[int]:
        """Store new leads; their row ids, in order, larger than any before."""
        shape, texts = LeadShape(fields, self._now), texts_maker(fields)
        made: list[int] = []
        for part in _parts(rows):
            with self._written() as connection:
                first = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM lead").fetchone()[0]
                ids = range(first, first + len(part))
                step = self.operation
                connection.executemany(shape.insert, shape.stored(ids, step, part))
                self._entry.came("lead", ids[0], ids[-1])
            self._seen.add(fields, part)
            self._texts.add(ids, texts(part))
            made += ids
            if self._texts.are_many:
                self._index_new()
        self._counts["lead"] += len(made)
        self._entry.touched |= Changes.LEAD | Changes.MEMBERSHIP
        return made

    def _index_new(self) -> None:
        with self._written() as connection:
            self._texts.write(connection, self._connections.turns)

    def update_leads(self, fields: Sequence[str], lead_ids: Sequence[int], before: Rows, after: Rows) -> int:
        """Set these fields of these leads; only what differs from `before` is written and logged.

        What somebody set since `current` told `before` stays as it is, and is counted: the log would undo to what
        was there before that, and nobody would hear of it.
        """
        self._seen.add(fields, after)
        updates, stayed = list(zip(lead_ids, before, after, strict=True)), 0
        for part in _parts(updates):
            with self._written() as connection:
                if self._looked_at != self._connections.turns:
                    now = values_now(connection, [lead_id for lead_id, _, _ in part], fields)
                    part, kept = without_later_edits(part, now)
                    stayed += kept
                for at, field in enumerate(fields):
                    changes = [(i, b[at], a[at]) for i, b, a in part if b[at] != a[at]]
                    update_field(connection, self.operation, field, changes)
        if not SEARCHED_SET.isdisjoint(fields):
            self._reindex.update(lead_ids)
        self._counts["changed"] += len(updates)
        self._entry.touched |= Changes.LEAD | (Changes.STAGE if "stage" in fields else Changes.NOTHING)
        self._looked_at = None
        return stayed

    def add_activities(self, rows: Sequence[StoredActivity]) -> None:
        """Store activities."""
        for part in _parts(rows):
            with self._written() as connection:
                stored = [self._activity(*row) for row in part]
                self._insert(connection, "activity", "lead_id, at, kind, topic, note", stored)
                self._reindex.update(row[0] for row in stored if row[-1] is not None)  # type: ignore[misc]
        self._entry.touched |= Changes.ACTIVITY

    def _activity(self, lead_id: int, kind: str, at: datetime, topic: str | None) -> tuple[Stored, ...]:
        return (lead_id, seconds(at), self._words[kind], *self._words.topic(kind, topic))

    def add_answers(self, answers: Sequence[Answer]) -> None:
        """Store answers."""
        for part in _parts(answers):
            with self._written() as connection:
                stored = [(answer.lead_id, *answer_columns(answer).values()) for answer in part]
                self._insert(connection, "answer", f"lead_id, {', '.join(answer_columns(part[0]))}", stored)
        self._entry.touched |= Changes.ANSWER

    def add_stakeholders(self, people: Sequence[Stakeholder]) -> None:
        """Store people of buying groups; their `knows` speak of the ids that they come with, which become others."""
        if not people:
            return
        with self._written() as connection:
            first = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM stakeholder").fetchone()[0]
            ids = {person.id: number for number, person in enumerate(people, first)}
            known = [replace(p, knows=tuple(ids[one] for one in p.knows if one in ids)) for p in people]
            self._insert_values(connection, "stakeholder", known, stakeholder_columns)
        self._entry.touched |= Changes.STAKEHOLDER

    def add_adjustments(self, adjustments: Sequence[Adjustment]) -> None:
        """Store corrections by hand."""
        self._add_hanging("adjustment", adjustments, adjustment_columns, Changes.ADJUSTMENT)

    def add_follow_ups(self, follow_ups: Sequence[FollowUp]) -> None:
        """Store promises."""
        self._add_hanging("follow_up", follow_ups, follow_up_columns, Changes.FOLLOW_UP)
        self._reindex.update(one.lead_id for one in follow_ups if one.note)

    def add_verdicts(self, verdicts: Sequence[Verdict]) -> None:
        """Store what people thought of scores."""
        self._add_hanging("verdict", verdicts, verdict_columns, Changes.VERDICT)

    def keep_apart(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Remember of pairs of leads that they are two people."""
        for part in _parts(pairs):
            with self._written() as connection:
                self._insert(connection, "distinct_pair", "lead_id, other_id", [pair_of(*pair) for pair in part])
            self._entry.touched |= Changes.DUPLICATES

    def _add_hanging(self, table: str, values: Sequence[Any], columns_of: ColumnsOf, touched: Changes) -> None:
        if values:
            with self._written() as connection:
                self._insert_values(connection, table, values, columns_of)
            self._entry.touched |= touched

    def _insert_values(
        self, connection: sqlite3.Connection, table: str, values: Sequence[Any], columns_of: ColumnsOf
    ) -> None:
        rows: list[tuple[Stored, ...]] = [(one.lead_id, *columns_of(one).values()) for one in values]
        self._insert(connection, table, f"lead_id, {', '.join(columns_of(values[0]))}", rows)

    def _insert(
        self, connection: sqlite3.Connection, table: str, columns: str, rows: Sequence[tuple[Stored, ...]]
    ) -> None:
        insert_many(connection, self._entry, table, columns, rows)
        if table in self._counts:
            self._counts[table] += len(rows)

    # --- the end ---------------------------------------------------------------------------------------------------
    def finish(self, rejected: int = 0) -> None:
        """The step is whole: searchable, durable, undone as one."""
        self._index_new()
        for part in _parts(sorted(self._reindex)):
            with self._written() as connection:
                index_leads(connection, part)
        self._merge_index()
        self._connections.settle()
        self._refuse_if_lost()
        self._entry.touched |= Changes.IMPORT
        with self._connections.transaction() as transaction:
            connection = transaction.connection
            resume_merging(connection)
            self._entry.finish()
            connection.execute(
                "INSERT INTO import_run VALUES (?, ?, ?, ?, ?, ?)",
                (self.operation, *self._counts.values(), rejected),
            )
            connection.execute(
                "UPDATE operation SET state = ?, version = (SELECT max(version) + 1 FROM operation) WHERE id = ?",
                (STANDS, self.operation),
            )
            transaction.commit()
        self._committed()

    def take_back(self) -> None:
        """Cancelled: everything is as if the step had never begun."""
        with self._connections.transaction(Lane.BULK) as transaction:
            self._entry.finish()
            resume_merging(transaction.connection)
            cancel(transaction.connection, self.operation, self._now)
            transaction.commit()
        self._committed()

    def _merge_index(self) -> None:
        with self._connections.bulk() as connection:
            first = more = should_merge(connection)
        while more:
            with self._written() as connection:
                more = merge_some(connection, first)
            first = False

    def _refuse_if_lost(self) -> None:
        if self._connections.losses != self._losses:
            raise LeadQualError(
                "a part of the import could not be written; nothing of it was kept",
                hint="See that the disk is not full, and import again",
                place=str(self._connections.path),
            )

    @contextmanager
    def _written(self) -> Iterator[sqlite3.Connection]:
        """One small part; the transaction around many of them stays open until somebody else comes."""
        self._refuse_if_lost()
        with self._connections.bulk() as connection:
            yield connection
            self._entry.flush()
        self._unsettled += 1
        if self._unsettled >= PARTS_AT_ONCE:
            self._connections.settle()
            self._unsettled = 0


SEARCHED_SET = frozenset(SEARCHED)


def _parts(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))


def take_back_unfinished(connections: Connections, now: datetime) -> None:
    """After a crash: whatever was not finished is as if it had never begun."""
    found = connections.writer.execute("SELECT id FROM operation WHERE state = ?", (UNFINISHED,)).fetchall()
    for (operation,) in found:
        with connections.transaction() as transaction:
            resume_merging(transaction.connection)
            cancel(transaction.connection, operation, seconds(now))
            transaction.commit()
