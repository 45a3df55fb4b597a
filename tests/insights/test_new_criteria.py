"""What was learned becomes criteria that a matrix can say, with the same meaning."""

import numpy as np
import pytest

from leadqual_gui.domain.calibration.cards import holds
from leadqual_gui.domain.calibration.conditions_of import condition_of, label_of
from leadqual_gui.domain.calibration.new_criteria import new_criteria, not_looked_at, telling, turned
from leadqual_gui.domain.calibration.results import LearnedCriterion, LearnedLevel, Part
from leadqual_gui.domain.calibration.values import Feature, FeatureKind
from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.scoring_conditions import judge
from leadqual_gui.domain.scoring_rows import blocks_of
from leadqual_gui.domain.truth import TRUE
from tests.builders import NOW, a_criterion, a_lead, a_matrix, a_record, an_activity, is_, some_rules
from tests.insights.deals import feature, population

PARTS = [
    Part("employees", None, 10.0),
    Part("employees", 10.0, 50.0),
    Part("employees", 50.0, None),
    Part("employees", unknown=True),
    Part("employees", None, 10.0, unknown=True),
    Part("annual_revenue", 1000.5, 2000.25),
    Part("annual_revenue", None, 1000.5),
    Part("industry", words=("Food", "Retail")),
    Part("industry", words=("Food",), unknown=True),
    Part("industry", without=("Food",)),
    Part("verified", words=("1",)),
    Part("verified", words=("0",)),
    Part("tags:vip", words=("1",)),
    Part("tags:vip", words=("0",)),
]


@pytest.mark.parametrize("part", PARTS, ids=str)
def test_a_condition_holds_for_the_same_leads_as_what_was_learned(part):
    random = np.random.default_rng(1)
    records = [
        a_record(
            a_lead(
                n,
                employees=float(random.integers(1, 90)) if n % 4 else None,
                annual_revenue=float(random.random() * 3000),
                industry=("food", "Food", "Retail", "Steel", None)[n % 5],
                tags=(("vip",), ("vip", "new"), ("new",))[n % 3],
                verified_at=NOW if n % 2 else None,
                outcome="won",
                closed_at=NOW,
            )
        )
        for n in range(1, 200)
    ]
    leads = population(records)
    features = {one.key: one for one in leads.features}
    expected = holds([part], features)
    condition = condition_of([part], features)
    (rows,) = blocks_of(leads.known.columns, 0, frozenset())
    assert np.array_equal(judge(condition, rows) == TRUE, expected)
    assert label_of([part], features)


def test_labels_say_numbers_as_people_do():
    whole = Feature("employees", FeatureKind.NUMBER, np.asarray([0.0, 1.0, 5.0, 80.0]))
    broken = Feature("rate", FeatureKind.NUMBER, np.asarray([0.25, 0.5, 1.0]))
    by_key = {"employees": whole, "rate": broken}
    told = [
        label_of([part], by_key)
        for part in (
            Part("employees", None, 1.0),
            Part("employees", 1.0, 10.0),
            Part("employees", 10.0, None),
            Part("rate", 0.25, 0.75),
            Part("rate", None, 0.75),
        )
    ]
    assert told == ["0", "1 to 9", "10 or more", "0.25 to below 0.75", "below 0.75"]


def test_doing_it_more_often_becomes_rows_that_add_up():
    records = [
        a_record(
            a_lead(n, outcome="won" if n % 5 > 2 else "lost", closed_at=NOW),
            *[an_activity("demo_requested", lead_id=n)] * (n % 5),
        )
        for n in range(1, 101)
    ]
    leads = population(records, a_matrix(a_criterion("x", 5, when=is_("industry", "Food"))))
    levels = tuple(
        LearnedLevel((Part("activities.demo_requested", low, high),), points, CloseRate(1, 1))
        for low, high, points in ((None, 1.0, 0), (1.0, 3.0, 40), (3.0, None, 100))
    )
    learned = LearnedCriterion(("activities.demo_requested",), levels, 0.9, 0.1)
    by_key = {"activities.demo_requested": feature(leads, "activities.demo_requested")}
    base, won = leads.evidence.today, leads.evidence.won
    made = new_criteria([learned], by_key, some_rules(), base, won, 100, {"activities.demo_requested": 0.9})
    assert [(one.criterion.activity.at_least, one.criterion.kind) for one in made] == [(1, "implicit"), (3, "implicit")]
    assert sum(one.criterion.tenths for one in made) == 100
    assert [one.criterion.id for one in made] == ["demo_requested", "demo_requested_3_times"]


