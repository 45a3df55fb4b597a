"""What a user does is durable, scored at once, and can be taken back."""

import re
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from leadqual_gui.domain.answers import AnswerState
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services import commands as c
from leadqual_gui.services import wording
from leadqual_gui.services.lists import Filter, Query
from leadqual_gui.services.operations import Changes, Said
from tests.builders import a_stakeholder
from tests.services.office import Office

SERVICES = Path(wording.__file__).parent


def answer(
    lead_id: int, office: Office, element: str = "budget", level: int | None = 2, ago: float = 1
) -> c.RecordAnswer:
    """An answer to a BANT question."""
    state = AnswerState.LEVEL if level is not None else AnswerState.UNKNOWN
    return c.RecordAnswer(lead_id, "bant", element, state, level, office.at(ago))


def test_a_new_lead_is_scored_at_once(office):
    ines = office.lead(industry="logistics", employees="120")
    assert office.score(ines) == 30
    assert office.workspace.store.lead(ines).employees == 120.0
    assert office.workspace.store.lead(ines).stage == "new"


def test_a_request_for_a_demo_raises_the_score_and_the_outcome_says_so(office):
    ines = office.lead(industry="logistics", employees=120)
    outcome = office.do(c.AddActivity(ines, "demo_requested", office.at(0)))
    assert [(move.before, move.after, move.tier_after) for move in outcome.scores] == [(30, 55, "warm")]
    assert outcome.changes == Changes.ACTIVITY | Changes.SCORES
    assert outcome.leads == (ines,)
    assert wording.step_words(outcome.label) == "Ines Carvalho: Asked for a demo"


def test_the_history_of_a_score_names_what_changed_it(office):
    ines = office.lead(industry="logistics")
    office.happened(ines, "demo_requested", 0)
    newest, before = office.workspace.store.snapshots(ines)[:2]
    assert (newest.exact - before.exact, wording.cause_words(newest.cause)) == (250, "Asked for a demo")


def test_the_account_of_a_lead_shows_what_the_list_shows_and_adds_up(office):
    ines = office.lead(industry="logistics")
    office.happened(ines, "webinar_attended", 17.3)
    office.clock.pass_days(0.4)
    card, row = office.workspace.card(ines), office.workspace.row(ines)
    assert (card.shown, card.tier, card.grade) == (row.shown, row.tier, row.grade)
    assert sum(line.tenths for line in card.lines) == card.exact


@pytest.mark.parametrize("taken_back", [True, False], ids=["taken back", "emptied"])
def test_a_field_of_ones_own_that_no_rule_looks_at_leaves_the_lists_when_it_is_emptied(office, taken_back):
    ines = office.lead()
    edited = office.do(c.EditLeads((ines,), {"custom.fleet": "40 vans"}))
    assert [one.value for one in office.workspace.values("custom.fleet")] == ["40 vans"]
    office.do(c.Undo(edited.operation) if taken_back else c.EditLeads((ines,), {"custom.fleet": None}))
    assert [one.value for one in office.workspace.values("custom.fleet")] == [""]


def test_every_step_can_be_taken_back_by_name_and_done_again(office):
    ines = office.lead(industry="logistics")
    office.happened(ines, "demo_requested", 0)
    step = office.workspace.steps()[0]
    assert wording.step_words(step.label) == "Ines Carvalho: Asked for a demo"
    office.do(c.Undo(step.operation))
    assert office.score(ines) == 20
    office.do(c.Redo(step.operation))
    assert office.score(ines) == 45


def test_an_edit_of_more_leads_than_a_step_names_is_taken_back_in_the_lists_too(office):
    bulk = office.workspace.store.bulk(Said("imported"))
    ids = tuple(bulk.add_leads(["full_name", "industry"], [(f"Lead {number}", "mining") for number in range(1100)]))
    bulk.finish()
    office.workspace.load()
    edited = office.do(c.EditLeads(ids, {"industry": "logistics"}))
    office.do(c.Undo(edited.operation))
    assert (office.score(ids[0]), office.score(ids[-1])) == (0, 0)
    office.do(c.Redo(edited.operation))
    assert (office.score(ids[0]), office.score(ids[-1])) == (20, 20)
    office.open_again()
    assert (office.score(ids[0]), office.score(ids[-1])) == (20, 20)


