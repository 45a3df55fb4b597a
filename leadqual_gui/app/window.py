"""Opens the window: first what the last run left, painted as soon as may be, and everything else after that.

Until the first paint nothing but Qt's widgets, plain sqlite3 and a few values is imported: no numpy, no SQLModel, no
YAML. What is heavy comes in the storage lane, while the window can already be read and scrolled.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

from leadqual_gui.adapters.db.driver import is_ciphered
from leadqual_gui.app.first_sight import first_sight
from leadqual_gui.app.folder import WorkspaceFolder, sample_path
from leadqual_gui.app.hurry import calm_down
from leadqual_gui.app.look import made_look
from leadqual_gui.app.single import answer_later_windows, call_first_window
from leadqual_gui.app.surroundings import AppSurroundings
from leadqual_gui.services.lists import FirstSight
from leadqual_gui.ui.main_window import MainWindow

if TYPE_CHECKING:
    from leadqual_gui.app.switching import Errand
    from leadqual_gui.ui.protection.door_window import DoorWindow


def run_window(chosen: argparse.Namespace) -> int:
    """Show the window until it is closed; the exit status."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    folder = WorkspaceFolder(_path(chosen))
    if call_first_window(folder):
        return 0
    app = application()
    return Session(app).run(folder, chosen.sample)


def application() -> QApplication:
    """The one application of this process."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(["leadqual-gui", "-style", "fusion"])
    app.setApplicationName("LeadQual")
    app.setDesktopFileName("leadqual-gui")
    return app


class Session:
    """One window after the other: switching to another workspace closes one and opens the next.

    Before a workspace with a passphrase stands a window that asks for it (app.doorkeeper).
    """

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._next: tuple[WorkspaceFolder, bool, Errand | None] | None = None
        self.window: MainWindow | DoorWindow | None = None

    def run(self, folder: WorkspaceFolder, sample: bool) -> int:
        """Windows until one is closed without another to follow."""
        self._next = (folder, sample, None)
        status = 0
        while self._next is not None:
            (folder, sample, errand), self._next = self._next, None
            self.window = self._shown(folder, sample, errand)
            status = self._app.exec()
            self._leave(self.window, folder)
        return status

    def _shown(self, folder: WorkspaceFolder, sample: bool, errand: Errand | None) -> MainWindow | DoorWindow:
        if errand is None and (folder.key is not None or not is_ciphered(folder.database)):
            return self._opened(folder, sample)
        from leadqual_gui.app.doorkeeper import door_window

        return door_window(self._app, folder, errand, self._switch)

    def _leave(self, window: MainWindow | DoorWindow, folder: WorkspaceFolder) -> None:
        """Nothing of a window outlives it, least of all what it knew of leads."""
        self.window = None
        if folder.key is not None and isinstance(window, MainWindow):
            from leadqual_gui.app.doorkeeper import forget

            forget(window, folder)
        window.deleteLater()

    def _opened(self, folder: WorkspaceFolder, sample: bool) -> MainWindow:
        sight = first_sight(folder.database, folder.key)
        window = made_window(self._app, sight, AppSurroundings(folder, sample, self._switch))
        window.top.painted.connect(lambda: self._begin(window, folder))
        window.show()
        return window

    def _begin(self, window: MainWindow, folder: WorkspaceFolder) -> None:
        """The window is painted: now everything else."""
        from leadqual_gui.app.companions import Companions
        from leadqual_gui.app.daily_copies import DailyCopies
        from leadqual_gui.app.memory import MemoryKeeper, let_go
        from leadqual_gui.ui.garbage import GarbageKeeper

        window.theme.install()
        calm_down()
        GarbageKeeper(window)
        MemoryKeeper(window.runner, window, lambda: let_go(window))
        answer_later_windows(folder, lambda: _come_to_front(window), window)
        Companions(window, folder)
        DailyCopies(window)
        if folder.key is not None:
            from leadqual_gui.app.door import WorkspaceDoor
            from leadqual_gui.ui.protection.keeping import keep_locked

            keep_locked(window, WorkspaceDoor(folder, self._switch))
        window.begin()

    def _switch(self, folder: WorkspaceFolder, sample: bool, errand: Errand | None = None) -> None:
        self._next = (folder, sample, errand)
        if self.window is not None:
            self.window.close()


def made_window(app: QApplication, sight: FirstSight, surroundings: AppSurroundings) -> MainWindow:
    """The window as its settings say: theme, text size, language."""
    theme, tongue = made_look(app, sight.settings)
    theme.install_colours()
    return MainWindow(theme, tongue, sight, surroundings)


def _path(chosen: argparse.Namespace) -> Path:
    """The folder that is meant; the sample stands beside it."""
    if chosen.workspace is None:
        from leadqual_gui.app.paths import default_workspace

        path = default_workspace()
    else:
        path = chosen.workspace
    return sample_path(path) if chosen.sample else path


def _come_to_front(window: QWidget) -> None:
    window.show()
    window.raise_()
    window.activateWindow()
