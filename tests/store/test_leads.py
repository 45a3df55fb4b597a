"""What is put into the store comes back as it was, and only that."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from leadqual_gui.adapters.db.store import SqliteStore
from leadqual_gui.domain.adjustments import Adjustment
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.leads import Lead
from tests.store.builders import NOW, a_lead, a_stakeholder, an_activity, an_answer, edit, opened, put, step

FULL = Lead(
    full_name="Ines Keller",
    company="Acme Pumps",
    email="Ines@Acme.example",
    phone="+49 30 1234567",
    employees=120.0,
    tags=("fair", "north"),
    do_not_contact=True,
    verified_at=NOW - timedelta(days=3),
    created_at=NOW - timedelta(days=30),
    stage="interview",
    stage_since=NOW,
    external_id="A-1",
    custom={"fleet": 12.0, "heard": "at a fair", "member": True, "since": datetime(2020, 2, 29, tzinfo=UTC)},
)


def test_a_lead_comes_back_as_it_was_stored_also_after_a_restart(store, workspace, clock):
    stored = put(store, FULL)[0]
    store.close()
    again = opened(workspace, clock)
    assert again.lead(stored.id) == replace(FULL, id=stored.id) == stored
    again.close()


def test_a_lead_without_a_date_was_created_now(store: SqliteStore):
    assert put(store, a_lead())[0].created_at == NOW


def test_leads_come_in_the_order_asked_for_and_missing_ones_are_left_out(store: SqliteStore):
    first, second, third = (lead.id for lead in put(store, a_lead(), a_lead(), a_lead()))
    assert [lead.id for lead in store.leads([third, 999, first, second])] == [third, first, second]


def test_a_lead_is_found_by_external_id_then_e_mail_in_any_case_then_row_id(store: SqliteStore):
    lead, numbered = put(store, FULL, a_lead(external_id="1"))
    assert store.find("A-1") == store.find("ines@ACME.example") == lead.id
    assert store.find("1") == numbered.id
    assert store.find(str(numbered.id)) == numbered.id
    assert store.find("nobody") is None


def test_every_field_can_be_edited_and_the_log_says_what_it_was(store: SqliteStore):
    lead = put(store, FULL)[0]
    edit(store, [lead.id], company="Acme Valves", employees=None, tags=("south",), custom__fleet=14, verified=False)
    now = store.lead(lead.id)
    assert now is not None
    assert (now.company, now.employees, now.tags, now.verified_at) == ("Acme Valves", None, ("south",), None)
    assert now.custom == {**FULL.custom, "fleet": 14.0}
    told = {c.field: (c.before, c.after) for c in store.changes(lead.id)}
    assert told["company"] == ("Acme Pumps", "Acme Valves")
    assert told["employees"] == ("120", None)
    assert told["custom.fleet"] == ("12", "14")
    assert told["tags"] == ("fair, north", "south")
    assert told["+"] == (None, None)


def test_a_new_stage_begins_now_and_the_same_stage_goes_on(store: SqliteStore, clock):
    lead = put(store, FULL)[0]
    clock.pass_days(2)
    edit(store, [lead.id], stage="interview")
    assert store.lead(lead.id).stage_since == NOW
    edit(store, [lead.id], stage="offer")
    assert store.lead(lead.id).stage_since == clock.now()


def test_verified_yes_keeps_the_day_on_which_the_lead_was_reached(store: SqliteStore, clock):
    reached, unknown = put(store, FULL, a_lead())
    edit(store, [reached.id, unknown.id], verified=True)
    assert store.lead(reached.id).verified_at == FULL.verified_at
    assert store.lead(unknown.id).verified_at == NOW


def test_an_edit_that_changes_nothing_is_no_step(store: SqliteStore):
    lead = put(store, FULL)[0]
    assert edit(store, [lead.id], company="Acme Pumps", custom__member=True, tags=("fair", "north")) == 0
    assert len(store.steps()) == 1


def test_two_living_leads_cannot_share_an_external_id(store: SqliteStore):
    put(store, FULL)
    with pytest.raises(LeadQualError, match="external_id"):
        put(store, a_lead(external_id="A-1"))
    assert store.count() == 1


def test_what_is_not_committed_never_was(store: SqliteStore):
    with store.unit(step()) as unit:
        unit.add_lead(a_lead())
    assert (store.count(), list(store.steps())) == (0, [])


def test_all_that_hangs_on_a_lead_comes_with_its_record(store: SqliteStore):
    lead = put(store, a_lead())[0]
    with store.unit(step()) as unit:
        older = unit.add_activity(an_activity(lead.id, days_ago=9, topic="Pumps in practice"))
        newer = unit.add_activity(an_activity(lead.id, "note", days_ago=1, topic="Wants an offer in May"))
        first = unit.add_answer(an_answer(lead.id, level=1, days_ago=5))
        second = unit.add_answer(an_answer(lead.id, level=3, days_ago=2))
        omar = unit.put_stakeholder(a_stakeholder(lead.id, cares_about=("price",)))
        extra = unit.add_adjustment(Adjustment(0, lead.id, -50, "fit", "a competitor", "Ines", NOW))
        unit.commit()
    record = store.record(lead.id)
    assert record.activities == (newer, older) == tuple(store.activities(lead.id))
    assert record.answers == (second, first)
    assert record.stakeholders == (omar,)
    assert record.adjustments == (extra,)


def test_a_corrected_activity_and_a_changed_stakeholder_are_logged(store: SqliteStore):
    lead = put(store, a_lead())[0]
    with store.unit(step()) as unit:
        activity = unit.add_activity(an_activity(lead.id))
        omar = unit.put_stakeholder(a_stakeholder(lead.id))
        unit.commit()
    with store.unit(step()) as unit:
        unit.put_activity(replace(activity, kind="demo_requested", topic="Pump 3"))
        unit.put_stakeholder(replace(omar, influence=3))
        unit.commit()
    assert store.activities(lead.id)[0].kind == "demo_requested"
    assert store.stakeholders(lead.id)[0].influence == 3
    told = {(c.table, c.field): (c.before, c.after) for c in store.changes(lead.id)}
    assert told["activity", "kind"] == ("webinar_attended", "demo_requested")
    assert told["activity", "topic"] == (None, "Pump 3")
    assert told["stakeholder", "influence"] == (None, "3")


def test_settings_are_remembered(store, workspace, clock):
    store.put_setting("theme", "dark")
    store.close()
    again = opened(workspace, clock)
    assert (again.setting("theme"), again.setting("language")) == ("dark", None)
    again.close()


def test_after_a_full_disk_activities_are_of_the_kind_that_was_told(store: SqliteStore):
    (ines,) = put(store, a_lead())
    writer = store._connections.writer
    room = writer.execute("PRAGMA page_count").fetchone()[0]
    writer.execute(f"PRAGMA max_page_count = {room + 2}")
    with pytest.raises(LeadQualError, match="disk is full"), store.unit(step("acted")) as unit:
        unit.add_activity(an_activity(ines.id, "pricing_page", topic="x" * 90_000))
    writer.execute("PRAGMA max_page_count = 100000")
    for kind in ("careers_page", "pricing_page"):
        with store.unit(step("acted")) as unit:
            unit.add_activity(an_activity(ines.id, kind))
            unit.commit()
    assert [one.kind for one in store.activities(ines.id)] == ["pricing_page", "careers_page"]