def test_a_step_can_be_taken_back_after_a_restart(office):
    ines = office.lead(industry="logistics", company="Norbrook")
    office.do(c.EditLeads((ines,), {"industry": "mining"}))
    office.open_again()
    office.do(c.Undo(office.workspace.steps()[0].operation))
    assert office.workspace.store.lead(ines).industry == "logistics"
    assert office.score(ines) == 20


def test_what_was_taken_back_cannot_be_taken_back_again(office):
    office.lead()
    step = office.workspace.steps()[0].operation
    office.do(c.Undo(step))
    assert office.refusal(c.Undo(step)) == "nothing_to_undo"
    assert office.refusal(c.Redo(step + 1)) == "nothing_to_redo"


def test_a_deleted_lead_leaves_every_list_and_comes_back_whole(office):
    ines, rafael = office.lead("Ines Carvalho", industry="logistics"), office.lead("Rafael Ibarra")
    office.happened(ines, "demo_requested", 0)
    done = office.do(c.DeleteLeads((ines,)))
    assert office.names() == ["Rafael Ibarra"]
    assert office.workspace.card(ines) is None
    assert office.workspace.counts().all == 1
    office.do(c.Undo(done.operation))
    assert office.names() == ["Ines Carvalho", "Rafael Ibarra"]
    assert office.score(ines) == 45
    assert office.workspace.row(rafael).name == "Rafael Ibarra"


def test_a_lead_that_is_taken_back_can_be_brought_back(office):
    office.lead("Ines Carvalho", industry="logistics")
    step = office.workspace.steps()[0].operation
    office.do(c.Undo(step))
    assert office.names() == []
    office.do(c.Redo(step))
    assert office.names() == ["Ines Carvalho"]


def test_a_change_of_many_leads_is_one_step(office):
    leads = [office.lead(f"Lead {number}") for number in range(60)]
    before = len(office.workspace.steps())
    done = office.do(c.EditLeads(tuple(leads), {"industry": "logistics", "owner": "Ana"}))
    assert len(office.workspace.steps()) == before + 1
    assert {office.score(lead) for lead in leads} == {20}
    assert office.workspace.is_long(c.Undo(done.operation))
    office.do(c.Undo(done.operation))
    assert {office.score(lead) for lead in leads} == {0}
    assert office.workspace.values("owner")[0].value == ""


def test_tags_are_added_and_taken_away_beside_the_others(office):
    ines, rafael = office.lead(tags="fair; key account"), office.lead("Rafael Ibarra")
    office.do(c.TagLeads((ines, rafael), add=("spring",), remove=("fair",)))
    store = office.workspace.store
    assert (store.lead(ines).tags, store.lead(rafael).tags) == (("key account", "spring"), ("spring",))


def test_a_corrected_activity_counts_as_corrected_and_a_removed_one_no_more(office):
    ines = office.lead()
    demo = office.happened(ines, "demo_requested", 0)
    office.do(c.EditActivity(demo.id, "website_visit", office.at(2), "/prices"))
    assert office.score(ines) == 0
    corrected = office.do(c.EditActivity(demo.id, "demo_requested", office.at(3)))
    assert office.score(ines) == 25
    office.do(c.RemoveActivity(demo.id))
    assert office.score(ines) == 0
    office.do(c.Undo(office.workspace.steps()[0].operation))
    office.do(c.Undo(corrected.operation))
    assert office.score(ines) == 0


def test_a_note_is_on_the_time_line_and_can_be_found(office):
    ines = office.lead()
    office.do(c.AddNote(ines, "  Prefers calls before ten "))
    assert office.workspace.store.activities(ines)[0].topic == "Prefers calls before ten"
    assert office.names(Filter(text="before ten")) == ["Ines Carvalho"]


def test_an_answer_filed_late_does_not_overrule_a_newer_one(office):
    ines = office.lead()
    office.do(answer(ines, office, level=3, ago=1))
    assert office.score(ines) == 15
    office.do(answer(ines, office, level=0, ago=20))
    assert office.score(ines) == 15
    office.do(answer(ines, office, level=None, ago=0))
    assert office.score(ines) == 0
    assert [a.level for a in office.workspace.store.answers(ines)] == [None, 3, 0]


