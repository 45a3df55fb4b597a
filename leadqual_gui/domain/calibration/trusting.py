"""Criteria of today's matrix that know the outcome: they keep their points, and decide nothing.

A criterion is not trusted if one of its levels gives the outcome away, or a fact that it looks at does. Its levels are
then taken out of what points are fitted to and of the scores that are compared, on both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.leakage import find_leaks
from leadqual_gui.domain.calibration.results import Going, Leak, on_and_on
from leadqual_gui.domain.calibration.values import Evidence, LevelColumn

Trusted = NDArray[np.bool_]


def leaks_of(evidence: Evidence, going: Going = on_and_on) -> tuple[Leak, ...]:
    """What gives the outcome away among all that is known of closed leads."""
    return find_leaks(evidence.features, evidence.levels, evidence.won, going)


def trusted_levels(levels: Sequence[LevelColumn], leaks: Iterable[Leak]) -> Trusted:
    """Which levels may be learned from, in their order."""
    keys = {leak.key for leak in leaks if leak.serious}
    leaking = {one.criterion for one in levels if f"{one.criterion}:{one.level}" in keys or keys & one.facts}
    return np.array([one.criterion not in leaking for one in levels], np.bool_)


def without_leaks(evidence: Evidence, trusted: Trusted) -> Evidence:
    """The same leads, for whom levels that are not trusted give nothing."""
    if trusted.all():
        return evidence
    nothing = np.zeros(len(evidence))
    levels = (
        one if kept else replace(one, weight=nothing, points=0, least=0, most=0)
        for one, kept in zip(evidence.levels, trusted, strict=True)
    )
    return replace(evidence, levels=tuple(levels))
