"""The workspace: everything that a window, a headless command or a test can ask for or do.

Threads. `load`, `rescore`, `reload_rules`, `require_fields`, `run_import` and long commands (`is_long`) take longer
than a blink: call them on the storage lane of `ui.tasks.TaskRunner`. Everything else is quick and may be called on
the main thread at any time, also while one of those runs: a query then sees the state before it, whole. A command
given meanwhile waits only for the write gate (milliseconds), never for the end of the long one.

Before `load` has finished, `ready` is False: lists are empty, `card` and `lead_details` work from the store.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from leadqual_gui.domain.errors import LeadQualError, RuleProblem
from leadqual_gui.domain.ledger import ScoreCard
from leadqual_gui.domain.mapping import TableMapping
from leadqual_gui.domain.rules import CustomField, Rules
from leadqual_gui.services import handlers, lead_queries
from leadqual_gui.services.bundles import BundleSource, import_bundle
from leadqual_gui.services.commands import (
    Command,
    DeleteLeads,
    DismissAlert,
    EditLeads,
    EndCall,
    FinishToday,
    MoveLeads,
    OfTheDay,
    Redo,
    SnoozeAlert,
    TagLeads,
    Undo,
)
from leadqual_gui.services.details import LeadDetails, NextQuestion, ValueCount, ViewCounts
from leadqual_gui.services.exporting_columns import LEDGER, ExportColumn
from leadqual_gui.services.exporting_table import TableSink, export_table, scores_of
from leadqual_gui.services.importing import (
    Fates,
    ImportContext,
    ImportOptions,
    ImportPlan,
    ImportResult,
    RejectsSink,
    TableSource,
    foretell,
    plan_import,
    run_import,
    settle,
)
from leadqual_gui.services.importing_memory import forget, remember, with_memory
from leadqual_gui.services.lead_inquiry import Seen, begun_in, inquire, next_question, record_without_activities
from leadqual_gui.services.lists import Filter, LeadList, LeadRow, Query
from leadqual_gui.services.operations import Changes, Outcome, Refusal, Said, ScoreMove, Step
from leadqual_gui.services.plans import Plan, Planned, Situation, names_stage, refusal
from leadqual_gui.services.ports import Clock, RulesSource, Store, Undone
from leadqual_gui.services.progress import Progress, within
from leadqual_gui.services.rule_editing.effect import effect_of
from leadqual_gui.services.scorekeeper import FEW, ScoreKeeper

if TYPE_CHECKING:
    from leadqual_gui.domain.whatif import WhatIf
    from leadqual_gui.services.duplicates import DuplicatesDesk
    from leadqual_gui.services.insights.desk import InsightsDesk
    from leadqual_gui.services.moving_desk import FunnelDesk
    from leadqual_gui.services.privacy import PrivacyDesk
    from leadqual_gui.services.quality import QualityDesk
    from leadqual_gui.services.resident import Resident
    from leadqual_gui.services.rule_editing.desk import RuleDesk
    from leadqual_gui.services.rule_editing.ports import Effect

LONG = 25
"""So many leads make a command long."""
_WHOLE_FILES = frozenset(("imported", "sample_made", "matrix_published", "rules_published", "rules_rolled_back"))


class Workspace:
    """The facade in front of store, rules and resident columns."""

    def __init__(self, store: Store, rules_source: RulesSource, clock: Clock) -> None:
        self._store = store
        self._source = rules_source
        self._clock = clock
        self._keeper = ScoreKeeper(store)
        self._desk: RuleDesk | None = None
        self._funnel: FunnelDesk | None = None
        self._duplicates: DuplicatesDesk | None = None
        self._privacy: PrivacyDesk | None = None
        self._quality: QualityDesk | None = None
        loaded = rules_source.load()
        self._rules, self._problems = loaded.rules, loaded.problems

    # --- state -----------------------------------------------------------------------------------------------------
    @property
    def ready(self) -> bool:
        """Whether leads are resident and scored (after `load`)."""
        return self._keeper.resident is not None

    @property
    def rules(self) -> Rules:
        """The rules in force: the last good ones."""
        return self._rules

    @property
    def problems(self) -> tuple[RuleProblem, ...]:
        """What is wrong with the rule files now (empty: nothing)."""
        return self._problems

    @property
    def now(self) -> datetime:
        """The present moment, by the workspace's clock."""
        return self._clock.now()

    @property
    def as_of(self) -> datetime:
        """The moment for which the resident scores hold."""
        resident = self._keeper.resident
        return self._clock.now() if resident is None else resident.as_of

    @property
    def store(self) -> Store:
        """The store beneath, for what only moves data (imports, exports)."""
        return self._store

    @property
    def desk(self) -> RuleDesk:
        """Where the rules are edited. Raises LeadQualError if they cannot be, here."""
        if self._desk is None:
            raise LeadQualError("The rules of this workspace cannot be edited", "Open the workspace in its own window")
        return self._desk

    @property
    def funnel(self) -> FunnelDesk:
        """The work of the day: board, gates, Today, alerts, promises, history."""
        if self._funnel is None:
            from leadqual_gui.services.moving_desk import FunnelDesk  # not before the first paint

            self._funnel = FunnelDesk(self._keeper, self._store, self._clock, self._carry_out)
        return self._funnel

    @property
    def insights(self) -> InsightsDesk:
        """What closed leads say: rates, proposed points, and the way into a draft."""
        from leadqual_gui.services.insights.desk import InsightsDesk  # not before the first paint

        return InsightsDesk(self)

    @property
    def duplicates(self) -> DuplicatesDesk:
        """Where leads that stand twice are found and looked at side by side."""
        if self._duplicates is None:
            from leadqual_gui.services.duplicates import DuplicatesDesk  # not before the first paint

            self._duplicates = DuplicatesDesk(self._store, lambda: self._rules)
        return self._duplicates

    @property
    def quality(self) -> QualityDesk:
        """Where it is known how good the data are, and what to mend first."""
        if self._quality is None:
            from leadqual_gui.services.quality import QualityDesk  # not before the first paint

            self._quality = QualityDesk(self._store, lambda: self._keeper.resident, lambda: self._keeper.lock)
        return self._quality

    def _rated(self) -> Resident | None:
        """The resident leads, with the quality of their data if that was looked at."""
        resident = self._keeper.resident
        if resident is not None and self._quality is not None:
            with self._keeper.lock:
                resident.quality = self._quality.table(resident)
        return resident

    def _noticed(self, done: Outcome[object]) -> Outcome[object]:
        """A step was done: whoever keeps something in mind about leads hears of it."""
        if self._quality is not None:
            self._quality.notice(done)
        return done

    def _forget_quality(self) -> None:
        """Many leads changed at once."""
        if self._quality is not None:
            self._quality.ready = False

    @property
    def privacy(self) -> PrivacyDesk:
        """Where a person's data is deleted for good or handed out."""
        if self._privacy is None:
            from leadqual_gui.services.privacy import PrivacyDesk  # hardly ever needed

            self._privacy = PrivacyDesk(self._store, lambda lead_id: self.card(lead_id), self._read_again)
        return self._privacy

    def _read_again(self, _: Sequence[int]) -> None:
        """Leads were taken out for good: what is resident holds their texts still."""
        said = Said("loaded")
        if self.ready:
            self._keeper.load(self._rules, self._clock.now(), said)
            self._keeper.keep_scores()
            self._forget_quality()
        if self._funnel is not None:
            self._funnel.after(Outcome(None, Changes.MEMBERSHIP, said), said)

    def put_desk(self, desk: RuleDesk) -> None:
        """Let the rules be edited at this desk; it is asked when a step is taken back."""
        self._desk = desk

    def setting(self, key: str) -> str | None:
        """A remembered setting of this workspace (layout, views)."""
        return self._store.setting(key)

    def put_setting(self, key: str, value: str) -> None:
        """Remember a setting."""
        self._store.put_setting(key, value)

    def close(self) -> None:
        """Finish, keep a snapshot of the columns for the next start, let go of the file."""
        self._keeper.keep_snapshot()
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
                return self._back_or_forth(self._store.undo(operation), operation, "undone", "nothing_to_undo")
            case Redo(operation):
                return self._back_or_forth(self._store.redo(operation), operation, "redone", "nothing_to_redo")
        plan = self._planned(command)
        if isinstance(plan, Refusal):
            return plan
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

    @property
    def lock(self) -> AbstractContextManager[object]:
        """Held while what is resident is read or changed; for milliseconds."""
        return self._keeper.lock

    def require_fields(self, fields: Sequence[str]) -> None:
        """Make more fields resident, so that lists can filter and sort by them at once."""
        self._keeper.require(fields, self._rules, self._clock.now())

    def plan_import(self, source: TableSource, options: ImportOptions, progress: Progress | None = None) -> ImportPlan:
        """What an import of this table would be: the mapping that is proposed, or was chosen for an earlier file with
        the same headers, and what has to be asked. Storage lane."""
        options = with_memory(self._store, source.preview.headers, options)
        return plan_import(source, options, self.import_context(), progress)

    def settle_import(
        self, source: TableSource, mapping: TableMapping, options: ImportOptions, progress: Progress | None = None
    ) -> ImportPlan:
        """The plan again, after a person changed the mapping. Storage lane."""
        return settle(source, mapping, options, self.import_context(), progress)

    def foretell_import(
        self, source: TableSource, plan: ImportPlan, progress: Progress | None = None
    ) -> Outcome[Fates] | Refusal:
        """What would become of each row; nothing is written. Storage lane."""
        return foretell(source, plan, self._store, self.import_context(), progress)

    def remember_mapping(self, plan: ImportPlan) -> None:
        """Keep how this plan reads its columns, for the next file with the same headers."""
        remember(self._store, plan)

    def forget_mapping(self, plan: ImportPlan) -> None:
        """Propose anew for files with these headers."""
        forget(self._store, plan.preview.headers)

    def run_import(
        self,
        source: TableSource,
        plan: ImportPlan,
        rejects: RejectsSink | None = None,
        progress: Progress | None = None,
        dry_run: bool = False,
    ) -> Outcome[ImportResult] | Refusal:
        """Bring a table in, one step to undo, and score what came. Storage lane; `progress` may cancel it."""
        reading, scoring = within(progress, 0.0, 0.9), within(progress, 0.9, 1.0)
        done = run_import(source, plan, self._store, self.import_context(), rejects, reading, dry_run)
        if isinstance(done, Outcome) and done.operation and plan.new_fields:
            done = self._declared(done, plan.new_fields)
        if isinstance(done, Outcome) and done.operation and self.ready:
            self._keeper.load(self._rules, self._clock.now(), done.label)
            self._forget_quality()
            self._keeper.keep_scores(scoring)
        return done

    def import_bundle(self, source: BundleSource, progress: Progress | None = None) -> Outcome[ImportResult] | Refusal:
        """Bring in leads with everything that hangs on them, one step to undo. Storage lane."""
        reading, scoring = within(progress, 0.0, 0.9), within(progress, 0.9, 1.0)
        done = import_bundle(source, self._store, reading)
        known = {one.key for one in self._rules.fields}
        new = tuple(one for one in source.fields if one.key not in known)
        if isinstance(done, Outcome) and done.operation and new:
            done = self._declared(done, new)
        if isinstance(done, Outcome) and done.operation and self.ready:
            self._keeper.load(self._rules, self._clock.now(), done.label)
            self._forget_quality()
            self._keeper.keep_scores(scoring)
        return done

    def _declared(self, done: Outcome[ImportResult], new: Sequence[CustomField]) -> Outcome[ImportResult]:
        """The rules learn of new custom fields. If their file cannot be changed, the leads are there all the same."""
        try:
            self._source.declare(new)
        except LeadQualError:
            notices = {**done.value.notices, "fields_not_declared": len(new)}
            return replace(done, value=replace(done.value, notices=notices))
        loaded = self._source.load()
        self._rules, self._problems = loaded.rules, loaded.problems
        return replace(done, changes=done.changes | Changes.RULES)

    def export(
        self,
        lead_ids: Sequence[int],
        columns: Sequence[ExportColumn],
        sink: TableSink,
        progress: Progress | None = None,
    ) -> int:
        """Write leads with these columns, in this order. How many; 0 if it was stopped. Storage lane."""
        now = self._clock.now()
        resident = self._keeper.resident or self._keeper.at(self._rules, now, now)
        ledger = any(column.source == LEDGER for column in columns)
        cards = (lambda ids: self.cards(ids, resident.as_of, ahead=False)) if ledger else None
        return export_table(self._store, lead_ids, columns, scores_of(resident, cards), sink, progress)

    # --- what a window asks (microseconds to a few milliseconds) ---------------------------------------------------
    def query(self, query: Query) -> LeadList:
        """The list that was asked for, as it is now; a later change does not alter it (ask again on `changed`)."""
        self._need(lead_queries.fields_needed(query))
        resident = self._rated()
        if resident is None:
            return lead_queries.NO_LEADS
        found = self._found(query.filter)
        with self._keeper.lock:
            return lead_queries.found_list(resident, query, found, self._store.leads)

    def counts(self, chosen: Filter | None = None) -> ViewCounts:
        """How many leads each view holds (of those that `chosen` lets through)."""
        resident, wanted = self._rated(), chosen or Filter()
        if resident is None:
            return ViewCounts(all=self._store.count())
        found = self._found(wanted)
        with self._keeper.lock:
            return lead_queries.view_counts(resident, wanted, found)

    def values(self, field: str, chosen: Filter | None = None) -> Sequence[ValueCount]:
        """The distinct values of a field, most frequent first; for filters and completion."""
        self._need((field,))
        resident, wanted = self._rated(), chosen or Filter()
        if resident is None:
            return ()
        found = self._found(wanted)
        with self._keeper.lock:
            return lead_queries.distinct_values(resident, field, wanted, found)

    def row(self, lead_id: int) -> LeadRow | None:
        """One lead as a list shows it."""
        resident = self._keeper.resident
        if resident is None:
            return None
        with self._keeper.lock:
            return lead_queries.row_of(resident, lead_id)

    def find(self, key: str) -> int | None:
        """The row id of a lead by external_id, e-mail or row id."""
        return self._store.find(key)

    def card(self, lead_id: int, as_of: datetime | None = None, *, whole: bool = True) -> ScoreCard | None:
        """The account of a lead's score: as the lists show it, or at another moment.

        Not `whole`: only the ledger, without gaps and the next change of tier, in a third of the time.
        """
        return self._keeper.card(lead_id, self._rules, self._clock.now(), as_of, whole)

    def ranking(self, as_of: datetime | None = None) -> LeadList:
        """All leads, best first, as they stand now or stood at another moment. Headless, or the storage lane."""
        now = self._clock.now()
        return lead_queries.found_list(
            self._keeper.at(self._rules, as_of or now, now), Query(), None, self._store.leads
        )

    def cards(self, lead_ids: Sequence[int], as_of: datetime | None = None, ahead: bool = True) -> Iterator[ScoreCard]:
        """The accounts of many leads, in this order; without looking `ahead` (next change) it is quicker."""
        now = self._clock.now()
        return self._keeper.cards(lead_ids, self._rules, as_of or now, now, ahead)

    def lead_details(self, lead_id: int) -> LeadDetails | None:
        """Everything about a lead for the panel."""
        seen = self._seen(lead_id)
        record = self._store.record(lead_id) if seen is None else record_without_activities(self._store, lead_id)
        card = self.card(lead_id)
        if record is None or card is None:
            return None
        return inquire(self._store, self._rules, record, card, seen)

    def next_best_question(self, lead_id: int) -> NextQuestion | None:
        """The question that would tell most; None if nothing worth asking is unknown."""
        record, card = record_without_activities(self._store, lead_id), self.card(lead_id)
        return None if record is None or card is None else next_question(self._rules, card, begun_in(record))

    # --- inside ----------------------------------------------------------------------------------------------------
    def _seen(self, lead_id: int) -> Seen | None:
        with self._keeper.lock:
            resident = self._keeper.resident
            position = None if resident is None else resident.position(lead_id)
            if resident is None or position is None:
                return None
            happened = len(resident.columns.activities.of_one(position))
            return Seen(resident.board, position, self._keeper.lock, happened)

    def import_context(self) -> ImportContext:
        """The names that cells of a table may refer to."""
        return ImportContext.of(self._rules, self._clock.now())

    def _planned(self, command: handlers.Plannable | OfTheDay) -> Planned:
        situation = Situation(self._store, self._rules, self._clock.now())
        match command:
            case MoveLeads() | SnoozeAlert() | DismissAlert() | FinishToday():
                return self.funnel.plan(command, situation)
            case EditLeads() | EndCall() if self._rules.funnel.stages and names_stage(command):
                return self.funnel.plan_with_move(command, situation)
        return handlers.plan(command, situation)

    def _carry_out(self, plan: Plan) -> Outcome[object]:
        now = self._clock.now()
        cause = plan.cause or plan.label
        leads, moves = plan.leads, tuple[ScoreMove, ...]()
        try:
            with self._store.unit(plan.label) as unit:
                value = plan.do(unit)
                leads = plan.leads or tuple(filter(None, (getattr(value, "id", None),)))
                if len(leads) <= FEW:
                    happened = plan.moves(value)
                    moves = self._keeper.score_in(
                        unit, leads, plan.changes, happened, self._rules, now, cause, plan.facts
                    )
                    if self._funnel is not None:
                        self._funnel.ring(unit, moves, cause)
                unit.commit()
                operation = unit.operation
        except BaseException:
            self._keeper.recover(leads)
            raise
        if len(leads) > FEW:
            self._keeper.follow(leads, plan.changes, now, cause)
        changes = plan.changes | (Changes.SCORES if moves or len(leads) > FEW else Changes.NOTHING)
        return Outcome(value, changes if operation else Changes.NOTHING, plan.label, operation, leads, moves)

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

    def _need(self, fields: Sequence[str]) -> None:
        resident = self._keeper.resident
        if resident is not None and not all(map(resident.holds, fields)):
            self.require_fields(fields)

    def _found(self, chosen: Filter) -> Sequence[int] | None:
        return self._store.search(chosen.text) if chosen.text.strip() else None
