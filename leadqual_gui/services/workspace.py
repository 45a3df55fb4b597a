"""The workspace: everything that a window, a headless command or a test can ask for or do.

Threads. `load`, `rescore`, `reload_rules`, `require_fields`, `run_import` and long commands (`is_long`) take longer
than a blink: call them on the storage lane of `ui.tasks.TaskRunner`. Everything else is quick and may be called on
the main thread at any time, also while one of those runs: a query then sees the state before it, whole. A command
given meanwhile waits only for the write gate (milliseconds), never for the end of the long one.

Before `load` has finished, `ready` is False: lists are empty, `card` and `lead_details` work from the store.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services import handlers
from leadqual_gui.services.alerts_ports import BY_RULE, BY_RULES
from leadqual_gui.services.commands import (
    Command,
    DeleteLeads,
    DismissAlert,
    EditLeads,
    EndCall,
    FinishToday,
    MergeLeads,
    MoveLeads,
    OfTheDay,
    Redo,
    SnoozeAlert,
    TagLeads,
    Undo,
)
from leadqual_gui.services.operations import Changes, Outcome, Refusal, Said, Step
from leadqual_gui.services.plans import Planned, Situation, names_stage, refusal
from leadqual_gui.services.ports import Undone
from leadqual_gui.services.progress import Progress
from leadqual_gui.services.rule_editing.effect import effect_of
from leadqual_gui.services.safekeeping import Occasion
from leadqual_gui.services.workspace_files import WorkspaceFiles

if TYPE_CHECKING:
    from leadqual_gui.domain.whatif import WhatIf
    from leadqual_gui.services.insights.desk import InsightsDesk
    from leadqual_gui.services.rule_editing.ports import Effect

LONG = 25
"""So many leads make a command long."""
_WHOLE_FILES = frozenset(("imported", "sample_made", "matrix_published", "rules_published", "rules_rolled_back"))


class Workspace(WorkspaceFiles):
    """The facade in front of store, rules and resident columns: commands and rules here, the rest in its bases."""

    @property
    def insights(self) -> InsightsDesk:
        """What closed leads say: rates, proposed points, and the way into a draft."""
        from leadqual_gui.services.insights.desk import InsightsDesk  # not before the first paint

        return InsightsDesk(self)

    def close(self) -> None:
        """Finish, keep a snapshot of the columns for the next start, let go of the file."""
        with suppress(LeadQualError):  # a full disk or a folder that is gone: the next start does without it
            self._keeper.keep_snapshot()
        if self._safekeeper is not None:
            self._safekeeper.close()
        self._store.close()

    # --- what a user does ------------------------------------------------------------------------------------------
    def execute(self, command: Command) -> Outcome[object] | Refusal:
        """Carry a command out: durable when it returns, scores of the leads concerned brought up to date.

        `outcome.value`: the new lead (AddLead), activity (AddActivity, AddNote), answer, stakeholder or adjustment,
        else None. `outcome.leads` are the row ids concerned.
        """
        match command:
            case Undo() | Redo() if (turned := self._turned(command)) is not None:
                return turned
            case Undo(operation):
                undone = self._store.undo(operation, (BY_RULE, BY_RULES))  # what nobody asked for goes with it
                return self._back_or_forth(undone, operation, "undone", "nothing_to_undo")
            case Redo(operation):
                return self._back_or_forth(self._store.redo(operation), operation, "redone", "nothing_to_redo")
        plan = self._planned(command)
        if isinstance(plan, Refusal):
            return plan
        if isinstance(command, MergeLeads):
            self.keep_safe(Occasion.MERGE)
        done = self._noticed(self._carry_out(plan))
        return done if self._funnel is None else self._funnel.after(done, plan.cause or plan.label)

    def is_long(self, command: Command) -> bool:
        """Whether a command may take longer than 50 ms (many leads; undo of an import): use the storage lane."""
        match command:
            case EditLeads(lead_ids=ids) | TagLeads(lead_ids=ids) | DeleteLeads(lead_ids=ids) | MoveLeads(lead_ids=ids):
                return len(ids) > LONG
            case Undo(operation) | Redo(operation):
                return self._was_long(operation)
        return False

    def steps(self, limit: int = 100) -> Sequence[Step]:
        """The newest steps that can be undone or redone, newest first, by name, also after a restart."""
        return self._store.steps(limit)

    # --- what takes longer (storage lane) --------------------------------------------------------------------------
    def load(self, progress: Progress | None = None) -> Outcome[int]:
        """Bring all leads into memory and score them. Value: number of leads. `keep_scores` comes after it."""
        count = self._keeper.load(self._rules, self._clock.now(), Said("loaded"), progress)
        self._notice_rules()
        return Outcome(count, Changes.SCORES | Changes.MEMBERSHIP, Said("loaded", {"count": count}))

    def keep_scores(self, progress: Progress | None = None) -> Outcome[int]:
        """After `load` or a published matrix, once the leads can be seen: keep the scores that changed, until
        `progress` says to stop (a later call goes on). Value: how many."""
        return Outcome(self._keeper.keep_scores(progress), Changes.NOTHING, Said("rescored"))

    @property
    def scores_unsaved(self) -> bool:
        """Whether scores hold that the file does not have yet: `keep_scores` writes them, a slice at a time."""
        return self._keeper.unsaved

    def expect_rules(self, version: str, cause: Said) -> None:
        """Note why scores will change when this version of the rules is in force, before it is; kept through a kill."""
        self._keeper.expect(version, cause)

    def rescore(self, as_of: datetime | None = None) -> Outcome[int]:
        """Score all leads for now (a new day: decay, windows). Value: number of scores that changed."""
        moment = as_of or self._clock.now()
        said = Said("rescored", {"date": moment.date().isoformat()})
        return Outcome(self._keeper.rescore(self._rules, moment, said), Changes.SCORES, said)

    def rules_changed(self) -> bool:
        """Whether a rule file was changed since the last load (cheap; ask on focus or by a slow timer)."""
        return self._source.changed()

    def reload_rules(self) -> Outcome[int] | Refusal:
        """Read the rules again and rescore. Broken rules change nothing but `problems`. Value: scores that changed."""
        loaded = self._source.load()
        self._problems = loaded.problems
        said = Said("rules_loaded", {"name": str(loaded.rules.matrix.name)})
        if loaded.rules.version == self._rules.version:
            errors = sum(problem.severity == "error" for problem in loaded.problems)
            return refusal("rules_broken", count=errors) if errors else Outcome(0, Changes.NOTHING, said)
        self._rules = loaded.rules
        cause = self._notice_rules() or said
        changed = self._keeper.rescore(self._rules, self._clock.now(), cause) if self.ready else 0
        return Outcome(changed, Changes.RULES | Changes.SCORES, said)

    def adopt_rules(self, cause: Said) -> Effect | None:
        """Read rules that were just published and score all leads by them, for this reason; what that did to them
        (None before `load`). The scores hold when this returns; `keep_scores` writes them. Storage lane."""
        loaded, before = self._source.load(), self._keeper.resident
        self._rules, self._problems = loaded.rules, loaded.problems
        if before is None:
            return None
        self._keeper.rescore(self._rules, self._clock.now(), cause, later=True)
        return effect_of(before, self._keeper.resident or before)

    def what_if(self) -> WhatIf | None:
        """What tells, while a matrix is being changed, what that would do to all leads (None before `load`).

        Storage or free lane; ask it for drafts with `lock` held.
        """
        from leadqual_gui.domain.whatif import WhatIf  # only the editor needs it

        resident = self._keeper.resident
        if resident is None:
            return None
        with self._keeper.lock:
            return WhatIf(resident.columns, self._rules, resident.as_of)

    # --- inside ----------------------------------------------------------------------------------------------------
    def _planned(self, command: handlers.Plannable | OfTheDay) -> Planned:
        situation = Situation(self._store, self._rules, self._clock.now())
        match command:
            case MoveLeads() | SnoozeAlert() | DismissAlert() | FinishToday():
                return self.funnel.plan(command, situation)
            case EditLeads() | EndCall() if self._rules.funnel.stages and names_stage(command):
                return self.funnel.plan_with_move(command, situation)
        return handlers.plan(command, situation)

    def _back_or_forth(self, undone: Undone | None, operation: int, code: str, none: str) -> Outcome[object] | Refusal:
        if undone is None:
            return refusal(none)
        label = Said(code, {"step": undone.label.code, **undone.label.params})
        moves = self._keeper.follow(undone.leads, undone.changes, self._clock.now(), label)
        changes = undone.changes | Changes.SCORES
        done = self._noticed(Outcome(None, changes, label, operation, undone.leads, moves))
        return done if self._funnel is None else self._funnel.after(done, label, turned=True)

    def _turned(self, command: Undo | Redo) -> Outcome[object] | Refusal | None:
        """Taking back a published version of the rules is the desk's affair."""
        return None if self._desk is None else self._desk.turn(command.operation, isinstance(command, Undo))

    def _notice_rules(self) -> Said | None:
        """Let the desk note down which version of the rules is in force; why scores change with it."""
        if self._desk is None:
            return None
        version = self._desk.notice()
        return Said("rules_seen", {"number": version.number, "before": version.replaced})

    def _was_long(self, operation: int) -> bool:
        label = next((step.label for step in self._store.steps() if step.operation == operation), None)
        if label is None:
            return True
        count = label.params.get("count", 1)
        return label.code in _WHOLE_FILES or (isinstance(count, int) and count > LONG)
