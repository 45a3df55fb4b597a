"""Where leads belong by the rules: automatic moves and suggestions, for all leads at once.

An automatic move only takes a lead further: to the furthest automatic stage whose entry and gates hold. That is the
whole hysteresis: a lead that has come somewhere is never taken back by a rule, so none can flip back and forth, and
rules that refer to one another in a circle come to rest. Going back is for people; a rule that names the stage in
which a lead stands may suggest it. What a person decided against no rule does; once something new is known of the
lead, it may be suggested again.

What is decided stays decided: a lead that is won or lost is moved by no rule, wherever it stands, unless one takes it
to the way out that says the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leadqual_gui.domain.columns_fields import Array, CodedColumn
from leadqual_gui.domain.funnel import Funnel, Stage
from leadqual_gui.domain.pipeline_circles import AUTOMATIC, SUGGESTED, names_stage
from leadqual_gui.domain.scoring import ScoreTable
from leadqual_gui.domain.scoring_conditions import judge
from leadqual_gui.domain.scoring_rows import Rows
from leadqual_gui.domain.scoring_status import status_blocks, status_rows
from leadqual_gui.domain.truth import TRUE

NOWHERE = -1
REMOVED = -2


@dataclass(frozen=True, slots=True)
class Belonging:
    """For each lead the index of the stage to which it moves by itself, and of the one suggested; NOWHERE if none."""

    automatic: Array
    suggested: Array


def stands_in(funnel: Funnel, table: ScoreTable) -> Array:
    """The index of the stage in which each lead stands (int16): without one the first, REMOVED if the rules lack it."""
    column = table.columns.column("stage")
    known = {stage.id: index for index, stage in enumerate(funnel.stages)}
    if column is None:
        return np.zeros(len(table.columns), np.int16)
    values = getattr(column, "values", ())
    table_of = np.asarray([*(known.get(value, REMOVED) for value in values), 0], np.int16)
    codes = column.codes  # type: ignore[union-attr]
    found: Array = table_of[np.where(codes < 0, len(values), codes)]
    return found


def belonging(
    funnel: Funnel, table: ScoreTable, stands: Array, against: Array, follow_ups: Array, muted: Array | None = None
) -> Belonging:
    """Where all leads belong. `against`: for each lead a bit for each stage that a person decided against (int64).

    `muted`: those of them that are not even suggested, since nothing new is known of the lead (None: all).
    """
    muted = against if muted is None else muted
    parts = [_block(funnel, rows, stands, against, muted) for rows in status_blocks(table, follow_ups)]
    if not parts:
        return Belonging(np.empty(0, np.int16), np.empty(0, np.int16))
    return Belonging(np.concatenate([p.automatic for p in parts]), np.concatenate([p.suggested for p in parts]))


def belonging_of_some(
    funnel: Funnel,
    table: ScoreTable,
    stands: Array,
    against: Array,
    follow_ups: Array,
    positions: list[int],
    muted: Array | None = None,
) -> Belonging:
    """The same for a few leads, in the order of `positions`."""
    muted = against if muted is None else muted
    return _block(funnel, status_rows(table, follow_ups, positions), stands, against, muted)


def entered(stage: Stage, rows: Rows) -> Array:
    """Whether a stage's entry and all its gates are known to hold for each row."""
    assert stage.entry is not None
    held: Array = judge(stage.entry, rows) == TRUE
    for gate in stage.gates:
        if held.any():
            held &= judge(gate.when, rows) == TRUE
    return held


def holding(
    funnel: Funnel, table: ScoreTable, follow_ups: Array, positions: list[int], after: int
) -> tuple[tuple[str, Array], ...]:
    """For each stage after the one at `after` that rules move leads to or suggest: for which of the leads it holds."""
    rows = status_rows(table, follow_ups, positions)
    ruled = [s for s in funnel.stages[after + 1 :] if s.entry is not None and s.mode in (AUTOMATIC, SUGGESTED)]
    return tuple((stage.id, entered(stage, rows)) for stage in ruled)


def _block(funnel: Funnel, rows: Rows, all_stands: Array, all_against: Array, all_muted: Array) -> Belonging:
    stands, against, muted = rows.of(all_stands), rows.of(all_against), rows.of(all_muted)
    automatic = np.full(len(rows), NOWHERE, np.int16)
    suggested = automatic.copy()
    free = _working(funnel)[stands]
    if not free.any():
        return Belonging(automatic, suggested)
    for index, stage in enumerate(funnel.stages):
        if stage.entry is None or stage.mode not in (AUTOMATIC, SUGGESTED):
            continue
        may = free & (stands != index) & ((muted >> index) & 1 == 0) & _undecided(rows, stage.exit)
        on, back = may & (stands < index), may & (stands > index)
        if on.any():
            _lead_on(stage, index, on & entered(stage, rows), (against >> index) & 1 == 0, automatic, suggested)
        if back.any() and names_stage(stage.entry):
            suggested[back & entered(stage, rows)] = index
    suggested[(automatic != NOWHERE) & (suggested <= automatic)] = NOWHERE
    return Belonging(automatic, suggested)


def _lead_on(stage: Stage, index: int, belongs: Array, free: Array, automatic: Array, suggested: Array) -> None:
    """Leads that belong further on go there by themselves, if nobody decided against it; else it is suggested."""
    if stage.mode == SUGGESTED:
        suggested[belongs] = index
        return
    automatic[belongs & free] = index
    suggested[belongs & ~free] = index


def _undecided(rows: Rows, way_out: str) -> Array:
    """Whether each lead is neither won nor lost, or is decided as this way out says."""
    column = rows.columns.column("outcome")
    if not isinstance(column, CodedColumn):
        return np.ones(len(rows), np.bool_)
    codes, values = rows.of(column.codes), getattr(column, "values", ())
    same = [code for code, value in enumerate(values) if value == way_out]
    found: Array = (codes < 0) | np.isin(codes, same)
    return found


def _working(funnel: Funnel) -> Array:
    """By index: whether leads that stand in it may be moved by rules. The last two places are for what is removed."""
    return np.asarray([*(not stage.exit for stage in funnel.stages), False, False])
