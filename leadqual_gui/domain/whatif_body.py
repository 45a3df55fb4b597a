"""The sums behind the scores of all leads, kept so that one changed criterion is a few additions away.

Leads are taken in parts small enough for the processor's cache, in the narrowest numbers that hold every sum. Counts
are read in one pass: bins of the histogram, tiers, cells of the grade grid, and who left its tier.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from leadqual_gui.domain.columns_fields import Array
from leadqual_gui.domain.matrix import ENGAGEMENT, FIT, Group, Matrix
from leadqual_gui.domain.scoring_totals import Heap, cut_to_limits, share
from leadqual_gui.domain.whatif_basis import Whole

PART = 1 << 15
_PIECE = 1 << 18
Sums = dict[str, Array | None]


class Shift(Protocol):
    """By how much a criterion's contribution changes."""

    def __call__(self, part: slice, dtype: Whole) -> Array | None:
        """For a part of the leads; None if for nobody."""


@dataclass(frozen=True, slots=True)
class Move:
    """A change of one criterion in the heap `heap`, on its axis."""

    heap: int
    axis: str
    shift: Shift


@dataclass(frozen=True, slots=True)
class Ruler:
    """How sums are read: limits (tenths), tier edges (points), grade edges (tenths, best first, without the last)."""

    low: int
    high: int
    tiers: tuple[int, ...]
    fit: tuple[int, ...]
    engagement: tuple[int, ...]

    @classmethod
    def of(cls, matrix: Matrix) -> Ruler:
        """The ruler of a matrix."""
        return cls(
            matrix.minimum,
            matrix.maximum,
            tuple(tier.lower_edge for tier in matrix.tiers[1:]),
            tuple(sorted((edge for _, edge in matrix.grades.fit[:-1]), reverse=True)),
            tuple(sorted((edge for _, edge in matrix.grades.engagement[:-1]), reverse=True)),
        )

    @property
    def first(self) -> int:
        """The lowest score that can be shown."""
        return (self.low + 5) // 10

    @property
    def bins(self) -> int:
        """How many different scores can be shown."""
        return (self.high + 5) // 10 - self.first + 1

    @property
    def plain(self) -> bool:
        """Whether a cut at the lower limit leaves every grade as it is: no cut reaches above 0 on either axis."""
        return self.low <= 0 and all(edge > 0 for edge in (*self.fit, *self.engagement))


@dataclass(slots=True)
class Counts:
    """What a pass found: leads in each bin, at or above each tier edge (also of the won and lost), in each grade.

    `grades[i, j]`: leads that reach edge i of fit and j of engagement (the last of each: all leads).
    """

    bins: Array
    grades: Array
    won: list[int]
    lost: list[int]
    won_bins: Array
    moved: Array = field(default_factory=lambda: np.empty(0, np.int64))

    def without(self, some: Counts) -> Counts:
        """Those that are left when some are taken out (but for who moved)."""
        return self._with(some, -1)

    def plus(self, others: Counts) -> Counts:
        """Both together (but for who moved)."""
        return self._with(others, 1)

    def _with(self, other: Counts, sign: int) -> Counts:
        return Counts(
            self.bins + sign * other.bins,
            self.grades + sign * other.grades,
            [a + sign * b for a, b in zip(self.won, other.won, strict=True)],
            [a + sign * b for a, b in zip(self.lost, other.lost, strict=True)],
            self.won_bins + sign * other.won_bins,
        )


@dataclass(slots=True)
class _Pile:
    """The running sums of one heap, and what its cap leaves of them."""

    heap: Heap
    sums: Sums
    left: Sums

    def subset(self, rows: Array) -> _Pile:
        """The sums of some of the leads."""
        sums = {axis: None if s is None else s[rows] for axis, s in self.sums.items()}
        if self.left is self.sums:
            return _Pile(self.heap, sums, sums)
        return _Pile(self.heap, sums, {axis: None if s is None else s[rows] for axis, s in self.left.items()})

    @property
    def simple(self) -> bool:
        """Whether all of it, its cut too, falls on one axis."""
        axes = {m.axis for m in self.heap.members}
        group = self.heap.group
        return len(axes) == 1 and (group is None or group.axis in ("", *axes))


