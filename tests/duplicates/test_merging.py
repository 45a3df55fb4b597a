"""Two leads that are one person become one, and are parted again."""

from datetime import timedelta

import pytest

from leadqual_gui.adapters.db.doctor import examine
from leadqual_gui.domain.answers import AnswerState
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.scoring import score_one
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.domain.verdicts import Judgement
from leadqual_gui.services import commands as c
from leadqual_gui.services.operations import Changes, Said
from leadqual_gui.services.wording import step_words


@pytest.fixture
def twice(office):
    """The same person as two leads, each with something of its own."""
    ines = office.lead("Ines Keller", company="Acme Pumps", external_id="A-1", email="ines@acme.example", employees=120)
    again = office.lead("Keller, Ines", company="Acme Pumps GmbH", external_id="B-7", phone="+49 30 1234567")
    office.happened(ines, ago=10)
    office.happened(again, ago=10)  # the same webinar, known to both
    office.happened(again, "demo_requested", ago=2)
    office.do(c.AddNote(again, "wants a quote by May"))
    office.do(c.RecordAnswer(again, "bant", "budget", AnswerState.LEVEL, 3, office.at(1)))
    office.do(c.PutStakeholder(Stakeholder(0, again, "Omar Said", "champion")))
    office.do(c.AdjustScore(again, 30, "fit", "met at the fair", "Lena"))
    office.do(c.GiveVerdict(again, Judgement.TOO_LOW))
    office.do(c.PutFollowUp(FollowUp(0, again, "call", office.clock.now() + timedelta(days=2))))
    return ines, again


def everything(office, *leads):
    store = office.workspace.store
    found = []
    for lead in leads:
        card = office.workspace.card(lead)
        hanging = [store.record(lead), store.follow_ups(lead), store.verdicts(lead)]
        found.append((hanging, card and card.lines, office.workspace.row(lead)))
    return found


def test_what_hangs_on_both_hangs_on_the_one_that_stays(office, twice):
    ines, again = twice
    done = office.do(c.MergeLeads(ines, (again,), {"phone": "+49 30 1234567"}))
    record = office.workspace.store.record(ines)
    assert sorted(a.kind for a in record.activities) == ["demo_requested", "note", "webinar_attended"]
    assert [(a.element, a.level) for a in record.answers] == [("budget", 3)]
    assert [p.name for p in record.stakeholders] == ["Omar Said"]
    assert [a.tenths for a in record.adjustments] == [30]
    assert len(office.workspace.store.follow_ups(ines)) == len(office.workspace.store.verdicts(ines)) == 1
    assert (record.lead.phone, done.value) == ("+49 30 1234567", record.lead)
    assert office.workspace.store.lead(again) is None
    assert office.names() == ["Ines Keller"]
    assert step_words(done.label) == "Ines Keller merged with Keller, Ines"
    assert Changes.MEMBERSHIP in done.changes


def test_score_and_ledger_are_those_of_a_lead_that_always_was_one(office, twice):
    ines, again = twice
    office.do(c.MergeLeads(ines, (again,)))
    wanted = score_one(office.workspace.store.record(ines), office.workspace.rules, office.clock.now())
    card = office.workspace.card(ines)
    assert (card.lines, card.exact, card.least, card.greatest) == (
        wanted.lines,
        wanted.exact,
        wanted.least,
        wanted.greatest,
    )
    office.open_again()
    assert office.workspace.card(ines).lines == wanted.lines


def test_one_undo_parts_them_and_one_redo_joins_them_again(office, twice):
    ines, again = twice
    before = everything(office, ines, again)
    done = office.do(c.MergeLeads(ines, (again,), {"external_id": "B-7", "phone": "+49 30 1234567"}))
    joined = everything(office, ines)
    assert office.workspace.store.find("B-7") == ines
    office.do(c.Undo(done.operation))
    assert everything(office, ines, again) == before
    assert office.workspace.store.find("B-7") == again
    office.do(c.Redo(done.operation))
    assert everything(office, ines) == joined
    office.open_again()
    office.do(c.Undo(done.operation))
    assert office.workspace.store.find("B-7") == again
    assert [finding for finding in examine(office.folder, office.clock.now()) if not finding.ok] == []


def test_notes_of_both_are_found_under_the_one(office, twice):
    ines, again = twice
    office.do(c.MergeLeads(ines, (again,)))
    assert office.workspace.store.search("quote") == [ines]


def test_a_later_edit_of_the_joined_lead_stands_in_the_way(office, twice):
    ines, again = twice
    merged = office.do(c.MergeLeads(ines, (again,), {"phone": "+49 30 1234567"}))
    office.do(c.EditLeads((ines,), {"phone": "+49 30 999"}))
    assert office.refusal(c.Undo(merged.operation)) == "nothing_to_undo"


def test_a_person_in_both_groups_is_one_person_whom_the_others_know(office, twice):
    ines, again = twice
    mine = office.do(c.PutStakeholder(Stakeholder(0, ines, "omar said", "champion"))).value
    (theirs,) = office.workspace.store.stakeholders(again)
    office.do(c.PutStakeholder(Stakeholder(0, again, "Lena Ost", "user", knows=(theirs.id,))))
    office.do(c.MergeLeads(ines, (again,)))
    people = office.workspace.store.stakeholders(ines)
    assert sorted(p.name for p in people) == ["Lena Ost", "omar said"]
    assert next(p for p in people if p.name == "Lena Ost").knows == (mine.id,)


