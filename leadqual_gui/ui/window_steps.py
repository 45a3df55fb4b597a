"""Undo and redo in the window: by name, and on a screen with steps of its own those first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from leadqual_gui.ui.places import place

if TYPE_CHECKING:
    from leadqual_gui.ui.main_window import MainWindow
    from leadqual_gui.ui.places import OwnSteps


class WindowSteps(QObject):
    """Takes back and does again what was done in one window, and names its two actions after the steps in turn."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def undo(self) -> None:
        """Take back the newest step: of the screen in front, else of the window."""
        own, bridge = self._own(), self._window.bridge
        if bridge is not None and not (own is not None and own.undo()):
            bridge.undo()

    def redo(self) -> None:
        """Do again what was taken back last."""
        own, bridge = self._own(), self._window.bridge
        if bridge is not None and not (own is not None and own.redo()):
            bridge.redo()

    def take_back(self, operations: Sequence[int]) -> None:
        """Take back what a notice told of, the last step of it first, whatever was done since."""
        for operation in reversed(operations):
            if self._window.bridge is not None:
                self._window.bridge.turn(operation, back=True)

    def tell(self, operation: int, step: str, back: bool) -> None:
        """A key took something back that may not be in sight: by name, beside where it says that it is saved. A notice
        that offers to take just this back goes."""
        window, tr = self._window, self._window.tr
        said = tr("Taken back: {step}") if back else tr("Done again: {step}")
        window.status.set_fact("saved", said.format(step=step), "check")
        if back:
            window.announcements.taken_back(operation)

    def _own(self) -> OwnSteps | None:
        """The screen in front, if it has steps of its own: they come before those of the window."""
        found = place(self._window.current_screen())
        own = found is not None and found.own_steps
        return cast("OwnSteps", self._window.stack.currentWidget()) if own else None

    def name(self) -> None:
        """Name the steps that undo and redo would turn now."""
        bridge, actions = self._window.bridge, self._window.actions_
        if bridge is None:
            return
        stack, own, tr = bridge.undo_stack, self._own(), self._window.tr
        undo, redo = (own.undo_words, own.redo_words) if own is not None else ("", "")
        waits = bridge.newest_under_way and own is None
        back, again = "" if waits else undo or stack.undoText(), redo or stack.redoText()
        for key, text, can, plain, named in (
            ("undo", back, waits or bool(undo) or stack.canUndo(), tr("Take back"), tr("Take back: {step}")),
            ("redo", again, bool(redo) or stack.canRedo(), tr("Do again"), tr("Do again: {step}")),
        ):
            actions.rename(key, named.format(step=text) if can and text else plain)
            actions.get(key).setEnabled(can)
