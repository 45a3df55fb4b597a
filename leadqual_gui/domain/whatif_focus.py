"""Only the leads that a dragged value can change: the others keep their scores, and are counted once.

While somebody drags the points of one criterion, everything else stands still. The leads that it counts for are
laid side by side, and each step of the drag looks at them alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from leadqual_gui.domain.columns_fields import Array
from leadqual_gui.domain.matrix import FIT, Criterion, Matrix
from leadqual_gui.domain.scoring_activities import rounded
from leadqual_gui.domain.whatif_basis import Basis, LevelBasis, Part, SumBasis, rest, shape, steps
from leadqual_gui.domain.whatif_body import Body, Counts, Move, Ruler
from leadqual_gui.domain.whatif_difference import Difference
from leadqual_gui.domain.whatif_lane import Lane, Still, classes
from leadqual_gui.domain.whatif_limits import Span, span_of
from leadqual_gui.domain.whatif_population import Population

LEAST_REACH = 50
"""Points are dragged at least this far (tenths) before faded leads are looked at anew."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Leads in another tier than under the matrix in force, and how they score under the draft.

    `at`: their places in `rows`, `exact` and `shown`, which tell of more leads, so that only those who are listed need
    be picked out; `rows` is None where each place is a row. `tier` and `was`: of those who moved.
    """

    at: Array
    rows: Array | None
    exact: Array
    shown: Array
    tier: Array
    was: Array

    @classmethod
    def of(cls, body: Body, at: Array, base: Array) -> Moved:
        """These leads of a body."""
        return cls(at, None, body.exact, body.shown, body.tier[at], base[at])

    def rows_at(self, places: Array) -> Array:
        """The rows of leads at some places."""
        return places if self.rows is None else self.rows[places]

    def and_of(self, others: Moved) -> Moved:
        """These and others, side by side."""
        pair = (self, others)
        return Moved(
            np.arange(len(self.at) + len(others.at)),
            np.concatenate([one.rows_at(one.at) for one in pair]),
            np.concatenate([one.exact[one.at] for one in pair]),
            np.concatenate([one.shown[one.at] for one in pair]),
            np.concatenate([one.tier for one in pair]),
            np.concatenate([one.was for one in pair]),
        )


def levels_between(old: Criterion, new: Criterion) -> frozenset[int] | None:
    """The levels (0 for a criterion without) whose points differ; None if more than points and caps differs."""
    if old.id != new.id or shape(old) != shape(new) or rest(old) != rest(new):
        return None
    return frozenset(index for index, (a, b) in enumerate(zip(steps(old), steps(new), strict=True)) if a != b)


class Focus:
    """The leads that some levels of one criterion count for. `start` is the matrix under which all leads are laid out.

    `counted`: how all leads were counted under it; `base`: the tiers under the matrix in force. `step` is the change
    of the criterion with which it begins: leads that a cap silences either way are left out.
    """

    def __init__(
        self,
        leads: Population,
        start: Matrix,
        step: tuple[Criterion, Criterion],
        levels: frozenset[int],
        counted: Counts,
        base: Array,
    ) -> None:
        self._start, self._ruler = start, Ruler.of(start)
        self._leads, self._levels = leads, levels
        self._first = self._now = criterion = step[0]
        self._gains, self._losses = (all(way(span_of(one)) for one in step) for way in (_never_takes, _never_gives))
        basis = leads.basis(criterion)
        self._most = 2 * max(LEAST_REACH, *(abs(one.tenths) for one in step))
        self.rows = np.flatnonzero(_concerned(basis, levels, self._most))
        self._heap, self._axis = leads.place_of(criterion)
        self._room = leads.room_for(criterion)
        still = self._still(basis)
        if still is not None:
            order = np.argsort(classes(still.other, self._fixed_edges()), kind="stable")
            self.rows, still = self.rows[order], still.of(order)
        self._basis = _narrowed(basis, self.rows)
        self._base = base[self.rows]
        self._body: Body | None = None
        self._lane: Lane | None = None
        if still is None:
            self._body = leads.body.subset(self.rows, self._heap)
        else:
            self._lane = Lane(still, self._base, leads.body.closed_at(self.rows), self._ruler, leads.dtype)
        here, _ = self._read(criterion)
        self._rest = counted.without(here)
        outside = np.ones(leads.size, np.bool_)
        outside[self.rows] = False
        self._still_moved = Moved.of(leads.body, counted.moved[outside[counted.moved]], base)

    @property
    def criterion(self) -> Criterion:
        """What is in focus, as it was taken over last."""
        return self._now

    def covers(self, change: Difference, ruler: Ruler) -> bool:
        """Whether a draft (its difference from the start) changes only what is in focus."""
        if change.layout or change.groups or len(change.changed) > 1 or ruler != self._ruler:
            return False
        if not change.changed:
            return True
        ((old, new),) = change.changed
        if old is not self._first and old != self._first:
            return False
        span = span_of(new)
        if isinstance(self._basis, SumBasis) and abs(new.tenths) > self._most:
            return False
        if (self._gains and not _never_takes(span)) or (self._losses and not _never_gives(span)):
            return False
        levels = levels_between(self._first, new)
        return levels is not None and levels <= self._levels and self._basis.bound(new) <= self._room

    def follow(self, change: Difference) -> tuple[Counts, Moved]:
        """Take over a draft that is covered: how all leads are counted now, and which have moved."""
        new = change.changed[0][1] if change.changed else self._first
        counts, at = self._read(new)
        self._now = new
        seen, still = self._body or self._lane, self._still_moved
        assert seen is not None
        found = Moved(at, self.rows, seen.exact, seen.shown, seen.tier[at], self._base[at])
        return counts.plus(self._rest), still.and_of(found) if len(still.at) else found

    # --- inside ------------------------------------------------------------------------------------------------------
    def _read(self, new: Criterion) -> tuple[Counts, Array]:
        if self._lane is not None:
            return self._lane.step(self._worth(new))
        assert self._body is not None
        if new is not self._now:
            self._body.change([Move(self._heap, self._axis, partial(self._basis.shift, self._now, new))], {})
        counts = self._body.read(self._ruler, self._base)
        return counts, counts.moved

    def _worth(self, new: Criterion) -> Array | int:
        if isinstance(self._basis, LevelBasis) and len(self._levels) == 1:
            (level,) = self._levels
            return steps(new)[level]
        return self._basis.worth(new, slice(None), self._leads.dtype)

    def _still(self, basis: Basis) -> Still | None:
        """What stands still; narrows the rows to those that can change. None if it cannot be told apart so simply."""
        apart = self._leads.body.apart(self._heap) if self._ruler.plain else None
        if apart is None:
            return None
        sums, rest, other, group = apart
        rows = self.rows
        others = sums[rows] - basis.worth(self._first, rows, self._leads.dtype)
        if group is not None and self._gains and group.maximum is not None:
            rows, others = _kept(others < group.maximum, rows, others)
        if group is not None and self._losses and group.minimum is not None:
            rows, others = _kept(others > group.minimum, rows, others)
        self.rows = rows
        return Still(others, rest[rows], other[rows], self._axis, group)

    def _fixed_edges(self) -> tuple[int, ...]:
        return self._ruler.engagement if self._axis == FIT else self._ruler.fit


def _kept(which: Array, rows: Array, others: Array) -> tuple[Array, Array]:
    return rows[which], others[which]


def _never_takes(span: Span) -> bool:
    return span[0] >= 0


def _never_gives(span: Span) -> bool:
    return span[1] <= 0


def _concerned(basis: Basis, levels: frozenset[int], most: int) -> Array:
    """Whom it can give something, at no more points (tenths) than `most`: what fades long ago rounds to nothing."""
    if isinstance(basis, SumBasis):
        return rounded(basis.sums, most, np.int32) != 0 if basis.fade else basis.sums > 0
    concerned: Array = np.logical_or.reduce([basis.place == level for level in levels])
    return concerned


def _narrowed(basis: Basis, rows: Part) -> Basis:
    if isinstance(basis, SumBasis):
        return SumBasis(basis.sums[rows], basis.fade, basis.most)
    return LevelBasis(basis.place[rows], basis.levels)
