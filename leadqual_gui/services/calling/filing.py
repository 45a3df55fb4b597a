"""Where everything typed in a call goes: first into the call's file, then into the store, and what to do if not.

An item has a number. The file notes the item, then that it is done; an item without that may or may not be in the
store after a kill, and is looked for there before it is filed again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.calling.items import ANSWER, Item, item_of
from leadqual_gui.services.calling.ports import CallFile
from leadqual_gui.services.calling.values import CallStep, Done, Kept, NoteLine, Saved
from leadqual_gui.services.handlers.activities import NOTE
from leadqual_gui.services.operations import Outcome, Refusal, Said
from leadqual_gui.services.workspace import Workspace

NO_PLACE = frozenset(("no_such_element", "level_out_of_range"))
"""Refusals of an answer that the rules have no place for any more: it is kept as a note."""
STEPS_BACK = 200


@dataclass(slots=True)
class _Filed:
    """An item and how far it got."""

    number: int
    item: Item
    in_file: bool = True
    done: bool = False
    step: CallStep | None = field(default=None)


class Filing:
    """Files what one call brings, in the order in which it was typed."""

    def __init__(
        self,
        workspace: Workspace,
        file: CallFile,
        lead_id: int,
        name: str,
        accept: Callable[[Outcome[object]], None] | None = None,
    ) -> None:
        self._workspace = workspace
        self._lead_id = lead_id
        self._name = name
        self._accept = accept
        self._filed: list[_Filed] = []
        self._draft_kept = True
        self.file = file
        self.draft = ""

    # --- what there is ---------------------------------------------------------------------------------------------
    @property
    def steps(self) -> tuple[CallStep, ...]:
        """What was done, oldest first."""
        return tuple(f.step for f in self._filed if f.step is not None)

    @property
    def pending(self) -> tuple[Item, ...]:
        """What the store has not taken."""
        return tuple(f.item for f in self._filed if not f.done)

    @property
    def notes(self) -> tuple[NoteLine, ...]:
        """The lines of notes, oldest first."""
        return tuple(
            NoteLine(f.item.at, f.item.text, f.item.framework, f.item.element, _place(f))
            for f in self._filed
            if f.item.kind == NOTE
        )

    @property
    def saved(self) -> Saved:
        """Where what was typed is, the worst of all."""
        if any(not f.done and not f.in_file for f in self._filed) or (self.draft and not self._draft_kept):
            return Saved.SCREEN
        return Saved.FILE if self.pending else Saved.DATABASE

    # --- writing ---------------------------------------------------------------------------------------------------
    def put_draft(self, text: str) -> Saved:
        """Keep the unfinished line."""
        self.draft = text
        try:
            self.file.draft(text)
            self._draft_kept = True
        except LeadQualError:
            self._draft_kept = False
        return self.saved

    def note_down(self, entry: Mapping[str, object], durable: bool = False) -> bool:
        """Write something into the call's file; False if the disk does not take it."""
        try:
            self.file.write(entry, durable)
        except LeadQualError:
            return False
        return True

    def settle(self) -> None:
        """Make what is in the file safe from a power cut."""
        try:
            self.file.settle()
        except LeadQualError:
            self._draft_kept = False

    def put(self, item: Item, exact: int) -> Done | Kept | Refusal:
        """File an item: durable when it comes back Done. `exact`: the score before."""
        number = 1 + max((f.number for f in self._filed), default=0)
        filed = _Filed(number, item, self.note_down({"kind": "item", "n": number, **item.json()}))
        self._filed.append(filed)
        answer = self._try(filed, exact)
        if isinstance(answer, Refusal):
            self._filed.remove(filed)
            self.note_down({"kind": "off", "n": number})
        elif isinstance(answer, Kept) and answer.saved is not Saved.DATABASE:
            self.settle()
        return answer

    def moved_to(self, exact: int) -> None:
        """The score after the newest step; the file learns that it is done."""
        filed = next((f for f in reversed(self._filed) if f.step is not None), None)
        if filed is None or filed.step is None:
            return
        filed.step = replace(filed.step, after=exact)
        self.note_down({"kind": "done", "n": filed.number, **_step_json(filed.step)})

    def retry(self, exact: Callable[[], int]) -> bool:
        """Try what is pending again, in order; whether something was filed."""
        any_done = False
        for filed in [f for f in self._filed if not f.done]:
            if not filed.in_file:
                filed.in_file = self.note_down({"kind": "item", "n": filed.number, **filed.item.json()})
            answer = self._try(filed, exact())
            if isinstance(answer, Kept) and answer.error is not None:
                break
            if filed.done:
                any_done = True
                self.note_down({"kind": "done", "n": filed.number, **_step_json(filed.step)})
        return any_done

    def forget_undone(self) -> None:
        """Steps that were taken back meanwhile are not this call's any more."""
        gone = {step.operation for step in self._workspace.steps(STEPS_BACK) if step.undone}
        for filed in self._filed:
            if filed.step is not None and filed.step.operation in gone:
                filed.step = None
        self._filed = [f for f in self._filed if f.step is not None or not f.done]

    def take_up(self, exact: Callable[[], int]) -> None:
        """Read the call's file after a kill: what it says is done is; what it does not, is looked for, else filed."""
        self.draft = self.file.drafted()
        for entry in self.file.entries():
            self._read(cast("Mapping[str, Any]", entry))
        record = self._workspace.store.record(self._lead_id)
        for filed in self._filed:
            if not filed.done and record is not None and filed.item.is_in(record):
                filed.done, filed.step = True, _step(filed.item, exact(), Said(filed.item.kind), 0)
                self.note_down({"kind": "done", "n": filed.number, **_step_json(filed.step)})
        self.retry(exact)
        if self.notes and self.notes[-1].text and self.draft.strip().endswith(self.notes[-1].text):
            self.put_draft("")  # the kill came between filing the line and emptying the box

    def took(self, done: Outcome[object]) -> None:
        """Another step was done for this call."""
        if self._accept is not None:
            self._accept(done)

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()

    def remove(self) -> None:
        """Everything is in the store: the file goes."""
        self.file.remove()

    # --- inside ----------------------------------------------------------------------------------------------------
    def _try(self, filed: _Filed, exact: int) -> Done | Kept | Refusal:
        try:
            answer = self._workspace.execute(filed.item.command(self._lead_id))
        except LeadQualError as error:
            return Kept(Said("call_kept", {"message": error.message}), _in_file(filed), error)
        if isinstance(answer, Refusal):
            return self._refused(filed, answer, exact)
        filed.done, filed.step = True, _step(filed.item, exact, answer.label, answer.operation)
        self.took(answer)
        return Done(answer.label, answer.operation)

    def _refused(self, filed: _Filed, answer: Refusal, exact: int) -> Done | Kept | Refusal:
        code = answer.reason.code
        if code == "lead_gone":
            return Kept(Said("call_lead_gone", {"name": self._name}), _in_file(filed))
        if code not in NO_PLACE or filed.item.kind != ANSWER:
            return answer
        label = filed.item.label or filed.item.element
        filed.item = filed.item.as_note()
        again = self._try(filed, exact)
        return Kept(Said("call_answer_kept_as_note", {"label": label}), Saved.DATABASE) if filed.done else again

    def _read(self, entry: Mapping[str, Any]) -> None:
        number = entry.get("n")
        found = next((f for f in self._filed if f.number == number), None)
        match entry.get("kind"):
            case "item" if found is None and isinstance(number, int):
                self._filed.append(_Filed(number, item_of(entry)))
            case "done" if found is not None:
                found.done, found.step = True, _step_of(entry)
            case "off" if found is not None:
                self._filed.remove(found)


