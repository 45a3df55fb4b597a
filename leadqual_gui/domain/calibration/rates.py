"""The control rate, and the close rate of everything that leads have or do, as the field's procedure asks for them.

Control rate: customers of the period divided by all its leads. Close rate of an attribute or action: customers that
had it divided by all leads that had it. Above the control it deserves points: its close rate on a scale of 0 to 100.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.features import ACTIVITIES
from leadqual_gui.domain.calibration.values import Feature, FeatureKind, LevelColumn
from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.overlap import Overlap

MOST_WORDS = 30
"""So many words of one fact are told one by one; the rest is too rare to say anything of."""
MOST_NUMBERS = 8
"""A fact with more distinct numbers is told in bands."""
BANDS = 5
OVERLAP = 0.5
LEAST_BOTH = 10
TOGETHER = 0.4


@dataclass(frozen=True, slots=True)
class LevelRate:
    """One level of a criterion in force: of `rate.leads` that reached it, `rate.won` became customers.

    `rate.lost` counts all who did not, the open ones too. `article`: the points of the article's rule, 0 to 100.
    """

    criterion: str
    level: int
    rate: CloseRate
    lift: float | None
    article: int


@dataclass(frozen=True, slots=True)
class ValueRate:
    """One value of a fact, or having done a kind of activity.

    `fact` as rules name it. `word`, or numbers from `low` to below `high` (None: no edge); "" and no edge: did it at
    all. `protected` names the protected attribute that it is.
    """

    fact: str
    word: str
    low: float | None
    high: float | None
    rate: CloseRate
    lift: float | None
    article: int
    protected: str | None = None


def control_rate(won: NDArray[np.bool_]) -> CloseRate:
    """Customers of the period among all its leads."""
    customers = int(np.count_nonzero(won))
    return CloseRate(customers, len(won) - customers)


def article_points(rate: CloseRate, control: CloseRate) -> int:
    """The article's rule: the close rate on a scale of 0 to 100 where it is above the control rate, else none."""
    if rate.rate is None or control.rate is None or rate.rate <= control.rate:
        return 0
    return math.floor(100 * rate.rate + 0.5)


def lift_of(rate: CloseRate, control: CloseRate) -> float | None:
    """How many times the control rate; None if there is nothing to compare with."""
    return None if rate.rate is None or not control.rate else rate.rate / control.rate


def level_rates(levels: Sequence[LevelColumn], won: NDArray[np.bool_]) -> tuple[LevelRate, ...]:
    """How often leads that reached each level became customers."""
    control = control_rate(won)
    found = []
    for level in levels:
        rate = _rate(level.weight > 0, won)
        lift = lift_of(rate, control)
        found.append(LevelRate(level.criterion, level.level, rate, lift, article_points(rate, control)))
    return tuple(found)


def value_rates(features: Sequence[Feature], won: NDArray[np.bool_]) -> tuple[ValueRate, ...]:
    """How often leads with each value of each fact, and those who did each kind of thing, became customers."""
    control = control_rate(won)
    return tuple(one for feature in features for one in _of_feature(feature, won, control))


def overlaps(levels: Sequence[LevelColumn], share: float = OVERLAP) -> tuple[Overlap, ...]:
    """Pairs of criteria that more than this share of their leads have in common, the most alike first."""
    reached: dict[str, NDArray[np.bool_]] = {}
    for level in levels:
        reach = level.weight > 0
        reached[level.criterion] = reached[level.criterion] | reach if level.criterion in reached else reach
    names = list(reached)
    together = _in_common(list(reached.values()))
    total = max((len(reach) for reach in reached.values()), default=0)
    alone = together.diagonal()
    either = alone[:, None] + alone[None, :] - together
    alike = np.triu((together >= LEAST_BOTH) & (together > share * either), 1)
    found = [
        Overlap(names[a], names[b], int(together[a, b]), int(either[a, b]))
        for a, b in np.argwhere(alike).tolist()
        if _go_together(int(together[a, b]), int(alone[a]), int(alone[b]), total)
    ]
    return tuple(sorted(found, key=lambda note: -note.share))


