"""Says sorry, once: something went wrong that is our fault. The data is safe; details can be copied."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout

from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.widgets.controls import Button, Kind
from leadqual_gui.ui.widgets.room import fit_on_screen, give_room
from leadqual_gui.ui.widgets.themed import Label, margins


class CrashDialog(QDialog):
    """What happened, in a sentence; below it the details, and a way to copy them."""

    def __init__(self, window: MainWindow, details: str, log_file: Path) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Something went wrong"))
        theme, s = window.theme, window.theme.look.s
        said = self.tr("Something went wrong in LeadQual. Your leads are safe: what was saved is on disk.")
        where = self.tr("It is written down in {file}. You can go on; if it happens again, start the program anew.")
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.details.setAccessibleName(self.tr("Details"))
        self.copy = Button(theme, self.tr("Copy details"), icon="copy")
        self.copy.setShortcut("Ctrl+Shift+C")
        self.copy.setToolTip(self.tr("Copy details (Ctrl+Shift+C)"))
        self.copy.clicked.connect(self._on_copy_clicked)
        self.go_on: QPushButton = Button(theme, self.tr("Go on"), Kind.PRIMARY, key="Enter")
        self.go_on.setDefault(True)
        self.go_on.clicked.connect(self.accept)
        column = margins(QVBoxLayout(self), s.xl, s.l, s.xl, s.l, s.m)
        column.addWidget(Label(theme, said, "body_strong", wrap=True))
        column.addWidget(Label(theme, where.format(file=str(log_file)), colour="text2", wrap=True))
        column.addWidget(self.details, 1)
        row = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        row.addWidget(self.copy)
        row.addStretch(1)
        row.addWidget(self.go_on)
        column.addLayout(row)
        give_room(self)
        fit_on_screen(self, QSize(s.palette, s.dialog))

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())


def show_crash(window: MainWindow, details: str, log_file: Path) -> CrashDialog | None:
    """Show the dialog, unless one is open already."""
    if window.findChild(CrashDialog) is not None:
        return None
    dialog = CrashDialog(window, details, log_file)
    dialog.open()
    return dialog
