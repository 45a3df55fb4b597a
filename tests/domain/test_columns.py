"""Resident columns: they remember what was put in, in bulk or bit by bit, also through a snapshot."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.columns_activities import BLOCK, ActivityColumns
from leadqual_gui.domain.columns_fields import Vocabulary
from leadqual_gui.domain.conditions import Operator, Test
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.matrix import ActivityRule
from leadqual_gui.domain.scoring import score_many
from tests.bench.data import AS_OF, bench_rules, synthetic_columns
from tests.builders import NOW, a_criterion, a_lead, a_matrix, a_record, an_activity, an_answer, days_ago

EVER = 2**31 - 1


def three_leads() -> Columns:
    leads = [
        a_lead(n, company=f"Company {n}", tags=("fair",) if n == 5 else (), custom={"size": 1.5}) for n in (2, 5, 9)
    ]
    return Columns.of([a_record(lead, an_activity(lead_id=lead.id), an_answer(lead_id=lead.id)) for lead in leads])


def again(columns: Columns) -> Columns:
    """The same through a snapshot whose bytes nobody may change."""
    return Columns.from_blobs({name: bytes(blob) for name, blob in columns.to_blobs().items()})


def test_a_snapshot_brings_everything_back() -> None:
    columns = three_leads()
    columns.set_alive([1], False)
    back = again(columns)
    facts = ("company", "tags", "created_at", "custom.size", "answer.bant.budget", "email_kind", "verified", "name")
    for row in range(3):
        assert [back.value(row, fact) for fact in facts] == [columns.value(row, fact) for fact in facts]
    assert (back.ids.tolist(), back.alive.tolist(), len(back.activities)) == ([2, 5, 9], [True, False, True], 3)


def test_a_snapshot_can_be_changed_without_changing_its_bytes() -> None:
    blobs = {name: bytes(blob) for name, blob in three_leads().to_blobs().items()}
    first, second = Columns.from_blobs(blobs), Columns.from_blobs(blobs)
    first.put_lead(0, a_lead(2, company="Renamed", created_at=NOW))
    first.put_activity(1, an_activity("demo_requested"))
    first.set_alive([2], False)
    assert first.append(a_lead(12, company="Fourth")) == 3
    assert (first.value(0, "company"), first.value(3, "company"), first.value(3, "answer.bant.budget")) == (
        "Renamed",
        "Fourth",
        None,
    )
    assert (second.value(0, "company"), len(second), len(second.activities), second.alive.all()) == (
        "Company 2",
        3,
        3,
        True,
    )


def test_a_snapshot_of_another_format_is_refused() -> None:
    blobs = dict(three_leads().to_blobs())
    blobs["meta"] = b'{"format": 99}'
    with pytest.raises(ValueError, match="format"):
        Columns.from_blobs(blobs)


def test_positions_are_found_by_id() -> None:
    columns = three_leads()
    assert [columns.position(n) for n in (2, 5, 9, 1, 6, 99)] == [0, 1, 2, None, None, None]


def test_leads_come_in_ascending_order() -> None:
    with pytest.raises(ValueError, match="ascending"):
        three_leads().append(a_lead(9))


def test_a_custom_field_appears_when_it_is_first_set() -> None:
    columns = three_leads()
    columns.append(a_lead(20, custom={"colour": "green"}))
    assert [columns.value(row, "custom.colour") for row in range(4)] == [None, None, None, "green"]


def test_a_column_widens_as_its_values_grow_in_number() -> None:
    columns = three_leads()
    for n in range(40_000):
        columns.put_field(n % 3, "company", f"Firm {n}")
    assert [columns.value(row, "company") for row in range(3)] == ["Firm 39999", "Firm 39997", "Firm 39998"]


def test_a_value_never_seen_before_is_judged_as_well() -> None:
    columns = three_leads()
    matrix = a_matrix(a_criterion("firm", 10, when=Test("company", Operator.STARTS_WITH, ("firm",))))
    table = score_many(columns, matrix, NOW)
    for name, tenths in (("Firm A", 100), ("Other", 0), ("Firm B", 100), ("Firm A", 100)):
        columns.put_field(1, "company", name)
        table.rescore([1])
        assert table.exact.tolist() == [0, tenths, 0]
        assert score_many(columns, matrix, NOW).exact.tolist() == [0, tenths, 0]


def test_new_activities_are_merged_and_none_is_lost() -> None:
    columns = three_leads()
    for n in range(3000):
        columns.put_activity(n % 3, an_activity(f"kind_{n % 11}", ago=n / 100, topic=f"topic {n % 5}"))
    found = columns.activities.of_lead(1, None, -EVER, EVER)
    assert (len(columns.activities), len(found)) == (3003, 1001)
    assert np.all(np.diff(found.times) >= 0)
    assert len(columns.activities.of_lead(1, ("kind_3",), -EVER, EVER)) == len([n for n in range(3000) if n % 33 == 25])


def test_only_an_activity_that_is_there_can_be_taken_away() -> None:
    columns = three_leads()
    assert not columns.remove_activity(0, an_activity("nothing_like_it"))
    assert not columns.remove_activity(0, an_activity(topic="another topic"))
    assert columns.remove_activity(0, an_activity())
    assert not columns.remove_activity(0, an_activity())
    assert len(columns.activities) == 2


def test_the_newest_activity_is_kept_up_to_date() -> None:
    activities = ActivityColumns()
    nothing: frozenset[str] = frozenset()
    for ago, kind in ((10, "webinar_attended"), (3, "note"), (7, "webinar_attended")):
        activities.add(1, kind, days_ago(ago), None)
        activities.newest((), nothing, EVER, 2)
    newest = activities.newest((), nothing, EVER, 2)
    webinars = activities.newest((), frozenset({"note"}), EVER, 2)
    assert (newest[1] - webinars[1]) / 86_400 == 4
    assert newest[0] == -(2**31)
    activities.remove(1, "note", days_ago(3), None)
    assert activities.newest((), nothing, EVER, 2)[1] == webinars[1]


@given(st.lists(st.text(), unique=True))
def test_any_text_survives_a_snapshot(texts: list[str]) -> None:
    kept = Vocabulary(FactType.TEXT, list(texts)).blobs()
    assert Vocabulary.stored(FactType.TEXT, *kept).values == texts


def test_leads_beyond_the_first_block_are_scored_alike() -> None:
    columns = synthetic_columns(BLOCK + 3000)
    table = score_many(columns, bench_rules(), AS_OF)
    some = [0, 5, BLOCK - 1, BLOCK, BLOCK + 1, BLOCK + 2999]
    columns.put_activity(BLOCK, an_activity("kind_23", at=AS_OF))
    whole = [a.copy() for a in (table.exact, table.least, table.greatest, table.tier)]
    table.rescore(some)
    for before, after in zip(whole, (table.exact, table.least, table.greatest, table.tier), strict=True):
        assert np.array_equal(before, after)
    assert table.card(BLOCK + 1).exact == table.exact[BLOCK + 1]


def test_a_lead_beyond_the_first_block_has_its_own_activities() -> None:
    columns = Columns.of([a_record(a_lead(n + 1)) for n in range(3)])
    columns._ids.extend(np.arange(4, BLOCK + 5))
    for column in columns.fields.values():
        column.extend([None] * (BLOCK + 1))
    last = len(columns) - 1
    columns.put_activity(last, an_activity("demo_requested"))
    matrix = a_matrix(a_criterion("demo", 25, activity=ActivityRule(("demo_requested",), at_most=1)))
    for merged in (False, True):
        if merged:
            columns.activities.merge()
        table = score_many(columns, matrix, NOW)
        assert (int(table.exact.sum()), int(table.exact[last])) == (250, 250)
