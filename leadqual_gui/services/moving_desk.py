"""The facade of the work of the day: board, gates, Today, alerts, promises, history, comparing.

Got by `Workspace.funnel`. Moves, snoozes and the like are commands of `Workspace.execute`. Queries here are
answered from memory in milliseconds, on the main thread. `open_day` and `settle` take longer (storage lane); they
write in small steps, so that a click never waits for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from leadqual_gui.domain.next_action import NextAction
from leadqual_gui.domain.pipeline import Unmet
from leadqual_gui.services.commands import OfTheDay
from leadqual_gui.services.comparing import Comparison
from leadqual_gui.services.lists import Filter
from leadqual_gui.services.moving_values import Board, BoardQuery, Card, LeadHistory, PassReport, Suggestion
from leadqual_gui.services.operations import Outcome, Said
from leadqual_gui.services.plans import Planned, Situation
from leadqual_gui.services.progress import Progress
from leadqual_gui.services.today_values import AlertRow, FollowUpRow, Today

if TYPE_CHECKING:
    from leadqual_gui.services.workspace import Workspace


class FunnelDesk:
    """What can be asked about the funnel and the day. Before `Workspace.load` everything is empty."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.zone: tzinfo = UTC
        """The zone in which days begin and end; the window sets the local one."""

    def plan(self, command: OfTheDay, situation: Situation) -> Planned:
        """What a command of the day comes to, or why it cannot be done."""
        raise NotImplementedError

    # --- the board -------------------------------------------------------------------------------------------------
    def board(self, query: BoardQuery | None = None) -> Board:
        """The board that was asked for, as it is now; ask again on `changed`."""
        raise NotImplementedError

    def card(self, lead_id: int) -> Card | None:
        """One lead's card."""
        raise NotImplementedError

    def gates(self, lead_ids: Sequence[int], to: str) -> tuple[Unmet, ...]:
        """Which of these leads may not enter a stage, and what each lacks: to show while a card is dragged."""
        raise NotImplementedError

    def suggestions(self, limit: int = 100) -> Sequence[Suggestion]:
        """Moves that rules suggest, best score first; accept one with MoveLeads."""
        raise NotImplementedError

    def stranded(self) -> Mapping[str, int]:
        """How many leads stand in stages that are no longer in the rules, by stage: ask where they go."""
        raise NotImplementedError

    # --- the day ---------------------------------------------------------------------------------------------------
    def today(self, chosen: Filter | None = None) -> Today:
        """The work of the day, ranked."""
        raise NotImplementedError

    def next_action(self, lead_id: int) -> NextAction | None:
        """What to do next with one lead; None if no rule of the playbook holds."""
        raise NotImplementedError

    def alerts(self, limit: int = 100) -> Sequence[AlertRow]:
        """Alerts that are neither dealt with nor snoozed nor over, newest first."""
        raise NotImplementedError

    def follow_ups(self, days: float = 1.0) -> Sequence[FollowUpRow]:
        """Promises that fall due until the end of the day (or of so many days), the soonest first."""
        raise NotImplementedError

    # --- one lead, or a few ----------------------------------------------------------------------------------------
    def history(self, lead_id: int) -> LeadHistory | None:
        """One lead over time: score with causes, stage moves, what lies ahead."""
        raise NotImplementedError

    def compare(self, lead_ids: Sequence[int]) -> Comparison | None:
        """Two to four leads side by side, line by line: why is this one above that one. None if one is gone."""
        raise NotImplementedError

    # --- what takes longer (storage lane) --------------------------------------------------------------------------
    def open_day(self, progress: Progress | None = None) -> Outcome[PassReport]:
        """Make up for every day that began since this was done last: automatic moves, nurtured leads that come back,
        alerts. Call after `Workspace.load` and at the first sign of life of a day; also every few minutes, for
        promises that fall due: when nothing is due it costs a millisecond or two."""
        raise NotImplementedError

    def settle(self, cause: Said, progress: Progress | None = None) -> Outcome[PassReport]:
        """Rules or many facts changed: move all leads to where they belong now. Rings no alerts for rules."""
        raise NotImplementedError
