"""From contributions to a score: caps of criteria and groups, limits of the total, and the axis that each cut falls on.

The same rules serve for whole columns (`totals`) and for the ledger of one lead (`account`); tests hold them together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from leadqual_gui.domain.columns_fields import Array
from leadqual_gui.domain.matrix import ENGAGEMENT, FIT, Criterion, Group, Matrix


@dataclass(frozen=True, slots=True)
class Member:
    """A criterion's place in the sum: its index among the enabled criteria, its axis and its own caps."""

    index: int
    axis: str
    minimum: int | None
    maximum: int | None


@dataclass(frozen=True, slots=True)
class Heap:
    """Criteria that are summed up together and cut together: a group, or the criteria without one (`group` None)."""

    group: Group | None
    members: tuple[Member, ...]
    type: type[np.signedinteger[Any]]  # wide enough for any sum of its members

    @property
    def capped(self) -> bool:
        """Whether the group can cut at all."""
        return self.group is not None and (self.group.minimum is not None or self.group.maximum is not None)


def heaps_of(matrix: Matrix, criteria: Sequence[Criterion], bounds: Sequence[int | None]) -> tuple[Heap, ...]:
    """The enabled criteria by group, in the order of the groups, then those without a group.

    `bounds`: the greatest size of what each criterion gives, None if there is none.
    """
    members: dict[str, list[Member]] = {name: [] for name in (*(group.id for group in matrix.groups), "")}
    for index, c in enumerate(criteria):
        place = c.group if c.group in members else ""
        members[place].append(Member(index, matrix.axis_of(c), c.minimum, c.maximum))
    groups = {group.id: group for group in matrix.groups}
    return tuple(
        Heap(groups.get(name), tuple(found), _type_for([bounds[m.index] for m in found]))
        for name, found in members.items()
        if found
    )


def _type_for(bounds: Sequence[int | None]) -> type[np.signedinteger[Any]]:
    sizes = [size for size in bounds if size is not None]
    return np.int16 if len(sizes) == len(bounds) and sum(sizes) <= 16_000 else np.int32


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of tenths (int32): on each axis, and together."""

    fit: Array
    engagement: Array

    @property
    def exact(self) -> Array:
        """The score in tenths."""
        return self.fit + self.engagement


def totals(
    matrix: Matrix,
    heaps: Sequence[Heap],
    contributions: Sequence[Array],
    adjusted: tuple[Array, Array] | None,
    size: int,
) -> Totals:
    """Add up contributions (one array a criterion) with all cuts. `adjusted`: manual adjustments on either axis."""
    fit, engagement = np.zeros(size, np.int32), np.zeros(size, np.int32)
    for heap in heaps:
        sums = _heap_sums(heap, contributions)
        if heap.capped:
            assert heap.group is not None
            cut_to_limits(sums, heap.group.minimum, heap.group.maximum, heap.group.axis, _fallback(heap))
        if (on_fit := sums[FIT]) is not None:
            fit += on_fit
        if (on_engagement := sums[ENGAGEMENT]) is not None:
            engagement += on_engagement
    if adjusted is not None:
        fit += adjusted[0]
        engagement += adjusted[1]
    cut_to_limits({FIT: fit, ENGAGEMENT: engagement}, matrix.minimum, matrix.maximum, "", FIT)
    return Totals(fit, engagement)


def share(cut: Array, fit: Array, engagement: Array) -> Array:
    """The part of each cut that falls on fit, in proportion to what the axes gave in the direction that is cut.

    Whole tenths; what cannot be divided goes where the larger remainder is, and to fit if they are equal.
    """
    down = cut < 0
    of_fit = np.maximum(np.where(down, fit, -fit), 0).astype(np.int64)
    of_engagement = np.maximum(np.where(down, engagement, -engagement), 0).astype(np.int64)
    neither = of_fit + of_engagement == 0
    of_fit = np.where(neither, np.abs(fit), of_fit)
    of_engagement = np.where(neither, np.abs(engagement), of_engagement)
    both = of_fit + of_engagement
    size = np.abs(cut).astype(np.int64)
    part = np.where(both == 0, size, (2 * size * of_fit + both) // np.maximum(2 * both, 1))
    return np.sign(cut) * part


def _heap_sums(heap: Heap, contributions: Sequence[Array]) -> dict[str, Array | None]:
    sums: dict[str, Array | None] = {FIT: None, ENGAGEMENT: None}
    for member in heap.members:
        given = contributions[member.index]
        if member.minimum is not None or member.maximum is not None:
            given = np.clip(given.astype(np.int32), member.minimum, member.maximum).astype(heap.type)
        so_far = sums[member.axis]
        if so_far is None:
            sums[member.axis] = given.astype(heap.type)
        else:
            so_far += given
    return sums


def cut_to_limits(sums: dict[str, Array | None], low: int | None, high: int | None, axis: str, fallback: str) -> None:
    """Cut what exceeds the limits, in place; the cut falls on `axis`, else on the only one, else it is shared."""
    given = [s for s in sums.values() if s is not None]
    if not given or (low is None and high is None):
        return
    whole = given[0] if len(given) == 1 else given[0] + given[1]
    if (low is None or int(whole.min(initial=low)) >= low) and (high is None or int(whole.max(initial=high)) <= high):
        return
    at = np.flatnonzero((whole < (-(2**31) if low is None else low)) | (whole > (2**31 - 1 if high is None else high)))
    cut = np.clip(whole[at], low, high) - whole[at]
    falls_on = axis or (fallback if len(given) == 1 else "")
    if falls_on:
        _add_at(sums, falls_on, at, cut, len(whole))
        return
    fit, engagement = sums[FIT], sums[ENGAGEMENT]
    assert fit is not None
    assert engagement is not None
    on_fit = share(cut, fit[at], engagement[at])
    fit[at] += on_fit.astype(fit.dtype)
    engagement[at] += (cut - on_fit).astype(engagement.dtype)


def _add_at(sums: dict[str, Array | None], axis: str, at: Array, cut: Array, size: int) -> None:
    on_axis = sums[axis]
    if on_axis is None:
        on_axis = sums[axis] = np.zeros(size, np.int32)
    on_axis[at] += cut


def _fallback(heap: Heap) -> str:
    return FIT if any(m.axis == FIT for m in heap.members) else ENGAGEMENT


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the account of one lead: what a criterion gave, or a cut of a criterion, a group or the total."""

    index: int  # of the criterion, -1 for a group or the total
    heap: int  # of the group, -1 for the total
    cut: bool
    fit: int
    engagement: int


