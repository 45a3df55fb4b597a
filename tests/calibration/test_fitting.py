"""Today's matrix refitted: what changes, what stays, and when it is held back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from leadqual_gui.domain.calibration.fitting import Columns, fit_points, points_by
from leadqual_gui.domain.calibration.points import article_points, equal_points, lift_points, rates_of
from leadqual_gui.domain.calibration.proposing import propose_points
from leadqual_gui.domain.calibration.results import LevelProposal, Method, PointsProposal, StoppedError, Verdict
from leadqual_gui.domain.close_rates import CloseRate
from tests.calibration.learned import a_matrix, evidence, level, numbers, some_leads


def of(proposal: PointsProposal, criterion: str, number: int = 0) -> LevelProposal:
    return next(each for each in proposal.levels if (each.criterion, each.level) == (criterion, number))


def proposal_for(leads: int = 800) -> PointsProposal:
    features, won = some_leads(leads)
    return propose_points(evidence(a_matrix(features), won))


def test_the_wrong_idea_is_corrected() -> None:
    proposal = proposal_for()
    assert proposal.verdict is Verdict.PROPOSED
    assert of(proposal, "hotel").fitted > of(proposal, "bakery").fitted
    assert not proposal.difference.within_chance
    assert (proposal.checked[proposal.method].value or 0) > (proposal.checked[Method.TODAY].value or 0)


def test_points_are_whole_and_keep_their_scale_and_sign() -> None:
    features, won = some_leads(800)
    levels = a_matrix(features)
    for told, column in zip(propose_points(evidence(levels, won)).levels, levels, strict=True):
        for points in (told.article, told.lift, told.fitted, told.proposed):
            assert points is not None
            assert points % 10 == 0
            assert column.least <= points <= column.most


def test_ordered_levels_never_change_direction() -> None:
    features, won = some_leads(800)
    proposal = propose_points(evidence(a_matrix(features), ~won))  # small companies buy here
    for points in ("fitted", "lift", "article"):
        sizes = [getattr(of(proposal, "size", n), points) for n in range(3)]
        assert sizes == sorted(sizes)


def test_a_level_with_few_leads_keeps_its_points() -> None:
    features, won = some_leads(800)
    rare = np.zeros(800)
    rare[:4] = 1
    told = of(propose_points(evidence([*a_matrix(features), level("rare", 0, rare, 70)], won)), "rare")
    assert (told.few, told.proposed, told.fitted, told.rate.leads) == (True, 70, None, 4)


def test_the_articles_example_gives_36_points() -> None:
    clicked, everybody = CloseRate(36, 64), CloseRate(300, 700)
    on_100 = level("clicked", 0, np.ones(100), most=1000)
    assert article_points([on_100], [clicked], everybody).tolist() == [360]
    assert article_points([on_100], [CloseRate(29, 71)], everybody).tolist() == [0]
    on_10 = level("clicked", 0, np.ones(100), most=100)
    assert article_points([on_10], [clicked], everybody).tolist() == [40]


def test_lift_points_stand_on_both_sides_of_the_control_rate() -> None:
    won = np.arange(200) % 2 == 0
    good, bad = np.zeros(200), np.zeros(200)
    good[:100:2], bad[1:100:2] = 1, 1
    levels = [level("good", 0, good, least=-100), level("bad", 0, bad, least=-100)]
    points = lift_points(levels, rates_of(levels, won), CloseRate(100, 100))
    assert points.tolist() == [100, -100]


def test_with_few_leads_the_fit_stays_near_todays_points() -> None:
    features, won = some_leads(2_000)
    few, many = slice(0, 40), slice(0, 2_000)

    def distance(part: slice) -> float:
        columns = Columns.of([level(c.criterion, c.level, c.weight[part], c.points) for c in a_matrix(features)])
        fitted = fit_points(columns, won[part]).points
        today = np.array([c.points for c in columns.levels])
        return 1 - float(np.corrcoef(fitted, today)[0, 1])

    assert distance(few) < distance(many)


def test_below_thirty_won_it_holds_back() -> None:
    features, won = some_leads(40)
    proposal = propose_points(evidence(a_matrix(features), won))
    assert (proposal.verdict, proposal.method) == (Verdict.TOO_FEW, Method.TODAY)
    assert all(each.proposed == each.today for each in proposal.levels)
    assert proposal.checked[Method.FITTED].value is not None  # there to see


def test_a_lottery_changes_nothing() -> None:
    features, won = some_leads(500)
    for seed in range(3):
        lottery = np.random.default_rng(seed).permutation(won)
        proposal = propose_points(evidence(a_matrix(features), lottery))
        assert proposal.verdict is Verdict.CHANCE
        assert all(each.proposed == each.today for each in proposal.levels)


def test_points_that_are_right_already_stay() -> None:
    random = np.random.default_rng(0)
    reached = random.random(600) < 0.5
    won = random.random(600) < np.where(reached, 0.7, 0.3)
    proposal = propose_points(evidence([level("reached", 0, reached, 80)], won))
    assert proposal.verdict is Verdict.NO_BETTER
    assert proposal.levels[0].proposed == 80


@pytest.mark.parametrize(
    ("outcome", "verdict"),
    [([], Verdict.NO_LEADS), ([True] * 40, Verdict.ONLY_WON), ([False] * 40, Verdict.ONLY_LOST)],
)
def test_without_two_sides_todays_points_stay(outcome: list[bool], verdict: Verdict) -> None:
    won = np.array(outcome, np.bool_)
    proposal = propose_points(evidence([level("any", 0, np.ones(len(won)), 70)], won))
    assert (proposal.verdict, proposal.levels[0].proposed) == (verdict, 70)


def test_five_leads_and_no_levels() -> None:
    won = np.array([True, False, True, False, False])
    assert propose_points(evidence([level("any", 0, won, 70)], won)).verdict is Verdict.TOO_FEW
    assert propose_points(evidence([], won)).verdict is Verdict.NO_LEVELS


def test_a_level_that_separates_perfectly_gets_its_most_and_no_more() -> None:
    won = np.arange(100) % 2 == 0
    other = np.arange(100) % 3 == 0
    proposal = propose_points(evidence([level("sure", 0, won, 10), level("other", 0, other, 50)], won), leaks=())
    assert of(proposal, "sure").fitted == 100
    assert 0 <= of(proposal, "other").fitted < 100


def test_the_same_level_twice_and_one_that_everybody_has() -> None:
    features, won = some_leads(400)
    hotel = level("hotel", 0, features[1].values == 3, 20)
    again = level("again", 0, features[1].values == 3, 20)
    everybody = level("everybody", 0, np.ones(400), 30)
    proposal = propose_points(evidence([hotel, again, everybody], won))
    assert of(proposal, "hotel").fitted == of(proposal, "again").fitted
    assert of(proposal, "everybody").proposed == 30


def test_a_scorer_with_caps_is_asked_for_scores() -> None:
    features, won = some_leads(400)
    levels = a_matrix(features)
    plain = Columns.of(levels).plain
    asked: list[int] = []

    def capped(points: np.ndarray) -> np.ndarray:
        asked.append(1)
        return np.minimum(plain(points), 60)

    proposal = propose_points(evidence(levels, won), scorer=capped)
    assert asked
    assert proposal.checked != propose_points(evidence(levels, won)).checked


def test_fitting_stops_when_asked() -> None:
    features, won = some_leads(200)
    with pytest.raises(StoppedError):
        propose_points(evidence(a_matrix(features), won), progress=lambda _: False)


def test_equal_points_know_only_the_sign() -> None:
    features, won = some_leads(200)
    columns = Columns.of([*a_matrix(features), level("silent", 0, won, -50, least=-100, most=0)])
    assert set(points_by(Method.EQUAL, columns, won).tolist()) == {10, -10}


def test_a_criterion_that_tells_the_outcome_keeps_its_points_and_decides_nothing() -> None:
    features, won = some_leads(800)
    signed = level("signed", 0, won ^ (np.arange(800) % 40 == 0), 70)
    honest = propose_points(evidence(a_matrix(features), won))
    found = propose_points(evidence([*a_matrix(features), signed], won))
    told = of(found, "signed")
    assert (told.leaks, told.proposed, told.fitted, told.supported) == (True, 70, None, False)
    assert told.rate.leads > 200
    assert found.checked == honest.checked
    assert [each.proposed for each in found.levels[:-1]] == [each.proposed for each in honest.levels]


def test_a_fact_that_tells_the_outcome_takes_its_criterion_along() -> None:
    features, won = some_leads(800)
    paid = numbers("custom.paid", np.where(won, 100.0, 0.0) + np.arange(800) % 7)
    some = replace(level("paid", 0, features[1].values == 2, 40), facts=frozenset({"custom.paid"}))
    known = replace(evidence([*a_matrix(features), some], won), features=(paid,))
    found = propose_points(known)
    assert of(found, "paid").leaks
    assert not of(found, "size").leaks


def test_only_changes_that_the_leads_ask_for_are_supported() -> None:
    random = np.random.default_rng(11)
    matters, chance = random.random(900) < 0.4, random.random(900) < 0.4
    won = random.random(900) < np.where(matters, 0.6, 0.2)
    rare = np.arange(900) < 5
    levels = [level("matters", 0, matters, 20), level("chance", 0, chance, 60), level("rare", 0, rare, 40)]
    found = propose_points(evidence(levels, won))
    assert of(found, "matters").supported
    assert not of(found, "rare").supported
    again = propose_points(evidence(levels, won))
    assert again == found


def test_a_level_that_may_give_nothing_is_given_nothing() -> None:
    assert equal_points([level("kept", 0, np.zeros(3), 0, least=0, most=0)]).tolist() == [0]
