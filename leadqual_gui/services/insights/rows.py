"""The lines of the table: each level of the matrix in force, what stands behind it, and what it should give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from leadqual_gui.domain.calibration.population import Population
from leadqual_gui.domain.calibration.rates import LevelRate, control_rate, level_rates
from leadqual_gui.domain.calibration.results import LevelProposal, PointsProposal, Verdict
from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.matrix import Criterion
from leadqual_gui.domain.overlap import Overlap
from leadqual_gui.domain.text import Text
from leadqual_gui.services.insights.values import Row, points_change


def rows_of(leads: Population, proposal: PointsProposal, overlaps: Sequence[Overlap]) -> tuple[Row, ...]:
    """One line for each level, in the order of the matrix."""
    control = control_rate(leads.chosen.won)
    told = level_rates(leads.levels, leads.chosen.won)
    closed = level_rates(leads.evidence.levels, leads.evidence.won)
    criteria = {criterion.id: criterion for criterion, _ in leads.bases}
    proposed = {(one.criterion, one.level): one for one in proposal.levels}
    alike: dict[str, list[str]] = defaultdict(list)
    for note in overlaps:
        alike[note.first].append(note.second)
        alike[note.second].append(note.first)
    held_back = proposal.verdict is not Verdict.PROPOSED
    return tuple(
        _row(
            criteria[one.criterion],
            one,
            ended.rate,
            proposed.get((one.criterion, one.level)),
            column.points,
            control,
            held_back,
            proposal.verdict is Verdict.TOO_FEW,
            tuple(alike[one.criterion]),
        )
        for one, ended, column in zip(told, closed, leads.levels, strict=True)
    )


def _row(
    criterion: Criterion,
    told: LevelRate,
    closed: CloseRate,
    proposal: LevelProposal | None,
    today: int,
    control: CloseRate,
    held_back: bool,
    too_few: bool,
    alike: tuple[str, ...],
) -> Row:
    leaks = proposal is not None and proposal.leaks and not too_few
    few = closed.few if proposal is None else proposal.few
    points = today if proposal is None or held_back or few else proposal.proposed
    why = _why(today, points, told.rate.against(control), few, held_back, leaks)
    return Row(
        criterion.id,
        told.level,
        criterion.label,
        criterion.levels[told.level].label if criterion.levels else Text(""),
        criterion.kind,
        told.rate,
        closed,
        told.lift,
        told.rate.against(control),
        few,
        told.article,
        today,
        points,
        None if proposal is None else proposal.article,
        None if proposal is None else proposal.lift,
        None if proposal is None else proposal.fitted,
        None if proposal is None else proposal.low,
        None if proposal is None else proposal.high,
        0.0 if proposal is None else proposal.effect,
        why,
        alike,
        points_change(criterion.id, told.level) if points != today else None,
        proposal is not None and points != today and proposal.supported,
    )


def _why(today: int, points: int, against: int, few: bool, held_back: bool, leaks: bool) -> str:
    if leaks:
        return "leaks"
    if few:
        return "too_few"
    if held_back:
        return "held_back"
    if points == today:
        return "same"
    if against == 0:
        return "close_to_control"
    if (points > today) is (against > 0):
        return "above" if against > 0 else "below"
    return "jointly"
