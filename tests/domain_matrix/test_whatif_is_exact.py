"""Whatever is done to a draft, what it would do is what scoring all leads by it does."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import replace
from datetime import datetime

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.matrix import Matrix
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.scoring import ScoreTable, score_many
from leadqual_gui.domain.whatif import WhatIf
from leadqual_gui.domain.whatif_values import Effect, Movers
from tests.domain.strategies import MOMENTS, records, rules
from tests.domain_matrix.edits import edited

AS_OF = MOMENTS[-1]


@given(st.data())
@settings(max_examples=120)
def test_any_sequence_of_edits_has_the_effect_of_scoring_anew(data: st.DataObject) -> None:
    judged = data.draw(rules())
    leads = [data.draw(records(AS_OF, n)) for n in range(1, 1 + data.draw(st.integers(0, 6)))]
    columns = Columns.of([_closed(record, data) for record in leads], as_of=AS_OF)
    columns.set_alive([n for n in range(len(leads)) if data.draw(st.integers(0, 5)) == 5], False)
    whatif = WhatIf(columns, judged, AS_OF, listed=3)
    matrix = judged.matrix
    for _ in range(data.draw(st.integers(1, 6))):
        matrix = edited(data.draw, matrix)
        effect = whatif.draft(matrix)
        _agrees(whatif, effect, columns, judged, matrix)


def _closed(record, data):  # type: ignore[no-untyped-def]
    outcome = data.draw(st.sampled_from([None, "won", "lost"]))
    return replace(record, lead=replace(record.lead, outcome=outcome))


def _agrees(whatif: WhatIf, effect: Effect, columns: Columns, judged: Rules, matrix: Matrix) -> None:
    before, after = _scored(columns, judged, AS_OF), _scored(columns, replace(judged, matrix=matrix), AS_OF)
    alive = np.flatnonzero(columns.alive)
    places, exact, tier = whatif.scores()
    fit, engagement = whatif.axes()
    assert places.tolist() == alive.tolist()
    assert exact.tolist() == after.exact[alive].tolist()
    assert tier.tolist() == after.tier[alive].tolist()
    assert (fit.tolist(), engagement.tolist()) == (after.fit[alive].tolist(), after.engagement[alive].tolist())
    assert effect.leads == len(alive)
    _same_histogram(effect, before, after, alive)
    _same_tiers(effect, before, after, alive)
    _same_grades(effect, before, after, alive)
    _same_movers(effect, before, after, alive)


def _scored(columns: Columns, judged: Rules, as_of: datetime) -> ScoreTable:
    return score_many(columns, judged, as_of)


def _same_histogram(effect: Effect, before: ScoreTable, after: ScoreTable, alive: np.ndarray) -> None:
    told = effect.histogram
    for table, found in ((before, told.before), (after, told.after)):
        expected = Counter((int(s) - told.low) // told.step for s in table.shown[alive])
        assert {n: leads for n, leads in enumerate(found) if leads} == expected
        assert len(found) <= 101


def _same_tiers(effect: Effect, before: ScoreTable, after: ScoreTable, alive: np.ndarray) -> None:
    outcomes = [before.columns.value(int(p), "outcome") for p in alive]
    for told in effect.tiers:
        for table, leads, won, lost in (
            (before, told.before, told.won_before, told.lost_before),
            (after, told.after, told.won_after, told.lost_after),
        ):
            inside = [o for p, o in zip(alive, outcomes, strict=True) if table.tiers[table.tier[p]] == told.tier]
            assert (len(inside), inside.count("won"), inside.count("lost")) == (leads, won, lost)
    won = [p for p, o in zip(alive, outcomes, strict=True) if o == "won"]
    medians = [float(statistics.median(t.shown[won].tolist())) if won else None for t in (before, after)]
    assert [effect.won_median.before, effect.won_median.after] == medians


def _same_grades(effect: Effect, before: ScoreTable, after: ScoreTable, alive: np.ndarray) -> None:
    was, becomes = (Counter(t.grades[g] for g in t.grade[alive]) for t in (before, after))
    assert {told.grade: told.after for told in effect.grades if told.after} == becomes
    assert all(told.before == was[told.grade] for told in effect.grades)


def _same_movers(effect: Effect, before: ScoreTable, after: ScoreTable, alive: np.ndarray) -> None:
    up = [p for p in alive.tolist() if after.tier[p] > before.tier[p]]
    down = [p for p in alive.tolist() if after.tier[p] < before.tier[p]]
    assert (effect.up, effect.down) == (len(up), len(down))
    _listed(effect.risers, sorted(up, key=lambda p: -after.exact[p])[:3], before, after)
    _listed(effect.fallers, sorted(down, key=lambda p: -before.exact[p])[:3], before, after)
    expected = Counter((before.tiers[before.tier[p]], after.tiers[after.tier[p]]) for p in up + down)
    assert {(a, b): n for a, b, n in effect.moves} == expected


def _listed(movers: Movers, expected: list[int], before: ScoreTable, after: ScoreTable) -> None:
    assert [m.position for m in movers] == expected
    for mover in movers:
        assert mover.lead_id == before.columns.ids[mover.position]
        assert (mover.before, mover.after) == (before.shown[mover.position], after.shown[mover.position])
        assert mover.from_tier == before.tiers[before.tier[mover.position]]
        assert mover.to_tier == after.tiers[after.tier[mover.position]]
        assert mover.why.kind
