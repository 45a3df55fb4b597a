"""Tiers and grades of a matrix: names with the lowest score that reaches them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from leadqual_gui.adapters.rules_yaml.nodes import Entry, Mapping, Node
from leadqual_gui.adapters.rules_yaml.record import Field, Record, Values
from leadqual_gui.adapters.rules_yaml.shapes import (
    ID_PATTERN,
    Defs,
    Identifier,
    JsonSchema,
    Label,
    Reading,
    Tenths,
    Whole,
    Wrong,
    complain,
)
from leadqual_gui.domain.matrix import Grades, Tier
from leadqual_gui.domain.text import Text

EDGE = Whole(-1000, 1000)


def _edge(values: Values, reading: Reading) -> Tier:
    return Tier("", values["from"], values.get("label", Text("")))


TIER = Record(
    "tier",
    "A tier with a label of its own.",
    (
        Field("from", EDGE, "The lowest score that reaches it.", required=True),
        Field("label", Label(), "What people see; the id if left out."),
    ),
    _edge,
)


@dataclass(frozen=True, slots=True)
class Tiers:
    """Tiers in ascending order: name and lower edge."""

    words: str = "at least two tiers, such as {cold: 0, warm: 40, hot: 70}"

    def read(self, node: Node, reading: Reading) -> tuple[Tier, ...] | Wrong:
        if not isinstance(node, Mapping) or len(node.entries) < 2:
            return complain(node, reading, self.words, "write name: lowest score, one a line")
        tiers = [(entry, self._tier(entry, reading)) for entry in node]
        good = [(entry, tier) for entry, tier in tiers if not isinstance(tier, Wrong)]
        for (_, lower), (entry, tier) in pairwise(good):
            if tier.lower_edge <= lower.lower_edge:
                message = (
                    f"'{tier.id}' begins at {tier.lower_edge}, which is not above '{lower.id}' ({lower.lower_edge})"
                )
                reading.problems.error(entry.value, message, "put the tiers in ascending order")
        return tuple(tier for _, tier in good)

    def schema(self, defs: Defs) -> JsonSchema:
        tier: JsonSchema = {"anyOf": [EDGE.schema(defs), TIER.schema(defs)]}
        return {
            "type": "object",
            "minProperties": 2,
            "patternProperties": {f"^{ID_PATTERN}$": tier},
            "additionalProperties": False,
        }

    def _tier(self, entry: Entry, reading: Reading) -> Tier | Wrong:
        name = Identifier().read(entry.key, reading)
        if isinstance(entry.value, Mapping):
            tier = TIER.read(entry.value, reading)
        else:
            edge = EDGE.read(entry.value, reading)
            tier = edge if isinstance(edge, Wrong) else Tier("", edge)
        if isinstance(name, Wrong) or isinstance(tier, Wrong):
            return Wrong.WRONG
        return Tier(name, tier.lower_edge, tier.label)


@dataclass(frozen=True, slots=True)
class Edges:
    """Grades of one axis, best first, each with the lowest points that reach it."""

    pattern: str
    example: str

    @property
    def words(self) -> str:
        return f"grades, best first, such as {self.example}"

    def read(self, node: Node, reading: Reading) -> tuple[tuple[str, int], ...] | Wrong:
        import re

        if not isinstance(node, Mapping) or not node.entries:
            return complain(node, reading, self.words, "write grade: lowest points")
        edges: list[tuple[str, int]] = []
        for entry in node:
            points = Tenths().read(entry.value, reading)
            if not re.fullmatch(self.pattern, entry.key.text):
                reading.problems.error(entry, f"'{entry.key.text}' cannot be a grade here", f"write {self.example}")
            elif not isinstance(points, Wrong):
                if edges and points >= edges[-1][1]:
                    message = f"grade '{entry.key.text}' does not begin below grade '{edges[-1][0]}'"
                    reading.problems.error(entry.value, message, "put the best grade first, then the next")
                edges.append((entry.key.text, points))
        return tuple(edges)

    def schema(self, defs: Defs) -> JsonSchema:
        return {
            "type": "object",
            "minProperties": 1,
            "patternProperties": {f"^{self.pattern}$": Tenths().schema(defs)},
            "additionalProperties": False,
        }


def _grades(values: Values, reading: Reading) -> Grades:
    return Grades(values["fit"], values["engagement"])


TIERS = Tiers()

GRADES = Record(
    "grade table",
    "Letter = fit, digit = engagement.",
    (
        Field("fit", Edges("[A-Z]", "{A: 30, B: 15, C: 0}"), "Letters and the fit that reaches each.", required=True),
        Field("engagement", Edges("[0-9]", "{1: 25, 2: 10, 3: 0}"), "Digits and the engagement needed.", required=True),
    ),
    _grades,
)
