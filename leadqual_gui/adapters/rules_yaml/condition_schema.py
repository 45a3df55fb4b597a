"""Conditions as JSON Schema: editors complete facts and the operators that fit each of them."""

from __future__ import annotations

from leadqual_gui.adapters.rules_yaml.shapes import DURATION_PATTERN, Date, Defs, JsonSchema, YesNo
from leadqual_gui.adapters.rules_yaml.world import FactSpec, World
from leadqual_gui.domain.conditions import Operator
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.operators import OPERATORS

_TRUE: JsonSchema = {"const": True}
_DURATION: JsonSchema = {"type": "string", "pattern": f"^{DURATION_PATTERN}$"}


def condition_schema(with_status: bool, defs: Defs) -> JsonSchema:
    """A reference to the schema of conditions, put into `defs` on the way."""
    key = "condition_with_status" if with_status else "condition"
    reference: JsonSchema = {"$ref": f"#/$defs/{key}"}
    if key in defs:
        return reference
    several: JsonSchema = {"type": "array", "minItems": 1, "items": reference}
    properties = {name: _fact(spec, defs) for name, spec in World().facts(with_status).items()}
    defs[key] = {
        "type": "object",
        "description": "Several keys must all hold. all, any and not combine conditions.",
        "minProperties": 1,
        "properties": {"all": several, "any": several, "not": reference} | properties,
        "patternProperties": _open_facts(with_status, defs),
        "additionalProperties": False,
    }
    return reference


def _open_facts(with_status: bool, defs: Defs) -> dict[str, JsonSchema]:
    word = "[a-z][a-z0-9_]*"
    anything: JsonSchema = {"anyOf": [_fact(FactSpec(kind), defs) for kind in FactType]}
    number = _fact(FactSpec(FactType.NUMBER), defs)
    facts = {rf"^custom\.{word}$": anything, rf"^answer\.{word}\.{word}$": number}
    return facts | ({rf"^interview\.{word}$": number, rf"^activities\.{word}$": number} if with_status else {})


def _fact(spec: FactSpec, defs: Defs) -> JsonSchema:
    if spec.choices:
        return _comparison(spec.type, {"enum": list(spec.choices)}, defs)
    key = f"compare_{spec.type.value}"
    if key not in defs:
        defs[key] = _comparison(spec.type, _value(spec.type, defs), defs)
    return {"$ref": f"#/$defs/{key}"}


def _value(kind: FactType, defs: Defs) -> JsonSchema:
    match kind:
        case FactType.NUMBER:
            return {"type": "number"}
        case FactType.DATE:
            return Date().schema(defs)
        case FactType.YES_NO:
            return YesNo().schema(defs)
        case _:
            return {"type": ["string", "number"]}


def _comparison(kind: FactType, value: JsonSchema, defs: Defs) -> JsonSchema:
    operators: JsonSchema = {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {one.value: _argument(one, value) for one in OPERATORS[kind]},
    }
    return {"anyOf": [value, operators]} if Operator.IS in OPERATORS[kind] else operators


def _argument(operator: Operator, value: JsonSchema) -> JsonSchema:
    match operator:
        case Operator.KNOWN | Operator.UNKNOWN:
            return _TRUE
        case Operator.BETWEEN:
            return {"type": "array", "items": value, "minItems": 2, "maxItems": 2}
        case Operator.IN | Operator.NOT_IN:
            return {"type": "array", "items": value, "minItems": 1}
        case Operator.CONTAINS | Operator.STARTS_WITH | Operator.ENDS_WITH:
            text: JsonSchema = {"type": ["string", "number"]}
            return {"anyOf": [text, {"type": "array", "items": text, "minItems": 1}]}
        case Operator.WITHIN | Operator.OLDER_THAN:
            return _DURATION
        case _:
            return value
