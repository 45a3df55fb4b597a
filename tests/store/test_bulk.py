"""An import is one step, however many batches it took: searchable, undone as one, or never begun."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from leadqual_gui.adapters.db.doctor import examine
from leadqual_gui.adapters.db.store import SqliteStore
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.operations import Changes
from tests.store.builders import NOW, a_lead, an_activity, an_answer, edit, opened, put, step

FIELDS = ("full_name", "email", "phone", "tags", "created_at", "stage", "external_id", "custom.fleet")


def rows(count: int, start: int = 0) -> list[tuple]:
    """Rows of a file, as the importer hands them over."""
    return [
        (f"Lead {n}", f"lead{n}@Shop{n}.example", f"030 {n:06}", ("fair",), None, "new", f"X-{n}", float(n))
        for n in range(start, start + count)
    ]


def imported(store: SqliteStore, count: int = 1200):
    """An import of new leads with an activity and an answer each; the writer and the ids."""
    bulk = store.bulk(step("imported", file="leads.csv"))
    ids = bulk.add_leads(FIELDS, rows(count))
    bulk.add_activities([(i, "webinar_attended", NOW - timedelta(days=3), "Pumps") for i in ids])
    bulk.add_activities([(ids[0], "note", NOW, "wants a rebate")])
    bulk.add_answers([an_answer(i) for i in ids])
    bulk.finish()
    return bulk, ids


def test_imported_leads_are_there_with_all_that_came_with_them(store: SqliteStore):
    bulk, ids = imported(store)
    assert store.count() == len(ids) == 1200
    lead = store.lead(ids[7])
    assert (lead.full_name, lead.tags, lead.created_at, lead.stage_since) == ("Lead 7", ("fair",), NOW, NOW)
    assert (lead.custom, lead.do_not_contact) == ({"fleet": 7.0}, False)
    assert store.find("LEAD7@shop7.example") == store.find("X-7") == ids[7]
    assert list(store.search("lead1199 shop1199")) == list(store.search("001199")) == [ids[1199]]
    assert list(store.search("rebate")) == [ids[0]]
    assert [a.topic for a in store.activities(ids[7])] == ["Pumps"]
    assert store.answers(ids[7])[0].level == 2
    assert store.steps()[0].operation == bulk.operation


def test_an_import_is_undone_and_redone_as_one_step(store: SqliteStore):
    bulk, ids = imported(store)
    record = store.record(ids[7])
    done = store.undo(bulk.operation)
    assert Changes.IMPORT | Changes.MEMBERSHIP in done.changes
    assert (store.count(), list(store.search("lead7")), store.record(ids[7])) == (0, [], None)
    assert store.redo(bulk.operation) is not None
    assert (store.count(), store.record(ids[7])) == (1200, record)


def test_updates_of_an_import_keep_what_was_before(store: SqliteStore):
    lead, other = put(store, a_lead(external_id="X-1", email="a@b.example", custom={"fleet": 3.0}), a_lead())
    bulk = store.bulk(step("imported"))
    assert bulk.by_external_id(["X-1", "X-2"]) == {"X-1": lead.id}
    assert bulk.by_email(["a@b.example", "no@b.example"]) == {"a@b.example": (lead.id, "X-1")}
    fields = ("full_name", "email", "tags", "custom.fleet", "custom.new")
    before = bulk.current([other.id, lead.id], fields)
    assert before == [("Ines Keller", None, (), None, None), ("Ines Keller", "a@b.example", (), 3.0, None)]
    after = [("Ines Keller", "new@b.example", (), None, "yes"), ("Lena", "a@b.example", ("fair",), None, None)]
    bulk.update_leads(fields, [other.id, lead.id], before, after)
    assert [tuple(r) for r in bulk.current([other.id, lead.id], fields)] == after
    bulk.finish()
    assert (store.find("new@b.example"), list(store.search("lena"))) == (other.id, [lead.id])
    assert {c.field for c in store.changes(lead.id)} == {"+", "full_name", "tags", "custom.fleet"}
    assert store.undo(bulk.operation) is not None
    assert store.leads([lead.id, other.id]) == [lead, other]
    assert (store.find("new@b.example"), list(store.search("lena"))) == (None, [])


def test_what_is_typed_between_reading_and_writing_stays_when_the_import_is_taken_back(store: SqliteStore):
    fields = ("company", "city", "custom.fleet", "email")
    old = {"company": "Acme", "city": "Bonn", "custom": {"fleet": 3.0}, "email": "ines@acme.example"}
    ines, omar = (lead.id for lead in put(store, a_lead(**old), a_lead(company="Omar & Co")))
    bulk = store.bulk(step("imported", file="leads.csv"))
    before = bulk.current([ines, omar], fields)
    edited = edit(store, [ines], company="Acme Pumps", **{"custom.fleet": 5.0})
    after = [("Acme Ltd", "Köln", 9.0, "ines@acme.example"), ("Omar & Sons", "Ulm", 2.0, "omar@co.example")]
    assert bulk.update_leads(fields, [ines, omar], before, after) == 2
    bulk.finish()
    lead = store.lead(ines)
    assert (lead.company, lead.city, lead.custom) == ("Acme Pumps", "Köln", {"fleet": 5.0})
    assert (store.lead(omar).company, store.lead(omar).city) == ("Omar & Sons", "Ulm")
    assert store.undo(bulk.operation) is not None
    lead = store.lead(ines)
    assert (lead.company, lead.city, lead.custom) == ("Acme Pumps", "Bonn", {"fleet": 5.0})
    assert store.lead(omar).company == "Omar & Co"
    assert store.undo(edited) is not None
    assert (store.lead(ines).company, store.lead(ines).custom) == ("Acme", {"fleet": 3.0})


def test_an_edit_after_an_import_stands_in_the_way_of_taking_it_back_by_name(store: SqliteStore):
    ines = put(store, a_lead(company="Acme"))[0].id
    bulk = store.bulk(step("imported", file="leads.csv"))
    bulk.update_leads(("company", "city"), [ines], bulk.current([ines], ("company", "city")), [("Acme Ltd", "Köln")])
    bulk.finish()
    edited = edit(store, [ines], company="Acme Pumps")
    assert store.undo(bulk.operation) is None
    assert store.obstacle(bulk.operation).operation == edited
    assert (store.lead(ines).company, store.lead(ines).city) == ("Acme Pumps", "Köln")


def test_what_was_there_before_is_told_and_what_the_import_brings_is_not(store: SqliteStore):
    _, ids = imported(store, 2)
    bulk = store.bulk(step("imported"))
    bulk.add_activities([(ids[0], "call_made", NOW, None)])
    bulk.add_answers([an_answer(ids[0])])
    assert sorted(bulk.activities_of(ids)) == [
        (ids[0], "note", NOW, "wants a rebate"),
        (ids[0], "webinar_attended", NOW - timedelta(days=3), "Pumps"),
        (ids[1], "webinar_attended", NOW - timedelta(days=3), "Pumps"),
    ]
    assert len(bulk.answers_of(ids)) == 2
    bulk.take_back()


def test_a_cancelled_import_was_never_there(store: SqliteStore):
    lead = put(store, a_lead())[0]
    bulk = store.bulk(step("imported"))
    bulk.add_leads(FIELDS, rows(700))
    bulk.update_leads(("company", "city"), [lead.id], [("Acme Pumps", None)], [("Other", "Bonn")])
    edit(store, [lead.id], company="Meanwhile")
    bulk.take_back()
    assert store.count() == 1
    assert (store.lead(lead.id).company, store.lead(lead.id).city) == ("Meanwhile", None)
    assert [s.label.code for s in store.steps()] == ["leads_edited", "leads_added"]
    assert store.redo(bulk.operation) is None
    assert [f for f in examine(store.path.parent, NOW) if not f.ok] == []


def test_an_import_under_way_cannot_be_undone_and_others_can_write_meanwhile(store: SqliteStore):
    bulk = store.bulk(step("imported"))
    first = bulk.add_leads(FIELDS, rows(10))
    newcomer = put(store, a_lead())[0]
    second = bulk.add_leads(FIELDS, rows(10, start=10))
    assert store.undo(bulk.operation) is None
    bulk.finish()
    assert [*first, newcomer.id, *second] == list(range(1, 22))
    store.undo(bulk.operation)
    assert [store.count(), store.lead(newcomer.id)] == [1, newcomer]


def test_an_import_that_a_crash_cut_off_is_taken_back_at_the_next_start(store, workspace: Path, clock):
    put(store, a_lead())
    store.bulk(step("imported")).add_leads(FIELDS, rows(1200))
    store.close()
    again = opened(workspace, clock)
    assert (again.count(), len(again.steps())) == (1, 1)
    again.close()


SCRIPT = """
import sys
from pathlib import Path
from tests.store.builders import a_lead, an_activity, opened, put, step
store = opened(Path(sys.argv[1]))
print("ready", flush=True)
number = 0
while True:
    number += 1
    with store.unit(step("call", number=number)) as unit:
        lead = unit.add_lead(a_lead(full_name=f"Lead {number}", external_id=str(number)))
        for _ in range(3):
            unit.add_activity(an_activity(lead.id))
        unit.commit()
    print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9")
