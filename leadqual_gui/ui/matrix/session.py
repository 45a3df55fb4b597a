"""The draft of the matrix as the screen works with it: what is shown, what it would do, and what can be taken back.

What hands still drag or type is tried: shown and reckoned with, but not kept. What is done is a step of the draft,
durable at once. The effect is worked out here, in the thread of the window, since it takes less than a frame.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer, Signal

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.matrix import Criterion, Matrix
from leadqual_gui.domain.matrix_editing import EditError, apply_all
from leadqual_gui.domain.matrix_edits import MatrixEdit
from leadqual_gui.domain.reach import reach_of
from leadqual_gui.services.operations import Changes, Outcome, Refusal, Said
from leadqual_gui.services.rule_editing.outside import with_choices
from leadqual_gui.ui import words
from leadqual_gui.ui.matrix.grid.rows import Insight
from leadqual_gui.ui.matrix.insights import Counter
from leadqual_gui.ui.matrix.steps import error_words, step_words
from leadqual_gui.ui.matrix.wording import Terms
from leadqual_gui.ui.tasks import Lane

if TYPE_CHECKING:
    from leadqual_gui.domain.whatif import WhatIf
    from leadqual_gui.domain.whatif_values import Effect
    from leadqual_gui.services.rule_editing.desk import RuleDesk
    from leadqual_gui.services.rule_editing.drafts import MatrixDraft
    from leadqual_gui.services.rule_editing.merging import ItemPath, Side
    from leadqual_gui.services.rule_editing.outside import Outside
    from leadqual_gui.services.rule_editing.ports import RuleVersion
    from leadqual_gui.ui.bridge import Bridge

Edits = MatrixEdit | Sequence[MatrixEdit]
COUNT_AFTER_MS = 200


@dataclass(frozen=True, slots=True)
class Opened:
    """What is brought from the lane when the screen opens, or when the leads or rules were changed."""

    draft: MatrixDraft
    current: RuleVersion
    newest: int
    what_if: WhatIf | None
    effect: Effect | None
    outside: Outside | None


class MatrixSession(QObject):
    """One draft, for one screen.

    Signals: `opened()` when it can be edited; `matrix_changed()` when `matrix` says something else;
    `effect_changed()` and `insights_changed()` when these do; `steps_changed()` when there are other steps to take back
    or another version is live; `outside_changed()` when the file was changed outside; `refused(words)`.
    """

    opened = Signal()
    matrix_changed = Signal()
    effect_changed = Signal()
    insights_changed = Signal()
    steps_changed = Signal()
    outside_changed = Signal()
    refused = Signal(str)

    def __init__(self, bridge: Bridge, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bridge, self.workspace, self.language = bridge, bridge.workspace, language
        self.terms = Terms.of(self.workspace.rules, language)
        self.draft: MatrixDraft | None = None
        self.current: RuleVersion | None = None
        self.newest = 0
        self.effect: Effect | None = None
        self.outside: Outside | None = None
        self.insights: Mapping[str, Insight] = {}
        self.matrix: Matrix = self.workspace.rules.matrix
        self._what_if: WhatIf | None = None
        self._tried = False
        self._counter = Counter()
        self._count_soon = QTimer(self, singleShot=True, interval=COUNT_AFTER_MS)
        self._count_soon.timeout.connect(self._count)
        self._counting = self._opening = self._open_again = False
        self._asleep = self._stale = False
        bridge.changed.connect(self._on_changed)
        bridge.rules_reread.connect(lambda: self._on_changed(Changes.RULES, (), None))

    # --- opening -----------------------------------------------------------------------------------------------------
    @property
    def desk(self) -> RuleDesk:
        """Where the draft is published."""
        return self.workspace.desk

    def open(self) -> None:
        """Bring the draft, the versions and the leads' sums; `opened` says when they are there."""
        if self._opening:
            self._open_again = True
            return
        self._opening = True
        task = self.bridge.runner.start(lambda _control: self._bring(), Lane.STORAGE)
        task.finished.connect(lambda found: self._on_brought(cast("Opened", found)))
        task.failed.connect(self._on_not_brought)

    def _bring(self) -> Opened:
        """On the storage lane."""
        desk = self.desk
        draft = desk.matrix_draft
        outside = desk.outside(draft)
        what_if, effect, matrix = self.workspace.what_if(), None, draft.matrix
        if what_if is not None:
            with self.workspace.lock:
                effect = what_if.draft(matrix)
            if effect.missing:
                self.workspace.require_fields(effect.missing)
                what_if = self.workspace.what_if()
                assert what_if is not None
                with self.workspace.lock:
                    effect = what_if.draft(matrix)
        history = desk.history
        return Opened(draft, desk.current, history[0].number if history else 0, what_if, effect, outside)

    def _on_brought(self, found: Opened) -> None:
        self._opening = False
        self.draft, self.current, self.newest = found.draft, found.current, found.newest
        self._what_if, self.effect, self.outside = (
            found.what_if,
            found.effect,
            with_choices(found.outside, self.outside),
        )
        self.terms = Terms.of(self.workspace.rules, self.language)
        self._tried = False
        self._set_matrix(found.draft.matrix, found.effect)
        self.opened.emit()
        self.steps_changed.emit()
        self.outside_changed.emit()
        if self._open_again:
            self._open_again = False
            self.open()

    def _on_not_brought(self, error: BaseException) -> None:
        self._opening = False
        if not isinstance(error, LeadQualError):
            raise error
        self.refused.emit(f"{error.message}. {error.hint}")

    def _on_changed(self, changes: Changes, _leads: Sequence[int], initiator: object) -> None:
        if initiator is self or not changes & ~Changes.FOLLOW_UP:
            return
        if self._asleep:
            self._stale = True
        else:
            self.open()

    def sleep(self) -> None:
        """Nobody looks: what changes meanwhile is brought when somebody does."""
        self._asleep = True

    def wake(self) -> None:
        """Somebody looks again."""
        self._asleep = False
        if self._stale:
            self._stale = False
            self.open()

    # --- what stands -------------------------------------------------------------------------------------------------
    @property
    def live(self) -> Matrix:
        """What the file says: changes are told against it."""
        return self.workspace.rules.matrix if self.draft is None else self.draft.base

    @property
    def ready(self) -> bool:
        """Whether the matrix can be edited."""
        return self.draft is not None

    def criterion(self, criterion_id: str) -> Criterion | None:
        """A criterion as it is shown."""
        return next((one for one in self.matrix.criteria if one.id == criterion_id), None)

    @property
    def change_count(self) -> int:
        """How many things the draft says otherwise than the file."""
        return count_changes(self.live, self.matrix)

    # --- editing -----------------------------------------------------------------------------------------------------
    def try_(self, edits: Edits) -> bool:
        """Show what edits would come to, without keeping them."""
        if self.draft is None:
            return False
        given = tuple(edits) if isinstance(edits, Sequence) else (edits,)
        try:
            matrix = apply_all(self.draft.matrix, given)
        except EditError:
            return False
        self._tried = True
        self._set_matrix(matrix)
        return True

    def drop_tried(self) -> None:
        """Show the draft again as it is kept."""
        if self._tried and self.draft is not None:
            self._tried = False
            self._set_matrix(self.draft.matrix)

    def apply(self, edits: Edits, label: Said) -> bool:
        """Carry edits out as one step; says why not and gives False if they make no sense."""
        if self.draft is None:
            return False
        self._tried = False
        try:
            self.draft.apply(edits, label)
        except EditError as error:
            self._set_matrix(self.draft.matrix)
            self.refused.emit(error_words(error.code, error.name))
            return False
        except LeadQualError as error:
            self._set_matrix(self.draft.matrix)
            self.bridge.report_failure(error)
            return False
        self._set_matrix(self.draft.matrix)
        self.steps_changed.emit()
        return True

    def _set_matrix(self, matrix: Matrix, effect: Effect | None = None) -> None:
        self.matrix = matrix
        self.effect = effect or self.reckoned(matrix)
        if self.effect is not None and self.effect.missing and not self._tried and effect is None:
            self.open()
        self.matrix_changed.emit()
        self.effect_changed.emit()
        self._count_soon.start()

    def reckoned(self, matrix: Matrix) -> Effect | None:
        """What a matrix would do to all leads."""
        if self._what_if is None:
            return None
        with self.workspace.lock:
            return self._what_if.draft(matrix)

    def reached(self, criterion: Criterion) -> tuple[int, int] | None:
        """For how many leads a criterion holds, and of how many that is not known."""
        if self._what_if is None:
            return None
        with self.workspace.lock:
            reach = reach_of(self._what_if.leads, criterion)
        return reach.leads, reach.unknown

    def alone(self, criterion_id: str) -> int | None:
        """How many leads would change tier if only this criterion were changed."""
        new = self.criterion(criterion_id)
        if new is None or self._what_if is None or not any(c.id == criterion_id for c in self.live.criteria):
            return None
        live = self.workspace.rules.matrix
        criteria = tuple(new if c.id == criterion_id else c for c in live.criteria)
        effect = self.reckoned(replace(live, criteria=criteria))
        self.reckoned(self.matrix)
        return None if effect is None else effect.up + effect.down

    # --- taking back -------------------------------------------------------------------------------------------------
    @property
    def undo_words(self) -> str:
        """The step that `undo` would take back, by name."""
        said = self.draft.undo_name if self.draft is not None else None
        return "" if said is None else step_words(said)

    @property
    def redo_words(self) -> str:
        """The step that `redo` would do again, by name."""
        said = self.draft.redo_name if self.draft is not None else None
        return "" if said is None else step_words(said)

    def undo(self) -> None:
        """Take the newest step back."""
        self._step(lambda draft: draft.undo())

    def redo(self) -> None:
        """Do the step again that was taken back last."""
        self._step(lambda draft: draft.redo())

    def discard(self) -> None:
        """Go back to what the file says; a step like any other."""
        self._step(lambda draft: draft.discard())

    def go_to(self, count: int) -> None:
        """Let so many steps stand."""
        self._step(lambda draft: draft.go_to(count))

    def _step(self, act: Callable[[MatrixDraft], object]) -> None:
        if self.draft is None:
            return
        act(self.draft)
        self._tried = False
        self._set_matrix(self.draft.matrix)
        self.steps_changed.emit()

    # --- publishing --------------------------------------------------------------------------------------------------
    def publish(self, note: str, answered: Callable[[str], None]) -> None:
        """Publish the draft for this reason; `answered` is told why not, or "" when it is done."""
        draft, desk = self.draft, self.desk
        if draft is not None:
            self._in_lane(lambda: desk.publish(draft, note), answered)

    def roll_back(self, number: int, note: str, answered: Callable[[str], None]) -> None:
        """Publish an earlier version again."""
        desk = self.desk
        self._in_lane(lambda: desk.roll_back(number, note), answered)

    def _in_lane(self, work: Callable[[], Outcome[RuleVersion] | Refusal], answered: Callable[[str], None]) -> None:
        def done(answer: object) -> None:
            if isinstance(answer, Refusal):
                answered(words.say(answer.reason))
                self.open()
            elif isinstance(answer, Outcome):
                answered("")
                self.bridge.accept(answer)

        task = self.bridge.run(work, done)
        task.failed.connect(lambda _error: answered(""))  # the notice says why; the draft can be published later

    # --- changed outside ---------------------------------------------------------------------------------------------
    def choose(self, path: ItemPath, side: Side) -> None:
        """Settle one conflict for one side."""
        if self.outside is not None and self.outside.merge is not None:
            self.outside = replace(self.outside, merge=self.outside.merge.choose(path, side))
            self.outside_changed.emit()

    def choose_all(self, side: Side) -> None:
        """Settle all conflicts for one side, and go on."""
        if self.outside is not None and self.outside.merge is not None:
            self.outside = replace(self.outside, merge=self.outside.merge.choose_all(side))
            self.settle()

    def settle(self) -> None:
        """Go on from the file as it is now, with both changes."""
        draft, outside, desk = self.draft, self.outside, self.desk
        if draft is None or outside is None:
            return

        def done(refused: object) -> None:
            if isinstance(refused, Refusal):
                self.refused.emit(words.say(refused.reason))
            self.open()

        self.bridge.run(lambda: desk.settle(draft, outside), done)

    def put_back(self) -> None:
        """Write the file again as the draft knows it."""
        draft, desk = self.draft, self.desk
        if draft is not None:
            self.bridge.run(lambda: desk.put_back(draft), lambda _none: self.open())

    # --- reach, rates, warnings --------------------------------------------------------------------------------------
    def _count(self) -> None:
        """Count anew, in the free lane; only once at a time."""
        if self._what_if is None:
            return
        if self._counting:
            self._count_soon.start()
            return
        self._counting = True
        what_if, matrix, workspace, counter = self._what_if, self.matrix, self.workspace, self._counter
        terms = self.terms
        task = self.bridge.runner.start(lambda _control: counter.insights(workspace, what_if, matrix, terms), Lane.FREE)
        task.finished.connect(self._on_counted)
        task.ended.connect(lambda: setattr(self, "_counting", False))

    def _on_counted(self, insights: object) -> None:
        self.insights = cast("Mapping[str, Insight]", insights)
        self.insights_changed.emit()


def count_changes(live: Matrix, draft: Matrix) -> int:
    """How many things a draft says otherwise: criteria, groups, tiers, grades, scenarios, and their order."""
    if live == draft:
        return 0
    before, after = {c.id: c for c in live.criteria}, {c.id: c for c in draft.criteria}
    count = sum(before.get(key) != after.get(key) for key in {*before, *after})
    common = [[c.id for c in matrix.criteria if c.id in before and c.id in after] for matrix in (live, draft)]
    count += common[0] != common[1]
    count += sum(a != b for a, b in zip(live.tiers, draft.tiers, strict=False))
    groups = {g.id: g for g in live.groups}, {g.id: g for g in draft.groups}
    count += sum(groups[0].get(key) != groups[1].get(key) for key in {*groups[0], *groups[1]})
    count += len(set(map(str, live.scenarios)) ^ set(map(str, draft.scenarios))) + 1 >> 1
    return count + (live.grades != draft.grades) + (live.name != draft.name)
