"""A guided interview as a value: the question at hand, the next one, back, jump, and what each answer leads to.

An `Interview` is never changed. `answered` gives the next one, with the new answer first in the history of its
element; nothing that was said before is lost. Which question tells most is for `interview_outlook` to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from leadqual_gui.domain.answers import Answer, AnswerState
from leadqual_gui.domain.framework import Element, Framework
from leadqual_gui.domain.interview_states import ElementState, share_of, states_of, table_of
from leadqual_gui.domain.records import LeadRecord
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.scoring import ScoreTable
from leadqual_gui.domain.scoring_plan import Plan

NOWHERE = ""


@dataclass(frozen=True, slots=True)
class Interview:
    """One framework's interview with one lead at one moment.

    `at` is the id of the element that is being asked about; `trail` the ones before it, for going back. `since`: when
    this interview began. `record` is all that is known of the lead, `table` the same lead scored.
    """

    framework: Framework
    record: LeadRecord
    plan: Plan
    as_of: datetime
    since: datetime
    states: tuple[ElementState, ...]
    table: ScoreTable = field(compare=False, repr=False)
    at: str = NOWHERE
    trail: tuple[str, ...] = ()

    # --- where we are ----------------------------------------------------------------------------------------------
    @property
    def state(self) -> ElementState | None:
        """The element at hand; None if the framework has none."""
        return next((s for s in self.states if s.element.id == self.at), None)

    @property
    def element(self) -> Element | None:
        """The element at hand."""
        return self.state.element if self.state else None

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Every answer to this framework, in any order, the old ones too."""
        return tuple(a for a in self.record.answers if a.framework == self.framework.id)

    @property
    def open(self) -> tuple[ElementState, ...]:
        """What is still to be asked, in the framework's order."""
        return tuple(s for s in self.states if s.open)

    @property
    def skipped(self) -> tuple[ElementState, ...]:
        """What is not asked, because the condition in `skipped_by` does not hold."""
        return tuple(s for s in self.states if s.skipped_by is not None)

    @property
    def unknown(self) -> tuple[ElementState, ...]:
        """What is still not known, asked in this interview or not: the agenda of the next one."""
        return tuple(s for s in self.states if not s.answered and s.skipped_by is None)

    @property
    def done(self) -> bool:
        """Whether nothing is left to ask."""
        return not self.open

    @property
    def share(self) -> float:
        """How complete it is, 0 to 1, by the weights of the elements."""
        return share_of(self.states)

    def of(self, element_id: str) -> ElementState | None:
        """The state of one element; None if the framework has no such element (any more)."""
        return next((s for s in self.states if s.element.id == element_id), None)

    # --- moving ----------------------------------------------------------------------------------------------------
    def next(self) -> Interview:
        """On to the next element in order that is not skipped, answered or not; stays at the last."""
        return self._to(next((s for s in self.states[self._place() + 1 :] if s.skipped_by is None), None))

    def next_open(self, order: Sequence[str] = ()) -> Interview:
        """On to the next element that is still open: the first of `order` that is, else the next in the framework's
        order, from here on and round. Stays if none is open."""
        by_id = {s.element.id: s for s in self.open}
        wanted = next((by_id[i] for i in order if i in by_id and i != self.at), None)
        place = self._place() + 1
        round_about = (*self.states[place:], *self.states[:place])
        return self._to(wanted or next((s for s in round_about if s.open), None))

    def back(self) -> Interview:
        """Back to where we were before, else to the element before this one in order."""
        if self.trail:
            return replace(self, at=self.trail[-1], trail=self.trail[:-1])
        before = next((s for s in reversed(self.states[: max(0, self._place())]) if s.skipped_by is None), None)
        return self if before is None else replace(self, at=before.element.id)

    def jump(self, key: str) -> Interview:
        """To the element with this id, or this letter (again and again: each element that has it, in turn).

        Skipped elements can be jumped to: what somebody wants to ask may be asked. Stays if there is none.
        """
        if exact := self.of(key):
            return self._to(exact)
        same = [s for s in self.states if s.element.letter.casefold() == key.casefold()]
        here = next((n for n, s in enumerate(same) if s.element.id == self.at), -1)
        return self._to(same[(here + 1) % len(same)]) if same else self

    # --- answers ---------------------------------------------------------------------------------------------------
    def answered(self, answer: Answer) -> Interview:
        """After an answer: it is the newest of its element, and everything that follows from it is worked out anew."""
        heard = replace(answer, id=answer.id or 1 + max((a.id for a in self.record.answers), default=0))
        record = replace(self.record, answers=(*self.record.answers, heard))
        return self.seen(record, self.plan, max(self.as_of, answer.heard_at))

    def answer(
        self,
        level: int | None,
        state: AnswerState = AnswerState.LEVEL,
        at: datetime | None = None,
        said_by: str | None = None,
        evidence: str | None = None,
        confirmed: bool = False,
    ) -> Interview:
        """Answer the element at hand with a level, or with `state` UNKNOWN or REFUSED. Stays at the element."""
        if not self.at:
            return self
        lead, moment = self.record.lead.id, at or self.as_of
        given = Answer(0, lead, self.framework.id, self.at, state, level, moment, said_by, evidence, confirmed)
        return self.answered(given)

    def seen(self, record: LeadRecord, plan: Plan, as_of: datetime, framework: Framework | None = None) -> Interview:
        """The same interview with what is known now, by the rules in force now; where an element is gone, at the first
        open one."""
        fresh = begin(framework or self.framework, record, plan, as_of, self.since)
        ids = {s.element.id for s in fresh.states}
        trail = tuple(i for i in self.trail if i in ids)
        return replace(fresh, at=self.at if self.at in ids else fresh.at, trail=trail)

    def _place(self) -> int:
        return next((n for n, s in enumerate(self.states) if s.element.id == self.at), -1)

    def _to(self, state: ElementState | None) -> Interview:
        if state is None or state.element.id == self.at:
            return self
        trail = (*self.trail, self.at) if self.at else self.trail
        return replace(self, at=state.element.id, trail=trail)


def begin(
    framework: Framework, record: LeadRecord, rules: Rules | Plan, as_of: datetime, since: datetime | None = None
) -> Interview:
    """An interview at its first open element, or at the first if none is open."""
    plan = rules if isinstance(rules, Plan) else Plan.of(rules)
    table, began = table_of(record, plan, as_of), since or as_of
    states = states_of(framework, record, table, as_of, began)
    first = next((s for s in states if s.open), states[0] if states else None)
    return Interview(framework, record, plan, as_of, began, states, table, first.element.id if first else NOWHERE)
