"""Which leads may change their tier only because time goes by. For the others there is no need to look ahead.

What has happened only fades, and a silence only begins: so each criterion that moves stays between bounds that are
read off what it gives now, and the bounds together bound the score. A lead whose bounds lie in one tier stands still.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from leadqual_gui.domain.columns_fields import Array
from leadqual_gui.domain.moments import seconds
from leadqual_gui.domain.scoring_criteria import Judge
from leadqual_gui.domain.scoring_plan import Plan
from leadqual_gui.domain.scoring_rows import Rows

_EVER = 2**31 - 2


def may_change(plan: Plan, rows: Rows, given: Sequence[Array]) -> Array:
    """For each row, whether its tier may change; False is certain. `given`: what each criterion gives now."""
    low, high = list(given), list(given)
    for index, judge in enumerate(plan.judges):
        if judge.moves:
            low[index], high[index] = _bounds(judge, given[index])
    scale = plan.scale
    edges = [scale.tiers(plan.totals(rows, bound).exact) for bound in (low, high)]
    return np.asarray((edges[0] != edges[1]) | _has_plans(rows))


def _bounds(judge: Judge, given: Array) -> tuple[Array, Array]:
    """The least and the most that a criterion can come to give, if nothing is dated ahead."""
    criterion = judge.criterion
    if criterion.activity is not None:
        return np.minimum(given, 0), np.maximum(given, 0)
    if criterion.inactive is not None:
        return np.minimum(given, criterion.tenths), np.maximum(given, criterion.tenths)
    points = [0, *(level.tenths for level in judge.levels)]
    return np.full_like(given, min(points)), np.full_like(given, max(points))


def _has_plans(rows: Rows) -> Array:
    """Rows with activities or adjustments that are dated ahead."""
    columns = rows.columns
    newest = rows.of(columns.activities.newest((), frozenset(), _EVER, len(columns)))
    found = newest > rows.until
    for position, adjustments in columns.adjustments.items():
        ends = (moment for a in adjustments for moment in (a.starts_at, a.ends_at) if moment is not None)
        if rows.start <= position < rows.stop and any(seconds(moment) > rows.as_of for moment in ends):
            found[position - rows.start] = True
    return np.asarray(found)
