"""The undo stack follows the log, and a "no" to an undo takes the step off it."""

from collections.abc import Iterator, Sequence
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.commands import AddNote, Command, DeleteLeads, Redo, Undo
from leadqual_gui.services.operations import Changes, Outcome, Refusal, Said, Step
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.tasks import TaskRunner
from leadqual_gui.ui.words import say


class Log:
    """A workspace that only keeps a log; `stuck` are steps that cannot be taken back."""

    def __init__(self, steps: Sequence[Step] = ()) -> None:
        self._steps = list(steps)
        self.carried_out: list[Command] = []
        self.stuck: set[int] = set()
        self.long = False
        self.slow: set[int] = set()
        self.waits = False
        self.refused = False
        self.go_on = Event()
        self.trouble: LeadQualError | None = None

    def steps(self, limit: int = 100) -> Sequence[Step]:
        """Newest first."""
        return self._steps

    def is_long(self, command: Command) -> bool:
        """Whether it goes to the storage lane."""
        if isinstance(command, Undo | Redo):
            return self.long or command.operation in self.slow
        return self.long or isinstance(command, DeleteLeads)

    def execute(self, command: Command) -> Outcome[None] | Refusal:
        """Note it; new things get the next number."""
        if self.is_long(command) and self.waits:
            assert self.go_on.wait(10)
        if self.trouble is not None:
            raise self.trouble
        self.carried_out.append(command)
        if isinstance(command, Undo | Redo):
            if command.operation in self.stuck:
                return Refusal(Said("nothing_to_undo"))
            return Outcome(None, Changes.LEAD, Said("undone"), 0, (1,))
        if self.refused:
            return Refusal(Said("nothing_to_undo"))
        return Outcome(None, Changes.ACTIVITY, Said("note_added", {"name": "Ines"}), 100 + len(self.carried_out), (1,))


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[TaskRunner]:
    """Lanes that end with the test."""
    runner = TaskRunner()
    yield runner
    runner.shutdown()


def a_step(operation: int, undone: bool = False) -> Step:
    """A step of an earlier run."""
    return Step(operation, Said("imported", {"file": f"{operation}.csv"}), "", undone)


def test_steps_of_earlier_runs_can_be_taken_back_and_done_again(runner: TaskRunner) -> None:
    log = Log([a_step(4, undone=True), a_step(3), a_step(2, undone=True), a_step(1)])
    stack = Bridge(log, runner, say).undo_stack  # type: ignore[arg-type]
    assert (stack.undoText(), stack.redoText()) == ("import of 3.csv", "import of 4.csv")
    assert log.carried_out == []
    stack.undo()
    stack.undo()
    assert log.carried_out == [Undo(3), Undo(1)]
    assert not stack.canUndo()


def test_something_new_makes_redo_impossible(runner: TaskRunner) -> None:
    bridge = Bridge(Log([a_step(2, undone=True), a_step(1)]), runner, say)  # type: ignore[arg-type]
    bridge.execute(AddNote(1, "Called"))
    assert bridge.undo_stack.undoText() == "note on Ines"
    assert not bridge.undo_stack.canRedo()


def test_a_step_that_cannot_be_taken_back_is_said_and_dropped(runner: TaskRunner, qtbot: QtBot) -> None:
    log = Log([a_step(2), a_step(1)])
    log.stuck = {2}
    bridge = Bridge(log, runner, say)  # type: ignore[arg-type]
    with qtbot.waitSignal(bridge.refused):
        bridge.undo_stack.undo()
    assert bridge.undo_stack.undoText() == "import of 1.csv"
    assert not bridge.undo_stack.canRedo()


def test_a_long_undo_runs_on_the_storage_lane(runner: TaskRunner, qtbot: QtBot) -> None:
    log = Log([a_step(1)])
    log.long = True
    bridge = Bridge(log, runner, say)  # type: ignore[arg-type]
    with qtbot.waitSignal(bridge.changed):
        bridge.undo_stack.undo()
    qtbot.waitUntil(lambda: not runner.busy)
    assert bridge.undo_stack.redoText() == "import of 1.csv"


