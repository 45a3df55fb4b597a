"""The first rows are there before anything else, and agree with what the store says."""

from datetime import timedelta
from pathlib import Path

from leadqual_gui.adapters.db.first_rows import FirstRows, first_rows
from leadqual_gui.adapters.db.store import SqliteStore
from tests.store.builders import NOW, a_lead, a_score, put, step


def test_the_best_leads_are_shown_with_their_scores(store: SqliteStore, workspace: Path):
    leads = put(store, a_lead(), a_lead(full_name=None, first_name="Omar", stage="offer"), a_lead(do_not_contact=True))
    sign = NOW - timedelta(days=2)
    scores = [a_score(leads[0].id, 255), a_score(leads[1].id, 804, "hot", last_sign=sign, decided=True)]
    store.save_scores(scores, step("loaded"))
    store.save_scores([a_score(leads[2].id, 900, disqualified="A competitor")], step("loaded"))
    with store.unit(step("deleted")) as unit:
        unit.delete_leads([leads[0].id])
        unit.commit()
    shown = first_rows(store.path)
    best, omar = shown.rows
    assert shown.count == 2
    assert (best.id, best.disqualified, best.do_not_contact) == (leads[2].id, True, True)
    assert (omar.name, omar.shown, omar.least, omar.greatest) == ("Omar", 80, 70, 100)
    assert (omar.tier, omar.stage, omar.decided, omar.last_sign) == ("hot", "offer", True, sign)
    store.close()
    assert first_rows(store.path) == shown
    assert not list(workspace.glob("*-wal"))


def test_leads_without_scores_are_shown_as_such(store: SqliteStore):
    lead = put(store, a_lead())[0]
    assert [(row.name, row.shown) for row in first_rows(store.path).rows] == [(lead.name, None)]


def test_what_cannot_be_read_shows_nothing(tmp_path: Path):
    assert first_rows(tmp_path / "leadqual.db") == FirstRows()
    (tmp_path / "leadqual.db").write_text("rubbish")
    assert first_rows(tmp_path / "leadqual.db") == FirstRows()
