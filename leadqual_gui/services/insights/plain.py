"""A report as plain values for JSON: points in points, times as ISO 8601, shares from 0 to 1."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.cohorts import Cohort, SourceRate
from leadqual_gui.domain.calibration.conversion import Reached
from leadqual_gui.domain.calibration.drift import TierRatesAt
from leadqual_gui.domain.calibration.periods import Period
from leadqual_gui.domain.calibration.rates import ValueRate
from leadqual_gui.domain.calibration.results import Auc, Comparison, Curve, Difference, Held, Leak, Split
from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.conditions import All, Any, Condition, Not, Test
from leadqual_gui.domain.matrix import ActivityRule, Criterion
from leadqual_gui.domain.moments import moment_of
from leadqual_gui.services.insights.notes import note_words
from leadqual_gui.services.insights.values import InsightsReport, Row, ScoreView, new_change

Plain = dict[str, object]


def plain(report: InsightsReport) -> Plain:
    """All of a report."""
    counts, proposal, supported = report.counts, report.proposal, report.supported
    return {
        "period": _period(report.period) | {"widened": report.widened},
        "as_of": report.at.isoformat(),
        "matrix": str(report.matrix_name),
        "rules_version": report.rules_version,
        "leads": counts.leads,
        "closed": counts.closed,
        "customers": counts.customers,
        "lost": counts.lost,
        "undated": counts.undated,
        "future": counts.future,
        "control": rate_item(report.control),
        "closed_control": rate_item(report.closed_control),
        "verdict": proposal.verdict.value,
        "method": proposal.method.value,
        "within_chance": report.within_chance,
        "worse_later": report.worse_later,
        "criteria": [row_item(row, supported) for row in report.rows],
        "checked": {method.value: _auc(auc) for method, auc in proposal.checked.items()},
        "difference": _difference(proposal.difference),
        "comparison": None if report.comparison is None else _comparison(report.comparison),
        "curve": _curve(report.curve),
        "leaks": [_leak(leak) for leak in report.leaks],
        "late": [{"fact": one.key, "leads": one.leads, "customers": one.customers} for one in report.late],
        "overlaps": [
            {"first": o.first, "second": o.second, "both": o.both, "either": o.either, "share": _short(o.share)}
            for o in report.overlaps
        ],
        "values": [_value(one) for one in report.values],
        "today": _view(report.today),
        "proposed": None if report.proposed is None else _view(report.proposed),
        "new_criteria": _new(report),
        "ideal_profile": _ideal(report),
        **_pictures(report),
        "notes": [{"code": n.code, **n.params, "text": note_words(n)} for n in report.notes],
    }


def rate_item(rate: CloseRate) -> Plain:
    """A close rate with its interval."""
    low, high = rate.interval
    known = None if rate.rate is None else _short(rate.rate)
    return {
        "leads": rate.leads,
        "customers": rate.won,
        "rate": known,
        "low": _short(low),
        "high": _short(high),
        "few": rate.few,
    }


def row_item(row: Row, supported: Collection[str] = ()) -> Plain:
    """A line of the table; `supported` are the changes that rest on evidence."""
    return {
        "criterion": row.criterion,
        "level": row.level,
        "label": str(row.label),
        "level_label": str(row.level_label),
        "kind": row.kind,
        **rate_item(row.rate),
        "few": row.few,
        "closed": rate_item(row.closed),
        "lift": None if row.lift is None else _short(row.lift),
        "today": row.today / 10,
        "proposed": row.proposed / 10,
        "article_100": row.on_hundred,
        "article": _points(row.article),
        "lift_points": _points(row.lift_points),
        "fitted": _points(row.fitted),
        "least": _points(row.low),
        "greatest": _points(row.high),
        "effect": _short(row.effect),
        "why": row.why,
        "overlaps_with": list(row.overlaps_with),
        "change": row.change,
        "supported": row.change is not None and row.change in supported,
    }


def condition_item(condition: Condition) -> Plain:
    """A condition as rule files write it."""
    match condition:
        case Test(fact=fact, operator=operator, argument=argument):
            return {fact: {operator.value: _argument(argument)}}
        case Not(part=part):
            return {"not": condition_item(part)}
        case All(parts=parts):
            return {"all": [condition_item(part) for part in parts]}
        case Any(parts=parts):
            return {"any": [condition_item(part) for part in parts]}


def criterion_item(criterion: Criterion) -> Plain:
    """A criterion as rule files write it."""
    made: Plain = {"id": criterion.id, "kind": criterion.kind, "label": str(criterion.label)}
    if criterion.axis:
        made["axis"] = criterion.axis
    if criterion.levels:
        made["levels"] = [
            {"label": str(level.label), "when": condition_item(level.when), "points": level.tenths / 10}
            for level in criterion.levels
        ]
        return made
    if criterion.when is not None:
        made["when"] = condition_item(criterion.when)
    if criterion.activity is not None:
        made["activity"] = _activity(criterion.activity)
    return made | {"points": criterion.tenths / 10}


def _activity(rule: ActivityRule) -> Plain:
    return {"kinds": list(rule.kinds)} | ({} if rule.at_least is None else {"at_least": rule.at_least})


def _argument(argument: object) -> object:
    if isinstance(argument, tuple):
        return [_argument(one) for one in argument]
    return argument.isoformat() if isinstance(argument, datetime) else argument


def _period(period: Period) -> Plain:
    first = None if period.start is None else moment_of(period.start).isoformat()
    return {"from": first, "before": None if period.end is None else moment_of(period.end).isoformat()}


def _short(number: float) -> float | None:
    return round(float(number), 4) if np.isfinite(number) else None


def _points(tenths: int | None) -> float | None:
    return None if tenths is None else tenths / 10


def _auc(auc: Auc) -> Plain:
    value = None if auc.value is None else _short(auc.value)
    return {"auc": value, "low": _short(auc.low), "high": _short(auc.high), "won": auc.won, "lost": auc.lost}


def _difference(found: Difference) -> Plain:
    value = None if found.value is None else _short(found.value)
    return {"value": value, "low": _short(found.low), "high": _short(found.high), "within_chance": found.within_chance}


def _comparison(found: Comparison) -> Plain:
    return {
        "verdict": found.verdict.value,
        "at_random": None if found.at_random is None else _split(found.at_random),
        "by_date": None if found.by_date is None else _split(found.by_date),
    }


def _split(split: Split) -> Plain:
    return {
        "fitted_on": split.fitted_on,
        "tested_on": split.tested_on,
        "since": None if split.since is None else moment_of(int(split.since)).isoformat(),
        "today": _held(split.today),
        "proposed": _held(split.proposed),
        "difference": _difference(split.difference),
    }


def _held(held: Held) -> Plain:
    fifth = (
        None
        if held.best_fifth is None
        else dict(zip(("share", "low", "high"), map(_short, held.best_fifth), strict=True))
    )
    return {
        **_auc(held.auc),
        "tiers": [rate_item(rate) for rate in held.tiers],
        "best_fifth": fifth,
        "gains": {
            "leads": _numbers(held.gains.leads),
            "customers": _numbers(held.gains.customers),
            "low": _numbers(held.gains.low),
            "high": _numbers(held.gains.high),
        },
        "curve": _curve(held.calibration),
    }


def _curve(curve: Curve) -> Plain:
    return {
        "scores": _numbers(curve.scores / 10),
        "rates": _numbers(curve.rates),
        "low": _numbers(curve.low),
        "high": _numbers(curve.high),
        "error": None if curve.error is None else _short(curve.error),
        "leads": curve.leads,
    }


def _numbers(values: NDArray[np.float64]) -> list[float | None]:
    return [_short(value) for value in values.tolist()]


def _leak(leak: Leak) -> Plain:
    return {
        "kind": leak.kind.value,
        "key": leak.key,
        "word": leak.word,
        "auc": None if leak.auc is None else _short(leak.auc),
        "serious": leak.serious,
        **rate_item(leak.rate),
    }


def _value(one: ValueRate) -> Plain:
    return {
        "fact": one.fact,
        "word": one.word,
        "from": one.low,
        "below": one.high,
        **rate_item(one.rate),
        "lift": None if one.lift is None else _short(one.lift),
        "article": one.article,
        "protected": one.protected,
    }


def _view(view: ScoreView) -> Plain:
    advice = view.thresholds
    return {
        "bands": [{"from": b.low, "to": b.high, **rate_item(b.closed), "open": b.open} for b in view.bands],
        "histogram": [{"from": b.low, "to": b.high, "won": b.won, "lost": b.lost, "open": b.open} for b in view.bins],
        "tiers": [{"tier": one.tier, **rate_item(one.rate)} for one in view.tiers],
        "drift": [{"colder": d.colder.tier, "hotter": d.hotter.tier, "sure": d.sure} for d in view.drift],
        "thresholds": {
            "today": advice.today,
            "advised": advice.advised,
            "calls_a_week": advice.calls_a_week,
            "weeks": None if advice.weeks is None else _short(advice.weeks),
            "edges": [
                {
                    "edge": e.points,
                    "leads": e.leads,
                    "a_week": None if e.a_week is None else _short(e.a_week),
                    "caught": e.caught,
                    "missed": e.missed,
                }
                for e in advice.edges
            ],
        },
    }


def _new(report: InsightsReport) -> list[Plain]:
    return [
        {
            "change": new_change(one.criterion.id),
            "criterion": criterion_item(one.criterion),
            "levels": [rate_item(rate) for rate in one.rates],
            "alone": _short(one.alone),
            "adds": _short(one.adds),
        }
        for one in report.new_criteria
    ]


def _ideal(report: InsightsReport) -> Plain | None:
    ideal = report.ideal
    if ideal is None:
        return None
    return {
        "when": condition_item(ideal.profile.when),
        "facts": [
            {"fact": f.fact, "label": f.label, "of_customers": _short(f.of_customers), "of_all": _short(f.of_all)}
            for f in ideal.facts
        ],
        "inside": rate_item(ideal.inside),
        "outside": rate_item(ideal.outside),
        "of_customers": _short(ideal.of_customers),
        "of_all": _short(ideal.of_all),
    }


def _pictures(report: InsightsReport) -> Plain:
    return {
        "funnel": [_reached_item(one) for one in report.funnel],
        "cohorts": [_cohort_item(one) for one in report.cohorts],
        "sources": [_source_item(one) for one in report.sources],
        "reasons_lost": [
            {"reason": r.reason, "leads": r.leads, "by_stage": dict(r.by_stage), "by_tier": dict(r.by_tier)}
            for r in report.reasons
        ],
        "tier_rates": [_tier_rates_item(one) for one in report.tier_rates],
        "tiers_over_time": [{"at": t.at.isoformat(), **t.counts} for t in report.tiers_over_time],
        "verdicts": [
            {
                "judgement": v.judgement.value,
                "verdicts": v.verdicts,
                **rate_item(v.closed),
                "ended_before": v.before,
                "undated": v.undated,
            }
            for v in report.verdict_counts
        ],
    }


def _reached_item(one: Reached) -> Plain:
    return {
        "stage": one.stage,
        "leads": one.leads,
        "went_on": None if one.went_on is None else rate_item(one.went_on),
        "median_days": None if one.median_days is None else _short(one.median_days),
    }


def _cohort_item(one: Cohort) -> Plain:
    return {
        "month": one.month.date().isoformat()[:7],
        "won": one.won,
        "lost": one.lost,
        "open": one.open,
        "won_after": list(one.won_after),
    }


def _source_item(one: SourceRate) -> Plain:
    return {
        "source": one.source,
        **rate_item(one.rate),
        "closed": one.closed.leads,
        "lift": None if one.lift is None else _short(one.lift),
        "expected_value": one.expected_value,
        "won_value": one.won_value,
        "currency": one.currency,
    }


def _tier_rates_item(one: TierRatesAt) -> Plain:
    return {
        "from": one.start.date().isoformat(),
        "months": one.months,
        "tiers": [{"tier": tier.tier, **rate_item(tier.rate)} for tier in one.rates],
    }
