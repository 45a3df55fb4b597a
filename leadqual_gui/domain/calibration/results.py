"""What learning answers: frozen values, without a word for the screen.

The functions that give them, each pure and seeded (`progress` is told the share done and answers whether to go on; a
function that is told to stop raises `StoppedError`):

- `proposing.propose_points(evidence, *, scorer=None, leaks=None, seed=0, progress=None) ->
  PointsProposal`: today's matrix refitted; criteria that leak keep their points
- `learning.learn_criteria(features, won, *, most_fields=20, seed=0, progress=None) -> LearnedCard`: criteria found in
  the features; `cards.score_card(card, features) -> int64 tenths`
- `comparison.compare(evidence, method, edges, *, scorer=None, leaks=None, seed=0, progress=None) -> Comparison`:
  today's points beside those that `method` gives, on leads not used for fitting; `edges` are the tiers' lower edges in
  tenths
- `comparison.held_out(score, won, edges) -> Held`: how one score did on closed leads
- `leakage.find_leaks(features, levels, won) -> tuple[Leak, ...]`: what must not be learned from
- `curve.fit_curve(score, won) -> Curve`: from score to close rate
- `validation.auc(score, won) -> Auc`, `validation.auc_difference(one, other, won) -> Difference`

A `Scorer` turns points per level (tenths, in the order of `Evidence.levels`) into scores of all leads in tenths.
Without one, scores are the plain sum without the caps of groups; a matrix with caps is judged rightly only with its
own.

Points and scores are whole tenths as everywhere; proposed points are whole points, that is, multiples of ten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.close_rates import CloseRate

Progress = Callable[[float], bool]
"""Told the share that is done; answers whether to go on."""
Scorer = Callable[[NDArray[np.int64]], NDArray[np.int64]]
"""From points per level to the scores of all leads."""


class StoppedError(Exception):
    """Somebody asked to stop: nothing was decided."""


Going = Callable[[], None]
"""Called now and then within a long step; raises StoppedError if somebody asked to stop."""


def on_and_on() -> None:
    """Nobody asks to stop."""


def going_at(progress: Progress | None, share: float) -> Going:
    """What a long step calls while so much is done."""
    if progress is None:
        return on_and_on

    def going() -> None:
        if not progress(share):
            raise StoppedError

    return going


class Verdict(StrEnum):
    """Whether there is something to propose, or why not."""

    PROPOSED = "proposed"
    NO_LEADS = "no_leads"  # nothing is closed
    ONLY_WON = "only_won"
    ONLY_LOST = "only_lost"
    TOO_FEW = "too_few"  # fewer than `ENOUGH_WON` won or lost: shown, but held back
    NO_LEVELS = "no_levels"  # nothing to give points to
    CHANCE = "chance"  # on leads not used for fitting it is no better than chance
    NO_BETTER = "no_better"  # not better than today's points


class Method(StrEnum):
    """Where points come from."""

    TODAY = "today"
    ARTICLE = "article"  # close rate x 100 where it is above the control rate
    LIFT = "lift"  # the same on both sides of the control rate
    FITTED = "fitted"  # jointly, drawn towards today's when leads are few
    EQUAL = "equal"  # one point for all that count for, one against


@dataclass(frozen=True, slots=True)
class Auc:
    """How well a score tells won from lost leads: 0.5 is chance, 1 is always right. None: nobody can tell."""

    value: float | None
    low: float
    high: float
    won: int
    lost: int

    @property
    def deviations(self) -> float:
        """How far above chance, in standard deviations; 0 if nobody knows."""
        if self.value is None or self.value <= self.low:
            return 0.0
        return 1.96 * (self.value - 0.5) / (self.value - self.low)


@dataclass(frozen=True, slots=True)
class Difference:
    """How much better one score is than another on the same leads (AUC), with its interval."""

    value: float | None
    low: float
    high: float

    @property
    def within_chance(self) -> bool:
        """Whether nobody can tell that there is a difference."""
        return self.value is None or self.low <= 0.0 <= self.high


@dataclass(frozen=True, slots=True)
class LevelProposal:
    """One level of today's matrix: what it gives, what it could give, and what stands behind it.

    Points are tenths; None where a method has nothing to say (too few leads). `proposed` is what the method of the
    proposal gives; equal to `today` where nothing is proposed. `low` and `high` (tenths) are how far the fitted points
    could as well lie. `effect` is the share of the fitted score's spread that this level causes (0 to 1). `rate`
    counts leads that reached the level. `few`: fewer than the least number of leads behind it; its points stay today's.
    `leaks`: it gives the outcome away, so that its points stay and nothing is learned from it.
    """

    criterion: str
    level: int
    rate: CloseRate
    today: int
    article: int | None
    lift: int | None
    fitted: int | None
    proposed: int
    low: int | None
    high: int | None
    effect: float
    few: bool
    leaks: bool = False

    @property
    def supported(self) -> bool:
        """Whether the leads behind it ask for this change: today's points lie outside what they leave open, on the side
        that the change leaves."""
        if self.few or self.leaks or self.low is None or self.high is None:
            return False
        return self.today < self.low if self.proposed > self.today else self.proposed < self.today > self.high


@dataclass(frozen=True, slots=True)
class PointsProposal:
    """Today's matrix refitted. `checked` is each method's AUC on leads that were not used for it."""

    verdict: Verdict
    method: Method
    control: CloseRate
    levels: tuple[LevelProposal, ...]
    checked: Mapping[Method, Auc] = field(default_factory=dict)
    difference: Difference = Difference(None, -1.0, 1.0)  # the proposed method less today's


@dataclass(frozen=True, slots=True)
class Part:
    """What a level asks of one fact.

    Numbers and ordered words: `low` <= value < `high` (positions in `Feature.words` for ordered words; None: no edge).
    Words and flags: one of `words` (flags: "0", "1"), or, where that would be a long list, known and none of `without`.
    `unknown`: what is not known belongs here too (or only that, if nothing else is given).
    """

    feature: str
    low: float | None = None
    high: float | None = None
    words: tuple[str, ...] = ()
    unknown: bool = False
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LearnedLevel:
    """A level of a learned criterion: all its parts must hold. `points` are tenths."""

    parts: tuple[Part, ...]
    points: int
    rate: CloseRate


@dataclass(frozen=True, slots=True)
class LearnedCriterion:
    """A ready criterion: levels that exclude one another; whoever is in none of them gets nothing.

    `features` names one fact, or two that say more together. `alone` is what its points are worth by themselves
    (AUC on the leads it was learned from); `adds` how much the whole card would lose without it.
    """

    features: tuple[str, ...]
    levels: tuple[LearnedLevel, ...]
    alone: float
    adds: float


@dataclass(frozen=True, slots=True, eq=False)
class LearnedCard:
    """Criteria that were learned, best first, and how they did on leads that they were not learned from.

    A lead's score is the sum of its criteria's points, cut to 0 to `most` tenths.
    """

    verdict: Verdict
    criteria: tuple[LearnedCriterion, ...]
    checked: Auc
    family: str
    leads: int
    most: int = 1000
    left_out: tuple[str, ...] = ()  # constant, protected, too many words, the same as another


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """From score (tenths) to close rate, with a band. `error` is how far it is off on average on leads not used for it.

    `at(score)` interpolates. None of `error`: too few leads to check.
    """

    scores: NDArray[np.float64]
    rates: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    error: float | None
    leads: int

    def at(self, score: float | NDArray[np.int64]) -> NDArray[np.float64]:
        """The close rate to expect at a score."""
        if not len(self.scores):
            return np.full(np.shape(score), np.nan)
        return np.asarray(np.interp(score, self.scores, self.rates), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Gains:
    """Share of customers found in the best share of leads; `low` and `high` is the band of chance."""

    leads: NDArray[np.float64]
    customers: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """How one score did on leads that were not used for it.

    `tiers` is the close rate between the edges, lowest tier first; of the proposed points, that of tiers of the same
    size (see `comparison`). `best_fifth` is the share of customers among the
    best 20 % of leads with its interval. `calibration` is the curve from score to close rate fitted before and
    checked on these leads (`error`).
    """

    auc: Auc
    tiers: tuple[CloseRate, ...]
    best_fifth: tuple[float, float, float] | None
    gains: Gains
    calibration: Curve


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Today's and proposed points on the same leads that were not used for fitting.

    `fitted_on` and `tested_on` count leads; `since` is the first closing date (`Evidence.days`) among the tested ones,
    if by date.
    """

    today: Held
    proposed: Held
    difference: Difference
    fitted_on: int
    tested_on: int
    since: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """At random and by date. None where it cannot be done (too few, or nothing is dated)."""

    verdict: Verdict
    at_random: Split | None
    by_date: Split | None


class LeakKind(StrEnum):
    """How a fact gives away that it came with the outcome."""

    DECIDES = "decides"  # alone it has an AUC above 0.9
    ALL_OR_NONE = "all_or_none"  # 0 or 100 % of many leads
    WINNERS_ONLY = "winners_only"  # known only for won leads (or only for lost ones)
    AFTERWARDS = "afterwards"  # many values came after the outcome, or nobody knows when


@dataclass(frozen=True, slots=True)
class Leak:
    """One fact, word or level that must be looked at before anything is learned.

    `key` is the feature, or "criterion:level" of the matrix. `word` is the word or band concerned, if it is one.
    `serious` ones are left out of learning.
    """

    kind: LeakKind
    key: str
    word: str
    auc: float | None
    rate: CloseRate
    control: CloseRate
    serious: bool
    share_known_won: float | None = None
    share_known_lost: float | None = None
