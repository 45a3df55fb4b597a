"""What was freed goes back to the system, but never while somebody waits for something."""

import os
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from leadqual_gui.app import memory
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.memory import MemoryKeeper, give_back, let_go
from leadqual_gui.ui.tasks import Lane, TaskRunner
from tests.soak.world import open_window
from tests.ui.noise import OFFSCREEN_NOISE


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Moments instead of seconds."""
    for name, moment in (("CALM_MS", 10), ("AGAIN_MS", 10), ("ANYWAY_MS", 30)):
        monkeypatch.setattr(memory, name, moment)


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


@pytest.mark.usefixtures("hurry")
def test_it_waits_until_nothing_is_under_way(qtbot: QtBot) -> None:
    parent, given, hold = QObject(), [], threading.Event()
    runner, later = TaskRunner(parent), []

    def go_on(busy: bool) -> None:
        if not busy and not later:
            later.append(runner.start(lambda _control: hold.wait(5), Lane.FREE))

    MemoryKeeper(runner, parent, lambda: given.append(runner.busy))
    runner.busy_changed.connect(go_on)
    runner.start(lambda _control: None, Lane.FREE)
    qtbot.waitUntil(lambda: bool(later))
    qtbot.wait(120)
    assert runner.busy
    assert not given
    hold.set()
    qtbot.waitUntil(lambda: given[:1] == [False])
    runner.shutdown()


@pytest.mark.usefixtures("hurry")
def test_it_is_given_back_without_work_in_the_background_too(qtbot: QtBot) -> None:
    parent, given = QObject(), []
    runner = TaskRunner(parent)
    MemoryKeeper(runner, parent, lambda: given.append(runner.busy))
    qtbot.waitUntil(lambda: given[:2] == [False, False])
    runner.shutdown()


@pytest.mark.qt_log_ignore(OFFSCREEN_NOISE)
@pytest.mark.usefixtures("hurry")
def test_what_the_workspace_keeps_of_its_file_goes_too(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
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


@pytest.mark.qt_log_ignore(OFFSCREEN_NOISE)
@pytest.mark.usefixtures("hurry")
def test_a_menu_left_open_puts_it_off_but_not_for_ever(qtbot: QtBot) -> None:
    parent, menu, given = QObject(), QMenu(), []
    menu.addAction("Delete")
    qtbot.addWidget(menu)
    menu.popup(QPoint(10, 10))
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is menu)
    keeper = MemoryKeeper(TaskRunner(parent), parent, lambda: given.append(keeper._put_off))
    qtbot.waitUntil(lambda: bool(given))
    assert menu.isVisible()
    assert given[0] == memory.MOST_PUT_OFF
