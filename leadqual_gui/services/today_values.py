"""What Today shows: whom to call and why, alerts, and what was promised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.next_action import NextAction
from leadqual_gui.domain.today import Part
from leadqual_gui.domain.today_alerts import Alert
from leadqual_gui.services.lists import LeadRow
from leadqual_gui.services.operations import Said

CALLS = ("call", "ask")


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One lead of the day: what to do and by when, and why it stands here.

    The list is ordered by the play's `priority`, then by `worth`, which is the sum of `parts`. `trend`: points gained
    or lost in seven days (None: not known). `alert`: what just happened to it. `late`: the due day is past.
    `follow_up`: the promise that is due, if there is one.
    """

    row: LeadRow
    action: NextAction
    priority: float
    worth: float
    parts: tuple[Part, ...]
    late: bool = False
    trend: int | None = None
    follow_up: FollowUp | None = None
    alert: Alert | None = None


class TodayList(Protocol):
    """Leads to act on, best first. Rows are made when they are asked for."""

    def __len__(self) -> int: ...
    def row(self, index: int) -> TodayRow: ...
    def index_of(self, lead_id: int) -> int | None: ...
    def ids(self) -> tuple[int, ...]:
        """Row ids in order."""

    def count_of(self, *actions: str) -> int:
        """How many of the list ask for one of these actions."""


@dataclass(frozen=True, slots=True)
class Today:
    """The work of the day: what is due by its end, what falls due within a week, how many rest or wait."""

    due: TodayList
    later: TodayList
    as_of: datetime


@dataclass(frozen=True, slots=True)
class AlertRow:
    """An alert as Today shows it: the lead, why (`because`), and what to do next (None: nothing)."""

    alert: Alert
    row: LeadRow
    because: Said
    next: NextAction | None


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """A promise as Today shows it. `late_days`: whole days since its day, 0 if it is due today or later."""

    follow_up: FollowUp
    row: LeadRow
    late_days: int
