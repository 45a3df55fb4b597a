"""Edits a rules file as text: only what was changed differs afterwards, comments and layout stay as they are.

Each edit replaces a slice between the marks of nodes. The new text is parsed
again and compared with what was meant; if it says anything else, the edit is
refused and nothing is changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeAlias

from leadqual_gui.adapters.rules_yaml.nodes import Entry, Mapping, Node, Scalar, ScalarValue, Sequence
from leadqual_gui.adapters.rules_yaml.problems import Problems
from leadqual_gui.adapters.rules_yaml.render import Data, data_of, render_flow, render_scalar, same
from leadqual_gui.adapters.rules_yaml.slices import Slice, filled, moved, new_item, new_key, over, parts_of, without
from leadqual_gui.adapters.rules_yaml.source import Source
from leadqual_gui.adapters.rules_yaml.strict import parse_source
from leadqual_gui.domain.errors import LeadQualError, RuleProblem

NodePath: TypeAlias = "tuple[str | int, ...]"


class EditRefused(LeadQualError):  # noqa: N818  (a refusal that carries a message, hint and place)
    """The text cannot be changed like this without changing something else."""


def set_scalar(source: Source, path: NodePath, value: ScalarValue) -> Source:
    """Replace the single value at a path, keeping its quotes."""
    node = _find(_tree(source), path, source)
    if not isinstance(node, Scalar):
        raise _refused(source, node, "a list or mapping stands there, not a single value")
    quote = source.text[node.place.index] if not node.plain else ""
    cut = over(source.text, node, render_scalar(value, quote if quote in "\"'" else ""))
    return _applied(source, cut, _meant(source, path[:-1], lambda holder: _put(holder, path[-1], value)))


def set_key(source: Source, path: NodePath, key: str, value: Data) -> Source:
    """Give a key of the mapping at a path a value; a new key goes to the end of the mapping."""
    mapping = _find(_tree(source), path, source)
    if not isinstance(mapping, Mapping):
        raise _refused(source, mapping, "there is no mapping")
    old = mapping.get(key)
    if isinstance(old, Scalar) and not isinstance(value, dict | list):
        return set_scalar(source, (*path, key), value)
    if old is None:
        cut = new_key(source.text, mapping, key, value)
    elif not mapping.flow and not isinstance(old, Scalar) and not parts_of(old):
        cut = filled(source.text, mapping, old, key, value)
    else:
        cut = over(source.text, old, render_flow(value))
    return _applied(source, cut, _meant(source, path, lambda holder: _put(holder, key, value)))


def insert_item(source: Source, path: NodePath, index: int, value: Data) -> Source:
    """Insert an item into the list at a path, before the item that has this index now."""
    listed = _find(_tree(source), path, source)
    if not isinstance(listed, Sequence) or not 0 <= index <= len(listed.items):
        raise _refused(source, listed, f"there is no list with a place {index}")
    cut = new_item(source.text, listed, index, value)
    return _applied(source, cut, _meant(source, path, lambda holder: holder.insert(index, value)))


def move_item(source: Source, path: NodePath, index: int, to: int) -> Source:
    """Move an item of the list at a path to another place (as counted without it), with the comments in it."""
    listed = _find(_tree(source), path, source)
    if not isinstance(listed, Sequence) or not (0 <= index < len(listed.items) and 0 <= to < len(listed.items)):
        raise _refused(source, listed, f"there is no list with places {index} and {to}")
    cut = moved(source.text, listed, index, to)
    return _applied(source, cut, _meant(source, path, lambda items: items.insert(to, items.pop(index))))


def delete(source: Source, path: NodePath) -> Source:
    """Delete the list item or the key at a path; comments above it stay."""
    holder, last = _find(_tree(source), path[:-1], source), path[-1]
    if isinstance(holder, Scalar):
        raise _refused(source, holder, "there is no list and no mapping")
    _find(holder, (last,), source)
    position = last if isinstance(last, int) else [entry.key.text for entry in _entries(holder)].index(last)
    cut = without(source.text, holder, position)
    return _applied(source, cut, _meant(source, path[:-1], lambda whole: whole.pop(last)))


def _applied(source: Source, cut: Slice, meant: Data) -> Source:
    """The text after the edit, if it says what was meant and nothing else."""
    edited = replace(source, text=source.text[: cut.start] + cut.text + source.text[cut.end :])
    root, problems = _parsed(edited.name, edited.text)
    if root is None or problems or not same(data_of(root), meant):
        raise EditRefused("The change would not say what was meant", "Make this change in a text editor", source.name)
    return edited


def _meant(source: Source, path: NodePath, change: Callable[[Any], object]) -> Data:
    """What the file says once the list or mapping at a path is changed."""
    whole = data_of(_tree(source))
    holder: Any = whole
    for step in path:
        holder = holder[step]
    change(holder)
    return whole


def _put(holder: Any, key: str | int, value: Data) -> None:
    holder[key] = value


def _entries(node: Mapping | Sequence) -> tuple[Entry, ...]:
    return node.entries if isinstance(node, Mapping) else ()


def _tree(source: Source) -> Node:
    root, problems = _parsed(source.name, source.text)
    if root is None or problems:
        raise EditRefused(problems[0].message, "Mend the file first", source.name)
    return root


@lru_cache(maxsize=4)
def _parsed(name: str, text: str) -> tuple[Node | None, tuple[RuleProblem, ...]]:
    """The tree of a text, and its errors; each edit looks at the same text several times."""
    problems = Problems(name)
    document = parse_source(Source(name, text), problems)
    errors = tuple(problem for problem in problems.found if problem.severity == "error")
    return (document.root if document else None), errors


def _find(node: Node, path: NodePath, source: Source) -> Node:
    for step in path:
        inner: Node | None = None
        if isinstance(node, Mapping) and isinstance(step, str):
            inner = node.get(step)
        elif isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
            inner = node.items[step]
        if inner is None:
            raise _refused(source, node, f"there is no '{step}'")
        node = inner
    return node


def _refused(source: Source, node: Node, message: str) -> EditRefused:
    place = f"{source.name}:{node.place.line}:{node.place.column}"
    return EditRefused(f"The file has changed: {message}", "Load it again, then change it", place)
