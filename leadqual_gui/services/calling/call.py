"""A call under way: what is asked, answered and noted goes into the store at once, one step each.

Whatever is typed goes into the call's own file first. What the store then cannot take (the disk is full, the lead was
deleted, the framework changed) stays there, is said plainly (`Kept`), and is tried again by `retry` and at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from leadqual_gui.domain.answers import Answer, AnswerState
from leadqual_gui.domain.framework import Element
from leadqual_gui.domain.interview import Interview, begin
from leadqual_gui.domain.interview_outlook import at_the_best
from leadqual_gui.domain.records import LeadRecord
from leadqual_gui.domain.scoring_plan import Plan
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.services.calling.items import ANSWER, DO_NOT_CALL, PERSON, Item
from leadqual_gui.services.calling.marks import filed_under
from leadqual_gui.services.calling.ports import CallFile
from leadqual_gui.services.calling.shown import Accept, CallShown
from leadqual_gui.services.calling.values import (
    Done,
    Ending,
    Kept,
    Saved,
    ScoreSeen,
    WrapUp,
)
from leadqual_gui.services.calling.wrapping import wrap_up
from leadqual_gui.services.handlers.activities import NOTE
from leadqual_gui.services.operations import Refusal, Said
from leadqual_gui.services.plans import refusal
from leadqual_gui.services.workspace import Workspace


class Call(CallShown):
    """One call with one lead. Not thread-safe: it belongs to the main thread."""

    def __init__(
        self,
        workspace: Workspace,
        file: CallFile,
        interview: Interview,
        accept: Accept | None = None,
        ended: Callable[[Call], None] | None = None,
    ) -> None:
        super().__init__(workspace, file, interview, accept)
        self._ended = ended

    # --- moving ----------------------------------------------------------------------------------------------------
    def next(self) -> Interview:
        """On to the next question in order."""
        return self._moved(self._interview.next())

    def to_the_best(self) -> Interview:
        """To the question that tells most, where nothing was asked yet."""
        return self._moved(at_the_best(self._interview))

    def next_best(self) -> Interview:
        """On to the question that tells most of those left."""
        return self._moved(self._interview.next_open([q.element.id for q in self.outlook.remaining]))

    def back(self) -> Interview:
        """Back to the question before."""
        return self._moved(self._interview.back())

    def jump(self, key: str) -> Interview:
        """To an element by its id or letter."""
        return self._moved(self._interview.jump(key))

    def switch(self, framework_id: str) -> Interview | Refusal:
        """Go on by another framework, in the same call."""
        framework = self._workspace.rules.framework(framework_id)
        if framework is None:
            return refusal("framework_gone", "framework", framework=framework_id)
        self._filing.note_down({"kind": "framework", "id": framework_id})
        started = begin(framework, self._interview.record, self._plan(), self._workspace.now, self.started_at)
        return self._moved(started)

    # --- answers ---------------------------------------------------------------------------------------------------
    def answer(self, level: int, said_by: str = "", evidence: str = "") -> Done | Kept | Refusal:
        """The element at hand is answered with a level. Durable when it comes back as Done."""
        return self._answer(AnswerState.LEVEL, level, said_by, evidence)

    def answer_unknown(self) -> Done | Kept | Refusal:
        """ "Don't know yet"."""
        return self._answer(AnswerState.UNKNOWN, None)

    def answer_refused(self) -> Done | Kept | Refusal:
        """ "Would not say"."""
        return self._answer(AnswerState.REFUSED, None)

    def confirm(self) -> Done | Kept | Refusal:
        """What the data propose for the element at hand is so."""
        state = self._interview.state
        if state is None or state.proposal is None:
            return refusal("nothing_to_confirm")
        evidence = str(state.proposal.because)
        return self._answer(AnswerState.LEVEL, state.proposal.level, "", evidence, confirmed=True)

    # --- notes -----------------------------------------------------------------------------------------------------
    def write_draft(self, text: str) -> Saved:
        """The unfinished line, at every key: it survives a kill at once, a power cut after the next `tick`."""
        return self._filing.put_draft(text)

    def tick(self) -> Saved:
        """Once a second: what was written is safe from a power cut, and what the store did not take is tried again."""
        self._filing.settle()
        if self._filing.pending:
            self.retry()
        return self.saved

    def add_note(self, text: str) -> Done | Kept | Refusal:
        """A finished line. `#b text`, `/b text` or `#budget text` files it under that element, as evidence."""
        element, words = filed_under(text, self._interview.framework, self._interview.at)
        if not words.strip():
            return refusal("note_empty", "text")
        framework = self._interview.framework.id if element else ""
        name = element.id if element else ""
        item = Item(NOTE, self._now(), framework, name, words.strip(), label=str(element.label) if element else "")
        done = self._put(item)
        self._filing.put_draft("")
        answered = self._heard_now(element) if element else None
        if element is not None and answered is not None and isinstance(done, Done):
            self._record(element, answered.state, answered.level, answered.said_by or "", "", answered.confirmed)
        return done

    # --- what else happens in a call -------------------------------------------------------------------------------
    def do_not_call(self, on: bool = True) -> Done | Kept | Refusal:
        """This person asked not to be called again (or may be called after all)."""
        return self._put(Item(DO_NOT_CALL, self._now(), on=on))

    def put_stakeholder(self, person: Stakeholder) -> Done | Kept | Refusal:
        """Add somebody to the buying group, or change what is known of them."""
        return self._put(Item(PERSON, self._now(), person=replace(person, lead_id=self.lead_id)))

    def refresh(self) -> tuple[Said, ...]:
        """After `changed`: take in what happened elsewhere. What has to be said about it, in codes: `call_lead_gone`,
        `call_framework_gone`, `call_framework_changed`, `call_levels_gone`."""
        was = self._interview
        self._filing.forget_undone()
        self._after()
        said: list[Said] = []
        if self._workspace.store.lead(self.lead_id) is None:
            said.append(Said("call_lead_gone", {"name": was.record.lead.name}))
        now = self._workspace.rules.framework(was.framework.id)
        name = str(was.framework.name)
        if now is None:
            said.append(Said("call_framework_gone", {"framework": name}))
        elif now != was.framework:
            said.append(Said("call_framework_changed", {"framework": name}))
            gone = [str(s.element.label) for s in self._interview.states if s.level_gone]
            if gone:
                said.append(Said("call_levels_gone", {"framework": name, "elements": ", ".join(gone)}))
        return tuple(said)

    def retry(self) -> Saved:
        """Try again to file what the store did not take."""
        self._filing.retry(self._exact)
        self._after()
        return self.saved

    # --- the end ---------------------------------------------------------------------------------------------------
    def end(self, ending: Ending) -> WrapUp | Kept | Refusal:
        """End the call: an activity, a follow-up, what follows for the lead; all one step. Then the wrap-up card.

        Kept: the store cannot take it now; the call stays as it is, and everything typed is in its file.
        """
        if self._closed:
            return refusal("call_over")
        if self.draft.strip():
            self.add_note(self.draft)
        self.retry()
        if self._workspace.store.lead(self.lead_id) is None:
            return Kept(Said("call_lead_gone", {"name": self._interview.record.lead.name}), self.saved)
        done = wrap_up(self._interview, self.before, self._filing, ending, self._workspace)
        if isinstance(done, WrapUp):
            self._finish()
        return done

    def leave(self) -> None:
        """The window closes without an ending: the call stays unfinished, and is offered again."""
        if not self._closed:
            self._closed = True
            self._filing.settle()
            self._filing.close()
            if self._ended is not None:
                self._ended(self)

    # --- inside ----------------------------------------------------------------------------------------------------
    def take_up(self, before: ScoreSeen, at: str) -> None:
        """Go on where the call's file says that we were (after a kill)."""
        self.before = before
        self._filing.take_up(self._exact)
        self._after()
        self._interview, self._outlook = self._interview.jump(at), None

    def put_away(self) -> None:
        """Everything typed is in the store, and the call is not to be ended as one."""
        self._finish()

    def _finish(self) -> None:
        self._closed = True
        if self._filing.pending:
            self._filing.close()
        else:
            self._filing.remove()
        if self._ended is not None:
            self._ended(self)

    def _answer(
        self, state: AnswerState, level: int | None, said_by: str = "", evidence: str = "", confirmed: bool = False
    ) -> Done | Kept | Refusal:
        element = self._interview.element
        if element is None:
            return refusal("no_question")
        if level is not None and all(one.level != level for one in element.levels):
            return refusal("no_such_level", "level", level=level, label=str(element.label))
        return self._record(element, state, level, said_by, evidence, confirmed)

    def _record(
        self, element: Element, state: AnswerState, level: int | None, said_by: str, evidence: str, confirmed: bool
    ) -> Done | Kept | Refusal:
        framework = self._interview.framework.id
        noted = [n.text for n in self.notes if (n.framework, n.element) == (framework, element.id)]
        item = Item(
            ANSWER,
            self._now(),
            framework,
            element.id,
            "\n".join(filter(None, (evidence, *noted))),
            state.value,
            level,
            said_by or self._interview.record.lead.name,
            confirmed,
            str(element.label),
            _sentence(element, level),
        )
        return self._put(item)

    def _put(self, item: Item) -> Done | Kept | Refusal:
        done = self._filing.put(item, self._exact())
        self._after()
        if isinstance(done, Done):
            self._filing.moved_to(self._exact())
        return done

    def _heard_now(self, element: Element) -> Answer | None:
        """The answer with a level that this call gave to an element."""
        state = self._interview.of(element.id)
        return state.answer if state and state.asked and state.answer and state.answer.level is not None else None

    def _after(self) -> None:
        """See the lead and the rules as they are now, with what the store has not taken."""
        lead_id, since = self.lead_id, self._interview
        record = self._workspace.store.record(lead_id) or since.record
        waiting = tuple(
            item.answer(lead_id, -n) for n, item in enumerate(self._filing.pending, 1) if item.kind == "answer"
        )
        record = _with_answers(record, since.record if record is since.record else None, waiting)
        framework = self._workspace.rules.framework(since.framework.id) or since.framework
        self._interview = since.seen(record, self._plan(), self._workspace.now, framework)
        self._outlook = None

    def _plan(self) -> Plan:
        plan = self._interview.plan
        return plan if plan.rules is self._workspace.rules else Plan.of(self._workspace.rules)

    def _moved(self, interview: Interview) -> Interview:
        if interview is not self._interview:
            if interview.states is not self._interview.states:
                self._outlook = None
            self._interview = interview
            self._filing.note_down({"kind": "at", "id": interview.at})
        return interview

    def _exact(self) -> int:
        return self.outlook.exact

    def _now(self) -> datetime:
        return self._workspace.now.replace(microsecond=0)


def _sentence(element: Element, level: int | None) -> str:
    found = next((one for one in element.levels if one.level == level), None)
    return str(found.sentence) if found else ""


def _with_answers(record: LeadRecord, old: LeadRecord | None, waiting: tuple[Answer, ...]) -> LeadRecord:
    stored = tuple(a for a in (old or record).answers if a.id >= 0)
    top = max((a.id for a in stored), default=0)
    return replace(record, answers=(*stored, *(replace(a, id=top + n) for n, a in enumerate(waiting, 1))))
