"""What is learned from closed leads, on leads that were not used for it, beside what others learn from them.

Figures called "wrong pairs" are 1 - AUC: the share of pairs (a customer, somebody else) that a score puts in the wrong
order. All are means over five stratified folds, seed 0; everything, cut points included, is fitted on the other folds.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: two threads only get in each other's way
os.environ.setdefault("OMP_NUM_THREADS", "1")

import warnings
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.cards import score_card
from leadqual_gui.domain.calibration.comparison import compare
from leadqual_gui.domain.calibration.fitting import Columns, fit_points, points_by
from leadqual_gui.domain.calibration.learning import learn, learn_criteria
from leadqual_gui.domain.calibration.points import equal_points
from leadqual_gui.domain.calibration.proposing import propose_points
from leadqual_gui.domain.calibration.results import Method, Verdict
from leadqual_gui.domain.calibration.validation import auc
from leadqual_gui.domain.calibration.values import Feature
from tests.bench import calibration_peers as peers
from tests.bench.calibration_data import evidence_of, invented, matrix_of, real
from tests.bench.figures import Figure, median_seconds

FIELDS = 20
AS_GOOD = 0.010
DRAWS = 200
DOZENS = 36
Won = NDArray[np.bool_]


def opportunities() -> list[Figure]:
    """Few deals, ordered answers: better than all others."""
    return [_beside("b2b_opportunities", dict.fromkeys(peers.ALL, 0.0))]


def sessions() -> list[Figure]:
    """Visits to a shop: as good as boosting, better than all that is linear."""
    return [_beside("shop_sessions", _many_goals())]


def calls() -> list[Figure]:
    """Calls of a bank: the same."""
    return [_beside("bank_calls", _many_goals())]


def _many_goals() -> dict[str, float]:
    return dict.fromkeys(peers.ALL, 0.0) | {"boosting": AS_GOOD, "boosting, categories": AS_GOOD}


def _beside(name: str, allowed: dict[str, float]) -> Figure:
    """Ours and the others' share of wrong pairs; `allowed`: by how much ours may be larger."""
    from sklearn.model_selection import StratifiedKFold

    features, won = real(name)
    wrong: dict[str, list[float]] = {peer: [] for peer in ("ours", *peers.ALL)}
    plans: list[str] = []
    for train, test in StratifiedKFold(5, shuffle=True, random_state=0).split(won, won):
        here, there = _of(features, train), _of(features, test)
        plan, criteria = learn(here, won[train], FIELDS, 0, lambda: None)
        plans.append(f"{plan.name} ({len({k for c in criteria for k in c.features})} fields)")
        wrong["ours"].append(1 - (auc(score_card(criteria, there), won[test]).value or 0.5))
        for peer, method in peers.ALL.items():
            wrong[peer].append(1 - (auc(method(here, won[train], there), won[test]).value or 0.5))
    means = {peer: float(np.mean(found)) for peer, found in wrong.items()}
    ours = means.pop("ours")
    goals = {peer: (means[peer] + more) / means[peer] for peer, more in allowed.items()}
    return Figure(f"wrong pairs, {name}", ours, means, goals, unit="", note="; ".join(sorted(set(plans))))


def _of(features: tuple[Feature, ...], rows: NDArray[np.intp]) -> list[Feature]:
    return [replace(f, values=f.values[rows]) for f in features]


def shuffled(times: int = 5) -> list[Figure]:
    """How often anything is proposed where the outcome is a lottery (of all tries)."""
    proposed, tries = 0, 0
    for name in ("b2b_opportunities", "shop_sessions"):
        features, won = real(name)
        for seed in range(times):
            lottery = np.random.default_rng(seed).permutation(won)
            some = np.random.default_rng(seed).permutation(len(won))[:2_000]
            card = learn_criteria(_of(features, some), lottery[some])
            matrix = propose_points(evidence_of(features, lottery, matrix_of(features)))
            proposed += (card.verdict is Verdict.PROPOSED) + (matrix.verdict is Verdict.PROPOSED)
            tries += 2
    wanted = {"of all tries": 1.0}
    return [Figure("proposed by chance", proposed / tries, wanted, {"of all tries": 0.02}, unit="")]


