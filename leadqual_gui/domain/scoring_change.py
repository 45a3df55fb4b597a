"""When, nothing else happening, a lead's tier changes: by decay, windows that end, silence, dates that grow old.

Between two moments at which something turns (a silence begins, a date grows old, ...) each criterion only rises or only
falls. So its values at both ends bound the score in between; stretches that cannot leave the tier are passed over,
and the others are halved until the minute is found. Nothing is sampled: no change that lasts a minute is missed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import cast

from leadqual_gui.domain.columns_fields import NO_DATE
from leadqual_gui.domain.conditions import AGE_OPERATORS, Test, tests_of
from leadqual_gui.domain.ledger import NextChange
from leadqual_gui.domain.moments import ACTIVITY_EPOCH, DAY, moment_of, seconds
from leadqual_gui.domain.scoring_activities import tenths_at, times_of_one
from leadqual_gui.domain.scoring_criteria import Judge
from leadqual_gui.domain.scoring_plan import Plan
from leadqual_gui.domain.scoring_rows import DATES_BEHIND, MOVING_FACTS, Dates, Rows
from leadqual_gui.domain.scoring_totals import exact_of
from leadqual_gui.domain.truth import many

HORIZON = 2 * 365 * DAY
_MINUTE = 60


def next_change(plan: Plan, rows: Rows, given: Sequence[int]) -> NextChange | None:
    """The first whole minute at which the tier of the one lead in `rows` is another one; None if not in two years.

    `given`: what each criterion gives it now.
    """
    ahead = _Ahead(plan, rows, given)
    first = rows.as_of // _MINUTE * _MINUTE + _MINUTE
    last = first + HORIZON
    stops = sorted({_up(s) for s in ahead.steps(rows.as_of, last)} | {first, last})
    for start, stop in pairwise(stops):
        found = ahead.leaves_tier(start, stop - _MINUTE)
        if found is not None:
            return NextChange(moment_of(found), plan.rules.matrix.tiers[ahead.tier_at(found)].id)
    return None


def exact_ahead(plan: Plan, rows: Rows, given: Sequence[int], moments: Iterable[int]) -> list[int]:
    """The score in tenths of the one lead in `rows` at moments to come (seconds since 1970), nothing else happening."""
    ahead = _Ahead(plan, rows, given)
    return [ahead.exact_at(moment) for moment in moments]


class _Ahead:
    """One lead at future moments."""

    def __init__(self, plan: Plan, rows: Rows, given: Sequence[int]) -> None:
        self._plan = plan
        self._rows = rows
        assert rows.one is not None
        self._position = rows.one
        self._times: dict[int, Sequence[int]] = {}
        self._settled = list(given)
        self._moving = list(self._find_moving())
        self._adjusted = self._position in rows.columns.adjustments
        self._tier = self.tier_at(rows.as_of)

    def _find_moving(self) -> Iterator[tuple[int, Judge]]:
        """The criteria that can move, and the activities, newest first, of those that look at any."""
        for index in self._plan.moving:
            judge = self._plan.judges[index]
            rule = judge.criterion.activity
            if rule is not None:
                self._times[index] = times_of_one(rule.kinds, rule.topics, self._rows.columns, self._position)
            if rule is None or self._times[index]:
                yield index, judge

    def tier_at(self, moment: int) -> int:
        """The index of the tier at a moment."""
        return self._plan.scale.tier(self.exact_at(moment))

    def exact_at(self, moment: int) -> int:
        """The score in tenths at a moment."""
        return self._score(self._given(moment), moment)

    def steps(self, after: int, until: int) -> Iterator[int]:
        """Moments (seconds) from which on some criterion may have stepped."""
        for index, judge in self._moving:
            yield from (s for s in self._steps_of(index, judge) if after < s < until)
        for a in self._rows.columns.adjustments.get(self._position, ()):
            ends = [seconds(m) for m in (a.starts_at, a.ends_at) if m is not None]
            yield from (s for s in ends if after < s < until)

    def leaves_tier(self, start: int, stop: int) -> int | None:
        """The first minute from `start` to `stop` in another tier; no criterion steps in between."""
        return self._search(start, self._given(start), stop, self._given(stop))

    def _search(self, start: int, at_start: list[int], stop: int, at_stop: list[int]) -> int | None:
        if self._tier_of(at_start, start) != self._tier:
            return start
        low = [min(pair) for pair in zip(at_start, at_stop, strict=True)]
        high = [max(pair) for pair in zip(at_start, at_stop, strict=True)]
        if stop <= start or self._tier_of(low, start) == self._tier_of(high, start):
            return None
        if stop - start == _MINUTE:
            return stop if self._tier_of(at_stop, stop) != self._tier else None
        middle = start + (stop - start) // _MINUTE // 2 * _MINUTE
        at_middle = self._given(middle)
        found = self._search(start, at_start, middle, at_middle)
        return found if found is not None else self._search(middle, at_middle, stop, at_stop)

    def _tier_of(self, given: Sequence[int], moment: int) -> int:
        return self._plan.scale.tier(self._score(given, moment))

    def _score(self, given: Sequence[int], moment: int) -> int:
        plan = self._plan
        if not self._adjusted:
            return exact_of(plan.rules.matrix, plan.heaps, given, 0)
        return plan.exact_of_one(replace(self._rows, as_of=moment), given)

    def _given(self, moment: int) -> list[int]:
        rows = replace(self._rows, as_of=moment)
        given = list(self._settled)
        for index, judge in self._moving:
            rule = judge.criterion.activity
            if rule is None:
                given[index] = judge.of_one(rows)[0]
            else:
                given[index] = tenths_at(rule, judge.criterion.tenths, self._times[index], rows.until)
        return given

    def _steps_of(self, index: int, judge: Judge) -> Iterator[int]:
        rule, inactive = judge.criterion.activity, judge.criterion.inactive
        if rule is not None:
            # What has happened only fades, in its window and at its end; only what is dated ahead adds to it.
            yield from (time + ACTIVITY_EPOCH for time in self._times[index])
        elif inactive is not None:
            moments = self._signs(inactive.kinds) + self._date("created_at")
            for moment in moments:
                yield moment
                yield moment + math.floor(inactive.days * DAY) + 1
        else:
            for level in judge.levels:
                for test in tests_of(level.when):
                    yield from self._steps_of_test(test)

    def _steps_of_test(self, test: Test) -> Iterator[int]:
        if test.operator in AGE_OPERATORS:
            spans, moments = [float(cast(float, test.argument))], self._date(test.fact)
        elif test.fact in MOVING_FACTS:
            spans = [a for a in many(test.argument) if isinstance(a, float | int)]
            moments = self._moments_behind(test.fact)
        else:
            return
        for moment in moments:
            yield moment
            for span in spans:
                yield moment + math.ceil(span * DAY)
                yield moment + math.floor(span * DAY) + 1

    def _moments_behind(self, fact: str) -> list[int]:
        if fact in DATES_BEHIND:
            return self._date(DATES_BEHIND[fact])
        return self._signs(())

    def _signs(self, kinds: tuple[str, ...]) -> list[int]:
        """When the lead does something in the future, and when it did last: a silence counts from no other moment."""
        activities = self._rows.columns.activities
        counted = kinds or tuple(kind for kind in activities.kinds if kind not in self._rows.ours)
        times = times_of_one(counted, (), self._rows.columns, self._position) if counted else []
        past = next((at for at, time in enumerate(times) if time <= self._rows.until), len(times))
        return [time + ACTIVITY_EPOCH for time in times[: past + 1]]

    def _date(self, fact: str) -> list[int]:
        known = self._rows.fact(fact)
        if not isinstance(known, Dates):
            return []
        found = int(known.seconds[0])
        return [] if found == NO_DATE else [found]


def _up(moment: int) -> int:
    return -(-moment // _MINUTE) * _MINUTE
