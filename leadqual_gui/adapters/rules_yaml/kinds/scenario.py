"""Scenarios of a matrix: examples of leads with the tier that they must reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from leadqual_gui.adapters.rules_yaml import nodes
from leadqual_gui.adapters.rules_yaml.kinds.common import ACTIVITY_KIND, TIER
from leadqual_gui.adapters.rules_yaml.many import ListOf, MapOf
from leadqual_gui.adapters.rules_yaml.nodes import Entry, Node, Scalar, shortened
from leadqual_gui.adapters.rules_yaml.record import Field, Record, Values
from leadqual_gui.adapters.rules_yaml.shapes import (
    Choice,
    Date,
    Defs,
    JsonSchema,
    Label,
    Number,
    Reading,
    Shape,
    Whole,
    Words,
    Wrong,
    YesNo,
    complain,
)
from leadqual_gui.adapters.rules_yaml.words import suggestion
from leadqual_gui.adapters.rules_yaml.world import FactSpec
from leadqual_gui.domain.facts import DERIVED_FACTS, FIELD_BY_KEY, STAKEHOLDER_ROLES, FactType
from leadqual_gui.domain.matrix import Scenario, ScenarioActivity

_AGO = Number(0, 36_500)


@dataclass(frozen=True, slots=True)
class Facts:
    """Lead fields and custom fields with their values."""

    words: str = "a mapping from lead fields to values"

    def read(self, node: Node, reading: Reading) -> Mapping[str, object] | Wrong:
        if not isinstance(node, nodes.Mapping):
            return complain(node, reading, self.words, "write {employees: 120, industry: Software}")
        facts = {entry.key.text: self._value(entry, reading) for entry in node if not _is_nothing(entry.value)}
        return MappingProxyType({key: value for key, value in facts.items() if not isinstance(value, Wrong)})

    def schema(self, defs: Defs) -> JsonSchema:
        simple: JsonSchema = {"type": ["string", "number", "boolean"]}
        tags: JsonSchema = {"anyOf": [simple, {"type": "array", "items": simple}]}
        return {
            "type": "object",
            "properties": {key: tags if key == "tags" else simple for key in (*FIELD_BY_KEY, *DERIVED_FACTS)},
            "patternProperties": {r"^custom\.": simple},
            "additionalProperties": False,
        }

    def _value(self, entry: Entry, reading: Reading) -> object:
        fact = entry.key.text
        known = {name: spec for name, spec in reading.world.facts(False).items() if _is_given(name)}
        spec = known.get(fact) or reading.world.guessed_fact(fact)
        if spec is None:
            reading.problems.error(entry, f"'{shortened(fact)}' is not a lead field", _hint(fact, known))
            return Wrong.WRONG
        return _shape(spec).read(entry.value, reading)


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers by framework and element, each a level from 0 to 3."""

    words: str = "a mapping from framework.element to a level, 0 to 3"

    def read(self, node: Node, reading: Reading) -> Mapping[str, int] | Wrong:
        if not isinstance(node, nodes.Mapping):
            return complain(node, reading, self.words, "write {bant.budget: 2}")
        answers: dict[str, int] = {}
        for entry in node:
            level = Whole(0, 3).read(entry.value, reading)
            if self._exists(entry, reading) and not isinstance(level, Wrong):
                answers[entry.key.text] = level
        return MappingProxyType(answers)

    def schema(self, defs: Defs) -> JsonSchema:
        level = Whole(0, 3).schema(defs)
        return {
            "type": "object",
            "patternProperties": {r"^[a-z0-9_]+\.[a-z0-9_]+$": level},
            "additionalProperties": False,
        }

    def _exists(self, entry: Entry, reading: Reading) -> bool:
        name = entry.key.text
        facts = reading.world.facts(False)
        if f"answer.{name}" in facts or reading.world.guessed_fact(f"answer.{name}"):
            return True
        known = [fact.removeprefix("answer.") for fact in facts if fact.startswith("answer.")]
        reading.problems.error(entry, f"no framework asks for '{shortened(name)}'", suggestion(name, known))
        return False


def _is_nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_null


def _is_given(fact: str) -> bool:
    known = fact in FIELD_BY_KEY or fact in DERIVED_FACTS or fact.startswith("custom.")
    return known and fact != "days_since_last_activity"


def _hint(fact: str, known: Mapping[str, FactSpec]) -> str:
    if fact == "days_since_last_activity":
        return "it follows from activities: give those, or created_days_ago"
    if fact.startswith("answer."):
        return f"write it under answers: {{{fact.removeprefix('answer.')}: 2}}"
    return suggestion(fact, known)


def _shape(spec: FactSpec) -> Shape[object]:
    match spec.type:
        case FactType.NUMBER:
            return Number()
        case FactType.DATE:
            return Date()
        case FactType.YES_NO:
            return YesNo()
        case FactType.TAGS:
            return ListOf(Words(), or_one=True)
        case FactType.CHOICE if spec.choices:
            return Choice(spec.choices)
        case _:
            return Words()


def _activity(values: Values, reading: Reading) -> ScenarioActivity:
    return ScenarioActivity(**values.given(("kind", "days_ago", "topic", "count")))


def _scenario(values: Values, reading: Reading) -> Scenario:
    return Scenario(
        **values.given(("name", "expect", "facts", "answers", "activities", "stakeholders", "created_days_ago"))
    )


ACTIVITY = Record(
    "activity of a scenario",
    "Something that the lead did.",
    (
        Field("kind", ACTIVITY_KIND, "Its kind.", required=True),
        Field("days_ago", _AGO, "How many days ago.", required=True),
        Field("topic", Words(), "A page, a webinar's title, ..."),
        Field("count", Whole(1, 1000), "How often; 1 if left out."),
    ),
    _activity,
)

SCENARIO = Record(
    "scenario",
    "An example that the matrix must get right; checked whenever the rules are read.",
    (
        Field("name", Label(), "What people see.", required=True),
        Field("expect", TIER, "The tier that it must reach.", required=True),
        Field("facts", Facts(), "Lead fields, and custom.<key>."),
        Field("answers", Answers(), "Levels by framework.element."),
        Field("activities", ListOf(ACTIVITY), "What the lead did."),
        Field("stakeholders", MapOf(Choice(STAKEHOLDER_ROLES), Whole(0, 1000)), "How many of each role."),
        Field("created_days_ago", _AGO, "When the lead was created; 0 if left out."),
    ),
    _scenario,
)