def _in_common(reached: Sequence[NDArray[np.bool_]]) -> NDArray[np.int64]:
    """How many leads each two have in common, counted on one bit a lead."""
    leads = len(reached[0]) if reached else 0
    bits = np.zeros((len(reached), -(-leads // 64) * 8), np.uint8)
    for row, reach in enumerate(reached):
        packed = np.packbits(reach)
        bits[row, : len(packed)] = packed
    words = bits.view(np.uint64)
    both = np.zeros((len(reached), len(reached)), np.int64)
    for row in range(len(reached)):
        both[row, row:] = both[row:, row] = np.bitwise_count(words[row:] & words[row]).sum(1, dtype=np.int64)
    return both


def _go_together(both: int, one: int, other: int, total: int) -> bool:
    """Whether they have more in common than what much reach explains (the phi coefficient)."""
    spread = math.sqrt(one * other * (total - one) * (total - other))
    return spread > 0 and (both * total - one * other) / spread > TOGETHER


def _rate(mask: NDArray[np.bool_], won: NDArray[np.bool_]) -> CloseRate:
    leads = int(np.count_nonzero(mask))
    customers = int(np.count_nonzero(mask & won))
    return CloseRate(customers, leads - customers)


def _of_feature(feature: Feature, won: NDArray[np.bool_], control: CloseRate) -> Iterator[ValueRate]:
    values = feature.values
    if feature.key.startswith(ACTIVITIES) or feature.key.startswith("stakeholders."):
        yield _value(feature, "", None, None, _rate(values > 0, won), control)
    elif feature.kind is FeatureKind.NUMBER:
        yield from _numbers(feature, won, control)
    else:
        yield from _words(feature, won, control)


def _words(feature: Feature, won: NDArray[np.bool_], control: CloseRate) -> Iterator[ValueRate]:
    words = feature.words or ("no", "yes")
    codes = np.fmax(feature.values, -1.0).astype(np.int32) + 1  # what is not known: 0
    leads, customers = (np.bincount(c, minlength=len(words) + 1)[1:] for c in (codes, codes[np.flatnonzero(won)]))
    order = np.argsort(-leads, kind="stable")[:MOST_WORDS] if feature.kind is FeatureKind.WORD else range(len(words))
    for code in order:
        n, w = int(leads[code]), int(customers[code])
        if n:
            yield _value(feature, words[code], None, None, CloseRate(w, n - w), control)


def _numbers(feature: Feature, won: NDArray[np.bool_], control: CloseRate) -> Iterator[ValueRate]:
    known = ~np.isnan(feature.values)
    if not known.any():
        return
    edges = number_edges(feature.values[known])
    bands = known.astype(np.int8)  # 0: not known
    for edge in edges:
        bands += feature.values >= edge
    leads, customers = (np.bincount(b, minlength=len(edges) + 2)[1:] for b in (bands, bands[np.flatnonzero(won)]))
    limits = [None, *edges, None]
    for index, (n, w) in enumerate(zip(leads.tolist(), customers.tolist(), strict=True)):
        if n:
            yield _value(feature, "", limits[index], limits[index + 1], CloseRate(w, n - w), control)


def number_edges(values: NDArray[np.float64]) -> list[float]:
    """Where bands of a number begin: at each distinct value if they are few, else so that about as many leads lie in
    each."""
    ordered = np.sort(values)
    new = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    if len(new) < MOST_NUMBERS:
        return [float(edge) for edge in ordered[new]]
    cuts = ordered[[len(ordered) * part // BANDS for part in range(1, BANDS)]]
    return [float(edge) for edge in sorted(set(cuts.tolist())) if edge > ordered[0]]


def _value(
    feature: Feature, word: str, low: float | None, high: float | None, rate: CloseRate, control: CloseRate
) -> ValueRate:
    lift, article = lift_of(rate, control), article_points(rate, control)
    return ValueRate(feature.key, word, low, high, rate, lift, article, feature.protected)
