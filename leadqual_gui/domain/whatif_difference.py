"""What is different between two matrices as far as scores are concerned: points, rules, caps, or the whole layout."""

from __future__ import annotations

from dataclasses import dataclass

from leadqual_gui.domain.matrix import Criterion, Group, Matrix
from leadqual_gui.domain.whatif_basis import shape


@dataclass(frozen=True, slots=True)
class Difference:
    """`changed`: criteria that give something else, in an unchanged place. `groups`: groups with other caps.

    `layout`: criteria were added, taken out, switched on or off or moved to another group or axis, or groups
    came and went: everything is added up anew.
    """

    changed: tuple[tuple[Criterion, Criterion], ...] = ()
    groups: tuple[str, ...] = ()
    layout: bool = False


def difference(old: Matrix, new: Matrix) -> Difference:
    """How the scores of two matrices differ."""
    groups = _groups(old.groups, new.groups)
    if groups is None or len(old.criteria) != len(new.criteria):
        return Difference(layout=True)
    changed: list[tuple[Criterion, Criterion]] = []
    if old.criteria is new.criteria:
        return Difference(groups=groups)
    for before, after in [pair for pair in zip(old.criteria, new.criteria, strict=True) if pair[0] is not pair[1]]:
        if _place(before) != _place(after):
            return Difference(layout=True)
        if before.enabled and gives(before) != gives(after):
            changed.append((before, after))
    return Difference(tuple(changed), groups)


def gives(criterion: Criterion) -> tuple[object, ...]:
    """All of a criterion that decides what it gives."""
    tenths = tuple(level.tenths for level in criterion.levels) or criterion.tenths
    return (tenths, criterion.minimum, criterion.maximum, shape(criterion))


def _place(criterion: Criterion) -> tuple[object, ...]:
    return (criterion.id, criterion.enabled, criterion.group, criterion.axis, criterion.kind == "explicit")


def _groups(old: tuple[Group, ...], new: tuple[Group, ...]) -> tuple[str, ...] | None:
    """The groups whose caps differ; None if the groups themselves, or which of them are capped at all."""
    if old is new:
        return ()
    if [(g.id, g.axis, _is_capped(g)) for g in old] != [(g.id, g.axis, _is_capped(g)) for g in new]:
        return None
    return tuple(b.id for a, b in zip(old, new, strict=True) if (a.maximum, a.minimum) != (b.maximum, b.minimum))


def _is_capped(group: Group) -> bool:
    return group.maximum is not None or group.minimum is not None
