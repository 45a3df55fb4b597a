"""Which changes are chosen to be taken over, and which edge the hottest tier should begin at."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from leadqual_gui.services.insights.values import InsightsReport


class Choosing(QObject):
    """`changed()` when something else is chosen. When an answer comes, the points that rest on evidence are chosen."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.taken: frozenset[str] = frozenset()

    def begin(self, report: InsightsReport) -> None:
        """Another answer: what it can prove, nothing that may be chance."""
        self._put(report.supported)

    def toggle(self, change: str) -> None:
        """Choose a change, or do not."""
        self._put(self.taken ^ {change})

    def clear(self) -> None:
        """Choose nothing."""
        self._put(())

    def choose(self, changes: Iterable[str]) -> None:
        """Choose these."""
        self._put(changes)

    def _put(self, changes: Iterable[str]) -> None:
        self.taken = frozenset(changes)
        self.changed.emit()
