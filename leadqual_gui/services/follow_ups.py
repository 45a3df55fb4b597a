"""Promises as events for a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.leads import Lead
from leadqual_gui.services.moving_memory import NURTURE
from leadqual_gui.services.ports import Store

CALENDAR_ID = "calendar.id"


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """A promise for a calendar: `uid` stays the same as long as the promise lives, so that an import again moves it."""

    uid: str
    starts: datetime
    action: str
    lead: str
    company: str | None
    note: str | None


def calendar_events(store: Store, follow_ups: Sequence[FollowUp] | None = None) -> tuple[CalendarEvent, ...]:
    """Open promises (or those given) as events, the soonest first."""
    wanted = store.open_follow_ups() if follow_ups is None else follow_ups
    leads = {lead.id: lead for lead in store.leads(sorted({f.lead_id for f in wanted}))}
    place = _calendar_id(store)
    ordered = sorted(wanted, key=lambda f: (f.due_at, f.id))
    return tuple(_event(f, leads[f.lead_id], place) for f in ordered if f.lead_id in leads and f.action != NURTURE)


def _event(follow_up: FollowUp, lead: Lead, place: str) -> CalendarEvent:
    uid = f"follow-up-{follow_up.id}@{place}.leadqual"
    return CalendarEvent(uid, follow_up.due_at, follow_up.action, lead.name, lead.company, follow_up.note)


def _calendar_id(store: Store) -> str:
    """A name of this workspace that no other has; calendars tell events apart by it."""
    known = store.setting(CALENDAR_ID)
    if known is None:
        known = uuid4().hex
        store.put_setting(CALENDAR_ID, known)
    return known
