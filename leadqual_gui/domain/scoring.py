"""How leads earn their scores: one evaluator for one lead and for a million.

`score_many` judges whole columns, criterion by criterion, and keeps what each gave. A `ScoreTable` answers for a list;
its `card` is the full account of one lead, whose ledger sums to the score. Times are taken in whole seconds. A lead
that was created after `as_of` is scored with what is known of it; activities after `as_of` do not count. Columns hold
the newest answers: for a moment long past, build them as of that moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.columns_fields import Array
from leadqual_gui.domain.ledger import NextChange, ScoreCard
from leadqual_gui.domain.matrix import Matrix
from leadqual_gui.domain.moments import seconds
from leadqual_gui.domain.records import LeadRecord
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.scoring_accounts import accounts_of
from leadqual_gui.domain.scoring_card import card_of
from leadqual_gui.domain.scoring_change import exact_ahead, next_change
from leadqual_gui.domain.scoring_criteria import Judge
from leadqual_gui.domain.scoring_disqualified import Disqualifications
from leadqual_gui.domain.scoring_plan import Plan
from leadqual_gui.domain.scoring_rows import Rows, blocks_of, picked_rows
from leadqual_gui.domain.scoring_standstill import may_change


@dataclass(slots=True)
class _Ranges:
    least: Array
    greatest: Array


class ScoreTable:
    """The scores of all leads of `columns`, by position.

    `contributions[i]` is what criterion i of `plan.criteria` gave, before caps; `fit`, `engagement`, `exact` are tenths
    (int32), `shown` whole points, `tier` an index into `tiers`, `grade` into `grades`. Ranges and disqualifications are
    worked out when they are first asked for. Deleted leads are scored as well: `columns.alive` tells.
    """

    def __init__(self, columns: Columns, plan: Plan, as_of: int) -> None:
        self.columns = columns
        self.plan = plan
        self.as_of = as_of
        self.tiers = tuple(tier.id for tier in plan.rules.matrix.tiers)
        self.grades = plan.scale.grades
        self.contributions: list[Array] = []
        self.fit = self.engagement = self.exact = np.empty(0, np.int32)
        self.shown, self.tier, self.grade = self.exact, np.empty(0, np.int8), np.empty(0, np.int16)
        self._ranges: _Ranges | None = None
        self._disqualified: Array | None = None
        self._moments: dict[int, int] = {}  # of leads that were scored again since
        self._disqualifications = Disqualifications(plan.rules)

    def __len__(self) -> int:
        return len(self.exact)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why leads are disqualified; `disqualified` holds indexes into it."""
        return self._disqualifications.reasons

    @property
    def disqualified(self) -> Array:
        """For each lead the index of the reason that disqualifies it, or -1 (int16)."""
        if self._disqualified is None:
            found = _joined([self._disqualifications.of(rows) for rows in self._blocks()], np.int16)
            for rows in self._later():
                found[rows.picked] = self._disqualifications.of(rows)
            self._disqualified = found
        return self._disqualified

    @property
    def least(self) -> Array:
        """The least score in tenths that the unknown allows."""
        return self.ranges()[0]

    @property
    def greatest(self) -> Array:
        """The greatest score in tenths that the unknown allows."""
        return self.ranges()[1]

    @property
    def decided(self) -> Array:
        """Whether the whole range of each lead lies in one tier."""
        least, greatest = self.ranges()
        scale = self.plan.scale
        return np.equal(scale.tiers(least), scale.tiers(greatest))

    def ranges(self) -> tuple[Array, Array]:
        """The least and greatest scores in tenths, worked out once."""
        if self._ranges is None:
            parts = [self.plan.ranges(rows, self._given(rows)) for rows in self._blocks()]
            least, greatest = (_joined([p[side] for p in parts], np.int32) for side in (0, 1))
            for rows in self._later():
                least[rows.picked], greatest[rows.picked] = self.plan.ranges(rows, self._given(rows))
            self._ranges = _Ranges(least, greatest)
        return self._ranges.least, self._ranges.greatest

    def card(self, position: int, *, gaps: bool = True, ahead: bool = True) -> ScoreCard:
        """The full account of one lead; without `gaps` or what lies `ahead` (next change) it is quicker."""
        rows = self.rows_of(position)
        given = [int(c[position]) for c in self.contributions]
        reason = int(self._disqualifications.of(rows)[0])
        change = next_change(self.plan, rows, given) if ahead else None
        disqualified = None if reason < 0 else self.reasons[reason]
        reach = None
        if self._ranges is not None:
            reach = int(self._ranges.least[position]), int(self._ranges.greatest[position])
        return card_of(self.plan, rows, given, gaps=gaps, disqualified=disqualified, change=change, reach=reach)

    def next_change(self, position: int) -> NextChange | None:
        """When, nothing else happening, the tier of a lead changes, and to which; None if not within two years."""
        given = [int(c[position]) for c in self.contributions]
        return next_change(self.plan, self.rows_of(position), given)

    def ahead(self, position: int, moments: Iterable[int]) -> list[int]:
        """The score of a lead in tenths at moments to come (seconds since 1970), nothing else happening."""
        given = [int(c[position]) for c in self.contributions]
        return exact_ahead(self.plan, self.rows_of(position), given, moments)

    def cards(self, positions: Sequence[int], *, ahead: bool = True) -> Iterator[ScoreCard]:
        """The accounts of many leads in this order, without gaps: quicker than one by one."""
        return accounts_of(self, positions, ahead=ahead)

    def may_change(self) -> Array:
        """For each lead, whether its tier may change although nothing else happens; False is certain."""
        found = _joined([may_change(self.plan, rows, self._given(rows)) for rows in self._blocks()], np.bool_)
        found[list(self._moments)] = True
        return found

    def fill(self) -> None:
        """Score all leads."""
        self._reserve(len(self.columns))
        for rows in self._blocks():
            self._take(rows, self.plan.contributions(rows))
        self._ranges = self._disqualified = None
        self._moments.clear()

    def refresh(self, as_of: datetime) -> None:
        """Score all leads again at another moment, in the memory that is there."""
        self.as_of = seconds(as_of)
        self.fill()

    def reads(self, facts: frozenset[str]) -> bool:
        """Whether the score of a lead, or whether it is disqualified, may rest on one of these fields."""
        return bool(self._disqualifications.facts & facts) or any(judge.reads(facts) for judge in self.plan.judges)

    def rescore(
        self,
        positions: Sequence[int],
        as_of: datetime | None = None,
        kind: str | None = None,
        facts: frozenset[str] | None = None,
    ) -> None:
        """Score some leads again after they changed, also leads that are new at the end of the columns.

        `as_of` (else the table's moment) is for these leads only, and for their cards from now on. If all that happened
        is an activity of `kind`, or that the fields `facts` were set, and the moment is still theirs, only the criteria
        that look at it are judged again.
        """
        self._grow()
        moment = self.as_of if as_of is None else seconds(as_of)
        if any(self._moments.get(position, self.as_of) != moment for position in positions):
            kind = facts = None
        self._moments |= dict.fromkeys(positions, moment)
        rows = picked_rows(self.columns, moment, self.plan.ours, positions)
        if rows.one is not None:
            self._rescore_one(rows, rows.one, kind, facts)
            return
        for index, judge in enumerate(self.plan.judges):
            if _is_concerned(judge, rows, kind, facts):
                self.contributions[index][rows.picked] = judge.tenths(rows)
        given = [c[rows.picked] for c in self.contributions]
        self._read(rows, given)
        at = rows.picked
        if self._disqualified is not None:
            self._disqualified[at] = self._disqualifications.of(rows)
        if self._ranges is not None:
            self._ranges.least[at], self._ranges.greatest[at] = self.plan.ranges(rows, given)

    def _rescore_one(self, rows: Rows, position: int, kind: str | None, facts: frozenset[str] | None) -> None:
        """The same for one lead, without arrays: a keystroke must not wait for them."""
        spans: list[tuple[int, int, int]] = []
        for column, judge in zip(self.contributions, self.plan.judges, strict=True):
            if _is_concerned(judge, rows, kind, facts):
                spans.append(judge.of_one(rows))
                column[position] = spans[-1][0]
            elif self._ranges is not None:
                spans.append(judge.same_of_one(rows, int(column[position])))
        fit, engagement = self.plan.sums_of_one(rows, [int(c[position]) for c in self.contributions])
        exact, scale = fit + engagement, self.plan.scale
        self.fit[position], self.engagement[position], self.exact[position] = fit, engagement, exact
        self.shown[position], self.tier[position] = (exact + 5) // 10, scale.tier(exact)
        self.grade[position] = scale.grade(self.fit[position], self.engagement[position])
        if self._disqualified is not None and (facts is None or self._disqualifications.facts & facts):
            self._disqualified[position] = self._disqualifications.of(rows)[0]
        if self._ranges is not None:
            self._ranges.least[position] = self.plan.exact_of_one(rows, [least for _, least, _ in spans])
            self._ranges.greatest[position] = self.plan.exact_of_one(rows, [greatest for _, _, greatest in spans])

    def _reserve(self, size: int) -> None:
        if len(self) == size and self.contributions:
            return
        self.contributions = _side_by_side(size, [judge.type for judge in self.plan.judges])
        self.fit, self.engagement, self.exact, self.shown = (np.empty(size, np.int32) for _ in range(4))
        self.tier, self.grade = np.empty(size, np.int8), np.empty(size, np.int16)

    def _take(self, rows: Rows, given: list[Array]) -> None:
        for column, tenths in zip(self.contributions, given, strict=True):
            column[rows.place] = tenths
        self._read(rows, given)

    def _read(self, rows: Rows, given: list[Array]) -> None:
        """Add up what was given, and read shown points, tier and grade from it."""
        sums, at, scale = self.plan.totals(rows, given), rows.place, self.plan.scale
        exact = sums.exact
        self.fit[at], self.engagement[at], self.exact[at] = sums.fit, sums.engagement, exact
        self.shown[at], self.tier[at] = scale.shown(exact), scale.tiers(exact)
        self.grade[at] = scale.grade(sums.fit, sums.engagement)

    def _grow(self) -> None:
        missing = len(self.columns) - len(self)
        if not missing:
            return
        for name in ("fit", "engagement", "exact", "shown", "tier", "grade"):
            setattr(self, name, _longer(getattr(self, name), missing, 0))
        self.contributions = [_longer(c, missing, 0) for c in self.contributions]
        if self._disqualified is not None:
            self._disqualified = _longer(self._disqualified, missing, -1)
        if self._ranges is not None:
            self._ranges = _Ranges(*(_longer(side, missing, 0) for side in (self._ranges.least, self._ranges.greatest)))

    def _given(self, rows: Rows) -> list[Array]:
        return [rows.of(c) for c in self.contributions]

    def _blocks(self) -> Sequence[Rows]:
        return blocks_of(self.columns, self.as_of, self.plan.ours)

    def _later(self) -> Iterator[Rows]:
        """Leads that were scored again since, together with those of the same moment."""
        together: dict[int, list[int]] = {}
        for position, moment in self._moments.items():
            together.setdefault(moment, []).append(position)
        for moment, positions in together.items():
            yield picked_rows(self.columns, moment, self.plan.ours, positions)

    def rows_of(self, position: int) -> Rows:
        """One lead, at the moment for which it was scored."""
        return picked_rows(self.columns, self._moments.get(position, self.as_of), self.plan.ours, [position])


