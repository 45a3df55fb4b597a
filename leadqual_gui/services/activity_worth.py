"""What single activities are worth today: each one's share of the points that its criteria give, before caps."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

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
    until = activity_time(as_of)
    for criterion in matrix.criteria:
        if not criterion.enabled or criterion.activity is None:
            continue
        for index, share in _shares(criterion, criterion.activity, activities, until):
            points[index] += share
            labels[index].append(criterion.label)
    return [Worth(_rounded(p), tuple(found)) if found else Worth() for p, found in zip(points, labels, strict=True)]


def _shares(
    criterion: Criterion, rule: ActivityRule, activities: Sequence[Activity], until: int
) -> list[tuple[int, float]]:
    """Which activities a criterion counts, and what it gives for each."""
    oldest = -math.inf if rule.within is None else until - math.floor(rule.within * DAY)
    matching = [
        i for i, a in enumerate(activities) if _matches(rule, a) and oldest <= activity_time(a.occurred_at) <= until
    ]
    if rule.at_least is not None:
        return [(matching[0], float(criterion.tenths))] if matching and len(matching) >= rule.at_least else []
    counted = matching[: rule.at_most] if rule.at_most is not None else matching
    times = np.asarray([activity_time(activities[i].occurred_at) for i in counted], np.int64)
    return list(zip(counted, (weights(rule, times, until) * criterion.tenths).tolist(), strict=True))


def _matches(rule: ActivityRule, activity: Activity) -> bool:
    if activity.kind not in rule.kinds:
        return False
    topic = fold(activity.topic or "")
    return not rule.topics or any(fold(wanted) in topic for wanted in rule.topics)


def _rounded(tenths: float) -> int:
    whole = int(abs(tenths) + 0.5 + 1e-9)
    return whole if tenths >= 0 else -whole
