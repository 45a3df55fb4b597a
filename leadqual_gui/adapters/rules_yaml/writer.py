"""A matrix as the plain values that stand in matrix.yaml: the way back from what `kinds/` reads.

Reading what is written here gives the same value again; hypothesis holds the
two against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from leadqual_gui.adapters.rules_yaml.render import Data
from leadqual_gui.domain.conditions import All, Any, Argument, Condition, Not, Operator, Test
from leadqual_gui.domain.matrix import (
    ActivityRule,
    Criterion,
    Grades,
    Group,
    InactiveRule,
    Level,
    Matrix,
    Scenario,
    ScenarioActivity,
    Tier,
)
from leadqual_gui.domain.text import Text

_ONE_IS_ENOUGH = (Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH)


def matrix_data(matrix: Matrix) -> dict[str, Data]:
    """The whole file."""
    data: dict[str, Data] = {
        "format": 1,
        "name": text_data(matrix.name),
        "score": {"min": number_data(matrix.minimum / 10), "max": number_data(matrix.maximum / 10)},
        "tiers": {tier.id: tier_data(tier) for tier in matrix.tiers},
        "grades": grades_data(matrix.grades),
        "groups": {group.id: group_data(group) for group in matrix.groups},
        "criteria": [criterion_data(criterion) for criterion in matrix.criteria],
        "scenarios": [scenario_data(scenario) for scenario in matrix.scenarios],
    }
    return {key: value for key, value in data.items() if value or key not in ("groups", "scenarios")}


def criterion_data(criterion: Criterion) -> dict[str, Data]:
    """One row of the matrix."""
    points = None if criterion.levels else points_data(criterion.tenths)
    return _without_none(
        {
            "id": criterion.id,
            "kind": criterion.kind,
            "group": criterion.group or None,
            "axis": criterion.axis or None,
            "label": text_data(criterion.label),
            "levels": [level_data(level) for level in criterion.levels] or None,
            "when": None if criterion.when is None else condition_data(criterion.when),
            "activity": None if criterion.activity is None else activity_data(criterion.activity),
            "inactive": None if criterion.inactive is None else inactive_data(criterion.inactive),
            "points": points,
            "max": _points_or_none(criterion.maximum),
            "min": _points_or_none(criterion.minimum),
            "enabled": None if criterion.enabled else False,
            "why": text_data(criterion.why) if criterion.why else None,
        }
    )


def level_data(level: Level) -> dict[str, Data]:
    """One level of a criterion."""
    return {"label": text_data(level.label), "when": condition_data(level.when), "points": points_data(level.tenths)}


def activity_data(rule: ActivityRule) -> dict[str, Data]:
    """Which activities count, and how they decay."""
    return _without_none(
        {
            "kinds": list(rule.kinds),
            "within": _duration_or_none(rule.within),
            "at_most": rule.at_most,
            "at_least": rule.at_least,
            "half_life": _duration_or_none(rule.half_life),
            "linear": None if rule.linear is None else number_data(rule.linear),
            "per": _duration_or_none(rule.per),
            "grace": _duration_or_none(rule.grace or None),
            "floor": number_data(rule.floor) if rule.floor else None,
            "topics": list(rule.topics) or None,
        }
    )


def inactive_data(rule: InactiveRule) -> dict[str, Data]:
    """After how long a silence counts."""
    return _without_none({"for": duration_data(rule.days), "kinds": list(rule.kinds) or None})


def group_data(group: Group) -> dict[str, Data]:
    """A group, without its id."""
    return _without_none(
        {
            "label": text_data(group.label),
            "axis": group.axis or None,
            "max": _points_or_none(group.maximum),
            "min": _points_or_none(group.minimum),
        }
    )


def tier_data(tier: Tier) -> Data:
    """A tier, without its id."""
    return {"from": tier.lower_edge, "label": text_data(tier.label)} if tier.label else tier.lower_edge


def grades_data(grades: Grades) -> dict[str, Data]:
    """Letters and digits with their lower edges."""
    return {
        "fit": {grade: points_data(edge) for grade, edge in grades.fit},
        "engagement": {grade: points_data(edge) for grade, edge in grades.engagement},
    }


def scenario_data(scenario: Scenario) -> dict[str, Data]:
    """An example."""
    return _without_none(
        {
            "name": text_data(scenario.name),
            "facts": {fact: _fact_data(value) for fact, value in scenario.facts.items()} or None,
            "answers": {element: int(level) for element, level in scenario.answers.items()} or None,
            "activities": [_scenario_activity(one) for one in scenario.activities] or None,
            "stakeholders": {role: int(count) for role, count in scenario.stakeholders.items()} or None,
            "created_days_ago": number_data(scenario.created_days_ago) if scenario.created_days_ago else None,
            "expect": scenario.expect,
        }
    )


def condition_data(condition: Condition) -> dict[str, Data]:
    """A condition, as short as the grammar allows."""
    match condition:
        case Test():
            return {condition.fact: _comparison(condition)}
        case Not(part=part):
            return {"not": condition_data(part)}
        case Any(parts=parts):
            return {"any": [condition_data(part) for part in parts]}
        case All(parts=parts):
            tests = {part.fact: _comparison(part) for part in parts if isinstance(part, Test)}
            return tests if len(tests) == len(parts) > 1 else {"all": [condition_data(part) for part in parts]}


def text_data(text: Text) -> Data:
    """A label, in one language or several."""
    return dict(text.by_language) if text.by_language else text.default


def points_data(tenths: int) -> int | float:
    """Points, whole if they can be."""
    return number_data(tenths / 10)


def number_data(number: float) -> int | float:
    """A number, whole if it can be."""
    return int(number) if float(number).is_integer() else number


def duration_data(days: float) -> str:
    """A duration in days."""
    return f"{number_data(days)}d"


def _comparison(test: Test) -> Data:
    if test.operator is Operator.IS and not isinstance(test.argument, tuple):
        return _scalar_data(test.argument)
    if test.operator in (Operator.WITHIN, Operator.OLDER_THAN) and isinstance(test.argument, float):
        return {test.operator.value: duration_data(test.argument)}
    return {test.operator.value: _argument(test.operator, test.argument)}


def _argument(operator: Operator, argument: Argument) -> Data:
    if not isinstance(argument, tuple):
        return _scalar_data(argument)
    if operator in _ONE_IS_ENOUGH and len(argument) == 1:
        return _scalar_data(argument[0])
    return [_scalar_data(one) for one in argument]


def _scalar_data(value: object) -> str | int | float | bool:
    match value:
        case bool() | str():
            return value
        case int() | float():
            return number_data(value)
        case datetime():
            bare = value.isoformat()
            return bare.removesuffix("T00:00:00+00:00")
    return str(value)


def _fact_data(value: object) -> Data:
    return [str(one) for one in value] if isinstance(value, tuple | list) else _scalar_data(value)


def _scenario_activity(activity: ScenarioActivity) -> dict[str, Data]:
    data: Mapping[str, Data] = {
        "kind": activity.kind,
        "days_ago": number_data(activity.days_ago),
        "topic": activity.topic,
        "count": activity.count if activity.count != 1 else None,
    }
    return _without_none(data)


def _without_none(data: Mapping[str, Data]) -> dict[str, Data]:
    return {key: value for key, value in data.items() if value is not None}


def _points_or_none(tenths: int | None) -> int | float | None:
    return None if tenths is None else points_data(tenths)


def _duration_or_none(days: float | None) -> str | None:
    return None if days is None else duration_data(days)
