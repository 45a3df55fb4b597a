"""The columns hold what the leads hold, read from the tables, from a snapshot, or from an older one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from leadqual_gui.adapters.db.store import SqliteStore
from leadqual_gui.domain.adjustments import Adjustment
from leadqual_gui.domain.answers import AnswerState
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.columns_fields import DateColumn
from leadqual_gui.domain.errors import LeadQualError
from tests.store.builders import NOW, a_lead, a_stakeholder, an_activity, an_answer, edit, put, step

FACTS = frozenset({"employees", "email_kind", "city", "custom.fleet", "answer.bant.budget", "do_not_contact"})


@pytest.fixture
def leads(store: SqliteStore):
    """A few leads with everything that can hang on one."""
    made = put(
        store,
        a_lead(email="ines@acme.example", employees=12.0, custom={"fleet": 3.0, "member": True}, city="Bonn"),
        a_lead(full_name=None, company="Beta", created_at=NOW - timedelta(days=9), verified_at=NOW, tags=("fair",)),
        a_lead(full_name="omar", email="omar@gmail.com", do_not_contact=True, stage="offer"),
        a_lead(full_name=None, company=None, custom={"since": datetime(2020, 2, 29, tzinfo=UTC), "fleet": 4.5}),
    )
    with store.unit(step()) as unit:
        for lead in made[:2]:
            unit.add_activity(an_activity(lead.id, topic="Pumps"))
            unit.add_activity(an_activity(lead.id, days_ago=4, topic="Valves"))
            unit.add_activity(an_activity(lead.id, "page_viewed", days_ago=2))
            unit.add_activity(an_activity(lead.id, "note", topic="asked for a rebate"))
        unit.add_answer(an_answer(made[0].id, level=1, days_ago=5))
        unit.add_answer(an_answer(made[0].id, level=3, days_ago=2))
        unit.add_answer(replace(an_answer(made[1].id), state=AnswerState.REFUSED, level=None))
        unit.add_answer(an_answer(made[2].id, level=None))
        unit.put_stakeholder(a_stakeholder(made[0].id))
        unit.put_stakeholder(a_stakeholder(made[0].id, name="Lena"))
        unit.add_adjustment(Adjustment(0, made[1].id, -50, "fit", "a competitor", "Ines", NOW))
        unit.commit()
    return made


def told(columns: Columns) -> dict[int, object]:
    """What columns say of each living lead, in a form that can be compared."""
    said: dict[int, object] = {}
    for position in np.flatnonzero(columns.alive).tolist():
        known = {fact: columns.value(position, fact) for fact in sorted(columns.fields)}
        activities = sorted(
            (kind, int(part.times[at]), int(part.topics[at]) >= 0 and columns.activities.topics.values[part.topics[at]])
            for kind in columns.activities.kinds
            for part in [columns.activities.of_lead(position, (kind,), -(2**31), 2**31 - 1)]
            for at in range(len(part))
        )
        kept = {fact: value for fact, value in known.items() if value not in (None, 0.0)}
        said[int(columns.ids[position])] = (kept, activities, columns.adjustments.get(position))
    return said


def from_records(store: SqliteStore, facts: frozenset[str] = FACTS) -> dict[int, object]:
    """The same, made of each lead's record one by one."""
    ids = range(1, 100)
    return told(Columns.of([record for i in ids if (record := store.record(i))], facts))


def test_columns_say_the_same_as_the_records_of_the_leads(store: SqliteStore, leads):
    columns = store.columns(FACTS)
    assert told(columns) == from_records(store)
    assert FACTS - {"answer.bant.budget", "custom.fleet"} <= columns.facts
    assert isinstance(columns.column("created_at"), DateColumn)


def test_activities_read_beside_the_fields_are_the_same(store: SqliteStore, leads, monkeypatch):
    step_back = put(store, a_lead())[0]
    with store.unit(step("deleted")) as unit:
        unit.delete_leads([leads[1].id, step_back.id])
        unit.commit()
    plainly = told(store.columns(FACTS))
    monkeypatch.setattr("leadqual_gui.adapters.db.columns._MANY", 0)
    assert told(store.columns(FACTS)) == plainly == from_records(store)
    edit(store, [leads[0].id], city="Oslo")
    assert store.columns(FACTS).value(0, "city") == "Oslo"


def test_whoever_stops_the_loading_of_many_activities_is_told_and_can_write_on(store: SqliteStore, leads, monkeypatch):
    monkeypatch.setattr("leadqual_gui.adapters.db.columns._MANY", 0)
    with pytest.raises(LeadQualError, match="loading was stopped"):
        store.columns(FACTS, lambda _share: False)
    edit(store, [leads[0].id], city="Oslo")
    assert store.columns(FACTS).value(0, "city") == "Oslo"


