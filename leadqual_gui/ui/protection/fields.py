"""A line for a passphrase, which shows dots until one asks to see it; and what a dialog about one is made of."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import IconButton
from leadqual_gui.ui.widgets.themed import Label, margins

_LONGEST = 1024


def wrong_words() -> str:
    """What is said to a passphrase that opens nothing."""
    return QCoreApplication.translate(
        "SecretField",
        "This is neither the passphrase nor the recovery key. Look at Caps Lock and the language of the keyboard.",
    )


class SecretField(QWidget):
    """A named line whose text is dots; the eye beside it shows it as long as it is pressed in."""

    def __init__(self, theme: Theme, name: str, about: str = "") -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setMaxLength(_LONGEST)
        self.line.setAccessibleName(name)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.line.setMinimumHeight(theme.look.s.button_panel)
        self.line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.eye = IconButton(theme, "eye", self.tr("Show what is typed"))
        self.eye.setCheckable(True)
        self.eye.toggled.connect(self._on_eye_toggled)
        label = Label(theme, name, "body_medium")
        label.setBuddy(self.line)
        s = theme.look.s
        row = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        row.addWidget(self.line, 1)
        row.addWidget(self.eye)
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, s.xs)
        column.addWidget(label)
        column.addLayout(row)
        if about:
            column.addWidget(Label(theme, about, "secondary", "text2", wrap=True))
        self.setFocusProxy(self.line)

    def text(self) -> str:
        """What is typed."""
        return self.line.text()

    def clear(self) -> None:
        """Forget what was typed, with the ways back to it."""
        self.line.clear()
        self.eye.setChecked(False)

    def on_enter(self, do: Callable[[], object]) -> None:
        """Enter in the line does something."""
        self.line.returnPressed.connect(lambda: do())

    def _on_eye_toggled(self, on: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
