"""All leads as columns: from the snapshot in the file if it still holds, else read in a few sweeps.

A row for each value is what makes reading slow. Activities are fetched as numbers that SQLite joins into one text for
many rows; fields of leads row by row, but only those that somebody looks at. Of many leads the activities are read
beside the fields, by a thread of their own: SQLite and NumPy do that work without holding up Python.
"""

from __future__ import annotations

import gc
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.adapters.db import log, reading
from leadqual_gui.adapters.db.columns_leads import LeadFields, lead_fields, texts_only
from leadqual_gui.adapters.db.connections import Connections
from leadqual_gui.adapters.db.gate import Lane
from leadqual_gui.adapters.db.patching import patched
from leadqual_gui.adapters.db.ranks import held_to_leads, numbers
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.columns_activities import NO_TOPIC, ActivityColumns
from leadqual_gui.domain.columns_fields import REFUSED, UNKNOWN, CountColumn, LevelColumn
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.moments import ACTIVITY_EPOCH
from leadqual_gui.domain.schema import lead_fact_types

Progress = Callable[[float], bool]
LAST_STEP = "last step"
"""The part of a snapshot whose version is the number of the newest step in the log; its data is the sum of the rest."""
_MANY = 200_000
"""Activities that are worth a thread of their own."""
_AT_ONCE = 50_000
"""Activities that are joined into one text."""


def load_columns(connections: Connections, facts: frozenset[str], progress: Progress | None = None) -> Columns:
    """All leads as columns with at least these facts."""
    known, progress = lead_fact_types(), progress or _nobody
    wanted = frozenset(fact for fact in facts if fact in known)
    with connections.reading() as connection, _no_garbage():
        with _one_moment(connection):
            found = _from_snapshot(connection, wanted)
            many = _last_activity(connection) > _MANY
            if found is not None or not many:
                return found or _read(connection, wanted, progress)
        with connections.two_reading() as (first, second):
            return _read_beside(first, second, wanted, progress)


def save_columns(connections: Connections, columns: Columns) -> None:
    """Keep the columns as a snapshot for the next start. They must be what the file holds now."""
    blobs = columns.to_blobs()
    with connections.transaction(Lane.BULK) as transaction:
        connection = transaction.connection
        version = log.version(connection)
        connection.execute("DELETE FROM column_snapshot")
        connection.executemany(
            "INSERT INTO column_snapshot (part, version, data) VALUES (?, ?, ?)",
            [(part, version, data) for part, data in blobs.items()],
        )
        connection.execute(
            "INSERT INTO column_snapshot (part, version, data) SELECT ?, coalesce(max(id), 0), ? FROM operation",
            (LAST_STEP, _sum(blobs)),
        )
        transaction.commit()


