"""One import from the file to its result, without widgets: read, proposed, settled, rehearsed, carried out.

Each step runs on the storage lane; a step that was overtaken by a newer choice of the user's is dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from leadqual_gui.domain.mapping import ImportKind, TableMapping
from leadqual_gui.domain.parsing_dates import DateOrder
from leadqual_gui.services.importing import ImportOptions, ImportPlan, ImportResult, TableSource, refusal_of
from leadqual_gui.services.operations import Outcome, Refusal
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.surroundings import Surroundings
from leadqual_gui.ui.tasks import Control, Task


class ImportSession(QObject):
    """The import of one file.

    Signals: `planned(ImportPlan)`; `refused(Refusal)` while something is missing; `rehearsed(ImportResult)`;
    `progressed(share)`; `imported(ImportResult)`; `cancelled()`; `failed(error)`.
    """

    planned = Signal(object)
    refused = Signal(object)
    rehearsed = Signal(object)
    progressed = Signal(float)
    imported = Signal(object)
    cancelled = Signal()
    failed = Signal(object)

    def __init__(self, bridge: Bridge, around: Surroundings, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._around, self.path = bridge, around, path
        self._source: TableSource | None = None
        self.plan: ImportPlan | None = None
        self.options = ImportOptions()
        self._task: Task | None = None
        self.rejects = around.folder / "exports" / f"{path.stem}-rejects.csv"

    # --- what the user decides ---------------------------------------------------------------------------------------
    def begin(self) -> None:
        """Read the beginning of the file and propose what each column is."""
        self._plan_again(self.options)

    def choose_kind(self, kind: ImportKind) -> None:
        """The rows are leads, activities or answers."""
        self._plan_again(replace(self.options, kind=kind))

    def keep_unknown(self, on: bool) -> None:
        """Whether columns that are no field of ours become fields of one's own."""
        self._plan_again(replace(self.options, custom=on))

    def choose_order(self, order: DateOrder) -> None:
        """Which of 03/04/2026 is the month."""
        self.options = replace(self.options, date_order=order)
        if self.plan is not None:
            self._settle(self.plan.mapping)

    def choose_year(self, year: int) -> None:
        """Which year bare months belong to."""
        self.options = replace(self.options, year=year)
        if self.plan is not None:
            self._settle(self.plan.mapping)

    def choose_target(self, column: int, target: str | None) -> None:
        """What a column is."""
        if self.plan is not None:
            self._settle(self.plan.mapping.choose(column, target))

    def run(self) -> None:
        """Carry it out, as one step to undo."""
        plan, source = self.plan, self._source
        assert plan is not None
        assert source is not None
        workspace, path = self._bridge.workspace, self.rejects

        def work(control: Control) -> object:
            rejects = self._around.open_rejects(path)
            return workspace.run_import(source, plan, rejects, _told(control))

        self._start(work, self._on_imported)

    def cancel(self) -> None:
        """Stop what is under way; an import that is stopped is taken back wholly."""
        if self._task is not None:
            self._task.cancel()

    # --- steps -------------------------------------------------------------------------------------------------------
    def _plan_again(self, options: ImportOptions) -> None:
        self.options = options
        workspace = self._bridge.workspace

        def work(control: Control) -> object:
            source = self._source or self._around.open_table(self.path)
            return source, workspace.plan_import(source, options, _told(control))

        self._start(work, self._on_read)

    def _on_read(self, found: object) -> None:
        assert isinstance(found, tuple)
        self._source = found[0]
        self._on_planned(found[1])

    def _settle(self, mapping: TableMapping) -> None:
        workspace, source, options = self._bridge.workspace, self._source, self.options
        assert source is not None
        self._start(lambda control: workspace.settle_import(source, mapping, options, _told(control)), self._on_planned)

    def _on_planned(self, plan: object) -> None:
        assert isinstance(plan, ImportPlan)
        self.plan = plan
        self.planned.emit(plan)
        refusal = refusal_of(plan)
        if refusal is not None:
            self.refused.emit(refusal)
            return
        workspace, source = self._bridge.workspace, self._source
        assert source is not None
        self._start(
            lambda control: workspace.run_import(source, plan, None, _told(control), dry_run=True), self._on_rehearsed
        )

    def _on_rehearsed(self, answer: object) -> None:
        if isinstance(answer, Outcome):
            self.rehearsed.emit(answer.value)
        elif isinstance(answer, Refusal) and answer.reason.code != "import_cancelled":
            self.refused.emit(answer)

    def _on_imported(self, answer: object) -> None:
        if isinstance(answer, Refusal):
            self.cancelled.emit() if answer.reason.code == "import_cancelled" else self.refused.emit(answer)
            return
        assert isinstance(answer, Outcome)
        assert isinstance(answer.value, ImportResult)
        self._bridge.accept(answer, self)
        self.imported.emit(answer.value)

    def _start(self, work: Callable[[Control], object], then: Callable[[object], None]) -> None:
        self.cancel()
        task = self._task = self._bridge.runner.start(work)
        task.progressed.connect(lambda share: self.progressed.emit(share) if task is self._task else None)
        task.finished.connect(lambda value: then(value) if task is self._task else None)
        task.failed.connect(lambda error: self.failed.emit(error) if task is self._task else None)


def _told(control: Control) -> Callable[[float], bool]:
    def progress(share: float) -> bool:
        control.report(share)
        return not control.stopped()

    return progress
