"""What the store of a workspace is asked: any thread may, at any time, without waiting for whoever writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from leadqual_gui.adapters.db import erasing, history, log, reading, scores
from leadqual_gui.adapters.db.columns import load_columns
from leadqual_gui.adapters.db.connections import Connections
from leadqual_gui.adapters.db.database_file import check_pages
from leadqual_gui.adapters.db.field_values import field_values
from leadqual_gui.adapters.db.ranks import Ranks
from leadqual_gui.adapters.db.search import Search
from leadqual_gui.adapters.db.undo import obstacle
from leadqual_gui.domain.activities import Activity
from leadqual_gui.domain.adjustments import Adjustment
from leadqual_gui.domain.answers import Answer
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.duplicates import Identity
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.privacy import PrivacyEntry
from leadqual_gui.domain.records import LeadRecord
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.domain.verdicts import Verdict
from leadqual_gui.services.commands import FieldValue
from leadqual_gui.services.operations import Step
from leadqual_gui.services.ports import Change, Snapshot, StoredScore

if TYPE_CHECKING:
    from leadqual_gui.domain.quality import Contact


class SqliteReading:
    """The questions; `SqliteStore` adds what is written."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._ranks = Ranks()
        self._search = Search(self._ranks)

    @property
    def path(self) -> Path:
        """The file."""
        return self._connections.path

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
