"""Whatever moves a lead moves it through the gates: an edited field and the end of a call as much as a dragged card."""

from __future__ import annotations

from datetime import timedelta

from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.services import commands as c
from leadqual_gui.services.alerts_ports import BY_HAND
from leadqual_gui.services.moving_memory import Kept
from leadqual_gui.services.moving_values import GateRefusal
from leadqual_gui.services.operations import Outcome
from tests.builders import NOW
from tests.funnel.desk import FunnelOffice


def ended(office: FunnelOffice, lead_id: int, **more: object) -> c.EndCall:
    """A call of five minutes that is over now."""
    now = office.clock.now()
    told = {"outcome": "reached", **more}
    return c.EndCall(lead_id, started_at=now - timedelta(minutes=5), ended_at=now, **told)  # type: ignore[arg-type]


def test_a_stage_typed_into_a_cell_meets_the_gate(office: FunnelOffice):
    ines = office.lead("Ines Carvalho")
    answer = office.workspace.execute(c.EditLeads((ines,), {"stage": "sql"}))
    assert isinstance(answer, GateRefusal)
    assert answer.unmet[0].gates[1].lacks[0].fact == "expected_value"
    assert office.stage(ines) == "new"


def test_a_stage_chosen_for_many_is_a_move_by_name_with_history(office: FunnelOffice):
    two = (office.lead("Ines Carvalho"), office.lead("Omar Saleh"))
    done = office.do(c.EditLeads(two, {"stage": "engaged"}))
    assert (done.label.code, done.label.params["to"]) == ("leads_moved", "engaged")
    assert [move.target for move in office.funnel.history(two[0]).moves] == ["engaged"]


def test_a_stage_edited_together_with_another_field_is_one_step(office: FunnelOffice):
    ines = office.lead("Ines Carvalho")
    done = office.do(c.EditLeads((ines,), {"stage": "engaged", "company": "Norbrook"}))
    assert office.workspace.row(ines).company == "Norbrook"
    office.do(c.Undo(done.operation))
    assert (office.stage(ines), office.workspace.row(ines).company) == ("new", None)


def test_a_cell_set_to_the_stage_that_it_shows_is_no_refusal(office: FunnelOffice):
    ines = office.lead("Ines Carvalho")
    assert isinstance(office.workspace.execute(c.EditLeads((ines,), {"stage": "new"})), Outcome)


def test_a_lead_is_lost_from_a_cell_only_with_a_reason(office: FunnelOffice):
    ines = office.lead("Ines Carvalho")
    assert office.refusal(c.EditLeads((ines,), {"stage": "lost"})) == "move_reason_needed"
    office.do(c.EditLeads((ines,), {"stage": "lost", "lost_reason": "Price"}))
    lead = office.workspace.store.lead(ines)
    assert (lead.outcome, lead.lost_reason) == ("lost", "Price")


def test_the_end_of_a_call_cannot_pass_a_gate(office: FunnelOffice):
    ines = office.lead("Ines Carvalho")
    assert isinstance(office.workspace.execute(ended(office, ines, outcome="qualified", stage="sql")), GateRefusal)
    assert office.workspace.store.activities(ines) == []


def test_the_end_of_a_call_takes_a_lead_out_with_its_reason_in_one_step(office: FunnelOffice):
    ines = office.lead("Ines Carvalho")
    done = office.do(ended(office, ines, outcome="disqualified", reason="No need", stage="disqualified"))
    lead = office.workspace.store.lead(ines)
    assert (lead.stage, lead.lost_reason, lead.verified_at is not None) == ("disqualified", "No need", True)
    assert done.label.code in BY_HAND
    office.do(c.Undo(done.operation))
    assert (office.stage(ines), len(office.workspace.store.activities(ines))) == ("new", 0)


def test_who_rests_after_a_call_comes_back_on_the_day_of_the_follow_up(office: FunnelOffice):
    ines, later = office.lead("Ines Carvalho"), office.clock.now() + timedelta(days=20)
    office.do(ended(office, ines, outcome="not_interested", reason="Next budget", stage="nurture", follow_up_at=later))
    office.next_day(19)
    assert office.stage(ines) == "nurture"
    office.next_day(2)
    assert office.stage(ines) == "new"