@pytest.mark.parametrize("moment", [0.05, 0.11, 0.2])
def test_killed_in_the_middle_each_step_is_wholly_there_or_wholly_not(workspace: Path, moment: float):
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(workspace)], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    )
    assert process.stdout.readline() == "ready\n"
    acknowledged = [int(process.stdout.readline())]
    time.sleep(moment)
    os.kill(process.pid, signal.SIGKILL)
    acknowledged += [int(line) for line in process.stdout.read().split()]
    process.wait()
    process.stdout.close()
    store = opened(workspace)
    store.check()
    leads = store.leads(range(1, 100_000))
    assert len(store.steps(100_000)) == len(leads) >= len(acknowledged)
    assert len(leads) <= len(acknowledged) + 1
    assert all(len(store.activities(lead.id)) == 3 for lead in leads)
    assert store.undo(store.steps()[0].operation) is not None
    store.close()


def test_a_batch_that_cannot_be_stored_leaves_the_other_batches_alone(store: SqliteStore):
    bulk = store.bulk(step("imported"))
    bulk.add_leads(FIELDS, rows(10))
    with pytest.raises(LeadQualError, match="external_id"):
        bulk.add_leads(FIELDS, rows(10, start=5))
    bulk.add_leads(FIELDS, rows(10, start=10))
    bulk.finish()
    assert store.count() == 20


