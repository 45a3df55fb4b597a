"""What leads tell about a matrix: criteria that reach nobody or everybody, that say the same, or that caps silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from leadqual_gui.domain.columns_fields import Array
from leadqual_gui.domain.lint_structure import sign_of
from leadqual_gui.domain.lint_values import LintFinding, Place, Severity, finding, of_criterion
from leadqual_gui.domain.matrix import Criterion, Group, Matrix
from leadqual_gui.domain.matrix_edits import SetEnabled
from leadqual_gui.domain.reach import Overlaps, Reach, reach_of
from leadqual_gui.domain.whatif_basis import shape
from leadqual_gui.domain.whatif_population import Population

ENOUGH = 30
"""With fewer leads than this, leads tell nothing."""
EVERYBODY = 0.97
ALIKE = 0.8
_SILENT = 0.01


def from_leads(leads: Population, matrix: Matrix) -> Iterator[LintFinding]:
    """All findings that need leads, which are laid out under this matrix."""
    if leads.size < ENOUGH:
        return
    enabled = [c for c in matrix.criteria if c.enabled]
    reaches = [reach_of(leads, c) for c in enabled]
    for criterion, reach in zip(enabled, reaches, strict=True):
        yield from _reach(criterion, reach)
    ranking = [c for c, r in zip(enabled, reaches, strict=True) if r.leads >= ENOUGH and r.share < EVERYBODY]
    yield from _overlaps(leads, ranking)
    yield from _silenced(leads, matrix, enabled)
    yield from _tiers(leads, matrix)


def _reach(criterion: Criterion, reach: Reach) -> Iterator[LintFinding]:
    place, off = of_criterion(criterion.id), (SetEnabled(criterion.id, False),)
    if not reach.leads:
        unknown = reach.unknown / reach.all_leads
        yield finding("reaches_nobody", place, Severity.REMARK, off, leads=reach.all_leads, unknown=unknown)
    elif reach.share >= EVERYBODY and _ranks_nobody(criterion, reach):
        yield finding("always_matches", place, Severity.WARNING, off, share=reach.share)


def _ranks_nobody(criterion: Criterion, reach: Reach) -> bool:
    """Whether nearly all leads get the same from it."""
    if criterion.levels:
        return max(level.leads for level in reach.levels) >= EVERYBODY * reach.all_leads
    rule = criterion.activity
    return rule is None or rule.at_least is not None or (rule.at_most == 1 and not (rule.half_life or rule.linear))


def _overlaps(leads: Population, criteria: Sequence[Criterion]) -> Iterator[LintFinding]:
    by_id = {c.id: c for c in criteria}
    for overlap in Overlaps(leads, criteria).above(ALIKE, ENOUGH):
        first, second = by_id[overlap.first], by_id[overlap.second]
        if shape(first) == shape(second):
            continue
        signs = sign_of(first) * sign_of(second)
        if signs:
            code = "duplicates" if signs > 0 else "contradicts"
            place = of_criterion(second.id)
            yield finding(code, place, Severity.WARNING, other=first.id, share=overlap.share, leads=overlap.both)


def _silenced(leads: Population, matrix: Matrix, enabled: Sequence[Criterion]) -> Iterator[LintFinding]:
    """Criteria without which hardly any lead's group would give anything else, because of the group's cap."""
    for group in matrix.groups:
        members = [c for c in enabled if c.group == group.id]
        if len(members) < 2 or (group.maximum is None and group.minimum is None):
            continue
        worths = [leads.worth(c) for c in members]
        whole = np.add.reduce(worths, dtype=leads.dtype)
        before = _clipped(whole, group)
        for criterion, worth in zip(members, worths, strict=True):
            reached = int(np.count_nonzero(worth))
            counts = int(np.count_nonzero(before != _clipped(whole - worth, group)))
            if reached >= ENOUGH and counts <= _SILENT * reached:
                cap = (group.maximum if group.maximum is not None else group.minimum or 0) / 10
                place = of_criterion(criterion.id)
                yield finding("cap_silences", place, Severity.WARNING, cap=cap, by=group.id, leads=reached)


def _clipped(sums: Array, group: Group) -> Array:
    """What a group's cap leaves."""
    number = sums.dtype.type
    low = None if group.minimum is None else number(group.minimum)
    high = None if group.maximum is None else number(group.maximum)
    clipped: Array = np.clip(sums, low, high)
    return clipped


def _tiers(leads: Population, matrix: Matrix) -> Iterator[LintFinding]:
    reached = np.bincount(leads.body.tier, minlength=len(matrix.tiers)).tolist()
    for tier, count in zip(matrix.tiers, reached, strict=True):
        if not count:
            yield finding("tier_is_empty", Place("tier", tier.id), Severity.REMARK, edge=tier.lower_edge)
