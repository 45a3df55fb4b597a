"""The store of a workspace: leads, their log, their scores, in one SQLite file.

This is the facade; each part of the work has its own module beside it. What goes in and comes out are frozen values.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from leadqual_gui.adapters.db import erasing, half_typed, history, log, reading, scores, shredding
from leadqual_gui.adapters.db.alerts import SqliteDayBook
from leadqual_gui.adapters.db.bulk import PARTS_AT_ONCE, SqliteBulk, take_back_unfinished
from leadqual_gui.adapters.db.columns import load_columns, save_columns
from leadqual_gui.adapters.db.connections import Connections
from leadqual_gui.adapters.db.errors import spoken
from leadqual_gui.adapters.db.field_values import field_values
from leadqual_gui.adapters.db.opening import FILE_NAME, check_pages
from leadqual_gui.adapters.db.past import SqlitePast
from leadqual_gui.adapters.db.ranks import Ranks
from leadqual_gui.adapters.db.rules_archive import SqliteRulesArchive
from leadqual_gui.adapters.db.search import Search
from leadqual_gui.adapters.db.search_index import FEW_PIECES, merge_some, should_merge
from leadqual_gui.adapters.db.undo import obstacle, turn, turn_with
from leadqual_gui.adapters.db.unit import SqliteUnit
from leadqual_gui.domain.activities import Activity
from leadqual_gui.domain.adjustments import Adjustment
from leadqual_gui.domain.answers import Answer
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.duplicates import Identity
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.moments import seconds
from leadqual_gui.domain.privacy import PrivacyAct, PrivacyEntry
from leadqual_gui.domain.records import LeadRecord
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.domain.verdicts import Verdict
from leadqual_gui.services.commands import FieldValue
from leadqual_gui.services.operations import Changes, Said, Step
from leadqual_gui.services.ports import Change, Clock, Erased, ScoreRow, Snapshot, StoredScore, Undone
from leadqual_gui.services.protection import WorkspaceKey

if TYPE_CHECKING:
    from leadqual_gui.domain.quality import Contact

SCORES_AT_ONCE = 500


def open_store(workspace: Path, clock: Clock, key: WorkspaceKey | None = None) -> SqliteStore:
    """Open the store in a workspace folder, made if it is not there. Raises LeadQualError if that cannot be."""
    return SqliteStore(Connections(workspace / FILE_NAME, key), clock)


class SqliteStore:
    """All leads of a workspace, in one file. Safe to use from several threads."""

    def __init__(self, connections: Connections, clock: Clock) -> None:
        self._connections = connections
        self._clock = clock
        self._words = connections.words
        self._ranks = Ranks()
        self._search = Search(self._ranks)
        try:
            with spoken(connections.path):
                take_back_unfinished(connections, clock.now())
        except BaseException:
            connections.close()
            raise
        self._shred_what_a_kill_left()

    @property
    def path(self) -> Path:
        """The file."""
        return self._connections.path

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

    # --- reading ---------------------------------------------------------------------------------------------------
    def steps(self, limit: int = 100) -> Sequence[Step]:
        """The newest steps of the log, newest first."""
        with self._connections.reading() as connection:
            return log.steps(connection, limit)

    def obstacle(self, operation: int) -> Step | None:
        """The newest later step that stands in the way of taking this one back."""
        with self._connections.reading() as connection:
            return obstacle(connection, operation)

    def count(self) -> int:
        """How many leads there are."""
        with self._connections.reading() as connection:
            found: int = connection.execute("SELECT count(*) FROM lead WHERE gone_by IS NULL").fetchone()[0]
            return found

    def lead(self, lead_id: int) -> Lead | None:
        """One lead; None if it is not there."""
        with self._connections.reading() as connection:
            return reading.lead(connection, lead_id)

    def leads(self, lead_ids: Sequence[int]) -> Sequence[Lead]:
        """Leads in the order asked for, without those that are not there."""
        with self._connections.reading() as connection:
            return reading.leads(connection, lead_ids)

    def values(
        self, lead_ids: Sequence[int], fields: Sequence[str]
    ) -> tuple[Sequence[int], Sequence[Sequence[FieldValue]]]:
        """Some fields of many leads, column by column."""
        with self._connections.reading() as connection:
            return field_values(connection, lead_ids, fields)

    def find(self, key: str) -> int | None:
        """The row id of a lead by external_id, e-mail or row id."""
        with self._connections.reading() as connection:
            return reading.find(connection, key)

    def activities(self, lead_id: int) -> Sequence[Activity]:
        """What a lead did, newest first."""
        with self._connections.reading() as connection:
            return reading.activities(connection, lead_id)

    def activity(self, activity_id: int) -> Activity | None:
        """One activity; None if it is not there."""
        with self._connections.reading() as connection:
            return reading.activity(connection, activity_id)

    def stakeholder(self, stakeholder_id: int) -> Stakeholder | None:
        """One person of a buying group; None if not there."""
        with self._connections.reading() as connection:
            return reading.stakeholder(connection, stakeholder_id)

    def answers(self, lead_id: int) -> Sequence[Answer]:
        """All answers of a lead, newest first."""
        with self._connections.reading() as connection:
            return reading.answers(connection, lead_id)

    def stakeholders(self, lead_id: int) -> Sequence[Stakeholder]:
        """The buying group of a lead."""
        with self._connections.reading() as connection:
            return reading.stakeholders(connection, lead_id)

    def adjustments(self, lead_id: int) -> Sequence[Adjustment]:
        """The corrections by hand of a lead's score."""
        with self._connections.reading() as connection:
            return reading.adjustments(connection, lead_id)

    def verdicts(self, lead_id: int) -> Sequence[Verdict]:
        """What people thought of a lead's score, newest first."""
        with self._connections.reading() as connection:
            return reading.verdicts(connection, lead_id)

    def all_verdicts(self) -> Sequence[Verdict]:
        """What people thought of anybody's score, newest first."""
        with self._connections.reading() as connection:
            return reading.all_verdicts(connection)

    def follow_up(self, follow_up_id: int) -> FollowUp | None:
        """One promise; None if it is not there."""
        with self._connections.reading() as connection:
            return reading.follow_up(connection, follow_up_id)

    def follow_ups(self, lead_id: int) -> Sequence[FollowUp]:
        """What was promised to a lead, the soonest first."""
        with self._connections.reading() as connection:
            return reading.follow_ups(connection, lead_id)

    def open_follow_ups(self, until: datetime | None = None) -> Sequence[FollowUp]:
        """What was promised to anybody and is not done, the soonest first."""
        with self._connections.reading() as connection:
            return reading.open_follow_ups(connection, until)

    def identities(self, lead_ids: Sequence[int] | None = None) -> Sequence[Identity]:
        """What tells who leads are (None: all of them)."""
        with self._connections.reading() as connection:
            return reading.identities(connection, lead_ids)

    def contacts(self, lead_ids: Sequence[int] | None = None) -> Sequence[Contact]:
        """What the quality of leads' data rests on (None: of all)."""
        with self._connections.reading() as connection:
            return reading.contacts(connection, lead_ids)

    def kept_apart(self) -> frozenset[tuple[int, int]]:
        """Pairs of leads of which somebody said that they are two people."""
        with self._connections.reading() as connection:
            return reading.kept_apart(connection)

    def hidden_leads(self) -> Sequence[Lead]:
        """Leads that were deleted or merged away and are held still."""
        with self._connections.reading() as connection:
            return erasing.hidden_leads(connection)

    def merged_into(self, lead_id: int) -> Sequence[Lead]:
        """Leads that were merged into this one, as they were."""
        with self._connections.reading() as connection:
            every = frozenset(erasing.family(connection, (lead_id,)))
            return [lead for lead in erasing.hidden_leads(connection) if lead.id in every and lead.id != lead_id]

    def privacy_log(self) -> Sequence[PrivacyEntry]:
        """What was done about people's data, newest first."""
        with self._connections.reading() as connection:
            return erasing.entries(connection)

    def record(self, lead_id: int) -> LeadRecord | None:
        """Everything about one lead that a score may rest on."""
        with self._connections.reading() as connection:
            return reading.record(connection, lead_id)

    def changes(self, lead_id: int, limit: int = 200) -> Sequence[Change]:
        """The lead's change log, newest first."""
        with self._connections.reading() as connection:
            return history.changes(connection, lead_id, limit)

    def snapshots(self, lead_id: int, limit: int = 500) -> Sequence[Snapshot]:
        """The lead's score history, newest first."""
        with self._connections.reading() as connection:
            return scores.snapshots(connection, lead_id, limit)

    def heard_after(self, moment: datetime) -> Sequence[int]:
        """Row ids of leads with an answer heard after this moment."""
        with self._connections.reading() as connection:
            return reading.heard_after(connection, moment)

    def scores(self) -> Sequence[StoredScore]:
        """What is kept beside each lead, in ascending order of row ids."""
        with self._connections.reading() as connection:
            return scores.stored_scores(connection)

    def rules_files(self, version: str) -> Mapping[str, str] | None:
        """The rule files of a version by name."""
        with self._connections.reading() as connection:
            return scores.rules_files(connection, version)

    def search(self, text: str, limit: int | None = None) -> Sequence[int]:
        """Row ids of leads that hold every word of `text`, best score first."""
        with self._connections.reading() as connection:
            return self._search.find(connection, text, limit)

    def columns(self, facts: frozenset[str], progress: Callable[[float], bool] | None = None) -> Columns:
        """All leads as columns with at least these facts."""
        return load_columns(self._connections, facts, progress)

    def setting(self, key: str) -> str | None:
        """A remembered setting."""
        with self._connections.reading() as connection:
            found = connection.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
            return found[0] if found else None

    def check(self) -> None:
        """Look at every page of the file; raises LeadQualError on damage. Takes a while: not on the main thread."""
        with self._connections.reading() as connection:
            check_pages(connection, self.path)

    def copy_to(self, target: sqlite3.Connection) -> None:
        """A consistent copy of everything, in one step (see `backup`)."""
        with self._connections.reading() as connection:
            connection.backup(target)

    def close(self) -> None:
        """Finish, write everything into the one file, let go of it."""
        self._connections.close()
