"""What the board shows: its columns, their figures, and the cards in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from leadqual_gui.domain.funnel import Stage
from leadqual_gui.domain.next_action import NextAction
from leadqual_gui.domain.pipeline import Unmet
from leadqual_gui.domain.pipeline_stats import Flow
from leadqual_gui.services.lists import Filter, LeadList, LeadRow, Sort
from leadqual_gui.services.operations import Refusal, Said

DUE = Sort("due", descending=False)
AGE = Sort("stage_since", descending=False)


@dataclass(frozen=True, slots=True)
class GateRefusal(Refusal):
    """A move that gates refuse: for each lead concerned what is missing. `ready`: how many of those asked may enter."""

    unmet: tuple[Unmet, ...] = ()
    ready: int = 0


@dataclass(frozen=True, slots=True)
class BoardQuery:
    """Which board is asked for. `sort`: as in Leads, or by `due` (next action) or `stage_since`.

    `group`: "", owner or tier.
    `older_than`: only leads that have stood in their stage for so many days.
    """

    filter: Filter = field(default_factory=Filter)
    sort: Sort = DUE
    group: str = ""
    older_than: float | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """A sum of expected values in one currency ("" if none is named), and of how many leads it is known."""

    currency: str
    amount: float
    leads: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A rule would move this lead to `stage`; `because` says why (entry of the stage, disqualified, nurture over)."""

    lead_id: int
    stage: str
    because: Said


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows beside the list's row.

    `days`: how long in its stage (None: not known). `overdue`: 0 no, 1 longer than the stage allows, 2 twice as long.
    `since_because`: what began the stay (the reason of the last reset). `until`: when a nurtured lead comes back.
    `ended`: won or lost, of a closed lead whose stage does not say so.
    """

    row: LeadRow
    stage: str | None
    since: datetime | None
    days: float | None
    overdue: int
    value: float | None
    currency: str
    action: NextAction | None
    suggestion: Suggestion | None = None
    until: datetime | None = None
    ended: str = ""


class CardList(LeadList, Protocol):
    """A column's leads, in order. Cards are made when they are asked for, from memory."""

    def card(self, index: int) -> Card: ...


@dataclass(frozen=True, slots=True)
class BoardGroup:
    """The leads of one owner or tier within a column ("" for leads without an owner)."""

    key: str
    cards: CardList
    money: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """One stage on the board. `stage` is None for one that is no longer in the rules: its leads ask where to go.

    `cards` holds all leads; `groups` the same leads by owner or tier, if that was asked for. `overdue`: how many are
    overdue by the first step and by the second. `lost`: how many of them are lost; what these were worth is no part of
    `money`, unless the stage is a way out.
    """

    stage_id: str
    stage: Stage | None
    cards: CardList
    money: tuple[Money, ...]
    flow: Flow
    overdue: tuple[int, int] = (0, 0)
    suggested: int = 0
    groups: tuple[BoardGroup, ...] = ()
    lost: int = 0

    @property
    def count(self) -> int:
        """How many leads stand in it."""
        return len(self.cards)

    @property
    def band(self) -> str:
        """tofu, mofu or bofu; "stopped" for ways out but won; "removed" if the rules lack it."""
        if self.stage is None:
            return "removed"
        return "stopped" if self.stage.exit not in ("", "won") else self.stage.level


@dataclass(frozen=True, slots=True)
class Board:
    """All columns in the order of the funnel, those no longer in the rules last. `window_days`: of the flows."""

    columns: tuple[BoardColumn, ...]
    as_of: datetime
    window_days: float

    def column(self, stage_id: str) -> BoardColumn | None:
        """The column of a stage."""
        return next((column for column in self.columns if column.stage_id == stage_id), None)


@dataclass(frozen=True, slots=True)
class StageMove:
    """A move of a lead as its history tells it. `by_hand`: by a person; else by a rule. `undone`: it was taken back."""

    at: datetime
    source: str | None
    target: str | None
    label: Said
    by_hand: bool
    undone: bool
    operation: int


@dataclass(frozen=True, slots=True)
class ScorePoint:
    """What the score became, whole points and exact tenths, when and why."""

    at: datetime
    shown: int
    exact: int
    tier: str
    cause: Said
    rules_version: str


@dataclass(frozen=True, slots=True)
class Ahead:
    """The score on a day to come, nothing else happening."""

    at: datetime
    shown: int
    tier: str


@dataclass(frozen=True, slots=True)
class LeadHistory:
    """One lead over time: the score with its causes (oldest first), stage moves (oldest first), and what lies ahead.

    `ahead`: the days on which the score shown changes within two weeks. `next_step`: the first on which it falls.
    """

    points: tuple[ScorePoint, ...]
    moves: tuple[StageMove, ...]
    ahead: tuple[Ahead, ...] = ()
    next_step: Ahead | None = None


@dataclass(frozen=True, slots=True)
class PassReport:
    """What an automatic pass did: leads moved, alerts raised, and days that it made up for."""

    moved: int = 0
    alerts: int = 0
    days: int = 0
    clock_set_back: bool = False
