"""The guards around every test notice what a careless test leaves behind."""

import threading

import pytest
from PySide6.QtCore import QPropertyAnimation, QRunnable, QThread, QThreadPool, QTimer
from PySide6.QtWidgets import QWidget

from tests import leaks


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(leaks, "PATIENCE_SECONDS", 0.05)


def what_the_guard_says(careless) -> str:
    with pytest.raises(pytest.fail.Exception) as said, leaks.no_leaks(lambda: False):
        careless()
    return str(said.value)


def test_a_forgotten_timer_is_named(qapp):
    timer = QTimer(objectName="refresh")

    assert "QTimer refresh is still running" in what_the_guard_says(lambda: timer.start(60_000))
    timer.stop()


def test_a_stopped_timer_is_fine(qapp):
    timer = QTimer()
    with leaks.no_leaks(lambda: False):
        timer.start(60_000)
        timer.stop()


def test_a_window_left_open_is_named_by_its_title(qapp):
    windows = []

    def careless():
        windows.append(QWidget(windowTitle="Leads"))
        windows[0].show()

    assert "the window QWidget Leads is still there" in what_the_guard_says(careless)
    windows.pop().deleteLater()
    leaks.settle()


def test_a_window_that_qtbot_closes_is_fine(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()


def test_a_running_animation_is_named(qapp):
    faded = QWidget()
    animation = QPropertyAnimation(faded, b"windowOpacity", startValue=0.0, endValue=1.0, duration=60_000)

    assert "QPropertyAnimation is still running" in what_the_guard_says(lambda: animation.start())
    animation.stop()


def test_a_running_thread_is_named(qapp):
    thread = QThread(objectName="storage")

    assert "QThread storage is still running" in what_the_guard_says(lambda: thread.start())
    thread.quit()
    thread.wait()


def test_a_task_still_in_its_pool_is_named(qapp):
    pool, done = QThreadPool(), threading.Event()
    task = QRunnable.create(done.wait)

    assert "still has 1 task" in what_the_guard_says(lambda: pool.start(task))
    done.set()
    pool.waitForDone()


def test_a_task_in_the_pool_of_all_is_named_too(qapp):
    done = threading.Event()

    assert "still has 1 task" in what_the_guard_says(
        lambda: QThreadPool.globalInstance().start(QRunnable.create(done.wait))
    )
    done.set()
    QThreadPool.globalInstance().waitForDone()


def test_a_python_thread_is_named():
    done = threading.Event()
    thread = threading.Thread(target=done.wait, name="reader")

    with pytest.raises(pytest.fail.Exception, match="thread reader"), leaks.no_new_threads(lambda: False):
        thread.start()
    done.set()
    thread.join()


def test_a_test_that_failed_is_not_blamed_twice(qapp):
    timer = QTimer()
    with leaks.no_leaks(lambda: True):
        timer.start(60_000)
    timer.stop()


def test_the_network_is_out_of_reach():
    import socket

    with pytest.raises(PermissionError, match="tried to reach the network"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
