"""Keeps the day: makes up for days that began, looks for promises that fall due, and counts the calls for the rail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QObject, QTimer, QTimeZone, Signal

from leadqual_gui.services.operations import Changes, Outcome

if TYPE_CHECKING:
    from leadqual_gui.ui.bridge import Bridge
    from leadqual_gui.ui.tasks import Control

LOOK_EVERY_MS = 120_000
FIRST_LOOK_MS = 400
COUNT_AFTER_MS = 250


class DayKeeper(QObject):
    """Lives as long as the window's workspace. `counted(calls due)` for the badge; `opened(PassReport)`."""

    counted = Signal(int)
    opened = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge: Bridge | None = bridge
        self._busy = self._looked = False
        bridge.workspace.funnel.zone = local_zone()
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._count_soon = QTimer(self, singleShot=True, interval=COUNT_AFTER_MS)
        self._count_soon.timeout.connect(self.count)
        self._first = QTimer(self, singleShot=True, interval=FIRST_LOOK_MS)
        self._first.timeout.connect(self.look)
        bridge.changed.connect(self._on_changed)
        self._timer.start()
        self._first.start()

    def stop(self) -> None:
        """The workspace is about to be closed."""
        for timer in (self._timer, self._count_soon, self._first):
            timer.stop()
        self._bridge = None

    def look(self) -> None:
        """Make up for what time has brought; cheap when it brought nothing."""
        bridge = self._bridge
        if bridge is None or self._busy:
            return
        self._busy = True
        funnel = bridge.workspace.funnel

        def work(control: Control) -> object:
            return funnel.open_day(lambda _share: not control.stopped())

        task = bridge.runner.start(work)
        task.finished.connect(self._on_opened)
        task.failed.connect(self._on_failed)

    def _on_opened(self, outcome: object) -> None:
        self._busy = False
        if self._bridge is None or not isinstance(outcome, Outcome):
            return
        self._looked = True  # from now on everything is at hand that a count needs
        self._count_soon.start()
        if outcome.changes != Changes.NOTHING:
            self._bridge.tell_changed(outcome)
        self.opened.emit(outcome.value)

    def _on_failed(self, error: BaseException) -> None:
        self._busy = False
        if self._bridge is not None:
            self._bridge.report_failure(error)

    def _on_changed(self, _changes: object, _leads: Sequence[int], _initiator: object) -> None:
        if self._looked:
            self._count_soon.start()

    def count(self) -> None:
        """Count the calls that are due."""
        if self._bridge is not None:
            self.counted.emit(self._bridge.workspace.funnel.today().due.count_of("call", "ask"))


def local_zone() -> tzinfo:
    """The zone in which the person's days begin and end."""
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode()
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return datetime.now(UTC).astimezone().tzinfo or UTC
