"""Facts and activities that tell customers from others and that the matrix does not look at yet, as ready criteria."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.cards import holds
from leadqual_gui.domain.calibration.conditions_of import TAG, condition_of, label_of
from leadqual_gui.domain.calibration.features import ACTIVITIES, facts_behind
from leadqual_gui.domain.calibration.grids import Codes, grid_of
from leadqual_gui.domain.calibration.results import Auc, LearnedCriterion, LearnedLevel, Part
from leadqual_gui.domain.calibration.validation import auc, folds
from leadqual_gui.domain.calibration.values import Feature
from leadqual_gui.domain.close_rates import CONFIDENCE, ENOUGH, CloseRate
from leadqual_gui.domain.matrix import ActivityRule, Criterion, Level, Matrix
from leadqual_gui.domain.matrix_editing import free_id
from leadqual_gui.domain.rules import Rules, fact_types
from leadqual_gui.domain.text import Text

WEIGHTS = (1.0, 0.1, 0.2, 0.35, 0.5, 0.7, 1.4, 2.0)
PRIOR = 10.0
"""So many leads of the usual close rate are added to each bin, so that a few leads decide nothing."""
BY_CHANCE = 0.01
"""The chance of one criterion too many."""
NOTABLE = 0.53
"""A criterion that alone does not tell customers from others at least so well (AUC) is not worth a row."""

LATEST = 0.2
"""The share of leads, the latest ones, that may tell another story than all others."""


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
        found |= facts_behind(criterion) if criterion.enabled else frozenset()
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


def telling(features: Sequence[Feature], won: NDArray[np.bool_]) -> dict[str, float]:
    """The features that tell customers from others on leads that were not asked, and how well (AUC).

    Many are tried, so that each must be further from chance than one alone would have to be.
    """
    fold = folds(won, None)
    found = {}
    for feature in features:
        alone = _asked_of_others(feature, won, fold)
        if alone.value is not None and alone.value >= NOTABLE and _is_sure(alone, len(features)):
            found[feature.key] = alone.value
    return found


def turned(features: Sequence[Feature], won: NDArray[np.bool_], days: NDArray[np.float64]) -> frozenset[str]:
    """The features that put the latest leads into the wrong order, by what earlier ones say: the world has turned."""
    known = np.sort(days[np.isfinite(days)])
    if not len(known):
        return frozenset()
    since = known[int(len(known) * (1 - LATEST))]
    after, before = days >= since, days < since
    if min(int((won & after).sum()), int((~won & after).sum())) < ENOUGH or not before.any():
        return frozenset()
    found = set()
    for feature in features:
        grid = grid_of(feature)
        if grid is not None:
            codes = grid.codes(feature.values)
            told = _rates(codes[before], won[before], grid.size)[codes[after]]
            found |= {feature.key} if auc(told, won[after]).high < 0.5 else set()
    return frozenset(found)


def _rates(codes: Codes, won: NDArray[np.bool_], size: int) -> NDArray[np.float64]:
    """The close rate of each bin; few leads are drawn to the usual one."""
    leads, customers = np.bincount(codes, minlength=size), np.bincount(codes[won], minlength=size)
    return np.asarray((customers + PRIOR * float(won.mean())) / (leads + PRIOR), np.float64)


def _asked_of_others(feature: Feature, won: NDArray[np.bool_], fold: NDArray[np.intp]) -> Auc:
    """How well close rates of a feature's bins, seen on other leads, put leads in order."""
    grid = grid_of(feature)
    if grid is None:
        return auc(np.zeros(len(won)), won)
    codes = grid.codes(feature.values)
    told = np.empty(len(won))
    for part in range(int(fold.max(initial=0)) + 1):
        others, mine = fold != part, fold == part
        told[mine] = _rates(codes[others], won[others], grid.size)[codes[mine]]
    return auc(told, won)


def _is_sure(found: Auc, tried: int) -> bool:
    """Whether it is above chance although so many were tried."""
    assert found.value is not None
    error = max((found.value - found.low) / CONFIDENCE, 1e-9)
    chance = 0.5 * math.erfc((found.value - 0.5) / error / math.sqrt(2))
    return chance * max(1, tried) < BY_CHANCE


def new_criteria(
    learned: Sequence[LearnedCriterion],
    features: Mapping[str, Feature],
    rules: Rules,
    base: NDArray[np.int64],
    won: NDArray[np.bool_],
    most: int,
    alone: Mapping[str, float],
) -> tuple[NewCriterion, ...]:
    """Learned criteria of one fact each as criteria of this matrix, of `most` tenths at most.

    What most leads have gives nothing, so that a new row does not lift everybody. How much the new rows weigh beside
    the scores of today (`base`, tenths) is what tells customers from others best. `alone`: how well each fact does.
    """
    singles = [replace(one, alone=alone[one.features[0]]) for one in learned if len(one.features) == 1]
    centred = [_centred(one, features) for one in sorted(singles, key=lambda one: -one.alone)]
    weight = _weight(centred, features, base, won)
    found: list[NewCriterion] = []
    for one in centred:
        fitted = _weighed(one, weight, most)
        for made in _criteria(fitted, features, rules):
            found.append(_named(made, rules.matrix, [new.criterion for new in found]))
    return tuple(found)


