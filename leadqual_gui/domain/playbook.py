"""The playbook: what to do next with a lead. The first rule that holds decides."""

from __future__ import annotations

from dataclasses import dataclass, field

from leadqual_gui.domain.conditions import Condition
from leadqual_gui.domain.text import Text


@dataclass(frozen=True, slots=True)
class Play:
    """One rule of the playbook.

    `action`: call, email, nurture, ask, verify, disqualify or wait. `due_in`: days from now.
    `priority` orders the list of the day (higher first) before the score does.
    """

    id: str
    when: Condition
    action: str
    label: Text
    reason: Text
    due_in: float = 0.0
    priority: float = 0.0
    follow_up_by: str = ""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The formula of Today's list, as weights (points) that the rules give and that a hover explains."""

    weights: tuple[tuple[str, float], ...] = ()
    cooling_days: float = 4.0


@dataclass(frozen=True, slots=True)
class Playbook:
    """The plays in order, and how the list of the day is ranked."""

    plays: tuple[Play, ...] = ()
    ranking: Ranking = field(default_factory=Ranking)
