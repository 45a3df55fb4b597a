"""How far each element of an interview is known: heard, confirmed, proposed by the data, stale, refused, or not at all.

An answer that the data propose is never heard: it stays a proposal, without points, until somebody confirms or
corrects it. An element whose `ask_if` is known not to hold is skipped, and its state says by which condition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from leadqual_gui.domain.answers import Answer, AnswerState
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.conditions import Condition
from leadqual_gui.domain.framework import Element, Framework
from leadqual_gui.domain.moments import seconds
from leadqual_gui.domain.records import LeadRecord
from leadqual_gui.domain.scoring import ScoreTable
from leadqual_gui.domain.scoring_plan import Plan
from leadqual_gui.domain.scoring_status import evaluate_some
from leadqual_gui.domain.text import Text
from leadqual_gui.domain.truth import FALSE, TRUE


class Known(Enum):
    """How far an element is known. INFERRED: the data propose an answer that nobody has given yet."""

    UNKNOWN = "unknown"
    INFERRED = "inferred"
    HEARD = "heard"
    CONFIRMED = "confirmed"
    STALE = "stale"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Proposed:
    """The level that the data propose, and what it rests on."""

    level: int
    because: Text


@dataclass(frozen=True, slots=True)
class ElementState:
    """One element of an interview with one lead.

    `answer` is the newest, `earlier` the ones before it (newest first). `skipped_by`: the `ask_if` that does not hold,
    so that the element is not asked. `level_gone`: the level answered does not exist any more (asked again).
    `asked`: it was answered, in whatever way, since this interview began.
    """

    element: Element
    known: Known = Known.UNKNOWN
    answer: Answer | None = None
    earlier: tuple[Answer, ...] = ()
    proposal: Proposed | None = None
    skipped_by: Condition | None = None
    level_gone: bool = False
    asked: bool = False

    @property
    def answered(self) -> bool:
        """Whether a level that still counts was heard or confirmed."""
        return self.known in (Known.HEARD, Known.CONFIRMED)

    @property
    def open(self) -> bool:
        """Whether it is still to be asked in this interview."""
        return not self.answered and not self.asked and self.skipped_by is None

    @property
    def level(self) -> int | None:
        """The level answered, also a stale one."""
        return self.answer.level if self.answer else None


def states_of(
    framework: Framework, record: LeadRecord, table: ScoreTable, as_of: datetime, since: datetime | None = None
) -> tuple[ElementState, ...]:
    """The state of every element at a moment; answers heard from `since` on were given in this interview.

    `table` holds this lead alone (`table_of`).
    """
    by_element: dict[str, list[Answer]] = {}
    for answer in sorted(record.answers, key=lambda a: (a.heard_at, a.id), reverse=True):
        if answer.framework == framework.id:
            by_element.setdefault(answer.element, []).append(answer)
    return tuple(_state(element, by_element.get(element.id, ()), table, as_of, since) for element in framework.elements)


def proposal_of(element: Element, table: ScoreTable, position: int = 0) -> Proposed | None:
    """The level of the first rule of `infer` that is known to hold."""
    for inference in element.infer:
        if evaluate_some(inference.when, table, [position])[0] == TRUE:
            return Proposed(inference.level, inference.because)
    return None


def share_of(states: Sequence[ElementState]) -> float:
    """How complete an interview is, 0 to 1: the weights of what is answered among what is to be asked."""
    whole = sum(s.element.weight for s in states if s.answered or s.skipped_by is None)
    return sum(s.element.weight for s in states if s.answered) / whole if whole else 0.0


def is_stale(answer: Answer, element: Element, as_of: datetime) -> bool:
    """Whether an answer is older than it is valid for."""
    return element.valid_for is not None and answer.heard_at < as_of - timedelta(days=element.valid_for)


def table_of(record: LeadRecord, plan: Plan, as_of: datetime) -> ScoreTable:
    """One lead, scored."""
    table = ScoreTable(Columns.of([record], as_of=as_of), plan, seconds(as_of))
    table.fill()
    return table


def _state(
    element: Element, answers: Sequence[Answer], table: ScoreTable, as_of: datetime, since: datetime | None
) -> ElementState:
    newest = answers[0] if answers else None
    level_gone = (
        newest is not None and newest.level is not None and all(level.level != newest.level for level in element.levels)
    )
    known = Known.UNKNOWN if newest is None else _known(newest, element, as_of)
    if level_gone:
        known = Known.STALE
    open_still = known not in (Known.HEARD, Known.CONFIRMED)
    proposal = proposal_of(element, table) if open_still else None
    if known is Known.UNKNOWN and proposal is not None:
        known = Known.INFERRED
    asked = since is not None and newest is not None and newest.heard_at >= since and not level_gone
    skipped_by = element.ask_if
    if skipped_by is not None and (not open_still or evaluate_some(skipped_by, table, [0])[0] != FALSE):
        skipped_by = None
    return ElementState(element, known, newest, tuple(answers[1:]), proposal, skipped_by, level_gone, asked)


def _known(answer: Answer, element: Element, as_of: datetime) -> Known:
    if answer.state is AnswerState.UNKNOWN:
        return Known.UNKNOWN
    if is_stale(answer, element, as_of):
        return Known.STALE
    if answer.state is AnswerState.REFUSED:
        return Known.REFUSED
    return Known.CONFIRMED if answer.confirmed else Known.HEARD
