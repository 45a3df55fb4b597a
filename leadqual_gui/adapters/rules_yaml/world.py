"""What the files of a rules folder define for one another: facts, kinds of activity, stages, tiers, groups.

It is gathered from the trees before any file is read, so that the order of
files does not matter, and one mistake in a file does not make every reference
to it look wrong too. None says that a file could not be parsed, or is missing where
that says nothing: then references to it are not judged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from leadqual_gui.adapters.rules_yaml.nodes import Mapping, Node, Scalar, Sequence
from leadqual_gui.domain.facts import (
    DERIVED_FACTS,
    EMAIL_KINDS,
    FIELD_BY_KEY,
    STAKEHOLDER_ROLES,
    STATUS_FACTS,
    FactType,
)


@dataclass(frozen=True, slots=True)
class FactSpec:
    """A fact as conditions may use it; `choices` empty means that any text may be its value."""

    type: FactType
    choices: tuple[str, ...] = ()
    limits: tuple[float, float] | None = None


ACTIVITY_SUMS = ("interest", "intent", "any")
LEVEL_OF_ANSWER = FactSpec(FactType.NUMBER, limits=(0, 3))
SHARE_ANSWERED = FactSpec(FactType.NUMBER, limits=(0, 1))


@dataclass(frozen=True, slots=True)
class World:
    """Everything that can be referred to from another place."""

    custom: dict[str, FactSpec] | None = None
    elements: dict[str, frozenset[str]] = field(default_factory=dict)
    all_frameworks: bool = True
    activity_kinds: frozenset[str] | None = None
    stages: frozenset[str] | None = None
    tiers: frozenset[str] | None = None
    groups: frozenset[str] | None = None
    groups_without_axis: frozenset[str] = frozenset()
    _facts: dict[bool, dict[str, FactSpec]] = field(default_factory=dict)

    def facts(self, with_status: bool) -> dict[str, FactSpec]:
        """All facts that a condition may name; `with_status` adds those that come from the score."""
        if with_status not in self._facts:
            self._facts[with_status] = self._gather_facts(with_status)
        return self._facts[with_status]

    def without_custom_fields(self) -> World:
        """The same, where it is known that there are no custom fields."""
        return replace(self, custom={}, _facts={})

    def guessed_fact(self, name: str) -> FactSpec | None:
        """A fact of a file that is missing or broken: taken as it is, since it cannot be judged."""
        prefix = name.split(".")[0]
        if prefix == "custom" and self.custom is None:
            return FactSpec(FactType.TEXT)
        if prefix == "activities" and self.activity_kinds is None:
            return FactSpec(FactType.NUMBER)
        framework = name.split(".")[1] if "." in name else ""
        if prefix in ("answer", "interview") and not self.all_frameworks and framework not in self.elements:
            return LEVEL_OF_ANSWER if prefix == "answer" else SHARE_ANSWERED
        return None

    def _gather_facts(self, with_status: bool) -> dict[str, FactSpec]:
        facts = {key: FactSpec(spec.type, spec.choices) for key, spec in FIELD_BY_KEY.items()}
        facts |= {key: FactSpec(kind) for key, kind in DERIVED_FACTS.items()}
        facts["email_kind"] = FactSpec(FactType.CHOICE, EMAIL_KINDS)
        facts["stage"] = FactSpec(FactType.CHOICE, _sorted(self.stages))
        facts |= {f"custom.{key}": spec for key, spec in (self.custom or {}).items()}
        facts |= {f"stakeholders.{role}": FactSpec(FactType.NUMBER) for role in STAKEHOLDER_ROLES}
        for framework, elements in self.elements.items():
            facts |= {f"answer.{framework}.{element}": LEVEL_OF_ANSWER for element in sorted(elements)}
        return facts | self._status_facts() if with_status else facts

    def _status_facts(self) -> dict[str, FactSpec]:
        facts = {key: FactSpec(kind) for key, kind in STATUS_FACTS.items()}
        facts["tier"] = FactSpec(FactType.CHOICE, _sorted(self.tiers))
        facts["stage"] = FactSpec(FactType.CHOICE, _sorted(self.stages))
        names = (*ACTIVITY_SUMS, *sorted(self.activity_kinds or ()))
        facts |= {f"activities.{name}": FactSpec(FactType.NUMBER) for name in names}
        facts |= {f"interview.{framework}": SHARE_ANSWERED for framework in self.elements}
        return facts


def gather(
    matrix: Node | None,
    funnel: Node | None,
    activities: Node | None,
    fields: Node | None,
    frameworks: Iterable[Node],
    all_frameworks: bool,
) -> World:
    """What the trees of the files define, read leniently."""
    return World(
        custom=None if fields is None else dict(_custom_fields(fields)),
        elements=dict(_elements(frameworks)),
        all_frameworks=all_frameworks,
        activity_kinds=_ids(_child(activities, "kinds")),
        stages=_ids(_child(funnel, "stages")),
        tiers=None if matrix is None else frozenset(_keys(_child(matrix, "tiers"))),
        groups=None if matrix is None else frozenset(_keys(_child(matrix, "groups"))),
        groups_without_axis=frozenset(_without_axis(_child(matrix, "groups"))),
    )


def _custom_fields(tree: Node) -> Iterable[tuple[str, FactSpec]]:
    for item in _items(_child(tree, "fields")):
        key, kind, choices = _child(item, "key"), _child(item, "type"), _child(item, "choices")
        if isinstance(key, Scalar):
            known = isinstance(kind, Scalar) and kind.text in {fact_type.value for fact_type in FactType}
            fact_type = FactType(kind.text) if known and isinstance(kind, Scalar) else FactType.TEXT
            options = tuple(choice.text for choice in _items(choices) if isinstance(choice, Scalar))
            yield key.text, FactSpec(fact_type, options)


def _elements(trees: Iterable[Node]) -> Iterable[tuple[str, frozenset[str]]]:
    for tree in trees:
        identifier = _child(tree, "id")
        if isinstance(identifier, Scalar):
            yield identifier.text, frozenset(_texts(_child(tree, "elements"), "id"))


def _ids(listed: Node | None) -> frozenset[str] | None:
    return frozenset(_texts(listed, "id")) if isinstance(listed, Sequence) else None


def _texts(node: Node | None, key: str) -> Iterable[str]:
    for item in _items(node):
        if isinstance(value := _child(item, key), Scalar):
            yield value.text


def _keys(node: Node | None) -> Iterable[str]:
    return (entry.key.text for entry in node) if isinstance(node, Mapping) else ()


def _without_axis(groups: Node | None) -> Iterable[str]:
    if isinstance(groups, Mapping):
        yield from (entry.key.text for entry in groups if _child(entry.value, "axis") is None)


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else ()


def _child(node: Node | None, key: str) -> Node | None:
    return node.get(key) if isinstance(node, Mapping) else None


def _sorted(known: frozenset[str] | None) -> tuple[str, ...]:
    return tuple(sorted(known or ()))
