"""Deleting somebody for good: says plainly what that means, and does it once the name has been typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from leadqual_gui.services.calling.values import Unreadable
from leadqual_gui.ui.data.wording import words
from leadqual_gui.ui.matrix.popup import Popup
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import primary_button
from leadqual_gui.ui.widgets.themed import ElidedLabel, Label

_NAMED = 5
"""So many files are named."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def is_name(typed: str, name: str) -> bool:
    """Whether what was typed is the name, without regard to case and spaces."""
    return " ".join(typed.split()).casefold() == " ".join(name.split()).casefold()


class ForgetSheet(Popup):
    """`confirmed(typed name, keys of the calls to delete, too)` is called once; Esc leaves everything as it is.

    `in_doubt`: unfinished calls that cannot be read; unless the tick is taken away they go as well.
    """

    def __init__(
        self,
        theme: Theme,
        name: str,
        in_doubt: Sequence[Unreadable],
        confirmed: Callable[[str, Sequence[str]], None],
        parent: QWidget,
    ) -> None:
        super().__init__(theme, words("Delete {name} for good").format(name=name), parent)
        self._name, self._in_doubt, self._confirmed = name, in_doubt, confirmed
        self.calls_too = QCheckBox(words("Delete what cannot be read, too"))
        self.calls_too.setChecked(True)
        self.line = QLineEdit()
        self.line.setAccessibleName(words("Type the name to delete this person for good"))
        self.line.setPlaceholderText(name)
        self.take = primary_button(theme, words("Delete for good"), icon="trash-2", key="Enter")
        self.take.setEnabled(False)
        self.line.textChanged.connect(lambda text: self.take.setEnabled(is_name(text, name)))
        self.take.clicked.connect(self._confirm)
        self._lay_out()
        self.setMinimumWidth(theme.look.s.dialog)
        self.setMaximumWidth(theme.look.s.dialog)

    def _lay_out(self) -> None:
        theme = self.theme
        for text in (
            words("The lead, everything that hangs on it, its history and what was merged into it are taken out of "
                  "the file, also from where deleted data usually lie."),
            words("This cannot be undone."),
            words("Backups made earlier keep this person until they are rotated out. Files that were exported are "
                  "yours to delete."),
        ):  # fmt: skip
            loud = text == words("This cannot be undone.")
            face, colour = ("body_strong", "hot.text") if loud else ("body", "text1")
            self.column.addWidget(Label(theme, text, face, colour, wrap=True))  # type: ignore[arg-type]
        if self._in_doubt:
            self._lay_out_doubt()
        title = Label(theme, words("Delete {name} for good").format(name=self._name), "title", wrap=True)
        self.column.insertWidget(0, title)
        self.column.addWidget(Label(theme, words("Type the name to go on:"), "body", "text2"))
        self.column.addWidget(self.line)
        self.column.addWidget(Label(theme, words("Esc leaves everything as it is"), "secondary", "text3"))
        self.column.addWidget(self.take)

    def _lay_out_doubt(self) -> None:
        about = words("%Ln unfinished call(s) cannot be read, and may hold notes about this person, or about another:",
                      len(self._in_doubt))  # fmt: skip
        self.column.addWidget(Label(self.theme, about, wrap=True))
        for one in self._in_doubt[:_NAMED]:
            file = Path(one.place)
            where = words("{file} in {folder}").format(file=file.name, folder=file.parent)
            self.column.addWidget(ElidedLabel(self.theme, where, "secondary", "text2"))
        self.column.addWidget(self.calls_too)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._confirm()
            return
        super().keyPressEvent(event)

    def _confirm(self) -> None:
        if is_name(self.line.text(), self._name):
            typed = self.line.text()
            going = [one.key for one in self._in_doubt if self.calls_too.isChecked()]
            self.close()
            self._confirmed(typed, going)
