"""Where the board comes from: the workspace, which works quality out in the background once it is filtered by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from leadqual_gui.services.lists import Filter
from leadqual_gui.services.moving_values import Board, BoardQuery
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.leads import views
from leadqual_gui.ui.leads.field_watch import FieldWatch

if TYPE_CHECKING:
    from leadqual_gui.services.details import ValueCount
    from leadqual_gui.ui.data.quality_watch import QualityWatch


class BoardSource(QObject):
    """Asks the workspace what the board shows. `came()` when more is known than before: ask again."""

    came = Signal()

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._quality: QualityWatch | None = None

    def find(self, query: BoardQuery) -> Board:
        """The board that was asked for, by what is known now."""
        if query.filter.quality or query.filter.issues:
            self._want_quality()
        return self._bridge.workspace.funnel.board(query)

    @property
    def has_stages(self) -> bool:
        """Whether the rules name stages at all."""
        return bool(self._bridge.workspace.rules.funnel.stages)

    def values(self, dimension: str, chosen: Filter) -> Sequence[ValueCount] | None:
        """The values to filter by, each with how many leads have it; None while they are being read."""
        if dimension in views.MADE:
            self._want_quality()
        if FieldWatch.of(self._bridge).waits_for((dimension,)):
            return None
        return self._bridge.workspace.values(dimension, chosen)

    def _want_quality(self) -> None:
        from leadqual_gui.ui.data.quality_watch import QualityWatch  # hardly anybody filters a board by it

        if self._quality is None:
            self._quality = QualityWatch.of(self._bridge)
            self._quality.prepared.connect(self.came)
        self._quality.want()
