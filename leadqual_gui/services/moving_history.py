"""One lead over time: what its score became and why, where it stood, and what lies ahead if nothing happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, tzinfo

from leadqual_gui.domain.moments import seconds
from leadqual_gui.domain.scoring import ScoreTable
from leadqual_gui.domain.today_days import day_after
from leadqual_gui.services.alerts_ports import BY_RULE, BY_RULES
from leadqual_gui.services.moving_values import Ahead, LeadHistory, ScorePoint, StageMove
from leadqual_gui.services.ports import Change, Snapshot

DAYS_AHEAD = 14
_RULES = frozenset((BY_RULE, BY_RULES))


def history_of(
    snapshots: Sequence[Snapshot], moves: Sequence[Change], ahead: Sequence[Ahead], shown: int
) -> LeadHistory:
    """What is kept (scores and moves, newest first) and what is to come, as one value."""
    points = tuple(_point(snapshot) for snapshot in reversed(snapshots))
    told = tuple(_move(move) for move in reversed(moves))
    return LeadHistory(points, told, tuple(ahead), next((step for step in ahead if step.shown < shown), None))


def ahead_of(table: ScoreTable, position: int, now: datetime, zone: tzinfo) -> Iterator[Ahead]:
    """The days of the next two weeks on which the score shown changes, nothing else happening."""
    shown = int(table.shown[position])
    days = [day_after(now, zone, number) for number in range(1, DAYS_AHEAD + 1)]
    for day, exact in zip(days, table.ahead(position, map(seconds, days)), strict=True):
        then = (exact + 5) // 10
        if then != shown:
            yield Ahead(day, then, table.tiers[table.plan.scale.tier(exact)])
        shown = then


def exact_at(snapshots: Callable[[int], Sequence[Snapshot]], lead_id: int, moment: datetime) -> int | None:
    """The exact score that a lead had at a moment, if that is known."""
    return next((s.exact for s in snapshots(lead_id) if s.at <= moment), None)


def _point(snapshot: Snapshot) -> ScorePoint:
    shown = (snapshot.exact + 5) // 10
    return ScorePoint(snapshot.at, shown, snapshot.exact, snapshot.tier, snapshot.cause, snapshot.rules_version)


def _move(change: Change) -> StageMove:
    by_hand = change.label.code not in _RULES
    return StageMove(change.at, change.before, change.after, change.label, by_hand, change.undone, change.operation)
