"""Levels of one number side by side: which overlap, which leave a gap, which never count."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from leadqual_gui.domain.conditions import All, Condition, Operator, Test, tests_of
from leadqual_gui.domain.lint_values import LintFinding, Severity, finding, of_criterion
from leadqual_gui.domain.matrix import Criterion
from leadqual_gui.domain.matrix_edits import RemoveLevel
from leadqual_gui.domain.truth import many


@dataclass(frozen=True, slots=True)
class Span:
    """All numbers from `low` to `high`, both included; empty if low is above high."""

    low: float
    high: float

    @property
    def empty(self) -> bool:
        """Whether no number is in it."""
        return self.low > self.high

    def holds(self, other: Span) -> bool:
        """Whether another lies within it."""
        return self.low <= other.low and other.high <= self.high


@dataclass(frozen=True, slots=True)
class _Step:
    index: int
    span: Span
    tenths: int


def span_of(condition: Condition) -> Span | None:
    """The numbers for which a condition on one fact holds, if they are one stretch."""
    match condition:
        case Test():
            return _of_test(condition)
        case All(parts=parts) if parts:
            spans = [span_of(part) for part in parts]
            if len({test.fact for test in tests_of(condition)}) > 1 or any(span is None for span in spans):
                return None
            told = cast(list[Span], spans)
            return Span(max(s.low for s in told), min(s.high for s in told))
    return None


def _of_test(test: Test) -> Span | None:
    given = many(test.argument)
    if not given or any(isinstance(a, bool) or not isinstance(a, int | float) for a in given):
        return None
    numbers = [float(cast(float, a)) for a in given]
    match test.operator:
        case Operator.AT_LEAST:
            return Span(numbers[0], math.inf)
        case Operator.AT_MOST:
            return Span(-math.inf, numbers[0])
        case Operator.BETWEEN if len(numbers) == 2:
            return Span(numbers[0], numbers[1])
        case Operator.IS | Operator.IN if len(numbers) == 1:
            return Span(numbers[0], numbers[0])
    return None


def level_findings(criterion: Criterion) -> Iterator[LintFinding]:
    """Overlaps, gaps and levels that never count, of a criterion's levels."""
    yield from _repeated(criterion)
    steps = _steps(criterion)
    yield from _shadowed(criterion, steps)
    yield from _overlapping(criterion, steps)
    yield from _gaps(criterion, steps)


def _repeated(criterion: Criterion) -> Iterator[LintFinding]:
    seen: dict[Condition, int] = {}
    for index, level in enumerate(criterion.levels):
        first = seen.setdefault(level.when, index)
        if first != index and span_of(level.when) is None:
            yield _never_counts(criterion, index, first)


def _steps(criterion: Criterion) -> list[_Step]:
    """The levels that are one stretch of the same fact; none if there are levels of several facts."""
    if len({test.fact for level in criterion.levels for test in tests_of(level.when)}) != 1:
        return []
    spans = [(index, span_of(level.when), level.tenths) for index, level in enumerate(criterion.levels)]
    return [_Step(index, span, tenths) for index, span, tenths in spans if span is not None and not span.empty]


def _shadowed(criterion: Criterion, steps: list[_Step]) -> Iterator[LintFinding]:
    for place, step in enumerate(steps):
        first = next((s for s in steps[:place] if s.span.holds(step.span)), None)
        if first is not None:
            yield _never_counts(criterion, step.index, first.index)


def _never_counts(criterion: Criterion, index: int, first: int) -> LintFinding:
    place, fix = of_criterion(criterion.id, index), (RemoveLevel(criterion.id, index),)
    return finding("level_shadowed", place, Severity.WARNING, fix, first=first)


def _overlapping(criterion: Criterion, steps: list[_Step]) -> Iterator[LintFinding]:
    """Levels of which neither lies within the other: which one counts is hidden in their order."""
    for place, step in enumerate(steps):
        for other in steps[:place]:
            low, high = max(step.span.low, other.span.low), min(step.span.high, other.span.high)
            if low < high and not step.span.holds(other.span) and not other.span.holds(step.span):
                where = of_criterion(criterion.id, step.index)
                yield finding("levels_overlap", where, Severity.WARNING, low=low, high=high, first=other.index)


def _gaps(criterion: Criterion, steps: list[_Step]) -> Iterator[LintFinding]:
    """Numbers between two levels that no level counts, if getting nothing there is a surprise."""
    inner = [s for s in steps if not any(o is not s and o.span.holds(s.span) and o.span != s.span for o in steps)]
    ordered = sorted(inner, key=lambda s: (s.span.low, s.span.high))
    edges = [e for s in ordered for e in (s.span.low, s.span.high) if math.isfinite(e)]
    usual = _usual_gap(edges)
    for below, above in pairwise(ordered):
        low, high = below.span.high, above.span.low
        if high - low > usual and not min(below.tenths, above.tenths) <= 0 <= max(below.tenths, above.tenths):
            place = of_criterion(criterion.id, above.index)
            yield finding("levels_gap", place, Severity.WARNING, low=low, high=high, other=below.index)


def _usual_gap(edges: list[float]) -> float:
    """The gap that counted things have (49 to 50), or that measured ones have for not being counted twice."""
    if not edges or all(e == int(e) for e in edges) or max(map(abs, edges)) >= 100:
        return 1.0
    return (max(edges) - min(edges)) / 100
