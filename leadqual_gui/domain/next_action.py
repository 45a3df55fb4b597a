"""What to do next with each lead, and by when: the first rule of the playbook that holds.

When it is due counts from what the lead did last, as long as nobody has answered it. Once we have acted, the lead
rests for as long as a hot lead takes to cool, or for the rule's own time if that is longer. A promise is due when
it was promised for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from leadqual_gui.domain.columns_fields import NO_DATE, Array
from leadqual_gui.domain.moments import DAY, moment_of
from leadqual_gui.domain.playbook import Play, Playbook
from leadqual_gui.domain.scoring import ScoreTable
from leadqual_gui.domain.scoring_conditions import judge
from leadqual_gui.domain.scoring_rows import Rows
from leadqual_gui.domain.scoring_status import status_blocks, status_rows
from leadqual_gui.domain.truth import TRUE

NOTHING = -1
WAIT = "wait"


@dataclass(frozen=True, slots=True)
class NextAction:
    """What to do with one lead: the play that decides it, and when that is due (None: nothing to do)."""

    play: Play
    due: datetime | None

    @property
    def is_wait(self) -> bool:
        """Whether there is nothing to do but wait."""
        return self.play.action == WAIT


@dataclass(frozen=True, slots=True)
class Signs:
    """When leads last did something, when we last acted, and what was promised: seconds, NO_DATE if never.

    `promised`: when the nearest open follow-up is due.
    """

    theirs: Array
    ours: Array
    created: Array
    promised: Array

    def of(self, positions: Array) -> Signs:
        """The same of a few leads."""
        return Signs(self.theirs[positions], self.ours[positions], self.created[positions], self.promised[positions])


def plays_of(playbook: Playbook, table: ScoreTable, follow_ups: Array) -> Array:
    """For each lead the index of the first play that holds, or NOTHING (int16)."""
    parts = [_first(playbook, rows) for rows in status_blocks(table, follow_ups)]
    return np.concatenate(parts) if parts else np.empty(0, np.int16)


def plays_of_some(playbook: Playbook, table: ScoreTable, follow_ups: Array, positions: Sequence[int]) -> Array:
    """The same for a few leads."""
    return _first(playbook, status_rows(table, follow_ups, positions))


def due_times(playbook: Playbook, plays: Array, signs: Signs) -> Array:
    """When what the plays ask for is due (seconds; NO_DATE: never)."""
    days = np.asarray([*(play.due_in for play in playbook.plays), 0.0])
    rest = np.maximum(days, playbook.ranking.cooling_days)
    sign = np.where(signs.theirs == NO_DATE, signs.created, signs.theirs)
    answered = (signs.ours != NO_DATE) & (signs.ours >= sign)
    start = np.where(answered, signs.ours, sign)
    due = start + (np.where(answered, rest[plays], days[plays]) * DAY).astype(np.int64)
    due = np.where(start == NO_DATE, NO_DATE, due)
    due = np.where(signs.promised != NO_DATE, signs.promised, due)
    return np.where(_waits(playbook)[plays], NO_DATE, due)


def next_action(playbook: Playbook, play: int, due: int) -> NextAction | None:
    """The action as a value; None if no play holds."""
    if play == NOTHING:
        return None
    return NextAction(playbook.plays[play], None if due == NO_DATE else moment_of(due))


def _first(playbook: Playbook, rows: Rows) -> Array:
    found = np.full(len(rows), NOTHING, np.int16)
    for index in range(len(playbook.plays) - 1, -1, -1):
        found[judge(playbook.plays[index].when, rows) == TRUE] = index
    return found


def _waits(playbook: Playbook) -> Array:
    return np.asarray([*(play.action == WAIT for play in playbook.plays), True])
