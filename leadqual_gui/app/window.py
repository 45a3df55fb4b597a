"""Opens the window: first what the last run left, painted as soon as may be, and everything else after that.

Until the first paint nothing but Qt's widgets, plain sqlite3 and a few values is imported: no numpy, no SQLModel, no
YAML. What is heavy comes in the storage lane, while the window can already be read and scrolled.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from PySide6.QtWidgets import QApplication

from leadqual_gui.app.first_sight import first_sight
from leadqual_gui.app.folder import WorkspaceFolder, sample_path
from leadqual_gui.app.hurry import calm_down
from leadqual_gui.app.single import answer_later_windows, call_first_window
from leadqual_gui.app.surroundings import AppSurroundings
from leadqual_gui.services.lists import FirstSight
from leadqual_gui.ui.i18n import Tongue, system_language
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.theme.theme import Scheme, Theme


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
    """One window after the other: switching to another workspace closes one and opens the next."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._next: tuple[WorkspaceFolder, bool] | None = None
        self.window: MainWindow | None = None

    def run(self, folder: WorkspaceFolder, sample: bool) -> int:
        """Windows until one is closed without another to follow."""
        self._next = (folder, sample)
        status = 0
        while self._next is not None:
            (folder, sample), self._next = self._next, None
            self.window = self._opened(folder, sample)
            status = self._app.exec()
            self.window.deleteLater()
            self.window = None
        return status

    def _opened(self, folder: WorkspaceFolder, sample: bool) -> MainWindow:
        sight = first_sight(folder.database)
        window = made_window(self._app, sight, AppSurroundings(folder, sample, self._switch))
        window.top.painted.connect(lambda: self._begin(window, folder))
        window.show()
        return window

    def _begin(self, window: MainWindow, folder: WorkspaceFolder) -> None:
        """The window is painted: now everything else."""
        from leadqual_gui.app.companions import Companions
        from leadqual_gui.ui.garbage import GarbageKeeper

        window.theme.install()
        calm_down()
        GarbageKeeper(window)
        answer_later_windows(folder, lambda: _come_to_front(window), window)
        Companions(window, folder)
        window.begin()

    def _switch(self, folder: WorkspaceFolder, sample: bool) -> None:
        self._next = (folder, sample)
        if self.window is not None:
            self.window.close()


def made_window(app: QApplication, sight: FirstSight, surroundings: AppSurroundings) -> MainWindow:
    """The window as its settings say: theme, text size, language."""
    settings = sight.settings
    theme = Theme(app, _scheme(settings.get("window.theme", "")), _zoom(settings.get("window.zoom", "")), app)
    tongue = Tongue(app, app)
    tongue.speak(settings.get("window.language") or system_language())
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


def _scheme(text: str) -> Scheme:
    return Scheme(text) if text in {scheme.value for scheme in Scheme} else Scheme.SYSTEM


def _zoom(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 1.0


def _come_to_front(window: MainWindow) -> None:
    window.show()
    window.raise_()
    window.activateWindow()
