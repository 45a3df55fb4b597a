"""Every step can be taken back and done again, by name, also after a restart."""

from dataclasses import replace

from leadqual_gui.adapters.db.store import SqliteStore
from leadqual_gui.services.operations import Changes
from tests.store.builders import a_lead, a_stakeholder, an_activity, an_answer, edit, opened, put, step


def test_an_edit_is_taken_back_and_done_again(store: SqliteStore):
    lead = put(store, a_lead(custom={"fleet": 12.0}))[0]
    edited = edit(store, [lead.id], company="Other", email="x@other.example", custom__fleet=None, stage="offer")
    after = store.lead(lead.id)
    done = store.undo(edited)
    assert done is not None
    assert (done.label.code, done.leads) == ("leads_edited", (lead.id,))
    assert Changes.LEAD | Changes.STAGE in done.changes
    assert (store.lead(lead.id), store.find("x@other.example")) == (lead, None)
    assert store.redo(edited) is not None
    assert (store.lead(lead.id), store.find("X@other.example")) == (after, lead.id)


def test_undo_works_after_a_restart_and_the_log_tells_its_name(store, workspace, clock):
    lead = put(store, a_lead())[0]
    edited = edit(store, [lead.id], company="Other")
    store.close()
    again = opened(workspace, clock)
    assert [(s.operation, s.label.code, s.undone) for s in again.steps()] == [
        (edited, "leads_edited", False),
        (1, "leads_added", False),
    ]
    assert again.undo(edited) is not None
    assert again.steps()[0].undone
    assert again.lead(lead.id).company == "Acme Pumps"
    again.close()


def test_an_added_lead_that_is_taken_back_is_nowhere(store: SqliteStore):
    lead = put(store, a_lead(email="ines@acme.example", external_id="A-1"))[0]
    added = store.steps()[0].operation
    assert Changes.MEMBERSHIP in store.undo(added).changes
    assert (store.count(), store.lead(lead.id), store.find("A-1"), list(store.search("ines"))) == (0, None, None, [])
    newer = put(store, a_lead(external_id="A-1"))[0]
    assert store.redo(added) is None, "the external_id belongs to another lead now"
    edit(store, [newer.id], external_id="A-2")
    assert store.redo(added) is not None
    assert store.find("ines@acme.example") == lead.id


def test_deleted_leads_come_back_whole(store: SqliteStore):
    lead, other = put(store, a_lead(), a_lead(full_name="Omar"))
    with store.unit(step("activity_added")) as unit:
        unit.add_activity(an_activity(lead.id))
        unit.commit()
    record = store.record(lead.id)
    with store.unit(step("leads_deleted")) as unit:
        unit.delete_leads([lead.id, other.id])
        unit.commit()
    assert (store.count(), list(store.search("ines")), store.record(lead.id)) == (0, [], None)
    assert store.undo(unit.operation) is not None
    assert (store.count(), list(store.search("ines")), store.record(lead.id)) == (2, [lead.id], record)


def test_what_hangs_on_a_lead_is_taken_back_too(store: SqliteStore):
    lead = put(store, a_lead())[0]
    with store.unit(step("call")) as unit:
        note = unit.add_activity(an_activity(lead.id, "note", topic="Wants a rebate"))
        unit.add_answer(an_answer(lead.id))
        omar = unit.put_stakeholder(a_stakeholder(lead.id))
        unit.commit()
    with store.unit(step("corrected")) as corrected:
        corrected.put_activity(replace(note, topic="Wants an offer"))
        corrected.put_stakeholder(replace(omar, name="Omar Saleh"))
        corrected.commit()
    with store.unit(step("removed")) as removed:
        removed.remove_activity(note.id)
        removed.remove_stakeholder(omar.id)
        removed.commit()
    assert (list(store.search("offer")), store.stakeholders(lead.id)) == ([], [])
    store.undo(removed.operation)
    assert (list(store.search("offer")), store.stakeholders(lead.id)[0].name) == ([lead.id], "Omar Saleh")
    store.undo(corrected.operation)
    assert (list(store.search("rebate")), list(store.search("offer"))) == ([lead.id], [])
    store.undo(unit.operation)
    assert (store.activities(lead.id), store.answers(lead.id), store.stakeholders(lead.id)) == ([], [], [])
    assert list(store.search("rebate")) == []


def test_a_later_change_of_the_same_field_stands_in_the_way_and_is_named(store: SqliteStore):
    lead = put(store, a_lead())[0]
    first = edit(store, [lead.id], company="First", city="Bonn")
    second = edit(store, [lead.id], company="Second")
    assert store.undo(first) is None
    assert store.lead(lead.id).city == "Bonn", "a refused undo changes nothing"
    assert store.obstacle(first).operation == second
    assert store.undo(second) is not None
    assert store.obstacle(first) is None
    assert store.undo(first) is not None
    assert store.lead(lead.id).company == "Acme Pumps"


def test_a_later_change_of_another_field_does_not_stand_in_the_way(store: SqliteStore):
    lead = put(store, a_lead(custom={"a": 1.0, "b": 2.0}))[0]
    first = edit(store, [lead.id], company="First", custom__a=5)
    edit(store, [lead.id], city="Bonn", custom__b=6)
    assert store.undo(first) is not None
    now = store.lead(lead.id)
    assert (now.company, now.city, now.custom) == ("Acme Pumps", "Bonn", {"a": 1.0, "b": 6.0})


def test_a_step_cannot_be_taken_back_twice(store: SqliteStore):
    lead = put(store, a_lead())[0]
    edited = edit(store, [lead.id], company="Other")
    assert store.redo(edited) is None
    assert store.undo(edited) is not None
    assert store.undo(edited) is None
    assert store.undo(999) is None


def test_a_bulk_edit_of_many_leads_is_one_step(store: SqliteStore):
    leads = put(store, *[a_lead(owner=f"owner {n % 7}") for n in range(3000)])
    ids = [lead.id for lead in leads]
    edited = edit(store, ids, owner="Ines", stage="offer")
    assert {lead.owner for lead in store.leads(ids)} == {"Ines"}
    done = store.undo(edited)
    assert (done.leads, list(store.leads(ids))) == ((), leads)


def test_a_delete_within_an_import_that_was_taken_back_does_not_bring_leads_back(store: SqliteStore):
    lead = put(store, a_lead())[0]
    added = store.steps()[0].operation
    with store.unit(step("leads_deleted")) as unit:
        unit.delete_leads([lead.id])
        unit.commit()
    assert store.undo(added) is not None
    assert store.undo(unit.operation) is not None
    assert store.count() == 0
    assert store.redo(added) is not None
    assert store.count() == 1


def test_what_a_step_adds_and_deletes_itself_never_was(store: SqliteStore):
    with store.unit(step()) as unit:
        lead = unit.add_lead(a_lead())
        unit.add_activity(an_activity(lead.id))
        unit.delete_leads([lead.id])
        unit.commit()
    store.undo(unit.operation)
    store.redo(unit.operation)
    assert store.count() == 0
