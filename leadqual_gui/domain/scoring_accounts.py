"""The full accounts of many leads, one after another, without what is the same for all of them.

Totals and ranges are taken from the columns where they are already; lines that rest on one fact are made once a value;
and only leads whose tier may change by time alone are looked at ahead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from leadqual_gui.domain.columns_fields import CodedColumn
from leadqual_gui.domain.ledger import Line, NextChange, ScoreCard
from leadqual_gui.domain.moments import moment_of
from leadqual_gui.domain.scoring_card import criterion_line, lines_of
from leadqual_gui.domain.scoring_change import next_change
from leadqual_gui.domain.scoring_plan import Plan, adjusted_one
from leadqual_gui.domain.scoring_rows import Rows
from leadqual_gui.domain.scoring_totals import Entry, account

if TYPE_CHECKING:
    from leadqual_gui.domain.scoring import ScoreTable

_AT_ONCE = 500


def accounts_of(table: ScoreTable, positions: Sequence[int], *, ahead: bool) -> Iterator[ScoreCard]:
    """The cards of these leads in this order, without gaps; `ahead`: with the next change of tier."""
    lines = _Lines(table.plan)
    moving = table.may_change() if ahead else None
    for start in range(0, len(positions), _AT_ONCE):
        part = np.asarray(positions[start : start + _AT_ONCE], np.int64)
        least, greatest = table.ranges()
        told = (table.exact, table.shown, table.fit, table.tier, table.grade, least, greatest, table.disqualified)
        numbers = np.stack([column[part] for column in told], axis=1).tolist()
        given = np.stack([c[part] for c in table.contributions], axis=1).tolist() if table.contributions else []
        for row, position in enumerate(part.tolist()):
            rows, mine = table.rows_of(position), given[row] if given else []
            change = next_change(table.plan, rows, mine) if moving is not None and moving[position] else None
            yield _card(table, rows, lines.of(rows, mine), numbers[row], change)


def _card(
    table: ScoreTable, rows: Rows, lines: tuple[Line, ...], numbers: Sequence[int], change: NextChange | None
) -> ScoreCard:
    exact, shown, fit, tier, grade, least, greatest, reason = numbers
    scale = table.plan.scale
    assert rows.one is not None
    return ScoreCard(
        lead_id=int(rows.columns.ids[rows.one]),
        as_of=moment_of(rows.as_of),
        exact=exact,
        shown=shown,
        fit=fit,
        engagement=exact - fit,
        tier=table.tiers[tier],
        grade=table.grades[grade],
        least=least,
        greatest=greatest,
        decided=scale.tier(least) == scale.tier(greatest),
        lines=lines,
        gaps=(),
        disqualified=None if reason < 0 else table.reasons[reason],
        next_change=change,
    )


class _Lines:
    """Makes ledgers; remembers lines that rest on one fact alone."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._made: dict[tuple[int, int], Line] = {}

    def of(self, rows: Rows, given: Sequence[int]) -> tuple[Line, ...]:
        """The ledger of the one lead in `rows`."""
        plan = self._plan
        entries = account(plan.rules.matrix, plan.heaps, given, adjusted_one(rows))
        return tuple(lines_of(plan, rows, entries, self._line))

    def _line(self, plan: Plan, rows: Rows, entry: Entry) -> Line:
        column = rows.columns.column(fact) if (fact := plan.judges[entry.index].fact) else None
        if not isinstance(column, CodedColumn):
            return criterion_line(plan, rows, entry)
        key = (entry.index, int(column.codes[rows.one]))
        if key not in self._made:
            self._made[key] = criterion_line(plan, rows, entry)
        return self._made[key]
