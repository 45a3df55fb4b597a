"""Carries out edits of a matrix on an immutable value.

`apply(matrix, edit)` gives the new matrix, or raises `EditError` with the reason as a code.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from leadqual_gui.domain.matrix import Criterion, Group, Level, Matrix, Scenario, Tier
from leadqual_gui.domain.matrix_edits import (
    AddCriterion,
    AddLevel,
    AddScenario,
    MatrixEdit,
    MoveCriterion,
    MoveLevel,
    PutGroup,
    RemoveCriterion,
    RemoveGroup,
    RemoveLevel,
    RemoveScenario,
    ReplaceCriterion,
    ReplaceScenario,
    SetActivityRule,
    SetAxis,
    SetCap,
    SetCondition,
    SetEnabled,
    SetGrades,
    SetInactive,
    SetLabel,
    SetName,
    SetPoints,
    SetTierEdge,
)

Item = TypeVar("Item")


class EditError(Exception):
    """The edit makes no sense on this matrix: `code` says why, `name` what it was about."""

    def __init__(self, code: str, name: str = "") -> None:
        super().__init__(f"{code}: {name}" if name else code)
        self.code = code
        self.name = name


def apply(matrix: Matrix, edit: MatrixEdit) -> Matrix:
    """The matrix after one edit. Raises EditError."""
    match edit:
        case AddCriterion() | RemoveCriterion() | MoveCriterion() | ReplaceCriterion():
            return replace(matrix, criteria=_rows(matrix, edit))
        case PutGroup() | RemoveGroup():
            return replace(matrix, groups=_groups(matrix, edit))
        case AddScenario() | ReplaceScenario() | RemoveScenario():
            return replace(matrix, scenarios=_scenarios(matrix, edit))
        case SetTierEdge():
            return replace(matrix, tiers=_tiers(matrix, edit))
        case SetGrades(grades=grades):
            return replace(matrix, grades=grades)
        case SetName(name=name):
            return replace(matrix, name=name)
        case _:
            changed = _changed(criterion(matrix, edit.criterion), edit)
            return replace(matrix, criteria=_swapped(matrix.criteria, edit.criterion, changed))


def apply_all(matrix: Matrix, edits: Sequence[MatrixEdit]) -> Matrix:
    """The matrix after several edits, one after the other."""
    for edit in edits:
        matrix = apply(matrix, edit)
    return matrix


def criterion(matrix: Matrix, criterion_id: str) -> Criterion:
    """The criterion of that id. Raises EditError("no_such_criterion")."""
    found = next((c for c in matrix.criteria if c.id == criterion_id), None)
    if found is None:
        raise EditError("no_such_criterion", criterion_id)
    return found


def free_id(matrix: Matrix, wanted: str) -> str:
    """`wanted`, or `wanted_2`, `wanted_3` ... if a criterion has that id already."""
    return _free(wanted, {c.id for c in matrix.criteria})


def free_group_id(matrix: Matrix, wanted: str = "group") -> str:
    """The same for a group."""
    return _free(wanted, {group.id for group in matrix.groups})


def _free(wanted: str, taken: set[str]) -> str:
    number = 2
    free = wanted
    while free in taken:
        free, number = f"{wanted}_{number}", number + 1
    return free


def _costly(row: Criterion, tenths: int) -> Criterion:
    """The criterion, if it may have such points. Raises EditError("negative_gives_nothing")."""
    if row.kind == "negative" and tenths > 0:
        raise EditError("negative_gives_nothing", row.id)
    return row


def _changed(row: Criterion, edit: MatrixEdit) -> Criterion:
    match edit:
        case SetPoints(tenths=tenths, level=None):
            if row.levels:
                raise EditError("points_are_in_levels", row.id)
            return replace(_costly(row, tenths), tenths=tenths)
        case SetPoints(tenths=tenths, level=int(index)):
            _costly(row, tenths)
            return _with_level(row, index, lambda level: replace(level, tenths=tenths))
        case SetEnabled(enabled=enabled):
            return replace(row, enabled=enabled)
        case SetLabel(label=label, level=None):
            return replace(row, label=label)
        case SetLabel(label=label, level=int(index)):
            return _with_level(row, index, lambda level: replace(level, label=label))
        case SetCondition(condition=condition, level=None):
            return replace(_only(row, row.when is not None), when=condition)
        case SetCondition(condition=condition, level=int(index)):
            return _with_level(row, index, lambda level: replace(level, when=condition))
        case SetActivityRule(rule=rule):
            return replace(_only(row, row.activity is not None), activity=rule)
        case SetInactive(rule=silence):
            return replace(_only(row, row.inactive is not None), inactive=silence)
        case SetCap(maximum=maximum, minimum=minimum):
            return replace(row, maximum=maximum, minimum=minimum)
        case SetAxis(axis=axis):
            return replace(row, axis=axis)
        case AddLevel() | RemoveLevel() | MoveLevel():
            return replace(row, levels=_levels(row, edit))
        case _:
            raise EditError("not_an_edit_of_a_criterion", row.id)


def _only(row: Criterion, fits: bool) -> Criterion:
    if not fits:
        raise EditError("criterion_of_another_form", row.id)
    return row


def _with_level(row: Criterion, index: int, change: Callable[[Level], Level]) -> Criterion:
    if not 0 <= index < len(row.levels):
        raise EditError("no_such_level", row.id)
    levels = list(row.levels)
    levels[index] = change(levels[index])
    return replace(row, levels=tuple(levels))


def _levels(row: Criterion, edit: AddLevel | RemoveLevel | MoveLevel) -> tuple[Level, ...]:
    if not row.levels:
        raise EditError("criterion_of_another_form", row.id)
    match edit:
        case AddLevel(index=index, level=level):
            return _inserted(row.levels, index, level)
        case RemoveLevel(level=index):
            if len(row.levels) == 1:
                raise EditError("last_level", row.id)
            return _without(row.levels, index, row.id)
        case MoveLevel(level=index, index=to):
            rest = _without(row.levels, index, row.id)
            return _inserted(rest, to, row.levels[index])


def _rows(
    matrix: Matrix, edit: AddCriterion | RemoveCriterion | MoveCriterion | ReplaceCriterion
) -> tuple[Criterion, ...]:
    rows = matrix.criteria
    match edit:
        case AddCriterion(criterion=new, index=index):
            _check_new_id(matrix, new.id)
            return _inserted(rows, len(rows) if index is None else index, new)
        case RemoveCriterion(criterion=name):
            gone = criterion(matrix, name)
            return tuple(c for c in rows if c is not gone)
        case ReplaceCriterion(criterion=name, new=new):
            if new.id != name:
                _check_new_id(matrix, new.id)
            criterion(matrix, name)
            return _swapped(rows, name, new)
        case MoveCriterion(criterion=name, index=index, group=group):
            moved = criterion(matrix, name)
            rest = tuple(c for c in rows if c is not moved)
            if group is not None and group and matrix.group(group) is None:
                raise EditError("no_such_group", group)
            return _inserted(rest, index, moved if group is None else replace(moved, group=group))


def _check_new_id(matrix: Matrix, new: str) -> None:
    if any(c.id == new for c in matrix.criteria):
        raise EditError("id_is_taken", new)


def _groups(matrix: Matrix, edit: PutGroup | RemoveGroup) -> tuple[Group, ...]:
    match edit:
        case PutGroup(group=group):
            if matrix.group(group.id) is None:
                return (*matrix.groups, group)
            return tuple(group if g.id == group.id else g for g in matrix.groups)
        case RemoveGroup(group=name):
            if matrix.group(name) is None:
                raise EditError("no_such_group", name)
            if any(c.group == name for c in matrix.criteria):
                raise EditError("group_is_in_use", name)
            return tuple(g for g in matrix.groups if g.id != name)


def _tiers(matrix: Matrix, edit: SetTierEdge) -> tuple[Tier, ...]:
    place = next((i for i, tier in enumerate(matrix.tiers) if tier.id == edit.tier), None)
    if place is None:
        raise EditError("no_such_tier", edit.tier)
    if place == 0:
        raise EditError("lowest_tier_is_fixed", edit.tier)
    above = matrix.tiers[place + 1].lower_edge if place + 1 < len(matrix.tiers) else matrix.maximum // 10 + 1
    if not matrix.tiers[place - 1].lower_edge < edit.lower_edge < above:
        raise EditError("edge_passes_its_neighbour", edit.tier)
    tiers = list(matrix.tiers)
    tiers[place] = replace(tiers[place], lower_edge=edit.lower_edge)
    return tuple(tiers)


def _scenarios(matrix: Matrix, edit: AddScenario | ReplaceScenario | RemoveScenario) -> tuple[Scenario, ...]:
    rows = matrix.scenarios
    match edit:
        case AddScenario(scenario=scenario, index=index):
            return _inserted(rows, len(rows) if index is None else index, scenario)
        case RemoveScenario(index=index):
            return _without(rows, index, "scenarios")
        case ReplaceScenario(index=index, scenario=scenario):
            return _inserted(_without(rows, index, "scenarios"), index, scenario)


def _swapped(rows: tuple[Criterion, ...], name: str, new: Criterion) -> tuple[Criterion, ...]:
    return tuple(new if c.id == name else c for c in rows)


def _inserted(items: tuple[Item, ...], index: int, item: Item) -> tuple[Item, ...]:
    index = max(0, min(index, len(items)))
    return (*items[:index], item, *items[index:])


def _without(items: tuple[Item, ...], index: int, name: str) -> tuple[Item, ...]:
    if not 0 <= index < len(items):
        raise EditError("no_such_item", name)
    return (*items[:index], *items[index + 1 :])
