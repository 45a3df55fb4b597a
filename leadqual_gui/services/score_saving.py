"""Scores of everybody on their way into the file, in the background: why, how far, and what a kill must not lose.

Why the scores change is noted beside them before they do. The note goes when the last score is kept, so that the
next start after a kill saves the rest for the same reason, instead of "time has passed".
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leadqual_gui.domain.columns_fields import NO_DATE, Array
from leadqual_gui.domain.moments import moment_of
from leadqual_gui.services.operations import Said
from leadqual_gui.services.ports import ScoreRow, Store
from leadqual_gui.services.resident import Resident

NOTE = "scores.unsaved"
"""The setting under which the reason stands while scores are not kept yet."""
FEW = 20
"""So many leads are asked one by one when they last did something; of more, all are."""
AT_ONCE = 2000


@dataclass(slots=True)
class Unsaved:
    """Scores that are not kept yet: those at `positions` (None: not compared with the file yet), from `done` on."""

    resident: Resident
    cause: Said
    positions: Sequence[int] | None = None
    done: int = 0

    @property
    def share(self) -> float:
        """How much is kept, 0 to 1."""
        return 0.0 if self.positions is None else self.done / max(1, len(self.positions))

    def next(self) -> Sequence[int]:
        """The next positions to keep."""
        return (self.positions or ())[self.done : self.done + AT_ONCE]


def note(store: Store, version: str, cause: Said) -> None:
    """Note why scores are about to change to what this version of the rules makes them; durable when it returns."""
    store.put_setting(NOTE, json.dumps([version, cause.code, dict(cause.params)]))


def noted(store: Store, version: str) -> Said | None:
    """Why scores changed that a kill kept from being saved; None if that was not by this version of the rules."""
    try:
        found, code, params = json.loads(store.setting(NOTE) or "[]")
    except ValueError:
        return None
    return Said(code, params) if found == version else None


def forget(store: Store) -> None:
    """All scores are kept."""
    if store.setting(NOTE):
        store.put_setting(NOTE, "")


def rows_at(resident: Resident, positions: Sequence[int]) -> list[ScoreRow]:
    """What is stored beside the leads at these positions."""
    board, at = resident.board, np.asarray(positions, np.int64)
    least, greatest = (side[at] for side in board.ranges())
    decided = board.plan.scale.tiers(least) == board.plan.scale.tiers(greatest)
    numbers = (resident.columns.ids, board.exact, board.shown, board.fit, board.engagement)
    names = ((board.tiers, board.tier), (board.grades, board.grade))
    reasons = (*board.reasons, None)  # -1, the last one, is none
    return [
        ScoreRow(*row)
        for row in zip(
            *(column[at].tolist() for column in numbers),
            *([texts[code] for code in codes[at].tolist()] for texts, codes in names),
            least.tolist(),
            greatest.tolist(),
            [reasons[code] for code in board.disqualified[at].tolist()],
            [resident.moment(position) for position in positions],
            [resident.rules.version] * len(at),
            decided.tolist(),
            _last_signs(resident, at),
            strict=True,
        )
    ]


def _last_signs(resident: Resident, at: Array) -> list[object]:
    if len(at) <= FEW:
        return [resident.last_sign(position) for position in at.tolist()]
    return [None if sign == NO_DATE else moment_of(sign) for sign in resident.last_signs()[at].tolist()]
