"""Two weeks go by: alerts ring once, with their reason, whether the program ran every day or slept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadqual_gui.adapters.db.unit import SqliteUnit
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.today_days import day_after, day_of, days_begun
from leadqual_gui.services import commands as c
from leadqual_gui.services.operations import Outcome, Said
from leadqual_gui.services.plans import Plan
from tests.builders import NOW, FixedClock
from tests.funnel.desk import FunnelOffice

BERLIN = ZoneInfo("Europe/Berlin")


def promise(office: FunnelOffice, lead_id: int, ahead: timedelta, note: str = "Call back") -> int:
    done = office.do(c.PutFollowUp(FollowUp(0, lead_id, "call", office.clock.now() + ahead, note)))
    assert isinstance(done.value, FollowUp)
    return done.value.id


def test_crossing_into_hot_rings_at_once_with_its_cause(office: FunnelOffice):
    ines = office.lead(employees=60)
    office.happened(ines, "demo_requested", 0)
    (row,) = office.funnel.alerts()
    assert (row.alert.kind, row.alert.tier_before, row.alert.tier_after) == ("crossed_up", "cold", "hot")
    assert (row.alert.shown_before, row.alert.shown_after) == (30, 75)
    assert (row.because.code, row.because.params["label"]) == ("activity_added", "Demo requested")
    assert row.next is not None
    assert row.next.play.action == "call"


def test_taking_back_what_rang_takes_the_alert_back(office: FunnelOffice):
    ines = office.lead(employees=60)
    done = office.do(c.AddActivity(ines, "demo_requested", office.at(0)))
    office.do(c.Undo(done.also[0].operation))
    office.do(c.Undo(done.operation))
    assert list(office.funnel.alerts()) == []
    assert office.rung() == []
    office.do(c.Redo(done.operation))
    assert office.rung() == [(ines, "crossed_up", "hot")]


def test_a_score_that_wavers_around_the_edge_rings_once(office: FunnelOffice):
    ines = office.lead(employees=60)
    office.happened(ines, "demo_requested", 0)
    for points in (-7, 7, -7, 7):
        office.do(c.AdjustScore(ines, points * 10, "fit", "Wavers", "Ana"))
    assert office.score(ines) == 75
    assert office.rung() == [(ines, "crossed_up", "hot")]
    office.do(c.AdjustScore(ines, -80, "fit", "Falls", "Ana"))
    assert office.rung()[0] == (ines, "crossed_down", "warm")


def test_crossing_into_hot_rings_though_the_disk_was_full_the_first_time(office: FunnelOffice, monkeypatch):
    ines = office.lead(employees=60)

    def fails(_unit: SqliteUnit) -> None:
        raise LeadQualError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(SqliteUnit, "commit", fails)
        with pytest.raises(LeadQualError):
            office.do(c.AddActivity(ines, "demo_requested", office.at(0)))
    office.do(c.AddActivity(ines, "demo_requested", office.at(0)))
    assert office.rung() == [(ines, "crossed_up", "hot")]


@pytest.mark.parametrize("meanwhile", ["moved", "deleted"])
def test_whom_a_person_took_elsewhere_while_rules_move_many_is_left_there(office: FunnelOffice, monkeypatch, meanwhile):
    bulk = office.workspace.store.bulk(Said("imported"))
    ines, omar = bulk.add_leads(["full_name", "stage"], [("Ines Carvalho", "new"), ("Omar Said", "new")])
    bulk.add_activities([(lead, "demo_requested", office.at(0), None) for lead in (ines, omar)])
    bulk.finish()
    office.workspace.load()
    funnel, done = office.funnel, []
    carry_out = funnel.carry_out

    def first_and_then_a_person(plan: Plan) -> Outcome[object]:
        outcome = carry_out(plan)
        if not done:
            done.append(plan.leads)
            (other,) = {ines, omar} - set(plan.leads)
            command = c.MoveLeads((other,), "lost", "Price") if meanwhile == "moved" else c.DeleteLeads((other,))
            office.do(command)
            done.append((other,))
        return outcome

    monkeypatch.setattr(funnel, "carry_out", first_and_then_a_person)
    funnel.settle(Said("imported"))
    (moved,), (other,) = done
    assert (office.stage(moved), office.workspace.store.lead(other) and office.stage(other)) == (
        "mql",
        "lost" if meanwhile == "moved" else None,
    )


def test_a_demo_that_fades_rings_when_the_lead_is_no_longer_hot(office: FunnelOffice):
    ines = office.lead(employees=60)
    office.happened(ines, "demo_requested", 0)
    office.next_day(1)
    assert [kind for _, kind, _ in office.rung()] == ["crossed_up"]
    office.next_day(9)
    assert office.rung()[0] == (ines, "crossed_down", "warm")
    (alert, *_) = office.workspace.store.day_book.alerts()
    assert alert.because == "rescored"
    assert alert.at < office.clock.now()


def test_overdue_comes_in_two_steps(office: FunnelOffice):
    ines = office.lead()
    office.next_day(15)
    assert (ines, "overdue", "") in office.rung()
    assert office.funnel.card(ines).overdue == 1
    office.next_day(14)
    steps = [a.step for a in office.workspace.store.day_book.alerts() if a.kind == "overdue"]
    assert steps == [2, 1]
    assert office.funnel.card(ines).overdue == 2


def test_a_promise_rings_when_it_is_due_and_not_once_it_is_kept(office: FunnelOffice):
    ines = office.lead()
    number = promise(office, ines, timedelta(hours=3))
    office.clock.pass_days(0.2)
    office.open_day()
    assert [row.alert.kind for row in office.funnel.alerts()] == ["follow_up_due"]
    office.do(c.FinishFollowUp(number))
    assert list(office.funnel.alerts()) == []


def test_an_alert_can_be_put_off_and_dealt_with_and_both_undone(office: FunnelOffice):
    ines = office.lead(employees=60)
    office.happened(ines, "demo_requested", 0)
    (row,) = office.funnel.alerts()
    office.do(c.SnoozeAlert(row.alert.id, office.clock.now() + timedelta(hours=2)))
    assert list(office.funnel.alerts()) == []
    office.clock.pass_days(0.1)
    assert len(office.funnel.alerts()) == 1
    done = office.do(c.DismissAlert(row.alert.id))
    assert list(office.funnel.alerts()) == []
    office.do(c.Undo(done.operation))
    assert len(office.funnel.alerts()) == 1
    assert office.refusal(c.SnoozeAlert(row.alert.id, office.at(1))) == "snooze_in_past"


STORY = st.lists(
    st.tuples(
        st.sampled_from(["demo_requested", "webinar_attended", "call_no_answer"]),
        st.floats(0, 40).map(lambda days: round(days, 2)),
    ),
    max_size=4,
)
LEAD = st.tuples(STORY, st.sampled_from([None, 20, 80]), st.none() | st.integers(1, 20 * 24))


def _told(office: FunnelOffice, leads: list[tuple[list[tuple[str, float]], int | None, int | None]]) -> None:
    for story, employees, promised in leads:
        lead_id = office.lead("Rana Haddad", employees=employees)
        for kind, ago in story:
            office.happened(lead_id, kind, ago)
        if promised is not None:
            promise(office, lead_id, timedelta(hours=promised))


def _state(office: FunnelOffice) -> tuple[list[object], list[object]]:
    alerts = sorted(
        (a.lead_id, a.kind, a.at, a.anchor, a.step, a.shown_before, a.shown_after, a.tier_after)
        for a in office.workspace.store.day_book.alerts()
    )
    stages = [(lead.stage, lead.stage_since) for lead in office.workspace.store.leads(range(1, 9))]
    return list(alerts), list(stages)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(LEAD, min_size=1, max_size=4), st.lists(st.sampled_from([0.3, 0.5, 1.0, 1.7, 3.0]), max_size=10))
def test_two_weeks_ring_the_same_whether_the_program_ran_or_slept(tmp_path_factory, leads, naps):
    daily = FunnelOffice(tmp_path_factory.mktemp("daily"), clock=FixedClock())
    asleep = FunnelOffice(tmp_path_factory.mktemp("asleep"), clock=FixedClock())
    for office in (daily, asleep):
        office.funnel.zone = BERLIN
        _told(office, leads)
    asleep.workspace.close()
    end = NOW + timedelta(days=14)
    for nap in naps:
        if daily.clock.now() + timedelta(days=nap) < end:
            daily.next_day(nap)
            if nap == 1.0:
                daily.open_again()
                daily.funnel.zone = BERLIN
    daily.next_day((end - daily.clock.now()) / timedelta(days=1))
    asleep.clock.moment = end
    asleep.workspace = asleep._opened()
    asleep.funnel.zone = BERLIN
    asleep.open_day()
    try:
        assert _state(daily) == _state(asleep)
    finally:
        daily.workspace.close()
        asleep.workspace.close()


def test_opening_the_day_twice_rings_nothing_twice(office: FunnelOffice):
    office.lead()
    office.next_day(40)
    rung = office.rung()
    assert rung
    assert office.open_day().alerts == 0
    assert office.rung() == rung


def test_a_clock_that_was_a_year_ahead_does_not_silence_the_year(office: FunnelOffice):
    ines = office.lead()
    office.clock.pass_days(365)
    office.open_day()
    office.clock.pass_days(-365)
    assert office.open_day().clock_set_back
    promise(office, ines, timedelta(hours=1))
    office.clock.pass_days(0.1)
    assert office.open_day().alerts == 1


def test_an_hour_back_changes_nothing(office: FunnelOffice):
    office.lead()
    office.clock.moment -= timedelta(hours=1)
    report = office.open_day()
    assert (report.clock_set_back, report.alerts, report.moved) == (False, 0, 0)


def test_days_begin_at_midnight_where_one_is_through_summer_time_and_leap_years():
    spring, autumn = datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 24, 12, tzinfo=UTC)
    assert [d.hour for d in days_begun(spring, spring + timedelta(days=3), BERLIN)] == [23, 22, 22]
    assert [d.hour for d in days_begun(autumn, autumn + timedelta(days=3), BERLIN)] == [22, 23, 23]
    leap = datetime(2028, 2, 28, 12, tzinfo=UTC)
    assert [d.day for d in days_begun(leap, leap + timedelta(days=2), UTC)] == [29, 1]
    assert day_after(leap, UTC) == datetime(2028, 2, 29, tzinfo=UTC)
    assert day_of(datetime(2026, 7, 1, 22, 30, tzinfo=UTC), BERLIN) == datetime(2026, 7, 1, 22, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_a_journey_to_another_zone_repeats_no_day(tmp_path: Path, zone: str):
    office = FunnelOffice(tmp_path)
    office.lead()
    office.funnel.zone = BERLIN
    office.next_day(20)
    rung = office.rung()
    office.funnel.zone = ZoneInfo(zone)
    office.clock.pass_days(0.01)
    office.open_day()
    assert office.rung() == rung
    office.workspace.close()
