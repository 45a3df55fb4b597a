"""All the rules of a workspace together, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from leadqual_gui.domain.activities import ActivityKind
from leadqual_gui.domain.facts import DERIVED_FACTS, FIELD_BY_KEY, STAKEHOLDER_ROLES, STATUS_FACTS, FactType
from leadqual_gui.domain.framework import Framework
from leadqual_gui.domain.funnel import Funnel
from leadqual_gui.domain.matrix import Matrix
from leadqual_gui.domain.playbook import Playbook
from leadqual_gui.domain.profiles import Profiles
from leadqual_gui.domain.text import Text


@dataclass(frozen=True, slots=True)
class CustomField:
    """A field of one's own (rules/fields.yaml): a fact named `custom.<key>`."""

    key: str
    label: Text
    type: FactType
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that judges leads. `version` is a hash of the files' bytes: it names what made a score."""

    matrix: Matrix
    funnel: Funnel = field(default_factory=Funnel)
    profiles: Profiles = field(default_factory=Profiles)
    playbook: Playbook = field(default_factory=Playbook)
    activity_kinds: tuple[ActivityKind, ...] = ()
    fields: tuple[CustomField, ...] = ()
    frameworks: tuple[Framework, ...] = ()
    version: str = ""

    def kind(self, kind_id: str) -> ActivityKind | None:
        """The activity kind of that id, or None (an activity may be of a kind that no rule names)."""
        return next((k for k in self.activity_kinds if k.id == kind_id), None)

    def framework(self, framework_id: str) -> Framework | None:
        """The framework of that id, or None."""
        return next((f for f in self.frameworks if f.id == framework_id), None)


def fact_types(fields: tuple[CustomField, ...] = (), frameworks: tuple[Framework, ...] = ()) -> Mapping[str, FactType]:
    """Every fact that a matrix may use, with its type: lead fields, custom and derived facts, answers, stakeholders."""
    known: dict[str, FactType] = {key: spec.type for key, spec in FIELD_BY_KEY.items()}
    known |= DERIVED_FACTS
    known |= {f"custom.{f.key}": f.type for f in fields}
    known |= {f"answer.{fw.id}.{e.id}": FactType.NUMBER for fw in frameworks for e in fw.elements}
    known |= {f"stakeholders.{role}": FactType.NUMBER for role in STAKEHOLDER_ROLES}
    return MappingProxyType(known)


def status_fact_types(
    kinds: tuple[ActivityKind, ...] = (), frameworks: tuple[Framework, ...] = ()
) -> Mapping[str, FactType]:
    """The further facts of funnel, playbook and `infer` rules: score, tier, stage, interviews, activity counts."""
    known = dict(STATUS_FACTS)
    known |= {f"interview.{fw.id}": FactType.NUMBER for fw in frameworks}
    known |= {f"activities.{name}": FactType.NUMBER for name in ("interest", "intent", "any")}
    known |= {f"activities.{k.id}": FactType.NUMBER for k in kinds}
    return MappingProxyType(known)