def test_merging_needs_two_that_are_there_and_nobody_elses_address(office, twice):
    ines, again = twice
    office.lead("Omar Said", email="omar@acme.example")
    assert office.refusal(c.MergeLeads(ines, (ines,))) == "merge_two"
    assert office.refusal(c.MergeLeads(ines, (9999,))) == "lead_gone"
    assert office.refusal(c.MergeLeads(ines, (again,), {"email": "omar@acme.example"})) == "identity_taken"
    assert office.refusal(c.KeepApart((ines,))) == "merge_two"


def test_side_by_side_proposes_the_best_of_both(office, twice):
    ines, again = twice
    office.do(c.EditLeads((again,), {"do_not_contact": True, "tags": ("fair",), "email": "ik@gmail.com"}))
    office.do(c.EditLeads((ines,), {"tags": ("north",), "city": "Berlin", "job_title": "Buyer"}))
    view = office.workspace.duplicates.side_by_side((again, ines))
    lines = {line.field: line for line in view.fields}
    assert view.keep == ines
    assert lines["email"].proposed == "ines@acme.example"
    assert lines["email_2"].proposed == "ik@gmail.com"
    assert set(lines["tags"].proposed) == {"fair", "north"}
    assert lines["do_not_contact"].proposed is True
    assert lines["company"].differs
    assert "industry" not in lines
    assert view.joined[0]["activities"] == 3
    chosen = view.chosen(ines, {"company": "Acme Pumps GmbH"})
    office.do(c.MergeLeads(ines, (again,), chosen))
    lead = office.workspace.store.lead(ines)
    assert (lead.company, lead.do_not_contact, lead.email_2) == ("Acme Pumps GmbH", True, "ik@gmail.com")


def test_a_search_finds_pairs_that_stand_until_they_are_merged_or_kept_apart(office, twice):
    ines, again = twice
    omar, other = office.lead("Omar Said", company="Beta Foods"), office.lead("Said Omar", company="Beta Foods Ltd")
    desk = office.workspace.duplicates
    assert not desk.searched
    assert desk.search() == 2
    assert {pair.ids for pair in desk.pairs()} == {(ines, again), (omar, other)}
    apart = office.do(c.KeepApart((omar, other)))
    assert step_words(apart.label) == "Omar Said and Said Omar are not the same person"
    assert desk.groups() == [(ines, again)]
    office.open_again()
    desk = office.workspace.duplicates
    assert desk.search() == 1
    office.do(c.Undo(apart.operation))
    assert len(desk.pairs()) == 2
    office.do(c.MergeLeads(ines, (again,)))
    assert [pair.ids for pair in desk.of_lead(omar)] == [(omar, other)]
    assert desk.of_lead(ines) == []


def test_whom_a_merged_lead_was_kept_apart_from_stays_apart(office, twice):
    ines, again = twice
    cousin = office.lead("Ines Keller", company="Acme Pumps")
    office.do(c.KeepApart((again, cousin)))
    office.do(c.MergeLeads(ines, (again,)))
    assert office.workspace.duplicates.search() == 0


def test_rows_of_a_file_are_held_against_the_leads(office, twice):
    from leadqual_gui.domain.duplicates import Identity

    ines, _ = twice
    rows = [Identity(full_name="Nobody"), Identity(full_name="Keller Ines", email="INES@acme.example")]
    found = office.workspace.duplicates.of_rows(rows)
    assert {number: pair.other_id for number, pair in found.items()} == {1: ines}


def test_a_search_that_was_stopped_leaves_what_was_found_before(office, twice):
    desk = office.workspace.duplicates
    assert desk.search() == 1
    assert desk.search(lambda _: False) is None
    assert len(desk.pairs()) == 1


def test_many_rows_are_told_from_many_leads_and_not_from_one_another(office):
    from dataclasses import replace as changed

    from leadqual_gui.domain.duplicates import Identity
    from tests.bench.duplicates_truth import Town

    truth = Town(11).truth(600, doubled=0.5)
    first = {pair[0] for pair in truth.pairs}
    bulk = office.workspace.store.bulk(Said("imported", {"file": "crm.csv"}))
    stored = [(each.full_name, each.company, each.email, each.phone) for each in truth.identities if each.id in first]
    bulk.add_leads(("full_name", "company", "email", "phone"), stored)
    bulk.finish()
    rows = [changed(each, id=0) for each in truth.identities if each.id not in first]
    twice = [Identity(full_name="Nobody Else", company="Only In The File")] * 2
    found = office.workspace.duplicates.of_rows([*rows, *twice])
    assert not {len(rows), len(rows) + 1} & found.keys()
    wanted = sum(each.id in {pair[1] for pair in truth.pairs} for each in truth.identities)
    assert 0.9 * wanted < len(found) < 1.1 * wanted
    assert office.workspace.duplicates.of_rows(rows, lambda _: False) is None


def test_promises_of_both_are_kept_in_sight(office, twice):
    ines, again = twice
    funnel = office.workspace.funnel
    funnel.open_day()
    before = {row.follow_up.lead_id for row in funnel.follow_ups(5)}
    merged = office.do(c.MergeLeads(ines, (again,)))
    after = {row.follow_up.lead_id for row in funnel.follow_ups(5)}
    assert (before, after) == ({again}, {ines})
    office.do(c.Undo(merged.operation))
    assert {row.follow_up.lead_id for row in funnel.follow_ups(5)} == {again}
