"""What activities are worth: which count, and how their weight falls with age.

Weights never rise with age, so the heaviest activities of a lead are its newest.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import neg
from typing import Any, cast

import numpy as np

from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.columns_activities import NEVER, NO_TOPIC, Slice, newest_of_each
from leadqual_gui.domain.columns_fields import Array, Vocabulary
from leadqual_gui.domain.conditions import fold
from leadqual_gui.domain.matrix import ActivityRule
from leadqual_gui.domain.moments import DAY
from leadqual_gui.domain.scoring_rows import Rows

_FEW = 50
"""So many weights are added up without making arrays."""
NUDGE = 1 + 1e-9
"""Sums of weights differ in their last bits by the order of adding; half a tenth but for that counts as half."""


def activity_tenths(rule: ActivityRule, tenths: int, rows: Rows, dtype: type[np.signedinteger[Any]]) -> Array:
    """The contribution of one activity criterion to each row, in tenths."""
    sums = activity_sums(rule, rows)
    if rule.at_least is not None or (rule.half_life is None and rule.linear is None):
        return cast(Array, sums.astype(dtype) * dtype(tenths))
    return rounded(sums, tenths, dtype)


def activity_sums(rule: ActivityRule, rows: Rows) -> Array:
    """What is multiplied by the points: for each row the sum of weights, or the number of activities without decay."""
    if rule.at_least is not None:
        return np.bincount(counting(rule, rows).leads, minlength=len(rows)) >= rule.at_least
    found = _counted(rule, rows)
    if rule.half_life is None and rule.linear is None:
        return np.bincount(found.leads, minlength=len(rows))
    return np.bincount(found.leads, weights(rule, found.times, rows.until), minlength=len(rows))


def counting(rule: ActivityRule, rows: Rows) -> Slice:
    """The activities that match a rule, in its window."""
    found = rows.activities(rule.kinds, _since(rule, rows))
    if rule.topics and len(found):
        found = found.where(_topic_table(rule.topics, rows.columns.activities.topics)[found.topics])
    return found


def _counted(rule: ActivityRule, rows: Rows) -> Slice:
    """Of the matching activities those whose weights are added up: the newest of each lead, if only so many count."""
    if not rule.topics:
        kept = rows.newest_activities(rule.kinds, rule.at_most, _since(rule, rows))
        if kept is not None:
            return kept
    found = counting(rule, rows)
    return found if rule.at_most is None else newest_of_each(found, rule.at_most, len(rows))


def _since(rule: ActivityRule, rows: Rows) -> int:
    return NEVER if rule.within is None else rows.until - math.floor(rule.within * DAY)


def weights(rule: ActivityRule, times: Array, until: int) -> Array:
    """The weight of activities at these times (seconds since 2000), looked at from `until`."""
    age = (until - times) * (1 / DAY)
    if rule.grace:
        age -= rule.grace
        np.maximum(age, 0.0, out=age)
    if rule.half_life is not None:
        age *= -1 / rule.half_life
        weight = np.exp2(age, out=age)
    elif rule.linear is not None:
        age *= -rule.linear / (rule.per or 1.0)
        age += 1.0
        weight = age
    else:
        weight = np.ones(len(times))
    return np.maximum(weight, max(rule.floor, 0.0), out=weight)


def times_of_one(kinds: tuple[str, ...], topics: tuple[str, ...], columns: Columns, position: int) -> Sequence[int]:
    """When one lead did something of these kinds (none: of any) and topics, at any time, newest first."""
    activities = columns.activities
    codes = {activities.kinds[kind] for kind in kinds if kind in activities.kinds}
    if kinds and not topics:
        return activities.times_of_one(position, sorted(codes))
    found = [h for h in activities.of_one(position) if not kinds or h[1] in codes]
    if not topics or not found:
        return [time for time, _, _ in found]
    wanted = _topic_table(topics, activities.topics)
    return [time for time, _, topic in found if wanted[topic]]


def counted_at(rule: ActivityRule, times: Sequence[int], until: int) -> Sequence[int]:
    """Of one lead's matching activities (newest first) those that count at a moment."""
    since = NEVER if rule.within is None else until - math.floor(rule.within * DAY)
    first, last = bisect_left(times, -until, key=neg), bisect_right(times, -since, key=neg)
    inside = times[first:last]
    return inside if rule.at_most is None or rule.at_least is not None else inside[: rule.at_most]


def weight_at(rule: ActivityRule, counted: Sequence[int], until: int) -> float:
    """The sum of the weights of activities of one lead that count."""
    if rule.at_least is not None or (rule.half_life is None and rule.linear is None):
        return float(len(counted))
    if len(counted) > _FEW:
        return float(weights(rule, np.asarray(counted, np.int64), until).sum())
    return sum(_weight(rule, (until - time) / DAY) for time in counted)


def tenths_at(rule: ActivityRule, tenths: int, times: Sequence[int], until: int) -> int:
    """The contribution of one lead's matching activities (newest first) at a moment, as activity_tenths gives it."""
    counted = counted_at(rule, times, until)
    if rule.at_least is not None:
        return tenths if len(counted) >= rule.at_least else 0
    whole = int(abs(tenths) * NUDGE * weight_at(rule, counted, until) + 0.5)
    return whole if tenths >= 0 else -whole


def _weight(rule: ActivityRule, age: float) -> float:
    age = max(0.0, age - rule.grace)
    if rule.half_life is not None:
        weight = math.exp2(-age / rule.half_life)
    else:
        weight = 1.0 - (rule.linear or 0.0) * age / (rule.per or 1.0)
    return max(weight, rule.floor, 0.0)


def rounded(sums: Array, tenths: int, dtype: type[np.signedinteger[Any]]) -> Array:
    """Weights times points, to whole tenths, half away from zero."""
    sums = sums * (abs(tenths) * NUDGE)  # not in place: the sums of no weights at all are whole numbers in NumPy
    sums += 0.5
    whole = sums.astype(dtype)
    return whole if tenths >= 0 else -whole


def _topic_table(wanted: tuple[str, ...], topics: Vocabulary) -> Array:
    table = topics.tables.get(wanted)
    if table is None or len(table) != len(topics) + 1:
        needles = [fold(w) for w in wanted]
        assert NO_TOPIC == -1  # the last place of the table
        found = [any(n in fold(t) for n in needles) for t in topics.values]
        table = topics.tables[wanted] = np.asarray([*found, False], np.bool_)
    return table
