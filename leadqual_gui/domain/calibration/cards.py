"""What a learned card gives: which leads a level holds of, and the sum of their points."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.results import LearnedCard, LearnedCriterion, Part
from leadqual_gui.domain.calibration.values import Feature

Rows = NDArray[np.bool_]


def score_card(card: LearnedCard | Sequence[LearnedCriterion], features: Sequence[Feature]) -> NDArray[np.int64]:
    """The sums of a card's points, cut to 0 to 100, in tenths."""
    criteria = card.criteria if isinstance(card, LearnedCard) else card
    return np.clip(_sums(criteria, {f.key: f for f in features}, len(features[0].values) if features else 0), 0, 1000)


def holds(parts: Sequence[Part], features: dict[str, Feature]) -> Rows:
    """The leads of which all parts hold."""
    return np.asarray(np.logical_and.reduce([_holds(p, features[p.feature]) for p in parts]), np.bool_)


def _holds(part: Part, feature: Feature) -> Rows:
    values, known = feature.values, ~np.isnan(feature.values)
    if part.words or part.without:
        words = feature.words or ("0", "1")
        named = set(part.words or part.without)
        listed = np.array([w in named for w in words] + [False])
        position = np.where(known, values, -1).astype(np.intp)
        inside = listed[np.clip(np.where(position < 0, len(words), position), 0, len(words))]
        found = known & (inside if part.words else ~inside)
    elif part.low is None and part.high is None:
        found = np.zeros(len(values), np.bool_) if part.unknown else known
    else:
        low = -np.inf if part.low is None else part.low
        high = np.inf if part.high is None else part.high
        found = known & (values >= low) & ((values < high) | (high == np.inf))
    return np.asarray(found | ~known if part.unknown else found, np.bool_)


def _sums(criteria: Sequence[LearnedCriterion], features: dict[str, Feature], leads: int) -> NDArray[np.int64]:
    total = np.zeros(leads, np.int64)
    for criterion in criteria:
        total += _points_of(criterion, features, leads)
    return total


def _points_of(criterion: LearnedCriterion, features: dict[str, Feature], leads: int) -> NDArray[np.int64]:
    points = np.zeros(leads, np.int64)
    held: dict[Part, Rows] = {}
    for level in criterion.levels:
        for part in level.parts:
            if part not in held:
                held[part] = _holds(part, features[part.feature])
        points[np.logical_and.reduce([held[p] for p in level.parts])] = level.points
    return points
