"""Between the window and the workspace: what a user does goes through here, and what changed comes out.

The Bridge carries commands out, tells every view what changed, and keeps the undo stack. Undo and redo are
commands like any other; the stack only remembers their order and their names, also those of an earlier run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.operations import Outcome, Refusal, Step
from leadqual_gui.ui.half_typed import HalfTypedKeeper
from leadqual_gui.ui.tasks import Lane, Task, TaskRunner

if TYPE_CHECKING:
    from leadqual_gui.services.commands import Command
    from leadqual_gui.services.operations import Said
    from leadqual_gui.services.workspace import Workspace

Answered = Callable[[Outcome | Refusal], None]
UNDO_LIMIT = 500


class Bridge(QObject):
    """Executes commands for the window.

    Signals: `changed(changes, leads, initiator)` after something was done or loaded; `done(outcome, initiator)`
    after a command of the user's; `refused(refusal, initiator)`; `failed(error)` with a LeadQualError;
    `turned(operation, name, back)` after a step was taken back or done again;
    `newest_changed()` when what was asked for last is under way, or done (see `newest_under_way`);
    `rules_reread()` when the rule files were read again and the old rules stay: broken, gone, or whole again.
    """

    changed = Signal(object, object, object)
    done = Signal(object, object)
    refused = Signal(object, object)
    failed = Signal(object)
    rules_reread = Signal()
    turned = Signal(int, str, bool)
    newest_changed = Signal()

    def __init__(
        self,
        workspace: Workspace,
        runner: TaskRunner,
        say: Callable[[Said], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.runner = runner
        self._say = say
        self._filling = self._doubtful = False
        self._turning = 0
        """How many undos and redos are under way in the storage lane."""
        self._newest: Task | None = None
        self._waiting: list[Callable[[], None]] = []
        """What is to be turned once that is done."""
        self.typed = HalfTypedKeeper(workspace, self)
        self.typed.failed.connect(self.failed)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_LIMIT)
        self._fill_undo_stack(workspace.steps())

    def execute(
        self, command: Command, initiator: object = None, then: Answered | None = None
    ) -> Outcome | Refusal | None:
        """Carry out a command. A long one goes to the storage lane: None comes back, `then` is called later."""
        if self.workspace.is_long(command):
            self._begin(command, lambda answer: self._receive(answer, initiator, then))
            return None
        answer = self._carried_out(command)
        if answer is not None:
            if isinstance(answer, Outcome) and answer.operation:
                self._newest = None
            self._receive(answer, initiator, then)
        return answer

    def _begin(self, command: Command, then: Answered) -> None:
        def received(answer: object) -> None:
            if isinstance(answer, Refusal):
                self._waiting.clear()  # they were meant for it
            then(cast("Outcome | Refusal", answer))

        self._newest = task = self.run(lambda: self.workspace.execute(command), received)
        task.failed.connect(lambda _error: self._waiting.clear())
        task.ended.connect(lambda: self._on_long_ended(task))
        self.newest_changed.emit()

    def _on_long_ended(self, task: Task) -> None:
        if self._newest is task:
            self._newest = None
        waiting, self._waiting = self._waiting, []
        for turn in waiting:
            turn()
        self.newest_changed.emit()

    def run(self, work: Callable[[], object], then: Callable[[object], None]) -> Task:
        """Do `work` in the storage lane, then `then` with its value here."""
        task = self.runner.start(lambda _control: work(), Lane.STORAGE)
        task.finished.connect(then)
        task.failed.connect(self.report_failure)
        return task

    def accept(self, outcome: Outcome, initiator: object = None) -> None:
        """Take in what was done by other means (an import): one more step to undo, and views are told."""
        self._receive(outcome, initiator, None)

    def tell_changed(self, outcome: Outcome, initiator: object = None) -> None:
        """Tell the views about something that was no step of the user's (loading, rescoring)."""
        self.changed.emit(outcome.changes, outcome.leads, initiator)

    def report_failure(self, error: BaseException) -> None:
        """The world misbehaved: the window is told. Anything else is our own mistake and is not kept quiet."""
        if isinstance(error, LeadQualError):
            self.failed.emit(error)
            return
        raise error

    def steps_changed(self) -> None:
        """Steps left the log otherwise than by undo: the stack is filled anew."""
        self.undo_stack.clear()
        self._fill_undo_stack(self.workspace.steps())

    def name_of(self, label: Said) -> str:
        """A step's name in the user's words."""
        return self._say(label)

    def _carried_out(self, command: Command) -> Outcome | Refusal | None:
        try:
            return self.workspace.execute(command)
        except LeadQualError as error:
            self.failed.emit(error)
            return None

    def _receive(self, answer: Outcome | Refusal, initiator: object, then: Answered | None) -> None:
        if isinstance(answer, Refusal):
            self.refused.emit(answer, initiator)
        else:
            if answer.operation:
                self._push(Step(answer.operation, answer.label, ""))
            for also in answer.also:
                self._push(Step(also.operation, also.label, ""))
            self.changed.emit(answer.changes, answer.leads, initiator)
            self.done.emit(answer, initiator)
        if then is not None:
            then(answer)

    # --- undo ------------------------------------------------------------------------------------------------------
    @property
    def newest_under_way(self) -> bool:
        """Whether what was asked for last is not done yet: whoever takes it back now waits for it."""
        return self._newest is not None

    def undo(self) -> None:
        """Take back the newest step; if that is still under way, as soon as it is done, and never another instead."""
        self._turn_in_order(self.undo_stack.undo)

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._turn_in_order(self.undo_stack.redo)

    def _turn_in_order(self, turn: Callable[[], None]) -> None:
        if self.newest_under_way:
            self._waiting.append(turn)
        else:
            turn()

    def take_back(self, step: UndoStep) -> None:
        """Undo a step; called by the stack."""
        from leadqual_gui.services.commands import Undo  # the window opens without it

        if not self._filling:
            self._again(Undo(step.operation), step, back=True)

    def do_again(self, step: UndoStep) -> None:
        """Redo a step; called by the stack."""
        from leadqual_gui.services.commands import Redo  # the window opens without it

        if not self._filling:
            self._again(Redo(step.operation), step, back=False)

    def turn(self, operation: int, back: bool) -> None:
        """Take back any step of the log, or do it again: in turn where it is the next one, else out of turn."""
        from leadqual_gui.services.commands import Redo, Undo  # the window opens without them

        stack = self.undo_stack
        at = stack.index() - 1 if back else stack.index()
        following = stack.command(at) if 0 <= at < stack.count() else None
        if isinstance(following, UndoStep) and following.operation == operation:
            stack.undo() if back else stack.redo()
            return
        self._turn(Undo(operation) if back else Redo(operation), self._on_turned)

    def _on_turned(self, answer: object) -> None:
        """A step was turned that was not the next: the stack reads the log again."""
        if isinstance(answer, Refusal):
            self.refused.emit(answer, None)
        elif isinstance(answer, Outcome):
            self.steps_changed()
            self.changed.emit(answer.changes, answer.leads, None)

    def _again(self, command: Command, step: UndoStep, back: bool) -> None:
        def received(answer: object) -> None:
            if isinstance(answer, Refusal):
                step.setObsolete(True)
                self.refused.emit(answer, None)
            elif isinstance(answer, Outcome):
                self.changed.emit(answer.changes, answer.leads, None)
                self.turned.emit(operation, name, back)

        operation, name = step.operation, step.text()  # the stack may drop the step meanwhile
        self._turn(command, received)

    def _turn(self, command: Command, then: Callable[[object], None]) -> None:
        """Undo or redo, in the order in which it was asked for: while a long one is under way, the others follow it.

        What the world did not let happen did not happen, whatever the stack did: it reads the log again.
        """
        if self._turning or self.workspace.is_long(command):
            self._turning += 1
            task = self.run(lambda: self.workspace.execute(command), then)
            task.failed.connect(self._on_turn_failed)
            task.ended.connect(self._on_turn_ended)
        elif (answer := self._carried_out(command)) is not None:
            then(answer)
        else:
            QTimer.singleShot(0, self, self.steps_changed)  # the stack is in the midst of it

    def _on_turn_failed(self) -> None:
        self._doubtful = True

    def _on_turn_ended(self) -> None:
        self._turning -= 1
        if self._doubtful and not self._turning:
            self._doubtful = False
            self.steps_changed()

    def _push(self, step: Step) -> None:
        self._filling = True
        self.undo_stack.push(UndoStep(self, step))
        self._filling = False

    def _fill_undo_stack(self, steps: Sequence[Step]) -> None:
        """Steps of earlier runs; those taken back and since followed by others cannot be redone."""
        taken_back = next((n for n, step in enumerate(steps) if not step.undone), len(steps))
        kept = [step for n, step in enumerate(steps) if n < taken_back or not step.undone]
        self._filling = True
        for step in reversed(kept):
            self.undo_stack.push(UndoStep(self, step))
        self.undo_stack.setIndex(len(kept) - taken_back)
        self._filling = False


class UndoStep(QUndoCommand):
    """One step on the stack: its number in the log, and its name."""

    def __init__(self, bridge: Bridge, step: Step) -> None:
        super().__init__(bridge.name_of(step.label))
        self.operation = step.operation
        self._bridge = bridge

    def undo(self) -> None:
        self._bridge.take_back(self)

    def redo(self) -> None:
        self._bridge.do_again(self)
