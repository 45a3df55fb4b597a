"""Fields by which a list is sorted or filtered for the first time are read from all leads in the background."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from leadqual_gui.services.lists import Query
from leadqual_gui.ui.bridge import Bridge


class FieldWatch(QObject):
    """Knows which fields are on their way. `came()` when more can be shown than before: ask again."""

    came = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self._coming = frozenset[str]()

    @classmethod
    def of(cls, bridge: Bridge) -> FieldWatch:
        """The one watch of this bridge, made for whoever asks first."""
        return bridge.findChild(FieldWatch) or cls(bridge)

    def waits_for(self, wanted: Query | Sequence[str]) -> tuple[str, ...]:
        """The fields that are being read before this can be shown; it begins if need be. None: ask at once."""
        lacking = self._bridge.workspace.lacking(wanted)
        if lacking and not self._coming >= frozenset(lacking):
            self._coming |= frozenset(lacking)
            task = self._bridge.run(lambda: self._bridge.workspace.require_fields(lacking), lambda _none: None)
            task.ended.connect(lambda: self._on_ended(lacking))
            task.finished.connect(lambda _none: self.came.emit())
        return lacking

    def _on_ended(self, fields: Sequence[str]) -> None:
        self._coming -= frozenset(fields)