@contextmanager
def _one_moment(connection: sqlite3.Connection) -> Iterator[None]:
    """Several reads that see the same state."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("COMMIT")


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Millions of values are made and none of them is garbage: looking for it among them costs a tenth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _nobody(_share: float) -> bool:
    return True


def _from_snapshot(connection: sqlite3.Connection, wanted: frozenset[str]) -> Columns | None:
    found = connection.execute("SELECT version FROM column_snapshot WHERE part = 'meta'").fetchone()
    if found is None:
        return None
    parts = dict(connection.execute("SELECT part, data FROM column_snapshot"))
    try:
        if parts.pop(LAST_STEP, b"") != _sum(parts):
            return None
        columns = Columns.from_blobs(parts)
    except (ValueError, KeyError, TypeError):
        return None
    if not wanted <= columns.facts:
        return None
    if found[0] == log.version(connection):
        return columns
    step = connection.execute("SELECT version FROM column_snapshot WHERE part = ?", (LAST_STEP,)).fetchone()
    return patched(connection, columns, found[0], step[0]) if step else None


def _sum(parts: Mapping[str, bytes | memoryview]) -> bytes:
    """Proves that a snapshot is what was written: the disk's mistakes must not become somebody's score."""
    told = 0
    for part in sorted(parts):
        told = crc32(parts[part], crc32(part.encode(), told))
    return told.to_bytes(4, "big")


def _read(connection: sqlite3.Connection, wanted: frozenset[str], progress: Progress) -> Columns:
    fields = lead_fields(connection, wanted, lambda: _told(progress, 0.0))
    _told(progress, 0.4)
    return _joined(connection, fields, _activities(connection, fields[0], progress), progress)


def _read_beside(
    first: sqlite3.Connection, second: sqlite3.Connection, wanted: frozenset[str], progress: Progress
) -> Columns:
    """The same by two connections that see the same state: the fields of leads here, their activities in a thread."""
    from concurrent.futures import ThreadPoolExecutor  # not before the first window is painted

    going = [True]
    with ThreadPoolExecutor(1, "activities") as beside:
        activities = beside.submit(lambda: _activities(second, _ids(second), lambda _share: going[0]))
        try:
            fields = lead_fields(first, wanted, lambda: _told(progress, 0.0))
            _told(progress, 0.6)
        except BaseException:
            going[0] = False  # whoever stops does not wait for the activities
            raise
        return _joined(first, fields, activities.result(), progress)


def _ids(connection: sqlite3.Connection) -> NDArray[np.int64]:
    return np.sort(numbers(connection.execute("SELECT group_concat(id) FROM lead").fetchone()[0]))


def _positions(ids: NDArray[np.int64]) -> NDArray[np.int32]:
    held_to_leads(ids)
    positions = np.full(int(ids[-1]) + 1 if len(ids) else 1, -1, np.int32)
    positions[ids] = np.arange(len(ids), dtype=np.int32)
    return positions


def _joined(
    connection: sqlite3.Connection, told: LeadFields, activities: ActivityColumns, progress: Progress
) -> Columns:
    ids, alive, schema, fields = told
    positions = _positions(ids)
    columns = Columns(schema, ids, fields)
    columns.set_alive(np.flatnonzero(~alive).tolist(), False)
    columns.activities = activities
    _put_answers(connection, columns, positions)
    _put_stakeholders(connection, columns, positions)
    _put_adjustments(connection, columns)
    _told(progress, 1.0)
    return columns


def _told(progress: Progress, share: float) -> None:
    if not progress(share):
        raise LeadQualError("loading was stopped", hint="Start it again when it suits you")


def _last_activity(connection: sqlite3.Connection) -> int:
    found: int = connection.execute("SELECT coalesce(max(id), 0) FROM activity").fetchone()[0]
    return found


def _activities(connection: sqlite3.Connection, ids: NDArray[np.int64], progress: Progress) -> ActivityColumns:
    last, positions = _last_activity(connection), _positions(ids)
    when_and_who: list[NDArray[np.int64]] = []
    what: list[NDArray[np.int64]] = []
    for start in range(1, last + 1, _AT_ONCE):
        row = connection.execute(
            "SELECT group_concat(lead_id << 32 | max(0, min(at + 1200798848, 4294967295))), "
            "group_concat(ifnull(topic, 0) << 31 | kind) FROM activity "
            "WHERE id BETWEEN ? AND ? AND gone_by IS NULL AND note IS NULL",
            (start, start + _AT_ONCE - 1),
        ).fetchone()
        when_and_who.append(numbers(row[0]))
        what.append(numbers(row[1]))
        _told(progress, 0.4 + 0.4 * start / last)
    packed, coded = (np.concatenate(a) if a else np.empty(0, np.int64) for a in (when_and_who, what))
    leads = positions[packed >> 32]
    times = ((packed & 0xFFFFFFFF) - 2**31).astype(np.int32)
    kinds, kind_codes = _vocabulary(connection, coded & 0x7FFFFFFF)
    topics, topic_codes = _vocabulary(connection, coded >> 31)
    activities = ActivityColumns.of_arrays(kinds, kind_codes, leads, times, topic_codes, topics)
    _add_notes(connection, activities, positions)
    return activities


def _vocabulary(connection: sqlite3.Connection, words: NDArray[np.int64]) -> tuple[list[str], NDArray[np.int32]]:
    """The distinct texts of these words, and each word as a number into them (word 0: none)."""
    held_to_leads(words)
    seen = np.flatnonzero(np.bincount(words)) if len(words) else words
    seen = seen[seen > 0]
    codes = np.full(int(seen[-1]) + 1 if len(seen) else 1, NO_TOPIC, np.int32)
    codes[seen] = np.arange(len(seen), dtype=np.int32)
    found = dict(
        connection.execute(
            "SELECT id, text FROM word WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(seen.tolist()),)
        )
    )
    return texts_only([found[word] for word in seen.tolist()]), codes[words]


def _add_notes(connection: sqlite3.Connection, activities: ActivityColumns, positions: NDArray[np.int32]) -> None:
    rows = connection.execute(
        "SELECT lead_id, at, w.text, note FROM activity JOIN word AS w ON w.id = kind "
        "WHERE note IS NOT NULL AND gone_by IS NULL"
    ).fetchall()
    texts_only([text for row in rows for text in row[2:]])
    if rows:
        table = [
            (
                activities.kinds.setdefault(kind, len(activities.kinds)),
                positions[lead_id],
                max(-(2**31), min(2**31 - 1, at - ACTIVITY_EPOCH)),
                activities.topics.code_of(note),
            )
            for lead_id, at, kind, note in rows
        ]
        activities.extend(*np.asarray(table, np.int32).T)


def _put_answers(connection: sqlite3.Connection, columns: Columns, positions: NDArray[np.int32]) -> None:
    for framework, element in connection.execute(
        "SELECT DISTINCT framework, element FROM answer WHERE gone_by IS NULL"
    ).fetchall():
        rows = connection.execute(
            f"SELECT lead_id, CASE state WHEN 'level' THEN level WHEN 'refused' THEN {REFUSED} ELSE {UNKNOWN} END "
            "FROM answer WHERE framework = ? AND element = ? AND gone_by IS NULL ORDER BY heard_at, id",
            (framework, element),
        ).fetchall()
        codes = np.full(len(columns), UNKNOWN, np.int8)
        codes[positions[[row[0] for row in rows]]] = [row[1] for row in rows]
        columns.fields[f"answer.{framework}.{element}"] = LevelColumn(codes)


def _put_stakeholders(connection: sqlite3.Connection, columns: Columns, positions: NDArray[np.int32]) -> None:
    rows = connection.execute(
        "SELECT role, lead_id, count(*) FROM stakeholder WHERE gone_by IS NULL GROUP BY role, lead_id"
    ).fetchall()
    counts: dict[str, NDArray[np.int16]] = {}
    for role, lead_id, count in rows:
        if role not in counts:
            counts[role] = np.zeros(len(columns), np.int16)
        counts[role][positions[lead_id]] = count
    for role, of_role in counts.items():
        columns.fields[f"stakeholders.{role}"] = CountColumn(of_role)


def _put_adjustments(connection: sqlite3.Connection, columns: Columns) -> None:
    for (lead_id,) in connection.execute("SELECT DISTINCT lead_id FROM adjustment WHERE gone_by IS NULL").fetchall():
        position = columns.position(lead_id)
        if position is not None:
            columns.put_adjustments(position, reading.adjustments(connection, lead_id))
