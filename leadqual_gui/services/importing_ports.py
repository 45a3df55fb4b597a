"""What an import needs of the store: a writer that takes rows by the thousand, as one step of the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from leadqual_gui.domain.adjustments import Adjustment
from leadqual_gui.domain.answers import Answer
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.domain.verdicts import Verdict
from leadqual_gui.services.commands import FieldValue

StoredActivity = tuple[int, str, datetime, str | None]
"""Of an activity that is there already: lead, kind, when, topic."""
StoredAnswer = tuple[int, str, str, datetime]
"""Of an answer that is there already: lead, framework, element, when it was heard."""


class BulkWriter(Protocol):
    """An import at work: one step of the log, written batch by batch through the write gate (each call that writes is
    one short transaction, so that the foreground comes in between).

    Until `finish()` the step is unfinished: a crash or `take_back()` takes all of it back (on the next start, after
    a crash). Rows come and go as plain tuples in the order of `fields`, whose keys are those of `Lead` without `id`
    (so `verified_at`, not `verified`) and `custom.<key>`. Texts are never empty (None is "not known"), times are
    aware and in UTC, flags are True or False, tags are tuples.
    """

    @property
    def operation(self) -> int:
        """The id of this step in the log."""

    def by_external_id(self, keys: Sequence[str]) -> Mapping[str, int]:
        """Row ids of the leads that have these external ids; keys that nobody has are left out."""

    def by_email(self, keys: Sequence[str]) -> Mapping[str, tuple[int, str | None]]:
        """Row id and external id of the (first) lead that has each of these e-mail addresses. Keys are casefolded."""

    def current(self, lead_ids: Sequence[int], fields: Sequence[str]) -> Sequence[tuple[FieldValue, ...]]:
        """The values that these leads have now, a row for each, in their order."""

    def add_leads(self, fields: Sequence[str], rows: Sequence[tuple[FieldValue, ...]]) -> Sequence[int]:
        """Store new leads; their row ids, in order, larger than any before. No `created_at` means: made now."""

    def update_leads(
        self,
        fields: Sequence[str],
        lead_ids: Sequence[int],
        before: Sequence[tuple[FieldValue, ...]],
        after: Sequence[tuple[FieldValue, ...]],
    ) -> int:
        """Set these fields of these leads (each at most once in a call). `before` is what they had, for the log.

        A field that somebody set to something else since `current` told so stays. How many values that concerns.
        """

    def activities_of(self, lead_ids: Sequence[int]) -> Sequence[StoredActivity]:
        """What these leads had done before this step began."""

    def add_activities(self, rows: Sequence[StoredActivity]) -> None:
        """Store activities; the same row twice happened twice."""

    def answers_of(self, lead_ids: Sequence[int]) -> Sequence[StoredAnswer]:
        """What these leads had answered before this step began."""

    def add_answers(self, answers: Sequence[Answer]) -> None:
        """Store answers (id 0)."""

    def add_stakeholders(self, people: Sequence[Stakeholder]) -> None:
        """Store people of buying groups. Their ids only tell them apart within a call: `knows` speaks of these."""

    def add_adjustments(self, adjustments: Sequence[Adjustment]) -> None:
        """Store corrections by hand (id 0)."""

    def add_follow_ups(self, follow_ups: Sequence[FollowUp]) -> None:
        """Store promises (id 0)."""

    def add_verdicts(self, verdicts: Sequence[Verdict]) -> None:
        """Store what people thought of scores (id 0)."""

    def keep_apart(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Remember of pairs of leads that they are two people; pairs that are known already are not to be given."""

    def finish(self) -> None:
        """The step is whole: searchable, durable, undone as one. Builds what is cheaper to build at the end."""

    def take_back(self) -> None:
        """Cancelled: everything is as if the step had never begun."""
