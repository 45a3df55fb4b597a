"""The way of a proposal into a draft: chosen changes as edits of the matrix, one step that one undo takes back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from leadqual_gui.domain.calibration.results import Method
from leadqual_gui.domain.matrix import Criterion, Matrix
from leadqual_gui.domain.matrix_editing import EditError, apply
from leadqual_gui.domain.matrix_edits import AddCriterion, MatrixEdit, SetPoints, SetTierEdge
from leadqual_gui.services.insights.values import EDGE_CHANGE, InsightsReport, Row, new_change

NO_METHODS: Mapping[str, Method] = MappingProxyType({})
"""Every line gets what is proposed."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was put into drafts: changes of the matrix, and those that found nothing to change any more.

    `profile`: the ideal buyer profile went into its draft, too.
    """

    changes: int
    gone: tuple[str, ...] = ()
    profile: bool = False


def edits_for(
    report: InsightsReport, matrix: Matrix, wanted: Collection[str], methods: Mapping[str, Method] = NO_METHODS
) -> tuple[list[MatrixEdit], tuple[str, ...], int]:
    """The edits of `matrix` (the draft as it is) for these changes, the ids whose place is gone, and how many fit.

    `methods`: by id, whose points a line gets instead of the proposed ones.
    """
    edits: list[MatrixEdit] = []
    gone: list[str] = []
    count = 0
    for change, edit in _edits(report, matrix, wanted, methods):
        try:
            matrix = apply(matrix, edit)
        except EditError:
            gone.append(change)
            continue
        edits.append(edit)
        count += 1
    return edits, tuple(gone), count


def _edits(
    report: InsightsReport, matrix: Matrix, wanted: Collection[str], methods: Mapping[str, Method]
) -> Iterator[tuple[str, MatrixEdit]]:
    there = {criterion.id: criterion for criterion in matrix.criteria}
    for row in report.rows:
        points = _points(row, methods)
        if row.id in wanted and points is not None:
            yield row.id, SetPoints(row.criterion, points, _level(row, there.get(row.criterion)))
    for one in report.new_criteria:
        change = new_change(one.criterion.id)
        if change in wanted and one.criterion.id not in there:
            yield change, AddCriterion(one.criterion)
    edge = report.today.thresholds.advised
    if EDGE_CHANGE in wanted and edge is not None:
        yield EDGE_CHANGE, SetTierEdge(matrix.tiers[-1].id, edge)


def _points(row: Row, methods: Mapping[str, Method]) -> int | None:
    """What a line gets; None if there is nothing to take over."""
    method = methods.get(row.id)
    if method is None:
        return None if row.change is None else row.proposed
    points = row.points_by(method)
    return None if points == row.today else points


def _level(row: Row, criterion: Criterion | None) -> int | None:
    """Points of a criterion with levels stand in them."""
    return row.level if criterion is not None and criterion.levels else None
