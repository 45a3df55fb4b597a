"""A condition, a rule on activities or on silence as a sentence in parts, for people to read and to change in place.

A `Phrase` says what is compared how with which values, and where in the condition that stands; the screen puts it into
words of its language. `with_part` and `without_part` give the condition that somebody has changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from leadqual_gui.domain.conditions import AGE_OPERATORS, All, Any, Condition, Not, Operator, Scalar, Test
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.matrix import ActivityRule, InactiveRule
from leadqual_gui.domain.truth import many

Path = tuple[int, ...]
"""The way to a part of a condition: the index of the part at each step (0 into a `Not`)."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a phrase that can be changed.

    `kind`: text, number, date, yes_no, choice, tags (as the fact's type), days, count, share, activity or topic.
    `key`: the property of an activity or silence rule that it is; "" in a condition. `index`: its place there.
    """

    kind: str
    value: Scalar
    key: str = ""
    index: int = 0


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of a sentence.

    `kind`: test (with `fact`, `operator`, `values`); all, any, not (with `parts`); activity or inactive (with `values`,
    each of which has a key). An `all` without parts always holds, an `any` without parts never does.
    """

    kind: str
    path: Path = ()
    fact: str = ""
    operator: Operator | None = None
    values: tuple[Value, ...] = ()
    parts: tuple[Phrase, ...] = ()

    def of(self, key: str) -> tuple[Value, ...]:
        """The values of one property of a rule."""
        return tuple(value for value in self.values if value.key == key)


def phrase_of(condition: Condition, types: Mapping[str, FactType] | None = None, path: Path = ()) -> Phrase:
    """A condition in parts. `types` tell what kind of values a fact has."""
    match condition:
        case Test(fact=fact, operator=operator):
            return Phrase("test", path, fact, operator, _values(condition, types or {}))
        case Not(part=part):
            return Phrase("not", path, parts=(phrase_of(part, types, (*path, 0)),))
        case All(parts=parts):
            return Phrase("all", path, parts=tuple(phrase_of(p, types, (*path, i)) for i, p in enumerate(parts)))
        case Any(parts=parts):
            return Phrase("any", path, parts=tuple(phrase_of(p, types, (*path, i)) for i, p in enumerate(parts)))


def phrase_of_activity(rule: ActivityRule) -> Phrase:
    """A rule on activities: what counts, in which window, how many, and how it fades. What is not given is left out."""
    given: list[Value] = [Value("activity", kind, "kinds", index) for index, kind in enumerate(rule.kinds)]
    given += [Value("topic", topic, "topics", index) for index, topic in enumerate(rule.topics)]
    for key, kind in _RULE_VALUES:
        value = getattr(rule, key)
        if value is not None and not (key in ("grace", "floor") and not value):
            given.append(Value(kind, float(value), key))
    return Phrase("activity", values=tuple(given))


def phrase_of_inactive(rule: InactiveRule) -> Phrase:
    """A rule on silence: for how long, and which activities end it (none named: all that a lead does)."""
    kinds = (Value("activity", kind, "kinds", index) for index, kind in enumerate(rule.kinds))
    return Phrase("inactive", values=(Value("days", rule.days, "days"), *kinds))


# --- changing a condition in place -----------------------------------------------------------------------------------
def part_at(condition: Condition, path: Path) -> Condition:
    """The part at the end of a path. Raises IndexError if there is none."""
    for step in path:
        condition = _parts(condition)[step]
    return condition


def with_part(condition: Condition, path: Path, new: Condition) -> Condition:
    """The condition with another part in the place of the one at the end of the path."""
    if not path:
        return new
    parts = list(_parts(condition))
    parts[path[0]] = with_part(parts[path[0]], path[1:], new)
    return _rebuilt(condition, tuple(parts))


def without_part(condition: Condition, path: Path) -> Condition | None:
    """The condition without a part; None if nothing is left. A group of one part becomes that part."""
    if not path:
        return None
    *way, last = path
    group = part_at(condition, tuple(way))
    if isinstance(group, Not):
        return without_part(condition, tuple(way))
    rest = tuple(part for index, part in enumerate(_parts(group)) if index != last)
    if not rest:
        return without_part(condition, tuple(way))
    return with_part(condition, tuple(way), rest[0] if len(rest) == 1 else _rebuilt(group, rest))


def joined(condition: Condition, path: Path, new: Condition, how: type[All] | type[Any] = All) -> Condition:
    """The condition with one more part beside the one at the end of the path (and, or)."""
    there = part_at(condition, path)
    if isinstance(there, how):
        return with_part(condition, path, how((*there.parts, new)))
    return with_part(condition, path, how((there, new)))


def _parts(condition: Condition) -> tuple[Condition, ...]:
    match condition:
        case All(parts=parts) | Any(parts=parts):
            return parts
        case Not(part=part):
            return (part,)
    raise IndexError("a comparison has no parts")


def _rebuilt(condition: Condition, parts: tuple[Condition, ...]) -> Condition:
    match condition:
        case All():
            return All(parts)
        case Any():
            return Any(parts)
    return Not(parts[0])


_RULE_VALUES = (
    ("within", "days"),
    ("at_most", "count"),
    ("at_least", "count"),
    ("half_life", "days"),
    ("linear", "share"),
    ("per", "days"),
    ("grace", "days"),
    ("floor", "share"),
)


def _values(test: Test, types: Mapping[str, FactType]) -> tuple[Value, ...]:
    if test.operator in (Operator.KNOWN, Operator.UNKNOWN):
        return () if test.argument is True else (Value("yes_no", bool(test.argument)),)
    kind = types[test.fact].value if test.fact in types else ""
    if test.operator in AGE_OPERATORS:
        kind = "days"
    return tuple(Value(kind or _kind(value), value, "", index) for index, value in enumerate(many(test.argument)))


def _kind(value: Scalar) -> str:
    match value:
        case bool():
            return "yes_no"
        case datetime():
            return "date"
        case int() | float():
            return "number"
    return "text"
