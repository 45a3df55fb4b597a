"""Facts that know the outcome because they came with it: to be found before anything is learned.

What gives them away: alone they decide everything; of many leads with one word all (or none) became customers; they
are filled in for winners only; they came after the outcome, or nobody knows when they came.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.grids import Codes, Grid, grid_of
from leadqual_gui.domain.calibration.results import Going, Leak, LeakKind, Part, on_and_on
from leadqual_gui.domain.calibration.validation import auc
from leadqual_gui.domain.calibration.values import Feature, LevelColumn
from leadqual_gui.domain.close_rates import CloseRate

DECIDES = 0.9
MANY = 30
"""Leads behind a close rate of 0 or 100 % before it is called strange..."""
BY_CHANCE = 1e-4
"""... if chance would hardly give it."""
WINNERS = 0.5
"""Known for so much more of one side than of the other (share of leads)."""
LATE = 0.2
Won = NDArray[np.bool_]


def find_leaks(
    features: Sequence[Feature], levels: Sequence[LevelColumn], won: Won, going: Going = on_and_on
) -> tuple[Leak, ...]:
    """Name them, serious ones first. Without won and lost leads there is nothing to find."""
    if not won.any() or won.all():
        return ()
    control = _rate(np.ones(len(won), np.bool_), won)
    found: list[Leak] = []
    for feature in features:
        going()
        found += _of_feature(feature, won, control)
    for level in levels:
        going()
        found += _of_level(level, won, control)
    return tuple(sorted(found, key=lambda leak: (not leak.serious, -(leak.auc or 0.0))))


def _rate(inside: Won, won: Won) -> CloseRate:
    here = int(np.count_nonzero(won & inside))
    return CloseRate(here, int(np.count_nonzero(inside)) - here)


def _of_feature(feature: Feature, won: Won, control: CloseRate) -> list[Leak]:
    found: list[Leak] = []
    known = ~np.isnan(feature.values)
    known_won, known_lost = float(known[won].mean()), float(known[~won].mean())
    rate = _rate(known, won)
    enough = min(control.won, control.lost) >= 5
    if enough and abs(known_won - known_lost) > WINNERS and min(known_won, known_lost) < 0.05:
        kind = LeakKind.WINNERS_ONLY
        found.append(Leak(kind, feature.key, "", None, rate, control, True, known_won, known_lost))
    if feature.late and feature.late > LATE * (int(known.sum()) + feature.late):
        came_after = CloseRate(feature.late, 0)
        found.append(Leak(LeakKind.AFTERWARDS, feature.key, "", None, came_after, control, False))
    grid = grid_of(feature)
    if grid is not None:
        codes = grid.codes(feature.values)
        found += _decides(feature, codes, grid, won, control)
        found += _all_or_none(feature.key, grid, codes, won, control)
    return found


def _decides(feature: Feature, codes: Codes, grid: Grid, won: Won, control: CloseRate) -> list[Leak]:
    """One fact that puts nearly all leads into the right order, by the close rates of its bins (seen by others)."""
    if min(control.won, control.lost) < 5:
        return []
    half = np.random.default_rng(0).permutation(len(won)) % 2 == 0
    values = []
    for learned, asked in ((half, ~half), (~half, half)):
        leads = np.bincount(codes[learned], minlength=grid.size)
        winners = np.bincount(codes[learned & won], minlength=grid.size)
        share = (winners + control.won / control.leads) / (leads + 1)
        value = auc(share[codes[asked]], won[asked]).value
        if value is not None:
            values.append(value)
    mean = float(np.mean(values)) if values else 0.0
    if mean <= DECIDES:
        return []
    return [Leak(LeakKind.DECIDES, feature.key, "", mean, _rate(codes > 0, won), control, True)]


def _all_or_none(key: str, grid: Grid, codes: Codes, won: Won, control: CloseRate) -> list[Leak]:
    leads = np.bincount(codes, minlength=grid.size)
    winners = np.bincount(codes[won], minlength=grid.size)
    found = []
    for code in range(grid.size):
        rate = CloseRate(int(winners[code]), int(leads[code] - winners[code]))
        if _strange(rate, control):
            word = told(grid.part([code]))
            found.append(Leak(LeakKind.ALL_OR_NONE, key, word, None, rate, control, _is_serious(rate, control)))
    return found


def _strange(rate: CloseRate, control: CloseRate) -> bool:
    if rate.leads < MANY or (rate.won and rate.lost):
        return False
    expected = control.won / control.leads if rate.won else control.lost / control.leads
    return bool(rate.leads * np.log(expected) < np.log(BY_CHANCE))


def _is_serious(rate: CloseRate, control: CloseRate) -> bool:
    """A band that holds most of the winners, or most of the losers, and nobody else."""
    share = rate.won / control.won if rate.won else rate.lost / control.lost
    usual = control.won / control.leads if rate.won else control.lost / control.leads
    return share > 0.5 and usual < 0.8


def _of_level(level: LevelColumn, won: Won, control: CloseRate) -> list[Leak]:
    key, reached = f"{level.criterion}:{level.level}", level.weight > 0
    rate = _rate(reached, won)
    found = []
    value = auc(level.weight, won).value or 0.5
    if max(value, 1 - value) > DECIDES and min(control.won, control.lost) >= 5:
        found.append(Leak(LeakKind.DECIDES, key, "", max(value, 1 - value), rate, control, True))
    if _strange(rate, control):
        found.append(Leak(LeakKind.ALL_OR_NONE, key, "", None, rate, control, _is_serious(rate, control)))
    return found


def told(part: Part) -> str:
    """A part in signs: its words, or its bounds; empty for what is not known."""
    if part.words or part.without:
        return ", ".join(part.words or part.without)
    if part.low is None and part.high is None:
        return ""
    low = "" if part.low is None else f"{part.low:g}"
    high = "" if part.high is None else f"{part.high:g}"
    return f"{low} .. {high}".strip()
