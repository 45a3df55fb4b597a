"""Criteria learned from facts: what is found, what is left alone, and what awkward lists do."""

from __future__ import annotations

import numpy as np
import pytest

from leadqual_gui.domain.calibration.cards import holds, score_card
from leadqual_gui.domain.calibration.learning import learn_criteria
from leadqual_gui.domain.calibration.results import LearnedCard, StoppedError, Verdict
from leadqual_gui.domain.calibration.validation import auc
from leadqual_gui.domain.calibration.values import Feature
from tests.calibration.learned import INDUSTRIES, numbers, some_leads, words


def quick(features: list[Feature], won: np.ndarray) -> LearnedCard:
    return learn_criteria(features, won, check=False)


def test_what_decides_is_found_and_what_does_not_is_left_alone() -> None:
    features, won = some_leads(600)
    card = learn_criteria(features, won)
    assert card.verdict is Verdict.PROPOSED
    assert card.checked.low > 0.5
    by_fact = {c.features: c for c in card.criteria}
    hotel = next(level for level in by_fact[("industry",)].levels if "hotel" in level.parts[0].words)
    assert hotel.points == max(level.points for level in by_fact[("industry",)].levels)
    weekday = by_fact.get(("custom.weekday",))
    assert weekday is None or max(level.points for level in weekday.levels) < hotel.points / 2
    sizes = [level.points for level in by_fact[("employees",)].levels]
    assert sizes == sorted(sizes)  # larger companies never get less


def test_every_lead_is_in_exactly_one_level_and_points_are_whole() -> None:
    features, won = some_leads(600)
    features[0].values[::7] = np.nan
    facts = {f.key: f for f in features}
    for criterion in quick(features, won).criteria:
        inside = [holds(level.parts, facts) for level in criterion.levels]
        assert np.sum(inside, axis=0).max() == 1
        assert all(level.points % 10 == 0 for level in criterion.levels)
        for level, here in zip(criterion.levels, inside, strict=True):
            assert (level.rate.won, level.rate.leads) == (int(won[here].sum()), int(here.sum()))


def test_the_score_is_the_sum_of_points_between_0_and_100() -> None:
    features, won = some_leads()
    score = score_card(quick(features, won), features)
    assert score.min() >= 0
    assert score.max() <= 1000
    assert (auc(score, won).value or 0) > 0.75


def test_not_known_has_a_level_of_its_own() -> None:
    features, won = some_leads(600)
    unknown = won & (np.arange(600) % 2 == 0)
    features[0].values[unknown] = np.nan  # half of the winners never told
    card = learn_criteria(features, won, check=False, trusted=frozenset({"employees"}))
    criterion = next(c for c in card.criteria if c.features == ("employees",))
    nobody_knows = next(level for level in criterion.levels if level.parts[0].unknown)
    assert nobody_knows.points == max(level.points for level in criterion.levels)
    assert nobody_knows.rate.lost == 0


def test_a_lottery_is_called_one() -> None:
    features, won = some_leads(400)
    for seed in range(3):
        card = learn_criteria(features, np.random.default_rng(seed).permutation(won))
        assert (card.verdict, card.criteria) == (Verdict.CHANCE, ())


def test_few_leads_are_held_back_but_shown() -> None:
    features, won = some_leads(36)
    card = learn_criteria(features, won)
    assert card.verdict is Verdict.TOO_FEW
    assert card.criteria
    assert card.checked.high - card.checked.low > 0.2  # and it is said how little that is


@pytest.mark.parametrize(
    ("outcome", "verdict"),
    [([], Verdict.NO_LEADS), ([True] * 40, Verdict.ONLY_WON), ([False] * 40, Verdict.ONLY_LOST)],
)
def test_without_two_sides_there_is_nothing_to_learn(outcome: list[bool], verdict: Verdict) -> None:
    won = np.array(outcome, np.bool_)
    card = learn_criteria([numbers("employees", np.arange(len(won), dtype=float))], won)
    assert (card.verdict, card.criteria, card.checked.value) == (verdict, (), None)


def test_five_closed_leads_say_nothing() -> None:
    won = np.array([True, False, True, False, False])
    card = learn_criteria([numbers("employees", [50, 2, 80, 3, 4])], won)
    assert card.verdict in (Verdict.TOO_FEW, Verdict.NO_LEVELS)


