"""A mapping with known keys: its fields, which of them go together, and the value that is built from them.

A Record is the description of one part of a rules file. Reading, the JSON
Schema and the reference for people all come from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, Literal

from leadqual_gui.adapters.rules_yaml.nodes import Entry, Mapping, Node, Place, shortened
from leadqual_gui.adapters.rules_yaml.shapes import WRONG, Defs, JsonSchema, Reading, Shape, T, Wrong, complain
from leadqual_gui.adapters.rules_yaml.words import did_you_mean, suggestion


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a record: its shape, and a sentence about it for people."""

    name: str
    shape: Shape[Any]
    doc: str
    required: bool = False


class Values:
    """What a record holds: the values that were right, and where each key stands."""

    __slots__ = ("_entries", "_values", "node")

    def __init__(self, node: Mapping, values: dict[str, Any]) -> None:
        self.node = node
        self._values = values
        self._entries = {entry.key.text: entry for entry in node}

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a field, or the default where it is absent or wrong."""
        return self._values.get(name, default)

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __contains__(self, name: str) -> bool:
        """Whether the key is there, right or wrong."""
        return name in self._entries

    def place(self, name: str) -> Place:
        """Where the value stands; where it is absent, the record's beginning."""
        return self._entries[name].value.place if name in self._entries else self.node.place

    def key_place(self, name: str) -> Place:
        """Where the key stands; where it is absent, the record's beginning."""
        return self._entries[name].key.place if name in self._entries else self.node.place

    def child(self, name: str) -> Node | None:
        """The node of a field."""
        return self._entries[name].value if name in self._entries else None

    def given(self, names: tuple[str, ...]) -> dict[str, Any]:
        """Those of the fields that have a value, as keyword arguments."""
        return {name: self._values[name] for name in names if name in self._values}


Check = Callable[[Values, Reading], None]


@dataclass(frozen=True)
class Record(Generic[T]):
    """A mapping with known keys.

    `exactly_one`: one of these has to be there, and no other of them. `needs`: the first key only means
    something with the second. `apart`: the two exclude each other. `checks` report what a schema cannot say.
    """

    name: str
    doc: str
    fields: tuple[Field, ...]
    build: Callable[[Values, Reading], T]
    exactly_one: tuple[str, ...] = ()
    needs: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    checks: tuple[Check, ...] = ()
    _by_name: dict[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {one.name: one for one in self.fields})

    @property
    def words(self) -> str:
        return f"{'an' if self.name[0] in 'aeiou' else 'a'} {self.name}"

    def read(self, node: Node, reading: Reading) -> T | Wrong:
        """The value that this mapping describes, or WRONG after saying what is wrong with it."""
        if not isinstance(node, Mapping):
            required = ", ".join(one.name for one in self.fields if one.required)
            return complain(node, reading, f"{self.words} (key: value)", f"its keys: {required or 'see the reference'}")
        errors_before = reading.problems.errors
        values = Values(node, dict(self._read_entries(node, reading)))
        self._check_presence(values, reading)
        for check in self.checks:
            check(values, reading)
        return self.build(values, reading) if reading.problems.errors == errors_before else WRONG

    def schema(self, defs: Defs) -> JsonSchema:
        """A reference to this record in `defs`, where it is put on the way."""
        key = self.name.replace(" ", "_")
        if key not in defs:
            defs[key] = {}
            defs[key] = self._own_schema(defs)
        return {"$ref": f"#/$defs/{key}"}

    def _read_entries(self, node: Mapping, reading: Reading) -> Iterator[tuple[str, Any]]:
        for entry in node:
            one = self._by_name.get(entry.key.text)
            if one is None:
                self._complain_about_key(entry, reading)
                continue
            value = _read_field(one, entry, reading)
            if not isinstance(value, Wrong):
                yield one.name, value

    def _complain_about_key(self, entry: Entry, reading: Reading) -> None:
        written = entry.key.text
        reading.problems.error(
            entry, f"unknown key '{shortened(written)}' in {self.words}", suggestion(written, self._by_name)
        )

    def _check_presence(self, values: Values, reading: Reading) -> None:
        for one in self.fields:
            if one.required and one.name not in values and not self._misspelt(one.name, values):
                hint = f"add {one.name}: {one.shape.words}"
                reading.problems.error(values.node, f"{self.words} lacks '{one.name}'", hint)
        self._check_exactly_one(values, reading)
        for first, second in self.needs:
            if first in values and second not in values:
                reading.problems.error(
                    values.key_place(first), f"'{first}' needs '{second}'", f"add {second}, or delete {first}"
                )
        for first, second in self.apart:
            if first in values and second in values:
                message = f"'{first}' and '{second}' exclude each other"
                reading.problems.error(values.key_place(second), message, f"delete {first} or {second}")

    def _check_exactly_one(self, values: Values, reading: Reading) -> None:
        there = [name for name in self.exactly_one if name in values]
        if len(there) > 1:
            message = f"'{there[0]}' and '{there[1]}' exclude each other"
            reading.problems.error(values.key_place(there[1]), message, f"keep one of {', '.join(there)}")
        elif self.exactly_one and not there and not any(self._misspelt(name, values) for name in self.exactly_one):
            options = ", ".join(self.exactly_one)
            reading.problems.error(values.node, f"{self.words} needs one of: {options}", "add the one that fits")

    def _misspelt(self, name: str, values: Values) -> bool:
        """Whether an unknown key probably means this one, so that it need not be missed too."""
        unknown = [entry.key.text for entry in values.node if entry.key.text not in self._by_name]
        return any(did_you_mean(word, self._by_name) == name for word in unknown)

    def _own_schema(self, defs: Defs) -> JsonSchema:
        schema: JsonSchema = {
            "type": "object",
            "description": self.doc,
            "additionalProperties": False,
            "properties": {one.name: {"description": one.doc} | one.shape.schema(defs) for one in self.fields},
        }
        if required := [one.name for one in self.fields if one.required]:
            schema["required"] = required
        if self.exactly_one:
            schema["oneOf"] = [{"required": [name]} for name in self.exactly_one]
        if self.needs:
            schema["dependentRequired"] = {first: [second] for first, second in self.needs}
        if self.apart:
            schema["allOf"] = [{"not": {"required": list(pair)}} for pair in self.apart]
        return schema


def _read_field(one: Field, entry: Entry, reading: Reading) -> Any | Literal[Wrong.WRONG]:
    """Read a value; a complaint about "this" names the key instead."""
    already = len(reading.problems.found)
    value = one.shape.read(entry.value, reading)
    if isinstance(value, Wrong):
        reading.problems.name_the_subject(one.name, already, entry.value.place)
    return value
