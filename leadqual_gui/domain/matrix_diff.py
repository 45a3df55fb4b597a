"""Two versions of a matrix side by side, as a table of what is different."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from leadqual_gui.domain.matrix import Criterion, Level, Matrix
from leadqual_gui.domain.text import Text

_POINTS = frozenset({"tenths", "maximum", "minimum"})


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One difference.

    `what`: criterion, level, group, tier, grades, scenario or matrix. `where`: its id (for a level: the criterion's),
    `index`: of the level. `label`: what people call it. `property`: which one ("" if the whole thing came or went,
    "order" if it moved). `before`, `after`: the values (None: not there); points and caps are tenths.
    """

    what: str
    where: str
    property: str
    before: object
    after: object
    label: Text = field(default_factory=lambda: Text(""))
    index: int | None = None

    def is_points(self) -> bool:
        """Whether the values are tenths of a point."""
        return self.property in _POINTS


def matrix_diff(a: Matrix, b: Matrix) -> tuple[DiffRow, ...]:
    """What is different in `b`."""
    return (
        *_properties("matrix", "", Text(""), a, b, ("name", "minimum", "maximum")),
        *_items("tier", a.tiers, b.tiers),
        *_grades(a, b),
        *_items("group", a.groups, b.groups),
        *_criteria(a, b),
        *_scenarios(a, b),
    )


def _criteria(a: Matrix, b: Matrix) -> Iterator[DiffRow]:
    new = {c.id: c for c in b.criteria}
    for old in a.criteria:
        found = new.get(old.id)
        if found is None:
            yield DiffRow("criterion", old.id, "", old, None, old.label)
        elif found is not old:
            yield from _criterion(old, found)
    there = {c.id for c in a.criteria}
    for criterion in b.criteria:
        if criterion.id not in there:
            yield DiffRow("criterion", criterion.id, "", None, criterion, criterion.label)
    yield from _order("criterion", [c.id for c in a.criteria], [c.id for c in b.criteria])


def _criterion(old: Criterion, new: Criterion) -> Iterator[DiffRow]:
    names = tuple(f.name for f in fields(Criterion) if f.name not in ("id", "levels"))
    yield from _properties("criterion", old.id, new.label, old, new, names)
    if old.levels == new.levels:
        return
    for index in range(max(len(old.levels), len(new.levels))):
        before = old.levels[index] if index < len(old.levels) else None
        after = new.levels[index] if index < len(new.levels) else None
        yield from _level(old.id, index, before, after)


def _level(criterion: str, index: int, old: Level | None, new: Level | None) -> Iterator[DiffRow]:
    if old is None or new is None:
        label = (new or old).label  # type: ignore[union-attr]
        yield DiffRow("level", criterion, "", old, new, label, index)
        return
    for name in ("label", "when", "tenths"):
        if getattr(old, name) != getattr(new, name):
            yield DiffRow("level", criterion, name, getattr(old, name), getattr(new, name), new.label, index)


def _properties(
    what: str, where: str, label: Text, old: object, new: object, names: Sequence[str]
) -> Iterator[DiffRow]:
    for name in names:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield DiffRow(what, where, name, before, after, label)


def _items(what: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[DiffRow]:
    """Groups or tiers: those that came, went or changed, and their order."""
    later = {item.id: item for item in new}
    for item in old:
        found = later.pop(item.id, None)
        if found is None:
            yield DiffRow(what, item.id, "", item, None, item.label)
        else:
            names = [f.name for f in fields(item) if f.name != "id"]
            yield from _properties(what, item.id, found.label, item, found, names)
    for item in later.values():
        yield DiffRow(what, item.id, "", None, item, item.label)
    yield from _order(what, [item.id for item in old], [item.id for item in new])


def _order(what: str, old: list[str], new: list[str]) -> Iterator[DiffRow]:
    """One row if what both have stands in another order."""
    both = set(old) & set(new)
    before, after = tuple(x for x in old if x in both), tuple(x for x in new if x in both)
    if before != after:
        yield DiffRow(what, "", "order", before, after)


def _grades(a: Matrix, b: Matrix) -> Iterator[DiffRow]:
    for axis in ("fit", "engagement"):
        before, after = getattr(a.grades, axis), getattr(b.grades, axis)
        if before != after:
            yield DiffRow("grades", axis, "edges", before, after)


def _scenarios(a: Matrix, b: Matrix) -> Iterator[DiffRow]:
    if a.scenarios == b.scenarios:
        return
    old, new = ({str(s.name): s for s in m.scenarios} for m in (a, b))
    for name, scenario in old.items():
        found = new.get(name)
        if found is None:
            yield DiffRow("scenario", name, "", scenario, None, scenario.name)
        elif found != scenario:
            names = [f.name for f in fields(scenario)]
            yield from _properties("scenario", name, found.name, scenario, found, names)
    for name, scenario in new.items():
        if name not in old:
            yield DiffRow("scenario", name, "", None, scenario, scenario.name)
