"""An answer comes when the window that asked is closed: nobody is told, and nothing breaks."""

import threading

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from leadqual_gui.ui.tasks import Lane, TaskRunner, while_there


@pytest.mark.parametrize("closed", [True, False])
def test_an_answer_is_told_as_long_as_who_asked_is_there(qtbot: QtBot, closed: bool) -> None:
    parent, asker, told, hold = QObject(), QWidget(), [], threading.Event()
    runner = TaskRunner(parent)
    task = runner.start(lambda _control: hold.wait(5), Lane.FREE)
    task.finished.connect(while_there(asker, lambda found: told.append((found, asker.isVisible()))))
    if closed:
        delete(asker)
    hold.set()
    qtbot.waitUntil(lambda: not runner.busy)
    assert told == ([] if closed else [(True, False)])
    runner.shutdown()
