"""The part of Settings about backups: make one now, and go back to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.safekeeping import Backup, Shelf
from leadqual_gui.ui.settings.parts import setting_row, small_button
from leadqual_gui.ui.tasks import Lane
from leadqual_gui.ui.widgets.themed import Label, margins

if TYPE_CHECKING:
    from leadqual_gui.ui.main_window import MainWindow


class BackupsPart(QWidget):
    """A row like those of the other settings; below it what became of the last click."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window, self.theme = window, window.theme
        self._shelf: Shelf | None = window.surroundings.shelf
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, self.theme.look.s.m)
        if self._shelf is None:
            words = self.tr("The sample holds invented leads only, and is made anew each day.")
            column.addWidget(Label(self.theme, words, "secondary", "text2", wrap=True))
            return
        self.make = small_button(self.theme, self.tr("Back up now"), "save", self._on_make_clicked)
        self.back = small_button(self.theme, self.tr("Go back to one"), "undo-2", self._on_back_clicked)
        about = self.tr(
            "Made each day, and before imports, merges, published rules and new versions; kept for days, weeks and "
            "months, and checked. Copy the folder “backups” to another disk now and then."
        )
        column.addLayout(setting_row(self.theme, self.tr("Copies of all leads"), about, self.make, self.back))
        self.said = Label(self.theme, "", "secondary", "text2", wrap=True)
        self.said.hide()
        column.addWidget(self.said)

    def _on_make_clicked(self) -> None:
        if self._shelf is None:
            return
        shelf = self._shelf
        self.make.setEnabled(False)
        task = self._window.runner.start(lambda _control: shelf.make(), Lane.FREE)
        task.finished.connect(self._on_made)
        task.failed.connect(self._on_failed)

    def _on_made(self, backup: Backup) -> None:
        words = self.tr("%Ln lead(s) copied and checked: {file}", "", backup.leads)
        self._say(words.format(file=backup.file.name), "positive_text")

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, LeadQualError):
            raise error
        self._say(str(error), "hot.text")

    def _say(self, words: str, colour: str) -> None:
        self.make.setEnabled(True)
        self.said.set_colour(colour)
        self.said.setText(words)
        self.said.show()

    def _on_back_clicked(self) -> None:
        from leadqual_gui.ui.backups.dialog import BackupsDialog

        if self._shelf is not None:
            BackupsDialog(self.theme, self._shelf, self._window.runner, self._window).open()
