"""What was freed goes back to the system, but never while somebody waits for something."""

import os
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from leadqual_gui.app import memory
from leadqual_gui.app.memory import MemoryKeeper, give_back
from leadqual_gui.ui.tasks import Lane, TaskRunner


def resident() -> int:
    """Bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not Path("/proc/self/statm").exists() or not give_back(), reason="needs Linux with glibc")
def test_scattered_free_memory_is_given_back() -> None:
    blocks = [bytearray(100_000) for _ in range(1200)]  # below the size that the C library takes from the system itself
    pins = blocks[::40]
    del blocks
    before = resident()
    assert give_back()
    assert before - resident() > 60_000_000
    assert len(pins) == 30


def test_it_waits_until_nothing_is_under_way(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "CALM_MS", 30)
    monkeypatch.setattr(memory, "AGAIN_MS", 10)
    parent, given, hold = QObject(), [], threading.Event()
    runner = TaskRunner(parent)
    MemoryKeeper(runner, parent, lambda: given.append(runner.busy))

    runner.start(lambda _control: None, Lane.FREE)
    qtbot.waitUntil(lambda: not runner.busy)
    runner.start(lambda _control: hold.wait(5), Lane.FREE)
    qtbot.wait(120)
    assert runner.busy
    assert not given
    hold.set()
    qtbot.waitUntil(lambda: given == [False])
    runner.shutdown()


def test_it_is_given_back_without_work_in_the_background_too(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "CALM_MS", 10)
    monkeypatch.setattr(memory, "ANYWAY_MS", 30)
    parent, given = QObject(), []
    runner = TaskRunner(parent)
    MemoryKeeper(runner, parent, lambda: given.append(runner.busy))
    qtbot.waitUntil(lambda: given[:2] == [False, False])
    runner.shutdown()
