"""Plots and advice: thresholds, tiers that keep their promise, months, sources, the funnel, what customers share."""

import numpy as np
import pytest

from leadqual_gui.domain.calibration.cohorts import (
    histogram,
    monthly_cohorts,
    reasons_lost,
    score_bands,
    source_rates,
    tiers_over_time,
)
from leadqual_gui.domain.calibration.conversion import conversion
from leadqual_gui.domain.calibration.drift import TierRate, drift_of, tier_rates, tier_rates_over_time
from leadqual_gui.domain.calibration.ideal_profile import ideal_profile
from leadqual_gui.domain.calibration.past import TierHistory
from leadqual_gui.domain.calibration.thresholds import advise, weeks_of
from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.moments import DAY, seconds
from leadqual_gui.domain.pipeline_stats import Stay
from leadqual_gui.domain.profiles import Profile, Profiles
from leadqual_gui.domain.text import Text
from tests.builders import FUNNEL, NOW, a_lead, a_record, days_ago, is_
from tests.insights.deals import population

SHOWN = np.asarray([10, 40, 60, 80, 90, 90])
WON = np.asarray([False, False, True, False, True, True])


def test_an_edge_tells_how_many_calls_it_costs_and_whom_it_misses():
    advice = advise(SHOWN, WON, 70, weeks=2.0, calls_a_week=1.0)
    edge = advice.at(70)
    assert (edge.leads, edge.a_week, edge.caught, edge.missed) == (3, 1.5, 2, 1)
    assert edge.share == pytest.approx(2 / 3)
    assert advice.advised == 81  # two leads in two weeks
    assert advice.at(0).leads == 6


def test_without_knowing_how_long_it_took_no_edge_is_advised():
    advice = advise(SHOWN, WON, 70, weeks=None, calls_a_week=5)
    assert (advice.advised, advice.at(70).a_week) == (None, None)
    assert weeks_of(0.0, float("nan")) is None
    assert weeks_of(0.0, 3.0 * DAY) == 1.0


def test_hot_leads_that_close_less_than_warm_ones_are_noticed():
    rates = tier_rates(("cold", "warm", "hot"), np.repeat([0, 1, 2], 100).astype(np.int8), _won(5, 40, 10))
    (drift,) = drift_of(rates)
    assert (drift.colder.tier, drift.hotter.tier, drift.sure) == ("warm", "hot", True)
    (doubt,) = drift_of(tier_rates(("cold", "warm", "hot"), np.repeat([0, 1, 2], 100).astype(np.int8), _won(5, 22, 20)))
    assert not doubt.sure


def test_tiers_in_order_and_tiers_with_too_few_leads_say_nothing():
    assert drift_of([TierRate("cold", CloseRate(5, 95)), TierRate("hot", CloseRate(40, 60))]) == ()
    assert drift_of([TierRate("cold", CloseRate(5, 95)), TierRate("hot", CloseRate(0, 3))]) == ()


def _won(*counts: int) -> np.ndarray:
    return np.concatenate([np.arange(100) < count for count in counts])


def test_every_lead_stands_in_one_bin_and_the_best_in_the_last():
    closed = np.asarray([True, True, True, False, True, True])
    bins = histogram(np.asarray([0, 4, 5, 99, 100, 100]), WON, closed)
    assert (bins[0].lost, bins[1].won, bins[-1].won, bins[-1].open) == (2, 1, 2, 1)
    assert (bins[-1].low, bins[-1].high) == (95, 100)
    bands = score_bands(SHOWN, WON, closed)
    assert bands[9].closed == CloseRate(2, 0)
    assert sum(band.closed.leads + band.open for band in bands) == 6


def test_each_month_has_its_leads_and_what_became_of_them():
    ends = [("won", 100), ("lost", 100), (None, 100), ("won", 5)]
    columns = Columns.of(
        [a_record(a_lead(n, outcome=end, created_at=days_ago(ago))) for n, (end, ago) in enumerate(ends)]
    )
    cohorts = monthly_cohorts(columns, NOW)
    assert [cohort.month.date().isoformat() for cohort in cohorts] == [
        "2026-08-01",
        "2026-09-01",
        "2026-10-01",
        "2026-11-01",
    ]
    assert (cohorts[0].won, cohorts[0].lost, cohorts[0].open, cohorts[-1].leads) == (1, 1, 1, 1)
    assert cohorts[1].leads == 0
    assert monthly_cohorts(Columns.of([]), NOW) == ()


