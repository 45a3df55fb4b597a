"""Criteria in words: conditions as sentences with the values marked, activities, silences, groups and their caps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from leadqual_gui.domain.conditions import All, Argument, Condition, Not, Operator, Test
from leadqual_gui.domain.conditions import Any as AnyOf
from leadqual_gui.domain.matrix import ActivityRule, Criterion, Group, InactiveRule, Matrix
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.text import Text
from leadqual_gui.ui.fields import field_label, has_label, number, short_day, yes_no
from leadqual_gui.ui.widgets import numerals

_CONTEXT = "Matrix"
DAYS_OF_A_YEAR = 365


def tr(source: str, n: int = -1) -> str:
    """A text of the Matrix screen in the user's language."""
    return QCoreApplication.translate(_CONTEXT, source, None, n)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence; a `value` can be clicked to change it."""

    words: str
    value: bool = False


Sentence = tuple[Part, ...]


def plain(sentence: Sentence) -> str:
    """All of a sentence."""
    return "".join(part.words for part in sentence)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the rules call things, in the user's language."""

    language: str = "en"
    kinds: Mapping[str, str] = field(default_factory=dict)
    custom: Mapping[str, str] = field(default_factory=dict)
    frameworks: Mapping[str, str] = field(default_factory=dict)
    elements: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, rules: Rules, language: str) -> Terms:
        """The terms of these rules."""
        return cls(
            language,
            {kind.id: kind.label.of(language) or kind.id for kind in rules.activity_kinds},
            {custom.key: custom.label.of(language) or custom.key for custom in rules.fields},
            {framework.id: framework.id.upper() for framework in rules.frameworks},
            {
                f"{framework.id}.{element.id}": element.label.of(language) or element.id
                for framework in rules.frameworks
                for element in framework.elements
            },
        )

    def text(self, label: Text) -> str:
        """A label in the user's language."""
        return label.of(self.language)

    def kind(self, kind_id: str) -> str:
        """What a kind of activity is called."""
        return self.kinds.get(kind_id) or kind_id.replace("_", " ")

    def _counted(self, name: str) -> str:
        """Activities that are counted together, or of one kind."""
        together = {"any": tr("any activity"), "interest": tr("signs of interest"), "intent": tr("signs of intent")}
        return together.get(name) or self.kind(name)

    def fact(self, fact: str) -> str:
        """What a fact is called."""
        if fact.startswith("answer."):
            framework, _, element = fact.removeprefix("answer.").partition(".")
            name = self.elements.get(f"{framework}.{element}", element)
            return tr("{element} ({framework})").format(
                element=name, framework=self.frameworks.get(framework, framework.upper())
            )
        if fact.startswith("stakeholders."):
            return tr("People beside the lead: {role}").format(role=fact.partition(".")[2].replace("_", " "))
        if fact.startswith("activities."):
            return tr("How often: {kind}").format(kind=self._counted(fact.partition(".")[2]))
        if fact.startswith("interview."):
            framework = fact.partition(".")[2]
            known = self.frameworks.get(framework, framework.upper())
            return tr("{framework} answered, 0 to 1").format(framework=known)
        if fact in _FACTS:
            return tr(_FACTS[fact])
        if has_label(fact) or fact.startswith("custom."):
            return field_label(fact, dict(self.custom))
        return fact


_FACTS: Mapping[str, Any] = {
    "email_domain": QT_TRANSLATE_NOOP("Matrix", "E-mail domain"),
    "email_kind": QT_TRANSLATE_NOOP("Matrix", "E-mail address"),
    "name_looks_automatic": QT_TRANSLATE_NOOP("Matrix", "Name looks automatic"),
    "score": QT_TRANSLATE_NOOP("Matrix", "Score"),
    "fit": QT_TRANSLATE_NOOP("Matrix", "Fit"),
    "engagement": QT_TRANSLATE_NOOP("Matrix", "Engagement"),
    "tier": QT_TRANSLATE_NOOP("Matrix", "Tier"),
    "grade": QT_TRANSLATE_NOOP("Matrix", "Grade"),
    "days_in_stage": QT_TRANSLATE_NOOP("Matrix", "Days in the stage"),
    "open_follow_up": QT_TRANSLATE_NOOP("Matrix", "Open follow-up"),
    "days_since_created": QT_TRANSLATE_NOOP("Matrix", "Days since created"),
    "days_since_last_activity": QT_TRANSLATE_NOOP("Matrix", "Days since last activity"),
    "days_since_verified": QT_TRANSLATE_NOOP("Matrix", "Days since verified"),
}

