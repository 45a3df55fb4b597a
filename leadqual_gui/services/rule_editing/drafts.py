"""A draft: one rule file's value while it is being edited, with everything that led to it.

Each completed edit is written down before `apply` or `put` returns, so that a crash loses nothing; what is only tried
(a drag that is not released yet) is not. Undo keeps whole values, so it has no limit and needs no inverse. The file
itself is left alone until the draft is published.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import RLock
from typing import Any, Generic, TypeVar, cast

from leadqual_gui.domain.errors import LeadQualError, RuleProblem
from leadqual_gui.domain.matrix import Matrix
from leadqual_gui.domain.matrix_editing import EditError, apply_all
from leadqual_gui.domain.matrix_edits import MatrixEdit
from leadqual_gui.services.operations import Said
from leadqual_gui.services.rule_editing.codec import NotReadableError, dumped, loaded
from leadqual_gui.services.rule_editing.ports import (
    CheckedCriterion,
    CheckedItem,
    CheckedRules,
    ItemPath,
    RulesArchive,
    RuleTexts,
    RuleValue,
    Texts,
)

Value = TypeVar("Value", bound=RuleValue)
_BASE, _LABEL, _EDITS, _VALUE, _AT, _TYPED = "base", "label", "edits", "value", "at", "typed"


@dataclass(frozen=True, slots=True)
class DraftState(Generic[Value]):
    """A moment of a draft: the text and value from which it departs, and what it says now.

    `typed`: a text with the user's own words in it, and what that says; later changes are made in it.
    """

    base_text: str
    base: Value
    value: Value
    typed: tuple[str, Value] | None = None

    @property
    def written(self) -> tuple[str, Value]:
        """The text in which changes are made, and what it says."""
        return self.typed or (self.base_text, self.base)


@dataclass(frozen=True, slots=True)
class DraftStep(Generic[Value]):
    """A step of a draft by name, and the state that it led to."""

    label: Said
    state: DraftState[Value]


class RuleFileDraft(Generic[Value]):
    """The draft of one rule file.

    `texts` gives the files as they are on the disk now; `begin` the state in which a new draft begins. Quick, but for
    `text`, `checked` and `problems` (some 50 ms: a lane, or when the hand rests).
    """

    def __init__(
        self,
        name: str,
        port: RuleTexts,
        archive: RulesArchive,
        texts: Callable[[], Texts],
        begin: Callable[[], DraftState[Value]],
    ) -> None:
        self.name = name
        self._port = port
        self._archive = archive
        self._texts = texts
        self._begin = begin
        self._known: tuple[DraftState[Value], str] | None = None
        self.lost = 0
        """Lines of an earlier run that could not be read; they are kept as they are."""
        self.held = RLock()
        """Whoever holds it lets nobody else edit: while the draft is being written into its file."""
        self._steps: list[DraftStep[Value]] = []
        self._at = 0
        self._first, self._written = self._open()

    # --- what it says ----------------------------------------------------------------------------------------------
    @property
    def value(self) -> Value:
        """What the draft says now."""
        return self.state.value

    @property
    def base(self) -> Value:
        """What the file said when the draft was begun (or last merged)."""
        return self.state.base

    @property
    def base_text(self) -> str:
        """The text of the file then."""
        return self.state.base_text

    @property
    def state(self) -> DraftState[Value]:
        """Both."""
        return self._steps[self._at - 1].state if self._at else self._first

    @property
    def dirty(self) -> bool:
        """Whether it says something else than the file did, or the same in other words."""
        text, value = self.state.written
        return self.value != self.base or (value == self.value and text != self.base_text)

    def text(self) -> str:
        """The text of the file as it would be published. Raises LeadQualError if that cannot be written."""
        state = self.state
        if self._known is None or self._known[0] is not state:
            text, value = state.written
            texts = {**self._texts(), self.name: text}
            self._known = state, self._port.rewrite(self.name, texts, value, state.value)
        return self._known[1]

    def checked(self) -> CheckedRules:
        """The rules as they would be, and every problem of all files with this one in its place."""
        return self._port.check({**self._texts(), self.name: self.text()})

    def problems(self) -> tuple[RuleProblem, ...]:
        """What is wrong with the draft, or with other files because of it."""
        try:
            return self.checked().problems
        except LeadQualError as error:
            return (RuleProblem(self.name, 0, 0, error.message, error.hint),)

    # --- editing ---------------------------------------------------------------------------------------------------
    def put(self, value: Value, label: Said, text: str = "") -> Value:
        """Another value in its place, as one step by this name; durable when this returns. `text`: the whole file as
        the user typed it (`CheckedItem.text`)."""
        with self.held:
            if text and (text != self.state.written[0] or value != self.value):
                self._do(label, replace(self.state, value=value, typed=(text, value)), {_VALUE: value, _TYPED: text})
            elif value != self.value:
                self._do(label, replace(self.state, value=value), {_VALUE: value})
            return self.value

    def rebase(self, base_text: str, base: Value, value: Value, label: Said) -> Value:
        """After a merge: depart from another text. Undo departs from the earlier one again."""
        told = {_BASE: {"text": base_text, "value": base}, _VALUE: value}
        with self.held:
            self._do(label, DraftState(base_text, base, value), told)
            return self.value

    def discard(self) -> None:
        """Go back to what the file says; a step like any other, so `undo` brings everything back."""
        with self.held:
            if self.dirty:
                state = replace(self.state, value=self.base, typed=None)
                self._do(Said("draft_discarded", {"file": self.name}), state, {_VALUE: self.base, _TYPED: ""})

    # --- one item as text --------------------------------------------------------------------------------------------
    def item_text(self, path: ItemPath) -> str:
        """The YAML text of one item, with the user's own comments in it where they are his."""
        return self._port.item_text(self.name, self._as_text(), self.value, path)

    def with_item(self, path: ItemPath, text: str) -> CheckedItem:
        """What the file would say with such a text in that item's place; keep it with `put`."""
        return self._port.with_item(self.name, self._as_text(), self.value, path, text)

    def _as_text(self) -> Texts:
        try:
            text = self.text()
        except LeadQualError:
            text = self.base_text
        return {**self._texts(), self.name: text}

    # --- undo ------------------------------------------------------------------------------------------------------
    @property
    def undo_name(self) -> Said | None:
        """The step that `undo` would take back."""
        return self._steps[self._at - 1].label if self._at else None

    @property
    def redo_name(self) -> Said | None:
        """The step that `redo` would do again."""
        return self._steps[self._at].label if self._at < len(self._steps) else None

    @property
    def names(self) -> tuple[tuple[Said, ...], int]:
        """The names of all steps, oldest first, and how many of them stand."""
        return tuple(step.label for step in self._steps), self._at

    def undo(self) -> Said | None:
        """Take the newest step back; its name, or None if there is none."""
        label = self.undo_name
        if label is not None:
            self.go_to(self._at - 1)
        return label

    def redo(self) -> Said | None:
        """Do the step again that was taken back last; its name, or None."""
        label = self.redo_name
        if label is not None:
            self.go_to(self._at + 1)
        return label

    def go_to(self, count: int) -> None:
        """Let so many steps stand (for a list of steps to click in)."""
        with self.held:
            if not 0 <= count <= len(self._steps):
                raise ValueError(f"there are {len(self._steps)} steps, not {count}")
            if count != self._at:
                self._archive.add_draft_lines(self.name, (dumped({_AT: count}),))
                self._at = count

    # --- ending ----------------------------------------------------------------------------------------------------
    def begin_again(self) -> None:
        """Forget all steps and depart from the file as it is now (after it was published)."""
        self._archive.clear_draft(self.name)
        self._first, self._written = self._open()

    # --- inside ----------------------------------------------------------------------------------------------------
    def _do(self, label: Said, state: DraftState[Value], told: Mapping[str, object]) -> None:
        lines = [dumped({_LABEL: [label.code, dict(label.params)], **told})]
        if not self._written:
            first = self._first
            lines.insert(0, dumped({_BASE: {"text": first.base_text, "value": first.base}}))
        self._archive.add_draft_lines(self.name, lines)
        self._written = True
        self._step(label, state)

    def _step(self, label: Said, state: DraftState[Value]) -> None:
        del self._steps[self._at :]
        self._steps.append(DraftStep(label, state))
        self._at = len(self._steps)

    def _open(self) -> tuple[DraftState[Value], bool]:
        """Read what an earlier run has written (then it is True), or depart from the file."""
        self._steps, self._at = [], 0
        lines = self._archive.draft_lines(self.name)
        first = self._first_of(lines)
        if first is None:
            self._set_aside(lines)
            return self._begin(), False
        self._first = first
        for count, line in enumerate(lines[1:], 1):
            try:
                self._replay(loaded(line))
            except (NotReadableError, EditError, KeyError, ValueError, TypeError):
                self._set_aside(lines[count:])
                break
        return first, True

    def _first_of(self, lines: Sequence[str]) -> DraftState[Value] | None:
        try:
            given = loaded(lines[0])[_BASE] if lines else None
        except (NotReadableError, KeyError, TypeError):
            return None
        return None if given is None else DraftState(given["text"], given["value"], given["value"])

    def _replay(self, line: Mapping[str, Any]) -> None:
        if _AT in line:
            if line[_AT] > len(self._steps):
                raise NotReadableError
            self._at = line[_AT]
            return
        code, params = line[_LABEL]
        state = self.state
        if _BASE in line:
            state = DraftState(line[_BASE]["text"], line[_BASE]["value"], state.value)
        value = self._value_in(line)
        if _TYPED in line:
            state = replace(state, typed=(line[_TYPED], value) if line[_TYPED] else None)
        self._step(Said(code, dict(params)), replace(state, value=value))

    def _value_in(self, line: Mapping[str, Any]) -> Value:
        return cast("Value", line[_VALUE])

    def _set_aside(self, lines: Sequence[str]) -> None:
        """Lines that this program cannot read are kept as they are, beside; the draft goes on without them."""
        self.lost = len(lines)
        if lines:
            self._archive.set_aside_draft(self.name, len(lines))


