"""The question that the Insights screen asks, and the answer: worked out in a lane, while the window stays usable."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer, Signal

from leadqual_gui.domain.calibration.periods import Period
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.insights.values import InsightsReport, Question
from leadqual_gui.services.operations import Changes, Outcome, Refusal
from leadqual_gui.ui import words
from leadqual_gui.ui.tasks import Lane, Task

if TYPE_CHECKING:
    from leadqual_gui.services.insights.drafting import Taken
    from leadqual_gui.services.workspace import Workspace
    from leadqual_gui.ui.bridge import Bridge
    from leadqual_gui.ui.tasks import Control

NO_NEWS = Changes.FOLLOW_UP | Changes.VERDICT


class InsightsSession(QObject):
    """One question at a time.

    Signals: `asked()` when work begins; `progressed(share)`; `answered(InsightsReport)`; `stopped()` when it was
    cancelled; `stale_changed()` when leads or rules changed since the answer; `taken(Taken)` when changes went into a
    draft; `refused(words)`; `said(words)` when something was done, such as a file written; `report_asked()` for
    a report to print.
    """

    asked = Signal()
    progressed = Signal(float)
    answered = Signal(object)
    stopped = Signal()
    stale_changed = Signal()
    taken = Signal(object)
    refused = Signal(str)
    said = Signal(str)
    report_asked = Signal()

    def __init__(self, bridge: Bridge, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bridge, self.language = bridge, language
        self.question = Question()
        self.report: InsightsReport | None = None
        self.stale = False
        self._task: Task | None = None
        self._again = QTimer(self, singleShot=True, interval=0)
        self._again.timeout.connect(self._start)
        bridge.changed.connect(self._on_changed)

    @property
    def workspace(self) -> Workspace:
        """The window's workspace."""
        return self.bridge.workspace

    @property
    def working(self) -> bool:
        """Whether an answer is on its way."""
        return self._task is not None or self._again.isActive()

    # --- asking ------------------------------------------------------------------------------------------------------
    def ask(self, question: Question | None = None) -> None:
        """Ask anew; what was asked before is stopped, its answer is not waited for."""
        self.question = question or self.question
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self.asked.emit()
        self._again.start()

    def ask_period(self, period: Period | None) -> None:
        """Ask of another stretch of time (None: the last quarter, or more if that is too little)."""
        self.ask(replace(self.question, period=period))

    def ask_within(self, days: float | None) -> None:
        """Count only what was known so many days after a lead came (None: all before its outcome)."""
        self.ask(replace(self.question, within_days=days))

    def cancel(self) -> None:
        """Stop the work, at once for who looks on; what was answered before stays."""
        if not self.working:
            return
        self._again.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self.stopped.emit()

    def _start(self) -> None:
        desk, question = self.workspace.insights, self.question

        def work(control: Control) -> InsightsReport | None:
            def told(share: float) -> bool:
                control.report(share)
                return not control.stopped()

            return desk.ask(question, told)

        task = self._task = self.bridge.runner.start(work, Lane.FREE)
        task.progressed.connect(lambda share: self.progressed.emit(float(share)) if self._task is task else None)
        task.finished.connect(lambda report: self._on_answered(task, report))
        task.failed.connect(lambda error: self._on_failed(task, error))

    def _on_answered(self, task: Task, report: object) -> None:
        if task is not self._task:
            return
        self._task = None
        if report is None:
            self.stopped.emit()
            return
        self.report = cast("InsightsReport", report)
        self.stale = False
        self.answered.emit(self.report)

    def _on_failed(self, task: Task, error: BaseException) -> None:
        if task is self._task:
            self._task = None
            self.stopped.emit()
        if not isinstance(error, LeadQualError):
            raise error
        self.refused.emit(f"{error.message}. {error.hint}")

    def _on_changed(self, changes: Changes, _leads: Sequence[int], _initiator: object) -> None:
        if self.report is not None and changes & ~NO_NEWS and not self.stale:
            self.stale = True
            self.stale_changed.emit()

    # --- taking over -------------------------------------------------------------------------------------------------
    def take(self, chosen: Collection[str], report: InsightsReport | None = None) -> None:
        """Put these changes into drafts; `report`: the answer with another edge chosen."""
        told = report or self.report
        if told is None:
            return
        desk = self.workspace.insights

        def done(answer: object) -> None:
            if isinstance(answer, Refusal):
                self.refused.emit(words.say(answer.reason))
            elif isinstance(answer, Outcome):
                self.taken.emit(cast("Taken", answer.value))

        self.bridge.run(lambda: desk.put_into_draft(told, chosen), done)
