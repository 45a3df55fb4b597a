"""A copy of the workspace each day, a moment after it was opened, and what is said if none can be made."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from leadqual_gui.ui.main_window import MainWindow

SOON_MS = 20_000
"""After the window is loaded: until then whoever opened it has looked at the first lead."""
HOUR_MS = 3_600_000


class DailyCopies(QObject):
    """Lives as long as its window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._told = ""
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._hourly = QTimer(self, interval=HOUR_MS)
        self._soon.timeout.connect(self.look)
        self._hourly.timeout.connect(self.look)
        window.loaded.connect(self._soon.start)
        window.loaded.connect(self._hourly.start)

    def look(self) -> None:
        """Make a copy if one is due; say once what was wrong with the one before."""
        workspace = self._window.workspace
        safekeeper = None if workspace is None else workspace.safekeeper
        if safekeeper is None or self._window.surroundings.is_sample:
            return
        trouble = safekeeper.trouble
        if trouble is not None and str(trouble) != self._told:
            self._told = str(trouble)
            self._window.report(trouble)
        safekeeper.daily()