def test_a_call_that_moves_a_lead_away_is_a_decision(office: FunnelOffice):
    ines = office.lead("Ines Carvalho", employees=60)
    office.happened(ines, "webinar_attended", 0)
    assert office.stage(ines) == "mql"
    office.do(ended(office, ines, stage="engaged"))
    office.next_day(1)
    assert office.stage(ines) == "engaged"


def test_what_a_person_decided_against_is_suggested_again_once_something_new_is_known(office: FunnelOffice):
    ines = office.lead("Ines Carvalho", employees=60)
    office.happened(ines, "webinar_attended", 0)
    office.move(ines, "engaged")
    for _ in range(3):
        office.next_day(1)
        assert (office.stage(ines), office.funnel.card(ines).suggestion) == ("engaged", None)
    office.do(c.EditLeads((ines,), {"job_title": "Director"}))
    assert office.stage(ines) == "engaged"
    assert office.funnel.card(ines).suggestion.stage == "mql"
    office.open_again()
    office.open_day()
    assert (office.stage(ines), office.funnel.card(ines).suggestion.stage) == ("engaged", "mql")


def test_news_taken_back_are_no_news_and_a_new_no_holds(office: FunnelOffice):
    ines = office.lead("Ines Carvalho", employees=60)
    office.happened(ines, "webinar_attended", 0)
    office.move(ines, "engaged")
    news = office.do(c.AddActivity(ines, "webinar_attended", office.at(0)))
    assert office.funnel.card(ines).suggestion.stage == "mql"
    office.do(c.Undo(news.operation))
    assert office.funnel.card(ines).suggestion is None
    office.do(c.Redo(news.operation))
    office.move(ines, "mql")
    office.move(ines, "new")
    assert office.funnel.card(ines).suggestion is None


def test_an_automatic_move_taken_back_after_the_news_stays_back(office: FunnelOffice):
    ines = office.lead("Ines Carvalho", employees=60)
    done = office.do(c.AddActivity(ines, "webinar_attended", office.at(0)))
    assert office.stage(ines) == "mql"
    office.do(c.AddNote(ines, "Will think about it"))
    office.do(c.Undo(done.also[0].operation))
    office.open_again()
    office.open_day()
    assert (office.stage(ines), office.funnel.card(ines).suggestion) == ("new", None)


def test_after_each_step_nothing_stale_is_told_of_anybody(office: FunnelOffice):
    leads = [office.lead(email=f"lead{n}@site.example", employees=60 if n % 2 else None) for n in range(6)]
    first = leads[0]
    steps = (
        lambda: office.move(first, "engaged"),
        lambda: office.happened(leads[1], "demo_requested"),
        lambda: office.do(c.EditLeads((leads[2],), {"employees": 80})),
        lambda: office.do(c.PutFollowUp(FollowUp(0, leads[3], "call", NOW + timedelta(hours=2)))),
        lambda: office.move(leads[4], "lost", reason="Price"),
        lambda: office.do(c.EditLeads((leads[5],), {"do_not_contact": True})),
        lambda: office.move(first, "sql", override="Signs on Friday"),
        lambda: office.do(c.Undo(office.workspace.steps(1)[0].operation)),
    )
    for step in steps:
        step()
        told = what_is_told(office, leads)
        office.funnel.memory.forget()
        office.funnel.memory.placed = Kept()
        assert told == what_is_told(office, leads)


def what_is_told(office: FunnelOffice, leads: list[int]) -> tuple[object, ...]:
    """All that the board and Today say of leads."""
    cards = tuple(office.funnel.card(lead) for lead in leads)
    today = office.funnel.today()
    columns = tuple((column.stage_id, tuple(column.cards.ids())) for column in office.funnel.board().columns)
    return columns, cards, today.due.ids(), today.later.ids()