def test_a_correction_by_hand_is_a_line_of_the_ledger_until_it_ends(office):
    ines = office.lead()
    office.do(c.AdjustScore(ines, 55, "fit", "Met at the fair", "Ana", office.clock.now() + timedelta(days=5)))
    assert office.score(ines) == 6
    assert "Met at the fair" in {line.label for line in office.workspace.card(ines).lines} | {
        line.evidence.text for line in office.workspace.card(ines).lines
    }
    office.clock.pass_days(6)
    office.workspace.rescore()
    assert office.score(ines) == 0


def test_a_person_of_the_buying_group_comes_and_goes(office):
    ines = office.lead()
    person = office.do(c.PutStakeholder(a_stakeholder(lead_id=ines, influence=2))).value
    assert [p.name for p in office.workspace.lead_details(ines).stakeholders] == ["Rana Haddad"]
    office.do(c.RemoveStakeholder(person.id))
    assert office.workspace.lead_details(ines).stakeholders == ()


def test_verifying_a_lead_notes_the_moment_and_closing_a_deal_the_day(office):
    ines = office.lead()
    office.do(c.EditLeads((ines,), {"verified": True, "outcome": "won"}))
    lead = office.workspace.store.lead(ines)
    assert (lead.verified_at, lead.closed_at, lead.outcome) == (office.clock.now(), office.clock.now(), "won")
    office.do(c.EditLeads((ines,), {"outcome": ""}))
    assert office.workspace.store.lead(ines).closed_at is None


def test_an_edit_that_changes_nothing_is_no_step(office):
    ines = office.lead(company="Norbrook")
    done = office.do(c.EditLeads((ines,), {"company": " Norbrook "}))
    assert (done.operation, done.changes) == (0, Changes.NOTHING)
    assert len(office.workspace.steps()) == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"email": "ines at norbrook"}, "not_an_email"),
        ({"employees": "about a hundred"}, "not_a_number"),
        ({"employees": -3.0}, "negative_number"),
        ({"closed_at": "soon"}, "not_a_date"),
        ({"do_not_contact": "perhaps"}, "not_yes_or_no"),
        ({"outcome": "nearly"}, "not_an_outcome"),
        ({"stage": "limbo"}, "no_such_stage"),
        ({"shoe_size": "42"}, "no_such_field"),
        ({"full_name": "", "company": ""}, "name_needed"),
        ({"email": "rafael@ebro.example"}, "identity_taken"),
        ({"notes": "x" * 100_001}, "text_too_long"),
    ],
)
def test_values_that_make_no_sense_are_refused_with_the_reason_beside_the_field(office, fields, code):
    ines = office.lead(company="Norbrook", email=None)
    office.lead("Rafael Ibarra", email="rafael@ebro.example")
    before = office.workspace.store.lead(ines)
    assert office.refusal(c.EditLeads((ines,), fields)) == code
    assert office.workspace.store.lead(ines) == before
    assert len(office.workspace.steps()) == 2


def test_commands_that_make_no_sense_are_refused(office):
    ines = office.lead()
    nobody, future = 999, office.clock.now() + timedelta(days=400)
    refusals = [
        (c.AddLead({}), "name_needed"),
        (c.AddLead({"full_name": "   "}), "name_needed"),
        (c.DeleteLeads(()), "no_leads_chosen"),
        (c.EditLeads((ines, nobody), {"owner": "Ana"}), "lead_gone"),
        (c.EditLeads((ines, nobody - 1), {"email": "a@b.example"}), "lead_gone"),
        (c.TagLeads((ines,), add=(" ",)), "no_tags"),
        (c.AddActivity(nobody, "website_visit", office.at(0)), "lead_gone"),
        (c.AddActivity(ines, "website_visit", future), "date_in_future"),
        (c.AddActivity(ines, " ", office.at(0)), "kind_needed"),
        (c.AddNote(ines, " \n"), "note_empty"),
        (c.EditActivity(77, "website_visit", office.at(0)), "activity_gone"),
        (c.RemoveActivity(77), "activity_gone"),
        (answer(ines, office, level=4), "level_out_of_range"),
        (answer(ines, office, element="mood"), "no_such_element"),
        (answer(nobody, office), "lead_gone"),
        (c.PutStakeholder(a_stakeholder("boss", lead_id=ines)), "no_such_role"),
        (c.PutStakeholder(a_stakeholder(name=" ", lead_id=ines)), "stakeholder_name_needed"),
        (c.PutStakeholder(a_stakeholder(lead_id=ines, influence=4)), "influence_out_of_range"),
        (c.RemoveStakeholder(77), "stakeholder_gone"),
        (c.AdjustScore(ines, 50, "luck", "because", "Ana"), "no_such_axis"),
        (c.AdjustScore(ines, 0, "fit", "because", "Ana"), "adjustment_out_of_range"),
        (c.AdjustScore(ines, 50, "fit", " ", "Ana"), "reason_needed"),
        (c.AdjustScore(ines, 50, "fit", "because", "Ana", office.at(1)), "end_out_of_range"),
        (c.Undo(12345), "nothing_to_undo"),
    ]
    assert [office.refusal(command) for command, _ in refusals] == [code for _, code in refusals]
    assert len(office.workspace.steps()) == 1


