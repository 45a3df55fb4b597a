"""What is asked of closed leads, and the answer: one frozen report for screen, PDF, HTML and JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from leadqual_gui.domain.calibration.before import Late
from leadqual_gui.domain.calibration.cohorts import Band, Bin, Cohort, ReasonLost, SourceRate, TiersAt
from leadqual_gui.domain.calibration.conversion import Reached
from leadqual_gui.domain.calibration.drift import Drift, TierRate, TierRatesAt
from leadqual_gui.domain.calibration.ideal_profile import IdealProfile
from leadqual_gui.domain.calibration.new_criteria import NewCriterion
from leadqual_gui.domain.calibration.periods import Period
from leadqual_gui.domain.calibration.rates import ValueRate
from leadqual_gui.domain.calibration.results import Comparison, Curve, Leak, Method, PointsProposal
from leadqual_gui.domain.calibration.thresholds import ThresholdAdvice
from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.overlap import Overlap
from leadqual_gui.domain.text import Text
from leadqual_gui.domain.verdicts import Judgement
from leadqual_gui.services.operations import Said


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    `period` None: the last quarter, or more if too few leads were closed in it. `within_days`: only what was known so
    many days after a lead came counts (None: all before its outcome). `calls_a_week`: what the team can make.
    """

    period: Period | None = None
    within_days: float | None = None
    calls_a_week: float | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many leads the answer rests on. `undated` and `future`: closed leads without a usable closing date."""

    leads: int
    closed: int
    customers: int
    undated: int
    future: int

    @property
    def lost(self) -> int:
        """Closed and not won."""
        return self.closed - self.customers


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: one level of a criterion in force.

    `rate` is of all leads of the period, `closed` of the closed ones only, from which points are learned. `few`: too
    few closed leads with it, or without it, to say anything. `on_hundred` is the article's rule as written, 0 to 100.
    Points are tenths: `article` (its rule on the scale of the matrix), `lift_points` and `fitted` are what each method
    says (None: nothing), `proposed` what is proposed. `why`: leaks (it gives the outcome away: its points stay),
    too_few, held_back, same, close_to_control, above, below, or jointly (other criteria tell the same, or hide it).
    `change` is the id to take it over by, None if there is nothing to take over. `supported`: the leads behind this
    level ask for the change by themselves.
    """

    criterion: str
    level: int
    label: Text
    level_label: Text
    kind: str
    rate: CloseRate
    closed: CloseRate
    lift: float | None
    against_control: int
    few: bool
    on_hundred: int
    today: int
    proposed: int
    article: int | None
    lift_points: int | None
    fitted: int | None
    low: int | None
    high: int | None
    effect: float
    why: str
    overlaps_with: tuple[str, ...] = ()
    change: str | None = None
    supported: bool = False

    @property
    def id(self) -> str:
        """The id of a change of its points, whether or not one is proposed."""
        return points_change(self.criterion, self.level)

    def points_by(self, method: Method) -> int | None:
        """What a method gives it, in tenths; None if that has nothing to say."""
        if method is Method.TODAY:
            return self.today
        return {Method.ARTICLE: self.article, Method.LIFT: self.lift_points, Method.FITTED: self.fitted}.get(method)


@dataclass(frozen=True, slots=True)
class ScoreView:
    """How one set of points ranks the leads of the period: today's, or the proposed."""

    bands: tuple[Band, ...]
    bins: tuple[Bin, ...]
    tiers: tuple[TierRate, ...]
    drift: tuple[Drift, ...]
    thresholds: ThresholdAdvice


