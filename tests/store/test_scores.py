"""Scores are kept beside the leads; their history says what each became, why, and by which rules."""

from dataclasses import replace

from leadqual_gui.adapters.db.store import SqliteStore
from tests.store.builders import NOW, a_lead, a_score, an_activity, put, step


def test_a_line_of_history_for_each_change_that_shows(store: SqliteStore):
    lead = put(store, a_lead())[0]
    store.save_scores([a_score(lead.id, 580)], step("loaded"))
    store.save_scores([a_score(lead.id, 580)], step("loaded again"))
    store.save_scores([a_score(lead.id, 581)], step("a tenth more"))
    store.save_scores([a_score(lead.id, 700, "hot", rules_version="v2")], step("activity_added", kind="demo"))
    told = [(s.exact, s.tier, s.cause.code, s.rules_version) for s in store.snapshots(lead.id)]
    assert told == [(700, "hot", "activity_added", "v2"), (580, "warm", "loaded", "v1")]
    assert store.snapshots(lead.id)[0].cause.params == {"kind": "demo"}
    assert store.snapshots(lead.id)[0].at == NOW


def test_what_is_kept_beside_each_lead_is_told_in_order(store: SqliteStore):
    leads = put(store, a_lead(), a_lead(), a_lead())
    store.save_scores([a_score(lead.id, 10 * lead.id, disqualified="A competitor") for lead in reversed(leads)], step())
    with store.unit(step()) as unit:
        unit.delete_leads([leads[1].id])
        unit.commit()
    assert list(store.scores()) == [
        (n, 10 * n, 10 * n, 0, "warm", "B2", 10 * n - 100, 10 * n + 200, "A competitor") for n in (1, 3)
    ]


def test_a_step_and_its_score_are_durable_together(store: SqliteStore):
    lead = put(store, a_lead())[0]
    with store.unit(step("activity_added")) as unit:
        unit.add_activity(an_activity(lead.id))
        assert len(unit.record(lead.id).activities) == 1
        unit.save_scores([a_score(lead.id, 640)], step("activity_added"))
        unit.commit()
    assert [s.exact for s in store.snapshots(lead.id)] == [640]
    with store.unit(step("activity_added")) as unit:
        unit.save_scores([a_score(lead.id, 700, rules_version="never kept")], step("lost"))
    assert [s.exact for s in store.snapshots(lead.id)] == [640]
    store.save_scores([replace(a_score(lead.id, 700), rules_version="never kept")], step("lost"))
    assert store.snapshots(lead.id)[0].cause.code == "lost"


def test_the_rules_of_an_old_score_can_be_read_again(store: SqliteStore):
    lead = put(store, a_lead())[0]
    store.save_scores([a_score(lead.id)], step())
    assert store.rules_files("v1") is None
    store.keep_rules("v1", {"matrix.yaml": "format: 1\n"}, note="first")
    store.keep_rules("v1", {"matrix.yaml": "changed"})
    assert store.rules_files("v1") == {"matrix.yaml": "format: 1\n"}


def test_answers_heard_later_are_known_by_their_leads(store: SqliteStore):
    from tests.store.builders import an_answer

    first, second = put(store, a_lead(), a_lead())
    with store.unit(step()) as unit:
        unit.add_answer(an_answer(first.id, days_ago=5))
        unit.add_answer(an_answer(second.id, days_ago=1))
        unit.commit()
    assert list(store.heard_after(an_answer(0, days_ago=3).heard_at)) == [second.id]
