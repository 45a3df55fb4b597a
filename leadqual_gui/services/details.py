"""Everything about one lead that the panel beside a list shows: values, gathered by one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from leadqual_gui.domain.activities import Activity, ActivityKind
from leadqual_gui.domain.adjustments import Adjustment
from leadqual_gui.domain.answers import Answer
from leadqual_gui.domain.framework import Element, Framework
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.ledger import Gap, ScoreCard
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.domain.text import Text
from leadqual_gui.services.ports import Change, Snapshot


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """One activity of the time line and what it is worth today.

    `kind` is None for a kind that no rule file names. `tenths`: its share of the ledger before caps, rounded;
    None if no rule counts it (now). `criteria`: labels of the criteria that count it.
    """

    activity: Activity
    kind: ActivityKind | None
    tenths: int | None = None
    criteria: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """An answer inferred from data already held, until somebody asks: the level and what it rests on."""

    level: int
    because: Text


@dataclass(frozen=True, slots=True)
class ElementState:
    """How far one element of a framework is known.

    `answer`: the newest one, None if never asked; `earlier`: the ones before it, newest first. `stale`: too old to
    rely on. `proposal`: what the data suggests (only while there is no answer with a level).
    """

    element: Element
    answer: Answer | None = None
    earlier: tuple[Answer, ...] = ()
    stale: bool = False
    proposal: Proposal | None = None

    @property
    def known(self) -> bool:
        """Whether it was answered with a level that is not stale."""
        return self.answer is not None and self.answer.level is not None and not self.stale


@dataclass(frozen=True, slots=True)
class Coverage:
    """One framework's interview with one lead; `share` is the weighted part answered, 0 to 1."""

    framework: Framework
    elements: tuple[ElementState, ...]
    share: float

    @property
    def answered(self) -> int:
        """How many elements are known, for "2 of 4"."""
        return sum(state.known for state in self.elements)


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """What to ask next: the element that fills the largest gap. `gap` says by how much it could move the score."""

    framework: Framework
    element: Element
    gap: Gap


@dataclass(frozen=True, slots=True)
class LeadDetails:
    """One lead, whole. `trend`: change of the exact score in seven days, in tenths (None: not known).

    `activities`: newest first; what each is worth is worked out when the first is looked at.
    """

    lead: Lead
    card: ScoreCard
    activities: Sequence[ActivityLine] = ()
    coverage: tuple[Coverage, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    changes: tuple[Change, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    question: NextQuestion | None = None
    trend: int | None = None


@dataclass(frozen=True, slots=True)
class ValueCount:
    """A value that some field has, and how many leads have it ("" stands for "not known")."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class ViewCounts:
    """How many leads stand in each view of the Leads screen, and in each tier."""

    all: int = 0
    hot: int = 0
    never_called: int = 0
    to_verify: int = 0
    silent: int = 0
    tiers: tuple[tuple[str, int], ...] = ()
