"""Garbage is collected in the main thread, and only there."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from leadqual_gui.ui.garbage import YOUNG, GarbageKeeper


class Knot:
    """An object that only the cyclic collector can free."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def keeper(qapp: object) -> Iterator[GarbageKeeper]:
    parent = QObject()
    yield GarbageKeeper(parent)
    parent.deleteLater()


def test_a_worker_that_makes_much_garbage_collects_none(keeper: GarbageKeeper) -> None:
    knot = weakref.ref(Knot())
    worker = threading.Thread(target=lambda: [Knot() for _ in range(5 * YOUNG)])
    worker.start()
    worker.join()
    assert knot() is not None
    keeper.collect()
    assert knot() is None


def test_a_quiet_program_is_left_alone(keeper: GarbageKeeper) -> None:
    gc.collect()
    assert keeper.collect() is None
