"""Only what was known before the outcome counts; what came later is taken away again, and said."""

import numpy as np
import pytest

from leadqual_gui.domain.answers import AnswerState
from leadqual_gui.domain.calibration.past import Entered, FieldChange, PastFacts
from leadqual_gui.domain.calibration.periods import ALL_TIME, Period, between, last_quarter
from leadqual_gui.domain.calibration.population import population_of
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.conditions import Operator, Test
from leadqual_gui.domain.moments import moment_of, seconds
from leadqual_gui.services import commands as c
from tests.builders import (
    NOW,
    a_criterion,
    a_lead,
    a_matrix,
    a_record,
    a_stakeholder,
    an_activity,
    at_least,
    days_ago,
    some_rules,
)
from tests.insights.deals import close, fact, known_in, late, population, weight


def test_what_a_customer_does_after_signing_does_not_explain_why_they_signed(office):
    ines, bao = office.lead("Ines Carvalho"), office.lead("Bao Tran")
    office.happened(ines, "demo_requested", ago=3)
    close(office, ines)
    close(office, bao)
    office.clock.pass_days(20)
    office.happened(bao, "demo_requested", ago=5)
    leads = known_in(office)
    assert (weight(leads, "demo", ines), weight(leads, "demo", bao)) == (1, 0)
    assert late(leads) == {"activities.demo_requested": (1, 1)}


def test_a_webinar_weighs_what_it_weighed_on_the_day_of_the_outcome(office):
    ines = office.lead()
    office.happened(ines, "webinar_attended", ago=60)
    close(office, ines)
    office.clock.pass_days(600)
    assert weight(known_in(office), "webinar", ines) == pytest.approx(0.5, abs=0.001)


def test_silence_after_the_outcome_is_no_silence(office):
    talking, silent = office.lead("Talks"), office.lead("Silent")
    office.clock.pass_days(40)
    office.happened(talking, "website_visit", ago=1)
    close(office, talking)
    close(office, silent, "lost")
    office.clock.pass_days(400)
    leads = known_in(office)
    assert (weight(leads, "silent", talking), weight(leads, "silent", silent)) == (0, 1)


def test_an_answer_heard_after_the_offer_is_left_out_and_counted(office):
    early, late_one = office.lead("Early"), office.lead("Late")
    office.do(c.RecordAnswer(early, "bant", "budget", AnswerState.LEVEL, 3, office.clock.now()))
    office.do(c.RecordAnswer(late_one, "bant", "budget", AnswerState.LEVEL, 1, office.clock.now()))
    close(office, early)
    close(office, late_one)
    office.clock.pass_days(2)
    office.do(c.RecordAnswer(late_one, "bant", "budget", AnswerState.LEVEL, 3, office.clock.now()))
    leads = known_in(office)
    assert (fact(leads, "answer.bant.budget", early), fact(leads, "answer.bant.budget", late_one)) == ("3", "1")
    assert (weight(leads, "budget", early), weight(leads, "budget", late_one)) == (1, 0)
    assert late(leads) == {"answer.bant.budget": (1, 1)}


def test_a_field_filled_in_for_customers_is_emptied_again(office):
    customer, lost = office.lead("Customer", {"seats": "few"}, industry="Food"), office.lead("Lost", industry="Food")
    close(office, customer)
    close(office, lost, "lost")
    office.clock.pass_days(1)
    office.do(c.EditLeads((customer,), {"industry": "Logistics", "employees": 80, "custom.seats": "many"}))
    office.do(c.EditLeads((customer,), {"employees": 90, "unsubscribed": True, "verified": True}))
    leads = known_in(office)
    assert fact(leads, "industry", customer) == "Food"
    assert fact(leads, "employees", customer) is None
    assert fact(leads, "custom.seats", customer) == "few"
    assert (fact(leads, "unsubscribed", customer), fact(leads, "verified", customer)) == (0, 0)
    assert late(leads)["employees"] == (1, 1)


