"""Judging scores: the AUC and its interval, folds, curves, comparison and leakage."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from leadqual_gui.domain.calibration.comparison import best_share, compare, gains, held_out, matched_tiers, tiers_of
from leadqual_gui.domain.calibration.curve import fit_curve
from leadqual_gui.domain.calibration.grids import grid_of, roundest
from leadqual_gui.domain.calibration.leakage import find_leaks
from leadqual_gui.domain.calibration.levels import pooled
from leadqual_gui.domain.calibration.results import LeakKind, Method, StoppedError, Verdict
from leadqual_gui.domain.calibration.validation import auc, auc_difference, folds
from leadqual_gui.domain.calibration.values import Feature
from tests.calibration.learned import DAY, a_matrix, evidence, level, numbers, some_leads, words


def pairs_in_order(score: np.ndarray, won: np.ndarray) -> float:
    """The slow and obvious AUC."""
    pairs = [(a > b) + (a == b) / 2 for a in score[won] for b in score[~won]]
    return sum(pairs) / len(pairs)


def test_the_auc_is_the_share_of_pairs_in_order() -> None:
    random = np.random.default_rng(1)
    score, won = random.integers(0, 8, 60), random.random(60) < 0.4
    assert auc(score, won).value == pytest.approx(pairs_in_order(score, won))


def test_the_interval_holds_the_truth_nineteen_times_in_twenty() -> None:
    random, inside = np.random.default_rng(2), 0
    truth = 0.5 * (1 + math.erf(0.5))  # normal scores, a deviation apart
    for _ in range(300):
        won = np.arange(120) < 50
        found = auc(random.normal(size=120) + won, won)
        inside += found.low <= truth <= found.high
    assert 0.91 <= inside / 300 <= 0.98


def test_ten_leads_in_perfect_order_are_no_certainty() -> None:
    won = np.arange(10) >= 5
    found = auc(np.arange(10), won)
    assert found.value == 1.0
    assert found.low < 0.6


def test_nobody_knows_the_auc_of_winners_only() -> None:
    assert auc(np.arange(5), np.ones(5, np.bool_)).value is None
    assert auc_difference(np.arange(5), np.arange(5), np.ones(5, np.bool_)).within_chance


def test_a_difference_is_told_from_chance_on_the_same_leads() -> None:
    random = np.random.default_rng(3)
    won = random.random(800) < 0.5
    good, same = random.normal(size=800) + won, random.normal(size=800)
    assert not auc_difference(good, same, won).within_chance
    assert auc_difference(same, random.normal(size=800), won).within_chance


def test_folds_are_stratified_and_keep_copies_together() -> None:
    random = np.random.default_rng(4)
    won = random.random(500) < 0.2
    alike = np.concatenate((np.arange(400), np.arange(100)))
    fold = folds(won, alike, 5, 0)
    assert all(fold[k] == fold[400 + k] for k in range(100))
    shares = [won[fold == k].sum() for k in range(5)]
    assert max(shares) - min(shares) <= 8
    assert np.array_equal(fold, folds(won, alike, 5, 0))
    assert not np.array_equal(fold, folds(won, alike, 5, 1))


def test_a_common_type_of_lead_is_not_taken_for_copies() -> None:
    won = np.arange(200) % 2 == 0
    assert len(np.unique(folds(won, np.zeros(200, np.intp), 5, 0))) == 5


def test_three_winners_make_three_folds() -> None:
    won = np.arange(50) < 3
    fold = folds(won, None, 5, 0)
    assert sorted(np.bincount(fold[won])) == [1, 1, 1]


def test_tiers_are_read_from_the_number_shown() -> None:
    score, won = np.array([394, 395, 400, 694, 695]), np.array([False, True, False, True, True])
    assert [(t.won, t.lost) for t in tiers_of(score, won, (0, 400, 700))] == [(0, 1), (2, 1), (1, 0)]


def test_the_best_fifth_holds_its_share_of_customers() -> None:
    won = np.arange(100) >= 80
    assert best_share(np.arange(100), won)[0] == 1.0
    assert best_share(np.zeros(100), won)[0] == pytest.approx(0.2)  # all the same: a fifth of the customers
    assert best_share(np.arange(100), np.zeros(100, np.bool_)) is None


def test_gains_run_from_none_to_all_within_their_band() -> None:
    random = np.random.default_rng(5)
    won = random.random(300) < 0.3
    found = gains(random.normal(size=300) + won, won)
    assert (found.customers[0], found.customers[-1]) == (0.0, 1.0)
    assert np.all(np.diff(found.customers) >= 0)
    assert np.all((found.low <= found.customers) & (found.customers <= found.high))


@pytest.mark.parametrize("leads", [60, 3_000])
def test_the_curve_rises_and_is_near_the_truth(leads: int) -> None:
    random = np.random.default_rng(6)
    score = random.integers(0, 1001, leads)
    truth = 0.05 + 0.6 * score / 1000
    won = random.random(leads) < truth
    curve = fit_curve(score, won)
    assert np.all(np.diff(curve.rates) >= -1e-9)
    assert np.all((curve.low <= curve.rates) & (curve.rates <= curve.high))
    if leads > 1_000:
        assert np.max(np.abs(curve.at(np.array([200, 500, 800])) - np.array([0.17, 0.35, 0.53]))) < 0.08
        assert curve.error is not None
        assert curve.error < 0.04
    else:
        assert curve.error is None  # too few to check


def test_a_curve_of_nothing_or_of_winners_only_is_flat() -> None:
    assert len(fit_curve(np.zeros(0), np.zeros(0, np.bool_)).scores) == 0
    winners = fit_curve(np.arange(10), np.ones(10, np.bool_))
    assert winners.at(5.0) == 1.0
    assert winners.low[0] < 0.8
    same = fit_curve(np.full(40, 500), np.arange(40) < 10)
    assert same.at(500.0) == pytest.approx(0.25)


def test_a_better_matrix_is_better_at_random_and_by_date() -> None:
    features, won = some_leads(800)
    found = compare(evidence(a_matrix(features), won), Method.FITTED, (0, 40, 100))
    assert found.verdict is Verdict.PROPOSED
    for split in (found.at_random, found.by_date):
        assert split is not None
        assert split.difference.low > 0
        assert (split.proposed.auc.value or 0) > (split.today.auc.value or 0)
        assert len(split.proposed.tiers) == 3
    assert found.by_date is not None
    assert found.by_date.tested_on == 160
    assert found.by_date.since == 640 * DAY


def test_leads_without_dates_have_no_split_by_date() -> None:
    features, won = some_leads(300)
    undated = evidence(a_matrix(features), won, np.full(300, np.nan))
    found = compare(undated, Method.LIFT, (0, 40))
    assert found.by_date is None
    assert found.at_random is not None


def test_a_world_that_turns_is_seen_by_date_only() -> None:
    features, won = some_leads(1_000)
    turned = np.where(np.arange(1_000) < 800, won, ~won)
    found = compare(evidence(a_matrix(features), turned), Method.FITTED, (0, 40))
    assert found.at_random is not None
    assert found.by_date is not None
    assert (found.at_random.proposed.auc.value or 0) > 0.55
    assert (found.by_date.proposed.auc.value or 1) < 0.45


def test_points_of_today_differ_from_today_by_nothing() -> None:
    features, won = some_leads(300)
    found = compare(evidence(a_matrix(features), won), Method.TODAY, (0, 40))
    assert found.at_random is not None
    assert found.at_random.difference.value == 0.0
    assert found.at_random.difference.within_chance


def test_nothing_to_compare_without_losers() -> None:
    found = compare(evidence([level("any", 0, np.ones(20))], np.ones(20, np.bool_)), Method.LIFT, (0,))
    assert (found.verdict, found.at_random, found.by_date) == (Verdict.ONLY_WON, None, None)


def test_comparing_stops_when_asked() -> None:
    features, won = some_leads(200)
    with pytest.raises(StoppedError):
        compare(evidence(a_matrix(features), won), Method.FITTED, (0,), progress=lambda _: False)


def test_one_score_on_its_own() -> None:
    features, won = some_leads(300)
    held = held_out(np.rint(features[0].values).astype(np.int64), won, (0, 500))
    assert held.auc.low > 0.5
    assert held.calibration.error is not None


def test_a_fact_that_decides_all_is_named() -> None:
    features, won = some_leads(400)
    leaks = find_leaks([*features, words("custom.contract", won.astype(float), ("none", "signed"))], (), won)
    assert leaks[0].key == "custom.contract"
    assert leaks[0].serious
    assert {leak.kind for leak in leaks} >= {LeakKind.DECIDES, LeakKind.ALL_OR_NONE}
    assert (leaks[0].auc or 0) > 0.99
    assert all(leak.key == "custom.contract" for leak in leaks)


def test_a_field_filled_in_for_winners_only_is_named() -> None:
    features, won = some_leads(400)
    amount = np.where(won & (np.arange(400) % 10 < 8), np.arange(400.0), np.nan)
    kinds = {leak.kind: leak for leak in find_leaks([*features, numbers("expected_value", amount)], (), won)}
    named = kinds[LeakKind.WINNERS_ONLY]
    assert named.key == "expected_value"
    assert named.share_known_lost == 0.0
    assert named.share_known_won == pytest.approx(0.8, abs=0.1)


def test_a_word_that_all_buyers_have_is_named_with_its_numbers() -> None:
    random = np.random.default_rng(7)
    won = random.random(1_000) < 0.3
    stage = np.where(won & (random.random(1_000) < 0.2), 1.0, 0.0)
    leak = find_leaks([words("custom.stage", stage, ("open", "invoice"))], (), won)[0]
    assert (leak.kind, leak.word, leak.rate.lost) == (LeakKind.ALL_OR_NONE, "invoice", 0)
    assert not leak.serious  # to be looked at, but it does not decide everything


def test_values_that_came_after_the_outcome_are_named() -> None:
    features, won = some_leads(200)
    late = Feature("custom.score", features[0].kind, features[0].values, late=150)
    assert LeakKind.AFTERWARDS in {leak.kind for leak in find_leaks([late], (), won)}


def test_a_level_that_decides_is_named_by_criterion_and_level() -> None:
    _, won = some_leads(300)
    leak = find_leaks((), [level("paid", 1, won)], won)[0]
    assert (leak.key, leak.serious) == ("paid:1", True)


def test_honest_facts_leak_nothing() -> None:
    features, won = some_leads(800)
    assert not [leak for leak in find_leaks(features, a_matrix(features), won) if leak.serious]
    assert find_leaks(features, (), np.ones(800, np.bool_)) == ()


@pytest.mark.parametrize(
    ("low", "high", "cut"),
    [
        (49, 51, 50),
        (0, 1, 1),
        (-3, 4, 0),
        (0.061, 0.078, 0.07),
        (1_234, 1_999, 1500),
        (9, 10, 10),
        (3, 3.0000001, 3.0000001),
    ],
)
def test_cuts_are_numbers_that_a_person_would_choose(low: float, high: float, cut: float) -> None:
    assert roundest(low, high) == cut


def test_bins_keep_every_value_in_its_order() -> None:
    random = np.random.default_rng(8)
    values = np.concatenate((np.exp(random.normal(3, 2, 500)), np.zeros(300), [np.nan] * 40))
    grid = grid_of(numbers("annual_revenue", values))
    assert grid is not None
    codes = grid.codes(values)
    assert np.all(codes[-40:] == 0)
    order = np.argsort(values[:-40], kind="stable")
    assert np.all(np.diff(codes[:-40][order]) >= 0)
    assert all(a < b for a, b in pairwise(grid.edges))
    assert np.bincount(codes)[1:].min() >= 5


def test_pooled_values_never_fall_and_keep_their_mean() -> None:
    values, weight = np.array([3.0, 1.0, 2.0, 5.0, 4.0]), np.array([1.0, 2.0, 1.0, 1.0, 3.0])
    line = pooled(values, weight)
    assert np.all(np.diff(line) >= 0)
    assert weight @ line == pytest.approx(weight @ values)


def test_hot_leads_are_compared_with_as_many_as_are_hot_today() -> None:
    features, won = some_leads(1_000)
    found = compare(evidence(a_matrix(features), won), Method.FITTED, (0, 40, 100))
    for split in (found.at_random, found.by_date):
        assert split is not None
        for today, proposed in zip(split.today.tiers, split.proposed.tiers, strict=True):
            assert proposed.leads == today.leads
        assert sum(t.won for t in split.proposed.tiers) == sum(t.won for t in split.today.tiers)


def test_a_scale_of_its_own_in_each_part_makes_no_leads_hot() -> None:
    random = np.random.default_rng(2)
    today = random.integers(0, 100, 900) * 10
    won = random.random(900) < today / 1_500
    parts = np.arange(900) % 3
    stretched = today * np.array([1, 3, 10])[parts]
    assert matched_tiers(stretched, today, won, (0, 400, 800), parts) == tiers_of(today, won, (0, 400, 800))
    assert tiers_of(stretched, won, (0, 400, 800)) != tiers_of(today, won, (0, 400, 800))
