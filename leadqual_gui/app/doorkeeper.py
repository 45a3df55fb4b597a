"""The window in front of a workspace with a passphrase, and what is forgotten when it is locked."""

from __future__ import annotations

import gc
from dataclasses import replace

from PySide6.QtCore import QByteArray, QTimer
from PySide6.QtWidgets import QApplication

from leadqual_gui.adapters.db.protecting import SqliteProtection
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.look import made_look
from leadqual_gui.app.look_file import KEYS, keep_look, read_look
from leadqual_gui.app.single import call_first_window
from leadqual_gui.app.switching import Errand, Switch
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.protection.door_window import DoorWindow


def door_window(app: QApplication, folder: WorkspaceFolder, errand: Errand | None, switch: Switch) -> DoorWindow:
    """Asks for the passphrase, or carries out an errand and shows how far it is."""
    look = read_look(folder.path)
    theme, tongue = made_look(app, look)
    theme.install_colours()
    theme.install()
    window = DoorWindow(theme, folder.path, QByteArray.fromBase64(look.get("window.geometry", "").encode()))
    tongue.setParent(window)
    window.opened.connect(lambda found: _go_on(window, found, switch))
    window.gave_up.connect(lambda: switch(folder, False))
    window.other_asked.connect(lambda: _choose_other(window, switch))
    if errand is not None:
        words = window.tr("Setting the passphrase") if errand.protects else window.tr("Removing the passphrase")
        words = window.tr("Going back to a backup") if errand.restores else words
        window.work(errand.run, words)
    else:
        protection = SqliteProtection(folder.path)
        window.ask(lambda secret: replace(folder, key=protection.unlock(secret)))
    window.show()
    QTimer.singleShot(0, gc.collect)
    return window


def forget(window: MainWindow, folder: WorkspaceFolder) -> None:
    """What a window that was closed knew of leads leaves the memory: rows, columns, what was found."""
    keep_look(folder.path, {key: window.remembered.get(key) for key in KEYS})
    gc.unfreeze()


def _go_on(window: DoorWindow, folder: object, switch: Switch) -> None:
    """Into the workspace, unless another window was quicker."""
    assert isinstance(folder, WorkspaceFolder)
    if call_first_window(folder):
        window.close()
        return
    switch(folder, False)


def _choose_other(window: DoorWindow, switch: Switch) -> None:
    from pathlib import Path

    from PySide6.QtWidgets import QFileDialog

    dialog = QFileDialog(window, window.tr("Open a workspace"))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda name: switch(WorkspaceFolder(Path(name)), False))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
