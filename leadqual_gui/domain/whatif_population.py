"""Some leads (all of a workspace, or the scenarios) under a matrix that changes step by step."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial

import numpy as np

from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.columns_fields import Array, CodedColumn
from leadqual_gui.domain.matrix import Criterion, Matrix
from leadqual_gui.domain.scoring_plan import adjusted
from leadqual_gui.domain.scoring_rows import blocks_of
from leadqual_gui.domain.scoring_totals import Heap, heaps_of
from leadqual_gui.domain.whatif_basis import Basis, Whole, basis_of, shape
from leadqual_gui.domain.whatif_body import Body, Move, Shift
from leadqual_gui.domain.whatif_difference import Difference

_ROOM = 16_000
_KEPT = 48


class Population:
    """Leads of `columns` that are not deleted, at a moment; `body` holds their sums under the current matrix."""

    def __init__(self, columns: Columns, as_of: int, ours: frozenset[str]) -> None:
        self.columns = columns
        self._blocks = blocks_of(columns, as_of, ours)
        alive = columns.alive
        self._alive = None if alive.all() else alive.copy()
        self.positions: Array | None = None if self._alive is None else np.flatnonzero(self._alive)
        self.size = len(columns) if self.positions is None else len(self.positions)
        self._bases: dict[object, Basis] = {}
        self._bounds: dict[str, int] = {}
        self._dtype: Whole = np.int16
        self._places: dict[str, tuple[int, str]] = {}
        self._heaps: list[Heap] = []
        self._extra = 0
        self.body = Body(self.size, self._closed("won"), self._closed("lost"))

    def places(self, rows: Array) -> Array:
        """Where leads stand in the columns."""
        return rows if self.positions is None else self.positions[rows]

    def basis(self, criterion: Criterion) -> Basis:
        """What a criterion says of these leads; kept for the next question."""
        key = shape(criterion)
        found = self._bases.pop(key, None)
        if found is None:
            found = basis_of(criterion, self._blocks, self._alive)
        self._bases[key] = found
        if len(self._bases) > max(_KEPT, len(self._bounds) + 8):
            del self._bases[next(iter(self._bases))]
        return found

    @property
    def dtype(self) -> Whole:
        """The numbers in which sums are kept."""
        return self._dtype

    def place_of(self, criterion: Criterion) -> tuple[int, str]:
        """The heap and the axis on which an enabled criterion is added up."""
        return self._places[criterion.id]

    def fits(self, criterion: Criterion) -> bool:
        """Whether the sums still fit into their numbers when a criterion becomes this."""
        return self._bound(criterion) <= self.room_for(criterion)

    def room_for(self, criterion: Criterion) -> float:
        """How much a criterion may give so that the sums still fit into their numbers."""
        if self._dtype is np.int32:
            return math.inf
        return _ROOM - self._extra - sum(self._bounds.values()) + self._bounds[criterion.id]

    @property
    def heaps(self) -> tuple[Heap, ...]:
        """How the criteria are added up."""
        return tuple(self._heaps)

    def lay_out(self, matrix: Matrix) -> None:
        """Add up everything anew for a matrix."""
        enabled = [c for c in matrix.criteria if c.enabled]
        self._bounds = {c.id: self._bound(c) for c in enabled}
        extra = self._adjusted()
        self._dtype = self._wide_enough(matrix)
        heaps = heaps_of(matrix, enabled, [None] * len(enabled))
        self._places = {
            enabled[m.index].id: (number, m.axis) for number, heap in enumerate(heaps) for m in heap.members
        }
        self._heaps = list(heaps)
        self.body.build(heaps, [self.worth(c) for c in enabled], extra, self._dtype)

    def follow(self, change: Difference, matrix: Matrix) -> None:
        """Take over what a new matrix changes."""
        if change.layout:
            self.lay_out(matrix)
            return
        for _, new in change.changed:
            self._bounds[new.id] = self._bound(new)
        if self._wide_enough(matrix) is not self._dtype and self._dtype is np.int16:
            self.lay_out(matrix)
            return
        moves = [Move(*self._places[new.id], self._shift(old, new)) for old, new in change.changed]
        recut = {}
        for number, heap in enumerate(self._heaps):
            if heap.group is not None and heap.group.id in change.groups:
                self._heaps[number] = recut[number] = replace(heap, group=matrix.group(heap.group.id))
        self.body.change(moves, recut)

    def _shift(self, old: Criterion, new: Criterion) -> Shift:
        basis = self.basis(new)
        if shape(old) == shape(new):
            return partial(basis.shift, old, new)
        before = self.basis(old)

        def shift(part: slice, dtype: Whole) -> Array:
            return basis.worth(new, part, dtype) - before.worth(old, part, dtype)

        return shift

    def worth(self, criterion: Criterion) -> Array:
        """What a criterion gives each lead, after its own cap."""
        basis = self.basis(criterion)
        return basis.worth(criterion, slice(0, self.size), self._dtype)

    def _bound(self, criterion: Criterion) -> int:
        return self.basis(criterion).bound(criterion)

    def _wide_enough(self, matrix: Matrix) -> Whole:
        size = sum(self._bounds.values()) + self._extra
        return np.int16 if max(size, abs(matrix.minimum), abs(matrix.maximum)) <= _ROOM else np.int32

    def _adjusted(self) -> tuple[Array, Array] | None:
        """What was added by hand to fit and to engagement."""
        parts = [adjusted(rows) for rows in self._blocks]
        if not any(parts):
            return None
        found = []
        for axis in (0, 1):
            whole = np.concatenate([part[axis] if part else np.zeros(0, np.int32) for part in parts])
            found.append(whole if self._alive is None else whole[self._alive])
        self._extra = max(int(np.abs(extra).max(initial=0)) for extra in found)
        return found[0], found[1]

    def _closed(self, outcome: str) -> Array | None:
        """Which leads were closed with that outcome."""
        column = self.columns.column("outcome")
        if not isinstance(column, CodedColumn) or outcome not in column.values:
            return None
        closed: Array = column.codes == list(column.values).index(outcome)
        return closed if self._alive is None else closed[self._alive]
