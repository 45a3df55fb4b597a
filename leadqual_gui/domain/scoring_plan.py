"""The rules, prepared for judging many leads: enabled criteria, how they are summed up, and how a score is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leadqual_gui.domain.columns_fields import Array
from leadqual_gui.domain.matrix import FIT, Criterion, Matrix
from leadqual_gui.domain.moments import seconds
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.scoring_criteria import Judge
from leadqual_gui.domain.scoring_rows import Rows
from leadqual_gui.domain.scoring_totals import Heap, Totals, account, exact_of, heaps_of, totals


@dataclass(frozen=True, slots=True)
class Scale:
    """How tenths are read: shown points, tier, grade. Works on arrays and on single numbers."""

    edges: tuple[int, ...]
    fit: tuple[tuple[str, int], ...]
    engagement: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, matrix: Matrix) -> Scale:
        """The scale of a matrix."""
        return cls(tuple(t.lower_edge for t in matrix.tiers), matrix.grades.fit, matrix.grades.engagement)

    @property
    def grades(self) -> tuple[str, ...]:
        """All grades; a grade is an index into them."""
        return tuple(f"{letter}{digit}" for letter, _ in self.fit for digit, _ in self.engagement)

    def shown(self, exact: Array) -> Array:
        """Whole points, half up."""
        return (exact + 5) // 10

    def tiers(self, exact: Array) -> Array:
        """Indexes of tiers, read from the points shown."""
        reached = np.zeros(np.shape(exact), np.int8)
        for edge in self.edges[1:]:
            reached += exact >= edge * 10 - 5
        return reached

    def tier(self, exact: int) -> int:
        """The index of the tier of one score."""
        return sum(exact >= edge * 10 - 5 for edge in self.edges[1:])

    def grade(self, fit: Array, engagement: Array) -> Array:
        """Indexes of grades: the first letter and digit whose edge is reached, else the last."""
        letter = _place(fit, [edge for _, edge in self.fit])
        digit = _place(engagement, [edge for _, edge in self.engagement])
        return letter * np.int16(len(self.engagement)) + digit


def _place(tenths: Array, edges: Sequence[int]) -> Array:
    missed = np.zeros(np.shape(tenths), np.int16)
    for edge in edges[:-1]:
        missed += tenths < edge
    return missed


@dataclass(frozen=True, slots=True)
class Plan:
    """The rules, prepared. `ours`: kinds of activity that we do ourselves; `moving`: judges that time alone moves."""

    rules: Rules
    judges: tuple[Judge, ...]
    heaps: tuple[Heap, ...]
    scale: Scale
    ours: frozenset[str]
    moving: tuple[int, ...] = ()

    @classmethod
    def of(cls, rules: Rules) -> Plan:
        """Prepare rules."""
        criteria = tuple(c for c in rules.matrix.criteria if c.enabled)
        ours = frozenset(kind.id for kind in rules.activity_kinds if not kind.by_lead)
        judges = tuple(Judge.of(c) for c in criteria)
        return cls(
            rules,
            judges,
            heaps_of(rules.matrix, criteria, [judge.bound for judge in judges]),
            Scale.of(rules.matrix),
            ours,
            tuple(index for index, judge in enumerate(judges) if judge.moves),
        )

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The enabled criteria, in the order of the matrix."""
        return tuple(judge.criterion for judge in self.judges)

    def contributions(self, rows: Rows) -> list[Array]:
        """What each criterion gives each row, in tenths, before caps."""
        return [judge.tenths(rows) for judge in self.judges]

    def totals(self, rows: Rows, given: Sequence[Array]) -> Totals:
        """The sums of contributions and adjustments, after all cuts."""
        return totals(self.rules.matrix, self.heaps, given, adjusted(rows), len(rows))

    def sums_of_one(self, rows: Rows, given: Sequence[int]) -> tuple[int, int]:
        """The sums of one lead on fit and on engagement, after all cuts."""
        by_hand = adjusted_one(rows)
        entries = account(self.rules.matrix, self.heaps, given, by_hand)
        return by_hand[0] + sum(e.fit for e in entries), by_hand[1] + sum(e.engagement for e in entries)

    def exact_of_one(self, rows: Rows, given: Sequence[int]) -> int:
        """The score of one lead."""
        return exact_of(self.rules.matrix, self.heaps, given, sum(adjusted_one(rows)))

    def ranges(self, rows: Rows, given: Sequence[Array]) -> tuple[Array, Array]:
        """The least and greatest scores, taken criterion by criterion and put through all cuts."""
        least, greatest = list(given), list(given)
        for index, judge in enumerate(self.judges):
            span = judge.span(rows)
            if span is not None:
                least[index], greatest[index] = span
        return self.totals(rows, least).exact, self.totals(rows, greatest).exact


def adjusted_one(rows: Rows) -> tuple[int, int]:
    """The manual adjustments of one lead in force, on fit and on engagement."""
    if rows.one not in rows.columns.adjustments:
        return 0, 0
    found = adjusted(rows)
    return (0, 0) if found is None else (int(found[0][0]), int(found[1][0]))


def adjusted(rows: Rows) -> tuple[Array, Array] | None:
    """Manual adjustments in force (from their start until before their end), on fit and on engagement."""
    if not rows.columns.adjustments:
        return None
    fit, engagement = np.zeros(len(rows), np.int32), np.zeros(len(rows), np.int32)
    places = range(rows.start, rows.stop) if rows.picked is None else rows.picked.tolist()
    where = {position: row for row, position in enumerate(places)} if rows.picked is not None else None
    for position, given in rows.columns.adjustments.items():
        if where is None:
            row = position - rows.start if rows.start <= position < rows.stop else -1
        else:
            row = where.get(position, -1)
        for a in given if row >= 0 else ():
            if seconds(a.starts_at) <= rows.as_of and (a.ends_at is None or rows.as_of < seconds(a.ends_at)):
                (fit if a.axis == FIT else engagement)[row] += a.tenths
    return fit, engagement