def _centred(one: LearnedCriterion, features: Mapping[str, Feature]) -> LearnedCriterion:
    """The same, with nothing for what most leads have."""
    if one.features[0].startswith(ACTIVITIES):
        return one
    counts = [np.count_nonzero(holds(level.parts, dict(features))) for level in one.levels]
    nobody = len(features[one.features[0]].values) - sum(counts)
    usual = one.levels[int(np.argmax(counts))].points if counts and max(counts) > nobody else 0
    return replace(one, levels=tuple(replace(level, points=level.points - usual) for level in one.levels))


def _weight(
    criteria: Sequence[LearnedCriterion],
    features: Mapping[str, Feature],
    base: NDArray[np.int64],
    won: NDArray[np.bool_],
) -> float:
    sums = np.zeros(len(won), np.int64)
    for one in criteria:
        for level in one.levels:
            sums += holds(level.parts, dict(features)) * level.points
    told = [auc(base + (sums * weight).astype(np.int64), won).value or 0.0 for weight in WEIGHTS]
    return WEIGHTS[int(np.argmax(told))]


def _weighed(one: LearnedCriterion, weight: float, most: int) -> LearnedCriterion:
    def points(tenths: int) -> int:
        return max(-most, min(most, round(tenths * weight / 10) * 10))

    return replace(one, levels=tuple(replace(level, points=points(level.points)) for level in one.levels))


def _named(new: NewCriterion, matrix: Matrix, others: Sequence[Criterion]) -> NewCriterion:
    with_others = replace(matrix, criteria=(*matrix.criteria, *others))
    return replace(new, criterion=replace(new.criterion, id=free_id(with_others, new.criterion.id)))


def _criteria(one: LearnedCriterion, features: Mapping[str, Feature], rules: Rules) -> Iterator[NewCriterion]:
    key = one.features[0]
    if key.startswith(ACTIVITIES):
        yield from _of_activity(one, rules)
        return
    levels = [level for level in _joined(one.levels) if level.points]
    if not levels:
        return
    negative = all(level.points < 0 for level in levels)
    rows = tuple(
        Level(Text(label_of(level.parts, features)), condition_of(level.parts, features), level.points)
        for level in levels
    )
    criterion = Criterion(
        identifier(key),
        "negative" if negative else "explicit",
        Text(fact_label(key, rules)),
        axis="fit" if negative else "",
        levels=rows,
    )
    yield NewCriterion(criterion, tuple(level.rate for level in levels), one.alone, one.adds)


def _joined(levels: Sequence[LearnedLevel]) -> list[LearnedLevel]:
    """Neighbours that give the same, as one level."""
    found: list[LearnedLevel] = []
    for level in levels:
        both = _both(found[-1].parts[0], level.parts[0]) if found and found[-1].points == level.points else None
        if both is None:
            found.append(level)
            continue
        before = found[-1].rate
        rate = CloseRate(before.won + level.rate.won, before.lost + level.rate.lost)
        found[-1] = LearnedLevel((both,), level.points, rate)
    return found


def _both(one: Part, other: Part) -> Part | None:
    """One part that holds where either does; None if there is none so simple."""
    unknown = one.unknown or other.unknown
    if one.without or other.without:
        return None
    if one.words and other.words:
        return Part(one.feature, words=(*one.words, *other.words), unknown=unknown)
    if one.words or other.words or one.high is None or one.high != other.low:
        return None
    return Part(one.feature, one.low, other.high, unknown=unknown)


def _of_activity(one: LearnedCriterion, rules: Rules) -> Iterator[NewCriterion]:
    """Bands of a count: having done it at least n times adds what the band has more than the one before."""
    kind, label = one.features[0].removeprefix(ACTIVITIES), fact_label(one.features[0], rules)
    bands = {_low(level): level for level in one.levels}
    before = bands[0].points if 0 in bands else 0
    for least in sorted(band for band in bands if band > 0):
        points = bands[least].points - before
        before = bands[least].points
        if not points:
            continue
        criterion = Criterion(
            identifier(kind if least == 1 else f"{kind}_{least}_times"),
            "implicit" if points > 0 else "negative",
            Text(label if least == 1 else f"{label}, {least} times or more"),
            axis="engagement" if points < 0 else "",
            activity=ActivityRule((kind,), at_least=least),
            tenths=points,
        )
        yield NewCriterion(criterion, (bands[least].rate,), one.alone, one.adds)


def _low(level: LearnedLevel) -> int:
    low = level.parts[0].low
    return 0 if low is None else max(0, math.ceil(low))


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
