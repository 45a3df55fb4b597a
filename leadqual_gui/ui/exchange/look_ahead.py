"""What the leads would come to by an import: worked out once the rest is known, beside whatever is done next."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from leadqual_gui.domain.mapping import ImportKind
from leadqual_gui.services.importing import Fate, Fates, ImportPlan, TableSource
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.exchange.about import Foretold
from leadqual_gui.ui.tasks import Lane, Task


class LookAhead(QObject):
    """Looks for the leads of one import.

    Signals: `forecast(Forecast)`: what would become of the tiers; `alike_found(count)`: so many new rows are probably
    leads that are there.
    """

    forecast = Signal(object)
    alike_found = Signal(int)

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._scoring: Task | None = None
        self._comparison: Task | None = None

    def begin(self, source: TableSource, plan: ImportPlan, told: Foretold) -> None:
        """Look what the rows make of the leads; nothing, unless they are leads themselves."""
        if plan.mapping.kind is ImportKind.LEADS:
            self._score(source, plan, told)
            self._compare(told.fates)

    def cancel(self) -> None:
        """What is still looked for is nobody's any more."""
        for task in (self._comparison, self._scoring):
            if task is not None:
                task.cancel()
        self._comparison = self._scoring = None

    def _score(self, source: TableSource, plan: ImportPlan, told: Foretold) -> None:
        """Score the leads that the rows make or change, after everything else that waits for the store."""
        workspace = self._bridge.workspace
        if not told.useful:
            return
        task = self._scoring = self._bridge.runner.start(
            lambda control: workspace.forecast_import(source, plan, lambda _share: not control.stopped())
        )
        task.finished.connect(
            lambda found: self.forecast.emit(found) if task is self._scoring and found is not None else None
        )
        task.failed.connect(self._bridge.report_failure)

    def _compare(self, fates: Fates) -> None:
        """Look among all leads for the new ones of this file, beside everything else."""
        workspace = self._bridge.workspace
        if not fates.counts[Fate.NEW] or not workspace.counts().all:
            return
        task = self._comparison = self._bridge.runner.start(
            lambda control: workspace.foretell_alike(fates, lambda _share: not control.stopped()), Lane.FREE
        )
        task.finished.connect(
            lambda count: self.alike_found.emit(count) if task is self._comparison and count else None
        )
        task.failed.connect(self._bridge.report_failure)
