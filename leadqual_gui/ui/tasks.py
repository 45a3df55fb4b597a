"""Work that takes longer than a click may: one lane for storage, one for everything else.

Values go in, values come out, progress is told on the way, and a task that is asked to stop stops at its next
convenient moment. Everything arrives in the thread of the window; nothing outlives `shutdown()`.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from threading import Event
from typing import Any

from PySide6.QtCore import SIGNAL, QObject, QRunnable, QThreadPool, Signal
from shiboken6 import isValid

from leadqual_gui.domain.errors import LeadQualError


class Lane(Enum):
    """STORAGE runs one task at a time, in order; FREE runs what needs no storage."""

    STORAGE = "storage"
    FREE = "free"


class Control:
    """What a task is given: `stopped()` says whether to stop, `report(value)` tells how far it is."""

    __slots__ = ("_event", "_report")

    def __init__(self, event: Event, report: Callable[[object], None]) -> None:
        self._event = event
        self._report = report

    def stopped(self) -> bool:
        """Whether somebody asked the task to stop."""
        return self._event.is_set()

    def report(self, value: object) -> None:
        """Tell the window how far the work is."""
        self._report(value)


Work = Callable[[Control], object]
_FAILED = SIGNAL("failed(PyObject)")
"""By name: `QMetaMethod.fromSignal` of PySide6 6.11 keeps whose signal it is, and all that its work knows, for ever."""


def while_there(receiver: QObject, then: Callable[[Any], object]) -> Callable[[object], None]:
    """`then`, for as long as the receiver is there: a closure is not forgotten with it, as its own methods are."""

    def told(value: object) -> None:
        if isValid(receiver):
            then(value)

    return told


class Task(QObject):
    """One piece of work under way.

    Signals: `progressed(value)`, then one of `finished(value)` and `failed(error)`, then `ended()`. A mistake of ours
    that nobody listens to is raised in the end: it is not kept quiet.
    """

    progressed = Signal(object)
    finished = Signal(object)
    failed = Signal(object)
    ended = Signal()
    _told = Signal(object)
    _done = Signal(object, object)

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._event = Event()
        self._told.connect(self._on_told)
        self._done.connect(self._on_done)

    def cancel(self) -> None:
        """Ask it to stop; what it did so far comes back through `finished`."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._event.is_set()

    def work(self) -> None:
        """Do it, in whatever thread this is called; the result arrives in the task's own thread."""
        value, error = None, None
        try:
            value = self._work(Control(self._event, self._told.emit))
        except Exception as raised:  # the lane must survive its tasks: the error is told to whoever started it
            error = raised
        self._done.emit(value, error)

    def _on_told(self, value: object) -> None:
        self.progressed.emit(value)

    def _on_done(self, value: object, error: Exception | None) -> None:
        heard = self.receivers(_FAILED)
        if error is not None:
            self.failed.emit(error)
        else:
            self.finished.emit(value)
        self.ended.emit()
        if error is not None and not heard and not isinstance(error, LeadQualError):
            raise error


class _Runnable(QRunnable):
    """Carries a task into a pool, and holds it no longer than that: Qt may keep the carrier itself."""

    def __init__(self, task: Task) -> None:
        super().__init__()
        self._task: Task | None = task

    def run(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.work()

    def let_go(self) -> None:
        """It was never carried out, and will not be."""
        self._task = None


class TaskRunner(QObject):
    """Two lanes of threads that end with the window. `busy_changed(bool)` tells whether anything is under way."""

    busy_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pools: dict[Lane, QThreadPool] = {}
        self._tasks: dict[Task, _Runnable] = {}

    def start(self, work: Work, lane: Lane = Lane.STORAGE) -> Task:
        """Begin `work` in a lane. Connect to the task's signals at once: they come with the next turn of events."""
        task = Task(work, self)
        carrier = self._tasks[task] = _Runnable(task)
        task.ended.connect(lambda: self._forget(task))
        self._pool(lane).start(carrier)
        if len(self._tasks) == 1:
            self.busy_changed.emit(True)
        return task

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._tasks)

    def shutdown(self) -> None:
        """Ask everything to stop, and wait until it has."""
        for task in self._tasks:
            task.cancel()
        for pool in self._pools.values():
            pool.clear()
            pool.waitForDone()
        for task, carrier in self._tasks.items():
            task.blockSignals(True)  # what it found may be on its way here still: nobody is there to be told
            carrier.let_go()
        self._tasks.clear()

    def _pool(self, lane: Lane) -> QThreadPool:
        if lane not in self._pools:
            pool = QThreadPool(self)
            pool.setMaxThreadCount(1 if lane is Lane.STORAGE else 2)
            self._pools[lane] = pool
        return self._pools[lane]

    def _forget(self, task: Task) -> None:
        if task in self._tasks:
            del self._tasks[task]
            task.deleteLater()
            if not self._tasks:
                self.busy_changed.emit(False)
