"""What the window says on top of its screens: done and how to take it back, refused and why, the world misbehaving."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout

from leadqual_gui.ui.theme.theme import Theme

if TYPE_CHECKING:
    from leadqual_gui.domain.errors import LeadQualError, RuleProblem
    from leadqual_gui.services.operations import Outcome, Refusal
    from leadqual_gui.ui.widgets.notices import NoticeArea

UNDO, RULES, ERROR, REFUSAL = "undo", "rules", "error", "refusal"
SAID_WHEN_DONE = frozenset(
    {"lead_deleted", "leads_deleted", "imported", "leads_edited", "leads_tagged", "leads_merged", "kept_apart"}
)


class Announcements(QObject):
    """Shows notices at the foot of a column.

    By their buttons: `take_back_asked(operations)`, the steps that the notice told of; `rules_asked()`.
    """

    take_back_asked = Signal(object)
    rules_asked = Signal()

    def __init__(self, theme: Theme, column: QVBoxLayout, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._column = theme, column
        self._area: NoticeArea | None = None
        self._told: tuple[int, ...] = ()

    @property
    def area(self) -> NoticeArea:
        """Where notices stand; made when there is first something to say."""
        if self._area is None:
            from leadqual_gui.ui.widgets.notices import NoticeArea

            self._area = NoticeArea(self._theme)
            self._area.acted.connect(self._on_acted)
            s = self._theme.look.s
            self._area.setContentsMargins(s.l, s.s, s.l, s.s)  # its own: nothing is left of it when all was said
            self._column.addWidget(self._area)
        return self._area

    def done(self, outcome: Outcome) -> None:
        """What cannot be seen where it was done is said, with the way back."""
        from leadqual_gui.ui.words import say

        if outcome.label.code in SAID_WHEN_DONE:
            self.say(self.tr("Done: {what}").format(what=say(outcome.label)), (outcome.operation,))

    def say(self, message: str, operations: Sequence[int] = ()) -> None:
        """Say that something is done, for a few seconds, and offer to take these steps back: no others done since."""
        from leadqual_gui.ui.widgets.notices import Notice

        told = tuple(operation for operation in operations if operation)
        if told:
            self._told = told
        action = self.tr("Take back") if told else ""
        self.area.show_notice(Notice(message, action=action, key=UNDO if told else ""))

    def taken_back(self, operation: int) -> None:
        """A step was taken back otherwise than by the notice that offers it: nothing is left to offer."""
        if self._told == (operation,):
            self._drop(UNDO)

    def say_what_lacks(self, message: str) -> None:
        """Say for a few seconds why nothing was done, and what to do first: no tick, since nothing is done."""
        from leadqual_gui.ui.widgets.notices import Gravity, Notice

        self.area.show_notice(Notice(message, gravity=Gravity.NOTHING_DONE))

    def refused(self, refusal: Refusal) -> None:
        """An ordinary "no" that no widget shows beside the thing."""
        from leadqual_gui.ui.widgets.notices import Gravity, Notice
        from leadqual_gui.ui.words import say

        self.area.show_notice(Notice(say(refusal.reason), gravity=Gravity.WARNING, key=REFUSAL))

    def failed(self, error: LeadQualError) -> None:
        """The world misbehaved: what is wrong, where, what to do."""
        from leadqual_gui.ui.widgets.notices import Gravity, Notice

        place = f"{error.place}: " if error.place else ""
        self.area.show_notice(Notice(f"{place}{error.message}", error.hint, gravity=Gravity.FAILURE, key=ERROR))

    def rules_broken(self, errors: Sequence[RuleProblem]) -> None:
        """Rule files have mistakes in them, the first of which is shown with its place; none: they are mended."""
        from leadqual_gui.ui.widgets.notices import Gravity, Notice

        if not errors:
            self._drop(RULES)
            return
        hint = self.tr("The last good rules stay in force.")
        self.area.show_notice(Notice(str(errors[0]), hint, self.tr("Show all"), Gravity.WARNING, RULES))

    def _drop(self, key: str) -> None:
        for bar in self._area.bars() if self._area is not None else ():
            if bar.notice.key == key:
                bar.closed.emit()

    def _on_acted(self, key: str) -> None:
        if key == UNDO:
            self.take_back_asked.emit(self._told)
        elif key == RULES:
            self.rules_asked.emit()
