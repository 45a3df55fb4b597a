"""From the bytes of a rules file to a tree of nodes, or to a list of what is wrong.

PyYAML finds the tokens; this composer decides what may be there: no anchors,
aliases or tags, no repeated keys, bounded size, depth and number of nodes.
Whatever the bytes, the outcome is a tree and problems, never an exception.

The C parser of PyYAML is asked first, one event after the other (its crashes
on deep nesting come from its recursive composer, which is not used here): it
takes a tenth of the time. What it does not accept goes to the pure parser,
whose verdict and wording count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from leadqual_gui.adapters.rules_yaml.nodes import (
    START,
    Entry,
    Mapping,
    Node,
    Place,
    Scalar,
    Sequence,
    kind_of,
    shortened,
)
from leadqual_gui.adapters.rules_yaml.problems import Problems
from leadqual_gui.adapters.rules_yaml.source import Source, decode, place_at, read_bytes
from leadqual_gui.adapters.rules_yaml.syntax import explain_syntax

DEEPEST = 40
MOST_NODES = 20_000

# What PyYAML's scanner lets through on broken input besides its own errors (huge
# `%YAML` versions, `\U` escapes beyond Unicode, truncated directives).
_LEAKS = (ValueError, IndexError, KeyError, OverflowError, RecursionError, AttributeError, TypeError)


class _RefusedError(Exception):
    """Composing cannot go on; the reason has been reported."""


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: its text and the tree that stands in it."""

    source: Source
    root: Node


def parse_file(path: Path, name: str, problems: Problems) -> Document | None:
    """Read and parse one file."""
    data = read_bytes(path, problems)
    return None if data is None else parse_bytes(name, data, problems)


def parse_bytes(name: str, data: bytes, problems: Problems) -> Document | None:
    """Parse the content of one file; None after saying why it cannot be parsed."""
    source = decode(name, data, problems)
    return None if source is None else parse_source(source, problems)


def parse_source(source: Source, problems: Problems) -> Document | None:
    """Parse a text; None after saying why it cannot be parsed."""
    import yaml

    try:
        root, found = _compose(_quick_events(source.text), source.text, problems.file)
    except (yaml.YAMLError, ImportError, *_LEAKS):
        root, found = _compose_slowly(source.text, problems.file)
    problems.extend(found)
    return Document(source, root) if root is not None else None


def _compose_slowly(text: str, file: str) -> tuple[Node | None, Problems]:
    import yaml

    parser = _pure_parser(text)
    try:
        return _compose(_events(parser), text, file)
    except yaml.YAMLError as error:
        problems = Problems(file)
        explain_syntax(error, text, problems)
    except _LEAKS:
        problems = Problems(file)
        at = place_at(text, min(getattr(parser, "index", 0), len(text)))
        problems.error(at, "this is not YAML that can be read", "look at this line and the one above it")
    return None, problems


def _compose(events: Iterator[Any], text: str, file: str) -> tuple[Node | None, Problems]:
    composer = _Composer(events, text, Problems(file))
    try:
        return composer.document(), composer.problems
    except _RefusedError:
        return None, composer.problems


def _quick_events(text: str) -> Iterator[Any]:
    import yaml

    return _events(yaml.CSafeLoader(text))


def _events(parser: Any) -> Iterator[Any]:
    while parser.check_event():
        yield parser.get_event()


def _pure_parser(text: str) -> Any:
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class PureParser(Reader, Scanner, Parser):
        def __init__(self) -> None:
            Reader.__init__(self, text)
            Scanner.__init__(self)
            Parser.__init__(self)

    return PureParser()


@dataclass(slots=True)
class _Composer:
    """Builds nodes from events and refuses what rules have no use for."""

    events: Iterator[Any]
    text: str
    problems: Problems
    depth: int = 0
    nodes: int = 0
    _names: dict[type, str] = field(default_factory=dict)

    def document(self) -> Node | None:
        """The one document of the stream."""
        root: Node | None = None
        for event in self.events:
            match type(event).__name__:
                case "DocumentStartEvent" if root is not None:
                    self._refuse(
                        event, "a second document begins here", "keep one document a file: delete from the --- on"
                    )
                case "DocumentStartEvent":
                    root = self._node(next(self.events))
        if root is None or (isinstance(root, Scalar) and root.is_null):
            self.problems.error(START, "the file is empty", "write its content, or delete the file")
            return None
        return root

    def _node(self, event: Any) -> Node:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self._refuse(event, f"more than {MOST_NODES} values in one file", "split or shorten the file")
        name = type(event).__name__
        if name == "AliasEvent":
            self.problems.error(
                _place(event),
                f"*{shortened(event.anchor)} is an alias, and rules have none",
                "write the value out here",
            )
            return Scalar(_place(event), event.end_mark.index, "", True)
        self._complain_about_extras(event)
        if name == "ScalarEvent":
            return self._scalar(event)
        self.depth += 1
        if self.depth > DEEPEST:
            self._refuse(event, f"nested more than {DEEPEST} levels deep", "close brackets, or write it flatter")
        node: Node = self._mapping(event) if name == "MappingStartEvent" else self._sequence(event)
        self.depth -= 1
        return node

    def _scalar(self, event: Any) -> Scalar:
        scalar = Scalar(_place(event), event.end_mark.index, event.value, not event.style)
        if any("\ud800" <= character <= "\udfff" for character in scalar.text if character > "\ud7ff"):
            self._refuse(event, "half a character (a surrogate) stands in this text", "write the character itself")
        if scalar.oversized:
            self.problems.error(
                scalar.place, f"the number {shortened(scalar.text, 20)} is too large", "numbers end at 1000000000000000"
            )
        return scalar

    def _sequence(self, event: Any) -> Sequence:
        items = []
        while type(inner := next(self.events)).__name__ != "SequenceEndEvent":
            items.append(self._node(inner))
        return Sequence(_place(event), inner.end_mark.index, tuple(items), bool(event.flow_style))

    def _mapping(self, event: Any) -> Mapping:
        entries: dict[str, Entry] = {}
        while type(inner := next(self.events)).__name__ != "MappingEndEvent":
            key, value = self._node(inner), self._node(next(self.events))
            if not isinstance(key, Scalar):
                self.problems.error(key.place, f"{kind_of(key)} cannot be a key", "a key is one word or a quoted text")
            elif first := entries.get(key.text):
                self._complain_about_repetition(first.key, key)
            else:
                entries[key.text] = Entry(key, value)
        return Mapping(_place(event), inner.end_mark.index, tuple(entries.values()), bool(event.flow_style))

    def _complain_about_repetition(self, first: Scalar, again: Scalar) -> None:
        self.problems.error(
            again.place,
            f"the key '{shortened(again.text)}' stands here again; it was first given in line {first.place.line}",
            f"delete line {again.place.line} or line {first.place.line}, or merge them",
        )

    def _complain_about_extras(self, event: Any) -> None:
        if event.anchor is not None:
            self.problems.error(
                _place(event),
                f"&{shortened(event.anchor)} is an anchor, and rules have none",
                "delete it and write values out",
            )
        if event.tag is not None:
            self.problems.error(_place(event), f"the tag {shortened(event.tag)} is not allowed", "delete the tag")

    def _refuse(self, event: Any, message: str, hint: str) -> None:
        self.problems.error(_place(event), message, hint)
        raise _RefusedError


def _place(event: Any) -> Place:
    mark = event.start_mark
    return Place(mark.line + 1, mark.column + 1, mark.index)