@pytest.mark.parametrize("long", [False, True])
def test_what_a_full_disk_did_not_let_be_taken_back_can_be_taken_back_later(
    runner: TaskRunner, qtbot: QtBot, long: bool
) -> None:
    log = Log([a_step(2), a_step(1)])
    log.long, log.trouble = long, LeadQualError("the disk is full")
    bridge = Bridge(log, runner, say)  # type: ignore[arg-type]
    with qtbot.waitSignal(bridge.failed):
        bridge.undo_stack.undo()
    qtbot.waitUntil(lambda: bridge.undo_stack.undoText() == "import of 2.csv")
    assert not bridge.undo_stack.canRedo()
    log.trouble = None
    bridge.undo_stack.undo()
    qtbot.waitUntil(lambda: log.carried_out == [Undo(2)])
    qtbot.waitUntil(lambda: not runner.busy)


def test_what_is_taken_back_after_a_long_step_waits_for_it(runner: TaskRunner, qtbot: QtBot) -> None:
    log = Log([a_step(3), a_step(2), a_step(1)])
    log.slow, log.waits = {3}, True
    bridge = Bridge(log, runner, say)  # type: ignore[arg-type]
    for _ in range(2):
        bridge.undo_stack.undo()
    assert log.carried_out == []
    log.go_on.set()
    qtbot.waitUntil(lambda: not runner.busy)
    bridge.undo_stack.undo()
    assert log.carried_out == [Undo(3), Undo(2), Undo(1)]


EVERYBODY = DeleteLeads((1, 2, 3))


def test_whoever_takes_back_at_once_what_takes_long_gets_that_back_and_nothing_else(
    runner: TaskRunner, qtbot: QtBot
) -> None:
    log = Log([a_step(1)])
    log.waits = True
    bridge = Bridge(log, runner, say)  # type: ignore[arg-type]
    bridge.execute(EVERYBODY)
    bridge.undo()
    assert bridge.newest_under_way
    assert bridge.undo_stack.undoText() == "import of 1.csv"
    log.go_on.set()
    qtbot.waitUntil(lambda: len(log.carried_out) == 2)
    assert log.carried_out == [EVERYBODY, Undo(101)]
    assert bridge.undo_stack.undoText() == "import of 1.csv"
    assert not bridge.newest_under_way


def test_what_was_done_meanwhile_is_taken_back_first(runner: TaskRunner, qtbot: QtBot) -> None:
    log = Log()
    log.waits = True
    bridge = Bridge(log, runner, say)  # type: ignore[arg-type]
    bridge.execute(EVERYBODY)
    bridge.execute(AddNote(1, "Called"))
    bridge.undo()
    assert log.carried_out == [AddNote(1, "Called"), Undo(101)]
    log.go_on.set()
    qtbot.waitUntil(lambda: not runner.busy)
    assert log.carried_out[2:] == [EVERYBODY]


@pytest.mark.parametrize("trouble", ["refused", "failed"])
def test_what_did_not_happen_is_not_taken_back_nor_is_anything_else(
    runner: TaskRunner, qtbot: QtBot, trouble: str
) -> None:
    log = Log([a_step(1)])
    log.waits, log.refused = True, trouble == "refused"
    log.trouble = LeadQualError("the disk is full") if trouble == "failed" else None
    bridge = Bridge(log, runner, say)  # type: ignore[arg-type]
    bridge.execute(EVERYBODY)
    bridge.undo()
    with qtbot.waitSignal(getattr(bridge, trouble)):
        log.go_on.set()
    qtbot.waitUntil(lambda: not runner.busy)
    assert Undo(1) not in log.carried_out
    assert bridge.undo_stack.undoText() == "import of 1.csv"
