"""Makes a scenario of a lead: what the matrix looks at, and nothing that tells who it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from types import MappingProxyType

from leadqual_gui.domain.activities import Activity
from leadqual_gui.domain.answers import AnswerState
from leadqual_gui.domain.columns import newest_answers
from leadqual_gui.domain.conditions import AGE_OPERATORS, Condition, Test, tests_of
from leadqual_gui.domain.derived import fact_of
from leadqual_gui.domain.matrix import Matrix, Scenario, ScenarioActivity
from leadqual_gui.domain.moments import DAY, seconds
from leadqual_gui.domain.records import LeadRecord
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.scenarios import SOME_DAY, check_scenario
from leadqual_gui.domain.schema import lead_fact_types
from leadqual_gui.domain.scoring import score_one
from leadqual_gui.domain.text import Text

_AGES = (0, 1, 5)
"""Decimals of days: as few as give the same tier."""


def scenario_of(record: LeadRecord, rules: Rules, as_of: datetime, name: Text | None = None) -> Scenario:
    """A scenario that fares as the lead does now, and expects its tier.

    What was added by hand stays out. Without `name` it is called by the company, or by the lead's number.
    """
    card = score_one(record, rules, as_of)
    called = name or Text(record.lead.company or f"#{record.lead.id}")
    made = [_scenario(record, rules, as_of, called, card.tier, decimals) for decimals in _AGES]
    return next((s for s in made[:-1] if check_scenario(s, rules)[1].exact == card.exact), None) or made[-1]


def _scenario(record: LeadRecord, rules: Rules, as_of: datetime, name: Text, expect: str, decimals: int) -> Scenario:
    tests = tuple(test for when in _whens(rules.matrix) for test in tests_of(when))
    created = record.lead.created_at
    return Scenario(
        name,
        expect,
        MappingProxyType(dict(_facts(record, tests, as_of, decimals))),
        MappingProxyType(dict(_answers(record, tests, as_of))),
        _activities(record, rules, as_of, decimals),
        MappingProxyType(dict(_stakeholders(record, tests))),
        0.0 if created is None else _age(created, as_of, decimals),
    )


def _whens(matrix: Matrix) -> Iterator[Condition]:
    for criterion in matrix.criteria:
        yield from (level.when for level in criterion.levels)
        if criterion.when is not None:
            yield criterion.when


def _facts(record: LeadRecord, tests: tuple[Test, ...], as_of: datetime, decimals: int) -> Iterator[tuple[str, object]]:
    """The facts that the matrix looks at and that are known; dates as old on the day of scenarios as they are now."""
    lead = record.lead
    if any(test.fact == "days_since_verified" for test in tests) and lead.verified_at is not None:
        yield "days_since_verified", _age(lead.verified_at, as_of, decimals)
    own = lead_fact_types()
    aged = {test.fact for test in tests if test.operator in AGE_OPERATORS}
    for fact in dict.fromkeys(test.fact for test in tests):
        if fact == "created_at" or not (fact in own or fact.startswith("custom.")):
            continue
        value = fact_of(lead, fact)
        if isinstance(value, datetime) and fact in aged:
            value = SOME_DAY - (as_of - value)
        if value is not None:
            yield fact, value


def _answers(record: LeadRecord, tests: tuple[Test, ...], as_of: datetime) -> Iterator[tuple[str, int]]:
    asked = {test.fact for test in tests}
    for (framework, element), answer in newest_answers(record.answers, as_of).items():
        if f"answer.{framework}.{element}" in asked and answer.state is AnswerState.LEVEL and answer.level is not None:
            yield f"{framework}.{element}", answer.level


def _stakeholders(record: LeadRecord, tests: tuple[Test, ...]) -> Iterator[tuple[str, int]]:
    asked = {test.fact for test in tests}
    counts = Counter(stakeholder.role for stakeholder in record.stakeholders)
    return ((role, count) for role, count in counts.items() if f"stakeholders.{role}" in asked)


def _activities(record: LeadRecord, rules: Rules, as_of: datetime, decimals: int) -> tuple[ScenarioActivity, ...]:
    """What counts for some criterion, and the lead's last sign; the newest first, alike ones of a day as one."""
    happened = [a for a in record.activities if seconds(a.occurred_at) <= seconds(as_of)]
    counting = [a for a in happened if _counts(a, rules.matrix, as_of)]
    last = [_newest(happened, kinds, rules) for kinds in _silences(rules.matrix)]
    kept = {id(a): a for a in (*counting, *(a for a in last if a is not None))}.values()
    alike = Counter((a.kind, _age(a.occurred_at, as_of, decimals), a.topic) for a in kept)
    rows = (ScenarioActivity(kind, age, topic, count) for (kind, age, topic), count in alike.items())
    return tuple(sorted(rows, key=lambda row: (row.days_ago, row.kind)))


def _counts(activity: Activity, matrix: Matrix, as_of: datetime) -> bool:
    age = (seconds(as_of) - seconds(activity.occurred_at)) / DAY
    rules = (c.activity for c in matrix.criteria if c.activity is not None and activity.kind in c.activity.kinds)
    return any(rule.within is None or age <= rule.within for rule in rules)


def _silences(matrix: Matrix) -> set[tuple[str, ...]]:
    """The kinds of activity that end some silence; () for all."""
    told = {c.inactive.kinds for c in matrix.criteria if c.inactive is not None}
    asked = any(t.fact == "days_since_last_activity" for when in _whens(matrix) for t in tests_of(when))
    return told | ({()} if asked else set())


def _newest(happened: list[Activity], kinds: tuple[str, ...], rules: Rules) -> Activity | None:
    ours = {kind.id for kind in rules.activity_kinds if not kind.by_lead}
    matching = (a for a in happened if (a.kind in kinds if kinds else a.kind not in ours))
    return max(matching, key=lambda a: a.occurred_at, default=None)


def _age(moment: datetime, as_of: datetime, decimals: int) -> float:
    return round((seconds(as_of) - seconds(moment)) / DAY, decimals)
