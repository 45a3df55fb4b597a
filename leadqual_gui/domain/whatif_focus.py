"""Only the leads that a dragged value can change: the others keep their scores, and are counted once.

While somebody drags the points of one criterion, everything else stands still. The leads that it counts for are
laid side by side, and each step of the drag looks at them alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from leadqual_gui.domain.columns_fields import Array
from leadqual_gui.domain.matrix import Criterion, Matrix
from leadqual_gui.domain.whatif_basis import Basis, LevelBasis, Part, SumBasis, Whole, rest, shape, steps
from leadqual_gui.domain.whatif_body import Body, Counts, Move, Ruler, Shift
from leadqual_gui.domain.whatif_difference import Difference
from leadqual_gui.domain.whatif_population import Population


@dataclass(frozen=True, slots=True)
class Moved:
    """Leads in another tier than under the matrix in force: their rows, and how they score under the draft."""

    rows: Array
    exact: Array
    shown: Array
    tier: Array

    @classmethod
    def of(cls, body: Body, rows: Array) -> Moved:
        """These leads of a body."""
        return cls(rows, body.exact[rows], body.shown[rows], body.tier[rows])


def levels_between(old: Criterion, new: Criterion) -> frozenset[int] | None:
    """The levels (0 for a criterion without) whose points differ; None if more than points and caps differs."""
    if old.id != new.id or shape(old) != shape(new) or rest(old) != rest(new):
        return None
    return frozenset(index for index, (a, b) in enumerate(zip(steps(old), steps(new), strict=True)) if a != b)


class Focus:
    """The leads that some levels of one criterion count for. `start` is the matrix under which all leads are laid out.

    `counted`: how all leads were counted under it; `base`: the tiers under the matrix in force.
    """

    def __init__(
        self,
        leads: Population,
        start: Matrix,
        criterion: Criterion,
        levels: frozenset[int],
        counted: Counts,
        base: Array,
    ) -> None:
        self._start, self._ruler = start, Ruler.of(start)
        self._leads, self._levels = leads, levels
        self._first = self._now = criterion
        basis = leads.basis(criterion)
        self.rows = np.flatnonzero(_concerned(basis, levels))
        self._heap, self._axis = leads.place_of(criterion)
        self._body = leads.body.subset(self.rows, self._heap)
        self._base = base[self.rows]
        self._basis = _narrowed(basis, self.rows)
        self._worth: Array | None = None
        here = self._body.read(self._ruler, self._base)
        self._rest = counted.without(here)
        outside = np.ones(leads.size, np.bool_)
        outside[self.rows] = False
        self._still = Moved.of(leads.body, counted.moved[outside[counted.moved]])

    def covers(self, change: Difference, ruler: Ruler) -> bool:
        """Whether a draft (its difference from the start) changes only what is in focus."""
        if change.layout or change.groups or len(change.changed) > 1 or ruler != self._ruler:
            return False
        if not change.changed:
            return True
        ((old, new),) = change.changed
        if old is not self._first and old != self._first:
            return False
        levels = levels_between(self._first, new)
        return levels is not None and levels <= self._levels and self._leads.fits(new)

    def follow(self, change: Difference) -> tuple[Counts, Moved]:
        """Take over a draft that is covered: how all leads are counted now, and which have moved."""
        new = change.changed[0][1] if change.changed else self._first
        if new is not self._now:
            self._body.change([Move(self._heap, self._axis, self._shift(new))], {})
            self._now = new
        counts = self._body.read(self._ruler, self._base)
        here, still = Moved.of(self._body, counts.moved), self._still
        moved = Moved(
            np.concatenate([still.rows, self.rows[counts.moved]]),
            np.concatenate([still.exact, here.exact]),
            np.concatenate([still.shown, here.shown]),
            np.concatenate([still.tier, here.tier]),
        )
        return counts.plus(self._rest), moved

    def _shift(self, new: Criterion) -> Shift:
        old, basis = self._now, self._basis
        if isinstance(basis, LevelBasis) and len(self._levels) == 1:
            (level,) = self._levels
            return _Same(steps(new)[level] - steps(old)[level])
        if isinstance(basis, LevelBasis):
            return partial(basis.shift, old, new)
        return self._fading(basis, new)

    def _fading(self, basis: SumBasis, new: Criterion) -> Shift:
        """Weights are multiplied anew; what they gave before is kept."""
        dtype = self._leads.dtype
        before = basis.worth(self._now, slice(None), dtype) if self._worth is None else self._worth
        self._worth = after = basis.worth(new, slice(None), dtype)
        difference = after - before
        return lambda part, _: difference[part]


@dataclass(frozen=True, slots=True)
class _Same:
    """Everybody in focus gets the same more or less."""

    tenths: int

    def __call__(self, part: slice, dtype: Whole) -> Array | None:
        return np.asarray(self.tenths, dtype) if self.tenths else None


def _concerned(basis: Basis, levels: frozenset[int]) -> Array:
    if isinstance(basis, SumBasis):
        return basis.sums > 0
    concerned: Array = np.logical_or.reduce([basis.place == level for level in levels])
    return concerned


def _narrowed(basis: Basis, rows: Part) -> Basis:
    if isinstance(basis, SumBasis):
        return SumBasis(basis.sums[rows], basis.fade, basis.most)
    return LevelBasis(basis.place[rows], basis.levels)
