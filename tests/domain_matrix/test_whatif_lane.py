"""Points dragged far and back, over many leads, with caps that bind: each step is what scoring anew would have."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from leadqual_gui.domain.matrix import Criterion, Matrix
from leadqual_gui.domain.matrix_editing import apply
from leadqual_gui.domain.matrix_edits import SetPoints
from leadqual_gui.domain.scoring import ScoreTable, score_many
from leadqual_gui.domain.whatif import WhatIf
from leadqual_gui.domain.whatif_values import Effect
from tests.bench.data import AS_OF, bench_rules, synthetic_columns

MANY = 70_000
"""More than a part of the lane holds."""
WAY = (1, 5, 40, 90, 250, 1200, 60, 0, -1, -30, -400, 20)


@pytest.fixture(scope="module")
def columns():
    found = synthetic_columns(MANY)
    outcomes = np.random.default_rng(3).integers(-1, 2, MANY).astype(np.int8)
    from leadqual_gui.domain.columns_fields import TextColumn

    found.fields["outcome"] = TextColumn.of_codes(outcomes, ["won", "lost"])
    return found


@pytest.mark.parametrize(
    ("criterion", "level"), [("is_06", 1), ("is_00", 0), ("did_00", None), ("did_02", None), ("silent", None)]
)
def test_each_step_of_a_drag_is_what_scoring_anew_would_have(columns, criterion: str, level: int | None) -> None:
    whatif = WhatIf(columns, bench_rules(), AS_OF)
    before = score_many(columns, bench_rules(), AS_OF)
    for tenths in WAY:
        matrix = apply(
            bench_rules().matrix, SetPoints(criterion, -abs(tenths) if criterion == "silent" else tenths, level)
        )
        effect = whatif.draft(matrix)
        _agrees(effect, before, score_many(columns, replace(bench_rules(), matrix=matrix), AS_OF), columns)


def test_a_cap_that_silences_leads_does_not_silence_them_for_good(columns) -> None:
    """Leads over their group's cap are left out while points are added, and looked at again when points are taken."""
    whatif, rules = WhatIf(columns, bench_rules(), AS_OF), bench_rules()
    for tenths in (70, 75, -200):
        matrix = apply(rules.matrix, SetPoints("did_07", tenths))
        whatif.draft(matrix)
    _, exact, _ = whatif.scores()
    assert np.array_equal(exact, score_many(columns, replace(rules, matrix=matrix), AS_OF).exact)


def test_a_group_over_both_axes_is_dragged_as_exactly(columns) -> None:
    """Checks without an axis share their cut over fit and engagement."""
    rules = replace(bench_rules(), matrix=_checks_on_both_axes(bench_rules().matrix))
    whatif, before = WhatIf(columns, rules, AS_OF), score_many(columns, rules, AS_OF)
    for tenths in (-70, -90, -300, -5):
        matrix = apply(rules.matrix, SetPoints("unsubscribed", tenths))
        _agrees(whatif.draft(matrix), before, score_many(columns, replace(rules, matrix=matrix), AS_OF), columns)


def _checks_on_both_axes(matrix: Matrix) -> Matrix:
    def turned(c: Criterion) -> Criterion:
        return replace(c, axis="fit") if c.id in ("automatic", "throw_away") else c

    return replace(matrix, criteria=tuple(map(turned, matrix.criteria)))


def _agrees(effect: Effect, before: ScoreTable, after: ScoreTable, columns) -> None:
    assert effect.histogram.after == tuple(np.bincount(after.shown, minlength=101).tolist())
    assert [told.after for told in effect.tiers] == np.bincount(after.tier, minlength=3).tolist()
    assert (effect.up, effect.down) == (
        int(np.count_nonzero(after.tier > before.tier)),
        int(np.count_nonzero(after.tier < before.tier)),
    )
    grades = np.bincount(after.grade, minlength=len(after.grades))
    assert {told.grade: told.after for told in effect.grades} == dict(zip(after.grades, grades.tolist(), strict=True))
    codes = columns.column("outcome").codes
    for outcome, counts in (("won", "won_after"), ("lost", "lost_after")):
        closed = codes == list(columns.column("outcome").values).index(outcome)
        assert [getattr(told, counts) for told in effect.tiers] == np.bincount(after.tier[closed], minlength=3).tolist()
    risers = np.flatnonzero(after.tier > before.tier)
    best = risers[np.lexsort((risers, -after.exact[risers]))][:100]
    assert effect.risers.positions.tolist() == best.tolist()
    assert effect.risers.after.tolist() == after.shown[best].tolist()