def test_sources_are_compared_and_unknown_ones_too():
    names = ["Fair", "fair", "Web", None]
    columns = Columns.of([a_record(a_lead(n, source=name, outcome="won")) for n, name in enumerate(names)])
    won = np.asarray([True, False, True, False])
    told = source_rates(columns, np.arange(4), won, np.asarray([True, True, True, False]))
    assert [(one.source, one.leads, one.closed.won) for one in told] == [("Fair", 2, 1), ("Web", 1, 1), ("", 1, 0)]


def test_reasons_of_losses_are_counted_and_silence_is_said():
    told = reasons_lost([(1, "Too dear"), (2, "too dear "), (3, "No time"), (9, "Not ours")], [1, 2, 3, 4])
    assert [(one.reason, one.leads) for one in told] == [("Too dear", 2), ("No time", 1), ("", 1)]


def test_tiers_are_told_at_the_end_of_each_month():
    moments = [seconds(days_ago(ago)) for ago in (50, 50, 30)]
    history = TierHistory(np.asarray([1, 2, 1]), np.asarray(moments), np.asarray([0, 0, 1], np.int16), ("cold", "hot"))
    told = tiers_over_time(history, np.asarray([1, 2]), NOW)
    assert [(one.at.month, dict(one.counts)) for one in told] == [
        (9, {"cold": 2, "hot": 0}),
        (10, {"cold": 1, "hot": 1}),
        (11, {"cold": 1, "hot": 1}),
    ]


def test_the_funnel_counts_who_got_how_far_and_how_long_it_took():
    leads = [
        a_lead(1, stage="won", outcome="won", closed_at=days_ago(10), created_at=days_ago(40)),
        a_lead(2, stage="new", created_at=days_ago(40)),  # was an MQL, and went back
        a_lead(3, stage="new", created_at=days_ago(40)),
        a_lead(4, stage="mql", created_at=days_ago(400)),  # came before the window
    ]
    moved = [seconds(days_ago(ago)) for ago in (30, 20)]
    stays = [Stay(1, "new", "mql", moved[0]), Stay(2, "new", "mql", moved[1]), Stay(2, "mql", "new", moved[1] + 1)]
    steps = conversion(Columns.of(list(map(a_record, leads))), FUNNEL, stays, seconds(NOW))
    assert [(one.stage, one.leads) for one in steps] == [("new", 3), ("mql", 2), ("won", 1)]
    assert (steps[1].went_on, steps[1].median_days) == (CloseRate(2, 1), 15.0)
    assert steps[2].median_days == 20.0


def test_a_workspace_without_a_funnel_has_none_to_show():
    assert conversion(Columns.of([]), FUNNEL, [], seconds(NOW)) == ()


def test_customers_from_logistics_with_many_employees_become_the_ideal_profile():
    leads = population([_deal(n, won=n % 3 == 0) for n in range(1, 301)])
    ideal = ideal_profile(leads.features, leads.chosen.won)
    assert ideal is not None
    assert {one.fact for one in ideal.facts} <= {"industry", "employees"}
    assert ideal.inside.rate > 0.6 > ideal.outside.rate
    assert ideal.of_customers > 0.7 > ideal.of_all
    old = Profiles(Profile("ours", Text("Our buyer"), is_("industry", "Food"), (Text("Price"),)))
    assert (ideal.within(old).ideal.id, ideal.within(old).ideal.cares_about) == ("ours", (Text("Price"),))
    assert ideal.within(old).ideal.when == ideal.profile.when


def test_a_protected_attribute_is_in_nobodys_profile():
    records = [
        a_record(
            a_lead(n, {"gender": "f" if n % 3 == 0 else "m"}, outcome="won" if n % 3 == 0 else "lost", closed_at=NOW)
        )
        for n in range(1, 301)
    ]
    leads = population(records)
    assert ideal_profile(leads.features, leads.chosen.won) is None


def test_a_dozen_customers_are_too_few_for_a_profile():
    leads = population([_deal(n, won=n % 3 == 0) for n in range(1, 40)])
    assert ideal_profile(leads.features, leads.chosen.won) is None


def _deal(number: int, won: bool):
    fits = won if number % 10 else not won
    return a_record(
        a_lead(
            number,
            industry="Logistics" if fits else ("Food", "Retail")[number % 2],
            employees=200.0 + number if fits else float(number % 40),
            outcome="won" if won else "lost",
            closed_at=NOW,
        )
    )