def test_an_undone_change_was_never_made(office):
    customer = office.lead(industry="Food")
    close(office, customer)
    office.clock.pass_days(1)
    step = office.do(c.EditLeads((customer,), {"industry": "Logistics"}))
    office.do(c.Undo(step.operation))
    leads = known_in(office)
    assert fact(leads, "industry", customer) == "Food"
    assert late(leads) == {}


def test_a_buying_group_found_later_did_not_decide(office):
    lead = office.lead()
    office.do(c.PutStakeholder(a_stakeholder(lead_id=lead)))
    close(office, lead)
    office.clock.pass_days(3)
    office.do(c.PutStakeholder(a_stakeholder(lead_id=lead)))
    assert fact(known_in(office), "stakeholders.champion", lead) == 1.0


def test_a_chosen_day_after_creation_leaves_out_what_came_after_it(office):
    lead = office.lead()
    office.clock.pass_days(10)
    office.happened(lead, "demo_requested", ago=1)
    office.clock.pass_days(10)
    close(office, lead)
    assert weight(known_in(office), "demo", lead) == 1
    assert weight(known_in(office, within_days=5), "demo", lead) == 0


def test_an_outcome_without_date_is_used_without_it_and_said():
    undated = a_record(a_lead(1, outcome="won"), an_activity("demo_requested", ago=700))
    ahead = a_record(a_lead(2, outcome="lost", closed_at=days_ago(-30)))
    leads = population([undated, ahead])
    assert (leads.chosen.undated, leads.chosen.future) == (1, 1)
    assert np.isnan(leads.evidence.closed_at).all()
    assert weight(leads, "demo", 1) == 1  # looked at from its own last day


def test_deleted_leads_teach_nothing(office):
    gone = office.lead("Gone")
    close(office, gone)
    office.do(c.DeleteLeads((gone,)))
    assert len(known_in(office)) == 0


def test_all_leads_of_the_quarter_are_its_leads(office):
    before, during, open_ = office.lead("Before"), office.lead("During"), office.lead("Open")
    quarter = last_quarter(NOW)
    records = [
        a_record(a_lead(before, created_at=_in(quarter, -50), outcome="won", closed_at=_in(quarter, 10))),
        a_record(a_lead(during, created_at=_in(quarter, 5), outcome="lost", closed_at=_in(quarter, 100))),
        a_record(a_lead(open_, created_at=_in(quarter, 6))),
        a_record(a_lead(99, created_at=_in(quarter, -6))),
    ]
    leads = population(records, period=quarter)
    assert sorted(leads.lead_ids.tolist()) == [before, during, open_]
    assert (leads.chosen.closed, leads.chosen.customers) == (1, 1)  # who closed later was still open then
    assert leads.evidence.everybody == 3


def _in(period: Period, day: float):
    assert period.start is not None
    return moment_of(period.start + int(day * 86_400))


def test_a_quarter_is_one_of_the_calendar():
    quarter = last_quarter(NOW)
    assert (moment_of(quarter.start).date().isoformat(), moment_of(quarter.end).date().isoformat()) == (
        "2026-07-01",
        "2026-10-01",
    )
    assert between(NOW, NOW).end - seconds(NOW) == 86_400


def test_a_lead_is_as_old_as_it_was_on_the_day_of_its_outcome():
    matrix = a_matrix(
        a_criterion("fresh", 5, when=Test("created_at", Operator.WITHIN, 30.0)),
        a_criterion("old", -5, when=at_least("days_since_created", 300)),
    )
    quick = a_record(a_lead(1, created_at=days_ago(620), outcome="won", closed_at=days_ago(600)))
    slow = a_record(a_lead(2, created_at=days_ago(400), outcome="lost", closed_at=days_ago(40)))
    leads = population([quick, slow], matrix)
    assert [weight(leads, "fresh", 1), weight(leads, "old", 1)] == [1, 0]
    assert [weight(leads, "fresh", 2), weight(leads, "old", 2)] == [0, 1]


