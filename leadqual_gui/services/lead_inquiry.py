"""Everything about one lead, for the panel: what each activity is worth, how far interviews got, what to ask."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from leadqual_gui.domain.answers import Answer
from leadqual_gui.domain.framework import Element, Framework
from leadqual_gui.domain.interview_states import proposal_of, table_of
from leadqual_gui.domain.ledger import Gap, ScoreCard
from leadqual_gui.domain.records import LeadRecord
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.scoring import ScoreTable
from leadqual_gui.domain.scoring_plan import Plan
from leadqual_gui.services.details import Coverage, ElementState, LeadDetails, NextQuestion, Proposal
from leadqual_gui.services.ports import Snapshot, Store
from leadqual_gui.services.time_line import TimeLine

TREND = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Seen:
    """A lead in a scored table, to be looked at with the lock held."""

    table: ScoreTable
    position: int
    lock: AbstractContextManager[object]
    activities: int = 0
    """How many activities it has."""


def inquire(store: Store, rules: Rules, record: LeadRecord, card: ScoreCard, seen: Seen | None = None) -> LeadDetails:
    """Gather everything about one lead; `seen` in a table it need not be scored again.

    Then the activities of the record are not looked at: they are read when the time line is.
    """
    lead_id = record.lead.id
    snapshots = tuple(store.snapshots(lead_id))
    if seen is not None:
        happened = TimeLine(rules, partial(store.activities, lead_id), card.as_of, seen.activities)
    else:
        happened = TimeLine(rules, lambda: record.activities, card.as_of, len(record.activities))
        seen = Seen(table_of(record, Plan.of(rules), card.as_of), 0, nullcontext())
    answers = sorted(record.answers, key=lambda answer: (answer.heard_at, answer.id), reverse=True)
    with seen.lock:
        covered = tuple(coverage(framework, answers, seen, card.as_of) for framework in rules.frameworks)
    return LeadDetails(
        lead=record.lead,
        card=card,
        activities=happened,
        coverage=covered,
        stakeholders=record.stakeholders,
        adjustments=record.adjustments,
        changes=tuple(store.changes(lead_id)),
        snapshots=snapshots,
        question=next_question(rules, card, begun_in(record)),
        trend=trend(snapshots, card),
    )


def coverage(framework: Framework, answers: Sequence[Answer], seen: Seen, as_of: datetime) -> Coverage:
    """How far the interview by one framework got. `answers`: newest first."""
    by_element: dict[str, list[Answer]] = {}
    for answer in answers:
        if answer.framework == framework.id:
            by_element.setdefault(answer.element, []).append(answer)
    states = tuple(_state(element, by_element.get(element.id, []), seen, as_of) for element in framework.elements)
    whole = sum(state.element.weight for state in states)
    known = sum(state.element.weight for state in states if state.known)
    return Coverage(framework, states, known / whole if whole else 0.0)


def begun_in(record: LeadRecord) -> frozenset[str]:
    """The frameworks by which a lead has been asked something."""
    return frozenset(answer.framework for answer in record.answers)


def next_question(rules: Rules, card: ScoreCard, begun: frozenset[str] = frozenset()) -> NextQuestion | None:
    """The interview question that fills the largest gap; of equal ones, one of an interview that was begun."""
    for gap in sorted(by_question(card.gaps), key=lambda gap: (-gap.swing, gap.framework not in begun)):
        framework = rules.framework(gap.framework)
        element = framework.element(gap.element) if framework else None
        if framework is not None and element is not None:
            return NextQuestion(framework, element, gap)
    return None


def by_question(gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    """Gaps that one answer would fill, as one: several criteria can look at the same answer."""
    found: dict[tuple[str, str], Gap] = {}
    for gap in gaps:
        key = gap.framework, gap.element
        same = found.get(key)
        found[key] = gap if same is None else _together(same, gap)
    return tuple(found.values())


def _together(one: Gap, other: Gap) -> Gap:
    least, greatest = one.least + other.least, one.greatest + other.greatest
    return replace(one, least=least, greatest=greatest, can_disqualify=one.can_disqualify or other.can_disqualify)


def trend(snapshots: Sequence[Snapshot], card: ScoreCard) -> int | None:
    """By how much the score changed in the last seven days; None if nothing older is known."""
    then = next((s.exact for s in snapshots if s.at <= card.as_of - TREND), None)
    return None if then is None else card.exact - then


def _state(element: Element, answers: Sequence[Answer], seen: Seen, as_of: datetime) -> ElementState:
    newest = answers[0] if answers else None
    stale = False
    if newest is not None and element.valid_for is not None:
        stale = newest.heard_at < as_of - timedelta(days=element.valid_for)
    open_still = newest is None or newest.level is None or stale
    proposal = _proposal(element, seen) if open_still else None
    return ElementState(element, newest, tuple(answers[1:]), stale, proposal)


def _proposal(element: Element, seen: Seen) -> Proposal | None:
    """The first level that the data suggests."""
    found = proposal_of(element, seen.table, seen.position)
    return None if found is None else Proposal(found.level, found.because)


def record_without_activities(store: Store, lead_id: int) -> LeadRecord | None:
    """What is known of a lead but what it did, of which there can be thousands."""
    lead = store.lead(lead_id)
    if lead is None:
        return None
    answers, people = tuple(store.answers(lead_id)), tuple(store.stakeholders(lead_id))
    return LeadRecord(lead, (), answers, people, tuple(store.adjustments(lead_id)))
