"""`screenshots`: every screen, drawn on the sample workspace, to PNG files named after the screen."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.headless.output import RefusedError, complain, print_json
from leadqual_gui.app.logs import start_logging
from leadqual_gui.app.surroundings import AppSurroundings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from leadqual_gui.services.workspace import Workspace
    from leadqual_gui.ui.main_window import MainWindow

LONGEST_MS = 60_000
NO_SCREEN = "This plugin does not support "


class _Drawn(AppSurroundings):
    """A workspace whose folder is deleted in the end: what goes wrong is noted beside the pictures instead."""

    def __init__(self, folder: WorkspaceFolder, sample: bool, pictures: Path) -> None:
        super().__init__(folder, sample, lambda *_: None)
        self._pictures = pictures

    def open_workspace(self) -> Workspace:
        """Open store and rules. Storage lane."""
        try:
            return super().open_workspace()
        finally:
            start_logging(self._pictures)


def run_screenshots(chosen: argparse.Namespace) -> int:
    """Draw all screens; their files are named on standard output."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        chosen.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RefusedError(f"{chosen.out} cannot be made: {error.strerror}") from None
    with tempfile.TemporaryDirectory(prefix="leadqual-screens-") as place:
        files = _draw(chosen, Path(place))
    if chosen.json:
        print_json([str(file) for file in files])
    else:
        for file in files:
            print(file)
    return 0


def _draw(chosen: argparse.Namespace, place: Path) -> list[Path]:
    from PySide6.QtCore import qInstallMessageHandler

    from leadqual_gui.app.window import application
    from leadqual_gui.ui.i18n import languages
    from leadqual_gui.ui.screens import capture

    codes = [language.code for language in languages(with_pseudo=True)]
    if chosen.language not in codes:
        raise RefusedError(f"There is no language “{chosen.language}”. There are: {', '.join(codes)}")
    start_logging(chosen.out)
    app = application()
    qInstallMessageHandler(_note)
    files: list[Path] = []
    for sample in (False, True):
        window = _opened(app, chosen, WorkspaceFolder(place / ("sample" if sample else "empty")), sample)
        try:
            files += capture(window, chosen.out)
        finally:
            window.close()
    return files


def _note(_kind: object, _context: object, message: str) -> None:
    """Without a screen Qt says of each window what nobody can do with it there; the rest may matter."""
    if not message.startswith(NO_SCREEN):
        complain(message)


def _opened(app: QApplication, chosen: argparse.Namespace, folder: WorkspaceFolder, sample: bool) -> MainWindow:
    """A window of the size wanted, loaded."""
    from PySide6.QtCore import QEventLoop, QTimer

    from leadqual_gui.app.window import made_window
    from leadqual_gui.services.lists import FirstSight

    sight = FirstSight(settings={"window.theme": chosen.theme, "window.language": chosen.language})
    window = made_window(app, sight, _Drawn(folder, sample, chosen.out))
    window.theme.install()
    window.theme.motion = False
    window.resize(*chosen.size)
    window.show()
    loop = QEventLoop()
    window.loaded.connect(loop.quit)
    QTimer.singleShot(LONGEST_MS, window, loop.quit)
    window.begin()
    loop.exec()
    if window.workspace is None:
        window.close()
        raise RefusedError("The sample workspace could not be opened")
    return window