def test_two_leads_cannot_be_given_one_address(office):
    both = (office.lead(email="a@b.example"), office.lead("Rafael Ibarra"))
    assert office.refusal(c.EditLeads(both, {"email": "c@d.example"})) == "not_for_many"


def test_a_step_that_does_not_reach_the_disk_leaves_no_trace_in_memory(office, monkeypatch):
    ines = office.lead(industry="logistics")
    unit_of = office.workspace.store.unit

    def broken(label: Said):
        unit = unit_of(label)

        def fail() -> None:
            raise LeadQualError("the disk is full")

        monkeypatch.setattr(unit, "commit", fail)
        return unit

    monkeypatch.setattr(office.workspace.store, "unit", broken)
    with pytest.raises(LeadQualError):
        office.workspace.execute(c.AddActivity(ines, "demo_requested", office.at(0)))
    with pytest.raises(LeadQualError):
        office.workspace.execute(c.EditLeads((ines,), {"industry": "mining"}))
    assert office.score(ines) == 20
    assert not office.workspace.lead_details(ines).activities
    monkeypatch.undo()
    assert office.do(c.AddActivity(ines, "demo_requested", office.at(0))).scores[0].after == 45


def test_after_a_busy_day_the_lists_are_as_if_everything_had_been_read_anew(office):
    random = Random(7)
    leads = [office.lead(f"Lead {n}", industry=random.choice(["logistics", None]), employees=40 + n) for n in range(12)]
    for _ in range(150):
        _something(office, random, leads)
    ours = _everything(office)
    office.open_again()
    assert _everything(office) == ours


def _something(office: Office, random: Random, leads: list[int]) -> None:
    lead = random.choice(leads)
    kind = random.choice(["webinar_attended", "demo_requested", "website_visit", "call_attempted"])
    activities = office.workspace.store.activities(lead)
    match random.randrange(8):
        case 0 | 1:
            office.workspace.execute(c.AddActivity(lead, kind, office.at(random.randrange(120))))
        case 2 if activities:
            office.workspace.execute(c.RemoveActivity(random.choice(activities).id))
        case 3 if activities:
            office.workspace.execute(
                c.EditActivity(random.choice(activities).id, kind, office.at(random.randrange(90)))
            )
        case 4:
            level = random.choice([None, 0, 1, 2, 3])
            office.workspace.execute(answer(lead, office, level=level, ago=random.randrange(50)))
        case 5:
            office.workspace.execute(c.EditLeads((lead,), {"industry": random.choice(["logistics", "mining", None])}))
        case 6:
            office.workspace.execute(c.DeleteLeads((lead,)))
        case _:
            step = random.choice(office.workspace.steps())
            office.workspace.execute(c.Redo(step.operation) if step.undone else c.Undo(step.operation))


def _everything(office: Office) -> list[object]:
    found = office.workspace.query(Query())
    return [(found.row(n), office.workspace.card(found.row(n).id).lines) for n in range(len(found))]


def test_every_refusal_and_every_step_has_words():
    files = (SERVICES / "workspace.py", SERVICES / "plans.py", *sorted((SERVICES / "handlers").glob("*.py")))
    code = "\n".join(path.read_text("utf-8") for path in files)
    refusals = set(re.findall(r'(?:refusal|_wrong|Refusal\(Said)\(\s*"(\w+)"', code))
    steps = set(re.findall(r'_planned\(\s*"(\w+)"', code)) | {"lead_added", "leads_edited", "lead_tagged"}
    assert refusals - set(wording.REFUSALS) == set()
    assert steps - set(wording.STEPS) == set()
    assert len(refusals) > 25
