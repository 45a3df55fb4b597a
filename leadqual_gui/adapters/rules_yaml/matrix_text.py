"""Brings the text of a rules file from one value to another, touching only what differs.

Both values are written as plain data; where those differ, the text is edited.
In the end the text is read again and must give exactly the new value, else
nothing is changed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TypeAlias

from leadqual_gui.adapters.rules_yaml.edit import EditRefused, NodePath, delete, insert_item, move_item, set_key
from leadqual_gui.adapters.rules_yaml.render import Data, same
from leadqual_gui.adapters.rules_yaml.source import Source

# Values that are written anew as a whole: their parts mean nothing alone.
_WHOLE = ("when", "entry", "ask_if", "label", "name", "why", "message", "reason", "topics", "facts")

# Mappings whose order is part of the value.
_IN_ORDER = ("weights", "fit", "engagement")

_Mapping: TypeAlias = "dict[str, Data]"


def rewrite(source: Source, old: _Mapping, new: _Mapping, says_it: Callable[[Source], bool]) -> Source:
    """The text that says `new` where it says `old`, if `says_it` finds so. Raises EditRefused."""
    edited = _edit_mapping(source, (), old, new)
    if not says_it(edited):
        raise EditRefused("The change would not say what was meant", "Make this change in a text editor", source.name)
    return edited


def _edit(source: Source, path: NodePath, old: Data, new: Data) -> Source:
    """Bring the value at a path from one to the other."""
    key = path[-1]
    if same(old, new):
        return source
    if key not in _WHOLE and not (key in _IN_ORDER and _reordered(old, new)):
        # Where the text has another form (one value in place of a list), the value is written anew.
        with suppress(EditRefused):
            if isinstance(old, dict) and isinstance(new, dict):
                return _edit_mapping(source, path, old, new)
            if isinstance(old, list) and isinstance(new, list):
                return _edit_list(source, path, old, new)
    if isinstance(key, str):
        return set_key(source, path[:-1], key, new)
    return delete(insert_item(source, path[:-1], key, new), (*path[:-1], key + 1))


def _edit_mapping(source: Source, path: NodePath, old: _Mapping, new: _Mapping) -> Source:
    for key, value in old.items():
        if key not in new:
            source = _emptied(source, key, value) if not path else delete(source, (*path, key))
    for key, value in new.items():
        if key in old:
            source = _edit(source, (*path, key), old[key], value)
        else:
            source = set_key(source, path, key, value)
    return source


def _reordered(old: Data, new: Data) -> bool:
    """Whether keys would stand in another order than is meant, if new ones went to the end."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return False
    return list(new) != [*(key for key in old if key in new), *(key for key in new if key not in old)]


def _emptied(source: Source, key: str, old: Data) -> Source:
    """A part of the file with nothing in it any more; comments that stand between its items stay."""
    empty: Data = [] if isinstance(old, list) else {} if isinstance(old, dict) else None
    return delete(source, (key,)) if empty is None else _edit(source, (key,), old, empty)


def _edit_list(source: Source, path: NodePath, old: list[Data], new: list[Data]) -> Source:
    """Items are known again by their id, or by being the same; the others are edited in place, or come and go."""
    names = [_name(item, position) for position, item in enumerate(old)]
    wanted = _wanted(old, new)
    current = list(zip(names, old, strict=True))
    for position in reversed(range(len(current))):
        if current[position][0] not in wanted:
            source = delete(source, (*path, position))
            del current[position]
    for position, (name, item) in enumerate(zip(wanted, new, strict=True)):
        there = next((at for at, one in enumerate(current) if one[0] == name), None)
        if there is None:
            source = insert_item(source, path, position, item)
            current.insert(position, (name, item))
            continue
        if there != position:
            source = move_item(source, path, there, position)
            current.insert(position, current.pop(there))
        source = _edit(source, (*path, position), current[position][1], item)
    return source


def _wanted(old: list[Data], new: list[Data]) -> list[str]:
    """A name for each new item: that of the old item which it is or takes the place of, or one of its own."""
    if any(_known_by(item) for item in (*old, *new)):
        return _renamed(old, new)
    free = [_name(item, position) for position, item in enumerate(old)]
    found: list[str | None] = []
    for item in new:
        match = next((name for name in free if same(old[int(name)], item)), None)
        if match is not None:
            free.remove(match)
        found.append(match)
    in_place = len(old) == len(new)
    return [
        name or (str(position) if in_place and str(position) in free else f"new {position}")
        for position, name in enumerate(found)
    ]


def _renamed(old: list[Data], new: list[Data]) -> list[str]:
    """The ids of the new items; one that has only got another id stays what it was, in its place."""
    before = [_name(item, position) for position, item in enumerate(old)]
    names = [_name(item, position) for position, item in enumerate(new)]
    if len(before) != len(names):
        return names
    return [
        was if is_now != was and was not in names and is_now not in before else is_now
        for was, is_now in zip(before, names, strict=True)
    ]


def _known_by(item: Data) -> str:
    """What an item is known by: its id; a field of one's own has a key."""
    return next((key for key in ("id", "key") if isinstance(item, dict) and key in item), "")


def _name(item: Data, position: int) -> str:
    key = _known_by(item)
    return str(item[key]) if key and isinstance(item, dict) else str(position)
