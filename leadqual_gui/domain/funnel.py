"""The funnel: stages from the top to the bottom, what it takes to enter them, and the ways out."""

from __future__ import annotations

from dataclasses import dataclass, field

from leadqual_gui.domain.conditions import Condition
from leadqual_gui.domain.text import Text


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition that must hold before a lead may enter a stage, and what to tell the person if it does not."""

    when: Condition
    message: Text


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the funnel.

    `level`: tofu, mofu or bofu. `qualification`: "", mql, sql or pql. `mode`: automatic, suggested or by_hand.

    `entry`: when it holds, the lead belongs here (moved or suggested by `mode`). `gates`: all must hold.
    `overdue_after`: days after which a lead has stayed too long. `exit`: "" for a working stage, else won, lost,
    nurture or disqualified.
    """

    id: str
    label: Text
    level: str = "tofu"
    qualification: str = ""
    mode: str = "by_hand"
    entry: Condition | None = None
    gates: tuple[Gate, ...] = ()
    overdue_after: float | None = None
    exit: str = ""
    reasons: tuple[Text, ...] = ()
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Funnel:
    """The stages in order; the first is where new leads stand."""

    stages: tuple[Stage, ...] = field(default=())

    def stage(self, stage_id: str) -> Stage | None:
        """The stage of that id, or None."""
        return next((s for s in self.stages if s.id == stage_id), None)

    @property
    def exits(self) -> dict[str, str]:
        """The stage in which leads with an outcome stand, by the outcome: won or lost."""
        return {stage.exit: stage.id for stage in reversed(self.stages) if stage.exit in ("won", "lost")}

    @property
    def first(self) -> str:
        """The id of the stage in which new leads stand."""
        return self.stages[0].id if self.stages else "new"
