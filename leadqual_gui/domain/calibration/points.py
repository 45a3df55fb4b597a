"""Points by the field's own rule, and the same on both sides of the control rate.

The article's rule gives a level its close rate, on a scale of 0 to 100, where that is above the control rate. A matrix
has a scale of its own (0 to 10, -10 to 0): the rule's points are brought to it, so that 36 of 100 become 4 of 10. Rates
here are of closed leads, and a level with few leads behind it keeps today's points.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.validation import Won
from leadqual_gui.domain.calibration.values import LevelColumn
from leadqual_gui.domain.close_rates import CloseRate

LEAST_LEADS = 10
"""Behind a level before anything is said about its points."""
DRAWN = 10.0
"""So many leads with the control rate are added to each level before lift points are given."""
Points = NDArray[np.int64]


def rates_of(levels: Sequence[LevelColumn], won: Won, rows: Won | None = None) -> list[CloseRate]:
    """Of the closed leads that reached each level, how many were won."""
    found = []
    for level in levels:
        reached = level.weight > 0 if rows is None else (level.weight > 0) & rows
        here = int(np.count_nonzero(reached & won))
        found.append(CloseRate(here, int(np.count_nonzero(reached)) - here))
    return found


def today_points(levels: Sequence[LevelColumn]) -> Points:
    """What the matrix gives now."""
    return np.array([level.points for level in levels], np.int64)


def article_points(levels: Sequence[LevelColumn], rates: Sequence[CloseRate], control: CloseRate) -> Points:
    """Close rate on the matrix's scale where it is above the control rate, nothing (a penalty's least) below."""
    usual = control.rate or 0.0
    given = []
    for level, rate in zip(levels, rates, strict=True):
        if rate.leads < LEAST_LEADS:
            given.append(float(level.points))
        elif level.most > 0:
            given.append((rate.rate or 0.0) * level.most if (rate.rate or 0.0) > usual else 0.0)
        else:
            given.append((1 - (rate.rate or 0.0)) * level.least if (rate.rate or 0.0) < usual else 0.0)
    return whole(np.array(given), levels)


def lift_points(levels: Sequence[LevelColumn], rates: Sequence[CloseRate], control: CloseRate) -> Points:
    """Points above and below the control rate, in proportion to the distance; few leads are drawn to the control."""
    usual = control.rate or 0.0
    away = np.array([(r.won + DRAWN * usual) / (r.leads + DRAWN) - usual for r in rates])
    enough = np.array([r.leads >= LEAST_LEADS for r in rates], np.bool_)
    room = np.array([level.most if a > 0 else -level.least for level, a in zip(levels, away, strict=True)], np.float64)
    counts = enough & (room > 0)
    if not counts.any() or not np.any(away[counts]):
        return today_points(levels)
    scale = float(np.min(room[counts] / np.maximum(np.abs(away[counts]), 1e-9)))
    return whole(np.where(enough, away * scale, today_points(levels)), levels)


def equal_points(levels: Sequence[LevelColumn]) -> Points:
    """One point for everything that may gain points, one against everything that may only lose them."""
    return np.array([10 * (level.most > 0) or -10 * (level.least < 0) for level in levels], np.int64)


def whole(points: NDArray[np.float64], levels: Sequence[LevelColumn]) -> Points:
    """Whole points (in tenths) within each level's least and most."""
    least = np.array([np.ceil(level.least / 10) for level in levels])
    most = np.array([np.floor(level.most / 10) for level in levels])
    rounded = np.sign(points) * np.floor(np.abs(points) / 10 + 0.5)
    return np.asarray(10 * np.clip(rounded, least, most), dtype=np.int64)
