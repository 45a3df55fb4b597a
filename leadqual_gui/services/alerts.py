"""Rings when something about a lead changed that a person should know: once, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np

from leadqual_gui.domain.columns_fields import NO_DATE, Array
from leadqual_gui.domain.moments import DAY, moment_of, seconds
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.scoring import ScoreTable
from leadqual_gui.domain.scoring_rows import picked_rows
from leadqual_gui.domain.today_alerts import (
    DOWN,
    FOLLOW_UP,
    OVERDUE,
    SILENT,
    SILENT_DAYS,
    STALE,
    STALE_DAYS,
    UP,
    Alert,
    announced_after,
    falls_due,
)
from leadqual_gui.services.commands import DismissAlert, SnoozeAlert
from leadqual_gui.services.moving_memory import NURTURE, Memory, dates
from leadqual_gui.services.operations import Changes, Said, ScoreMove
from leadqual_gui.services.plans import Plan, Planned, Situation, refusal
from leadqual_gui.services.resident import Resident

Crossings = tuple[list[Alert], dict[int, str]]
"""Alerts, and the tiers that count as announced from now on."""


def plan_alert(command: SnoozeAlert | DismissAlert, situation: Situation) -> Planned:
    """Snooze an alert, or have done with it."""
    alert = situation.store.day_book.alert(command.alert_id)
    name = None if alert is None else situation.name_of(alert.lead_id)
    if alert is None or name is None:
        return refusal("alert_gone")
    if isinstance(command, DismissAlert):
        changed, said = replace(alert, done_at=situation.now), Said("alert_done", {"name": name, "kind": alert.kind})
    else:
        if command.until <= situation.now:
            return refusal("snooze_in_past", "until", date=command.until.isoformat())
        changed = replace(alert, snoozed_until=command.until)
        date = command.until.date().isoformat()
        said = Said("alert_snoozed", {"name": name, "kind": alert.kind, "date": date})
    return Plan(said, Changes.ALERT, (alert.lead_id,), lambda unit: unit.put_alert(changed))


def silent_days(rules: Rules) -> float:
    """After how many days a lead counts as silent: as the matrix says, else a month."""
    rings = [c.inactive.days for c in rules.matrix.criteria if c.enabled and c.inactive and not c.inactive.kinds]
    return min(rings, default=SILENT_DAYS)


def concerned(resident: Resident, stands: Array) -> Array:
    """Leads that alerts are about: they are there, on their way through the funnel, and may be contacted."""
    funnel = resident.rules.funnel
    working = np.asarray([*(not stage.exit for stage in funnel.stages), False, True])
    mask: Array = resident.columns.alive & working[stands]
    closed, left_alone = resident.column("outcome"), resident.column("do_not_contact")
    if closed is not None:
        mask = mask & (closed.codes < 0)  # type: ignore[union-attr]
    if left_alone is not None:
        mask = mask & (left_alone.codes != 1)  # type: ignore[union-attr]
    return mask


def _is_concerned(resident: Resident, position: int) -> bool:
    """The same for one lead."""
    value = resident.columns.value
    stage_id = value(position, "stage")
    stage = resident.rules.funnel.stage(str(stage_id)) if stage_id else None
    return not (stage and stage.exit) and value(position, "outcome") is None and not value(position, "do_not_contact")


def crossings(resident: Resident, table: ScoreTable, memory: Memory, who: Array, cause: Said) -> Crossings:
    """What crossed a threshold between the day before and the moment of a scored table, for the leads `who`."""
    announced = announced_tiers(resident, table, memory)
    now = announced_after(announced, table.shown, table.tier, edges(table))
    alerts: list[Alert] = []
    crossing = np.flatnonzero((now != announced) & who).tolist()
    before = shown_at(table, crossing, table.as_of - DAY)
    for position, was in zip(crossing, before.tolist(), strict=True):
        change = (int(announced[position]), int(now[position]))
        alerts.append(crossed(table, position, change, was, table.as_of, cause))
    moved = np.flatnonzero((now != announced) & resident.columns.alive).tolist()
    ids = resident.columns.ids
    return alerts, {int(ids[position]): table.tiers[int(now[position])] for position in moved}


def live_crossings(
    resident: Resident, memory: Memory, moves: Sequence[ScoreMove], cause: Said, now: datetime
) -> Crossings:
    """What a step that moved scores crosses, as it happens."""
    table, alerts, announced = resident.board, list[Alert](), dict[int, str]()
    for move in moves:
        position = resident.position(move.lead_id)
        if position is None:
            continue
        old = memory.announced.get(move.lead_id, move.tier_before or move.tier_after)
        was = table.tiers.index(old) if old in table.tiers else int(table.tier[position])
        at = np.asarray([position])
        new = int(announced_after(np.asarray([was]), table.shown[at], table.tier[at], edges(table))[0])
        if new != was or move.lead_id not in memory.announced:
            announced[move.lead_id] = table.tiers[new]
        if new != was and _is_concerned(resident, position):
            rung = crossed(table, position, (was, new), move.before, seconds(now), cause)
            alerts.append(rung)
    memory.tell(announced)
    return alerts, announced


def crossed(table: ScoreTable, position: int, change: tuple[int, int], was: int | None, at: int, cause: Said) -> Alert:
    """One lead is announced in another tier."""
    moment, (old, new) = moment_of(at), change
    shown = int(table.shown[position])
    return Alert(
        0,
        int(table.columns.ids[position]),
        UP if new > old else DOWN,
        moment,
        moment,
        0,
        was if _leads_to(was, shown, edges(table)[new] if new > old else None) else None,
        shown,
        table.tiers[old],
        table.tiers[new],
        cause.code,
        tuple(cause.params.items()),
    )


def _leads_to(before: int | None, after: int, reached: int | None) -> bool:
    """Whether the points before tell of the same change as the tier: up to the edge `reached`, or (None) down.

    They do not where something became known that counts for the day before too: then nobody ever saw them.
    """
    return before is not None and (before > after if reached is None else before < reached)


def shown_at(table: ScoreTable, positions: list[int], moment: int) -> Array:
    """The points shown of a few leads at another moment."""
    if not positions:
        return np.empty(0, np.int64)
    rows = picked_rows(table.columns, moment, table.plan.ours, positions)
    shown: Array = table.plan.scale.shown(table.plan.totals(rows, table.plan.contributions(rows)).exact)
    return shown


def edges(table: ScoreTable) -> Sequence[int]:
    """The lower edge of each tier, in whole points."""
    tiers = table.plan.rules.matrix.tiers
    return [tier.lower_edge for tier in tiers]


def announced_tiers(resident: Resident, table: ScoreTable, memory: Memory) -> Array:
    """The tier that counts as announced for each lead; one that was never looked at counts as it stands."""
    told = memory.announced_codes(resident, table.tiers)
    found: Array = np.where(told < 0, table.tier, told).astype(np.int8)
    return found


def in_time(resident: Resident, memory: Memory, stands: Array, after: int, until: int) -> list[Alert]:
    """What fell due within a stretch of time: silence, overdue stays, old data, promises."""
    who, ids = concerned(resident, stands), resident.columns.ids
    found: list[Alert] = []

    def ring(kind: str, since: Array, days: Array | float, step: int = 0) -> None:
        spans = np.broadcast_to(np.asarray(days, np.float64), since.shape)
        for position in falls_due(since, spans, after, until, who & ~np.isnan(spans)).tolist():
            anchor, span = int(since[position]), float(spans[position])
            moment = moment_of(anchor + int(span * 86_400))
            said = (("days", round(span, 1)),)
            lead_id, since_when = int(ids[position]), moment_of(anchor)
            found.append(Alert(0, lead_id, kind, moment, since_when, step, because=kind, parameters=said))

    ring(SILENT, resident.last_signs(), silent_days(resident.rules))
    limits = np.asarray([*(s.overdue_after or np.nan for s in resident.rules.funnel.stages), np.nan, np.nan])
    for step in (1, 2):
        ring(OVERDUE, dates(resident, "stage_since"), limits[stands] * step, step)
    checked = dates(resident, "verified_at")
    ring(STALE, np.where(checked == NO_DATE, dates(resident, "created_at"), checked), STALE_DAYS)
    return found + list(_promises(memory, lambda i: resident.position(i) is not None, after, until))


def _promises(memory: Memory, is_there: Callable[[int], bool], after: int, until: int) -> Iterator[Alert]:
    for lead_id, promises in memory.promises.items():
        for promise in promises:
            due = seconds(promise.due_at)
            if after < due <= until and promise.action != NURTURE and is_there(lead_id):
                said = (("action", promise.action), ("note", promise.note or ""))
                moment = moment_of(due)
                yield Alert(0, lead_id, FOLLOW_UP, moment, moment, promise.id, because=FOLLOW_UP, parameters=said)
