"""Fortnights in which something is odd with time, and first days: what rings is the same, and only what is new."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from leadqual_gui.adapters.rules_yaml.watch import RulesFolder
from leadqual_gui.app.bootstrap import shipped_rules
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.services import commands as c
from leadqual_gui.services.moving_values import PassReport
from leadqual_gui.services.operations import Said
from leadqual_gui.services.sample.making import make_sample
from tests.builders import FixedClock
from tests.funnel.desk import FunnelOffice, the_rules
from tests.services.office import Office

BERLIN = ZoneInfo("Europe/Berlin")
Told = Callable[[FunnelOffice], None]


class SampleOffice(FunnelOffice):
    """An office whose day is not opened before the sample is there."""

    def open_day(self) -> PassReport:
        """The first look at a day, if there are leads."""
        return super().open_day() if self.workspace.store.count() else PassReport()


def four_leads(office: FunnelOffice) -> None:
    """One hot and fading, one silent before long, one promised something, one that nobody looks after."""
    hot, silent, promised, left = (office.lead(f"Lead {n}", employees=60 if n == 1 else 20) for n in range(1, 5))
    office.happened(hot, "demo_requested", 0.5)
    office.happened(silent, "webinar_attended", 25)
    due = office.clock.now() + timedelta(days=3, hours=5)
    office.do(c.PutFollowUp(FollowUp(0, promised, "call", due, "Call back")))
    office.do(c.AdjustScore(left, 250, "fit", "Knows us", "Ana", office.clock.now() + timedelta(days=9)))


def fortnight(folder: Path, begin: datetime, told: Told, naps: list[float], zone: ZoneInfo = BERLIN) -> FunnelOffice:
    """Two weeks from `begin`, with a look at the day after each nap."""
    office = FunnelOffice(folder, clock=FixedClock(begin))
    office.funnel.zone = zone
    told(office)
    for nap in naps:
        office.next_day(nap)
    return office


def rung(office: FunnelOffice) -> list[tuple[object, ...]]:
    """All that rang and where all leads stand, in an order of its own; then the office closes."""
    alerts = sorted(
        (a.lead_id, a.kind, a.at, a.anchor, a.step, a.shown_after or 0, a.tier_after)
        for a in office.workspace.store.day_book.alerts()
    )
    stages = [(lead.id, lead.stage, lead.stage_since) for lead in office.workspace.store.leads(range(1, 5))]
    office.workspace.close()
    return [*alerts, *stages]


@pytest.mark.parametrize(
    "begin",
    [
        pytest.param(datetime(2026, 3, 22, 8, 30, tzinfo=UTC), id="clocks go forward"),
        pytest.param(datetime(2026, 10, 18, 8, 30, tzinfo=UTC), id="clocks go back"),
        pytest.param(datetime(2028, 2, 20, 22, 45, tzinfo=UTC), id="29 February"),
        pytest.param(datetime(2026, 12, 24, 23, 30, tzinfo=UTC), id="new year"),
    ],
)
def test_an_odd_fortnight_rings_the_same_by_the_day_and_slept_through(tmp_path: Path, begin: datetime):
    daily = rung(fortnight(tmp_path / "daily", begin, four_leads, [1.0] * 14))
    asleep = rung(fortnight(tmp_path / "asleep", begin, four_leads, [14.0]))
    assert daily == asleep
    assert {"crossed_down", "silent", "follow_up_due", "overdue"} <= {row[1] for row in daily}


def test_a_clock_set_back_for_some_hours_in_between_rings_nothing_twice(tmp_path: Path):
    begin = datetime(2026, 5, 4, 9, tzinfo=UTC)
    daily = rung(fortnight(tmp_path / "daily", begin, four_leads, [1.0] * 6 + [-0.4, 0.4] + [1.0] * 8))
    assert daily == rung(fortnight(tmp_path / "asleep", begin, four_leads, [14.0]))


def test_a_journey_in_between_rings_the_same_things_once(tmp_path: Path):
    begin, away = datetime(2026, 5, 4, 9, tzinfo=UTC), ZoneInfo("Pacific/Auckland")
    there = fortnight(tmp_path / "there", begin, four_leads, [1.0] * 7)
    there.funnel.zone = away
    for _ in range(7):
        there.next_day(1)
    named = [[(r[0], r[1], r[4]) for r in rung(office) if len(r) > 3] for office in (there,)]
    named += [[(r[0], r[1], r[4]) for r in rung(fortnight(tmp_path / "home", begin, four_leads, [14.0])) if len(r) > 3]]
    assert named[0] == named[1]


def test_the_sample_s_fortnight_rings_the_same_by_the_day_and_slept_through(tmp_path: Path):
    rules, begin = RulesFolder(shipped_rules()).load().rules, datetime(2026, 3, 20, 7, tzinfo=UTC)

    def run(name: str, naps: list[float]) -> list[tuple[object, ...]]:
        office = SampleOffice(tmp_path / name, rules, FixedClock(begin))
        make_sample(office.workspace, begin)
        office.funnel.zone = BERLIN
        office.open_day()
        for nap in naps:
            office.next_day(nap)
        return rung(office)

    daily = run("daily", [1.0] * 14)
    assert daily == run("asleep", [14.0])
    assert len(daily) > 40


def test_a_first_day_announces_nothing_of_what_was_there_before(tmp_path: Path):
    office = Office(tmp_path, the_rules())
    long_ago = office.clock.now() - timedelta(days=400)
    leads = [office.lead(f"Lead {number}", employees=60, created_at=long_ago) for number in range(20)]
    for lead in leads:
        office.happened(lead, "demo_requested", 40)
    with office.workspace.store.unit(Said("imported")) as unit:
        unit.set_fields(leads, {"stage_since": long_ago})
        unit.commit()
    office.workspace.load()
    funnel = office.workspace.funnel
    assert funnel.open_day().value.alerts == 0
    office.clock.pass_days(1)
    assert funnel.open_day().value.alerts == 0
    assert {funnel.card(lead).overdue for lead in leads} == {2}
    office.workspace.close()


def test_a_promise_for_the_past_is_refused_and_one_that_lapsed_while_asleep_rings_once(tmp_path: Path):
    office = FunnelOffice(tmp_path)
    ines = office.lead("Ines Carvalho")
    past = FollowUp(0, ines, "call", office.clock.now() - timedelta(days=2), "Call back")
    assert office.refusal(c.PutFollowUp(past)) == "follow_up_in_past"
    office.do(c.PutFollowUp(FollowUp(0, ines, "call", office.clock.now() + timedelta(days=2), "Call back")))
    office.next_day(9)
    office.next_day(1)
    assert [kind for _, kind, _ in office.rung()].count("follow_up_due") == 1
    office.workspace.close()
