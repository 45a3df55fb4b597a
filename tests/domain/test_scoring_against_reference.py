"""The evaluator says of every generated lead what the slow, obvious one says."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from hypothesis import given

from leadqual_gui.domain.columns import Columns, newest_answers
from leadqual_gui.domain.conditions import Condition
from leadqual_gui.domain.derived import fact_of
from leadqual_gui.domain.ledger import ScoreCard
from leadqual_gui.domain.records import LeadRecord
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.scoring import ScoreTable, score_many
from leadqual_gui.domain.truth import FALSE, TRUE, UNKNOWN, truth
from tests.domain.asking import judged
from tests.domain.reference import Reference, Result
from tests.domain.strategies import conditions, worlds

World = tuple[Rules, list[LeadRecord], datetime]


def told(card: ScoreCard) -> tuple[object, ...]:
    """What a card says, in the reference's words."""
    lines = sorted((line.criterion, line.kind.value, line.fit, line.engagement) for line in card.lines)
    return lines, card.least, card.greatest, card.tier, card.grade, card.decided, card.disqualified


def expected(result: Result) -> tuple[object, ...]:
    lines = sorted(result.lines)
    return lines, result.least, result.greatest, result.tier, result.grade, result.decided, result.disqualified


def agree(table: ScoreTable, row: int, result: Result) -> None:
    """The columns of the table say the same as the reference."""
    assert (table.exact[row], table.fit[row], table.engagement[row]) == (result.exact, result.fit, result.engagement)
    assert table.tiers[table.tier[row]] == result.tier
    assert table.grades[table.grade[row]] == result.grade
    assert (table.least[row], table.greatest[row], bool(table.decided[row])) == (
        result.least,
        result.greatest,
        result.decided,
    )
    reason = table.disqualified[row]
    assert (table.reasons[reason] if reason >= 0 else None) == result.disqualified


@given(worlds())
def test_every_lead_gets_the_ledger_of_the_reference(world: World) -> None:
    rules, records, as_of = world
    table = score_many(Columns.of(records, as_of=as_of), rules, as_of)
    for row, record in enumerate(records):
        result = Reference(record, rules, as_of).result()
        assert told(table.card(row, ahead=False)) == expected(result)
        agree(table, row, result)


@given(worlds())
def test_the_accounts_of_many_are_those_of_each(world: World) -> None:
    rules, records, as_of = world
    table = score_many(Columns.of(records, as_of=as_of), rules, as_of)
    backwards = range(len(records) - 1, -1, -1)
    assert list(table.cards(backwards)) == [table.card(row, gaps=False) for row in backwards]
    assert list(table.cards([0], ahead=False)) == [table.card(0, gaps=False, ahead=False)]


@given(worlds())
def test_what_is_put_in_bit_by_bit_scores_like_what_was_loaded(world: World) -> None:
    rules, records, as_of = world
    table = score_many(Columns.of(records[:1], as_of=as_of), rules, as_of)
    table.ranges()
    assert len(table.disqualified) == 1
    columns = table.columns
    for record in records[1:]:
        row = columns.append(record.lead)
        for activity in record.activities:
            columns.put_activity(row, activity)
        for (framework, element), answer in newest_answers(record.answers, as_of).items():
            columns.put_answer(row, answer, framework, element)
        columns.put_stakeholders(row, record.stakeholders)
        columns.put_adjustments(row, record.adjustments)
        table.rescore([row])
    again = score_many(Columns.from_blobs(columns.to_blobs()), rules, as_of)
    for row, record in enumerate(records):
        result = Reference(record, rules, as_of).result()
        agree(table, row, result)
        agree(again, row, result)


@given(worlds(most=1), conditions)
def test_one_lead_is_judged_by_hand_as_by_columns(world: World, condition: Condition) -> None:
    rules, records, as_of = world
    reference = Reference(records[0], rules, as_of)
    expected_truth = {False: FALSE, None: UNKNOWN, True: TRUE}[reference.holds(condition)]
    table = score_many(Columns.of(records, as_of=as_of), rules, as_of)
    assert truth(condition, reference.fact, as_of) == expected_truth
    assert judged(condition, table) == [expected_truth]


@given(worlds(most=2))
def test_taking_back_what_was_added_leaves_the_score_as_it_was(world: World) -> None:
    rules, records, as_of = world
    columns = Columns.of(records, as_of=as_of)
    table = score_many(columns, rules, as_of)
    before = [c.copy() for c in (table.exact, table.least, table.greatest)]
    extra = records[-1].activities
    for activity in extra:
        columns.put_activity(0, activity)
        table.rescore([0], kind=activity.kind)
    whole = score_many(columns, rules, as_of)
    assert np.array_equal(table.exact, whole.exact)
    for activity in extra:
        assert columns.remove_activity(0, activity)
    table.rescore(range(len(records)))
    assert all(np.array_equal(a, b) for a, b in zip(before, (table.exact, table.least, table.greatest), strict=True))


@given(worlds(most=2))
def test_a_field_that_is_set_concerns_only_what_looks_at_it(world: World) -> None:
    rules, records, as_of = world
    columns = Columns.of(records, as_of=as_of)
    table = score_many(columns, rules, as_of)
    _ = table.ranges(), table.disqualified
    for fact in columns.schema:
        columns.put_field(0, fact, fact_of(records[-1].lead, fact))
        table.rescore([0], facts=frozenset((fact,)))
    whole = score_many(columns, rules, as_of)
    for name in ("exact", "shown", "tier", "grade", "least", "greatest", "disqualified"):
        assert np.array_equal(getattr(table, name), getattr(whole, name)), name
    assert table.card(0, gaps=False) == whole.card(0, gaps=False)