@contextmanager
def files_no_longer_than(most: int) -> Iterator[None]:
    """As on a full disk: nothing can be written beyond so many bytes."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_after_an_import_that_a_full_disk_lost_activities_are_of_the_kind_that_was_told(store: SqliteStore):
    (ines,) = put(store, a_lead())
    bulk = store.bulk(step("imported", file="clicks.csv"))
    bulk.add_activities([(ines.id, "pricing_page", NOW, None)])
    written = store.path.with_name(f"{store.path.name}-wal").stat().st_size
    with files_no_longer_than(written), pytest.raises(LeadQualError), store.unit(step("acted")):
        pytest.fail("what the import had open is committed first")
    for kind in ("careers_page", "pricing_page"):
        with store.unit(step("acted")) as unit:
            unit.add_activity(an_activity(ines.id, kind))
            unit.commit()
    assert [one.kind for one in store.activities(ines.id)] == ["pricing_page", "careers_page"]
    with pytest.raises(LeadQualError, match="import"):
        bulk.finish()


def test_an_import_of_which_a_part_was_lost_is_never_called_whole(store: SqliteStore):
    bulk = store.bulk(step("imported"))
    bulk.add_leads(FIELDS, rows(10))
    with suppress(sqlite3.OperationalError), store._connections.bulk() as connection:
        connection.execute("ROLLBACK")  # what SQLite does by itself when the disk is full
        raise sqlite3.OperationalError("the disk is full")
    with pytest.raises(LeadQualError, match="nothing of it was kept"):
        bulk.add_leads(FIELDS, rows(10, start=10))
    with pytest.raises(LeadQualError, match="nothing of it was kept"):
        bulk.finish()
    bulk.take_back()
    assert (store.count(), list(store.steps())) == (0, [])


IMPORT_SCRIPT = """
import sys
from pathlib import Path
from tests.store.builders import a_lead, opened, put, step
from tests.store.test_bulk import FIELDS, rows
store = opened(Path(sys.argv[1]))
lead = put(store, a_lead(company="Acme Pumps", external_id="known"))[0]
bulk = store.bulk(step("imported"))
bulk.update_leads(("company",), [lead.id], [("Acme Pumps",)], [("Other",)])
number = 0
while True:
    bulk.add_leads(FIELDS, rows(1000, start=number))
    number += 1000
    print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9")
