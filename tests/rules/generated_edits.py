"""Generated edits of any rule file: a value anywhere in it becomes another, rows move, go, are copied."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from hypothesis import strategies as st

from leadqual_gui.domain.conditions import All, Not, Operator, Test
from leadqual_gui.domain.conditions import Any as AnyOf
from leadqual_gui.domain.text import Text

CONDITIONS = (All, AnyOf, Not, Test)
IDENTITY = ("id", "key", "level_number")
WORDS = ("Ask first", "a: b", "NO", "it's", "# sharp", "Größe", "12", '"', "- x", "on", "{a}", "1:30")
Draw = Callable[[Any], Any]
NUMBERS = (0, 0.5, 1, 2, 7, 30, 45, 100)
POINTS = (-100, -55, 0, 5, 10, 80, 120)
SOME_CONDITIONS = (
    Test("employees", Operator.AT_LEAST, 500.0),
    All((Test("country", Operator.IN, ("Norway", "NO")), Not(Test("company", Operator.KNOWN, True)))),
)
Path = tuple[object, ...]


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every place of a value that can become something else, conditions and texts as a whole."""
    if is_pair(value):
        yield (*path, 1), value[1]
        return
    if path:
        yield path, value
    if isinstance(value, (Text, *CONDITIONS)):
        return
    if is_dataclass(value):
        for one in fields(value):
            if one.name not in IDENTITY:
                yield from leaves(getattr(value, one.name), (*path, one.name))
    elif isinstance(value, tuple):
        for at, item in enumerate(value):
            yield from leaves(item, (*path, at))


def is_pair(value: Any) -> bool:
    """Whether this is a name with its number (a weight, an edge of a grade): only the number can change."""
    return isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], str) and type(value[1]) in (int, float)


def changed_at(value: Any, path: Path, new: Any) -> Any:
    """The same with something else in one place."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        return (*value[:step], changed_at(value[step], rest, new), *value[step + 1 :])
    return replace(value, **{str(step): changed_at(getattr(value, str(step)), rest, new)})


def edited(draw: Draw, value: Any) -> Any:
    """The value after one edit: nearly always one that the grammar can say."""
    places = list(leaves(value)) if not isinstance(value, tuple) else [((), value), *leaves(value)]
    path, old = one_of(draw, places)
    if not path and not old:
        return value
    if isinstance(old, tuple) and old and (not path or draw(st.booleans())):
        return changed_at(value, path, _rows(draw, old))
    field = next((step for step in reversed(path) if isinstance(step, str)), "")
    alike = [(at, other) for at, other in places if len(at) == len(path) and at[:1] == path[:1]]
    known = [other for at, other in alike if at and at[-1] == path[-1] == field]
    return changed_at(value, path, _other(draw, old, field, known))


def _rows(draw: Draw, rows: tuple[Any, ...]) -> tuple[Any, ...]:
    items = list(rows)
    at = draw(st.integers(0, len(items) - 1))
    match draw(st.sampled_from(["move", "remove", "copy"])):
        case "move":
            items.insert(draw(st.integers(0, len(items) - 1)), items.pop(at))
        case "remove":
            items.pop(at)
        case _:
            items.insert(draw(st.integers(0, len(items))), _copy(items[at], items))
    return tuple(items)


def _copy(item: Any, items: list[Any]) -> Any:
    known = next((name for name in ("id", "key") if hasattr(item, name)), "")
    if not known:
        return item
    taken = {getattr(one, known) for one in items}
    number = next(n for n in range(2, 99) if f"{getattr(item, known)}_{n}" not in taken)
    return replace(item, **{known: f"{getattr(item, known)}_{number}"})


def _other(draw: Draw, old: Any, field: str, known: list[Any]) -> Any:
    """Something else for a place: what stands in such a place elsewhere in the file, or something new."""
    fresh: tuple[Any, ...] = ()
    if isinstance(old, Text):
        fresh = tuple(map(Text, WORDS))
    elif isinstance(old, CONDITIONS):
        fresh = SOME_CONDITIONS
    elif isinstance(old, bool):
        return not old
    elif isinstance(old, Enum):
        fresh = tuple(type(old))
    elif isinstance(old, int):
        fresh = POINTS
    elif isinstance(old, float):
        fresh = tuple(map(float, NUMBERS))
    elif isinstance(old, str) and field in ("choices", "topics"):
        fresh = WORDS
    return one_of(draw, fresh if fresh and (not known or draw(st.booleans())) else known or [old])


def one_of(draw: Draw, values: Sequence[Any]) -> Any:
    """Any of them (by number: hypothesis would write all of them out)."""
    return values[draw(st.integers(0, len(values) - 1))]
