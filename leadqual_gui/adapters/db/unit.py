"""One step: changes that become durable together, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import Self

from leadqual_gui.adapters.db import reading
from leadqual_gui.adapters.db.alerts import add_alerts, change_alert, put_watched
from leadqual_gui.adapters.db.codec import (
    LEAD_COLUMNS,
    SEARCHED,
    Stored,
    adjustment_columns,
    answer_columns,
    follow_up_columns,
    lead_row,
    stakeholder_columns,
    verdict_columns,
)
from leadqual_gui.adapters.db.connections import Transaction
from leadqual_gui.adapters.db.field_setting import FieldSetting
from leadqual_gui.adapters.db.joining import join, keep_apart
from leadqual_gui.adapters.db.log import Entry
from leadqual_gui.adapters.db.noted_rows import NotedRows
from leadqual_gui.adapters.db.scores import keep_scores
from leadqual_gui.adapters.db.search_index import index_leads
from leadqual_gui.adapters.db.words import Words
from leadqual_gui.domain.activities import Activity
from leadqual_gui.domain.adjustments import Adjustment
from leadqual_gui.domain.answers import Answer
from leadqual_gui.domain.duplicates import pair_of
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.moments import moment_of, seconds
from leadqual_gui.domain.records import LeadRecord
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.domain.today_alerts import Alert
from leadqual_gui.domain.verdicts import Verdict
from leadqual_gui.services.commands import FieldValue
from leadqual_gui.services.operations import Changes, Said
from leadqual_gui.services.ports import ScoreRow

_INSERT_LEAD = (
    f"INSERT INTO lead ({', '.join(LEAD_COLUMNS)}, custom, email_key, made_by) "
    f"VALUES ({', '.join('?' * (len(LEAD_COLUMNS) + 3))})"
)


class SqliteUnit:
    """The unit of work: knows leads and what hangs on them; the log notes what it does."""

    def __init__(
        self,
        begin: AbstractContextManager[Transaction],
        words: Words,
        label: Said,
        now: datetime,
        committed: Callable[[Changes, Sequence[ScoreRow]], None],
    ) -> None:
        self._begin = begin
        self._words = words
        self._label = label
        self._now = seconds(now)
        self._committed = committed
        self._scored: list[ScoreRow] = []

    @property
    def operation(self) -> int:
        """The id of this step in the log; 0 as long as nothing was changed."""
        return self._entry.operation

    def __enter__(self) -> Self:
        self._transaction = self._begin.__enter__()
        self._connection = self._transaction.connection
        self._entry = Entry(self._connection, self._label, self._now)
        self._rows = NotedRows(self._connection, self._entry)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._begin.__exit__(kind, error, trace)

    def commit(self) -> None:
        """Make it durable; when it returns, it is on disk."""
        self._entry.finish()
        index_leads(self._connection, sorted(self._rows.to_index))
        self._transaction.commit()
        self._committed(self._entry.touched, self._scored)

    # --- leads -----------------------------------------------------------------------------------------------------
    def lead(self, lead_id: int) -> Lead | None:
        """A lead as it is now."""
        return reading.lead(self._connection, lead_id)

    def record(self, lead_id: int) -> LeadRecord | None:
        """Everything about one lead as it will be after the commit."""
        return reading.record(self._connection, lead_id)

    def add_lead(self, lead: Lead) -> Lead:
        """Store a new lead; without `created_at` it was made now."""
        if lead.created_at is None:
            lead = replace(lead, created_at=moment_of(self._now))
        if lead.stage is not None and lead.stage_since is None:
            lead = replace(lead, stage_since=moment_of(self._now))
        row = (*lead_row(lead), self._entry.begin())
        lead_id = self._connection.execute(_INSERT_LEAD, row).lastrowid or 0
        self._entry.came("lead", lead_id, lead_id)
        self._touch(Changes.LEAD | Changes.MEMBERSHIP)
        self._rows.to_index.add(lead_id)
        stored = reading.lead(self._connection, lead_id)
        assert stored is not None
        return stored

    def set_fields(self, lead_ids: Sequence[int], fields: Mapping[str, FieldValue]) -> None:
        """Set fields of leads. `verified` takes True (now, or as it was), False or a moment; a stage begins now."""
        FieldSetting(self._connection, self._entry, lead_ids).set(fields)
        if not fields.keys().isdisjoint(SEARCHED):
            self._rows.to_index.update(lead_ids)

    def delete_leads(self, lead_ids: Sequence[int]) -> None:
        """Hide leads from everything."""
        self._rows.take_away("lead", lead_ids)
        self._touch(Changes.LEAD | Changes.MEMBERSHIP)

    def join_leads(self, keep: int, others: Sequence[int]) -> None:
        """Hang on one lead what hangs on others, and hide those."""
        for gone in others:
            self._touch(join(self._connection, self._entry, keep, gone))
        self._rows.to_index.add(keep)
        self.delete_leads(others)

    def keep_apart(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Remember of pairs of leads that they are two people."""
        for pair in pairs:
            row = keep_apart(self._connection, self._entry.begin(), pair_of(*pair))
            if row:
                self._entry.came("distinct_pair", row, row)
                self._touch(Changes.DUPLICATES)

    # --- what hangs on a lead --------------------------------------------------------------------------------------
    def activity(self, activity_id: int) -> Activity | None:
        """One activity."""
        return reading.activity(self._connection, activity_id)

    def add_activity(self, activity: Activity) -> Activity:
        """Put an activity on the time line."""
        number = self._rows.insert("activity", activity.lead_id, self._activity_columns(activity), Changes.ACTIVITY)
        return replace(activity, id=number, occurred_at=moment_of(seconds(activity.occurred_at)))

    def put_activity(self, activity: Activity) -> None:
        """Correct an activity."""
        self._rows.update("activity", activity.id, self._activity_columns(activity), Changes.ACTIVITY)

    def remove_activity(self, activity_id: int) -> None:
        """Take an activity off the time line."""
        self._rows.remove("activity", activity_id, Changes.ACTIVITY)

    def add_answer(self, answer: Answer) -> Answer:
        """Keep an answer; earlier ones stay."""
        number = self._rows.insert("answer", answer.lead_id, answer_columns(answer), Changes.ANSWER)
        return replace(answer, id=number, heard_at=moment_of(seconds(answer.heard_at)))

    def put_stakeholder(self, stakeholder: Stakeholder) -> Stakeholder:
        """Add a person to the buying group (id 0), or change one."""
        columns = stakeholder_columns(stakeholder)
        if stakeholder.id:
            self._rows.update("stakeholder", stakeholder.id, columns, Changes.STAKEHOLDER)
            return stakeholder
        return replace(
            stakeholder, id=self._rows.insert("stakeholder", stakeholder.lead_id, columns, Changes.STAKEHOLDER)
        )

    def remove_stakeholder(self, stakeholder_id: int) -> None:
        """Take a person out of the buying group."""
        self._rows.remove("stakeholder", stakeholder_id, Changes.STAKEHOLDER)

    def add_adjustment(self, adjustment: Adjustment) -> Adjustment:
        """Keep a correction of the score by hand."""
        columns = adjustment_columns(adjustment)
        return replace(adjustment, id=self._rows.insert("adjustment", adjustment.lead_id, columns, Changes.ADJUSTMENT))

    def add_verdict(self, verdict: Verdict) -> Verdict:
        """Keep what somebody thinks of a score."""
        columns = verdict_columns(verdict)
        return replace(verdict, id=self._rows.insert("verdict", verdict.lead_id, columns, Changes.VERDICT))

    def put_follow_up(self, follow_up: FollowUp) -> FollowUp:
        """Promise something (id 0), or change what was promised."""
        columns = follow_up_columns(follow_up)
        if follow_up.id:
            self._rows.update("follow_up", follow_up.id, columns, Changes.FOLLOW_UP)
            return follow_up
        return replace(follow_up, id=self._rows.insert("follow_up", follow_up.lead_id, columns, Changes.FOLLOW_UP))

    def remove_follow_up(self, follow_up_id: int) -> None:
        """What was promised is off."""
        self._rows.remove("follow_up", follow_up_id, Changes.FOLLOW_UP)

    def add_alerts(self, alerts: Sequence[Alert], announced: Mapping[int, str]) -> None:
        """Keep what this step rings, and the tiers that count as announced from now on."""
        add_alerts(self._connection, self._words, alerts, self.operation or None)
        put_watched(self._connection, list(announced.items()))

    def put_alert(self, alert: Alert) -> None:
        """Snooze an alert, or have done with it."""
        change_alert(self._connection, self._entry, alert)
        self._touch(Changes.ALERT)

    def save_scores(self, rows: Iterable[ScoreRow], cause: Said) -> None:
        """Keep changed scores, durable together with this step."""
        self._scored += keep_scores(self._connection, self._words, list(rows), cause)

    def _activity_columns(self, activity: Activity) -> dict[str, Stored]:
        topic, note = self._words.topic(activity.kind, activity.topic)
        return {
            "at": seconds(activity.occurred_at),
            "kind": self._words[activity.kind],
            "topic": topic,
            "note": note,
        }

    def _touch(self, changes: Changes) -> None:
        self._entry.touched |= changes
