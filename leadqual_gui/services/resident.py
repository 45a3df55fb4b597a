"""All leads as they stand in memory: what is known of them, and how they score.

Positions are rows of `columns`. A position stays what it is until everything is loaded anew, so a list may keep it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.columns_activities import NEVER
from leadqual_gui.domain.columns_fields import NO_DATE, AnyColumn, Array
from leadqual_gui.domain.moments import ACTIVITY_EPOCH, moment_of
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.scoring import ScoreTable
from leadqual_gui.services.ordering import Orderer

if TYPE_CHECKING:
    from leadqual_gui.services.quality_table import QualityTable

_LATEST = 2**31 - 2
MADE = ("quality", "issues")
"""Columns that are worked out beside the fields."""
_ALIASES = {"full_name": "name"}


class Resident:
    """Columns, scores and sort orders that belong together.

    `moments`: positions that were scored later than the others (`as_of`), because something happened to them since.
    """

    def __init__(self, columns: Columns, board: ScoreTable, rules: Rules, as_of: datetime) -> None:
        self.columns = columns
        self.board = board
        self.rules = rules
        self.as_of = as_of
        self.moments: dict[int, datetime] = {}
        self.orderer = Orderer()
        self.quality: QualityTable | None = None
        """How good the data are, once that was looked at (services.quality)."""

    def __len__(self) -> int:
        return int(np.count_nonzero(self.columns.alive))

    def column(self, field: str) -> AnyColumn | None:
        """The column that holds a field, if it is resident."""
        found = self.columns.column(field)
        return found if found is not None else self.columns.column(_ALIASES.get(field, field))

    def holds(self, field: str) -> bool:
        """Whether a field is resident (a custom field that nobody has is: everywhere unknown)."""
        return self.column(field) is not None or field.startswith(("answer.", "stakeholders.")) or field in MADE

    def position(self, lead_id: int) -> int | None:
        """The position of a lead that is in the lists."""
        at = self.columns.position(lead_id)
        return at if at is not None and self.columns.alive[at] else None

    def positions(self, lead_ids: Sequence[int]) -> list[int]:
        """The positions of those leads that are there, deleted or not."""
        return [at for at in map(self.columns.position, lead_ids) if at is not None]

    def warm_up(self) -> None:
        """Work out beforehand what the first list, sort or count would have to wait for."""
        _ = self.board.ranges(), self.board.disqualified
        for field in ("name", "company"):
            column = self.column(field)
            if column is not None:
                self.orderer.keys(column)
        self.last_signs()

    def moment(self, position: int) -> datetime:
        """The moment for which the score of a lead holds."""
        return self.moments.get(position, self.as_of)

    def moments_by_id(self) -> Iterator[tuple[int, datetime]]:
        """Leads that were scored later than the others, and when."""
        return ((int(self.columns.ids[position]), moment) for position, moment in self.moments.items())

    def last_signs(self) -> Array:
        """When each lead last did something itself, in seconds; NO_DATE if never."""
        return _in_seconds(self._newest((), self.board.plan.ours))

    def last_sign(self, position: int) -> datetime | None:
        """When a lead last did something itself."""
        found = int(self._newest((), self.board.plan.ours)[position])
        return None if found == NEVER else moment_of(found + ACTIVITY_EPOCH)

    def newest(self, kinds: tuple[str, ...]) -> Array:
        """When each lead last had an activity of these kinds, in seconds; NO_DATE if never."""
        return _in_seconds(self._newest(kinds, frozenset())) if kinds else np.full(len(self.columns), NO_DATE)

    def _newest(self, kinds: tuple[str, ...], but: frozenset[str]) -> Array:
        return self.columns.activities.newest(kinds, but, _LATEST, len(self.columns))


def _in_seconds(found: Array) -> Array:
    return np.where(found == NEVER, NO_DATE, found.astype(np.int64) + ACTIVITY_EPOCH)
