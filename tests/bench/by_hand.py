"""The forty criteria of `data.bench_rules`, written out in NumPy for that one matrix by somebody who knows it by heart.

No conditions, no general caps, no names: look-up tables made beforehand, activities sorted by kind and time, and the
same trick for "the newest n" as ours. It keeps what each criterion gave, because a ledger needs that.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.columns_fields import Array, CodedColumn, DateColumn
from leadqual_gui.domain.moments import ACTIVITY_EPOCH, DAY, seconds
from tests.bench.data import AS_OF, KINDS, LEVELS

OURS = KINDS[22:]


Scores = tuple[Array, Array, Array, list[Array]]


def scorer(columns: Columns) -> Callable[[], Scores]:
    """Make ready what can be; what comes back does the scoring: fit, engagement, tier, parts."""
    tables = _tables(columns)
    kinds = _activities(columns)
    created = _dates(columns)
    newest = columns.activities.newest((), frozenset(OURS), 2**31 - 1, len(columns))
    return lambda: _score(tables, kinds, created, newest, len(columns))


Tables = dict[str, list[tuple[Array, Array]]]
Kinds = list[tuple[Array, Array]]


def _score(tables: Tables, kinds: Kinds, created: Array, newest: Array, size: int) -> Scores:
    parts: list[Array] = []
    sums = {name: np.zeros(size, np.int16) for name in (*tables, "content", "intent")}
    for name, looked_up in tables.items():
        for table, codes in looked_up:
            given = table.take(codes)
            parts.append(given)
            sums[name] += given
    age = seconds(AS_OF) - created
    recent = np.where(age <= 30 * DAY, np.int16(50), np.where(age <= 180 * DAY, np.int16(20), np.int16(0)))
    recent[age < 0] = 0
    silent = np.where(newest < seconds(AS_OF) - ACTIVITY_EPOCH - 30 * DAY, np.int16(-60), np.int16(0))
    quiet = newest == -(2**31)
    silent[quiet] = np.where(age[quiet] > 30 * DAY, np.int16(-60), np.int16(0))
    parts += [recent, silent]
    sums["company"] += recent
    sums["checks"] += silent
    for n in range(20):
        given = _did(n, kinds, size)
        parts.append(given)
        sums["content" if n < 12 else "intent"] += given
    fit = np.minimum(sums["company"], 300) + np.minimum(sums["person"], 250) + np.minimum(sums["interview"], 300)
    engagement = np.minimum(sums["content"], 250) + np.minimum(sums["intent"], 400) + np.maximum(sums["checks"], -300)
    return *_limited(fit, engagement), parts


def _did(n: int, kinds: Kinds, size: int) -> Array:
    until = seconds(AS_OF) - ACTIVITY_EPOCH
    within = (None, 90, 180, 365)[n % 4]
    most = (3, None, 2, 5)[n % 4] if n % 5 else None
    half_life = (30, 60, None)[n % 3]
    points = 20 + 5 * n
    leads, times = _window(kinds[n], until, within)
    if n % 7 == 3:
        more_leads, more_times = _window(kinds[n + 2], until, within)
        leads, times = np.concatenate([leads, more_leads]), np.concatenate([times, more_times])
    counts = np.bincount(leads, minlength=size)
    if n == 17:
        return (counts >= 3) * np.int16(points)
    if half_life is None:
        return ((counts if most is None else np.minimum(counts, most)) * points).astype(np.int16)
    if most is not None:
        leads, times = _newest(leads, times, counts, most, size)
    age = (until - times) * (1 / DAY)
    if n % 6 == 0:
        age = np.maximum(age - 3, 0)
    weights = np.exp2(age * (-1 / half_life))
    if n % 4 == 1:
        weights = np.maximum(weights, 0.2)
    total = np.bincount(leads, weights, minlength=size)
    total *= points * (1 + 1e-9)
    total += 0.5
    return total.astype(np.int16)


def _window(kind: tuple[Array, Array], until: int, within: int | None) -> tuple[Array, Array]:
    leads, times = kind
    stop = np.searchsorted(times, np.int32(until), "right")
    start = 0 if within is None else np.searchsorted(times, np.int32(until - within * DAY))
    return leads[start:stop], times[start:stop]


def _newest(leads: Array, times: Array, counts: Array, most: int, size: int) -> tuple[Array, Array]:
    busy = (counts > most)[leads]
    some, when = leads[busy], times[busy]
    order = np.argsort(when, kind="stable")
    some, when = some[order], when[order]
    place, left, kept = np.empty(size, np.int32), np.arange(len(some), dtype=np.int32), []
    for _ in range(most):
        place[some[left]] = left
        last = place[some[left]] == left
        kept.append(left[last])
        left = left[~last]
    picked = np.concatenate(kept)
    return np.concatenate([leads[~busy], some[picked]]), np.concatenate([times[~busy], when[picked]])


def _limited(fit: Array, engagement: Array) -> tuple[Array, Array, Array]:
    """No total below 0 or above 1000: the cut falls on the axes in proportion to what they gave."""
    whole = fit + engagement
    out = np.flatnonzero((whole < 0) | (whole > 1000))
    f, e, missing = fit[out].astype(np.int64), engagement[out].astype(np.int64), (np.clip(whole, 0, 1000) - whole)[out]
    down = missing < 0
    gave_f, gave_e = np.maximum(np.where(down, f, -f), 0), np.maximum(np.where(down, e, -e), 0)
    both = gave_f + gave_e
    on_fit = np.sign(missing) * ((2 * np.abs(missing).astype(np.int64) * gave_f + both) // (2 * both))
    fit[out] += on_fit.astype(np.int16)
    engagement[out] += (missing - on_fit).astype(np.int16)
    whole = fit + engagement
    return fit, engagement, (whole >= 395).astype(np.int8) + (whole >= 695)


def _tables(columns: Columns) -> Tables:
    def text(fact: str) -> tuple[Array, Array]:
        first = {f"{fact} {n}" for n in range(3)}
        return table(fact, lambda v: 80 if v in first else 40 if v == f"{fact} 5" else 0)

    def table(fact: str, points: Callable[[object], int]) -> tuple[Array, Array]:
        column = columns.column(fact)
        assert isinstance(column, CodedColumn)
        return np.asarray([*(points(v) for v in column.values), 0, 0], np.int16), column.codes

    def steps(fact: str, *edges: tuple[float, int]) -> tuple[Array, Array]:
        return table(fact, lambda v: next((p for edge, p in edges if v >= edge), 0))  # type: ignore[operator]

    return {
        "company": [
            *(text(fact) for fact in ("industry", "country", "region")),
            steps("employees", (251, 40), (250.5, 0), (50, 100), (49.5, 0), (10, 60)),
            steps("annual_revenue", (1e7, 80), (1e6, 50)),
        ],
        "person": [
            *(text(fact) for fact in ("department", "source", "job_title")),
            steps("past_purchases", (2, 60), (1, 30)),
            table("email_kind", lambda v: 30 if v == "work" else 0),
            table("verified", lambda v: 25 if v else 0),
        ],
        "interview": [steps(f"answer.{name}", (3, 100), (2, 60), (1, 20)) for name in LEVELS],
        "checks": [
            table("name_looks_automatic", lambda v: -50 if v else 0),
            table("unsubscribed", lambda v: -80 if v else 0),
            table("email_kind", lambda v: -100 if v in ("disposable", "invalid") else 0),
        ],
    }


def _activities(columns: Columns) -> Kinds:
    """Lead and time of each kind's activities, by time (one block of leads: the peer is for up to 131,072)."""
    found = [columns.activities.slice(0, (kind,), -(2**31), 2**31 - 1) for kind in KINDS]
    return [(part.leads, part.times) for part in found]


def _dates(columns: Columns) -> Array:
    column = columns.column("created_at")
    assert isinstance(column, DateColumn)
    return column.seconds
