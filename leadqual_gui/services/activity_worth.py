"""What single activities are worth today: each one's share of the points that its criteria give, before caps."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

import numpy as np

from leadqual_gui.domain.activities import Activity
from leadqual_gui.domain.conditions import fold
from leadqual_gui.domain.matrix import ActivityRule, Criterion, Matrix
from leadqual_gui.domain.moments import DAY, activity_time
from leadqual_gui.domain.scoring_activities import weights
from leadqual_gui.domain.text import Text


@dataclass(frozen=True, slots=True)
class Worth:
    """The points of one activity in tenths (None: no rule counts it) and the criteria that give them."""

    tenths: int | None = None
    criteria: tuple[Text, ...] = ()


def activity_worth(matrix: Matrix, activities: Sequence[Activity], as_of: datetime) -> list[Worth]:
    """What each activity (newest first) is worth at a moment."""
    points: list[float] = [0.0] * len(activities)
    labels: list[list[Text]] = [[] for _ in activities]
    until, times = activity_time(as_of), [activity_time(activity.occurred_at) for activity in activities]
    places: dict[str, list[int]] = {}
    for index, activity in enumerate(activities):
        places.setdefault(activity.kind, []).append(index)
    for criterion in matrix.criteria:
        if not criterion.enabled or criterion.activity is None:
            continue
        rule = criterion.activity
        alike = sorted(chain.from_iterable(places.get(kind, ()) for kind in dict.fromkeys(rule.kinds)))
        if rule.topics:
            alike = [index for index in alike if _is_about(rule, activities[index])]
        for index, share in _shares(criterion, rule, alike, times, until):
            points[index] += share
            labels[index].append(criterion.label)
    return [Worth(_rounded(p), tuple(found)) if found else Worth() for p, found in zip(points, labels, strict=True)]


def _shares(
    criterion: Criterion, rule: ActivityRule, alike: Sequence[int], times: Sequence[int], until: int
) -> list[tuple[int, float]]:
    """Which of the activities that match a criterion it counts, and what it gives for each."""
    oldest = -math.inf if rule.within is None else until - math.floor(rule.within * DAY)
    matching = [index for index in alike if oldest <= times[index] <= until]
    if rule.at_least is not None:
        return [(matching[0], float(criterion.tenths))] if matching and len(matching) >= rule.at_least else []
    counted = matching[: rule.at_most] if rule.at_most is not None else matching
    moments = np.asarray([times[index] for index in counted], np.int64)
    return list(zip(counted, (weights(rule, moments, until) * criterion.tenths).tolist(), strict=True))


def _is_about(rule: ActivityRule, activity: Activity) -> bool:
    topic = fold(activity.topic or "")
    return any(fold(wanted) in topic for wanted in rule.topics)


def _rounded(tenths: float) -> int:
    whole = int(abs(tenths) + 0.5 + 1e-9)
    return whole if tenths >= 0 else -whole
