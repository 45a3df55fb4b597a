"""Asks a condition of all leads of a table, as funnel and playbook do."""

from __future__ import annotations

from leadqual_gui.domain.columns_fields import Array
from leadqual_gui.domain.conditions import Condition
from leadqual_gui.domain.scoring import ScoreTable
from leadqual_gui.domain.scoring_conditions import judge
from leadqual_gui.domain.scoring_status import evaluate_some, status_blocks


def judged(condition: Condition, table: ScoreTable, follow_ups: Array | None = None) -> list[int]:
    """FALSE, UNKNOWN or TRUE for each lead; whoever is asked alone is judged alike."""
    found = [truth for rows in status_blocks(table, follow_ups) for truth in judge(condition, rows).tolist()]
    assert found == [int(evaluate_some(condition, table, [at], follow_ups)[0]) for at in range(len(found))]
    return found
