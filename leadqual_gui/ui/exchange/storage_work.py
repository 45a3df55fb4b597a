"""The work of an import on the storage lane: values in, values out.

What the user chose meanwhile is the session's matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leadqual_gui.services.bundles import BundleSource
from leadqual_gui.services.importing import (
    Fate,
    Fates,
    ImportOptions,
    ImportPlan,
    ImportResult,
    TableOptions,
    TableSource,
)
from leadqual_gui.services.importing_memory import remembered
from leadqual_gui.services.lists import Query
from leadqual_gui.services.operations import Outcome, Refusal
from leadqual_gui.ui.exchange.about import Foretold, Origin
from leadqual_gui.ui.exchange.reasons import ReasonGroup, grouped
from leadqual_gui.ui.surroundings import Surroundings
from leadqual_gui.ui.tasks import Control

if TYPE_CHECKING:
    from leadqual_gui.services.workspace import Workspace

Progress = Callable[[float], bool]
Read = tuple[TableSource, ImportPlan, bool]
"""A table, what its columns are taken for, and whether that was decided for an earlier file."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an import: the leads that are new, and why rows were refused."""

    answer: Outcome[ImportResult] | Refusal
    new: tuple[int, ...]
    reasons: tuple[ReasonGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class StorageWork:
    """What can be done with the table of `origin` in a workspace."""

    workspace: Workspace
    around: Surroundings
    origin: Origin

    def read(
        self, table: TableOptions, options: ImportOptions, before: ImportPlan | None, progress: Progress
    ) -> Read | BundleSource:
        """The beginning of the table, with what was chosen `before` if its columns are the same; or a bundle."""
        path = self.origin.path
        if path is not None and path.suffix.casefold() == ".jsonl":
            bundle = self.around.open_bundle(path)
            if bundle is not None:
                return bundle
        source = self.origin.open(self.around, table)
        known = remembered(self.workspace.store, source.preview.headers) is not None
        if before is not None and before.preview.headers == source.preview.headers:
            return source, self.workspace.settle_import(source, before.mapping, options, progress), known
        return source, self.workspace.plan_import(source, options, progress), known

    def propose_anew(self, source: TableSource, plan: ImportPlan, options: ImportOptions, progress: Progress) -> Read:
        """Forget what was decided for such files, and propose once more."""
        self.workspace.forget_mapping(plan)
        return source, self.workspace.plan_import(source, options, progress), False

    def foretell(self, source: TableSource, plan: ImportPlan, progress: Progress) -> Foretold | Refusal:
        """What would become of each row."""
        answer = self.workspace.foretell_import(source, plan, progress)
        return answer if isinstance(answer, Refusal) else _with_reasons(answer.value)

    def bring_in(self, bundle: BundleSource, progress: Progress) -> Done:
        """Import whole leads, as one step."""
        before = self._newest()
        return self._done(before, self.workspace.import_bundle(bundle, progress))

    def carry_out(self, source: TableSource, plan: ImportPlan, rejects: Path, keep: bool, progress: Progress) -> Done:
        """Import the table, as one step; `keep` what its columns are for the next file like it."""
        before = self._newest()
        answer = self.workspace.run_import(source, plan, self.around.open_rejects(rejects), progress)
        if keep and isinstance(answer, Outcome):
            self.workspace.remember_mapping(plan)
        return self._done(before, answer)

    def write_rejects(self, source: TableSource, plan: ImportPlan, rejects: Path, progress: Progress) -> object:
        """Write the rows that are refused to a file, and nothing else."""
        return self.workspace.run_import(source, plan, self.around.open_rejects(rejects), progress, dry_run=True)

    def _done(self, before: int, answer: Outcome[ImportResult] | Refusal) -> Done:
        refused = answer.value.rejects if isinstance(answer, Outcome) else ()
        reasons = grouped((row.line, row.reason) for row in refused)
        return Done(answer, tuple(lead for lead in self._leads() if lead > before), reasons)

    def _newest(self) -> int:
        return max(self._leads(), default=0)

    def _leads(self) -> Iterator[int]:
        return map(int, self.workspace.query(Query()).ids())


def told(control: Control) -> Progress:
    """Passes on how far the work is, and whether somebody wants it to stop."""

    def progress(share: float) -> bool:
        control.report(share)
        return not control.stopped()

    return progress


def _with_reasons(fates: Fates) -> Foretold:
    refused = (fates.row(row) for row in fates.of(Fate.REJECTED))
    return Foretold(fates, grouped((row.line, row.reason) for row in refused))