OPERATORS: Mapping[Operator, Any] = {
    Operator.IS: QT_TRANSLATE_NOOP("Matrix", "is"),
    Operator.IS_NOT: QT_TRANSLATE_NOOP("Matrix", "is not"),
    Operator.IN: QT_TRANSLATE_NOOP("Matrix", "is one of"),
    Operator.NOT_IN: QT_TRANSLATE_NOOP("Matrix", "is none of"),
    Operator.CONTAINS: QT_TRANSLATE_NOOP("Matrix", "contains"),
    Operator.STARTS_WITH: QT_TRANSLATE_NOOP("Matrix", "starts with"),
    Operator.ENDS_WITH: QT_TRANSLATE_NOOP("Matrix", "ends with"),
    Operator.AT_LEAST: QT_TRANSLATE_NOOP("Matrix", "at least"),
    Operator.AT_MOST: QT_TRANSLATE_NOOP("Matrix", "at most"),
    Operator.BETWEEN: QT_TRANSLATE_NOOP("Matrix", "between"),
    Operator.BEFORE: QT_TRANSLATE_NOOP("Matrix", "before"),
    Operator.AFTER: QT_TRANSLATE_NOOP("Matrix", "after"),
    Operator.WITHIN: QT_TRANSLATE_NOOP("Matrix", "within the last"),
    Operator.OLDER_THAN: QT_TRANSLATE_NOOP("Matrix", "longer ago than"),
    Operator.KNOWN: QT_TRANSLATE_NOOP("Matrix", "is known"),
    Operator.UNKNOWN: QT_TRANSLATE_NOOP("Matrix", "is not known"),
}

KINDS: Mapping[str, Any] = {
    "explicit": QT_TRANSLATE_NOOP("Matrix", "Explicit"),
    "implicit": QT_TRANSLATE_NOOP("Matrix", "Implicit"),
    "negative": QT_TRANSLATE_NOOP("Matrix", "Negative"),
}

AXES: Mapping[str, Any] = {
    "fit": QT_TRANSLATE_NOOP("Matrix", "fit"),
    "engagement": QT_TRANSLATE_NOOP("Matrix", "engagement"),
    "": QT_TRANSLATE_NOOP("Matrix", "both axes"),
}


# -- values -----------------------------------------------------------------------------------------------------------


def days(value: float) -> str:
    """A stretch of time as one says it: 30 days, 12 weeks, a year."""
    whole = round(value)
    if whole == 365:
        return tr("year")
    return tr("%n day(s)", whole)


def scalar(value: object) -> str:
    """One value of a condition."""
    match value:
        case bool():
            return yes_no(value)
        case int() | float():
            return numerals.exact(value)
        case datetime():
            return short_day(value)
    return str(value)


def argument_words(operator: Operator, argument: Argument) -> tuple[str, ...]:
    """The values of a comparison, each for itself."""
    if operator in (Operator.KNOWN, Operator.UNKNOWN):
        return ()
    if operator in (Operator.WITHIN, Operator.OLDER_THAN):
        return (days(argument) if isinstance(argument, int | float) else str(argument),)
    if isinstance(argument, tuple):
        return tuple(map(scalar, argument))
    return (scalar(argument),)


MANY = 4


def listed(values: Sequence[str], last: str) -> Sentence:
    """Values one after the other: a, b or c; many are counted."""
    if len(values) > MANY:
        return (Part(tr("%n value(s)", len(values)), True),)
    parts: list[Part] = []
    for at, value in enumerate(values):
        if at:
            parts.append(Part(f" {last} " if at == len(values) - 1 else ", "))
        parts.append(Part(value, True))
    return tuple(parts)


# -- conditions -------------------------------------------------------------------------------------------------------


def condition_sentence(condition: Condition, terms: Terms) -> Sentence:
    """A condition: "Employees between 50 and 250"."""
    match condition:
        case Test():
            return (Part(terms.fact(condition.fact) + " "), *predicate(condition))
        case Not(part=part):
            return (Part(tr("not") + " "), *_bracketed(part, terms))
        case All(parts=parts):
            return _joined(parts, terms, tr("and"))
        case AnyOf(parts=parts):
            return _joined(parts, terms, tr("or"))


def predicate(test: Test) -> Sentence:
    """What a comparison says of its fact: "between 50 and 250"."""
    if test.operator is Operator.IS and isinstance(test.argument, bool):
        return (Part(tr("is") + " "), Part(yes_no(test.argument).lower(), True))
    values = argument_words(test.operator, test.argument)
    if test.operator is Operator.BETWEEN and len(values) == 2:
        both = tr("between {low} and {high}").split("{low}")
        middle, _, tail = both[1].partition("{high}") if len(both) == 2 else (" ", "", "")
        return (Part(both[0]), Part(values[0], True), Part(middle), Part(values[1], True), Part(tail))
    words = tr(OPERATORS[test.operator])
    return (Part(words + (" " if values else "")), *listed(values, tr("or")))


def _joined(parts: Sequence[Condition], terms: Terms, word: str) -> Sentence:
    found: list[Part] = []
    for at, part in enumerate(parts):
        if at:
            found.append(Part(f" {word} "))
        found.extend(_bracketed(part, terms) if len(parts) > 1 else condition_sentence(part, terms))
    return tuple(found)


