"""Leads move through the funnel: gates, ways out, reasons, rules that move them, and what people decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count
from sqlite3 import Connection

import pytest

from leadqual_gui.adapters.db import undo
from leadqual_gui.domain.answers import AnswerState
from leadqual_gui.domain.funnel import Funnel
from leadqual_gui.services import commands as c
from leadqual_gui.services.operations import Outcome, Refusal
from tests.builders import is_
from tests.funnel.desk import FunnelOffice, a_stage, the_rules


def answer(office: FunnelOffice, lead_id: int, element: str, level: int = 2) -> None:
    office.do(c.RecordAnswer(lead_id, "bant", element, AnswerState.LEVEL, level, office.at(0)))


def test_a_gate_says_what_is_missing_and_what_would_help(office: FunnelOffice):
    ines = office.lead()
    answer(office, ines, "need")
    refused = office.refused_gate(ines, "sql")
    (unmet,) = refused.unmet
    interview, opportunity = unmet.gates
    assert refused.reason.code == "gate_shut"
    assert "SQL needs an interview." in str(refused.reason.params["missing"])
    assert interview.interview is not None
    assert (interview.interview.answered, interview.interview.asked) == (1, 3)
    assert [(lack.framework, lack.element) for lack in interview.lacks] == [("bant", "budget"), ("bant", "authority")]
    assert [(lack.fact, lack.known) for lack in opportunity.lacks] == [("expected_value", False)]
    assert office.stage(ines) == "new"


def test_once_everything_is_known_the_gate_opens(office: FunnelOffice):
    ines = office.lead()
    for element in ("need", "budget", "authority"):
        answer(office, ines, element)
    office.do(c.EditLeads((ines,), {"expected_value": 9000}))
    office.move(ines, "sql")
    assert office.stage(ines) == "sql"


def test_a_gate_can_be_passed_with_a_reason_which_is_logged(office: FunnelOffice):
    ines = office.lead()
    done = office.move(ines, "sql", override="The owner knows her")
    assert (done.label.code, done.label.params["override"]) == ("lead_moved_past_gate", "The owner knows her")
    assert office.workspace.steps(1)[0].label.params["override"] == "The owner knows her"


def test_of_many_leads_those_that_may_enter_can_go_alone(office: FunnelOffice):
    ready, other = office.lead("Ines Carvalho", expected_value=1), office.lead("Rana Haddad")
    for element in ("need", "budget", "authority"):
        answer(office, ready, element)
    refused = office.workspace.execute(c.MoveLeads((ready, other), "sql"))
    assert getattr(refused, "ready", None) == 1
    assert office.stage(ready) == "new"
    office.do(c.MoveLeads((ready, other), "sql", only_ready=True))
    assert (office.stage(ready), office.stage(other)) == ("sql", "new")


def test_a_lost_deal_needs_a_reason_and_undo_brings_the_lead_back_whole(office: FunnelOffice):
    ines = office.lead()
    assert office.refusal(c.MoveLeads((ines,), "lost")) == "move_reason_needed"
    before = office.workspace.store.lead(ines)
    done = office.move(ines, "lost", reason="Price")
    lead = office.workspace.store.lead(ines)
    assert lead is not None
    assert (lead.outcome, lead.closed_at, lead.lost_reason) == ("lost", office.clock.now(), "Price")
    office.do(c.Undo(done.operation))
    assert office.workspace.store.lead(ines) == before


def test_a_deal_that_is_won_and_reopened_is_not_won(office: FunnelOffice):
    ines = office.lead()
    office.move(ines, "won")
    assert office.workspace.store.lead(ines).outcome == "won"  # type: ignore[union-attr]
    office.move(ines, "engaged")
    lead = office.workspace.store.lead(ines)
    assert lead is not None
    assert (lead.outcome, lead.closed_at) == (None, None)


def test_a_nurtured_lead_comes_back_at_its_date(office: FunnelOffice):
    ines = office.lead()
    until = office.clock.now() + timedelta(days=10, hours=3)
    office.move(ines, "nurture", until=until, reason="Contract runs on")
    assert office.next_day(9).moved == 0
    assert office.stage(ines) == "nurture"
    office.next_day(2)
    assert (office.stage(ines), office.since(ines)) == ("new", until)
    assert office.next_day(1).moved == 0


def test_a_date_in_the_past_is_no_date_to_come_back(office: FunnelOffice):
    assert office.refusal(c.MoveLeads((office.lead(),), "nurture", until=office.at(1))) == "until_out_of_range"


def test_an_activity_moves_a_lead_by_rule_as_a_step_of_its_own_with_its_cause(office: FunnelOffice):
    ines = office.lead()
    office.happened(ines)
    assert office.stage(ines) == "new"
    done = office.do(c.AddActivity(ines, "webinar_attended", office.at(2)))
    (step,) = done.also
    assert office.stage(ines) == "engaged" or office.stage(ines) == "mql"
    assert step.label.code == "moved_by_rule"
    assert step.label.params["cause"] == {
        "code": "activity_added",
        "params": {"kind": "webinar_attended", "label": "Webinar"},
    }
    office.do(c.Undo(step.operation))
    assert office.stage(ines) == "new"
    assert len(office.workspace.store.activities(ines)) == 2


def test_what_a_person_took_back_is_not_done_again_by_a_rule(office: FunnelOffice):
    ines = office.lead(employees=60)
    step = office.do(c.AddActivity(ines, "demo_requested", office.at(0))).also[0]
    assert office.stage(ines) == "mql"
    office.do(c.Undo(step.operation))
    office.happened(ines, "call_no_answer", 0)
    office.next_day()
    office.open_again()
    office.open_day()
    assert office.stage(ines) == "new"


def test_a_lead_that_a_person_dragged_back_stays_there(office: FunnelOffice):
    ines = office.lead(employees=60)
    office.happened(ines, "demo_requested", 0)
    assert office.stage(ines) == "mql"
    office.move(ines, "new")
    office.happened(ines, "call_no_answer", 0)
    assert office.stage(ines) == "new"
    office.happened(ines, "webinar_attended", 0)
    office.happened(ines, "webinar_attended", 0)
    assert office.stage(ines) == "engaged", "engaged began to hold after that decision"
    office.next_day()
    assert office.stage(ines) == "engaged"


def test_a_score_that_wavers_does_not_move_a_lead_back(office: FunnelOffice):
    ines = office.lead(employees=60)
    office.happened(ines, "demo_requested", 0)
    office.next_day(60)
    assert office.score(ines) < 40
    assert office.stage(ines) == "mql"


def test_no_rule_moves_a_lead_that_is_won_or_lost_already(office: FunnelOffice):
    """An import says that Ines bought; she stands in no way out, and her size alone would make her an MQL."""
    ines = office.lead("Ines Carvalho")
    office.do(c.EditLeads((ines,), {"outcome": "won"}))
    closed = office.workspace.store.lead(ines)
    office.do(c.EditLeads((ines,), {"employees": 80}))
    for _ in range(2):
        office.do(c.AddActivity(ines, "demo_requested", office.at(0)))
        office.next_day()
    lead = office.workspace.store.lead(ines)
    assert closed is not None
    assert lead is not None
    assert (lead.stage, lead.outcome, lead.closed_at) == ("new", "won", closed.closed_at)
    assert office.funnel.card(ines).suggestion is None


def test_the_way_out_that_says_the_same_is_open_to_a_rule_and_keeps_the_day_of_the_sale(tmp_path):
    funnel = Funnel(
        (
            a_stage("new"),
            a_stage("won", exit="won", mode="automatic", entry=is_("outcome", "won")),
            a_stage("lost", exit="lost", mode="automatic", entry=is_("source", "nobody there")),
        )
    )
    office = FunnelOffice(tmp_path, the_rules(funnel=funnel))
    sold = office.at(-30)
    ines, rana = office.lead("Ines Carvalho"), office.lead("Rana Haddad")
    office.do(c.EditLeads((ines,), {"outcome": "won", "closed_at": sold, "source": "nobody there"}))
    office.do(c.EditLeads((rana,), {"source": "nobody there"}))
    first, second = office.workspace.store.lead(ines), office.workspace.store.lead(rana)
    assert first is not None
    assert second is not None
    assert (first.stage, first.outcome, first.closed_at) == ("won", "won", sold)
    assert (second.stage, second.outcome) == ("lost", "lost")
    office.workspace.close()


def test_a_person_who_moves_a_won_lead_between_working_stages_keeps_it_won(office: FunnelOffice):
    ines = office.lead("Ines Carvalho")
    office.do(c.EditLeads((ines,), {"outcome": "won"}))
    office.move(ines, "engaged")
    lead = office.workspace.store.lead(ines)
    assert lead is not None
    assert (lead.stage, lead.outcome) == ("engaged", "won")


def test_taking_back_a_move_takes_back_the_move_that_a_rule_made_upon_it(office: FunnelOffice):
    ines = office.lead("Ines Carvalho", employees=80)
    moved = office.move(ines, "engaged")
    office.do(c.AddActivity(ines, "webinar_attended", office.at(0)))
    assert office.stage(ines) == "mql"
    office.do(c.Undo(moved.operation))
    assert office.stage(ines) == "new"


@pytest.mark.parametrize("ended_after", [1, 2])
def test_a_move_and_the_one_made_upon_it_are_taken_back_together_or_not_at_all(
    office: FunnelOffice, ended_after: int, monkeypatch: pytest.MonkeyPatch
):
    ines = office.lead("Ines Carvalho", employees=80)
    moved = office.move(ines, "engaged")
    office.do(c.AddActivity(ines, "webinar_attended", office.at(0)))
    before, index_again, turns = list(office.workspace.steps()), undo._index_again, count(1)

    def at_the_end_of_a_turn(connection: Connection, operation: int) -> None:
        index_again(connection, operation)
        if next(turns) == ended_after:
            raise KeyboardInterrupt

    monkeypatch.setattr(undo, "_index_again", at_the_end_of_a_turn)
    with pytest.raises(KeyboardInterrupt):
        office.workspace.execute(c.Undo(moved.operation))
    monkeypatch.undo()
    assert list(office.workspace.steps()) == before
    office.open_again()
    assert office.stage(ines) == "mql"
    office.do(c.Undo(moved.operation))
    assert office.stage(ines) == "new"


def test_what_a_person_did_since_stands_in_the_way_of_taking_back(office: FunnelOffice):
    ines = office.lead("Ines Carvalho", employees=80)
    moved = office.move(ines, "engaged")
    office.do(c.AddActivity(ines, "webinar_attended", office.at(0)))
    office.move(ines, "lost", reason="Price")
    refused = office.workspace.execute(c.Undo(moved.operation))
    assert isinstance(refused, Refusal)
    assert office.stage(ines) == "lost"


def test_a_suggestion_waits_for_a_person(office: FunnelOffice):
    ines = office.lead(employees=60, expected_value=5000)
    for element in ("need", "budget", "authority"):
        answer(office, ines, element)
    office.happened(ines, "demo_requested", 0)
    assert office.stage(ines) == "mql"
    assert office.funnel.card(ines).suggestion.stage == "sql"
    office.move(ines, "sql")
    assert office.funnel.card(ines).suggestion is None


def test_leads_in_a_stage_that_the_rules_lost_are_shown_and_can_go_elsewhere(office: FunnelOffice):
    ines = office.lead()
    office.move(ines, "engaged")
    rules = the_rules(version="two")
    stages = tuple(stage for stage in rules.funnel.stages if stage.id != "engaged")
    office.desk.save(replace(rules, funnel=Funnel(stages)))
    assert isinstance(office.workspace.reload_rules(), Outcome)
    office.open_day()
    column = office.funnel.board().column("engaged")
    assert (column.stage, column.band, list(column.cards.ids())) == (None, "removed", [ines])
    office.move(ines, "mql")
    assert office.funnel.board().column("engaged") is None


def test_a_workspace_without_a_funnel_still_shows_its_leads(office: FunnelOffice):
    ines = office.lead()
    office.desk.save(replace(the_rules(version="two"), funnel=Funnel(())))
    assert isinstance(office.workspace.reload_rules(), Outcome)
    columns = office.funnel.board().columns
    assert [(column.band, list(column.cards.ids())) for column in columns] == [("removed", [ines])]


def test_rules_that_refer_to_one_another_in_a_circle_come_to_rest(tmp_path):
    funnel = Funnel(
        (
            a_stage("new"),
            a_stage("a", mode="automatic", entry=is_("stage", "b")),
            a_stage("b", mode="automatic", entry=is_("stage", "a")),
        )
    )
    office = FunnelOffice(tmp_path, the_rules(funnel=funnel))
    ines = office.lead()
    office.move(ines, "a")
    for _ in range(3):
        office.happened(ines, "webinar_attended", 0)
        office.next_day()
    assert office.stage(ines) in ("a", "b")
    moves = [s for s in office.workspace.steps() if s.label.code == "moved_by_rule"]
    assert len(moves) <= 1
    office.workspace.close()
