"""What the services need of the world, as Protocols: a store, the rules' folder, a clock.

The store keeps a log: every unit of work is one operation with a name (`Said`), and every change in it is kept with
its value before, so that any step can be undone by name, also after a restart. Frozen values go in and come out;
nothing mapped by an ORM does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from leadqual_gui.domain.activities import Activity
from leadqual_gui.domain.adjustments import Adjustment
from leadqual_gui.domain.answers import Answer
from leadqual_gui.domain.errors import RuleProblem
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.domain.verdicts import Verdict
from leadqual_gui.services.commands import FieldValue
from leadqual_gui.services.operations import Changes, Said, Step

if TYPE_CHECKING:
    from leadqual_gui.domain.columns import Columns
    from leadqual_gui.domain.duplicates import Identity
    from leadqual_gui.domain.privacy import PrivacyAct, PrivacyEntry
    from leadqual_gui.domain.quality import Contact
    from leadqual_gui.domain.records import LeadRecord
    from leadqual_gui.domain.rules import CustomField, Rules
    from leadqual_gui.domain.today_alerts import Alert
    from leadqual_gui.services.alerts_ports import DayBook
    from leadqual_gui.services.half_typed import HalfTyped
    from leadqual_gui.services.importing_ports import BulkWriter
    from leadqual_gui.services.insights.ports import Past


class Clock(Protocol):
    """Tells the time; the only way to it."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""


@dataclass(frozen=True, slots=True)
class LoadedRules:
    """The rules in force (the last good ones), and what is wrong with the files now."""

    rules: Rules
    problems: tuple[RuleProblem, ...] = ()


class RulesSource(Protocol):
    """The folder of rule files."""

    def load(self) -> LoadedRules:
        """Read the rules. Raises LeadQualError if there are no usable rules at all."""

    def changed(self) -> bool:
        """Whether a file was changed since the last load (cheap)."""

    def declare(self, fields: Sequence[CustomField]) -> None:
        """Add fields of the user's own to the rules' text, so that rules can speak of them. Raises LeadQualError."""


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """The score of a lead as it is kept beside it: whole tenths, and the version of the rules that made it.

    `last_sign` is the lead's own newest activity, so that a first list can show it.
    """

    lead_id: int
    exact: int
    shown: int
    fit: int
    engagement: int
    tier: str
    grade: str
    least: int
    greatest: int
    disqualified: str | None
    as_of: datetime
    rules_version: str
    decided: bool = False
    last_sign: datetime | None = None


StoredScore = tuple[int, int, int, int, str, str, int, int, str | None]
"""A ScoreRow as it was kept: lead_id, exact, fit, engagement, tier, grade, least, greatest, disqualified."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A change of a lead's score: what it was and became, when, why (`cause`), and by which version of the rules."""

    lead_id: int
    at: datetime
    exact: int
    tier: str
    grade: str
    cause: Said
    rules_version: str


@dataclass(frozen=True, slots=True)
class Change:
    """A line of a lead's change log: which step, when, what of it (`field`), before and after as text."""

    operation: int
    at: datetime
    label: Said
    table: str
    field: str
    before: str | None
    after: str | None
    undone: bool


