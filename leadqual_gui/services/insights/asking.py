"""How a question about closed leads is answered: read, choose, count, learn, compare, put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration import cohorts, new_criteria, rates
from leadqual_gui.domain.calibration.comparison import compare
from leadqual_gui.domain.calibration.conversion import WINDOW_DAYS, Reached, conversion
from leadqual_gui.domain.calibration.curve import fit_curve
from leadqual_gui.domain.calibration.drift import TierRatesAt, drift_of, tier_rates, tier_rates_over_time
from leadqual_gui.domain.calibration.ideal_profile import ideal_profile
from leadqual_gui.domain.calibration.leakage import find_leaks
from leadqual_gui.domain.calibration.learning import learn_criteria
from leadqual_gui.domain.calibration.past import PastFacts
from leadqual_gui.domain.calibration.periods import ALL_TIME, Period, choose, last_quarter, last_year
from leadqual_gui.domain.calibration.population import USUAL_SCALE, Population, facts_for, population_of
from leadqual_gui.domain.calibration.proposing import propose_points
from leadqual_gui.domain.calibration.results import (
    Comparison,
    Leak,
    Method,
    PointsProposal,
    StoppedError,
    Verdict,
    going_at,
)
from leadqual_gui.domain.calibration.thresholds import advise, weeks_of
from leadqual_gui.domain.calibration.values import Feature
from leadqual_gui.domain.close_rates import ENOUGH, CloseRate
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.moments import seconds
from leadqual_gui.domain.pipeline_stats import Stay
from leadqual_gui.domain.rules import Rules
from leadqual_gui.services.insights.notes import notes_of
from leadqual_gui.services.insights.rows import rows_of
from leadqual_gui.services.insights.values import Counts, InsightsReport, Question, ScoreView
from leadqual_gui.services.insights.verdicts import told_verdicts
from leadqual_gui.services.ports import Store
from leadqual_gui.services.progress import Progress, within

NOTHING = PointsProposal(Verdict.NO_LEADS, Method.TODAY, CloseRate(0, 0), ())
"""What no closed leads propose."""
CUSTOM = "custom."
_FEW = frozenset({Verdict.NO_LEADS, Verdict.ONLY_WON, Verdict.ONLY_LOST})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the period that answers it (`widened`: the usual one had too few leads), and when it is asked."""

    question: Question
    period: Period
    widened: bool
    at: datetime


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """What learning made of the leads of a period."""

    leaks: tuple[Leak, ...]
    proposal: PointsProposal
    comparison: Comparison | None
    new: tuple[new_criteria.NewCriterion, ...]
    turned: tuple[str, ...] = ()

    @property
    def barred(self) -> frozenset[str]:
        """What leaks so much that it may propose nothing."""
        return barred_by(self.leaks)


def barred_by(leaks: Sequence[Leak]) -> frozenset[str]:
    """What leaks so much that it may propose nothing."""
    return frozenset(leak.key for leak in leaks if leak.serious)


def answer(
    store: Store, rules: Rules, now: datetime, question: Question, progress: Progress | None = None
) -> InsightsReport:
    """The whole answer. Raises StoppedError if `progress` says so. Free lane: it only reads."""
    columns = store.columns(facts_for(rules), _or_stop(within(progress, 0.0, 0.1)))
    _told(progress, 0.1)
    past = store.past
    facts = PastFacts(past.entered(), tuple(past.heard()), tuple(past.field_changes()), tuple(past.joined()))
    period, widened = chosen_period(columns, question, now)
    leads = population_of(columns, facts, rules, period, now, question.within_days)
    _told(progress, 0.2)
    learned = learn(leads, rules, within(progress, 0.2, 0.95))
    report = _put_together(store, columns, leads, learned, Asked(question, period, widened, now))
    _told(progress, 1.0)
    return report


def chosen_period(columns: Columns, question: Question, now: datetime) -> tuple[Period, bool]:
    """The period that was asked for; unasked, the last quarter, or the last year or all of time if it has too few
    customers or lost leads. And whether it had to be widened."""
    if question.period is not None:
        return question.period, False
    for period in (last_quarter(now), last_year(now)):
        chosen = choose(columns, period, now)
        if min(chosen.customers, chosen.closed - chosen.customers) >= ENOUGH:
            return period, period != last_quarter(now)
    return ALL_TIME, True


