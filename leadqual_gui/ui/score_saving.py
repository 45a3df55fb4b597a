"""Scores that hold already find their way into the file while one works on: a moment at a time, others in between."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from leadqual_gui.services.operations import Changes
from leadqual_gui.ui.tasks import Control

if TYPE_CHECKING:
    from leadqual_gui.services.workspace import Workspace
    from leadqual_gui.ui.bridge import Bridge

A_WHILE = 0.25
"""Seconds after which whatever else waits for the storage lane comes first."""


class ScoreSaving(QObject):
    """Keeps scores that the file does not have yet. `said(words)` tells how far it is, or "" when that is over."""

    said = Signal(str)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._under_way = self._spoke = False
        bridge.changed.connect(self._on_bridge_changed)

    def start(self) -> None:
        """Keep what is not kept, if that is not under way."""
        workspace = self._bridge.workspace
        if self._under_way or not workspace.scores_unsaved:
            return
        self._under_way = True
        task = self._bridge.runner.start(lambda control: _keep_for_a_while(workspace, control))
        task.finished.connect(lambda share: self._on_kept(cast("float | None", share), task.cancelled))
        task.failed.connect(self._on_failed)

    def _on_bridge_changed(self, changes: Changes, _leads: Sequence[int], _initiator: object) -> None:
        if changes & (Changes.SCORES | Changes.RULES):
            self.start()

    def _on_kept(self, share: float | None, stopped: bool) -> None:
        self._under_way = False
        if stopped:
            return
        if share is not None:
            self._say(self.tr("Saving scores: {share} %").format(share=int(100 * share)))
        elif self._spoke:
            self._say("")
        self.start()

    def _on_failed(self, error: BaseException) -> None:
        """They are still in memory, and the next start makes them again."""
        self._under_way = False
        self._say("")
        self._bridge.report_failure(error)

    def _say(self, words: str) -> None:
        self._spoke = bool(words)
        self.said.emit(words)


def _keep_for_a_while(workspace: Workspace, control: Control) -> float | None:
    """How much is kept if something is left (0 to 1), else None. Storage lane."""
    until, reached = time.monotonic() + A_WHILE, [0.0]

    def go_on(share: float) -> bool:
        reached[0] = share
        return time.monotonic() < until and not control.stopped()

    workspace.keep_scores(go_on)
    return reached[0] if workspace.scores_unsaved else None