def _in_file(filed: _Filed) -> Saved:
    return Saved.FILE if filed.in_file else Saved.SCREEN


def _place(filed: _Filed) -> Saved:
    return Saved.DATABASE if filed.done else _in_file(filed)


def _step(item: Item, exact: int, said: Said, operation: int) -> CallStep:
    told = {"label": item.label, "answer": item.sentence, "person": item.person.name if item.person else ""}
    params = {**{k: v for k, v in told.items() if v}, **said.params, "text": item.text}
    return CallStep(item.at, item.kind, Said(said.code, params), exact, exact, operation, item.framework, item.element)


def _step_json(step: CallStep | None) -> dict[str, object]:
    if step is None:
        return {}
    return {
        "at": step.at.isoformat(),
        "what": step.kind,
        "code": step.said.code,
        "params": dict(step.said.params),
        "before": step.before,
        "after": step.after,
        "operation": step.operation,
        "framework": step.framework,
        "element": step.element,
    }


def _step_of(entry: Mapping[str, Any]) -> CallStep | None:
    if "at" not in entry:
        return None
    return CallStep(
        datetime.fromisoformat(entry["at"]),
        entry["what"],
        Said(entry["code"], entry["params"]),
        entry["before"],
        entry["after"],
        entry["operation"],
        entry["framework"],
        entry["element"],
    )
