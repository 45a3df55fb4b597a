"""Lists and mappings of values of one shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Generic

from leadqual_gui.adapters.rules_yaml import nodes
from leadqual_gui.adapters.rules_yaml.nodes import Node, Scalar, Sequence
from leadqual_gui.adapters.rules_yaml.shapes import WRONG, Defs, JsonSchema, Reading, Shape, T, Wrong, complain


@dataclass(frozen=True, slots=True)
class ListOf(Generic[T]):
    """A list of values; `or_one` accepts a single value in its place."""

    item: Shape[T]
    fewest: int = 0
    or_one: bool = False

    @property
    def words(self) -> str:
        one = "one or a list" if self.or_one else "a list"
        return f"{one} of: {self.item.words}"

    def read(self, node: Node, reading: Reading) -> tuple[T, ...] | Wrong:
        if not isinstance(node, Sequence):
            if not self.or_one or (isinstance(node, Scalar) and node.is_null):
                return complain(node, reading, "a list", "begin each item with '- ', or write [a, b]")
            one = self.item.read(node, reading)
            return WRONG if isinstance(one, Wrong) else (one,)
        if len(node.items) < self.fewest:
            reading.problems.error(
                node, f"at least {self.fewest} needed; found {len(node.items)}", "add what is missing"
            )
        values = [self.item.read(item, reading) for item in node.items]
        return tuple(value for value in values if not isinstance(value, Wrong))

    def schema(self, defs: Defs) -> JsonSchema:
        item = self.item.schema(defs)
        many: JsonSchema = {"type": "array", "items": item, "minItems": self.fewest}
        return {"anyOf": [item, many]} if self.or_one else many


@dataclass(frozen=True, slots=True)
class MapOf(Generic[T]):
    """A mapping from names to values."""

    key: Shape[str]
    value: Shape[T]
    fewest: int = 0
    key_pattern: str = ".*"

    @property
    def words(self) -> str:
        return f"a mapping from {self.key.words} to {self.value.words}"

    def read(self, node: Node, reading: Reading) -> Mapping[str, T] | Wrong:
        if not isinstance(node, nodes.Mapping):
            return complain(node, reading, "a mapping", "write name: value, one a line")
        if len(node.entries) < self.fewest:
            reading.problems.error(
                node, f"at least {self.fewest} needed; found {len(node.entries)}", "add what is missing"
            )
        values: dict[str, T] = {}
        for entry in node:
            key, value = self.key.read(entry.key, reading), self.value.read(entry.value, reading)
            if not isinstance(key, Wrong) and not isinstance(value, Wrong):
                values[key] = value
        return MappingProxyType(values)

    def schema(self, defs: Defs) -> JsonSchema:
        return {
            "type": "object",
            "minProperties": self.fewest,
            "patternProperties": {f"^{self.key_pattern}$": self.value.schema(defs)},
            "additionalProperties": False,
        }
