"""The workspace: everything that a window, a headless command or a test can ask for or do.

Threads. `load`, `rescore`, `reload_rules`, `require_fields`, `run_import` and long commands (`is_long`) take longer
than a blink: call them on the storage lane of `ui.tasks.TaskRunner`. Everything else is quick and may be called on
the main thread at any time, also while one of those runs: a query then sees the state before it, whole. A command
given meanwhile waits only for the write gate (milliseconds), never for the end of the long one.

Before `load` has finished, `ready` is False: lists are empty, `card` and `lead_details` work from the store.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from leadqual_gui.domain.errors import RuleProblem
from leadqual_gui.domain.ledger import ScoreCard
from leadqual_gui.domain.rules import Rules
from leadqual_gui.services.commands import Command
from leadqual_gui.services.details import LeadDetails, NextQuestion, ValueCount, ViewCounts
from leadqual_gui.services.lists import Filter, LeadList, LeadRow, Query
from leadqual_gui.services.operations import Outcome, Refusal, Step
from leadqual_gui.services.ports import Clock, RulesSource, Store

Progress = Callable[[float], bool]
"""Called with the share done, 0 to 1, from the thread at work; returns False to stop politely."""


class Workspace:
    """The facade in front of store, rules and resident columns."""

    def __init__(self, store: Store, rules_source: RulesSource, clock: Clock) -> None: ...

    # --- state -----------------------------------------------------------------------------------------------------
    @property
    def ready(self) -> bool:
        """Whether leads are resident and scored (after `load`)."""
        raise NotImplementedError

    @property
    def rules(self) -> Rules:
        """The rules in force: the last good ones."""
        raise NotImplementedError

    @property
    def problems(self) -> tuple[RuleProblem, ...]:
        """What is wrong with the rule files now (empty: nothing)."""
        raise NotImplementedError

    @property
    def as_of(self) -> datetime:
        """The moment for which the resident scores hold."""
        raise NotImplementedError

    def setting(self, key: str) -> str | None:
        """A remembered setting of this workspace (layout, views)."""
        raise NotImplementedError

    def put_setting(self, key: str, value: str) -> None:
        """Remember a setting."""

    def close(self) -> None:
        """Finish, keep a snapshot of the columns for the next start, let go of the file."""

    # --- what a user does ------------------------------------------------------------------------------------------
    def execute(self, command: Command) -> Outcome[object] | Refusal:
        """Carry a command out: durable when it returns, scores of the leads concerned brought up to date.

        `outcome.value`: the new lead (AddLead), activity (AddActivity, AddNote), answer, stakeholder or adjustment,
        else None. `outcome.leads` are the row ids concerned.
        """
        raise NotImplementedError

    def is_long(self, command: Command) -> bool:
        """Whether a command may take longer than 50 ms (many leads; undo of an import): use the storage lane."""
        raise NotImplementedError

    def steps(self, limit: int = 100) -> Sequence[Step]:
        """The newest steps that can be undone or redone, newest first, by name, also after a restart."""
        raise NotImplementedError

    # --- what takes longer (storage lane) --------------------------------------------------------------------------
    def load(self, progress: Progress | None = None) -> Outcome[int]:
        """Bring all leads into memory, score them, keep changed scores. Value: number of leads."""
        raise NotImplementedError

    def rescore(self, as_of: datetime | None = None) -> Outcome[int]:
        """Score all leads for now (a new day: decay, windows). Value: number of scores that changed."""
        raise NotImplementedError

    def rules_changed(self) -> bool:
        """Whether a rule file was changed since the last load (cheap; ask on focus or by a slow timer)."""
        raise NotImplementedError

    def reload_rules(self) -> Outcome[int] | Refusal:
        """Read the rules again and rescore. Broken rules change nothing but `problems`."""
        raise NotImplementedError

    def require_fields(self, fields: Sequence[str]) -> None:
        """Make more fields resident, so that lists can show, filter and sort by them."""

    # --- what a window asks (microseconds to a few milliseconds) ---------------------------------------------------
    def query(self, query: Query) -> LeadList:
        """The list that was asked for, as it is now; a later change does not alter it (ask again on `changed`)."""
        raise NotImplementedError

    def counts(self, chosen: Filter | None = None) -> ViewCounts:
        """How many leads each view holds (of those that `chosen` lets through)."""
        raise NotImplementedError

    def values(self, field: str, chosen: Filter | None = None) -> Sequence[ValueCount]:
        """The distinct values of a field, most frequent first; for filters and completion."""
        raise NotImplementedError

    def row(self, lead_id: int) -> LeadRow | None:
        """One lead as a list shows it."""
        raise NotImplementedError

    def find(self, key: str) -> int | None:
        """The row id of a lead by external_id, e-mail or row id."""
        raise NotImplementedError

    def card(self, lead_id: int, as_of: datetime | None = None) -> ScoreCard | None:
        """The full account of a lead's score, now or at another moment."""
        raise NotImplementedError

    def lead_details(self, lead_id: int) -> LeadDetails | None:
        """Everything about a lead for the panel."""
        raise NotImplementedError

    def next_best_question(self, lead_id: int) -> NextQuestion | None:
        """The question that would tell most; None if nothing worth asking is unknown."""
        raise NotImplementedError
