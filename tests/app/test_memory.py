"""What was freed goes back to the system, but never while somebody waits for something."""

import os
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leadqual_gui.app import memory
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.memory import MemoryKeeper, give_back, let_go
from leadqual_gui.ui.tasks import Lane, TaskRunner
from tests.soak.world import open_window
from tests.ui.noise import OFFSCREEN_NOISE


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


@pytest.mark.qt_log_ignore(OFFSCREEN_NOISE)
def test_what_the_workspace_keeps_of_its_file_goes_too(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "CALM_MS", 10)
    monkeypatch.setattr(memory, "ANYWAY_MS", 50)
    folder = WorkspaceFolder(tmp_path / "office")
    folder.make()
    window = open_window(qapp, folder)
    qtbot.addWidget(window)
    freed: list[bool] = []
    monkeypatch.setattr(window.workspace.store, "free_memory", lambda: freed.append(window.runner.busy))
    qtbot.waitUntil(lambda: freed[:2] == [False, False])
    window.close()


def test_without_a_workspace_memory_is_given_back_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[bool] = []
    monkeypatch.setattr(memory, "give_back", lambda: given.append(True))
    let_go(SimpleNamespace(workspace=None))
    assert given
