"""What can be asked about the funnel and the day: board, gates, Today, alerts, promises, history, comparing.

All of it is answered from memory in milliseconds, on the main thread. `FunnelDesk` adds what can be done.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta, tzinfo

from leadqual_gui.domain.moments import moment_of
from leadqual_gui.domain.next_action import NextAction
from leadqual_gui.domain.pipeline import Unmet, unmet_gates
from leadqual_gui.domain.pipeline_stats import WINDOW_DAYS
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.scoring import ScoreTable
from leadqual_gui.services.comparing import Comparison, compare, refused
from leadqual_gui.services.lists import Filter
from leadqual_gui.services.moving import Scored
from leadqual_gui.services.moving_board import board_of, card_at
from leadqual_gui.services.moving_history import ahead_of, exact_at, history_of
from leadqual_gui.services.moving_memory import Memory
from leadqual_gui.services.moving_values import Board, BoardQuery, Card, LeadHistory
from leadqual_gui.services.operations import Refusal
from leadqual_gui.services.plans import refusal
from leadqual_gui.services.ports import Clock, Store
from leadqual_gui.services.resident import Resident
from leadqual_gui.services.scorekeeper import ScoreKeeper
from leadqual_gui.services.today import NEWS, alert_rows, in_force, promises_due, today_of
from leadqual_gui.services.today_values import AlertRow, FollowUpRow, Today, TodayRow

KEPT_IN_SIGHT = timedelta(days=30)
"""So long an alert is shown that nobody dealt with."""


class FunnelAnswers:
    """What is remembered beside the leads, and the questions about it. Before `Workspace.load` everything is empty."""

    def __init__(self, keeper: ScoreKeeper, store: Store, clock: Clock) -> None:
        self.store = store
        self.zone: tzinfo = UTC
        """The zone in which days begin and end; the window sets the local one."""
        self._keeper = keeper
        self._clock = clock
        self._memory: Memory | None = None
        self._stale = False
        self._table: ScoreTable | None = None

    # --- what the parts of it share --------------------------------------------------------------------------------
    @property
    def now(self) -> datetime:
        """The present moment."""
        return self._clock.now()

    @property
    def lock(self) -> AbstractContextManager[object]:
        """Held while what is resident is read or changed."""
        return self._keeper.lock

    @property
    def resident(self) -> Resident | None:
        """The resident leads, as long as they are loaded."""
        return self._keeper.resident

    @property
    def rules(self) -> Rules:
        """The rules by which the resident leads are scored."""
        assert self._keeper.resident is not None
        return self._keeper.resident.rules

    @property
    def memory(self) -> Memory:
        """What is remembered beside the leads, read from the store when it is first needed."""
        if self._memory is None or self._stale:
            self._memory, self._stale = Memory(self.store), False
        return self._memory

    def doubt(self) -> None:
        """A step failed that was remembered already: what is stored is read when it is next asked for."""
        self._stale = True

    def table_at(self, resident: Resident, at: int) -> ScoreTable:
        """All leads scored for another moment, in memory of its own."""
        table = self._table
        if table is None or table.columns is not resident.columns or table.plan is not resident.board.plan:
            table = self._table = ScoreTable(resident.columns, resident.board.plan, at)
            table.fill()
        elif table.as_of != at or len(table) != len(resident.columns):
            table.refresh(moment_of(at))
        return table

    def _scored(self, lead_ids: Sequence[int]) -> Scored | None:
        resident = self.resident
        if resident is None:
            return None
        positions = [at for i in lead_ids if (at := resident.position(i)) is not None]
        return Scored(resident.board, positions, self.memory.open_promise(resident))

    # --- the board -------------------------------------------------------------------------------------------------
    def board(self, query: BoardQuery | None = None) -> Board:
        """The board that was asked for, as it is now; ask again on `changed`."""
        wanted = query or BoardQuery()
        found = self.store.search(wanted.filter.text) if wanted.filter.text.strip() else None
        with self.lock:
            resident = self.resident
            if resident is None:
                return Board((), self.now, WINDOW_DAYS)
            return board_of(resident, self.memory, wanted, found, self.store.leads, self.now)

    def card(self, lead_id: int) -> Card | None:
        """One lead's card."""
        with self.lock:
            resident = self.resident
            position = None if resident is None else resident.position(lead_id)
            if resident is None or position is None:
                return None
            return card_at(resident, self.memory, position, self.now)

    def gates(self, lead_ids: Sequence[int], to: str) -> tuple[Unmet, ...]:
        """Which of these leads may not enter a stage, and what each lacks: to show while a card is dragged."""
        with self.lock:
            scored = self._scored(lead_ids)
            stage = None if scored is None else self.rules.funnel.stage(to)
            if scored is None or stage is None:
                return ()
            return unmet_gates(stage, scored.table, scored.positions, scored.follow_ups)

    # --- the day ---------------------------------------------------------------------------------------------------
    def today(self, chosen: Filter | None = None) -> Today:
        """The work of the day, ranked."""
        wanted, now = chosen or Filter(), self.now
        found = self.store.search(wanted.text) if wanted.text.strip() else None
        alerts = self.store.day_book.alerts(now - NEWS)
        with self.lock:
            resident = self.resident
            if resident is None:
                return Today(_NobodyToday(), _NobodyToday(), now)
            news = list(in_force(resident, self.memory, alerts, now))
            return today_of(resident, self.memory, wanted, found, now, self.zone, news, self._exact_at)

    def next_action(self, lead_id: int) -> NextAction | None:
        """What to do next with one lead; None if no rule of the playbook holds."""
        card = self.card(lead_id)
        return None if card is None else card.action

    def alerts(self, limit: int = 100) -> Sequence[AlertRow]:
        """The newest alerts that still ask for something: crossed thresholds first, then the newest of each kind."""
        now = self.now
        alerts = self.store.day_book.alerts(now - KEPT_IN_SIGHT)
        with self.lock:
            resident = self.resident
            return () if resident is None else alert_rows(resident, self.memory, alerts, now, limit)

    def follow_ups(self, days: int = 1) -> Sequence[FollowUpRow]:
        """Promises that fall due until the end of the day (or of so many days), the soonest first."""
        with self.lock:
            resident = self.resident
            return () if resident is None else promises_due(resident, self.memory, self.now, self.zone, days)

    # --- one lead, or a few ----------------------------------------------------------------------------------------
    def history(self, lead_id: int) -> LeadHistory | None:
        """One lead over time: score with causes, stage moves, what lies ahead."""
        snapshots, moves = self.store.snapshots(lead_id), self.store.day_book.moves(lead_id)
        with self.lock:
            resident = self.resident
            position = None if resident is None else resident.position(lead_id)
            if resident is None or position is None:
                return None
            ahead = tuple(ahead_of(resident.board, position, self.now, self.zone))
            return history_of(snapshots, moves, ahead, int(resident.board.shown[position]))

    def compare(self, lead_ids: Sequence[int]) -> Comparison | Refusal:
        """Two to four leads side by side, line by line: why is this one above that one."""
        if refused_now := refused(lead_ids):
            return refused_now
        with self.lock:
            resident = self.resident
            positions = [] if resident is None else [at for i in lead_ids if (at := resident.position(i)) is not None]
            if resident is None or len(positions) < len(lead_ids):
                return refusal("lead_gone", missing=len(lead_ids) - len(positions))
            cards = [resident.board.card(at, ahead=False) for at in positions]
            return compare(cards, [criterion.id for criterion in resident.rules.matrix.criteria])

    def _exact_at(self, lead_id: int, moment: datetime) -> int | None:
        return exact_at(self.store.snapshots, lead_id, moment)


class _NobodyToday:
    """The list of the day before anything is loaded."""

    def __len__(self) -> int:
        return 0

    def row(self, index: int) -> TodayRow:
        raise IndexError(index)

    def index_of(self, lead_id: int) -> int | None:
        return None

    def ids(self) -> tuple[int, ...]:
        return ()

    def count_of(self, *actions: str) -> int:
        return 0
