"""Says in plain words what PyYAML means by "while scanning a simple key".

Each of its messages that people meet is turned into what is wrong and what to
do; the place is where it was noticed, and where it began if that helps more.
"""

from __future__ import annotations

from typing import Any

from leadqual_gui.adapters.rules_yaml.nodes import START, Place
from leadqual_gui.adapters.rules_yaml.problems import Problems
from leadqual_gui.adapters.rules_yaml.source import place_at

_INDENT = "line it up with the keys above, with spaces"
_QUOTE = 'put the text in quotes: "..."'

_PLAIN_WORDS: tuple[tuple[str, str, str], ...] = (
    ("mapping values are not allowed", "a ':' where no key can begin", f"{_QUOTE}, or {_INDENT}"),
    ("could not find expected ':'", "a key without ':'", "write key: value, with a space after the ':'"),
    ("found character '\\t'", "a tab where spaces are needed", "indent with spaces"),
    ("found character '%'", "a text begins with '%'", _QUOTE),
    ("found character '@'", "a text begins with '@'", _QUOTE),
    ("found character '`'", "a text begins with '`'", _QUOTE),
    ("expected <block end>", "this line does not fit the indentation of the lines above", _INDENT),
    ("unexpected end of stream", "the file ends inside a text: a quote is never closed", "close the quote"),
    ("unexpected document separator", "--- or ... inside a quoted text: the quote is not closed", "close the quote"),
    (
        "unknown escape character",
        "an unknown \\ sequence in a text in double quotes",
        "write \\\\ for \\, or use single quotes",
    ),
    (
        "expected escape sequence",
        "an unfinished \\ sequence in a text in double quotes",
        "write \\\\ for \\, or use single quotes",
    ),
    (
        "expected ',' or ']'",
        "a list that begins with '[' is not closed or lacks a ','",
        "separate with ',' and close with ']'",
    ),
    (
        "expected ',' or '}'",
        "a mapping that begins with '{' is not closed or lacks a ','",
        "separate with ',' and close with '}'",
    ),
    ("undefined tag handle", "a tag (!) is not allowed", f"delete it, or {_QUOTE}"),
    ("sequence entries are not allowed", "a '- ' where no list item can begin", "begin the item on a line of its own"),
    ("mapping keys are not allowed", "a '? ' where no key can begin", _QUOTE),
    ("expected alphabetic or numeric", "a text begins with '*' or '&'", _QUOTE),
    ("expected the node content", "a value is missing before this", "write the value, or delete the key or the ','"),
    ("expected '<document start>'", "something stands after the end of the content", _INDENT),
)


def explain_syntax(error: Any, text: str, problems: Problems) -> None:
    """Report what PyYAML complained about."""
    raw = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    unexplained = (f"this is not YAML: {raw}", "look at this line and the one above it")
    message, hint = next((words for fragment, *words in _PLAIN_WORDS if fragment in raw), unexplained)
    problems.error(_place(error, text), f"{message}{_began(error)}", hint)


def _place(error: Any, text: str) -> Place:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        return Place(mark.line + 1, mark.column + 1, mark.index)
    position = getattr(error, "position", None)
    return place_at(text, position) if isinstance(position, int) else START


def _began(error: Any) -> str:
    context, noticed = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    if context is None or noticed is None or context.line == noticed.line:
        return ""
    return f" (it began in line {context.line + 1}, column {context.column + 1})"