class Ended(Enum):
    """When a lead was won or lost, seen from a verdict on its score. UNDATED: it was, and nobody knows when."""

    OPEN = "open"
    BEFORE = "before"
    AFTER = "after"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """A verdict that somebody gave, what became of the lead ("won", "lost" or ""), and when, seen from the verdict."""

    lead_id: int
    name: str
    at: datetime
    judgement: Judgement
    tenths: int
    reason: str | None
    outcome: str
    ended: Ended = Ended.OPEN


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How often a score was called too high or too low, and how often such leads became customers afterwards.

    `closed`: leads that were open when it was said, and were won or lost later. Those that had ended already
    (`before`), or that nobody knows the day of (`undated`), are neither a success nor a failure of the verdict.
    """

    judgement: Judgement
    verdicts: int
    closed: CloseRate
    before: int = 0
    undated: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class InsightsReport:
    """The whole answer. `period` is what was looked at, `widened` whether the last quarter was not enough.

    `control`: customers among all leads of the period; `closed_control`: among the closed ones, from which points are
    learned. `today` and `proposed` show how either ranks these leads (`proposed` None: nothing is proposed). `notes`
    are what to know before applying. `values` are close rates of every value of every fact and kind of activity.
    `tier_rates`: how each tier closed, month by month (or quarter), by today's matrix on the day before the outcome.
    `funnel_days`: the funnel is of leads that came within so many days (None: of all).
    """

    question: Question
    period: Period
    widened: bool
    at: datetime
    rules_version: str
    matrix_name: Text
    counts: Counts
    control: CloseRate
    closed_control: CloseRate
    rows: tuple[Row, ...]
    proposal: PointsProposal
    comparison: Comparison | None
    curve: Curve
    leaks: tuple[Leak, ...]
    late: tuple[Late, ...]
    overlaps: tuple[Overlap, ...]
    values: tuple[ValueRate, ...]
    today: ScoreView
    proposed: ScoreView | None
    new_criteria: tuple[NewCriterion, ...]
    ideal: IdealProfile | None
    funnel: tuple[Reached, ...]
    cohorts: tuple[Cohort, ...]
    sources: tuple[SourceRate, ...]
    reasons: tuple[ReasonLost, ...]
    tiers_over_time: tuple[TiersAt, ...]
    verdicts: tuple[VerdictRow, ...]
    verdict_counts: tuple[VerdictCount, ...]
    notes: tuple[Said, ...]
    tier_rates: tuple[TierRatesAt, ...] = ()
    funnel_days: float | None = None

    @property
    def changes(self) -> Sequence[str]:
        """Ids of all changes of points that are proposed, in the order of the table."""
        return [row.change for row in self.rows if row.change is not None]

    @property
    def supported(self) -> Sequence[str]:
        """Ids of the changes that rest on evidence; none if all together are better by chance only, or worse later."""
        if self.within_chance or self.worse_later:
            return []
        return [row.change for row in self.rows if row.change is not None and row.supported]

    @property
    def within_chance(self) -> bool:
        """Whether points are proposed, but nobody can tell from leads not used for them that they are better."""
        split = None if self.comparison is None else self.comparison.at_random
        difference = self.proposal.difference if split is None else split.difference
        return self.proposes and difference.within_chance

    @property
    def worse_later(self) -> bool:
        """Whether points are proposed that did surely worse on the latest leads, fitted to earlier ones."""
        split = None if self.comparison is None else self.comparison.by_date
        return self.proposes and split is not None and split.difference.high < 0.0

    def with_edge(self, points: int, calls_a_week: float | None = None) -> InsightsReport:
        """The same answer with another lower edge of the hottest tier advised: somebody chose it."""
        thresholds = replace(self.today.thresholds, advised=points, calls_a_week=calls_a_week)
        return replace(self, today=replace(self.today, thresholds=thresholds))

    @property
    def proposes(self) -> bool:
        """Whether there is anything to take over."""
        return bool(self.changes)


def points_change(criterion: str, level: int) -> str:
    """The id of a change of points."""
    return f"points:{criterion}:{level}"


def new_change(criterion: str) -> str:
    """The id of a new criterion."""
    return f"new:{criterion}"


EDGE_CHANGE = "edge"
"""The id of the advised lower edge of the hottest tier."""
PROFILE_CHANGE = "profile"
"""The id of the ideal buyer profile."""
