"""Fills an empty workspace with the sample leads, through the same doors as everything else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from leadqual_gui.domain.mapping import ImportKind
from leadqual_gui.domain.moments import seconds
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.services.importing import ImportOptions
from leadqual_gui.services.importing_table import PREVIEW_ROWS, RowBatch, TablePreview
from leadqual_gui.services.moving_auto import RULES_SEEN
from leadqual_gui.services.moving_memory import dates
from leadqual_gui.services.operations import Outcome, Said
from leadqual_gui.services.resident import Resident
from leadqual_gui.services.sample.journeys import walk
from leadqual_gui.services.sample.mornings import plan_day
from leadqual_gui.services.sample.stories import TOPICS, Story, stories
from leadqual_gui.services.workspace import Workspace

SEED = 20_261
HISTORY_DAYS = (84, 56, 28, 14, 7)
"""At which days before today the scores are worked out, so that trends can be seen."""
AWAY_DAYS = 1
"""So many days ago somebody last looked: what happened since rings when the sample is opened, and nothing older."""


@dataclass(frozen=True, slots=True)
class MemoryTable:
    """A table that was never a file (an importing_table.TableSource)."""

    name: str
    headers: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]

    @property
    def preview(self) -> TablePreview:
        """Its beginning."""
        return TablePreview(self.name, self.headers, tuple(self.rows[:PREVIEW_ROWS]), size=len(self.rows))

    def batches(self, size: int = 2000) -> Iterator[RowBatch]:
        """All rows."""
        for start in range(0, len(self.rows), size):
            part = self.rows[start : start + size]
            lines = range(start + 2, start + 2 + len(part))
            yield RowBatch(lines, list(zip(*part, strict=True)), share=(start + len(part)) / len(self.rows))


def make_sample(workspace: Workspace, now: datetime, seed: int = SEED) -> int:
    """Bring the sample leads in, as they stand on this day; how many."""
    random = Random(seed)
    told = list(stories(random))
    days = _Days(now)
    for kind, table in (
        (ImportKind.LEADS, _leads(told, days)),
        (ImportKind.ACTIVITIES, _activities(told, days, random)),
        (ImportKind.ANSWERS, _answers(told, days)),
    ):
        plan = workspace.plan_import(table, ImportOptions(kind=kind))
        done = workspace.run_import(table, plan)
        assert isinstance(done, Outcome), done
        assert not done.value.rejected, done
    for ago in (*HISTORY_DAYS, AWAY_DAYS):
        workspace.rescore(now - timedelta(days=ago))
    _look(workspace, now - timedelta(days=AWAY_DAYS))
    walk(workspace, told, _resident(workspace), now, random)
    workspace.load()
    plan_day(workspace, _resident(workspace), now, random)
    _meet_people(workspace, told)
    workspace.load()
    workspace.keep_scores()
    return len(told)


def _look(workspace: Workspace, at: datetime) -> None:
    """Somebody looked at everything as it stood then."""
    resident = _resident(workspace)
    board, ids = resident.board, resident.columns.ids.tolist()
    there = dates(resident, "created_at") <= seconds(at)
    tiers = {
        i: board.tiers[tier] for i, tier, is_there in zip(ids, board.tier.tolist(), there, strict=True) if is_there
    }
    workspace.store.day_book.keep((), tiers, at)
    workspace.put_setting(RULES_SEEN, workspace.rules.version)


def _resident(workspace: Workspace) -> Resident:
    resident = workspace.funnel.resident
    assert resident is not None
    return resident


class _Days:
    """Days ago as moments, in working hours of that day and never after now."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def moment(self, ago: float) -> str:
        """A moment so many days ago."""
        exact = self._now - timedelta(days=ago)
        working = exact.replace(hour=7 + int(ago * 1000) % 11, minute=int(ago * 7919) % 60, second=0, microsecond=0)
        return min(working, self._now).strftime("%Y-%m-%dT%H:%M:%SZ")


def _leads(told: Sequence[Story], days: _Days) -> MemoryTable:
    keys = (*dict.fromkeys(key for story in told for key in story.fields), "created_at")
    rows = [tuple(_cell(story, key, days) for key in keys) for story in told]
    return MemoryTable("Sample leads", keys, rows)


def _cell(story: Story, key: str, days: _Days) -> str:
    if key == "created_at":
        return days.moment(story.created)
    text = story.fields.get(key, "")
    return days.moment(float(text[1:])) if key in ("verified", "closed_at") and text else text


def _activities(told: Sequence[Story], days: _Days, random: Random) -> MemoryTable:
    rows = [
        (story.key, kind, days.moment(ago), random.choice(TOPICS[kind]) if kind in TOPICS else "")
        for story in told
        for kind, ago in story.acts
    ]
    return MemoryTable("Sample activities", ("lead", "kind", "occurred_at", "topic"), rows)


def _answers(told: Sequence[Story], days: _Days) -> MemoryTable:
    rows = []
    for story in told:
        for name, level, ago in story.answers:
            framework, _, element = name.partition(".")
            rows.append((story.key, framework, element, level, days.moment(ago), story.fields["full_name"]))
    return MemoryTable("Sample answers", ("lead", "framework", "element", "level", "heard_at", "said_by"), rows)


def _meet_people(workspace: Workspace, told: Sequence[Story]) -> None:
    """The buying groups, as one step."""
    with workspace.store.unit(Said("sample_made")) as unit:
        for story in told:
            lead_id = workspace.find(story.key) if story.people else None
            for number, (name, role, influence, stance) in enumerate(story.people if lead_id else ()):
                person = Stakeholder(
                    0, lead_id or 0, name, role, influence=influence, stance=stance, is_lead=not number
                )
                unit.put_stakeholder(person)
        unit.commit()
