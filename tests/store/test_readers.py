"""There are as many connections that read as read at the same time, however many threads come and go.

Found by the soak: each task in the background left a connection open, until the system had no more handles to give;
later each thread that had ended, with a cache of its own.
"""

import sqlite3
import threading

import pytest
from PySide6.QtCore import QThreadPool

from leadqual_gui.adapters.db.connections import Connections
from leadqual_gui.adapters.db.store import open_store
from leadqual_gui.domain.errors import LeadQualError
from tests.builders import FixedClock
from tests.store.builders import a_lead, put


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
    assert len(connections._idle) == 1
    connections.close()
    assert len(seen) == 101
    assert len({id(reader) for reader in seen}) == 1


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


def test_who_reads_while_the_workspace_is_closed_reads_to_the_end(tmp_path):
    """Closing a connection that another thread reads by ended the program without a word."""
    open_store(tmp_path, FixedClock()).close()
    connections = Connections(tmp_path / "leadqual.db")
    with connections.reading() as reader:
        rows = reader.execute("SELECT value FROM json_each('[1, 2, 3]')")
        found = [next(rows)]
        connections.close()
        found += rows
    assert found == [(1,), (2,), (3,)]
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        reader.execute("SELECT 1")
    with pytest.raises(LeadQualError, match="was closed"), connections.reading():
        pass


def test_nobody_sees_the_past_because_an_error_is_kept(store):
    """The error keeps the rows that were being read, these the moment, which the next reader was shown."""
    for _ in range(3):
        put(store, a_lead())

    def breaks_off() -> None:
        with store._connections.reading() as reader:
            rows = reader.execute("SELECT id FROM operation")
            rows.fetchone()
            raise KeyError("ours")

    with pytest.raises(KeyError) as kept:
        breaks_off()
    put(store, a_lead())
    assert store.count() == 4
    assert kept.value is not None
