"""Writes values as YAML that reads back as exactly the same values."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from leadqual_gui.adapters.rules_yaml import nodes
from leadqual_gui.adapters.rules_yaml.nodes import Node, Scalar, ScalarValue

Data: TypeAlias = "ScalarValue | list[Data] | dict[str, Data]"

LONGEST_LINE = 110
_PLAIN = re.compile(r"\w(?:[\w ./()+%€$&;'’–-]*[\w.)%])?\Z")
_RISKY = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def data_of(node: Node) -> Data:
    """A tree as plain values, as any YAML 1.2 program reads it."""
    match node:
        case Scalar():
            return node.value
        case nodes.Sequence():
            return [data_of(item) for item in node.items]
        case nodes.Mapping():
            return {entry.key.text: data_of(entry.value) for entry in node}


def same(one: Data, other: Data) -> bool:
    """Whether two values are equal, `1`, `1.0` and `true` being three different things."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    return type(one) is type(other) and one == other


def render_scalar(value: ScalarValue, quote: str = "") -> str:
    """One value on one line; text is quoted where it must be, or in the given quotes if they can hold it."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case _:
            return _render_text(value, quote)


def render_flow(value: Data) -> str:
    """A value on one line, in brackets and braces."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{render_scalar(key)}: {render_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(render_flow(one) for one in value) + "]"
    return render_scalar(value)


def render_block(value: Data, indent: int) -> str:
    """A value as it stands after `- `, without the line break at its end; on one line if it is short."""
    if not isinstance(value, dict | list) or not _needs_lines(value, indent):
        return render_flow(value)
    return f"\n{' ' * indent}".join(_block_lines(value, indent))


def render_entry(key: str, value: Data, indent: int) -> str:
    """A key with its value, without the line break at its end."""
    inner = indent + 2
    gap = f"\n{' ' * inner}" if isinstance(value, dict | list) and _needs_lines(value, inner) else " "
    return f"{render_scalar(key)}:{gap}{render_block(value, inner)}"


def _block_lines(value: dict[str, Data] | list[Data], indent: int) -> list[str]:
    if isinstance(value, list):
        return [f"- {render_block(one, indent + 2)}" for one in value]
    return [render_entry(key, one, indent) for key, one in value.items()]


def _needs_lines(value: dict[str, Data] | list[Data], indent: int) -> bool:
    """Whether a list or mapping is too long or too deep for one line."""
    return bool(value) and (not _is_flat(value) or indent + len(render_flow(value)) > LONGEST_LINE)


def _is_flat(value: Data) -> bool:
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, Sequence) else ()
    return all(not isinstance(one, dict | list) or (isinstance(one, list) and _is_flat(one)) for one in inner)


def _render_text(text: str, quote: str) -> str:
    if quote == "'" and not _RISKY.search(text):
        return "'" + text.replace("'", "''") + "'"
    if quote == "" and _is_plain(text):
        return text
    return _RISKY.sub(lambda found: f"\\u{ord(found.group()):04x}", json.dumps(text, ensure_ascii=False))


def _is_plain(text: str) -> bool:
    if not _PLAIN.match(text) or "  " in text:
        return False
    scalar = Scalar(nodes.START, 0, text, True)
    return isinstance(scalar.value, str) and scalar.old_meaning is None and not scalar.oversized
