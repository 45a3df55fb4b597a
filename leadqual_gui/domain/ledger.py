"""Why a score is what it is: a ledger of lines whose sum is the score.

All points are whole tenths. `ScoreCard` is the full account of one lead; for a list of leads
the columns of scoring.ScoreTable say the same without a value per lead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class LineKind(Enum):
    """CRITERION: a contribution. CAP: a criterion's or group's max/min. LIMIT: the total's. ADJUSTMENT: by hand."""

    CRITERION = "criterion"
    CAP = "cap"
    LIMIT = "limit"
    ADJUSTMENT = "adjustment"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a line rests on, for `ui` to put into words.

    `fact`/`value`: the fact that decided (value as text, "" if none), `number`: the same, if it is one;
    `level`: label of the level that held;
    `count`, `newest`, `oldest`: the activities that counted; `weight`: sum of their weights;
    `silent_days`: days of silence; `text`: a plain English sentence of all that (used headless).
    """

    text: str = ""
    fact: str = ""
    value: str = ""
    level: str = ""
    count: int = 0
    newest: datetime | None = None
    oldest: datetime | None = None
    weight: float = 0.0
    silent_days: float | None = None
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger.

    `criterion` is the criterion's id, the group's for a group's cap, "" for the total's limit.
    `fit` and `engagement` (tenths) say on which axis it falls; their sum is `tenths`.
    """

    criterion: str
    kind: LineKind
    label: str
    tenths: int
    fit: int = 0
    engagement: int = 0
    group: str = ""
    evidence: Evidence = Evidence()


@dataclass(frozen=True, slots=True)
class Gap:
    """An unknown fact or criterion and how it could still move the score, in tenths (least <= 0 <= greatest is usual).

    `facts`: the facts to find out. `framework`/`element`: the interview question that would, if there is one.
    `can_disqualify`: the answer can disqualify the lead.
    """

    criterion: str
    label: str
    least: int
    greatest: int
    facts: tuple[str, ...] = ()
    framework: str = ""
    element: str = ""
    can_disqualify: bool = False

    @property
    def swing(self) -> int:
        """How far the score can move on this, in tenths."""
        return self.greatest - self.least


@dataclass(frozen=True, slots=True)
class NextChange:
    """The first future moment at which, nothing else happening, the tier changes, and to which."""

    at: datetime
    tier: str


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """The full account of one lead at one moment: `exact` = sum of the lines, `shown` = whole points, half up."""

    lead_id: int
    as_of: datetime
    exact: int
    shown: int
    fit: int
    engagement: int
    tier: str
    grade: str
    least: int
    greatest: int
    decided: bool
    lines: tuple[Line, ...] = ()
    gaps: tuple[Gap, ...] = ()
    disqualified: str | None = None
    next_change: NextChange | None = None

    def __post_init__(self) -> None:
        assert sum(line.tenths for line in self.lines) == self.exact, "a ledger must sum to its score"