def test_no_facts_at_all() -> None:
    assert learn_criteria([], np.array([True, False] * 50)).verdict is Verdict.NO_LEVELS


def test_constant_facts_and_copies_are_left_out() -> None:
    features, won = some_leads()
    same = numbers("custom.same", np.ones(len(won)))
    copy = numbers("custom.staff", features[0].values * 2)
    never = numbers("custom.never", np.full(len(won), np.nan))
    card = quick([*features, same, copy, never], won)
    assert set(card.left_out) == {"custom.same", "custom.staff", "custom.never"}


def test_protected_facts_are_never_learned_from() -> None:
    features, won = some_leads()
    age = Feature("custom.age", features[0].kind, features[0].values.copy(), protected="age")
    card = quick([age, *features[1:]], won)
    assert "custom.age" in card.left_out
    assert all("custom.age" not in c.features for c in card.criteria)


def test_what_separates_perfectly_is_left_out_unless_trusted() -> None:
    features, won = some_leads()
    invoice = words("custom.invoice", won.astype(float), ("none", "sent"))
    card = quick([*features, invoice], won)
    assert "custom.invoice" in card.left_out
    kept = learn_criteria([*features, invoice], won, check=False, trusted=frozenset({"custom.invoice"}))
    assert kept.criteria[0].features == ("custom.invoice",)


def test_ten_thousand_different_words_say_nothing_and_cost_nothing() -> None:
    features, won = some_leads(10_000)
    names = tuple(f"name {n}" for n in range(10_000))
    card = quick([*features, words("full_name", np.arange(10_000.0), names)], won)
    assert "full_name" in card.left_out
    assert card.criteria


def test_rare_words_share_a_level() -> None:
    features, won = some_leads(600)
    towns = np.concatenate((np.zeros(200), np.ones(200), np.arange(2.0, 202.0)))
    card = quick([*features, words("city", towns, tuple(f"town {n}" for n in range(202)))], won)
    named = {
        w for c in card.criteria for level in c.levels for p in level.parts for w in p.words if p.feature == "city"
    }
    assert named <= {"town 0", "town 1"}


def test_few_winners_among_many() -> None:
    features, _ = some_leads(3_000)
    random = np.random.default_rng(5)
    won = random.random(3_000) < 0.02 * np.where(features[1].values == 3, 3.0, 0.4)
    card = learn_criteria(features, won)
    assert card.verdict in (Verdict.PROPOSED, Verdict.CHANCE, Verdict.TOO_FEW)
    assert np.all(np.isfinite([c.alone for c in card.criteria]))


def test_at_most_twenty_facts_of_two_hundred() -> None:
    features, won = some_leads(500)
    random = np.random.default_rng(2)
    noise = [numbers(f"custom.noise_{n}", random.normal(size=500)) for n in range(200)]
    card = quick([*noise, *features], won)
    used = {key for c in card.criteria for key in c.features}
    assert len(used) <= 20
    assert {"employees", "industry"} <= used


def test_two_facts_that_only_matter_together_are_found() -> None:
    random = np.random.default_rng(4)
    one, other = random.integers(0, 2, 2_500), random.integers(0, 2, 2_500)
    won = random.random(2_500) < np.where(one == other, 0.7, 0.3)
    facts = [
        words("source", one.astype(float), ("fair", "web")),
        words("region", other.astype(float), ("north", "south")),
    ]
    card = learn_criteria(facts, won)
    assert card.verdict is Verdict.PROPOSED
    assert ("source", "region") in {c.features for c in card.criteria}
    assert (card.checked.value or 0) > 0.65


def test_learning_tells_how_far_it_is_and_stops_when_asked() -> None:
    features, won = some_leads()
    heard: list[float] = []

    def listen(share: float) -> bool:
        heard.append(share)
        return len(heard) < 5

    with pytest.raises(StoppedError):
        learn_criteria(features, won, progress=listen)
    assert heard == sorted(heard)
    assert len(heard) == 5


def test_the_same_leads_give_the_same_card() -> None:
    features, won = some_leads()
    assert quick(features, won).criteria == quick(features, won).criteria


def test_words_of_a_fact_are_told_as_words() -> None:
    features, won = some_leads(600)
    card = quick(features, won)
    told = {w for c in card.criteria if c.features == ("industry",) for level in c.levels for w in level.parts[0].words}
    assert told <= set(INDUSTRIES)