def _is_concerned(judge: Judge, rows: Rows, kind: str | None, facts: frozenset[str] | None) -> bool:
    """Whether a criterion is to be judged again, after an activity of a kind, or fields that were set, or anything."""
    if facts is not None:
        return judge.reads(facts)
    return kind is None or judge.concerns(kind, rows.ours)


def score_many(columns: Columns, rules: Rules | Matrix, as_of: datetime) -> ScoreTable:
    """Score all leads at a moment. Unknown facts give no points and widen the range."""
    table = ScoreTable(columns, Plan.of(_rules(rules)), seconds(as_of))
    table.fill()
    return table


def score_one(record: LeadRecord, rules: Rules | Matrix, as_of: datetime) -> ScoreCard:
    """Score one lead, with the answers heard until then."""
    return score_many(Columns.of([record], as_of=as_of), rules, as_of).card(0)


def _rules(rules: Rules | Matrix) -> Rules:
    return Rules(rules) if isinstance(rules, Matrix) else rules


def _joined(parts: Sequence[Array], empty: type[np.generic]) -> Array:
    if len(parts) == 1:
        return parts[0]
    return np.concatenate(parts) if parts else np.empty(0, empty)


def _side_by_side(size: int, types: Sequence[type[np.signedinteger[Any]]]) -> list[Array]:
    """Empty arrays in one piece of memory: the system hands out large pieces with less ado than many small ones."""
    ends = np.cumsum([-(-size * np.dtype(t).itemsize // 64) * 64 for t in types], dtype=np.int64)
    memory = np.empty(int(ends[-1]) if len(ends) else 0, np.uint8)
    starts = [0, *ends.tolist()]
    return [memory[a : a + size * np.dtype(t).itemsize].view(t) for a, t in zip(starts, types, strict=False)]


def _longer(values: Array, more: int, filler: int) -> Array:
    return np.concatenate([values, np.full(more, filler, values.dtype)])
