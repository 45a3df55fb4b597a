"""What a line of the ledger rests on, as a value and as a plain sentence."""

from __future__ import annotations

from datetime import datetime

from leadqual_gui.domain.columns_activities import NEVER
from leadqual_gui.domain.conditions import tests_of
from leadqual_gui.domain.derived import FactValue
from leadqual_gui.domain.facts import is_entered
from leadqual_gui.domain.ledger import Evidence
from leadqual_gui.domain.matrix import ActivityRule, InactiveRule
from leadqual_gui.domain.moments import ACTIVITY_EPOCH, DAY, moment_of
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.scoring_activities import counted_at, times_of_one, weight_at
from leadqual_gui.domain.scoring_criteria import Judge
from leadqual_gui.domain.scoring_rows import Coded, Dates, Numbers, Rows


def evidence_of(rules: Rules, judge: Judge, rows: Rows) -> Evidence:
    """Why a criterion gave points to the one lead in `rows`."""
    criterion = judge.criterion
    if criterion.activity is not None:
        return _of_activities(rules, criterion.activity, rows)
    if criterion.inactive is not None:
        return _of_silence(criterion.inactive, rows)
    return _of_levels(rules, judge, rows)


def fact_value(rows: Rows, fact: str) -> FactValue:
    """A fact of the one lead in `rows`, or None."""
    match rows.fact(fact):
        case Coded(codes=codes, column=column):
            return None if codes[0] < 0 else column.values[codes[0]]
        case Dates():
            position = rows.start if rows.picked is None else int(rows.picked[0])
            return rows.columns.value(position, fact)
        case Numbers(values=values):
            return None if values[0] != values[0] else float(values[0])
        case same:
            return same.value


def value_text(value: FactValue, fact: str = "") -> str:
    """A value as people write it; "" if it is not known. What was entered keeps its decimals, what was worked out
    has one."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float():
            rounded = value if is_entered(fact) else round(value, 1)
            return f"{value:.10g}" if abs(value) >= 1e15 else f"{rounded:,.15g}"
        case datetime():
            return value.strftime("%Y-%m-%d")
        case tuple():
            return ", ".join(value)
        case _:
            return value


def _of_levels(rules: Rules, judge: Judge, rows: Rows) -> Evidence:
    level = judge.held(rows)
    if level is None:
        return Evidence()
    facts = tuple(dict.fromkeys(test.fact for test in tests_of(level.when)))
    told = [(fact, fact_value(rows, fact)) for fact in facts]
    text = ", ".join(f"{fact_label(rules, fact)}: {value_text(value, fact) or 'not known'}" for fact, value in told)
    fact, value = told[0] if told else ("", None)
    held = str(level.label) if judge.criterion.levels else ""
    number = value if isinstance(value, float) else None
    return Evidence(text=text, fact=fact, value=value_text(value, fact), level=held, number=number)


def fact_label(rules: Rules, fact: str) -> str:
    """A fact in words, for plain English sentences."""
    kind, _, rest = fact.partition(".")
    if kind == "answer":
        framework_id, _, element_id = rest.partition(".")
        framework = rules.framework(framework_id)
        element = framework.element(element_id) if framework else None
        return str(element.label) if element else element_id.replace("_", " ")
    if kind == "custom":
        return next((str(f.label) for f in rules.fields if f.key == rest), rest.replace("_", " "))
    if kind == "stakeholders":
        return f"stakeholders in the role {rest.replace('_', ' ')}"
    return fact.replace("_", " ")


def _of_activities(rules: Rules, rule: ActivityRule, rows: Rows) -> Evidence:
    assert rows.one is not None
    times = times_of_one(rule.kinds, rule.topics, rows.columns, rows.one)
    counted = counted_at(rule, times, rows.until)
    if not counted:
        return Evidence()
    age = rows.until - counted[0]
    labels = _labels(rules, rule)
    text = f"{labels}, {ago(age)}" if len(counted) == 1 else f"{len(counted)} × {labels}, newest {ago(age)}"
    return Evidence(
        text=text,
        count=len(counted),
        newest=moment_of(counted[0] + ACTIVITY_EPOCH),
        oldest=moment_of(counted[-1] + ACTIVITY_EPOCH),
        weight=weight_at(rule, counted, rows.until),
    )


def _labels(rules: Rules, rule: ActivityRule) -> str:
    kinds = {kind.id: str(kind.label) for kind in rules.activity_kinds}
    return " or ".join(kinds.get(kind, kind.replace("_", " ")) for kind in rule.kinds)


def _of_silence(rule: InactiveRule, rows: Rows) -> Evidence:
    newest = int(rows.newest(rule.kinds, frozenset() if rule.kinds else rows.ours)[0])
    if newest == NEVER:
        created = rows.fact("created_at")
        assert isinstance(created, Dates)
        silent = rows.as_of - int(created.seconds[0])
        return Evidence(text=f"nothing since it was created {ago(silent)}", silent_days=silent / DAY)
    silent = rows.until - newest
    return Evidence(
        text=f"silent for {_days(silent)}", silent_days=silent / DAY, newest=moment_of(newest + ACTIVITY_EPOCH)
    )


def ago(age: int) -> str:
    """How long ago, in whole days."""
    return "today" if age < DAY else f"{_days(age)} ago"


def _days(age: int) -> str:
    days = age // DAY
    return "1 day" if days == 1 else f"{days} days"
