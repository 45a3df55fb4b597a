"""What can be done with many leads at once: owner, stage, tags, export, deletion; each is one step to undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from leadqual_gui.services.operations import Refusal
from leadqual_gui.ui.popover import Ask
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets.actions import tool_tip
from leadqual_gui.ui.widgets.bars import BulkBar
from leadqual_gui.ui.widgets.controls import Button
from leadqual_gui.ui.widgets.menus import literal, passing_menu
from leadqual_gui.ui.words import say

if TYPE_CHECKING:
    from leadqual_gui.services.commands import Command
    from leadqual_gui.ui.bridge import Bridge


class BulkActions(BulkBar):
    """The bar at the foot of the table. Left to the screen: `export_asked()`, `delete_asked()`, `stage_asked(id)`."""

    export_asked = Signal()
    stage_asked = Signal(str)
    delete_asked = Signal()

    def __init__(self, theme: Theme, chosen: Callable[[], Sequence[int]]) -> None:
        super().__init__(theme)
        self._chosen = chosen
        self._bridge: Bridge | None = None
        self._words = Vocabulary()
        self.owner = self._button(self.tr("Owner"), "users", "Ctrl+Shift+O", self._on_owner_clicked)
        self.stage = self._button(self.tr("Stage"), "square-kanban", "Ctrl+Shift+G", self._on_stage_clicked)
        self.tags = self._button(self.tr("Tags"), "tag", "Ctrl+Shift+T", self._on_tags_clicked)
        self.export = self._button(self.tr("Export"), "download", "Ctrl+E", self.export_asked.emit)
        self.delete = self._button(self.tr("Delete"), "trash-2", "Ctrl+Del", self.delete_asked.emit)
        self.hide()

    def _button(self, words: str, icon: str, key: str, do: Callable[[], None]) -> Button:
        button = self.add(words, icon)
        button.setShortcut(QKeySequence(key))
        button.setToolTip(tool_tip(words, key))
        button.clicked.connect(lambda: do())
        return button

    def attach(self, bridge: Bridge, words: Vocabulary) -> None:
        """Work with this workspace."""
        self._bridge, self._words = bridge, words

    def _on_owner_clicked(self) -> None:
        if self._bridge is None:
            return
        owners = [v.value for v in self._bridge.workspace.values("owner") if v.value]
        ask = Ask(self.theme, self.tr("Who looks after them?"), self._set_owner, owners, self)
        ask.show_at(self.owner, above=True)

    def _set_owner(self, owner: str) -> str | None:
        from leadqual_gui.services.commands import EditLeads  # not before it is needed

        return self._do(EditLeads(tuple(self._chosen()), {"owner": owner}))

    def _on_stage_clicked(self) -> None:
        menu = self.stage_menu()
        above = QPoint(0, menu.sizeHint().height() + 4)
        menu.popup(self.stage.mapToGlobal(QPoint(0, 0)) - above)

    def stage_menu(self) -> QMenu:
        """The stages that the chosen leads can be moved to."""
        menu = passing_menu(self)
        for stage, label in self._words.stages.items():
            menu.addAction(literal(label)).triggered.connect(lambda _checked=False, s=stage: self.stage_asked.emit(s))
        menu.adjustSize()
        return menu

    def _on_tags_clicked(self) -> None:
        if self._bridge is None:
            return
        known = [v.value for v in self._bridge.workspace.values("tags") if v.value]
        question = self.tr("Tags to add, or with a minus to take away")
        Ask(self.theme, question, self._set_tags, known, self).show_at(self.tags, above=True)

    def _set_tags(self, text: str) -> str | None:
        from leadqual_gui.services.commands import TagLeads  # not before it is needed

        parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
        add = tuple(part for part in parts if part[0] not in "-−")
        remove = tuple(part[1:].strip() for part in parts if part[0] in "-−")
        return self._do(TagLeads(tuple(self._chosen()), add, remove))

    def _do(self, command: Command) -> str | None:
        assert self._bridge is not None
        answer = self._bridge.execute(command, self)
        return say(answer.reason) if isinstance(answer, Refusal) else None
