"""Drafts and versions of rules, in the workspace's file (a services.rule_editing.ports.RulesArchive)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from leadqual_gui.adapters.db import scores
from leadqual_gui.adapters.db.codec import dumps
from leadqual_gui.adapters.db.connections import Connections
from leadqual_gui.adapters.db.log import STANDS, TAKEN_BACK, Entry
from leadqual_gui.domain.moments import moment_of, seconds
from leadqual_gui.services.operations import Changes, Said
from leadqual_gui.services.ports import Clock
from leadqual_gui.services.rule_editing.ports import Effect, RuleVersion

_VERSIONS = (
    "SELECT p.number, v.version, p.at, p.author, p.note, p.origin, p.replaced, p.again, p.files, p.effect, "
    "coalesce(p.operation, 0), coalesce(o.state, 0) FROM rules_release AS p "
    "JOIN rules_version AS v ON v.id = p.rules LEFT JOIN operation AS o ON o.id = p.operation ORDER BY p.number DESC"
)
_PUT = (
    "INSERT INTO rules_release (number, rules, at, author, note, origin, replaced, again, files, operation) "
    "VALUES (?, (SELECT id FROM rules_version WHERE version = ?), ?, ?, ?, ?, ?, ?, ?, ?)"
)
_UNREADABLE = "#unreadable "


class SqliteRulesArchive:
    """Each method that writes is one durable transaction."""

    def __init__(self, connections: Connections, clock: Clock) -> None:
        self._connections = connections
        self._clock = clock

    # --- versions --------------------------------------------------------------------------------------------------
    def versions(self) -> Sequence[RuleVersion]:
        """All versions, newest first."""
        with self._connections.reading() as connection:
            return [_version(row) for row in connection.execute(_VERSIONS)]

    def texts(self, number: int) -> Mapping[str, str] | None:
        """All rule files of a version; None if there is none, or its text was never kept."""
        with self._connections.reading() as connection:
            found = connection.execute(
                "SELECT v.version FROM rules_release AS p JOIN rules_version AS v ON v.id = p.rules WHERE p.number = ?",
                (number,),
            ).fetchone()
            return scores.rules_files(connection, found[0]) if found else None

    def put_version(
        self, version: RuleVersion, texts: Mapping[str, str], label: Said | None, *drafts: str
    ) -> RuleVersion:
        """Keep a version, as a step of the log if it has a name; these drafts end with it."""
        at = seconds(version.at)
        with self._connections.transaction() as transaction:
            connection = transaction.connection
            scores.keep_rules(connection, version.version, texts, version.note, at)
            operation = None if label is None else _step(connection, label, at)
            row = (version.author, version.note, version.origin, version.replaced, version.to)
            connection.execute(_PUT, (version.number, version.version, at, *row, dumps(list(version.files)), operation))
            _forget(connection, drafts)
            transaction.commit()
        return next(one for one in self.versions() if one.number == version.number)

    def put_effect(self, number: int, effect: Effect) -> None:
        """What a version did."""
        told = {
            "leads": effect.leads,
            "moved": effect.moved,
            "up": effect.up,
            "down": effect.down,
            "before": dict(effect.before or {}),
            "after": dict(effect.after or {}),
        }
        with self._connections.transaction() as transaction:
            transaction.connection.execute(
                "UPDATE rules_release SET effect = ? WHERE number = ?", (dumps(told), number)
            )
            transaction.commit()

    def turn(self, operation: int, back: bool, *drafts: str) -> None:
        """Mark a version as taken back, or as standing again."""
        with self._connections.transaction() as transaction:
            transaction.connection.execute(
                "UPDATE operation SET state = ?, undone_at = ?, version = (SELECT max(version) + 1 FROM operation) "
                "WHERE id = ?",
                (TAKEN_BACK if back else STANDS, seconds(self._clock.now()) if back else None, operation),
            )
            _forget(transaction.connection, drafts)
            transaction.commit()

    # --- drafts ----------------------------------------------------------------------------------------------------
    def draft_lines(self, draft: str) -> Sequence[str]:
        """What was written about a draft, oldest first."""
        with self._connections.reading() as connection:
            found = connection.execute("SELECT line FROM draft_line WHERE draft = ? ORDER BY id", (draft,))
            return [line for (line,) in found]

    def add_draft_lines(self, draft: str, lines: Sequence[str]) -> None:
        """More lines, durable when this returns."""
        with self._connections.transaction() as transaction:
            transaction.connection.executemany(
                "INSERT INTO draft_line (draft, line) VALUES (?, ?)", [(draft, line) for line in lines]
            )
            transaction.commit()

    def clear_draft(self, draft: str) -> None:
        """Forget a draft's lines."""
        with self._connections.transaction() as transaction:
            _forget(transaction.connection, (draft,))
            transaction.commit()

    def set_aside_draft(self, draft: str, count: int) -> None:
        """Keep the newest lines of a draft under another name."""
        with self._connections.transaction() as transaction:
            transaction.connection.execute(
                "UPDATE draft_line SET draft = ? WHERE id IN "
                "(SELECT id FROM draft_line WHERE draft = ? ORDER BY id DESC LIMIT ?)",
                (f"{_UNREADABLE}{draft}", draft, count),
            )
            transaction.commit()

    def drafts(self) -> Sequence[str]:
        """Names of the drafts that have lines."""
        with self._connections.reading() as connection:
            found = connection.execute("SELECT DISTINCT draft FROM draft_line ORDER BY draft")
            return [draft for (draft,) in found if not draft.startswith("#")]


def _step(connection: sqlite3.Connection, label: Said, at: int) -> int:
    entry = Entry(connection, label, at)
    entry.begin()
    entry.touched = Changes.RULES | Changes.SCORES
    entry.finish()
    return entry.operation


def _forget(connection: sqlite3.Connection, drafts: Sequence[str]) -> None:
    connection.executemany("DELETE FROM draft_line WHERE draft = ?", [(draft,) for draft in drafts])


def _version(row: Sequence[Any]) -> RuleVersion:
    number, version, at, author, note, origin, replaced, again, files, effect, operation, state = row
    return RuleVersion(
        number=number,
        version=version,
        at=moment_of(at),
        author=author,
        note=note,
        origin=origin,
        replaced=replaced,
        to=again,
        files=tuple(json.loads(files)),
        effect=None if effect is None else Effect(**json.loads(effect)),
        operation=operation,
        taken_back=state == TAKEN_BACK,
    )
