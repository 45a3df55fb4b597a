"""Every thread has one connection that reads, however often it comes: also a thread of Qt's, task after task.

Found by the soak: each task in the background left a connection open, until the system had no more handles to give.
"""

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
    assert len({id(reader) for reader in seen}) < 20
    assert len(connections._readers) < 20
