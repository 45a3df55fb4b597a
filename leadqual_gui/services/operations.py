"""What comes back when a user did something: an Outcome with the way to undo it, or a Refusal with the reason.

Neither holds words for the screen: they hold a `Said`, a code with its parameters, which `ui` puts into the user's
language and the headless commands into English (services.wording).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Flag, auto
from types import MappingProxyType
from typing import Generic, TypeVar

Value = TypeVar("Value")
_NONE: Mapping[str, object] = MappingProxyType({})


class Changes(Flag):
    """What an operation touched, so that each view can decide whether that concerns it."""

    NOTHING = 0
    LEAD = auto()
    ACTIVITY = auto()
    ANSWER = auto()
    STAKEHOLDER = auto()
    STAGE = auto()
    ADJUSTMENT = auto()
    FOLLOW_UP = auto()
    SCORES = auto()
    RULES = auto()
    IMPORT = auto()
    MEMBERSHIP = auto()
    """Leads came or went (added, deleted, imported, taken back)."""
    ALERT = auto()
    VERDICT = auto()
    DUPLICATES = auto()


@dataclass(frozen=True, slots=True)
class Said:
    """A message as a code and its parameters: `Said("lead_edited", {"name": "Ines", "field": "company"})`.

    Parameters are JSON values (text, numbers, booleans), since what was done is kept in the database for undo by name.
    """

    code: str
    params: Mapping[str, object] = field(default_factory=lambda: _NONE)


@dataclass(frozen=True, slots=True)
class ScoreMove:
    """A score that moved: whole (shown) points and tier, before and after. `before` is None for a new lead."""

    lead_id: int
    before: int | None
    after: int
    tier_before: str
    tier_after: str


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Value]):
    """It was done, and it is durable.

    `operation`: the id of the step in the log (0: nothing was changed); `Undo(operation)` is the inverse.
    `leads`: row ids of the leads concerned (empty with MEMBERSHIP or RULES: possibly all).
    `scores`: what it did to the scores shown (of a few leads; of many, `changes` says SCORES).
    `also`: further steps that followed from it by themselves (a rule moved a lead), each to be undone by itself.
    """

    value: Value
    changes: Changes
    label: Said
    operation: int = 0
    leads: tuple[int, ...] = ()
    scores: tuple[ScoreMove, ...] = ()
    also: tuple[Outcome[object], ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """An ordinary "no", shown beside the thing: why, and what would help. Nothing was changed."""

    reason: Said
    field: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the log that can be undone or redone, by name, also after a restart."""

    operation: int
    label: Said
    at: str
    undone: bool = False