def test_what_most_leads_have_gives_nothing_and_equal_rows_are_one():
    words = [("Food", 60), ("Retail", 20), ("Steel", 15), ("Wood", 5)]
    records, number = [], 0
    for word, count in words:
        for _ in range(count):
            number += 1
            records.append(
                a_record(a_lead(number, industry=word, outcome="won" if number % 3 else "lost", closed_at=NOW))
            )
    leads = population(records, a_matrix(a_criterion("x", 5, when=is_("source", "web"))))
    points = {"Food": 50, "Retail": 150, "Steel": 150, "Wood": 10}
    levels = tuple(LearnedLevel((Part("industry", words=(word,)),), points[word], CloseRate(1, 2)) for word, _ in words)
    learned = LearnedCriterion(("industry",), levels, 0.7, 0.1)
    by_key = {"industry": feature(leads, "industry")}
    base, won = leads.evidence.today, leads.evidence.won
    (made,) = new_criteria([learned], by_key, some_rules(), base, won, 100, {"industry": 0.7})
    labels = [str(level.label) for level in made.criterion.levels]
    assert labels == ["Retail, Steel", "Wood"]
    assert made.criterion.levels[0].tenths > 0 > made.criterion.levels[1].tenths
    assert made.rates[0] == CloseRate(2, 4)


def test_chance_offers_nothing_and_the_matrix_is_not_asked_twice():
    random = np.random.default_rng(2)
    records = [
        a_record(
            a_lead(
                n,
                industry=str(random.choice(["A", "B", "C"])),
                source=str(random.choice(["A", "B"])),
                department="x" if n % 2 else "y",
                outcome="won" if (n % 2 if n % 10 else n % 3 == 0) else "lost",
                closed_at=NOW,
            )
        )
        for n in range(1, 401)
    ]
    leads = population(records, a_matrix(a_criterion("industry", 5, when=is_("industry", "A"))))
    rules = some_rules(leads.matrix)
    candidates = not_looked_at(leads.evidence.features, rules, frozenset())
    assert "industry" not in {one.key for one in candidates}
    assert set(telling(candidates, leads.evidence.won)) == {"department"}


def test_own_fields_that_no_file_declares_are_not_offered():
    columns = Columns.of([a_record(a_lead(1, {"shade": "blue"}, outcome="won", closed_at=NOW))])
    assert columns.column("custom.shade") is not None
    leads = population([a_record(a_lead(1, {"shade": "blue"}, outcome="won", closed_at=NOW))])
    assert "custom.shade" in {one.key for one in leads.features}
    assert "custom.shade" not in {one.key for one in not_looked_at(leads.features, some_rules(), frozenset())}


def test_what_the_latest_leads_contradict_has_turned():
    random = np.random.default_rng(4)
    software, large = random.integers(0, 2, 2_000), random.random(2_000)
    late = np.arange(2_000) >= 1_600
    odds = 1.5 * np.where(late, -1, 1) * (software - 0.5) + 2 * (large - 0.5)
    won = random.random(2_000) < 1 / (1 + np.exp(-odds))
    facts = (
        Feature("industry", FeatureKind.WORD, software.astype(float), ("retail", "software")),
        Feature("employees", FeatureKind.NUMBER, np.rint(large * 100)),
    )
    days = np.arange(2_000) * 3_600.0
    assert set(telling(facts, won)) == {"industry", "employees"}
    assert turned(facts, won, days) == {"industry"}
    assert turned(facts, won, np.full(2_000, np.nan)) == frozenset()
