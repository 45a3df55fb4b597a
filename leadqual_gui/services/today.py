"""The work of the day, answered from memory: who is due, ranked; alerts in force; promises."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo

import numpy as np

from leadqual_gui.domain.columns_fields import NO_DATE, Array
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.moments import DAY, moment_of, seconds
from leadqual_gui.domain.next_action import NOTHING, next_action
from leadqual_gui.domain.today import Scale, Standing, great_value, parts, worth
from leadqual_gui.domain.today_alerts import DOWN, FOLLOW_UP, OVERDUE, SILENT, STALE, UP, Alert
from leadqual_gui.domain.today_days import day_after, day_of
from leadqual_gui.services import alerts as ringing
from leadqual_gui.services.filtering import mask_of
from leadqual_gui.services.lead_list import row_at
from leadqual_gui.services.lists import Filter
from leadqual_gui.services.moving_memory import NURTURE, Memory, dates
from leadqual_gui.services.operations import Said
from leadqual_gui.services.resident import Resident
from leadqual_gui.services.today_values import AlertRow, FollowUpRow, Today, TodayRow

LATER_DAYS = 7
NEWS = timedelta(days=3)
"""So long an alert stands beside its lead in the list."""
TREND = timedelta(days=7)
WEIGHT = (UP, DOWN, FOLLOW_UP, SILENT, OVERDUE, STALE)
"""Kinds of alerts, what asks for something soonest first: a few that crossed a threshold are not lost among many."""
_FIRST = 1e7
"""No worth is as large as a point of priority is by this."""
Trend = Callable[[int, datetime], int | None]
"""Tells the exact score (tenths) that a lead had at a moment, if it is known."""


class Ranked:
    """Leads of the day in order; rows are made when they are looked at."""

    def __init__(self, day: _Day, positions: Array) -> None:
        self._day = day
        self._positions = positions
        self._ids: tuple[int, ...] | None = None

    def __len__(self) -> int:
        return len(self._positions)

    def row(self, index: int) -> TodayRow:
        """One row."""
        return self._day.row(int(self._positions[index]))

    def index_of(self, lead_id: int) -> int | None:
        """Where a lead stands; None if it is not in the list."""
        position = self._day.resident.position(lead_id)
        found: Array = np.flatnonzero(self._positions == (-1 if position is None else position))
        return int(found[0]) if len(found) else None

    def ids(self) -> tuple[int, ...]:
        """Row ids in order."""
        if self._ids is None:
            self._ids = tuple(self._day.resident.columns.ids[self._positions].tolist())
        return self._ids

    def count_of(self, *actions: str) -> int:
        """How many ask for one of these actions."""
        plays = self._day.resident.rules.playbook.plays
        wanted = [index for index, play in enumerate(plays) if play.action in actions]
        return int(np.count_nonzero(np.isin(self._day.plays[self._positions], wanted)))


class _Day:
    """All that rows of one day are made from."""

    def __init__(
        self,
        resident: Resident,
        memory: Memory,
        now: datetime,
        zone: tzinfo,
        news: Mapping[int, Alert],
        trend: Trend,
    ) -> None:
        self.resident, self.memory, self.now = resident, memory, now
        self.plays, self.due = memory.plays(resident), memory.due(resident)
        self.begins, self.ends = seconds(day_of(now, zone)), seconds(day_after(now, zone))
        self._news, self._trend = news, trend
        board, ranking = resident.board, resident.rules.playbook.ranking
        self._standing = Standing(
            board.shown,
            board.tier,
            board.greatest,
            memory.intent_at(resident),
            memory.promised(resident),
            memory.values(resident),
        )
        edges = ringing.edges(board)
        great = great_value(memory.values(resident)[resident.columns.alive])
        self._scale = Scale(seconds(now), self.ends, len(edges) - 1, edges[-1] * 10 - 5 if edges else 0, great)
        self._ranking = ranking

    def ranked(self, mask: Array) -> Ranked:
        """Leads in the order in which to act on them."""
        positions = np.flatnonzero(mask)
        value = worth(self._ranking, self._standing.of(positions), self._scale)
        priorities = np.asarray([*(play.priority for play in self.resident.rules.playbook.plays), 0.0])
        first = -(priorities[self.plays[positions]] * _FIRST + value)  # one sort instead of two
        return Ranked(self, positions[np.argsort(first, kind="stable")])

    def row(self, position: int) -> TodayRow:
        """One lead."""
        row = row_at(self.resident, position)
        action = next_action(self.resident.rules.playbook, int(self.plays[position]), int(self.due[position]))
        assert action is not None
        told = parts(self._ranking, self._standing.of(np.asarray([position])), self._scale)
        before = self._trend(row.id, self.now - TREND)
        exact = int(self.resident.board.exact[position])
        promise = nearest(self.memory.promises.get(row.id, ()))
        return TodayRow(
            row=row,
            action=action,
            priority=action.play.priority,
            worth=sum(part.points for part in told),
            parts=told,
            late=int(self.due[position]) < self.begins,
            trend=None if before is None else round((exact - before) / 10),
            follow_up=promise if promise and seconds(promise.due_at) < self.ends else None,
            alert=self._news.get(row.id),
        )


def today_of(
    resident: Resident,
    memory: Memory,
    chosen: Filter,
    found: Sequence[int] | None,
    now: datetime,
    zone: tzinfo,
    alerts: Sequence[Alert],
    trend: Trend,
) -> Today:
    """The work of the day. Whoever asked to be left alone, is out of the funnel or was closed is not in it."""
    news = {alert.lead_id: alert for alert in reversed(alerts) if alert.at >= now - NEWS}
    day = _Day(resident, memory, now, zone, news, trend)
    mask = mask_of(chosen, resident, found) & ringing.concerned(resident, memory.stands(resident))
    mask &= (day.plays != NOTHING) & (day.due != NO_DATE)
    week = seconds(day_after(now, zone, LATER_DAYS))
    later = mask & (day.due >= day.ends) & (day.due < week)
    return Today(day.ranked(mask & (day.due < day.ends)), day.ranked(later), now)


def nearest(promises: Sequence[FollowUp]) -> FollowUp | None:
    """The promise that is due first, if there is one."""
    return min((f for f in promises if f.action != NURTURE), key=lambda f: f.due_at, default=None)


def promises_due(resident: Resident, memory: Memory, now: datetime, zone: tzinfo, days: int) -> list[FollowUpRow]:
    """Promises that fall due until the end of the day, or of so many days, the soonest first."""
    until, begins = day_after(now, zone, days), day_of(now, zone)
    found = []
    for promises in memory.promises.values():
        for promise in promises:
            position = resident.position(promise.lead_id)
            if promise.due_at < until and promise.action != NURTURE and position is not None:
                late = (begins - day_of(promise.due_at, zone)).total_seconds() / DAY
                found.append(FollowUpRow(promise, row_at(resident, position), max(0, round(late))))
    return sorted(found, key=lambda row: (row.follow_up.due_at, row.follow_up.id))


def alert_rows(
    resident: Resident, memory: Memory, alerts: Sequence[Alert], now: datetime, limit: int
) -> list[AlertRow]:
    """The newest alerts that are neither dealt with nor snoozed nor over, in the order of their weight."""
    playbook, rows = resident.rules.playbook, []
    for alert in in_force(resident, memory, alerts, now):
        position = resident.position(alert.lead_id)
        assert position is not None
        play, due = memory.some_play(resident, position)
        because = Said(alert.because, dict(alert.parameters))
        rows.append(AlertRow(alert, row_at(resident, position), because, next_action(playbook, play, due)))
        if len(rows) == limit:
            break
    return sorted(rows, key=lambda row: (WEIGHT.index(row.alert.kind), -row.alert.step))


def in_force(resident: Resident, memory: Memory, alerts: Sequence[Alert], now: datetime) -> Iterator[Alert]:
    """Alerts, newest first, that still ask for something."""
    crossed: set[int] = set()
    for alert in alerts:
        position = resident.position(alert.lead_id)
        newer = alert.kind in (UP, DOWN) and alert.lead_id in crossed
        if alert.kind in (UP, DOWN):
            crossed.add(alert.lead_id)
        snoozed = alert.snoozed_until is not None and alert.snoozed_until > now
        if position is None or newer or snoozed or alert.done_at is not None:
            continue
        if not _is_over(resident, memory, alert, position):
            yield alert


def _is_over(resident: Resident, memory: Memory, alert: Alert, position: int) -> bool:
    """Whether what an alert told has ended since."""
    match alert.kind:
        case k if k == SILENT:
            sign = resident.last_sign(position)
            return sign is not None and sign > alert.anchor
        case k if k == OVERDUE:
            return _moment(resident, "stage_since", position) != alert.anchor
        case k if k == STALE:
            checked = _moment(resident, "verified_at", position)
            return checked is not None and checked > alert.anchor
        case k if k == FOLLOW_UP:
            promises = memory.promises.get(alert.lead_id, ())
            return not any(f.id == alert.step and f.due_at == alert.anchor for f in promises)
    return False


def _moment(resident: Resident, field: str, position: int) -> datetime | None:
    found = int(dates(resident, field)[position])
    return None if found == NO_DATE else moment_of(found)
