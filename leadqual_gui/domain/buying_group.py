"""The buying group as a map: who takes part, how they stand, where their needs clash, where to paint them.

Between six and ten people take part in a typical purchase between companies. A map that shows one says so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from leadqual_gui.domain.conditions import fold
from leadqual_gui.domain.facts import STAKEHOLDER_ROLES
from leadqual_gui.domain.stakeholders import Stakeholder

USUAL_SIZE = (6, 10)
"""How many people usually take part."""

_RIM, _INNER, _LARGEST = 0.42, 0.13, 0.075

OPPOSITES: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (
        frozenset(("price", "cost", "costs", "budget", "cheap", "saving", "savings")),
        frozenset(("quality", "features", "performance", "service", "support", "comfort")),
    ),
    (
        frozenset(("speed", "fast", "quick", "soon", "deadline", "time")),
        frozenset(("security", "safety", "compliance", "risk", "thorough", "stability", "privacy")),
    ),
    (
        frozenset(("change", "new", "innovation", "modern", "flexible", "flexibility", "freedom")),
        frozenset(("stability", "standard", "control", "habit", "continuity", "proven")),
    ),
)
"""Needs that pull apart: whoever cares about one side pays for the other."""


class ClashKind(Enum):
    """STANCE: one is for us, the other against. NEEDS: what they care about pulls apart."""

    STANCE = "stance"
    NEEDS = "needs"


@dataclass(frozen=True, slots=True)
class Clash:
    """Two people of the group (by id) whose needs clash, and over what (in their words)."""

    one: int
    other: int
    kind: ClashKind
    over: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class SizeRemark:
    """How many are known, beside how many are usual. `alone`: only one. `missing`: roles that nobody has yet."""

    known: int
    least: int = USUAL_SIZE[0]
    most: int = USUAL_SIZE[1]
    missing: tuple[str, ...] = ()

    @property
    def alone(self) -> bool:
        """Whether at most one person is known."""
        return self.known <= 1

    @property
    def few(self) -> bool:
        """Whether fewer are known than usually take part."""
        return self.known < self.least


@dataclass(frozen=True, slots=True)
class Node:
    """Where a person is painted: the middle and the radius, in parts of the map's width and height (0 to 1)."""

    stakeholder: Stakeholder
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two people: they know one another, or (with `clash`) their needs clash."""

    one: int
    other: int
    clash: Clash | None = None
    acquainted: bool = True


@dataclass(frozen=True, slots=True)
class GroupMap:
    """The whole map, to be painted."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    remark: SizeRemark


def clashes(group: Sequence[Stakeholder]) -> tuple[Clash, ...]:
    """Every pair whose stances or needs clash."""
    found = []
    for index, one in enumerate(group):
        for other in group[index + 1 :]:
            found += _between(one, other)
    return tuple(found)


def size_remark(group: Sequence[Stakeholder]) -> SizeRemark:
    """How the group compares with the usual size, and which roles nobody has."""
    taken = {person.role for person in group}
    wanted = ("economic_buyer", "decision_maker", "champion", "user")
    return SizeRemark(len(group), missing=tuple(role for role in wanted if role not in taken))


def group_map(group: Sequence[Stakeholder]) -> GroupMap:
    """Positions of people and of the lines between them: who decides is in the middle, who merely uses at the rim.

    Ranks of influence are rings; in each ring people stand at even distances, in the order of roles, each ring turned a
    little so that lines do not run through people. The same group always gives the same map.
    """
    rings: dict[int, list[Stakeholder]] = {}
    for person in sorted(group, key=lambda p: (_role_rank(p.role), p.id, p.name)):
        rings.setdefault(_ring(person), []).append(person)
    used = [rings[ring] for ring in sorted(rings)]
    distances = _distances([len(people) for people in used])
    radius = _radius([len(people) for people in used], distances)
    nodes = [
        node
        for number, (people, far) in enumerate(zip(used, distances, strict=True))
        for node in _on_ring(people, number, far, radius)
    ]
    return GroupMap(tuple(nodes), _edges(group), size_remark(group))


def _between(one: Stakeholder, other: Stakeholder) -> list[Clash]:
    found = []
    if one.stance and other.stance and (one.stance > 0) != (other.stance > 0):
        found.append(Clash(one.id, other.id, ClashKind.STANCE))
    for mine in one.cares_about:
        for theirs in other.cares_about:
            if _pull_apart(mine, theirs):
                found.append(Clash(one.id, other.id, ClashKind.NEEDS, (mine, theirs)))
    return found


def _pull_apart(mine: str, theirs: str) -> bool:
    one, other = _words(mine), _words(theirs)
    return any((one & left and other & right) or (one & right and other & left) for left, right in OPPOSITES)


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip(".,;:!?()") for word in fold(text).replace("-", " ").split())


def _role_rank(role: str) -> int:
    return STAKEHOLDER_ROLES.index(role) if role in STAKEHOLDER_ROLES else len(STAKEHOLDER_ROLES)


def _ring(person: Stakeholder) -> int:
    """0 in the middle: who decides; without a known influence, the role tells."""
    if person.influence is not None:
        return 3 - max(0, min(3, person.influence))
    return {"economic_buyer": 0, "decision_maker": 0, "champion": 1, "influencer": 1, "blocker": 1}.get(person.role, 2)


def _distances(sizes: Sequence[int]) -> list[float]:
    """How far from the middle each ring is: evenly out to the rim; one person alone in the first ring stands in it."""
    if len(sizes) == 1:
        return [0.0 if sizes[0] == 1 else 0.3]
    first = 0.0 if sizes and sizes[0] == 1 else _INNER
    return [first + (_RIM - first) * number / (len(sizes) - 1) for number in range(len(sizes))]


def _radius(sizes: Sequence[int], distances: Sequence[float]) -> float:
    """As large as people can be without touching, within the ring and from ring to ring."""
    between = [far - near for near, far in pairwise(distances)]
    within = [2 * far * math.sin(math.pi / size) for size, far in zip(sizes, distances, strict=True) if size > 1]
    return round(min(_LARGEST, 0.45 * min((*between, *within), default=1.0)), 4)


def _on_ring(people: Sequence[Stakeholder], number: int, far: float, radius: float) -> list[Node]:
    turn = number * 0.4 - math.pi / 2
    angles = [turn + 2 * math.pi * place / len(people) for place in range(len(people))]
    return [
        Node(person, round(0.5 + far * math.cos(angle), 4), round(0.5 + far * math.sin(angle), 4), radius)
        for person, angle in zip(people, angles, strict=True)
    ]


def _edges(group: Sequence[Stakeholder]) -> tuple[Edge, ...]:
    ids = {person.id for person in group}
    pairs: dict[tuple[int, int], tuple[bool, Clash | None]] = {}
    for person in group:
        for friend in person.knows:
            if friend in ids and friend != person.id:
                pairs[min(person.id, friend), max(person.id, friend)] = (True, None)
    for clash in clashes(group):
        pair = min(clash.one, clash.other), max(clash.one, clash.other)
        acquainted, first = pairs.get(pair, (False, None))
        pairs[pair] = (acquainted, first or clash)
    return tuple(Edge(one, other, clash, known) for (one, other), (known, clash) in sorted(pairs.items()))
