"""Close rates beside the control rate, as the field's procedure asks for them."""

import numpy as np
import pytest

from leadqual_gui.domain.calibration.rates import (
    article_points,
    control_rate,
    level_rates,
    number_edges,
    overlaps,
    value_rates,
)
from leadqual_gui.domain.calibration.values import LevelColumn
from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.conditions import Operator, Test
from tests.builders import (
    NOW,
    a_criterion,
    a_lead,
    a_level,
    a_matrix,
    a_record,
    an_activity,
    at_least,
    days_ago,
    is_,
)
from tests.insights.deals import population


def test_the_article_gives_36_points_to_clickers_who_buy_36_times_in_100():
    clicked = [
        a_record(a_lead(n, outcome="won" if n <= 36 else None, closed_at=NOW), an_activity("website_visit", lead_id=n))
        for n in range(1, 101)
    ]
    others = [a_record(a_lead(n, outcome="won" if n <= 364 else "lost", closed_at=NOW)) for n in range(101, 1001)]
    matrix = a_matrix(a_criterion("clicks", 5, activity="website_visit"))
    leads = population([*clicked, *others], matrix)
    control = control_rate(leads.chosen.won)
    (clicks,) = level_rates(leads.levels, leads.chosen.won)
    assert (clicks.rate.won, clicks.rate.leads) == (36, 100)
    assert control.rate == pytest.approx(0.3)
    assert clicks.article == 36
    assert clicks.lift == pytest.approx(0.36 / 0.3)


def test_below_the_control_the_article_gives_nothing():
    assert article_points(CloseRate(36, 64), CloseRate(30, 70)) == 36
    assert article_points(CloseRate(30, 70), CloseRate(30, 70)) == 0
    assert article_points(CloseRate(10, 90), CloseRate(30, 70)) == 0
    assert article_points(CloseRate(0, 0), CloseRate(0, 0)) == 0


def test_open_leads_are_leads_of_the_control_too():
    assert control_rate(np.asarray([True, False, False, False])) == CloseRate(1, 3)


def test_words_are_counted_without_regard_to_case_and_protected_ones_are_named():
    records = [
        a_record(a_lead(n, {"marital_status": "single"}, industry=word, outcome="won", closed_at=NOW))
        for n, word in enumerate(["Food", "food ", "FOOD", "Retail"], 1)
    ]
    leads = population(records)
    told = {(one.fact, one.word): one for one in value_rates(leads.features, leads.chosen.won)}
    assert told["industry", "Food"].rate.leads == 3
    assert told["custom.marital_status", "single"].protected == "marital status"
    assert told["industry", "Retail"].rate.few


def test_many_numbers_are_told_in_bands_that_lose_nobody():
    records = [
        a_record(a_lead(n, employees=float(n), outcome="won" if n > 80 else "lost", closed_at=NOW))
        for n in range(1, 101)
    ]
    leads = population(records)
    bands = [one for one in value_rates(leads.features, leads.chosen.won) if one.fact == "employees"]
    assert len(bands) == 5
    assert sum(band.rate.leads for band in bands) == 100
    assert (bands[0].low, bands[-1].high) == (None, None)
    assert bands[-1].rate.rate == pytest.approx(1.0, abs=0.06)
    assert number_edges(np.asarray([1.0, 1.0, 2.0, 5.0])) == [2.0, 5.0]


def test_a_kind_of_activity_counts_those_who_did_it_at_all():
    records = [
        a_record(
            a_lead(n, outcome="won" if n < 3 else "lost", closed_at=NOW),
            *[an_activity("demo_requested", lead_id=n)] * (n % 3),
        )
        for n in range(1, 7)
    ]
    leads = population(records)
    (demo,) = [one for one in value_rates(leads.features, leads.chosen.won) if one.fact == "activities.demo_requested"]
    assert (demo.rate.leads, demo.rate.won) == (4, 2)


def test_two_criteria_that_say_the_same_are_named_together():
    both = np.asarray([1.0] * 20 + [0.0] * 60)
    levels = [_column("demo", both), _column("quote", np.roll(both, 4)), _column("else", np.roll(both, 40))]
    (note,) = overlaps(levels)
    assert (note.first, note.second, note.both, note.either) == ("demo", "quote", 16, 24)


def test_what_nearly_everybody_reaches_overlaps_with_nothing():
    most = np.asarray([1.0] * 70 + [0.0] * 10)
    assert overlaps([_column("a", most), _column("b", np.roll(most, 10))]) == ()


def _column(name: str, weight: np.ndarray) -> LevelColumn:
    return LevelColumn(name, 0, weight, 50, 0, 100)


def test_levels_that_go_one_way_have_an_order_and_a_sweet_spot_has_none():
    rising = a_criterion(
        "rising", levels=(a_level(9, at_least("employees", 50)), a_level(5, at_least("employees", 10)))
    )
    sweet = a_criterion(
        "sweet",
        levels=(
            a_level(10, Test("employees", Operator.BETWEEN, (50.0, 250.0))),
            a_level(6, Test("employees", Operator.BETWEEN, (10.0, 49.0))),
            a_level(4, at_least("employees", 251)),
        ),
    )
    words = a_criterion("words", levels=(a_level(3, is_("industry", "Food")), a_level(2, is_("industry", "Retail"))))
    leads = population([a_record(a_lead(1, outcome="won", closed_at=days_ago(1)))], a_matrix(rising, sweet, words))
    ranks = [(level.criterion, level.rank) for level in leads.levels]
    assert ranks == [("rising", 1), ("rising", 0), *[("sweet", None)] * 3, *[("words", None)] * 2]


def test_points_stay_within_the_scale_and_sign_of_their_kind():
    matrix = a_matrix(
        a_criterion("big", 23.5, when=is_("industry", "Food")), a_criterion("bad", -4, when=is_("industry", "None"))
    )
    leads = population([a_record(a_lead(1, outcome="won", closed_at=NOW))], matrix)
    assert [(level.least, level.most) for level in leads.levels] == [(0, 240), (-240, 0)]