def test_what_an_import_brings_with_the_outcome_stays_and_what_a_later_one_brings_does_not():
    closed_at = seconds(days_ago(50))
    told = a_record(a_lead(1, industry="Food", outcome="won", closed_at=days_ago(50)))
    synced = a_record(a_lead(2, industry="Food", outcome="won", closed_at=days_ago(50)))
    columns = Columns.of([told, synced])
    entered = Entered(columns.ids, np.full(2, closed_at - 900), np.ones(2, np.int64))
    changes = (
        FieldChange(2, "industry", None, closed_at + 900, operation=8, imported=True),
        FieldChange(1, "industry", None, closed_at + 500, operation=5, imported=True),
        FieldChange(1, "outcome", None, closed_at + 500, operation=5, imported=True),
        FieldChange(2, "outcome", None, closed_at + 400, operation=4, imported=True),
    )
    leads = population_of(columns, PastFacts(entered, changes=changes), some_rules(), ALL_TIME, NOW)
    assert (fact(leads, "industry", 1), fact(leads, "industry", 2)) == ("Food", None)
    assert late(leads)["industry"] == (1, 1)


def test_what_came_into_the_store_after_its_outcome_is_called_undated():
    columns = Columns.of([a_record(a_lead(n, industry="Food", outcome="won", closed_at=days_ago(50))) for n in (1, 2)])
    entered = Entered(columns.ids, np.full(2, seconds(days_ago(3))), np.ones(2, np.int64))
    leads = population_of(columns, PastFacts(entered), some_rules(), ALL_TIME, NOW)
    assert {one.key: one.undated for one in leads.features}["industry"]


def test_a_period_in_which_nobody_came_is_empty():
    records = [a_record(a_lead(1, outcome="won", closed_at=days_ago(1)), an_activity(ago=2))]
    leads = population(records, period=Period(0, 86_400))
    assert (len(leads), leads.evidence.everybody, leads.known.late) == (0, 0, ())


def test_closed_leads_come_oldest_first():
    records = [a_record(a_lead(n, outcome="won", closed_at=days_ago(n * 7 % 10))) for n in range(1, 9)]
    closed_at = population([*records, a_record(a_lead(50))]).evidence.closed_at
    assert np.all(np.diff(closed_at) >= 0)
    assert len(closed_at) == 8


def test_points_of_any_kind_score_as_the_evaluator_does(office):
    for n in range(40):
        lead = office.lead(f"Lead {n}", industry="Logistics" if n % 3 else "Food", employees=10.0 * n)
        for _ in range(n % 5):
            office.happened(lead, "webinar_attended", ago=n)
        close(office, lead, "won" if n % 2 else "lost")
    leads = known_in(office)
    points = np.asarray([level.points for level in leads.levels])
    assert np.array_equal(leads.scorer()(points), leads.evidence.today)
    doubled = leads.scorer(closed_only=False)(points * 2)
    assert doubled.max() > leads.today.max()


def test_a_rule_about_a_day_of_the_calendar_sees_that_day_and_not_the_moved_one():
    """Leads that came before the fair and were closed long ago are not judged as if they had come after it."""
    fair = days_ago(100)
    since_the_fair = Test("created_at", Operator.AFTER, fair)
    new = Test("created_at", Operator.WITHIN, 30.0)
    matrix = a_matrix(a_criterion("fair", 5, when=since_the_fair), a_criterion("new", 5, when=new))
    records = [
        a_record(a_lead(1, created_at=days_ago(300), outcome="lost", closed_at=days_ago(290))),
        a_record(a_lead(2, created_at=days_ago(90), outcome="won", closed_at=days_ago(20))),
    ]
    leads = population(records, matrix)
    assert [weight(leads, "fair", lead) for lead in (1, 2)] == [0, 1]
    assert [weight(leads, "new", lead) for lead in (1, 2)] == [1, 0]
