"""Keeps the quality of all leads' data known while somebody looks at it: worked out in the background, when wanted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from leadqual_gui.services.operations import Changes
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.tasks import Control, Lane, Task


class QualityWatch(QObject):
    """`prepared()` when the quality of all can be shown; `progressed(share)` on the way there.

    `warmed()` when that of one lead, and numbers in their country's form, can be shown without a wait.
    """

    prepared = Signal()
    warmed = Signal()
    progressed = Signal(float)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self._wanted = False
        self._task: Task | None = None
        self._warming: Task | None = None
        bridge.changed.connect(self._on_changed)

    @classmethod
    def of(cls, bridge: Bridge) -> QualityWatch:
        """The one watch of this bridge, made for whoever asks first."""
        return bridge.findChild(QualityWatch) or cls(bridge)

    @property
    def working(self) -> bool:
        """Whether all leads are being looked at."""
        return self._task is not None

    def want(self) -> bool:
        """Quality is to be shown from now on; whether it can be already."""
        self._wanted = True
        if self._bridge.workspace.quality.ready:
            return True
        if self._task is None:
            self._begin()
        return False

    def warm(self) -> bool:
        """One lead or number is to be shown; whether it can be already."""
        desk = self._bridge.workspace.quality
        if not desk.warm and self._warming is None:
            self._warming = self._bridge.runner.start(lambda _control: desk.warm_up(), Lane.FREE)
            self._warming.finished.connect(lambda _done: self.warmed.emit())
            self._warming.failed.connect(self._bridge.report_failure)
        return desk.warm

    def again(self) -> None:
        """What it rests on is another: look at everybody again."""
        self._bridge.workspace.quality.ready = False
        if self._wanted:
            self.want()

    def _begin(self) -> None:
        desk = self._bridge.workspace.quality

        def work(control: Control) -> bool:
            def tell(share: float) -> bool:
                control.report(share)
                return not control.stopped()

            return desk.prepare(tell)

        self._task = self._bridge.runner.start(work, Lane.FREE)
        self._task.progressed.connect(lambda share: self.progressed.emit(float(share)))
        self._task.finished.connect(self._on_finished)
        self._task.failed.connect(self._bridge.report_failure)

    def _on_finished(self, done: bool) -> None:
        self._task = None
        if done:
            self.prepared.emit()

    def _on_changed(self, _changes: Changes, _leads: Sequence[int], _initiator: object) -> None:
        if self._wanted and self._task is None and not self._bridge.workspace.quality.ready:
            self._begin()
