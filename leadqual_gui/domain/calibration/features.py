"""What is known of leads as features: fields, own fields, answers, buying groups, and counts of what they did.

Words are compared as conditions compare them, without regard to case. What names a person or tells the outcome is no
feature: names, addresses, numbers of telephones, owner, stage, reason of a loss.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.before import Known
from leadqual_gui.domain.calibration.values import Feature, FeatureKind
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.columns_activities import BLOCK, NEVER
from leadqual_gui.domain.columns_fields import (
    AnyColumn,
    Array,
    CodedColumn,
    CountColumn,
    LevelColumn,
    NumberColumn,
    TagsColumn,
    YesNoColumn,
    look_up,
)
from leadqual_gui.domain.conditions import facts_of, fold
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.matrix import Criterion
from leadqual_gui.domain.protected import protected_attribute, protected_in_label
from leadqual_gui.domain.rules import Rules

FIELDS = (
    "industry",
    "employees",
    "annual_revenue",
    "department",
    "job_title",
    "source",
    "country",
    "region",
    "city",
    "past_purchases",
    "expected_value",
    "email_kind",
    "name_looks_automatic",
    "verified",
    "unsubscribed",
    "do_not_contact",
    "tags",
)
"""Lead fields that say something about a lead."""
MOST_TAGS = 20
ACTIVITIES = "activities."
LEVELS = ("0", "1", "2", "3")
_LATEST = 2**31 - 1


def features_of(known: Known, closed: int, rules: Rules) -> tuple[Feature, ...]:
    """All features of the leads in `known`, of which the first `closed` are closed; without those nobody knows."""
    late = {one.key: one.leads for one in known.late}
    undated = known.undated[:closed]
    labels = {f"custom.{field.key}": str(field.label) for field in rules.fields}
    found = []
    for key, kind, values, words in _all(known.columns, rules):
        protected = protected_attribute(key) or protected_in_label(labels.get(key, ""))
        told = ~np.isnan(values[:closed])
        if not told.any() and key not in late:
            continue
        nobody_knows = not key.startswith("answer.") and bool(told.any()) and bool(undated[told].mean() > 0.5)
        found.append(Feature(key, kind, values, words, protected, late.get(key, 0), nobody_knows))
    return tuple(found)


def first_rows(feature: Feature, size: int) -> Feature:
    """The feature of the first leads only."""
    values = feature.values[:size]
    return Feature(feature.key, feature.kind, values, feature.words, feature.protected, feature.late, feature.undated)


_One = tuple[str, FeatureKind, NDArray[np.float64], tuple[str, ...]]


def _all(columns: Columns, rules: Rules) -> Iterator[_One]:
    for fact, column in columns.fields.items():
        if fact in FIELDS or fact.startswith(("custom.", "answer.", "stakeholders.")):
            yield from _of_column(fact, column)
    kinds = {kind.id for kind in rules.activity_kinds} | set(columns.activities.kinds)
    for kind in sorted(kinds & set(columns.activities.kinds)):
        yield ACTIVITIES + kind, FeatureKind.NUMBER, _counts(columns, kind), ()


def _of_column(fact: str, column: AnyColumn) -> Iterator[_One]:
    if isinstance(column, NumberColumn):
        yield fact, FeatureKind.NUMBER, column.numbers(), ()
    elif isinstance(column, YesNoColumn):
        yield fact, FeatureKind.FLAG, _known(column.codes), ()
    elif isinstance(column, LevelColumn):
        yield fact, FeatureKind.ORDERED, _known(column.codes), LEVELS
    elif isinstance(column, CountColumn):
        yield fact, FeatureKind.NUMBER, column.codes.astype(np.float64), ()
    elif isinstance(column, TagsColumn):
        yield from _tags(fact, column)
    elif isinstance(column, CodedColumn) and column.type is FactType.TEXT:
        values, words = _words(column)
        yield fact, FeatureKind.WORD, values, words


def _known(codes: Array) -> NDArray[np.float64]:
    return np.where(codes < 0, np.nan, codes.astype(np.float64))


def _words(column: CodedColumn) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """Positions in words; what differs only in case is one word, called as it is written first."""
    places: dict[str, int] = {}
    words: list[str] = []
    table = np.empty(column.size + 2)
    table[:2] = np.nan
    for code, value in enumerate(column.values, 2):
        folded = fold(str(value))
        if folded not in places:
            places[folded] = len(words)
            words.append(str(value).strip())
        table[code] = places[folded]
    return look_up(table, column.codes), tuple(words)


def _tags(fact: str, column: TagsColumn) -> Iterator[_One]:
    counts = np.bincount(column.codes[column.codes >= 0], minlength=column.size)
    found: Counter[str] = Counter()
    for tags, count in zip(column.values, counts.tolist(), strict=True):
        found.update({fold(tag): count for tag in tags})
    for tag, _ in found.most_common(MOST_TAGS):
        has = np.asarray([0.0, 0.0, *(float(tag in {fold(t) for t in tags}) for tags in column.values)])
        yield f"{fact}:{tag}", FeatureKind.FLAG, look_up(has, column.codes), ()


def _counts(columns: Columns, kind: str) -> NDArray[np.float64]:
    found = np.zeros(len(columns))
    for block in range(-(-len(columns) // BLOCK)):
        leads = columns.activities.slice(block, (kind,), NEVER, _LATEST).leads
        part = found[block * BLOCK : (block + 1) * BLOCK]
        part += np.bincount(leads, minlength=len(part))
    return found


def facts_behind(criterion: Criterion) -> frozenset[str]:
    """The features that a criterion looks at."""
    conditions = [level.when for level in criterion.levels]
    conditions += [criterion.when] if criterion.when is not None else []
    found = frozenset[str]().union(*(facts_of(condition) for condition in conditions))
    kinds = criterion.activity.kinds if criterion.activity is not None else ()
    return found | {ACTIVITIES + kind for kind in kinds}
