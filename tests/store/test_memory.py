"""What SQLite keeps of the file only to be quick goes when nothing is under way, and nobody waits for that."""

import threading

import pytest

from leadqual_gui.adapters.db.gate import Lane
from leadqual_gui.adapters.db.store import SqliteStore
from tests.builders import FixedClock
from tests.soak.watching import of_sqlite
from tests.store.builders import a_lead, edit, opened, put

NOTE = "Asked for the price of forty pallets a week, from March. " * 40


@pytest.fixture
def asked(store: SqliteStore) -> list[str]:
    """What its writer and the connection that reads are asked, from now on."""
    said: list[str] = []
    with store._connections.reading() as reader:
        reader.set_trace_callback(lambda words: said.append(f"reader {words}"))
    store._connections.writer.set_trace_callback(lambda words: said.append(f"writer {words}"))
    return said


def test_megabytes_of_a_file_that_was_read_are_not_kept(store: SqliteStore) -> None:
    leads = put(store, *(a_lead(full_name=f"Lead {at}", notes=NOTE) for at in range(2000)))
    assert sum(len(lead.notes) for lead in store.leads([lead.id for lead in leads])) == 2000 * len(NOTE)
    if not (before := of_sqlite()):
        pytest.skip("Python brings an SQLite of its own that cannot be asked")
    store.free_memory()
    assert before - of_sqlite() > 4 * 2**20
    assert store.lead(leads[0].id).notes == NOTE


def test_each_connection_that_nobody_uses_lets_go(store: SqliteStore, asked: list[str]) -> None:
    store.free_memory()
    assert asked == ["reader PRAGMA shrink_memory", "writer PRAGMA shrink_memory"]


def test_whoever_reads_just_now_is_left_alone(store: SqliteStore, asked: list[str]) -> None:
    with store._connections.reading():
        store.free_memory()
    assert asked == ["writer PRAGMA shrink_memory"]


def test_a_step_under_way_is_not_waited_for(store: SqliteStore, asked: list[str]) -> None:
    with store._connections.gate.passed(Lane.FOREGROUND):
        store.free_memory()
    assert not asked
    ended = threading.Thread(target=store.free_memory)
    ended.start()
    ended.join(5)
    assert len(asked) == 2  # and whoever comes next finds the gate open
    edit(store, [put(store, a_lead())[0].id], company="Kestrel")


def test_an_import_under_way_keeps_what_it_has_not_committed(store: SqliteStore, asked: list[str]) -> None:
    with store._connections.bulk() as connection:
        connection.execute("INSERT INTO setting (key, value) VALUES ('half', 'done')")
    asked.clear()
    store.free_memory()
    assert asked == ["reader PRAGMA shrink_memory"]
    store._connections.settle()
    assert store.setting("half") == "done"


def test_after_closing_it_does_nothing(workspace, clock: FixedClock) -> None:
    store = opened(workspace, clock)
    store.close()
    store.free_memory()
