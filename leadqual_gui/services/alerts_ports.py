"""What the work of the day needs of the store beyond leads: alerts, announced tiers, who left which stage when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from leadqual_gui.domain.pipeline_stats import Stay
from leadqual_gui.domain.today_alerts import Alert

if TYPE_CHECKING:
    from leadqual_gui.services.ports import Change

BY_HAND = ("lead_moved", "leads_moved", "lead_moved_past_gate", "leads_moved_past_gate", "call_ended")
"""Names of steps in which a person moved leads."""
BY_RULE, BY_RULES = "moved_by_rule", "leads_moved_by_rule"
"""Names of steps in which a rule moved one lead, or many."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A step that moved leads, as far as it tells what a person decided against.

    `against`: stages that rules must not move these leads to, because a person moved them elsewhere although the
    stage's entry held, or took an automatic move back. `version`: the state of the log in which that was decided (0:
    the newest one).
    """

    operation: int
    against: Mapping[str, Sequence[int]]
    version: int = 0


class DayBook(Protocol):
    """The part of the store that remembers what was announced and decided."""

    def alerts(self, since: datetime | None = None) -> Sequence[Alert]:
        """Alerts in force, newest first: of leads that are there, and not of steps that were taken back."""

    def alert(self, alert_id: int) -> Alert | None:
        """One alert."""

    def watched(self) -> Mapping[int, str]:
        """The announced tier of each lead that has one."""

    def keep(self, alerts: Sequence[Alert], watched: Mapping[int, str], until: datetime | None) -> int:
        """Keep alerts (once each), announced tiers, and until when all was looked at; how many alerts are new.

        In small parts, so that the foreground comes in between; the moment comes last, so that what a crash cuts short
        is done again.
        """

    def looked_until(self) -> datetime | None:
        """Until when all was looked at; None: never."""

    def stays(self, operation: int | None = None) -> Sequence[Stay]:
        """Every move between stages that stands (of one step), oldest first."""

    def moves(self, lead_id: int, limit: int = 500) -> Sequence[Change]:
        """The moves of one lead between stages, newest first, also those that were taken back."""

    def finished(self) -> Mapping[int, int]:
        """When the newest promise to each lead was kept (seconds)."""

    def decisions(self) -> Sequence[Decision]:
        """What people decided against, oldest first."""

    def heard_since(self, decided: Mapping[int, int]) -> Sequence[int]:
        """Of these leads (row id: version of the log) those of which something new became known after that version:
        a field but its stage, an activity, an answer, a person, a correction of the score."""
