"""The scoring matrix: criteria, points, caps, decay, tiers, grades and the scenarios it must get right.

Points are whole tenths of a point everywhere in the code (`tenths`), so that every sum is exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from leadqual_gui.domain.conditions import Condition
from leadqual_gui.domain.text import Text

FIT = "fit"
ENGAGEMENT = "engagement"


@dataclass(frozen=True, slots=True)
class Level:
    """One row of a criterion's levels: the first level whose condition is true gives its points."""

    label: Text
    when: Condition
    tenths: int


@dataclass(frozen=True, slots=True)
class ActivityRule:
    """Which activities count and how their weight falls with age (all times in days).

    `within`: older ones do not count (None: all). `at_most`: only the n heaviest count (None: all).
    `at_least`: n activities make it yes or no (the points once), instead of weights.
    Decay: after `grace` days, `half_life` h gives 0.5^((a-grace)/h); `linear` p with `per` d gives 1 - p*(a-grace)/d;
    never below `floor`. `topics`: if not empty, the topic must contain one of these (folded text).
    """

    kinds: tuple[str, ...]
    within: float | None = None
    at_most: int | None = None
    at_least: int | None = None
    half_life: float | None = None
    linear: float | None = None
    per: float | None = None
    grace: float = 0.0
    floor: float = 0.0
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InactiveRule:
    """True if the newest activity (of `kinds`, if given, else any kind that the lead itself did), or for a lead
    without any its creation, is more than `days` old. Unknown if there is neither."""

    days: float
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of the matrix. Exactly one of `levels`, `when`, `activity`, `inactive` is given.

    `kind`: explicit, implicit or negative. `tenths`: points of `when`, `activity` (times the weights) and `inactive`.
    `axis`: "fit" or "engagement", or "" to take the group's (else fit if explicit, engagement if implicit).
    `maximum`/`minimum` cut the criterion's own contribution. `why` explains it to people.
    """

    id: str
    kind: str
    label: Text
    group: str = ""
    axis: str = ""
    levels: tuple[Level, ...] = ()
    when: Condition | None = None
    activity: ActivityRule | None = None
    inactive: InactiveRule | None = None
    tenths: int = 0
    maximum: int | None = None
    minimum: int | None = None
    enabled: bool = True
    why: Text = field(default_factory=lambda: Text(""))


@dataclass(frozen=True, slots=True)
class Group:
    """Criteria that share a heading and perhaps a cap (tenths). `axis` "" leaves it to each criterion."""

    id: str
    label: Text
    axis: str = ""
    maximum: int | None = None
    minimum: int | None = None


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier and the lowest shown score (whole points) that reaches it; tiers are kept in ascending order."""

    id: str
    lower_edge: int
    label: Text = field(default_factory=lambda: Text(""))


@dataclass(frozen=True, slots=True)
class Grades:
    """Letters of fit and digits of engagement with their lower edges in tenths, best first."""

    fit: tuple[tuple[str, int], ...]
    engagement: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ScenarioActivity:
    """An activity of a scenario, `days_ago` before the moment of scoring."""

    kind: str
    days_ago: float
    topic: str | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Scenario:
    """An example that the matrix must get right, and the tier expected (`answers`: "bant.budget" -> level).

    A scenario's lead was created `created_days_ago` days before the moment of scoring.
    """

    name: Text
    expect: str
    facts: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    answers: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    activities: tuple[ScenarioActivity, ...] = ()
    stakeholders: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    created_days_ago: float = 0.0


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole table. `minimum` and `maximum` (tenths) bound the total; tiers ascend, the first is the lowest."""

    name: Text
    tiers: tuple[Tier, ...]
    criteria: tuple[Criterion, ...]
    groups: tuple[Group, ...] = ()
    grades: Grades = Grades((("A", 0),), (("1", 0),))
    minimum: int = 0
    maximum: int = 1000
    scenarios: tuple[Scenario, ...] = ()

    def group(self, group_id: str) -> Group | None:
        """The group of that id, or None."""
        return next((g for g in self.groups if g.id == group_id), None)

    def axis_of(self, criterion: Criterion) -> str:
        """The axis a criterion counts on: its own, else its group's, else by its kind (DESIGN 5)."""
        group = self.group(criterion.group)
        own = criterion.axis or (group.axis if group else "")
        return own or (FIT if criterion.kind == "explicit" else ENGAGEMENT)
