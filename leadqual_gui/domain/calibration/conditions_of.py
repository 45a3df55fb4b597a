"""What was learned of facts, as conditions of the rules.

A part holds from `low` to below `high`; a rule knows no "below". Whole numbers end one earlier; others are cut off by a
second condition.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from leadqual_gui.domain.calibration.results import Part
from leadqual_gui.domain.calibration.values import Feature, FeatureKind
from leadqual_gui.domain.conditions import All, Any, Condition, Not, Operator, Test

TAG = "tags:"


def condition_of(parts: Sequence[Part], features: Mapping[str, Feature]) -> Condition:
    """All of these parts as one condition."""
    found = tuple(_part(part, features[part.feature]) for part in parts)
    return found[0] if len(found) == 1 else All(found)


def label_of(parts: Sequence[Part], features: Mapping[str, Feature]) -> str:
    """What a level is called: its words, or its numbers from and to."""
    return "; ".join(_label(part, features[part.feature]) for part in parts)


def whole_numbers(feature: Feature) -> bool:
    """Whether a number only ever takes whole values."""
    known = feature.values[~np.isnan(feature.values)]
    return feature.kind is FeatureKind.ORDERED or bool(np.all(known == np.floor(known)))


def _part(part: Part, feature: Feature) -> Condition:
    nobody_knows = Test(fact_of(part.feature), Operator.UNKNOWN, True)
    known = _known(part, feature)
    if known is None:
        return nobody_knows
    return Any((known, nobody_knows)) if part.unknown else known


def fact_of(key: str) -> str:
    """The fact that a feature is of."""
    return "tags" if key.startswith(TAG) else key


def _known(part: Part, feature: Feature) -> Condition | None:
    if part.feature.startswith(TAG):
        has = Test("tags", Operator.CONTAINS, (part.feature.removeprefix(TAG),))
        return None if not part.words else has if part.words == ("1",) else Not(has)
    if feature.kind is FeatureKind.FLAG:
        if len(part.words) == 2:
            return Test(part.feature, Operator.KNOWN, True)
        return Test(part.feature, Operator.IS, part.words[0] == "1") if part.words else None
    if part.words:
        return Test(part.feature, Operator.IN, part.words)
    if part.without:
        return Test(part.feature, Operator.NOT_IN, part.without)
    return _range(part, feature)


def _range(part: Part, feature: Feature) -> Condition | None:
    low, high = part.low, part.high
    if low is None and high is None:
        return None if part.unknown else Test(part.feature, Operator.KNOWN, True)
    if high is not None and whole_numbers(feature):
        last = float(np.ceil(high)) - 1
        if low is None:
            return Test(part.feature, Operator.AT_MOST, last)
        return Test(part.feature, Operator.BETWEEN, (float(np.ceil(low)), last))
    above = None if low is None else Test(part.feature, Operator.AT_LEAST, float(low))
    below = None if high is None else Not(Test(part.feature, Operator.AT_LEAST, float(high)))
    if above is None or below is None:
        return above or below
    return All((above, below))


def _label(part: Part, feature: Feature) -> str:
    names = [] if feature.kind is FeatureKind.FLAG else list(part.words)
    if feature.kind is FeatureKind.FLAG:
        names = [{"0": "no", "1": "yes"}.get(word, word) for word in part.words]
    if part.without:
        names.append(f"none of {', '.join(part.without)}")
    if part.low is not None or part.high is not None:
        known = feature.values[~np.isnan(feature.values)]
        least = float(known.min()) if part.low is None and len(known) else part.low
        only = least is not None and part.high is not None and not np.any((known > least) & (known < part.high))
        names.append(f"{least:g}" if only else span_label(part.low, part.high, whole_numbers(feature)))
    if part.unknown:
        names.append("not known")
    return ", ".join(names)


def span_label(low: float | None, high: float | None, whole: bool) -> str:
    """Numbers from one to below another, as people write them."""
    last = None if high is None else float(np.ceil(high)) - 1 if whole else high
    first = low if low is None or not whole else float(np.ceil(low))
    if first is None:
        return f"up to {last:g}" if whole else f"below {last:g}"
    if last is None:
        return f"{first:g} or more"
    return f"{first:g}" if first == last else f"{first:g} to {last:g}" if whole else f"{first:g} to below {last:g}"
