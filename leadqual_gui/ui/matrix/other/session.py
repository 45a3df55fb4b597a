"""The draft of one other rule file while it is on the screen: edits, steps, problems, publishing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, QTimer, Signal

from leadqual_gui.domain.errors import LeadQualError, RuleProblem
from leadqual_gui.services.operations import Changes, Said
from leadqual_gui.ui.matrix.publishing import Answered, publish_in_lane
from leadqual_gui.ui.matrix.settling import Settling
from leadqual_gui.ui.matrix.steps import step_words
from leadqual_gui.ui.matrix.wording import Terms
from leadqual_gui.ui.tasks import Lane

if TYPE_CHECKING:
    from leadqual_gui.services.rule_editing.desk import RuleDesk
    from leadqual_gui.services.rule_editing.drafts import RuleFileDraft
    from leadqual_gui.services.rule_editing.ports import RuleVersion
    from leadqual_gui.ui.bridge import Bridge

CHECK_AFTER_MS = 400


class FileSession(QObject):
    """One draft.

    Signals: `changed()` when `value` says something else, or there are other steps; `checked()` when `problems` are
    new; `refused(words)`.
    """

    changed = Signal()
    checked = Signal()
    refused = Signal(str)

    def __init__(self, bridge: Bridge, name: str, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bridge, self.workspace, self.name, self.language = bridge, bridge.workspace, name, language
        self.terms = Terms.of(self.workspace.rules, language)
        self.draft: RuleFileDraft[Any] | None = None
        self.current: RuleVersion | None = None
        self.newest = 0
        self.settling = Settling(bridge, lambda: self.draft, self)
        self.settling.settled.connect(self.open)
        self.settling.refused.connect(self.refused)
        self.problems: tuple[RuleProblem, ...] = ()
        self._opening = self._open_again = False
        self._check_soon = QTimer(self, singleShot=True, interval=CHECK_AFTER_MS)
        self._check_soon.timeout.connect(self._check)
        bridge.changed.connect(self._on_changed)
        bridge.rules_reread.connect(self.open)

    @property
    def desk(self) -> RuleDesk:
        """Where the draft is published."""
        return self.workspace.desk

    # --- opening -----------------------------------------------------------------------------------------------------
    def open(self) -> None:
        """Bring the draft and the versions, in the lane."""
        if self._opening:
            self._open_again = True
            return
        self._opening = True
        task = self.bridge.runner.start(lambda _control: self._bring(), Lane.STORAGE)
        task.finished.connect(self._on_brought)
        task.failed.connect(self._on_not_brought)

    def _bring(self) -> tuple[object, ...]:
        """On the storage lane."""
        desk = self.desk
        draft = desk.file_draft(self.name)
        outside = desk.outside(draft)
        history = desk.history
        return draft, outside, desk.current, history[0].number if history else 0

    def _on_brought(self, found: object) -> None:
        self._opening = False
        brought = cast("tuple[Any, ...]", found)
        self.draft, outside, self.current, self.newest = brought
        self.terms = Terms.of(self.workspace.rules, self.language)
        self.changed.emit()
        self.settling.show(outside)
        self._check_soon.start()
        if self._open_again:
            self._open_again = False
            self.open()

    def _on_not_brought(self, error: BaseException) -> None:
        self._opening = False
        if not isinstance(error, LeadQualError):
            raise error
        self.refused.emit(f"{error.message}. {error.hint}")

    def _on_changed(self, changes: Changes, _leads: Sequence[int], _initiator: object) -> None:
        if changes & Changes.RULES:
            self.open()

    # --- what stands -------------------------------------------------------------------------------------------------
    @property
    def value(self) -> Any:
        """What the draft says; None while it is not there yet."""
        return None if self.draft is None else self.draft.value

    @property
    def dirty(self) -> bool:
        """Whether there is something to publish."""
        return self.draft is not None and self.draft.dirty

    # --- editing -----------------------------------------------------------------------------------------------------
    def put(self, value: Any, label: Said, text: str = "") -> bool:
        """Another value, as one step; False if it could not be kept. `text`: the whole file as it was typed."""
        if self.draft is None:
            return False
        try:
            self.draft.put(value, label, text)
        except LeadQualError as error:
            self.bridge.report_failure(error)
            return False
        self._tell()
        return True

    def _tell(self) -> None:
        self.changed.emit()
        self._check_soon.start()

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
        if self.draft is not None:
            self.draft.undo()
            self._tell()

    def redo(self) -> None:
        """Do the step again that was taken back last."""
        if self.draft is not None:
            self.draft.redo()
            self._tell()

    def discard(self) -> None:
        """Go back to what the file says; a step like any other."""
        if self.draft is not None:
            self.draft.discard()
            self._tell()

    # --- problems ----------------------------------------------------------------------------------------------------
    def _check(self) -> None:
        """Look in the free lane whether the files would still be sound."""
        draft = self.draft
        if draft is None:
            return
        task = self.bridge.runner.start(lambda _control: draft.problems() if draft.dirty else (), Lane.FREE)
        task.finished.connect(self._on_checked)

    def _on_checked(self, problems: object) -> None:
        found = cast("tuple[RuleProblem, ...]", problems)
        self.problems = tuple(problem for problem in found if problem.severity == "error")
        self.checked.emit()

    # --- publishing --------------------------------------------------------------------------------------------------
    def publish(self, note: str, answered: Answered) -> None:
        """Publish the draft for this reason."""
        draft, desk = self.draft, self.desk
        if draft is not None:
            publish_in_lane(self.bridge, lambda: desk.publish(draft, note), answered, self.open)