@pytest.mark.parametrize("batches", [1, 6, 13])
def test_an_import_killed_in_the_middle_is_taken_back_at_the_next_start(workspace: Path, batches: int):
    process = subprocess.Popen(
        [sys.executable, "-c", IMPORT_SCRIPT, str(workspace)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    for _ in range(batches):
        process.stdout.readline()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    store = opened(workspace)
    store.check()
    assert [s.label.code for s in store.steps()] == ["leads_added"]
    assert [(lead.company, lead.external_id) for lead in store.leads(range(1, 100_000))] == [("Acme Pumps", "known")]
    assert (list(store.search("acme")), list(store.search("lead7"))) == ([1], [])
    imported(store, 1200)
    assert (store.count(), len(store.search("lead7"))) == (1201, 111)
    assert [f for f in examine(workspace, NOW) if not f.ok] == []
    store.close()


def test_who_is_edited_or_added_during_an_import_is_known_and_found_as_they_are(store: SqliteStore):
    bulk = store.bulk(step("imported"))
    ids = bulk.add_leads(FIELDS, rows(10))
    assert (bulk.by_external_id(["X-3", "X-77"]), bulk.by_external_id(["X-77"])) == ({"X-3": ids[3]}, {})
    edit(store, [ids[4]], full_name="Omar", email="omar@shop.example")
    newcomer = put(store, a_lead(external_id="X-77", email="new@shop.example"))[0]
    assert bulk.by_external_id(["X-77"]) == {"X-77": newcomer.id}
    assert set(bulk.by_email(["omar@shop.example", "new@shop.example", "lead4@shop4.example"])) == {
        "omar@shop.example",
        "new@shop.example",
    }
    bulk.finish()
    assert (list(store.search("omar")), list(store.search("lead4"))) == ([ids[4]], [])
    assert len(store.search("lead")) == 9
    assert [f for f in examine(store.path.parent, NOW) if not f.ok] == []


def test_what_an_import_left_in_pieces_is_merged_when_there_is_time(store: SqliteStore, monkeypatch):
    monkeypatch.setattr("leadqual_gui.adapters.db.search_index._TEXTS_AT_ONCE", 10)

    def pieces() -> int:
        with store._connections.reading() as connection:
            return connection.execute("SELECT count(DISTINCT segid) FROM lead_text_idx").fetchone()[0]

    bulk = store.bulk(step("imported"))
    for start in range(0, 200, 10):
        bulk.add_leads(FIELDS, rows(10, start=start))
    bulk.finish()
    found, before = list(store.search("lead7")), pieces()
    assert before > 8
    store.save_columns(store.columns(frozenset({"employees"})))
    assert (pieces() <= 8, list(store.search("lead7")), len(found)) == (True, found, 11)
    store.check()
