"""Choose a copy to go back to: each with its date, why it was made, its leads and size; below, what would differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.safekeeping import Copy, Difference, Shelf
from leadqual_gui.ui.backups import wording
from leadqual_gui.ui.backups.table import CopyTable
from leadqual_gui.ui.tasks import Lane, TaskRunner
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button, primary_button
from leadqual_gui.ui.widgets.room import fit_on_screen, give_room
from leadqual_gui.ui.widgets.themed import Label, margins

SIZE = QSize(720, 480)


class BackupsDialog(QDialog):
    """Nothing happens before "Go back to it"; the window then closes and comes back with that copy."""

    def __init__(self, theme: Theme, shelf: Shelf, runner: TaskRunner, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Go back to a backup"))
        self.theme, self._shelf, self._runner = theme, shelf, runner
        self._copies: Sequence[Copy] = ()
        self._replaced: Path | None = None
        self.table = CopyTable(theme)
        self.table.itemSelectionChanged.connect(self._on_chosen)
        self.said = Label(theme, colour="text2", wrap=True)
        self.undo = Button(theme, self.tr("Take the last one back"), icon="undo-2")
        self.undo.setToolTip(self.tr("Go back to what the newest restore replaced"))
        self.undo.hide()
        self.leave = Button(theme, self.tr("Leave it"), key="Esc")
        self.take = primary_button(theme, self.tr("Go back to it"), key="Enter")
        self.take.setDefault(True)
        self.take.setEnabled(False)
        self.undo.clicked.connect(self._on_undo_clicked)
        self.leave.clicked.connect(self.reject)
        self.take.clicked.connect(self._on_taken)
        self._lay_out()
        self._ask(lambda: (tuple(shelf.copies()), shelf.replaced()), self._show)

    def _lay_out(self) -> None:
        s = self.theme.look.s
        column = margins(QVBoxLayout(self), s.xl, s.l, s.xl, s.l, s.m)
        column.addWidget(Label(self.theme, self.windowTitle(), "title"))
        about = self.tr("What is there now is kept beside it, so that this can be taken back.")
        column.addWidget(Label(self.theme, about, "secondary", "text2", wrap=True))
        column.addWidget(self.table, 1)
        column.addWidget(Label(self.theme, self.tr("What would be different"), "body_medium"))
        place = QWidget()
        place.setMinimumHeight(3 * s.leading_secondary)
        room = margins(QVBoxLayout(place), 0, 0, 0, 0, 0)
        room.addWidget(self.said)
        room.addStretch(1)
        column.addWidget(place)
        row = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        row.addWidget(self.undo)
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.take)
        column.addLayout(row)
        give_room(self)
        fit_on_screen(self, SIZE * self.theme.zoom)

    def _show(self, found: tuple[Sequence[Copy], Path | None]) -> None:
        self._copies, self._replaced = found
        self.undo.setVisible(self._replaced is not None)
        self.table.show_copies(self._copies)
        if self._copies:
            self.table.setFocus()
        else:
            self.leave.setFocus()
            self.said.setText(self.tr("There is no backup yet. One is made each day, and before anything large."))

    def _on_chosen(self) -> None:
        file = self._chosen()
        self.take.setEnabled(False)
        if file is not None:
            self.said.setText(self.tr("Looking"))
            self._ask(lambda: (file, self._shelf.difference(file)), self._show_difference)

    def _show_difference(self, told: tuple[Path, Difference | None]) -> None:
        file, difference = told
        if file == self._chosen():
            self.said.setText(wording.told(difference))
            self.take.setEnabled(difference is None or not difference.nothing)

    def _chosen(self) -> Path | None:
        row = self.table.chosen()
        return None if row is None else self._copies[row].file

    def _on_taken(self) -> None:
        file = self._chosen()
        if file is not None:
            self.accept()
            self._shelf.restore(file)

    def _on_undo_clicked(self) -> None:
        if self._replaced is not None:
            self.accept()
            self._shelf.restore(self._replaced)

    def _ask(self, question: Callable[[], object], answer: Callable[[Any], None]) -> None:
        """`answer` is a method of this dialog: once the dialog is gone, nobody is told."""
        task = self._runner.start(lambda _control: question(), Lane.FREE)
        task.finished.connect(answer)
        task.failed.connect(self._say_wrong)

    def _say_wrong(self, error: BaseException) -> None:
        if not isinstance(error, LeadQualError):
            raise error
        self.said.setText(str(error))
