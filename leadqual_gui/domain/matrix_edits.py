"""What a rule editor can do to a matrix, as named actions (`matrix_editing.apply` carries them out).

The same edits are made in the text of matrix.yaml by adapters.rules_yaml; parsing that text again must give the
matrix that `apply` gives. Undo needs no inverse: the matrix before is a value that is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from leadqual_gui.domain.conditions import Condition
from leadqual_gui.domain.matrix import (
    ActivityRule,
    Criterion,
    Grades,
    Group,
    InactiveRule,
    Level,
    Scenario,
)
from leadqual_gui.domain.text import Text


@dataclass(frozen=True, slots=True)
class SetPoints:
    """Points (tenths) of a criterion, or of one of its levels."""

    criterion: str
    tenths: int
    level: int | None = None


@dataclass(frozen=True, slots=True)
class SetEnabled:
    """Switch a criterion on or off."""

    criterion: str
    enabled: bool


@dataclass(frozen=True, slots=True)
class SetLabel:
    """Name a criterion, or one of its levels."""

    criterion: str
    label: Text
    level: int | None = None


@dataclass(frozen=True, slots=True)
class SetCondition:
    """The condition of a `when` criterion, or of one of a criterion's levels."""

    criterion: str
    condition: Condition
    level: int | None = None


@dataclass(frozen=True, slots=True)
class SetActivityRule:
    """Which activities count, and how they decay."""

    criterion: str
    rule: ActivityRule


@dataclass(frozen=True, slots=True)
class SetInactive:
    """After how long a silence counts."""

    criterion: str
    rule: InactiveRule


@dataclass(frozen=True, slots=True)
class SetCap:
    """The criterion's own max and min (tenths; None: none)."""

    criterion: str
    maximum: int | None
    minimum: int | None


@dataclass(frozen=True, slots=True)
class SetAxis:
    """The axis of a criterion ("" leaves it to its group or kind)."""

    criterion: str
    axis: str


@dataclass(frozen=True, slots=True)
class AddCriterion:
    """A new criterion, before the one that stands at `index` (None: at the end)."""

    criterion: Criterion
    index: int | None = None


@dataclass(frozen=True, slots=True)
class ReplaceCriterion:
    """Another criterion in the place of this one (from its own YAML text, or several changes at once)."""

    criterion: str
    new: Criterion


@dataclass(frozen=True, slots=True)
class RemoveCriterion:
    """Take a criterion out."""

    criterion: str


@dataclass(frozen=True, slots=True)
class MoveCriterion:
    """Move a criterion to `index` (as counted without it), perhaps into another group."""

    criterion: str
    index: int
    group: str | None = None


@dataclass(frozen=True, slots=True)
class AddLevel:
    """A new level of a criterion, before the one at `index`."""

    criterion: str
    index: int
    level: Level


@dataclass(frozen=True, slots=True)
class RemoveLevel:
    """Take a level out (the last one cannot be)."""

    criterion: str
    level: int


@dataclass(frozen=True, slots=True)
class MoveLevel:
    """Move a level; the first that holds counts, so order matters."""

    criterion: str
    level: int
    index: int


@dataclass(frozen=True, slots=True)
class PutGroup:
    """Add a group or change it (same id): label, axis, caps."""

    group: Group


@dataclass(frozen=True, slots=True)
class RemoveGroup:
    """Take a group out; refused while a criterion is in it."""

    group: str


@dataclass(frozen=True, slots=True)
class SetTierEdge:
    """The lower edge of a tier in whole points; it must stay between its neighbours. The lowest tier's is fixed."""

    tier: str
    lower_edge: int


@dataclass(frozen=True, slots=True)
class SetGrades:
    """Letters and digits with their lower edges."""

    grades: Grades


@dataclass(frozen=True, slots=True)
class SetName:
    """Name the matrix."""

    name: Text


@dataclass(frozen=True, slots=True)
class AddScenario:
    """One more example that the matrix must get right."""

    scenario: Scenario
    index: int | None = None


@dataclass(frozen=True, slots=True)
class ReplaceScenario:
    """Change an example."""

    index: int
    scenario: Scenario


@dataclass(frozen=True, slots=True)
class RemoveScenario:
    """Take an example out."""

    index: int


MatrixEdit = (
    SetPoints
    | SetEnabled
    | SetLabel
    | SetCondition
    | SetActivityRule
    | SetInactive
    | SetCap
    | SetAxis
    | AddCriterion
    | ReplaceCriterion
    | RemoveCriterion
    | MoveCriterion
    | AddLevel
    | RemoveLevel
    | MoveLevel
    | PutGroup
    | RemoveGroup
    | SetTierEdge
    | SetGrades
    | SetName
    | AddScenario
    | ReplaceScenario
    | RemoveScenario
)
