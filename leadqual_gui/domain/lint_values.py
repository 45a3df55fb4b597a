"""What is doubtful about a matrix: where, why, and, where it is safe, the edits that mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

from leadqual_gui.domain.matrix_edits import MatrixEdit

Param = str | float | int
Params = Mapping[str, Param]


class Severity(Enum):
    """ERROR: it cannot work as meant. WARNING: somebody should look. REMARK: good to know."""

    ERROR = "error"
    WARNING = "warning"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding belongs: `kind` is criterion, level, group, tier, grade, scenario or matrix.

    `name`: the id of the criterion, group or tier. `index`: of the level or the scenario.
    """

    kind: str
    name: str = ""
    index: int | None = None


@dataclass(frozen=True, slots=True)
class LintFinding:
    """One finding. `code` says what (see `lint_words` for all); `params` are the numbers and names of its sentence."""

    code: str
    place: Place
    severity: Severity
    params: Params = field(default_factory=lambda: MappingProxyType({}))
    fix: tuple[MatrixEdit, ...] | None = None


def finding(
    code: str, place: Place, severity: Severity, fix: tuple[MatrixEdit, ...] | None = None, **params: Param
) -> LintFinding:
    """A finding with its parameters."""
    return LintFinding(code, place, severity, MappingProxyType(params), fix)


def of_criterion(name: str, level: int | None = None) -> Place:
    """The place of a criterion or one of its levels."""
    return Place("criterion", name) if level is None else Place("level", name, level)