class Body:
    """All leads (or a few scenarios) with their sums. `exact`, `shown` and `tier` are as the last pass read them.

    `won` and `lost`: the places of leads that were closed so; `closed`: how many of each.
    """

    def __init__(self, size: int, won: Array | None = None, lost: Array | None = None) -> None:
        self.size = size
        nobody = np.zeros(size, np.bool_)
        self._won = nobody if won is None else won
        self._lost = nobody if lost is None else lost
        self.won, self.lost = np.flatnonzero(self._won), np.flatnonzero(self._lost)
        self.closed = len(self.won), len(self.lost)
        self._raw: dict[str, Array] = {}
        self._piles: list[_Pile] = []
        self._dtype: Whole = np.int16
        self.exact = self.shown = np.empty(0, np.int16)
        self.tier = np.zeros(size, np.int8)

    def build(
        self, heaps: Sequence[Heap], worths: Sequence[Array], adjusted: tuple[Array, Array] | None, dtype: Whole
    ) -> None:
        """Add everything up anew. `worths`: what each criterion gives, by the index in the heaps."""
        self._dtype = dtype
        self._raw = {axis: np.zeros(self.size, dtype) for axis in (FIT, ENGAGEMENT)}
        self._piles = [self._pile(heap, worths) for heap in heaps]
        for axis, extra in zip((FIT, ENGAGEMENT), adjusted or (), strict=False):
            self._raw[axis] += extra.astype(dtype)
        for pile in self._piles:
            for axis, left in pile.left.items():
                if left is not None:
                    self._raw[axis] += left
        self.exact = np.empty(self.size, dtype)

    def change(self, moves: Sequence[Move], heaps: Mapping[int, Heap]) -> None:
        """Let criteria give more or less, and cut some heaps by other caps (those of the same numbers in `heaps`)."""
        for number, heap in heaps.items():
            self._piles[number].heap = heap
        cut = sorted({m.heap for m in moves if self._piles[m.heap].heap.capped} | heaps.keys())
        for part in self.parts():
            for move in moves:
                self._move(move, part)
            for number in cut:
                self._cut(self._piles[number], part)

    def subset(self, rows: Array, heap: int) -> Body:
        """Some of the leads, with what is needed to change one heap."""
        some = Body(len(rows), self._won[rows], self._lost[rows])
        some._dtype = self._dtype
        some._raw = {axis: raw[rows] for axis, raw in self._raw.items()}
        some._piles = [*self._piles[:heap], self._piles[heap].subset(rows)]
        some.exact = np.empty(len(rows), self._dtype)
        return some

    def apart(self, heap: int) -> tuple[Array, Array, Array, Group | None] | None:
        """What one heap gives before its cut, the rest of its axis, the other axis, and what cuts it.

        None if its cut falls on both axes.
        """
        pile = self._piles[heap]
        if not pile.simple:
            return None
        axis = pile.heap.members[0].axis
        sums, left = pile.sums[axis], pile.left[axis]
        assert sums is not None
        assert left is not None
        other = self._raw[ENGAGEMENT if axis == FIT else FIT]
        return sums, self._raw[axis] - left, other, pile.heap.group if pile.heap.capped else None

    def closed_at(self, rows: Array) -> tuple[Array, Array]:
        """The places among `rows` of the won and of the lost leads."""
        return np.flatnonzero(self._won[rows]), np.flatnonzero(self._lost[rows])

    def parts(self) -> list[slice]:
        """The leads in parts."""
        return [slice(start, min(start + PART, self.size)) for start in range(0, self.size, PART)]

    def _pile(self, heap: Heap, worths: Sequence[Array]) -> _Pile:
        sums: Sums = {FIT: None, ENGAGEMENT: None}
        for member in heap.members:
            so_far = sums[member.axis]
            if so_far is None:
                sums[member.axis] = worths[member.index].astype(self._dtype)
            else:
                np.add(so_far, worths[member.index], out=so_far, casting="same_kind")
        if not heap.capped:
            return _Pile(heap, sums, sums)
        left = {axis: None if s is None else s.copy() for axis, s in sums.items()}
        pile = _Pile(heap, sums, left)
        _cut_pile(pile, left, self._dtype)
        return pile

    def _move(self, move: Move, part: slice) -> None:
        shift = move.shift(part, self._dtype)
        if shift is None:
            return
        pile = self._piles[move.heap]
        sums = pile.sums[move.axis]
        assert sums is not None
        sums[part] += shift
        if not pile.heap.capped:
            self._raw[move.axis][part] += shift

    def _cut(self, pile: _Pile, part: slice) -> None:
        """What the cap leaves of a heap now, and the difference it makes."""
        group = pile.heap.group
        assert group is not None
        if pile.simple:
            axis = pile.heap.members[0].axis
            fresh: Sums = {axis: _clipped(pile.sums[axis], part, group, self._dtype)}
        else:
            fresh = {axis: None if s is None else s[part].copy() for axis, s in pile.sums.items()}
            _cut_pile(pile, fresh, self._dtype)
        for axis in (FIT, ENGAGEMENT):
            now = fresh.get(axis)
            if now is None and pile.left[axis] is not None:
                now = np.zeros(part.stop - part.start, self._dtype)  # an earlier cut fell here: there is none now
            if now is not None:
                self._replace(pile, axis, part, now)

    def _replace(self, pile: _Pile, axis: str, part: slice, now: Array) -> None:
        before = pile.left[axis]
        if before is None:
            before = pile.left[axis] = np.zeros(self.size, self._dtype)
        raw = self._raw[axis][part]
        raw += now
        raw -= before[part]
        before[part] = now

    # --- reading -----------------------------------------------------------------------------------------------------
    def read(self, ruler: Ruler, base: Array | None = None, counting: bool = True) -> Counts:
        """Read scores and tiers from the sums, and count. `base`: the tiers from which leads may have moved."""
        if self.shown.dtype != (kind := shown_type(ruler.bins)) or len(self.shown) != self.size:
            self.shown = np.empty(self.size, kind)
        reach = np.zeros((len(ruler.fit) + 1, len(ruler.engagement) + 1), np.int64)
        counts = Counts(np.empty(0), reach, [0] * len(ruler.tiers), [0] * len(ruler.tiers), np.empty(0))
        moved: list[Array] = []
        for part in self.parts():
            fit, engagement = self._totals(part, ruler)
            if counting:
                reach += count_grades(fit, engagement, ruler.fit, ruler.engagement)
            self._read_tiers(part, ruler, counts)
            if base is not None:
                different = np.not_equal(self.tier[part], base[part])
                if different.any():
                    moved.append(np.flatnonzero(different) + part.start)
        if counting:
            counts.bins = histogram(self.shown, ruler.bins)
            counts.won_bins = np.bincount(self.shown[self.won], minlength=ruler.bins)
        if moved:
            counts.moved = np.concatenate(moved)
        return counts

    def axes(self, ruler: Ruler) -> tuple[Array, Array]:
        """Fit and engagement of all leads, after all cuts."""
        fit, engagement = self._raw[FIT].copy(), self._raw[ENGAGEMENT].copy()
        cut_to_limits({FIT: fit, ENGAGEMENT: engagement}, ruler.low, ruler.high, "", FIT)
        return fit, engagement

    def _totals(self, part: slice, ruler: Ruler) -> tuple[Array, Array]:
        """Work out the score; fit and engagement as grades need them."""
        fit, engagement = self._raw[FIT][part], self._raw[ENGAGEMENT][part]
        whole, exact, number = fit + engagement, self.exact[part], self._dtype
        np.clip(whole, number(ruler.low), number(ruler.high), out=exact)
        shifted = (exact + number(5 - 10 * ruler.first)).view(np.uint16 if number is np.int16 else np.uint32)
        self.shown[part] = np.floor_divide(shifted, shifted.dtype.type(10), out=shifted)
        if not ruler.plain:
            fit, engagement = fit.copy(), engagement.copy()
            cut_to_limits({FIT: fit, ENGAGEMENT: engagement}, ruler.low, ruler.high, "", FIT)
        elif len(whole) and int(whole.max()) > ruler.high:
            fit, engagement = _cut_above(ruler.high, whole, fit.copy(), engagement.copy())
        return fit, engagement

    def _read_tiers(self, part: slice, ruler: Ruler, counts: Counts) -> None:
        shown, tier = self.shown[part], self.tier[part]
        tier[:] = 0
        for index, edge in enumerate(ruler.tiers):
            reached = shown >= edge - ruler.first
            tier += reached.view(np.int8)
            if any(self.closed):
                counts.won[index] += int(np.count_nonzero(reached & self._won[part]))
                counts.lost[index] += int(np.count_nonzero(reached & self._lost[part]))


