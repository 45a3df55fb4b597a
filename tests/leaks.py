"""Notices what a test leaves running: windows, timers, animations, threads, tasks in a pool.

What outlives its test disturbs another one, later, on another machine. The guard is set around every test
that uses Qt; a test that leaves something behind fails and is told what.
"""

import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from weakref import WeakSet

import pytest
from PySide6.QtCore import QAbstractAnimation, QCoreApplication, QEvent, QObject, QThread, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import getCppPointer, isValid

PATIENCE_SECONDS = 1.0


class Started:
    """What was started during a test, without keeping any of it alive."""

    def __init__(self) -> None:
        self.timers: WeakSet[QTimer] = WeakSet()
        self.animations: WeakSet[QAbstractAnimation] = WeakSet()
        self.threads: WeakSet[QThread] = WeakSet()
        self.pools: WeakSet[QThreadPool] = WeakSet()

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Remember each object whose start is called from Python."""
        remember_starts(monkeypatch, QTimer, self.timers)
        remember_starts(monkeypatch, QAbstractAnimation, self.animations)
        remember_starts(monkeypatch, QThread, self.threads)
        remember_starts(monkeypatch, QThreadPool, self.pools)

    def still_running(self) -> list[str]:
        """Sentences about what still runs."""
        running: list[str] = []
        running += [f"{name(timer)} is still running" for timer in alive(self.timers) if timer.isActive()]
        running += [
            f"{name(animation)} is still running"
            for animation in alive(self.animations)
            if animation.state() == QAbstractAnimation.State.Running
        ]
        running += [f"{name(thread)} is still running" for thread in alive(self.threads) if thread.isRunning()]
        running += [
            f"{name(pool)} still has {pool.activeThreadCount()} task(s)"
            for pool in {*alive(self.pools), QThreadPool.globalInstance()}
            if pool.activeThreadCount()
        ]
        return running


def remember_starts(monkeypatch: pytest.MonkeyPatch, kind: type, started: WeakSet) -> None:
    """Put the objects of a kind into `started` as they are started."""
    start = kind.start

    def remembering(self: QObject, *arguments: object) -> object:
        started.add(self)
        return start(self, *arguments)

    monkeypatch.setattr(kind, "start", remembering)


@contextmanager
def no_leaks(has_failed: Callable[[], bool]) -> Iterator[None]:
    """Fail the test inside if something of Qt outlives it; a failed test has told enough already."""
    windows_before = {address(widget) for widget in QApplication.topLevelWidgets()}
    started = Started()
    with pytest.MonkeyPatch.context() as monkeypatch:
        started.watch(monkeypatch)
        yield
        if not has_failed():
            left = what_is_left(started, windows_before)
            if left:
                pytest.fail("left behind by this test: " + "; ".join(left), pytrace=False)


def what_is_left(started: Started, windows_before: set[int]) -> list[str]:
    """Sentences about what is left once Qt and Python had a moment to tidy up."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        settle()
        left = started.still_running() + [
            f"the window {name(widget)} is still there"
            for widget in QApplication.topLevelWidgets()
            if address(widget) not in windows_before and is_ours(widget)
        ]
        if not left or time.monotonic() > deadline:
            return left
        gc.collect()
        time.sleep(0.01)


def address(widget: QWidget) -> int:
    """Where the C++ half of a widget lives."""
    return getCppPointer(widget)[0]


def is_ours(widget: QWidget) -> bool:
    """Whether a window is one that a test made: it has no parent that ends it, and is not Qt's own tool tip."""
    return widget.parent() is None and widget.metaObject().className() != "QTipLabel"


def settle() -> None:
    """Let Qt deliver what was posted, deletions included."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()


def alive(objects: WeakSet) -> list:
    """The objects whose C++ half still exists."""
    return [thing for thing in objects if isValid(thing)]


def name(thing: QObject) -> str:
    """What a person calls an object: its class, its object name, its title."""
    title = thing.windowTitle() if isinstance(thing, QWidget) else ""
    return " ".join(part for part in (type(thing).__name__, thing.objectName(), title) if part)


@contextmanager
def no_new_threads(has_failed: Callable[[], bool]) -> Iterator[None]:
    """Fail the test inside if a Python thread outlives it."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + PATIENCE_SECONDS
    for thread in set(threading.enumerate()) - before:
        if is_dummy(thread):
            continue  # cannot be waited for
        thread.join(max(0.0, deadline - time.monotonic()))
    # Qt's own threads that once ran Python show up as dummies; the pool check speaks about those.
    left = [thread.name for thread in set(threading.enumerate()) - before if not is_dummy(thread)]
    if left and not has_failed():
        pytest.fail(f"left behind by this test: thread {', '.join(sorted(left))}", pytrace=False)


def is_dummy(thread: threading.Thread) -> bool:
    """Whether Python merely noticed a thread that somebody else started."""
    return isinstance(thread, threading._DummyThread)
