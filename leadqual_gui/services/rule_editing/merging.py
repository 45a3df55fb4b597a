"""Brings two people's changes of one rule file together: what differs in different places is taken from both.

Values are plain data. Items of a list are known again by their id (name, label); what both sides changed, each in
another way, is a conflict: it is shown side by side, and somebody chooses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from types import MappingProxyType
from typing import Literal, TypeAlias

from leadqual_gui.services.rule_editing.ports import Plain

Side = Literal["mine", "theirs"]
ItemPath = tuple[str, ...]
"""Where something stands: ("criteria", "webinar", "points")."""
_NO_CHOICES: Mapping[ItemPath, Side] = MappingProxyType({})

_NAMES = ("id", "key", "name", "label", "level")
_ORDER_IS_LOOKS = ("criteria", "scenarios", "kinds", "personas")
_WHOLE = frozenset(("when", "label", "name", "why", "kinds", "topics", "facts", "entry", "ask_if", "message", "reason"))


class _Missing(Enum):
    MISSING = "missing"


MISSING: Literal[_Missing.MISSING] = _Missing.MISSING
_Some: TypeAlias = "Plain | Literal[_Missing.MISSING]"


@dataclass(frozen=True, slots=True)
class Conflict:
    """What both sides changed, each in another way. None: it is not there (or was not, in `base`)."""

    path: ItemPath
    base: Plain
    mine: Plain
    theirs: Plain


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge of two changes of the same file, with what was chosen so far.

    `fine`: parts of one criterion are merged too, else an item that both changed is a conflict as a whole.
    """

    base: Plain
    mine: Plain
    theirs: Plain
    choices: Mapping[ItemPath, Side] = field(default_factory=lambda: _NO_CHOICES)
    fine: bool = True
    whole: bool = False

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """All conflicts, chosen or not, in the order of the file."""
        return tuple(self._merged()[1])

    @property
    def open(self) -> tuple[Conflict, ...]:
        """The conflicts in which nobody has chosen yet."""
        return tuple(conflict for conflict in self.conflicts if conflict.path not in self.choices)

    def choose(self, path: ItemPath, side: Side) -> Merge:
        """The same, with one conflict settled."""
        return replace(self, choices=MappingProxyType({**self.choices, path: side}))

    def choose_all(self, side: Side) -> Merge:
        """The same, with every open conflict settled for one side."""
        chosen: dict[ItemPath, Side] = {conflict.path: side for conflict in self.open}
        return replace(self, choices=MappingProxyType({**self.choices, **chosen}))

    def data(self) -> Plain:
        """What comes of it; where nobody has chosen yet, my side stands."""
        return self._merged()[0]

    def _merged(self) -> tuple[Plain, list[Conflict]]:
        work = _Work(self.choices, self.fine, [])
        if self.whole:
            merged = work.clash((), self.base, self.mine, self.theirs)
        else:
            merged = work.merged((), self.base, self.mine, self.theirs)
        return _there(merged), work.conflicts


@dataclass(slots=True)
class _Work:
    """A merge on its way."""

    choices: Mapping[ItemPath, Side]
    fine: bool
    conflicts: list[Conflict]

    def merged(self, path: ItemPath, base: _Some, mine: _Some, theirs: _Some) -> _Some:
        """What two changes of one value come to together."""
        if alike(mine, theirs) or alike(base, theirs):
            return mine
        if alike(base, mine):
            return theirs
        if self._goes_deeper(path):
            if isinstance(mine, dict) and isinstance(theirs, dict):
                known = base if isinstance(base, dict) else {}
                return self._mapping(path, known, mine, theirs)
            if isinstance(mine, list) and isinstance(theirs, list):
                known_items = base if isinstance(base, list) else []
                together = self._list(path, known_items, mine, theirs)
                if together is not None:
                    return together
        return self.clash(path, base, mine, theirs)

    def clash(self, path: ItemPath, base: _Some, mine: _Some, theirs: _Some) -> _Some:
        """Note a conflict; the side that was chosen, else mine."""
        self.conflicts.append(Conflict(path, _there(base), _there(mine), _there(theirs)))
        return theirs if self.choices.get(path) == "theirs" else mine

    def _goes_deeper(self, path: ItemPath) -> bool:
        if path and path[-1] in _WHOLE and len(path) > 1:
            return False
        if self.fine or not path:
            return True
        return len(path) == 1 and path[0] not in ("tiers", "grades", "score", "name")

    def _mapping(
        self, path: ItemPath, base: Mapping[str, Plain], mine: Mapping[str, Plain], theirs: Mapping[str, Plain]
    ) -> Plain:
        order = _order(list(base), list(mine), list(theirs)) or [*mine, *(key for key in theirs if key not in mine)]
        found = {
            key: self.merged((*path, key), base.get(key, MISSING), mine.get(key, MISSING), theirs.get(key, MISSING))
            for key in order
        }
        return {key: value for key, value in found.items() if value is not MISSING}

    def _list(
        self, path: ItemPath, base: Sequence[Plain], mine: Sequence[Plain], theirs: Sequence[Plain]
    ) -> Plain | None:
        sides = [_by_name(side) for side in (base, mine, theirs)]
        if any(side is None for side in sides):
            return None
        known, ours, others = (side or {} for side in sides)
        order = _order(list(known), list(ours), list(others))
        if order is None and (not path or path[-1] not in _ORDER_IS_LOOKS):
            return None
        names = order or [*ours, *(name for name in others if name not in ours)]
        found = [
            self.merged((*path, name), known.get(name, MISSING), ours.get(name, MISSING), others.get(name, MISSING))
            for name in names
        ]
        return [item for item in found if item is not MISSING]


def alike(one: _Some, other: _Some) -> bool:
    """Whether two values say the same (the order of keys does not count)."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def _by_name(items: Sequence[Plain]) -> dict[str, Plain] | None:
    """Items by what they are known by; None if they have no names, or not each its own."""
    for key in _NAMES:
        if all(isinstance(item, dict) and key in item for item in items):
            named: dict[str, Plain] = {str(item[key]): item for item in items if isinstance(item, dict)}
            return named if len(named) == len(items) else None
    return None


def _order(base: list[str], mine: list[str], theirs: list[str]) -> list[str] | None:
    """The names of both sides in one order; None if both have put the same ones into another order."""
    common = [name for name in base if name in mine and name in theirs]
    ours, others = ([name for name in side if name in common] for side in (mine, theirs))
    if others in (common, ours):
        return _woven(mine, theirs)
    return _woven(theirs, mine) if ours == common else None


def _woven(frame: list[str], other: list[str]) -> list[str]:
    """The names of `frame` in its order, each further one of `other` after the one that it stands after there; those
    at the end there are at the end here."""
    woven, before = list(frame), ""
    for place, name in enumerate(other):
        if name not in woven:
            at_end = all(later not in frame for later in other[place:])
            woven.insert(len(woven) if at_end else woven.index(before) + 1 if before else 0, name)
        before = name
    return woven


def _there(value: _Some) -> Plain:
    return None if value is MISSING else value
