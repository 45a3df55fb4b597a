"""What the list of leads shows of data quality: worked out in the background once it is looked at, and followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from leadqual_gui.services.lists import Query
    from leadqual_gui.ui.bridge import Bridge
    from leadqual_gui.ui.data.quality_watch import QualityWatch


def shows_quality(query: Query) -> bool:
    """Whether a list cannot be shown without it."""
    return bool(query.filter.quality or query.filter.issues or "quality" in (query.sort.column, *query.extra))


class ListQuality(QObject):
    """Quality as the list needs it. `came()` when more is known than before: ask for the list again."""

    came = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge: Bridge | None = None
        self._watch: QualityWatch | None = None

    def attach(self, bridge: Bridge | None) -> None:
        """A workspace is loaded, or (None) about to be closed."""
        self._bridge = bridge

    def want(self) -> None:
        """Quality is looked at."""
        self._watching().want()

    def phone(self, number: str, country: str | None) -> str:
        """A telephone number as its country writes it."""
        if self._bridge is None or not self._watching().warm():
            return number
        return self._bridge.workspace.quality.phone(number, country)

    def _watching(self) -> QualityWatch:
        from leadqual_gui.ui.data.quality_watch import QualityWatch  # hardly anybody needs it at the start

        assert self._bridge is not None
        if self._watch is None:
            self._watch = QualityWatch.of(self._bridge)
            self._watch.prepared.connect(self.came)
            self._watch.warmed.connect(self.came)
        return self._watch
