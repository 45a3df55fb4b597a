"""Invented closed leads whose pattern is known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.values import Evidence, Feature, FeatureKind, LevelColumn

Won = NDArray[np.bool_]
INDUSTRIES = ("bakery", "dentist", "garage", "hotel")
DAY = 86_400.0


def numbers(key: str, values: Sequence[float] | NDArray[np.float64]) -> Feature:
    return Feature(key, FeatureKind.NUMBER, np.asarray(values, np.float64))


def words(key: str, places: Sequence[float] | NDArray[np.float64], names: tuple[str, ...] = INDUSTRIES) -> Feature:
    return Feature(key, FeatureKind.WORD, np.asarray(places, np.float64), names)


def some_leads(leads: int = 400, seed: int = 3) -> tuple[list[Feature], Won]:
    """Larger companies and hotels buy; what day it was does not matter."""
    random = np.random.default_rng(seed)
    employees = np.rint(np.exp(random.normal(3.5, 1.0, leads)))
    industry = random.integers(0, 4, leads).astype(float)
    weekday = random.integers(1, 8, leads).astype(float)
    odds = 1.2 * (np.log(employees) - 3.5) + 1.5 * (industry == 3) - 0.5
    won = random.random(leads) < 1 / (1 + np.exp(-odds))
    return [numbers("employees", employees), words("industry", industry), numbers("custom.weekday", weekday)], won


def level(
    criterion: str,
    number: int,
    weight: NDArray[np.float64] | NDArray[np.bool_],
    points: int = 50,
    *,
    least: int = 0,
    most: int = 100,
    rank: int | None = None,
) -> LevelColumn:
    return LevelColumn(criterion, number, np.asarray(weight, np.float64), points, least, most, rank)


def evidence(levels: Sequence[LevelColumn], won: Won, closed_at: NDArray[np.float64] | None = None) -> Evidence:
    leads = len(won)
    closed = np.arange(leads) * DAY if closed_at is None else closed_at
    today = sum((each.weight * each.points for each in levels), np.zeros(leads)).astype(np.int64)
    return Evidence(np.arange(leads), won, closed, closed - 10 * DAY, today, (), tuple(levels), leads)


def a_matrix(features: Sequence[Feature]) -> list[LevelColumn]:
    """Sized by hand, with the wrong idea about hotels."""
    employees, industry = features[0].values, features[1].values
    return [
        level("size", 0, employees < 20, 50, rank=0),
        level("size", 1, (employees >= 20) & (employees < 60), 50, rank=1),
        level("size", 2, employees >= 60, 50, rank=2),
        level("hotel", 0, industry == 3, 0),
        level("bakery", 0, industry == 0, 90),
        level("dentist", 0, industry == 1, 10, least=-100),
    ]
