"""A call as its window sees it: what the user asks of it, what came of it, and what happened elsewhere meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from leadqual_gui.services.calling.values import Done, Ending, Kept, WrapUp
from leadqual_gui.services.operations import Refusal
from leadqual_gui.ui.interview.handover import Handover
from leadqual_gui.ui.interview.speaking import Speaking
from leadqual_gui.ui.interview.wording import topic_words
from leadqual_gui.ui.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadqual_gui.domain.framework import Element
    from leadqual_gui.domain.interview import Interview
    from leadqual_gui.domain.rules import Rules
    from leadqual_gui.domain.stakeholders import Stakeholder
    from leadqual_gui.services.calling.call import Call
    from leadqual_gui.ui.bridge import Bridge

TICK_MS = 1000


class CallSession(QObject):
    """One call under way.

    Signals: `changed()`: look at the call again; `told(words)`: something to be said quietly ("" takes it away);
    `over(WrapUp)`: the call has ended; `saved_changed()`: where what was typed is.
    """

    changed = Signal()
    told = Signal(str)
    over = Signal(object)
    saved_changed = Signal()

    def __init__(self, call: Call, bridge: Bridge, handover: Handover, language: str, parent: QObject) -> None:
        super().__init__(parent)
        self.call, self.bridge, self.language = call, bridge, language
        self._handover = handover
        self.wording = 0
        self.speaking = Speaking(call, self)
        self.speaking.changed.connect(self.changed)
        self.outcome, self.reason = "", ""
        self.follow_up_at: datetime | None = None
        self._gone: frozenset[str] = frozenset()
        self._saved = call.saved
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self._tick.start()
        bridge.changed.connect(self._on_changed_elsewhere)

    # --- what there is -----------------------------------------------------------------------------------------------
    @property
    def interview(self) -> Interview:
        """Where the interview stands."""
        return self.call.interview

    @property
    def rules(self) -> Rules:
        """The rules in force."""
        return self.bridge.workspace.rules

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self.bridge.workspace.now

    @property
    def seconds(self) -> float:
        """How long the call lasts already."""
        return (self.now - self.call.started_at).total_seconds()

    @property
    def lead_name(self) -> str:
        """Whom the call is with."""
        return self.interview.record.lead.name

    def wordings(self) -> tuple[str, ...]:
        """The ways to ask what is asked now, beginning with the one that is on."""
        element = self.interview.element
        texts = tuple(q.of(self.language) for q in element.questions) if element else ()
        at = self.wording % len(texts) if texts else 0
        return texts[at:] + texts[:at]

    # --- answers -----------------------------------------------------------------------------------------------------
    def answer(self, level: int) -> None:
        """The question at hand is answered with a level; on to the one that tells most of those left."""
        self._answered(self.call.answer(level, self.speaking.name))

    def answer_unknown(self) -> None:
        """They do not know yet."""
        self._answered(self.call.answer_unknown())

    def answer_refused(self) -> None:
        """They would not say."""
        self._answered(self.call.answer_refused())

    def confirm(self) -> None:
        """What the data propose is so."""
        self._answered(self.call.confirm())

    def _answered(self, result: Done | Kept | Refusal) -> None:
        if isinstance(result, Refusal):
            self._tell(result)
            return
        self.call.next_best()
        self.wording = 0
        self._tell(result)
        self.changed.emit()

    # --- moving ------------------------------------------------------------------------------------------------------
    def next(self) -> None:
        """On to the next question in order."""
        self.call.next()
        self._moved()

    def back(self) -> None:
        """Back to the question before."""
        self.call.back()
        self._moved()

    def go_to(self, element_id: str) -> None:
        """To one element."""
        self.call.jump(element_id)
        self._moved()

    def jump(self, key: str) -> None:
        """To the element that begins with this letter; pressed again, to the next that does."""
        elements: Sequence[Element] = self.interview.framework.elements
        same = [e.id for e in elements if e.letter[:1].upper() == key.upper()]
        if same:
            here = same.index(self.interview.at) if self.interview.at in same else -1
            self.go_to(same[(here + 1) % len(same)])

    def other_wording(self) -> None:
        """Ask the same in other words."""
        self.wording += 1
        self.changed.emit()

    def switch(self, framework_id: str) -> None:
        """Go on by another framework."""
        moved = self.call.switch(framework_id)
        if isinstance(moved, Refusal):
            self._tell(moved)
        else:
            self.call.to_the_best()
        self._moved()

    def _moved(self) -> None:
        self.wording = 0
        self.changed.emit()

    # --- notes and what else happens ---------------------------------------------------------------------------------
    def draft(self, text: str) -> None:
        """The unfinished line, at every key."""
        self.call.write_draft(text)
        self._look_where_saved()

    def file_note(self, text: str) -> bool:
        """A finished line; whether it is kept."""
        result = self.call.add_note(text)
        self._tell(result)
        if isinstance(result, Refusal):
            return False
        self.changed.emit()
        return True

    def toggle_do_not_call(self) -> None:
        """This person does not want to be called again, or may be after all."""
        self._tell(self.call.do_not_call(not self.interview.record.lead.do_not_contact))
        self.changed.emit()

    def put_person(self, person: Stakeholder) -> bool:
        """Add somebody to the buying group, or change what is known of them; whether it is kept."""
        result = self.call.put_stakeholder(person)
        self._tell(result)
        self.changed.emit()
        return not isinstance(result, Refusal)

    def deliver(self) -> None:
        """Tell the other views now what the call did, before something else is done with its lead."""
        self._handover.deliver()

    def undo(self) -> None:
        """Take back the last step, whatever it was."""
        self._handover.deliver()
        self.bridge.undo()

    def take_back(self, operations: Sequence[int]) -> None:
        """Take back these steps, the last one first, whatever was done elsewhere since."""
        self._handover.deliver()
        for operation in reversed(operations):
            if operation:
                self.bridge.turn(operation, back=True)

    def redo(self) -> None:
        """Do it again."""
        self._handover.deliver()
        self.bridge.redo()

    # --- the end -----------------------------------------------------------------------------------------------------
    def choose_outcome(self, outcome: str, reason: str = "") -> None:
        """How the call ends, once it does; the same again: not decided."""
        self.outcome = "" if outcome == self.outcome and reason == self.reason else outcome
        self.reason = reason if self.outcome else ""
        self.told.emit("")
        self.changed.emit()

    def follow_up_in(self, days: int) -> None:
        """A follow-up so many days from now; the same again: none."""
        moment = self.now + timedelta(days=days)
        on = self.follow_up_at is not None and self.follow_up_at.date() == moment.date()
        self.follow_up_on(None if on else moment)

    def follow_up_on(self, moment: datetime | None) -> None:
        """A follow-up on a day."""
        self.follow_up_at = moment
        self.changed.emit()

    def end(self) -> WrapUp | None:
        """End the call as chosen; None if it cannot be, and why is told."""
        framework = self.interview.framework.name.of(self.language)
        topic = topic_words(self.outcome, self.reason, framework, int(self.seconds)) if self.outcome else ""
        done = self.call.end(Ending(self.outcome, self.reason, self.follow_up_at, "", topic))
        if not isinstance(done, WrapUp):
            self._tell(done)
            self.changed.emit()
            return None
        self._tick.stop()
        self._handover.deliver()
        self.over.emit(done)
        return done

    def leave(self) -> None:
        """The window closes: an unended call is offered again, unless nothing was typed in it."""
        self._tick.stop()
        self.bridge.changed.disconnect(self._on_changed_elsewhere)
        if self.call.closed:
            return
        if self.call.steps or self.call.notes or self.call.unsaved or self.call.draft.strip():
            self.call.leave()
        else:
            self.call.put_away()
        self._handover.deliver()

    # --- what happens meanwhile --------------------------------------------------------------------------------------
    def _on_tick(self) -> None:
        self.call.tick()
        self._look_where_saved()

    def _look_where_saved(self) -> None:
        if self.call.saved is not self._saved:
            self._saved = self.call.saved
            self.saved_changed.emit()

    def _on_changed_elsewhere(self, _changes: object, leads: Sequence[int], _initiator: object) -> None:
        if self._handover.delivering or self.call.closed:
            return
        if leads and self.call.lead_id not in leads:
            return
        said = self.call.refresh()
        new = [one for one in said if one.code not in self._gone]
        self._gone = frozenset(one.code for one in said)
        if new:
            self.told.emit(" ".join(say(one) for one in new))
        self.changed.emit()

    def _tell(self, result: Done | Kept | Refusal) -> None:
        """What must be said of a result; nothing if it was simply done."""
        if isinstance(result, Refusal):
            self.told.emit(say(result.reason))
        elif isinstance(result, Kept):
            self.told.emit(say(result.said))
        else:
            self.told.emit("")
        self._look_where_saved()
