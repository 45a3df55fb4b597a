"""There are as many connections that read as read at the same time, however many threads come and go.

Found by the soak: each task in the background left a connection open, until the system had no more handles to give;
later each thread that had ended, with a cache of its own.
"""

import threading

from PySide6.QtCore import QThreadPool

from leadqual_gui.adapters.db.connections import Connections
from leadqual_gui.adapters.db.store import open_store
from tests.builders import FixedClock


def test_a_hundred_tasks_of_a_pool_leave_a_few_connections(tmp_path, qapp):
    open_store(tmp_path, FixedClock()).close()
    connections, seen = Connections(tmp_path / "leadqual.db"), []

    def look() -> None:
        with connections.reading() as reader:
            seen.append(reader)

    pool = QThreadPool()
    pool.setMaxThreadCount(1)
    for _ in range(100):
        pool.start(look)
        assert pool.waitForDone(5000)
    look()
    connections.close()
    assert len(seen) == 101
    assert len({id(reader) for reader in seen}) == 1
    assert len(connections._readers) == 1


def test_three_threads_at_once_have_three_and_leave_them_to_others(tmp_path):
    open_store(tmp_path, FixedClock()).close()
    connections, together, seen = Connections(tmp_path / "leadqual.db"), threading.Barrier(3), []

    def look() -> None:
        with connections.reading() as reader:
            seen.append(reader)
            together.wait(5)

    for _round in range(4):
        threads = [threading.Thread(target=look) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len({id(reader) for reader in seen[:3]}) == 3
    assert len({id(reader) for reader in seen}) == 3
    connections.close()
