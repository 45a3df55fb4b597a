"""Facts and activities that tell customers from others and that the matrix does not look at yet, as ready criteria."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from leadqual_gui.domain.calibration.conditions_of import TAG, condition_of, label_of
from leadqual_gui.domain.calibration.features import ACTIVITIES
from leadqual_gui.domain.calibration.results import LearnedCriterion, LearnedLevel
from leadqual_gui.domain.calibration.values import Feature
from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.conditions import facts_of
from leadqual_gui.domain.matrix import ActivityRule, Criterion, Level, Matrix
from leadqual_gui.domain.matrix_editing import free_id
from leadqual_gui.domain.rules import Rules, fact_types
from leadqual_gui.domain.text import Text

NOTABLE = 0.53
"""A criterion that alone does not tell customers from others at least so well (AUC) is not worth a row."""


@dataclass(frozen=True, slots=True)
class NewCriterion:
    """A criterion to add: what stands behind its levels, and how well it alone tells customers from others (AUC)."""

    criterion: Criterion
    rates: tuple[CloseRate, ...]
    alone: float
    adds: float


def looked_at(matrix: Matrix) -> frozenset[str]:
    """The features that criteria in force look at already."""
    found: set[str] = set()
    for criterion in matrix.criteria:
        if not criterion.enabled:
            continue
        conditions = [level.when for level in criterion.levels]
        conditions += [criterion.when] if criterion.when is not None else []
        for condition in conditions:
            found |= facts_of(condition)
        rule = criterion.activity
        found |= {ACTIVITIES + kind for kind in rule.kinds} if rule is not None else set()
    return frozenset(found)


def not_looked_at(features: Sequence[Feature], rules: Rules, barred: frozenset[str]) -> tuple[Feature, ...]:
    """Features that are neither in the matrix, nor protected, nor `barred`, and that a matrix can ask for."""
    taken = looked_at(rules.matrix)
    known = fact_types(rules.fields, rules.frameworks).keys() | {ACTIVITIES + kind.id for kind in rules.activity_kinds}
    return tuple(
        f
        for f in features
        if f.protected is None
        and f.key not in taken
        and f.key not in barred
        and (f.key in known or (f.key.startswith(TAG) and "tags" not in taken))
    )


def new_criteria(
    learned: Sequence[LearnedCriterion], features: Mapping[str, Feature], rules: Rules
) -> tuple[NewCriterion, ...]:
    """Learned criteria as criteria of this matrix. It cannot say two facts together, one of them an activity."""
    found: list[NewCriterion] = []
    matrix = rules.matrix
    for one in learned:
        if one.alone < NOTABLE or any(features[key].protected for key in one.features):
            continue
        for made in _criteria(one, features, rules):
            named = _named(made, matrix, [new.criterion for new in found])
            found.append(named)
    return tuple(found)


def _named(new: NewCriterion, matrix: Matrix, others: Sequence[Criterion]) -> NewCriterion:
    with_others = replace(matrix, criteria=(*matrix.criteria, *others))
    criterion = replace(new.criterion, id=free_id(with_others, new.criterion.id))
    return replace(new, criterion=criterion)


def _criteria(one: LearnedCriterion, features: Mapping[str, Feature], rules: Rules) -> Iterator[NewCriterion]:
    acts = [key for key in one.features if key.startswith(ACTIVITIES)]
    if acts:
        if len(one.features) == 1:
            yield from _of_activity(one, rules)
        return
    levels = [level for level in one.levels if level.points]
    if not levels:
        return
    kind = "negative" if all(level.points < 0 for level in levels) else "explicit"
    label = " and ".join(fact_label(key, rules) for key in one.features)
    rows = tuple(
        Level(Text(label_of(level.parts, features)), condition_of(level.parts, features), level.points)
        for level in levels
    )
    criterion = Criterion(
        identifier("_".join(one.features)),
        kind,
        Text(label),
        axis="fit" if kind == "negative" else "",
        levels=rows,
    )
    yield NewCriterion(criterion, tuple(level.rate for level in levels), one.alone, one.adds)


def _of_activity(one: LearnedCriterion, rules: Rules) -> Iterator[NewCriterion]:
    """Bands of a count: having done it at least n times adds what the band has more than the one before."""
    kind = one.features[0].removeprefix(ACTIVITIES)
    bands = sorted(one.levels, key=_low)
    for before, band in pairwise(bands):
        points, least = band.points - before.points, int(_low(band))
        if not points or least < 1:
            continue
        label = fact_label(one.features[0], rules)
        yield NewCriterion(
            Criterion(
                identifier(kind if least == 1 else f"{kind}_{least}_times"),
                "implicit" if points > 0 else "negative",
                Text(label if least == 1 else f"{label}, {least} times or more"),
                axis="engagement" if points < 0 else "",
                activity=ActivityRule((kind,), at_least=least),
                tenths=points,
            ),
            (band.rate,),
            one.alone,
            one.adds,
        )


def _low(level: LearnedLevel) -> float:
    low = level.parts[0].low
    return 0.0 if low is None else float(-(-low // 1))


def fact_label(key: str, rules: Rules) -> str:
    """What a fact or a kind of activity is called."""
    if key.startswith(ACTIVITIES):
        kind = rules.kind(key.removeprefix(ACTIVITIES))
        return str(kind.label) if kind is not None else _plain(key.removeprefix(ACTIVITIES))
    if key.startswith("custom."):
        own = next((f for f in rules.fields if f"custom.{f.key}" == key), None)
        return str(own.label) if own is not None else _plain(key.removeprefix("custom."))
    if key.startswith("answer."):
        _, framework, name = key.split(".", 2)
        found = rules.framework(framework)
        element = found.element(name) if found is not None else None
        return str(element.label) if element is not None else _plain(name)
    return _plain(key.replace(TAG, "tag ").replace("stakeholders.", ""))


def _plain(name: str) -> str:
    words = re.sub(r"[._]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def identifier(name: str) -> str:
    """A name as criteria have it."""
    plain = re.sub(r"[^a-z0-9]+", "_", re.sub(r"^(custom|answer|stakeholders)\.", "", name.casefold()))
    return plain.strip("_")[:40] or "criterion"
