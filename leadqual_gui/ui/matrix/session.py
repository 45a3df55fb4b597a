"""The draft of the matrix as the screen works with it: what is shown, what it would do, and what can be taken back.

What hands still drag or type is tried: shown and reckoned with, but not kept. What is done is a step of the draft,
durable at once. The effect is worked out here, in the thread of the window, since it takes less than a frame.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.matrix import Criterion, Matrix
from leadqual_gui.domain.matrix_editing import EditError, apply_all
from leadqual_gui.domain.matrix_edits import MatrixEdit
from leadqual_gui.services.operations import Changes, Said
from leadqual_gui.ui import words
from leadqual_gui.ui.matrix.foresight import Foreseen, Foresight, foresee
from leadqual_gui.ui.matrix.publishing import Answered, publish_in_lane
from leadqual_gui.ui.matrix.settling import Settling
from leadqual_gui.ui.matrix.steps import error_words, step_words
from leadqual_gui.ui.matrix.wording import Terms
from leadqual_gui.ui.tasks import Lane

if TYPE_CHECKING:
    from leadqual_gui.domain.whatif_values import Effect
    from leadqual_gui.services.rule_editing.desk import RuleDesk
    from leadqual_gui.services.rule_editing.drafts import MatrixDraft
    from leadqual_gui.services.rule_editing.outside import Outside
    from leadqual_gui.services.rule_editing.ports import RuleVersion
    from leadqual_gui.ui.bridge import Bridge
    from leadqual_gui.ui.matrix.grid.rows import Insight

Edits = MatrixEdit | Sequence[MatrixEdit]
SAYS_WHY = frozenset({"insights_taken"})
"""Steps whose name is a reason."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What is brought from the lane when the screen opens, or when the leads or rules were changed.

    `whole`: with what the draft would do. At first it comes without, so that it can be edited at once.
    """

    draft: MatrixDraft
    current: RuleVersion
    newest: int
    outside: Outside | None
    foreseen: Foreseen | None
    whole: bool


class MatrixSession(QObject):
    """One draft, for one screen.

    Signals: `opened()` when it can be edited; `matrix_changed()` when `matrix` says something else;
    `effect_changed()` and `insights_changed()` when these do; `steps_changed()` when there are other steps to take back
    or another version is live; `refused(words)`.
    """

    opened = Signal()
    matrix_changed = Signal()
    effect_changed = Signal()
    insights_changed = Signal()
    steps_changed = Signal()
    refused = Signal(str)

    def __init__(self, bridge: Bridge, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bridge, self.workspace, self.language = bridge, bridge.workspace, language
        self.terms = Terms.of(self.workspace.rules, language)
        self.draft: MatrixDraft | None = None
        self.current: RuleVersion | None = None
        self.newest = 0
        self.matrix: Matrix = self.workspace.rules.matrix
        self.foresight = Foresight(bridge, lambda: (self.matrix, self.terms), self)
        self.foresight.counted.connect(self.insights_changed)
        self.settling = Settling(bridge, lambda: self.draft, self)
        self.settling.settled.connect(self.open)
        self.settling.refused.connect(self.refused)
        self._tried = False
        self._opening = self._open_again = False
        self._whole = self._stale = False
        self._asleep = True
        bridge.changed.connect(self._on_changed)
        bridge.rules_reread.connect(lambda: self._on_changed(Changes.RULES, (), None))

    # --- opening -----------------------------------------------------------------------------------------------------
    @property
    def desk(self) -> RuleDesk:
        """Where the draft is published."""
        return self.workspace.desk

    def open(self) -> None:
        """Bring the draft and the versions, and, while somebody looks, the leads' sums; `opened` says when they are
        there."""
        if self._opening:
            self._open_again = True
            return
        self._opening, whole = True, self.ready and not self._asleep
        task = self.bridge.runner.start(lambda _control: self._bring(whole), Lane.STORAGE)
        task.finished.connect(lambda found: self._on_brought(cast("Opened", found)))
        task.failed.connect(self._on_not_brought)

    def _bring(self, whole: bool) -> Opened:
        """On the storage lane."""
        desk = self.desk
        draft = desk.matrix_draft
        outside = desk.outside(draft)
        foreseen = foresee(self.workspace, draft.matrix) if whole else None
        history = desk.history
        return Opened(draft, desk.current, history[0].number if history else 0, outside, foreseen, whole)

    def _on_brought(self, found: Opened) -> None:
        self._opening = False
        self.draft, self.current, self.newest = found.draft, found.current, found.newest
        self._whole = found.whole
        if found.whole:
            self.foresight.take(found.foreseen, found.draft.matrix)
        self.terms = Terms.of(self.workspace.rules, self.language)
        self._tried = False
        self._show(found.draft.matrix)
        self.opened.emit()
        self.steps_changed.emit()
        self.settling.show(found.outside)
        if self._open_again or not (found.whole or self._asleep):
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
        if self._stale or not self._whole:
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
        """How many things the draft says otherwise than the file, or in other words."""
        return count_changes(self.live, self.matrix) or int(self.draft is not None and self.draft.dirty)

    @property
    def offered_note(self) -> str:
        """Why the draft should be published, if it holds one step that says that by itself."""
        names = self.draft.names[0] if self.draft is not None else ()
        return words.capital(step_words(names[0])) if len(names) == 1 and names[0].code in SAYS_WHY else ""

    @property
    def effect(self) -> Effect | None:
        """What it would do to all leads; None while that is not known yet."""
        return self.foresight.effect

    @property
    def insights(self) -> Mapping[str, Insight]:
        """Reach, close rates and warnings, by criterion, as they were counted last."""
        return self.foresight.insights

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

    def apply(self, edits: Edits, label: Said, text: str = "") -> bool:
        """Carry edits out as one step; says why not and gives False if they make no sense. `text`: the whole file as
        it was typed."""
        if self.draft is None:
            return False
        self._tried = False
        try:
            self.draft.apply(edits, label, text)
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

    def _set_matrix(self, matrix: Matrix) -> None:
        self.foresight.follow(matrix)
        if self.effect is not None and self.effect.missing and not self._tried:
            self.open()
        self._show(matrix)

    def _show(self, matrix: Matrix) -> None:
        self.matrix = matrix
        self.matrix_changed.emit()
        self.effect_changed.emit()

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
    def publish(self, note: str, answered: Answered) -> None:
        """Publish the draft for this reason."""
        draft, desk = self.draft, self.desk
        if draft is not None:
            publish_in_lane(self.bridge, lambda: desk.publish(draft, note), answered, self.open)

    def roll_back(self, number: int, note: str, answered: Answered) -> None:
        """Publish an earlier version again."""
        desk = self.desk
        publish_in_lane(self.bridge, lambda: desk.roll_back(number, note), answered, self.open)


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
