"""Rule values and edits as JSON, so that a draft can be kept line by line.

Only the classes named here are ever made; a line that names another is refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from types import MappingProxyType
from typing import Any

from leadqual_gui.domain import activities, conditions, framework, funnel, matrix, matrix_edits, playbook, profiles
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.rules import CustomField
from leadqual_gui.domain.text import Text
from leadqual_gui.services.rule_editing.ports import Effect, RuleVersion

_MODULES = (activities, conditions, framework, funnel, matrix, matrix_edits, playbook, profiles)
_CLASSES: Mapping[str, type] = MappingProxyType(
    {"Text": Text, "RuleVersion": RuleVersion, "Effect": Effect, "CustomField": CustomField, "FactType": FactType}
    | {
        name: found
        for module in _MODULES
        for name, found in vars(module).items()
        if isinstance(found, type) and found.__module__ == module.__name__
    }
)
_CLASS, _ENUM, _MAP, _TIME = "=", "enum", "map", "time"


class NotReadableError(ValueError):
    """A line of another version of the program, or one that was cut short."""


def dumped(value: object) -> str:
    """A value as one line of JSON."""
    return json.dumps(_packed(value), ensure_ascii=False, separators=(",", ":"))


def loaded(line: str) -> Any:
    """The value again. Raises NotReadableError."""
    try:
        return _unpacked(json.loads(line))
    except (ValueError, KeyError, TypeError) as error:
        raise NotReadableError(str(error)) from error


def _packed(value: object) -> object:
    match value:
        case Enum():
            return {_ENUM: [type(value).__name__, value.value]}
        case datetime():
            return {_TIME: value.isoformat()}
        case tuple() | list():
            return [_packed(one) for one in value]
        case Mapping():
            return {_MAP: [[key, _packed(one)] for key, one in value.items()]}
    if is_dataclass(value):
        given = {one.name: _packed(getattr(value, one.name)) for one in fields(value)}
        return {_CLASS: type(value).__name__} | given
    return value


def _unpacked(packed: Any) -> Any:
    if isinstance(packed, list):
        return tuple(_unpacked(one) for one in packed)
    if not isinstance(packed, dict):
        return packed
    if _TIME in packed:
        return datetime.fromisoformat(packed[_TIME])
    if _ENUM in packed:
        name, value = packed[_ENUM]
        return _CLASSES[name](value)
    if _MAP in packed:
        return MappingProxyType({key: _unpacked(one) for key, one in packed[_MAP]})
    given = {key: _unpacked(one) for key, one in packed.items() if key != _CLASS}
    return _CLASSES[packed[_CLASS]](**given)