def account(matrix: Matrix, heaps: Sequence[Heap], given: Sequence[int], adjusted: tuple[int, int]) -> list[Entry]:
    """What adds up to the score of one lead, from its contributions and adjustments (fit, engagement) in tenths."""
    entries: list[Entry] = []
    total = {FIT: adjusted[0], ENGAGEMENT: adjusted[1]}
    for number, heap in enumerate(heaps):
        sums = {FIT: 0, ENGAGEMENT: 0}
        for member in heap.members:
            tenths = given[member.index]
            if tenths:
                entries.append(_entry(member.index, number, False, member.axis, tenths))
            cut = _clip(tenths, member.minimum, member.maximum) - tenths
            if cut:
                entries.append(_entry(member.index, number, True, member.axis, cut))
            sums[member.axis] += tenths + cut
        if heap.group is not None:
            axes = {m.axis for m in heap.members}
            only = heap.group.axis or (next(iter(axes)) if len(axes) == 1 else "")
            entries += _cuts(sums, number, heap.group.minimum, heap.group.maximum, only)
        total = {axis: total[axis] + sums[axis] for axis in total}
    entries += _cuts(total, -1, matrix.minimum, matrix.maximum, "")
    return entries


def exact_of(matrix: Matrix, heaps: Sequence[Heap], given: Sequence[int], adjusted: int) -> int:
    """The score of one lead in tenths, without an account of it."""
    total = adjusted
    for heap in heaps:
        whole = sum(_clip(given[m.index], m.minimum, m.maximum) for m in heap.members)
        total += whole if heap.group is None else _clip(whole, heap.group.minimum, heap.group.maximum)
    return _clip(total, matrix.minimum, matrix.maximum)


def _entry(index: int, heap: int, cut: bool, axis: str, tenths: int) -> Entry:
    return Entry(index, heap, cut, tenths if axis == FIT else 0, tenths if axis == ENGAGEMENT else 0)


def _cuts(sums: dict[str, int], heap: int, low: int | None, high: int | None, only: str) -> list[Entry]:
    whole = sums[FIT] + sums[ENGAGEMENT]
    cut = _clip(whole, low, high) - whole
    if not cut:
        return []
    if only:
        on_fit = cut if only == FIT else 0
    else:
        on_fit = int(share(np.asarray(cut), np.asarray(sums[FIT]), np.asarray(sums[ENGAGEMENT])))
    sums[FIT] += on_fit
    sums[ENGAGEMENT] += cut - on_fit
    return [Entry(-1, heap, True, on_fit, cut - on_fit)]


def _clip(tenths: int, low: int | None, high: int | None) -> int:
    if low is not None and tenths < low:
        tenths = low
    return high if high is not None and tenths > high else tenths
