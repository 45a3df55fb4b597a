"""Leads side by side while one value is dragged: what each step must touch, and nothing else.

What stands still is worked out once: what the rest of the heap gives, the rest of the axis, the other axis. The leads
are ordered by their grade on that other axis, so that the cells of the grid are counted as stretches of the lane.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leadqual_gui.domain.columns_fields import Array
from leadqual_gui.domain.matrix import FIT, Group
from leadqual_gui.domain.whatif_basis import Whole
from leadqual_gui.domain.whatif_body import Counts, Ruler, count_grades, histogram, shares_above, shown_type

PART = 1 << 16


@dataclass(frozen=True, slots=True)
class Still:
    """What stands still, for each lead: what `others` in the heap give, the `rest` of the axis, the `other` axis.

    `group` cuts the heap (None: nothing does); `axis` is the one that changes.
    """

    others: Array
    rest: Array
    other: Array
    axis: str
    group: Group | None

    def of(self, rows: Array) -> Still:
        """The same of some of the leads."""
        return Still(self.others[rows], self.rest[rows], self.other[rows], self.axis, self.group)


class Lane:
    """The leads whose scores change with one value. `exact`, `shown` and `tier` are as the last step left them.

    `base`: the tiers from which leads may have moved; `won`, `lost`: places of leads that were closed so.
    """

    def __init__(self, still: Still, base: Array, closed: tuple[Array, Array], ruler: Ruler, dtype: Whole) -> None:
        self._still, self._base, self._ruler, self._dtype = still, base, ruler, dtype
        self._won, self._lost = closed
        self._nobody = np.zeros(ruler.bins, np.int64)
        size = len(base)
        self.exact, self.shown = np.empty(size, dtype), np.empty(size, shown_type(ruler.bins))
        self.tier = np.empty(size, np.int8)
        longest = min(size, PART)
        self._axis, self._whole = np.empty(longest, dtype), np.empty(longest, dtype)
        self._yes = np.empty(longest, np.bool_)
        # Beside an array of the same length these are vector instructions; beside a number they are not (NumPy 2.4).
        self._low, self._high = np.full(longest, ruler.low, dtype), np.full(longest, ruler.high, dtype)
        group = still.group
        self._least = None if group is None else _edge(group.minimum, longest, dtype)
        self._most = None if group is None else _edge(group.maximum, longest, dtype)
        self._edges, self._fixed = (ruler.fit, ruler.engagement) if still.axis == FIT else (ruler.engagement, ruler.fit)
        ends = np.iinfo(dtype)  # no sum comes near them
        self._numbers = [dtype(min(max(edge, ends.min), ends.max)) for edge in self._edges]
        self._classes = classes(still.other, self._fixed)
        self._ends = np.searchsorted(self._classes, np.arange(len(self._fixed) + 1), "right").tolist()

    def step(self, worth: Array | int) -> tuple[Counts, Array]:
        """The value gives this now (one number for all, or one for each lead): counts, and the places that moved."""
        size, ruler = len(self.exact), self._ruler
        reach = np.zeros((len(self._edges) + 1, len(self._fixed) + 1), np.int64)
        reach[-1] = self._ends
        different: list[Array] = []
        for start in range(0, size, PART):
            part = slice(start, min(start + PART, size))
            self._add(part, worth if isinstance(worth, int) else worth[part])
            self._count_grades(part, reach)
            different.append(self._read(part))
        moved = np.concatenate(different) if different else np.empty(0, np.int64)
        grades = reach if self._still.axis == FIT else reach.T.copy()
        won, lost = self._reached(self._won), self._reached(self._lost)
        bins = np.bincount(self.shown[self._won], minlength=ruler.bins) if len(self._won) else self._nobody
        return Counts(histogram(self.shown, ruler.bins), grades, won, lost, bins), moved

    def _reached(self, at: Array) -> list[int]:
        """How many of the leads at these places reach each tier edge."""
        edges = range(len(self._ruler.tiers))
        if not len(at):
            return [0 for _ in edges]
        tiers = self.tier[at]
        return [int(np.count_nonzero(tiers > edge)) for edge in edges]

    def _add(self, part: slice, worth: Array | int) -> None:
        """The sum of the axis, the whole, and the score within its limits."""
        still, number = self._still, self._dtype
        size = part.stop - part.start
        axis, whole, exact = self._axis[:size], self._whole[:size], self.exact[part]
        np.add(still.others[part], number(worth) if isinstance(worth, int) else worth, out=axis)
        if self._least is not None:
            np.maximum(axis, self._least[:size], out=axis)
        if self._most is not None:
            np.minimum(axis, self._most[:size], out=axis)
        np.add(axis, still.rest[part], out=axis)
        np.add(axis, still.other[part], out=whole)
        np.maximum(whole, self._low[:size], out=exact)
        np.minimum(exact, self._high[:size], out=exact)

    def _read(self, part: slice) -> Array:
        """Scores and tiers as they are shown; who is in another tier than before."""
        size, first = part.stop - part.start, self._ruler.first
        whole, tier, yes = self._whole[:size], self.tier[part], self._yes[:size]
        shown = self.shown[part]
        np.add(self.exact[part], self._dtype(5 - 10 * first), out=whole)
        points = whole.view(np.uint16 if whole.dtype == np.int16 else np.uint32)
        np.floor_divide(points, points.dtype.type(10), out=points)
        shown[:] = points
        tier[:] = 0
        for edge in self._ruler.tiers:
            np.greater_equal(shown, edge - first, out=yes)
            np.add(tier, yes.view(np.int8), out=tier)
        np.not_equal(tier, self._base[part], out=yes)
        found: Array = yes.nonzero()[0] + part.start
        return found

    def _count_grades(self, part: slice, reach: Array) -> None:
        size = part.stop - part.start
        axis, yes = self._axis[:size], self._yes[:size]
        if int(self._whole[:size].max(initial=0)) > self._ruler.high:
            self._cut_above(part, reach)
        ends = [min(max(end - part.start, 0), size) for end in self._ends]
        for row, edge in enumerate(self._numbers):
            np.greater_equal(axis, edge, out=yes)
            begin = reached = 0
            for column, end in enumerate(ends):
                if end > begin:
                    reached += int(np.count_nonzero(yes[begin:end]))
                    begin = end
                reach[row, column] += reached

    def _cut_above(self, part: slice, reach: Array) -> None:
        """The limit of the total cuts both axes of those few who exceed it: `axis` in place, the other in `reach`."""
        size = part.stop - part.start
        axis, whole, other = self._axis[:size], self._whole[:size], self._still.other[part]
        at = (whole > self._dtype(self._ruler.high)).nonzero()[0]
        mine, others, sums = axis[at], other[at], whole[at]
        on_fit = self._still.axis == FIT
        cuts = shares_above(self._ruler.high, sums, *((mine, others) if on_fit else (others, mine)))
        less, less_other = cuts if on_fit else (cuts[1], cuts[0])
        axis[at] = mine + less.astype(self._dtype)
        now = others + less_other.astype(self._dtype)
        fell = (classes(now, self._fixed) != self._classes[part][at]).nonzero()[0]
        if len(fell):
            mine = axis[at[fell]]
            was, becomes = (count_grades(mine, one[fell], self._edges, self._fixed) for one in (others, now))
            reach += becomes - was


def classes(values: Array, edges: tuple[int, ...]) -> Array:
    """Which edge each value reaches, the best first; behind the last one: none."""
    found: Array = np.full(len(values), len(edges), np.uint8 if len(edges) < 255 else np.uint16)
    for edge in edges:
        found -= (values >= edge).view(np.uint8)
    return found


def _edge(limit: int | None, size: int, number: Whole) -> Array | None:
    ends = np.iinfo(number)
    return None if limit is None else np.full(size, min(max(limit, ends.min), ends.max), number)