def learn(leads: Population, rules: Rules, progress: Progress | None = None) -> Learned:
    """Look for leaks, refit the points, compare them on leads not used for it, look for what is missing."""
    evidence = leads.evidence
    leaks = find_leaks(evidence.features, evidence.levels, evidence.won, going_at(progress, 0.0))
    barred = barred_by(leaks)
    scorer = leads.scorer()
    proposal = NOTHING
    if len(evidence):
        proposal = propose_points(evidence, scorer=scorer, leaks=leaks, progress=within(progress, 0.0, 0.4))
    _told(progress, 0.4)
    comparison = None
    if proposal.verdict not in _FEW and evidence.levels:
        edges = tuple(tier.lower_edge * 10 - 5 for tier in rules.matrix.tiers)
        part = within(progress, 0.4, 0.8)
        comparison = compare(evidence, proposal.method, edges, scorer=scorer, leaks=leaks, progress=part)
    base = evidence.today
    if proposal.verdict is Verdict.PROPOSED:
        base = scorer(np.asarray([level.proposed for level in proposal.levels], np.int64))
    part = within(progress, 0.8, 1.0)
    new, turned = _missing(leads, rules, barred, base, part) if proposal.verdict not in _FEW else ((), ())
    return Learned(leaks, proposal, comparison, new, turned)


def _missing(
    leads: Population, rules: Rules, barred: frozenset[str], base: NDArray[np.int64], progress: Progress | None
) -> tuple[tuple[new_criteria.NewCriterion, ...], tuple[str, ...]]:
    """Facts that the matrix does not look at and that tell customers from others; and those that did so once."""
    evidence = leads.evidence
    candidates = new_criteria.not_looked_at(evidence.features, rules, barred)
    alone = new_criteria.telling(candidates, evidence.won)
    telling = [feature for feature in candidates if feature.key in alone]
    turned = new_criteria.turned(telling, evidence.won, evidence.days)
    kept = (feature for feature in telling if feature.key not in turned)
    candidates = tuple(sorted(kept, key=_is_own))  # of two that are alike the usual field comes first
    gone = tuple(feature.key for feature in telling if feature.key in turned)
    if not candidates:
        return (), gone
    card = learn_criteria(candidates, evidence.won, check=False, progress=progress)
    if card.verdict is not Verdict.PROPOSED:
        return (), gone
    most = max((level.most for level in leads.levels), default=USUAL_SCALE)
    by_key = {feature.key: feature for feature in candidates}
    return new_criteria.new_criteria(card.criteria, by_key, rules, base, evidence.won, most, alone), gone


def _is_own(feature: Feature) -> bool:
    return feature.key.startswith(CUSTOM)


def _put_together(store: Store, columns: Columns, leads: Population, learned: Learned, asked: Asked) -> InsightsReport:
    rules, chosen, evidence, now = leads.board.plan.rules, leads.chosen, leads.evidence, asked.at
    counts = Counts(len(chosen), chosen.closed, chosen.customers, chosen.undated, chosen.future)
    late, overlaps = leads.known.late, rates.overlaps(leads.levels)
    rows = rows_of(leads, learned.proposal, overlaps)
    verdicts, verdict_counts = told_verdicts(store, columns, now)
    stays = store.day_book.stays()
    funnel, funnel_days = funnel_of(columns, rules, stays, now)
    return InsightsReport(
        question=asked.question,
        period=asked.period,
        widened=asked.widened,
        at=now,
        rules_version=rules.version,
        matrix_name=rules.matrix.name,
        counts=counts,
        control=rates.control_rate(chosen.won),
        closed_control=CloseRate(counts.customers, counts.lost),
        rows=rows,
        proposal=learned.proposal,
        comparison=learned.comparison,
        curve=fit_curve(evidence.today, evidence.won),
        leaks=learned.leaks,
        late=late,
        overlaps=overlaps,
        values=rates.value_rates(leads.features, chosen.won),
        today=_view(leads, leads.today, asked),
        proposed=_proposed_view(leads, learned.proposal, asked),
        new_criteria=learned.new,
        ideal=ideal_profile(leads.features, chosen.won, learned.barred),
        funnel=funnel,
        funnel_days=funnel_days,
        cohorts=cohorts.monthly_cohorts(columns, now),
        sources=cohorts.source_rates(columns, chosen.rows, chosen.won, _are_closed(leads)),
        reasons=_reasons_lost(store, leads, stays),
        tiers_over_time=cohorts.tiers_over_time(store.past.tiers(), columns.ids[columns.alive], now),
        verdicts=verdicts,
        verdict_counts=verdict_counts,
        notes=notes_of(
            counts, asked.widened, rows, overlaps, late, learned.leaks, evidence.features, rules, learned.turned
        ),
        tier_rates=_tier_rates(leads),
    )


