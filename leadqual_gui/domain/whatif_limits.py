"""The most and the least that a lead could have under a matrix, with and without the limits of the total."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from leadqual_gui.domain.matrix import Criterion, Matrix
from leadqual_gui.domain.scoring_totals import Heap, heaps_of
from leadqual_gui.domain.whatif_basis import rest, steps
from leadqual_gui.domain.whatif_values import Limits

Span = tuple[float, float]


def limits_of(matrix: Matrix) -> Limits:
    """The most and the least of a whole matrix."""
    enabled = [c for c in matrix.criteria if c.enabled]
    return limits(matrix, heaps_of(matrix, enabled, [None] * len(enabled)), dict(enumerate(map(span_of, enabled))))


def limits(matrix: Matrix, heaps: Sequence[Heap], spans: Mapping[int, Span]) -> Limits:
    """The same from what each criterion can give, by its index in the heaps."""
    return limits_together(matrix, [heap_span(heap, spans) for heap in heaps])


def heap_span(heap: Heap, spans: Mapping[int, Span]) -> Span:
    """The least and most that one heap can give after its cap."""
    least = greatest = 0.0
    for member in heap.members:
        span = spans[member.index]
        least, greatest = least + span[0], greatest + span[1]
    if (group := heap.group) is not None:
        least, greatest = (_within(x, group.minimum, group.maximum) for x in (least, greatest))
    return least, greatest


def limits_together(matrix: Matrix, heaps: Sequence[Span]) -> Limits:
    """The limits of the sum of all heaps."""
    low, high = sum(least for least, _ in heaps), sum(most for _, most in heaps)
    ends = [int(_within(x, matrix.minimum, matrix.maximum)) for x in (high, low)]
    return Limits(ends[0], ends[1], None if math.isinf(high) else int(high), None if math.isinf(low) else int(low))


def span_of(criterion: Criterion) -> Span:
    """The least and most (tenths) that a criterion can give after its own cap; infinite if it counts without end."""
    rule = criterion.activity
    if rule is None or rule.at_least is not None:
        ends = (*steps(criterion), rest(criterion))
        return float(min(ends)), float(max(ends))
    whole = criterion.tenths * (math.inf if rule.at_most is None else rule.at_most) if criterion.tenths else 0.0
    both = [_within(x, criterion.minimum, criterion.maximum) for x in (0.0, whole)]
    return min(both), max(both)


def _within(value: float, low: int | None, high: int | None) -> float:
    if low is not None and value < low:
        return low
    return high if high is not None and value > high else value
