"""Cards on their way over the board: a column says beforehand whether it would take them, and takes or refuses them."""

from __future__ import annotations

from PySide6.QtCore import QObject

from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.pipeline.board import BoardArea
from leadqual_gui.ui.pipeline.column import ColumnWidget
from leadqual_gui.ui.pipeline.mover import Mover
from leadqual_gui.ui.pipeline.refusing import Refusals
from leadqual_gui.ui.vocabulary import Vocabulary


class Dragging(QObject):
    """Listens to the board while cards are dragged over it."""

    def __init__(self, bridge: Bridge, area: BoardArea, mover: Mover, refusals: Refusals, language: str) -> None:
        super().__init__(area)
        self._bridge, self._area, self._mover, self._refusals = bridge, area, mover, refusals
        self._language = language
        self._over = ""
        area.hovered.connect(self.hover)
        area.left.connect(self.leave)
        area.dropped.connect(self._on_dropped)

    def retitle(self, _words: Vocabulary, language: str) -> None:
        """The rules changed: gates say other words."""
        self._language = language

    def hover(self, stage: str, ids: tuple[int, ...]) -> None:
        """Cards are over a column: it shows whether it would take them, and if not, why."""
        self.leave(self._over)
        self._refusals.forget()
        target = self._area.target(stage)
        if target is None or stage == self._area.front_stage:
            return
        self._over = stage
        unmet = self._bridge.workspace.funnel.gates(ids, stage)
        target.set_tone("no" if unmet else "yes")
        if unmet and isinstance(target, ColumnWidget):
            target.gate.preview(unmet, self._bridge.workspace.rules, self._language)

    def leave(self, stage: str) -> None:
        """They are not over it any more."""
        target = self._area.target(stage)
        if target is not None:
            target.set_tone("")
            if isinstance(target, ColumnWidget) and self._refusals.asked is None:
                target.gate.hide()
        self._over = ""

    def end(self) -> None:
        """They were let go of, wherever that was."""
        self.leave(self._over)

    def _on_dropped(self, stage: str, ids: tuple[int, ...]) -> None:
        funnel = self._bridge.workspace.rules.funnel
        found = funnel.stage(stage or funnel.first)
        if found is not None and stage != self._area.front_stage:
            self._refusals.expect_drop()
            self._mover.move(ids, found, self._area.place_of(stage))
