"""What another program did to the file of a draft meanwhile, until it is settled: merged, chosen, or put back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from leadqual_gui.services.operations import Refusal
from leadqual_gui.services.rule_editing.outside import with_choices
from leadqual_gui.ui import words

if TYPE_CHECKING:
    from leadqual_gui.services.rule_editing.drafts import RuleFileDraft
    from leadqual_gui.services.rule_editing.merging import ItemPath, Side
    from leadqual_gui.services.rule_editing.outside import Outside
    from leadqual_gui.ui.bridge import Bridge


class Settling(QObject):
    """Settles one draft with its file.

    Signals: `changed()` when `outside` says something else; `settled()` when the draft goes on from another file;
    `refused(words)`.
    """

    changed = Signal()
    settled = Signal()
    refused = Signal(str)

    def __init__(self, bridge: Bridge, draft: Callable[[], RuleFileDraft[Any] | None], parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._draft = bridge, draft
        self.outside: Outside | None = None

    def show(self, outside: Outside | None) -> None:
        """The file was looked at again; what was chosen so far stays chosen."""
        self.outside = with_choices(outside, self.outside)
        self.changed.emit()

    def choose(self, path: ItemPath, side: Side) -> None:
        """Take one side of a conflict."""
        if self.outside is not None:
            self.outside = self.outside.choose(path, side)
            self.changed.emit()

    def choose_all(self, side: Side) -> None:
        """Take one side of all conflicts, and go on."""
        if self.outside is not None:
            self.outside = self.outside.choose_all(side)
            self.settle()

    def settle(self) -> None:
        """Go on from the file as it is now, with both changes."""
        draft, outside, desk = self._draft(), self.outside, self._bridge.workspace.desk
        if draft is not None and outside is not None:
            self._bridge.run(lambda: desk.settle(draft, outside), self._on_settled)

    def put_back(self) -> None:
        """Write the file again that was deleted or broken outside, as the draft knows it."""
        draft, desk = self._draft(), self._bridge.workspace.desk
        if draft is not None:
            self._bridge.run(lambda: desk.put_back(draft), lambda _none: self.settled.emit())

    def _on_settled(self, answer: object) -> None:
        if isinstance(answer, Refusal):
            self.refused.emit(words.say(answer.reason))
        self.settled.emit()
