"""Keeps the scores of leads beside them, and the history of each: what it became, why, by which rules."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Mapping, Sequence

from leadqual_gui.adapters.db.codec import dumps, said_json, said_value, some_seconds
from leadqual_gui.adapters.db.words import Words
from leadqual_gui.domain.moments import moment_of, seconds
from leadqual_gui.services.operations import Said
from leadqual_gui.services.ports import ScoreRow, Snapshot, StoredScore

_COLUMNS = "exact, shown, fit, engagement, tier, grade, least, greatest, decided, disqualified, last_sign, rules"
_PUT = (
    f"INSERT INTO score ({_COLUMNS}, as_of, lead_id) VALUES ({', '.join('?' * 14)}) "
    "ON CONFLICT (lead_id) DO UPDATE SET "
    + ", ".join(f"{column} = excluded.{column}" for column in (*_COLUMNS.split(", "), "as_of"))
)
"""Rewriting a row in place spares taking it out of the table and of its index first."""
_REMEMBER = "INSERT INTO score_history (lead_id, at, exact, tier, grade, cause, rules) VALUES (?, ?, ?, ?, ?, ?, ?)"
_CHUNK = 500


def keep_scores(connection: sqlite3.Connection, words: Words, rows: Sequence[ScoreRow], cause: Said) -> list[ScoreRow]:
    """Write the scores that differ from what is kept; those are returned.

    A line of history is written where the score shown or the tier changed, and for a lead's first score.
    """
    versions = {row.rules_version: row for row in rows}
    numbers = {version: rules_id(connection, version, row) for version, row in versions.items()}
    changed: list[ScoreRow] = []
    for start in range(0, len(rows), _CHUNK):
        changed += _keep_some(connection, words, rows[start : start + _CHUNK], cause, numbers)
    return changed


def _keep_some(
    connection: sqlite3.Connection,
    words: Words,
    rows: Sequence[ScoreRow],
    cause: Said,
    versions: Mapping[str, int],
) -> list[ScoreRow]:
    ids = ",".join(str(row.lead_id) for row in rows)
    query = f"SELECT lead_id, {_COLUMNS} FROM score WHERE lead_id IN ({ids})"
    kept = {found[0]: found[1:] for found in connection.execute(query)}
    new = [(row, _stored(row, versions[row.rules_version])) for row in rows]
    changed = [(row, stored) for row, stored in new if kept.get(row.lead_id) != stored]
    connection.executemany(_PUT, [(*stored, seconds(row.as_of), row.lead_id) for row, stored in changed])
    why = words[said_json(cause)]
    connection.executemany(
        _REMEMBER,
        [
            (row.lead_id, seconds(row.as_of), row.exact, row.tier, row.grade, why, stored[-1])
            for row, stored in changed
            if (before := kept.get(row.lead_id)) is None or (before[1], before[4]) != (row.shown, row.tier)
        ],
    )
    return [row for row, _ in changed]


def _stored(row: ScoreRow, rules: int) -> tuple[int | str | None, ...]:
    return (
        row.exact,
        row.shown,
        row.fit,
        row.engagement,
        row.tier,
        row.grade,
        row.least,
        row.greatest,
        int(row.decided),
        row.disqualified,
        some_seconds(row.last_sign),
        rules,
    )


def rules_id(connection: sqlite3.Connection, version: str, row: ScoreRow) -> int:
    """The number of a version of the rules; a version that nobody announced is known by its name only."""
    found = connection.execute("SELECT id FROM rules_version WHERE version = ?", (version,)).fetchone()
    if found:
        return int(found[0])
    made = connection.execute(
        "INSERT INTO rules_version (version, at, note) VALUES (?, ?, '')", (version, seconds(row.as_of))
    )
    return made.lastrowid or 0


def keep_rules(connection: sqlite3.Connection, version: str, files: Mapping[str, str], note: str, at: int) -> None:
    """Keep the text of the rule files of a version, so that what made an old score can be read again."""
    packed = zlib.compress(dumps(dict(files)).encode())
    connection.execute(
        "INSERT INTO rules_version (version, at, note, files) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (version) DO UPDATE SET files = excluded.files, note = excluded.note WHERE files IS NULL",
        (version, at, note, packed),
    )


def rules_files(connection: sqlite3.Connection, version: str) -> Mapping[str, str] | None:
    """The rule files of a version by name; None if their text was never kept."""
    found = connection.execute("SELECT files FROM rules_version WHERE version = ?", (version,)).fetchone()
    if found is None or found[0] is None:
        return None
    files: Mapping[str, str] = json.loads(zlib.decompress(found[0]))
    return files


def stored_scores(connection: sqlite3.Connection) -> Sequence[StoredScore]:
    """What is kept beside each living lead."""
    return connection.execute(
        "SELECT s.lead_id, s.exact, s.fit, s.engagement, s.tier, s.grade, s.least, s.greatest, s.disqualified "
        "FROM score AS s WHERE s.lead_id IN (SELECT id FROM lead WHERE gone_by IS NULL) ORDER BY s.lead_id"
    ).fetchall()


def snapshots(connection: sqlite3.Connection, lead_id: int, limit: int) -> Sequence[Snapshot]:
    """The history of a lead's score, newest first."""
    found = connection.execute(
        "SELECT h.lead_id, h.at, h.exact, h.tier, h.grade, w.text, r.version FROM score_history AS h "
        "JOIN word AS w ON w.id = h.cause JOIN rules_version AS r ON r.id = h.rules "
        "WHERE h.lead_id = ? ORDER BY h.id DESC LIMIT ?",
        (lead_id, limit),
    )
    return [
        Snapshot(number, moment_of(at), exact, tier, grade, said_value(cause), rules)
        for number, at, exact, tier, grade, cause, rules in found
    ]
