"""What a user can do, as values. `services.workspace.Workspace.execute` carries them out.

Each command is one durable transaction and one step of undo.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from leadqual_gui.domain.answers import AnswerState
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.leads import CustomValue
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.domain.verdicts import Judgement

FieldValue = CustomValue | tuple[str, ...]
_NONE: Mapping[str, FieldValue] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class AddLead:
    """A new lead with these fields (keys of DESIGN 8, and `custom.<key>`)."""

    fields: Mapping[str, FieldValue] = field(default_factory=lambda: _NONE)


@dataclass(frozen=True, slots=True)
class EditLeads:
    """Set fields of one lead or of many (one step either way). None clears a field.

    `verified` takes True/False or a moment. `stage` moves the leads: gates and ways out are as for MoveLeads, and the
    step is called a move.
    """

    lead_ids: tuple[int, ...]
    fields: Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True)
class TagLeads:
    """Add and take away tags of many leads, leaving their other tags alone."""

    lead_ids: tuple[int, ...]
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeleteLeads:
    """Take leads out of every list. Undo brings them back whole."""

    lead_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AddActivity:
    """Something happened with a lead."""

    lead_id: int
    kind: str
    occurred_at: datetime
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class AddNote:
    """A note on a lead's time line (an activity of kind "note" whose topic is the text); it is searchable."""

    lead_id: int
    text: str
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EditActivity:
    """Correct an activity."""

    activity_id: int
    kind: str
    occurred_at: datetime
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class RemoveActivity:
    """Take an activity off the time line."""

    activity_id: int


@dataclass(frozen=True, slots=True)
class RecordAnswer:
    """What was answered; earlier answers to the same element stay as history."""

    lead_id: int
    framework: str
    element: str
    state: AnswerState
    level: int | None
    heard_at: datetime
    said_by: str | None = None
    evidence: str | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class PutStakeholder:
    """Add (id 0) or change a person of the buying group."""

    stakeholder: Stakeholder


@dataclass(frozen=True, slots=True)
class RemoveStakeholder:
    """Take a person out of the buying group."""

    stakeholder_id: int


@dataclass(frozen=True, slots=True)
class AdjustScore:
    """A manual adjustment by whole tenths, with a reason and perhaps an end."""

    lead_id: int
    tenths: int
    axis: str
    reason: str
    author: str
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class GiveVerdict:
    """A person thinks that a lead's score is too high or too low. `tenths`: the score shown (None: as it is now)."""

    lead_id: int
    judgement: Judgement
    reason: str = ""
    tenths: int | None = None


@dataclass(frozen=True, slots=True)
class PutFollowUp:
    """Promise something to a lead (id 0), or change what was promised."""

    follow_up: FollowUp


@dataclass(frozen=True, slots=True)
class FinishFollowUp:
    """What was promised is done."""

    follow_up_id: int


@dataclass(frozen=True, slots=True)
class RemoveFollowUp:
    """What was promised is off."""

    follow_up_id: int


@dataclass(frozen=True, slots=True)
class EndCall:
    """A call is over: an activity on the time line, what follows from it for the lead, and what was promised.

    `outcome`: one of handlers.calls.OUTCOMES. `stage`: where the lead goes now ("": stays). Open follow-ups that were
    due by then are done by a call that reached somebody, and so are calls promised for before `day_ends`, unless they
    asked for another one. `topic`: what the time line says beside the kind.
    """

    lead_id: int
    outcome: str
    started_at: datetime
    ended_at: datetime
    topic: str | None = None
    reason: str | None = None
    stage: str = ""
    follow_up_at: datetime | None = None
    follow_up_note: str | None = None
    day_ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class MoveLeads:
    """Move leads to a stage of the funnel. A gate that does not hold refuses it (services.moving.GateRefusal).

    `reason`: why a lead was lost, disqualified or put aside. `until`: when a nurtured lead comes back (None: when
    somebody fetches it). `override`: the reason for going past gates that do not hold; it is logged. `only_ready`:
    of many leads, move those that may enter and leave the others where they are.
    """

    lead_ids: tuple[int, ...]
    to: str
    reason: str = ""
    until: datetime | None = None
    override: str = ""
    only_ready: bool = False


@dataclass(frozen=True, slots=True)
class SnoozeAlert:
    """Show an alert again at that moment, not before."""

    alert_id: int
    until: datetime


@dataclass(frozen=True, slots=True)
class DismissAlert:
    """An alert is dealt with."""

    alert_id: int


@dataclass(frozen=True, slots=True)
class FinishToday:
    """What Today asked for is done, though nothing else was logged: the lead rests as after a call."""

    lead_id: int
    action: str


@dataclass(frozen=True, slots=True)
class MergeLeads:
    """Some leads are one person: `keep` takes over all that hangs on the others, which go. The value is the lead.

    `fields`: what the lead that stays is to hold, as chosen field by field (keys as in EditLeads; what is not named
    stays as it is).
    """

    keep: int
    others: tuple[int, ...]
    fields: Mapping[str, FieldValue] = field(default_factory=lambda: _NONE)


@dataclass(frozen=True, slots=True)
class KeepApart:
    """Leads that look alike are not the same person: every pair of them is remembered."""

    lead_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back one step of the log, whatever it was: an edit, an import, a bulk change."""

    operation: int


@dataclass(frozen=True, slots=True)
class Redo:
    """Do again a step that was taken back."""

    operation: int


OfTheDay = MoveLeads | SnoozeAlert | DismissAlert | FinishToday
"""What is done on the board and in Today; `services.moving_desk` plans it."""

Command = (
    AddLead
    | EditLeads
    | TagLeads
    | DeleteLeads
    | AddActivity
    | AddNote
    | EditActivity
    | RemoveActivity
    | RecordAnswer
    | PutStakeholder
    | RemoveStakeholder
    | AdjustScore
    | GiveVerdict
    | PutFollowUp
    | FinishFollowUp
    | RemoveFollowUp
    | EndCall
    | OfTheDay
    | MergeLeads
    | KeepApart
    | Undo
    | Redo
)
