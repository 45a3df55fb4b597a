"""Conditions in rules files: `{fact: value}`, `{fact: {operator: argument}}`, `all`, `any`, `not`.

The type of a fact decides which operators make sense and what they compare
with; each mistake is explained with the operators or facts that would do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from leadqual_gui.adapters.rules_yaml.condition_schema import condition_schema
from leadqual_gui.adapters.rules_yaml.nodes import Entry, Mapping, Node, Scalar, Sequence, shortened
from leadqual_gui.adapters.rules_yaml.shapes import (
    WRONG,
    Date,
    Defs,
    Duration,
    JsonSchema,
    Number,
    Reading,
    Shape,
    Words,
    Wrong,
    YesNo,
    complain,
    node_text,
)
from leadqual_gui.adapters.rules_yaml.words import choices, did_you_mean, suggestion
from leadqual_gui.adapters.rules_yaml.world import FactSpec, World
from leadqual_gui.domain.conditions import All, Any, Argument, Condition, Not, Operator, Test
from leadqual_gui.domain.conditions import Scalar as FactValue
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.operators import AGES, ALWAYS, AMONG, EQUAL, MOMENTS, OPERATORS, ORDER, PARTS

_TYPE_WORDS = {
    FactType.TEXT: "a text",
    FactType.TAGS: "a set of tags",
    FactType.CHOICE: "a choice",
    FactType.NUMBER: "a number",
    FactType.DATE: "a date",
    FactType.YES_NO: "yes or no",
}
_MAY_BE_MISSED = {"activities": "it never happens", "custom": "it is never known"}
"""Whoever replaces activities.yaml or fields.yaml need not mend every rule at once that asks for what is gone."""
_BY_WORD = {operator.value: operator for operator in Operator}
_OTHER_SIGNS = {
    ">=": "at_least", "<=": "at_most", ">": "at_least", "<": "at_most", "=": "is", "==": "is", "!=": "is_not",
    "equals": "is", "gte": "at_least", "lte": "at_most", "min": "at_least", "max": "at_most", "exists": "known",
    "one_of": "in", "newer_than": "within",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ConditionShape:
    """A condition; `with_status` allows facts that come from the score (funnel and playbook)."""

    with_status: bool = False
    words: str = "a condition, such as {employees: {at_least: 10}}"

    def read(self, node: Node, reading: Reading) -> Condition | Wrong:
        if not isinstance(node, Mapping):
            hint = "a list needs 'all:' or 'any:' before it" if isinstance(node, Sequence) else "write {fact: value}"
            return complain(node, reading, self.words, hint)
        if not node.entries:
            reading.problems.error(node, "an empty condition", "write {fact: value}, or delete the key")
            return WRONG
        parts = [self._entry(entry, reading) for entry in node]
        good = tuple(part for part in parts if not isinstance(part, Wrong))
        if len(good) < len(parts):
            return WRONG
        return good[0] if len(good) == 1 else All(good)

    def schema(self, defs: Defs) -> JsonSchema:
        return condition_schema(self.with_status, defs)

    def _entry(self, entry: Entry, reading: Reading) -> Condition | Wrong:
        match entry.key.text:
            case "all" | "any" as word:
                parts = self._parts(word, entry.value, reading)
                return parts if isinstance(parts, Wrong) else (All(parts) if word == "all" else Any(parts))
            case "not":
                part = self.read(entry.value, reading)
                return part if isinstance(part, Wrong) else Not(part)
            case fact:
                spec = self._spec(fact, entry, reading)
                return spec if isinstance(spec, Wrong) else _comparison(fact, spec, entry.value, reading)

    def _parts(self, word: str, node: Node, reading: Reading) -> tuple[Condition, ...] | Wrong:
        if not isinstance(node, Sequence):
            return complain(node, reading, "a list of conditions", f"write {word}: [{{fact: value}}, ...]", f"'{word}'")
        if not node.items:
            reading.problems.error(node, f"'{word}' has no conditions", "add one, or delete it")
            return WRONG
        parts = [self.read(item, reading) for item in node.items]
        good = tuple(part for part in parts if not isinstance(part, Wrong))
        return good if len(good) == len(parts) else WRONG

    def _spec(self, fact: str, entry: Entry, reading: Reading) -> FactSpec | Wrong:
        known = reading.world.facts(self.with_status)
        if spec := known.get(fact) or reading.world.guessed_fact(fact):
            return spec
        message, hint = f"there is no fact '{shortened(fact)}'{_where(fact, reading.world)}", _fact_hint(fact, known)
        prefix, _, rest = fact.partition(".")
        if not self.with_status or prefix not in _MAY_BE_MISSED or not rest:
            reading.problems.error(entry, message, hint)
            return WRONG
        reading.problems.warn(entry, f"{message}: {_MAY_BE_MISSED[prefix]}", hint)
        return FactSpec(FactType.NUMBER) if prefix == "activities" else FactSpec(_type_meant(entry.value))


def _type_meant(node: Node) -> FactType:
    """What type a fact would have to be compared like this."""
    if not isinstance(node, Mapping) or not node.entries:
        value = node.value if isinstance(node, Scalar) else None
        return FactType.YES_NO if isinstance(value, bool) else FactType.NUMBER if _is_number(value) else FactType.TEXT
    entry = node.entries[0]
    operator, items = _BY_WORD.get(entry.key.text), entry.value.items if isinstance(entry.value, Sequence) else ()
    first = next((item.value for item in items if isinstance(item, Scalar)), None)
    if operator in (*MOMENTS, *AGES) or (operator is Operator.BETWEEN and not _is_number(first)):
        return FactType.DATE
    if operator in ORDER:
        return FactType.NUMBER
    if operator in EQUAL:
        return _type_meant(entry.value)
    return FactType.NUMBER if operator in AMONG and _is_number(first) else FactType.TEXT


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _where(fact: str, world: World) -> str:
    return " here (only in funnel, playbook and infer)" if fact in world.facts(True) else ""


def _fact_hint(fact: str, known: dict[str, FactSpec]) -> str:
    prefix = fact.split(".")[0]
    related = sorted(name for name in known if name.startswith(f"{prefix}."))
    if guess := _guess(fact, prefix, related) if related else did_you_mean(fact, known):
        return f"did you mean '{guess}'?"
    if related:
        return choices(related)
    if f"custom.{fact}" in known:
        return f"did you mean 'custom.{fact}'?"
    if fact in _BY_WORD or fact in _OTHER_SIGNS:
        return "an operator stands behind a fact: {employees: {at_least: 10}}"
    if prefix == fact or prefix == "custom":
        return f"define it in fields.yaml as custom.{fact.removeprefix('custom.')}, or use another; {choices(known)}"
    return choices(known)


def _guess(fact: str, prefix: str, related: list[str]) -> str | None:
    """The fact that was meant, judged by what stands behind the prefix that they share."""
    tail = did_you_mean(fact.removeprefix(prefix).strip("."), [name.removeprefix(f"{prefix}.") for name in related])
    return f"{prefix}.{tail}" if tail else None


def _comparison(fact: str, spec: FactSpec, node: Node, reading: Reading) -> Condition | Wrong:
    if isinstance(node, Mapping):
        return _operators(fact, spec, node, reading)
    if isinstance(node, Sequence):
        reading.problems.error(node, f"a list cannot be compared with {fact}", f"write {fact}: {{in: [...]}}")
        return WRONG
    if node.is_null:
        reading.problems.error(node, f"{fact} is compared with nothing", f"write {fact}: {{unknown: true}}")
        return WRONG
    if Operator.IS not in OPERATORS[spec.type]:
        allowed = choices(operator.value for operator in OPERATORS[spec.type])
        reading.problems.error(node, f"{fact} is {_TYPE_WORDS[spec.type]}: it needs an operator", allowed)
        return WRONG
    value = _scalar(fact, spec, Operator.IS, node, reading)
    return value if isinstance(value, Wrong) else Test(fact, Operator.IS, value)


def _operators(fact: str, spec: FactSpec, node: Mapping, reading: Reading) -> Condition | Wrong:
    if not node.entries:
        reading.problems.error(node, f"{fact} has no operator", choices(one.value for one in OPERATORS[spec.type]))
        return WRONG
    tests = [_test(fact, spec, entry, reading) for entry in node]
    good = tuple(test for test in tests if not isinstance(test, Wrong))
    if len(good) < len(tests):
        return WRONG
    return good[0] if len(good) == 1 else All(good)


def _test(fact: str, spec: FactSpec, entry: Entry, reading: Reading) -> Test | Wrong:
    word, allowed = entry.key.text, [operator.value for operator in OPERATORS[spec.type]]
    operator = _BY_WORD.get(word)
    if operator is None:
        other = _OTHER_SIGNS.get(word)
        hint = f"write {other}" if other in allowed else suggestion(word, allowed)
        reading.problems.error(entry, f"there is no operator '{shortened(word)}'", hint)
        return WRONG
    if operator.value not in allowed:
        message = f"'{word}' does not fit {fact}, which is {_TYPE_WORDS[spec.type]}"
        reading.problems.error(entry, message, choices(allowed))
        return WRONG
    argument = _argument(fact, spec, operator, entry.value, reading)
    return argument if isinstance(argument, Wrong) else Test(fact, operator, argument)


def _argument(fact: str, spec: FactSpec, operator: Operator, node: Node, reading: Reading) -> Argument | Wrong:
    name = f"the argument of '{operator.value}'"
    if operator in ALWAYS:
        return _only_true(operator, node, reading)
    if operator is Operator.BETWEEN:
        return _between(spec, node, reading)
    if operator in AMONG or operator in PARTS:
        return _several(fact, spec, operator, node, reading)
    if isinstance(node, Scalar) and not node.is_null:
        return _scalar(fact, spec, operator, node, reading)
    hint = f"write {fact}: {{in: [...]}}" if isinstance(node, Sequence) and operator in EQUAL else "write one value"
    return complain(node, reading, "one value", hint, name)


def _only_true(operator: Operator, node: Node, reading: Reading) -> bool | Wrong:
    if isinstance(node, Scalar) and node.value is True:
        return True
    opposite = "unknown" if operator is Operator.KNOWN else "known"
    return complain(node, reading, "true", f"write {operator.value}: true, or {opposite}: true", f"'{operator.value}'")


def _between(spec: FactSpec, node: Node, reading: Reading) -> Argument | Wrong:
    dates = spec.type is FactType.DATE
    if not isinstance(node, Sequence) or len(node.items) != 2:
        what, example = ("dates", "[2026-01-01, 2026-03-31]") if dates else ("numbers", "[10, 49]")
        return complain(node, reading, f"two {what}", f"write between: {example}", "'between'")
    shape = _scalar_shape(spec, Operator.BETWEEN)
    low, high = (shape.read(item, reading) for item in node.items)
    if isinstance(low, Wrong) or isinstance(high, Wrong):
        return WRONG
    if low > high:  # type: ignore[operator]  # both are numbers, or both dates
        first, second = (node_text(item) for item in node.items)
        message = f"the limits of 'between' are the wrong way round: {first} is more than {second}"
        reading.problems.error(node, message, f"write between: [{second}, {first}]")
        return WRONG
    return (low, high)


def _several(fact: str, spec: FactSpec, operator: Operator, node: Node, reading: Reading) -> Argument | Wrong:
    listed = isinstance(node, Sequence)
    if not listed and operator in AMONG:
        return complain(
            node, reading, "a list", f"write {operator.value}: [a, b], or is: a", f"the argument of '{operator.value}'"
        )
    items = node.items if isinstance(node, Sequence) else (node,)
    if not items:
        reading.problems.error(node, f"'{operator.value}' has an empty list: nothing is in it", "add a value")
        return WRONG
    values = [_scalar(fact, spec, operator, item, reading) for item in items]
    good = tuple(value for value in values if not isinstance(value, Wrong))
    return good if len(good) == len(values) else WRONG


def _scalar(fact: str, spec: FactSpec, operator: Operator, node: Node, reading: Reading) -> FactValue | Wrong:
    shape = _scalar_shape(spec, operator)
    already = len(reading.problems.found)
    value = shape.read(node, reading)
    if isinstance(value, Wrong):
        reading.problems.name_the_subject(f"the value for {fact}", already, node.place)
    elif spec.choices and operator not in PARTS and str(value).casefold() not in {c.casefold() for c in spec.choices}:
        message = f"{fact} is never '{shortened(str(value))}'"
        reading.problems.error(node, message, suggestion(str(value), spec.choices))
        return WRONG
    return value


def _scalar_shape(spec: FactSpec, operator: Operator) -> Shape[FactValue]:
    if operator in AGES:
        return Duration()
    match spec.type:
        case FactType.NUMBER:
            return Number(*spec.limits) if spec.limits else Number()
        case FactType.DATE:
            return Date()
        case FactType.YES_NO:
            return YesNo()
        case _:
            return Words()


def conditions_in(condition: Condition) -> Iterator[Test]:
    """All comparisons of a condition."""
    match condition:
        case Test():
            yield condition
        case Not(part=part):
            yield from conditions_in(part)
        case All(parts=parts) | Any(parts=parts):
            for part in parts:
                yield from conditions_in(part)
