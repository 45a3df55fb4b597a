"""The sample's work of the day: most leads have been answered lately, some are promised something, a few are due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import cycle
from random import Random

import numpy as np

from leadqual_gui.domain.activities import Activity
from leadqual_gui.domain.columns_fields import NO_DATE
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.moments import moment_of, seconds
from leadqual_gui.domain.next_action import NOTHING
from leadqual_gui.services.alerts import concerned
from leadqual_gui.services.moving_memory import Memory
from leadqual_gui.services.operations import Said
from leadqual_gui.services.resident import Resident
from leadqual_gui.services.today_values import CALLS
from leadqual_gui.services.workspace import Workspace

CALLS_LEFT, OTHERS_LEFT = 6, 9
"""So many calls and other tasks are left for this morning beside what was promised."""
PROMISES = (
    (-2, 15, 0, "Send the offer and call after it"),
    (0, 9, 0, "Call before ten, travels later"),
    (0, 11, 30, "Budget is decided this morning"),
    (0, 14, 0, "Call with the plant manager, 20 minutes"),
    (0, 16, 30, "Ask whether the figures were enough"),
    (1, 10, 0, "Visit or video call? Was undecided"),
    (2, 9, 30, "Call again after the board meeting"),
    (3, 13, 0, "Questions about the contract"),
    (4, 11, 0, "Compares us with two others until then"),
    (5, 15, 30, "Back from holiday"),
    (6, 10, 30, "Wants to hear about next year's prices"),
)
"""Days from today, hour, minute, and what was promised."""
ATTEMPTS = ("voicemail_left", "call_no_answer", "email_sent")


def plan_day(workspace: Workspace, resident: Resident, now: datetime, random: Random) -> None:
    """Leave some leads for today, as they are due by the playbook; to the others somebody wrote or spoke lately."""
    calls, others = _due(workspace, resident, now)
    promised, answered = calls[CALLS_LEFT:], others[OTHERS_LEFT:]
    with workspace.store.unit(Said("sample_made")) as unit:
        for lead_id, promise in zip(promised, _promises(now), strict=False):
            day, note = promise
            unit.put_follow_up(FollowUp(0, lead_id, "call", day, note))
        for lead_id in promised[len(PROMISES) :]:
            kind = random.choice(ATTEMPTS)
            unit.add_activity(Activity(0, lead_id, kind, _lately(resident, lead_id, now, 2.4, random)))
        for lead_id in answered:
            at = _lately(resident, lead_id, now, 6.0, random)
            unit.add_activity(Activity(0, lead_id, "email_sent", at, "Newsletter with a personal word"))
        unit.commit()


def _due(workspace: Workspace, resident: Resident, now: datetime) -> tuple[list[int], list[int]]:
    """Leads that are due by tonight: to call, and to do something else with; the freshest first, others mixed."""
    memory, plays = Memory(workspace.store), resident.rules.playbook.plays
    due, chosen = memory.due(resident), memory.plays(resident)
    mask = concerned(resident, memory.stands(resident)) & (chosen != NOTHING) & (due != NO_DATE)
    tonight = seconds(now.astimezone().replace(hour=23, minute=59, second=59, microsecond=0))
    positions = np.flatnonzero(mask & (due <= tonight)).tolist()
    positions.sort(key=lambda at: (-int(due[at]), at))
    ids = resident.columns.ids
    calls = [int(ids[at]) for at in positions if plays[int(chosen[at])].action in CALLS]
    by_play: dict[int, list[int]] = {}
    for at in positions:
        if plays[int(chosen[at])].action not in CALLS:
            by_play.setdefault(int(chosen[at]), []).append(int(ids[at]))
    return calls, list(_in_turn(list(by_play.values())))


def _in_turn(lists: Sequence[list[int]]) -> Iterator[int]:
    """One of each list after the other, until all are told."""
    left = [iter(found) for found in lists]
    total = sum(map(len, lists))
    for found in cycle(left):
        if total == 0:
            return
        for lead_id in found:
            total -= 1
            yield lead_id
            break


def _promises(now: datetime) -> Iterator[tuple[datetime, str]]:
    here = now.astimezone()
    for days, hour, minute, note in PROMISES:
        day = here + timedelta(days=days)
        yield day.replace(hour=hour, minute=minute, second=0, microsecond=0), note


def _lately(resident: Resident, lead_id: int, now: datetime, days: float, random: Random) -> datetime:
    """A moment within the last days, after the lead's last sign."""
    at = resident.position(lead_id)
    sign = None if at is None else resident.last_sign(at)
    earliest = seconds(now - timedelta(days=days))
    begin = max(earliest, seconds(sign) + 60 if sign else earliest)
    return moment_of(min(seconds(now), begin + int(random.random() * max(0, seconds(now) - begin))))
