"""A second evaluator: slow, obvious, one lead at a time, written straight from the design's words.

Nothing is shared with the product but its values. True, False and None (unknown) stand for themselves; points are
tenths.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from leadqual_gui.domain.answers import AnswerState
from leadqual_gui.domain.conditions import All, Condition, Not, Operator, Test
from leadqual_gui.domain.conditions import Any as Either
from leadqual_gui.domain.matrix import ActivityRule, Criterion, Matrix
from leadqual_gui.domain.records import LeadRecord
from leadqual_gui.domain.rules import Rules

ZERO = timedelta(0)


@dataclass
class Result:
    """What the product should say of one lead."""

    lines: list[tuple[str, str, int, int]] = field(default_factory=list)  # criterion, kind, fit, engagement
    least: int = 0
    greatest: int = 0
    tier: str = ""
    grade: str = ""
    decided: bool = False
    disqualified: str | None = None

    @property
    def exact(self) -> int:
        return self.fit + self.engagement

    @property
    def fit(self) -> int:
        return sum(line[2] for line in self.lines)

    @property
    def engagement(self) -> int:
        return sum(line[3] for line in self.lines)


def whole_second(moment: datetime) -> datetime:
    """Moments count in whole seconds."""
    return moment.replace(microsecond=0)


class Reference:
    """One lead, one set of rules, one moment."""

    def __init__(self, record: LeadRecord, rules: Rules, as_of: datetime) -> None:
        self.record, self.rules, self.as_of = record, rules, whole_second(as_of)

    # Facts -----------------------------------------------------------------------------------------------------------

    def fact(self, name: str) -> Any:
        lead = self.record.lead
        head, _, rest = name.partition(".")
        if head == "custom":
            return lead.custom.get(rest)
        if head == "answer":
            return self.answer(*rest.split("."))
        if head == "stakeholders":
            return sum(1 for s in self.record.stakeholders if s.role == rest)
        if name == "verified":
            return lead.verified_at is not None
        if name == "days_since_created":
            return self.days_since(lead.created_at)
        if name == "days_since_verified":
            return self.days_since(lead.verified_at)
        if name == "days_since_last_activity":
            return self.days_since(self.newest(()))
        if name == "email_kind":
            return {"@gmail.com": "free", "@mailinator.com": "disposable", "@firm.example": "work", None: None}.get(
                lead.email and lead.email[lead.email.index("@") if "@" in lead.email else 0 :], "invalid"
            )
        value = getattr(lead, name)
        return None if value == () else value

    def answer(self, framework: str, element: str) -> float | None:
        mine = [a for a in self.record.answers if (a.framework, a.element) == (framework, element)]
        heard = [a for a in mine if whole_second(a.heard_at) <= self.as_of]
        if not heard:
            return None
        newest = max(heard, key=lambda a: (a.heard_at, a.id))
        return newest.level if newest.state is AnswerState.LEVEL else None

    def days_since(self, moment: datetime | None) -> float | None:
        return None if moment is None else (self.as_of - whole_second(moment)) / timedelta(days=1)

    def newest(self, kinds: tuple[str, ...]) -> datetime | None:
        ours = {k.id for k in self.rules.activity_kinds if not k.by_lead}
        moments = [
            whole_second(a.occurred_at)
            for a in self.record.activities
            if (a.kind in kinds if kinds else a.kind not in ours)
        ]
        return max((m for m in moments if m <= self.as_of), default=None)

    # Conditions ------------------------------------------------------------------------------------------------------

    def holds(self, condition: Condition) -> bool | None:
        if isinstance(condition, Not):
            inner = self.holds(condition.part)
            return None if inner is None else not inner
        if isinstance(condition, All):
            parts = [self.holds(p) for p in condition.parts]
            return False if False in parts else None if None in parts else True
        if isinstance(condition, Either):
            parts = [self.holds(p) for p in condition.parts]
            return True if True in parts else None if None in parts else False
        return self.compare(condition)

    def compare(self, test: Test) -> bool | None:
        value, given = self.fact(test.fact), test.argument
        if test.operator is Operator.KNOWN:
            return (value is not None) is given
        if test.operator is Operator.UNKNOWN:
            return (value is None) is given
        if value is None:
            return None
        if isinstance(value, datetime):
            value = whole_second(value)
        listed = list(given) if isinstance(given, tuple) else [given]
        if isinstance(value, str | tuple):
            return self.compare_text(test.operator, value, [str(g).strip().casefold() for g in listed])
        match test.operator:
            case Operator.IS | Operator.IN:
                return value in listed
            case Operator.IS_NOT | Operator.NOT_IN:
                return value not in listed
            case Operator.AT_LEAST:
                return value >= given
            case Operator.AT_MOST:
                return value <= given
            case Operator.BETWEEN:
                return listed[0] <= value <= listed[1]
            case Operator.BEFORE:
                return value < given
            case Operator.AFTER:
                return value > given
            case Operator.WITHIN:
                return value <= self.as_of and self.as_of - value <= timedelta(days=given)
            case Operator.OLDER_THAN:
                return self.as_of - value > timedelta(days=given)
        raise AssertionError(test)

    def compare_text(self, operator: Operator, value: str | tuple[str, ...], listed: list[str]) -> bool:
        if isinstance(value, tuple):
            tags = [t.strip().casefold() for t in value]
            hit = any(t in listed for t in tags)
            return not hit if operator in (Operator.IS_NOT, Operator.NOT_IN) else hit
        text = value.strip().casefold()
        match operator:
            case Operator.IS | Operator.IN:
                return text in listed
            case Operator.IS_NOT | Operator.NOT_IN:
                return text not in listed
            case Operator.CONTAINS:
                return any(g in text for g in listed)
            case Operator.STARTS_WITH:
                return any(text.startswith(g) for g in listed)
            case Operator.ENDS_WITH:
                return any(text.endswith(g) for g in listed)
        raise AssertionError(operator)

    # Criteria --------------------------------------------------------------------------------------------------------

    def outcomes(self, criterion: Criterion) -> tuple[int, list[int]]:
        """What a criterion gives, and everything that it might give."""
        if criterion.activity is not None:
            given = self.activity_points(criterion.activity, criterion.tenths)
            return given, [given]
        if criterion.inactive is not None:
            levels = [(self.silent(criterion.inactive.days, criterion.inactive.kinds), criterion.tenths)]
        elif criterion.when is not None:
            levels = [(self.holds(criterion.when), criterion.tenths)]
        else:
            levels = [(self.holds(level.when), level.tenths) for level in criterion.levels]
        given = next((tenths for truth, tenths in levels if truth is True), 0)
        possible = []
        for truth, tenths in levels:
            if truth is None:
                possible.append(tenths)
            if truth is True:
                return given, [*possible, tenths]
        return given, [*possible, 0]

    def silent(self, days: float, kinds: tuple[str, ...]) -> bool | None:
        since = self.newest(kinds) or self.record.lead.created_at
        return None if since is None else self.as_of - whole_second(since) > timedelta(days=days)

    def activity_points(self, rule: ActivityRule, tenths: int) -> int:
        weights = []
        for activity in self.record.activities:
            age = self.as_of - whole_second(activity.occurred_at)
            if activity.kind not in rule.kinds or age < ZERO:
                continue
            if rule.within is not None and age > timedelta(days=rule.within):
                continue
            topic = (activity.topic or "").strip().casefold()
            if rule.topics and not any(t.strip().casefold() in topic for t in rule.topics if activity.topic):
                continue
            weights.append(self.weight(rule, age / timedelta(days=1)))
        if rule.at_least is not None:
            return tenths if len(weights) >= rule.at_least else 0
        weights.sort(reverse=True)
        return nearest(tenths * sum(weights[: rule.at_most]))

    def weight(self, rule: ActivityRule, age: float) -> float:
        if age <= rule.grace:
            return 1.0
        late = age - rule.grace
        if rule.half_life is not None:
            return max(rule.floor, 0.5 ** (late / rule.half_life))
        if rule.linear is not None:
            assert rule.per is not None
            return max(rule.floor, 1 - rule.linear * late / rule.per)
        return 1.0

    # The sum ---------------------------------------------------------------------------------------------------------

    def result(self) -> Result:
        matrix = self.rules.matrix
        enabled = [c for c in matrix.criteria if c.enabled]
        outcomes = {c.id: self.outcomes(c) for c in enabled}
        result = Result()
        self.add_up(matrix, {c: given for c, (given, _) in outcomes.items()}, result.lines)
        least: list[tuple[str, str, int, int]] = []
        greatest: list[tuple[str, str, int, int]] = []
        self.add_up(matrix, {c: min(possible) for c, (_, possible) in outcomes.items()}, least)
        self.add_up(matrix, {c: max(possible) for c, (_, possible) in outcomes.items()}, greatest)
        result.least, result.greatest = (sum(line[2] + line[3] for line in lines) for lines in (least, greatest))
        result.tier = tier_of(matrix, result.exact)
        result.decided = tier_of(matrix, result.least) == tier_of(matrix, result.greatest)
        letter = [g for g, edge in matrix.grades.fit if result.fit >= edge] or [matrix.grades.fit[-1][0]]
        digit = [g for g, edge in matrix.grades.engagement if result.engagement >= edge]
        result.grade = letter[0] + (digit or [matrix.grades.engagement[-1][0]])[0]
        result.disqualified = self.disqualified()
        return result

    def add_up(self, matrix: Matrix, given: dict[str, int], lines: list[tuple[str, str, int, int]]) -> None:
        for group_id in [*(g.id for g in matrix.groups), ""]:
            inside = [c for c in matrix.criteria if c.enabled and c.group == group_id]
            of_group: list[tuple[str, str, int, int]] = []
            for criterion in inside:
                axis = matrix.axis_of(criterion)
                tenths = given[criterion.id]
                of_group.append(line(criterion.id, "criterion", axis, tenths))
                capped = cut(tenths, criterion.minimum, criterion.maximum)
                of_group.append(line(criterion.id, "cap", axis, capped))
            group = matrix.group(group_id)
            if group is not None and inside:
                axes = {matrix.axis_of(c) for c in inside}
                fixed = group.axis or (axes.pop() if len(axes) == 1 else "")
                of_group.append(cut_line(group.id, "cap", of_group, group.minimum, group.maximum, fixed))
            lines += of_group
        for a in self.record.adjustments:
            if whole_second(a.starts_at) <= self.as_of and (a.ends_at is None or self.as_of < whole_second(a.ends_at)):
                lines.append(line("", "adjustment", a.axis, a.tenths))
        lines.append(cut_line("", "limit", lines, matrix.minimum, matrix.maximum, ""))
        lines[:] = [entry for entry in lines if entry[2] or entry[3]]

    def disqualified(self) -> str | None:
        for disqualifier in self.rules.profiles.disqualifiers:
            if self.holds(disqualifier.when) is True:
                return str(disqualifier.reason)
        for framework in self.rules.frameworks:
            for element in framework.elements:
                for level in element.levels:
                    if level.disqualifies and self.answer(framework.id, element.id) == level.level:
                        return str(level.disqualifies)
        return None


def line(criterion: str, kind: str, axis: str, tenths: int) -> tuple[str, str, int, int]:
    return (criterion, kind, tenths, 0) if axis == "fit" else (criterion, kind, 0, tenths)


def cut(tenths: int, low: int | None, high: int | None) -> int:
    """What has to be added so that the limits are kept."""
    if high is not None and tenths > high:
        return high - tenths
    if low is not None and tenths < low:
        return low - tenths
    return 0


def cut_line(
    name: str, kind: str, lines: list[tuple[str, str, int, int]], low: int | None, high: int | None, axis: str
) -> tuple[str, str, int, int]:
    fit, engagement = sum(entry[2] for entry in lines), sum(entry[3] for entry in lines)
    missing = cut(fit + engagement, low, high)
    if axis:
        return line(name, kind, axis, missing)
    gave = [max(0, side if missing < 0 else -side) for side in (fit, engagement)]
    if gave == [0, 0]:
        gave = [abs(fit), abs(engagement)]
    if gave == [0, 0]:
        return line(name, kind, "fit", missing)
    exact = [Fraction(abs(missing)) * part / sum(gave) for part in gave]
    whole = [int(part) for part in exact]
    if sum(whole) < abs(missing):  # the tenth that is left goes to the larger remainder, to fit if they are equal
        whole[0 if exact[0] - whole[0] >= exact[1] - whole[1] else 1] += 1
    sign = -1 if missing < 0 else 1
    return (name, kind, sign * whole[0], sign * whole[1])


def nearest(value: float) -> int:
    """Half away from zero; what misses a half by float noise only is a half."""
    size = int(abs(value) * (1 + 1e-9) + 0.5)
    return size if value > 0 else -size


def tier_of(matrix: Matrix, exact: int) -> str:
    shown = (exact + 5) // 10
    return [t.id for t in matrix.tiers if shown >= t.lower_edge or t is matrix.tiers[0]][-1]
