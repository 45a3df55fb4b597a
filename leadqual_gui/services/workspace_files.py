"""Files that come into the workspace and go out of it. All of it takes longer: storage lane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.mapping import TableMapping
from leadqual_gui.domain.rules import CustomField
from leadqual_gui.services.bundles import BundleSource, import_bundle
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
from leadqual_gui.services.importing_forecast import Forecast, forecast
from leadqual_gui.services.importing_memory import forget, remember, with_memory
from leadqual_gui.services.operations import Changes, Outcome, Refusal
from leadqual_gui.services.progress import Progress, within
from leadqual_gui.services.safekeeping import Occasion
from leadqual_gui.services.workspace_answers import WorkspaceAnswers


class WorkspaceFiles(WorkspaceAnswers):
    """Imports, rehearsals of them, and exports."""

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

    def forecast_import(
        self, source: TableSource, plan: ImportPlan, progress: Progress | None = None
    ) -> Forecast | None:
        """How many leads each tier would have afterwards; None before `load`, or if stopped. Storage lane."""
        resident = self._keeper.resident
        if resident is None:
            return None
        return forecast(source, plan, self._store, self.import_context(), resident, progress)

    def foretell_alike(self, fates: Fates, progress: Progress | None = None) -> int | None:
        """Compare the new rows with all leads: which of them are probably somebody who is there (`RowFate.alike`).

        How many; None if it was stopped. Free lane: as long as a search for duplicates takes (`duplicates`).
        """
        newcomers = fates.newcomers()
        found = self.duplicates.of_rows(newcomers, progress) if newcomers else {}
        if found is None:
            return None
        fates.put_alike(found)
        return len(found)

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
        if not dry_run:
            self.keep_safe(Occasion.IMPORT)
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
        self.keep_safe(Occasion.IMPORT)
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
        resident = self._keeper.resident or self._accounts.at(self._rules, now, now)
        ledger = any(column.source == LEDGER for column in columns)
        cards = (lambda ids: self.cards(ids, resident.as_of, ahead=False)) if ledger else None
        return export_table(self._store, lead_ids, columns, scores_of(resident, cards), sink, progress)

    def import_context(self) -> ImportContext:
        """The names that cells of a table may refer to."""
        return ImportContext.of(self._rules, self._clock.now())