def _bracketed(condition: Condition, terms: Terms) -> Sentence:
    if isinstance(condition, Test):
        return condition_sentence(condition, terms)
    return (Part("("), *condition_sentence(condition, terms), Part(")"))


# -- criteria ---------------------------------------------------------------------------------------------------------


def criterion_sentence(criterion: Criterion, terms: Terms) -> Sentence:
    """What a criterion looks at, in one line; the values in it can be changed."""
    if criterion.activity is not None:
        return activity_sentence(criterion.activity)
    if criterion.inactive is not None:
        return inactive_sentence(criterion.inactive, terms)
    if criterion.when is not None:
        return condition_sentence(criterion.when, terms)
    return _levels_sentence(criterion, terms)


def _levels_sentence(criterion: Criterion, terms: Terms) -> Sentence:
    labels = [terms.text(level.label) for level in criterion.levels]
    conditions = [level.when for level in criterion.levels]
    tests = [c for c in conditions if isinstance(c, Test)]
    facts = {test.fact for test in tests}
    if len(tests) < len(conditions) or len(facts) != 1:
        return (Part(tr("the first that holds of") + " "), *listed(labels, tr("or")))
    fact = next(iter(facts))
    if fact.startswith("answer."):
        framework = terms.frameworks.get(fact.split(".")[1], fact.split(".")[1].upper())
        before, _, after = tr("was answered in the {framework} interview").partition("{framework}")
        return (Part(before), Part(framework, True), Part(after))
    operators = {test.operator for test in tests}
    word = tr(OPERATORS[Operator.CONTAINS]) if operators == {Operator.CONTAINS} else tr("is")
    return (Part(word + " "), *listed(labels, tr("or")))


def activity_sentence(rule: ActivityRule) -> Sentence:
    """How activities are counted: "each counts, at most 3 in 180 days"."""
    window = (Part(" " + tr("in the last") + " "), Part(days(rule.within), True)) if rule.within else ()
    if rule.at_least is not None:
        times = tr("once") if rule.at_least == 1 else tr("%n time(s)", rule.at_least)
        return (Part(tr("happened") + " "), Part(times, True), *window)
    if rule.at_most == 1:
        return (Part(tr("happened") + " "), Part(tr("once"), True), *window)
    if rule.at_most is None:
        return (Part(tr("each counts")), *window)
    time = tr("a year") if rule.within == DAYS_OF_A_YEAR else days(rule.within) if rule.within else ""
    inside = (Part(" " + tr("in") + " "), Part(time, True)) if time else ()
    return (Part(tr("each counts, at most") + " "), Part(number(rule.at_most), True), *inside)


def decay_words(rule: ActivityRule) -> str:
    """How the weight falls: "halves every 90 days"."""
    if rule.half_life:
        return tr("halves every {time}").format(time=days(rule.half_life))
    if rule.linear and rule.per:
        return tr("loses {share} % every {time}").format(share=number(round(rule.linear * 100)), time=days(rule.per))
    return ""


def inactive_sentence(rule: InactiveRule, terms: Terms) -> Sentence:
    """A silence: "nothing heard for 30 days"."""
    if rule.kinds:
        kinds = listed([terms.kind(kind) for kind in rule.kinds], tr("or"))
        return (Part(tr("no") + " "), *kinds, Part(" " + tr("for") + " "), Part(days(rule.days), True))
    return (Part(tr("nothing heard for") + " "), Part(days(rule.days), True))


def cell_label(criterion: Criterion) -> str:
    """What stands in the one cell of a criterion without levels."""
    rule = criterion.activity
    if rule is None:
        return tr("true")
    return tr("once") if rule.at_most == 1 or rule.at_least is not None else tr("each")


def side_note(criterion: Criterion, matrix: Matrix) -> str:
    """What stands behind the cells: the decay, or the axis of a criterion whose group has none."""
    if criterion.activity is not None:
        return decay_words(criterion.activity)
    group = matrix.group(criterion.group)
    if criterion.kind == "negative" and (group is None or not group.axis):
        return tr("counts on {axis}").format(axis=tr(AXES[matrix.axis_of(criterion)]))
    return ""


def cap_words(group: Group | None) -> str:
    """A group's cap: "at most 20"."""
    if group is None:
        return tr("group these")
    if group.maximum is None and group.minimum is None:
        return tr("no cap")
    parts = []
    if group.maximum is not None:
        parts.append(tr("at most {points}").format(points=points_words(group.maximum)))
    if group.minimum is not None:
        parts.append(tr("at least {points}").format(points=points_words(group.minimum)))
    return ", ".join(parts)


def points_words(tenths: int) -> str:
    """Points as a total: 23, −17, 4.5."""
    return numerals.isolated(numerals.short_tenths(tenths))


def signed_words(tenths: int) -> str:
    """Points as they are given: +8, −4.5, 0."""
    return numerals.signed_tenths_short(tenths)
