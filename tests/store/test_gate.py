"""Whoever sits at the window writes before whatever works in bulk, and nobody reads what is half done."""

import threading
from contextlib import suppress

import pytest

from leadqual_gui.adapters.db.gate import Lane, WriteGate
from leadqual_gui.adapters.db.store import SqliteStore
from leadqual_gui.domain.errors import LeadQualError
from tests.store.builders import a_lead, a_score, edit, put, step


def test_the_foreground_passes_before_bulk_that_waited_longer():
    gate, order = WriteGate(), []
    waiting = threading.Semaphore(0)

    def write(lane: Lane) -> None:
        waiting.release()
        with gate.passed(lane):
            order.append(lane)

    with gate.passed(Lane.BULK):
        threads = [threading.Thread(target=write, args=(lane,)) for lane in (Lane.BULK, Lane.FOREGROUND)]
        for thread in threads:
            thread.start()
            waiting.acquire()
        while not gate._foreground_waiting:
            pass
    for thread in threads:
        thread.join()
    assert order == [Lane.FOREGROUND, Lane.BULK]


def test_a_step_inside_a_step_is_our_mistake_and_told_at_once(store: SqliteStore):
    with store.unit(step()), pytest.raises(RuntimeError, match="inside"):
        put(store, a_lead())
    put(store, a_lead())


def test_many_threads_write_and_read_at_once_and_nothing_is_lost(store: SqliteStore):
    ids = [lead.id for lead in put(store, *[a_lead() for _ in range(20)])]
    seen: set[int] = set()

    def work(number: int) -> None:
        for turn in range(15):
            edit(store, ids[number * 5 : number * 5 + 5], owner=f"{number}-{turn}")
            seen.update(len({lead.owner for lead in store.leads(ids[n * 5 : n * 5 + 5])}) for n in range(4))
            store.save_scores([a_score(i, exact=turn) for i in ids[number * 5 : number * 5 + 5]], step("again"))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {1}, "a step that was half done was seen"
    assert {lead.owner for lead in store.leads(ids)} == {f"{n}-14" for n in range(4)}
    assert len(store.steps(1000)) == 61


def test_an_error_within_a_step_lets_the_next_one_in(store: SqliteStore):
    lead = put(store, a_lead(external_id="A-1"))[0]
    with suppress(LeadQualError):
        put(store, a_lead(company="New topic"), a_lead(external_id="A-1"))
    assert store.count() == 1
    edit(store, [lead.id], company="Other")
    assert store.lead(lead.id).company == "Other"