def histogram(shown: Array, bins: int) -> Array:
    """How many leads have each score. Two small numbers at a time are one index: half the counting."""
    if shown.dtype != np.uint8 or len(shown) < 24_000:
        return np.bincount(shown, minlength=bins)
    even = len(shown) // 2 * 2
    wide = 128 if bins <= 128 else 256
    pieces = [slice(start, min(start + _PIECE, even)) for start in range(0, even, _PIECE)]
    pairs = _pairs(shown[pieces[0]], bins, wide)
    for piece in pieces[1:]:
        pairs += _pairs(shown[piece], bins, wide)
    square: Array = pairs.reshape(bins, wide)
    found: Array = square.sum(1) + square[:, :bins].sum(0)
    for last in shown[even:].tolist():
        found[last] += 1
    return found


def _pairs(shown: Array, bins: int, wide: int) -> Array:
    """Each pair counted at its later number times `wide` plus its earlier one."""
    both: Array = shown.view(np.uint16)
    if wide == 128:  # the smaller the square, the quicker it is made and added up
        both = (both & 0x7F) | ((both >> 1) & 0x3F80)
    return np.bincount(both.astype(np.intp), minlength=bins * wide)


def count_grades(fit: Array, engagement: Array, of_fit: Sequence[int], of_engagement: Sequence[int]) -> Array:
    """How many leads reach each edge of the one and each of the other (the last of each: all of them)."""
    reach: Array = np.zeros((len(of_fit) + 1, len(of_engagement) + 1), np.int64)
    letters = [fit >= edge for edge in of_fit]
    digits = [engagement >= edge for edge in of_engagement]
    for row, letter in enumerate(letters):
        for column, digit in enumerate(digits):
            reach[row, column] += np.count_nonzero(letter & digit)
        reach[row, -1] += np.count_nonzero(letter)
    for column, digit in enumerate(digits):
        reach[-1, column] += np.count_nonzero(digit)
    reach[-1, -1] += len(fit)
    return reach


