"""What learning starts from: closed leads, and what was known of each before its outcome.

Arrays have one entry for each closed lead, in the same order everywhere. What is not known is NaN in a `Feature` and
0 in a `LevelColumn`: a level that nobody can tell gives no points, exactly as in scoring.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class FeatureKind(StrEnum):
    """How the values of a feature relate to each other."""

    NUMBER = "number"  # more and less have a meaning; cut points are found
    ORDERED = "ordered"  # words from little to much, such as the levels of an answer
    WORD = "word"  # words without an order
    FLAG = "flag"  # 0 or 1


@dataclass(frozen=True, slots=True, eq=False)
class Feature:
    """One fact or kind of activity of all closed leads, as it was known before the outcome.

    `key` is the fact as rules name it ("industry", "custom.job", "bant.budget", "activities.call"). `values` are
    numbers, 0 or 1, or positions in `words`; NaN is unknown. `late` counts values that were left out because they came
    only after the outcome; `undated` says that nobody knows when the values came. `protected` names the protected
    attribute that it is.
    """

    key: str
    kind: FeatureKind
    values: NDArray[np.float64]
    words: tuple[str, ...] = ()
    protected: str | None = None
    late: int = 0
    undated: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class LevelColumn:
    """One level of a criterion of today's matrix: who reached it before the outcome, and what it gives.

    `weight` is how many times its points it gives: 1 where the level is reached, the decayed sum for an activity, 0
    where it is not reached or not known. `points` are whole tenths as everywhere. `least` and `most` (tenths) bound
    what may be proposed (the scale of the matrix and the sign of the criterion's kind). `rank` orders the levels of a
    criterion from little to much where they have an order (None: no order): proposed points then never fall as the
    rank grows, or never rise if today's fall. `facts` are what its criterion looks at.
    """

    criterion: str
    level: int
    weight: NDArray[np.float64]
    points: int
    least: int
    most: int
    rank: int | None = None
    facts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Closed leads, oldest outcome first where it is dated.

    `lead_ids` int64; `won` bool; `closed_at` and `created_at` seconds since 1970 (NaN: not dated); `today` the score in
    tenths that today's matrix gives for what was known before the outcome; `everybody` says how many leads the period
    has in all, closed or not (the control rate is won / everybody).
    """

    lead_ids: NDArray[np.int64]
    won: NDArray[np.bool_]
    closed_at: NDArray[np.float64]
    created_at: NDArray[np.float64]
    today: NDArray[np.int64]
    features: tuple[Feature, ...]
    levels: tuple[LevelColumn, ...]
    everybody: int

    @property
    def days(self) -> NDArray[np.float64]:
        """When each lead was closed; if nobody noted that of any, when it came (NaN: nobody knows)."""
        return self.closed_at if np.isfinite(self.closed_at).any() else self.created_at

    def __len__(self) -> int:
        return len(self.won)