def test_an_empty_store_has_empty_columns(store: SqliteStore):
    columns = store.columns(FACTS)
    assert (len(columns), told(columns)) == (0, {})


def test_a_snapshot_says_the_same_as_the_tables(store: SqliteStore, leads):
    store.save_columns(store.columns(FACTS))
    assert told(store.columns(FACTS)) == from_records(store)


def test_a_snapshot_is_what_is_read_if_it_still_holds(store: SqliteStore, leads):
    columns = store.columns(FACTS)
    columns.put_field(0, "city", "a mark that only the snapshot bears")
    store.save_columns(columns)
    assert store.columns(FACTS).value(0, "city") == "a mark that only the snapshot bears"
    assert store.columns(FACTS | {"region"}).value(0, "city") == "Bonn", "the snapshot lacks a fact"


def test_an_older_snapshot_is_brought_up_to_date(store: SqliteStore, leads):
    store.save_columns(store.columns(FACTS))
    edit(store, [leads[0].id], city="Köln", custom__fleet=None, custom__new="x", company=None)
    put(store, a_lead(full_name="Newcomer", city="Ulm", custom={"fleet": 9.0}))
    with store.unit(step()) as unit:
        unit.add_activity(an_activity(leads[2].id, "demo_requested", topic="Pump 3"))
        unit.add_answer(an_answer(leads[2].id, level=2, days_ago=0))
        unit.put_stakeholder(a_stakeholder(leads[2].id))
        unit.add_adjustment(Adjustment(0, leads[0].id, 20, "fit", "knows us", "Ines", NOW))
        unit.delete_leads([leads[1].id])
        unit.commit()
    assert told(store.columns(FACTS)) == from_records(store)


@pytest.mark.parametrize("how", ["undo", "correct", "remove"])
def test_what_cannot_be_added_to_a_snapshot_is_read_anew(store: SqliteStore, leads, how: str):
    store.save_columns(store.columns(FACTS))
    activity = store.activities(leads[0].id)[0]
    if how == "undo":
        store.undo(2)
    else:
        with store.unit(step()) as unit:
            if how == "correct":
                unit.put_activity(replace(activity, kind="call_made"))
            else:
                unit.remove_activity(activity.id)
            unit.commit()
    assert told(store.columns(FACTS)) == from_records(store)


def test_leads_that_were_deleted_keep_their_row_so_that_they_can_come_back(store: SqliteStore, leads):
    with store.unit(step()) as unit:
        unit.delete_leads([leads[1].id])
        unit.commit()
    columns = store.columns(FACTS)
    assert columns.alive.tolist() == [True, False, True, True]
    assert columns.value(1, "company") == "Beta"


def test_loading_tells_how_far_it_is(store: SqliteStore, leads):
    shares: list[float] = []
    store.columns(FACTS, lambda share: not shares.append(share))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


STORY = [
    (3.0, "about five", "about five"),
    ("five", 3.0, "3"),
    (True, 3.0, "3"),
    (datetime(2020, 2, 29, tzinfo=UTC), "last spring", "last spring"),
    (3.0, datetime(2020, 2, 29, tzinfo=UTC), "2020-02-29T00:00:00+00:00"),
    (1_234_567.0, False, "no"),
]


@pytest.mark.parametrize(("before", "after", "text"), STORY)
def test_a_field_whose_type_was_changed_while_leads_hold_old_values(store: SqliteStore, before, after, text):
    """The fleet was a number; now it is a text, and one lead after the other is told anew. Resident or loaded, all say
    the same, and the columns can be kept."""
    _, second = put(store, a_lead(custom={"fleet": before}), a_lead(custom={"fleet": before}))
    columns = store.columns(FACTS)
    store.save_columns(columns)
    edit(store, [second.id], **{"custom.fleet": after})
    columns.put_lead(1, store.lead(second.id))
    (newcomer,) = put(store, a_lead(custom={"fleet": before}))
    columns.append(newcomer)
    old = columns.value(0, "custom.fleet")
    assert [columns.value(at, "custom.fleet") for at in range(3)] == [old, text, old]
    assert isinstance(old, str)
    assert told(columns) == told(store.columns(FACTS)) == from_records(store)
    store.save_columns(columns)
    assert told(store.columns(FACTS)) == told(columns)
    edit(store, [second.id], **{"custom.fleet": None})
    columns.put_field(1, "custom.fleet", None)
    assert columns.value(1, "custom.fleet") is None
