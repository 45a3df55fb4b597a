"""The store of a workspace: leads, their log, their scores, in one SQLite file.

This is the facade; each part of the work has its own module beside it. What goes in and comes out are frozen values.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from leadqual_gui.adapters.db import erasing, half_typed, scores, shredding
from leadqual_gui.adapters.db.alerts import SqliteDayBook
from leadqual_gui.adapters.db.bulk import PARTS_AT_ONCE, SqliteBulk, take_back_unfinished
from leadqual_gui.adapters.db.columns import save_columns
from leadqual_gui.adapters.db.connections import Connections
from leadqual_gui.adapters.db.database_file import FILE_NAME
from leadqual_gui.adapters.db.errors import spoken
from leadqual_gui.adapters.db.past import SqlitePast
from leadqual_gui.adapters.db.rules_archive import SqliteRulesArchive
from leadqual_gui.adapters.db.search_index import FEW_PIECES, merge_some, should_merge
from leadqual_gui.adapters.db.store_reading import SqliteReading
from leadqual_gui.adapters.db.undo import turn, turn_with
from leadqual_gui.adapters.db.unit import SqliteUnit
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.moments import seconds
from leadqual_gui.domain.privacy import PrivacyAct, PrivacyEntry
from leadqual_gui.services.operations import Changes, Said
from leadqual_gui.services.ports import Clock, Erased, ScoreRow, Undone
from leadqual_gui.services.protection import WorkspaceKey

SCORES_AT_ONCE = 500


def open_store(workspace: Path, clock: Clock, key: WorkspaceKey | None = None) -> SqliteStore:
    """Open the store in a workspace folder, made if it is not there. Raises LeadQualError if that cannot be."""
    return SqliteStore(Connections(workspace / FILE_NAME, key), clock)


class SqliteStore(SqliteReading):
    """All leads of a workspace, in one file. Safe to use from several threads."""

    def __init__(self, connections: Connections, clock: Clock) -> None:
        super().__init__(connections)
        self._clock = clock
        self._words = connections.words
        try:
            with spoken(connections.path):
                take_back_unfinished(connections, clock.now())
        except BaseException:
            connections.close()
            raise
        self._shred_what_a_kill_left()

    @property
    def rules_archive(self) -> SqliteRulesArchive:
        """Drafts and versions of rules, in the same file."""
        return SqliteRulesArchive(self._connections, self._clock)

    @property
    def day_book(self) -> SqliteDayBook:
        """What was announced and decided, in the same file."""
        return SqliteDayBook(self._connections)

    @property
    def past(self) -> SqlitePast:
        """When things became known, in the same file."""
        return SqlitePast(self._connections)

    @property
    def half_typed(self) -> half_typed.SqliteHalfTyped:
        """What somebody is typing, in the same file."""
        return half_typed.SqliteHalfTyped(self._connections)

    # --- writing ---------------------------------------------------------------------------------------------------
    def unit(self, label: Said, at: datetime | None = None) -> SqliteUnit:
        """Begin a step with this name, done `at` that moment (now); entering it waits for the write gate."""
        moment = at or self._clock.now()
        return SqliteUnit(self._connections.transaction(), self._words, label, moment, self._committed)

    def bulk(self, label: Said) -> SqliteBulk:
        """Begin an import with this name."""
        return SqliteBulk(self._connections, label, self._clock.now(), self._forget)

    def undo(self, operation: int, made_upon: Collection[str] = ()) -> Undone | None:
        """Take a step back, and before it later steps of the codes `made_upon` that stand in its way: all of it or
        nothing. None if that cannot be (see `obstacle`)."""
        return self._turned(lambda connection, now: turn_with(connection, operation, now, made_upon))

    def redo(self, operation: int) -> Undone | None:
        """Do a step again that was taken back."""
        return self._turned(lambda connection, now: turn(connection, operation, now, back=False))

    def _turned(self, turning: Callable[[sqlite3.Connection, int], Undone | None]) -> Undone | None:
        with self._connections.transaction() as transaction:
            done = turning(transaction.connection, seconds(self._clock.now()))
            if done is not None:
                transaction.commit()
                self._forget()
        return done

    def save_scores(self, rows: Iterable[ScoreRow], cause: Said) -> None:
        """Keep changed scores with their history, a few hundred at a time so that the foreground comes in between.

        The disk is not waited for: scores that a power cut takes are made again at the next start.
        """
        given = list(rows)
        for number, start in enumerate(range(0, len(given), SCORES_AT_ONCE), 1):
            with self._connections.bulk() as connection:
                part = given[start : start + SCORES_AT_ONCE]
                changed = scores.keep_scores(connection, self._words, part, cause)
            if number % PARTS_AT_ONCE == 0:
                self._connections.settle()
            self._ranks.put((row.lead_id, row.exact) for row in changed)
        self._connections.settle()

    def wait_for_step(self) -> None:
        """Return when no step is under way."""
        self._connections.settle()

    def keep_rules(self, version: str, files: Mapping[str, str], note: str = "") -> None:
        """Keep the text of the rule files of a version (once)."""
        with self._connections.transaction() as transaction:
            scores.keep_rules(transaction.connection, version, files, note, seconds(self._clock.now()))
            transaction.commit()

    def put_setting(self, key: str, value: str) -> None:
        """Remember a setting."""
        with self._connections.transaction() as transaction:
            transaction.connection.execute("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (key, value))
            transaction.commit()

    def save_columns(self, columns: Columns) -> None:
        """Keep the columns as a snapshot for the next start; a moment to merge what an import left in pieces, too."""
        save_columns(self._connections, columns)
        with self._connections.bulk() as connection:
            first = more = should_merge(connection, FEW_PIECES)
        while more:
            with self._connections.bulk() as connection:
                more = merge_some(connection, first)
            first = False
        self._connections.settle()

    def _committed(self, touched: Changes, scored: Sequence[ScoreRow]) -> None:
        if Changes.MEMBERSHIP in touched:
            self._forget()
        elif Changes.LEAD in touched:
            self._search.forget_numbers()
        self._ranks.put((row.lead_id, row.exact) for row in scored)

    def _forget(self) -> None:
        self._ranks.forget()
        self._search.forget_numbers()

    def erase(self, lead_ids: Sequence[int]) -> Erased:
        """Take leads out for good, from every page of the file."""
        with self._connections.transaction() as transaction:
            every = erasing.family(transaction.connection, lead_ids)
            half_typed.forget(transaction.connection, every)
            rows = erasing.erase(transaction.connection, every)
            erasing.note(transaction.connection, PrivacyEntry(self._clock.now(), PrivacyAct.DELETED, len(every), rows))
            shredding.note_open(transaction.connection)
            transaction.commit()
            self._words.forget()
        self._forget()
        shredding.shred(self._connections)
        return Erased(tuple(every), rows)

    def _shred_what_a_kill_left(self) -> None:
        with self._connections.reading() as connection:
            is_open = shredding.is_open(connection)
        if is_open:
            shredding.shred(self._connections)

    def log_privacy(self, act: PrivacyAct, leads: int, rows: int) -> PrivacyEntry:
        """Note that something was done about a person's data."""
        entry = PrivacyEntry(self._clock.now(), act, leads, rows)
        with self._connections.transaction() as transaction:
            erasing.note(transaction.connection, entry)
            transaction.commit()
        return entry

    def free_memory(self) -> None:
        """Let go of what is kept of the file only to be quick; never waits for a step."""
        self._connections.free_memory()

    def close(self) -> None:
        """Finish, write everything into the one file, let go of it."""
        self._connections.close()
