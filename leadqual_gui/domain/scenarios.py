"""Examples that a matrix must get right: a lead described in a few words, and the tier that it should reach."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from leadqual_gui.domain.activities import Activity
from leadqual_gui.domain.answers import Answer, AnswerState
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.derived import FactValue
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.ledger import ScoreCard
from leadqual_gui.domain.matrix import Matrix, Scenario
from leadqual_gui.domain.records import LeadRecord
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.scoring import score_many
from leadqual_gui.domain.stakeholders import Stakeholder

SOME_DAY = datetime(2026, 1, 15, 12, tzinfo=UTC)
"""When scenarios take place unless somebody says otherwise: they speak of days ago only."""

_DAYS_SINCE = {"days_since_created": "created_at", "days_since_verified": "verified_at"}


def check_scenario(scenario: Scenario, rules: Rules | Matrix, as_of: datetime = SOME_DAY) -> tuple[bool, ScoreCard]:
    """Whether the lead of a scenario reaches the tier expected, and its card."""
    card = score_many(scenario_columns([scenario], as_of), rules, as_of).card(0, ahead=False)
    return card.tier == scenario.expect, card


def scenario_columns(scenarios: Sequence[Scenario], as_of: datetime = SOME_DAY) -> Columns:
    """The leads of scenarios, in their order."""
    columns = Columns.of([_record(scenario, row + 1, as_of) for row, scenario in enumerate(scenarios)])
    for row, scenario in enumerate(scenarios):
        for fact, value in scenario.facts.items():
            _put(columns, row, fact, value, as_of)
    return columns


def _put(columns: Columns, row: int, fact: str, value: object, as_of: datetime) -> None:
    if fact in _DAYS_SINCE and isinstance(value, int | float):
        columns.put_field(row, _DAYS_SINCE[fact], as_of - timedelta(days=value))
        if fact == "days_since_verified":
            columns.put_field(row, "verified", True)
        return
    columns.put_field(row, fact, _cleaned(value))
    if fact == "verified":
        columns.put_field(row, "verified_at", as_of if value else None)


def _cleaned(value: object) -> FactValue:
    match value:
        case list() | tuple():
            return tuple(str(v) for v in value)
        case bool() | str() | datetime() | None:
            return value
        case int() | float():
            return float(value)
    return str(value)


def _record(scenario: Scenario, number: int, as_of: datetime) -> LeadRecord:
    lead = _lead(scenario, number, as_of)
    activities = tuple(
        Activity(0, number, a.kind, as_of - timedelta(days=a.days_ago), a.topic)
        for a in scenario.activities
        for _ in range(a.count)
    )
    answers = []
    for name, level in scenario.answers.items():
        framework, _, element = name.partition(".")
        answers.append(Answer(0, number, framework, element, AnswerState.LEVEL, level, as_of))
    group = tuple(Stakeholder(0, number, "", role) for role, n in scenario.stakeholders.items() for _ in range(int(n)))
    return LeadRecord(lead, activities, tuple(answers), group)


def _lead(scenario: Scenario, number: int, as_of: datetime) -> Lead:
    """The lead, with the texts from which further facts are worked out (the address's kind, the name's looks)."""
    told = {k: v for k in ("full_name", "email") if isinstance(v := scenario.facts.get(k), str)}
    return Lead(
        id=number,
        full_name=told.get("full_name"),
        email=told.get("email"),
        created_at=as_of - timedelta(days=scenario.created_days_ago),
    )
