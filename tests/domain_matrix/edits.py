"""Generated edits of a matrix: what a person could do to it next, sensible or not."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from leadqual_gui.domain.matrix import Grades, InactiveRule, Level, Matrix
from leadqual_gui.domain.matrix_editing import EditError, apply
from leadqual_gui.domain.matrix_edits import (
    AddCriterion,
    AddLevel,
    MatrixEdit,
    MoveCriterion,
    MoveLevel,
    PutGroup,
    RemoveCriterion,
    RemoveLevel,
    ReplaceCriterion,
    SetActivityRule,
    SetAxis,
    SetCap,
    SetCondition,
    SetEnabled,
    SetGrades,
    SetInactive,
    SetLabel,
    SetPoints,
    SetTierEdge,
)
from leadqual_gui.domain.text import Text
from tests.domain.strategies import activity_rules, conditions, criteria, limits, points, spans


@st.composite
def edits(draw: st.DrawFn, matrix: Matrix) -> MatrixEdit:
    """One edit of this matrix; points most often, because they are what is dragged."""
    if not matrix.criteria:
        return AddCriterion(draw(criteria(50, matrix.groups)))
    row = draw(st.sampled_from(matrix.criteria))
    level = draw(st.integers(0, len(row.levels) - 1)) if row.levels else None
    what = draw(st.sampled_from(["points"] * 4 + ["row", "row", "cap", "rule", "rule", "group", "scale", "level"]))
    match what:
        case "points":
            return SetPoints(row.id, draw(points), level)
        case "cap":
            low = draw(limits)
            return SetCap(row.id, draw(limits), None if low is None else -low)
        case "level" if level is not None:
            return draw(
                st.sampled_from(
                    [
                        AddLevel(row.id, level, Level(Text("new"), draw(conditions), draw(points))),
                        RemoveLevel(row.id, level),
                        MoveLevel(row.id, level, draw(st.integers(0, 3))),
                        SetLabel(row.id, Text("named anew"), level),
                    ]
                )
            )
        case "group" if matrix.groups:
            group = draw(st.sampled_from(matrix.groups))
            return PutGroup(replace(group, maximum=draw(limits), axis=draw(st.sampled_from([group.axis, "", "fit"]))))
        case "scale":
            edge = draw(st.integers(1, 60))
            grades = Grades((("A", edge + draw(st.integers(-3, 20))), ("B", 0)), (("1", edge), ("2", 0)))
            return draw(st.sampled_from([SetTierEdge(matrix.tiers[-1].id, edge), SetGrades(grades)]))
        case "rule":
            if row.activity is not None:
                return SetActivityRule(row.id, draw(activity_rules()))
            if row.inactive is not None:
                return SetInactive(row.id, InactiveRule(draw(spans)))
            return SetCondition(row.id, draw(conditions), level)
    number = draw(st.integers(20, 40))
    return draw(
        st.sampled_from(
            [
                SetEnabled(row.id, not row.enabled),
                SetAxis(row.id, draw(st.sampled_from(["fit", "engagement"]))),
                AddCriterion(draw(criteria(number, matrix.groups)), draw(st.integers(0, 3))),
                RemoveCriterion(row.id),
                ReplaceCriterion(row.id, replace(draw(criteria(number, matrix.groups)), id=row.id)),
                MoveCriterion(
                    row.id, draw(st.integers(0, 3)), draw(st.sampled_from(["", *(g.id for g in matrix.groups)]))
                ),
            ]
        )
    )


def edited(draw: st.DrawFn, matrix: Matrix) -> Matrix:
    """The matrix after one such edit, or as it was if the edit made no sense."""
    try:
        return apply(matrix, draw(edits(matrix)))
    except EditError:
        return matrix