def three_dozen(draws: int = DRAWS) -> list[Figure]:
    """36 closed leads drawn at random: points learned from them, and equal points, on all the others."""
    found = []
    for name in ("b2b_opportunities", "shop_sessions", "bank_calls"):
        features, won = real(name)
        levels = matrix_of(features)
        columns = Columns.of(levels)
        kept: dict[str, list[float]] = {"ours": [], "matrix, fitted": [], "matrix, lift": [], "equal": [], "known": []}
        for seed in range(draws):
            some = np.random.default_rng(seed).permutation(len(won))
            train, test = np.sort(some[:DOZENS]), np.sort(some[DOZENS : DOZENS + 4_000])
            if not 0 < won[train].sum() < DOZENS:
                continue
            rows = np.isin(np.arange(len(won)), train)
            card = learn_criteria(_of(features, train), won[train], check=False)
            kept["ours"].append(_wrong(score_card(card, _of(features, test)), won[test]))
            for method, peer in ((Method.FITTED, "matrix, fitted"), (Method.LIFT, "matrix, lift")):
                points = points_by(method, columns.at(rows), won[train])
                kept[peer].append(_wrong(columns.plain(points)[test], won[test]))
            kept["equal"].append(_wrong(columns.plain(equal_points(levels))[test], won[test]))
            kept["known"].append(
                _wrong(peers.equal_weights(_of(features, train), won[train], _of(features, test)), won[test])
            )
        means = {peer: float(np.mean(values)) for peer, values in kept.items()}
        ours = means.pop("ours")
        beside = {"equal points": means["equal"], "equal points, signs from the 36": means["known"]}
        beside |= {"matrix, fitted": means["matrix, fitted"], "matrix, lift": means["matrix, lift"]}
        goals = {"equal points": 1.0, "equal points, signs from the 36": 1.0}
        note = f"{len(kept['ours'])} draws, deviation {np.std(kept['ours']):.3f}"
        found.append(Figure(f"wrong pairs of 36 leads, {name}", ours, beside, goals, unit="", note=note))
    return found


def _wrong(score: NDArray[np.int64] | NDArray[np.float64], won: Won) -> float:
    return 1 - (auc(score, won).value or 0.5)


def fit_all(leads: int = 100_000) -> list[Figure]:
    """The joint fit of a matrix of 40 criteria beside scikit-learn's logistic regression on the same columns."""
    from sklearn.linear_model import LogisticRegression

    evidence = invented(leads, 40)
    columns = Columns.of(evidence.levels)
    wide = columns.weights.astype(np.float64)

    def others() -> object:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return LogisticRegression().fit(wide, evidence.won)

    ours = median_seconds(lambda: fit_points(columns, evidence.won), 5)
    peer = {"scikit-learn": median_seconds(others, 5)}
    return [Figure(f"fit of 40 criteria, {leads:,} leads", ours, peer, {"scikit-learn": 1.0})]


def compare_all(leads: int = 100_000) -> list[Figure]:
    """Proposal and held-out comparison of a whole matrix, beside one fit by scikit-learn."""
    evidence = invented(leads, 40)
    work: tuple[tuple[str, Callable[[], object]], ...] = (
        ("proposal", lambda: propose_points(evidence)),
        ("comparison", lambda: compare(evidence, Method.FITTED, (0, 400, 700))),
    )
    return [Figure(f"{name} of 40 criteria, {leads:,} leads", median_seconds(each, 1)) for name, each in work]


FIGURES = (opportunities, sessions, calls, shuffled, three_dozen, fit_all, compare_all)
