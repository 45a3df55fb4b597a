"""What a person sees while changing a draft: who becomes hot, why, what scenarios say, what is possible at all."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.matrix import Matrix, Scenario, ScenarioActivity, Tier
from leadqual_gui.domain.matrix_editing import apply
from leadqual_gui.domain.matrix_edits import PutGroup, SetCondition, SetEnabled, SetPoints, SetTierEdge
from leadqual_gui.domain.text import Text
from leadqual_gui.domain.whatif import WhatIf
from leadqual_gui.domain.whatif_values import Why
from tests.builders import (
    NOW,
    a_criterion,
    a_group,
    a_lead,
    a_matrix,
    a_record,
    an_activity,
    at_least,
    is_,
    some_rules,
)

INDUSTRY = a_criterion("industry", 30, when=is_("industry", "Logistics"), group="company")
SIZE = a_criterion("size", 20, when=at_least("employees", 50), group="company")
DEMO = a_criterion("demo", 25, activity="demo_requested")
EVALUATOR = Scenario(
    Text("Evaluator"),
    "warm",
    MappingProxyType({"industry": "Logistics", "employees": 80}),
    activities=(ScenarioActivity("demo_requested", 1),),
)
MATRIX = a_matrix(INDUSTRY, SIZE, DEMO, groups=(a_group("company", 40),), scenarios=(EVALUATOR,))


def leads() -> Columns:
    """A large logistics firm that asked for a demo, a small one, a large one that bakes, and a stranger."""
    return Columns.of(
        [
            a_record(
                a_lead(1, industry="Logistics", employees=200.0, outcome="won"), an_activity("demo_requested", 1, 1)
            ),
            a_record(a_lead(2, industry="Logistics", employees=5.0, outcome="lost")),
            a_record(a_lead(3, industry="Bakery", employees=90.0, outcome="won")),
            a_record(a_lead(4)),
        ]
    )


def whatif() -> WhatIf:
    return WhatIf(leads(), some_rules(MATRIX), NOW)


def test_a_draft_that_changes_nothing_moves_nobody() -> None:
    effect = whatif().draft(MATRIX)
    assert (effect.up, effect.down, effect.leads) == (0, 0, 4)
    assert effect.histogram.before == effect.histogram.after
    assert [(t.tier, t.before, t.after) for t in effect.tiers] == [("cold", 3, 3), ("warm", 1, 1), ("hot", 0, 0)]


def test_points_dragged_up_make_a_lead_hot_and_say_why() -> None:
    effect = whatif().draft(apply(MATRIX, SetPoints("demo", 300)))
    (riser,) = effect.risers
    assert (riser.lead_id, riser.before, riser.after, riser.from_tier, riser.to_tier) == (1, 65, 70, "warm", "hot")
    assert riser.why == Why("criterion", "demo", 50)
    assert effect.moves == (("warm", "hot", 1),)


def test_a_tier_edge_dragged_down_is_the_reason_itself() -> None:
    effect = whatif().draft(apply(MATRIX, SetTierEdge("hot", 65)))
    assert [(m.lead_id, m.why) for m in effect.risers] == [(1, Why("tier", "hot"))]


def test_a_cap_that_is_loosened_is_the_reason_itself() -> None:
    effect = whatif().draft(apply(MATRIX, PutGroup(a_group("company", 50))))
    assert [(m.lead_id, m.after, m.why) for m in effect.risers] == [(1, 75, Why("group", "company"))]


def test_a_criterion_that_is_switched_off_lets_leads_fall() -> None:
    effect = whatif().draft(apply(MATRIX, SetEnabled("demo", False)))
    assert [(m.lead_id, m.from_tier, m.to_tier, m.why.tenths) for m in effect.fallers] == []
    effect = whatif().draft(apply(apply(MATRIX, SetEnabled("demo", False)), SetEnabled("size", False)))
    assert [(m.lead_id, m.to_tier, m.why) for m in effect.fallers] == [(1, "cold", Why("criterion", "demo", -250))]


def test_a_list_once_told_stays_as_it_was_told() -> None:
    judged = whatif()
    first = judged.draft(apply(MATRIX, SetPoints("demo", 300)))
    judged.draft(apply(MATRIX, SetPoints("demo", 0)))
    assert (first.risers[0].after, first.risers[0].why.tenths, first.risers[-1].lead_id) == (70, 50, 1)


def test_scenarios_pass_or_fail_at_once() -> None:
    judged = whatif()
    (told,) = judged.draft(MATRIX).scenarios
    assert (told.shown, told.tier, told.passes) == (65, "warm", True)
    effect = judged.draft(apply(MATRIX, SetPoints("demo", 300)))
    assert (effect.scenarios[0].passes, effect.baseline) == (False, 70)
    edited = replace(EVALUATOR, expect="cold", facts=MappingProxyType({"industry": "Bakery"}))
    (told,) = judged.draft(replace(MATRIX, scenarios=(edited,))).scenarios
    assert (told.shown, told.tier, told.passes) == (25, "cold", True)


def test_the_most_that_is_possible_is_what_the_caps_leave() -> None:
    limits = whatif().draft(MATRIX).limits
    assert (limits.maximum, limits.minimum) == (1000, 0), "demos count without end"
    assert limits.open_maximum is None
    once = replace(DEMO, activity=replace(DEMO.activity, at_most=1))  # type: ignore[type-var]
    bounded = a_matrix(INDUSTRY, SIZE, once, a_criterion("silent", -6, inactive=30), groups=(a_group("company", 40),))
    limits = whatif().draft(bounded).limits
    assert (limits.maximum, limits.minimum, limits.open_minimum) == (650, 0, -60)


def test_won_leads_have_a_median_before_and_after() -> None:
    median = whatif().draft(apply(MATRIX, SetPoints("size", 400))).won_median
    assert (median.before, median.after, median.leads) == (42.5, 52.5, 2)


def test_the_tiers_tell_how_many_of_their_leads_were_closed_how() -> None:
    cold, warm, _ = whatif().draft(MATRIX).tiers
    assert (cold.won_before, cold.lost_before, warm.won_after, warm.lost_after) == (1, 1, 1, 0)


def test_a_fact_that_is_not_in_memory_is_named_and_counts_as_unknown() -> None:
    some = Columns.of(
        [a_record(a_lead(1, industry="Logistics", employees=200.0, city="Porto"))], facts=["industry", "employees"]
    )
    judged = WhatIf(some, some_rules(MATRIX), NOW)
    effect = judged.draft(apply(MATRIX, SetCondition("industry", is_("city", "Porto"))))
    assert effect.missing == ("city",)
    assert judged.draft(MATRIX).missing == ()


def test_an_activity_that_happens_meanwhile_is_seen_by_the_next_draft() -> None:
    columns = leads()
    judged = WhatIf(columns, some_rules(MATRIX), NOW)
    judged.draft(apply(MATRIX, SetPoints("size", 0)))
    columns.put_activity(1, an_activity("demo_requested", 1, 2))
    assert [tier.after for tier in judged.draft(MATRIX).tiers] == [2, 2, 0]


def test_points_beyond_the_narrow_numbers_are_counted_all_the_same() -> None:
    effect = whatif().draft(apply(MATRIX, SetPoints("industry", 30_000)))
    assert effect.tiers[2].after == 0, "the group's cap holds"
    free: Matrix = replace(apply(MATRIX, SetPoints("industry", 30_000)), groups=(a_group("company"),))
    assert whatif().draft(free).tiers[2].after == 2


def test_a_wider_scale_has_fewer_bars_of_several_points() -> None:
    wide = replace(MATRIX, maximum=5000, tiers=(Tier("cold", 0), Tier("hot", 300)))
    told = whatif().draft(wide).histogram
    assert (told.low, told.step, len(told.after), sum(told.after), sum(told.before)) == (0, 5, 101, 4, 4)


def test_nobody_at_all_is_no_problem() -> None:
    effect = WhatIf(Columns.of([]), some_rules(MATRIX), NOW).draft(apply(MATRIX, SetPoints("demo", 300)))
    assert (effect.leads, effect.up, effect.won_median.after, len(effect.risers)) == (0, 0, None, 0)


def test_a_cut_on_the_other_axis_goes_when_the_points_do() -> None:
    group = replace(a_group("company", 40, axis="engagement"))
    fit = tuple(replace(c, axis="fit") for c in (INDUSTRY, SIZE))
    judged = WhatIf(leads(), some_rules(a_matrix(*fit, groups=(group,))), NOW)
    judged.draft(apply(judged.matrix, SetPoints("size", 0)))
    assert judged.scores()[1].tolist() == [300, 300, 0, 0]
