"""What customers have in common against all leads, as an ideal buyer profile.

Facts about who somebody is, never what they did, and never a protected attribute. Of each fact, the values that close
surely more often than the control rate; of the facts, those that most customers and fewer of the others have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.conditions_of import TAG, condition_of, label_of
from leadqual_gui.domain.calibration.features import ACTIVITIES
from leadqual_gui.domain.calibration.rates import control_rate, number_edges
from leadqual_gui.domain.calibration.results import Part
from leadqual_gui.domain.calibration.values import Feature, FeatureKind
from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.conditions import All, Condition
from leadqual_gui.domain.profiles import Profile, Profiles
from leadqual_gui.domain.text import Text

LEAST_CUSTOMERS = 30
"""With fewer customers nothing is said about what they have in common."""
MOST_FACTS = 4
LEAST_SHARE = 0.5
"""A fact describes customers if at least this share of them has it ..."""
LEAST_MORE = 0.08
"""... and so much more of them than of all leads."""
KEPT = 0.35
"""All facts together must still describe this share of the customers."""
MOST_WORDS = 8
_BEHAVIOUR = ("email_kind", "name_looks_automatic", "verified", "unsubscribed", "do_not_contact", "expected_value")
_BEHAVIOUR_BEGINS = (ACTIVITIES, "answer.", "stakeholders.", TAG)


@dataclass(frozen=True, slots=True)
class Common:
    """A fact that customers have in common: the share of them, and of all leads, that has it."""

    fact: str
    label: str
    condition: Condition
    of_customers: float
    of_all: float


@dataclass(frozen=True, slots=True)
class IdealProfile:
    """A draft of the ideal buyer profile: its facts, and how often leads inside and outside it close."""

    profile: Profile
    facts: tuple[Common, ...]
    inside: CloseRate
    outside: CloseRate
    of_customers: float
    of_all: float

    def within(self, profiles: Profiles) -> Profiles:
        """These profiles with this one as the ideal; how to talk with such a buyer stays as it was."""
        old = profiles.ideal
        if old is None:
            return Profiles(self.profile, profiles.personas, profiles.disqualifiers)
        new = Profile(old.id, old.label, self.profile.when, old.cares_about, old.approach)
        return Profiles(new, profiles.personas, profiles.disqualifiers)


def ideal_profile(
    features: Sequence[Feature], won: NDArray[np.bool_], barred: frozenset[str] = frozenset()
) -> IdealProfile | None:
    """The profile that customers suggest; None if they are too few, or have nothing in common."""
    if np.count_nonzero(won) < LEAST_CUSTOMERS or won.all():
        return None
    found = [one for feature in features if (one := _common(feature, won, barred)) is not None]
    found.sort(key=lambda pair: pair[0].of_all - pair[0].of_customers)
    chosen, inside = _together(found, won)
    if not chosen:
        return None
    condition = chosen[0].condition if len(chosen) == 1 else All(tuple(one.condition for one in chosen))
    return IdealProfile(
        Profile("ideal", Text("Ideal buyer"), condition),
        tuple(chosen),
        _rate(inside, won),
        _rate(~inside, won),
        float(inside[won].mean()),
        float(inside.mean()),
    )


_Found = tuple[Common, NDArray[np.bool_]]


def _together(found: Sequence[_Found], won: NDArray[np.bool_]) -> tuple[list[Common], NDArray[np.bool_]]:
    """Facts one after the other, as long as enough customers have them all and they close more often for it."""
    inside: NDArray[np.bool_] = np.ones(len(won), np.bool_)
    chosen: list[Common] = []
    for common, holds in found:
        both = inside & holds
        if len(chosen) == MOST_FACTS:
            break
        if both[won].mean() >= KEPT and both.any() and won[both].mean() > won[inside].mean() * 1.05:
            inside, chosen = both, [*chosen, common]
    return chosen, inside


def _common(feature: Feature, won: NDArray[np.bool_], barred: frozenset[str]) -> _Found | None:
    key = feature.key
    if feature.protected or key in barred or key in _BEHAVIOUR or key.startswith(_BEHAVIOUR_BEGINS):
        return None
    parts = _parts(feature, won)
    if not parts:
        return None
    holds = np.logical_or.reduce([mask for _, mask in parts])
    of_customers, of_all = float(holds[won].mean()), float(holds.mean())
    if of_customers < LEAST_SHARE or of_customers - of_all < LEAST_MORE:
        return None
    by_key: Mapping[str, Feature] = {key: feature}
    part = _merged([part for part, _ in parts])
    return Common(key, label_of([part], by_key), condition_of([part], by_key), of_customers, of_all), holds


def _parts(feature: Feature, won: NDArray[np.bool_]) -> list[tuple[Part, NDArray[np.bool_]]]:
    control = control_rate(won)
    if feature.kind in (FeatureKind.NUMBER, FeatureKind.ORDERED):
        return _best_stretch(feature, won, control)
    words = feature.words if feature.kind is FeatureKind.WORD else ("0", "1")
    found = []
    for place in _frequent(feature, len(words)):
        holds = feature.values == place
        if _above(_rate(holds, won), control):
            found.append((Part(feature.key, words=(words[place],)), holds))
    return found if len(found) < len(words) else []


def _frequent(feature: Feature, size: int) -> list[int]:
    codes = feature.values[~np.isnan(feature.values)].astype(np.int64)
    counts = np.bincount(codes, minlength=size)
    return [place for place in np.argsort(-counts, kind="stable")[:MOST_WORDS].tolist() if counts[place]]


def _best_stretch(feature: Feature, won: NDArray[np.bool_], control: CloseRate) -> list[tuple[Part, NDArray[np.bool_]]]:
    """Neighbouring bands that close more often than the control, as one stretch: the one with most customers."""
    known = feature.values[~np.isnan(feature.values)]
    if not len(known):
        return []
    edges: list[float | None] = [None, *number_edges(known), None]
    best: tuple[int, Part, NDArray[np.bool_]] | None = None
    for first in range(len(edges) - 1):
        for last in range(first + 1, len(edges)):
            if first == 0 and last == len(edges) - 1:
                continue
            holds = _between(feature.values, edges[first], edges[last])
            if _above(_rate(holds, won), control) and (best is None or int(holds[won].sum()) > best[0]):
                best = int(holds[won].sum()), Part(feature.key, edges[first], edges[last]), holds
    return [] if best is None else [best[1:]]


def _between(values: NDArray[np.float64], low: float | None, high: float | None) -> NDArray[np.bool_]:
    holds = ~np.isnan(values)
    holds &= True if low is None else values >= low
    holds &= True if high is None else values < high
    return holds


def _merged(parts: Sequence[Part]) -> Part:
    if len(parts) == 1:
        return parts[0]
    return Part(parts[0].feature, words=tuple(word for part in parts for word in part.words))


def _rate(mask: NDArray[np.bool_], won: NDArray[np.bool_]) -> CloseRate:
    leads, customers = int(np.count_nonzero(mask)), int(np.count_nonzero(mask & won))
    return CloseRate(customers, leads - customers)


def _above(rate: CloseRate, control: CloseRate) -> bool:
    """Whether a rate is worth naming: enough leads, and above the control by more than chance."""
    return not rate.few and rate.against(control) > 0