def _are_closed(leads: Population) -> NDArray[np.bool_]:
    """Of the chosen leads, the closed ones, which stand first."""
    return np.arange(len(leads.chosen)) < leads.chosen.closed


def _reasons_lost(store: Store, leads: Population, stays: Sequence[Stay]) -> tuple[cohorts.ReasonLost, ...]:
    lost = leads.evidence.lead_ids[~leads.evidence.won].tolist()
    stages = _left_stages(stays, leads.board.plan.rules)
    return cohorts.reasons_lost(store.past.lost_reasons(), lost, stages, _tiers_before(leads, lost))


def _tier_rates(leads: Population) -> tuple[TierRatesAt, ...]:
    evidence = leads.evidence
    codes = leads.board.plan.scale.tiers(evidence.today)
    tiers = [tier.id for tier in leads.matrix.tiers]
    return tier_rates_over_time(tiers, codes, evidence.won, evidence.closed_at)


def _tiers_before(leads: Population, lost: Sequence[int]) -> dict[int, str]:
    """How leads were judged before they were lost."""
    evidence, names = leads.evidence, [tier.id for tier in leads.matrix.tiers]
    codes = leads.board.plan.scale.tiers(evidence.today)[~evidence.won].tolist()
    return {lead_id: names[code] for lead_id, code in zip(lost, codes, strict=True)}


def _left_stages(stays: Sequence[Stay], rules: Rules) -> dict[int, str]:
    """The stage that each lead left last for one that ends all."""
    ends = {stage.id for stage in rules.funnel.stages if stage.exit}
    left = sorted((stay for stay in stays if stay.source and stay.target in ends), key=lambda stay: stay.at)
    return {stay.lead_id: stay.source for stay in left if stay.source and stay.source not in ends}


def funnel_of(
    columns: Columns, rules: Rules, stays: Sequence[Stay], now: datetime
) -> tuple[tuple[Reached, ...], float | None]:
    """The funnel of the last 90 days; of all leads (None days), if nobody came within them."""
    moment = seconds(now)
    found = conversion(columns, rules.funnel, stays, moment, WINDOW_DAYS)
    return (found, WINDOW_DAYS) if found else (conversion(columns, rules.funnel, stays, moment, None), None)


def _proposed_view(leads: Population, proposal: PointsProposal, asked: Asked) -> ScoreView | None:
    points = np.asarray([level.proposed for level in proposal.levels], np.int64)
    today = np.asarray([level.points for level in leads.levels], np.int64)
    if len(points) != len(today) or np.array_equal(points, today):
        return None
    return _view(leads, leads.scorer(closed_only=False)(points), asked)


def _view(leads: Population, exact: NDArray[np.int64], asked: Asked) -> ScoreView:
    chosen, scale, matrix = leads.chosen, leads.board.plan.scale, leads.matrix
    shown, most = scale.shown(exact), max(10, matrix.maximum // 10)
    closed = _are_closed(leads)
    codes = scale.tiers(exact)[: chosen.closed]
    tiers = tier_rates([tier.id for tier in matrix.tiers], codes, chosen.won[: chosen.closed])
    limits = (matrix.minimum // 10, matrix.maximum // 10)
    edges = [tier.lower_edge for tier in matrix.tiers]
    colder, weeks = edges[-2] if len(edges) > 1 else None, _weeks(leads, asked.period, asked.at)
    return ScoreView(
        cohorts.score_bands(shown, chosen.won, closed, most),
        cohorts.histogram(shown, chosen.won, closed, most=most),
        tiers,
        drift_of(tiers),
        advise(shown, chosen.won, edges[-1], weeks, asked.question.calls_a_week, limits, colder),
    )


def _weeks(leads: Population, period: Period, now: datetime) -> float | None:
    """How long these leads took to come."""
    if period.start is not None:
        return weeks_of(period.start, min(seconds(now), seconds(now) if period.end is None else period.end))
    created = leads.evidence.created_at
    known = created[~np.isnan(created)]
    return weeks_of(float(known.min()), float(known.max())) if len(known) else None


def _or_stop(progress: Progress | None) -> Progress | None:
    """The same for a reader that has a complaint of its own about being stopped."""
    if progress is None:
        return None

    def told(share: float) -> bool:
        _told(progress, share)
        return True

    return told


def _told(progress: Progress | None, share: float) -> None:
    if progress is not None and not progress(share):
        raise StoppedError
