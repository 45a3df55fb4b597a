"""Closed leads to learn from: the real lists beside the repository, and invented ones of any size."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.values import Evidence, Feature, FeatureKind, LevelColumn

REAL = Path(__file__).resolve().parents[3] / "shared" / "data"
NAMES = ("b2b_opportunities", "shop_sessions", "bank_calls")
NO_FACTS = ("lead_id", "lead_name", "outcome", "created_at")


@lru_cache(maxsize=4)
def real(name: str) -> tuple[tuple[Feature, ...], NDArray[np.bool_]]:
    """The facts and outcomes of a real list."""
    with (REAL / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    won = np.array([row["outcome"] == "won" for row in rows])
    return tuple(_feature(key, [row[key] for row in rows]) for key in rows[0] if key not in NO_FACTS), won


def _feature(key: str, cells: list[str]) -> Feature:
    try:
        return Feature(key, FeatureKind.NUMBER, np.array([float(cell) if cell else np.nan for cell in cells]))
    except ValueError:
        words = sorted(set(cells))
        places = {word: place for place, word in enumerate(words)}
        return Feature(key, FeatureKind.WORD, np.array([float(places[cell]) for cell in cells]), tuple(words))


def matrix_of(features: tuple[Feature, ...], *, points: int = 10) -> tuple[LevelColumn, ...]:
    """A matrix that somebody could have: quarters of numbers, the five most frequent words; the same points for all."""
    levels: list[LevelColumn] = []
    for feature in features:
        if feature.kind is FeatureKind.NUMBER:
            cuts = np.unique(np.nanquantile(feature.values, (0.25, 0.5, 0.75)))
            place = np.where(np.isnan(feature.values), -1, np.searchsorted(cuts, feature.values, side="right"))
            wanted = range(len(cuts) + 1)
        else:
            place = feature.values.astype(int)
            wanted = range(len(feature.words))
            wanted = sorted(wanted, key=lambda k: -int(np.sum(place == k)))[:5]
        ranked = feature.kind is FeatureKind.NUMBER
        levels += [
            LevelColumn(feature.key, k, (place == k) * 1.0, points, -100, 100, k if ranked else None) for k in wanted
        ]
    return tuple(levels)


def evidence_of(features: tuple[Feature, ...], won: NDArray[np.bool_], levels: tuple[LevelColumn, ...]) -> Evidence:
    """Leads closed one a day."""
    leads = len(won)
    days = np.arange(leads) * 86_400.0
    today = sum((level.weight * level.points for level in levels), np.zeros(leads)).astype(np.int64)
    return Evidence(np.arange(leads), won, days, days - 864_000.0, today, features, levels, leads)


def invented(leads: int, criteria: int, seed: int = 1) -> Evidence:
    """Criteria of two levels each, some of which matter."""
    random = np.random.default_rng(seed)
    log_odds = np.full(leads, -2.0)
    levels: list[LevelColumn] = []
    for c in range(criteria):
        place = random.integers(0, 3, leads)
        for level in (1, 2):
            levels.append(LevelColumn(f"criterion_{c}", level, (place == level) * 1.0, 30 * level, 0, 100, level))
        log_odds += place * (0.3 if c % 3 == 0 else 0.0)
    won = random.random(leads) < 1 / (1 + np.exp(2.0 - log_odds * 0.5))
    return evidence_of((), won, tuple(levels))
