"""What a call shows and gives back: briefing, notes, steps, ending, wrap-up. All frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from leadqual_gui.domain.activities import Activity
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.framework import Framework
from leadqual_gui.domain.interview_outlook import Question
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.ledger import Line, ScoreCard
from leadqual_gui.domain.playbook import Play
from leadqual_gui.domain.profiles import Profile
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.domain.text import Text
from leadqual_gui.services.operations import Said


class Saved(Enum):
    """Where what was typed is: all of it in the DATABASE, some only in the call's FILE, some only on the SCREEN."""

    DATABASE = "database"
    FILE = "file"
    SCREEN = "screen"


@dataclass(frozen=True, slots=True)
class Briefing:
    """What to know before the first word. `reasons`: the lines that make most of the score, largest first."""

    lead: Lead
    card: ScoreCard
    last_contact: Activity | None
    last_sign: Activity | None
    reasons: tuple[Line, ...]
    gaps: tuple[Question, ...]
    persona: Profile | None
    stakeholders: tuple[Stakeholder, ...]
    follow_ups: tuple[FollowUp, ...]
    frameworks: tuple[Framework, ...]

    @property
    def do_not_call(self) -> bool:
        """Whether this person asked not to be contacted."""
        return self.lead.do_not_contact


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A line of notes; `element` is the id of the element that it was filed under ("": none). `saved`: where it is."""

    at: datetime
    text: str
    framework: str = ""
    element: str = ""
    saved: Saved = Saved.DATABASE


@dataclass(frozen=True, slots=True)
class CallStep:
    """One thing that this call did, and by how many tenths it moved the score."""

    at: datetime
    kind: str
    said: Said
    before: int
    after: int
    operation: int = 0
    framework: str = ""
    element: str = ""

    @property
    def change(self) -> int:
        """By how many tenths the score moved."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class ScoreSeen:
    """A score as it was at a moment: exact in tenths, shown in whole points, and its tier."""

    exact: int
    shown: int
    tier: str


@dataclass(frozen=True, slots=True)
class Done:
    """It was done, and it is durable."""

    said: Said
    operation: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """It could not be filed now, and is kept in the call's file (or, SCREEN, only here) until it can be.

    `said` is why, in a code; `error` is what the world did, if it was the world.
    """

    said: Said
    saved: Saved = Saved.FILE
    error: LeadQualError | None = None


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A call that was never ended: the program was killed, or the window closed."""

    key: str
    lead_id: int
    name: str
    framework: str
    started_at: datetime
    notes: tuple[NoteLine, ...]
    draft: str
    answers: int
    lead_there: bool
    unsaved: int = 0


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A call that was never ended, of which nothing can be told: where its file is, and why, if that is known."""

    key: str
    place: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a call ends: `outcome` is one of handlers.calls.OUTCOMES; `topic` what the time line says (in the user's
    words; else plain English). Notes under way are filed first."""

    outcome: str
    reason: str = ""
    follow_up_at: datetime | None = None
    follow_up_note: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class GateCheck:
    """How many of a stage's gates are met; `missing`: what the others say."""

    stage: str
    label: Text
    met: int
    total: int
    missing: tuple[Text, ...] = ()
    qualification: str = ""

    @property
    def open(self) -> bool:
        """Whether the lead may enter."""
        return self.met == self.total


@dataclass(frozen=True, slots=True)
class WrapUp:
    """The card after a call. `moved`: the steps that moved the score; `agenda`: what is still unknown, best first.

    `follow_up`: what was promised in the call, else what is due next; `also_promised`: what else is open.
    """

    lead: Lead
    framework: Framework
    outcome: str
    reason: str
    started_at: datetime
    ended_at: datetime
    before: ScoreSeen
    after: ScoreSeen
    disqualified: str | None
    steps: tuple[CallStep, ...]
    agenda: tuple[Question, ...]
    notes: tuple[NoteLine, ...]
    gates: tuple[GateCheck, ...]
    action: Play | None
    follow_up: FollowUp | None
    stage: str = ""
    operation: int = 0
    saved: Saved = Saved.DATABASE
    also_promised: tuple[FollowUp, ...] = ()

    @property
    def moved(self) -> tuple[CallStep, ...]:
        """The steps that moved the score, the largest move first."""
        return tuple(sorted((s for s in self.steps if s.change), key=lambda s: -abs(s.change)))

    @property
    def of_the_call(self) -> int:
        """By how many tenths the score moved beside the steps: the call is a sign of its own, whoever spoke is real."""
        return self.after.exact - self.before.exact - sum(step.change for step in self.steps)

    @property
    def gate(self) -> GateCheck | None:
        """The stage ahead that an interview is for: the sales qualified one, else the next that has gates."""
        return next((g for g in self.gates if g.qualification == "sql"), self.gates[0] if self.gates else None)

    @property
    def seconds(self) -> int:
        """How long the call took."""
        return int((self.ended_at - self.started_at).total_seconds())