class MatrixDraft(RuleFileDraft[Matrix]):
    """The draft of matrix.yaml, edited by named actions on criteria, levels, groups, tiers and scenarios."""

    @property
    def matrix(self) -> Matrix:
        """What the draft says now."""
        return self.value

    def apply(self, edits: MatrixEdit | Sequence[MatrixEdit], label: Said, text: str = "") -> Matrix:
        """One edit or several, as one step by this name; durable when this returns. Raises EditError. `text`: the
        whole file as the user typed it, if it says just that."""
        given = tuple(edits) if isinstance(edits, Sequence) else (edits,)
        with self.held:
            changed = apply_all(self.matrix, given)
            if text:
                return self.put(changed, label, text)
            if changed != self.matrix:
                self._do(label, replace(self.state, value=changed), {_EDITS: given})
            return self.matrix

    def tried(self, edits: MatrixEdit | Sequence[MatrixEdit]) -> Matrix:
        """The matrix as it would be, with nothing kept: while a hand is still dragging. Raises EditError."""
        return apply_all(self.matrix, tuple(edits) if isinstance(edits, Sequence) else (edits,))

    def criterion_text(self, criterion_id: str) -> str:
        """The YAML text of one criterion, with the user's own comments in it where they are his."""
        found = next((one for one in self.matrix.criteria if one.id == criterion_id), None)
        if found is None:
            raise KeyError(criterion_id)
        try:
            text = self.text()
        except LeadQualError:
            text = self.base_text
        return self._port.criterion_text({**self._texts(), self.name: text}, found)

    def criterion_of(self, text: str) -> CheckedCriterion:
        """What such a text describes; put it back with `apply(ReplaceCriterion(id, checked.criterion), label)`."""
        texts = {**self._texts(), self.name: self.text()}
        return self._port.criterion_of(texts, text)

    def _value_in(self, line: Mapping[str, Any]) -> Matrix:
        if _EDITS in line:
            return apply_all(self.matrix, line[_EDITS])
        return super()._value_in(line)
