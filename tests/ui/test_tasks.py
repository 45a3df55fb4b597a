"""Slow work: in order on the storage lane, told on the way, stopped when asked, gone with the window."""

import threading
import weakref

import pytest
from pytestqt.qtbot import QtBot

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.ui.tasks import Control, Lane, TaskRunner


@pytest.fixture
def runner(qtbot: QtBot) -> TaskRunner:
    """Lanes that end with the test."""
    return TaskRunner()


def test_storage_does_one_thing_after_the_other(qtbot: QtBot, runner: TaskRunner) -> None:
    order: list[int] = []
    tasks = [runner.start(lambda _control, n=n: order.append(n), Lane.STORAGE) for n in range(5)]
    qtbot.waitSignal(tasks[-1].finished).wait()
    qtbot.waitUntil(lambda: not runner.busy)
    assert order == [0, 1, 2, 3, 4]
    runner.shutdown()


def test_progress_and_result_arrive_in_the_thread_of_the_window(qtbot: QtBot, runner: TaskRunner) -> None:
    here, told = threading.current_thread(), []

    def work(control: Control) -> str:
        control.report(0.5)
        return "done"

    task = runner.start(work, Lane.FREE)
    task.progressed.connect(lambda value: told.append((value, threading.current_thread() is here)))
    task.finished.connect(lambda value: told.append((value, threading.current_thread() is here)))
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == [(0.5, True), ("done", True)]
    runner.shutdown()


def test_what_is_found_while_the_window_closes_is_told_to_nobody(qtbot: QtBot, runner: TaskRunner) -> None:
    told: list[object] = []
    task = runner.start(lambda _control: "found", Lane.FREE)
    task.finished.connect(told.append)
    runner.shutdown()  # it is done by then, and on its way here
    qtbot.wait(20)
    assert told == []


def test_an_error_is_told_and_the_lane_goes_on(qtbot: QtBot, runner: TaskRunner) -> None:
    def fail(_control: Control) -> None:
        raise ValueError("the disk is full")

    task = runner.start(fail)
    with qtbot.waitSignal(task.failed) as told:
        pass
    assert str(told.args[0]) == "the disk is full"
    with qtbot.waitSignal(runner.start(lambda _control: 1).finished):
        pass
    qtbot.waitUntil(lambda: not runner.busy)
    runner.shutdown()


def test_a_mistake_of_ours_that_nobody_listens_to_is_not_kept_quiet(qtbot: QtBot, runner: TaskRunner) -> None:
    def fail(_control: Control) -> None:
        raise IndexError("row 7")

    def locked(_control: Control) -> None:
        raise LeadQualError("the file is locked")

    with qtbot.captureExceptions() as raised:
        runner.start(fail)
        runner.start(locked)
        qtbot.waitUntil(lambda: not runner.busy)
    assert [str(error) for _kind, error, _trace in raised] == ["row 7"]
    runner.shutdown()


def test_what_a_task_knew_is_forgotten_with_it(qtbot: QtBot, runner: TaskRunner) -> None:
    class Leads:
        """What the work looks at."""

    leads = Leads()
    known = weakref.ref(leads)
    with qtbot.waitSignal(runner.start(lambda _control, leads=leads: leads is not None).finished):
        pass
    del leads
    qtbot.waitUntil(lambda: not runner.busy)
    qtbot.waitUntil(lambda: known() is None)  # asking the collector may take long, after all the other tests
    runner.shutdown()


def test_shutdown_asks_to_stop_and_waits(qtbot: QtBot, runner: TaskRunner) -> None:
    stopped = threading.Event()

    def work(control: Control) -> None:
        while not control.stopped():
            threading.Event().wait(0.005)
        stopped.set()

    runner.start(work)
    runner.shutdown()
    assert stopped.is_set()
    assert not runner.busy