def _cut_pile(pile: _Pile, sums: Sums, dtype: Whole) -> None:
    group = pile.heap.group
    assert group is not None
    fallback = FIT if any(m.axis == FIT for m in pile.heap.members) else ENGAGEMENT
    cut_to_limits(sums, group.minimum, group.maximum, group.axis, fallback)
    for axis, values in sums.items():
        if values is not None and values.dtype != dtype:
            sums[axis] = values.astype(dtype)


def _cut_above(high: int, whole: Array, fit: Array, engagement: Array) -> tuple[Array, Array]:
    """Share the cut of the few leads that exceed the total's upper limit, as `share` does."""
    at = np.flatnonzero(whole > high)
    of_fit, of_engagement = shares_above(high, whole[at], fit[at], engagement[at])
    fit[at] += of_fit.astype(fit.dtype)
    engagement[at] += of_engagement.astype(fit.dtype)
    return fit, engagement


def shares_above(high: int, whole: Array, fit: Array, engagement: Array) -> tuple[Array, Array]:
    """What the upper limit takes (below 0) of both axes of leads whose whole exceeds it, as `share` does."""
    both = whole.astype(np.int64)
    cut = high - both
    if high > 0 and int(min(fit.min(), engagement.min())) >= 0:
        part = -((both - 2 * cut * fit) // (2 * both))
    else:
        part = share(cut, fit, engagement)
    return part, cut - part


def _clipped(sums: Array | None, part: slice, group: Group, dtype: Whole) -> Array:
    assert sums is not None
    ends = np.iinfo(dtype)
    low = ends.min if group.minimum is None else max(group.minimum, ends.min)
    high = ends.max if group.maximum is None else min(group.maximum, ends.max)
    return np.clip(sums[part], dtype(low), dtype(high))


def shown_type(bins: int) -> type[np.unsignedinteger[Any]]:
    """The narrowest numbers for so many different scores."""
    return np.uint8 if bins <= 256 else np.uint16 if bins <= 1 << 16 else np.uint32
