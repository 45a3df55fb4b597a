"""One import from the file to its result, without widgets: read, proposed, settled, foretold, carried out.

Each step runs on the storage lane; a step that was overtaken by a newer choice of the user's is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from leadqual_gui.domain.mapping import ImportKind, TableMapping
from leadqual_gui.domain.parsing_dates import DateOrder
from leadqual_gui.services.bundles import BundleSource
from leadqual_gui.services.importing import (
    Fates,
    ImportOptions,
    ImportPlan,
    Question,
    TableOptions,
    TableSource,
    refusal_of,
)
from leadqual_gui.services.operations import Refusal
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.exchange.about import Foretold, Origin
from leadqual_gui.ui.exchange.look_ahead import LookAhead
from leadqual_gui.ui.exchange.reasons import ReasonGroup
from leadqual_gui.ui.exchange.storage_work import Done, StorageWork, told
from leadqual_gui.ui.surroundings import Surroundings
from leadqual_gui.ui.tasks import Control, Task

Work = Callable[[Control], object]
Then = Callable[[object], None]


class ImportSession(QObject):
    """The import of one table.

    Signals: `planned(ImportPlan)`; `refused(Refusal)` while something is missing; `foretold(Foretold)`;
    `progressed(share)` of whatever is under way; `bundle_found(BundleSource)` where the file holds whole leads;
    `imported(ImportResult)`; `cancelled()`; `failed(error)`; `rejects_saved(Path)`; `asked_more(ImportPlan)`: further
    rows hold words without a meaning. What would become of the leads, `ahead` tells.
    """

    planned = Signal(object)
    refused = Signal(object)
    foretold = Signal(object)
    progressed = Signal(float)
    bundle_found = Signal(object)
    imported = Signal(object)
    cancelled = Signal()
    failed = Signal(object)
    rejects_saved = Signal(object)
    asked_more = Signal(object)

    def __init__(self, bridge: Bridge, around: Surroundings, origin: Origin, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._around, self.origin = bridge, around, origin
        self._source: TableSource | None = None
        self.bundle: BundleSource | None = None
        self.plan: ImportPlan | None = None
        self.told: Foretold | None = None
        self.known = False
        self.remember = True
        self.table = TableOptions()
        self.options = ImportOptions()
        self.asked: dict[tuple[str, str, str], Question] = {}
        self._task: Task | None = None
        self.ahead = LookAhead(bridge, self)
        self.operation = 0
        self.leads: tuple[int, ...] = ()
        self.reasons: tuple[ReasonGroup, ...] = ()

    # --- what the user decides ---------------------------------------------------------------------------------------
    def begin(self) -> None:
        """Read the beginning of the file and propose what each column is."""
        self._read(self.table)

    def read_as(self, table: TableOptions) -> None:
        """Read the file otherwise: another encoding, delimiter, header or sheet."""
        self._read(table)

    def choose_kind(self, kind: ImportKind) -> None:
        """The rows are leads, activities or answers."""
        self._plan_again(replace(self.options, kind=kind))

    def keep_unknown(self, on: bool) -> None:
        """Whether columns that are no field of ours become fields of one's own."""
        self._plan_again(replace(self.options, custom=on))

    def forget(self) -> None:
        """Propose anew, and no more as for an earlier file."""
        plan = self.plan
        assert plan is not None
        self.asked.clear()
        self.options = ImportOptions(kind=self.options.kind, custom=self.options.custom)
        work, source, options = self._work, self._source, self.options
        assert source is not None
        self._start(lambda control: work.propose_anew(source, plan, options, told(control)), self._on_read)

    def choose_order(self, order: DateOrder) -> None:
        """Which of 03/04/2026 is the month."""
        self._answer(replace(self.options, date_order=order))

    def choose_year(self, year: int) -> None:
        """Which year bare months belong to."""
        self._answer(replace(self.options, year=year))

    def choose_day(self, day: datetime) -> None:
        """Of which day counters are."""
        self._answer(replace(self.options, when=day))

    def choose_word(self, target: str, word: str, meaning: str) -> None:
        """What a word of a field's cells means ("" is: not known)."""
        words = {**self.options.words.get(target, {}), word.strip().casefold(): meaning}
        self._answer(replace(self.options, words={**self.options.words, target: words}))

    def choose_mark(self, target: str, mark: str) -> None:
        """Which mark of a field's numbers parts the decimals."""
        self._answer(replace(self.options, marks={**self.options.marks, target: mark}))

    def choose_target(self, column: int, target: str | None) -> None:
        """What a column is."""
        if self.plan is not None:
            self._settle(self.plan.mapping.choose(column, target))

    def _answer(self, options: ImportOptions) -> None:
        self.options = options
        if self.plan is not None:
            self._settle(self.plan.mapping)

    def cancel(self) -> None:
        """Stop what is under way; an import that is stopped is taken back wholly."""
        if self._task is not None:
            self._task.cancel()
        self.ahead.cancel()

    def leave(self) -> None:
        """The user is done with this table: what is still under way is nobody's any more."""
        self.cancel()
        self._task = None

    # --- carrying it out ---------------------------------------------------------------------------------------------
    def run(self) -> None:
        """Carry it out, as one step to undo."""
        work, path, keep = self._work, self.rejects, self.remember
        bundle, plan, source = self.bundle, self.plan, self._source
        if bundle is not None:
            self._start(lambda control: work.bring_in(bundle, told(control)), self._on_imported)
            return
        assert plan is not None
        assert source is not None
        self._start(lambda control: work.carry_out(source, plan, path, keep, told(control)), self._on_imported)

    def save_rejects(self, path: Path) -> None:
        """Write the rows that are refused to a file of the user's choice, whether the import was done or not."""
        plan, source, work = self.plan, self._source, self._work
        assert plan is not None
        assert source is not None
        task = self._bridge.runner.start(lambda control: work.write_rejects(source, plan, path, told(control)))
        task.finished.connect(lambda _done: self.rejects_saved.emit(path))
        task.failed.connect(self.failed)

    @property
    def rejects(self) -> Path:
        """Where refused rows go by themselves when the import is done."""
        return self._around.folder / "exports" / f"{self.origin.stem}-rejects.csv"

    @property
    def _work(self) -> StorageWork:
        return StorageWork(self._bridge.workspace, self._around, self.origin)

    # --- steps -------------------------------------------------------------------------------------------------------
    def _read(self, table: TableOptions) -> None:
        self.table = table
        work, options, before = self._work, self.options, self.plan
        self._start(lambda control: work.read(table, options, before, told(control)), self._on_read)

    def _plan_again(self, options: ImportOptions) -> None:
        self.options = options
        workspace, source, known = self._bridge.workspace, self._source, self.known
        if source is None:
            return
        self._start(
            lambda control: (source, workspace.plan_import(source, options, told(control)), known), self._on_read
        )

    def _on_read(self, found: object) -> None:
        if not isinstance(found, tuple):
            self.bundle = found  # type: ignore[assignment]
            self.bundle_found.emit(found)
            return
        self._source, plan, self.known = found
        self._on_planned(plan)

    def _settle(self, mapping: TableMapping) -> None:
        workspace, source, options = self._bridge.workspace, self._source, self.options
        assert source is not None
        self._start(lambda control: workspace.settle_import(source, mapping, options, told(control)), self._on_planned)

    def _on_planned(self, plan: object) -> None:
        assert isinstance(plan, ImportPlan)
        self.plan, self.told = plan, None
        self._note(plan.questions)
        self.planned.emit(plan)
        refusal = refusal_of(plan)
        if refusal is not None:
            self.refused.emit(refusal)
            return
        work, source = self._work, self._source
        assert source is not None
        self._start(lambda control: work.foretell(source, plan, told(control)), self._on_foretold)

    def _on_foretold(self, answer: object) -> None:
        if isinstance(answer, Foretold):
            self.told = answer
            self.foretold.emit(answer)
            self._ask_more(answer.fates)
            if self.plan is not None and self._source is not None:
                self.ahead.begin(self._source, self.plan, answer)
        elif isinstance(answer, Refusal) and answer.reason.code != "import_cancelled":
            self.refused.emit(answer)

    def _note(self, questions: Sequence[Question]) -> bool:
        """Keep what was asked, so that it stays with its answer; whether any of it is new."""
        before = len(self.asked)
        for question in questions:
            self.asked[question.code, question.column, question.example if question.code == "word" else ""] = question
        return len(self.asked) > before

    def _ask_more(self, fates: Fates) -> None:
        """Ask for words that only rows further down hold."""
        if self.plan is not None and self._note(fates.questions):
            known = {(one.column, one.example) for one in self.plan.questions}
            more = [one for one in fates.questions if (one.column, one.example) not in known]
            self.plan = replace(self.plan, questions=(*self.plan.questions, *more))
            self.asked_more.emit(self.plan)

    def _on_imported(self, found: object) -> None:
        assert isinstance(found, Done)
        answer = found.answer
        if isinstance(answer, Refusal):
            self.cancelled.emit() if answer.reason.code == "import_cancelled" else self.refused.emit(answer)
            return
        self.reasons = found.reasons
        self.operation = answer.operation
        there = self.told.touched(self.plan.mapping.kind) if self.told is not None and self.plan is not None else ()
        self.leads = (*found.new, *there)
        self._bridge.accept(answer, self)
        self.imported.emit(answer.value)

    def _start(self, work: Work, then: Then) -> None:
        self.cancel()
        task = self._task = self._bridge.runner.start(work)
        task.progressed.connect(lambda share: self.progressed.emit(share) if task is self._task else None)
        task.finished.connect(lambda value: then(value) if task is self._task else None)
        task.failed.connect(lambda error: self.failed.emit(error) if task is self._task else None)
