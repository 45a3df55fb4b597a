"""What others learn from the same facts: each takes facts and outcomes, and scores other leads."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from leadqual_gui.domain.calibration.values import Feature, FeatureKind

Won = NDArray[np.bool_]
Scores = NDArray[np.float64]


def logistic(here: Sequence[Feature], won: Won, there: Sequence[Feature]) -> Scores:
    """Logistic regression on all columns, words one-hot, standardised."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    train, test = _indicators(here, here), _indicators(here, there)
    scaler = StandardScaler().fit(train)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = LogisticRegression(max_iter=1000).fit(scaler.transform(train), won)
    return np.asarray(fitted.decision_function(scaler.transform(test)))


def boosting(here: Sequence[Feature], won: Won, there: Sequence[Feature]) -> Scores:
    """Gradient boosting with its defaults, words as numbers."""
    return _boosted(here, won, there, None)


def boosting_categories(here: Sequence[Feature], won: Won, there: Sequence[Feature]) -> Scores:
    """The same, told which columns are words."""
    return _boosted(here, won, there, [f.kind is not FeatureKind.NUMBER for f in here])


def _boosted(here: Sequence[Feature], won: Won, there: Sequence[Feature], words: list[bool] | None) -> Scores:
    from sklearn.ensemble import HistGradientBoostingClassifier

    made = HistGradientBoostingClassifier(random_state=0, categorical_features=words)
    made.fit(np.column_stack([f.values for f in here]), won)
    return np.asarray(made.decision_function(np.column_stack([f.values for f in there])))


def scorecard(here: Sequence[Feature], won: Won, there: Sequence[Feature]) -> Scores:
    """A credit scorecard: bins found by small trees, weights of evidence, logistic regression on them."""
    from sklearn.linear_model import LogisticRegression

    train, test = [], []
    for one, other in zip(here, there, strict=True):
        weights, place = _evidence(one, won)
        train.append(weights[place(one)])
        test.append(weights[place(other)])
    fitted = LogisticRegression(max_iter=1000).fit(np.column_stack(train), won)
    return np.asarray(fitted.decision_function(np.column_stack(test)))


def _evidence(feature: Feature, won: Won) -> tuple[Scores, Callable[[Feature], NDArray[np.intp]]]:
    from sklearn.tree import DecisionTreeClassifier

    def sortable(f: Feature) -> Scores:
        if feature.kind is FeatureKind.NUMBER:
            return np.nan_to_num(f.values, nan=-1e12)[:, None]
        return order[f.values.astype(int)][:, None]

    order = np.zeros(0)
    if feature.kind is not FeatureKind.NUMBER:
        place = feature.values.astype(int)
        leads = np.bincount(place, minlength=len(feature.words))
        order = (np.bincount(place[won], minlength=len(leads)) + won.mean()) / (leads + 1)
    least = max(10, len(won) // 50)
    tree = DecisionTreeClassifier(max_leaf_nodes=8, min_samples_leaf=least, random_state=0).fit(sortable(feature), won)
    leaf = tree.apply(sortable(feature))
    winners = np.bincount(leaf[won], minlength=leaf.max() + 1) + 0.5
    losers = np.bincount(leaf[~won], minlength=leaf.max() + 1) + 0.5
    return np.log(winners / losers), lambda f: np.asarray(tree.apply(sortable(f)), np.intp)


def naive_bayes(here: Sequence[Feature], won: Won, there: Sequence[Feature]) -> Scores:
    """Frequencies of each word (numbers in fifths) among won and lost leads, multiplied: as in Odoo."""
    return _by_word(here, won, there, lambda w, a, lost, b: np.log((w + 0.1) / a) - np.log((lost + 0.1) / b))


def article(here: Sequence[Feature], won: Won, there: Sequence[Feature]) -> Scores:
    """The article's rule: the close rate of each word where it is above the control rate."""
    usual = won.mean()

    def points(w: Scores, _a: float, lost: Scores, _b: float) -> Scores:
        rate = w / np.maximum(w + lost, 1)
        return np.where(rate > usual, np.rint(100 * rate), 0.0)

    return _by_word(here, won, there, points)


def equal_weights(here: Sequence[Feature], won: Won, there: Sequence[Feature]) -> Scores:
    """One point for each word above the control rate, one against each below."""
    usual = won.mean()
    return _by_word(here, won, there, lambda w, _a, lost, _b: np.sign(w - usual * (w + lost)))


def _by_word(
    here: Sequence[Feature],
    won: Won,
    there: Sequence[Feature],
    points: Callable[[Scores, float, Scores, float], Scores],
) -> Scores:
    total = np.zeros(len(there[0].values))
    for one, other in zip(here, there, strict=True):
        known = one.values[~np.isnan(one.values)]
        cuts = np.unique(np.quantile(known, (0.2, 0.4, 0.6, 0.8))) if len(known) else np.zeros(0)

        def place(f: Feature, cuts: Scores = cuts) -> NDArray[np.intp]:
            if f.kind is not FeatureKind.NUMBER:
                return f.values.astype(np.intp)
            return np.where(np.isnan(f.values), 0, 1 + np.searchsorted(cuts, f.values, side="right"))

        size = max(len(one.words), len(cuts) + 2)
        winners = np.bincount(place(one)[won], minlength=size).astype(float)
        losers = np.bincount(place(one)[~won], minlength=size).astype(float)
        given = points(winners, float(won.sum()), losers, float((~won).sum()))
        total += np.where(winners + losers > 0, given, 0.0)[place(other)]
    return total


def _indicators(here: Sequence[Feature], there: Sequence[Feature]) -> Scores:
    columns: list[Scores] = []
    for one, other in zip(here, there, strict=True):
        if one.kind is FeatureKind.NUMBER:
            columns.append(np.nan_to_num(other.values, nan=float(np.nanmedian(one.values))))
            if np.isnan(one.values).any():
                columns.append(np.isnan(other.values) * 1.0)
        else:
            columns += [(other.values == k) * 1.0 for k in range(len(one.words))]
    return np.column_stack(columns)


ALL = MappingProxyType(
    {
        "logistic regression": logistic,
        "boosting": boosting,
        "boosting, categories": boosting_categories,
        "scorecard": scorecard,
        "naive Bayes": naive_bayes,
        "article's rule": article,
    }
)
"""Each by its name."""
