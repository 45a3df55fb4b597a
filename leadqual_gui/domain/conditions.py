"""Conditions over facts, as the rule files write them.

`{fact: value}`, `{fact: {operator: argument}}`, `all`, `any`, `not`. A condition on a fact that is not known is
unknown (except `known` and `unknown`); `all`, `any` and `not` follow Kleene's three-valued logic.
No code is ever evaluated: a condition is one of the four values below.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Operator(Enum):
    """What a fact is compared by (DESIGN 4)."""

    IS = "is"
    IS_NOT = "is_not"
    IN = "in"
    NOT_IN = "not_in"
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    ENDS_WITH = "ends_with"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"
    BEFORE = "before"
    AFTER = "after"
    WITHIN = "within"
    OLDER_THAN = "older_than"
    KNOWN = "known"
    UNKNOWN = "unknown"


AGE_OPERATORS = frozenset({Operator.WITHIN, Operator.OLDER_THAN})
"""Operators whose answer changes as time goes by."""

Scalar = str | float | bool | datetime
Argument = Scalar | tuple[Scalar, ...]
"""What an operator compares with.

is, is_not: one scalar of the fact's type. in, not_in, contains, starts_with, ends_with: a tuple of scalars,
one of which is enough. at_least, at_most: a float. between: (low, high), both ends included. before, after: an aware
datetime (UTC). within, older_than: a float, days. known, unknown: True.
Text compares without regard to case and outer spaces (use `fold`).
"""


def fold(text: str) -> str:
    """Text as conditions compare it: without regard to case and outer spaces."""
    return text.strip().casefold()


@dataclass(frozen=True, slots=True)
class Test:
    """One fact compared with one argument."""

    fact: str
    operator: Operator
    argument: Argument

    __test__ = False  # pytest must not collect it


@dataclass(frozen=True, slots=True)
class All:
    """True if every part is true, false if one is false, else unknown."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """True if one part is true, false if all are false, else unknown."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite; unknown stays unknown."""

    part: Condition


Condition = Test | All | Any | Not


def facts_of(condition: Condition) -> frozenset[str]:
    """The names of all facts that a condition looks at."""
    match condition:
        case Test(fact=fact):
            return frozenset({fact})
        case Not(part=part):
            return facts_of(part)
        case All(parts=parts) | Any(parts=parts):
            return frozenset().union(*(facts_of(p) for p in parts)) if parts else frozenset()


def tests_of(condition: Condition) -> tuple[Test, ...]:
    """All comparisons in a condition, from left to right."""
    match condition:
        case Test():
            return (condition,)
        case Not(part=part):
            return tests_of(part)
        case All(parts=parts) | Any(parts=parts):
            return tuple(test for part in parts for test in tests_of(part))