class UnitOfWork(Protocol):
    """One step: changes that become durable together on `commit()`, or not at all. Used as a context manager.

    Methods raise LeadQualError if the world misbehaves and KeyError-free `None`/False if a row is not there.
    """

    @property
    def operation(self) -> int:
        """The id of this step in the log (known after the first change)."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def commit(self) -> None:
        """Make it durable; when it returns, it is on disk."""

    def lead(self, lead_id: int) -> Lead | None: ...
    def add_lead(self, lead: Lead) -> Lead:
        """Store a new lead; comes back with its id."""

    def set_fields(self, lead_ids: Sequence[int], fields: Mapping[str, FieldValue]) -> None:
        """Set fields (keys as in commands.EditLeads) of leads, logging each value before."""

    def delete_leads(self, lead_ids: Sequence[int]) -> None:
        """Hide leads from everything; undo shows them again."""

    def join_leads(self, keep: int, others: Sequence[int]) -> None:
        """Hang on one lead what hangs on others (what both have alike only once), and hide those."""

    def keep_apart(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Remember of pairs of leads that they are two people."""

    def activity(self, activity_id: int) -> Activity | None: ...
    def add_activity(self, activity: Activity) -> Activity: ...
    def put_activity(self, activity: Activity) -> None: ...
    def remove_activity(self, activity_id: int) -> None: ...
    def add_answer(self, answer: Answer) -> Answer: ...
    def put_stakeholder(self, stakeholder: Stakeholder) -> Stakeholder: ...
    def remove_stakeholder(self, stakeholder_id: int) -> None: ...
    def add_adjustment(self, adjustment: Adjustment) -> Adjustment: ...
    def add_verdict(self, verdict: Verdict) -> Verdict:
        """Keep what somebody thinks of a score; comes back with its id."""

    def put_follow_up(self, follow_up: FollowUp) -> FollowUp:
        """Store what was promised (id 0: new); comes back with its id."""

    def remove_follow_up(self, follow_up_id: int) -> None: ...
    def add_alerts(self, alerts: Sequence[Alert], announced: Mapping[int, str]) -> None:
        """Keep what this step rings, and the tiers that count as announced from now on; undone with the step."""

    def put_alert(self, alert: Alert) -> None:
        """Snooze an alert, or have done with it."""

    def record(self, lead_id: int) -> LeadRecord | None:
        """Everything about one lead that a score may rest on, as it will be after the commit."""

    def save_scores(self, rows: Iterable[ScoreRow], cause: Said) -> None:
        """As Store.save_scores, but durable together with this step: one wait for the disk, not two."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was taken out for good: leads, with those that had been merged into them, and how many rows."""

    leads: tuple[int, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo or redo touched. `leads` is empty if it may be many."""

    changes: Changes
    label: Said
    leads: tuple[int, ...] = ()


class Store(Protocol):
    """All leads of a workspace, in one file."""

    @property
    def day_book(self) -> DayBook:
        """What was announced and decided."""

    @property
    def past(self) -> Past:
        """When things became known."""

    def unit(self, label: Said, at: datetime | None = None) -> UnitOfWork:
        """Begin a step with this name; waits for the write gate (foreground first). `at`: when it was done (now)."""

    def bulk(self, label: Said) -> BulkWriter:
        """Begin an import with this name. One at a time."""

    def undo(self, operation: int, made_upon: Collection[str] = ()) -> Undone | None:
        """Take a step back; None, and nothing changed, if it is not there, already taken back, or later changes stand
        in the way. Later steps whose codes are among `made_upon` go with it, as one: all of it or nothing."""

    def redo(self, operation: int) -> Undone | None:
        """Do a step again; None as for `undo`."""

    def obstacle(self, operation: int) -> Step | None:
        """The newest later step that changed what this one changed, and so stands in the way of undoing it."""

    def steps(self, limit: int = 100) -> Sequence[Step]:
        """The newest steps of the log, newest first."""

    def count(self) -> int:
        """How many leads there are (without deleted ones)."""

    def lead(self, lead_id: int) -> Lead | None: ...
    def leads(self, lead_ids: Sequence[int]) -> Sequence[Lead]:
        """Leads in the order asked for; those that are not there are left out."""

    def values(
        self, lead_ids: Sequence[int], fields: Sequence[str]
    ) -> tuple[Sequence[int], Sequence[Sequence[FieldValue]]]:
        """Some fields (as those of BulkWriter) of many leads: the ids of those that are there, in the order asked for,
        and a column of values for each field."""

    def find(self, key: str) -> int | None:
        """The row id of a lead by external_id, e-mail (without regard to case) or row id, in that order."""

    def activities(self, lead_id: int) -> Sequence[Activity]:
        """Newest first."""

    def activity(self, activity_id: int) -> Activity | None: ...
    def stakeholder(self, stakeholder_id: int) -> Stakeholder | None: ...
    def answers(self, lead_id: int) -> Sequence[Answer]:
        """All answers, newest first: the first of each element is the one that counts."""

    def stakeholders(self, lead_id: int) -> Sequence[Stakeholder]: ...
    def adjustments(self, lead_id: int) -> Sequence[Adjustment]: ...
    def verdicts(self, lead_id: int) -> Sequence[Verdict]:
        """What people thought of a lead's score, newest first."""

    def all_verdicts(self) -> Sequence[Verdict]:
        """What people thought of anybody's score, newest first (without deleted leads)."""

    def follow_up(self, follow_up_id: int) -> FollowUp | None: ...
    def follow_ups(self, lead_id: int) -> Sequence[FollowUp]:
        """What was promised to a lead, the soonest first, done or not."""

    def open_follow_ups(self, until: datetime | None = None) -> Sequence[FollowUp]:
        """Everything promised to anybody that is not done (and due until then), the soonest first."""

    def identities(self, lead_ids: Sequence[int] | None = None) -> Iterable[Identity]:
        """What tells who leads are (None: all of them), in ascending order of row ids."""

    def contacts(self, lead_ids: Sequence[int] | None = None) -> Sequence[Contact]:
        """What the quality of leads' data rests on (None: of all), in ascending order of row ids."""

    def kept_apart(self) -> frozenset[tuple[int, int]]:
        """Pairs of leads of which somebody said that they are two people, the smaller id first."""

    def hidden_leads(self) -> Sequence[Lead]:
        """Leads that were deleted or merged away and are held still."""

    def merged_into(self, lead_id: int) -> Sequence[Lead]:
        """Leads that were merged into this one, as they were."""

    def erase(self, lead_ids: Sequence[int]) -> Erased:
        """Take leads out for good, with all that hangs on them, from every page of the file; logged without the data.

        What is resident has to be read again afterwards. It cannot be undone, nor can steps of these leads alone.
        """

    def log_privacy(self, act: PrivacyAct, leads: int, rows: int) -> PrivacyEntry:
        """Note that something was done about a person's data."""

    def privacy_log(self) -> Sequence[PrivacyEntry]:
        """What was done about people's data, newest first."""

    def record(self, lead_id: int) -> LeadRecord | None:
        """Everything about one lead that a score may rest on."""

    def changes(self, lead_id: int, limit: int = 200) -> Sequence[Change]:
        """The lead's change log, newest first."""

    def snapshots(self, lead_id: int, limit: int = 500) -> Sequence[Snapshot]:
        """The lead's score history, newest first."""

    def search(self, text: str, limit: int | None = None) -> Sequence[int]:
        """Row ids of leads whose names, companies, e-mail, phone digits or notes hold every word of `text`.

        A word matches from its beginning; in scripts without spaces, anywhere. Order: as stored scores, best first.
        """

    def columns(self, facts: frozenset[str], progress: Callable[[float], bool] | None = None) -> Columns:
        """All leads as columns with at least these facts, from the snapshot in the file if it is valid."""

    def save_columns(self, columns: Columns) -> None:
        """Keep the columns as a snapshot for the next start."""

    def save_scores(self, rows: Iterable[ScoreRow], cause: Said) -> None:
        """Keep changed scores beside the leads, with a history line each (where the shown score or tier changed)."""

    def wait_for_step(self) -> None:
        """Return when no step is under way: what was begun before is stored then, or never will be."""

    def heard_after(self, moment: datetime) -> Sequence[int]:
        """Row ids of leads with an answer heard after this moment (for scoring as of the past)."""

    def scores(self) -> Iterable[StoredScore]:
        """What is kept beside each lead (without deleted ones), in ascending order of row ids: the whole table, at
        once, as plain tuples (0.1 s for 100,000)."""

    def keep_rules(self, version: str, files: Mapping[str, str], note: str = "") -> None:
        """Keep the text of the rule files of a version (once), so that what made an old score can be read again."""

    def rules_files(self, version: str) -> Mapping[str, str] | None:
        """The rule files of a version by name; None if their text was never kept."""

    @property
    def half_typed(self) -> HalfTyped:
        """What somebody is typing and has not finished, in the same file."""

    def setting(self, key: str) -> str | None: ...
    def put_setting(self, key: str, value: str) -> None: ...
    def free_memory(self) -> None:
        """Let go of what is kept in memory only to be quick and nobody uses just now; never waits for a step."""

    def close(self) -> None:
        """Finish what is under way, checkpoint, let go of the file."""
