"""What would happen if a draft of the matrix were published, told while it is being changed.

`WhatIf` keeps the sums behind the scores of all leads. Each draft is compared with the one before: where only points
of one criterion changed, one column is updated and the rest of the scores follows, exactly as scoring all leads anew
would have it. The effect is always told against the matrix that is in force.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.columns_fields import Array
from leadqual_gui.domain.matrix import Criterion, Matrix
from leadqual_gui.domain.moments import seconds
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.scenarios import SOME_DAY, scenario_columns
from leadqual_gui.domain.whatif_basis import Basis, Part, missing_facts, shape
from leadqual_gui.domain.whatif_body import Body, Counts, Ruler
from leadqual_gui.domain.whatif_difference import Difference, difference, gives
from leadqual_gui.domain.whatif_focus import Focus, Moved, levels_between
from leadqual_gui.domain.whatif_limits import Span, heap_span, limits_together, span_of
from leadqual_gui.domain.whatif_population import Population
from leadqual_gui.domain.whatif_reading import (
    Cells,
    TierCounts,
    bars,
    cells,
    grade_effects,
    highest,
    median,
    moves,
    tier_counts,
    tier_effects,
)
from leadqual_gui.domain.whatif_values import NOBODY, Effect, Median, Movers, ScenarioEffect, Why

LISTED = 100
"""So many leads are listed in each direction."""


@dataclass(frozen=True, slots=True)
class _Before:
    """How leads stand under the matrix in force."""

    matrix: Matrix
    ruler: Ruler
    counts: Counts
    exact: Array
    shown: Array
    tier: Array
    tiers: TierCounts
    cells: Cells
    median: float | None

    @classmethod
    def of(cls, matrix: Matrix, body: Body) -> _Before:
        """How they stand when a body has been laid out for that matrix."""
        ruler = Ruler.of(matrix)
        counts = body.read(ruler)
        return cls(
            matrix,
            ruler,
            counts,
            body.exact.copy(),
            body.shown.copy(),
            body.tier.copy(),
            tier_counts(matrix, ruler, counts, body.closed),
            cells(matrix.grades, counts),
            median(counts.won_bins, ruler.first),
        )


class WhatIf:
    """The effect of drafts on the leads of `columns` at `as_of`; `rules` are those in force.

    Not for several threads at once. When the columns change, everything is worked out anew with the next draft.
    """

    def __init__(self, columns: Columns, rules: Rules | Matrix, as_of: datetime, listed: int = LISTED) -> None:
        self.rules = Rules(rules) if isinstance(rules, Matrix) else rules
        self.columns = columns
        self.as_of = as_of
        self._listed = listed
        self._ruler = Ruler.of(self.rules.matrix)
        self._ours = frozenset(kind.id for kind in self.rules.activity_kinds if not kind.by_lead)
        self._start()

    def draft(self, matrix: Matrix) -> Effect:
        """What this draft would do."""
        if self._version != self.columns.version:
            self._start()
        ruler = self._ruler if _read_alike(matrix, self._matrix) else Ruler.of(matrix)
        counts, moved = self._take(matrix, ruler)
        self._ruler = ruler
        return self._effect(matrix, ruler, counts, moved)

    def scores(self) -> tuple[Array, Array, Array]:
        """Rows in the columns, scores in tenths and indexes of tiers of all leads under the latest draft (copies)."""
        body = self.leads.body
        places = np.arange(self._leads.size) if self._leads.positions is None else self._leads.positions
        return places, body.exact.astype(np.int32), body.tier.copy()

    def axes(self) -> tuple[Array, Array]:
        """Fit and engagement in tenths of all leads under the latest draft, as `scores` lists them."""
        fit, engagement = self.leads.body.axes(self._ruler)
        return fit.astype(np.int32), engagement.astype(np.int32)

    @property
    def matrix(self) -> Matrix:
        """The latest draft."""
        return self._matrix

    @property
    def leads(self) -> Population:
        """The leads under the latest draft (for reach, overlap and lint)."""
        self._settle(self._matrix, self._ruler)
        return self._leads

    # --- keeping up --------------------------------------------------------------------------------------------------
    def _start(self) -> None:
        matrix = self.rules.matrix
        self._version = self.columns.version
        self._leads = Population(self.columns, seconds(self.as_of), self._ours)
        self._leads.lay_out(matrix)
        self._before = _Before.of(matrix, self._leads.body)
        self._ruler = self._before.ruler
        self._settled, self._counts = matrix, self._before.counts
        self._focus: Focus | None = None
        self._set_scenarios(matrix)
        self._note(Difference(layout=True), matrix)

    def _take(self, matrix: Matrix, ruler: Ruler) -> tuple[Counts, Moved]:
        """Take over a draft: how all leads are counted under it, and which change tier."""
        told = self._still_in_focus(matrix, ruler)
        step = Difference() if told and not matrix.scenarios else difference(self._matrix, matrix)
        if told is None:
            self._focus = self._focus_on(step, ruler)
            told = self._still_in_focus(matrix, ruler)
            if told is None:
                counts = self._settle(matrix, ruler)
                told = counts, Moved.of(self._leads.body, counts.moved, self._before.tier)
        self._follow_scenarios(step, matrix)
        self._note(step, matrix)
        return told

    def _still_in_focus(self, matrix: Matrix, ruler: Ruler) -> tuple[Counts, Moved] | None:
        """The same, if only points of one criterion changed, with as few leads as can be looked at."""
        if self._focus is None:
            return None
        change = difference(self._settled, matrix)
        return self._focus.follow(change) if self._focus.covers(change, ruler) else None

    def _focus_on(self, step: Difference, ruler: Ruler) -> Focus | None:
        """Look closely at the criterion whose points have just been changed."""
        if step.layout or step.groups or len(step.changed) != 1 or ruler != self._ruler:
            return None
        ((old, new),) = step.changed
        levels = levels_between(old, new)
        if not levels or not self._leads.fits(new):
            return None
        self._settle(self._matrix, ruler)
        return Focus(self._leads, self._settled, (old, new), levels, self._counts, self._before.tier)

    def _settle(self, matrix: Matrix, ruler: Ruler) -> Counts:
        """Bring all leads up to a draft."""
        if matrix is not self._settled:
            self._leads.follow(difference(self._settled, matrix), matrix)
            self._counts = self._leads.body.read(ruler, self._before.tier)
            self._settled, self._focus = matrix, None
        return self._counts

    def _follow_scenarios(self, change: Difference, matrix: Matrix) -> None:
        if not matrix.scenarios and not self._matrix.scenarios:
            return
        if matrix.scenarios is self._matrix.scenarios or matrix.scenarios == self._matrix.scenarios:
            self._examples.follow(change, matrix)
        else:
            self._set_scenarios(matrix)

    def _set_scenarios(self, matrix: Matrix) -> None:
        self._examples = Population(scenario_columns(matrix.scenarios), seconds(SOME_DAY), self._ours)
        self._examples.lay_out(matrix)

    def _note(self, change: Difference, matrix: Matrix) -> None:
        """Remember what the effect needs of each criterion."""
        self._matrix = matrix
        changed = [new for _, new in change.changed] if self._focus is None else [self._focus.criterion]
        if change.layout:
            enabled = [c for c in matrix.criteria if c.enabled]
            self._index = {c.id: index for index, c in enumerate(enabled)}
            self._spans: dict[int, Span] = dict(enumerate(map(span_of, enabled)))
        for new in changed:
            self._spans[self._index[new.id]] = span_of(new)
        if change.layout or change.groups or len(changed) != 1:
            self._heap_spans = [heap_span(heap, self._spans) for heap in self._leads.heaps]
        else:
            number, _ = self._leads.place_of(changed[0])
            self._heap_spans[number] = heap_span(self._leads.heaps[number], self._spans)
        if change.layout or any(shape(old) != shape(new) for old, new in change.changed):
            facts = (missing_facts(c, self.columns) for c in matrix.criteria if c.enabled)
            self._missing: tuple[str, ...] = tuple(sorted(frozenset().union(*facts)))

    # --- telling -----------------------------------------------------------------------------------------------------
    def _effect(self, matrix: Matrix, ruler: Ruler, counts: Counts, moved: Moved) -> Effect:
        before, body = self._before, self._leads.body
        was, becomes = moved.was, moved.tier
        up, down = _both_ways(becomes > was)
        scenarios = self._scenarios(matrix, ruler)
        return Effect(
            leads=self._leads.size,
            histogram=bars((before.ruler, before.counts.bins), (ruler, counts.bins)),
            tiers=tier_effects(before.tiers, tier_counts(matrix, ruler, counts, body.closed)),
            grades=grade_effects(before.cells, cells(matrix.grades, counts)),
            up=len(was[up]),
            down=len(was[down]),
            moves=moves((before.matrix.tiers, matrix.tiers), was, becomes),
            risers=self._movers(matrix, ruler, moved, up, 1),
            fallers=self._movers(matrix, ruler, moved, down, -1),
            limits=limits_together(matrix, self._heap_spans),
            baseline=max((s.shown for s in scenarios), default=None),
            scenarios=scenarios,
            won_median=Median(
                before.median,
                median(counts.won_bins, ruler.first),
                body.closed[0],
            ),
            missing=self._missing,
        )

    def _scenarios(self, matrix: Matrix, ruler: Ruler) -> tuple[ScenarioEffect, ...]:
        if not matrix.scenarios:
            return ()
        body = self._examples.body
        body.read(ruler, counting=False)
        shown, tiers = body.shown.tolist(), body.tier.tolist()
        return tuple(
            ScenarioEffect(index, shown[index] + ruler.first, matrix.tiers[tiers[index]].id, scenario.expect)
            for index, scenario in enumerate(matrix.scenarios)
        )

    def _movers(self, matrix: Matrix, ruler: Ruler, moved: Moved, places: Part, sign: int) -> Movers:
        """Those of the leads at `places` that score highest; `sign` is 1 if they rise, -1 if they fall."""
        before, at = self._before, moved.at[places]
        if not len(at):
            return NOBODY
        values = moved.exact[at] if sign > 0 else before.exact[moved.rows_at(at)]
        best = highest(values, lambda some: moved.rows_at(at[some]), self._listed)
        at = at[best]
        rows = moved.rows_at(at)
        positions = self._leads.places(rows)
        return Movers(
            self.columns.ids[positions],
            positions,
            before.shown[rows].astype(np.int64) + before.ruler.first,
            moved.shown[at].astype(np.int64) + ruler.first,
            before.tier[rows],
            moved.tier[places][best],
            (tuple(t.id for t in before.matrix.tiers), tuple(t.id for t in matrix.tiers)),
            self._explainer(matrix, rows, sign),
        )

    def _explainer(self, matrix: Matrix, rows: Array, sign: int) -> Callable[[int], Why]:
        """Tells why a lead in `rows` moves: the criterion that moved it most, else an edge, a cap or the limits."""
        before, basis = self._before.matrix, self._leads.basis

        def explain(place: int) -> Why:
            best = _other_reason(before, matrix)
            row = rows[place : place + 1]
            for old, new in _touched(before, matrix):
                tenths = _worth(new, basis, row) - _worth(old, basis, row)
                if tenths * sign > best.tenths * sign:
                    best = Why("criterion", (new or old).id, tenths)  # type: ignore[union-attr]
            return best

        return explain


def _both_ways(rises: Array) -> tuple[Part, Part]:
    """Where those are that rise, and those that fall; mostly all go the same way."""
    count = int(np.count_nonzero(rises))
    if count in (0, len(rises)):
        return slice(0, count), slice(count, None)
    return np.flatnonzero(rises), np.flatnonzero(~rises)


def _read_alike(one: Matrix, other: Matrix) -> bool:
    """Whether scores, tiers and grades are read from the sums in the same way, as far as can be told at once."""
    ends = one.minimum == other.minimum and one.maximum == other.maximum
    return ends and one.tiers is other.tiers and one.grades is other.grades


def _worth(criterion: Criterion | None, basis: Callable[[Criterion], Basis], row: Array) -> int:
    """What a criterion gives one lead."""
    if criterion is None or not criterion.enabled:
        return 0
    return int(basis(criterion).worth(criterion, row, np.int32)[0])


def _touched(old: Matrix, new: Matrix) -> Sequence[tuple[Criterion | None, Criterion | None]]:
    """The criteria that give something else in one matrix than in the other; None where there is none."""
    if old.criteria is new.criteria:
        return ()
    before = {c.id: c for c in old.criteria}
    found: list[tuple[Criterion | None, Criterion | None]] = []
    for criterion in new.criteria:
        was = before.pop(criterion.id, None)
        if was is not criterion and (was is None or was.enabled != criterion.enabled or gives(was) != gives(criterion)):
            found.append((was, criterion))
    return [*found, *((gone, None) for gone in before.values())]


def _other_reason(old: Matrix, new: Matrix) -> Why:
    edges = {tier.id: tier.lower_edge for tier in old.tiers}
    moved = next((tier.id for tier in new.tiers if edges.get(tier.id) != tier.lower_edge), None)
    if moved is not None:
        return Why("tier", moved)
    groups = {group.id: (group.maximum, group.minimum) for group in old.groups}
    group = next((g.id for g in new.groups if groups.get(g.id) != (g.maximum, g.minimum)), None)
    return Why("total") if group is None else Why("group", group)
