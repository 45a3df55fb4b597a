"""What the draft would do to all leads: worked out in the window's thread while it changes, counted in a lane after.

The sums behind it are brought from the lane; until they are there, there is no effect, and nothing waits for one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer, Signal

from leadqual_gui.domain.reach import Reach, reach_of
from leadqual_gui.ui.matrix.insights import Counter
from leadqual_gui.ui.tasks import Lane

if TYPE_CHECKING:
    from leadqual_gui.domain.matrix import Criterion, Matrix
    from leadqual_gui.domain.whatif import WhatIf
    from leadqual_gui.domain.whatif_values import Effect
    from leadqual_gui.services.workspace import Workspace
    from leadqual_gui.ui.bridge import Bridge
    from leadqual_gui.ui.matrix.grid.rows import Insight
    from leadqual_gui.ui.matrix.wording import Terms

COUNT_AFTER_MS = 200


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The sums of all leads, the matrix with which they were brought, and its effect."""

    what_if: WhatIf
    matrix: Matrix
    effect: Effect


def foresee(workspace: Workspace, matrix: Matrix) -> Foreseen | None:
    """On the storage lane: the sums, with all fields that the draft looks at."""
    what_if = workspace.what_if()
    if what_if is None:
        return None
    with workspace.lock:
        effect = what_if.draft(matrix)
    if effect.missing:
        workspace.require_fields(effect.missing)
        what_if = workspace.what_if()
        assert what_if is not None
        with workspace.lock:
            effect = what_if.draft(matrix)
    return Foreseen(what_if, matrix, effect)


class Foresight(QObject):
    """The effect of the matrix that is shown, and what is known of its criteria.

    `shown` gives what is to be counted. Signal: `counted()` when there are new `insights`.
    """

    counted = Signal()

    def __init__(self, bridge: Bridge, shown: Callable[[], tuple[Matrix, Terms]], parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._workspace, self._shown = bridge, bridge.workspace, shown
        self.effect: Effect | None = None
        self.insights: Mapping[str, Insight] = {}
        self._what_if: WhatIf | None = None
        self._counter = Counter()
        self._counting = False
        self._count_soon = QTimer(self, singleShot=True, interval=COUNT_AFTER_MS)
        self._count_soon.timeout.connect(self._count)

    def take(self, foreseen: Foreseen | None, matrix: Matrix) -> None:
        """What was brought from the lane; the draft may have become another matrix meanwhile."""
        self._what_if = None if foreseen is None else foreseen.what_if
        self.effect = None if foreseen is None else foreseen.effect
        if foreseen is not None and foreseen.matrix != matrix:
            self.effect = self._reckoned(matrix)
        self._count_soon.start()

    def follow(self, matrix: Matrix) -> None:
        """Another matrix is shown."""
        self.effect = self._reckoned(matrix)
        self._count_soon.start()

    def _reckoned(self, matrix: Matrix) -> Effect | None:
        """What a matrix would do to all leads."""
        if self._what_if is None:
            return None
        with self._workspace.lock:
            return self._what_if.draft(matrix)

    def reached(self, criterion: Criterion) -> Reach | None:
        """For how many leads a criterion and each of its levels hold, and of how many that is not known."""
        if self._what_if is None:
            return None
        with self._workspace.lock:
            return reach_of(self._what_if.leads, criterion)

    def alone(self, new: Criterion) -> int | None:
        """How many leads would change tier if only this criterion were changed."""
        live = self._workspace.rules.matrix
        if self._what_if is None or not any(c.id == new.id for c in live.criteria):
            return None
        criteria = tuple(new if c.id == new.id else c for c in live.criteria)
        effect = self._reckoned(replace(live, criteria=criteria))
        self._reckoned(self._shown()[0])
        return None if effect is None else effect.up + effect.down

    # --- reach, rates, warnings --------------------------------------------------------------------------------------
    def _count(self) -> None:
        """Count anew, in the free lane; only once at a time."""
        if self._what_if is None:
            return
        if self._counting:
            self._count_soon.start()
            return
        self._counting = True
        what_if, workspace, counter, (matrix, terms) = self._what_if, self._workspace, self._counter, self._shown()
        work = lambda _control: counter.insights(workspace, what_if, matrix, terms)  # noqa: E731
        task = self._bridge.runner.start(work, Lane.FREE)
        task.finished.connect(self._on_counted)
        task.ended.connect(lambda: setattr(self, "_counting", False))

    def _on_counted(self, insights: object) -> None:
        self.insights = cast("Mapping[str, Insight]", insights)
        self.counted.emit()
