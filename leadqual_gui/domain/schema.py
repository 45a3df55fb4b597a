"""Which facts are kept in memory for all leads, and of what type: those that rules look at or lists show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from leadqual_gui.domain.conditions import Condition, facts_of
from leadqual_gui.domain.facts import DERIVED_FACTS, FIELD_BY_KEY, FactType
from leadqual_gui.domain.rules import Rules

LIST_FACTS: Mapping[str, FactType] = MappingProxyType(
    {
        "name": FactType.TEXT,
        "company": FactType.TEXT,
        "source": FactType.TEXT,
        "owner": FactType.TEXT,
        "stage": FactType.TEXT,
        "stage_since": FactType.DATE,
        "country": FactType.TEXT,
        "industry": FactType.TEXT,
        "tags": FactType.TAGS,
        "created_at": FactType.DATE,
        "verified_at": FactType.DATE,
        "verified": FactType.YES_NO,
        "do_not_contact": FactType.YES_NO,
        "unsubscribed": FactType.YES_NO,
        "outcome": FactType.CHOICE,
        "closed_at": FactType.DATE,
        "email_domain": FactType.TEXT,
        "email_kind": FactType.CHOICE,
        "name_looks_automatic": FactType.YES_NO,
    }
)
"""What lists, filters and the passing of time always need (`name` is what to call the lead on the screen)."""

_ALSO = {"name": FactType.TEXT, "stage_since": FactType.DATE, "verified_at": FactType.DATE}
_MOVING = frozenset({"days_since_created", "days_since_last_activity", "days_since_verified"})


def facts_needed(rules: Rules) -> frozenset[str]:
    """Every fact that some rule looks at: matrix, funnel, profiles, playbook, frameworks."""
    return frozenset().union(*(facts_of(c) for c in _conditions(rules)))


def lead_fact_types() -> dict[str, FactType]:
    """Every fact that a lead itself tells, but for custom fields and those that move with time."""
    derived = {fact: kind for fact, kind in DERIVED_FACTS.items() if fact not in _MOVING}
    return {key: spec.type for key, spec in FIELD_BY_KEY.items()} | derived | _ALSO


def schema_for(rules: Rules) -> dict[str, FactType]:
    """The lead facts to hold for these rules, with their types (answers and stakeholders come by themselves)."""
    types = lead_fact_types() | {f"custom.{f.key}": f.type for f in rules.fields}
    return dict(LIST_FACTS) | {fact: types[fact] for fact in sorted(facts_needed(rules)) if fact in types}


def _conditions(rules: Rules) -> Iterator[Condition]:
    for criterion in rules.matrix.criteria:
        yield from (level.when for level in criterion.levels)
        if criterion.when is not None:
            yield criterion.when
    for stage in rules.funnel.stages:
        yield from (gate.when for gate in stage.gates)
        if stage.entry is not None:
            yield stage.entry
    profiles = rules.profiles
    yield from (p.when for p in (*profiles.personas, *((profiles.ideal,) if profiles.ideal else ())))
    yield from (d.when for d in profiles.disqualifiers)
    yield from (p.when for p in rules.playbook.plays)
    for framework in rules.frameworks:
        for element in framework.elements:
            yield from (i.when for i in element.infer)
            if element.ask_if is not None:
                yield element.ask_if
