"""Conditions that can be read without any lead: which never hold, which always do."""

from __future__ import annotations

from leadqual_gui.domain.conditions import All, Any, Condition, Not, Operator, Test, fold, tests_of
from leadqual_gui.domain.facts import EMAIL_KINDS, FIELD_BY_KEY, FactType
from leadqual_gui.domain.lint_levels import span_of
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.truth import many

_LISTS = (Operator.IN, Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH)


def never_holds(condition: Condition, rules: Rules) -> str:
    """Why a condition can hold for nobody (a code), or ""."""
    match condition:
        case Test():
            return _never(condition, rules)
        case All(parts=parts):
            found = next((reason for part in parts if (reason := never_holds(part, rules))), "")
            return found or _apart(condition)
        case Any(parts=parts):
            reasons = [never_holds(part, rules) for part in parts]
            return "empty" if not parts else reasons[0] if all(reasons) else ""
        case Not(part=part):
            return "opposite_of_always" if always_holds(part) else ""


def always_holds(condition: Condition) -> bool:
    """Whether a condition holds for everybody."""
    match condition:
        case Test():
            return _always(condition)
        case All(parts=parts):
            return all(map(always_holds, parts))
        case Any(parts=parts):
            return any(map(always_holds, parts)) or _known_or_not(parts)
        case Not():
            return False


def _never(test: Test, rules: Rules) -> str:
    given = many(test.argument)
    if test.operator in _LISTS and not given:
        return "empty_list"
    span = span_of(test)
    if span is not None and span.empty:
        return "reversed"
    choices = _choices(test.fact, rules)
    if choices and test.operator in (Operator.IS, Operator.IN) and all(fold(str(a)) not in choices for a in given):
        return "no_such_choice"
    if _never_unknown(test.fact) and _asks_unknown(test):
        return "never_unknown"
    if test.fact.startswith("answer.") and span is not None and (span.low > 3 or span.high < 0):
        return "outside_levels"
    if test.fact.startswith("stakeholders.") and span is not None and span.high < 0:
        return "outside_levels"
    return ""


def _always(test: Test) -> bool:
    if _never_unknown(test.fact) and test.operator in (Operator.KNOWN, Operator.UNKNOWN):
        return not _asks_unknown(test)
    span = span_of(test)
    return test.fact.startswith("stakeholders.") and span is not None and span.low <= 0 and span.high == float("inf")


def _asks_unknown(test: Test) -> bool:
    if test.operator not in (Operator.KNOWN, Operator.UNKNOWN):
        return False
    return (test.operator is Operator.UNKNOWN) == bool(test.argument)


def _never_unknown(fact: str) -> bool:
    spec = FIELD_BY_KEY.get(fact)
    return (spec is not None and spec.flag) or fact.startswith("stakeholders.")


def _apart(condition: All) -> str:
    """Whether the parts of an `all` want different things of one fact."""
    by_fact: dict[str, list[Test]] = {}
    for part in condition.parts:
        if isinstance(part, Test):
            by_fact.setdefault(part.fact, []).append(part)
    return "contradiction" if any(map(_exclude_each_other, by_fact.values())) else ""


def _exclude_each_other(tests: list[Test]) -> bool:
    if len({_asks_unknown(t) for t in tests}) > 1 and all(t.operator is not Operator.IS_NOT for t in tests):
        return True
    span = span_of(All(tuple(tests)))
    if span is not None:
        return span.empty
    if any(isinstance(a, tuple) for t in tests for a in many(t.argument)) or any(t.fact == "tags" for t in tests):
        return False
    wanted = [{_same(a) for a in many(t.argument)} for t in tests if t.operator in (Operator.IS, Operator.IN)]
    return len(wanted) > 1 and not set.intersection(*wanted)


def _same(value: object) -> object:
    return fold(value) if isinstance(value, str) else value


def _known_or_not(parts: tuple[Condition, ...]) -> bool:
    """`known` or `unknown` of one fact."""
    asked = {(t.fact, _asks_unknown(t)) for t in parts if isinstance(t, Test) and t.operator in _KNOWN}
    return any((fact, not side) in asked for fact, side in asked)


_KNOWN = (Operator.KNOWN, Operator.UNKNOWN)


def _choices(fact: str, rules: Rules) -> frozenset[str]:
    """The values that a fact can have at all, folded; none if it can have any."""
    if fact == "email_kind":
        return frozenset(EMAIL_KINDS)
    if fact in FIELD_BY_KEY:
        return frozenset(map(fold, FIELD_BY_KEY[fact].choices))
    own = next((f for f in rules.fields if f"custom.{f.key}" == fact and f.type is FactType.CHOICE), None)
    return frozenset(map(fold, own.choices)) if own else frozenset()


def facts_in(condition: Condition) -> tuple[str, ...]:
    """The facts of a condition in the order in which they are named."""
    return tuple(dict.fromkeys(test.fact for test in tests_of(condition)))
