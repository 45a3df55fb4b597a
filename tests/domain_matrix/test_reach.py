"""Whom criteria reach, how often those are won, and how sure that is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadqual_gui.domain.close_rates import CloseRate, wilson
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.matrix import Criterion
from leadqual_gui.domain.reach import Overlaps, control_rate, reach_of
from leadqual_gui.domain.scoring import score_many
from leadqual_gui.domain.whatif import WhatIf
from tests.builders import NOW, a_criterion, a_lead, a_level, a_matrix, a_record, an_activity, at_least, is_, some_rules
from tests.domain.strategies import worlds

SIZE = a_criterion(
    "size", levels=(a_level(9, at_least("employees", 100), "large"), a_level(4, at_least("employees", 10), "small"))
)
DEMO = a_criterion("demo", 5, activity="demo_requested")


def four_leads() -> Columns:
    def lead(number: int, employees: float | None, outcome: str | None, *did: str):  # type: ignore[no-untyped-def]
        told = a_lead(number, employees=employees, outcome=outcome, industry="Food")
        return a_record(told, *(an_activity(kind, 2, number) for kind in did))

    return Columns.of(
        [
            lead(1, 200, "won", "demo_requested", "demo_requested"),
            lead(2, 20, "lost", "demo_requested"),
            lead(3, None, "won"),
            lead(4, 3, None),
        ]
    )


def whatif(*criteria: Criterion) -> WhatIf:
    return WhatIf(four_leads(), some_rules(a_matrix(*criteria)), NOW)


def test_each_level_tells_how_many_leads_it_counts_for_and_how_many_were_won() -> None:
    told = reach_of(whatif(SIZE).leads, SIZE)
    assert (told.leads, told.unknown, told.all_leads) == (2, 1, 4)
    assert [(level.leads, level.closed) for level in told.levels] == [(1, CloseRate(1, 0)), (1, CloseRate(0, 1))]
    assert told.closed == CloseRate(1, 1)


def test_what_a_lead_did_is_counted_once_a_lead() -> None:
    told = reach_of(whatif(DEMO).leads, DEMO)
    assert (told.leads, told.unknown, told.closed) == (2, 0, CloseRate(1, 1))


def test_the_control_rate_is_that_of_all_closed_leads() -> None:
    control = control_rate(whatif(DEMO).leads)
    assert (control.won, control.leads, control.few) == (2, 3, True)


def test_a_deleted_lead_is_not_reached() -> None:
    columns = four_leads()
    columns.set_alive([0], False)
    leads = WhatIf(columns, some_rules(a_matrix(SIZE)), NOW).leads
    assert (reach_of(leads, SIZE).leads, control_rate(leads)) == (1, CloseRate(1, 1))


def test_overlap_is_the_share_of_leads_that_both_hold_for() -> None:
    food = a_criterion("food", 5, when=is_("industry", "Food"))
    overlaps = Overlaps(whatif(SIZE, DEMO, food).leads, [SIZE, DEMO, food])
    assert (overlaps.between("size", "demo").share, overlaps.between("demo", "food").share) == (1.0, 0.5)
    assert [(o.first, o.second) for o in overlaps.above(0.8)] == [("size", "demo")]
    assert overlaps.leads("food") == 4


def test_wilson_is_what_the_tables_say() -> None:
    assert wilson(15, 50) == pytest.approx((0.1910, 0.4375), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(0, 10)[0] == 0.0
    assert wilson(10, 10)[1] == 1.0


@given(st.integers(0, 500), st.integers(0, 500))
def test_an_interval_holds_its_rate_and_narrows_with_more_leads(won: int, lost: int) -> None:
    rate = CloseRate(won, lost)
    low, high = rate.interval
    assert 0 <= low <= high <= 1
    if rate.rate is not None:
        assert low <= rate.rate <= high
        wide, narrow = high - low, CloseRate(won * 10, lost * 10).interval
        assert narrow[1] - narrow[0] < wide


def test_a_rate_is_above_the_control_only_if_it_surely_is() -> None:
    control = CloseRate(300, 700)
    assert CloseRate(36, 64).against(control) == 0
    assert CloseRate(360, 640).against(control) == 1
    assert CloseRate(1, 60).against(control) == -1


@given(worlds(most=4))
def test_whom_a_criterion_reaches_is_whom_it_gives_points(world) -> None:  # type: ignore[no-untyped-def]
    judged, leads, as_of = world
    rows = tuple(
        replace(c, minimum=None, maximum=None, tenths=10, levels=tuple(replace(lv, tenths=10) for lv in c.levels))
        for c in judged.matrix.criteria
        if c.activity is None or c.activity.linear is None
    )
    if not rows:
        return
    judged = replace(judged, matrix=replace(judged.matrix, criteria=rows))
    columns = Columns.of(leads, as_of=as_of)
    table = score_many(columns, judged, as_of)
    told = WhatIf(columns, judged, as_of).leads
    for criterion, given_points in zip(table.plan.criteria, table.contributions, strict=True):
        reached = reach_of(told, criterion)
        if criterion.activity is None or criterion.activity.half_life is None:
            assert reached.leads == int((given_points != 0).sum())
        assert reached.leads + reached.unknown <= len(leads)