def test_customers_of_a_month_are_counted_by_how_long_they_took_and_what_is_not_over_is_not_told():
    records = [
        a_record(a_lead(1, created_at=days_ago(100), outcome="won", closed_at=days_ago(90))),
        a_record(a_lead(2, created_at=days_ago(100), outcome="won", closed_at=days_ago(50))),
        a_record(a_lead(3, created_at=days_ago(100), outcome="won")),
        a_record(a_lead(4, created_at=days_ago(10))),
    ]
    first, *_, last = monthly_cohorts(Columns.of(records), NOW)
    assert (first.won, first.won_after[:2]) == (3, (1, 2))
    assert first.won_after[-1] is None
    assert set(last.won_after) == {None}
    assert first.undated == 1


def test_a_customer_who_is_won_in_the_future_is_an_undated_one_and_moves_no_median():
    records = [
        a_record(a_lead(1, created_at=days_ago(80), outcome="won", closed_at=days_ago(70))),
        a_record(a_lead(2, created_at=days_ago(80), outcome="won", closed_at=days_ago(-300))),
    ]
    first = monthly_cohorts(Columns.of(records), NOW)[0]
    assert (first.won, first.undated, first.won_after[:2]) == (2, 1, (1, 1)), "at least so many, and that is said"
    won = conversion(Columns.of(records), FUNNEL, (), seconds(NOW))[-1]
    assert (won.leads, won.median_days) == (2, 10.0)


def test_sources_tell_what_their_customers_were_worth():
    leads = [a_lead(n, source="Fair", expected_value=value) for n, value in enumerate((100.0, 50.0, None))]
    columns = Columns.of([a_record(one) for one in leads], {"source", "expected_value"})
    (fair,) = source_rates(columns, np.arange(3), np.asarray([True, False, False]), np.ones(3, np.bool_))
    assert (fair.expected_value, fair.won_value, fair.lift) == (150.0, 100.0, 1.0)
    nothing = Columns.of([a_record(a_lead(1, source="Fair"))])
    (fair,) = source_rates(nothing, np.arange(1), np.ones(1, np.bool_), np.ones(1, np.bool_))
    assert (fair.expected_value, fair.won_value) == (None, None)


def test_euros_and_dollars_are_not_added_up():
    told = [
        ("Fair", 100.0, "EUR"),
        ("Fair", 50.0, "eur"),
        ("Web", 10.0, "EUR"),
        ("Web", 20.0, "USD"),
        ("Ad", 5.0, None),
    ]
    leads = [a_lead(n, source=s, expected_value=v, currency=c) for n, (s, v, c) in enumerate(told)]
    leads.append(a_lead(9, source="Fair", currency="USD"))  # without a value: its currency says nothing
    columns = Columns.of([a_record(one) for one in leads], {"source", "expected_value", "currency"})
    won = np.asarray([True, False, True, False, True, False])
    values = {
        one.source: (one.expected_value, one.won_value, one.currency)
        for one in source_rates(columns, np.arange(6), won, np.ones(6, np.bool_))
    }
    assert values == {"Fair": (150.0, 100.0, "EUR"), "Web": (None, None, None), "Ad": (5.0, 5.0, "")}


def test_reasons_are_told_by_stage_and_by_tier():
    told = reasons_lost([(1, "Too dear"), (2, "Too dear")], [1, 2, 3], {1: "offer", 2: "new"}, {1: "hot", 3: "cold"})
    assert [(dict(one.by_stage), dict(one.by_tier)) for one in told] == [
        ({"offer": 1, "new": 1}, {"hot": 1, "": 1}),
        ({"": 1}, {"cold": 1}),
    ]


def test_tiers_are_told_month_by_month_and_by_quarter_over_years():
    codes, won = np.asarray([0, 1, 1], np.int8), np.asarray([False, True, False])
    days = [seconds(days_ago(ago)) for ago in (70, 40, 40)]
    months = tier_rates_over_time(("cold", "hot"), codes, won, np.asarray(days, float))
    assert [(one.start.month, one.months, one.leads) for one in months] == [(9, 1, 1), (10, 1, 2)]
    assert months[1].rates[1].rate == CloseRate(1, 1)
    days[0] = seconds(days_ago(800))
    quarters = tier_rates_over_time(("cold", "hot"), codes, won, np.asarray(days, float))
    assert {one.months for one in quarters} == {3}
    assert tier_rates_over_time(("cold", "hot"), codes, won, np.full(3, np.nan)) == ()
