"""Leads and what hangs on them, made up for the tests of the store; and the store they are put into."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from leadqual_gui.adapters.db.store import SqliteStore, open_store
from leadqual_gui.domain.activities import Activity
from leadqual_gui.domain.answers import Answer, AnswerState
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.services.operations import Said
from leadqual_gui.services.ports import ScoreRow

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.time = now

    def now(self) -> datetime:
        return self.time

    def pass_days(self, days: float) -> None:
        self.time += timedelta(days=days)


def a_lead(**fields: Any) -> Lead:
    """A lead that nobody has stored yet."""
    return replace(Lead(full_name="Ines Keller", company="Acme Pumps"), **fields)


def an_activity(
    lead_id: int, kind: str = "webinar_attended", days_ago: float = 1, topic: str | None = None
) -> Activity:
    """Something that a lead did."""
    return Activity(0, lead_id, kind, NOW - timedelta(days=days_ago), topic)


def an_answer(lead_id: int, level: int | None = 2, days_ago: float = 1, element: str = "budget") -> Answer:
    """What a lead answered."""
    state = AnswerState.UNKNOWN if level is None else AnswerState.LEVEL
    return Answer(0, lead_id, "bant", element, state, level, NOW - timedelta(days=days_ago))


def a_stakeholder(lead_id: int, **fields: Any) -> Stakeholder:
    """Somebody who takes part in the purchase."""
    return replace(Stakeholder(0, lead_id, "Omar", "champion"), **fields)


def a_score(lead_id: int, exact: int = 580, tier: str = "warm", **fields: Any) -> ScoreRow:
    """A score of a lead."""
    row = ScoreRow(lead_id, exact, (exact + 5) // 10, exact, 0, tier, "B2", exact - 100, exact + 200, None, NOW, "v1")
    return replace(row, **fields)


def step(code: str = "edited", **params: Any) -> Said:
    """The name of a step."""
    return Said(code, params)


def put(store: SqliteStore, *leads: Lead) -> list[Lead]:
    """Store leads in one step."""
    with store.unit(step("leads_added")) as unit:
        stored = [unit.add_lead(lead) for lead in leads]
        unit.commit()
    return stored


def edit(store: SqliteStore, lead_ids: list[int], **fields: Any) -> int:
    """Edit leads in one step; the step."""
    with store.unit(step("leads_edited")) as unit:
        unit.set_fields(lead_ids, {key.replace("__", "."): value for key, value in fields.items()})
        unit.commit()
        return unit.operation


def opened(folder: Path, clock: FakeClock | None = None) -> SqliteStore:
    """A store in this folder."""
    return open_store(folder, clock or FakeClock())


def copied(template: Path, folder: Path) -> Path:
    """A copy of an empty workspace."""
    shutil.copytree(template, folder)
    return folder
